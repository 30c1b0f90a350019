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
const EVERY_KEY: &str = r##"
policy: every-key
version: 9007199254740991
record: ticket
means: "a # in quotes: yes"
fields:
  a: { type: text, required: yes, ignore case: TRUE, label: " spaced ", means: "null", when absent: "-" }
  b: { type: money, currency: EUR, ranges: allowed, from: { b_k: thousands, b: units, "b: m": millions } }
  c: { type: choice, values: [NO, "yes, no", "", 02134, "it's", 'say "x"', "\tback\\slash\u2028"], from: [x, { y: billions }] }
  d: decimal(2)
  e: { type: domain, of: mail, from: "Company Domain" }
  mail: email
derive:
  one: { lookup: t.csv, match: unique, empty: any, means: a look-up }
  two:
    lookup:
      - { b: 100 to 999, a: "x, y", two: z }
      - { two: w, "odd, column": "not DE" }
      - { a: ">= 65" }
    match: most-specific
  three:
    - { is: "x: y", when: always }
    - is: "- x"
      when: "a = \"it's: a # b\" or (not b > 5 and a is missing)"
score:
  fit:
    - { points: -5, when: "a = x", half-life: 1 week, since: d }
  intent:
    - { points: 5, when: "a in (x, 'y, z')", half-life: 90 min }
grade: { of: score, A: 10, B: -5, else: Z }
stages:
  s1: { enter: "a starts with 'x'", position: in work, owner: p1, respond within: 15m, leave within: 2 w, means: m }
  s2: { enter: always, owner: p1 }
people:
  p1: { name: "Ana: \"A\"", role: r1, zone: Europe/Berlin, email: a@b.example, ids: { sf: 0051, hub-spot: "#1" } }
  p2: { name: "2" }
pools:
  even: { members: [p1, p2], turn: round-robin, sticky by: a, when empty: p1 }
  odd: { members: { p1: 3, p2: 1 }, turn: least-loaded, sticky by: [a, b] }
  plain: { members: [p2] }
route:
  - { layer: "1: ask", ask: currentOwner, unknown owner: keep, any stage: yes }
  - { layer: two, ask: accountOwner, unknown owner: pass, when: "a = b", any stage: no }
  - { layer: three, table: t.csv, match: first, empty: any }
  - layer: four
    table: [{ a: any, owner: p1 }]
    when: always
  - { layer: five, pool: odd }
  - { layer: six, owner: p2 }
  - otherwise: p1
"##;

#[test]
fn every_key() {
    let text = EVERY_KEY.replace("\"\", 02134", "02134");
    let (policy, printed) = round(&text, &files(&[("t.csv", "a,one\n\" x, y \",z\n,w\n")]));
    assert_eq!(policy.fields[2].values[2].value, "02134");
    assert_eq!(policy.fields[0].label.as_ref().unwrap().value, " spaced ");
    assert_eq!(policy.people.list[0].ids[0].1.value, "0051");
    assert!(printed.contains("means: \"a # in quotes: yes\"\n"), "{printed}");
}

#[test]
fn people_from_a_file() {
    let text = "policy: p\nfields: {}\npeople: people.csv\nroute: [{ otherwise: ana }]\n";
    let people =
        "id,name,role,zone,email,ids.sf,ids.hub\nana,Ana,ae,,a@b.example,1,\nbo, Bo ,,,,,2\n";
    let (policy, printed) = round(text, &files(&[("people.csv", people)]));
    assert_eq!(
        printed,
        "policy: p\nversion: 1\nrecord: lead\nfields: {}\npeople: people.csv\n\nroute:\n  - otherwise: ana\n"
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
        let mut policy = round("policy: p\nfields: { a: text }\npeople: { ana: { name: x } }\nroute: [{ otherwise: ana }]", &BTreeMap::new()).0;
        policy.people.list[0].name.value = text.to_owned();
        policy.fields[0].label = Some(policy.people.list[0].name.clone());
        let printed = print(&policy);
        let again = parse("p", printed.as_bytes(), &BTreeMap::new());
        assert_eq!(again.diagnostics, [], "{text:?}\n{printed}");
        assert!(again.policy == policy, "{text:?}\n{printed}");
    }
}
