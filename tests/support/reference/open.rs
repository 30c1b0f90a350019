//! Which tellings could change the owner: every moment is tried, and what is asked there.

use super::super::decision::{Open, OpenOwners};
use super::{Conclusion, Reference, View};
use pointperson::decide::{Fact, Facts, Outcome, Score};
use pointperson::policy::{ScoreLine, UnknownOwner};
use pointperson::record::Record;
use std::collections::{BTreeMap, BTreeSet};

impl Reference<'_> {
    pub(super) fn open(
        &self,
        record: &Record,
        facts: &Facts,
        conclusion: &Conclusion,
    ) -> Vec<Open> {
        let mut open = Vec::new();
        if conclusion.decision.outcome == Outcome::Refused {
            return open;
        }
        let owner = &conclusion.decision.owner.id;
        let others = |fact: Fact, mut owners: BTreeSet<String>| {
            owners.remove(owner);
            let owners = OpenOwners::These(owners.into_iter().collect());
            Open { fact, owners }
        };
        let elsewhen = match facts.now {
            None => self.conclusions_over_time(record, facts),
            Some(_) => Vec::new(),
        };
        let over_time = elsewhen.iter().map(|then| then.decision.owner.id.clone());
        open.push(others(Fact::Now, over_time.collect()));
        // Other moments may ask for other facts, and come to other pools.
        let conclusions = || elsewhen.iter().chain([conclusion]);
        for fact in [Fact::AccountOwner, Fact::CurrentOwner] {
            // The caller may name any person, and a stranger where strangers keep what is theirs.
            let other_person = self.policy.people.list.iter().any(|it| it.id.value != *owner);
            let can_change = |asked: &(Fact, UnknownOwner)| {
                asked.0 == fact && (other_person || asked.1 == UnknownOwner::Keep)
            };
            if conclusions().any(|then| then.unanswered.iter().any(can_change)) {
                open.push(Open { fact, owners: OpenOwners::Anyone });
            }
        }
        if facts.away.is_none() {
            let pools = conclusions().filter_map(|then| self.pool(then.pool.as_ref()?));
            let people = pools.flat_map(|pool| {
                let members = pool.members.iter().map(|member| member.person.value.clone());
                members.chain(pool.when_empty.iter().map(|person| person.value.clone()))
            });
            open.push(others(Fact::Away, people.collect()));
        }
        open.retain(|one| one.owners != OpenOwners::These(Vec::new()));
        open
    }

    /// Every conclusion that some `now` gives.
    ///
    /// The points of a line change only at certain ages, so trying the first millisecond of each
    /// tries everything. Moments with equal points have equal owners: one of them is enough.
    fn conclusions_over_time(&self, record: &Record, facts: &Facts) -> Vec<Conclusion> {
        let mut view = self.before_score(record, facts);
        let mut moments: BTreeMap<(i64, i64), i64> = BTreeMap::new();
        for now in self.telling_moments(&view) {
            let told = Facts { now: Some(now), ..facts.clone() };
            view.score = Score::default();
            let mut at_now = View { facts: &told, ..view.clone() };
            self.add_points(&mut at_now, &mut Vec::new());
            moments.insert((at_now.score.fit, at_now.score.intent), now);
        }
        let conclusions = moments.into_values().map(|now| {
            let told = Facts { now: Some(now), ..facts.clone() };
            self.conclude(record, &told)
        });
        conclusions.collect()
    }

    fn before_score<'v>(&self, record: &'v Record, facts: &'v Facts) -> View<'v> {
        let mut view = View {
            record,
            facts,
            derived: Vec::new(),
            score: Score::default(),
            grade: None,
            stage: None,
        };
        self.derive(&mut view, &mut Vec::new());
        view
    }

    /// The moments at which any line may begin to count differently.
    fn telling_moments(&self, view: &View) -> BTreeSet<i64> {
        let lines = self.decaying(view);
        let changes = lines.iter().flat_map(|(line, since)| changes(line, *since));
        changes.collect()
    }
}

fn changes(line: &ScoreLine, since: i64) -> Vec<i64> {
    let half_life = line.half_life.as_ref().expect("a decaying line").value.milliseconds();
    let half_life = i128::from(half_life);
    // After so many half-lives less than half a point is left, for good.
    let halvings = i128::from(line.points.value.unsigned_abs().max(1).ilog2()) + 2;
    let mut moments = vec![since];
    for step in 0..=halvings * 256 {
        let (whole, part) = (step / 256, step % 256);
        // The least age whose 256th parts of a half-life, rounded down, are `step`.
        let age = whole * half_life + (part * half_life + 255) / 256;
        let now = i128::from(since) + age;
        moments.extend(i64::try_from(now));
    }
    moments
}
