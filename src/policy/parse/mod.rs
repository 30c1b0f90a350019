//! From a document to a [`Policy`], going on after every mistake.
//!
//! One file for each topic; `shape` holds the readers they share, `keys` the table of all keys,
//! `condition` what YAML does to conditions, `tables` and `files` the CSV files beside a policy.
//! Whether names and values mean something is the business of `check`.
//!
//! Invariant: one mistake, one diagnostic. What stands for an unreadable part says nothing that
//! could be reported again: an empty name, a condition without alternatives, a table that has a
//! file and no column.

mod cases;
mod condition;
mod fields;
mod files;
pub mod keys;
mod people;
mod route;
mod score;
mod shape;
mod tables;

use std::collections::BTreeMap;

use super::bytes;
use super::document::{self, Data, Entry, Node};
use super::{Answer, How, Policy};
use crate::diagnostic::{Diagnostic, SourceIndex, Sources, Span, Spanned};
use keys::POLICY;

pub use cases::parse_cases;
pub(super) use fields::SCALINGS;
pub(super) use people::TURNS;
pub(super) use route::UNKNOWN_OWNERS;
pub(super) use tables::MATCHES;

/// The highest version: the largest integer that JSON readers keep exact.
const VERSION_MAX: u64 = (1 << 53) - 1;

/// What `parse` gives: as much of the policy as could be read, and what was wrong.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The policy. With errors among the diagnostics, parts of it are missing.
    pub policy: Policy,
    /// The document and the files it names, with the path of every part.
    pub sources: Sources,
    /// What was wrong, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a policy document called `name`, and the CSV files it names from `files`.
pub fn parse(name: &str, bytes: &[u8], files: &BTreeMap<String, Vec<u8>>) -> Parsed {
    let mut parsed = Parsed::default();
    let Some((text, root)) = open(name, bytes, &mut parsed.sources, &mut parsed.diagnostics) else {
        return parsed;
    };
    let mut reader = Reader {
        text: &text,
        sources: parsed.sources,
        diagnostics: parsed.diagnostics,
        files,
        read: BTreeMap::new(),
    };
    let policy = reader.policy(&root);
    Parsed { policy, sources: reader.sources, diagnostics: reader.diagnostics }
}

/// The CSV files a policy document names, each once, in the order of their names. A document that
/// cannot be read names none, and names outside the document's folder are left out.
pub fn files_named(bytes: &[u8]) -> Vec<String> {
    let policy = parse("", bytes, &BTreeMap::new()).policy;
    let derived = policy.derive.iter().filter_map(|derived| match &derived.how {
        How::Lookup(table) => table.file.as_ref(),
        How::Lines(_) => None,
    });
    let steps = policy.steps.iter().filter_map(|step| match &step.answer {
        Answer::Table(table) => table.file.as_ref(),
        Answer::Ask { .. } | Answer::Owner(_) | Answer::Pool(_) => None,
    });
    let all = derived.chain(steps).chain(policy.people.file.as_ref());
    let mut names: Vec<_> = all.map(|name| name.value.clone()).collect();
    names.retain(|name| files::leaves_folder(name).is_none());
    names.sort();
    names.dedup();
    names
}

/// Adds a document to the sources, reads its tree and names its parts.
pub(super) fn open(
    name: &str,
    content: &[u8],
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(String, Node)> {
    let source = SourceIndex(0);
    let text = match bytes::decode(source, content) {
        Ok(text) => text,
        Err((text, found)) => {
            sources.add(name, text);
            diagnostics.push(*found);
            return None;
        }
    };
    sources.add(name, text.as_str());
    let root = document::read(source, &text, diagnostics)?;
    name_parts(&root, "", sources);
    Some((text, root))
}

/// Names every part of a document by its path. The depth of a document is limited.
fn name_parts(node: &Node, path: &str, sources: &mut Sources) {
    match &node.data {
        Data::Scalar(_) => {}
        Data::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("{path}[{index}]");
                sources.name_part(item.span, path.as_str());
                name_parts(item, &path, sources);
            }
        }
        Data::Map(entries) => {
            for entry in entries {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{}", entry.key.text);
                let end = entry.value.span.end.max(entry.key_span.end);
                sources.name_part(Span { end, ..entry.key_span }, path.as_str());
                name_parts(&entry.value, &path, sources);
            }
        }
    }
}

/// The state of one reading.
pub(super) struct Reader<'a> {
    /// The text of the document; all spans of its tree are of this text.
    text: &'a str,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    files: &'a BTreeMap<String, Vec<u8>>,
    /// Files that were read, so that a file named twice is added and reported once.
    read: BTreeMap<String, Option<std::rc::Rc<files::Grid>>>,
}

impl<'a> Reader<'a> {
    /// The characters of the document at `span`.
    fn part(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    fn policy(&mut self, root: &Node) -> Policy {
        let head = score::head_of(root);
        let Some(found) = self.map(root, head, &POLICY) else { return Policy::default() };
        let mut policy = Policy {
            id: self.needed_text(&found, "policy"),
            version: Spanned::new(1, head),
            record: Spanned::new("lead".to_owned(), head),
            ..Policy::default()
        };
        self.check_id(&policy.id, "a policy");
        if let Some(version) = found.get("version").and_then(|at| self.number(at, 0, VERSION_MAX)) {
            policy.version = version;
        }
        if let Some(record) = self.id_at(&found, "record", "a kind of record") {
            policy.record = record;
        }
        policy.means = self.text_at(&found, "means");
        let section = |key: &str| found.get(key);
        policy.fields = section("fields").map(|at| self.fields(at)).unwrap_or_default();
        policy.derive = section("derive").map(|at| self.derive(at)).unwrap_or_default();
        (policy.fit, policy.intent) = section("score").map(|at| self.score(at)).unwrap_or_default();
        policy.grade = section("grade").and_then(|at: &Entry| self.grade(at));
        policy.stages = section("stages").map(|at| self.stages(at)).unwrap_or_default();
        policy.people = section("people").map(|at| self.people(at)).unwrap_or_default();
        policy.pools = section("pools").map(|at| self.pools(at)).unwrap_or_default();
        (policy.steps, policy.otherwise) =
            section("route").map(|at| self.route(at)).unwrap_or_default();
        policy
    }
}
