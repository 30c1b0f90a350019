//! An explanation as data.

use crate::decide::{Decision, Json};

/// Why a decision is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// What there is to say, in order.
    pub lines: Vec<Line>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What kind of sentence it is, stable.
    pub code: &'static str,
    /// The ids it speaks of: layers, rules, people, stages, fields.
    pub ids: Vec<String>,
    /// The sentence; empty if the artifact carries no words.
    pub text: String,
}

/// The lines as RFC 8785 JSON: `[{ "code", "ids", "text" }]`, `text` only where there is one.
pub fn explanation_bytes(explanation: &Explanation) -> Vec<u8> {
    let line = |line: &Line| {
        let ids = line.ids.iter().map(|id| Json::text(&**id)).collect();
        Json::object([("code", Json::text(line.code)), ("ids", Json::List(ids))])
            .with_some("text", (!line.text.is_empty()).then(|| Json::text(&*line.text)))
    };
    Json::List(explanation.lines.iter().map(line).collect()).to_bytes()
}
