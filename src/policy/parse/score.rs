//! `derive:`, `score:` and `grade:`.

use super::Reader;
use super::keys::{DERIVE_LINE, GRADE, LOOKUP, SCORE, SCORE_LINE};
use super::tables::Sort;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::policy::document::{Data, Entry, Node};
use crate::policy::yaml::brief;
use crate::policy::{DeriveLine, Derived, Grade, How, ScoreLine};

/// The most points of a line and the highest threshold of a grade. A sum of all lines stays far
/// below what an integer holds.
const POINTS_MAX: i64 = 1_000_000;

impl Reader<'_> {
    pub(super) fn derive(&mut self, entry: &Entry) -> Vec<Derived> {
        let entries = self.entries(entry, "`derive`");
        entries.iter().filter_map(|entry| self.derived(entry)).collect()
    }

    fn derived(&mut self, entry: &Entry) -> Option<Derived> {
        let id = self.id_of(entry, "a derived value");
        let span = Span { end: entry.value.span.end, ..entry.key_span };
        if let Data::Map(_) = entry.value.data {
            let found = self.map(&entry.value, entry.key_span, &LOOKUP)?;
            let means = self.text_at(&found, "means");
            let table = self.table(&found, "lookup", Sort::Lookup)?;
            return Some(Derived { id, how: How::Lookup(table), means, span });
        }
        if entry.value.is_nothing() || matches!(entry.value.data, Data::Scalar(_)) {
            let due = "a list of lines with `is` and `when`, or a look-up";
            let what = format!("`{}`", brief(&entry.key.text));
            self.wrong_shape(&entry.value, entry.key_span, &what, due);
            return Some(Derived { id, how: How::Lines(Vec::new()), means: None, span });
        }
        let mut lines = Vec::new();
        for item in self.items(entry, "a derived value") {
            let head = head_of(item);
            let Some(found) = self.map(item, head, &DERIVE_LINE) else { continue };
            let is = self.needed_text(&found, "is");
            let when = self.needed_when(&found, "when");
            lines.push(DeriveLine { is, when, span: item.span });
        }
        Some(Derived { id, how: How::Lines(lines), means: None, span })
    }

    /// The lines of `fit` and of `intent`.
    pub(super) fn score(&mut self, entry: &Entry) -> (Vec<ScoreLine>, Vec<ScoreLine>) {
        if entry.value.is_nothing() {
            return (Vec::new(), Vec::new());
        }
        let Some(found) = self.map(&entry.value, entry.key_span, &SCORE) else {
            return (Vec::new(), Vec::new());
        };
        let mut axis = |key: &str| match found.get(key) {
            Some(entry) => self.score_lines(entry),
            None => Vec::new(),
        };
        (axis("fit"), axis("intent"))
    }

    fn score_lines(&mut self, entry: &Entry) -> Vec<ScoreLine> {
        let what = format!("`{}`", brief(&entry.key.text));
        let mut lines = Vec::new();
        for item in self.items(entry, &what) {
            let Some(found) = self.map(item, head_of(item), &SCORE_LINE) else { continue };
            let points = found.get("points");
            let points = points.and_then(|entry| self.number(entry, -POINTS_MAX, POINTS_MAX));
            lines.push(ScoreLine {
                points: points.unwrap_or_default(),
                when: self.needed_when(&found, "when"),
                half_life: self.duration_at(&found, "half-life"),
                since: self.text_at(&found, "since"),
                span: item.span,
            });
        }
        lines
    }

    pub(super) fn grade(&mut self, entry: &Entry) -> Option<Grade> {
        let is_letter = |text: &str| matches!(text.as_bytes(), [b'A'..=b'Z']);
        let found = self.map_with(&entry.value, entry.key_span, &GRADE, is_letter)?;
        let of = self.needed_text(&found, "of");
        let otherwise = self.needed_text(&found, "else");
        if !otherwise.value.is_empty() && !is_letter(&otherwise.value) {
            let message = format!("`{}` is no grade", brief(&otherwise.value));
            let help = "write one capital letter";
            let found = Diagnostic::new(Code::ValueNotUnderstood, otherwise.span, message);
            self.report(found.help(help));
        }
        let mut bands = Vec::new();
        for entry in &found.others {
            let letter = Spanned::new(entry.key.text.clone(), entry.key_span);
            let least = self.number(entry, -POINTS_MAX, POINTS_MAX);
            bands.extend(least.map(|least| (letter, least)));
        }
        // A key that is no grade was meant for one, and has been reported.
        let has_others = matches!(&entry.value.data, Data::Map(entries) if entries.len() > 2);
        if found.others.is_empty() && !has_others {
            let message = "`grade` has no grade above `else`";
            let missing = Diagnostic::new(Code::MissingKey, entry.key_span, message);
            self.report(missing.help("add the grades, best first, such as `A: 40`"));
        }
        let span = Span { end: entry.value.span.end, ..entry.key_span };
        Some(Grade { of, bands, otherwise, span })
    }
}

/// Where to point when something is missing in an item of a list: its first key.
pub(super) fn head_of(item: &Node) -> Span {
    match &item.data {
        Data::Map(entries) => entries.first().map_or(item.span, |entry| entry.key_span),
        Data::Scalar(_) | Data::List(_) => item.span,
    }
}
