//! Numbers: whole, fixed-point and money, exact or as a range, from text and from doubles.
//!
//! Text is read exactly, digit by digit. A double is taken only if the scaled integer divides back
//! to the very same double, so `0.1` is a tenth and `0.1 + 0.2` is not three tenths.
//!
//! INVARIANT: every number that leaves here is below 2^53 in size.

use super::currency::{is_currency, is_money_sign, money_sign_fits};
use super::text::{digits, find_in_text, is_word, push_number, split_at_text, take_while};
use super::value::{Bounds, NUMBER_MAX, UNBOUNDED_HIGH, UNBOUNDED_LOW};
use super::{Unit, Why};

/// Decimal places from which on `1.000` can only be one.
const THOUSANDTHS: u8 = 3;

/// How a number field counts.
#[derive(Clone, Copy)]
pub(super) struct Measure<'a> {
    /// What is counted.
    pub unit: &'a Unit,
    /// Decimal places that are kept.
    pub scale: u8,
    /// The source gives units (0), thousands (3), millions (6) or billions (9).
    pub power: u8,
}

/// Reads an exact number or a range.
pub(super) fn bounds_from_text(text: &str, measure: Measure, ranges: bool) -> Result<Bounds, Why> {
    match from_text(text, measure) {
        Err(Why::NumberNotReadable) => {}
        decided => return decided.map(Bounds::exact),
    }
    if is_spreadsheet_date(text) {
        return Err(Why::SpreadsheetDate);
    }
    let range = Range::find(text.trim_ascii()).ok_or(Why::NumberNotReadable)?;
    match range.bounds(measure) {
        Err(Why::NumberNotReadable) => Err(Why::NumberNotReadable),
        _ if !ranges => Err(Why::RangeNotAllowed),
        decided => decided,
    }
}

/// Reads an exact number: `1000`, `1,000`, `-1.5`, `10k`, `$50M`, `50 million EUR`.
pub(super) fn from_text(text: &str, measure: Measure) -> Result<i64, Why> {
    let written = Written::find(text.trim_ascii()).ok_or(Why::NumberNotReadable)?;
    // Whole things and money have no thousandths, so the point could stand for thousands there.
    let has_thousandths =
        measure.power > 0 || (matches!(measure.unit, Unit::Plain) && measure.scale >= THOUSANDTHS);
    if written.may_be_thousands && !has_thousandths {
        return Err(Why::NumberNotReadable);
    }
    for mark in [written.before, written.after].into_iter().flatten() {
        mark.must_fit(measure.unit)?;
    }
    let places =
        usize::from(measure.scale) + usize::from(measure.power) + usize::from(written.power);
    let number = scaled(written.whole, written.fraction, places)?;
    Ok(if written.is_negative { -number } else { number })
}

/// Takes a double if, and only if, the field can hold the very same number.
pub(super) fn from_f64(number: f64, scale: u8, power: u8) -> Result<i64, Why> {
    // Ten to these powers is exact in a double.
    let ten = (0..scale.saturating_add(power)).fold(1.0_f64, |ten, _| ten * 10.0);
    if number.is_nan() {
        return Err(Why::NumberNotReadable);
    }
    let scaled = (number * ten).round();
    if scaled.abs() > NUMBER_MAX as f64 {
        return Err(Why::NumberTooLarge);
    }
    if scaled / ten != number {
        return Err(Why::NumberNotExact);
    }
    Ok(scaled as i64)
}

/// The integer `whole.fraction` times ten to the power of `places`.
fn scaled(whole: &str, fraction: &str, places: usize) -> Result<i64, Why> {
    let fraction = fraction.trim_end_matches('0');
    let zeros = places.saturating_sub(fraction.len());
    let kept = fraction.bytes().take(places).chain(std::iter::repeat_n(b'0', zeros));
    let mut number = 0_i64;
    for digit in whole.bytes().filter(|byte| *byte != b',').chain(kept) {
        // INVARIANT: `number` is below 2^53, so ten times it is far below 2^63.
        number = number * 10 + i64::from(digit - b'0');
        if number > NUMBER_MAX {
            return Err(Why::NumberTooLarge);
        }
    }
    if fraction.len() > places { Err(Why::NumberNotExact) } else { Ok(number) }
}

