//! How we speak to authors: diagnostics are data in a list, never thrown.
//!
//! `code` is the one table of codes, `pages/` tells each one at length, `place` says where things
//! stand, `suggest` finds near names. `render` makes text for people, `github` and `sarif` what
//! code review shows, `json` what programs read; `text` keeps terminals safe from what authors
//! write.
//! Nothing here knows what a policy is.
//!
//! Rules: lower case, no final period, one line, the author's words in backticks, no type names
//! of ours, no theory. The message says what, the notes say why, the help says what to do.

mod code;
mod github;
mod json;
mod place;
mod render;
mod sarif;
mod suggest;
mod text;

pub use code::{Code, Severity};
pub use github::render_github;
pub use json::{PlacedDiagnostic, PlacedLabel, placed, to_json};
pub use place::{Place, Position, Source, SourceIndex, Sources, Span, Spanned};
pub use render::{Style, render_text, summary};
pub use sarif::render_sarif;
pub use suggest::nearest;

/// The most diagnostics that one run reports; the rest is counted.
pub const DIAGNOSTICS_MAX: usize = 200;

/// One thing to tell an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing, stable for ever.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// The smallest wrong part.
    pub span: Span,
    /// Other parts that belong to it, each with a few words.
    pub labels: Vec<(Span, String)>,
    /// Why it is wrong.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// A record that shows it: names and values as an author would write them.
    pub example: Vec<(String, String)>,
}

impl Diagnostic {
    /// A diagnostic with a message and nothing more.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            span,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            example: Vec::new(),
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says why.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Points at another part.
    #[must_use]
    pub fn label(mut self, span: Span, words: impl Into<String>) -> Self {
        self.labels.push((span, words.into()));
        self
    }

    /// How grave it is: the code decides.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Sorts by place, drops exact repetitions, keeps at most [`DIAGNOSTICS_MAX`].
///
/// Gives the list and how many were left out.
pub fn tidy(mut diagnostics: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize) {
    diagnostics.sort_by_key(|diagnostic| {
        (diagnostic.span, diagnostic.severity(), diagnostic.code, diagnostic.message.clone())
    });
    diagnostics.dedup();
    let left_out = diagnostics.len().saturating_sub(DIAGNOSTICS_MAX);
    diagnostics.truncate(DIAGNOSTICS_MAX);
    (diagnostics, left_out)
}
