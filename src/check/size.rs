//! How many boxes a formula can become: an upper bound, worked out before anything is lowered, so
//! that `boxes` and `compile` cannot fail.

use super::model::{Formula, Predicate};

/// The most boxes of the set where a formula is true, and of the set where it is false.
pub(super) fn alternatives(formula: &Formula) -> (usize, usize) {
    match formula {
        Formula::Always => (1, 1),
        Formula::Not(inner) => {
            let (yes, no) = alternatives(inner);
            (no, yes)
        }
        Formula::And(list) => {
            let sizes = list.iter().map(alternatives);
            sizes.fold((1, 0), |(yes, no), (y, n)| (yes.saturating_mul(y), no.saturating_add(n)))
        }
        Formula::Or(list) => {
            let sizes = list.iter().map(alternatives);
            sizes.fold((0, 1), |(yes, no), (y, n)| (yes.saturating_add(y), no.saturating_mul(n)))
        }
        Formula::Test(_, Predicate::Numbers(intervals)) => {
            (intervals.len(), intervals.len().saturating_add(1))
        }
        Formula::Test(..) => (1, 1),
    }
}
