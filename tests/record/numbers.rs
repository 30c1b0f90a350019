//! Numbers and money, from text and from doubles.

use pointperson::record::{
    Bounds, Kind, NUMBER_MAX, Raw, Value, Why, decimal_text, is_currency, read_literal, read_value,
    value_text,
};

use super::support::{INTEGER, Random, SIZE, decimal, missing, money, number, text};

#[test]
fn whole_numbers_are_read_as_people_write_them() {
    for (given, expected) in [
        ("1000", 1_000),
        ("1,000", 1_000),
        ("1,234,567", 1_234_567),
        (" 42\t", 42),
        ("-20", -20),
        ("+7", 7),
        ("10k", 10_000),
        ("10K", 10_000),
        ("1.5k", 1_500),
        ("50M", 50_000_000),
        ("2B", 2_000_000_000),
        ("2 bn", 2_000_000_000),
        ("3 thousand", 3_000),
        ("3 Million", 3_000_000),
        ("3 billion", 3_000_000_000),
        ("5.00", 5),
        ("007", 7),
        ("0", 0),
        ("-0", 0),
        ("9007199254740991", NUMBER_MAX),
    ] {
        assert_eq!(text(&INTEGER, given), number(expected), "{given}");
    }
}

#[test]
fn what_is_no_number_says_so() {
    for given in [
        "1.000,50", "NaN", "Infinity", "1e400", "1e3", "10,00", "1,0000", "0,100", ",100", "1,",
        "1.", ".5", "1.2.3", "1 000", "1'000", "ten", "-", "+", "--5", "$50", "50 USD", "5%", "k",
        "0x10", "1_000", "１２", "50 km", "5 k k",
    ] {
        assert_eq!(text(&INTEGER, given), missing(Why::NumberNotReadable), "{given}");
    }
    // Somebody's thousand, or somebody's one: neither is guessed where thousandths make no sense.
    for given in ["1.000", "-999.000", "1.000-5.000"] {
        assert_eq!(text(&INTEGER, given), missing(Why::NumberNotReadable), "{given}");
    }
    assert_eq!(text(&INTEGER, "1.500k"), number(1_500));
    assert_eq!(text(&INTEGER, "0.000"), number(0));
    assert_eq!(text(&INTEGER, "1.0"), number(1));
    assert_eq!(text(&INTEGER, "1.5"), missing(Why::NumberNotExact));
    assert_eq!(text(&INTEGER, "1.00050k"), missing(Why::NumberNotExact));
    assert_eq!(text(&INTEGER, "9007199254740992"), missing(Why::NumberTooLarge));
    assert_eq!(text(&INTEGER, "-99999999999999999999999999"), missing(Why::NumberTooLarge));
    assert_eq!(text(&INTEGER, "10000000 bn"), missing(Why::NumberTooLarge));
    assert_eq!(text(&INTEGER, ""), missing(Why::NotGiven));
    assert_eq!(text(&INTEGER, " \r\n\t"), missing(Why::NotGiven));
    assert_eq!(text(&INTEGER, &"9".repeat(10_000_000)), missing(Why::TextTooLong));
    assert_eq!(text(&INTEGER, &"9".repeat(65_536)), missing(Why::NumberTooLarge));
}

#[test]
fn a_spreadsheet_date_is_told_from_other_text() {
    for given in ["10-Jan", "Jan-10", "10-Jan-24", "1-OCT", "oct-2024"] {
        assert_eq!(text(&SIZE, given), missing(Why::SpreadsheetDate), "{given}");
        assert_eq!(text(&INTEGER, given), missing(Why::SpreadsheetDate), "{given}");
    }
    for given in ["Jan", "Jan-Feb", "10-Janet", "10-Jan-24-1", "-Jan-10"] {
        assert_eq!(text(&SIZE, given), missing(Why::NumberNotReadable), "{given}");
    }
}

#[test]
fn money_takes_the_signs_and_codes_of_its_currency() {
    let usd = money("USD");
    for given in ["$50M", "50M USD", "USD 50M", "usd50m", "$50 million", "50 M $", "$50M USD"] {
        assert_eq!(text(&usd, given), number(5_000_000_000), "{given}");
    }
    assert_eq!(text(&usd, "-$5.25"), number(-525));
    assert_eq!(text(&usd, "$-5.25"), number(-525));
    assert_eq!(text(&usd, "1,234.5"), number(123_450));
    assert_eq!(text(&money("EUR"), "€5"), number(500));
    assert_eq!(text(&money("GBP"), "£5"), number(500));
    assert_eq!(text(&money("JPY"), "¥5"), number(500));
    assert_eq!(text(&money("CNY"), "¥5"), number(500));
    for currency in ["CAD", "AUD", "NZD", "SGD", "HKD", "MXN"] {
        assert_eq!(text(&money(currency), "$5"), number(500));
    }
    for given in ["€5", "5 EUR", "EUR 5", "£1-£2", "$50 CAD"] {
        assert_eq!(text(&usd, given), missing(Why::OtherCurrency), "{given}");
    }
    assert_eq!(text(&usd, "5 XYZ"), missing(Why::NumberNotReadable));
    assert_eq!(text(&usd, "XYZ 5"), missing(Why::NumberNotReadable));
    assert_eq!(text(&usd, "0.001"), missing(Why::NumberNotExact));
    assert!(is_currency("usd") && is_currency("AED") && is_currency("ZWG"));
    assert!(!is_currency("XYZ") && !is_currency("US") && !is_currency("D A"));
}

