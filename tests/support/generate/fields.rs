//! Fields of every kind, each with the literals conditions use and the values records give.

use super::spanned;
use super::tests::{Subject, Testable};
use crate::support::random::Random;
use crate::support::raw::RawValue;
use pointperson::policy::{Alias, FieldDefinition, Scaling};

/// A field and the values around it.
pub(super) struct FieldPlan {
    pub definition: FieldDefinition,
    pub testable: Testable,
    /// What records give, mostly readable.
    pub given: Vec<RawValue>,
}

impl FieldPlan {
    pub fn id(&self) -> String {
        self.definition.id.value.clone()
    }

    pub fn subject(&self) -> Subject {
        Subject { name: self.id(), testable: self.testable.clone() }
    }

    /// Whether decay can count from it.
    pub fn is_time(&self) -> bool {
        matches!(self.definition.kind.value.as_str(), "date" | "moment")
    }
}

const KINDS: [&str; 14] = [
    "text",
    "text",
    "integer",
    "integer",
    "decimal(1)",
    "money",
    "flag",
    "choice",
    "country",
    "subdivision",
    "email",
    "domain",
    "date",
    "moment",
];

/// One to `most` fields.
pub(super) fn fields(random: &mut Random, most: usize) -> Vec<FieldPlan> {
    let mut fields: Vec<FieldPlan> = Vec::new();
    for at in 0..=random.below(most) {
        let kind = *random.pick(&KINDS);
        let id = match kind {
            "decimal(1)" => format!("decimal-{at}"),
            other => format!("{other}-{at}"),
        };
        let mut plan = match kind {
            "text" => text(random),
            "integer" => number(random, 0),
            "decimal(1)" => number(random, 1),
            "money" => number(random, 2),
            "flag" => flag(),
            "choice" => choice(random),
            "country" => country(),
            "subdivision" => subdivision(random, &fields),
            "email" => email(),
            "domain" => domain(random, &fields),
            "date" => date(),
            _ => moment(),
        };
        plan.definition.id = spanned(id);
        plan.definition.kind = spanned(kind.to_owned());
        extras(random, &mut plan);
        fields.push(plan);
    }
    fields
}

/// `required`, `when absent`, other names, and words for people.
fn extras(random: &mut Random, plan: &mut FieldPlan) {
    let literal = plan.testable.literals().first().cloned();
    if random.chance(8) {
        plan.definition.required = true;
    } else if random.chance(10) {
        plan.definition.when_absent = literal.map(spanned);
    }
    let name = plan.definition.id.value.clone();
    if random.chance(30) {
        let plain = ["text", "flag"].contains(&plan.definition.kind.value.as_str());
        let scalings = [Scaling::Units, Scaling::Thousands, Scaling::Millions, Scaling::Billions];
        let is_number = matches!(plan.testable, Testable::Number(_)) && !plan.is_time() && !plain;
        for other in ["Other Name", "thirdName"].iter().take(1 + random.below(2)) {
            let scaling = if is_number { *random.pick(&scalings) } else { Scaling::Units };
            let name = spanned(format!("{other} {name}"));
            plan.definition.from.push(Alias { name, scaling });
        }
    }
    plan.definition.means = random.chance(15).then(|| spanned("what it is: \"#1\"".to_owned()));
    plan.definition.label = random.chance(15).then(|| spanned("its label, short".to_owned()));
}

fn plan(testable: Testable, given: Vec<RawValue>) -> FieldPlan {
    FieldPlan { definition: FieldDefinition::default(), testable, given }
}

