//! Table cells: unary tests such as `US, CA`, `100 to 999`, `>= 65`, `not DE`, `missing`, `any`.
//!
//! A cell is friendlier than a condition: a value may have spaces and most signs without quotes,
//! because a table comes from a spreadsheet. What looks like a test written wrongly is refused
//! all the same; quotes make a plain value of it. `read` is the reader, `wrong` its messages.

mod read;
mod wrong;

pub use read::parse_cell;

use super::{Comparison, Literal};

/// What a condition cell of a table says about its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// `any`: everything, missing too.
    Any,
    /// One of these holds.
    Tests(Vec<UnaryTest>),
    /// `not` before the list: the value is known and none of these holds.
    Not(Vec<UnaryTest>),
}

/// One item of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnaryTest {
    /// The value itself; of a flag `yes` or `no`.
    Is(Literal),
    /// `>= 65`, `!= DE`.
    Compare(Comparison, Literal),
    /// `100 to 999`, `100..999`, both ends included.
    Between(Literal, Literal),
    /// `missing`.
    Missing,
    /// `known`.
    Known,
}
