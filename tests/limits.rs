//! Policies at the limits of `check` and one beyond them: sound, or one diagnostic that says so.
#![cfg(feature = "author")]
#![allow(clippy::panic, reason = "a test's helpers fail by panicking")]

use pointperson::check::{
    ALTERNATIVES_MAX, BOXES_MAX, DECAYING_POINTS_MAX, LIST_MAX, LITERAL_BYTES_MAX, POINTS_MAX,
    check,
};
use pointperson::policy::parse;
use std::collections::BTreeMap;

/// A policy with these fields, this score (or nothing) and these steps.
struct Story {
    fields: String,
    score: String,
    steps: String,
    people: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Default for Story {
    fn default() -> Self {
        Story {
            fields: "{ note: text, size: integer, host: domain, seen: moment }".to_owned(),
            score: String::new(),
            steps: String::new(),
            people: "{ bo: { name: Bo Lind } }".to_owned(),
            files: BTreeMap::new(),
        }
    }
}

impl Story {
    fn table(header: &str, rows: impl Iterator<Item = String>) -> Self {
        let file = rows.fold(format!("{header}\n"), |file, row| file + &row + "\n");
        Story {
            steps: "  - layer: table\n    table: table.csv\n".to_owned(),
            files: BTreeMap::from([("table.csv".to_owned(), file.into_bytes())]),
            ..Story::default()
        }
    }

    fn score(lines: impl Iterator<Item = String>) -> Self {
        let score = lines.fold("score:\n  fit:\n".to_owned(), |score, line| score + &line + "\n");
        Story { score, ..Story::default() }
    }

    fn when(condition: &str) -> Self {
        let steps = format!("  - layer: one\n    when: {condition}\n    owner: bo\n");
        Story { steps, ..Story::default() }
    }

    /// The diagnostics, as code and message.
    fn told(&self) -> Vec<String> {
        let text = format!(
            "policy: story\nfields: {}\n{}people: {}\nroute:\n{}  - otherwise: bo\n",
            self.fields, self.score, self.people, self.steps
        );
        let checked = check(parse("policy.yaml", text.as_bytes(), &self.files));
        let told = checked.diagnostics.iter();
        told.map(|it| format!("{}: {}", it.code.name(), it.message)).collect()
    }

    fn is_sound(&self) {
        assert_eq!(self.told(), Vec::<String>::new());
    }

