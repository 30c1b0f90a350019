//! The shape of a record, read off a policy's `fields:` a second time and on its own.

use pointperson::policy::{FieldDefinition, Policy, Scaling};
use pointperson::record::{
    Field, FieldIndex, Kind, MONEY_SCALE, Shape, Source, SubdivisionOf, Unit,
};

/// The shape that `policy` declares. The policy has passed `check`.
pub fn shape_of(policy: &Policy) -> Shape {
    Shape { fields: policy.fields.iter().map(|field| field_of(policy, field)).collect() }
}

fn field_of(policy: &Policy, definition: &FieldDefinition) -> Field {
    let mut sources = vec![Source { name: definition.id.value.clone(), power: 0 }];
    for alias in &definition.from {
        let power = match alias.scaling {
            Scaling::Units => 0,
            Scaling::Thousands => 3,
            Scaling::Millions => 6,
            Scaling::Billions => 9,
        };
        sources.push(Source { name: alias.name.value.clone(), power });
    }
    Field {
        id: definition.id.value.clone(),
        kind: kind_of(policy, definition),
        required: definition.required,
        sources,
        when_absent: definition.when_absent.as_ref().map(|text| text.value.clone()),
    }
}

fn kind_of(policy: &Policy, definition: &FieldDefinition) -> Kind {
    let ranges = definition.ranges;
    let ignore_case = definition.ignore_case;
    let kind = definition.kind.value.as_str();
    match kind {
        "text" => Kind::Text { ignore_case },
        "integer" => Kind::Number { unit: Unit::Plain, scale: 0, ranges },
        "money" => {
            let currency = definition.currency.as_ref().expect("money has a currency");
            Kind::Number { unit: Unit::Money(currency.value.clone()), scale: MONEY_SCALE, ranges }
        }
        "flag" => Kind::Flag,
        "choice" => {
            let values = definition.values.iter().map(|value| value.value.clone()).collect();
            Kind::Choice { values, ignore_case }
        }
        "country" => Kind::Country,
        "subdivision" => Kind::Subdivision { of: subdivision_of(policy, definition) },
        "email" => Kind::Email,
        "domain" => {
            let of = definition.of.as_ref().map(|name| position(policy, &name.value));
            Kind::Domain { of: of.map(|found| found.expect("a domain is of a field")) }
        }
        "date" => Kind::Date,
        "moment" => Kind::Moment,
        _ => {
            let places = kind.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')'));
            let scale = places.and_then(|text| text.trim().parse().ok()).expect("a known kind");
            Kind::Number { unit: Unit::Plain, scale, ranges }
        }
    }
}

fn subdivision_of(policy: &Policy, definition: &FieldDefinition) -> SubdivisionOf {
    match &definition.of {
        None => SubdivisionOf::Nothing,
        Some(name) => match position(policy, &name.value) {
            Some(field) => SubdivisionOf::Field(field),
            None => SubdivisionOf::Country(name.value.clone()),
        },
    }
}

fn position(policy: &Policy, id: &str) -> Option<FieldIndex> {
    let found = policy.fields.iter().position(|field| field.id.value == id)?;
    Some(FieldIndex(u16::try_from(found).expect("few fields")))
}
