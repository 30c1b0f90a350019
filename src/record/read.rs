//! From what forms and CRMs send to typed values.
//!
//! A field is read from the first of its sources that gives a readable value. Where none does, the
//! first unreadable one says why; where nothing was given at all, a domain is taken from its
//! e-mail field, and last comes the field's `when absent`.

use super::number::{Measure, bounds_from_text, from_f64};
use super::time::moment_within_calendar;
use super::{
    Bounds, Field, Kind, Record, Shape, Source, SubdivisionOf, TEXT_BYTES_MAX, Value, Why, contact,
    country, place, text, time,
};

/// One value as the caller holds it, before any rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Raw<'a> {
    /// The record has no such key.
    Absent,
    /// Null: told that there is nothing.
    Null,
    /// A text. What is no Unicode was replaced by U+FFFD before.
    Text(&'a str),
    /// A double, as JavaScript and JSON hold numbers. An integer of 2^53 or more is one that may
    /// have been rounded on its way into a double, so no field takes it.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A list, an object, or anything else no field can hold.
    Other,
}

/// Reads a record by looking up each name its fields may go by. Names nobody asks for are ignored.
pub fn read<'a>(
    shape: &Shape,
    id: Option<&str>,
    mut lookup: impl FnMut(&str) -> Raw<'a>,
) -> Record {
    read_by(shape, id, |_, source| lookup(&source.name))
}

/// Reads a record from one raw value for each source of each field, in the order of `shape`.
/// Slots that are not there are absent.
pub fn read_slots(shape: &Shape, id: Option<&str>, slots: &[Raw<'_>]) -> Record {
    read_by(shape, id, |slot, _| slots.get(slot).copied().unwrap_or(Raw::Absent))
}

/// Reads one value by itself: no other source, no other field, no `when absent`.
pub fn read_value(kind: &Kind, power: u8, raw: Raw<'_>) -> Value {
    let country = match kind {
        Kind::Subdivision { of: SubdivisionOf::Country(code) } => Some(code.as_str()),
        _ => None,
    };
    read_raw(kind, power, raw, country)
}

/// Types a value that an author wrote in a condition or a cell.
///
/// The rules are those of records, but a literal is one value: a range is refused, and the short
/// form of a subdivision is, unless its field declares one country.
pub fn read_literal(kind: &Kind, text: &str) -> Result<Value, Why> {
    let value = match kind {
        Kind::Number { unit, scale, .. } => {
            let kind = Kind::Number { unit: unit.clone(), scale: *scale, ranges: false };
            read_value(&kind, 0, Raw::Text(text))
        }
        kind => read_value(kind, 0, Raw::Text(text)),
    };
    match value {
        Value::Missing(why) => Err(why),
        value => Ok(value),
    }
}

fn read_by<'a>(
    shape: &Shape,
    id: Option<&str>,
    mut raw: impl FnMut(usize, &Source) -> Raw<'a>,
) -> Record {
    let mut values = vec![Value::Missing(Why::NotGiven); shape.fields.len()];
    // Fields that lean on another one come second, wherever they stand.
    for second in [false, true] {
        let mut slot = 0;
        for (position, field) in shape.fields.iter().enumerate() {
            let first = slot;
            slot += field.sources.len();
            if leans(&field.kind) != second {
                continue;
            }
            let value = read_field(field, &values, |nth, source| raw(first + nth, source));
            if let Some(place) = values.get_mut(position) {
                *place = value;
            }
        }
    }
    let id = id.map(str::trim_ascii).filter(|id| !id.is_empty() && id.len() <= TEXT_BYTES_MAX);
    Record { id: id.map(str::to_owned), values }
}

fn leans(kind: &Kind) -> bool {
    matches!(kind, Kind::Domain { of: Some(_) } | Kind::Subdivision { of: SubdivisionOf::Field(_) })
}

fn read_field<'a>(
    field: &Field,
    others: &[Value],
    mut raw: impl FnMut(usize, &Source) -> Raw<'a>,
) -> Value {
    let other = |index: super::FieldIndex| others.get(usize::from(index.0))?.as_text();
    let country = match &field.kind {
        Kind::Subdivision { of: SubdivisionOf::Field(of) } => other(*of),
        Kind::Subdivision { of: SubdivisionOf::Country(code) } => Some(code.as_str()),
        _ => None,
    };
    let mut reason = Why::NotGiven;
    for (nth, source) in field.sources.iter().enumerate() {
        match read_raw(&field.kind, source.power, raw(nth, source), country) {
            Value::Missing(why) if reason == Why::NotGiven => reason = why,
            Value::Missing(_) => {}
            value => return value,
        }
    }
    if reason != Why::NotGiven {
        return Value::Missing(reason);
    }
    if let Kind::Domain { of: Some(of) } = &field.kind
        && let Some(email) = other(*of)
    {
        return read_raw(&field.kind, 0, Raw::Text(contact::host_of_email(email)), None);
    }
    let absent = field.when_absent.as_deref().map_or(Raw::Absent, Raw::Text);
    read_raw(&field.kind, 0, absent, country)
}

