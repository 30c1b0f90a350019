//! A decision in words, as decision bytes spell it: what the reference gives.
//!
//! The engine's own decision is positions in a compiled program, which the reference never sees;
//! the two meet in the bytes.

use pointperson::decide::{Axis, Fact, Outcome, PassedWhy, Score, Timer};
use pointperson::record::Why;

pub use pointperson::decide::PolicyStamp;

/// Everything that was decided about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How the owner came about.
    pub outcome: Outcome,
    /// Exactly one.
    pub owner: Owner,
    /// Which rule named the owner.
    pub via: Via,
    /// Each step below the winner that would have taken the record for the same role.
    pub claims: Vec<Claim>,
    /// The stage, if the policy has stages.
    pub stage: Option<String>,
    /// The stage's word for the sales team.
    pub position: Option<String>,
    /// The points, if the policy has a score.
    pub score: Option<Score>,
    /// The grade, if the policy has one.
    pub grade: Option<char>,
    /// The derived values that are known, in document order: name and value.
    pub signals: Vec<(String, String)>,
    /// The clocks that start with this decision.
    pub timers: Vec<Timer>,
    /// The facts not told that could have changed the owner, alone or together with others that
    /// were not told either. Empty means final.
    pub open: Vec<Open>,
    /// Why, in the order of evaluation.
    pub reasons: Vec<Reason>,
    /// The policy that decided.
    pub policy: PolicyStamp,
}

/// The owner: a person of the policy, or one whom `unknown owner: keep` kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// The id in the policy, or what the caller called an owner we do not know.
    pub id: String,
    /// Whether the policy knows this person.
    pub known: bool,
}

/// The rule that named the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// The step's layer; `stage` for a stage's own owner; `otherwise`.
    pub layer: String,
    /// The row's `id`, else `row-<n>` from 1, else the layer's name; for `stage` the stage's id.
    pub rule: String,
}

/// A lower step that would have taken the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its layer.
    pub layer: String,
    /// Its rule, named as in [`Via`].
    pub rule: String,
    /// Whom it would have named.
    pub owner: Owner,
}

/// A fact whose telling could change the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which fact.
    pub fact: Fact,
    /// Who could become the owner by it.
    pub owners: OpenOwners,
}

/// Who could become the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenOwners {
    /// Anybody the caller names.
    Anyone,
    /// One of these people, by id, sorted; never the present owner.
    These(Vec<String>),
}

/// One reason. Those about an axis add up to it exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A field was given in a form it cannot hold.
    Field {
        /// Which field.
        field: String,
        /// Why it is missing.
        why: Why,
    },
    /// A required field is missing.
    Required {
        /// Which field.
        field: String,
    },
    /// A derived value got its value from a line (`line-<n>` from 1) or a row.
    Derived {
        /// Which derived value.
        name: String,
        /// The line or row.
        rule: String,
    },
    /// A line of the score gave points.
    Points {
        /// To which axis: fit or intent.
        axis: Axis,
        /// `fit-<n>` or `intent-<n>`, from 1 in document order.
        rule: String,
        /// What was added, after decay.
        points: i64,
        /// What the line says, when decay made it less.
        before_decay: Option<i64>,
    },
    /// The band that gave the grade.
    Grade {
        /// The letter.
        grade: char,
        /// The axis it is of.
        of: Axis,
        /// The axis' value.
        value: i64,
    },
    /// The stage was entered.
    Stage {
        /// Which.
        stage: String,
    },
    /// A step above the winner did not take the record.
    Passed {
        /// The step's layer.
        layer: String,
        /// Why not.
        why: PassedWhy,
    },
    /// The winner.
    Took {
        /// Its layer, as in [`Via`].
        layer: String,
        /// Its rule, as in [`Via`].
        rule: String,
        /// The pool that chose the owner, if one did.
        pool: Option<String>,
        /// Whether the pool had nobody and `when empty` answered.
        pool_was_empty: bool,
    },
}
