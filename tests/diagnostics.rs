//! Diagnostics as people and machines see them: every renderer against what it must say.
#![cfg(feature = "author")]

use pointperson::diagnostic::{
    Code, Diagnostic, SourceIndex, Sources, Span, Style, render_github, render_sarif, render_text,
    summary, to_json,
};
use serde_json::{Value, json};

const PLAIN: Style = Style { color: false };

/// Sources with one file, and the span of the `nth` place (from 0) where `part` stands in it.
fn source(text: &str, part: &str, nth: usize) -> (Sources, Span) {
    let mut sources = Sources::default();
    let index = sources.add("ownership.policy.yaml", text);
    (sources, find(index, text, part, nth))
}

fn find(source: SourceIndex, text: &str, part: &str, nth: usize) -> Span {
    let found = text.match_indices(part).nth(nth);
    assert!(found.is_some(), "`{part}` stands in the text");
    let start = found.map_or(0, |(start, _)| start);
    Span { source, start: start as u32, end: (start + part.len()) as u32 }
}

fn text_of(sources: &Sources, diagnostic: Diagnostic) -> String {
    render_text(sources, &[diagnostic], PLAIN)
}

#[test]
fn a_message_says_what_where_why_and_what_to_do() {
    let text = "fields:
  employees: integer
route:
  - layer: enterprise
    when: employes > 1,000
    owner: ana
";
    let (mut sources, span) = source(text, "employes ", 0);
    let span = Span { end: span.end - 1, ..span };
    sources.name_part(find(SourceIndex(0), text, "employes > 1,000", 0), "route[0].when");
    let declared = find(SourceIndex(0), text, "employees", 0);
    let diagnostic = Diagnostic::new(Code::UnknownField, span, "no field named `employes`")
        .label(span, "not declared in `fields`")
        .label(declared, "this one is near")
        .note("a name that does not exist is never true")
        .help("did you mean `employees`?");
    assert_eq!(
        text_of(&sources, diagnostic),
        "\
error[unknown-field]: no field named `employes`
  at ownership.policy.yaml:5:11 (route[0].when)
  5 |     when: employes > 1,000
    |           ^^^^^^^^ not declared in `fields`
  2 |   employees: integer
    |   --------- this one is near
  note: a name that does not exist is never true
  help: did you mean `employees`?
"
    );
}

#[test]
fn two_are_parted_by_an_empty_line_and_counted() {
    let (sources, span) = source("a: 1\nb: 2\n", "2", 0);
    let mut warning = Diagnostic::new(Code::MayBeMissing, span, "`country` may be missing");
    warning.example = vec![("country".into(), String::new()), ("name".into(), "a, b".into())];
    let error = Diagnostic::new(Code::UnknownKey, span, "`b` means nothing here");
    let all = [error.clone(), warning.clone(), error.clone()];
    assert_eq!(
        render_text(&sources, &all[..2], PLAIN),
        "\
error[unknown-key]: `b` means nothing here
  at ownership.policy.yaml:2:4
  2 | b: 2
    |    ^

warning[may-be-missing]: `country` may be missing
  at ownership.policy.yaml:2:4
  2 | b: 2
    |    ^
  example: { country: \"\", name: \"a, b\" }
"
    );
    assert_eq!(summary(&all), "2 errors, 1 warning");
    assert_eq!(summary(&all[1..2]), "1 warning");
    assert_eq!(summary(&[]), "no errors, no warnings");
    assert_eq!(render_text(&sources, &[], PLAIN), "");
}

#[test]
fn labels_share_a_line_and_name_other_files() {
    let text = "pool: sdr\nrole: sdr, sdr\n";
    let (mut sources, main) = source(text, "sdr", 1);
    let csv = "id,role\nsam,sdr\n";
    let other = sources.add("people.csv", csv);
    let diagnostic = Diagnostic::new(Code::AmbiguousName, main, "`sdr` is a pool and a role")
        .label(find(other, csv, "sdr", 0), "a role here")
        .label(find(SourceIndex(0), text, "sdr", 2), "and again")
        .label(find(SourceIndex(0), text, "sdr", 0), "a pool here");
    assert_eq!(
        text_of(&sources, diagnostic),
        "\
error[ambiguous-name]: `sdr` is a pool and a role
  at ownership.policy.yaml:2:7
  2 | role: sdr, sdr
    |       ^^^
    |            --- and again
  1 | pool: sdr
    |       --- a pool here
  at people.csv:2:5
  2 | sam,sdr
    |     --- a role here
"
    );
}

#[test]
fn of_several_lines_the_first_is_shown() {
    let (sources, span) = source("route:\r\n  - layer: a\r\n    owner: b\r\n", "- layer", 0);
    let span = Span { end: span.end + 20, ..span };
    let diagnostic = Diagnostic::new(Code::StepNeverReached, span, "`a` is never asked")
        .help("write\n  - layer: a\n\nabove");
    assert_eq!(
        text_of(&sources, diagnostic),
        "\
error[step-never-reached]: `a` is never asked
  at ownership.policy.yaml:2:3
  2 |   - layer: a
    |   ^^^^^^^^^^
  help: write
          - layer: a

        above
"
    );
}

#[test]
fn carets_stand_under_tabs_and_wide_text() {
    let (sources, span) = source("\tname: 日本 🦀 Ana\n", "Ana", 0);
    let diagnostic = Diagnostic::new(Code::NotYaml, span, "a tab");
    assert_eq!(
        text_of(&sources, diagnostic),
        "\
error[not-yaml]: a tab
  at ownership.policy.yaml:1:14
  1 |     name: 日本 🦀 Ana
    |                   ^^^
"
    );
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = format!("{}needle{}\n", "x".repeat(5_000), "y".repeat(5_000));
    let (sources, span) = source(&text, "needle", 0);
    let shown = text_of(&sources, Diagnostic::new(Code::CsvNotUnderstood, span, "a long row"));
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[2], format!("  1 | …{}needle{}…", "x".repeat(30), "y".repeat(64)));
    assert_eq!(lines[3], format!("    | {}^^^^^^", " ".repeat(31)));
    let whole = Span { start: 0, end: 9_000, ..span };
    let shown = text_of(&sources, Diagnostic::new(Code::CsvNotUnderstood, whole, "a long row"));
    assert_eq!(shown.lines().nth(3), Some(format!("    | {}", "^".repeat(100)).as_str()));
}

