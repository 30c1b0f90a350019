//! pointperson: one policy file decides what a lead is, how ready it is and who owns it.

pub mod artifact;
pub mod decide;
#[cfg(feature = "author")]
pub mod diagnostic;
#[cfg(feature = "author")]
pub mod policy;
pub mod record;
