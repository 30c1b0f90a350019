//! What the edge loads.

mod program;

pub use program::*;
