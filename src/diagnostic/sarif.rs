//! Diagnostics as SARIF 2.1.0, the form that code scanning services read.

use super::render::example_line;
use super::{Code, Diagnostic, Place, Sources};
use serde_json::{Value, json};

/// A SARIF log with one run; its rules are the codes that occur, each with its page as help.
///
/// Regions are 1-based, the end column is the one after the last character, columns count UTF-16
/// units.
pub fn render_sarif(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let occurs = |code: &Code| diagnostics.iter().any(|diagnostic| diagnostic.code == *code);
    let codes: Vec<Code> = Code::ALL.iter().copied().filter(occurs).collect();
    let rules: Vec<Value> = codes.iter().copied().map(rule).collect();
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(sources, &codes, diagnostic)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "pointperson",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

fn result(sources: &Sources, codes: &[Code], diagnostic: &Diagnostic) -> Value {
    let mut text = vec![diagnostic.message.clone()];
    text.extend(diagnostic.notes.iter().map(|note| format!("note: {note}")));
    if !diagnostic.example.is_empty() {
        text.push(format!("example: {}", example_line(&diagnostic.example)));
    }
    text.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));

    let place = sources.place(diagnostic.span);
    let mut location = json!({ "physicalLocation": physical(&place) });
    if let Some(map) = location.as_object_mut()
        && !place.path.is_empty()
    {
        map.insert("logicalLocations".into(), json!([{ "fullyQualifiedName": place.path }]));
    }
    let related: Vec<Value> = diagnostic
        .labels
        .iter()
        .enumerate()
        .map(|(index, (span, words))| {
            let place = sources.place(*span);
            json!({
                "id": index + 1,
                "message": { "text": words },
                "physicalLocation": physical(&place),
            })
        })
        .collect();
    json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": diagnostic.severity().name(),
        "message": { "text": text.join("\n") },
        "locations": [location],
        "relatedLocations": related,
    })
}

fn physical(place: &Place) -> Value {
    json!({
        "artifactLocation": { "uri": uri(&place.file) },
        "region": {
            "startLine": place.start.line + 1,
            "startColumn": place.start.column + 1,
            "endLine": place.end.line + 1,
            "endColumn": place.end.column + 1,
        },
    })
}

/// A file name as a relative reference: `/` between folders, other bytes escaped.
fn uri(file: &str) -> String {
    let mut uri = String::new();
    for byte in file.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
