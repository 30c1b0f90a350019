//! The compiled policy as plain tables; no behaviour. `write` and `read` move it to bytes and
//! back, `decide` runs it.
//!
//! Everything that decides is a [`Table`] over [`Column`]s. A column looks at one field, derived
//! value or result in one way and turns it into an *atom*: a small integer that stands for all
//! values no rule tells apart. Atom 0 is always *missing*.

use crate::record::{FieldIndex, Shape};

macro_rules! indexes {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// The position as an index into a list.
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        })+
    };
}

indexes! {
    /// A position in [`Program::columns`].
    ColumnIndex;
    /// A position in [`Program::tables`].
    TableIndex;
    /// A position in [`Program::derived`].
    DerivedIndex;
    /// A position in [`Program::people`].
    PersonIndex;
    /// A position in [`Program::pools`].
    PoolIndex;
    /// A position in [`Program::stages`].
    StageIndex;
    /// A position in [`Program::roles`].
    RoleIndex;
    /// A position in [`Program::steps`].
    StepIndex;
}

/// How much an artifact carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Owners' names, ids and e-mails; explanations as codes and ids.
    Edge,
    /// The sentences of explanations besides.
    Full,
}

/// A compiled policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// How much it carries.
    pub profile: Profile,
    /// The policy's id.
    pub id: String,
    /// The policy's version.
    pub version: u64,
    /// SHA-256 over the policy's canonical print and its files.
    pub hash: [u8; 32],
    /// What comes in: `lead` or `ticket`.
    pub record: String,
    /// The fields.
    pub shape: Shape,
    /// The ways values are looked at.
    pub columns: Vec<Column>,
    /// Derived values, in order of evaluation.
    pub derived: Vec<Derived>,
    /// The score, if the policy has one.
    pub scoring: Option<Scoring>,
    /// The grade, if the policy has one.
    pub grading: Option<Grading>,
    /// The stages, most advanced first; empty when the policy has none.
    pub stages: Vec<Stage>,
    /// First match over the stages: rule `n` is stage `n`. `None` without stages.
    pub stage_table: Option<TableIndex>,
    /// The people.
    pub people: Vec<Person>,
    /// The roles, in order of first mention.
    pub roles: Vec<String>,
    /// The pools.
    pub pools: Vec<Pool>,
    /// The steps of the route, without `otherwise`.
    pub steps: Vec<Step>,
    /// The accountable person when no step takes the record.
    pub otherwise: PersonIndex,
    /// Every decision table.
    pub tables: Vec<Table>,
    /// Hosts of free e-mail, sorted: frozen here so that an artifact decides the same for ever.
    pub free_mail: Vec<String>,
    /// The words of explanations; only in [`Profile::Full`].
    pub texts: Option<Texts>,
}

/// One way to look at a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What is looked at.
    pub subject: Subject,
    /// How it is cut.
    pub cut: Cut,
}

/// What a column looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A field's value.
    Field(FieldIndex),
    /// A derived value: atom `n` is its `n`th value, counted from 1.
    Derived(DerivedIndex),
    /// Points of `fit`.
    Fit,
    /// Points of `intent`.
    Intent,
    /// Points in all.
    Total,
    /// The grade: atom `n` is band `n`, counted from 1; `else` is the last.
    Grade,
    /// The stage: atom `n` is stage `n`, counted from 1.
    Stage,
}

/// How values become atoms. In every cut atom 0 is *missing*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The low end of a number, date, moment or points. Strictly ascending cuts; atom
    /// `1 + (how many cuts are <= the number)`.
    Low(Vec<i64>),
    /// The high end, cut alike. An exact number has one end for both.
    High(Vec<i64>),
    /// 1 no, 2 yes.
    Flag,
    /// Text, by strictly ascending entries. An entry that equals the text wins, else the longest
    /// prefix entry that the text starts with; atom `2 + its position`; 1 is *other*.
    Text(Vec<TextEntry>),
    /// The text's end, by strictly ascending suffixes: the longest one the text ends with;
    /// atom `2 + its position`; 1 is *other*.
    Suffix(Vec<String>),
    /// 1: the text does not contain this; 2: it does.
    Contains(String),
    /// The host of an e-mail: 1 not free mail, 2 free mail (see [`Program::free_mail`]).
    FreeMail,
    /// A domain by whole labels, host first, at least two labels: the longest of these strictly
    /// ascending domains that the host is or lies under; atom `2 + its position`; 1 is *other*.
    Account(Vec<String>),
    /// The subject is an atom already (derived value, grade, stage); this many after *missing*.
    Value(u16),
}

impl Cut {
    /// How many atoms there are, *missing* included.
    pub fn atoms(&self) -> usize {
        match self {
            Cut::Low(cuts) | Cut::High(cuts) => cuts.len() + 2,
            Cut::Flag | Cut::Contains(_) | Cut::FreeMail => 3,
            Cut::Text(entries) => entries.len() + 2,
            Cut::Suffix(texts) | Cut::Account(texts) => texts.len() + 2,
            Cut::Value(count) => usize::from(*count) + 1,
        }
    }
}

/// An entry of [`Cut::Text`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextEntry {
    /// The text.
    pub text: String,
    /// `false`: only this very text. `true`: every text that starts with it; an exact entry of the
    /// same text stands before it.
    pub prefix: bool,
}

/// A derived value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Its name.
    pub id: String,
    /// The values it can have.
    pub values: Vec<String>,
    /// First match: rule -> value.
    pub table: TableIndex,
    /// For each rule of the table the position of its value.
    pub value_of_rule: Vec<u16>,
    /// For each rule its name in reasons: `line-<n>`, a row's `id` or `row-<n>`.
    pub names: RuleNames,
}

