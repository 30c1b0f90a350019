//! What an author writes: the policy document as types, exactly as it was written.
//!
//! Nothing here is resolved: names are texts, literals are texts, cells are texts. Whether they
//! mean something is the business of `check`. `parse` reads a document, `print` writes one, and
//! `parse(print(policy)) == policy`. `condition` and `cell` hold the two small languages inside,
//! `structured` reads what query builders write, `dictionary` tells a policy in words.
//!
//! Invariant: `parse` never stops at the first mistake and never reports one mistake twice.
//! Invariant: what stands for an unreadable part is an empty name, an `or` of nothing, or a table
//! with a file and without columns; `check` is silent about these.
//! Invariant: equality ignores where things stand (see [`Spanned`]).

mod bytes;
mod cases;
mod cell;
mod condition;
mod dictionary;
mod document;
mod equality;
mod layout;
mod literal;
mod parse;
mod print;
mod print_condition;
mod structured;
mod table;
mod yaml;

pub use cases::{Case, CaseFile, Expectation};
pub use cell::{Cell, UnaryTest, parse_cell};
pub use condition::{Comparison, Condition, Operator, Test, parse_condition};
pub use dictionary::{dictionary, holds};
pub use document::{Data, Entry, Node, Scalar};
pub use literal::{Literal, Placed};
pub use parse::{Parsed, files_named, parse, parse_cases};
pub use print::print;
pub use print_condition::{print_cell, print_condition};
pub use structured::parse_structured;
pub use table::{Match, Row, Table};

use crate::diagnostic::{Span, Spanned};

/// The JSON Schema (draft-07) of a policy document, for editors.
pub const SCHEMA: &str = include_str!("schema.json");

/// What this crate's own tests look at; no part of the interface.
#[doc(hidden)]
pub mod machinery {
    pub use super::parse::keys::{Key, OBJECTS, Object};
}

/// A whole policy document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// `policy:` its id.
    pub id: Spanned<String>,
    /// `version:` a number the author raises.
    pub version: Spanned<u64>,
    /// `record:` what comes in, `lead` or `ticket`.
    pub record: Spanned<String>,
    /// `means:` one sentence about the policy, for the dictionary.
    pub means: Option<Spanned<String>>,
    /// `fields:` in document order.
    pub fields: Vec<FieldDefinition>,
    /// `derive:` in document order, which is the order of evaluation.
    pub derive: Vec<Derived>,
    /// `score: fit:` lines.
    pub fit: Vec<ScoreLine>,
    /// `score: intent:` lines.
    pub intent: Vec<ScoreLine>,
    /// `grade:`, if there is one.
    pub grade: Option<Grade>,
    /// `stages:`, most advanced first.
    pub stages: Vec<Stage>,
    /// `people:`, inline or from a CSV file.
    pub people: People,
    /// `pools:` in document order.
    pub pools: Vec<Pool>,
    /// `route:` the steps, top wins.
    pub steps: Vec<Step>,
    /// `- otherwise:` the last step's person. `None` only after a mistake that was reported.
    pub otherwise: Option<Spanned<String>>,
}

/// One entry of `fields:`.
#[derive(Clone, Debug, Default)]
pub struct FieldDefinition {
    /// Its name.
    pub id: Spanned<String>,
    /// `type:` as written: `text`, `integer`, `decimal(2)`, `money`, `flag`, `choice`, `country`,
    /// `subdivision`, `email`, `domain`, `date` or `moment`.
    pub kind: Spanned<String>,
    /// `required: true`.
    pub required: bool,
    /// `ranges: allowed`.
    pub ranges: bool,
    /// `ignore case: true` (text and choice).
    pub ignore_case: bool,
    /// `means:` what the word means, for the dictionary.
    pub means: Option<Spanned<String>>,
    /// `label:` what people call it, for explanations.
    pub label: Option<Spanned<String>>,
    /// `currency:` of money.
    pub currency: Option<Spanned<String>>,
    /// `of:` the e-mail of a domain, the country of a subdivision.
    pub of: Option<Spanned<String>>,
    /// `values:` of a choice.
    pub values: Vec<Spanned<String>>,
    /// `from:` other names under which records carry it.
    pub from: Vec<Alias>,
    /// `when absent:` the value of a record that gives none.
    pub when_absent: Option<Spanned<String>>,
    /// The whole entry.
    pub span: Span,
}

/// One name in `from:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The key or header in the record.
    pub name: Spanned<String>,
    /// `{ revenue_musd: millions }`.
    pub scaling: Scaling,
}

/// What the numbers under an alias count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// `units`: the number itself.
    #[default]
    Units,
    /// `thousands`.
    Thousands,
    /// `millions`.
    Millions,
    /// `billions`.
    Billions,
}

/// One entry of `derive:`.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Its name.
    pub id: Spanned<String>,
    /// How the value is found.
    pub how: How,
    /// `means:`, for the dictionary.
    pub means: Option<Spanned<String>>,
    /// The whole entry.
    pub span: Span,
}

/// How a derived value is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// The first line whose condition holds.
    Lines(Vec<DeriveLine>),
    /// The first row of a table that matches; its output column bears the derived value's name.
    Lookup(Table),
}

/// `- is: enterprise` with its `when:`.
#[derive(Clone, Debug)]
pub struct DeriveLine {
    /// The value.
    pub is: Spanned<String>,
    /// When it is that; `when: always` is written as [`When::Always`].
    pub when: When,
    /// The whole line.
    pub span: Span,
}