/// The parts of a number as they were written.
struct Written<'a> {
    is_negative: bool,
    /// Digits and correct thousands commas. Never empty.
    whole: &'a str,
    /// The digits after the point.
    fraction: &'a str,
    /// Many countries write a thousand as `1.000`.
    may_be_thousands: bool,
    /// 3, 6 or 9 for `k`, `M`, `bn`, else 0.
    power: u8,
    before: Option<Mark<'a>>,
    after: Option<Mark<'a>>,
}

impl<'a> Written<'a> {
    fn find(text: &'a str) -> Option<Self> {
        let (sign, rest) = take_sign(text);
        let (before, rest) = take_mark_before(rest);
        // Both `-$5` and `$-5` are usual.
        let (late_sign, rest) = if sign.is_none() { take_sign(rest) } else { (None, rest) };
        let (whole, rest) = take_while(rest, |letter| letter.is_ascii_digit() || letter == ',');
        if !has_correct_commas(whole) {
            return None;
        }
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => take_while(rest, |letter| letter.is_ascii_digit()),
            None => ("0", rest),
        };
        if fraction.is_empty() {
            return None;
        }
        let (power, rest) = take_suffix(rest.trim_ascii_start());
        let may_be_thousands = power == 0 && could_be_thousands(whole, fraction);
        let rest = rest.trim_ascii_start();
        let after = if rest.is_empty() { None } else { Some(Mark::find(rest)?) };
        let is_negative = sign.or(late_sign) == Some('-');
        Some(Written { is_negative, whole, fraction, may_be_thousands, power, before, after })
    }
}

fn take_sign(text: &str) -> (Option<char>, &str) {
    match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.chars().next(), rest),
        None => (None, text),
    }
}

fn take_mark_before(text: &str) -> (Option<Mark<'_>>, &str) {
    if let Some(rest) = text.strip_prefix(is_money_sign) {
        return (text.chars().next().map(Mark::Sign), rest.trim_ascii_start());
    }
    let (word, rest) = take_while(text, |letter| letter.is_ascii_alphabetic());
    if word.len() == 3 { (Some(Mark::Code(word)), rest.trim_ascii_start()) } else { (None, text) }
}

fn take_suffix(text: &str) -> (u8, &str) {
    let (word, rest) = take_while(text, |letter| letter.is_ascii_alphabetic());
    const SUFFIXES: [(&str, u8); 7] =
        [("k", 3), ("thousand", 3), ("m", 6), ("million", 6), ("b", 9), ("bn", 9), ("billion", 9)];
    match SUFFIXES.iter().find(|(suffix, _)| is_word(word, suffix)) {
        Some((_, power)) => (*power, rest),
        None => (0, text),
    }
}

/// Digits alone, or groups of three after a first group of one to three that is not a bare zero:
/// `0,100` is how some countries write a tenth.
fn has_correct_commas(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    if first.len() == whole.len() {
        return !whole.is_empty();
    }
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3)
}

/// One point, three digits behind it and one to three before it that do not begin with a zero.
fn could_be_thousands(whole: &str, fraction: &str) -> bool {
    fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
}

/// A sign or code of money beside a number.
#[derive(Clone, Copy)]
enum Mark<'a> {
    Sign(char),
    Code(&'a str),
}

impl<'a> Mark<'a> {
    /// The mark that `text` is, as a whole.
    fn find(text: &'a str) -> Option<Self> {
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(sign), None) => is_money_sign(sign).then_some(Mark::Sign(sign)),
            _ => is_currency(text).then_some(Mark::Code(text)),
        }
    }

    fn must_fit(self, unit: &Unit) -> Result<(), Why> {
        let Unit::Money(currency) = unit else { return Err(Why::NumberNotReadable) };
        let (is_known, fits) = match self {
            Mark::Sign(sign) => (true, money_sign_fits(sign, currency)),
            Mark::Code(code) => (is_currency(code), code.eq_ignore_ascii_case(currency)),
        };
        match (fits, is_known) {
            (true, _) => Ok(()),
            (false, true) => Err(Why::OtherCurrency),
            (false, false) => Err(Why::NumberNotReadable),
        }
    }
}

