//! Conditions and cells over the names that may stand there.

use super::spanned;
use crate::support::random::Random;
use pointperson::diagnostic::Span;
use pointperson::policy::{Comparison, Condition, Literal, Operator, Test};

/// A name that a condition may test.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub name: String,
    pub testable: Testable,
}

/// How a name may be tested, and with which literals.
#[derive(Clone, Debug)]
pub(super) enum Testable {
    /// Numbers, dates and moments: literals in rising order.
    Number(Vec<String>),
    /// Points: like numbers, but never missing.
    Points(Vec<String>),
    Text {
        words: Vec<String>,
        parts: Vec<String>,
    },
    Email {
        words: Vec<String>,
        parts: Vec<String>,
    },
    Domain {
        words: Vec<String>,
        parts: Vec<String>,
    },
    Flag,
    /// Choices, countries, derived values, grades, stages.
    Listed(Vec<String>),
}

impl Subject {
    pub fn points(axis: &str) -> Self {
        let literals = ["-5", "1", "10", "20", "65"].map(str::to_owned).to_vec();
        Subject { name: axis.to_owned(), testable: Testable::Points(literals) }
    }

    pub fn listed(name: &str, values: &[&str]) -> Self {
        let mut values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        values.sort();
        values.dedup();
        Subject { name: name.to_owned(), testable: Testable::Listed(values) }
    }
}

impl Subject {
    /// Whether it follows the score.
    pub fn is_points(&self) -> bool {
        matches!(self.testable, Testable::Points(_)) || self.name == "grade"
    }
}

impl Testable {
    /// The literals that stand for whole values.
    pub fn literals(&self) -> &[String] {
        match self {
            Testable::Number(list) | Testable::Points(list) | Testable::Listed(list) => list,
            Testable::Text { words, .. }
            | Testable::Email { words, .. }
            | Testable::Domain { words, .. } => words,
            Testable::Flag => &[],
        }
    }
}

/// A condition of at most `depth` levels of `and` and `or`.
pub(super) fn condition(random: &mut Random, names: &[Subject], depth: usize) -> Condition {
    let and = random.chance(50);
    level(random, names, depth, and)
}

/// `and` and `or` alternate, as a flat text would give them.
fn level(random: &mut Random, names: &[Subject], depth: usize, and: bool) -> Condition {
    if depth == 0 || random.chance(45) {
        // What was computed last (stage, grade, points, derived values) stands last: ask it often.
        let recent = random.below(names.len()).max(random.below(names.len()));
        let test = Condition::Test(test(random, &names[recent]));
        return if random.chance(15) { Condition::Not(Box::new(test)) } else { test };
    }
    let parts = (0..2 + random.below(2)).map(|_| level(random, names, depth - 1, !and)).collect();
    let both = if and { Condition::And(parts) } else { Condition::Or(parts) };
    if random.chance(15) { Condition::Not(Box::new(both)) } else { both }
}

fn test(random: &mut Random, subject: &Subject) -> Test {
    let operator = operator(random, &subject.testable);
    Test { name: spanned(subject.name.clone()), operator, span: Span::default() }
}

fn operator(random: &mut Random, testable: &Testable) -> Operator {
    let never_missing = matches!(testable, Testable::Points(_));
    if !never_missing && random.chance(15) {
        return if random.chance(50) { Operator::IsMissing } else { Operator::IsKnown };
    }
    match testable {
        Testable::Number(list) | Testable::Points(list) => number(random, list),
        Testable::Flag => match random.below(3) {
            0 | 1 => Operator::IsTrue,
            _ => {
                let literal = *random.pick(&["yes", "no", "true", "false"]);
                Operator::Compare(Comparison::Equal, Literal::new(literal))
            }
        },
        Testable::Email { .. } if random.chance(25) => Operator::IsFree,
        Testable::Text { words, parts }
        | Testable::Email { words, parts }
        | Testable::Domain { words, parts } => match random.below(7) {
            0 => Operator::StartsWith(literal(random.pick(parts))),
            1 => Operator::EndsWith(literal(random.pick(parts))),
            2 => Operator::Contains(literal(random.pick(parts))),
            _ => equality(random, words),
        },
        Testable::Listed(list) => equality(random, list),
    }
}

fn equality(random: &mut Random, words: &[String]) -> Operator {
    let count = 1 + random.below(3);
    let several = |random: &mut Random| random.some(words, count).iter().map(literal).collect();
    match random.below(6) {
        0 | 1 => Operator::Compare(Comparison::Equal, literal(random.pick(words))),
        2 => Operator::Compare(Comparison::NotEqual, literal(random.pick(words))),
        3 | 4 => Operator::In(several(random)),
        _ => Operator::NotIn(several(random)),
    }
}

fn number(random: &mut Random, list: &[String]) -> Operator {
    let signs = [
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Greater,
        Comparison::AtLeast,
    ];
    match random.below(8) {
        0 | 1 => {
            let ends = random.some(list, 2);
            Operator::Between(literal(&ends[0]), literal(&ends[ends.len() - 1]))
        }
        2 => Operator::In(random.some(list, 2).iter().map(literal).collect()),
        3 => Operator::NotIn(random.some(list, 2).iter().map(literal).collect()),
        _ => {
            let sign = *random.pick(&signs);
            let number = random.pick(list);
            Operator::Compare(sign, literal(with_commas(random, number)))
        }
    }
}

/// `1000` sometimes as `1,000` or `1k`.
fn with_commas(random: &mut Random, number: &str) -> String {
    match (number, random.below(3)) {
        ("1000", 1) => "1,000".to_owned(),
        ("1000", 2) => "1k".to_owned(),
        ("5000000", 1) => "5,000,000".to_owned(),
        ("5000000", 2) => "5M".to_owned(),
        _ => number.to_owned(),
    }
}

fn literal(text: impl AsRef<str>) -> Literal {
    let text = text.as_ref();
    Literal { quoted: !is_plain(text), ..Literal::new(text) }
}

/// Whether a text needs no quotes in a condition or a cell.
fn is_plain(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    is_number || text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// What a condition cell of a table may hold.
pub(super) fn cell(random: &mut Random, testable: &Testable) -> String {
    match random.below(12) {
        0 => return "any".to_owned(),
        1 => return "missing".to_owned(),
        2 => return "known".to_owned(),
        _ => {}
    }
    let list = match testable {
        Testable::Flag => return (*random.pick(&["yes", "no"])).to_owned(),
        Testable::Number(list) | Testable::Points(list) => {
            if random.chance(60) {
                return number_cell(random, list);
            }
            list
        }
        other => other.literals(),
    };
    let count = 1 + random.below(3);
    let mut items: Vec<String> = random.some(list, count).iter().map(|text| item(text)).collect();
    match random.below(8) {
        0 | 1 => return format!("not {}", items.join(", ")),
        2 => items.push("missing".to_owned()),
        _ => {}
    }
    items.join(", ")
}

fn number_cell(random: &mut Random, list: &[String]) -> String {
    let ends = random.some(list, 2);
    let (low, high) = (item(&ends[0]), item(&ends[ends.len() - 1]));
    match random.below(7) {
        0 => format!("{low} to {high}"),
        1 => format!("{low}..{high}"),
        2 => format!("not {low} to {high}"),
        3 => format!("< {low}, > {high}"),
        4 => format!(">= {low}"),
        5 => format!("<={high}"),
        _ => format!("!= {low}"),
    }
}

fn item(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('"', "\"\""))
}
