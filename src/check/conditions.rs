//! Conditions and cells: names resolved, literals typed, comparisons that make sense.

use super::limits::ALTERNATIVES_MAX;
use super::literals::{describe, ends, part, typed};
use super::model::{Formula, Predicate, Subject};
use super::size::alternatives;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned, nearest};
use crate::policy::{Cell, Comparison, Condition, Literal, Operator, Test, UnaryTest, When};
use crate::record::{Kind, Unit, Value};

/// What conditions can look at in one place of the document.
pub(super) struct Scope<'a> {
    /// The names and what they mean.
    pub vocabulary: &'a Vocabulary<'a>,
    /// How many derived values are there already.
    pub derived: usize,
    /// Which results are there already.
    pub results: Results,
}

/// Which results are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Results {
    /// None: in `derive` and `score`.
    None,
    /// Points and grade: in `stages`.
    Points,
    /// The stage too: in `route`.
    Stage,
}

/// Everything a condition can name.
pub(super) struct Vocabulary<'a> {
    pub fields: Vec<(&'a str, &'a Kind)>,
    /// Whether each field has a type; what is compared with one that has none was reported there.
    pub has_type: Vec<bool>,
    /// Whether each field may be missing.
    pub may_be_missing: Vec<bool>,
    pub derived: Vec<(&'a str, Vec<String>)>,
    pub has_score: bool,
    pub grades: Vec<String>,
    pub stages: Vec<String>,
}

/// What a name means.
pub(super) struct Meaning<'a> {
    pub subject: Subject,
    pub holds: Holds<'a>,
}

/// What a subject holds.
#[derive(Clone, Copy)]
pub(super) enum Holds<'a> {
    /// A field's values.
    Kind(&'a Kind),
    /// Points.
    Points,
    /// One of a closed list.
    List(&'a [String]),
}

/// Points compare as whole numbers.
const POINTS: Kind = Kind::Number { unit: Unit::Plain, scale: 0, ranges: false };

impl<'a> Vocabulary<'a> {
    /// What `name` means anywhere in the document.
    pub fn find(&self, name: &str) -> Option<Meaning<'_>> {
        let field = self.fields.iter().zip(0_u16..).find(|((id, _), _)| *id == name);
        if let Some(((_, kind), position)) = field {
            let subject = Subject::Field(crate::record::FieldIndex(position));
            return Some(Meaning { subject, holds: Holds::Kind(kind) });
        }
        if let Some(position) = self.derived.iter().position(|(id, _)| *id == name) {
            let values = self.derived.get(position).map_or(&[][..], |(_, values)| values);
            return Some(Meaning {
                subject: Subject::Derived(position),
                holds: Holds::List(values),
            });
        }
        let (subject, holds) = match name {
            "score" if self.has_score => (Subject::Total, Holds::Points),
            "fit" if self.has_score => (Subject::Fit, Holds::Points),
            "intent" if self.has_score => (Subject::Intent, Holds::Points),
            "grade" if !self.grades.is_empty() => (Subject::Grade, Holds::List(&self.grades)),
            "stage" if !self.stages.is_empty() => (Subject::Stage, Holds::List(&self.stages)),
            _ => return None,
        };
        Some(Meaning { subject, holds })
    }

    /// Whether what a subject holds could not be read; what is asked of it is not judged then.
    pub fn is_unread(&self, meaning: &Meaning<'_>) -> bool {
        match (meaning.subject, meaning.holds) {
            (Subject::Field(field), _) => self.has_type.get(usize::from(field.0)) == Some(&false),
            (Subject::Derived(_), Holds::List(values)) => values.is_empty(),
            _ => false,
        }
    }

    /// The name that was meant: a near one, or the only field of the type that was written.
    pub fn near(&self, name: &str) -> Option<&'a str> {
        let fields = self.fields.iter().map(|(id, _)| *id);
        let names = fields.chain(self.derived.iter().map(|(id, _)| *id));
        let of_type = || {
            let is_meant = |kind: &Kind| match kind {
                Kind::Domain { .. } => name == "domain",
                Kind::Email => name == "email",
                Kind::Country => name == "country",
                Kind::Subdivision { .. } => matches!(name, "state" | "subdivision"),
                _ => false,
            };
            let mut fields = self.fields.iter().filter(|(_, kind)| is_meant(kind));
            let only = fields.next().filter(|_| fields.next().is_none());
            only.map(|(id, _)| *id)
        };
        nearest(name, names).or_else(of_type)
    }
}

