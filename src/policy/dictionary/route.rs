//! Who owns what, in words: stages, people, roles, pools and the route.

use super::super::{
    Answer, Match, Member, Person, Policy, Pool, Stage, Step, Turn, UnknownOwner, When,
};
use super::markdown::{code, codes, table, words};
use super::{looked_up, optional, time, when};
use crate::diagnostic::Spanned;

/// A person by name and id, a role or a pool by what it is.
fn owner(policy: &Policy, id: &str) -> String {
    let person = policy.people.list.iter().find(|person| person.id.value == id);
    let is_role = policy.people.list.iter().any(|person| role(person) == Some(id));
    match person {
        Some(person) if !person.name.value.is_empty() => {
            format!("{} ({})", words(&person.name.value), code(id))
        }
        Some(_) => code(id),
        None if policy.pools.iter().any(|pool| pool.id.value == id) => {
            format!("the pool {}", code(id))
        }
        None if is_role => format!("the role {}", code(id)),
        None => code(id),
    }
}

fn role(person: &Person) -> Option<&str> {
    person.role.as_ref().map(|role| role.value.as_str())
}

pub(super) fn stages(policy: &Policy) -> Option<String> {
    if policy.stages.is_empty() {
        return None;
    }
    let heads = [
        "Stage",
        "Entered when",
        "Position",
        "Owner",
        "Response within",
        "Moves on within",
        "Means",
    ];
    let row = |stage: &Stage| {
        vec![
            code(&stage.id.value),
            when(&stage.enter),
            optional(stage.position.as_ref()),
            owner(policy, &stage.owner.value),
            stage.respond_within.as_ref().map_or_else(String::new, |within| time(within.value)),
            stage.leave_within.as_ref().map_or_else(String::new, |within| time(within.value)),
            optional(stage.means.as_ref()),
        ]
    };
    let rows: Vec<_> = policy.stages.iter().map(row).collect();
    let lead =
        "The most advanced stage stands first.\nThe first one that may be entered is the stage.\n";
    Some(format!("## Stages\n\n{lead}\n{}", table(&heads, &rows)))
}

pub(super) fn people(policy: &Policy) -> Option<String> {
    if policy.people.list.is_empty() {
        return None;
    }
    let row = |person: &Person| {
        vec![
            code(&person.id.value),
            words(&person.name.value),
            role(person).map_or_else(String::new, code),
            optional(person.zone.as_ref()),
        ]
    };
    let rows: Vec<_> = policy.people.list.iter().map(row).collect();
    let mut text =
        format!("## People\n\n{}", table(&["Person", "Name", "Role", "Time zone"], &rows));
    let mut roles: Vec<&str> = Vec::new();
    for role in policy.people.list.iter().filter_map(role) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    if !roles.is_empty() {
        let row = |name: &&str| {
            let bears = |person: &&Person| role(person) == Some(name);
            let names =
                policy.people.list.iter().filter(bears).map(|person| words(&person.name.value));
            vec![code(name), names.collect::<Vec<_>>().join(", ")]
        };
        let rows: Vec<_> = roles.iter().map(row).collect();
        text.push_str(&format!("\n## Roles\n\n{}", table(&["Role", "People"], &rows)));
    }
    Some(text)
}

pub(super) fn pools(policy: &Policy) -> Option<String> {
    if policy.pools.is_empty() {
        return None;
    }
    let row = |pool: &Pool| {
        let member = |member: &Member| {
            let share = match member.weight {
                1 => String::new(),
                weight => format!(", {weight} shares"),
            };
            format!("{}{share}", owner(policy, &member.person.value))
        };
        vec![
            code(&pool.id.value),
            pool.members.iter().map(member).collect::<Vec<_>>().join("; "),
            turn(pool),
            pool.when_empty
                .as_ref()
                .map_or_else(String::new, |person| owner(policy, &person.value)),
        ]
    };
    let rows: Vec<_> = policy.pools.iter().map(row).collect();
    let heads = ["Pool", "Members", "Whose turn", "When nobody is there"];
    Some(format!("## Pools\n\n{}", table(&heads, &rows)))
}

fn turn(pool: &Pool) -> String {
    match pool.turn.value {
        Turn::RoundRobin => "one after the other".to_owned(),
        Turn::LeastLoaded => "the one with the least to do".to_owned(),
        Turn::Sticky if pool.sticky_by.is_empty() => {
            "the same company always gets the same person".to_owned()
        }
        Turn::Sticky => {
            let fields = codes(pool.sticky_by.iter().map(|field| field.value.as_str()));
            format!("the same {fields} always gets the same person")
        }
    }
}

pub(super) fn route(policy: &Policy) -> String {
    let mut text = String::from(
        "## Route\n\nThe steps are tried in this order.\nThe first one that answers decides.\n\n",
    );
    for (index, step) in policy.steps.iter().enumerate() {
        text.push_str(&format!(
            "{}. **{}**: {}\n",
            index + 1,
            words(&step.layer.value),
            told(policy, step)
        ));
    }
    if let Some(person) = &policy.otherwise {
        let number = policy.steps.len() + 1;
        text.push_str(&format!(
            "{number}. **otherwise**: {} owns it.\n",
            owner(policy, &person.value)
        ));
    }
    text
}

/// A step, one sentence per line.
fn told(policy: &Policy, step: &Step) -> String {
    let answer = match &step.answer {
        Answer::Ask { fact, unknown_owner } => asked(fact, *unknown_owner),
        Answer::Owner(person) => format!("{} owns it.", owner(policy, &person.value)),
        Answer::Pool(pool) => format!("a member of the pool {} owns it.", code(&pool.value)),
        Answer::Table(table) => {
            let row = match table.matching.value {
                Match::First => "the first row that matches",
                Match::Unique => "the only row that matches",
                Match::MostSpecific => "the narrowest row that matches",
            };
            let empty =
                if table.empty_is_any { "\n   An empty cell stands for anything." } else { "" };
            format!("{row} in {} names the owner.{empty}", looked_up(table))
        }
    };
    let guarded = match &step.when {
        None | Some(When::Always(_)) => answer,
        Some(condition) => format!("if {}, {answer}", when(condition)),
    };
    let any = if step.any_stage { "\n   It is tried in every stage." } else { "" };
    format!("{guarded}{any}")
}

fn asked(fact: &Spanned<String>, unknown: UnknownOwner) -> String {
    let who = match fact.value.as_str() {
        "accountOwner" => "the owner of the account keeps it".to_owned(),
        "currentOwner" => "the present owner keeps it".to_owned(),
        other => format!("the person told as {} owns it", code(other)),
    };
    match unknown {
        UnknownOwner::Pass => {
            format!("{who}.\n   An owner who is not among the people here is passed over.")
        }
        UnknownOwner::Keep => {
            format!("{who}.\n   So does an owner who is not among the people here.")
        }
    }
}
