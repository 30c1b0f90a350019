//! The route: which step takes a record, whom it names, and which lower steps claim it too.

use super::pool::pick;
use super::{
    Atoms, Claim, Facts, Matcher, Outcome, Owner, OwnerFact, PassedWhy, Reason, Via, rule_name,
};
use crate::artifact::{
    Answer, OwnerColumn, PersonIndex, PoolIndex, Program, RoleIndex, Stage, StageOwner, Step,
    TableIndex, Target,
};
use crate::record::Record;

/// The layer of a stage's own owner. `check` admits no step of this name.
pub const STAGE_LAYER: &str = "stage";

/// The layer of the accountable person. `check` admits no step of this name.
pub const OTHERWISE_LAYER: &str = "otherwise";

/// Everything a walk over the steps looks at.
#[derive(Clone, Copy)]
pub(super) struct Route<'a> {
    pub program: &'a Program,
    pub record: &'a Record,
    pub facts: &'a Facts,
    pub atoms: &'a Atoms,
    pub stage: Option<&'a Stage>,
}

/// What came of a walk.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pub outcome: Outcome,
    pub winner: Winner,
    /// The steps above the winner that were considered, by position, and why each was passed.
    pub passed: Vec<(usize, PassedWhy)>,
}

/// Who won.
#[derive(Clone, Debug)]
pub(super) enum Winner {
    /// The step at this position.
    Step(usize, Taken),
    /// The stage with this id, by its own owner.
    Stage(String, Named),
    /// The `otherwise` person.
    Otherwise,
}

/// What a step that takes a record answers.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    rule: String,
    pub named: Named,
}

/// Whom a step or a stage names.
#[derive(Clone, Debug)]
pub(super) enum Named {
    Person(PersonIndex),
    /// The pool's turn, or its accountable person when it was empty.
    Turn {
        person: PersonIndex,
        pool: PoolIndex,
        was_empty: bool,
    },
    /// An owner whom the policy does not know and keeps.
    Stranger(String),
}

impl Walk {
    /// The accountable person answers.
    pub fn otherwise(outcome: Outcome) -> Self {
        Walk { outcome, winner: Winner::Otherwise, passed: Vec::new() }
    }

    fn won(winner: Winner, named: &Named, passed: Vec<(usize, PassedWhy)>) -> Self {
        let outcome = match named {
            Named::Turn { was_empty: true, .. } => Outcome::Fallback,
            Named::Person(_) | Named::Turn { .. } | Named::Stranger(_) => Outcome::Assigned,
        };
        Walk { outcome, winner, passed }
    }

    /// The layer and rule that named the owner.
    pub fn via(&self, program: &Program) -> Via {
        let via = |layer: &str, rule: &str| Via { layer: layer.to_owned(), rule: rule.to_owned() };
        match &self.winner {
            Winner::Step(position, taken) => via(layer(program, *position), &taken.rule),
            Winner::Stage(stage, _) => via(STAGE_LAYER, stage),
            Winner::Otherwise => via(OTHERWISE_LAYER, OTHERWISE_LAYER),
        }
    }

    /// The steps passed and the winner.
    pub fn reasons(&self, program: &Program) -> Vec<Reason> {
        let passed = |(position, why): &(usize, PassedWhy)| Reason::Passed {
            layer: layer(program, *position).to_owned(),
            why: *why,
        };
        let mut reasons: Vec<_> = self.passed.iter().map(passed).collect();
        let (pool, pool_was_empty) = match self.named() {
            Some(Named::Turn { pool, was_empty, .. }) => {
                (program.pools.get(pool.at()).map(|pool| pool.id.clone()), *was_empty)
            }
            _ => (None, false),
        };
        let Via { layer, rule } = self.via(program);
        reasons.push(Reason::Took { layer, rule, pool, pool_was_empty });
        reasons
    }

    /// Whom the winner names; `None` is the `otherwise` person.
    pub fn named(&self) -> Option<&Named> {
        match &self.winner {
            Winner::Step(_, taken) => Some(&taken.named),
            Winner::Stage(_, named) => Some(named),
            Winner::Otherwise => None,
        }
    }
}

fn layer(program: &Program, position: usize) -> &str {
    program.steps.get(position).map_or("", |step| step.layer.as_str())
}

