//! A decision as one list of numbers: what `decide` gives to JavaScript. `src/js/decision.ts` reads
//! it.
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
    put_head(&mut out, decision);
    for claim in &decision.claims {
        out.extend(via(claim.via));
        out.push(owner(claim.owner));
    }
    for signal in &decision.signals {
        out.extend([signal.derived.0, signal.rule, signal.value].map(f64::from));
    }
    for points in &decision.points {
        out.extend([f64::from(points.line), number(points.counted), number(points.written)]);
    }
    for timer in &decision.timers {
        let due = timer.due.map_or(NO_MOMENT, number);
        out.extend([f64::from(timer.kind as u8), number(timer.within), due]);
    }
    for unusable in &decision.unusable {
        out.extend([f64::from(unusable.field.0), f64::from(unusable.why as u8)]);
    }
    out.extend(decision.required.iter().map(|field| f64::from(field.0)));
    for passed in &decision.passed {
        out.extend([f64::from(passed.step.0), f64::from(passed.why as u8)]);
    }
    for open in &decision.open {
        out.push(f64::from(open.fact as u8));
        match &open.owners {
            OpenOwners::Anyone => out.push(NONE),
            OpenOwners::These(owners) => {
                out.push(count(owners));
                out.extend(owners.iter().map(|one| owner(*one)));
            }
        }
    }
    out
}

fn put_head(out: &mut Vec<f64>, decision: &Decision) {
    out.push(f64::from(decision.outcome as u8));
    out.extend(via(decision.via));
    out.push(owner(decision.owner));
    out.extend(
        decision.turn.map_or([NONE, 0.0], |turn| {
            [f64::from(turn.pool.0), f64::from(u8::from(turn.was_empty))]
        }),
    );
    out.push(decision.stage.map_or(NONE, |stage| f64::from(stage.0)));
    out.extend(
        decision
            .grade
            .map_or([NONE, NONE], |grade| [f64::from(grade.letter), f64::from(grade.of as u8)]),
    );
    let score = decision.score.unwrap_or_default();
    out.extend([number(score.fit), number(score.intent)]);
    out.extend([
        count(&decision.claims),
        count(&decision.signals),
        count(&decision.points),
        count(&decision.timers),
        count(&decision.unusable),
        count(&decision.required),
        count(&decision.passed),
        count(&decision.open),
    ]);
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
