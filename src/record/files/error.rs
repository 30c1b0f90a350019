//! What can be wrong with a file, said with what was expected and what was found.

use std::fmt;

/// A file that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Where.
    pub at: Location,
    /// What.
    pub problem: FileProblem,
}

/// A character of a file, as people count: from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Bytes before it, not counting a byte order mark.
    pub offset: usize,
    /// The line.
    pub line: usize,
    /// The character in its line.
    pub column: usize,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// Nothing but white space.
    Empty,
    /// A byte that UTF-8 does not have here. Save the file as UTF-8.
    NotUtf8 {
        /// The byte.
        byte: u8,
        /// What the file most likely is.
        looks_like: Encoding,
    },
    /// A workbook of a spreadsheet program, which is no text at all. Save its sheet as CSV.
    Workbook,
    /// The header holds no comma but another separator. Save the file with commas.
    OtherSeparator {
        /// The separator it has.
        found: char,
    },
    /// A column without a name.
    HeaderEmpty {
        /// The column, from 1.
        column: usize,
    },
    /// Two columns of one name.
    HeaderTwice {
        /// The name.
        name: String,
        /// The first column of that name, from 1.
        first: usize,
        /// The second one.
        second: usize,
    },
    /// A row that is shorter or longer than the header.
    RowLength {
        /// The row, from 1, not counting the header.
        row: usize,
        /// The cells it has.
        found: usize,
        /// The cells of the header.
        expected: usize,
    },
    /// A quote that nothing closes.
    QuoteOpen,
    /// Text that is no JSON.
    NotJson {
        /// What the parser met.
        found: String,
    },
    /// A word such as `NaN` that is none of JSON's values.
    NotJsonValue {
        /// The word.
        word: String,
    },
    /// JSON that is no object where a record must be one.
    NotObject {
        /// What stands there.
        found: String,
    },
}

/// What a file that is not UTF-8 most likely is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Latin-1 or Windows-1252: the usual CSV of a spreadsheet on Windows.
    Latin1,
    /// UTF-16: a spreadsheet's "Unicode text".
    Utf16,
}

impl FileError {
    /// The problem at a byte of `text`.
    #[cold]
    pub(super) fn at(text: &str, offset: usize, problem: FileProblem) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
        FileError { at: Location { offset: before.len(), line, column }, problem }
    }

    #[cold]
    pub(super) fn not_utf8(bytes: &[u8], error: &std::str::Utf8Error) -> Self {
        let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
        let text = std::str::from_utf8(valid).unwrap_or("");
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let looks_like = if is_utf16 { Encoding::Utf16 } else { Encoding::Latin1 };
        let byte = rest.first().copied().unwrap_or(0);
        FileError::at(text, text.len(), FileProblem::NotUtf8 { byte, looks_like })
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self.problem {
            FileProblem::Empty => "file-empty",
            FileProblem::NotUtf8 { .. } => "file-not-utf8",
            FileProblem::Workbook => "file-is-workbook",
            FileProblem::OtherSeparator { .. } => "csv-other-separator",
            FileProblem::HeaderEmpty { .. } => "csv-header-empty",
            FileProblem::HeaderTwice { .. } => "csv-header-twice",
            FileProblem::RowLength { .. } => "csv-row-length",
            FileProblem::QuoteOpen => "csv-quote-open",
            FileProblem::NotJson { .. } | FileProblem::NotJsonValue { .. } => "json-not-readable",
            FileProblem::NotObject { .. } => "json-not-an-object",
        }
    }

    /// What to do about it, where that is known.
    pub fn help(&self) -> Option<&'static str> {
        match self.problem {
            FileProblem::NotUtf8 { .. } => Some("save the file as `CSV UTF-8`"),
            FileProblem::HeaderTwice { .. } => Some("remove one of them, or give it another name"),
            FileProblem::Workbook => Some("save the sheet as `CSV UTF-8` and name that file"),
            FileProblem::OtherSeparator { .. } => Some("save the file with commas between cells"),
            FileProblem::RowLength { found, expected, .. } if found > expected => {
                Some("put a cell that holds a comma in quotes")
            }
            FileProblem::NotJsonValue { .. } => Some("write `null` for a value that is not there"),
            FileProblem::RowLength { .. } => {
                Some("put a comma for each cell that is missing, also for an empty one")
            }
            FileProblem::HeaderEmpty { .. } => Some("give it a name, or remove the column"),
            FileProblem::QuoteOpen => Some("write `\"` behind the text too"),
            _ => None,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}: {}", self.at.line, self.at.column, self.problem)
    }
}

impl std::error::Error for FileError {}

impl fmt::Display for FileProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileProblem::Empty => write!(out, "the file is empty"),
            FileProblem::NotUtf8 { byte, looks_like } => {
                let looks_like = match looks_like {
                    Encoding::Latin1 => "Latin-1 or Windows-1252",
                    Encoding::Utf16 => "UTF-16",
                };
                write!(out, "byte 0x{byte:02X} is not UTF-8; the file looks like {looks_like}")
            }
            FileProblem::Workbook => write!(out, "the file is a spreadsheet's workbook, not text"),
            FileProblem::OtherSeparator { found: '\t' } => {
                write!(out, "expected commas between cells, found tabs")
            }
            FileProblem::OtherSeparator { found } => {
                write!(out, "expected commas between cells, found `{found}`")
            }
            FileProblem::HeaderEmpty { column } => write!(out, "column {column} has no name"),
            FileProblem::HeaderTwice { name, first, second } => {
                write!(out, "columns {first} and {second} are both called `{name}`")
            }
            FileProblem::RowLength { row, found, expected } => {
                let cells = if *found == 1 { "cell" } else { "cells" };
                write!(out, "row {row} has {found} {cells}, the header has {expected}")
            }
            FileProblem::QuoteOpen => write!(out, "a cell opens with `\"` and never closes"),
            FileProblem::NotJson { found } => write!(out, "not JSON: {found}"),
            FileProblem::NotJsonValue { word } => {
                write!(out, "not JSON: `{word}` is not a value JSON has")
            }
            FileProblem::NotObject { found } => write!(out, "{found}"),
        }
    }
}
