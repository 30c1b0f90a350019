//! Real data that is not part of the project, read from the folder in `POINTPERSON_DATA`. Without
//! that folder these tests have nothing to hold and say so.
#![cfg(feature = "author")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

#[cfg(test)]
mod support;

use pointperson::artifact::Program;
use pointperson::decide::Facts;
use pointperson::policy::Policy;
use pointperson::record::files::{OwnedRaw, RawRecord};
use pointperson::record::{Raw, read};
use std::collections::BTreeMap;
use support::decision::Decision;
use support::folder::{build_file, records, samples};
use support::pipeline::{build, stamp};
use support::reference::Reference;
use support::{data_dir, json, salesforce};

fn file(path: &str) -> Option<std::path::PathBuf> {
    let file = data_dir().map(|folder| folder.join(path)).filter(|file| file.is_file());
    if file.is_none() {
        println!("POINTPERSON_DATA has no {path}: nothing to hold");
    }
    file
}

/// Decides every record with the engine and with the reference, and counts what came out.
fn decide_all(policy: &Policy, program: &Program, records: &[RawRecord]) -> Vec<Decision> {
    let reference = Reference::new(policy, stamp(program));
    let decide_one = |raw: &RawRecord| {
        let record = raw.read(&program.shape);
        let facts = Facts::default();
        let decision = reference.decide(&record, &facts);
        let decided = json::decided_text(program, &record, &facts);
        assert_eq!(decided, json::decision_text(&decision), "{raw:?}");
        assert!(
            program.people.iter().any(|person| person.id == decision.owner.id),
            "a named owner: {raw:?}"
        );
        decision
    };
    records.iter().map(decide_one).collect()
}

fn count(decisions: &[Decision], of: impl Fn(&Decision) -> String) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    decisions.iter().for_each(|decision| *counts.entry(of(decision)).or_default() += 1);
    counts
}

fn say(what: &str, decisions: &[Decision]) {
    println!("{what}: outcome {:?}", count(decisions, |it| it.outcome.name().to_owned()));
    println!("{what}: layer {:?}", count(decisions, |it| it.via.layer.clone()));
    println!("{what}: owner {:?}", count(decisions, |it| it.owner.id.clone()));
}

#[test]
fn a_thousand_companies_have_an_owner_each() {
    let Some(path) = file("ref_companies/fortune1000_2022.csv") else { return };
    let built = build_file(&samples().join("ownership.policy.yaml"));
    let (policy, program) = built.policy.expect("a sound policy");
    let companies = records(&path);
    assert_eq!(companies.len(), 1_000);

    let decisions = decide_all(&policy, &program, &companies);
    say("as they are", &decisions);

    let complete: Vec<_> = companies.into_iter().map(completed).collect();
    let decisions = decide_all(&policy, &program, &complete);
    say("completed", &decisions);
    let layers = count(&decisions, |it| it.via.layer.clone());
    assert!(layers.len() >= 4, "the route is walked: {layers:?}");
    assert!(layers.values().all(|taken| *taken < 1_000), "no layer takes them all: {layers:?}");
}

/// A real lead of the company: where it is, whom to answer, and that it wants a demo.
fn completed(mut company: RawRecord) -> RawRecord {
    let website = match company.get("website") {
        Raw::Text(text) => text.to_owned(),
        _ => String::new(),
    };
    let host = website.split("://").last().unwrap_or("").split('/').next().unwrap_or("");
    let host = host.strip_prefix("www.").unwrap_or(host);
    let more = [("country", "US"), ("demo", "yes"), ("email", &format!("info@{host}"))];
    let more = more.map(|(name, value)| (name.to_owned(), OwnedRaw::Text(value.to_owned())));
    company.fields.extend(more);
    company
}

#[test]
fn a_real_country_table_sends_every_country_where_it_says() {
    let Some(path) = file("rules_assignment_real/lead_world_country_table.json") else { return };
    let Some(countries) = file("ref_geo/countries_iso3166_1.csv") else { return };
    let text = std::fs::read_to_string(path).expect("a table");
    let entries = salesforce::entries(&serde_json::from_str(&text).expect("JSON"));
    let policy = salesforce::policy(&entries);
    let built = build("imported.policy.yaml", &policy, &BTreeMap::new());
    assert!(built.told.is_empty(), "{}\n{policy}", built.told);
    let (policy, program) = built.policy.expect("a sound policy");
    let reference = Reference::new(&policy, stamp(&program));

    let mut orphans = Vec::new();
    let countries = records(&countries);
    assert_eq!(countries.len(), 249);
    for country in &countries {
        let Raw::Text(code) = country.get("alpha2") else { panic!("a code") };
        let record = read(&program.shape, None, |name| match name {
            "Lead.CountryCode" => Raw::Text(code),
            _ => Raw::Absent,
        });
        let facts = Facts::default();
        let decision = reference.decide(&record, &facts);
        assert_eq!(json::decided_text(&program, &record, &facts), json::decision_text(&decision));
        match salesforce::owner(&entries, "Lead.CountryCode", code) {
            Some(owner) => assert_eq!(decision.owner.id, salesforce::id(owner), "{code}"),
            None => {
                assert_eq!(decision.owner.id, "nobody", "{code}");
                orphans.push(code.to_owned());
            }
        }
    }
    orphans.sort();
    assert_eq!(orphans, ["BQ", "PM", "PR", "SX"]);
}
