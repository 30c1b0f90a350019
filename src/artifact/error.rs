//! Why bytes are no artifact we can decide with.

use std::fmt;

use crate::record::{decimal_text, joined};

/// Why bytes were refused. Every variant holds what was expected and what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The bytes begin like something else. Compile the policy and load the result.
    NotAnArtifact,
    /// Another major version of the format. Compile the policy again with the version of
    /// pointperson that loads it, or raise the version that loads it.
    Version {
        /// The reader's major version.
        expected: u16,
        /// The artifact's.
        found: u16,
    },
    /// A required section that this reader does not know: the artifact is newer.
    UnknownSection {
        /// The section's id.
        found: u16,
    },
    /// Bytes are missing, or stand behind the end.
    Length {
        /// The length the artifact says it has.
        expected: u64,
        /// The length it has.
        found: u64,
    },
    /// The bytes were changed after they were written.
    Checksum {
        /// The checksum the artifact carries.
        expected: u32,
        /// The checksum of its bytes.
        found: u32,
    },
    /// A part is not as the format describes it.
    Malformed {
        /// The part.
        what: &'static str,
    },
}

impl ReadError {
    /// The stable code, as JavaScript sees it.
    pub const fn code(self) -> &'static str {
        match self {
            ReadError::NotAnArtifact => "not-an-artifact",
            ReadError::Version { .. } => "artifact-version",
            ReadError::UnknownSection { .. } => "artifact-newer",
            ReadError::Length { .. } => "artifact-cut",
            ReadError::Checksum { .. } => "artifact-damaged",
            ReadError::Malformed { .. } => "artifact-malformed",
        }
    }

    /// What is wrong, in one sentence: the text of `Display`, without its machinery.
    #[cold]
    pub fn message(self) -> String {
        let number = |number: u64| decimal_text(i64::try_from(number).unwrap_or(i64::MAX), 0);
        match self {
            ReadError::NotAnArtifact => "these bytes are not a compiled policy".to_owned(),
            ReadError::Version { expected, found } => {
                let (expected, found) = (number(expected.into()), number(found.into()));
                joined(&[
                    "format version ",
                    &found,
                    " was found, version ",
                    &expected,
                    " is read here",
                ])
            }
            ReadError::UnknownSection { found } => {
                joined(&["section ", &number(found.into()), " is required and not known here"])
            }
            ReadError::Length { expected, found } => {
                let (expected, found) = (number(expected), number(found));
                joined(&[&found, " bytes were found, ", &expected, " were expected"])
            }
            ReadError::Checksum { expected, found } => {
                let (expected, found) = (hexadecimal(expected), hexadecimal(found));
                joined(&["checksum ", &found, " was found, ", &expected, " was expected"])
            }
            ReadError::Malformed { what } => joined(&["a part is not as it must be: ", what]),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message())
    }
}

impl std::error::Error for ReadError {}

/// A checksum as eight digits.
pub fn hexadecimal(checksum: u32) -> String {
    let digit = |shift: u32| char::from_digit(checksum >> shift & 15, 16).unwrap_or('0');
    [28, 24, 20, 16, 12, 8, 4, 0].into_iter().map(digit).collect()
}
