//! What no program may exceed, so that deciding stays bounded whatever an artifact claims.
//!
//! `check` refuses policies beyond the same limits with a diagnostic. It cannot look up here (see
//! the floors in `lib`), so `compile`, which sees both, holds the two lists equal.

/// Points of one line, either way.
pub const POINTS_MAX: i64 = 10_000;

/// Points of all lines that decay: deciding what a later moment could change looks at each point.
pub const DECAYING_POINTS_MAX: i64 = 10_000;

/// The longest half-life or clock: a hundred years.
pub const DURATION_MAX_MILLISECONDS: i64 = 100 * 366 * 86_400_000;
