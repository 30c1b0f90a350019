//! Days and points in time.

use pointperson::record::{
    Kind, Raw, Why, civil_from_days, date_text, days_from_civil, moment_text, read_value,
    value_text,
};

use super::support::{Random, missing, number, text};

const DAY: i64 = 86_400_000;

#[test]
fn every_day_of_twenty_thousand_years_comes_back() {
    let first = days_from_civil(-9_999, 1, 1);
    let last = days_from_civil(9_999, 12, 31);
    assert_eq!(days_from_civil(1970, 1, 1), 0);
    assert_eq!(days_from_civil(2000, 3, 1), 11_017);
    assert_eq!(last, 2_932_896);
    let mut before = civil_from_days(first - 1);
    for days in first..=last {
        let (year, month, day) = civil_from_days(days);
        assert_eq!(days_from_civil(year, month, day), days);
        assert!((year, month, day) > before);
        before = (year, month, day);
    }
}

#[test]
fn every_readable_day_reads_as_it_prints() {
    for days in days_from_civil(1, 1, 1)..=days_from_civil(9_999, 12, 31) {
        assert_eq!(text(&Kind::Date, &date_text(days)), number(days));
    }
    assert_eq!(date_text(0), "1970-01-01");
    assert_eq!(date_text(days_from_civil(-44, 3, 15)), "-0044-03-15");
    assert_eq!(date_text(days_from_civil(12_345, 1, 2)), "+12345-01-02");
    assert_eq!(date_text(i64::MAX), date_text(100_000_000));
    assert_eq!(date_text(i64::MIN), date_text(-100_000_000));
    assert_eq!(value_text(&Kind::Date, &number(-1)).as_deref(), Some("1969-12-31"));
}

#[test]
fn a_date_is_a_day_of_the_calendar() {
    assert_eq!(text(&Kind::Date, " 2024-02-29 "), number(days_from_civil(2024, 2, 29)));
    for given in [
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-13-01",
        "2024-00-10",
        "2024-01-00",
        "0000-01-01",
        "2024-1-1",
        "24-01-01",
        "20240101",
        "01/02/2024",
        "2024-01-01T00:00:00Z",
        "+2024-01-01",
        "2024-01-01 ,",
        "10-Jan",
    ] {
        assert_eq!(text(&Kind::Date, given), missing(Why::DateNotReadable), "{given}");
    }
    assert_eq!(read_value(&Kind::Date, 0, Raw::Number(20_240_101.0)), missing(Why::WrongType));
}

#[test]
fn a_moment_has_a_zone_or_is_a_midnight() {
    let ten = days_from_civil(2026, 1, 31) * DAY + 36_000_000;
    for given in [
        "2026-01-31T10:00Z",
        "2026-01-31T10:00:00Z",
        "2026-01-31T10:00:00.000Z",
        "2026-01-31T11:00:00+01:00",
        "2026-01-31T04:30:00-05:30",
        "2026-01-31T10:00:00.000+0000",
        "2026-01-31t10:00:00z",
        "2026-01-31 10:00:00Z",
        "2026-01-31 10:00:00 +00:00",
        "2026-01-31T10:00:00.0009Z",
    ] {
        assert_eq!(text(&Kind::Moment, given), number(ten), "{given}");
    }
    assert_eq!(text(&Kind::Moment, "2026-01-31"), number(ten - 36_000_000));
    assert_eq!(text(&Kind::Moment, "2026-01-31T10:00:00.5Z"), number(ten + 500));
    for given in ["2026-01-31T10:00", "2026-01-31T10:00:00", "2026-01-31 10:00:00.123"] {
        assert_eq!(text(&Kind::Moment, given), missing(Why::MomentWithoutZone), "{given}");
    }
    for given in [
        "2026-01-31T",
        "2026-01-31T10",
        "2026-01-31T24:00Z",
        "2026-01-31T10:60Z",
        "2026-01-31T10:00:60Z",
        "2026-01-31T10:00:00.Z",
        "2026-02-30T10:00Z",
        "1767225600000",
        "2026-01-31T10:00:00CET",
        "2026-01-31T10:00+1",
        "2026-01-31T10:00+01:00:00",
        "now",
        "0001-01-01T00:00+00:01",
        "9999-12-31T23:59-00:01",
        "2026-01-3é",
        "２０２６-01-31",
    ] {
        assert_eq!(text(&Kind::Moment, given), missing(Why::MomentNotReadable), "{given}");
    }
}

#[test]
fn a_moment_may_be_a_number_of_milliseconds() {
    let read = |double| read_value(&Kind::Moment, 0, Raw::Number(double));
    assert_eq!(read(1_767_225_600_000.0), number(1_767_225_600_000));
    assert_eq!(read(-1.0), number(-1));
    for double in [0.5, 1e15, f64::NAN, f64::INFINITY] {
        assert_eq!(read(double), missing(Why::MomentNotReadable));
    }
}

#[test]
fn every_moment_reads_as_it_prints() {
    let mut random = Random(5);
    let first = days_from_civil(1, 1, 1) * DAY;
    let length = (days_from_civil(10_000, 1, 1) * DAY - first).unsigned_abs();
    for _ in 0..50_000 {
        let moment = first + i64::try_from(random.below(length)).unwrap();
        let printed = moment_text(moment);
        assert_eq!(text(&Kind::Moment, &printed), number(moment), "{printed}");
    }
    assert_eq!(moment_text(0), "1970-01-01T00:00:00Z");
    assert_eq!(moment_text(-1), "1969-12-31T23:59:59.999Z");
    assert!(moment_text(i64::MAX).ends_with('Z') && moment_text(i64::MIN).ends_with('Z'));
}
