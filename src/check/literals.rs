//! Literals: a text of the document as a value of the field it is compared with.

use super::limits::LITERAL_BYTES_MAX;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::policy::Literal;
use crate::record::{Kind, Unit, Value, Why, day_first, read_literal};

/// A literal read as a value of `kind`, or the diagnostic that it is none.
pub(super) fn typed(literal: &Literal, name: &str, kind: &Kind) -> Result<Value, Diagnostic> {
    if literal.text.len() > LITERAL_BYTES_MAX {
        let message = format!("a value of {} bytes is too long", literal.text.len());
        return Err(Diagnostic::new(Code::TooLarge, literal.span, message));
    }
    read_literal(kind, &literal.text).map_err(|why| not_of_type(literal, name, kind, why))
}

/// A part of a text of `name`, as `starts with`, `ends with` and `contains` take it.
pub(super) fn part(
    literal: &Literal,
    name: &str,
    kind: &Kind,
    operator: &str,
) -> Result<String, Diagnostic> {
    let text = &literal.text;
    let wrong = |message: &str| Diagnostic::new(Code::ValueNotOfType, literal.span, message);
    if text.is_empty() {
        return Err(
            wrong("every text holds the empty text").help(format!("write `{name} is known`"))
        );
    }
    if text.len() > LITERAL_BYTES_MAX {
        let message = format!("a value of {} bytes is too long", text.len());
        return Err(Diagnostic::new(Code::TooLarge, literal.span, message));
    }
    let outside = match operator {
        "starts with" => text.trim_ascii_start(),
        "ends with" => text.trim_ascii_end(),
        _ => text.as_str(),
    };
    if outside.len() < text.len() {
        let end = if operator == "starts with" { "begins" } else { "ends" };
        let diagnostic = wrong(&format!("no value of `{name}` {end} with a space"))
            .note("the spaces around a record's texts are taken away when it is read");
        return Err(match outside.trim_ascii() {
            "" => diagnostic.help(format!("write `{name} is known`")),
            _ => diagnostic.help(format!("write `{name} {operator} \"{outside}\"`")),
        });
    }
    let folds = match kind {
        Kind::Text { ignore_case } => *ignore_case,
        Kind::Email | Kind::Domain { .. } => true,
        _ => false,
    };
    Ok(if folds { literal.text.to_ascii_lowercase() } else { literal.text.clone() })
}

fn not_of_type(literal: &Literal, name: &str, kind: &Kind, why: Why) -> Diagnostic {
    let text = &literal.text;
    let message = format!("`{text}` is not a value of `{name}`, which is {}", describe(kind));
    let is = |code| Diagnostic::new(code, literal.span, message.clone());
    match (why, kind) {
        (Why::NotGiven, _) => is(Code::ValueNotOfType)
            .note("a record's empty text is missing, not empty")
            .help(format!("write `{name} is missing`")),
        (Why::DateNotReadable | Why::MomentNotReadable, _) if is_told_by_a_clock(text) => {
            let example = if *kind == Kind::Date { "2026-01-31" } else { "2026-01-31T10:00Z" };
            is(Code::ValueNotOfType)
                .note("conditions know no clock, so that a record is decided alike on every day")
                .help(format!(
                    "compare with a fixed time such as `{example}`; \
                     points that fade with time have a `half-life`"
                ))
        }
        (Why::NotInList, Kind::Choice { values, .. }) => {
            let diagnostic = is(Code::ValueNotInList);
            match nearest(text, values.iter().map(String::as_str)) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!("use one of {}", values.join(", "))),
            }
        }
        (Why::NumberNotExact, _) => is(Code::NumberNotExact).note(say_why(why)),
        (Why::CountryNotKnown, _) => {
            let short = is(Code::ShortSubdivision);
            short
                .note(say_why(why))
                .help("write the country's code before it, as in `US-CA` or `DE-BY`")
        }
        (Why::SpreadsheetDate, _) => is(Code::SpreadsheetDate).note(say_why(why)),
        (Why::RangeNotAllowed, _) => {
            is(Code::ValueNotOfType).help("write `between a and b`, both ends included")
        }
        (Why::OtherCurrency, Kind::Number { unit: Unit::Money(currency), .. }) => {
            is(Code::ValueNotOfType).help(format!("give the amount in {currency}"))
        }
        (Why::UnknownCountry, _) => {
            is(Code::ValueNotOfType).help("use an ISO 3166-1 code such as `US` or `DE`")
        }
        (Why::NumberNotReadable, _) if text.contains('.') && swapped(text).is_some() => {
            is(Code::ValueNotOfType)
                .note("the point could stand for thousands or for decimals; thousands have commas")
                .help(format!("write `{}`", swapped(text).unwrap_or_default()))
        }
        (Why::FlagNotReadable, _) => {
            is(Code::ValueNotOfType).help("write `yes` or `no`, without quotes")
        }
        (Why::DateNotReadable, _) => is(Code::ValueNotOfType).help(match day_first(text) {
            Some(date) => format!("write the year first: `{date}`"),
            None => "write year, month and day: `2026-01-31`".to_owned(),
        }),
        _ => is(Code::ValueNotOfType).note(say_why(why)),
    }
}

