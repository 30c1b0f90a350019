//! What the edge loads: the byte format of a compiled policy. This page is its description.
//!
//! Format 1.0. All numbers are little-endian; offsets count from the first byte.
//!
//! | offset | size | what |
//! |---|---|---|
//! | 0 | 8 | magic `89 70 70 65 72 73 6f 6e` (`\x89pperson`) |
//! | 8 | 4 | CRC-32 (IEEE 802.3) of every byte from 12 to the end |
//! | 12 | 2 | major version: a reader refuses any other than its own |
//! | 14 | 2 | minor version: a reader accepts a newer one if it knows every required section |
//! | 16 | 4 | length of the whole artifact |
//! | 20 | 1 | profile: 1 `edge`, 2 `full` |
//! | 21 | 1 | 0 |
//! | 22 | 2 | number of sections, `n` |
//! | 24 | 12 n | section table |
//! | 24 + 12 n | | the sections, in table order, without gaps |
//!
//! An entry of the section table: `u16` id, `u16` flags (bit 0: required), `u32` offset, `u32`
//! length. Ids stand in ascending order, each at most once. A reader skips a section it does not
//! know, unless the section is required: then it refuses the artifact.
//!
//! | id | section | required | holds, in this order |
//! |---|---|---|---|
//! | 1 | policy | yes | `id`, `version`, `hash`, `record` of [`Program`] |
//! | 2 | shape | yes | [`Program::shape`] |
//! | 3 | columns | yes | [`Program::columns`] |
//! | 4 | people | yes | `people`, `roles`, `pools` |
//! | 5 | rules | yes | `derived`, `scoring`, `grading`, `stages`, `stage_table`, `steps`, `otherwise` |
//! | 6 | tables | yes | [`Program::tables`] |
//! | 7 | free mail | yes | [`Program::free_mail`] |
//! | 8 | texts | no | [`Texts`]; only in profile `full` |
//!
//! Inside a section the fields of a type follow each other in the order in which `layout` lists
//! them. A list is its length (`u32`) and its items; a text is its length in bytes (`u32`) and
//! UTF-8; an optional value is one byte (0 or 1) and the value; an enum is one byte and the fields
//! of its variant; a flag is one byte (0 or 1). Integers take the size of their type.
//!
//! Bytes are deterministic: the same program gives the same bytes, and `write(read(bytes))` gives
//! the bytes back.
//!
//! Invariant: `read` never trusts a byte. It gives a whole, valid [`Program`] or a [`ReadError`].
//! Invariant: what it gives keeps the limits that `check` keeps, so deciding is bounded.

mod checksum;
mod error;
mod layout;
mod limits;
mod program;
mod read;
mod sentence;
mod validate;
mod wire;
#[cfg(feature = "author")]
mod write;

pub use checksum::crc32;
pub use error::{ReadError, hexadecimal};
pub use limits::*;
pub use program::*;
pub use read::read;
pub use sentence::Sentence;
#[cfg(feature = "author")]
pub use write::{reseal, write};

/// The first bytes of every artifact. The first one is no ASCII, so that no text is taken for one.
pub const MAGIC: [u8; 8] = *b"\x89pperson";

/// The version of the format: a reader refuses another major version.
pub const MAJOR: u16 = 1;

/// Raised when sections are added that older readers may skip.
pub const MINOR: u16 = 0;

/// Where the bytes begin that the checksum covers.
const CHECKED_FROM: usize = 12;

/// The length of the part before the section table.
const HEADER_BYTES: usize = 24;

/// The length of one entry of the section table.
const ENTRY_BYTES: usize = 12;

/// Section ids; see the table above.
mod section {
    pub const POLICY: u16 = 1;
    pub const SHAPE: u16 = 2;
    pub const COLUMNS: u16 = 3;
    pub const PEOPLE: u16 = 4;
    pub const RULES: u16 = 5;
    pub const TABLES: u16 = 6;
    pub const FREE_MAIL: u16 = 7;
    pub const TEXTS: u16 = 8;
}
