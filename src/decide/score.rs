//! Points: every line whose condition holds counts, less what decay takes.

use super::constants::HALVING;
use super::{Atoms, Axis, Matcher, Points, Score, sorted};
use crate::artifact::{Decay, Program, ScoreLine};
use crate::record::{FieldIndex, Kind, Record};

/// Milliseconds of a day: a date counts as its midnight in UTC.
const DAY: i64 = 86_400_000;

/// The positions of the lines whose condition holds.
pub(super) fn fired(program: &Program, atoms: &Atoms) -> Vec<u16> {
    let scoring = program.scoring.as_ref();
    let table = scoring.and_then(|scoring| program.tables.get(scoring.table.at()));
    table.map_or_else(Vec::new, |table| table.all_rules(atoms))
}

/// What the lines that fired give at `now`.
pub(super) fn points(
    program: &Program,
    record: &Record,
    now: Option<i64>,
    fired: &[u16],
) -> Vec<Points> {
    let lines = program.scoring.as_ref().map_or(&[][..], |scoring| &scoring.lines);
    let points = |position: &u16| {
        let line = lines.get(usize::from(*position))?;
        let axis = if line.is_intent { Axis::Intent } else { Axis::Fit };
        let written = i64::from(line.points);
        let age = now.and_then(|now| age(program, record, line, now));
        let counted = match (line.decay, age) {
            (Some(decay), Some(age)) => decayed(written, age, decay.half_life),
            _ => written,
        };
        Some(Points { line: *position, axis, written, counted })
    };
    fired.iter().filter_map(points).collect()
}

/// The axes' sums.
pub(super) fn sum(points: &[Points]) -> Score {
    let of = |axis| {
        let counted = points.iter().filter(|points| points.axis == axis);
        counted.fold(0_i64, |sum, points| sum.saturating_add(points.counted))
    };
    Score { fit: of(Axis::Fit), intent: of(Axis::Intent) }
}

/// When a decaying line's time began, in milliseconds; `None` if it has none or it is missing.
fn began(program: &Program, record: &Record, decay: Decay) -> Option<i64> {
    let began = record.value(decay.since).as_bounds()?.as_exact()?;
    let is_date = is_date(program, decay.since);
    Some(if is_date { began.saturating_mul(DAY) } else { began })
}

fn is_date(program: &Program, field: FieldIndex) -> bool {
    program.shape.get(field).is_some_and(|field| matches!(field.kind, Kind::Date))
}

fn age(program: &Program, record: &Record, line: &ScoreLine, now: i64) -> Option<i64> {
    let began = began(program, record, line.decay?)?;
    Some(now.saturating_sub(began)).filter(|age| *age > 0)
}

/// `points` after `age` of a half-life of `half_life`, both in milliseconds, rounded half up.
fn decayed(points: i64, age: i64, half_life: i64) -> i64 {
    let (age, half_life) = (age.max(0).unsigned_abs(), half_life.max(1).unsigned_abs());
    let halvings = u32::try_from(age / half_life).unwrap_or(u32::MAX);
    if halvings >= 64 {
        return 0;
    }
    let part = u128::from(age % half_life) * 256 / u128::from(half_life);
    let factor = usize::try_from(part).ok().and_then(|part| HALVING.get(part)).copied();
    let product = u128::from(points.unsigned_abs()) * u128::from(factor.unwrap_or(0));
    let rounded = (product + (1 << (31 + halvings))) >> (32 + halvings);
    let size = i64::try_from(rounded).unwrap_or(i64::MAX);
    if points < 0 { -size } else { size }
}

/// Every moment at which the points of a line that fired change, and one before all of them;
/// empty when no line decays. `open` tries these: between two of them nothing changes.
pub(super) fn turning_points(program: &Program, record: &Record, fired: &[u16]) -> Vec<i64> {
    let lines = program.scoring.as_ref().map_or(&[][..], |scoring| &scoring.lines);
    let mut moments = Vec::new();
    for line in fired.iter().filter_map(|position| lines.get(usize::from(*position))) {
        let Some(decay) = line.decay else { continue };
        let Some(began) = began(program, record, decay) else { continue };
        insert_moment(&mut moments, began);
        let points = i64::from(line.points).abs();
        // From the first change to the last, so that most moments go to the end of the list.
        for left in (0..points).rev() {
            let age = first_age_with_at_most(left, points, decay.half_life);
            insert_moment(&mut moments, began.saturating_add(age));
        }
    }
    moments
}

fn insert_moment(moments: &mut Vec<i64>, moment: i64) {
    sorted::insert_once(moments, moment, |moment| *moment);
}

/// The least age at which at most `left` of `points` is left. Decay never rises, so halving the
/// interval finds it; after 64 half-lives nothing is left.
fn first_age_with_at_most(left: i64, points: i64, half_life: i64) -> i64 {
    let (mut low, mut high) = (0, half_life.saturating_mul(64));
    while low < high {
        let middle = low + (high - low) / 2;
        if decayed(points, middle, half_life) <= left {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_halve_and_keep_their_sign() {
        assert_eq!(decayed(40, 0, 100), 40);
        assert_eq!(decayed(40, 100, 100), 20);
        assert_eq!(decayed(-40, 200, 100), -10);
        assert_eq!(decayed(1, 100, 100), 1, "half a point rounds up");
        assert_eq!(decayed(1, 101, 100), 0);
        assert_eq!(decayed(i64::from(i32::MAX), i64::MAX, 1), 0);
    }

    #[test]
    fn turning_points_are_where_points_change() {
        let age = first_age_with_at_most(39, 40, 1_000);
        assert_eq!((decayed(40, age - 1, 1_000), decayed(40, age, 1_000)), (40, 39));
    }
}
