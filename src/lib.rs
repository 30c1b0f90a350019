//! pointperson: one policy file decides what a lead is, how ready it is and who owns it.

pub mod record;

pub mod artifact;

pub mod decide;

pub mod explain;

#[cfg(feature = "author")]
pub mod diagnostic;
#[cfg(feature = "author")]
pub mod policy;

#[cfg(feature = "author")]
pub mod check;

#[cfg(feature = "author")]
pub mod boxes;

#[cfg(feature = "author")]
pub mod compile;

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod wasm;