    fn is_refused(&self, expected: &str) {
        assert_eq!(self.told(), [expected.to_owned()]);
    }
}

#[test]
fn rows_of_a_table() {
    let rows = |count: usize| Story::table("size,owner", (0..count).map(|at| format!("{at},bo")));
    rows(BOXES_MAX).is_sound();
    rows(BOXES_MAX + 1).is_refused(
        "too-large: the table has 10001 rows and alternatives in them, at most 10000 are compiled",
    );
}

#[test]
fn alternatives_in_a_row_count_as_rows() {
    let cell = ["1 to 2"; 11].join(", ");
    let rows = (0..1_000).map(|_| format!("\"{cell}\",bo"));
    Story::table("size,owner", rows).is_refused(
        "too-large: the table has 11000 rows and alternatives in them, at most 10000 are compiled",
    );
}

#[test]
fn domains_of_an_account_list() {
    let list =
        |count: usize| Story::table("host,owner", (0..count).map(|at| format!("a{at}.example,bo")));
    list(LIST_MAX).is_sound();
    list(LIST_MAX + 1)
        .is_refused("too-large: the table has 60001 domains, at most 60000 are compiled");
}

#[test]
fn values_that_one_field_is_compared_with() {
    let cell = |row: usize| {
        let words = (0..601).map(|at| format!("w{}", row * 601 + at));
        words.collect::<Vec<_>>().join(", ")
    };
    let rows = (0..100).map(|row| format!("\"{}\",bo", cell(row)));
    Story::table("note,owner", rows)
        .is_refused("too-large: `note` is compared with 60100 values, at most 60000 are compiled");
}

#[test]
fn points_of_a_line() {
    let line = |points: i64| {
        Story::score(std::iter::once(format!("    - {{ points: {points}, when: always }}")))
    };
    line(POINTS_MAX).is_sound();
    line(-POINTS_MAX).is_sound();
    line(POINTS_MAX + 1)
        .is_refused("too-large: 10001 points are too many; at most 10000 are possible");
    line(-POINTS_MAX - 1)
        .is_refused("too-large: -10001 points are too many; at most 10000 are possible");
}

#[test]
fn points_of_all_lines_that_decay() {
    let lines = |points: &[i64]| {
        let line = |points: &i64| {
            format!("    - {{ points: {points}, when: always, half-life: 1 day, since: seen }}")
        };
        Story::score(points.iter().map(line))
    };
    lines(&[DECAYING_POINTS_MAX - 1, -1]).is_sound();
    let refused = "too-large: the lines that decay give more than 10000 points";
    lines(&[DECAYING_POINTS_MAX - 1, -1, 1, 1, 1]).is_refused(refused);
}

/// A condition of four to the power of `groups` alternatives.
fn alternatives(groups: usize) -> String {
    let group = |at: usize| format!("(f{at}0 or f{at}1 or f{at}2 or f{at}3)");
    (0..groups).map(group).collect::<Vec<_>>().join(" and ")
}

fn flags(groups: usize) -> String {
    let flags = (0..groups).flat_map(|at| (0..4).map(move |nth| format!("f{at}{nth}: flag")));
    format!("{{ {} }}", flags.collect::<Vec<_>>().join(", "))
}

#[test]
fn alternatives_of_one_condition() {
    assert_eq!(ALTERNATIVES_MAX, 4_usize.pow(6));
    Story { fields: flags(6), ..Story::when(&alternatives(6)) }.is_sound();
    Story { fields: flags(7), ..Story::when(&alternatives(7)) }
        .is_refused("condition-too-large: this condition has too many alternatives");
}

#[test]
fn alternatives_of_all_lines_of_the_score() {
    let lines = |count: usize| {
        let line = |_| format!("    - {{ points: 1, when: \"{}\" }}", alternatives(6));
        Story { fields: flags(6), ..Story::score((0..count).map(line)) }
    };
    lines(2).is_sound();
    lines(3).is_refused(
        "too-large: the rules of `score` have 12288 alternatives, at most 10000 are compiled",
    );
}

#[test]
fn people() {
    let story = |count: usize| {
        let file = (1..count)
            .fold("id,name\nbo,Bo\n".to_owned(), |file, at| file + &format!("p{at},P {at}\n"));
        Story {
            people: "people.csv".to_owned(),
            files: BTreeMap::from([("people.csv".to_owned(), file.into_bytes())]),
            ..Story::default()
        }
    };
    story(LIST_MAX).is_sound();
    story(LIST_MAX + 1)
        .is_refused("too-large: the policy has 60001 people, at most 60000 are possible");
}

#[test]
fn bytes_of_a_literal() {
    let long = |length: usize| format!("note = {}", "x".repeat(length));
    Story::when(&long(1_000)).is_sound();
    // In a condition the limit of the whole condition comes first.
    Story::when(&long(LITERAL_BYTES_MAX + 1))
        .is_refused("condition-not-understood: a condition of more than 65536 bytes");
}

#[test]
fn lengths_of_time() {
    let line = |half_life: &str| {
        let line =
            format!("    - {{ points: 1, when: always, half-life: {half_life}, since: seen }}");
        Story::score(std::iter::once(line))
    };
    line("36600 days").is_sound();
    for too_long in ["36601 days", "0 days"] {
        let told = line(too_long).told();
        let is_one =
            matches!(told.as_slice(), [one] if one.starts_with("duration-not-understood: "));
        assert!(is_one, "{told:?}");
    }
}
