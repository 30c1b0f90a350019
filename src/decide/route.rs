//! The route: which step takes a record, whom it names, and which lower steps claim it too.

use super::pool::pick;
use super::{
    Atoms, Claim, Fact, Facts, Matcher, Outcome, Owner, OwnerFact, Passed, PassedWhy, Turn, Via,
};
use crate::artifact::{
    Answer, OwnerColumn, PersonIndex, Program, RoleIndex, Stage, StageIndex, StageOwner, Step,
    StepIndex, TableIndex, Target,
};
use crate::record::Record;

/// Everything a walk over the steps looks at.
#[derive(Clone, Copy)]
pub(super) struct Route<'a> {
    pub program: &'a Program,
    pub record: &'a Record,
    pub facts: &'a Facts,
    pub atoms: &'a Atoms,
    pub stage: Option<StageIndex>,
}

/// What came of a walk.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pub outcome: Outcome,
    pub via: Via,
    pub named: Named,
    /// The steps above the winner that were considered, and why each was passed.
    pub passed: Vec<Passed>,
}

/// Whom a step or a stage names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub owner: Owner,
    /// The pool that chose the owner, if one did.
    pub turn: Option<Turn>,
}

impl Named {
    fn person(person: PersonIndex) -> Self {
        Named { owner: Owner::Person(person), turn: None }
    }
}

impl Walk {
    /// The accountable person answers.
    pub fn otherwise(program: &Program, outcome: Outcome) -> Self {
        let named = Named::person(program.otherwise);
        Walk { outcome, via: Via::Otherwise, named, passed: Vec::new() }
    }

    fn won(via: Via, named: Named, passed: Vec<Passed>) -> Self {
        let was_empty = named.turn.is_some_and(|turn| turn.was_empty);
        let outcome = if was_empty { Outcome::Fallback } else { Outcome::Assigned };
        Walk { outcome, via, named, passed }
    }
}

/// The steps of the route with their positions.
fn steps(program: &Program) -> impl Iterator<Item = (StepIndex, &Step)> {
    program.steps.iter().zip(0..).map(|(step, position)| (StepIndex(position), step))
}

