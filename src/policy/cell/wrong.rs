//! What is wrong with a cell, and what to write instead.

use std::ops::Range;

use super::read::{Reader, begins_with_not, is_sign, splits_thousands};
use crate::diagnostic::{Code, Diagnostic};
use crate::policy::Comparison;
use crate::policy::condition::is_number;
use crate::policy::print_condition::quote;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

type Read<T> = Result<T, Diagnostic>;

impl Reader<'_> {
    /// Two commas, or one at an end.
    pub fn empty_item(&self) -> Diagnostic {
        let range = match self.text(self.at..self.at + 1) {
            "," => self.at..self.at + 1,
            _ => {
                let before = self.text(0..self.at).trim_end();
                before.len().saturating_sub(1)..before.len()
            }
        };
        self.wrong(range, "a value is missing beside the comma").help("leave the comma out")
    }

    /// `not(US, CA)`.
    pub fn parentheses(&self, start: usize) -> Diagnostic {
        let inner = self.text(self.at + 1..self.placed.text.len()).trim_end();
        let inner = inner.strip_suffix(')').unwrap_or(inner).trim();
        self.wrong(start..self.placed.text.len(), "`not` takes no parentheses in a cell")
            .help(format!("write `not {inner}`"))
    }

    /// A quote without its end.
    pub fn quote_not_closed(&self, start: usize) -> Diagnostic {
        let text = self.text(start..self.placed.text.len()).trim_end();
        let mark = self.text(start..start + 1);
        self.wrong(start..start + 1, format!("the quote `{mark}` is not closed")).help(format!(
            "write `{mark}` behind the value too, or `{}` if it is part of it",
            quote(text)
        ))
    }

    /// `"Foo" Inc`.
    pub fn behind_quote(&self, quoted: Range<usize>) -> Diagnostic {
        let rest = self.text(self.at..self.placed.text.len());
        let end = rest.find(',').unwrap_or(rest.len());
        let words = rest.get(..end).unwrap_or("").trim_end();
        let shown = self.text(quoted);
        self.wrong(
            self.at..self.at + words.len(),
            format!("`{words}` stands behind the quoted value `{shown}`"),
        )
        .help("put the whole value in quotes, or a comma between two values")
    }

    /// An end of a range that is several words.
    pub fn needs_quotes(&self, range: Range<usize>) -> Diagnostic {
        let text = self.text(range.clone());
        self.wrong(range, format!("`{text}` needs quotes as the end of a range"))
            .help(format!("write `{}`", quote(text)))
    }

    /// `100 to`, `100..`.
    pub fn open_range(&self, low: &str, word: Range<usize>) -> Diagnostic {
        self.wrong(word, "a range needs two ends")
            .help(format!("write `>= {low}` for a range without an end"))
    }

    /// `1,000`.
    pub fn thousands_comma(&self, number: Range<usize>) -> Diagnostic {
        let shown = self.text(number.clone());
        let span = self.placed.part(number);
        let repaired = without_thousands(self.placed.text.trim());
        let message = format!("the comma in `{shown}` separates two values");
        Diagnostic::new(Code::CellThousandsComma, span, message)
            .note("in a cell a comma always separates")
            .help(format!(
                "write `{repaired}`; if these are several values, put a space behind the comma"
            ))
    }

    /// A sign that is none of ours.
    pub fn wrong_sign(&self, sign: &str, range: Range<usize>) -> Diagnostic {
        let ours = match sign {
            "==" | "===" => "=",
            "!==" | "=!" | "><" | "≠" | "!" => "!=",
            "=>" | "≥" => ">=",
            "=<" | "≤" => "<=",
            _ => "",
        };
        let diagnostic = self.wrong(range, format!("`{sign}` is not a sign"));
        match ours {
            "" => diagnostic.help("a sign is `=`, `!=`, `<`, `<=`, `>` or `>=`"),
            _ => diagnostic.help(format!("write `{ours}`")),
        }
    }

    /// Refuses what cannot be meant as the value behind a sign.
    pub fn look_at_compared(
        &self,
        comparison: Comparison,
        sign: Range<usize>,
        text: &str,
        range: &Range<usize>,
    ) -> Read<()> {
        let lower = text.to_ascii_lowercase();
        let opposite = match lower.as_str() {
            "missing" => "known",
            "known" => "missing",
            "any" => "any",
            _ if text.contains(['<', '>']) => {
                let message = format!("`{text}` is more than one value");
                let help = "a range with both ends is written `5 to 10`";
                return Err(self.wrong(range.clone(), message).help(help));
            }
            _ => return self.look_at_signs(text, range),
        };
        let word = if comparison == Comparison::NotEqual { opposite } else { lower.as_str() };
        let message = format!("`{text}` takes no sign before it");
        Err(self.wrong(sign.start..range.end, message).help(format!("write `{word}`")))
    }

    fn look_at_signs(&self, text: &str, range: &Range<usize>) -> Read<()> {
        let Some(at) = text.find(is_sign) else { return Ok(()) };
        let from = range.start + at;
        let sign = self.text(from..range.end);
        let length = sign.len() - sign.trim_start_matches(is_sign).len();
        let shown = self.text(from..from + length);
        Err(self
            .wrong(from..from + length, format!("`{shown}` stands only before a value"))
            .note("a cell tests the column it stands in")
            .help(format!(
                "write `{}`, or `{}` if it is one value",
                self.text(from..range.end),
                quote(text)
            )))
    }

    /// Refuses what looks like a test written wrongly. Quotes make a value of it.
    pub fn look_at_plain(&self, text: &str, range: &Range<usize>) -> Read<()> {
        let lower = text.to_ascii_lowercase();
        let say = |message: String, repaired: &str| {
            let help = format!("write `{repaired}`, or `{}` for the value itself", quote(text));
            Err(self.wrong(range.clone(), message).help(help))
        };
        if lower == "any" {
            let help = "write `any` alone, or leave it out";
            return Err(self.wrong(range.clone(), "`any` stands beside other values").help(help));
        }
        if matches!(text, "-" | "*") {
            return say(format!("`{text}` is not a test"), "any");
        }
        if lower == "not" || begins_with_not(text) {
            let message = "`not` stands once, before all values of the cell";
            return Err(self.wrong(range.clone(), message).help(format!(
                "move it to the front, or write `{}` for the value itself",
                quote(text)
            )));
        }
        if let Some(inner) = text.strip_prefix('(') {
            return say("a cell has no parentheses".to_owned(), inner.trim_end_matches(')'));
        }
        if text.starts_with(['“', '”', '„', '«']) {
            let inner = text.trim_matches(['“', '”', '„', '«', '»']);
            let help = format!("write `{}`", quote(inner));
            return Err(self.wrong(range.clone(), "curly quotes are not quotes here").help(help));
        }
        if let Some(diagnostic) = self.spreadsheet_date(&lower, range) {
            return Err(diagnostic);
        }
        if let Some((low, high)) = dashed(text) {
            return say(format!("`{text}` is not a range"), &format!("{low} to {high}"));
        }
        if let Some(number) =
            text.strip_suffix('+').map(str::trim_end).filter(|number| is_number(number))
        {
            return say(format!("`{text}` is not a range"), &format!(">= {number}"));
        }
        if lower.starts_with("in (") || lower.starts_with("in(") {
            let list = self.text(range.start..self.placed.text.len());
            let (_, inner) = list.split_once('(').unwrap_or_default();
            let inner = inner.split(')').next().unwrap_or_default();
            let message = "`in` and parentheses belong to a condition, not to a cell";
            return Err(self.wrong(range.clone(), message).help(format!("write `{inner}`")));
        }
        if let Some(repaired) = other_words(&lower, text) {
            return say(format!("`{text}` is a condition's wording, not a cell's"), &repaired);
        }
        for separator in [";", "|", " or ", " OR ", "||"] {
            let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
            let are_words =
                parts.iter().all(|part| !part.is_empty() && !part.contains(char::is_whitespace));
            if parts.len() > 1 && are_words {
                let message = format!("`{}` does not separate values", separator.trim());
                return say(message, &parts.join(", "));
            }
        }
        self.look_at_signs(text, range)
    }

    fn spreadsheet_date(&self, lower: &str, range: &Range<usize>) -> Option<Diagnostic> {
        let parts: Vec<&str> = lower.split('-').map(str::trim).collect();
        let month = |part: &&str| {
            MONTHS.iter().zip(1_u16..).find(|(name, _)| *name == part).map(|(_, number)| number)
        };
        let (month, number, year) = match parts.as_slice() {
            [first, second] => match (month(first), month(second)) {
                (Some(found), None) => (found, second.parse::<u16>().ok()?, None),
                (None, Some(found)) => (found, first.parse::<u16>().ok()?, None),
                _ => return None,
            },
            [day, name, year] => {
                (month(name)?, day.parse::<u16>().ok()?, Some(year.parse::<u16>().ok()?))
            }
            _ => return None,
        };
        let text = self.text(range.clone());
        let meant = format!("{} to {}", month.min(number), month.max(number));
        let help = match year {
            None => format!("write the range in words: `{meant}`"),
            Some(year) => {
                let year = if year < 100 { year + 2000 } else { year };
                format!(
                    "write a range in words, `{meant}`, and a date as `{year:04}-{month:02}-{number:02}`"
                )
            }
        };
        let span = self.placed.part(range.clone());
        Some(
            Diagnostic::new(
                Code::SpreadsheetDate,
                span,
                format!("`{text}` is a range that a spreadsheet turned into a date"),
            )
            .help(help),
        )
    }
}

/// The two numbers of `100-999`.
fn dashed(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text.split_once(['-', '–', '—'])?;
    let (low, high) = (low.trim_end(), high.trim_start());
    (is_number(low) && is_number(high)).then_some((low, high))
}

/// The cell's wording of a condition's.
fn other_words(lower: &str, text: &str) -> Option<String> {
    match lower {
        "is missing" | "is not known" | "not known" => return Some("missing".to_owned()),
        "is known" | "is not missing" => return Some("known".to_owned()),
        _ => {}
    }
    let behind = |words: &str| {
        let is_there = lower.starts_with(words);
        is_there.then(|| text.get(words.len()..).unwrap_or("").trim())
    };
    if let Some((low, high)) = behind("between ").and_then(|rest| rest.split_once(" and ")) {
        return Some(format!("{low} to {high}"));
    }
    None
}

fn without_thousands(text: &str) -> String {
    let splits =
        |at: usize| splits_thousands(text.get(..at).unwrap_or(""), text.get(at..).unwrap_or(""));
    text.char_indices().filter(|&(at, c)| c != ',' || !splits(at)).map(|(_, c)| c).collect()
}
