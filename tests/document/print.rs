//! What is printed reads back as the same policy.

use std::collections::BTreeMap;

use pointperson::policy::{Policy, parse, print};

use super::{SKETCH, files, shown, sketch_files};

#[track_caller]
fn round(text: &str, files: &BTreeMap<String, Vec<u8>>) -> (Policy, String) {
    let first = parse("p", text.as_bytes(), files);
    assert_eq!(shown(&first.sources, &first.diagnostics), Vec::<String>::new(), "{text}");
    let printed = print(&first.policy);
    let second = parse("p", printed.as_bytes(), files);
    assert_eq!(shown(&second.sources, &second.diagnostics), Vec::<String>::new(), "{printed}");
    assert!(first.policy == second.policy, "{text}\n{printed}");
    assert_eq!(print(&second.policy), printed);
    (first.policy, printed)
}

#[test]
fn the_sketch() {
    let (_, printed) = round(SKETCH, &sketch_files());
    assert!(printed.contains("\n      when: employees > 1,000 and revenue > $100M\n"), "{printed}");
    assert!(printed.contains("\n  country: country\n"), "{printed}");
    assert!(printed.contains("\n    table: territories.csv\n"), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 120), "{printed}");
}

/// Every key that there is, and every form of those that have several.
const EVERY_KEY: &str = include_str!("every-key.policy.yaml");

#[test]
fn every_key() {
    let (policy, printed) = round(EVERY_KEY, &files(&[("t.csv", "a,one\n\" x, y \",z\n,w\n")]));
    assert_eq!(policy.fields[2].values[2].value, "02134");
    assert_eq!(policy.fields[0].label.as_ref().unwrap().value, " spaced ");
    assert_eq!(policy.people.list[0].ids[0].1.value, "0051");
    assert!(printed.contains("means: \"a # in quotes: yes\"\n"), "{printed}");
}

#[test]
fn conditions_as_mappings() {
    let text = super::around(
        "route:
  - layer: a
    when: { and: [{ '==': [{ var: country }, US] }, { '>': [{ var: employees }, 5] }] }
    owner: ana
  - otherwise: ana
",
    );
    let (_, printed) = round(&text, &BTreeMap::new());
    assert!(printed.contains("when: country = US and employees > 5\n"), "{printed}");
}

#[test]
fn people_from_a_file() {
    let text = "policy: p\nfields: {}\npeople: people.csv\nroute: [{ otherwise: ana }]\n";
    let people =
        "id,name,role,zone,email,ids.sf,ids.hub\nana,Ana,ae,,a@b.example,1,\nbo, Bo ,,,,,2\n";
    let (policy, printed) = round(text, &files(&[("people.csv", people)]));
    assert_eq!(
        printed,
        "policy: p\nversion: 1\nrecord: lead\nfields: {}\npeople: people.csv\n\n\
         route:\n  - otherwise: ana\n"
    );
    let bo = &policy.people.list[1];
    assert_eq!((bo.name.value.as_str(), bo.role.is_none(), bo.ids.len()), ("Bo", true, 1));
}

#[test]
fn any_text_keeps_its_characters() {
    let awkward = [
        "null",
        "~",
        "yes",
        "NO",
        "0x1F",
        "1.10",
        "09:00",
        "-",
        "--- ",
        "...",
        "a: b",
        "a #b",
        "#a",
        "a,b",
        "{a}",
        "[a]",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
        "'a'",
        "\"a\"",
        "a\\b",
        " a",
        "a ",
        "a  b",
        "a\nb",
        "a\n\nb\n",
        "a\tb",
        "a\rb",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}x\u{a0}",
        "\u{2028}",
        "\u{feff}x",
        "\u{200d}",
        "\u{fffe}",
        "\u{1f600}",
        "é",
        "?",
        "? a",
        "- a",
        "a:",
        ":a",
        "=",
        "<<",
        "e\u{301}",
        "\u{e000}",
        "\u{10ffff}",
    ];
    for text in awkward {
        let mut policy = round(&super::around("fields: { a: text }\n"), &BTreeMap::new()).0;
        policy.people.list[0].name.value = text.to_owned();
        policy.fields[0].label = Some(policy.people.list[0].name.clone());
        let printed = print(&policy);
        let again = parse("p", printed.as_bytes(), &BTreeMap::new());
        assert_eq!(again.diagnostics, [], "{text:?}\n{printed}");
        assert!(again.policy == policy, "{text:?}\n{printed}");
    }
}