/// Whether a text says a time by how far it is from now: `30 days`, `4h`, `2 weeks ago`, `today`.
fn is_told_by_a_clock(text: &str) -> bool {
    const WORDS: [&str; 4] = ["now", "today", "yesterday", "tomorrow"];
    const UNITS: [&str; 11] =
        ["m", "min", "minute", "h", "hour", "d", "day", "w", "week", "month", "year"];
    let text = text.trim_ascii().to_ascii_lowercase();
    if WORDS.contains(&text.as_str()) {
        return true;
    }
    let text = text.strip_suffix("ago").unwrap_or(&text);
    let text = text.trim_start_matches(['+', '-']).trim_ascii();
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let singular = unit.strip_suffix('s').unwrap_or(unit).trim_ascii();
    unit.len() < text.len() && UNITS.contains(&singular)
}

/// A number whose points were meant for thousands, if that is what it is.
fn swapped(text: &str) -> Option<String> {
    let swapped = text.replace('.', ",");
    let kind = Kind::Number { unit: Unit::Plain, scale: 0, ranges: false };
    read_literal(&kind, &swapped).is_ok().then_some(swapped)
}

/// A type in the author's words.
pub(super) fn describe(kind: &Kind) -> String {
    match kind {
        Kind::Text { .. } => "a text".to_owned(),
        Kind::Number { unit: Unit::Money(currency), .. } => format!("money in {currency}"),
        Kind::Number { scale: 0, .. } => "a whole number".to_owned(),
        Kind::Number { scale, .. } => format!("a number with up to {scale} decimal places"),
        Kind::Flag => "a flag".to_owned(),
        Kind::Choice { .. } => "a choice".to_owned(),
        Kind::Country => "a country".to_owned(),
        Kind::Subdivision { .. } => "a subdivision of a country".to_owned(),
        Kind::Email => "an e-mail address".to_owned(),
        Kind::Domain { .. } => "a domain".to_owned(),
        Kind::Date => "a date".to_owned(),
        Kind::Moment => "a point in time".to_owned(),
    }
}

/// Why a text is not a value, in words; explanations use them too.
pub fn say_why(why: Why) -> &'static str {
    match why {
        Why::NotGiven => "nothing was given",
        Why::NumberNotExact => "it has more decimal places than the field holds",
        Why::NumberNotReadable => {
            "it cannot be read as a number; write it like `1,000`, `1000.50`, `$50M` or `10k`"
        }
        Why::NumberTooLarge => "it is larger than numbers can be here (2^53)",
        Why::RangeNotAllowed => "it is a range, and the field does not declare `ranges: allowed`",
        Why::RangeReversed => "the range ends before it begins",
        Why::SpreadsheetDate => {
            "a spreadsheet seems to have turned a range such as 1-10 into a date"
        }
        Why::OtherCurrency => "it is money of another currency",
        Why::NotInList => "it is not one of the declared values",
        Why::FlagNotReadable => "it is neither yes nor no",
        Why::UnknownCountry => "it is not the ISO 3166-1 code or English name of a country",
        Why::SubdivisionNotReadable => "it is not a subdivision such as `US-CA`",
        Why::CountryNotKnown => "the short form of a subdivision needs a known country",
        Why::OtherCountry => "it is a subdivision of another country than the record's",
        Why::EmailNotReadable => "it is not an e-mail address",
        Why::DomainNotReadable => "it is not a domain",
        Why::DateNotReadable => "it is not a day of the calendar written `2026-01-31`",
        Why::MomentNotReadable => "it is not a point in time written `2026-01-31T10:00Z`",
        Why::MomentWithoutZone => {
            "it is a time without a zone; add `Z` or an offset such as `+01:00`"
        }
        Why::WrongType => "it is a value of another type",
        Why::TextTooLong => "it is longer than 65,536 bytes",
    }
}

/// The two ends of a number test as a closed interval, or nothing if it is empty.
pub(super) fn ends(value: &Value) -> Option<(i64, i64)> {
    value.as_bounds().map(|bounds| (bounds.low, bounds.high))
}
