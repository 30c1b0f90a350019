//! The JavaScript door: what the wasm modules export. Nobody in the crate uses it.
//!
//! `runtime` stands in both modules: it loads artifacts and decides, with numbers and texts as the
//! only parameters, so no JavaScript object is ever looked into from here. `author` stands in the
//! compiler module alone: check, compile, print, read files; there shape matters more than
//! nanoseconds, and `convert` makes plain JavaScript objects. `vocabulary` tells what the types of
//! a policy are written from.
//!
//! Invariant: no call panics, whatever the caller hands over and in whatever order.
//! Invariant: no call runs JavaScript while the door's state is borrowed.

#[cfg(feature = "author")]
mod author;
#[cfg(feature = "author")]
mod convert;
mod runtime;
#[cfg(feature = "author")]
mod vocabulary;
