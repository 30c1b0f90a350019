//! Conditions: the tree, and the reader of the text that looks like a SQL `where` clause.
//!
//! `token` cuts the text, `value` reads one value, `read` is the grammar, `wrong` and
//! `wrong_value` say what is wrong. Whether a name is a field and a value fits it is the business
//! of `check`. The printer is `print_condition`; it writes a value bare exactly where `value`
//! reads it bare.

mod read;
mod token;
mod value;
mod wrong;
mod wrong_value;

pub use read::parse_condition;

pub(super) use read::CONDITION_DEPTH_MAX;
pub(super) use token::is_name;
pub(super) use value::{Setting, is_number, read_quoted, reads_bare};
pub(super) use wrong::mixed_and_or;

use token::is_word;

use super::Literal;
use crate::diagnostic::{Span, Spanned};

/// A true-or-false test over fields and derived values, as written.
///
/// Equality looks at meaning: places do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All hold (Kleene's `and`). At least two.
    And(Vec<Condition>),
    /// At least one holds (Kleene's `or`). At least two.
    Or(Vec<Condition>),
    /// It does not hold; unknown stays unknown.
    Not(Box<Condition>),
    /// One test.
    Test(Test),
}

/// One comparison of a field or derived value.
#[derive(Clone, Debug)]
pub struct Test {
    /// The field, derived value, or one of `score`, `fit`, `intent`, `grade`, `stage`.
    pub name: Spanned<String>,
    /// What is asked of it.
    pub operator: Operator,
    /// The whole test.
    pub span: Span,
}

impl PartialEq for Test {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.operator == other.operator
    }
}

impl Eq for Test {}

/// What a test asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operator {
    /// The bare name of a flag.
    IsTrue,
    /// `= != < <= > >=`.
    Compare(Comparison, Literal),
    /// `between a and b`, both ends included.
    Between(Literal, Literal),
    /// `in (a, b)`. At least one.
    In(Vec<Literal>),
    /// `not in (a, b)`. At least one.
    NotIn(Vec<Literal>),
    /// `starts with`.
    StartsWith(Literal),
    /// `ends with`.
    EndsWith(Literal),
    /// `contains`.
    Contains(Literal),
    /// `is missing`.
    IsMissing,
    /// `is known`.
    IsKnown,
    /// `is free`, of an e-mail.
    IsFree,
}

/// The comparison signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// The sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
        }
    }
}
