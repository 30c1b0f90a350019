//! From typed values back to text, for people and for keys.
//!
//! INVARIANT: a field of the same kind, ranges allowed, reads the text as the value it came from.

use super::number::push_decimal;
use super::text::joined;
use super::{Bounds, Kind, UNBOUNDED_HIGH, UNBOUNDED_LOW, Unit, Value, date_text, moment_text};

/// The canonical text of a value: `1234.50`, `51..200`, `1000+`, `<=50`, `2026-01-31`, `yes`,
/// or the text itself. `None` if it is missing.
pub fn value_text(kind: &Kind, value: &Value) -> Option<String> {
    match value {
        Value::Missing(_) => None,
        Value::Text(text) => Some(text.clone()),
        Value::Flag(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Value::Number(bounds) => Some(bounds_text(kind, *bounds)),
    }
}

/// The canonical text of a scaled number: `123450` of scale 2 is `1234.50`.
pub fn decimal_text(number: i64, scale: u8) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number, scale);
    text
}

/// A number of a field as people write it: thousands by commas, money behind its currency.
pub fn number_words(kind: &Kind, number: i64) -> String {
    let Kind::Number { unit, scale, .. } = kind else {
        return bounds_text(kind, Bounds::exact(number));
    };
    let text = decimal_text(number, *scale);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut words = match unit {
        Unit::Plain => String::new(),
        Unit::Money(currency) => joined(&[currency, " "]),
    };
    let digits = whole.trim_start_matches('-');
    words.push_str(if digits.len() < whole.len() { "-" } else { "" });
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            words.push(',');
        }
        words.push(digit);
    }
    if fraction.bytes().any(|digit| digit != b'0') {
        words.push('.');
        words.push_str(fraction);
    }
    words
}

/// A known value as people write it.
pub fn value_words(kind: &Kind, value: &Value) -> Option<String> {
    let Value::Number(bounds) = value else { return value_text(kind, value) };
    let say = |number: i64| number_words(kind, number);
    Some(match (bounds.low, bounds.high) {
        (low, high) if low == high => say(low),
        (UNBOUNDED_LOW, high) => joined(&["at most ", &say(high)]),
        (low, UNBOUNDED_HIGH) => joined(&[&say(low), " or more"]),
        (low, high) => joined(&[&say(low), " to ", &say(high)]),
    })
}

fn bounds_text(kind: &Kind, bounds: Bounds) -> String {
    let text = |number: i64| match kind {
        Kind::Date => date_text(number),
        Kind::Moment => moment_text(number),
        Kind::Number { scale, .. } => decimal_text(number, *scale),
        _ => decimal_text(number, 0),
    };
    let mut out = String::new();
    match (bounds.low, bounds.high) {
        (low, high) if low == high => out.push_str(&text(low)),
        (UNBOUNDED_LOW, high) => {
            out.push_str("<=");
            out.push_str(&text(high));
        }
        (low, UNBOUNDED_HIGH) => {
            out.push_str(&text(low));
            out.push('+');
        }
        (low, high) => {
            out.push_str(&text(low));
            out.push_str("..");
            out.push_str(&text(high));
        }
    }
    out
}
