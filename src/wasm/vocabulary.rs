//! The names and values of a policy as plain data, from which the types of its module are written.

use serde::Serialize;

use crate::check::{Answer, CheckedPolicy, Stage, StageOwner};
use crate::decide::{OTHERWISE_LAYER, STAGE_LAYER};
use crate::policy::{self, FieldDefinition};
use crate::record::{Field, Kind, Unit};

/// What a policy reads and what its decisions can name. Its shape is `Vocabulary` in
/// `src/js/author/module.ts`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vocabulary<'a> {
    policy: &'a str,
    version: u64,
    record: &'a str,
    fields: Vec<FieldWords<'a>>,
    people: Vec<&'a str>,
    layers: Vec<&'a str>,
    stages: Vec<&'a str>,
    /// Whether an owner whom the policy does not know may be kept.
    keeps_unknown: bool,
}

/// A field, in the order of the record's shape.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldWords<'a> {
    id: &'a str,
    r#type: &'static str,
    /// What it holds, in Markdown.
    holds: String,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    means: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<&'a [String]>,
    /// The names it is read by, in order, and the power of ten that its numbers count there.
    sources: Vec<(&'a str, u8)>,
}

/// The vocabulary of a policy.
pub(super) fn vocabulary(checked: &CheckedPolicy) -> Vocabulary<'_> {
    let (policy, model) = (checked.policy(), checked.model());
    let fields = policy.fields.iter().zip(&model.shape.fields);
    let owns = |stage: &Stage| matches!(stage.owner, StageOwner::Target(_));
    let stage = model.stages.iter().any(owns).then_some(STAGE_LAYER);
    let steps = model.steps.iter().map(|step| step.layer.as_str());
    let keeps = |answer: &Answer| matches!(answer, Answer::Ask { keep_unknown: true, .. });
    Vocabulary {
        policy: &policy.id.value,
        version: policy.version.value,
        record: &policy.record.value,
        fields: fields.map(|(definition, field)| words(definition, field)).collect(),
        people: policy.people.list.iter().map(|person| person.id.value.as_str()).collect(),
        layers: stage.into_iter().chain(steps).chain([OTHERWISE_LAYER]).collect(),
        stages: policy.stages.iter().map(|stage| stage.id.value.as_str()).collect(),
        keeps_unknown: model.steps.iter().any(|step| keeps(&step.answer)),
    }
}

fn words<'a>(definition: &'a FieldDefinition, field: &'a Field) -> FieldWords<'a> {
    let currency = match &field.kind {
        Kind::Number { unit: Unit::Money(currency), .. } => Some(currency.as_str()),
        _ => None,
    };
    let values = match &field.kind {
        Kind::Choice { values, .. } => Some(values.as_slice()),
        _ => None,
    };
    let sources = field.sources.iter().map(|source| (source.name.as_str(), source.power));
    FieldWords {
        id: &field.id,
        r#type: type_of(&field.kind),
        holds: policy::holds(definition),
        required: field.required,
        label: definition.label.as_ref().map(|label| label.value.as_str()),
        means: definition.means.as_ref().map(|means| means.value.as_str()),
        currency,
        values,
        sources: sources.collect(),
    }
}

const fn type_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text { .. } => "text",
        Kind::Number { unit: Unit::Money(_), .. } => "money",
        Kind::Number { scale: 0, .. } => "integer",
        Kind::Number { .. } => "decimal",
        Kind::Flag => "flag",
        Kind::Choice { .. } => "choice",
        Kind::Country => "country",
        Kind::Subdivision { .. } => "subdivision",
        Kind::Email => "email",
        Kind::Domain { .. } => "domain",
        Kind::Date => "date",
        Kind::Moment => "moment",
    }
}
