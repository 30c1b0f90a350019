//! What came out: one owner, and the reasons that add up to every part of the answer.
//!
//! A decision is numbers: positions in the [`Program`] that made it, so deciding copies no name
//! and the artifacts of every profile give equal decisions. What the positions are called is told
//! by `names` to who shows a decision: `bytes`, `explain`, the JavaScript door.
//!
//! [`Program`]: crate::artifact::Program

use super::Fact;
use crate::artifact::{DerivedIndex, PersonIndex, PoolIndex, StageIndex, StepIndex};
use crate::record::{FieldIndex, Why};

/// Everything that was decided about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How the owner came about.
    pub outcome: Outcome,
    /// Exactly one.
    pub owner: Owner,
    /// Which rule named the owner.
    pub via: Via,
    /// The pool that chose the owner, if one did.
    pub turn: Option<Turn>,
    /// Each step below the winner that would have taken the record for the same role.
    pub claims: Vec<Claim>,
    /// The stage, if the policy has stages.
    pub stage: Option<StageIndex>,
    /// The points, if the policy has a score.
    pub score: Option<Score>,
    /// The lines that add up to the score, in document order.
    pub points: Vec<Points>,
    /// The grade's letter and the points it is of, if the policy has one.
    pub grade: Option<Grade>,
    /// The derived values that are known, in document order.
    pub signals: Vec<Signal>,
    /// The clocks that start with this decision.
    pub timers: Vec<Timer>,
    /// The facts not told that could have changed the owner, alone or together with others that
    /// were not told either. Empty means final.
    pub open: Vec<Open>,
    /// The fields that were given in a form they cannot hold.
    pub unusable: Vec<Unusable>,
    /// The required fields that are missing; with any of them the record is refused.
    pub required: Vec<FieldIndex>,
    /// The steps above the winner that did not take the record.
    pub passed: Vec<Passed>,
}

impl Decision {
    /// Whether no telling of facts, of one or of several, could change the owner.
    pub fn is_final(&self) -> bool {
        self.open.is_empty()
    }
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

/// An owner: a person of the policy, or one whom `unknown owner: keep` kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// This person.
    Person(PersonIndex),
    /// Somebody the policy does not know, whom this fact names.
    Stranger(Fact),
}

/// The rule that named an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A step, by a row of its table if it has one.
    Step(StepIndex, Option<u16>),
    /// The stage has an owner of its own.
    Stage(StageIndex),
    /// The accountable person answers.
    Otherwise,
}

/// A pool's choice of the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Which pool.
    pub pool: PoolIndex,
    /// Whether it had nobody and `when empty` answered.
    pub was_empty: bool,
}

/// A lower step that would have taken the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its layer and rule.
    pub via: Via,
    /// Whom it would have named.
    pub owner: Owner,
}

/// The sums of an axis each.
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

    /// One axis.
    pub const fn of(self, axis: Axis) -> i64 {
        match axis {
            Axis::Fit => self.fit,
            Axis::Intent => self.intent,
            Axis::Total => self.total(),
        }
    }
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

/// What a line of the score gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// The line's position in the score: the lines of `fit`, then those of `intent`.
    pub line: u16,
    /// To which axis: fit or intent.
    pub axis: Axis,
    /// What the line says.
    pub written: i64,
    /// What was added: the same, less what decay took.
    pub counted: i64,
}

/// The band that gave the grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// An ASCII capital.
    pub letter: u8,
    /// The axis it is of.
    pub of: Axis,
    /// The axis' value.
    pub value: i64,
}

/// A derived value that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Which one.
    pub derived: DerivedIndex,
    /// The line or row that gave it.
    pub rule: u16,
    /// The position of the value among those it can have.
    pub value: u16,
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
    /// One of these, sorted by id; never the present owner.
    These(Vec<Owner>),
}

/// A field that was given in a form it cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// Which field.
    pub field: FieldIndex,
    /// Why it is missing.
    pub why: Why,
}

/// A step that did not take the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Which step.
    pub step: StepIndex,
    /// Why not.
    pub why: PassedWhy,
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
    /// Every reason, by its number.
    pub const ALL: [PassedWhy; 6] = [
        PassedWhy::ConditionNotMet,
        PassedWhy::NoRow,
        PassedWhy::NoOwnerInRow,
        PassedWhy::NoOwner,
        PassedWhy::NotTold,
        PassedWhy::UnknownOwner,
    ];

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
