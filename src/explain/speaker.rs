//! Puts sentences together from the patterns and words of a `full` artifact. Without them every
//! text is empty, and lines carry codes and ids alone.
//!
//! What many lines use is never inlined: nobody explains in a hot loop, and the copies were large.

use super::Line;
use crate::artifact::{Program, Sentence, Subject};
use crate::decide::{Atoms, Axis, Decision, Facts, Owner, field_id, stage_id};
use crate::record::{FieldIndex, Kind, Record, Why, decimal_text, value_words};

/// The most values of a choice that a sentence lists.
const FEW: usize = 5;

/// What is spoken about.
pub(crate) struct Speaker<'a> {
    pub program: &'a Program,
    pub record: &'a Record,
    pub facts: &'a Facts,
    pub decision: &'a Decision,
    pub atoms: &'a Atoms,
}

impl Speaker<'_> {
    /// A line: its code, its ids, and its sentence with the parts filled in.
    #[inline(never)]
    pub fn line(&self, sentence: Sentence, ids: &[&str], parts: &[&str]) -> Line {
        Line {
            code: sentence.code(),
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            text: self.say(sentence, parts),
        }
    }

    /// A sentence, or nothing without words.
    #[inline(never)]
    pub fn say(&self, sentence: Sentence, parts: &[&str]) -> String {
        let patterns = self.program.texts.as_ref().map_or(&[][..], |texts| &texts.patterns);
        patterns.get(sentence as usize).map_or_else(String::new, |pattern| fill(pattern, parts))
    }

    /// Tests that hold: `a`, `a and b`, `a, b and c`.
    pub fn all_of(&self, items: &[String]) -> String {
        self.list(items, Sentence::ListComma, Sentence::ListAnd)
    }

    /// People of whom one counts: `a`, `a or b`, `a, b or c`.
    pub fn one_of(&self, items: &[String]) -> String {
        self.list(items, Sentence::ListComma, Sentence::ListOr)
    }

    /// Tests that do not hold. Each has a comma of its own.
    pub fn missed(&self, items: &[String]) -> String {
        self.list(items, Sentence::ListMissed, Sentence::ListMissed)
    }

    #[inline(never)]
    fn list(&self, items: &[String], comma: Sentence, end: Sentence) -> String {
        let Some((last, others)) = items.split_last() else {
            return self.say(Sentence::Always, &[]);
        };
        let mut others = others.iter();
        let Some(first) = others.next() else { return last.clone() };
        let joined = |left: String, right: &String| self.say(comma, &[&left, right]);
        let joined = others.fold(first.clone(), joined);
        self.say(end, &[&joined, last])
    }

    /// What people call a field.
    #[inline(never)]
    pub fn label(&self, field: FieldIndex) -> String {
        let labels = self.program.texts.as_ref().map_or(&[][..], |texts| &texts.field_labels);
        let label = labels.get(usize::from(field.0)).map(String::as_str);
        label.unwrap_or(field_id(self.program, field)).to_owned()
    }

    /// Why a value could not be used.
    #[inline(never)]
    pub fn why(&self, why: Why) -> String {
        let whys = self.program.texts.as_ref().map_or(&[][..], |texts| &texts.whys);
        whys.get(why as usize).cloned().unwrap_or_default()
    }

    /// The values of a choice, where the one given is none of them and they are few.
    #[inline(never)]
    pub fn few_values(&self, field: FieldIndex, why: Why) -> Option<String> {
        match &self.program.shape.get(field)?.kind {
            Kind::Choice { values, .. } if why == Why::NotInList && values.len() <= FEW => {
                Some(self.one_of(values))
            }
            _ => None,
        }
    }

    /// What people call an owner, or how the caller named one we do not know.
    pub fn owner(&self, owner: Owner) -> &str {
        match owner {
            Owner::Person(person) => {
                self.program.people.get(person.at()).map_or("", |person| &person.name)
            }
            Owner::Stranger(fact) => self.facts.owner_named(fact),
        }
    }

    /// An owner's id.
    pub fn owner_id(&self, owner: Owner) -> &str {
        owner.id(self.program, self.facts)
    }

    /// A length of time in the largest whole unit of which there are several: 24 hours, 2 days.
    pub fn duration(&self, milliseconds: i64) -> String {
        let minutes = milliseconds / 60_000;
        let (count, unit) = match minutes {
            _ if minutes % 1_440 == 0 && minutes > 1_440 => (minutes / 1_440, Sentence::Days),
            _ if minutes % 60 == 0 && minutes > 60 => (minutes / 60, Sentence::Hours),
            _ => (minutes, Sentence::Minutes),
        };
        self.say(unit, &[&decimal_text(count, 0)])
    }

    /// `employees is 500`, or `employees is missing`.
    #[inline(never)]
    pub fn state(&self, subject: Subject) -> String {
        let (name, value) = self.name_and_value(subject);
        match value {
            Some(value) => self.say(Sentence::Is, &[&name, &value]),
            None => self.say(Sentence::IsMissing, &[&name]),
        }
    }

    fn name_and_value(&self, subject: Subject) -> (String, Option<String>) {
        let (program, decision) = (self.program, self.decision);
        let points = |axis: Axis| {
            let points = decision.score.unwrap_or_default().of(axis);
            (axis.name().to_owned(), Some(decimal_text(points, 0)))
        };
        match subject {
            Subject::Field(field) => {
                let kind = program.shape.get(field).map(|field| &field.kind);
                let value = kind.and_then(|kind| value_words(kind, self.record.value(field)));
                (self.label(field), value)
            }
            Subject::Derived(index) => {
                let name = program.derived.get(index.at()).map(|derived| derived.id.clone());
                let signal = decision.signals.iter().find(|signal| signal.derived == index);
                let value = signal.map(|signal| signal.value(program).to_owned());
                (name.unwrap_or_default(), value)
            }
            Subject::Stage => {
                let stage = decision.stage.map(|stage| stage_id(program, stage).to_owned());
                ("stage".to_owned(), stage)
            }
            Subject::Grade => {
                let letter = decision.grade.map(|grade| String::from(char::from(grade.letter)));
                ("grade".to_owned(), letter)
            }
            Subject::Fit => points(Axis::Fit),
            Subject::Intent => points(Axis::Intent),
            Subject::Total => points(Axis::Total),
        }
    }
}

/// Puts parts into `{0}`, `{1}` ... of a pattern. A part is never searched for places.
fn fill(pattern: &str, parts: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((number, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let part = number.parse().ok().and_then(|number: usize| parts.get(number));
        out.push_str(part.unwrap_or(&""));
        rest = behind;
    }
    out.push_str(rest);
    out
}
