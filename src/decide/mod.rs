//! What happens.

mod decision;
mod facts;

pub use decision::*;
pub use facts::*;
