//! The walk over the route: who takes the record, who would have.

use super::super::decision::{Claim, Owner, Reason, Via};
use super::{Reference, View, claim, column, known, row_name};
use pointperson::decide::{Fact, Outcome, OwnerFact, PassedWhy};
use pointperson::policy::{Answer, Stage, Step, Table, UnknownOwner};

/// How the route is walked.
pub(super) enum Mode<'a> {
    /// Every step, for a role or for none.
    Route { role: Option<&'a str> },
    /// Only the steps marked `any stage`; then the stage's own owner.
    Stage { stage: &'a Stage },
}

/// What a walk came to.
pub(super) struct Walk {
    pub outcome: Outcome,
    pub owner: Owner,
    pub via: Via,
    pub pool: Option<String>,
    pub pool_was_empty: bool,
    /// Why the steps above the winner did not take it.
    pub passed: Vec<Reason>,
    pub claims: Vec<Claim>,
    /// The facts that steps above the winner asked for and were not told, and what a stranger would
    /// mean there.
    pub unanswered: Vec<(Fact, UnknownOwner)>,
}

/// Whom a step names.
struct Taken {
    rule: String,
    owner: Owner,
    pool: Option<String>,
    pool_was_empty: bool,
}

impl Reference<'_> {
    pub(super) fn walk(&self, view: &View) -> Walk {
        let mode = self.mode(view);
        let (role, considered): (Option<&str>, fn(&Step) -> bool) = match &mode {
            Mode::Route { role } => (*role, |_| true),
            Mode::Stage { .. } => (None, |step| step.any_stage),
        };
        let mut passed = Vec::new();
        let mut unanswered = Vec::new();
        for (at, step) in self.policy.steps.iter().enumerate() {
            if !considered(step) {
                continue;
            }
            match self.step(view, step, role) {
                Ok(taken) => {
                    let claims = self.claims(view, role, &self.policy.steps[at + 1..], |_| true);
                    return won(step.layer.value.clone(), taken, passed, claims, unanswered);
                }
                Err(why) => {
                    passed.push(Reason::Passed { layer: step.layer.value.clone(), why });
                    if let (Answer::Ask { fact, unknown_owner }, PassedWhy::NotTold) =
                        (&step.answer, why)
                    {
                        unanswered.push((fact_named(&fact.value), *unknown_owner));
                    }
                }
            }
        }
        match mode {
            Mode::Route { .. } => Walk { passed, unanswered, ..self.otherwise() },
            Mode::Stage { stage } => {
                let taken = self.target(view, &stage.owner.value, stage.id.value.clone());
                let claims = self.claims(view, None, &self.policy.steps, |step| !step.any_stage);
                won("stage".to_owned(), taken, passed, claims, unanswered)
            }
        }
    }

    fn claims(
        &self,
        view: &View,
        role: Option<&str>,
        steps: &[Step],
        counts: fn(&Step) -> bool,
    ) -> Vec<Claim> {
        let steps = steps.iter().filter(|step| counts(step));
        let would = steps.filter_map(|step| Some((step, self.step(view, step, role).ok()?)));
        would.map(|(step, taken)| claim(&step.layer.value, &taken.rule, taken.owner)).collect()
    }

    /// Whom a step names for a role, or why nobody.
    fn step(&self, view: &View, step: &Step, role: Option<&str>) -> Result<Taken, PassedWhy> {
        if step.when.as_ref().is_some_and(|when| !self.holds(view, when)) {
            return Err(PassedWhy::ConditionNotMet);
        }
        let layer = step.layer.value.clone();
        match &step.answer {
            Answer::Ask { fact, unknown_owner } => {
                let owner = self.asked(view, &fact.value, *unknown_owner)?;
                Ok(Taken { rule: layer, owner, pool: None, pool_was_empty: false })
            }
            Answer::Owner(name) | Answer::Pool(name) => Ok(self.target(view, &name.value, layer)),
            Answer::Table(table) => self.table(view, table, role),
        }
    }

    fn table(&self, view: &View, table: &Table, role: Option<&str>) -> Result<Taken, PassedWhy> {
        let at = self.deciding_row(view, table).ok_or(PassedWhy::NoRow)?;
        // The role's column beats `owner`; an empty cell says nothing.
        for header in role.into_iter().chain(["owner"]) {
            if let Some(column) = column(table, header) {
                let name = &table.rows[at].cells[column].value;
                if !name.is_empty() {
                    return Ok(self.target(view, name, row_name(table, at)));
                }
            }
        }
        Err(PassedWhy::NoOwnerInRow)
    }

    /// A person by name, or whose turn it is in the pool of that name.
    fn target(&self, view: &View, name: &str, rule: String) -> Taken {
        match self.pool(name) {
            Some(pool) => {
                let pick = self.pick(view, pool);
                let pool_was_empty = pick.pool_was_empty;
                let pool = Some(name.to_owned());
                Taken { rule, owner: known(&pick.person), pool, pool_was_empty }
            }
            None => Taken { rule, owner: known(name), pool: None, pool_was_empty: false },
        }
    }

    fn asked(&self, view: &View, fact: &str, unknown: UnknownOwner) -> Result<Owner, PassedWhy> {
        let told = match fact_named(fact) {
            Fact::CurrentOwner => &view.facts.current_owner,
            _ => &view.facts.account_owner,
        };
        let who = match told {
            None => return Err(PassedWhy::NotTold),
            Some(OwnerFact::Nobody) => return Err(PassedWhy::NoOwner),
            Some(OwnerFact::Somebody(who)) => who.trim_matches(is_ascii_space),
        };
        if who.is_empty() {
            return Err(PassedWhy::NoOwner);
        }
        match (self.person(who), unknown) {
            (Some(id), _) => Ok(known(id)),
            (None, UnknownOwner::Keep) => Ok(Owner { id: who.to_owned(), known: false }),
            (None, UnknownOwner::Pass) => Err(PassedWhy::UnknownOwner),
        }
    }

    /// The person whom a caller means: by id, else by an id elsewhere, else by e-mail.
    fn person(&self, who: &str) -> Option<&str> {
        let people = &self.policy.people.list;
        let by_id = people.iter().find(|person| person.id.value == who);
        let by_other_id =
            || people.iter().find(|person| person.ids.iter().any(|(_, id)| id.value == who));
        let by_email = || {
            people.iter().find(|person| {
                let email = person.email.as_ref();
                email.is_some_and(|email| email.value.eq_ignore_ascii_case(who))
            })
        };
        let found = by_id.or_else(by_other_id).or_else(by_email)?;
        Some(&found.id.value)
    }
}

fn won(
    layer: String,
    taken: Taken,
    passed: Vec<Reason>,
    claims: Vec<Claim>,
    unanswered: Vec<(Fact, UnknownOwner)>,
) -> Walk {
    Walk {
        outcome: if taken.pool_was_empty { Outcome::Fallback } else { Outcome::Assigned },
        owner: taken.owner,
        via: Via { layer, rule: taken.rule },
        pool: taken.pool,
        pool_was_empty: taken.pool_was_empty,
        passed,
        claims,
        unanswered,
    }
}

fn fact_named(name: &str) -> Fact {
    if name == "currentOwner" { Fact::CurrentOwner } else { Fact::AccountOwner }
}

fn is_ascii_space(character: char) -> bool {
    character.is_ascii_whitespace()
}
