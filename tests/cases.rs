//! Runs `tests/cases`: each file is a specification, an example and a test at once.
//!
//! A case goes through every floor, and the reference evaluator judges its decision besides.
//! `UPDATE_CASES=1` writes what came out into the files; read the difference before you keep it.
//! The same flag writes `tests/cases/README.md`, the list of requirements and their cases.
#![cfg(feature = "author")]
#![allow(clippy::expect_used, reason = "a test's helpers fail by panicking")]

#[cfg(test)]
mod support;

use pointperson::decide::{decide, decision_bytes};
use pointperson::diagnostic::{Style, render_text};
use pointperson::explain::explain;
use pointperson::policy::parse_cases;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use support::case_file::{CaseFile, Example, updating};
use support::json;
use support::pipeline::{build, stamp};
use support::raw::{RawRecord, facts_from_json};
use support::reference::Reference;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

#[test]
fn every_case_holds() {
    let mut wrong = Vec::new();
    for mut case in CaseFile::all(&folder()) {
        wrong.extend(head(&case));
        wrong.extend(run(&mut case));
    }
    assert!(wrong.is_empty(), "{} wrong:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// What is wrong with the head of a case.
fn head(case: &CaseFile) -> Vec<String> {
    let mut wrong = Vec::new();
    if case.title.is_empty() {
        wrong.push(format!("{}: no `# title`", case.name));
    }
    let known = requirements();
    for number in &case.covers {
        if !known.iter().any(|(known, _)| known == number) {
            wrong.push(format!("{}: covers `{number}`, which is no requirement", case.name));
        }
    }
    for info in case.unknown_fences() {
        wrong.push(format!("{}: no fence is called `{info}`", case.name));
    }
    wrong
}

fn run(case: &mut CaseFile) -> Vec<String> {
    let Some(text) = case.policy() else {
        // Some stories are too large to stand here and only tell where they are tested.
        let examples = case.examples().len();
        let wrong = (examples > 0).then(|| format!("{}: examples and no policy", case.name));
        return wrong.into_iter().collect();
    };
    let mut wrong = Vec::new();
    let mut built = build("policy.yaml", &text, &case.files());
    if let Some(text) = case.cases() {
        let (_, sources, diagnostics) = parse_cases("policy.cases.yaml", text.as_bytes());
        built.told += &render_text(&sources, &diagnostics, Style { color: false });
    }
    wrong.extend(one_mistake(case, &built.told));
    match case.diagnostics() {
        Some(place) => wrong.extend(case.expect(place, &built.told)),
        None if built.told.is_empty() => {}
        None => wrong.push(format!("{}: not expected:\n{}", case.name, built.told)),
    }
    let Some((policy, program)) = built.policy else { return wrong };
    let reference = Reference::new(&policy, stamp(&program));
    for Example { record, facts, decision, explanation } in case.examples() {
        let read = RawRecord::from_json(&record).read(&program.shape);
        let facts = facts_from_json(&facts);
        let decided = decide(&program, &read, &facts);
        let bytes = decision_bytes(&program, &decided, &facts);
        let judged = json::decision_text(&reference.decide(&read, &facts)).into_bytes();
        if bytes != judged {
            let judged = pretty(&judged);
            wrong.push(format!("{}: {record}: the reference decides\n{judged}", case.name));
        }
        if let Some(place) = decision {
            wrong.extend(case.expect(place, &pretty(&bytes)));
        }
        if let Some(place) = explanation {
            let explained = explain(&program, &read, &facts);
            let lines: Vec<&str> = explained.lines.iter().map(|line| line.text.as_str()).collect();
            wrong.extend(case.expect(place, &lines.join("\n")));
            if explained.decision != decided {
                wrong.push(format!("{}: explaining changes the decision", case.name));
            }
        }
    }
    wrong
}

/// A refused story holds one mistake and tells it once; that of a code is called by it.
fn one_mistake(case: &CaseFile, told: &str) -> Option<String> {
    let of_code = case.name.strip_prefix("diagnostics/");
    if of_code.is_none() && !case.name.starts_with("refused/") {
        return None;
    }
    let heads = told.lines().filter_map(|line| {
        let rest = line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))?;
        rest.split_once("]:").map(|(code, _)| code)
    });
    let codes: Vec<&str> = heads.collect();
    let is_one = matches!(codes.as_slice(), [code] if of_code.is_none_or(|name| name == *code));
    (!is_one).then(|| format!("{}: one mistake is told as {codes:?}", case.name))
}

/// Decision bytes as people read them.
fn pretty(bytes: &[u8]) -> String {
    let json: serde_json::Value = serde_json::from_slice(bytes).expect("decision bytes are JSON");
    serde_json::to_string_pretty(&json).expect("JSON")
}

/// Number and words of every requirement, in order.
fn requirements() -> Vec<(String, String)> {
    let table = fs::read_to_string(folder().join("requirements.tsv")).expect("the requirements");
    let rows = table.lines().skip(1).map(|line| {
        let (number, words) = line.split_once('\t').expect("number, tab, words");
        (number.to_owned(), words.to_owned())
    });
    rows.collect()
}

#[test]
fn the_list_of_requirements_is_up_to_date() {
    let mut stories: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in CaseFile::all(&folder()) {
        for number in &case.covers {
            let link = format!("[{}]({}.md)", case.title, case.name);
            stories.entry(number.clone()).or_default().push(link);
        }
    }
    let mut list = String::from(
        "# Requirements and their cases\n\nWritten by `UPDATE_CASES=1 cargo test --test cases` \
         from `requirements.tsv` and the heads of the cases.\n\n| number | requirement | cases \
         |\n|---|---|---|\n",
    );
    for (number, words) in requirements() {
        let links = stories.get(&number).map_or_else(String::new, |links| links.join(", "));
        list += &format!("| {number} | {words} | {links} |\n");
    }
    let path = folder().join("README.md");
    if updating() {
        fs::write(&path, &list).expect("a writable list");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == list, "tests/cases/README.md is old; run with UPDATE_CASES=1");
}
