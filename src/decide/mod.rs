//! What happens to a lead: signals, score, grade, stage, route, timers, in this order.
//!
//! `atoms` turns values into atoms, `table` matches them, `score` counts points, `route` walks the
//! steps, `pool` picks a member, `open` finds what telling a fact could change, `bytes` writes a
//! decision. How any of it came to be compiled lives in `compile`; how it is told in words lives
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
pub use route::{OTHERWISE_LAYER, STAGE_LAYER};
pub use table::Matcher;

use crate::artifact::{Derived, Grading, Program, RuleNames, Stage, StageIndex, Subject};
use crate::record::{NUMBER_MAX, Record, Why, joined, push_number};
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
    let mut reasons = field_reasons(program, record);
    let is_refused = reasons.iter().any(|reason| matches!(reason, Reason::Required { .. }));
    let mut atoms = Atoms::of_fields(program, record);
    let signals = derive(program, &mut atoms, &mut reasons);

    let fired = score::fired(program, &atoms);
    let readiness = Readiness::of(program, record, facts.now, &fired, &mut atoms);
    readiness.reasons(program, &mut reasons);

    let route = Route { program, record, facts, atoms: &atoms, stage: readiness.stage(program) };
    let walk = if is_refused { Walk::otherwise(Outcome::Refused) } else { route.walk() };
    let claims = if is_refused { Vec::new() } else { route.claims(&walk) };
    let open = if is_refused { Vec::new() } else { open::open(&route, &walk, &fired) };
    reasons.extend(walk.reasons(program));

    let stage = readiness.stage(program);
    let decision = Decision {
        outcome: walk.outcome,
        owner: route.owner_of(&walk),
        via: walk.via(program),
        claims,
        stage: stage.map(|stage| stage.id.clone()),
        position: stage.and_then(|stage| stage.position.clone()),
        score: program.scoring.as_ref().map(|_| readiness.score),
        grade: readiness.grade.map(|(letter, _)| char::from(letter)),
        signals,
        timers: stage.map_or_else(Vec::new, |stage| timers(stage, facts.now)),
        open,
        reasons,
        policy: stamp(program),
    };
    Trace { decision, atoms }
}

/// Which policy decides.
pub fn stamp(program: &Program) -> PolicyStamp {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let hash = program.hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    PolicyStamp { id: program.id.clone(), version: program.version, hash }
}

fn field_reasons(program: &Program, record: &Record) -> Vec<Reason> {
    let fields = program.shape.fields.iter().zip(0_u16..);
    let value = |position: u16| record.value(crate::record::FieldIndex(position));
    let unusable = fields.clone().filter_map(|(field, position)| match value(position) {
        crate::record::Value::Missing(why) if *why != Why::NotGiven => {
            Some(Reason::Field { field: field.id.clone(), why: *why })
        }
        _ => None,
    });
    let required = fields
        .filter(|(field, position)| field.required && value(*position).is_missing())
        .map(|(field, _)| Reason::Required { field: field.id.clone() });
    unusable.chain(required).collect()
}

/// Evaluates the derived values in document order. Gives those that are known.
fn derive(
    program: &Program,
    atoms: &mut Atoms,
    reasons: &mut Vec<Reason>,
) -> Vec<(String, String)> {
    let mut signals = Vec::new();
    for (derived, position) in program.derived.iter().zip(0_u16..) {
        let subject = Subject::Derived(crate::artifact::DerivedIndex(position));
        let Some((rule, value)) = derived_value(program, derived, atoms) else {
            atoms.set_value(program, subject, None);
            continue;
        };
        atoms.set_value(program, subject, Some(value));
        let text = derived.values.get(usize::from(value)).cloned().unwrap_or_default();
        signals.push((derived.id.clone(), text));
        let rule = rule_name(&derived.names, rule);
        reasons.push(Reason::Derived { name: derived.id.clone(), rule });
    }
    signals
}

fn derived_value(program: &Program, derived: &Derived, atoms: &Atoms) -> Option<(u16, u16)> {
    let table = program.tables.get(derived.table.at())?;
    let rule = table.first_rule(atoms)?;
    let value = derived.value_of_rule.get(usize::from(rule))?;
    Some((rule, *value))
}

/// The name of rule `rule` of a table.
pub fn rule_name(names: &RuleNames, rule: u16) -> String {
    let numbered = |word: &str| numbered(word, u64::from(rule) + 1);
    match names {
        RuleNames::Lines => numbered("line"),
        RuleNames::Rows => numbered("row"),
        RuleNames::Ids(ids) => match ids.get(usize::from(rule)) {
            Some(id) if !id.is_empty() => id.clone(),
            _ => numbered("row"),
        },
    }
}

/// `word-3`.
fn numbered(word: &str, number: u64) -> String {
    let mut name = joined(&[word, "-"]);
    push_number(&mut name, number, 1);
    name
}

/// How ready a record is: what depends on points, and so perhaps on the time.
#[derive(Clone, Debug)]
pub(crate) struct Readiness {
    score: Score,
    points: Vec<score::Points>,
    /// The letter and the value of the axis it is of.
    grade: Option<(u8, i64)>,
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
        if let Some((band, _, _)) = grade {
            atoms.set_value(program, Subject::Grade, Some(band));
        }
        let table = program.stage_table.and_then(|table| program.tables.get(table.at()));
        let stage = table.and_then(|table| table.first_rule(atoms)).map(StageIndex);
        atoms.set_value(program, Subject::Stage, stage.map(|stage| stage.0));
        Readiness { score, points, grade: grade.map(|(_, letter, value)| (letter, value)), stage }
    }

    fn stage<'a>(&self, program: &'a Program) -> Option<&'a Stage> {
        self.stage.and_then(|stage| program.stages.get(stage.at()))
    }

    fn reasons(&self, program: &Program, reasons: &mut Vec<Reason>) {
        reasons.extend(self.points.iter().map(score::Points::reason));
        if let (Some(grading), Some((letter, value))) = (&program.grading, self.grade) {
            let of = axis(grading.of);
            reasons.push(Reason::Grade { grade: char::from(letter), of, value });
        }
        if let Some(stage) = self.stage(program) {
            reasons.push(Reason::Stage { stage: stage.id.clone() });
        }
    }
}

/// The band's position, its letter and the axis' value.
fn grade(grading: &Grading, score: Score) -> (u16, u8, i64) {
    let value = match axis(grading.of) {
        Axis::Fit => score.fit,
        Axis::Intent => score.intent,
        Axis::Total => score.total(),
    };
    let mut bands = grading.bands.iter().zip(0_u16..);
    match bands.find(|((_, least), _)| *least <= value) {
        Some(((letter, _), position)) => (position, *letter, value),
        None => {
            let below = u16::try_from(grading.bands.len()).unwrap_or(u16::MAX);
            (below, grading.otherwise, value)
        }
    }
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