fn texts(values: &[&str]) -> Vec<RawValue> {
    values.iter().map(|value| RawValue::Text((*value).to_owned())).collect()
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn text(random: &mut Random) -> FieldPlan {
    let all = ["alpha", "Alpha", "alphabet", "al", "beta", "be ta", "γάμμα", "yes", "a\"b"];
    let words = random.some(&all, 4);
    let mut given = texts(&words);
    given.extend(texts(&["ALPHA", " alpha ", "alph", "phabet", "betas", "Γάμμα", "other", " "]));
    given.push(RawValue::Number(42.0));
    given.push(RawValue::Number(4.5));
    given.push(RawValue::Flag(true));
    let parts = owned(&["al", "alpha", "bet", "a", "ta", "γ", "BET", "x y"]);
    let mut plan = plan(Testable::Text { words: owned(&words), parts }, given);
    plan.definition.ignore_case = random.chance(40);
    plan
}

fn number(random: &mut Random, scale: u32) -> FieldPlan {
    let one = 10i64.pow(scale);
    let all = [-5 * one, 0, one, 9 * one, 10 * one, 99 * one, 1_000 * one, 5_000_000 * one];
    let chosen = random.some(&all, 3);
    let ranges = random.chance(50);
    let show = |number: i64| decimal(number, scale);
    let mut given = Vec::new();
    for &c in &chosen {
        for neighbour in [c - 1, c, c + 1] {
            given.push(RawValue::Text(show(neighbour)));
            given.push(RawValue::Number(neighbour as f64 / one as f64));
        }
        let (low, high) = (c.max(0), c.max(0) + 7 * one);
        for text in [
            format!("{}-{}", show(low), show(high)),
            format!("{} to {}", show(low), show(low)),
            format!("{}+", show(low)),
            format!("<{}", show(low)),
            format!(">={}", show(low)),
        ] {
            given.push(RawValue::Text(text));
        }
    }
    given.extend(texts(&["10k", "1,000", "5M", "1.000,50", "NaN", "9-1", "10-Jan", "0.123", "x"]));
    given.extend([0.1, 0.3, 1e300, f64::NAN, 9e15, -0.0].map(RawValue::Number));
    let mut literals: Vec<i64> = chosen.clone();
    literals.extend(chosen.iter().map(|c| c + 1));
    literals.sort_unstable();
    literals.dedup();
    let mut plan = plan(Testable::Number(literals.iter().map(|&c| show(c)).collect()), given);
    plan.definition.ranges = ranges;
    plan.definition.currency = (scale == 2).then(|| spanned("USD".to_owned()));
    if scale == 2 {
        plan.given.extend(texts(&["$1,000", "€10", "10 USD", "$10M"]));
    }
    plan
}

/// A scaled number in digits.
fn decimal(number: i64, scale: u32) -> String {
    let one = 10i64.pow(scale);
    let sign = if number < 0 { "-" } else { "" };
    let (whole, part) = (number.abs() / one, number.abs() % one);
    match (scale, part) {
        (0, _) | (_, 0) => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{part:0width$}", width = scale as usize),
    }
}

fn flag() -> FieldPlan {
    let mut given = texts(&["yes", "No", "TRUE", "off", "maybe", ""]);
    given.extend([RawValue::Flag(true), RawValue::Flag(false), RawValue::Flag(true)]);
    given.extend([RawValue::Number(1.0), RawValue::Number(0.0), RawValue::Number(2.0)]);
    plan(Testable::Flag, given)
}

fn choice(random: &mut Random) -> FieldPlan {
    let values = ["web", "event", "Partner", "NO", "trade show"];
    let values = random.some(&values, 3);
    let mut given = texts(&values);
    given.extend(texts(&["WEB", "partner", " web ", "elsewhere"]));
    let mut plan = plan(Testable::Listed(owned(&values)), given);
    plan.definition.values = values.iter().map(|value| spanned((*value).to_owned())).collect();
    plan.definition.ignore_case = random.chance(40);
    plan
}

fn country() -> FieldPlan {
    let given =
        texts(&["US", "us", "USA", "NO", "IN", "Germany", "DE", "DEU", "BR", "XX", "Atlantis"]);
    plan(Testable::Listed(owned(&["US", "NO", "IN", "DE"])), given)
}

fn subdivision(random: &mut Random, fields: &[FieldPlan]) -> FieldPlan {
    let given = texts(&["US-CA", "us-ca", "CA", "OR", "DE-BY", "BY", "California-ish", "US-"]);
    let mut plan = plan(Testable::Listed(owned(&["US-CA", "US-OR", "DE-BY"])), given);
    let country = fields.iter().find(|field| field.definition.kind.value == "country");
    plan.definition.of = match (country, random.below(3)) {
        (Some(field), 0 | 1) => Some(spanned(field.id())),
        (_, 2) => {
            plan.testable = Testable::Listed(owned(&["US-CA", "US-OR"]));
            Some(spanned("US".to_owned()))
        }
        _ => None,
    };
    plan
}

fn email() -> FieldPlan {
    let words = owned(&["ana@acme.com", "bo@gmail.com", "cy@mail.acme.com"]);
    let parts = owned(&["ana", "@acme.com", "acme.com", "ACME", "gmail"]);
    let mut given = texts(&["Ana@Acme.com", "bo@gmail.com", " cy@mail.acme.com ", "x@yahoo.com"]);
    given.extend(texts(&["d@example.org", "e@acme.com", "nobody", "a@b", "@acme.com"]));
    plan(Testable::Email { words, parts }, given)
}

fn domain(random: &mut Random, fields: &[FieldPlan]) -> FieldPlan {
    let words = owned(&["acme.com", "mail.acme.com", "example.org", "gmail.com"]);
    let parts = owned(&["acme", ".com", ".ORG", "mail"]);
    let mut given = texts(&["acme.com", "https://www.Acme.com/about", "eu.mail.acme.com"]);
    given.extend(texts(&["notacme.com", "example.org.", "com", "not a domain", "mail.acme.com"]));
    let mut plan = plan(Testable::Domain { words, parts }, given);
    let email = fields.iter().find(|field| field.definition.kind.value == "email");
    plan.definition.of = email.filter(|_| random.chance(70)).map(|field| spanned(field.id()));
    plan
}

fn date() -> FieldPlan {
    let days = ["2024-02-29", "2025-12-31", "2026-01-30", "2026-01-31", "2026-02-01"];
    let mut given = texts(&days);
    given.extend(texts(&["2026-01-29", "2026-02-30", "31.01.2026", "2026-01-31T10:00Z"]));
    plan(Testable::Number(owned(&days[1..])), given)
}

fn moment() -> FieldPlan {
    let moments =
        ["2026-01-31", "2026-01-31T09:59:59.999Z", "2026-01-31T10:00Z", "2026-02-01T00:00:00Z"];
    let mut given = texts(&moments);
    given.extend(texts(&["2026-01-31T12:00+02:00", "2026-01-31T10:00", "yesterday"]));
    given.extend([1_769_853_600_000.0, 1_769_853_600_001.0, 0.5].map(RawValue::Number));
    plan(Testable::Number(owned(&moments)), given)
}