#[test]
fn what_would_act_on_a_terminal_is_shown_escaped() {
    let (sources, span) = source("name: \u{1b}[2J\u{202e}x\n", "x", 0);
    let diagnostic = Diagnostic::new(Code::BadId, span, "`\u{1b}]0;x\u{7}\n` is no id")
        .note("see \u{9b}31m")
        .help("a\u{200b}b");
    let shown = render_text(&sources, &[diagnostic], PLAIN);
    assert!(shown.chars().all(|it| it == '\n' || !it.is_control()), "{shown:?}");
    assert!(shown.contains("`\\u{1b}]0;x\\u{7}\\n` is no id"), "{shown}");
    assert!(shown.contains("  1 | name: \\u{1b}[2J\\u{202e}x\n"), "{shown}");
    assert!(shown.contains(&format!("    | {}^\n", " ".repeat(23))), "{shown}");
}

#[test]
fn color_adds_nothing_but_escapes() {
    let (sources, span) = source("a: b\n", "b", 0);
    let diagnostics = [Diagnostic::new(Code::UnknownKey, span, "no `b`").help("try `c`")];
    let colored = render_text(&sources, &diagnostics, Style { color: true });
    assert!(colored.starts_with("\u{1b}[1;31merror[unknown-key]\u{1b}[0m: "), "{colored:?}");
    let mut plain = String::new();
    for (index, part) in colored.split('\u{1b}').enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once('m').expect("an end").1 });
    }
    assert_eq!(plain, render_text(&sources, &diagnostics, PLAIN));
}

#[test]
fn spans_outside_the_text_harm_nothing() {
    let (sources, _) = source("é\n", "é", 0);
    let places = [(0, 0, 0), (0, 1, 1), (0, 1, 99), (0, 99, 5), (7, 0, 4), (0, u32::MAX, 0)];
    for (source, start, end) in places {
        let span = Span { source: SourceIndex(source), start, end };
        let all = [Diagnostic::new(Code::NotYaml, span, "nowhere").label(span, "here")];
        assert!(render_text(&sources, &all, PLAIN).starts_with("error[not-yaml]: nowhere\n"));
        assert!(render_github(&sources, &all).ends_with("title=not-yaml::nowhere\n"));
        assert!(serde_json::from_str::<Value>(&render_sarif(&sources, &all)).is_ok());
    }
    let empty = Sources::default();
    let all = [Diagnostic::new(Code::EmptyDocument, Span::default(), "nothing")];
    assert_eq!(render_text(&empty, &all, PLAIN), "error[empty-document]: nothing\n");
}

