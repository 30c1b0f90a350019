//! Texts, flags, choices, countries, parts of countries, e-mail addresses and hosts.

use pointperson::record::{
    Kind, Raw, SubdivisionOf, Value, Why, country_code, host_of_email, read_literal, read_value,
};

use super::support::{missing, text, word};

const DOMAIN: Kind = Kind::Domain { of: None };

fn choice(ignore_case: bool) -> Kind {
    Kind::Choice { values: ["Web", "event", "EVENT"].map(str::to_owned).to_vec(), ignore_case }
}

#[test]
fn text_is_trimmed_and_folded_where_declared() {
    let (plain, folded) = (Kind::Text { ignore_case: false }, Kind::Text { ignore_case: true });
    assert_eq!(text(&plain, " Ana Díaz \n"), word("Ana Díaz"));
    assert_eq!(text(&folded, " Ana DÍAZ"), word("ana dÍaz"));
    assert_eq!(text(&plain, "   "), missing(Why::NotGiven));
    assert_eq!(text(&plain, &"x".repeat(65_536)), word(&"x".repeat(65_536)));
    assert_eq!(text(&plain, &"x".repeat(65_537)), missing(Why::TextTooLong));
    let read = |double| read_value(&plain, 3, Raw::Number(double));
    assert_eq!(read(2_134.0), word("2134"));
    assert_eq!(read(-5.0), word("-5"));
    assert_eq!(read(-0.0), word("0"));
    for double in [1.5, 9_007_199_254_740_992.0, f64::NAN] {
        assert_eq!(read(double), missing(Why::WrongType));
    }
    assert_eq!(read_value(&plain, 0, Raw::Flag(true)), missing(Why::WrongType));
}

#[test]
fn a_flag_is_yes_or_no_in_several_words() {
    for given in ["yes", "TRUE", "y", "On", "1"] {
        assert_eq!(text(&Kind::Flag, given), Value::Flag(true), "{given}");
    }
    for given in ["No", "false", "N", "off", "0"] {
        assert_eq!(text(&Kind::Flag, given), Value::Flag(false), "{given}");
    }
    assert_eq!(text(&Kind::Flag, "maybe"), missing(Why::FlagNotReadable));
    assert_eq!(read_value(&Kind::Flag, 0, Raw::Flag(false)), Value::Flag(false));
    assert_eq!(read_value(&Kind::Flag, 0, Raw::Number(1.0)), Value::Flag(true));
    assert_eq!(read_value(&Kind::Flag, 0, Raw::Number(0.0)), Value::Flag(false));
    assert_eq!(read_value(&Kind::Flag, 0, Raw::Number(2.0)), missing(Why::FlagNotReadable));
}

#[test]
fn a_choice_is_stored_as_declared() {
    assert_eq!(text(&choice(false), " Web "), word("Web"));
    assert_eq!(text(&choice(false), "web"), missing(Why::NotInList));
    assert_eq!(text(&choice(true), "wEB"), word("Web"));
    assert_eq!(text(&choice(true), "EVENT"), word("EVENT"));
    assert_eq!(text(&choice(true), "Event"), word("event"));
    assert_eq!(text(&choice(true), "other"), missing(Why::NotInList));
}

#[test]
fn a_country_goes_by_many_names() {
    for (given, code) in [
        ("us", "US"),
        ("USA", "US"),
        ("United States", "US"),
        ("united states of america", "US"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("South Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Deu", "DE"),
        ("NO", "NO"),
        ("Côte d'Ivoire", "CI"),
        ("Turkey", "TR"),
    ] {
        assert_eq!(text(&Kind::Country, given), word(code), "{given}");
    }
    for given in ["XX", "ZZZ", "Atlantis", "U", "É", "Deutschland", "1"] {
        assert_eq!(text(&Kind::Country, given), missing(Why::UnknownCountry), "{given}");
    }
    assert_eq!(country_code(" fr "), Some("FR"));
    assert_eq!(read_value(&Kind::Country, 0, Raw::Number(840.0)), missing(Why::WrongType));
}

#[test]
fn a_short_subdivision_needs_a_country() {
    let nothing = Kind::Subdivision { of: SubdivisionOf::Nothing };
    let states = Kind::Subdivision { of: SubdivisionOf::Country("US".to_owned()) };
    assert_eq!(text(&nothing, "us-ca"), word("US-CA"));
    assert_eq!(text(&nothing, "GB-LND"), word("GB-LND"));
    assert_eq!(text(&nothing, "CA"), missing(Why::CountryNotKnown));
    assert_eq!(text(&states, "ca"), word("US-CA"));
    assert_eq!(text(&states, "US-CA"), word("US-CA"));
    assert_eq!(text(&states, "CA-ON"), missing(Why::OtherCountry));
    for given in ["California", "US-", "-CA", "US-CALI", "XX-1", "USA-CA", "US-C A", "US-É", "U"] {
        let expected =
            if given == "U" { Why::CountryNotKnown } else { Why::SubdivisionNotReadable };
        assert_eq!(text(&nothing, given), missing(expected), "{given}");
    }
    assert_eq!(read_literal(&nothing, "CA"), Err(Why::CountryNotKnown));
    assert_eq!(read_literal(&states, "ca"), Ok(word("US-CA")));
}

#[test]
fn an_email_has_one_at_and_a_host() {
    assert_eq!(text(&Kind::Email, " Ana.Diaz+x@Example.COM "), word("ana.diaz+x@example.com"));
    assert_eq!(text(&Kind::Email, "ana@müller.de"), word("ana@müller.de"));
    for given in [
        "ana",
        "@example.com",
        "ana@",
        "ana@localhost",
        "a@b@example.com",
        "ana@example..com",
        "ana@.example.com",
        "ana@example.com.",
        "ana diaz@example.com",
        "ana@exa mple.com",
        "Ana <ana@example.com>",
        "\"ana\"@example.com",
        "ana@192.168.0.1",
        "mailto:ana@example.com",
        "ana@example.com\u{a0}",
        "ana@example\u{ff0e}com",
    ] {
        assert_eq!(text(&Kind::Email, given), missing(Why::EmailNotReadable), "{given}");
    }
    assert_eq!(host_of_email("ana@example.com"), "example.com");
}

#[test]
fn a_domain_is_taken_out_of_an_address() {
    for (given, host) in [
        ("acme.com", "acme.com"),
        ("ACME.com.", "acme.com"),
        ("www.acme.com", "acme.com"),
        ("https://www.Acme.co.uk:8080/about?x=1#y", "acme.co.uk"),
        ("http://user:secret@acme.com/a@b", "acme.com"),
        ("acme.com?utm=1", "acme.com"),
        ("//acme.com", ""),
        ("www.com", "www.com"),
        ("shop.acme.com", "shop.acme.com"),
        ("ana@acme.com", "acme.com"),
        ("bücher.example", "bücher.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ] {
        let expected = if host.is_empty() { missing(Why::DomainNotReadable) } else { word(host) };
        assert_eq!(text(&DOMAIN, given), expected, "{given}");
    }
    for given in ["acme", "acme .com", "acme_inc.com", ".com", "a..b", "10.0.0.1", "1.5", "http://"]
    {
        assert_eq!(text(&DOMAIN, given), missing(Why::DomainNotReadable), "{given}");
    }
}
