//! The policy document: what is read, what is refused and where, what is printed.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod cases;
mod mutations;
mod print;
mod refused;
mod refused_files;
mod schema;
mod sketch;

use std::collections::BTreeMap;

use pointperson::diagnostic::{Diagnostic, Sources};
use pointperson::policy::{Parsed, parse};

/// The sketch of the reference.
pub const SKETCH: &str = include_str!("sketch.policy.yaml");

/// The files the sketch names.
pub fn sketch_files() -> BTreeMap<String, Vec<u8>> {
    files(&[
        ("regions.csv", "country,state,region\nUS,\"US-CA, US-OR\",west\nUS,any,east\n"),
        ("named-accounts.csv", "domain,owner\nacme.com,ana\nexample.org,bo\n"),
        ("territories.csv", "segment,region,sdr,ae\nenterprise,west,sam,ana\nsmb, any ,bo,ana\n"),
    ])
}

/// Files as `parse` takes them.
pub fn files(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec())).collect()
}

/// Reads a policy that names no files.
pub fn read(text: &str) -> Parsed {
    parse("test.policy.yaml", text.as_bytes(), &BTreeMap::new())
}

/// A policy that is right, around a piece of text in each place that a test wants to change.
pub fn around(section: &str) -> String {
    let mut text = String::new();
    let base = [
        ("policy", "policy: p\n"),
        ("fields", "fields: { country: country, employees: integer }\n"),
        ("people", "people: { ana: { name: Ana } }\n"),
        ("route", "route: [{ otherwise: ana }]\n"),
    ];
    for (key, lines) in base {
        let given = section.lines().any(|line| line.starts_with(&format!("{key}:")));
        text.push_str(if given { "" } else { lines });
    }
    text + section
}

/// One line for each diagnostic: `code line:column-line:column path | message`, 1-based.
pub fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let place = sources.place(found.span);
        format!(
            "{} {}:{}-{}:{} {} | {}",
            found.code.name(),
            place.start.line + 1,
            place.start.column + 1,
            place.end.line + 1,
            place.end.column + 1,
            place.path,
            found.message
        )
    };
    diagnostics.iter().map(line).collect()
}
