//! A decision as one list of numbers: what `decide` gives to JavaScript, where
//! `src/js/decide/decision.ts` reads it.
//!
//! All numbers are whole. Positions are those in the lists that `engine_describe` gives; codes are
//! numbered as their enums list them. `-1` stands for none. A head of fixed places comes first:
//!
//! | place | what |
//! |---|---|
//! | 0 | outcome: 0 assigned, 1 fallback, 2 refused |
//! | 1, 2 | via: a step and the row of its table; or `-1` and a stage; or `-1`, `-1`: otherwise |
//! | 3 | owner: a person; `-2` is the stranger of `accountOwner`, `-3` that of `currentOwner` |
//! | 4, 5 | the pool that chose the owner, and 1 if it had nobody |
//! | 6 | stage |
//! | 7, 8 | grade: its letter (ASCII), and the axis it is of: 0 fit, 1 intent, 2 both |
//! | 9, 10 | points: fit, intent |
//! | 11 … 18 | how many entries each of the eight lists below has |
//!
//! Then the lists, one number for each column of each entry:
//!
//! | list | columns |
//! |---|---|
//! | claims | step, row, owner as above |
//! | signals | derived value, its line or row, its value |
//! | points | line of the score, counted, written |
//! | timers | 0 respond or 1 leave, within, due; `2^53` where it is not known when |
//! | unusable | field, why |
//! | required | field |
//! | passed | step, why |
//! | open | fact, how many owners could be (`-1`: anyone), then these owners |
//!
//! Facts are numbered 0 now, 1 accountOwner, 2 currentOwner, 3 away.

use crate::decide::{Decision, OpenOwners, Owner, Via};

/// Stands where there is nothing.
const NONE: f64 = -1.0;

/// Stands where there is no moment; moments are smaller.
const NO_MOMENT: f64 = 9_007_199_254_740_992.0;

/// The numbers of a decision.
pub(super) fn packed(decision: &Decision) -> Vec<f64> {
    let mut out = Vec::with_capacity(64);
    put(&mut out, head(decision));
    for claim in &decision.claims {
        let [step, row] = via(claim.via);
        put(&mut out, [step, row, owner(claim.owner)]);
    }
    for signal in &decision.signals {
        put(&mut out, [signal.derived.0, signal.rule, signal.value].map(f64::from));
    }
    for points in &decision.points {
        let line = f64::from(points.line);
        put(&mut out, [line, number(points.counted), number(points.written)]);
    }
    for timer in &decision.timers {
        let due = timer.due.map_or(NO_MOMENT, number);
        put(&mut out, [f64::from(timer.kind as u8), number(timer.within), due]);
    }
    for unusable in &decision.unusable {
        put(&mut out, [f64::from(unusable.field.0), f64::from(unusable.why as u8)]);
    }
    for field in &decision.required {
        put(&mut out, [f64::from(field.0)]);
    }
    for passed in &decision.passed {
        put(&mut out, [f64::from(passed.step.0), f64::from(passed.why as u8)]);
    }
    for open in &decision.open {
        let owners = match &open.owners {
            OpenOwners::Anyone => None,
            OpenOwners::These(owners) => Some(owners),
        };
        let many = owners.map_or(NONE, |owners| count(owners));
        put(&mut out, [f64::from(open.fact as u8), many]);
        owners.into_iter().flatten().for_each(|one| put(&mut out, [owner(*one)]));
    }
    out
}

fn put<const N: usize>(out: &mut Vec<f64>, numbers: [f64; N]) {
    out.extend_from_slice(&numbers);
}

fn head(decision: &Decision) -> [f64; 19] {
    let [step, row] = via(decision.via);
    let turn = decision.turn;
    let score = decision.score.unwrap_or_default();
    [
        f64::from(decision.outcome as u8),
        step,
        row,
        owner(decision.owner),
        turn.map_or(NONE, |turn| f64::from(turn.pool.0)),
        f64::from(u8::from(turn.is_some_and(|turn| turn.was_empty))),
        decision.stage.map_or(NONE, |stage| f64::from(stage.0)),
        decision.grade.map_or(NONE, |grade| f64::from(grade.letter)),
        decision.grade.map_or(NONE, |grade| f64::from(grade.of as u8)),
        number(score.fit),
        number(score.intent),
        count(&decision.claims),
        count(&decision.signals),
        count(&decision.points),
        count(&decision.timers),
        count(&decision.unusable),
        count(&decision.required),
        count(&decision.passed),
        count(&decision.open),
    ]
}

fn via(via: Via) -> [f64; 2] {
    match via {
        Via::Step(step, row) => [f64::from(step.0), row.map_or(NONE, f64::from)],
        Via::Stage(stage) => [NONE, f64::from(stage.0)],
        Via::Otherwise => [NONE, NONE],
    }
}

fn owner(owner: Owner) -> f64 {
    match owner {
        Owner::Person(person) => f64::from(person.0),
        Owner::Stranger(fact) => NONE - f64::from(fact as u8),
    }
}

/// Exact: `decide` gives no number that a double could not hold.
#[expect(clippy::cast_precision_loss, reason = "see above")]
fn number(number: i64) -> f64 {
    number as f64
}

fn count<T>(list: &[T]) -> f64 {
    number(i64::try_from(list.len()).unwrap_or(i64::MAX))
}
