//! People, pools and the route: everybody named exists, and somebody always answers.

use super::conditions::{Results, Scope, Vocabulary};
use super::model::{Answer, Model, Pool, Step, Target};
use super::names::{Names, help, is_read as is_read_name, unique};
use super::tables::{Column, columns, is_read, rules};
use crate::diagnostic::{Code, Diagnostic, Spanned, nearest};
use crate::policy::{self, Policy, Table, Turn, UnknownOwner, When};
use crate::record::{FieldIndex, Kind, Raw, Shape, Value, read_value};

/// The facts a step can ask for.
const FACTS: [&str; 2] = ["accountOwner", "currentOwner"];

/// What people write that `check` reads.
pub(super) fn people(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) {
    for email in policy.people.list.iter().filter_map(|person| person.email.as_ref()) {
        let read = read_value(&Kind::Email, 0, Raw::Text(&email.value));
        if let Value::Missing(_) = read {
            let message = format!("`{}` is not an e-mail address", email.value);
            diagnostics.push(Diagnostic::new(Code::ValueNotOfType, email.span, message));
        }
    }
}

/// The pools.
pub(super) fn pools(
    policy: &Policy,
    shape: &Shape,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Pool> {
    policy.pools.iter().map(|pool| self::pool(pool, shape, names, diagnostics)).collect()
}

fn pool(
    pool: &policy::Pool,
    shape: &Shape,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Pool {
    let id = &pool.id.value;
    let refused = match pool.turn.value {
        Turn::Sticky => None,
        Turn::RoundRobin => Some("round-robin"),
        Turn::LeastLoaded => Some("least-loaded"),
    };
    if let Some(turn) = refused {
        let message = format!("`turn: {turn}` is not there yet");
        let diagnostic = Diagnostic::new(Code::NotYet, pool.turn.span, message)
            .note("it needs counters that outlive a decision")
            .help("use `turn: sticky`: fair on average, and the same account keeps its owner");
        diagnostics.push(diagnostic);
    }
    if pool.members.is_empty() {
        let message = format!("pool `{id}` has no member");
        let diagnostic = Diagnostic::new(Code::EmptyPool, pool.span, message);
        diagnostics.push(diagnostic.help("name its people in `members`"));
    }
    unique(pool.members.iter().map(|member| &member.person), "member", diagnostics);
    let mut person = |name| names.person(name, Code::UnknownPerson, diagnostics).unwrap_or(0);
    let members = pool.members.iter().map(|it| (person(&it.person), it.weight.max(1))).collect();
    let when_empty = pool.when_empty.as_ref().map(&mut person);
    if when_empty.is_none() {
        let message = format!("pool `{id}` does not say who answers when it is empty");
        let diagnostic = Diagnostic::new(Code::PoolWithoutWhenEmpty, pool.span, message)
            .note("when all members are away, one named person must be accountable")
            .help("add `when empty:` with a person");
        diagnostics.push(diagnostic);
    }
    let sticky_by = sticky_by(pool, shape, diagnostics);
    Pool { members, sticky_by, when_empty: when_empty.unwrap_or(0) }
}

fn sticky_by(
    pool: &policy::Pool,
    shape: &Shape,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FieldIndex> {
    let mut fields = Vec::new();
    for name in &pool.sticky_by {
        match shape.find(&name.value) {
            Some(field) => fields.push(field),
            None => {
                let message = format!("no field named `{}`", name.value);
                let diagnostic = Diagnostic::new(Code::UnknownField, name.span, message);
                let names = shape.fields.iter().map(|field| &field.id);
                diagnostics.push(help(diagnostic, &name.value, names, "name a field"));
            }
        }
    }
    fields
}

/// The steps, and the person who answers when none takes a record.
pub(super) fn route(
    policy: &Policy,
    vocabulary: &Vocabulary<'_>,
    names: &Names,
    model: &mut Model,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let layers = policy.steps.iter().map(|step| &step.layer);
    unique(layers, "layer", diagnostics);
    never_reached(policy, diagnostics);
    let scope = Scope { vocabulary, derived: usize::MAX, results: Results::Stage };
    let steps = policy.steps.iter();
    model.steps = steps.map(|step| self::step(step, &scope, names, diagnostics)).collect();
    if let Some(otherwise) = &policy.otherwise {
        let person = names.person(otherwise, Code::OtherwiseNotPerson, diagnostics);
        model.otherwise = person.unwrap_or(0);
    }
}

fn step(
    step: &policy::Step,
    scope: &Scope<'_>,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Step {
    let guard = match &step.when {
        Some(when @ When::If(_)) => Some(scope.when(when, diagnostics)),
        Some(When::Always(_)) | None => None,
    };
    let answer = match &step.answer {
        policy::Answer::Ask { fact, unknown_owner } => {
            known_fact(fact, diagnostics);
            let keep_unknown = *unknown_owner == UnknownOwner::Keep;
            Answer::Ask { current: fact.value == "currentOwner", keep_unknown }
        }
        policy::Answer::Owner(owner) => {
            let person = names.person(owner, Code::UnknownPerson, diagnostics);
            Answer::Target(Target::Person(person.unwrap_or(0)))
        }
        policy::Answer::Pool(pool) => {
            Answer::Target(Target::Pool(names.pool(pool, diagnostics).unwrap_or(0)))
        }
        policy::Answer::Table(table) => self::table(table, scope, names, diagnostics),
    };
    Step { layer: step.layer.value.clone(), any_stage: step.any_stage, guard, answer }
}

fn known_fact(fact: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) {
    if FACTS.contains(&fact.value.as_str()) || !is_read_name(fact) {
        return;
    }
    let message = format!("`{}` is not a fact that names an owner", fact.value);
    let diagnostic = Diagnostic::new(Code::UnknownFact, fact.span, message);
    diagnostics.push(match nearest(&fact.value, FACTS) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("ask for one of {}", FACTS.join(", "))),
    });
}

fn table(
    table: &Table,
    scope: &Scope<'_>,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Answer {
    let is_answer = |header: &str| names.heads_owners(header, scope.vocabulary);
    let columns = columns(table, scope, is_answer, "`owner` or a role", diagnostics);
    if !columns.contains(&Column::Answer) && is_read(&columns) {
        let message = "no column of this table names owners";
        let diagnostic = Diagnostic::new(Code::TableWithoutOwner, table.span, message);
        let roles = names.role_list.iter().map(|role| format!(" or `{role}`"));
        diagnostics
            .push(diagnostic.help(format!("head a column `owner`{}", roles.collect::<String>())));
    }
    let answers = table.columns.iter().zip(&columns).enumerate();
    let answers = answers.filter(|(_, (_, column))| **column == Column::Answer);
    let mut owners = Vec::new();
    for (position, (header, _)) in answers {
        let mut target = |cell: &Spanned<String>| {
            if cell.value.is_empty() {
                return None;
            }
            let target = names.target(&cell.value);
            if target.is_none() {
                names.no_owner(cell, false, diagnostics);
            }
            target
        };
        let cells = table.rows.iter().map(|row| row.cells.get(position).and_then(&mut target));
        owners.push((names.role(&header.value), cells.collect()));
    }
    let rules = rules(table, &columns, scope, diagnostics).rules;
    Answer::Table { rules, owners }
}

/// A step without a condition that names a person or a pool takes everything that comes to it.
fn never_reached(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) {
    let takes_all = |step: &policy::Step| {
        let always = !matches!(step.when, Some(When::If(_)));
        always && matches!(step.answer, policy::Answer::Owner(_) | policy::Answer::Pool(_))
    };
    let mut takers: Vec<&policy::Step> = Vec::new();
    for step in &policy.steps {
        // A step for any stage is also walked where one for some stages is not.
        let taker = takers.iter().find(|taker| taker.any_stage || !step.any_stage);
        if let Some(taker) = taker {
            let message = format!("step `{}` is never reached", step.layer.value);
            let diagnostic = Diagnostic::new(Code::StepNeverReached, step.layer.span, message)
                .label(taker.layer.span, "this one takes every record")
                .note(format!("`{}` above it has no condition", taker.layer.value))
                .help(format!(
                    "move `{}` above it, or give `{}` a `when:`",
                    step.layer.value, taker.layer.value
                ));
            diagnostics.push(diagnostic);
        } else if takes_all(step) {
            takers.push(step);
        }
    }
}
