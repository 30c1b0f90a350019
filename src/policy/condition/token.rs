//! The tokens of conditions. Where a token ends never depends on what was before it, with one
//! exception: a number outside `in ( )` keeps its thousands commas (see [`value_at`]).

use std::ops::Range;

/// What stands at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Characters that belong together: a word, a number, or something that needs quotes.
    Run(&'a str),
    /// One or more of `= < > ! & | ~`.
    Sign(&'a str),
    /// `"` or `'`: a quoted value begins.
    Quote(char),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `..`
    Dots,
    /// The text is over.
    End,
}

/// A token and the bytes it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    /// The token.
    pub token: Token<'a>,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Found<'_> {
    /// The bytes it takes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

const KEYWORDS: [&str; 6] = ["and", "or", "not", "in", "is", "between"];

/// Words that mean something everywhere, so that no field can bear them.
const TAKEN: [&str; 8] = ["always", "any", "missing", "known", "yes", "no", "true", "false"];

/// Whether the word is an operator where no value is due.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// Whether the word can never name a field.
pub(super) fn is_taken(word: &str) -> bool {
    TAKEN.iter().any(|taken| word.eq_ignore_ascii_case(taken))
}

/// Whether all characters are letters, digits, `-` and `_`.
pub(in crate::policy) fn is_word(text: &str) -> bool {
    let belongs = |c: char| c.is_alphabetic() || c.is_ascii_digit() || matches!(c, '-' | '_');
    !text.is_empty() && text.chars().all(belongs)
}

/// Whether the text can stand as a name at the start of a test.
pub(in crate::policy) fn is_name(text: &str) -> bool {
    is_word(text)
        && text.chars().any(char::is_alphabetic)
        && !is_keyword(text)
        && !is_taken(text)
        && !super::value::is_number(text)
}

/// The token at or after `from`; white space is skipped.
pub(super) fn token_at(text: &str, from: usize) -> Found<'_> {
    find(text, from, false)
}

/// As [`token_at`], where a value is due that may have thousands commas: `1,000`.
pub(super) fn value_at(text: &str, from: usize) -> Found<'_> {
    find(text, from, true)
}

fn find(text: &str, from: usize, commas: bool) -> Found<'_> {
    let rest = text.get(from..).unwrap_or("");
    let rest = rest.trim_start();
    let start = text.len() - rest.len();
    let found = |token, length: usize| Found { token, start, end: start + length };
    let Some(first) = rest.chars().next() else {
        return found(Token::End, 0);
    };
    match first {
        '(' => found(Token::Open, 1),
        ')' => found(Token::Close, 1),
        ',' => found(Token::Comma, 1),
        '"' | '\'' => found(Token::Quote(first), 1),
        _ if rest.starts_with("..") => found(Token::Dots, 2),
        _ if is_sign(first) => {
            let length = rest.find(|c| !is_sign(c)).unwrap_or(rest.len());
            found(Token::Sign(rest.get(..length).unwrap_or("")), length)
        }
        _ => {
            let length = run_length(rest, commas);
            found(Token::Run(rest.get(..length).unwrap_or("")), length)
        }
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '=' | '<' | '>' | '!' | '&' | '|' | '~' | '≤' | '≥' | '≠')
}

/// How far a run goes. INVARIANT: at least one character, because `find` has looked at the first.
fn run_length(rest: &str, commas: bool) -> usize {
    let mut numeric = true;
    for (at, c) in rest.char_indices() {
        let after = rest.get(at + c.len_utf8()..).unwrap_or("");
        let next = after.chars().next();
        let ends = match c {
            '(' | ')' | '"' | '=' | '<' | '>' | '!' | '~' | '≤' | '≥' | '≠' => true,
            ',' => !(commas && numeric && at > 0 && next.is_some_and(|c| c.is_ascii_digit())),
            '.' | '&' | '|' => next == Some(c),
            _ => c.is_whitespace(),
        };
        if ends && at > 0 {
            return at;
        }
        numeric &= c.is_ascii_digit() || matches!(c, ',' | '.' | '+' | '-' | '$' | '€' | '£' | '¥');
    }
    rest.len()
}
