//! Files of test cases.

use pointperson::policy::{CaseFile, parse_cases};

use super::shown;

fn read(text: &str) -> (CaseFile, Vec<String>) {
    let (file, sources, diagnostics) = parse_cases("c.cases.yaml", text.as_bytes());
    let shown = shown(&sources, &diagnostics);
    (file, shown)
}

#[test]
fn what_a_case_says() {
    let (file, found) = read(
        "policy: ownership.policy.yaml\ncases:\n  - case: a large customer goes to Ana\n    record: \
         { employees: 1,200, country: null, state: \"null\", name: }\n    facts: { now: \
         2026-01-31T10:00Z, away: [bo, cy], currentOwner: null }\n    expect: { owner: ana, stage: \
         mql }\n",
    );
    // A number with a comma is cut by the braces, as in a policy.
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(file.policy.unwrap().value, "ownership.policy.yaml");
    let case = &file.cases[0];
    assert_eq!(case.name.value, "a large customer goes to Ana");
    let given = |list: &[(
        pointperson::diagnostic::Spanned<String>,
        Option<pointperson::diagnostic::Spanned<String>>,
    )]|
     -> Vec<(String, Option<String>)> {
        list.iter()
            .map(|(name, value)| (name.value.clone(), value.as_ref().map(|v| v.value.clone())))
            .collect()
    };
    let facts = given(&case.facts);
    assert_eq!(facts[1], ("away".to_owned(), Some("bo, cy".to_owned())));
    assert_eq!(facts[2], ("currentOwner".to_owned(), None));
    let record = given(&case.record);
    assert_eq!(record[record.len() - 2], ("state".to_owned(), Some("null".to_owned())));
    assert_eq!(record[record.len() - 1], ("name".to_owned(), None));
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
    assert_eq!(
        read("cases:\n  - case: a\n    expect: {}\n  - case: b\n  - case: c\n    facts: { away: { a: b } }\n    expext: { owner: ana }\n").1,
        [
            "bad-case 3:5-3:11 cases[0].expect | this case expects nothing",
            "missing-key 4:5-4:9 cases[1].case | a case needs `expect`",
            "unknown-key 7:5-7:11 cases[2].expext | a case has no key `expext`",
            "bad-case 6:14-6:18 cases[2].facts.away | the value of `away` is a text, not a list or a mapping",
        ]
    );
}
