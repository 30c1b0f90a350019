//! What telling a fact could change: the facts on which the owner still hangs.

use super::route::{Named, Route, Walk, Winner};
use super::{Fact, Open, OpenOwners, Owner, PassedWhy, Readiness, score, sorted};
use crate::artifact::Answer;

/// The facts not told whose telling, each taken alone, could change the owner.
pub(super) fn open(route: &Route<'_>, walk: &Walk, fired: &[u16]) -> Vec<Open> {
    let mut open = Vec::new();
    let now = owners_by_time(route, walk, fired);
    open.extend(these(Fact::Now, now));
    for (fact, current) in [(Fact::AccountOwner, false), (Fact::CurrentOwner, true)] {
        if was_asked_in_vain(route, walk, current) {
            open.push(Open { fact, owners: OpenOwners::Anyone });
        }
    }
    open.extend(these(Fact::Away, owners_by_absence(route, walk)));
    open
}

fn these(fact: Fact, owners: Vec<Owner>) -> Option<Open> {
    let mut ids = Vec::new();
    owners.into_iter().for_each(|owner| sorted::insert_once(&mut ids, owner.id));
    (!ids.is_empty()).then_some(Open { fact, owners: OpenOwners::These(ids) })
}

/// The other owners that some `now` gives, by decay of the points.
fn owners_by_time(route: &Route<'_>, walk: &Walk, fired: &[u16]) -> Vec<Owner> {
    let Route { program, record, facts, .. } = *route;
    let mut owners = Vec::new();
    if facts.now.is_some() {
        return owners;
    }
    let present = route.owner_of(walk);
    let mut seen = Vec::new();
    for now in score::turning_points(program, record, fired) {
        let mut atoms = route.atoms.clone();
        let readiness = Readiness::of(program, record, Some(now), fired, &mut atoms);
        let score = (readiness.score.fit, readiness.score.intent);
        if seen.contains(&score) {
            continue;
        }
        seen.push(score);
        let then = Route { atoms: &atoms, stage: readiness.stage(program), ..*route };
        let owner = then.owner_of(&then.walk());
        if owner != present {
            owners.push(owner);
        }
    }
    owners
}

/// Whether a step above the winner asked for a fact that was not told.
fn was_asked_in_vain(route: &Route<'_>, walk: &Walk, current: bool) -> bool {
    walk.passed.iter().any(|(position, why)| {
        let step = route.program.steps.get(*position);
        let asks =
            |answer: &Answer| matches!(answer, Answer::Ask { current: it, .. } if *it == current);
        *why == PassedWhy::NotTold && step.is_some_and(|step| asks(&step.answer))
    })
}

/// The other members of the winner's pool, and its accountable person.
fn owners_by_absence(route: &Route<'_>, walk: &Walk) -> Vec<Owner> {
    let named = match &walk.winner {
        Winner::Step(_, taken) => &taken.named,
        Winner::Stage(_, named) => named,
        Winner::Otherwise => return Vec::new(),
    };
    let Named::Turn { pool, .. } = named else { return Vec::new() };
    if route.facts.away.is_some() {
        return Vec::new();
    }
    let present = route.owner_of(walk);
    let pool = route.program.pools.get(pool.at());
    let people = pool.into_iter().flat_map(|pool| {
        let members = pool.members.iter().map(|(person, _)| *person);
        members.chain([pool.when_empty])
    });
    let owners = people.map(|person| route.owner(&Named::Person(person)));
    owners.filter(|owner| *owner != present).collect()
}
