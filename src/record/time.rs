//! Days of the calendar and points in time, and their ISO 8601 texts.
//!
//! The calendar arithmetic is Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (<https://howardhinnant.github.io/date_algorithms.html>): the year starts in March, so that the
//! leap day is its last one, and 400 years make an era of 146,097 days.

use super::Why;
use super::text::{digits, push_number, take_while};

const DAY_MS: i64 = 86_400_000;

/// The days JavaScript's `Date` can hold on either side of 1970. Texts of days beyond are those
/// of the last one, so that writing never overflows.
const DAYS_MAX: i64 = 100_000_000;

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar.
pub fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a number of days from 1970-01-01.
pub fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let days = days.clamp(-DAYS_MAX, DAYS_MAX) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    // INVARIANT: the clamp above keeps the year within ±274,000, month and day within a byte.
    (year as i32, month as u8, day as u8)
}

/// The text of a day, `2026-01-31`. A year beyond 9999 or before 0 bears its sign.
pub fn date_text(days: i64) -> String {
    let (year, month, day) = civil_from_days(days);
    let mut text = String::with_capacity(24);
    match year {
        ..0 => text.push('-'),
        10_000.. => text.push('+'),
        _ => {}
    }
    push_number(&mut text, u64::from(year.unsigned_abs()), 4);
    text.push('-');
    push_number(&mut text, u64::from(month), 2);
    text.push('-');
    push_number(&mut text, u64::from(day), 2);
    text
}

/// `31.1.2026` as `2026-01-31`. Where slashes stand, nobody knows which number is the month.
#[cfg(feature = "author")]
pub fn day_first(text: &str) -> Option<String> {
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    let date = format!("{year:04}-{month:02}-{day:02}");
    (parts.next().is_none() && self::date(&date).is_ok()).then_some(date)
}

/// The text of a point in time, `2026-01-31T10:00:00Z`; milliseconds only where there are some.
pub fn moment_text(milliseconds: i64) -> String {
    let mut text = date_text(milliseconds.div_euclid(DAY_MS));
    let rest = milliseconds.rem_euclid(DAY_MS).unsigned_abs();
    for (sign, part) in
        [('T', rest / 3_600_000), (':', rest / 60_000 % 60), (':', rest / 1_000 % 60)]
    {
        text.push(sign);
        push_number(&mut text, part, 2);
    }
    let thousandths = rest % 1_000;
    if thousandths > 0 {
        text.push('.');
        push_number(&mut text, thousandths, 3);
    }
    text.push('Z');
    text
}

/// Reads `2026-01-31` as days. Years run from 0001 to 9999.
pub(super) fn date(text: &str) -> Result<i64, Why> {
    read_date(text).ok_or(Why::DateNotReadable)
}

fn read_date(text: &str) -> Option<i64> {
    let (year, rest) = take_number(text, 4)?;
    let (month, rest) = take_number(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = take_number(rest.strip_prefix('-')?, 2)?;
    if year == 0 || !(1..=12).contains(&month) || !rest.is_empty() {
        return None;
    }
    // INVARIANT: four and two digits fit.
    let (year, month, day) = (year as i32, month as u8, day as u8);
    (1..=month_length(year, month)).contains(&day).then(|| days_from_civil(year, month, day))
}

fn month_length(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads an ISO 8601 point in time as milliseconds; a day alone is its midnight in UTC.
///
/// As RFC 3339 allows, `T` and `Z` may be small and `T` a space; offsets may lack their colon,
/// as Salesforce writes them. Digits below a millisecond are dropped.
pub(super) fn moment(text: &str) -> Result<i64, Why> {
    let unreadable = Why::MomentNotReadable;
    let (day, rest) = text.split_at_checked(10).ok_or(unreadable)?;
    let midnight = read_date(day).ok_or(unreadable)? * DAY_MS;
    if rest.is_empty() {
        return Ok(midnight);
    }
    let rest = rest.strip_prefix(['T', 't', ' ']).ok_or(unreadable)?;
    let (time, rest) = take_time(rest).ok_or(unreadable)?;
    if rest.is_empty() {
        return Err(Why::MomentWithoutZone);
    }
    let offset = read_offset(rest.trim_ascii_start()).ok_or(unreadable)?;
    moment_within_calendar(midnight + time - offset)
}

/// Refuses milliseconds whose day is outside the years 0001 to 9999, which have no usual text.
pub(super) fn moment_within_calendar(milliseconds: i64) -> Result<i64, Why> {
    let first = days_from_civil(1, 1, 1) * DAY_MS;
    let end = days_from_civil(10_000, 1, 1) * DAY_MS;
    (first..end).contains(&milliseconds).then_some(milliseconds).ok_or(Why::MomentNotReadable)
}

/// `10:00`, `10:00:30` or `10:00:30.123` as milliseconds.
fn take_time(text: &str) -> Option<(i64, &str)> {
    let (hour, rest) = take_number(text, 2)?;
    let (minute, rest) = take_number(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => take_number(rest, 2)?,
        None => return in_day(hour, minute, 0, 0).map(|time| (time, rest)),
    };
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => take_while(rest, |letter| letter.is_ascii_digit()),
        None => ("0", rest),
    };
    let thousandths = fraction.bytes().chain(*b"00").take(3);
    let thousandths = thousandths.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    if fraction.is_empty() {
        return None;
    }
    in_day(hour, minute, second, thousandths).map(|time| (time, rest))
}

fn in_day(hour: i64, minute: i64, second: i64, thousandths: i64) -> Option<i64> {
    let is_time = hour < 24 && minute < 60 && second < 60;
    is_time.then_some(((hour * 60 + minute) * 60 + second) * 1_000 + thousandths)
}

/// `Z`, `+01:00` or `+0100` as milliseconds ahead of UTC.
fn read_offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let ahead = text.strip_prefix(['+', '-'])?;
    let (hour, rest) = take_number(ahead, 2)?;
    let (minute, rest) = take_number(rest.strip_prefix(':').unwrap_or(rest), 2)?;
    let offset = in_day(hour, minute, 0, 0).filter(|_| rest.is_empty())?;
    Some(if text.starts_with('-') { -offset } else { offset })
}

/// A number of exactly `width` digits at the start of `text`, and what follows.
fn take_number(text: &str, width: usize) -> Option<(i64, &str)> {
    let (number, rest) = text.split_at_checked(width)?;
    Some((digits(number)?, rest))
}
