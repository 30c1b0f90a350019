//! The reader of cells.
//!
//! ```text
//! cell = "any" | ["not"] item { "," item }
//! item = "missing" | "known" | sign value | value ("to" | "..") value | value
//! ```

use std::ops::Range;

use super::{Cell, UnaryTest};
use crate::diagnostic::{Code, Diagnostic};
use crate::policy::condition::{Setting, read_quoted, reads_bare};
use crate::policy::{Comparison, Literal, Placed};

/// The longest cell, in bytes.
const CELL_BYTES_MAX: usize = 65_536;

/// Reads a cell such as `US, CA` or `100 to 999`.
///
/// What an empty cell means is the table's to say, so it is not given here.
///
/// # Errors
///
/// The first mistake, with what to write instead.
pub fn parse_cell(placed: Placed) -> Result<Cell, Diagnostic> {
    let whole = 0..placed.text.len();
    let mut reader = Reader { placed, at: 0 };
    if whole.end > CELL_BYTES_MAX {
        let message = format!("a cell of more than {CELL_BYTES_MAX} bytes");
        return Err(reader.wrong(whole, message).help("spread the values over several rows"));
    }
    reader.skip_space();
    if reader.rest().is_empty() {
        let span = placed.part(whole);
        return Err(Diagnostic::new(Code::EmptyCell, span, "an empty cell").help("write `any`"));
    }
    if reader.rest().trim_end().eq_ignore_ascii_case("any") {
        return Ok(Cell::Any);
    }
    let negated = reader.take_not()?;
    let mut tests = Vec::new();
    loop {
        tests.push(reader.item()?);
        reader.skip_space();
        if reader.rest().is_empty() {
            break;
        }
        // INVARIANT: `item` ends at a comma or at the end.
        reader.at += 1;
    }
    Ok(if negated { Cell::Not(tests) } else { Cell::Tests(tests) })
}

/// The reader's state.
pub(super) struct Reader<'a> {
    /// The text.
    pub placed: Placed<'a>,
    /// The next byte.
    pub at: usize,
}

/// A value and where it stands.
struct Operand<'a> {
    text: std::borrow::Cow<'a, str>,
    quoted: bool,
    range: Range<usize>,
}

/// What ends an operand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// A comma or the end.
    Item,
    /// `to` or `..`, and its bytes.
    Range(usize),
}

type Read<T> = Result<T, Diagnostic>;

