//! Files of test cases.

use pointperson::diagnostic::Spanned;
use pointperson::policy::{CaseFile, parse_cases};

use super::shown;

const GOOD: &str = "\
policy: ownership.policy.yaml
cases:
  - case: a large customer goes to Ana
    record: { employees: '1,200', country: null, state: \"null\", name: }
    facts: { now: 2026-01-31T10:00Z, away: [bo, cy], currentOwner: null }
    expect: { owner: ana, stage: mql }
";

const BAD: &str = "\
cases:
  - case: a
    expect: {}
  - case: b
  - case: c
    facts: { away: { a: b } }
    expext: { owner: ana }
  - case: d
    record: { employees: 1,200, country: US }
    expect: { owner: [ana] }
";

const BAD_GIVES: &[&str] = &[
    "bad-case 3:5-3:11 cases[0].expect | this case expects nothing",
    "missing-key 4:5-4:9 cases[1].case | a case needs `expect`",
    "unknown-key 7:5-7:11 cases[2].expext | a case has no key `expext`",
    "bad-case 6:14-6:18 cases[2].facts.away | \
     the value of `away` is a text, not a list or a mapping",
    "bad-case 9:28-9:31 cases[3].record.200 | YAML cut the value before this at its comma",
    "bad-case 10:15-10:20 cases[3].expect.owner | \
     the value of `owner` is a text, not a list or a mapping",
];

type Given = (Spanned<String>, Option<Spanned<String>>);

fn given(list: &[Given]) -> Vec<(&str, Option<&str>)> {
    list.iter()
        .map(|(name, value)| {
            (name.value.as_str(), value.as_ref().map(|value| value.value.as_str()))
        })
        .collect()
}

fn read(text: &str) -> (CaseFile, Vec<String>) {
    let (file, sources, diagnostics) = parse_cases("c.cases.yaml", text.as_bytes());
    let shown = shown(&sources, &diagnostics);
    (file, shown)
}

#[test]
fn what_a_case_says() {
    let (file, found) = read(GOOD);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(file.policy.unwrap().value, "ownership.policy.yaml");
    let case = &file.cases[0];
    assert_eq!(case.name.value, "a large customer goes to Ana");
    let facts = given(&case.facts);
    assert_eq!(facts[1], ("away", Some("bo, cy")));
    assert_eq!(facts[2], ("currentOwner", None));
    let record = given(&case.record);
    assert_eq!(record[record.len() - 2], ("state", Some("null")));
    assert_eq!(record[record.len() - 1], ("name", None));
    let expect: Vec<_> = case
        .expect
        .iter()
        .map(|part| (part.part.value.as_str(), part.value.value.as_str()))
        .collect();
    assert_eq!(expect, [("owner", "ana"), ("stage", "mql")]);
}

#[test]
fn what_is_wrong_with_cases() {
    assert_eq!(read("cases: []").1, ["bad-case 1:1-1:6 cases | there is no case"]);
    assert_eq!(read("").1, ["empty-document 1:1-1:1  | the document is empty"]);
    assert_eq!(read(BAD).1, BAD_GIVES);
}