fn read_raw(kind: &Kind, power: u8, raw: Raw<'_>, country: Option<&str>) -> Value {
    let read = match raw {
        Raw::Absent | Raw::Null => Err(Why::NotGiven),
        Raw::Text(given) if given.len() > TEXT_BYTES_MAX => Err(Why::TextTooLong),
        Raw::Text(given) => match given.trim_ascii() {
            "" => Err(Why::NotGiven),
            given => read_text(kind, power, given, country),
        },
        Raw::Number(number) => read_number(kind, power, number),
        Raw::Flag(flag) if *kind == Kind::Flag => Ok(Value::Flag(flag)),
        Raw::Flag(_) | Raw::Other => Err(Why::WrongType),
    };
    read.unwrap_or_else(Value::Missing)
}

/// `given` is trimmed and not empty.
fn read_text(kind: &Kind, power: u8, given: &str, country: Option<&str>) -> Result<Value, Why> {
    let exact = |number| Value::Number(Bounds::exact(number));
    match kind {
        Kind::Text { ignore_case: false } => Ok(Value::Text(given.to_owned())),
        Kind::Text { ignore_case: true } => Ok(Value::Text(given.to_ascii_lowercase())),
        Kind::Number { unit, scale, ranges } => {
            let measure = Measure { unit, scale: *scale, power };
            bounds_from_text(given, measure, *ranges).map(Value::Number)
        }
        Kind::Flag => flag(given).map(Value::Flag).ok_or(Why::FlagNotReadable),
        Kind::Choice { values, ignore_case } => {
            let same = |value: &&String| {
                *value == given || *ignore_case && value.eq_ignore_ascii_case(given)
            };
            // The exact form first: two values may differ in case alone.
            let exact = values.iter().find(|value| *value == given);
            let found = exact.or_else(|| values.iter().find(same));
            found.cloned().map(Value::Text).ok_or(Why::NotInList)
        }
        Kind::Country => {
            let code = country::country_code(given).ok_or(Why::UnknownCountry)?;
            Ok(Value::Text(code.to_owned()))
        }
        Kind::Subdivision { .. } => place::subdivision(given, country).map(Value::Text),
        Kind::Email => contact::email(given).map(Value::Text).ok_or(Why::EmailNotReadable),
        Kind::Domain { .. } => {
            contact::domain(given).map(Value::Text).ok_or(Why::DomainNotReadable)
        }
        Kind::Date => time::date(given).map(exact),
        Kind::Moment => time::moment(given).map(exact),
    }
}

fn read_number(kind: &Kind, power: u8, number: f64) -> Result<Value, Why> {
    match kind {
        Kind::Number { scale, .. } => {
            from_f64(number, *scale, power).map(|number| Value::Number(Bounds::exact(number)))
        }
        Kind::Flag if number == 1.0 || number == 0.0 => Ok(Value::Flag(number == 1.0)),
        Kind::Flag => Err(Why::FlagNotReadable),
        // CRMs send ids, ZIP codes and the like as numbers.
        Kind::Text { .. } | Kind::Choice { .. } => {
            let number = from_f64(number, 0, 0).map_err(|_| Why::WrongType)?;
            let mut digits = String::new();
            super::number::push_decimal(&mut digits, number, 0);
            read_text(kind, 0, &digits, None)
        }
        Kind::Moment => {
            let number = from_f64(number, 0, 0).map_err(|_| Why::MomentNotReadable)?;
            moment_within_calendar(number).map(|number| Value::Number(Bounds::exact(number)))
        }
        Kind::Country
        | Kind::Subdivision { .. }
        | Kind::Email
        | Kind::Domain { .. }
        | Kind::Date => Err(Why::WrongType),
    }
}

fn flag(given: &str) -> Option<bool> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| text::is_word(given, word));
    if is_one_of(&["yes", "true", "y", "on", "1"]) {
        Some(true)
    } else if is_one_of(&["no", "false", "n", "off", "0"]) {
        Some(false)
    } else {
        None
    }
}
