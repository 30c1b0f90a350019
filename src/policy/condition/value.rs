//! One value of a condition: a word, a number with its unit or currency, or a quoted text.
//!
//! Nothing is typed here. A value keeps its characters; several parts (`50 M USD`, `30 days`)
//! are joined by one space.

use super::token::{Found, Token, is_keyword, is_word, token_at, value_at};

/// Where a value stands, which decides what a comma means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Setting {
    /// After a comparison: a comma belongs to a number.
    Alone,
    /// Inside the parentheses of `in`: a comma separates.
    List,
}

/// A value without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bare {
    /// Its characters.
    pub text: String,
    /// The byte after its last.
    pub end: usize,
}

/// Words that may follow a number and belong to it.
const UNITS: [&str; 22] = [
    "k", "m", "b", "bn", "thousand", "million", "billion", "min", "minute", "minutes", "h", "hour",
    "hours", "d", "day", "days", "w", "week", "weeks", "hr", "hrs", "mins",
];

const SUFFIXES: [&str; 5] = ["", "k", "m", "b", "bn"];

/// The token at or after `from` where a value is due.
pub(super) fn find(text: &str, from: usize, setting: Setting) -> Found<'_> {
    match setting {
        Setting::Alone => value_at(text, from),
        Setting::List => token_at(text, from),
    }
}

/// The bare value that begins with the run `first`; `None` if the run is neither word nor number.
pub(super) fn read_bare(text: &str, first: Found, setting: Setting) -> Option<Bare> {
    let Token::Run(run) = first.token else { return None };
    if !is_word(run) && !is_number(run) {
        return None;
    }
    let mut bare = Bare { text: run.to_owned(), end: first.end };
    let mut counts = is_number(run);
    if is_currency_code(run) {
        let next = find(text, bare.end, setting);
        if let Token::Run(number) = next.token
            && is_number(number)
        {
            bare.join(number, next.end);
            counts = true;
        }
    }
    // At most a magnitude and a currency: `50 million USD`.
    for _ in 0..2 {
        let next = token_at(text, bare.end);
        match next.token {
            Token::Run(unit) if counts && is_unit(unit) && !begins_test(text, next) => {
                bare.join(unit, next.end)
            }
            _ => break,
        }
    }
    Some(bare)
}

impl Bare {
    fn join(&mut self, part: &str, end: usize) {
        self.text.push(' ');
        self.text.push_str(part);
        self.end = end;
    }
}

/// Whether a value of these characters may stand without quotes.
pub(in crate::policy) fn reads_bare(text: &str, setting: Setting) -> bool {
    let bare = read_bare(text, find(text, 0, setting), setting);
    bare.is_some_and(|bare| bare.end == text.len() && bare.text == text)
}

/// The characters of a quoted text that begins at `start`, and the byte after its closing quote.
/// `None` if it is not closed. A quote inside is doubled or has a backslash before it.
pub(in crate::policy) fn read_quoted(text: &str, start: usize) -> Option<(String, usize)> {
    let rest = text.get(start..)?;
    let mut characters = rest.char_indices().peekable();
    let (_, quote) = characters.next()?;
    let mut value = String::new();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let escaped = match c {
            '\\' => next.filter(|&next| next == quote || next == '\\'),
            _ if c == quote => match next.filter(|&next| next == quote) {
                None => return Some((value, start + at + c.len_utf8())),
                doubled => doubled,
            },
            _ => None,
        };
        value.push(escaped.unwrap_or(c));
        if escaped.is_some() {
            characters.next();
        }
    }
    None
}

/// Whether the run is a number as people in sales write them: `1,000`, `-1.5`, `$50M`, `10k`.
pub(in crate::policy) fn is_number(run: &str) -> bool {
    let unsigned = run.strip_prefix(['+', '-']);
    let rest = unsigned.unwrap_or(run);
    let plain = rest.strip_prefix(['$', '€', '£', '¥']);
    let mut rest = plain.unwrap_or(rest);
    if unsigned.is_none() && plain.is_some() {
        rest = rest.strip_prefix('-').unwrap_or(rest);
    }
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = rest.get(digits.len()..).unwrap_or("");
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    SUFFIXES.iter().any(|known| suffix.eq_ignore_ascii_case(known))
        && is_digits(fraction)
        && (is_digits(whole) || has_thousands_commas(whole))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_thousands_commas(whole: &str) -> bool {
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| is_digits(first) && first.len() <= 3)
        && groups.all(|group| is_digits(group) && group.len() == 3)
}

/// Three capital letters. `AND` is none, whatever a currency may be called.
fn is_currency_code(run: &str) -> bool {
    run.len() == 3 && run.bytes().all(|byte| byte.is_ascii_uppercase()) && !is_keyword(run)
}

/// Whether the run is a name with an operator behind it: in `a = 1 b = 2` the `b` is no unit.
fn begins_test(text: &str, run: Found) -> bool {
    let operators = ["in", "is", "between", "starts", "ends", "contains", "not"];
    match token_at(text, run.end).token {
        Token::Sign(_) => true,
        Token::Run(word) => operators.iter().any(|operator| word.eq_ignore_ascii_case(operator)),
        _ => false,
    }
}

fn is_unit(run: &str) -> bool {
    is_currency_code(run) || UNITS.iter().any(|unit| run.eq_ignore_ascii_case(unit))
}