impl Route<'_> {
    /// Walks the steps until one takes the record.
    pub fn walk(&self) -> Walk {
        let mut passed = Vec::new();
        for (position, step) in self.program.steps.iter().enumerate() {
            if !self.considers(step) {
                continue;
            }
            match self.try_step(step) {
                Ok(taken) => {
                    let named = taken.named.clone();
                    return Walk::won(Winner::Step(position, taken), &named, passed);
                }
                Err(why) => passed.push((position, why)),
            }
        }
        match self.stage.and_then(|stage| Some((stage, self.own_target(stage)?))) {
            Some((stage, target)) => {
                let named = self.resolve(target);
                Walk::won(Winner::Stage(stage.id.clone(), named.clone()), &named, passed)
            }
            None => Walk { passed, ..Walk::otherwise(Outcome::Fallback) },
        }
    }

    /// The owner a walk found.
    pub fn owner_of(&self, walk: &Walk) -> Owner {
        match walk.named() {
            Some(named) => self.owner(named),
            None => self.person(self.program.otherwise),
        }
    }

    /// The steps below the winner that would take the record for the same role.
    pub fn claims(&self, walk: &Walk) -> Vec<Claim> {
        let is_below = |position: usize, step: &Step| match &walk.winner {
            Winner::Step(winner, _) => position > *winner,
            Winner::Stage(..) => !step.any_stage,
            Winner::Otherwise => false,
        };
        let steps = self.program.steps.iter().enumerate();
        let below = steps.filter(|(position, step)| is_below(*position, step));
        let claim = |step: &Step| {
            let taken = self.try_step(step).ok()?;
            let owner = self.owner(&taken.named);
            Some(Claim { layer: step.layer.clone(), rule: taken.rule, owner })
        };
        below.filter_map(|(_, step)| claim(step)).collect()
    }

    /// A stage with an owner of its own is asked before the steps that are not for any stage.
    fn considers(&self, step: &Step) -> bool {
        step.any_stage || self.stage.is_none_or(|stage| self.own_target(stage).is_none())
    }

    fn own_target(&self, stage: &Stage) -> Option<Target> {
        match stage.owner {
            StageOwner::Role(_) => None,
            StageOwner::Person(person) => Some(Target::Person(person)),
            StageOwner::Pool(pool) => Some(Target::Pool(pool)),
        }
    }

    /// The role the stage asks the route for.
    fn role(&self) -> Option<RoleIndex> {
        match self.stage?.owner {
            StageOwner::Role(role) => Some(role),
            StageOwner::Person(_) | StageOwner::Pool(_) => None,
        }
    }

    fn try_step(&self, step: &Step) -> Result<Taken, PassedWhy> {
        if !self.guard_holds(step) {
            return Err(PassedWhy::ConditionNotMet);
        }
        let named = match &step.answer {
            Answer::Ask { current, keep_unknown } => self.ask(*current, *keep_unknown)?,
            Answer::Target(target) => self.resolve(*target),
            Answer::Table { table, owners, names } => {
                let row = self.first_row(*table).ok_or(PassedWhy::NoRow)?;
                let target = self.owner_in_row(owners, row).ok_or(PassedWhy::NoOwnerInRow)?;
                return Ok(Taken { rule: rule_name(names, row), named: self.resolve(target) });
            }
        };
        Ok(Taken { rule: step.layer.clone(), named })
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

    fn ask(&self, current: bool, keep_unknown: bool) -> Result<Named, PassedWhy> {
        let told = if current { &self.facts.current_owner } else { &self.facts.account_owner };
        let somebody = match told {
            None => return Err(PassedWhy::NotTold),
            Some(OwnerFact::Nobody) => return Err(PassedWhy::NoOwner),
            Some(OwnerFact::Somebody(somebody)) => somebody.trim_ascii(),
        };
        if somebody.is_empty() {
            return Err(PassedWhy::NoOwner);
        }
        match self.find_person(somebody) {
            Some(person) => Ok(Named::Person(person)),
            None if keep_unknown => Ok(Named::Stranger(somebody.to_owned())),
            None => Err(PassedWhy::UnknownOwner),
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
        match target {
            Target::Person(person) => Named::Person(person),
            Target::Pool(index) => {
                let away = self.facts.away.as_deref().unwrap_or(&[]);
                match self.program.pools.get(index.at()) {
                    Some(pool) => {
                        let pick = pick(self.program, pool, self.record, away);
                        let (person, was_empty) = (pick.person, pick.was_empty);
                        Named::Turn { person, pool: index, was_empty }
                    }
                    None => Named::Person(self.program.otherwise),
                }
            }
        }
    }

    pub fn owner(&self, named: &Named) -> Owner {
        match named {
            Named::Person(person) | Named::Turn { person, .. } => self.person(*person),
            Named::Stranger(id) => Owner { id: id.clone(), known: false },
        }
    }

    fn person(&self, person: PersonIndex) -> Owner {
        let id = self.program.people.get(person.at()).map(|person| person.id.clone());
        Owner { id: id.unwrap_or_default(), known: true }
    }
}