/// A condition in its place, or the word `always`.
#[derive(Clone, Debug)]
pub enum When {
    /// `always`.
    Always(Span),
    /// A condition. After a mistake that was reported, an `or` of nothing: it never holds.
    If(Spanned<Condition>),
}

/// One line of `score: fit:` or `score: intent:`.
#[derive(Clone, Debug)]
pub struct ScoreLine {
    /// `points:` added when the condition holds; may be negative.
    pub points: Spanned<i64>,
    /// `when:`.
    pub when: When,
    /// `half-life:` in milliseconds.
    pub half_life: Option<Spanned<Duration>>,
    /// `since:` a date or moment field.
    pub since: Option<Spanned<String>>,
    /// The whole line.
    pub span: Span,
}

/// A length of time as written, such as `4h` or `30 days`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: DurationUnit,
}

/// The units of a [`Duration`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DurationUnit {
    /// `m`, `min`, `minute`, `minutes`.
    #[default]
    Minutes,
    /// `h`, `hour`, `hours`.
    Hours,
    /// `d`, `day`, `days`: 24 hours each.
    Days,
    /// `w`, `week`, `weeks`: 7 days each.
    Weeks,
}

impl Duration {
    /// The length in milliseconds.
    pub fn milliseconds(self) -> i64 {
        let minutes = match self.unit {
            DurationUnit::Minutes => 1,
            DurationUnit::Hours => 60,
            DurationUnit::Days => 24 * 60,
            DurationUnit::Weeks => 7 * 24 * 60,
        };
        i64::from(self.count) * minutes * 60_000
    }
}

/// `grade:`: bands over an axis of the score.
#[derive(Clone, Debug)]
pub struct Grade {
    /// `of:` `fit`, `intent` or `score` (the total).
    pub of: Spanned<String>,
    /// `A: 40`: letter and least value, in document order.
    pub bands: Vec<(Spanned<String>, Spanned<i64>)>,
    /// `else:` the letter below every band.
    pub otherwise: Spanned<String>,
    /// The whole entry.
    pub span: Span,
}

/// One entry of `stages:`.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub id: Spanned<String>,
    /// `enter:`.
    pub enter: When,
    /// `position:` the sales team's word.
    pub position: Option<Spanned<String>>,
    /// `owner:` a role, a person or a pool.
    pub owner: Spanned<String>,
    /// `respond within:`.
    pub respond_within: Option<Spanned<Duration>>,
    /// `leave within:`.
    pub leave_within: Option<Spanned<Duration>>,
    /// `means:`, for the dictionary.
    pub means: Option<Spanned<String>>,
    /// The whole entry.
    pub span: Span,
}

/// `people:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The CSV file they come from; `None` when they stand in the document.
    pub file: Option<Spanned<String>>,
    /// In document or row order.
    pub list: Vec<Person>,
}

/// One person.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The id the policy uses.
    pub id: Spanned<String>,
    /// `name:` what people call them.
    pub name: Spanned<String>,
    /// `role:`.
    pub role: Option<Spanned<String>>,
    /// `zone:` an IANA time zone name, kept for calendars.
    pub zone: Option<Spanned<String>>,
    /// `email:`.
    pub email: Option<Spanned<String>>,
    /// `ids:` their ids elsewhere, such as `salesforce`. In a CSV file: columns `ids.salesforce`.
    pub ids: Vec<(Spanned<String>, Spanned<String>)>,
    /// The whole entry.
    pub span: Span,
}

/// One entry of `pools:`.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Its name.
    pub id: Spanned<String>,
    /// `members:` a list, or a map from person to weight. A weight not written is 1.
    pub members: Vec<Member>,
    /// `turn:` how the pool chooses.
    pub turn: Spanned<Turn>,
    /// `sticky by:` the fields whose first known one is the key.
    pub sticky_by: Vec<Spanned<String>>,
    /// `when empty:` the accountable person. `None` is a mistake that `check` reports.
    pub when_empty: Option<Spanned<String>>,
    /// The whole entry.
    pub span: Span,
}

/// A member of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: Spanned<String>,
    /// Share of turns, at least 1.
    pub weight: u32,
}

/// How a pool chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// The same key gets the same member, with no state.
    #[default]
    Sticky,
    /// Members take turns.
    RoundRobin,
    /// The member with the least load.
    LeastLoaded,
}

/// One step of the route.
#[derive(Clone, Debug)]
pub struct Step {
    /// `layer:` its name.
    pub layer: Spanned<String>,
    /// `any stage: yes`: walked even when a stage has an owner of its own.
    pub any_stage: bool,
    /// `when:` the step is passed unless this holds.
    pub when: Option<When>,
    /// Who owns what the step takes.
    pub answer: Answer,
    /// The whole step.
    pub span: Span,
}

/// What a step answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `ask:` a fact the caller tells.
    Ask {
        /// `accountOwner` or `currentOwner`.
        fact: Spanned<String>,
        /// `unknown owner:` what an owner outside `people` means.
        unknown_owner: UnknownOwner,
    },
    /// `table:` the first row that matches.
    Table(Table),
    /// `owner:` a person.
    Owner(Spanned<String>),
    /// `pool:` whose turn it is in a pool.
    Pool(Spanned<String>),
}

/// What an owner outside `people` means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownOwner {
    /// The step is passed.
    #[default]
    Pass,
    /// That owner keeps the record.
    Keep,
}
