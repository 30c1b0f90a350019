//! Ranges, as forms send company sizes and budgets.

use pointperson::record::{
    Bounds, UNBOUNDED_HIGH, UNBOUNDED_LOW, Value, Why, read_literal, value_text,
};

use super::support::{INTEGER, Random, SIZE, missing, money, number, range, text};

#[test]
fn ranges_are_read_as_forms_send_them() {
    for (given, low, high) in [
        ("51-200", 51, 200),
        ("51 - 200", 51, 200),
        ("51–200", 51, 200),
        ("51 – 200", 51, 200),
        ("51 to 200", 51, 200),
        ("51 TO 200", 51, 200),
        ("51..200", 51, 200),
        ("1,000-5,000", 1_000, 5_000),
        ("-5--3", -5, -3),
        ("-5..3", -5, 3),
        ("7-7", 7, 7),
        // Each end as written.
        ("10-50k", 10, 50_000),
        ("1,000+", 1_000, UNBOUNDED_HIGH),
        ("10k +", 10_000, UNBOUNDED_HIGH),
        (">= 65", 65, UNBOUNDED_HIGH),
        ("≥65", 65, UNBOUNDED_HIGH),
        ("> 65", 66, UNBOUNDED_HIGH),
        ("<= 50", UNBOUNDED_LOW, 50),
        ("≤50", UNBOUNDED_LOW, 50),
        ("<50", UNBOUNDED_LOW, 49),
    ] {
        assert_eq!(text(&SIZE, given), range(low, high), "{given}");
    }
}

#[test]
fn money_ranges_may_name_their_currency_on_either_side() {
    let usd = money("USD");
    let expected = range(1_000_000_000, 5_000_000_000);
    for given in ["$10M-$50M", "$10M - $50M USD", "10M to 50M USD", "USD 10M..50M"] {
        assert_eq!(text(&usd, given), expected, "{given}");
    }
    assert_eq!(text(&usd, "$10-50M"), range(1_000, 5_000_000_000));
    assert_eq!(text(&usd, "<$1M"), range(UNBOUNDED_LOW, 99_999_999));
    assert_eq!(text(&usd, "$1M+"), range(100_000_000, UNBOUNDED_HIGH));
    assert_eq!(text(&usd, "€10M-€50M"), missing(Why::OtherCurrency));
}

#[test]
fn ranges_have_reasons_of_their_own() {
    assert_eq!(text(&SIZE, "200-51"), missing(Why::RangeReversed));
    assert_eq!(text(&SIZE, "1.5-3"), missing(Why::NumberNotExact));
    assert_eq!(text(&SIZE, "1-9007199254740992"), missing(Why::NumberTooLarge));
    for given in ["51-", "-", "51-200-300", "+", "1+2", "to 5", "51 to", "a-b", "<", "..", "1...2"]
    {
        assert_eq!(text(&SIZE, given), missing(Why::NumberNotReadable), "{given}");
    }
    for given in ["51-200", "1,000+", "<50", "200-51", "1.5-3", "51 to 200"] {
        assert_eq!(text(&INTEGER, given), missing(Why::RangeNotAllowed), "{given}");
    }
    for given in ["a-b", "51-x", "1.000,50-2"] {
        assert_eq!(text(&INTEGER, given), missing(Why::NumberNotReadable), "{given}");
    }
}

#[test]
fn a_literal_is_no_range() {
    assert_eq!(read_literal(&SIZE, "51-200"), Err(Why::RangeNotAllowed));
    assert_eq!(read_literal(&SIZE, "1,000+"), Err(Why::RangeNotAllowed));
    assert_eq!(read_literal(&money("USD"), "$50M"), Ok(number(5_000_000_000)));
    assert_eq!(read_literal(&SIZE, ""), Err(Why::NotGiven));
}

#[test]
fn every_range_reads_as_it_prints() {
    let mut random = Random(4);
    let mut seen = 0;
    for _ in 0..20_000 {
        let (one, other) = (random.number(), random.number());
        let (low, high) = (one.min(other), one.max(other));
        for (low, high) in [(low, high), (UNBOUNDED_LOW, high), (low, UNBOUNDED_HIGH)] {
            for kind in [SIZE, money("EUR")] {
                let value = Value::Number(Bounds { low, high });
                let printed = value_text(&kind, &value).unwrap();
                assert_eq!(text(&kind, &printed), value, "{printed}");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 120_000);
    assert_eq!(value_text(&SIZE, &range(51, 200)).as_deref(), Some("51..200"));
    assert_eq!(value_text(&SIZE, &range(1_000, UNBOUNDED_HIGH)).as_deref(), Some("1000+"));
    assert_eq!(value_text(&SIZE, &range(UNBOUNDED_LOW, 50)).as_deref(), Some("<=50"));
    assert_eq!(value_text(&money("USD"), &number(123_450)).as_deref(), Some("1234.50"));
    assert_eq!(value_text(&money("USD"), &number(-5)).as_deref(), Some("-0.05"));
}