impl<'a> Reader<'a> {
    /// A diagnostic about a part of the cell.
    pub fn wrong(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::CellNotUnderstood, self.placed.part(range), message)
    }

    /// The characters of a range.
    pub fn text(&self, range: Range<usize>) -> &'a str {
        self.placed.text.get(range).unwrap_or("")
    }

    fn rest(&self) -> &'a str {
        self.text(self.at..self.placed.text.len())
    }

    fn skip_space(&mut self) {
        self.at = self.placed.text.len() - self.rest().trim_start().len();
    }

    fn take_not(&mut self) -> Read<bool> {
        let start = self.at;
        if !begins_with_not(self.rest()) {
            return Ok(false);
        }
        self.at += 3;
        self.skip_space();
        match self.rest() {
            "" => Err(self.wrong(start..start + 3, "`not` needs a value").help("write `not US`")),
            rest if rest.starts_with('(') => Err(self.parentheses(start)),
            rest if rest.trim_end().eq_ignore_ascii_case("any") => {
                Err(self.wrong(start..self.placed.text.len(), "`not any` holds for nothing"))
            }
            _ => Ok(true),
        }
    }

    fn item(&mut self) -> Read<UnaryTest> {
        self.skip_space();
        let start = self.at;
        let rest = self.rest();
        if rest.is_empty() || rest.starts_with(',') {
            return Err(self.empty_item());
        }
        let signs = rest.len() - rest.trim_start_matches(is_sign).len();
        if signs > 0 {
            return self.comparison(start..start + signs);
        }
        let (left, stop) = self.operand(true)?;
        let Stop::Range(word) = stop else {
            return self.plain(left);
        };
        let word = self.at..self.at + word;
        let after_left = self.at;
        self.at = word.end;
        self.skip_space();
        let right = if self.rest().is_empty() || self.rest().starts_with(',') {
            None
        } else {
            Some(self.operand(false)?.0)
        };
        let fits = |operand: &Operand| operand.quoted || is_end(&operand.text);
        match right {
            Some(right) if fits(&left) && fits(&right) => {
                Ok(UnaryTest::Between(self.literal(left), self.literal(right)))
            }
            Some(right) if !left.quoted && !right.quoted => {
                let range = left.range.start..right.range.end;
                let text = self.text(range.clone()).into();
                self.plain(Operand { text, quoted: false, range })
            }
            Some(right) => {
                let odd = if fits(&left) { &right } else { &left };
                Err(self.needs_quotes(odd.range.clone()))
            }
            None if left.quoted || is_end(&left.text) => Err(self.open_range(&left.text, word)),
            None => {
                let range = left.range.start..word.end.max(after_left);
                let text = self.text(range.clone()).into();
                self.plain(Operand { text, quoted: false, range })
            }
        }
    }

    /// A quoted text, or the characters up to a comma and, if `ranges`, up to `to` or `..`.
    fn operand(&mut self, ranges: bool) -> Read<(Operand<'a>, Stop)> {
        let start = self.at;
        let rest = self.rest();
        if rest.starts_with(['"', '\'']) {
            let Some((text, end)) = read_quoted(self.placed.text, start) else {
                return Err(self.quote_not_closed(start));
            };
            self.at = end;
            self.skip_space();
            let stop = match self.rest() {
                "" => Stop::Item,
                rest if rest.starts_with(',') => Stop::Item,
                rest if ranges && rest.starts_with("..") => Stop::Range(2),
                rest if ranges && begins_with_to(rest) => Stop::Range(2),
                _ => return Err(self.behind_quote(start..end)),
            };
            return Ok((Operand { text: text.into(), quoted: true, range: start..end }, stop));
        }
        let mut end = start + rest.len();
        let mut stop = Stop::Item;
        let mut before = None;
        for (at, c) in rest.char_indices() {
            let after = rest.get(at..).unwrap_or("");
            let is_dots = ranges && after.starts_with("..") && at > 0;
            let is_to = ranges && before.is_some_and(char::is_whitespace) && begins_with_to(after);
            if c == ',' || is_dots || is_to {
                stop = if c == ',' { Stop::Item } else { Stop::Range(2) };
                end = start + at;
                break;
            }
            before = Some(c);
        }
        let text = self.text(start..end).trim_end();
        if let Some(number) = self.thousands(start, end) {
            return Err(self.thousands_comma(number));
        }
        self.at = end;
        Ok((Operand { text: text.into(), quoted: false, range: start..start + text.len() }, stop))
    }

    /// The number around a comma at `comma`, if the comma separates its thousands.
    fn thousands(&self, start: usize, comma: usize) -> Option<Range<usize>> {
        let before = self.text(start..comma);
        let behind = self.text(comma..self.placed.text.len());
        if !splits_thousands(before, behind) {
            return None;
        }
        let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let belongs = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
        let length = behind.len() - behind.trim_start_matches(belongs).len();
        let number = start + digits..comma + length;
        Some(number.start..number.start + self.text(number).trim_end_matches([',', '.']).len())
    }

    fn comparison(&mut self, range: Range<usize>) -> Read<UnaryTest> {
        let comparison = match self.text(range.clone()) {
            "=" => Comparison::Equal,
            "!=" | "<>" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::Greater,
            ">=" => Comparison::AtLeast,
            sign => return Err(self.wrong_sign(sign, range)),
        };
        self.at = range.end;
        self.skip_space();
        if self.rest().is_empty() || self.rest().starts_with(',') {
            let sign = comparison.sign();
            return Err(self.wrong(range, format!("a value is missing after `{sign}`")));
        }
        let (operand, stop) = self.operand(true)?;
        if stop != Stop::Item {
            let message = format!("`{}` and a range exclude each other", comparison.sign());
            return Err(self.wrong(range, message).help("leave one of the two out"));
        }
        if !operand.quoted {
            self.look_at_compared(comparison, range, &operand.text, &operand.range)?;
        }
        Ok(UnaryTest::Compare(comparison, self.literal(operand)))
    }

    /// A value alone, or a word that is a test.
    fn plain(&self, operand: Operand<'a>) -> Read<UnaryTest> {
        if operand.quoted {
            return Ok(UnaryTest::Is(self.literal(operand)));
        }
        if operand.text.eq_ignore_ascii_case("missing") {
            return Ok(UnaryTest::Missing);
        }
        if operand.text.eq_ignore_ascii_case("known") {
            return Ok(UnaryTest::Known);
        }
        self.look_at_plain(&operand.text, &operand.range)?;
        Ok(UnaryTest::Is(self.literal(operand)))
    }

    fn literal(&self, operand: Operand) -> Literal {
        Literal {
            text: operand.text.into_owned(),
            quoted: operand.quoted,
            span: self.placed.part(operand.range),
        }
    }
}

/// Whether the text can be one end of a range: one word or sign run, or a number with its unit.
fn is_end(text: &str) -> bool {
    let is_one = !text.contains(char::is_whitespace)
        && !text.starts_with(['.', '('])
        && !text.ends_with('.');
    !text.is_empty() && (is_one || reads_bare(text, Setting::Alone))
}

/// Whether a comma between the two texts looks like one inside a number.
pub(super) fn splits_thousands(before: &str, behind: &str) -> bool {
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = before.len() - head.len();
    let group = behind.strip_prefix(',').unwrap_or("");
    let group = group.len() - group.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (1..=3).contains(&digits)
        && group == 3
        && !head.ends_with(|c: char| c.is_alphanumeric() || c == '.')
}

/// `= < > ! ~` and the signs of mathematics.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '=' | '<' | '>' | '!' | '~' | '≤' | '≥' | '≠')
}

fn begins_with_word(text: &str, word: &str) -> Option<char> {
    let head = text.get(..word.len())?;
    let next = text.get(word.len()..)?.chars().next().unwrap_or(' ');
    head.eq_ignore_ascii_case(word).then_some(next)
}

/// Whether the text begins with the word `not`.
pub(super) fn begins_with_not(text: &str) -> bool {
    begins_with_word(text, "not").is_some_and(|next| next.is_whitespace() || next == '(')
}

fn begins_with_to(text: &str) -> bool {
    begins_with_word(text, "to")
        .is_some_and(|next| next.is_whitespace() || matches!(next, ',' | '"' | '\''))
}
