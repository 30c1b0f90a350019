//! Why: a decision in sentences, or in codes and ids where the artifact carries no words.
//!
//! `speaker` puts words together from what `compile` wrote, `tests` finds which tests a rule
//! passed and which ones the closest rule missed. The order of the lines is the order in which a
//! person asks: who owns it, why nobody above, who else would, which stage, how many points, what
//! the record was taken for, what could not be used.
//!
//! Invariant: an explanation only observes; the decision in it is the one `decide` gives.
//! Invariant: no sentence is worded here.

mod line;
mod route;
mod speaker;
mod tests;

pub use line::{Explanation, Line, explanation_bytes};

use crate::artifact::{DerivedIndex, Program, Sentence, StageIndex};
use crate::decide::{Decision, Facts, TimerKind, field_id, trace};
use crate::record::{Record, decimal_text, joined};
use speaker::Speaker;

/// Decides and tells why.
pub fn explain(program: &Program, record: &Record, facts: &Facts) -> Explanation {
    let trace = trace(program, record, facts);
    let decision = &trace.decision;
    let speaker = Speaker { program, record, facts, decision, atoms: &trace.atoms };
    let mut lines = Vec::new();
    route::owner(&speaker, decision, &mut lines);
    route::passed(&speaker, decision, &mut lines);
    route::claims(&speaker, decision, &mut lines);
    route::open(&speaker, decision, &mut lines);
    stage(&speaker, decision, &mut lines);
    readiness(&speaker, decision, &mut lines);
    signals(&speaker, decision, &mut lines);
    fields(&speaker, decision, &mut lines);
    Explanation { decision: trace.decision, lines }
}

/// The stage, the more advanced ones that it is not in, and the clocks.
fn stage(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    let program = speaker.program;
    let (Some(StageIndex(entered)), Some(table)) = (decision.stage, program.stage_table) else {
        return;
    };
    if let Some(stage) = program.stages.get(usize::from(entered)) {
        let tests = speaker.tests_of_rule(table, entered);
        lines.push(match tests {
            Some(tests) => speaker.line(Sentence::StageEntered, &[&stage.id], &[&stage.id, &tests]),
            None => speaker.line(Sentence::StageAlways, &[&stage.id], &[&stage.id]),
        });
    }
    for timer in &decision.timers {
        let sentence = match timer.kind {
            TimerKind::Respond => Sentence::RespondWithin,
            TimerKind::Leave => Sentence::LeaveWithin,
        };
        lines.push(speaker.line(sentence, &[], &[&speaker.duration(timer.within)]));
    }
    for (stage, rule) in program.stages.iter().zip(0..entered) {
        let missed = speaker.missed_by_rule(table, rule);
        lines.push(speaker.line(Sentence::StageNotEntered, &[&stage.id], &[&stage.id, &missed]));
    }
}

/// The score and the lines that add up to it, then the grade.
fn readiness(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    if let Some(score) = decision.score {
        let [fit, intent, total] =
            [score.fit, score.intent, score.total()].map(|points| decimal_text(points, 0));
        lines.push(speaker.line(Sentence::Score, &[], &[&fit, &intent, &total]));
    }
    let table = speaker.program.scoring.as_ref().map(|scoring| scoring.table);
    for points in &decision.points {
        let tests = table.and_then(|table| speaker.tests_of_rule(table, points.line));
        let tests = tests.unwrap_or_else(|| speaker.say(Sentence::Always, &[]));
        let (rule, counted) = (points.rule(speaker.program), signed(points.counted));
        let axis = points.axis.name();
        lines.push(if points.counted == points.written {
            speaker.line(Sentence::Points, &[&rule], &[&counted, axis, &tests])
        } else {
            let parts = [&*counted, axis, &tests, &signed(points.written)];
            speaker.line(Sentence::PointsDecayed, &[&rule], &parts)
        });
    }
    if let Some(grade) = decision.grade {
        let letter = String::from(char::from(grade.letter));
        let parts = [&*letter, grade.of.name(), &decimal_text(grade.value, 0)];
        lines.push(speaker.line(Sentence::Grade, &[&letter], &parts));
    }
}

/// Points with their sign, `+0` included.
fn signed(points: i64) -> String {
    joined(&[if points < 0 { "" } else { "+" }, &decimal_text(points, 0)])
}

/// What the derived values are, and from which line or row.
fn signals(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for (derived, position) in speaker.program.derived.iter().zip(0..) {
        let index = DerivedIndex(position);
        let Some(signal) = decision.signals.iter().find(|signal| signal.derived == index) else {
            lines.push(speaker.line(Sentence::DerivedMissing, &[&derived.id], &[&derived.id]));
            continue;
        };
        let value = signal.value(speaker.program);
        let tests = speaker.tests_that_matched(derived.table);
        let tests = tests.unwrap_or_else(|| speaker.say(Sentence::Always, &[]));
        let (ids, parts) = ([&*derived.id, value], [&*derived.id, value, &tests]);
        lines.push(speaker.line(Sentence::Derived, &ids, &parts));
    }
}

/// What was given and could not be used, and what is required.
fn fields(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for unusable in &decision.unusable {
        let label = speaker.label(unusable.field);
        let mut said = speaker.why(unusable.why);
        if let Some(values) = speaker.few_values(unusable.field, unusable.why) {
            said = joined(&[&said, ": ", &values]);
        }
        let ids = [field_id(speaker.program, unusable.field), unusable.why.code()];
        lines.push(speaker.line(Sentence::FieldUnusable, &ids, &[&label, &said]));
    }
}

/// The required fields that are missing; they stand with the owner, because they are why the record
/// was refused.
fn required(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for field in &decision.required {
        let id = field_id(speaker.program, *field);
        lines.push(speaker.line(Sentence::FieldRequired, &[id], &[&speaker.label(*field)]));
    }
}
