//! A value as an author wrote it: text whose meaning the dictionary decides.

use crate::diagnostic::Span;

/// A value in a condition or a cell, untyped.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The characters, without quotes. Escapes are resolved.
    pub text: String,
    /// Whether it was written in quotes.
    pub quoted: bool,
    /// Where it stands.
    pub span: Span,
}

impl Literal {
    /// A literal with no place of its own, as tests and importers make them.
    pub fn new(text: impl Into<String>) -> Self {
        Literal { text: text.into(), quoted: false, span: Span::default() }
    }
}

/// Quotes and places are not part of what a literal says.
impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Literal {}

/// The text of one scalar of a document, and how its characters map to the source.
///
/// A scalar without escapes or folded lines stands in the source character by character
/// (`verbatim`), so a part of it has a span of its own. Of any other scalar every part is shown
/// as the whole.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// The characters after YAML's or CSV's unquoting.
    pub text: &'a str,
    /// Where the characters stand, without surrounding quotes.
    pub span: Span,
    /// Whether `text` stands in the source byte by byte.
    pub verbatim: bool,
}

impl Placed<'_> {
    /// The span of a range of bytes of the text.
    pub fn part(&self, range: std::ops::Range<usize>) -> Span {
        if !self.verbatim {
            return self.span;
        }
        let shift = |offset: usize| {
            self.span.start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        Span { start: shift(range.start), end: shift(range.end), ..self.span }
    }
}
