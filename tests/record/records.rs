//! Whole records: several names for a field, fields that lean on others, values when absent.

use std::collections::HashMap;

use pointperson::record::{
    Field, FieldIndex, Kind, Raw, Record, Shape, Source, SubdivisionOf, Value, Why, read,
    read_slots,
};

use super::support::{INTEGER, SIZE, field, missing, number, range, shape, word};

fn read_pairs(shape: &Shape, pairs: &[(&str, Raw<'_>)]) -> Record {
    let pairs: HashMap<&str, Raw> = pairs.iter().copied().collect();
    read(shape, None, |name| pairs.get(name).copied().unwrap_or(Raw::Absent))
}

fn with_sources(mut field: Field, names: &[(&str, u8)]) -> Field {
    field.sources.extend(
        names.iter().map(|(name, power)| Source { name: (*name).to_owned(), power: *power }),
    );
    field
}

fn contact() -> Shape {
    let state = Kind::Subdivision { of: SubdivisionOf::Field(FieldIndex(3)) };
    shape(vec![
        field("domain", Kind::Domain { of: Some(FieldIndex(1)) }),
        field("email", Kind::Email),
        field("state", state),
        field("country", Kind::Country),
    ])
}

#[test]
fn the_first_readable_source_wins() {
    let size = with_sources(field("employees", SIZE), &[("company_size", 0), ("thousands", 3)]);
    let shape = shape(vec![size]);
    let read = |pairs: &[(&str, Raw)]| read_pairs(&shape, pairs).values.remove(0);
    let size = ("company_size", Raw::Text("51-200"));
    assert_eq!(read(&[("employees", Raw::Number(70.0)), size]), number(70));
    assert_eq!(read(&[size]), range(51, 200));
    assert_eq!(read(&[("employees", Raw::Null), size]), range(51, 200));
    assert_eq!(read(&[("employees", Raw::Text("many")), size]), range(51, 200));
    assert_eq!(read(&[("thousands", Raw::Text("1.5"))]), number(1_500));
    let many = ("employees", Raw::Text("many"));
    assert_eq!(read(&[many, ("thousands", Raw::Other)]), missing(Why::NumberNotReadable));
    assert_eq!(read(&[("thousands", Raw::Other)]), missing(Why::WrongType));
    assert_eq!(read(&[("size", Raw::Text("5"))]), missing(Why::NotGiven));
}

#[test]
fn a_value_when_absent_replaces_only_what_was_not_given() {
    let absent = |id: &str, kind, text: &str| Field {
        when_absent: Some(text.to_owned()),
        ..field(id, kind)
    };
    let shape = shape(vec![absent("size", SIZE, "1-10"), absent("demo", Kind::Flag, "no")]);
    let expected = [range(1, 10), Value::Flag(false)];
    assert_eq!(read_pairs(&shape, &[]).values, expected);
    assert_eq!(read_pairs(&shape, &[("size", Raw::Text(" "))]).values, expected);
    let record = read_pairs(&shape, &[("size", Raw::Text("big")), ("demo", Raw::Text("huh"))]);
    assert_eq!(record.values[0], missing(Why::NumberNotReadable));
    assert_eq!(record.values[1], missing(Why::FlagNotReadable));
}

#[test]
fn a_domain_is_taken_from_its_email() {
    let shape = contact();
    let email = ("email", Raw::Text("Ana@Acme.com"));
    assert_eq!(read_pairs(&shape, &[email]).values[0], word("acme.com"));
    let record = read_pairs(&shape, &[email, ("domain", Raw::Text("www.other.com"))]);
    assert_eq!(record.values[0], word("other.com"));
    let record = read_pairs(&shape, &[email, ("domain", Raw::Text("n/a"))]);
    assert_eq!(record.values[0], missing(Why::DomainNotReadable));
    let record = read_pairs(&shape, &[("email", Raw::Text("ana"))]);
    assert_eq!(record.values[0], missing(Why::NotGiven));
    assert_eq!(record.values[1], missing(Why::EmailNotReadable));
}

#[test]
fn a_domain_when_absent_comes_after_its_email() {
    let mut shape = contact();
    shape.fields[0].when_absent = Some("none.example".to_owned());
    assert_eq!(read_pairs(&shape, &[]).values[0], word("none.example"));
    let record = read_pairs(&shape, &[("email", Raw::Text("ana@acme.com"))]);
    assert_eq!(record.values[0], word("acme.com"));
}

#[test]
fn a_subdivision_leans_on_its_country_wherever_that_stands() {
    let shape = contact();
    let state = |state, country| {
        read_pairs(&shape, &[("state", Raw::Text(state)), ("country", Raw::Text(country))])
            .values
            .remove(2)
    };
    assert_eq!(state("CA", "USA"), word("US-CA"));
    assert_eq!(state("US-CA", "USA"), word("US-CA"));
    assert_eq!(state("US-CA", ""), word("US-CA"));
    assert_eq!(state("CA", ""), missing(Why::CountryNotKnown));
    assert_eq!(state("CA", "Atlantis"), missing(Why::CountryNotKnown));
    assert_eq!(state("CA-ON", "US"), missing(Why::OtherCountry));
}

#[test]
fn names_nobody_asks_for_do_not_count() {
    let shape = shape(vec![field("size", INTEGER), field("__proto__", INTEGER)]);
    let pairs =
        [("size", Raw::Number(1.0)), ("__proto__", Raw::Number(2.0)), ("admin", Raw::Flag(true))];
    assert_eq!(read_pairs(&shape, &pairs).values, [number(1), number(2)]);
}

#[test]
fn an_id_is_trimmed_and_kept() {
    let shape = Shape::default();
    let id = |id| read(&shape, id, |_| Raw::Absent).id;
    assert_eq!(id(Some(" 00Q1 ")).as_deref(), Some("00Q1"));
    assert_eq!(id(Some("  ")), None);
    assert_eq!(id(None), None);
}

#[test]
fn slots_are_the_sources_of_all_fields_in_a_row() {
    let size = with_sources(field("size", INTEGER), &[("company_size", 0)]);
    let mut shape = contact();
    shape.fields.push(size);
    let slots = [
        Raw::Absent,
        Raw::Text("ana@acme.com"),
        Raw::Text("CA"),
        Raw::Text("US"),
        Raw::Null,
        Raw::Number(7.0),
    ];
    let record = read_slots(&shape, Some("1"), &slots);
    let expected = [word("acme.com"), word("ana@acme.com"), word("US-CA"), word("US"), number(7)];
    assert_eq!(record.values, expected);
    let short = read_slots(&shape, None, &slots[..2]);
    assert_eq!(short.values[0], word("acme.com"));
    assert_eq!(short.values[2], missing(Why::NotGiven));
    assert_eq!(short.value(FieldIndex(99)), &missing(Why::NotGiven));
}

#[test]
fn a_huge_record_is_missing_in_parts() {
    let huge = "a".repeat(10_000_000);
    let record = read_pairs(
        &contact(),
        &[
            ("email", Raw::Text(&huge)),
            ("domain", Raw::Text(&huge)),
            ("state", Raw::Text(&huge)),
            ("country", Raw::Text(&huge)),
        ],
    );
    assert!(record.values.iter().all(|value| *value == missing(Why::TextTooLong)));
}
