//! What happens to a lead: signals, score, grade, stage, route, timers, in this order.
//!
//! `atoms` turns values into atoms, `table` matches them, `score` counts points, `route` walks the
//! steps, `pool` picks a member, `open` finds what telling a fact could change, `names` tells what
//! the positions in a decision are called, `bytes` writes it down. How any of it came to be
//! compiled lives in `compile`; how it is told in words lives
//! in `explain`.
//!
//! Invariant: the same program, record and facts give the same decision on every platform. No
//! clock, no randomness, no I/O, no locale, no floating point, no panic; arithmetic saturates.
//! Invariant: there is exactly one owner, a named person, for every record.

mod atoms;
mod bytes;
mod constants;
mod decision;
mod facts;
mod json;
mod names;
mod open;
mod pool;
mod route;
mod score;
mod sorted;
mod table;

pub use atoms::Atoms;
pub use bytes::decision_bytes;
pub use decision::*;
pub use facts::*;
pub use json::Json;
pub use names::*;
pub use table::Matcher;

use crate::artifact::{DerivedIndex, Grading, Program, Stage, StageIndex, Subject};
use crate::record::{FieldIndex, NUMBER_MAX, Record, Value, Why};
use route::{Route, Walk};

/// Decides who owns `record`.
pub fn decide(program: &Program, record: &Record, facts: &Facts) -> Decision {
    trace(program, record, facts).decision
}

/// A decision together with what `explain` needs to tell it in words.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What was decided.
    pub decision: Decision,
    /// The atom of every column at the end.
    pub atoms: Atoms,
}

/// Decides, and keeps what was looked at.
pub fn trace(program: &Program, record: &Record, facts: &Facts) -> Trace {
    let required = required(program, record);
    let is_refused = !required.is_empty();
    let mut atoms = Atoms::of_fields(program, record);
    let signals = derive(program, &mut atoms);

    let fired = score::fired(program, &atoms);
    let readiness = Readiness::of(program, record, facts.now, &fired, &mut atoms);

    let route = Route { program, record, facts, atoms: &atoms, stage: readiness.stage };
    let walk = if is_refused { Walk::otherwise(program, Outcome::Refused) } else { route.walk() };
    let claims = if is_refused { Vec::new() } else { route.claims(&walk) };
    let open = if is_refused { Vec::new() } else { open::open(&route, &walk, &fired) };

    let stage = readiness.stage.and_then(|stage| program.stages.get(stage.at()));
    let decision = Decision {
        outcome: walk.outcome,
        owner: walk.named.owner,
        via: walk.via,
        turn: walk.named.turn,
        claims,
        stage: readiness.stage,
        score: program.scoring.as_ref().map(|_| readiness.score),
        points: readiness.points,
        grade: readiness.grade,
        signals,
        timers: stage.map_or_else(Vec::new, |stage| timers(stage, facts.now)),
        open,
        unusable: unusable(program, record),
        required,
        passed: walk.passed,
    };
    Trace { decision, atoms }
}

/// The values of a record's fields.
fn values<'a>(
    program: &Program,
    record: &'a Record,
) -> impl Iterator<Item = (FieldIndex, &'a Value)> {
    let fields = (0..).map(FieldIndex).take(program.shape.fields.len());
    fields.map(|field| (field, record.value(field)))
}

fn unusable(program: &Program, record: &Record) -> Vec<Unusable> {
    let unusable = values(program, record).filter_map(|(field, value)| match value {
        Value::Missing(why) if *why != Why::NotGiven => Some(Unusable { field, why: *why }),
        _ => None,
    });
    unusable.collect()
}

fn required(program: &Program, record: &Record) -> Vec<FieldIndex> {
    let fields = program.shape.fields.iter().zip(values(program, record));
    let missing = fields.filter(|(field, (_, value))| field.required && value.is_missing());
    missing.map(|(_, (index, _))| index).collect()
}

