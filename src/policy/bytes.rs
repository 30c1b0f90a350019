//! From bytes to text, and from counted characters back to bytes.

use crate::diagnostic::{Code, Diagnostic, SourceIndex, Span};

/// Takes bytes for text: UTF-8, without a byte order mark.
///
/// # Errors
/// The text with replacements, for showing, and what is wrong with the bytes.
pub fn decode(source: SourceIndex, bytes: &[u8]) -> Result<String, (String, Box<Diagnostic>)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let refuse = |at: usize, length: usize, what: &str, help: &str| {
        let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        let span = span_of(source, at, at + length);
        let message = format!("line {line} {what}");
        let text = String::from_utf8_lossy(bytes).into_owned();
        let diagnostic = Diagnostic::new(Code::NotText, span, message).help(help);
        Err((text, Box::new(diagnostic)))
    };
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return refuse(0, 3, "is UTF-16, not UTF-8 text", "save the file as UTF-8");
    }
    match std::str::from_utf8(bytes) {
        Err(error) => refuse(
            error.valid_up_to(),
            '\u{FFFD}'.len_utf8(),
            "is not UTF-8 text, it looks like Latin-1",
            "save the file as UTF-8",
        ),
        Ok(text) => match text.find('\0') {
            Some(at) => refuse(at, 1, "holds a NUL character", "remove the character"),
            None => Ok(text.to_owned()),
        },
    }
}

/// The span of a range of bytes.
pub fn span_of(source: SourceIndex, start: usize, end: usize) -> Span {
    let cap = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Span { source, start: cap(start), end: cap(end.max(start)) }
}

/// From the parser's character indexes to bytes.
pub struct Offsets<'a> {
    text: &'a str,
    /// The byte of every 256th character; empty when all characters are ASCII.
    marks: Vec<usize>,
}

impl<'a> Offsets<'a> {
    const STEP: usize = 256;

    /// Marks the characters of a text.
    pub fn new(text: &'a str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(Self::STEP).map(|(byte, _)| byte).collect()
        };
        Offsets { text, marks }
    }

    /// The byte of a character; past the end, the end.
    pub fn byte(&self, character: usize) -> usize {
        let from = match self.marks.get(character / Self::STEP) {
            Some(mark) => *mark,
            None if self.marks.is_empty() => return character.min(self.text.len()),
            None => return self.text.len(),
        };
        let rest = self.text.get(from..).unwrap_or("");
        let within = rest.char_indices().nth(character % Self::STEP);
        within.map_or(self.text.len(), |(byte, _)| from + byte)
    }
}

/// What stands between the quotes at the start of `text`, as written.
pub fn between_quotes(text: &str, quote: char) -> Option<&str> {
    let inner = text.strip_prefix(quote)?;
    let mut letters = inner.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            let is_doubled = quote == '\'' && letters.next_if(|(_, next)| *next == quote).is_some();
            if !is_doubled {
                return inner.get(..at);
            }
        }
    }
    None
}
