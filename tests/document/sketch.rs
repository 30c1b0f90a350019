//! The sketch of the reference parses to what it says.

use pointperson::policy::{Answer, DurationUnit, How, Policy, Scaling, Turn, When, parse};
use pointperson::policy::{files_named, parse_condition};

use super::{SKETCH, shown, sketch_files};

fn sketch() -> Policy {
    let parsed = parse("sketch.policy.yaml", SKETCH.as_bytes(), &sketch_files());
    assert_eq!(shown(&parsed.sources, &parsed.diagnostics), Vec::<String>::new());
    parsed.policy
}

fn is(when: &When, text: &str) -> bool {
    let placed = pointperson::policy::Placed { text, span: Default::default(), verbatim: true };
    let condition = parse_condition(placed).expect("the test's own condition");
    matches!(when, When::If(read) if read.value == condition)
}

#[test]
fn the_head_and_the_fields() {
    let policy = sketch();
    assert_eq!(policy.id.value, "lead-ownership");
    assert_eq!(policy.version.value, 7);
    assert_eq!(policy.record.value, "lead");
    let ids: Vec<_> = policy.fields.iter().map(|field| field.id.value.as_str()).collect();
    let expected = "email domain employees revenue country state source partner demo demo-at";
    assert_eq!(ids.join(" "), expected);
    let email = &policy.fields[0];
    assert!(email.required);
    let means = email.means.as_ref().unwrap();
    assert_eq!(means.value, "business address of the person who asked");
    assert_eq!(policy.fields[1].of.as_ref().unwrap().value, "email");
    let employees = &policy.fields[2];
    assert!(employees.ranges);
    assert_eq!(employees.label.as_ref().unwrap().value, "company size");
    let from: Vec<_> = employees.from.iter().map(|alias| alias.name.value.as_str()).collect();
    assert_eq!(from, ["company_size", "NumberOfEmployees"]);
    assert!(employees.from.iter().all(|alias| alias.scaling == Scaling::Units));
    assert_eq!(policy.fields[3].currency.as_ref().unwrap().value, "USD");
    assert_eq!(policy.fields[4].kind.value, "country");
    let values: Vec<_> = policy.fields[6].values.iter().map(|value| value.value.as_str()).collect();
    assert_eq!(values, ["web", "event", "referral", "partner"]);
}

#[test]
fn derived_values_score_and_stages() {
    let policy = sketch();
    let How::Lookup(regions) = &policy.derive[0].how else { panic!("region is a look-up") };
    assert_eq!(regions.columns.len(), 3);
    assert_eq!(regions.rows[0].cells[1].value, "US-CA, US-OR");
    let How::Lines(lines) = &policy.derive[1].how else { panic!("segment has lines") };
    assert_eq!(lines[1].is.value, "mid-market");
    assert!(is(&lines[0].when, "employees > 1,000 and revenue > $100M"));
    assert_eq!(policy.fit.len(), 3);
    assert_eq!(policy.fit[2].points.value, -20);
    let half_life = policy.intent[0].half_life.as_ref().unwrap().value;
    assert_eq!((half_life.count, half_life.unit), (14, DurationUnit::Days));
    assert_eq!(policy.intent[0].since.as_ref().unwrap().value, "demo-at");
    let grade = policy.grade.as_ref().unwrap();
    let bands: Vec<_> =
        grade.bands.iter().map(|(letter, least)| (letter.value.as_str(), least.value)).collect();
    assert_eq!(bands, [("A", 40), ("B", 30)]);
    assert_eq!((grade.of.value.as_str(), grade.otherwise.value.as_str()), ("fit", "C"));
    assert!(is(&policy.stages[0].enter, "score >= 65 and grade in (A, B)"));
    assert_eq!(policy.stages[0].respond_within.as_ref().unwrap().value.milliseconds(), 14_400_000);
    assert!(matches!(policy.stages[1].enter, When::Always(_)));
    assert_eq!(policy.stages[1].owner.value, "maya");
}