/// Evaluates the derived values in document order. Gives those that are known.
fn derive(program: &Program, atoms: &mut Atoms) -> Vec<Signal> {
    let mut signals = Vec::new();
    for derived in (0..).map(DerivedIndex).take(program.derived.len()) {
        let signal = signal(program, derived, atoms);
        let value = signal.map(|signal| signal.value);
        atoms.set_value(program, Subject::Derived(derived), value);
        signals.extend(signal);
    }
    signals
}

fn signal(program: &Program, index: DerivedIndex, atoms: &Atoms) -> Option<Signal> {
    let derived = program.derived.get(index.at())?;
    let rule = program.tables.get(derived.table.at())?.first_rule(atoms)?;
    let value = *derived.value_of_rule.get(usize::from(rule))?;
    Some(Signal { derived: index, rule, value })
}

/// How ready a record is: what depends on points, and so perhaps on the time.
#[derive(Clone, Debug)]
pub(crate) struct Readiness {
    score: Score,
    points: Vec<Points>,
    grade: Option<Grade>,
    stage: Option<StageIndex>,
}

impl Readiness {
    /// Counts the points of the lines that fired and sets the columns that depend on them.
    fn of(
        program: &Program,
        record: &Record,
        now: Option<i64>,
        fired: &[u16],
        atoms: &mut Atoms,
    ) -> Self {
        let points = score::points(program, record, now, fired);
        let score = score::sum(&points);
        atoms.set_number(program, Subject::Fit, score.fit);
        atoms.set_number(program, Subject::Intent, score.intent);
        atoms.set_number(program, Subject::Total, score.total());
        let grade = program.grading.as_ref().map(|grading| grade(grading, score));
        if let Some((band, _)) = grade {
            atoms.set_value(program, Subject::Grade, Some(band));
        }
        let table = program.stage_table.and_then(|table| program.tables.get(table.at()));
        let stage = table.and_then(|table| table.first_rule(atoms)).map(StageIndex);
        atoms.set_value(program, Subject::Stage, stage.map(|stage| stage.0));
        Readiness { score, points, grade: grade.map(|(_, grade)| grade), stage }
    }
}

/// The band's position, and what it gives.
fn grade(grading: &Grading, score: Score) -> (u16, Grade) {
    let of = axis(grading.of);
    let value = score.of(of);
    let mut bands = grading.bands.iter().zip(0_u16..);
    let band = bands.find(|((_, least), _)| *least <= value);
    let below = || u16::try_from(grading.bands.len()).unwrap_or(u16::MAX);
    let (letter, position) = match band {
        Some(((letter, _), position)) => (*letter, position),
        None => (grading.otherwise, below()),
    };
    (position, Grade { letter, of, value })
}

fn axis(subject: Subject) -> Axis {
    match subject {
        Subject::Fit => Axis::Fit,
        Subject::Intent => Axis::Intent,
        Subject::Total
        | Subject::Field(_)
        | Subject::Derived(_)
        | Subject::Grade
        | Subject::Stage => Axis::Total,
    }
}

fn timers(stage: &Stage, now: Option<i64>) -> Vec<Timer> {
    // Decision bytes hold no integer that a double could not.
    let due = |now: i64, within| now.saturating_add(within).clamp(-NUMBER_MAX, NUMBER_MAX);
    let timer = |kind, within: Option<i64>| {
        within.map(|within| Timer { kind, within, due: now.map(|now| due(now, within)) })
    };
    let respond = timer(TimerKind::Respond, stage.respond_within);
    respond.into_iter().chain(timer(TimerKind::Leave, stage.leave_within)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::{PersonIndex, StageOwner};

    #[test]
    fn no_clock_is_due_where_a_double_is_not_exact() {
        let stage = Stage {
            id: "mql".to_owned(),
            position: None,
            owner: StageOwner::Person(PersonIndex(0)),
            respond_within: Some(60_000),
            leave_within: None,
        };
        let due = |now| timers(&stage, now).first().and_then(|timer| timer.due);
        assert_eq!(due(Some(0)), Some(60_000));
        assert_eq!(due(Some(i64::MAX)), Some(NUMBER_MAX));
        assert_eq!(due(Some(i64::MIN)), Some(-NUMBER_MAX));
        assert_eq!(due(None), None);
    }
}
