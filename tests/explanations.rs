//! Explanations of the records that people see: whole sentences in a `full` artifact, the same
//! codes and ids without a word in an `edge` one.
#![cfg(feature = "author")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

#[cfg(test)]
mod support;

use pointperson::artifact::{Profile, Program};
use pointperson::decide::{Facts, OwnerFact};
use pointperson::explain::{Explanation, explain};
use support::folder::{build_file, records, samples};

/// Facts of every kind: nothing told, an account's owner, nobody there.
fn facts(people: &[String]) -> Vec<Facts> {
    let owner = |who: &str| Some(OwnerFact::Somebody(who.to_owned()));
    vec![
        Facts::default(),
        Facts { now: Some(1_780_000_000_000), account_owner: owner("zed"), ..Facts::default() },
        Facts { account_owner: Some(OwnerFact::Nobody), ..Facts::default() },
        Facts { away: Some(people.to_vec()), ..Facts::default() },
        Facts { account_owner: people.first().and_then(|id| owner(id)), ..Facts::default() },
    ]
}

fn explanations(mut look: impl FnMut(&Program, &Explanation, &Explanation)) {
    for (policy, list) in
        [("ownership.policy.yaml", "leads.csv"), ("desk.policy.yaml", "tickets.csv")]
    {
        let (policy, full) = build_file(&samples().join(policy)).policy.expect("a sound sample");
        let edge = Program { profile: Profile::Edge, texts: None, ..full.clone() };
        let people: Vec<_> = policy.people.list.iter().map(|it| it.id.value.clone()).collect();
        for given in records(&samples().join(list)) {
            let record = given.read(&full.shape);
            for facts in facts(&people) {
                let told = explain(&full, &record, &facts);
                look(&full, &told, &explain(&edge, &record, &facts));
            }
        }
    }
}

#[test]
fn every_line_is_a_whole_sentence() {
    let mut lines = 0;
    explanations(|_, told, _| {
        for line in &told.lines {
            lines += 1;
            let text = line.text.as_str();
            assert!(text.ends_with('.'), "{text}");
            for wrong in ["  ", " .", " ,", "``", "because .", "because and", ": .", "{", "}"] {
                assert!(!text.contains(wrong), "`{wrong}` in: {text}");
            }
            assert!(!text.contains(" is is "), "{text}");
        }
    });
    assert!(lines > 1_000, "the samples say much");
}

#[test]
fn an_edge_artifact_gives_the_same_codes_and_ids_without_words() {
    explanations(|_, told, edge| {
        assert_eq!(told.decision, edge.decision);
        assert_eq!(told.lines.len(), edge.lines.len());
        for (full, edge) in told.lines.iter().zip(&edge.lines) {
            assert_eq!((full.code, &full.ids), (edge.code, &edge.ids), "{}", full.text);
            assert!(edge.text.is_empty());
        }
    });
}

#[test]
fn every_passed_step_says_why() {
    explanations(|full, told, _| {
        let passed = told.lines.iter().filter(|line| line.code.starts_with("passed-"));
        for line in passed {
            assert!(full.steps.iter().any(|step| line.ids.contains(&step.layer)), "{}", line.text);
        }
    });
}
