//! The samples and templates that people see: they pass `check`, their cases hold, and every lead
//! in them has exactly one named owner.
#![cfg(feature = "author")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

#[cfg(test)]
mod support;

use pointperson::artifact::Program;
use pointperson::decide::{Facts, OwnerFact};
use pointperson::policy::{Case, parse_cases};
use pointperson::record::{Kind, Raw, read, read_value};
use serde_json::Value as Json;
use std::fs;
use std::path::PathBuf;
use support::folder::{build_file, files_ending, records, samples, templates};
use support::json;
use support::pipeline::stamp;
use support::reference::Reference;

fn folders() -> [PathBuf; 2] {
    [samples(), templates()]
}

#[test]
fn every_policy_that_people_see_passes_check_without_a_word() {
    let policies: Vec<_> =
        folders().iter().flat_map(|folder| files_ending(folder, ".policy.yaml")).collect();
    assert!(policies.len() >= 4, "two samples and two templates");
    for path in policies {
        let built = build_file(&path);
        assert!(built.told.is_empty(), "{}:\n{}", path.display(), built.told);
        assert!(built.policy.is_some(), "{}", path.display());
    }
}

#[test]
fn every_sample_record_has_exactly_one_named_owner() {
    let pairs = [("ownership.policy.yaml", "leads.csv"), ("desk.policy.yaml", "tickets.csv")];
    for (policy, file) in pairs {
        let built = build_file(&samples().join(policy));
        let (policy, program) = built.policy.expect("a sound policy");
        let reference = Reference::new(&policy, stamp(&program));
        let records = records(&samples().join(file));
        assert!(records.len() >= 20, "{file}");
        for raw in records {
            let record = raw.read(&program.shape);
            let fact = |name: &str| match raw.get(name) {
                Raw::Text(text) if !text.trim().is_empty() => {
                    Some(OwnerFact::Somebody(text.to_owned()))
                }
                _ => None,
            };
            let facts = Facts { account_owner: fact("facts.accountOwner"), ..Facts::default() };
            let decision = reference.decide(&record, &facts);
            let decided = json::decided_text(&program, &record, &facts);
            assert_eq!(decided, json::decision_text(&decision), "{raw:?}");
            let named = program.people.iter().filter(|it| it.id == decision.owner.id);
            assert_eq!(named.count(), 1, "{raw:?}: {:?}", decision.owner);
        }
    }
}

#[test]
fn every_case_beside_a_policy_holds() {
    let mut count = 0;
    for path in folders().iter().flat_map(|folder| files_ending(folder, ".cases.yaml")) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (file, _, diagnostics) = parse_cases(&name, &fs::read(&path).expect("cases"));
        assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
        let policy = file.policy.as_ref().expect("the cases say their policy").value.clone();
        let built = build_file(&path.with_file_name(policy));
        let (_, program) = built.policy.expect("a sound policy");
        for case in &file.cases {
            hold(&program, case, &name);
            count += 1;
        }
    }
    assert!(count >= 40, "{count} cases");
}

/// The decision of a case is what the case expects.
fn hold(program: &Program, case: &Case, file: &str) {
    let record = read(&program.shape, None, |name| {
        match case.record.iter().find(|(key, _)| key.value == name) {
            None => Raw::Absent,
            Some((_, None)) => Raw::Null,
            Some((_, Some(text))) => Raw::Text(&text.value),
        }
    });
    let decision = json::decided(program, &record, &facts(case));
    for expected in &case.expect {
        let found = part(&decision, &expected.part.value);
        let found = found.unwrap_or_else(|| "missing".to_owned());
        let (part, wanted) = (&expected.part.value, &expected.value.value);
        assert_eq!(found, *wanted, "{file}: {}: {part}\n{decision:#?}", case.name.value);
    }
}

fn facts(case: &Case) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in &case.facts {
        let owner = || match value {
            Some(text) => OwnerFact::Somebody(text.value.clone()),
            None => OwnerFact::Nobody,
        };
        let text = value.as_ref().map_or("", |text| text.value.as_str());
        match name.value.as_str() {
            "accountOwner" => facts.account_owner = Some(owner()),
            "currentOwner" => facts.current_owner = Some(owner()),
            "now" => {
                let moment = read_value(&Kind::Moment, 0, Raw::Text(text));
                facts.now = moment.as_bounds().and_then(|bounds| bounds.as_exact());
            }
            "away" => {
                let ids = text.split(',').map(|id| id.trim().to_owned());
                facts.away = Some(ids.filter(|id| !id.is_empty()).collect());
            }
            other => panic!("no fact is called `{other}`"),
        }
    }
    facts
}

/// The part of a decision that a case calls so; `None` is missing.
fn part(decision: &Json, name: &str) -> Option<String> {
    let place = match name {
        "owner" => "/owner/id",
        "layer" | "rule" => &format!("/via/{name}"),
        "outcome" | "stage" | "position" | "grade" => &format!("/{name}"),
        "score" => "/score/total",
        "fit" | "intent" => &format!("/score/{name}"),
        signal => &format!("/signals/{signal}"),
    };
    decision.pointer(place).map(|part| match part {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    })
}

#[test]
fn a_lead_without_a_company_is_refused_and_still_owned() {
    let (_, program) =
        build_file(&samples().join("ownership.policy.yaml")).policy.expect("a sound policy");
    let nothing = read(&program.shape, None, |_| Raw::Absent);
    let decision = json::decided(&program, &nothing, &Facts::default());
    let part = |name| part(&decision, name);
    assert_eq!(
        (part("outcome").as_deref(), part("owner").as_deref()),
        (Some("refused"), Some("dana"))
    );
}
