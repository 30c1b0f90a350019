//! What the positions in a decision are called: the words of decision bytes and explanations.
//!
//! A position that names nothing, which `decide` never gives, is called by an empty text.

use std::borrow::Cow;

use super::{Axis, Facts, Owner, Points, Signal, Via};
use crate::artifact::{
    Answer, Derived, PersonIndex, PoolIndex, Program, RuleNames, StageIndex, StepIndex,
};
use crate::record::{FieldIndex, joined, push_number};

/// The layer of a stage's own owner. `check` admits no step of this name.
pub const STAGE_LAYER: &str = "stage";

/// The layer of the accountable person. `check` admits no step of this name.
pub const OTHERWISE_LAYER: &str = "otherwise";

/// Which policy decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyStamp {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u64,
    /// SHA-256 over its canonical print and every file it names, in lower-case hexadecimal.
    pub hash: String,
}

/// Which policy decides.
pub fn stamp(program: &Program) -> PolicyStamp {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let hash = program.hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    PolicyStamp { id: program.id.clone(), version: program.version, hash }
}

/// The id of a person.
pub fn person_id(program: &Program, person: PersonIndex) -> &str {
    program.people.get(person.at()).map_or("", |person| &person.id)
}

/// The name of a step's layer.
pub fn layer(program: &Program, step: StepIndex) -> &str {
    program.steps.get(step.at()).map_or("", |step| &step.layer)
}

/// The name of a stage.
pub fn stage_id(program: &Program, stage: StageIndex) -> &str {
    program.stages.get(stage.at()).map_or("", |stage| &stage.id)
}

/// The name of a pool.
pub fn pool_id(program: &Program, pool: PoolIndex) -> &str {
    program.pools.get(pool.at()).map_or("", |pool| &pool.id)
}

/// The name of a field.
pub fn field_id(program: &Program, field: FieldIndex) -> &str {
    program.shape.get(field).map_or("", |field| &field.id)
}

/// The name of rule `rule` of a table.
pub fn rule_name(names: &RuleNames, rule: u16) -> Cow<'_, str> {
    let word = match names {
        RuleNames::Lines => "line",
        RuleNames::Rows => "row",
        RuleNames::Ids(ids) => match ids.get(usize::from(rule)) {
            Some(id) if !id.is_empty() => return id.into(),
            _ => "row",
        },
    };
    numbered(word, rule).into()
}

/// `word-3` for position 2.
#[inline(never)]
fn numbered(word: &str, position: u16) -> String {
    let mut name = joined(&[word, "-"]);
    push_number(&mut name, u64::from(position) + 1, 1);
    name
}

/// How many lines of the score stand before those of `intent`.
pub fn fit_lines(program: &Program) -> u16 {
    let lines = program.scoring.as_ref().map_or(&[][..], |scoring| &scoring.lines);
    let count = lines.iter().filter(|line| !line.is_intent).count();
    u16::try_from(count).unwrap_or(u16::MAX)
}

impl Owner {
    /// The id in the policy, or what the caller called an owner we do not know.
    pub fn id<'a>(self, program: &'a Program, facts: &'a Facts) -> &'a str {
        match self {
            Owner::Person(person) => person_id(program, person),
            Owner::Stranger(fact) => facts.owner_named(fact),
        }
    }

    /// Whether the policy knows this person.
    pub const fn is_known(self) -> bool {
        matches!(self, Owner::Person(_))
    }
}

impl Via {
    /// The step's layer; `stage` for a stage's own owner; `otherwise`.
    pub fn layer(self, program: &Program) -> &str {
        match self {
            Via::Step(step, _) => layer(program, step),
            Via::Stage(_) => STAGE_LAYER,
            Via::Otherwise => OTHERWISE_LAYER,
        }
    }

    /// The row's `id`, else `row-<n>` from 1, else the layer's name; for `stage` the stage's id.
    pub fn rule(self, program: &Program) -> Cow<'_, str> {
        match self {
            Via::Step(step, Some(row)) => match program.steps.get(step.at()).map(|it| &it.answer) {
                Some(Answer::Table { names, .. }) => rule_name(names, row),
                Some(Answer::Ask { .. } | Answer::Target(_)) | None => layer(program, step).into(),
            },
            Via::Stage(stage) => stage_id(program, stage).into(),
            Via::Step(_, None) | Via::Otherwise => self.layer(program).into(),
        }
    }
}

impl Points {
    /// `fit-<n>` or `intent-<n>`, from 1 in document order.
    pub fn rule(self, program: &Program) -> String {
        let before = match self.axis {
            Axis::Intent => fit_lines(program),
            Axis::Fit | Axis::Total => 0,
        };
        numbered(self.axis.name(), self.line.saturating_sub(before))
    }
}

impl Signal {
    fn of(self, program: &Program) -> Option<&Derived> {
        program.derived.get(self.derived.at())
    }

    /// The derived value's name.
    pub fn name(self, program: &Program) -> &str {
        self.of(program).map_or("", |derived| &derived.id)
    }

    /// Its value.
    pub fn value(self, program: &Program) -> &str {
        let values = self.of(program).map_or(&[][..], |derived| &derived.values);
        values.get(usize::from(self.value)).map_or("", |value| value)
    }

    /// The line or row that gave it: `line-<n>` from 1, a row's `id` or `row-<n>`.
    pub fn rule(self, program: &Program) -> Cow<'_, str> {
        self.of(program).map_or("".into(), |derived| rule_name(&derived.names, self.rule))
    }
}
