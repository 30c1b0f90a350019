//! The shape of a rule: the one intermediate form between a checked policy and everything that is
//! done with it. Matching, and the analyses that come, are operations on what is described here.
//!
//! A *column* is a field, a derived value or a result, looked at in one way ([`View`]). Every
//! number and text that any rule of the policy mentions cuts its column into *atoms*: ids of the
//! sets of values that no rule tells apart. Atom 0 is always *missing*. An [`AtomSet`] is a set of
//! atoms of one column, and a [`Block`] is one atom set for each column it constrains: a *box*, the
//! records that lie in all of them. A rule is true on a union of boxes.
//!
//! A condition has three values, so lowering works out two sets: where it is true and where it is
//! false; `not` swaps them, and no comparison's set holds *missing*. What is in neither is unknown.
//!
//! | subject | views | a test is true on |
//! |---|---|---|
//! | number without ranges, date, moment, points | [`View::Low`] | the atoms between its ends |
//! | number with ranges | [`View::Low`], [`View::High`] | low end at least `a`, high end at most `b` |
//! | flag | [`View::Flag`] | yes, or no |
//! | text, choice, country, subdivision, e-mail, domain | [`View::Text`] | listed values and prefixes |
//! | text, e-mail, domain | [`View::Suffix`] | the longest listed suffix |
//! | text, e-mail, domain | [`View::Contains`] | contains it, or not |
//! | e-mail | [`View::FreeMail`] | free mail, or not |
//! | domain of an account list | [`View::Account`] | the longest listed domain it lies under |
//! | derived value, grade, stage | [`View::Value`] | positions in its list |
//!
//! Two columns of one subject are not independent (a text that ends with `.gov` is not missing),
//! so a box may be empty without showing it; whoever reports on boxes confirms by an example.
//!
//! Invariant: lowering cannot fail; `check` has bounded the number of boxes.

mod atoms;
mod block;
mod columns;
mod lower;

pub use atoms::AtomSet;
pub use block::Block;
pub use columns::{Column, ColumnId, Entry, View};
pub use lower::LoweredTable;

use crate::check::{Admits, Answer, CheckedPolicy, Formula, Rules};
use columns::Columns;

/// A policy as boxes.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// Every column that a rule looks at.
    pub columns: Vec<Column>,
    /// One table for each derived value.
    pub derived: Vec<LoweredTable>,
    /// The lines of the score, if there is one.
    pub lines: Option<LoweredTable>,
    /// The stages, if there are any.
    pub stages: Option<LoweredTable>,
    /// For each step its guard and its table.
    pub steps: Vec<LoweredStep>,
}

/// The tables of a step.
#[derive(Clone, Debug)]
pub struct LoweredStep {
    /// The step's condition: a table of one rule.
    pub guard: Option<LoweredTable>,
    /// The step's rows.
    pub rows: Option<LoweredTable>,
}

/// Turns a checked policy into boxes.
pub fn boxes(policy: &CheckedPolicy) -> Lowered {
    let model = policy.model();
    let columns = Columns::collect(model);
    let formulas = |formulas: Vec<&Formula>| lower::table(&columns, &formulas);
    let rules = |rules: &Rules| match &rules.admits {
        Admits::Formulas(list) => lower::table(&columns, &list.iter().collect::<Vec<_>>()),
        Admits::Accounts { field, domains } => lower::account_table(&columns, *field, domains),
    };
    let step = |step: &crate::check::Step| LoweredStep {
        guard: step.guard.as_ref().map(|guard| formulas(vec![guard])),
        rows: match &step.answer {
            Answer::Table { rules: list, .. } => Some(rules(list)),
            Answer::Ask { .. } | Answer::Target(_) => None,
        },
    };
    let lines: Vec<_> = model.lines.iter().map(|line| &line.when).collect();
    let stages: Vec<_> = model.stages.iter().map(|stage| &stage.enter).collect();
    let derived = model.derived.iter().map(|derived| rules(&derived.rules)).collect();
    let steps = model.steps.iter().map(step).collect();
    let lines = (!lines.is_empty()).then(|| formulas(lines));
    let stages = (!stages.is_empty()).then(|| formulas(stages));
    Lowered { derived, lines, stages, steps, columns: columns.into_list() }
}
