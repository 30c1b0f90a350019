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
    Json::bytes(|json| {
        json.list(|json| {
            for line in &explanation.lines {
                json.item().object(|json| {
                    json.key("code").text(line.code);
                    json.key("ids").texts(line.ids.iter().map(String::as_str));
                    if !line.text.is_empty() {
                        json.key("text").text(&line.text);
                    }
                });
            }
        });
    })
}
