//! What telling facts could change: the facts on which the owner still hangs.

use super::route::{Route, Walk};
use super::{Fact, Open, OpenOwners, Owner, PassedWhy, Readiness, score, sorted};
use crate::artifact::Answer;

/// The facts not told whose telling could change the owner.
///
/// A fact not told is open, not false, so tellings count together: what another moment alone would
/// not change it may still bring before a step that asks, or to another pool. An empty list
/// therefore means that no telling whatever changes the owner.
pub(super) fn open(route: &Route<'_>, walk: &Walk, fired: &[u16]) -> Vec<Open> {
    let id = |owner: Owner| owner.id(route.program, route.facts);
    let present = id(walk.named.owner);
    let has_others = route.program.people.iter().any(|person| person.id != present);
    let mut found = Found { has_others, ..Found::default() };
    found.look(route, walk);
    look_at_other_moments(route, fired, &mut found);
    let these = |fact, mut owners: Vec<Owner>| {
        owners.retain(|owner| id(*owner) != present);
        (!owners.is_empty()).then_some(Open { fact, owners: OpenOwners::These(owners) })
    };
    let anyone = |fact, asked: bool| asked.then_some(Open { fact, owners: OpenOwners::Anyone });
    let open = [
        these(Fact::Now, found.by_time),
        anyone(Fact::AccountOwner, found.asked_account_owner),
        anyone(Fact::CurrentOwner, found.asked_current_owner),
        these(Fact::Away, found.by_absence),
    ];
    open.into_iter().flatten().collect()
}

/// What the walks at all moments found.
#[derive(Default)]
struct Found {
    /// There is a person besides the present owner.
    has_others: bool,
    /// Owners at other moments, by id, ascending.
    by_time: Vec<Owner>,
    /// A step above the winner asked for this fact, which was not told.
    asked_account_owner: bool,
    /// The same for the present owner.
    asked_current_owner: bool,
    /// Whom the winner's pool could name, by id, ascending.
    by_absence: Vec<Owner>,
}

impl Found {
    fn look(&mut self, route: &Route<'_>, walk: &Walk) {
        for passed in &walk.passed {
            let step = route.program.steps.get(passed.step.at());
            match step.map(|step| &step.answer) {
                Some(Answer::Ask { current, keep_unknown }) if passed.why == PassedWhy::NotTold => {
                    // The caller may name any person, and a stranger where strangers are kept.
                    let could_change = self.has_others || *keep_unknown;
                    self.asked_current_owner |= *current && could_change;
                    self.asked_account_owner |= !*current && could_change;
                }
                Some(Answer::Ask { .. } | Answer::Target(_) | Answer::Table { .. }) | None => {}
            }
        }
        self.look_at_pool(route, walk);
    }

    /// The members of the winner's pool, and its accountable person.
    fn look_at_pool(&mut self, route: &Route<'_>, walk: &Walk) {
        let Some(turn) = walk.named.turn.filter(|_| route.facts.away.is_none()) else { return };
        let pool = route.program.pools.get(turn.pool.at());
        let people = pool.into_iter().flat_map(|pool| {
            let members = pool.members.iter().map(|(person, _)| *person);
            members.chain([pool.when_empty])
        });
        for person in people {
            insert_owner(&mut self.by_absence, route, Owner::Person(person));
        }
    }
}

/// Puts an owner into a list that ascends by id. Two facts may name the same stranger.
fn insert_owner(owners: &mut Vec<Owner>, route: &Route<'_>, owner: Owner) {
    sorted::insert_once(owners, owner, |owner| owner.id(route.program, route.facts));
}

/// Walks the route for every score that some `now` gives, by decay of the points.
fn look_at_other_moments(route: &Route<'_>, fired: &[u16], found: &mut Found) {
    let Route { program, record, facts, .. } = *route;
    if facts.now.is_some() {
        return;
    }
    let mut seen = Vec::new();
    for now in score::turning_points(program, record, fired) {
        let score = score::sum(&score::points(program, record, Some(now), fired));
        if !sorted::insert_once(&mut seen, (score.fit, score.intent), |score| *score) {
            continue;
        }
        let mut atoms = route.atoms.clone();
        let readiness = Readiness::of(program, record, Some(now), fired, &mut atoms);
        let then = Route { atoms: &atoms, stage: readiness.stage, ..*route };
        let walk = then.walk();
        insert_owner(&mut found.by_time, route, walk.named.owner);
        found.look(&then, &walk);
    }
}
