//! The JavaScript door in a real wasm engine: compile a policy, load it, decide.
//!
//! The door itself is private to the crate, so this runs what stands behind it: the same floors,
//! the same bytes, in wasm. The door's own functions are tested through the package (`tests/js`).
#![cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use pointperson::artifact::{self, Profile};
use pointperson::decide::{Facts, decide, decision_bytes};
use pointperson::record::{self, Raw};
use pointperson::{check, compile, explain, policy};
use wasm_bindgen_test::wasm_bindgen_test;

const POLICY: &[u8] = b"
policy: small
fields:
  country: country
people:
  ana: { name: Ana }
  bo: { name: Bo }
route:
  - layer: home
    when: country in (US, CA)
    owner: ana
  - otherwise: bo
";

#[wasm_bindgen_test]
fn a_policy_is_compiled_loaded_and_decides() {
    let checked = check::check(policy::parse("small.policy.yaml", POLICY, &BTreeMap::new()));
    assert_eq!(checked.diagnostics, []);
    let program = compile::compile(&checked.policy.unwrap(), Profile::Full);
    let program = artifact::read(&artifact::write(&program)).unwrap();

    let facts = Facts::default();
    let us = record::read_slots(&program.shape, Some("1"), &[Raw::Text("USA")]);
    let decision = decide(&program, &us, &facts);
    assert_eq!(decision.owner.id(&program, &facts), "ana");
    let bytes = decision_bytes(&program, &decision, &facts);
    assert!(bytes.starts_with(br#"{"claims":[],"final":true,"#));
    assert!(!explain::explain(&program, &us, &facts).lines[0].text.is_empty());

    let none = record::read_slots(&program.shape, None, &[Raw::Absent]);
    assert_eq!(decide(&program, &none, &facts).owner.id(&program, &facts), "bo");
}

#[wasm_bindgen_test]
fn what_is_no_artifact_is_refused() {
    assert_eq!(artifact::read(b"\0asm").map(|_| ()), Err(artifact::ReadError::NotAnArtifact));
}
