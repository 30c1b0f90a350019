//! What is wrong with a value of a condition, or right behind it, and what to write instead.

use std::ops::Range;

use super::is_number;
use super::read::Reader;
use super::token::{Found, Token, is_keyword};
use super::value::read_quoted;
use super::wrong::{shown, synonym};
use crate::diagnostic::Diagnostic;
use crate::policy::Literal;
use crate::policy::print_condition::quote;
use crate::record::{day_first, is_money_sign};

impl<'a> Reader<'a> {
    /// Something stands right behind a value: another word, or the rest of one.
    pub fn beside_value(&self, value: &Range<usize>, found: &Found) -> Diagnostic {
        let first = self.text(value.clone());
        let is_quoted = first.starts_with(['"', '\'']);
        if is_quoted || matches!(found.token, Token::Quote(_)) {
            let message =
                format!("two values stand side by side: `{first}` and {}", self.value_shown(found));
            return self
                .wrong(self.whole(found), message)
                .help("write `and` or `or` between two tests");
        }
        let second = self.text(found.range());
        let end = self.phrase_end(found);
        let phrase = self.text(value.start..end);
        let counts = first.split(' ').next().is_some_and(is_number);
        if counts && is_number(second) && second.bytes().all(|byte| byte.is_ascii_digit()) {
            return self
                .wrong(value.start..end, format!("`{phrase}` is not a number"))
                .help(format!("write `{}`", phrase.split_whitespace().collect::<String>()));
        }
        if counts {
            let diagnostic = self
                .wrong(found.range(), format!("the number `{first}` is followed by `{second}`"));
            let lower = second.to_ascii_lowercase();
            if let Some(suffix) = suffix_of(&lower) {
                return diagnostic.help(format!("write `{first}{suffix}`"));
            }
            return match lower.as_str() {
                "usd" | "eur" | "gbp" | "cad" | "aud" | "jpy" | "chf" => {
                    diagnostic.help(format!("write `{first} {}`", lower.to_ascii_uppercase()))
                }
                "month" | "months" | "year" | "years" | "quarter" | "quarters" => {
                    diagnostic.help("write the time in days: `30 days`")
                }
                "employees" | "people" | "leads" | "dollars" | "euros" => {
                    diagnostic.help(format!("write `{first}` alone"))
                }
                _ => diagnostic.help(format!(
                    "write `and` or `or`, or `{}` if it is one value",
                    quote(phrase)
                )),
            };
        }
        self.wrong(value.start..end, format!("the value `{phrase}` needs quotes"))
            .note("a value without quotes is one word of letters, digits, `-` and `_`")
            .help(format!("write `{}`", quote(phrase)))
    }

    /// The end of the words that seem to be one value with the run at `found`.
    fn phrase_end(&self, found: &Found<'a>) -> usize {
        let mut end = found.end;
        let mut next = self.after(found);
        while let Token::Run(run) = next.token {
            let joins = run.eq_ignore_ascii_case("and") || run.eq_ignore_ascii_case("or");
            if joins || self.starts_test(&next) {
                break;
            }
            end = next.end;
            next = self.after(&next);
        }
        end
    }

    /// The bytes of a token, or of the whole text that a quote begins.
    pub fn whole(&self, found: &Found) -> Range<usize> {
        let end = match found.token {
            Token::Quote(_) => read_quoted(self.placed.text, found.start).map(|(_, end)| end),
            _ => None,
        };
        found.start..end.unwrap_or(found.end)
    }

    fn value_shown(&self, found: &Found) -> String {
        match found.token {
            Token::Quote(_) => format!("`{}`", self.text(self.whole(found))),
            _ => shown(self, found),
        }
    }

    /// A run that is neither word nor number.
    pub fn wrong_value(&self, found: &Found<'a>) -> Diagnostic {
        let run = self.text(found.range());
        if run.starts_with(['“', '”', '„', '‘', '’', '«']) {
            let rest = self.text(found.start..self.placed.text.len());
            let inside = rest.split(['“', '”', '„', '‘', '’', '«', '»']).nth(1).unwrap_or("");
            return self
                .wrong(found.range(), "curly quotes are not quotes here")
                .help(format!("write `{}`", quote(inside.trim())));
        }
        if let Some(c) = run.chars().find(|&c| is_invisible(c)) {
            let message =
                format!("an invisible character (U+{:04X}) stands in a value", u32::from(c));
            return self.wrong(found.range(), message).help("delete the value and type it again");
        }
        if let Some(diagnostic) = self.wrong_number(run, found) {
            return diagnostic;
        }
        if is_date_like(run) {
            let help = match day_first(run) {
                Some(date) => format!("write the year first: `{date}`"),
                None => "write year, month and day: `2026-01-31`".to_owned(),
            };
            return self.wrong(found.range(), format!("`{run}` is not a date")).help(help);
        }
        let end = self.phrase_end(found);
        let phrase = self.text(found.start..end);
        self.wrong(found.start..end, format!("the value `{phrase}` needs quotes"))
            .note("a value without quotes is one word of letters, digits, `-` and `_`")
            .help(format!("write `{}`", quote(phrase)))
    }

