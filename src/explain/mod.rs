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

use crate::artifact::{Program, Sentence};
use crate::decide::{Decision, Facts, Reason, TimerKind, trace};
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
    let (Some(entered), Some(table)) = (&decision.stage, program.stage_table) else { return };
    for (stage, rule) in program.stages.iter().zip(0_u16..) {
        if stage.id == *entered {
            let tests = speaker.tests_of_rule(table, rule);
            lines.push(match tests {
                Some(tests) => {
                    speaker.line(Sentence::StageEntered, &[&stage.id], &[&stage.id, &tests])
                }
                None => speaker.line(Sentence::StageAlways, &[&stage.id], &[&stage.id]),
            });
            break;
        }
    }
    for timer in &decision.timers {
        let sentence = match timer.kind {
            TimerKind::Respond => Sentence::RespondWithin,
            TimerKind::Leave => Sentence::LeaveWithin,
        };
        lines.push(speaker.line(sentence, &[], &[&speaker.duration(timer.within)]));
    }
    for (stage, rule) in program.stages.iter().zip(0_u16..) {
        if stage.id == *entered {
            break;
        }
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
    for reason in &decision.reasons {
        match reason {
            Reason::Points { axis, rule, points, before_decay } => {
                let tests = table.and_then(|table| {
                    speaker.tests_of_rule(table, speaker.score_line(*axis, rule)?)
                });
                let tests = tests.unwrap_or_else(|| speaker.say(Sentence::Always, &[]));
                let points = signed(*points);
                lines.push(match before_decay {
                    None => {
                        speaker.line(Sentence::Points, &[rule], &[&points, axis.name(), &tests])
                    }
                    Some(before) => {
                        let before = signed(*before);
                        let parts = [&*points, axis.name(), &tests, &before];
                        speaker.line(Sentence::PointsDecayed, &[rule], &parts)
                    }
                });
            }
            Reason::Grade { grade, of, value } => {
                let (grade, value) = (String::from(*grade), decimal_text(*value, 0));
                let parts = [&*grade, of.name(), &value];
                lines.push(speaker.line(Sentence::Grade, &[&grade], &parts));
            }
            Reason::Field { .. }
            | Reason::Required { .. }
            | Reason::Derived { .. }
            | Reason::Stage { .. }
            | Reason::Passed { .. }
            | Reason::Took { .. } => {}
        }
    }
}

/// Points with their sign, `+0` included.
fn signed(points: i64) -> String {
    joined(&[if points < 0 { "" } else { "+" }, &decimal_text(points, 0)])
}

/// What the derived values are, and from which line or row.
fn signals(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for derived in &speaker.program.derived {
        let known = decision.signals.iter().find(|(name, _)| *name == derived.id);
        let Some((name, value)) = known else {
            lines.push(speaker.line(Sentence::DerivedMissing, &[&derived.id], &[&derived.id]));
            continue;
        };
        let tests = speaker.tests_that_matched(derived.table);
        let tests = tests.unwrap_or_else(|| speaker.say(Sentence::Always, &[]));
        lines.push(speaker.line(Sentence::Derived, &[name, value], &[name, value, &tests]));
    }
}

/// What was given and could not be used, and what is required.
fn fields(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for reason in &decision.reasons {
        if let Reason::Field { field, why } = reason {
            let (label, said) = (speaker.label(field), speaker.why(*why));
            let ids = [field.as_str(), why.code()];
            lines.push(speaker.line(Sentence::FieldUnusable, &ids, &[&label, &said]));
        }
    }
}

/// The required fields that are missing; they stand with the owner, because they are why the record
/// was refused.
fn required(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for reason in &decision.reasons {
        if let Reason::Required { field } = reason {
            let label = speaker.label(field);
            lines.push(speaker.line(Sentence::FieldRequired, &[field], &[&label]));
        }
    }
}
