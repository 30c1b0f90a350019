//! The floor plan: which module may use which, and what the runtime side must not mention.

use crate::rust::{Token, after_group, gated_tokens, mask, reached, tokens, word};
use std::collections::BTreeSet;

/// Every module of the crate and the modules it may use. A module may also use what these may.
/// Nobody may use `wasm`.
const FLOORS: &[(&str, &[&str])] = &[
    ("record", &[]),
    ("artifact", &["record"]),
    ("decide", &["record", "artifact"]),
    ("explain", &["decide"]),
    ("diagnostic", &[]),
    ("policy", &["record", "diagnostic"]),
    ("check", &["policy"]),
    ("boxes", &["check"]),
    ("analyze", &["boxes", "compile", "decide"]),
    ("compile", &["boxes", "artifact"]),
    ("simulate", &["explain", "diagnostic"]),
    ("learn", &["policy"]),
    ("wasm", &["analyze", "simulate", "learn"]),
];

/// Modules of the plan that are not built yet.
const NOT_YET: &[&str] = &["analyze", "simulate", "learn"];

/// Modules that the smallest build holds, and the one file of `wasm` that belongs to them.
const RUNTIME: &[&str] =
    &["src/record/", "src/artifact/", "src/decide/", "src/explain/", "src/wasm/runtime"];

/// What the runtime must not mention: clocks, tables whose order is not fixed, floats, printing,
/// parsers.
const NOT_IN_RUNTIME: &[&str] = &[
    "std::time",
    "SystemTime",
    "Instant",
    "HashMap",
    "HashSet",
    "f32",
    "f64",
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "regex",
    "serde",
    "serde_json",
    "csv",
    "saphyr_parser",
];

/// A JavaScript number is a double, and `record` makes it an exact integer. Nobody else has one.
const DOUBLES: &[&str] = &["src/record/", "src/wasm/runtime"];

fn may_use(floor: &str) -> BTreeSet<&'static str> {
    let mut all = BTreeSet::new();
    let below = FLOORS.iter().filter(|(name, _)| *name == floor).flat_map(|(_, below)| *below);
    let mut open: Vec<&'static str> = below.copied().collect();
    while let Some(name) = open.pop() {
        if all.insert(name) {
            let below = FLOORS.iter().filter(|(floor, _)| *floor == name);
            open.extend(below.flat_map(|(_, below)| below.iter().copied()));
        }
    }
    all
}

/// The module of the crate that a file of `src` belongs to.
fn floor_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let floor = rest.split('/').next()?;
    (rest != "lib" && floor != "js").then_some(floor)
}

/// A module uses only what its floor allows.
pub fn check_floors(files: &[(String, String)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in files {
        let Some(floor) = floor_of(path) else { continue };
        if !FLOORS.iter().any(|(name, _)| *name == floor) {
            broken.push(format!("{path}: `{floor}` is no floor of the plan"));
            continue;
        }
        let allowed = may_use(floor);
        for (line, name) in uses(path, &tokens(&mask(text))) {
            if name != floor && !allowed.contains(name.as_str()) {
                broken.push(format!("{path}:{line}: `{floor}` must not use `{name}`"));
            }
        }
    }
    broken
}

/// What a file uses at the root of the crate, by `crate::` or by enough `super::`.
fn uses(path: &str, tokens: &[Token]) -> Vec<(usize, String)> {
    let is_mod = path.ends_with("/mod.rs");
    let file_depth = path.matches('/').count() - usize::from(is_mod);
    let mut inline: Vec<bool> = Vec::new();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).map_or("", |before| word(tokens, before));
        let opens_module = |index: usize| index >= 2 && word(tokens, index - 2) == "mod";
        match token.text.as_str() {
            "{" => inline.push(opens_module(index)),
            "}" => drop(inline.pop()),
            "crate" if before != "::" && word(tokens, index + 1) == "::" => {
                found.extend(names(tokens, index + 2));
            }
            "super" if before != "::" => {
                let depth = file_depth + inline.iter().filter(|is_mod| **is_mod).count();
                let climbs = |step: &usize| word(tokens, index + 2 * step) == "super";
                let steps = (0..).take_while(climbs).count();
                if steps >= depth {
                    found.extend(names(tokens, index + 2 * steps));
                }
            }
            _ => {}
        }
    }
    found
}

/// The name at `index`, or the first names of the group that opens there.
fn names(tokens: &[Token], index: usize) -> Vec<(usize, String)> {
    let name = |index: usize| tokens.get(index).map(|token| (token.line, token.text.clone()));
    if word(tokens, index) != "{" {
        return name(index).into_iter().collect();
    }
    let end = after_group(tokens, index).saturating_sub(1);
    let mut out = Vec::new();
    let mut next = index + 1;
    while next < end {
        out.extend(name(next).filter(|(_, name)| name != "self"));
        while next < end && word(tokens, next) != "," {
            next = if word(tokens, next) == "{" { after_group(tokens, next) } else { next + 1 };
        }
        next += 1;
    }
    out
}