/// The score: a table of which every matching rule counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scoring {
    /// Rule `n` is line `n` of `lines`.
    pub table: TableIndex,
    /// The lines of `fit`, then those of `intent`.
    pub lines: Vec<ScoreLine>,
}

/// A line of the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// Whether it counts for `intent`; else for `fit`.
    pub is_intent: bool,
    /// What it adds.
    pub points: i32,
    /// How it decays, if it does.
    pub decay: Option<Decay>,
}

/// Halving over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decay {
    /// Milliseconds after which half is left; at least 1.
    pub half_life: i64,
    /// The date or moment field from which time counts. Missing: no decay.
    pub since: FieldIndex,
}

/// The grade: bands over an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grading {
    /// [`Subject::Fit`], [`Subject::Intent`] or [`Subject::Total`].
    pub of: Subject,
    /// Letter (an ASCII capital) and least value, strictly falling.
    pub bands: Vec<(u8, i64)>,
    /// The letter below every band.
    pub otherwise: u8,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub id: String,
    /// The sales team's word.
    pub position: Option<String>,
    /// Who owns records in it.
    pub owner: StageOwner,
    /// `respond within`, in milliseconds.
    pub respond_within: Option<i64>,
    /// `leave within`, in milliseconds.
    pub leave_within: Option<i64>,
}

/// Who owns the records of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageOwner {
    /// Whomever the route names for this role.
    Role(RoleIndex),
    /// This person.
    Person(PersonIndex),
    /// Whose turn it is in this pool.
    Pool(PoolIndex),
}

/// A person or a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This person.
    Person(PersonIndex),
    /// Whose turn it is in this pool.
    Pool(PoolIndex),
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id in the policy.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// Their role.
    pub role: Option<RoleIndex>,
    /// Their e-mail address, in ASCII lower case.
    pub email: Option<String>,
    /// Their time zone, an IANA name.
    pub zone: Option<String>,
    /// Their ids elsewhere: system and id.
    pub ids: Vec<(String, String)>,
}

/// A pool with `turn: sticky`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Its id.
    pub id: String,
    /// Members and their weights (at least 1); at least one member.
    pub members: Vec<(PersonIndex, u32)>,
    /// The fields of `sticky by`; empty for the default key.
    pub sticky_by: Vec<FieldIndex>,
    /// The accountable person when nobody can take a turn.
    pub when_empty: PersonIndex,
}

/// A step of the route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its layer's name.
    pub layer: String,
    /// Walked before a stage's own owner.
    pub any_stage: bool,
    /// The step is passed unless this table matches. `None`: no condition.
    pub guard: Option<TableIndex>,
    /// Who owns what it takes.
    pub answer: Answer,
}

/// What a step answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `facts.accountOwner`, or `facts.currentOwner`.
    Ask {
        /// Whether it is `currentOwner`.
        current: bool,
        /// Whether an owner outside the policy keeps the record.
        keep_unknown: bool,
    },
    /// The same for every record.
    Target(Target),
    /// The first matching row of a table.
    Table {
        /// The rows.
        table: TableIndex,
        /// The owner columns: `None` for `owner`, else the role.
        owners: Vec<OwnerColumn>,
        /// The rows' names.
        names: RuleNames,
    },
}

/// An owner column of a route table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerColumn {
    /// For which role; `None` is the column `owner`.
    pub role: Option<RoleIndex>,
    /// For each row whom it names; `None` is an empty cell.
    pub targets: Vec<Option<Target>>,
}

/// The names of a table's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleNames {
    /// `line-1`, `line-2`, ...
    Lines,
    /// `row-1`, `row-2`, ...
    Rows,
    /// The `id` column; an empty one falls back to `row-<n>`.
    Ids(Vec<String>),
}

/// A decision table: which rules admit a combination of atoms.
///
/// A rule is a union of boxes. Boxes stand in rule order, so the first matching box belongs to the
/// first matching rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How many rules it has.
    pub rules: u16,
    /// For each box its rule, ascending. Empty when box `n` is rule `n`.
    pub rule_of_box: Vec<u16>,
    /// How many boxes it has.
    pub boxes: u16,
    /// What the boxes look at.
    pub form: Form,
}

/// How a table is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Flat bit vectors: AND over the columns; a column that no box constrains is left out.
    Bits(Vec<BitColumn>),
    /// One column whose atoms name their first box directly, as account lists do: for each atom
    /// the box plus one, or 0.
    Direct {
        /// The column.
        column: ColumnIndex,
        /// One entry for each atom.
        first_box: Vec<u16>,
    },
}

/// One column of a [`Form::Bits`] table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitColumn {
    /// The column.
    pub column: ColumnIndex,
    /// For each atom its class.
    pub class_of_atom: Vec<u16>,
    /// For each class `words_per_class(boxes)` words: bit `b` of word `w` is box `64 w + b`.
    pub bits: Vec<u64>,
}

/// How many words one class of a table of `boxes` boxes takes.
pub const fn words_per_class(boxes: u16) -> usize {
    (boxes as usize).div_ceil(64)
}

/// The words of explanations, made by `compile`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// The sentence patterns, one for each code of `explain`, with `{0}`, `{1}` ... for parts.
    pub patterns: Vec<String>,
    /// What people call each field, in shape order.
    pub field_labels: Vec<String>,
    /// What to say for each [`Why`](crate::record::Why), by its number.
    pub whys: Vec<String>,
    /// For each table, for each box, the tests it makes.
    pub tests: Vec<TableTexts>,
    /// Every test in words, such as `employees is over 1,000`.
    pub words: Vec<String>,
}

/// The tests of one table's boxes in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableTexts {
    /// For each box its tests: column, and position in [`Texts::words`].
    pub boxes: Vec<Vec<(ColumnIndex, u32)>>,
}
