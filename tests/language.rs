//! The small languages inside the policy document: conditions, cells, structured conditions, and
//! the texts that are made of them.
//!
//! | Law | Statement |
//! |---|---|
//! | print | `parse(print(x)) == x` for conditions and cells |
//! | total | any text gives one value or one diagnostic, and never panics |
//! | place | a diagnostic's span lies in the text, on character boundaries |
#![cfg(feature = "author")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test's helpers fail by panicking"
)]

#[path = "language/bad_cells.rs"]
mod bad_cells;
#[path = "language/bad_conditions.rs"]
mod bad_conditions;
#[path = "language/dictionary.rs"]
mod dictionary;
#[path = "language/generate.rs"]
mod generate;
#[path = "language/good.rs"]
mod good;
#[path = "language/laws.rs"]
mod laws;
#[path = "language/structured.rs"]
mod structured;
#[path = "language/support.rs"]
mod support;
