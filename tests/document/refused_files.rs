//! Bytes that are no text, documents that are too large, CSV files that are none, and what helps.

use std::collections::BTreeMap;

use pointperson::policy::parse;

use super::{around, files, read, shown};

#[track_caller]
fn bytes_give(bytes: &[u8], expected: &[&str]) {
    let parsed = parse("p", bytes, &BTreeMap::new());
    assert_eq!(shown(&parsed.sources, &parsed.diagnostics), expected);
}

#[test]
fn bytes_that_are_no_text() {
    let latin = b"policy: p\nmeans: caf\xE9\n";
    let expected = "not-text 2:11-2:12  | line 2 is not UTF-8 text, it looks like Latin-1";
    bytes_give(latin, &[expected]);
    bytes_give(b"\xFF\xFEp\0", &["not-text 1:1-1:2  | line 1 is UTF-16, not UTF-8 text"]);
    bytes_give(b"a: b\0c\n", &["not-text 1:5-1:6  | line 1 holds a NUL character"]);
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_nothing() {
    let text = around("means: x\n").replace('\n', "\r\n");
    let parsed = parse("p", format!("\u{FEFF}{text}").as_bytes(), &BTreeMap::new());
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.sources.text(parsed.policy.id.span), "p");
    assert!(parsed.policy == read(&around("means: x\n")).policy);
}

#[test]
fn limits() {
    let deep = format!("a: {}", "[".repeat(70));
    bytes_give(
        deep.as_bytes(),
        &["too-large 1:67-1:68  | the document is more than 64 levels deep"],
    );
    let large = format!("# {}", "x".repeat(5_000_000));
    let expected = "too-large 1:1-1:1  | the document is larger than 4194304 bytes";
    bytes_give(large.as_bytes(), &[expected]);
    let key = "k".repeat(600);
    let long = format!("{key}: 1");
    bytes_give(long.as_bytes(), &["wrong-shape 1:1-1:601  | this key is too long"]);
}

/// What a people file with this text gives.
#[track_caller]
fn people_give(csv: &str, expected: &[&str]) {
    let text = around("people: people.csv\n");
    let parsed = parse("p", text.as_bytes(), &files(&[("people.csv", csv)]));
    assert_eq!(shown(&parsed.sources, &parsed.diagnostics), expected, "{csv}");
    for found in &parsed.diagnostics {
        assert_eq!(parsed.sources.place(found.span).file, "people.csv");
    }
}

#[test]
fn people_files() {
    people_give("id,name\nana,Ana\n", &[]);
    people_give("", &["empty-table 1:1-1:1  | the file is empty"]);
    people_give(
        "id;name\nana;Ana\n",
        &["csv-not-understood 1:1-1:8  | expected commas between cells, found `;`"],
    );
    people_give(
        "id,name\nana,Ana,x\n",
        &["csv-not-understood 2:1-2:10  | row 1 has 3 cells, the header has 2"],
    );
    people_give(
        "id,name\nana,\"Ana\n",
        &["csv-not-understood 2:5-2:6  | a cell opens with `\"` and never closes"],
    );
    people_give(
        "id,name,rolle,x\nana,Ana,ae,\n",
        &[
            "unknown-column 1:9-1:14  | people have no column `rolle`",
            "unknown-column 1:15-1:16  | people have no column `x`",
        ],
    );
    people_give("id\nana\n", &["missing-key 1:1-1:3  | `people.csv` has no column `name`"]);
    people_give(
        "id,name,role\nana,Ana,AE\nAna,A,\nana,B,\n,C,\nbo,,\n",
        &[
            "bad-id 2:9-2:11 row 1, column role | `AE` is no id for a role",
            "bad-id 3:1-3:4 row 2, column id | `Ana` is no id for a person",
            "duplicate-id 4:1-4:4 row 3, column id | the person `ana` stands twice",
            "missing-key 5:1-5:4 row 4, column id | a person needs `id`",
            "missing-key 6:1-6:5 row 5, column id | a person needs `name`",
        ],
    );
}

#[test]
fn table_files() {
    let text = around(
        "route: [{ layer: a, table: t.csv }, { layer: b, table: t.csv }, { otherwise: ana }]",
    );
    let give = |csv: &str| {
        let parsed = parse("p", text.as_bytes(), &files(&[("t.csv", csv)]));
        shown(&parsed.sources, &parsed.diagnostics)
    };
    // A file named twice is reported once.
    assert_eq!(
        give("a,a\n"),
        ["csv-not-understood 1:3-1:4  | columns 1 and 2 are both called `a`"]
    );
    let empty = give("country,owner\n");
    assert_eq!(empty[0], "empty-table 4:28-4:33 route[0].table | this table has no row");
}

/// The help of the first diagnostic.
fn help(text: &str) -> String {
    read(text).diagnostics.first().and_then(|found| found.help.clone()).unwrap_or_default()
}

#[test]
fn what_helps() {
    let cut = around(
        "score:\n  fit:\n    - { points: 40, when: employees > 1,000, \
         half-life: \"4h\", since: a }\n",
    );
    let expected = "give each key a line of its own, or put the condition in quotes:\n\
                    - points: 40\n  when: employees > 1,000\n  half-life: \"4h\"\n  since: a";
    assert_eq!(help(&cut), expected);
    let colon = around("stages:\n  mql:\n    enter: country = \"a: b\n    owner: ana\n");
    assert_eq!(help(&colon), "put it in quotes: `enter: 'country = \"a: b'`");
    let hash = around("stages:\n  mql:\n    enter: country = #1\n    owner: ana\n");
    assert_eq!(help(&hash), "put it in quotes: `enter: \"country = #1\"`");
    assert_eq!(help(&around("menas: x\n")), "did you mean `means`?");
    assert_eq!(help(&around("record: My Lead\n")), "write `my-lead`");
    assert_eq!(help("policy:\n\tx\n"), "indent with spaces, two for each level");
    assert_eq!(help("policy: !x y\n"), "put a text that begins with `!` in quotes");
    let near = parse("p", around("people: peple.csv").as_bytes(), &files(&[("people.csv", "")]));
    assert_eq!(near.diagnostics[0].help.as_deref(), Some("did you mean `people.csv`?"));
}

#[test]
fn a_cut_condition_is_read_whole() {
    let cut = around("score:\n  fit:\n    - { points: 40, when: country in (US, CA) }\n");
    let whole = around("score:\n  fit:\n    - points: 40\n      when: country in (US, CA)\n");
    assert!(read(&cut).policy == read(&whole).policy);
}
