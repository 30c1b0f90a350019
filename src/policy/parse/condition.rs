//! Conditions in their places: read by `policy::parse_condition`, put together where YAML cut
//! them, and never reported twice.

use std::ops::Range;

use super::Reader;
use super::keys::Object;
use super::shape::Found;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::policy::document::{self, Data, Entry, Node};
use crate::policy::yaml::quoted;
use crate::policy::{Condition, Placed, When, parse_condition, parse_structured};

/// A condition that YAML cut at commas.
pub(super) struct Cut {
    /// The whole condition.
    pub whole: Span,
    /// The entries that are its tail.
    pub tail: Range<usize>,
}

/// What stands for a condition that could not be read: it never holds, and names nothing.
pub(super) fn never(span: Span) -> When {
    When::If(Spanned::new(Condition::Or(Vec::new()), span))
}

fn is_condition_key(key: &str) -> bool {
    matches!(key, "when" | "enter")
}

impl Reader<'_> {
    /// Finds a plain condition in `{ }` that goes on in the keys behind it, and reports it once.
    pub(super) fn join_cut_condition(
        &mut self,
        node: &Node,
        entries: &[Entry],
        object: &Object,
    ) -> Option<Cut> {
        let text = self.text;
        if !text.get(node.span.start as usize..)?.starts_with('{') {
            return None;
        }
        let is_condition = |entry: &Entry| {
            is_condition_key(&entry.key.text)
                && object.keys.iter().any(|key| key.name == entry.key.text)
                && matches!(&entry.value.data, Data::Scalar(scalar) if scalar.plain)
        };
        let at = entries.iter().position(is_condition)?;
        let condition = entries.get(at)?;
        let behind = entries.iter().skip(at + 1);
        let is_known = |entry: &&Entry| object.keys.iter().any(|key| key.name == entry.key.text);
        let is_tail = |entry: &&Entry| document::is_cut_off(text, entry) && !is_known(entry);
        let tail = behind.take_while(is_tail).count();
        let tail = at + 1..at + 1 + tail;
        let last = entries.get(tail.clone())?.last()?;
        let whole = Span { end: last.key_span.end, ..condition.value.span };
        let slice = |span: Span| {
            let slice = text.get(span.start as usize..span.end as usize).unwrap_or("");
            slice.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let before = text.get(..node.span.start as usize).unwrap_or("").trim_end();
        let (mut dash, indent) = if before.ends_with('-') { ("- ", "  ") } else { ("", "") };
        let mut lines = String::new();
        for (index, entry) in entries.iter().enumerate() {
            let value = if index == at { slice(whole) } else { slice(outer(text, &entry.value)) };
            if !tail.contains(&index) {
                lines.push_str(&format!("\n{dash}{}: {value}", entry.key.text));
                dash = indent;
            }
        }
        let first = entries.get(tail.start).map_or(whole, |entry| entry.key_span);
        let comma = Span { end: first.start, start: condition.value.span.end, ..whole };
        self.report(
            Diagnostic::new(
                Code::ConditionCutByComma,
                whole,
                "YAML cut this condition at its comma",
            )
            .label(comma, "inside `{ }` a text without quotes ends at the comma")
            .help(format!(
                "give each key a line of its own, or put the condition in quotes:{lines}"
            )),
        );
        Some(Cut { whole, tail })
    }

    /// The condition under a key that must be there.
    pub(super) fn needed_when(&mut self, found: &Found, key: &str) -> When {
        self.when(found, key).unwrap_or_else(|| never(found.head))
    }

    /// The condition under a key, if the key is there.
    pub(super) fn when(&mut self, found: &Found, key: &str) -> Option<When> {
        let entry = found.get(key)?;
        let node = &entry.value;
        let scalar = match &node.data {
            Data::Scalar(scalar) => scalar,
            Data::Map(entries) => return Some(self.structured(entry, entries)),
            Data::List(_) => {
                self.wrong_shape(node, entry.key_span, &format!("`{key}`"), "a condition");
                return Some(never(node.span));
            }
        };
        if let Some(whole) = found.repaired {
            return Some(self.repaired(whole));
        }
        if scalar.text.trim_ascii().eq_ignore_ascii_case("always") {
            return Some(When::Always(node.span));
        }
        if scalar.text.trim_ascii().is_empty() {
            let message = format!("`{key}` is empty");
            let found = Diagnostic::new(Code::ConditionNotUnderstood, entry.key_span, message);
            self.report(found.help("write a condition, or `always`"));
            return Some(never(node.span));
        }
        let placed = Placed { text: &scalar.text, span: node.span, verbatim: scalar.verbatim };
        match parse_condition(placed) {
            Ok(condition) => Some(When::If(Spanned::new(condition, node.span))),
            Err(found) => {
                let cut = if scalar.plain { self.cut_by_hash(entry) } else { None };
                self.report(cut.unwrap_or(found));
                Some(never(node.span))
            }
        }
    }

    /// A condition that was put together again. Its mistake has been reported.
    fn repaired(&mut self, whole: Span) -> When {
        let text = self.part(whole);
        match parse_condition(Placed { text, span: whole, verbatim: true }) {
            Ok(condition) => When::If(Spanned::new(condition, whole)),
            Err(_) => never(whole),
        }
    }

    /// The comment behind a condition that does not parse, as the rest of the condition.
    fn cut_by_hash(&self, entry: &Entry) -> Option<Diagnostic> {
        let text = self.text;
        let start = entry.value.span.end as usize;
        let line = text.get(start..)?.lines().next()?.trim_end();
        let gap = line.len() - line.trim_start().len();
        if gap == 0 || !line.trim_start().starts_with('#') {
            return None;
        }
        let cap = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let comment =
            Span { start: cap(start + gap), end: cap(start + line.len()), ..entry.value.span };
        let whole = Span { end: comment.end, ..entry.value.span };
        let message = "YAML took the rest of this condition for a comment";
        let help = format!("put it in quotes: `{}: {}`", entry.key.text, quoted(self.part(whole)));
        let found = Diagnostic::new(Code::ConditionCutByHash, whole, message);
        Some(found.label(comment, "a `#` after a space begins a comment").help(help))
    }

    /// A condition written as a mapping.
    fn structured(&mut self, entry: &Entry, entries: &[Entry]) -> When {
        let node = &entry.value;
        let first = entries.first();
        let plain = first.filter(|first| first.key.plain && first.key.text.contains(' '));
        if let Some(first) = plain {
            let colon =
                Span { start: first.key_span.end, end: first.key_span.end + 1, ..node.span };
            let message = "YAML took the colon in this condition for a key";
            let help =
                format!("put it in quotes: `{}: {}`", entry.key.text, quoted(self.part(node.span)));
            self.report(Diagnostic::new(Code::ConditionCutByColon, colon, message).help(help));
            return never(node.span);
        }
        match parse_structured(node) {
            Ok(condition) => When::If(Spanned::new(condition, node.span)),
            Err(found) => {
                self.diagnostics.extend(found);
                never(node.span)
            }
        }
    }
}

/// The span of a value with its quotes.
fn outer(text: &str, node: &Node) -> Span {
    let quotes = |at: Option<u32>| {
        let byte = at.and_then(|at| text.as_bytes().get(at as usize)).copied();
        matches!(byte, Some(b'"' | b'\''))
    };
    let quoted = matches!(&node.data, Data::Scalar(scalar) if !scalar.plain);
    if quoted && quotes(node.span.start.checked_sub(1)) && quotes(Some(node.span.end)) {
        return Span { start: node.span.start - 1, end: node.span.end + 1, ..node.span };
    }
    node.span
}