impl Route<'_> {
    /// Walks the steps until one takes the record.
    pub fn walk(&self) -> Walk {
        let mut passed = Vec::new();
        for (index, step) in steps(self.program) {
            if !self.considers(step) {
                continue;
            }
            match self.try_step(step) {
                Ok((row, named)) => return Walk::won(Via::Step(index, row), named, passed),
                Err(why) => passed.push(Passed { step: index, why }),
            }
        }
        match self.stage.and_then(|stage| Some((stage, self.own_target()?))) {
            Some((stage, target)) => Walk::won(Via::Stage(stage), self.resolve(target), passed),
            None => Walk { passed, ..Walk::otherwise(self.program, Outcome::Fallback) },
        }
    }

    /// The steps below the winner that would take the record for the same role.
    pub fn claims(&self, walk: &Walk) -> Vec<Claim> {
        let is_below = |index: StepIndex, step: &Step| match walk.via {
            Via::Step(winner, _) => index > winner,
            Via::Stage(_) => !step.any_stage,
            Via::Otherwise => false,
        };
        let below = steps(self.program).filter(|(index, step)| is_below(*index, step));
        let claim = |(index, step): (StepIndex, &Step)| {
            let (row, named) = self.try_step(step).ok()?;
            Some(Claim { via: Via::Step(index, row), owner: named.owner })
        };
        below.filter_map(claim).collect()
    }

    /// A stage with an owner of its own is asked before the steps that are not for any stage.
    fn considers(&self, step: &Step) -> bool {
        step.any_stage || self.own_target().is_none()
    }

    fn stage(&self) -> Option<&Stage> {
        self.program.stages.get(self.stage?.at())
    }

    fn own_target(&self) -> Option<Target> {
        match self.stage()?.owner {
            StageOwner::Role(_) => None,
            StageOwner::Person(person) => Some(Target::Person(person)),
            StageOwner::Pool(pool) => Some(Target::Pool(pool)),
        }
    }

    /// The role the stage asks the route for.
    fn role(&self) -> Option<RoleIndex> {
        match self.stage()?.owner {
            StageOwner::Role(role) => Some(role),
            StageOwner::Person(_) | StageOwner::Pool(_) => None,
        }
    }

    /// Whom a step names, by which row of its table.
    fn try_step(&self, step: &Step) -> Result<(Option<u16>, Named), PassedWhy> {
        if !self.guard_holds(step) {
            return Err(PassedWhy::ConditionNotMet);
        }
        match &step.answer {
            Answer::Ask { current, keep_unknown } => {
                let owner = self.ask(Fact::asked(*current), *keep_unknown)?;
                Ok((None, Named { owner, turn: None }))
            }
            Answer::Target(target) => Ok((None, self.resolve(*target))),
            Answer::Table { table, owners, .. } => {
                let row = self.first_row(*table).ok_or(PassedWhy::NoRow)?;
                let target = self.owner_in_row(owners, row).ok_or(PassedWhy::NoOwnerInRow)?;
                Ok((Some(row), self.resolve(target)))
            }
        }
    }

    pub fn guard_holds(&self, step: &Step) -> bool {
        step.guard.is_none_or(|guard| self.first_row(guard).is_some())
    }

    fn first_row(&self, table: TableIndex) -> Option<u16> {
        self.program.tables.get(table.at())?.first_rule(self.atoms)
    }

    /// The role's column beats the column `owner`; an empty cell names nobody.
    fn owner_in_row(&self, owners: &[OwnerColumn], row: u16) -> Option<Target> {
        let cell = |role: Option<RoleIndex>| {
            let column = owners.iter().find(|column| column.role == role)?;
            column.targets.get(usize::from(row)).copied().flatten()
        };
        let for_role = self.role().and_then(|role| cell(Some(role)));
        for_role.or_else(|| cell(None))
    }

    fn ask(&self, fact: Fact, keep_unknown: bool) -> Result<Owner, PassedWhy> {
        match self.facts.owner(fact) {
            None => return Err(PassedWhy::NotTold),
            Some(OwnerFact::Nobody) => return Err(PassedWhy::NoOwner),
            Some(OwnerFact::Somebody(_)) => {}
        }
        match self.facts.owner_named(fact) {
            "" => Err(PassedWhy::NoOwner),
            somebody => match self.find_person(somebody) {
                Some(person) => Ok(Owner::Person(person)),
                None if keep_unknown => Ok(Owner::Stranger(fact)),
                None => Err(PassedWhy::UnknownOwner),
            },
        }
    }

    /// A person by our id, by an id elsewhere, or by e-mail, in that order.
    fn find_person(&self, somebody: &str) -> Option<PersonIndex> {
        let people = || self.program.people.iter().zip(0_u16..);
        let by_id = people().find(|(person, _)| person.id == somebody);
        let by_foreign_id =
            || people().find(|(person, _)| person.ids.iter().any(|(_, id)| id == somebody));
        let by_email = || {
            people().find(|(person, _)| {
                person.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(somebody))
            })
        };
        let found = by_id.or_else(by_foreign_id).or_else(by_email);
        found.map(|(_, position)| PersonIndex(position))
    }

    fn resolve(&self, target: Target) -> Named {
        let (index, pool) = match target {
            Target::Person(person) => return Named::person(person),
            Target::Pool(index) => (index, self.program.pools.get(index.at())),
        };
        let Some(pool) = pool else { return Named::person(self.program.otherwise) };
        let away = self.facts.away.as_deref().unwrap_or(&[]);
        let pick = pick(self.program, pool, self.record, away);
        let turn = Turn { pool: index, was_empty: pick.was_empty };
        Named { owner: Owner::Person(pick.person), turn: Some(turn) }
    }
}
