//! One test: a comparison that fits what it looks at, with its literals typed.

use super::conditions::Holds;
use super::literals::{describe, ends, part, typed};
use super::model::{Formula, Predicate, Subject};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::policy::{Comparison, Literal};
use crate::record::{Kind, Unit, Value};

/// Points compare as whole numbers.
const POINTS: Kind = Kind::Number { unit: Unit::Plain, scale: 0, ranges: false };

/// One test, while its literals are typed.
pub(super) struct Asked<'a> {
    pub name: &'a str,
    pub span: Span,
    pub subject: Subject,
    pub holds: Holds<'a>,
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

    pub fn bare_flag(&self) -> Result<Predicate, Box<Diagnostic>> {
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

    pub fn free_mail(&self) -> Result<Predicate, Box<Diagnostic>> {
        match self.holds {
            Holds::Kind(Kind::Email) => Ok(Predicate::FreeMail),
            _ => Err(self.wrong(format!(
                "`{}` is {}; only an e-mail can be `free`",
                self.name,
                self.describe()
            ))),
        }
    }

    pub fn part(&self, literal: &Literal, operator: &str) -> Result<String, Box<Diagnostic>> {
        match self.holds {
            Holds::Kind(kind @ (Kind::Text { .. } | Kind::Email | Kind::Domain { .. })) => {
                part(literal, self.name, kind, operator).map_err(Box::new)
            }
            _ => {
                let message = format!(
                    "`{operator}` does not fit `{}`, which is {}",
                    self.name,
                    self.describe()
                );
                Err(Box::new(self.wrong(message).help(self.instead_of_a_part())))
            }
        }
    }

    /// What can be asked where a part of a text cannot.
    fn instead_of_a_part(&self) -> String {
        let name = self.name;
        match self.holds {
            Holds::Kind(Kind::Choice { .. }) | Holds::List(_) => {
                format!("list the values: `{name} in (...)`")
            }
            Holds::Kind(Kind::Country) => format!("list the countries: `{name} in (US, CA)`"),
            Holds::Kind(Kind::Subdivision { .. }) => format!(
                "list them: `{name} in (US-CA, US-OR)`; for a whole country compare the country"
            ),
            Holds::Kind(Kind::Flag) => format!("ask `{name}` or `not {name}`"),
            Holds::Kind(_) | Holds::Points => {
                format!("compare it: `{name} >= ...` or `{name} between ... and ...`")
            }
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

    pub fn compare(
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

    pub fn between(&self, low: &Literal, high: &Literal) -> Result<Predicate, Box<Diagnostic>> {
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

    pub fn one_of(&self, literals: &[Literal]) -> Result<Predicate, Box<Diagnostic>> {
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
