//! Lead files: CSV, JSON and JSON lines become raw records; what their values mean, `read` says.
//!
//! Here is the only place where such files are read, for leads and for the tables of a policy.
//! Invariant: a file is taken whole or refused with the first thing that is wrong with it.

mod csv;
mod error;
mod json;

pub use csv::{Sheet, SheetCell, read_csv};
pub use error::{Encoding, FileError, FileProblem, Location};
pub use json::{read_json, read_ndjson};

use super::{Kind, Raw, Record, Shape, read, read_value};

/// A value of a file, held apart from it.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnedRaw {
    /// `null`.
    Null,
    /// A text, or any cell of a CSV file.
    Text(String),
    /// A number. JSON integers of 2^53 or more stay in that size when they become doubles, so a
    /// field finds them too large: nothing is rounded unseen.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A list or an object.
    Other,
}

/// One record of a file: names and values in the file's order, each name once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawRecord {
    /// The names and their values. Every text is an ordinary name, `__proto__` too.
    pub fields: Vec<(String, OwnedRaw)>,
}

impl RawRecord {
    /// The value called `name`.
    pub fn get(&self, name: &str) -> Raw<'_> {
        match self.fields.iter().find(|(known, _)| known == name) {
            None => Raw::Absent,
            Some((_, OwnedRaw::Null)) => Raw::Null,
            Some((_, OwnedRaw::Text(text))) => Raw::Text(text),
            Some((_, OwnedRaw::Number(number))) => Raw::Number(*number),
            Some((_, OwnedRaw::Flag(flag))) => Raw::Flag(*flag),
            Some((_, OwnedRaw::Other)) => Raw::Other,
        }
    }

    /// The typed record. The reserved name `id` holds its id, as text or as a whole number.
    pub fn read(&self, shape: &Shape) -> Record {
        let id = read_value(&Kind::Text { ignore_case: false }, 0, self.get("id"));
        read(shape, id.as_text(), |name| self.get(name))
    }
}

/// What `.xlsx` and `.ods` files (they are ZIP archives) and `.xls` files begin with.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// The text of a file without its byte order mark.
fn text_of(bytes: &[u8]) -> Result<&str, FileError> {
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        return Err(FileError::at("", 0, FileProblem::Workbook));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| FileError::not_utf8(bytes, &error))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(FileError::at(text, 0, FileProblem::Empty));
    }
    Ok(text)
}
