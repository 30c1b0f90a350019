//! JSON files and JSON lines.

use pointperson::record::files::{FileError, FileProblem, OwnedRaw, RawRecord};
use pointperson::record::files::{read_json, read_ndjson};
use pointperson::record::{Kind, Raw, Why};

use super::support::{INTEGER, decimal, field, missing, number, shape, word};

fn one(text: &str) -> RawRecord {
    read_json(text.as_bytes()).map(|mut records| records.remove(0)).unwrap_or_default()
}

fn place(error: &FileError) -> (usize, usize) {
    (error.at.line, error.at.column)
}

#[test]
fn an_object_or_a_list_of_objects_is_read() {
    let record = one(r#"{"a": "x", "b": 1.5, "c": true, "d": null, "e": [1], "f": {"g": [{}]}}"#);
    assert_eq!(record.get("a"), Raw::Text("x"));
    assert_eq!(record.get("b"), Raw::Number(1.5));
    assert_eq!(record.get("c"), Raw::Flag(true));
    assert_eq!(record.get("d"), Raw::Null);
    assert_eq!(record.get("e"), Raw::Other);
    assert_eq!(record.get("f"), Raw::Other);
    assert_eq!(record.get("g"), Raw::Absent);
    assert_eq!(read_json(b"\xEF\xBB\xBF[{}, {\"a\": 1}]\r\n").unwrap().len(), 2);
    assert_eq!(read_json(b"[]").unwrap().len(), 0);
}

#[test]
fn names_are_only_names_and_the_last_of_two_counts() {
    let record = one(r#"{"__proto__": {"admin": true}, "a": 1, "constructor": 2, "a": 3}"#);
    let names: Vec<_> = record.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["__proto__", "a", "constructor"]);
    assert_eq!(record.fields[1].1, OwnedRaw::Number(3.0));
    let shape = shape(vec![field("admin", Kind::Flag), field("__proto__", INTEGER)]);
    let expected = [missing(Why::NotGiven), missing(Why::WrongType)];
    assert_eq!(record.read(&shape).values, expected);
}

#[test]
fn integers_of_two_to_the_53_are_not_rounded_unseen() {
    let shape = shape(vec![field("n", INTEGER), field("t", Kind::Text { ignore_case: false })]);
    let read = |digits: &str| one(&format!(r#"{{"n": {digits}, "t": {digits}}}"#)).read(&shape);
    let largest = read("9007199254740991");
    assert_eq!(largest.values, [number(9_007_199_254_740_991), word("9007199254740991")]);
    for digits in ["9007199254740992", "9007199254740993", "18446744073709551616", "1e300"] {
        let expected = [missing(Why::NumberTooLarge), missing(Why::WrongType)];
        assert_eq!(read(digits).values, expected, "{digits}");
    }
}

#[test]
fn a_number_becomes_the_double_javascript_makes_of_it() {
    let shape = shape(vec![field("n", decimal(6))]);
    for (digits, scaled) in [
        ("0.1", 100_000),
        ("1234.5600000000000000000000", 1_234_560_000),
        ("1.100000e1", 11_000_000),
        ("123456789.123456", 123_456_789_123_456),
    ] {
        let record = one(&format!(r#"{{"n": {digits}}}"#));
        assert_eq!(record.get("n"), Raw::Number(digits.parse().unwrap()));
        assert_eq!(record.read(&shape).values, [number(scaled)], "{digits}");
    }
}

#[test]
fn a_number_no_double_holds_spoils_itself_alone() {
    let shape = shape(vec![field("n", INTEGER), field("t", Kind::Text { ignore_case: false })]);
    for digits in ["1e400", "-1E+400", &"9".repeat(400)] {
        let record = one(&format!(r#"{{"n": {digits}, "t": {digits}, "after": 1}}"#));
        let expected = [missing(Why::NumberTooLarge), missing(Why::WrongType)];
        assert_eq!(record.read(&shape).values, expected, "{digits}");
        assert_eq!(record.get("after"), Raw::Number(1.0), "{digits}");
    }
    assert_eq!(one(r#"{"n": 1e-400}"#).read(&shape).values[0], number(0), "as in JavaScript");
}

#[test]
fn what_is_no_number_of_json_says_so_and_where() {
    for word in ["NaN", "-NaN", "Infinity", "-Infinity", "undefined", "0x1F", "+1", "1.", "007"] {
        let error = read_json(format!("[{{}},\n {{\"a\": {word}}}]").as_bytes()).unwrap_err();
        assert_eq!(place(&error), (2, 8), "{word}: {error}");
        let expected = format!("line 2, column 8: not JSON: `{word}` is not a value JSON has");
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.help(), Some("write `null` for a value that is not there"));
    }
}

#[test]
fn half_a_surrogate_pair_becomes_the_replacement_character() {
    let read = |text: &str| one(&format!(r#"{{"{text}": "{text}"}}"#)).fields.remove(0);
    for (escaped, expected) in [
        (r"\ud800", "\u{FFFD}"),
        (r"a\uDFFFb", "a\u{FFFD}b"),
        (r"\ud800\ud800", "\u{FFFD}\u{FFFD}"),
        (r"\ud800\ud83d\ude00", "\u{FFFD}😀"),
        (r"\ude00\ud83d", "\u{FFFD}\u{FFFD}"),
        (r"\ud83dé\n", "\u{FFFD}é\n"),
        (r"\ud83d\ude00", "😀"),
        (r"\\ud800", r"\ud800"),
        (r#"\"\u00e9\/"#, "\"é/"),
        ("\u{FFFD}", "\u{FFFD}"),
    ] {
        let (name, value) = read(escaped);
        assert_eq!(
            (name.as_str(), value),
            (expected, OwnedRaw::Text(expected.into())),
            "{escaped}"
        );
    }
    let lines = read_ndjson(b"{\"a\": \"\\ud800\"}\n{\"a\": \"x\"}").unwrap();
    assert_eq!(lines[0].get("a"), Raw::Text("\u{FFFD}"));
    assert_eq!(one(r#"{"a": {"\ud800": "\ud800"}}"#).get("a"), Raw::Other);
    assert_eq!(read_json(br#"{"a": "\ud80g"}"#).unwrap_err().code(), "json-not-readable");
}

#[test]
fn the_id_may_be_a_text_or_a_whole_number() {
    let id = |text| one(text).read(&shape(Vec::new())).id;
    assert_eq!(id(r#"{"id": " 00Q1 "}"#).as_deref(), Some("00Q1"));
    assert_eq!(id(r#"{"id": 42}"#).as_deref(), Some("42"));
    assert_eq!(id(r#"{"id": 4.2}"#), None);
    assert_eq!(id(r#"{"id": null}"#), None);
    assert_eq!(id(r#"{"id": ["x"]}"#), None);
}

#[test]
fn what_is_no_json_says_where() {
    let error = read_json(b"{\"a\": 1,\n \"b\": nope}").unwrap_err();
    assert_eq!((error.at.line, error.code()), (2, "json-not-readable"));
    for bytes in [
        &b"{"[..],
        b"{\"a\": NaN}",
        b"{\"a\": 01}",
        b"{\"a\": \"\n\"}",
        b"{} {}",
        b"{'a': 1}",
        b"[{},]",
    ] {
        let error = read_json(bytes).unwrap_err();
        assert_eq!(error.code(), "json-not-readable", "{error}");
    }
    assert_eq!(read_json(b" ").unwrap_err().problem, FileProblem::Empty);
    assert_eq!(read_json(b"\"\xE9\"").unwrap_err().code(), "file-not-utf8");
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(one(&deep).get("a"), Raw::Other);
}

#[test]
fn what_is_no_object_says_what_it_is() {
    let error = read_json(b"[{},\n 5]").unwrap_err();
    let found = "invalid type: integer `5`, expected an object".to_owned();
    assert_eq!((&error.problem, error.at.line), (&FileProblem::NotObject { found }, 2));
    assert_eq!(read_json(b"\"x\"").unwrap_err().code(), "json-not-an-object");
    assert_eq!(read_json(b"[[{}]]").unwrap_err().code(), "json-not-an-object");
}

#[test]
fn json_lines_hold_one_object_each() {
    let records = read_ndjson("{\"a\": 1}\r\n\n  \n{\"a\": \"é\"}".as_bytes()).unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(records[1].get("a"), Raw::Text("é"));
    let error = read_ndjson(b"{}\n\n{\"a\": x}\n").unwrap_err();
    assert_eq!((error.code(), place(&error)), ("json-not-readable", (3, 7)));
    assert_eq!(read_ndjson(b"{}\n[]\n").unwrap_err().code(), "json-not-an-object");
    assert_eq!(read_ndjson(b"{} {}\n").unwrap_err().code(), "json-not-readable");
    assert_eq!(read_ndjson(b"\n").unwrap_err().problem, FileProblem::Empty);
}
