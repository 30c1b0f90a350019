//! Is it sound: `check` turns a policy into a [`CheckedPolicy`] or says what is wrong with it.
//!
//! The passes stand in the order of the document: `fields`, `derive`, `stages` (score, grade and
//! stages), `route` (people, pools and steps); `names`, `conditions`, `comparisons`, `literals` and
//! `tables` serve them all. Whether a sound policy is also wise is the business of `analyze`.
//!
//! Invariant: only `check` makes a [`CheckedPolicy`], so `compile` cannot fail.
//! Invariant: it goes on after the first mistake and reports one mistake once.

mod comparisons;
mod conditions;
mod derive;
mod fields;
mod hash;
mod limits;
mod literals;
mod model;
mod names;
mod route;
mod size;
mod stages;
mod tables;

pub use limits::*;
pub use literals::say_why;
pub use model::*;

use crate::diagnostic::{Code, Diagnostic, Severity, Sources, Span, tidy};
use crate::policy::{Parsed, Policy};
use conditions::Vocabulary;
use names::Names as Named;

/// What came of checking a document.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The policy, unless there was an error.
    pub policy: Option<CheckedPolicy>,
    /// The texts, for places.
    pub sources: Sources,
    /// Everything there is to say, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many diagnostics were left out.
    pub left_out: usize,
}

/// Checks a document that was parsed. Diagnostics of the parser are passed on.
pub fn check(parsed: Parsed) -> Checked {
    let Parsed { policy, sources, mut diagnostics } = parsed;
    let model = if diagnostics.iter().any(|it| it.code == Code::NotYaml) {
        None
    } else {
        let parsed = diagnostics.len();
        let model = resolve(&policy, &mut diagnostics);
        without_echoes(&policy, &mut diagnostics, parsed);
        Some(model)
    };
    let is_sound = diagnostics.iter().all(|it| it.severity() != Severity::Error);
    let hash = hash::hash(&policy, &sources);
    let checked = model.filter(|_| is_sound).map(|model| CheckedPolicy { policy, model, hash });
    let (diagnostics, left_out) = tidy(diagnostics);
    Checked { policy: checked, sources, diagnostics, left_out }
}

fn resolve(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) -> Model {
    lengths(policy, diagnostics);
    let names = Named::collect(policy, diagnostics);
    let shape = fields::shape(policy, diagnostics);
    derived_names(policy, diagnostics);
    let vocabulary = vocabulary(policy, &shape);

    let labels = policy.fields.iter().map(|field| field.label.as_ref().unwrap_or(&field.id));
    let mut model = Model {
        labels: labels.map(|label| label.value.clone()).collect(),
        lines: stages::lines(policy, &shape, &vocabulary, diagnostics),
        grade: stages::grade(policy, diagnostics),
        stages: stages::stages(policy, &vocabulary, &names, diagnostics),
        roles: names.role_list.clone(),
        pools: route::pools(policy, &shape, &names, diagnostics),
        ..Model::default()
    };
    let derive = policy.derive.iter().enumerate();
    model.derived =
        derive.map(|(at, it)| derive::derived(it, at, &vocabulary, diagnostics)).collect();
    let role = |person: &crate::policy::Person| names.role(&person.role.as_ref()?.value);
    model.role_of_person = policy.people.list.iter().map(role).collect();
    route::people(policy, diagnostics);
    route::route(policy, &vocabulary, &names, &mut model, diagnostics);
    size::whole(&model, policy.id.span, diagnostics);
    drop(vocabulary);
    model.shape = shape;
    model
}

/// Drops what only echoes a mistake of the document: where nobody could be read, or no field, every
/// name of one would be reported as unknown. The first `parsed` diagnostics are the parser's.
fn without_echoes(policy: &Policy, diagnostics: &mut Vec<Diagnostic>, parsed: usize) {
    let nobody = policy.people.list.iter().all(|person| !names::is_read(&person.id));
    let no_field = policy.fields.is_empty();
    let echoes = |code| match code {
        Code::UnknownPerson | Code::UnknownOwner | Code::OtherwiseNotPerson => nobody,
        Code::UnknownField => no_field,
        Code::UnknownColumn | Code::TableWithoutOwner => nobody || no_field,
        _ => false,
    };
    let found = diagnostics.split_off(parsed);
    let is_broken = diagnostics.iter().any(|it| it.severity() == Severity::Error);
    diagnostics.extend(found.into_iter().filter(|it| !(is_broken && echoes(it.code))));
}

fn vocabulary<'a>(policy: &'a Policy, shape: &'a crate::record::Shape) -> Vocabulary<'a> {
    let derived = policy.derive.iter();
    let letters = policy.grade.iter().flat_map(|grade| {
        let bands = grade.bands.iter().map(|(letter, _)| letter.value.clone());
        bands.chain([grade.otherwise.value.clone()])
    });
    Vocabulary {
        fields: shape.fields.iter().map(|field| (field.id.as_str(), &field.kind)).collect(),
        has_type: policy.fields.iter().map(fields::has_type).collect(),
        may_be_missing: shape
            .fields
            .iter()
            .map(|field| !field.required && field.when_absent.is_none())
            .collect(),
        derived: derived
            .map(|it| (it.id.value.as_str(), derive::values(&it.how, &it.id.value)))
            .collect(),
        has_score: !policy.fit.is_empty() || !policy.intent.is_empty(),
        grades: letters.collect(),
        stages: policy.stages.iter().map(|stage| stage.id.value.clone()).collect(),
    }
}

/// Derived values share their names' space with fields.
fn derived_names(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(policy.derive.iter().filter_map(|it| fields::reserved(&it.id)));
    let fields = policy.fields.iter().map(|field| (&field.id, true));
    let derived = policy.derive.iter().map(|derived| (&derived.id, false));
    let mut seen: std::collections::HashMap<&str, Span> = std::collections::HashMap::new();
    for (id, is_field) in fields.chain(derived) {
        match seen.get(id.value.as_str()) {
            // Two fields of one name were reported with the fields.
            Some(first) if !is_field => diagnostics.push(
                Diagnostic::new(Code::DuplicateId, id.span, format!("`{}` stands twice", id.value))
                    .label(*first, "first here")
                    .help("give the derived value another name"),
            ),
            Some(_) => {}
            None => {
                seen.insert(&id.value, id.span);
            }
        }
    }
}

/// Nothing is larger than an artifact can hold.
fn lengths(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) {
    let lists = [
        ("fields", policy.fields.len()),
        ("derived values", policy.derive.len()),
        ("lines of the score", policy.fit.len() + policy.intent.len()),
        ("stages", policy.stages.len()),
        ("people", policy.people.list.len()),
        ("pools", policy.pools.len()),
        ("steps", policy.steps.len()),
    ];
    for (what, length) in lists.into_iter().filter(|(_, length)| *length > LIST_MAX) {
        let message = format!("the policy has {length} {what}, at most {LIST_MAX} are possible");
        diagnostics.push(Diagnostic::new(Code::TooLarge, policy.id.span, message));
    }
    if policy.version.value > VERSION_MAX {
        let message = format!("version {} is too large", policy.version.value);
        diagnostics.push(Diagnostic::new(Code::TooLarge, policy.version.span, message));
    }
}