impl Scope<'_> {
    /// A condition in its place. A mistake is reported once and the condition counts as `always`.
    pub fn when(&self, when: &When, diagnostics: &mut Vec<Diagnostic>) -> Formula {
        let When::If(condition) = when else { return Formula::Always };
        let formula = self.condition(&condition.value, diagnostics);
        self.warn_of_missing(&condition.value, diagnostics);
        let (yes, no) = alternatives(&formula);
        if yes.max(no) > ALTERNATIVES_MAX {
            let message = "this condition has too many alternatives";
            let diagnostic = Diagnostic::new(Code::ConditionTooLarge, condition.span, message)
                .note(format!(
                    "multiplied out it has {} alternatives, at most {ALTERNATIVES_MAX} are compiled",
                    yes.max(no)
                ))
                .help("split it into several rules, or derive a value from a part of it");
            diagnostics.push(diagnostic);
        }
        formula
    }

    fn condition(&self, condition: &Condition, diagnostics: &mut Vec<Diagnostic>) -> Formula {
        let mut all =
            |list: &[Condition]| list.iter().map(|it| self.condition(it, diagnostics)).collect();
        match condition {
            Condition::And(list) => Formula::And(all(list)),
            Condition::Or(list) => Formula::Or(all(list)),
            Condition::Not(inner) => Formula::Not(Box::new(self.condition(inner, diagnostics))),
            Condition::Test(test) => self.test(test).unwrap_or_else(|diagnostic| {
                diagnostics.push(*diagnostic);
                Formula::Always
            }),
        }
    }

    /// What a name means here, where not everything may be there yet.
    pub fn meaning(&self, name: &Spanned<String>) -> Result<Meaning<'_>, Box<Diagnostic>> {
        let Some(meaning) = self.vocabulary.find(&name.value) else {
            return Err(Box::new(self.unknown(name)));
        };
        let needs = match meaning.subject {
            Subject::Field(_) => return Ok(meaning),
            Subject::Derived(position) if position < self.derived => return Ok(meaning),
            Subject::Derived(_) => {
                let message = format!("`{}` is not there yet", name.value);
                let diagnostic = Diagnostic::new(Code::Cycle, name.span, message)
                    .note("derived values are worked out from top to bottom")
                    .help(format!("move `{}` further up in `derive`", name.value));
                return Err(Box::new(diagnostic));
            }
            Subject::Fit | Subject::Intent | Subject::Total | Subject::Grade => Results::Points,
            Subject::Stage => Results::Stage,
        };
        if self.results >= needs {
            return Ok(meaning);
        }
        let message = format!("`{}` is not there yet", name.value);
        let order =
            "fields, derived values, score, grade, stage and route are worked out in this order";
        Err(Box::new(Diagnostic::new(Code::Cycle, name.span, message).note(order)))
    }

    fn unknown(&self, name: &Spanned<String>) -> Diagnostic {
        let message = format!("no field or derived value named `{}`", name.value);
        let diagnostic = Diagnostic::new(Code::UnknownField, name.span, message);
        match self.vocabulary.near(&name.value) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("declare `{}` in `fields` or `derive`", name.value)),
        }
    }

    fn test(&self, test: &Test) -> Result<Formula, Box<Diagnostic>> {
        let meaning = self.meaning(&test.name)?;
        if self.vocabulary.is_unread(&meaning) {
            return Ok(Formula::Always);
        }
        let Meaning { subject, holds } = meaning;
        let asked = Asked { name: &test.name.value, span: test.span, subject, holds };
        let is = |predicate| Formula::Test(subject, predicate);
        Ok(match &test.operator {
            Operator::IsMissing => is(Predicate::Missing),
            Operator::IsKnown => is(Predicate::Known),
            Operator::IsTrue => is(asked.bare_flag()?),
            Operator::IsFree => is(asked.free_mail()?),
            Operator::Compare(comparison, literal) => asked.compare(*comparison, literal)?,
            Operator::Between(low, high) => is(asked.between(low, high)?),
            Operator::In(list) => is(asked.one_of(list)?),
            Operator::NotIn(list) => Formula::Not(Box::new(is(asked.one_of(list)?))),
            Operator::StartsWith(text) => {
                is(Predicate::StartsWith(asked.part(text, "starts with")?))
            }
            Operator::EndsWith(text) => is(Predicate::EndsWith(asked.part(text, "ends with")?)),
            Operator::Contains(text) => is(Predicate::Contains(asked.part(text, "contains")?)),
        })
    }

    /// A cell over the column `name`.
    pub fn cell(&self, name: &Spanned<String>, cell: &Cell) -> Result<Formula, Box<Diagnostic>> {
        let meaning = self.meaning(name)?;
        if self.vocabulary.is_unread(&meaning) {
            return Ok(Formula::Always);
        }
        let Meaning { subject, holds } = meaning;
        let any = |tests: &[UnaryTest]| -> Result<Formula, Box<Diagnostic>> {
            let mut values = Vec::new();
            let mut list = Vec::new();
            for test in tests {
                let is = |predicate| Formula::Test(subject, predicate);
                let asked = |span| Asked { name: &name.value, span, subject, holds };
                list.push(match test {
                    UnaryTest::Missing => is(Predicate::Missing),
                    UnaryTest::Known => is(Predicate::Known),
                    UnaryTest::Is(literal) => {
                        values.push(literal.clone());
                        continue;
                    }
                    UnaryTest::Compare(comparison, literal) => {
                        asked(literal.span).compare(*comparison, literal)?
                    }
                    UnaryTest::Between(low, high) => is(asked(low.span).between(low, high)?),
                });
            }
            if let Some(first) = values.first() {
                let asked = Asked { name: &name.value, span: first.span, subject, holds };
                list.push(Formula::Test(subject, asked.one_of(&values)?));
            }
            Ok(if list.len() == 1 { list.remove(0) } else { Formula::Or(list) })
        };
        Ok(match cell {
            Cell::Any => Formula::Always,
            Cell::Tests(tests) => any(tests)?,
            Cell::Not(tests) => Formula::Not(Box::new(any(tests)?)),
        })
    }

    /// `!=` and `not in` do not hold for a missing value, which surprises people.
    fn warn_of_missing(&self, condition: &Condition, diagnostics: &mut Vec<Diagnostic>) {
        let mut tests = Vec::new();
        collect(condition, &mut tests);
        let asks_missing = |name: &str| {
            tests.iter().any(|test| {
                test.name.value == name
                    && matches!(test.operator, Operator::IsMissing | Operator::IsKnown)
            })
        };
        for test in &tests {
            let sign = match &test.operator {
                Operator::Compare(Comparison::NotEqual, _) => "!=",
                Operator::NotIn(_) => "not in",
                _ => continue,
            };
            let name = &test.name.value;
            if self.may_be_missing(name) && !asks_missing(name) {
                let message = format!("`{name}` may be missing, and then `{sign}` does not hold");
                let diagnostic = Diagnostic::new(Code::MayBeMissing, test.span, message)
                    .note("a comparison with a missing value is unknown; a rule fires only on true")
                    .help(format!(
                        "add `or {name} is missing` if such records are meant too, \
                         `and {name} is known` if not"
                    ));
                diagnostics.push(diagnostic);
            }
        }
    }

    fn may_be_missing(&self, name: &str) -> bool {
        let fields = self.vocabulary.fields.iter().zip(&self.vocabulary.may_be_missing);
        let mut found = fields.filter(|((id, _), _)| *id == name);
        found.any(|(_, may_be_missing)| *may_be_missing)
    }
}

