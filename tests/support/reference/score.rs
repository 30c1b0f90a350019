//! Points and their decay.

use super::super::decision::Reason;
use super::{Reference, View};
use pointperson::decide::Axis;
use pointperson::policy::ScoreLine;
use pointperson::record::Kind;

const DAY: i64 = 86_400_000;

impl Reference<'_> {
    /// Adds the lines of fit, then those of intent.
    pub(super) fn add_points(&self, view: &mut View, reasons: &mut Vec<Reason>) {
        for (axis, lines) in [(Axis::Fit, &self.policy.fit), (Axis::Intent, &self.policy.intent)] {
            for (at, line) in lines.iter().enumerate() {
                if !self.holds(view, &line.when) {
                    continue;
                }
                let written = line.points.value;
                let points = self.points(view, line);
                match axis {
                    Axis::Fit => view.score.fit += points,
                    Axis::Intent | Axis::Total => view.score.intent += points,
                }
                reasons.push(Reason::Points {
                    axis,
                    rule: format!("{}-{}", axis.name(), at + 1),
                    points,
                    before_decay: (points != written).then_some(written),
                });
            }
        }
    }

    fn points(&self, view: &View, line: &ScoreLine) -> i64 {
        let written = line.points.value;
        let Some(half_life) = &line.half_life else { return written };
        let (Some(now), Some(since)) = (view.facts.now, self.since(view, line)) else {
            return written;
        };
        decayed(written, i128::from(now) - i128::from(since), half_life.value.milliseconds())
    }

    /// When a line's decay starts, in milliseconds, if the record says.
    pub(super) fn since(&self, view: &View, line: &ScoreLine) -> Option<i64> {
        let name = &line.since.as_ref()?.value;
        let at = self.shape.fields.iter().position(|field| field.id == *name)?;
        let start = view.record.values[at].as_bounds()?.low;
        Some(if self.shape.fields[at].kind == Kind::Date { start * DAY } else { start })
    }

    /// The lines that hold, decay and know since when: what a telling of `now` changes.
    pub(super) fn decaying<'s>(&'s self, view: &View) -> Vec<(&'s ScoreLine, i64)> {
        let lines = self.policy.fit.iter().chain(&self.policy.intent);
        let holding = lines.filter(|line| line.half_life.is_some() && self.holds(view, &line.when));
        holding.filter_map(|line| Some((line, self.since(view, line)?))).collect()
    }
}

/// What is left of `points` after `age` milliseconds, rounded to the nearest, halves away from 0.
pub fn decayed(points: i64, age: i128, half_life: i64) -> i64 {
    if age <= 0 {
        return points;
    }
    let half_life = i128::from(half_life);
    let whole = age / half_life;
    if whole >= 64 {
        return 0;
    }
    let part = (age % half_life) * 256 / half_life;
    // 2^32 * 2^(-part/256), to the nearest whole number.
    let factor = (2f64.powf(32.0 - part as f64 / 256.0)).round() as u128;
    let size = u128::from(points.unsigned_abs());
    let left = (size * factor + (1 << (31 + whole))) >> (32 + whole);
    let left = i64::try_from(left).expect("no more than before");
    if points < 0 { -left } else { left }
}