#[test]
fn json_has_places_in_utf_16() {
    let text = "a: 1\nb: 🦀é x\n";
    let (mut sources, span) = source(text, "x", 0);
    sources.name_part(find(SourceIndex(0), text, "🦀é x", 0), "b");
    let mut diagnostic = Diagnostic::new(Code::BadId, span, "`x`")
        .label(find(SourceIndex(0), text, "a", 0), "first")
        .note("why");
    let place = json!({
        "file": "ownership.policy.yaml",
        "path": "b",
        "start": { "line": 1, "column": 7 },
        "end": { "line": 1, "column": 8 },
    });
    let mut expected = json!({
        "code": "bad-id",
        "severity": "error",
        "message": "`x`",
        "place": place,
        "labels": [{
            "place": {
                "file": "ownership.policy.yaml",
                "path": "",
                "start": { "line": 0, "column": 0 },
                "end": { "line": 0, "column": 1 },
            },
            "message": "first",
        }],
        "notes": ["why"],
    });
    assert_eq!(to_json(&sources, std::slice::from_ref(&diagnostic)), json!([expected]));

    diagnostic = diagnostic.help("what to do");
    diagnostic.example = vec![("country".into(), "BR".into())];
    expected["help"] = json!("what to do");
    expected["example"] = json!({ "country": "BR" });
    assert_eq!(to_json(&sources, &[diagnostic]), json!([expected]));
}

#[test]
fn github_commands_are_escaped() {
    let mut sources = Sources::default();
    let text = "a: 🦀b\nc: d\n";
    let index = sources.add("a,b:c%.yaml", text);
    let diagnostic = Diagnostic::new(Code::MayBeMissing, find(index, text, "b", 0), "50%\r\n::x")
        .note("why: a, b")
        .help("one\ntwo");
    let several = Span { end: text.len() as u32 - 1, ..diagnostic.span };
    let error = Diagnostic::new(Code::UnknownKey, several, "no");
    assert_eq!(
        render_github(&sources, &[diagnostic, error]),
        "::warning file=a%2Cb%3Ac%25.yaml,line=1,col=6,endLine=1,endColumn=7,title=may-be-missing\
         ::50%25\\r\\n::x%0Anote: why: a, b%0Ahelp: one%0Atwo\n\
         ::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=2,title=unknown-key::no\n"
    );
    assert_eq!(render_github(&sources, &[]), "");
}

#[test]
fn sarif_has_rules_results_and_one_based_regions() {
    let mut sources = Sources::default();
    let text = "a: 🦀b\nc: d\n";
    let index = sources.add("our policies/ownership.yaml", text);
    sources.name_part(find(index, text, "🦀b", 0), "a");
    let first = Diagnostic::new(Code::UnknownField, find(index, text, "b", 0), "no field `b`")
        .label(find(index, text, "d", 0), "near")
        .help("did you mean `d`?");
    let second = Diagnostic::new(Code::MayBeMissing, find(index, text, "d", 0), "may be missing");
    let third = Diagnostic::new(Code::UnknownField, find(index, text, "d", 0), "no field `d`");
    let sarif: Value = serde_json::from_str(&render_sarif(&sources, &[first, second, third]))
        .expect("SARIF is JSON");

    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["tool"]["driver"]["name"], "pointperson");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let ids: Vec<&Value> = rules.iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids, ["unknown-field", "may-be-missing"], "each code once, in the table's order");
    assert_eq!(rules[1]["defaultConfiguration"]["level"], "warning");
    assert_eq!(rules[0]["help"]["markdown"], Code::UnknownField.page());

    let region = json!({ "startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 7 });
    let near = json!({ "startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 5 });
    let file = json!({ "uri": "our%20policies/ownership.yaml" });
    assert_eq!(
        run["results"][0],
        json!({
            "ruleId": "unknown-field",
            "ruleIndex": 0,
            "level": "error",
            "message": { "text": "no field `b`\nhelp: did you mean `d`?" },
            "locations": [{
                "physicalLocation": { "artifactLocation": file, "region": region },
                "logicalLocations": [{ "fullyQualifiedName": "a" }],
            }],
            "relatedLocations": [{
                "id": 1,
                "message": { "text": "near" },
                "physicalLocation": { "artifactLocation": file, "region": near },
            }],
        })
    );
    let rest: Vec<&Value> = run["results"].as_array().expect("results").iter().skip(1).collect();
    assert_eq!(
        rest.iter().map(|it| it["ruleIndex"].as_u64()).collect::<Vec<_>>(),
        [Some(1), Some(0)]
    );
    let none: Value = serde_json::from_str(&render_sarif(&sources, &[])).expect("SARIF is JSON");
    assert_eq!(none["runs"][0]["results"], json!([]), "a clean run is a run with no results");
}