    fn wrong_number(&self, run: &str, found: &Found) -> Option<Diagnostic> {
        let say = |message: &str, help: String| {
            Some(self.wrong(found.range(), format!("`{run}` {message}")).help(help))
        };
        let name = self.test.as_ref().map_or("", |test| test.name);
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let signless = run.trim_start_matches(['+', '-', '−', '–', '$', '€', '£', '¥', '.']);
        if !signless.starts_with(|c: char| c.is_ascii_digit()) {
            return match run {
                "$" | "€" | "£" | "¥" | "-" | "−" | "–" => {
                    say("stands apart from its number", "leave out the space behind it".to_owned())
                }
                _ => None,
            };
        }
        if let Some(value) = run.strip_suffix(';') {
            return say("ends with a semicolon", format!("write `{value}`"));
        }
        if run.starts_with(['−', '–']) {
            return say("begins with a dash, not a minus", format!("write `-{signless}`"));
        }
        if let Some(number) = run.strip_suffix('%') {
            return say("is not a number", format!("write `{number}`"));
        }
        if let Some((message, number)) = spelt_otherwise(run) {
            return say(message, format!("write `{number}`"));
        }
        if let Some(number) = run.strip_suffix('+').filter(|number| is_number(number)) {
            return say("is a range, not one value", format!("write `{name} >= {number}`"));
        }
        for dash in ['-', '–'] {
            if let Some((low, high)) =
                run.split_once(dash).filter(|(low, high)| is_number(low) && is_number(high))
            {
                return say(
                    "is a range, not one value",
                    format!("write `{name} between {low} and {high}`"),
                );
            }
        }
        if !run.chars().all(|c| c.is_ascii_alphanumeric() || "+-$€£¥.,".contains(c)) {
            return None;
        }
        let swapped: String = run
            .chars()
            .map(|c| match c {
                ',' => '.',
                '.' => ',',
                other => other,
            })
            .collect();
        if run.starts_with('.') {
            return say("is not a number", format!("write `0{run}`"));
        }
        if run.contains('.') && is_number(&swapped) {
            return say(
                "is not a number: thousands have commas, decimals a point",
                format!("write `{swapped}`"),
            );
        }
        if run.contains(',') {
            return match is_number(&swapped) {
                true => say("is not a number", format!("write `{swapped}` or `{digits}`")),
                false => say(
                    "is not a number",
                    "put commas before every three digits, or none".to_owned(),
                ),
            };
        }
        None
    }

    /// A quote without its end.
    pub fn quote_not_closed(&self, found: &Found, quote: char) -> Diagnostic {
        self.wrong(found.range(), format!("the quote `{quote}` is not closed"))
            .help(format!("write `{quote}` behind the value too"))
    }

    /// No value stands where one is due.
    pub fn no_value(&self, found: &Found, before: &str) -> Diagnostic {
        let shown = shown(self, found);
        let start = self.at.saturating_sub(before.len());
        match (found.token, before) {
            (Token::Sign("="), "<" | ">" | "!") => self
                .wrong(start..found.end, format!("`{before} =` is not an operator"))
                .help(format!("write `{before}=` without a space")),
            (Token::Open, "=" | "!=" | "<>") => {
                let name = self.test.as_ref().map_or("", |test| test.name);
                let word = if before == "=" { "in" } else { "not in" };
                self.wrong(found.range(), format!("a value is due after `{before}`, not {shown}"))
                    .help(format!("write `{name} {word} (…)` for several values"))
            }
            (Token::End | Token::Close | Token::Comma, _) => {
                self.wrong(start..self.at, format!("a value is missing after `{before}`"))
            }
            _ => self.wrong(found.range(), format!("a value is due after `{before}`, not {shown}")),
        }
    }

    /// `between` with one value only.
    pub fn between_not_finished(&self, found: &Found, low: &Literal) -> Diagnostic {
        let shown = shown(self, found);
        let message = format!("`between` needs a second value: `and` is due, not {shown}");
        let range = match found.token {
            Token::End => found.start.saturating_sub(1)..found.end,
            _ => found.range(),
        };
        let ends = low.text.split_once(['-', '–']);
        let help = match ends.filter(|(low, high)| is_number(low) && is_number(high)) {
            Some((low, high)) => format!("write `between {low} and {high}`"),
            None => format!("write `between {} and …`", low.text),
        };
        self.wrong(range, message).help(help)
    }

