//! Conditions and cells as text, in one form only: single spaces, as few parentheses and quotes
//! as the readers allow.
//!
//! Law: `parse_condition(print_condition(c)) == c` and `parse_cell(print_cell(c)) == c`. Whether
//! a value needs quotes is asked of the readers themselves, so the two cannot drift apart.

use super::condition::{Setting, reads_bare};
use super::{Cell, Condition, Literal, Operator, Placed, Test, UnaryTest, parse_cell};
use crate::diagnostic::Span;

/// Writes a condition so that [`parse_condition`](super::parse_condition) gives it back.
///
/// A group inside another keeps its parentheses: `(a and b) and c` is not `a and b and c`.
pub fn print_condition(condition: &Condition) -> String {
    let mut text = String::new();
    write_condition(&mut text, condition);
    text
}

fn write_condition(text: &mut String, condition: &Condition) {
    match condition {
        Condition::And(terms) => write_chain(text, terms, " and "),
        Condition::Or(terms) => write_chain(text, terms, " or "),
        Condition::Not(inner) => {
            text.push_str("not ");
            write_operand(text, inner);
        }
        Condition::Test(test) => write_test(text, test),
    }
}

fn write_chain(text: &mut String, terms: &[Condition], join: &str) {
    for (index, term) in terms.iter().enumerate() {
        if index > 0 {
            text.push_str(join);
        }
        write_operand(text, term);
    }
}

fn write_operand(text: &mut String, condition: &Condition) {
    match condition {
        Condition::And(_) | Condition::Or(_) => {
            text.push('(');
            write_condition(text, condition);
            text.push(')');
        }
        Condition::Not(_) | Condition::Test(_) => write_condition(text, condition),
    }
}

fn write_test(text: &mut String, test: &Test) {
    text.push_str(&test.name.value);
    let mut word = |word: &str, literal: &Literal| {
        text.push(' ');
        text.push_str(word);
        text.push(' ');
        text.push_str(&print_value(literal, Setting::Alone));
    };
    match &test.operator {
        Operator::IsTrue => {}
        Operator::Compare(comparison, literal) => word(comparison.sign(), literal),
        Operator::Between(low, high) => {
            word("between", low);
            word("and", high);
        }
        Operator::In(list) => write_list(text, " in (", list),
        Operator::NotIn(list) => write_list(text, " not in (", list),
        Operator::StartsWith(literal) => word("starts with", literal),
        Operator::EndsWith(literal) => word("ends with", literal),
        Operator::Contains(literal) => word("contains", literal),
        Operator::IsMissing => text.push_str(" is missing"),
        Operator::IsKnown => text.push_str(" is known"),
        Operator::IsFree => text.push_str(" is free"),
    }
}

fn write_list(text: &mut String, open: &str, list: &[Literal]) {
    text.push_str(open);
    for (index, literal) in list.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(&print_value(literal, Setting::List));
    }
    text.push(')');
}

fn print_value(literal: &Literal, setting: Setting) -> String {
    if reads_bare(&literal.text, setting) { literal.text.clone() } else { quote(&literal.text) }
}

/// The text in quotes.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

/// Writes a cell so that [`parse_cell`](super::parse_cell) gives it back.
pub fn print_cell(cell: &Cell) -> String {
    let (negated, tests) = match cell {
        Cell::Any => return "any".to_owned(),
        Cell::Tests(tests) => (false, tests),
        Cell::Not(tests) => (true, tests),
    };
    let items: Vec<String> = tests.iter().map(print_item).collect();
    let items = items.join(", ");
    if negated { format!("not {items}") } else { items }
}

fn print_item(test: &UnaryTest) -> String {
    match test {
        UnaryTest::Missing => "missing".to_owned(),
        UnaryTest::Known => "known".to_owned(),
        UnaryTest::Is(literal) => print_part(literal, &|value| value.to_owned()),
        UnaryTest::Compare(comparison, literal) => {
            print_part(literal, &|value| format!("{} {value}", comparison.sign()))
        }
        UnaryTest::Between(low, high) => {
            let low = print_part(low, &|value| format!("{value} to 1"));
            let high = print_part(high, &|value| format!("1 to {value}"));
            // INVARIANT: both are printed with the `1` of the other end.
            let low = low.strip_suffix(" to 1").unwrap_or(&low);
            let high = high.strip_prefix("1 to ").unwrap_or(&high);
            format!("{low} to {high}")
        }
    }
}

/// The item that `item` makes of the value: bare if it is read back as the same, else in quotes.
fn print_part(literal: &Literal, item: &dyn Fn(&str) -> String) -> String {
    let read = |value: &str| {
        let text = item(value);
        parse_cell(Placed { text: &text, span: Span::default(), verbatim: false })
    };
    let quoted = quote(&literal.text);
    let same = match (read(&literal.text), read(&quoted)) {
        (Ok(bare), Ok(quoted)) => bare == quoted,
        _ => false,
    };
    item(if same { &literal.text } else { &quoted })
}
