//! The policy with every name resolved and every literal typed. Only `check` makes one, so the
//! floors above never meet an unknown name or a value that does not fit.

use crate::diagnostic::Span;
use crate::policy::Policy;
use crate::record::{FieldIndex, Shape};

/// A policy that passed every check.
#[derive(Clone, Debug)]
pub struct CheckedPolicy {
    pub(super) policy: Policy,
    pub(super) model: Model,
    pub(super) hash: [u8; 32],
}

impl CheckedPolicy {
    /// The document.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What it means.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// SHA-256 over the canonical print and every file the policy names.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }
}

/// What a policy means.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The fields.
    pub shape: Shape,
    /// What people call each field.
    pub labels: Vec<String>,
    /// The derived values, in order of evaluation.
    pub derived: Vec<Derived>,
    /// The lines of `fit`, then those of `intent`.
    pub lines: Vec<Line>,
    /// The grade.
    pub grade: Option<Grade>,
    /// The stages, most advanced first.
    pub stages: Vec<Stage>,
    /// The roles, in order of first mention.
    pub roles: Vec<String>,
    /// The people's roles, as positions in `roles`.
    pub role_of_person: Vec<Option<usize>>,
    /// The pools.
    pub pools: Vec<Pool>,
    /// The steps of the route.
    pub steps: Vec<Step>,
    /// The accountable person, a position in the policy's people.
    pub otherwise: usize,
}

/// A condition with names resolved and literals typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Holds for everything.
    Always,
    /// All hold.
    And(Vec<Formula>),
    /// At least one holds.
    Or(Vec<Formula>),
    /// It does not hold; unknown stays unknown.
    Not(Box<Formula>),
    /// One test.
    Test(Subject, Predicate),
}

/// What a test looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A field.
    Field(FieldIndex),
    /// A derived value, by position.
    Derived(usize),
    /// Points of `fit`.
    Fit,
    /// Points of `intent`.
    Intent,
    /// Points in all.
    Total,
    /// The grade.
    Grade,
    /// The stage.
    Stage,
}

/// What a test asks of its subject. All but the first two are unknown on a missing value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// `is missing`.
    Missing,
    /// `is known`.
    Known,
    /// The number lies in one of these closed intervals, which are ascending and do not touch
    /// unless they are single values. `i64::MIN` and `i64::MAX` stand for no end.
    Numbers(Vec<(i64, i64)>),
    /// The flag is this.
    Flag(bool),
    /// The text is one of these.
    Texts(Vec<String>),
    /// The text starts with this.
    StartsWith(String),
    /// The text ends with this.
    EndsWith(String),
    /// The text contains this.
    Contains(String),
    /// The e-mail is of a free mail host.
    FreeMail,
    /// The derived value, grade or stage has one of these positions in its list.
    Values(Vec<usize>),
}

/// A list of rules, in order.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What each admits.
    pub admits: Admits,
    /// What they are called.
    pub names: Names,
    /// Where each stands.
    pub spans: Vec<Span>,
}

/// What rules admit.
#[derive(Clone, Debug)]
pub enum Admits {
    /// One formula for each rule.
    Formulas(Vec<Formula>),
    /// An account list: for each row the domains it names. A record's domain belongs to the
    /// longest listed domain that it is or lies under.
    Accounts {
        /// The domain field.
        field: FieldIndex,
        /// The rows.
        domains: Vec<Vec<String>>,
    },
}

/// The names of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// `line-<n>`.
    Lines,
    /// `row-<n>`.
    Rows,
    /// The `id` column.
    Ids(Vec<String>),
}

/// A derived value.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Its name.
    pub id: String,
    /// The values it can have, each once.
    pub values: Vec<String>,
    /// Its lines or rows.
    pub rules: Rules,
    /// For each rule the position of its value.
    pub value_of_rule: Vec<usize>,
}

/// A line of the score.
#[derive(Clone, Debug)]
pub struct Line {
    /// Whether it counts for `intent`.
    pub is_intent: bool,
    /// What it adds.
    pub points: i32,
    /// Half-life in milliseconds, and the field time counts from.
    pub decay: Option<(i64, FieldIndex)>,
    /// When.
    pub when: Formula,
}

/// The grade.
#[derive(Clone, Debug)]
pub struct Grade {
    /// [`Subject::Fit`], [`Subject::Intent`] or [`Subject::Total`].
    pub of: Subject,
    /// Letters and least values, falling.
    pub bands: Vec<(char, i64)>,
    /// The letter below every band.
    pub otherwise: char,
}

/// A person or a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A position in the policy's people.
    Person(usize),
    /// A position in the pools.
    Pool(usize),
}

/// Who owns the records of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageOwner {
    /// Whomever the route names for this role.
    Role(usize),
    /// A person or a pool.
    Target(Target),
}

/// A stage.
#[derive(Clone, Debug)]
pub struct Stage {
    /// When records enter.
    pub enter: Formula,
    /// Who owns them.
    pub owner: StageOwner,
}

/// A pool.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Members and weights.
    pub members: Vec<(usize, u32)>,
    /// The fields of `sticky by`.
    pub sticky_by: Vec<FieldIndex>,
    /// The accountable person.
    pub when_empty: usize,
}

/// A step of the route.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its layer.
    pub layer: String,
    /// Walked before a stage's own owner.
    pub any_stage: bool,
    /// What must hold.
    pub guard: Option<Formula>,
    /// Who owns what it takes.
    pub answer: Answer,
}

/// What a step answers with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A fact.
    Ask {
        /// `currentOwner`; else `accountOwner`.
        current: bool,
        /// `unknown owner: keep`.
        keep_unknown: bool,
    },
    /// A person or a pool.
    Target(Target),
    /// A table.
    Table {
        /// The rows.
        rules: Rules,
        /// The owner columns: the role (`None` for `owner`) and each row's target.
        owners: Vec<(Option<usize>, Vec<Option<Target>>)>,
    },
}
