//! Short ways to read texts.

use pointperson::diagnostic::{Diagnostic, SourceIndex, Span};
use pointperson::policy::{Cell, Condition, Placed, parse_cell, parse_condition};

/// `text` as a scalar that stands alone in the first source.
pub fn placed(text: &str) -> Placed<'_> {
    let end = u32::try_from(text.len()).expect("a short text");
    Placed { text, span: Span { source: SourceIndex(0), start: 0, end }, verbatim: true }
}

pub fn condition(text: &str) -> Result<Condition, Diagnostic> {
    parse_condition(placed(text))
}

pub fn cell(text: &str) -> Result<Cell, Diagnostic> {
    parse_cell(placed(text))
}

/// The part of `text` that a diagnostic points at. Panics if it points outside.
pub fn pointed<'a>(text: &'a str, diagnostic: &Diagnostic) -> &'a str {
    &text[diagnostic.span.start as usize..diagnostic.span.end as usize]
}

/// What an author would be shown: code, part, message and help.
pub fn shown(text: &str, diagnostic: &Diagnostic) -> String {
    let part = pointed(text, diagnostic);
    let help = diagnostic.help.as_deref().unwrap_or("-");
    format!("{} | {part} | {} | {help}", diagnostic.code.name(), diagnostic.message)
}

/// Compares what is shown for each text with what is written beside it, and tells all differences
/// at once.
pub fn compare<T: std::fmt::Debug>(
    table: &[(&str, &str)],
    read: impl Fn(&str) -> Result<T, Diagnostic>,
) {
    let mut differences = String::new();
    for (text, expected) in table {
        let actual = match read(text) {
            Ok(value) => format!("read as {value:?}"),
            Err(diagnostic) => shown(text, &diagnostic),
        };
        if actual != *expected {
            differences.push_str(&format!("{text}\n  expected {expected}\n  actual   {actual}\n"));
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
}