fn collect<'a>(condition: &'a Condition, tests: &mut Vec<&'a Test>) {
    match condition {
        Condition::And(list) | Condition::Or(list) => {
            list.iter().for_each(|inner| collect(inner, tests));
        }
        Condition::Not(inner) => collect(inner, tests),
        Condition::Test(test) => tests.push(test),
    }
}

/// One test, while its literals are typed.
struct Asked<'a> {
    name: &'a str,
    span: Span,
    subject: Subject,
    holds: Holds<'a>,
}

impl Asked<'_> {
    fn wrong(&self, message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(Code::WrongType, self.span, message))
    }

    fn describe(&self) -> String {
        match self.holds {
            Holds::Kind(kind) => describe(kind),
            Holds::Points => "a number of points".to_owned(),
            Holds::List(_) => "one of a list of values".to_owned(),
        }
    }

    fn bare_flag(&self) -> Result<Predicate, Box<Diagnostic>> {
        if let Holds::Kind(Kind::Flag) = self.holds {
            return Ok(Predicate::Flag(true));
        }
        let message = format!(
            "`{}` is {}, so it must be compared with something",
            self.name,
            self.describe()
        );
        let help = match self.holds {
            Holds::List(values) if !values.is_empty() => {
                format!(
                    "write `{} = {}` or `{} is known`",
                    self.name,
                    values.first().map_or("", String::as_str),
                    self.name
                )
            }
            _ => format!("write a comparison, or `{} is known`", self.name),
        };
        Err(Box::new(Diagnostic::new(Code::WrongType, self.span, message).help(help)))
    }

    fn free_mail(&self) -> Result<Predicate, Box<Diagnostic>> {
        match self.holds {
            Holds::Kind(Kind::Email) => Ok(Predicate::FreeMail),
            _ => Err(self.wrong(format!(
                "`{}` is {}; only an e-mail can be `free`",
                self.name,
                self.describe()
            ))),
        }
    }

    fn part(&self, literal: &Literal, operator: &str) -> Result<String, Box<Diagnostic>> {
        match self.holds {
            Holds::Kind(kind @ (Kind::Text { .. } | Kind::Email | Kind::Domain { .. })) => {
                part(literal, kind).map_err(Box::new)
            }
            _ => Err(self.wrong(format!(
                "`{operator}` does not fit `{}`, which is {}",
                self.name,
                self.describe()
            ))),
        }
    }

    /// The kind, if this compares as a number does.
    fn number_kind(&self) -> Option<&Kind> {
        match self.holds {
            Holds::Points => Some(&POINTS),
            Holds::Kind(kind @ (Kind::Number { .. } | Kind::Date | Kind::Moment)) => Some(kind),
            Holds::Kind(_) | Holds::List(_) => None,
        }
    }

    fn number(&self, literal: &Literal, kind: &Kind) -> Result<i64, Box<Diagnostic>> {
        let value = typed(literal, self.name, kind)?;
        // A literal is never a range, so both ends are the number.
        Ok(ends(&value).map_or(0, |(low, _)| low))
    }

    fn compare(
        &self,
        comparison: Comparison,
        literal: &Literal,
    ) -> Result<Formula, Box<Diagnostic>> {
        let is = |predicate| Formula::Test(self.subject, predicate);
        match comparison {
            Comparison::Equal => return Ok(is(self.one_of(std::slice::from_ref(literal))?)),
            Comparison::NotEqual => {
                let equal = self.one_of(std::slice::from_ref(literal))?;
                return Ok(Formula::Not(Box::new(is(equal))));
            }
            Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast => {}
        }
        let Some(kind) = self.number_kind() else {
            let message = format!(
                "`{}` does not fit `{}`, which is {}",
                comparison.sign(),
                self.name,
                self.describe()
            );
            let help =
                "only numbers, money, dates, moments and points have an order; use `=` or `in`";
            return Err(Box::new(Diagnostic::new(Code::WrongType, self.span, message).help(help)));
        };
        let number = self.number(literal, kind)?;
        let interval = match comparison {
            Comparison::Less => (i64::MIN, number.saturating_sub(1)),
            Comparison::AtMost => (i64::MIN, number),
            Comparison::Greater => (number.saturating_add(1), i64::MAX),
            Comparison::AtLeast | Comparison::Equal | Comparison::NotEqual => (number, i64::MAX),
        };
        Ok(is(Predicate::Numbers(vec![interval])))
    }

    fn between(&self, low: &Literal, high: &Literal) -> Result<Predicate, Box<Diagnostic>> {
        let Some(kind) = self.number_kind() else {
            return Err(self.wrong(format!(
                "`between` does not fit `{}`, which is {}",
                self.name,
                self.describe()
            )));
        };
        let interval = (self.number(low, kind)?, self.number(high, kind)?);
        if interval.0 > interval.1 {
            let message = format!("no value lies between `{}` and `{}`", low.text, high.text);
            let diagnostic = Diagnostic::new(Code::EmptyRange, low.span, message);
            return Err(Box::new(diagnostic.help(format!("write `{}` first", high.text))));
        }
        Ok(Predicate::Numbers(vec![interval]))
    }

    fn one_of(&self, literals: &[Literal]) -> Result<Predicate, Box<Diagnostic>> {
        if let Some(kind) = self.number_kind() {
            let mut numbers = Vec::new();
            for literal in literals {
                let number = self.number(literal, kind)?;
                numbers.push((number, number));
            }
            numbers.sort_unstable();
            numbers.dedup();
            return Ok(Predicate::Numbers(numbers));
        }
        match self.holds {
            Holds::List(values) => self.positions(literals, values),
            Holds::Kind(Kind::Flag) => self.flag(literals),
            Holds::Kind(kind) => {
                let mut texts = Vec::new();
                for literal in literals {
                    texts.extend(typed(literal, self.name, kind)?.as_text().map(str::to_owned));
                }
                texts.sort_unstable();
                texts.dedup();
                Ok(Predicate::Texts(texts))
            }
            Holds::Points => Err(self.wrong(format!("`{}` is {}", self.name, self.describe()))),
        }
    }

    fn flag(&self, literals: &[Literal]) -> Result<Predicate, Box<Diagnostic>> {
        match literals {
            [literal] => match typed(literal, self.name, &Kind::Flag)? {
                Value::Flag(flag) => Ok(Predicate::Flag(flag)),
                Value::Missing(_) | Value::Text(_) | Value::Number(_) => Ok(Predicate::Known),
            },
            _ => {
                Err(self.wrong(format!("`{}` is a flag: compare it with `yes` or `no`", self.name)))
            }
        }
    }

    fn positions(
        &self,
        literals: &[Literal],
        values: &[String],
    ) -> Result<Predicate, Box<Diagnostic>> {
        let mut positions = Vec::new();
        for literal in literals {
            let Some(position) = values.iter().position(|value| *value == literal.text) else {
                let message = format!("`{}` is never `{}`", self.name, literal.text);
                let diagnostic = Diagnostic::new(Code::ValueNotInList, literal.span, message);
                return Err(Box::new(
                    match nearest(&literal.text, values.iter().map(String::as_str)) {
                        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                        None => diagnostic.help(format!("it is one of {}", values.join(", "))),
                    },
                ));
            };
            positions.push(position);
        }
        positions.sort_unstable();
        positions.dedup();
        Ok(Predicate::Values(positions))
    }
}
