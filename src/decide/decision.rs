//! What came out: one owner, and the reasons that add up to every part of the answer.
//!
//! A decision holds ids and codes, never names or sentences, so the artifacts of every profile
//! give equal decisions. Its canonical bytes are made in `bytes`.

use super::Fact;
use crate::record::Why;

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

/// How the owner came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// By a stage or a step.
    Assigned,
    /// By `otherwise` or `when empty`.
    Fallback,
    /// A required field is missing; the owner is the `otherwise` person.
    Refused,
}

impl Outcome {
    /// The word in decision bytes.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Assigned => "assigned",
            Outcome::Fallback => "fallback",
            Outcome::Refused => "refused",
        }
    }
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

/// Points by axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// What the record is.
    pub fit: i64,
    /// What the record does.
    pub intent: i64,
}

impl Score {
    /// Both axes together.
    pub const fn total(self) -> i64 {
        self.fit.saturating_add(self.intent)
    }
}

/// A clock that starts with the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What must happen in time.
    pub kind: TimerKind,
    /// Milliseconds from the decision.
    pub within: i64,
    /// When that is, if `facts.now` was told: milliseconds since 1970-01-01T00:00:00Z.
    pub due: Option<i64>,
}

/// What a [`Timer`] waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerKind {
    /// `respond within`: the owner answers.
    Respond,
    /// `leave within`: the record leaves the stage.
    Leave,
}

impl TimerKind {
    /// The word in decision bytes.
    pub const fn name(self) -> &'static str {
        match self {
            TimerKind::Respond => "respond",
            TimerKind::Leave => "leave",
        }
    }
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

/// The axes of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// `fit`
    Fit,
    /// `intent`
    Intent,
    /// `score`: both together.
    Total,
}

impl Axis {
    /// The word in conditions.
    pub const fn name(self) -> &'static str {
        match self {
            Axis::Fit => "fit",
            Axis::Intent => "intent",
            Axis::Total => "score",
        }
    }
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

/// Why a step did not take the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedWhy {
    /// Its condition does not hold, or is unknown.
    ConditionNotMet,
    /// No row of its table matches.
    NoRow,
    /// The matching row names nobody for the stage's role.
    NoOwnerInRow,
    /// The caller told that there is no such owner.
    NoOwner,
    /// The caller did not tell.
    NotTold,
    /// The caller named an owner whom the policy does not know.
    UnknownOwner,
}

impl PassedWhy {
    /// The stable code in decision bytes.
    pub const fn code(self) -> &'static str {
        match self {
            PassedWhy::ConditionNotMet => "condition-not-met",
            PassedWhy::NoRow => "no-row",
            PassedWhy::NoOwnerInRow => "no-owner-in-row",
            PassedWhy::NoOwner => "no-owner",
            PassedWhy::NotTold => "not-told",
            PassedWhy::UnknownOwner => "unknown-owner",
        }
    }
}

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

impl Decision {
    /// Whether no telling of facts, of one or of several, could change the owner.
    pub fn is_final(&self) -> bool {
        self.open.is_empty()
    }
}
