//! **pointperson** names the point person for every lead and every ticket: one policy file says
//! what a lead is, how ready it is and who owns it, and the same decision comes out everywhere.
//!
//! The floor plan. Each floor uses the floors above it in this list, never one below. Nouns hold
//! data; a verb has one front function of its own name.
//!
//! | floor | holds | what it is |
//! |---|---|---|
//! | [`record`] | what comes in | typed field values, or *missing* with a reason |
//! | [`artifact`] | what the edge loads | the byte format, and a compiled policy in memory |
//! | [`mod@decide`] | what happens | signals, score, grade, stage, route, owner; pure and total |
//! | [`mod@explain`] | why | a decision in sentences |
//! | [`diagnostic`] | how we speak to authors | code, place, what, why, what to do |
//! | [`policy`] | what an author writes | the document as types; parse and print |
//! | [`mod@check`] | is it sound | the only maker of a [`CheckedPolicy`] |
//! | [`mod@boxes`] | the shape of a rule | columns, atoms, boxes |
//! | [`mod@compile`] | make it small | boxes become a [`Program`]; cannot fail |
//!
//! `wasm`, on top of all, is the JavaScript door. Everything from `diagnostic` to `compile` stands
//! behind the feature `author`; what runs for each lead does without it.
//!
//! ```
//! # #[cfg(feature = "author")] {
//! use pointperson::{Facts, Profile, artifact, check, compile, decide, explain, policy};
//! use pointperson::record::{Raw, read};
//!
//! let text = b"
//! policy: leads
//! fields:
//!   employees: { type: integer, ranges: allowed }
//! people:
//!   ana: { name: Ana Diaz }
//!   dana: { name: Dana Fox }
//! route:
//!   - layer: enterprise
//!     when: employees > 1,000
//!     owner: ana
//!   - otherwise: dana
//! ";
//! let checked = check(policy::parse("leads.policy.yaml", text, &Default::default()));
//! assert!(checked.diagnostics.is_empty());
//! let sound = checked.policy.expect("a policy without errors");
//! let bytes = artifact::write(&compile(&sound, Profile::Full));
//!
//! let program = artifact::read(&bytes).expect("what was written can be read");
//! let lead = read(&program.shape, None, |name| match name {
//!     "employees" => Raw::Text("1,200+"),
//!     _ => Raw::Absent,
//! });
//! let facts = Facts::default();
//! let decision = decide(&program, &lead, &facts);
//! assert_eq!(decision.owner.id(&program, &facts), "ana");
//! assert_eq!(
//!     explain(&program, &lead, &facts).lines[0].text,
//!     "Ana Diaz owns this lead: `enterprise` took it, because employees is over 1,000."
//! );
//! # }
//! ```

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

pub use artifact::{Profile, Program, ReadError};
pub use decide::{Decision, Facts, Outcome, Owner, decide, decision_bytes};
pub use explain::{Explanation, explain};
pub use record::Record;

#[cfg(feature = "author")]
pub use check::{CheckedPolicy, check};
#[cfg(feature = "author")]
pub use compile::compile;
#[cfg(feature = "author")]
pub use diagnostic::Diagnostic;
