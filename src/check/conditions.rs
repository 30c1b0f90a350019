//! Conditions and cells: names resolved in their place. `comparisons` types what they are compared
//! with.

use super::comparisons::Asked;
use super::limits::ALTERNATIVES_MAX;
use super::model::{Formula, Predicate, Subject};
use super::size::alternatives;
use crate::diagnostic::{Code, Diagnostic, Spanned, nearest};
use crate::policy::{Cell, Comparison, Condition, Operator, Test, UnaryTest, When};
use crate::record::Kind;

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
