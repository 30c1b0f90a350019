//! Diagnostics as JSON: what the JavaScript package, the command line and the Studio hand out.
//!
//! Positions are 0-based and half-open, columns in UTF-16 units (see `place`).

use super::{Diagnostic, Place, Sources};
use serde::Serialize;

/// A diagnostic whose spans have become places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlacedDiagnostic {
    /// The stable name of the code.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that belong to it.
    pub labels: Vec<PlacedLabel>,
    /// Why it is wrong.
    pub notes: Vec<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A record that shows it: an object of texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Another place of a diagnostic, with a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlacedLabel {
    /// Where.
    pub place: Place,
    /// What it is.
    pub message: String,
}

/// The diagnostics with their places.
pub fn placed(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<PlacedDiagnostic> {
    diagnostics.iter().map(|diagnostic| placed_one(sources, diagnostic)).collect()
}

/// The diagnostics as a JSON list.
pub fn to_json(sources: &Sources, diagnostics: &[Diagnostic]) -> serde_json::Value {
    // Texts, lists and small numbers always serialize.
    serde_json::to_value(placed(sources, diagnostics)).unwrap_or_default()
}

fn placed_one(sources: &Sources, diagnostic: &Diagnostic) -> PlacedDiagnostic {
    let label = |(span, words): &(super::Span, String)| PlacedLabel {
        place: sources.place(*span),
        message: words.clone(),
    };
    let example = diagnostic.example.iter();
    let example = example.map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    PlacedDiagnostic {
        code: diagnostic.code.name(),
        severity: diagnostic.severity().name(),
        message: diagnostic.message.clone(),
        place: sources.place(diagnostic.span),
        labels: diagnostic.labels.iter().map(label).collect(),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
        example: (!diagnostic.example.is_empty()).then_some(example),
    }
}
