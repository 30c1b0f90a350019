//! CSV: the `csv` crate says what a cell holds, `places` says where it stands.
//!
//! The crate knows the place of a row but not of a cell, and takes an open quote for the rest of
//! the file. A table of a policy must be able to point at a cell, so the places come from a pass
//! of its own that splits cells by the same rules; a test holds the two together.

use std::collections::HashMap;
use std::ops::Range;

use super::{FileError, FileProblem, OwnedRaw, RawRecord, text_of};

/// A CSV file: a header and rows of its length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The names of the columns, trimmed, each once.
    pub header: Vec<SheetCell>,
    /// The rows below, without blank lines.
    pub rows: Vec<Vec<SheetCell>>,
}

/// One cell and where it stands in the text without byte order mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetCell {
    /// What it holds, without quotes.
    pub text: String,
    /// Its bytes, without the quotes around them.
    pub at: Range<usize>,
    /// Whether `text` stands there byte by byte; it does not if quotes are doubled inside.
    pub verbatim: bool,
}

impl Sheet {
    /// The rows as raw records; every value is a text.
    pub fn records(&self) -> impl Iterator<Item = RawRecord> {
        self.rows.iter().map(|row| {
            let fields = self.header.iter().zip(row);
            let fields =
                fields.map(|(name, cell)| (name.text.clone(), OwnedRaw::Text(cell.text.clone())));
            RawRecord { fields: fields.collect() }
        })
    }
}

/// Reads a CSV file (RFC 4180): commas, cells in quotes where needed, one header.
pub fn read_csv(bytes: &[u8]) -> Result<Sheet, FileError> {
    let text = text_of(bytes)?;
    let places = places(text)?;
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::with_capacity(places.len());
    for places in places {
        // INVARIANT: reading bytes that are UTF-8, rows of any length allowed, cannot fail.
        let _ = reader.read_record(&mut record);
        let cell = |(column, (at, verbatim)): (usize, CellPlace)| {
            let text = record.get(column).unwrap_or("").to_owned();
            SheetCell { text, at, verbatim }
        };
        rows.push(places.into_iter().enumerate().map(cell).collect::<Vec<_>>());
    }
    rows.retain(|row| !is_blank(row));
    let mut rows = rows.into_iter();
    let header = read_header(text, rows.next().unwrap_or_default())?;
    let rows: Vec<_> = rows.collect();
    for (position, row) in rows.iter().enumerate() {
        if row.len() != header.len() {
            let (row_number, found, expected) = (position + 1, row.len(), header.len());
            let problem = FileProblem::RowLength { row: row_number, found, expected };
            return Err(FileError::at(text, row.first().map_or(0, |cell| cell.at.start), problem));
        }
    }
    Ok(Sheet { header, rows })
}

/// A line of nothing but white space.
fn is_blank(row: &[SheetCell]) -> bool {
    matches!(row, [only] if only.text.trim_ascii().is_empty())
}

fn read_header(text: &str, mut header: Vec<SheetCell>) -> Result<Vec<SheetCell>, FileError> {
    if let [only] = header.as_slice()
        && let Some(found) = only.text.chars().find(|letter| matches!(letter, ';' | '\t'))
    {
        return Err(FileError::at(text, only.at.start, FileProblem::OtherSeparator { found }));
    }
    let mut columns = HashMap::new();
    for (position, cell) in header.iter_mut().enumerate() {
        let column = position + 1;
        cell.verbatim &= cell.text.trim_ascii() == cell.text;
        cell.text = cell.text.trim_ascii().to_owned();
        if cell.text.is_empty() {
            let problem = FileProblem::HeaderEmpty { column };
            return Err(FileError::at(text, cell.at.start, problem));
        }
        if let Some(first) = columns.insert(cell.text.clone(), column) {
            let name = cell.text.clone();
            let problem = FileProblem::HeaderTwice { name, first, second: column };
            return Err(FileError::at(text, cell.at.start, problem));
        }
    }
    Ok(header)
}

/// The bytes of a cell, and whether they are its text.
type CellPlace = (Range<usize>, bool);

/// The cells of each row. As the `csv` crate has it, `\n`, `\r\n` and `\r` end a row, empty lines
/// are none, and a quote counts only at the start of a cell.
fn places(text: &str) -> Result<Vec<Vec<CellPlace>>, FileError> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..) {
        if row.is_empty() {
            let line_ends = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
            start += line_ends;
            if start == text.len() {
                break;
            }
        }
        let (cell, end) = place_of_cell(text, start)?;
        row.push(cell);
        let separator = text.get(end..).and_then(|rest| rest.chars().next());
        if separator != Some(',') {
            rows.push(std::mem::take(&mut row));
        }
        if separator.is_none() {
            break;
        }
        start = end + 1;
    }
    Ok(rows)
}

/// The cell that begins at `start`, and the byte after it.
fn place_of_cell(text: &str, start: usize) -> Result<(CellPlace, usize), FileError> {
    let end_after = |from: usize| {
        let rest = text.get(from..).unwrap_or("");
        from + rest.find([',', '\r', '\n']).unwrap_or(rest.len())
    };
    if !text.get(start..).unwrap_or("").starts_with('"') {
        let end = end_after(start);
        return Ok(((start..end, true), end));
    }
    let mut from = start + 1;
    let mut verbatim = true;
    loop {
        let rest = text.get(from..).unwrap_or("");
        let Some(quote) = rest.find('"').map(|quote| from + quote) else {
            return Err(FileError::at(text, start, FileProblem::QuoteOpen));
        };
        if text.get(quote + 1..).unwrap_or("").starts_with('"') {
            verbatim = false;
            from = quote + 2;
            continue;
        }
        let end = end_after(quote + 1);
        // Characters after the closing quote belong to the cell too, but not byte by byte.
        let is_clean = end == quote + 1;
        let at = if is_clean { start + 1..quote } else { start..end };
        return Ok(((at, verbatim && is_clean), end));
    }
}