#[test]
fn a_source_may_give_thousands_or_millions() {
    let read = |power, raw| read_value(&decimal(2), power, raw);
    assert_eq!(read(3, Raw::Text("1.5")), number(150_000));
    assert_eq!(read(6, Raw::Text("0.00000001")), number(1));
    assert_eq!(read(6, Raw::Text("0.000000001")), missing(Why::NumberNotExact));
    assert_eq!(read(9, Raw::Number(1.1)), number(110_000_000_000));
    assert_eq!(read(3, Raw::Number(0.00001)), number(1));
    assert_eq!(read(9, Raw::Text("90072")), missing(Why::NumberTooLarge));
}

#[test]
fn a_double_is_taken_if_it_divides_back() {
    let read = |scale, double| read_value(&decimal(scale), 0, Raw::Number(double));
    assert_eq!(read(0, 1_000.0), number(1_000));
    assert_eq!(read(0, -0.0), number(0));
    assert_eq!(read(2, 0.1), number(10));
    assert_eq!(read(2, 1_234.56), number(123_456));
    assert_eq!(read(2, 0.1 + 0.2), missing(Why::NumberNotExact));
    assert_eq!(read(2, 0.005), missing(Why::NumberNotExact));
    assert_eq!(read(0, 0.5), missing(Why::NumberNotExact));
    assert_eq!(read(6, 1e-300), missing(Why::NumberNotExact));
    assert_eq!(read(0, 9_007_199_254_740_991.0), number(NUMBER_MAX));
    assert_eq!(read(0, 9_007_199_254_740_992.0), missing(Why::NumberTooLarge));
    assert_eq!(read(2, 9_007_199_254_740_991.0), missing(Why::NumberTooLarge));
    assert_eq!(read(0, f64::INFINITY), missing(Why::NumberTooLarge));
    assert_eq!(read(6, f64::MAX), missing(Why::NumberTooLarge));
    assert_eq!(read(0, f64::NAN), missing(Why::NumberNotReadable));
}

#[test]
fn every_number_reads_as_it_prints() {
    let mut random = Random(1);
    for _ in 0..20_000 {
        let given = random.number();
        let scale = random.below(7) as u8;
        let kind = decimal(scale);
        let printed = value_text(&kind, &number(given)).unwrap();
        assert_eq!(printed, decimal_text(given, scale));
        assert_eq!(text(&kind, &printed), number(given), "{printed}");
        assert_eq!(read_literal(&kind, &printed), Ok(number(given)), "{printed}");
        let grouped = with_commas(&printed);
        assert_eq!(text(&kind, &grouped), number(given), "{grouped}");
    }
}

#[test]
fn a_double_and_its_shortest_text_agree() {
    let mut random = Random(2);
    for _ in 0..20_000 {
        let scale = random.below(7) as u8;
        // At most 15 digits: the decimal is the shortest text of its double.
        let written = decimal_text(random.number() % 1_000_000_000_000_000, scale);
        let double: f64 = written.parse().unwrap();
        let kind = decimal(scale);
        let from_double = read_value(&kind, 0, Raw::Number(double));
        assert_eq!(from_double, text(&kind, &written), "{written}");
        let next = f64::from_bits(double.to_bits() + 1);
        if double.abs() > 1e-3 && next.fract() != 0.0 {
            assert_eq!(
                read_value(&kind, 0, Raw::Number(next)),
                missing(Why::NumberNotExact),
                "{next}"
            );
        }
    }
}

#[test]
fn any_text_gives_a_value_or_a_reason() {
    let mut random = Random(3);
    let kinds = [INTEGER, SIZE, decimal(6), money("USD"), money("EUR")];
    for _ in 0..100_000 {
        let length = random.below(9);
        let given: String = (0..length).map(|_| random.letter("019,.-+$€ kMBtoUSD<>=–J")).collect();
        for kind in &kinds {
            if let Value::Number(Bounds { low, high }) = text(kind, &given) {
                assert!(low <= high, "{given}");
                let again = value_text(kind, &Value::Number(Bounds { low, high })).unwrap();
                assert_eq!(text(kind, &again), Value::Number(Bounds { low, high }), "{given}");
            }
        }
    }
}

#[test]
fn a_flag_or_a_list_is_no_number() {
    for kind in [INTEGER, money("USD"), Kind::Date, Kind::Moment, Kind::Country, Kind::Email] {
        assert_eq!(read_value(&kind, 0, Raw::Flag(true)), missing(Why::WrongType));
        assert_eq!(read_value(&kind, 0, Raw::Other), missing(Why::WrongType));
        assert_eq!(read_value(&kind, 0, Raw::Null), missing(Why::NotGiven));
    }
}

fn with_commas(printed: &str) -> String {
    let (whole, fraction) = printed.split_once('.').unwrap_or((printed, "0"));
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let digits = whole.trim_start_matches('-');
    let mut out = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}.{fraction}")
}
