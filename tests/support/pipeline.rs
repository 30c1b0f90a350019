//! The way from a policy's text to a decision, through every floor, as a user goes it.

use pointperson::artifact::{self, Profile, Program};
use pointperson::check::check;
use pointperson::compile::compile;
use pointperson::decide::PolicyStamp;
use pointperson::diagnostic::{Sources, Style, render_text};
use pointperson::policy::{Parsed, Policy, parse};
use std::collections::BTreeMap;

/// What came of a policy's text.
pub struct Built {
    /// The policy as it was read, and what it compiles to, unless there was an error.
    pub policy: Option<(Policy, Program)>,
    /// What its author is told, as text.
    pub told: String,
}

/// Parses, checks, compiles, writes and reads.
pub fn build(name: &str, text: &str, files: &BTreeMap<String, Vec<u8>>) -> Built {
    build_parsed(parse(name, text.as_bytes(), files))
}

/// Checks, compiles, writes and reads.
pub fn build_parsed(parsed: Parsed) -> Built {
    let checked = check(parsed);
    let told = render_text(&checked.sources, &checked.diagnostics, Style { color: false });
    let policy = checked.policy.map(|checked| {
        let program = compile(&checked, Profile::Full);
        (checked.policy().clone(), there_and_back(&program))
    });
    Built { policy, told }
}

/// The same for a tree without a text.
pub fn build_tree(policy: Policy) -> Built {
    build_parsed(Parsed { policy, sources: Sources::default(), diagnostics: Vec::new() })
}

/// Writes a program and reads it back, holding the laws of bytes.
pub fn there_and_back(program: &Program) -> Program {
    let bytes = artifact::write(program);
    let read = artifact::read(&bytes).expect("what was written can be read");
    assert!(read == *program, "reading gives what was written");
    assert!(artifact::write(&read) == bytes, "writing again gives the same bytes");
    read
}

/// What decisions of a program bear.
pub fn stamp(program: &Program) -> PolicyStamp {
    let hash = program.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    PolicyStamp { id: program.id.clone(), version: program.version, hash }
}
