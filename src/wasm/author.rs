//! Check, compile, print, and read files: the door of the compiler module.
//!
//! A policy is handed over as its name, its bytes and the files it names. Whatever is wrong with
//! it comes back as diagnostics; nothing here throws for a policy. Shapes are those of
//! `src/js/author/author.ts`, which is the only caller.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{self, Files};
use super::vocabulary::vocabulary;
use crate::artifact::{self, Profile};
use crate::check::{self as check_floor, Checked, CheckedPolicy};
use crate::decide::stamp;
use crate::diagnostic::{
    self, Code, Diagnostic, Severity, Sources, Style, render_github, render_sarif, render_text,
    tidy, to_json,
};
use crate::policy;
use crate::record::files::{FileError, RawRecord, read_csv, read_json, read_ndjson};

/// Sets up what a fault of ours says on the console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

fn checked(name: &str, bytes: &[u8], files: &JsValue) -> Checked {
    let files: Files = convert::files(files);
    let mut checked = check_floor::check(policy::parse(name, bytes, &files));
    if let Some((folder, _)) = name.rsplit_once('/') {
        checked.sources.put_files_below(folder);
    }
    checked
}

/// `{ ok, diagnostics }`.
#[wasm_bindgen]
pub fn check(name: &str, bytes: &[u8], files: &JsValue) -> JsValue {
    let checked = checked(name, bytes, files);
    let ok = checked.policy.is_some();
    convert::object([
        ("ok", ok.into()),
        ("diagnostics", diagnostics(&checked.sources, checked.diagnostics)),
    ])
}

/// `{ text, errors, warnings }`: the diagnostics in the format `text`, `json`, `github` or `sarif`.
#[wasm_bindgen]
pub fn check_rendered(
    name: &str,
    bytes: &[u8],
    files: &JsValue,
    format: &str,
    color: bool,
) -> JsValue {
    let checked = checked(name, bytes, files);
    rendered(&checked.sources, checked.diagnostics, format, color)
}

/// `{ artifact, hash, diagnostics }`; without the first two when there is an error.
#[wasm_bindgen]
pub fn compile(name: &str, bytes: &[u8], files: &JsValue, profile: &str) -> JsValue {
    let checked = checked(name, bytes, files);
    let diagnostics = ("diagnostics", diagnostics(&checked.sources, checked.diagnostics));
    let Some(policy) = checked.policy else { return convert::object([diagnostics]) };
    let [artifact, hash] = compiled(&policy, profile);
    convert::object([artifact, hash, diagnostics])
}

/// The same with `vocabulary`, from which the module of a policy and its types are written.
#[wasm_bindgen]
pub fn compile_with_vocabulary(
    name: &str,
    bytes: &[u8],
    files: &JsValue,
    profile: &str,
) -> JsValue {
    let checked = checked(name, bytes, files);
    let diagnostics = ("diagnostics", diagnostics(&checked.sources, checked.diagnostics));
    let Some(policy) = checked.policy else { return convert::object([diagnostics]) };
    let [artifact, hash] = compiled(&policy, profile);
    let vocabulary = ("vocabulary", convert::plain(&vocabulary(&policy)));
    convert::object([artifact, hash, vocabulary, diagnostics])
}

fn compiled(policy: &CheckedPolicy, profile: &str) -> [(&'static str, JsValue); 2] {
    let profile = if profile == "edge" { Profile::Edge } else { Profile::Full };
    let program = crate::compile::compile(policy, profile);
    let bytes = artifact::write(&program);
    [("artifact", Uint8Array::from(bytes.as_slice()).into()), ("hash", stamp(&program).hash.into())]
}

/// `{ text, diagnostics }`: the definitions dictionary; without text when there is an error.
#[wasm_bindgen]
pub fn dictionary(name: &str, bytes: &[u8], files: &JsValue) -> JsValue {
    written(name, bytes, files, |policy| policy::dictionary(policy.policy()))
}

/// `{ text, diagnostics }`: the policy in canonical form; without text when there is an error.
#[wasm_bindgen]
pub fn print(name: &str, bytes: &[u8], files: &JsValue) -> JsValue {
    written(name, bytes, files, |policy| policy::print(policy.policy()))
}

fn written(
    name: &str,
    bytes: &[u8],
    files: &JsValue,
    write: impl FnOnce(&CheckedPolicy) -> String,
) -> JsValue {
    let checked = checked(name, bytes, files);
    let diagnostics = ("diagnostics", diagnostics(&checked.sources, checked.diagnostics));
    match checked.policy {
        Some(policy) => convert::object([("text", write(&policy).into()), diagnostics]),
        None => convert::object([diagnostics]),
    }
}

/// The names of the files that a policy names, once each.
#[wasm_bindgen]
pub fn files_named(bytes: &[u8]) -> Array {
    policy::files_named(bytes).into_iter().map(JsValue::from).collect()
}

/// `{ policy, cases, rendered }`: a file of test cases.
#[wasm_bindgen]
pub fn parse_cases(name: &str, bytes: &[u8], color: bool) -> JsValue {
    let (file, sources, found) = policy::parse_cases(name, bytes);
    let cases: Array = file.cases.iter().map(|case| convert::case(&sources, case)).collect();
    let policy = file.policy.map_or(JsValue::UNDEFINED, |policy| policy.value.into());
    convert::object([
        ("policy", policy),
        ("cases", cases.into()),
        ("rendered", rendered(&sources, found, "text", color)),
    ])
}

/// `{ rows }` or `{ error, help }`: the records of a `csv`, `json` or `ndjson` file.
#[wasm_bindgen]
pub fn read_records(format: &str, bytes: &[u8]) -> JsValue {
    let records: Result<Vec<RawRecord>, FileError> = match format {
        "csv" => read_csv(bytes).map(|sheet| sheet.records().collect()),
        "ndjson" => read_ndjson(bytes),
        _ => read_json(bytes),
    };
    match records {
        Ok(records) => {
            let rows: Array = records.into_iter().map(convert::row).collect();
            convert::object([("rows", rows.into())])
        }
        Err(error) => convert::object([
            ("error", error.to_string().into()),
            ("help", error.help().map_or(JsValue::UNDEFINED, JsValue::from)),
        ]),
    }
}

/// The page about a diagnostic's code, as Markdown; undefined for a code there is not.
#[wasm_bindgen]
pub fn page(code: &str) -> Option<String> {
    let code = Code::ALL.iter().find(|known| known.name() == code)?;
    Some(code.page().to_owned())
}

/// Every code that has a page.
#[wasm_bindgen]
pub fn codes() -> Array {
    Code::ALL.iter().map(|code| JsValue::from(code.name())).collect()
}

fn diagnostics(sources: &Sources, found: Vec<Diagnostic>) -> JsValue {
    let (found, _) = tidy(found);
    convert::plain(&diagnostic::placed(sources, &found))
}

fn rendered(sources: &Sources, found: Vec<Diagnostic>, format: &str, color: bool) -> JsValue {
    let count = |severity| found.iter().filter(|one| one.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let (found, left_out) = tidy(found);
    let mut text = match format {
        "json" => format!("{:#}\n", to_json(sources, &found)),
        "github" => render_github(sources, &found),
        "sarif" => render_sarif(sources, &found),
        _ => render_text(sources, &found, Style { color }),
    };
    if format == "text" && left_out > 0 {
        text.push_str(&format!("\n{left_out} more are not shown\n"));
    }
    convert::object([
        ("text", text.into()),
        ("errors", convert::count(errors)),
        ("warnings", convert::count(warnings)),
    ])
}
