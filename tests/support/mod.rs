//! What several test crates share. Nothing here is shipped.
//!
//! `reference` judges the engine, `decision` and `json` are what it gives and how that is spelt,
//! `generate` makes policies and records for it, `shape` and `raw`
//! prepare what both need, `case_file` reads `tests/cases`, `random` is the one source of chance.
#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test's helpers fail by panicking"
)]

pub mod case_file;
pub mod decision;
pub mod folder;
pub mod generate;
pub mod json;
pub mod pipeline;
pub mod random;
pub mod raw;
pub mod reference;
pub mod salesforce;
pub mod shape;

use std::path::PathBuf;

/// The seed of every generated run. Another one is taken from `POINTPERSON_SEED`.
pub fn seed() -> u64 {
    let told = std::env::var("POINTPERSON_SEED").ok();
    told.and_then(|text| text.parse().ok()).unwrap_or(20_260_101)
}

/// Whether this is the wide run: much more of everything.
pub fn wide() -> bool {
    std::env::var_os("POINTPERSON_WIDE").is_some()
}

/// How many generated cases to run: `ordinary`, or `many` in the wide run.
pub fn cases(ordinary: u64, many: u64) -> u64 {
    if wide() { many } else { ordinary }
}

/// The folder of data that is not part of the project, if this machine has one.
pub fn data_dir() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("POINTPERSON_DATA")?);
    folder.is_dir().then_some(folder)
}