#[test]
fn people_pools_and_the_route() {
    let policy = sketch();
    let ana = &policy.people.list[2];
    assert_eq!(ana.name.value, "Ana Díaz");
    assert_eq!(ana.zone.as_ref().unwrap().value, "America/Los_Angeles");
    assert_eq!(ana.ids[0].0.value, "salesforce");
    assert_eq!(ana.ids[0].1.value, "005A0000001");
    let pool = &policy.pools[0];
    assert_eq!(pool.turn.value, Turn::Sticky);
    assert_eq!(pool.members[1].person.value, "cy");
    assert_eq!(pool.when_empty.as_ref().unwrap().value, "dana");
    let layers: Vec<_> = policy.steps.iter().map(|step| step.layer.value.as_str()).collect();
    let expected =
        ["account owner", "named account", "partner", "enterprise", "territory", "round robin"];
    assert_eq!(layers, expected);
    let any: Vec<_> = policy.steps.iter().map(|step| step.any_stage).collect();
    assert_eq!(any, [true, true, true, false, false, false]);
    let text = "employees > 1,000 and state in (US-CA, US-OR, US-WA) and revenue > $50M";
    assert!(is(policy.steps[3].when.as_ref().unwrap(), text));
    let Answer::Table(table) = &policy.steps[4].answer else { panic!("territory is a table") };
    assert_eq!(table.rows[1].cells[1].value, "any");
    assert_eq!(policy.otherwise.unwrap().value, "dana");
}

#[test]
fn every_part_has_its_place() {
    let parsed = parse("sketch.policy.yaml", SKETCH.as_bytes(), &sketch_files());
    let sources = &parsed.sources;
    let kind = &parsed.policy.fields[2].kind;
    assert_eq!(sources.text(kind.span), "integer");
    assert_eq!(sources.path(kind.span), "fields.employees.type");
    let Some(When::If(condition)) = &parsed.policy.steps[3].when else { panic!("a condition") };
    assert_eq!(sources.path(condition.span), "route[3].when");
    assert!(sources.text(condition.span).starts_with("employees > 1,000"));
    // After a character of two bytes, places still fit.
    let ana = &parsed.policy.people.list[2];
    assert_eq!(sources.text(ana.email.as_ref().unwrap().span), "ana@example.com");
    let Answer::Table(table) = &parsed.policy.steps[4].answer else { panic!("a table") };
    let cell = &table.rows[1].cells[1];
    assert_eq!(sources.text(cell.span), "any");
    assert_eq!(sources.path(cell.span), "row 2, column region");
    assert_eq!(sources.place(cell.span).file, "territories.csv");
}

#[test]
fn the_files_it_names() {
    let names = files_named(SKETCH.as_bytes());
    assert_eq!(names, ["named-accounts.csv", "regions.csv", "territories.csv"]);
    assert_eq!(files_named(b"people: ../people.csv"), Vec::<String>::new());
    assert_eq!(files_named(b"\xFF"), Vec::<String>::new());
}

#[test]
fn a_file_named_twice_is_one_source() {
    let text = SKETCH.replace("named-accounts.csv", "territories.csv");
    let parsed = parse("p", text.as_bytes(), &sketch_files());
    let names: Vec<_> = parsed.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["p", "regions.csv", "territories.csv"]);
}

#[test]
fn json_is_a_policy_too() {
    let json = r#"{
        "policy": "p", "version": 2,
        "fields": { "country": "country", "demo": { "type": "flag", "required": true } },
        "people": { "ana": { "name": "Ana \u00e9" } },
        "route": [{ "layer": "a", "when": "country in (US, CA)", "owner": "ana" },
                  { "otherwise": "ana" }]
    }"#;
    let parsed = super::read(json);
    assert_eq!(shown(&parsed.sources, &parsed.diagnostics), Vec::<String>::new());
    assert_eq!(parsed.policy.people.list[0].name.value, "Ana é");
    assert!(parsed.policy.fields[1].required);
    assert_eq!(parsed.policy.version.value, 2);
}