/// A range as it was written; its ends are not read yet.
enum Range<'a> {
    Between(&'a str, &'a str),
    AtLeast(&'a str),
    Above(&'a str),
    AtMost(&'a str),
    Below(&'a str),
}

impl<'a> Range<'a> {
    fn find(text: &'a str) -> Option<Self> {
        let either = |signs: [&str; 2]| signs.iter().find_map(|sign| text.strip_prefix(sign));
        // The longer signs first: `<=` also starts with `<`.
        if let Some(end) = either(["<=", "≤"]) {
            return Some(Range::AtMost(end));
        }
        if let Some(end) = either([">=", "≥"]) {
            return Some(Range::AtLeast(end));
        }
        if let Some(end) = text.strip_prefix('<') {
            return Some(Range::Below(end));
        }
        if let Some(end) = text.strip_prefix('>') {
            return Some(Range::Above(end));
        }
        if let Some(end) = text.strip_suffix('+') {
            return Some(Range::AtLeast(end));
        }
        let (low, high) = split_ends(text)?;
        Some(Range::Between(low, high))
    }

    fn bounds(&self, measure: Measure) -> Result<Bounds, Why> {
        let read = |end: &str| from_text(end, measure);
        let (low, high) = match self {
            Range::Between(low, high) => (read(low)?, read(high)?),
            Range::AtLeast(low) => (read(low)?, UNBOUNDED_HIGH),
            Range::AtMost(high) => (UNBOUNDED_LOW, read(high)?),
            // One step of the scale beyond a number below 2^53 is far from the ends of an i64.
            Range::Above(low) => (read(low)? + 1, UNBOUNDED_HIGH),
            Range::Below(high) => (UNBOUNDED_LOW, read(high)? - 1),
        };
        if low > high { Err(Why::RangeReversed) } else { Ok(Bounds { low, high }) }
    }
}

/// Splits `a..b`, `a to b`, `a – b` and `a-b`.
fn split_ends(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_ascii_whitespace();
    if words.any(|word| is_word(word, "to")) {
        let at = find_in_text(&text.to_ascii_lowercase(), " to ")?;
        let (low, rest) = text.split_at_checked(at)?;
        return Some((low, rest.get(4..)?));
    }
    for sign in ["..", "–"] {
        if let Some(ends) = split_at_text(text, sign) {
            return Some(ends);
        }
    }
    // A hyphen before anything else is the sign of the first number.
    let signs = text.len() - text.trim_start_matches('-').len();
    let hyphen = text.get(signs..)?.find('-')? + signs;
    let (low, rest) = text.split_at_checked(hyphen)?;
    Some((low, rest.strip_prefix('-')?))
}

/// Whether a spreadsheet made a date of what was a range: `10-Jan`, `Jan-10`, `10-Jan-24`.
pub fn is_spreadsheet_date(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut months = 0;
    let mut numbers = 0;
    for part in text.trim_ascii().split('-') {
        if MONTHS.iter().any(|month| is_word(part, month)) {
            months += 1;
        } else if part.len() <= 4 && digits(part).is_some() {
            numbers += 1;
        } else {
            return false;
        }
    }
    months == 1 && (1..=2).contains(&numbers)
}

/// Writes a scaled integer with all its decimal places: `123450` of scale 2 is `1234.50`.
pub(super) fn push_decimal(out: &mut String, number: i64, scale: u8) {
    if number < 0 {
        out.push('-');
    }
    let ten = 10_u64.pow(u32::from(scale.min(18))).max(1);
    push_number(out, number.unsigned_abs() / ten, 1);
    if scale > 0 {
        out.push('.');
        push_number(out, number.unsigned_abs() % ten, usize::from(scale.min(18)));
    }
}
