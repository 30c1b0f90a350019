//! How large a policy may be. Every limit has its reason and the diagnostic `too-large`.
//!
//! Points and lengths of time are limited in `artifact::limits` too, for bytes that never came by
//! here; `compile` holds the two equal.

/// Fields, derived values, people, pools, stages, steps, score lines and accounts are counted in
/// 16 bits in the artifact, with room for the atoms *missing* and *other*.
pub const LIST_MAX: usize = 60_000;

/// Rows of a table that is not an account list, and boxes of all its rows: the bit vectors of a
/// flat table grow with the square of this number.
pub const BOXES_MAX: usize = 10_000;

/// Boxes of one condition: beyond this nobody can read it either.
pub const ALTERNATIVES_MAX: usize = 4_096;

/// Points of one line, either way.
pub const POINTS_MAX: i64 = 10_000;

/// Points of all lines that decay: deciding what a later moment could change looks at each point.
pub const DECAYING_POINTS_MAX: i64 = 10_000;

/// Bytes of a literal in a condition or a cell; the same as for a record's texts.
pub const LITERAL_BYTES_MAX: usize = crate::record::TEXT_BYTES_MAX;

/// The longest half-life or clock: a hundred years.
pub const DURATION_MAX_MILLISECONDS: i64 = 100 * 366 * 86_400_000;

/// The highest version number: JavaScript holds it exactly.
pub const VERSION_MAX: u64 = crate::record::NUMBER_MAX as u64;