/// The folders of `src` are the plan's, no more and no fewer.
pub fn check_folders(folders: &[String]) -> Vec<String> {
    let mut broken = Vec::new();
    for (floor, _) in FLOORS {
        match (folders.iter().any(|folder| folder == floor), NOT_YET.contains(floor)) {
            (false, false) => broken.push(format!("src/{floor}/ is in the plan and not there")),
            (true, true) => broken.push(format!("src/{floor}/ is there: take it off NOT_YET")),
            _ => {}
        }
    }
    for folder in folders {
        if folder != "js" && !FLOORS.iter().any(|(floor, _)| floor == folder) {
            broken.push(format!("src/{folder}/ is not in the plan"));
        }
    }
    broken
}

/// The runtime side mentions nothing that could differ between machines or make it large, except
/// where a line is built for authors or tests only.
pub fn check_runtime(files: &[(String, String)]) -> Vec<String> {
    let reached = reached(files);
    let mut broken = Vec::new();
    for (path, text) in files {
        let is_runtime = RUNTIME.iter().any(|start| path.starts_with(start));
        if !is_runtime || reached.get(path) == Some(&true) {
            continue;
        }
        let has_doubles = DOUBLES.iter().any(|start| path.starts_with(start));
        let (tokens, gated): (Vec<Token>, Vec<bool>) = gated_tokens(text).into_iter().unzip();
        for (index, token) in tokens.iter().enumerate() {
            let path_of_three: String = (index..index + 3).map(|it| word(&tokens, it)).collect();
            let banned = NOT_IN_RUNTIME
                .iter()
                .find(|banned| **banned == token.text || **banned == path_of_three)
                .filter(|banned| !(has_doubles && **banned == "f64"));
            if let (Some(banned), Some(false)) = (banned, gated.get(index)) {
                broken.push(format!("{path}:{}: the runtime must not use {banned}", token.line));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::{check_floors, check_folders, check_runtime};

    fn file(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn a_floor_may_use_what_its_floors_may() {
        let good = [
            file("src/lib.rs", "pub use crate::wasm::x;"),
            file("src/check/mod.rs", "use crate::record::Kind; use super::policy::Policy;"),
            file("src/check/names.rs", "use super::x; use crate::check::y; // crate::wasm::z"),
            file("src/check/types.rs", "mod tests { use super::super::x; }"),
            file("src/wasm/author.rs", "use crate::{analyze, learn::{a, b}, record};"),
        ];
        assert_eq!(check_floors(&good), Vec::<String>::new());
    }

    #[test]
    fn broken_floors_are_named() {
        let bad = [
            file("src/decide/mod.rs", "\nuse crate::policy::Policy;\nfn f() { super::check::g() }"),
            file("src/record/read.rs", "use crate::{self, record::{a, b}, decide::{c}, wasm};"),
            file("src/diagnostic/code.rs", "mod a { use super::super::super::record::x; }"),
            file("src/explain/mod.rs", "use crate::Decision;"),
            file("src/helpers/mod.rs", ""),
        ];
        assert_eq!(
            check_floors(&bad),
            [
                "src/decide/mod.rs:2: `decide` must not use `policy`",
                "src/decide/mod.rs:3: `decide` must not use `check`",
                "src/record/read.rs:1: `record` must not use `decide`",
                "src/record/read.rs:1: `record` must not use `wasm`",
                "src/diagnostic/code.rs:1: `diagnostic` must not use `record`",
                "src/explain/mod.rs:1: `explain` must not use `Decision`",
                "src/helpers/mod.rs: `helpers` is no floor of the plan",
            ]
        );
    }

    #[test]
    fn folders_outside_the_plan_are_named() {
        let plan =
            ["record", "artifact", "decide", "explain", "diagnostic", "policy", "check", "boxes"];
        let mut folders: Vec<String> = plan.iter().map(|it| (*it).to_owned()).collect();
        folders.extend(["compile", "js", "util", "learn"].map(str::to_owned));
        assert_eq!(
            check_folders(&folders),
            [
                "src/learn/ is there: take it off NOT_YET",
                "src/wasm/ is in the plan and not there",
                "src/util/ is not in the plan",
            ]
        );
    }

    #[test]
    fn the_runtime_is_kept_pure() {
        let bad = [
            file("src/lib.rs", "mod artifact; mod decide; mod record;"),
            file("src/artifact/mod.rs", "#[cfg(feature = \"author\")]\nmod write;\nmod read;"),
            file("src/artifact/write.rs", "use serde::Serialize;"),
            file("src/artifact/read.rs", "// f64\nfn f(x: f64) {}\nuse std::time::Duration;"),
            file("src/record/mod.rs", "fn f(x: f64) { println!() }"),
            file("src/decide/mod.rs", "#[cfg(test)] mod t { use x::HashMap; }\nuse x::HashSet;"),
        ];
        assert_eq!(
            check_runtime(&bad),
            [
                "src/artifact/read.rs:2: the runtime must not use f64",
                "src/artifact/read.rs:3: the runtime must not use std::time",
                "src/record/mod.rs:1: the runtime must not use println",
                "src/decide/mod.rs:2: the runtime must not use HashSet",
            ]
        );
    }
}