    /// `in` without `(`.
    pub fn list_not_opened(&self, word: &Found, open: &Found<'a>) -> Diagnostic {
        let diagnostic = self.wrong(word.range(), "`in` needs its values in parentheses");
        let mut end = open.start;
        let mut next = *open;
        while matches!(next.token, Token::Run(run) if !is_keyword(run))
            || matches!(next.token, Token::Quote(_))
        {
            end = self.whole(&next).end;
            next.end = end;
            let comma = self.after(&next);
            if comma.token != Token::Comma {
                break;
            }
            next = self.after(&comma);
        }
        match self.text(open.start..end).trim_matches(['[', ']', '{', '}']) {
            "" => diagnostic.help("write `in (a, b)`"),
            values => diagnostic.help(format!("write `in ({values})`")),
        }
    }

    /// Two values in a list without a comma.
    pub fn no_comma(&self, found: &Found<'a>) -> Diagnostic {
        let message = format!("a comma or `)` is due, not {}", self.value_shown(found));
        let diagnostic = self.wrong(found.range(), message);
        match (found.token, &self.test) {
            (Token::Run(_), Some(super::read::LastTest { value: Some(value), .. })) => {
                let phrase = self.text(value.start..self.phrase_end(found));
                diagnostic.help(format!("write a comma, or `{}` if it is one value", quote(phrase)))
            }
            _ => diagnostic,
        }
    }

    /// `is` with something that is neither missing, known nor free.
    pub fn wrong_is(&self, is: &Found<'a>, negated: bool) -> Diagnostic {
        let found = self.peek();
        let name = self.test.as_ref().map_or("", |test| test.name);
        let range = is.start..self.at;
        let words = self.text(range.clone());
        let word = self.text(found.range()).to_ascii_lowercase();
        let (not, sign) = if negated { ("not ", "!=") } else { ("", "=") };
        let (absent, present) = if negated { ("known", "missing") } else { ("missing", "known") };
        let say = |help: String| {
            let message = format!("`{words}` needs `missing`, `known` or `free`");
            self.wrong(range.clone(), message).help(format!("write `{help}`"))
        };
        match (found.token, word.as_str()) {
            (Token::Run(_), "in" | "between") => say(format!("{name} {not}{word} …")),
            (
                Token::Run(_),
                "null" | "empty" | "blank" | "unset" | "absent" | "none" | "undefined" | "unknown",
            ) => say(format!("{name} is {absent}")),
            (Token::Run(_), "set" | "present" | "given" | "filled" | "there") => {
                say(format!("{name} is {present}"))
            }
            (Token::Run(_), "starts" | "ends" | "contains") => say(format!("{not}{name} {word} …")),
            (Token::Run(run), _) => match synonym(run) {
                Some(ours) => say(format!("{not}{name} {ours} …")),
                None => {
                    let end = self.phrase_end(&found);
                    say(format!("{name} {sign} {}", literal(self.text(found.start..end))))
                }
            },
            (Token::Quote(_), _) => {
                say(format!("{name} {sign} {}", self.value_shown(&found).trim_matches('`')))
            }
            (Token::Sign(_), _) => say(format!("{not}{name} {word} …")),
            _ => say(format!("{name} is {absent}")),
        }
    }
}

fn literal(text: &str) -> String {
    use super::{Setting, reads_bare};
    if reads_bare(text, Setting::Alone) { text.to_owned() } else { quote(text) }
}

/// What numbers have for a German or spelt-out word behind them.
fn suffix_of(word: &str) -> Option<&'static str> {
    match word.trim_end_matches('.') {
        "tsd" | "tausend" => Some("k"),
        "mio" | "mill" | "millionen" => Some("M"),
        "mrd" | "milliarde" | "milliarden" => Some("bn"),
        _ => None,
    }
}

/// `100M€` and `1'000` as numbers are written here, and what is wrong with them.
fn spelt_otherwise(run: &str) -> Option<(&'static str, String)> {
    if let Some(sign) = run.chars().next_back().filter(|sign| is_money_sign(*sign)) {
        let number = run.strip_suffix(sign).filter(|number| is_number(number))?;
        return Some(("has its sign behind the number", format!("{sign}{number}")));
    }
    let commas = run.replace(['\'', '’'], ",");
    let is_meant = commas != run && is_number(&commas);
    is_meant.then_some(("is not a number: thousands have commas", commas))
}

/// Three groups of digits with points or slashes between them.
fn is_date_like(run: &str) -> bool {
    let is_part = |part: &str| (1..=4).contains(&part.len()) && is_digits(part);
    let is_split = |by: char| run.split(by).count() == 3 && run.split(by).all(is_part);
    is_split('.') || is_split('/')
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}');
    is_format || matches!(c, '\u{2060}' | '\u{FEFF}' | '\u{AD}') || c.is_control()
}
