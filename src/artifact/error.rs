//! Why bytes are no artifact we can decide with.

use std::fmt;

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
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotAnArtifact => out.write_str("these bytes are not a compiled policy"),
            ReadError::Version { expected, found } => {
                write!(out, "format version {found} was found, version {expected} is read here")
            }
            ReadError::UnknownSection { found } => {
                write!(out, "section {found} is required and not known here")
            }
            ReadError::Length { expected, found } => {
                write!(out, "{found} bytes were found, {expected} were expected")
            }
            ReadError::Checksum { expected, found } => {
                write!(out, "checksum {found:08x} was found, {expected:08x} was expected")
            }
            ReadError::Malformed { what } => write!(out, "a part is not as it must be: {what}"),
        }
    }
}

impl std::error::Error for ReadError {}
