//! People, pools, stages and the steps of the route.

use super::tests::{Subject, condition};
use super::{Size, always, duration, spanned, tables};
use crate::support::random::Random;
use pointperson::diagnostic::{Span, Spanned};
use pointperson::policy::{
    Answer, Member, People, Person, Policy, Pool, Stage, Step, Turn, UnknownOwner, When,
};

/// Two to five people, and the roles they have.
pub(super) fn people(random: &mut Random) -> (People, Vec<String>) {
    let ids = ["ana", "bo", "cy", "dee", "eli"];
    let count = 2 + random.below(4);
    let mut list = Vec::new();
    for id in random.some(&ids, count) {
        let mut person = Person {
            id: spanned(id.to_owned()),
            name: spanned(format!("{} O'Neil", id.to_uppercase())),
            role: random.chance(70).then(|| spanned((*random.pick(&["sdr", "ae"])).to_owned())),
            zone: random.chance(20).then(|| spanned("Europe/Oslo".to_owned())),
            email: random.chance(60).then(|| spanned(format!("{id}@corp.example"))),
            ..Person::default()
        };
        if random.chance(50) {
            let crm = format!("005A00{id}");
            person.ids.push((spanned("salesforce".to_owned()), spanned(crm)));
        }
        if random.chance(10) {
            // An id elsewhere may be somebody's id here; ours comes first.
            person.ids.push((spanned("desk".to_owned()), spanned("bo".to_owned())));
        }
        list.push(person);
    }
    let mut roles: Vec<String> =
        list.iter().filter_map(|person| Some(person.role.as_ref()?.value.clone())).collect();
    roles.sort();
    roles.dedup();
    (People { file: None, list }, roles)
}

/// Somebody.
pub(super) fn person(random: &mut Random, policy: &Policy) -> Spanned<String> {
    random.pick(&policy.people.list).id.clone()
}

/// No, one or two pools.
pub(super) fn pools(random: &mut Random, policy: &Policy) -> Vec<Pool> {
    let mut pools = Vec::new();
    for at in 0..random.below(3) {
        let count = 1 + random.below(4);
        let members = random.some(&policy.people.list, count);
        let weighted = random.chance(50);
        let members = members.into_iter().map(|person| Member {
            person: person.id,
            weight: if weighted { random.between(1, 5) as u32 } else { 1 },
        });
        let members = members.collect();
        let sticky_by = if random.chance(40) { 1 + random.below(2) } else { 0 };
        let sticky_by = random.some(&policy.fields, sticky_by);
        pools.push(Pool {
            id: spanned(format!("pool-{at}")),
            members,
            turn: spanned(Turn::Sticky),
            sticky_by: sticky_by.into_iter().map(|field| field.id).collect(),
            when_empty: Some(person(random, policy)),
            span: Span::default(),
        });
    }
    pools
}

fn people_and_pools(policy: &Policy) -> Vec<String> {
    let people = policy.people.list.iter().map(|person| person.id.value.clone());
    people.chain(policy.pools.iter().map(|pool| pool.id.value.clone())).collect()
}

/// No stages, or one to three of which the last is `always`.
pub(super) fn stages(
    random: &mut Random,
    policy: &Policy,
    names: &[Subject],
    roles: &[String],
) -> Vec<Stage> {
    if random.chance(30) {
        return Vec::new();
    }
    let mut owners = people_and_pools(policy);
    for _ in 0..3 {
        owners.extend(roles.iter().cloned());
    }
    let mut stages = Vec::new();
    let count = 1 + random.below(3);
    for at in 0..count {
        let enter =
            if at + 1 == count { always() } else { When::If(spanned(condition(random, names, 2))) };
        stages.push(Stage {
            id: spanned(format!("stage-{at}")),
            enter,
            position: random.chance(40).then(|| spanned("Working it: now".to_owned())),
            owner: spanned(random.pick(&owners).clone()),
            respond_within: random.chance(40).then(|| spanned(duration(random))),
            leave_within: random.chance(40).then(|| spanned(duration(random))),
            means: random.chance(10).then(|| spanned("a stage".to_owned())),
            span: Span::default(),
        });
    }
    stages
}

/// The steps without `otherwise`.
pub(super) fn steps(
    random: &mut Random,
    policy: &Policy,
    names: &[Subject],
    roles: &[String],
    size: Size,
) -> Vec<Step> {
    let count = random.below(size.steps + 1);
    let mut steps = Vec::new();
    for at in 0..count {
        let last = at + 1 == count;
        let answer = answer(random, policy, names, roles, size);
        // A step that takes everything hides those below it, which `check` refuses.
        let takes_all = matches!(answer, Answer::Owner(_) | Answer::Pool(_));
        let guarded = (takes_all && !last) || random.chance(40);
        steps.push(Step {
            layer: spanned(format!("step {at}{}", random.pick(&["", ": odd", " & é", "'s"]))),
            any_stage: random.chance(40),
            when: guarded.then(|| When::If(spanned(condition(random, names, 2)))),
            answer,
            span: Span::default(),
        });
    }
    steps
}

fn answer(
    random: &mut Random,
    policy: &Policy,
    names: &[Subject],
    roles: &[String],
    size: Size,
) -> Answer {
    match random.below(8) {
        0 | 1 => Answer::Ask {
            fact: spanned((*random.pick(&["accountOwner", "currentOwner"])).to_owned()),
            unknown_owner: *random.pick(&[UnknownOwner::Pass, UnknownOwner::Keep]),
        },
        2 | 3 if !policy.pools.is_empty() => Answer::Pool(random.pick(&policy.pools).id.clone()),
        2..=4 => Answer::Owner(person(random, policy)),
        _ => {
            let owners = people_and_pools(policy);
            Answer::Table(tables::route(random, names, roles, &owners, size.rows))
        }
    }
}
