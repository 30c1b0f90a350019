//! Score, grade and stages.

use super::conditions::{Results, Scope, Vocabulary};
use super::limits::{DECAYING_POINTS_MAX, DURATION_MAX_MILLISECONDS, POINTS_MAX};
use super::model::{Grade, Line, Stage, StageOwner, Subject};
use super::names::{Names, help, is_read, unique};
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::policy::{self, Duration, Policy, ScoreLine, When};
use crate::record::{FieldIndex, Kind, NUMBER_MAX, Shape};

/// The lines of `fit`, then those of `intent`.
pub(super) fn lines(
    policy: &Policy,
    shape: &Shape,
    vocabulary: &Vocabulary<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Line> {
    let scope = Scope { vocabulary, derived: usize::MAX, results: Results::None };
    let fit = policy.fit.iter().map(|line| (line, false));
    let intent = policy.intent.iter().map(|line| (line, true));
    let mut decaying_points: i64 = 0;
    let lines = fit.chain(intent).map(|(line, is_intent)| {
        let points = points(line, diagnostics);
        // What could not be read of a line is not left out; that was told already.
        let is_read = line.half_life.is_some() == line.since.is_some()
            || diagnostics.iter().all(|it| !is_within(it.span, line.span));
        let decay = if is_read { decay(line, shape, vocabulary, diagnostics) } else { None };
        if decay.is_some() {
            let above = decaying_points;
            decaying_points = decaying_points.saturating_add(i64::from(points).abs());
            // One policy has too many once, at the line that goes beyond.
            if decaying_points > DECAYING_POINTS_MAX && above <= DECAYING_POINTS_MAX {
                let message =
                    format!("the lines that decay give more than {DECAYING_POINTS_MAX} points");
                diagnostics.push(Diagnostic::new(Code::TooLarge, line.points.span, message));
            }
        }
        Line { is_intent, points, decay, when: scope.when(&line.when, diagnostics) }
    });
    lines.collect()
}

fn is_within(inner: Span, outer: Span) -> bool {
    inner.source == outer.source && inner.start >= outer.start && inner.end <= outer.end
}

fn points(line: &ScoreLine, diagnostics: &mut Vec<Diagnostic>) -> i32 {
    let points = line.points.value;
    if points.abs() > POINTS_MAX {
        let message = format!("{points} points are too many; at most {POINTS_MAX} are possible");
        diagnostics.push(Diagnostic::new(Code::TooLarge, line.points.span, message));
    }
    i32::try_from(points.clamp(-POINTS_MAX, POINTS_MAX)).unwrap_or(0)
}

fn decay(
    line: &ScoreLine,
    shape: &Shape,
    vocabulary: &Vocabulary<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(i64, FieldIndex)> {
    let (half_life, since) = match (&line.half_life, &line.since) {
        (Some(half_life), Some(since)) => (half_life, since),
        (None, None) => return None,
        (Some(half_life), None) => {
            let message = "`half-life` does not say since when";
            let diagnostic = Diagnostic::new(Code::DecayWithoutSince, half_life.span, message);
            diagnostics.push(diagnostic.help("add `since:` with a date or moment field"));
            return None;
        }
        (None, Some(since)) => {
            let message = "`since` has no half-life";
            let diagnostic = Diagnostic::new(Code::DecayWithoutSince, since.span, message);
            diagnostics.push(diagnostic.help("add `half-life: 14 days`, or remove `since`"));
            return None;
        }
    };
    let milliseconds = duration(half_life, diagnostics);
    let Some(field) = shape.find(&since.value) else {
        if !is_read(since) {
            return None;
        }
        let message = format!("no field named `{}`", since.value);
        let diagnostic = Diagnostic::new(Code::UnknownField, since.span, message);
        let names = shape.fields.iter().map(|field| &field.id);
        diagnostics.push(help(diagnostic, &since.value, names, "name a date or moment field"));
        return None;
    };
    if vocabulary.find(&since.value).is_some_and(|meaning| vocabulary.is_unread(&meaning)) {
        return None;
    }
    if !shape.get(field).is_some_and(|field| matches!(field.kind, Kind::Date | Kind::Moment)) {
        let message = format!("`{}` is neither a date nor a moment", since.value);
        let dates = shape.fields.iter();
        let dates = dates.filter(|field| matches!(field.kind, Kind::Date | Kind::Moment));
        let names: Vec<_> = dates.map(|field| format!("`{}`", field.id)).collect();
        let help = match names.is_empty() {
            true => "declare a field of type `date` or `moment`, and name it here".to_owned(),
            false => format!("name one that is: {}", names.join(", ")),
        };
        diagnostics.push(Diagnostic::new(Code::WrongType, since.span, message).help(help));
        return None;
    }
    Some((milliseconds, field))
}

/// A length of time, in milliseconds.
pub(super) fn duration(duration: &Spanned<Duration>, diagnostics: &mut Vec<Diagnostic>) -> i64 {
    let milliseconds = duration.value.milliseconds();
    if !(1..=DURATION_MAX_MILLISECONDS).contains(&milliseconds) {
        let message = "a length of time must be more than nothing and at most a hundred years";
        diagnostics.push(Diagnostic::new(Code::DurationNotUnderstood, duration.span, message));
    }
    milliseconds.clamp(1, DURATION_MAX_MILLISECONDS)
}

/// The grade: letters that fall with their thresholds.
pub(super) fn grade(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) -> Option<Grade> {
    let grade = policy.grade.as_ref()?;
    let of = match grade.of.value.as_str() {
        "fit" => Subject::Fit,
        "intent" => Subject::Intent,
        _ => Subject::Total,
    };
    if policy.fit.is_empty() && policy.intent.is_empty() {
        let diagnostic = Diagnostic::new(Code::MissingKey, grade.span, "a grade needs a score");
        diagnostics.push(diagnostic.help("add `score:` with lines of `fit` or `intent`"));
    }
    let letters = grade.bands.iter().map(|(letter, _)| letter).chain([&grade.otherwise]);
    unique(letters, "grade", diagnostics);
    let pairs = grade.bands.iter().zip(grade.bands.iter().skip(1));
    for ((higher, above), (lower, below)) in pairs {
        if above.value <= below.value {
            let message = format!(
                "grade `{}` begins at {}, which is not below `{}` at {}",
                lower.value, below.value, higher.value, above.value
            );
            let diagnostic = Diagnostic::new(Code::GradeOrder, below.span, message)
                .label(above.span, format!("`{}` is tried first", higher.value))
                .help("list grades from the highest threshold to the lowest");
            diagnostics.push(diagnostic);
        }
    }
    for (_, least) in grade.bands.iter().filter(|(_, least)| least.value.abs() > NUMBER_MAX) {
        diagnostics.push(Diagnostic::new(Code::TooLarge, least.span, "this number is too large"));
    }
    let letter = |letter: &Spanned<String>| letter.value.chars().next().unwrap_or('A');
    let bands = grade.bands.iter().map(|(name, least)| (letter(name), least.value)).collect();
    Some(Grade { of, bands, otherwise: letter(&grade.otherwise) })
}

/// The stages, most advanced first; the last is always entered.
pub(super) fn stages(
    policy: &Policy,
    vocabulary: &Vocabulary<'_>,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Stage> {
    unique(policy.stages.iter().map(|stage| &stage.id), "stage", diagnostics);
    order(&policy.stages, diagnostics);
    let scope = Scope { vocabulary, derived: usize::MAX, results: Results::Points };
    let stage = |stage: &policy::Stage| {
        for clock in [&stage.respond_within, &stage.leave_within].into_iter().flatten() {
            duration(clock, diagnostics);
        }
        let owner = match (names.role(&stage.owner.value), names.target(&stage.owner.value)) {
            (Some(role), _) => StageOwner::Role(role),
            (None, Some(target)) => StageOwner::Target(target),
            (None, None) => {
                names.no_owner(&stage.owner, true, diagnostics);
                StageOwner::Role(0)
            }
        };
        Stage { enter: scope.when(&stage.enter, diagnostics), owner }
    };
    policy.stages.iter().map(stage).collect()
}

fn order(stages: &[policy::Stage], diagnostics: &mut Vec<Diagnostic>) {
    let Some((last, others)) = stages.split_last() else { return };
    let always = others.iter().position(|stage| matches!(stage.enter, When::Always(_)));
    if let Some(position) = always {
        let above = stages.get(position).map_or("", |stage| stage.id.value.as_str());
        for below in stages.iter().skip(position + 1) {
            let message = format!("stage `{}` is never reached", below.id.value);
            let diagnostic = Diagnostic::new(Code::StageNeverReached, below.id.span, message)
                .note(format!(
                    "`{above}` above it is always entered; the first stage that can be entered wins"
                ))
                .help(format!("move `{}` above `{above}`", below.id.value));
            diagnostics.push(diagnostic);
        }
    } else if let When::If(condition) = &last.enter {
        let message = format!("the last stage, `{}`, is not `always`", last.id.value);
        let diagnostic = Diagnostic::new(Code::LastStageNotAlways, condition.span, message)
            .note("a record that enters no stage would have no owner")
            .help("end the stages with one that has `enter: always`");
        diagnostics.push(diagnostic);
    }
}
