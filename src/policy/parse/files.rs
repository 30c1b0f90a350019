//! The CSV files a policy names: their names, and their cells with places.

use std::rc::Rc;

use super::Reader;
use super::tables::trimmed;
use crate::diagnostic::{Code, Diagnostic, SourceIndex, Span, Spanned, nearest};
use crate::policy::yaml::brief;
use crate::record::files::{Encoding, FileError, FileProblem, Sheet, SheetCell, read_csv};

/// Above this many cells a file's rows and cells get no path of their own; line and column say
/// where they are, and naming millions of cells would cost more than reading them.
const NAMED_CELLS_MAX: usize = 100_000;

/// A CSV file after reading: headers and rows of texts, trimmed, each with its place.
pub(super) struct Grid {
    pub headers: Vec<Spanned<String>>,
    /// The cells of each row, as many as there are headers, and the row's place.
    pub rows: Vec<(Vec<Spanned<String>>, Span)>,
}

/// Why a name does not stay in the policy's folder.
pub(super) fn leaves_folder(name: &str) -> Option<&'static str> {
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if name.contains('\\') {
        Some("it has a backslash")
    } else if name.starts_with('/') || drive {
        Some("it is absolute")
    } else if name.split('/').any(|part| part == "..") {
        Some("it leads out with `..`")
    } else if name.split('/').any(str::is_empty) {
        Some("a part of it is empty")
    } else {
        None
    }
}

/// Whether a file that was refused can be shown; bytes that are no text of eight bits cannot.
fn is_shown(problem: &FileProblem) -> bool {
    let is_utf16 = matches!(problem, FileProblem::NotUtf8 { looks_like: Encoding::Utf16, .. });
    !is_utf16 && *problem != FileProblem::Workbook
}

fn is_workbook(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    ["xlsx", "xlsm", "xls", "ods", "numbers"].iter().any(|it| end.eq_ignore_ascii_case(it))
}

impl Reader<'_> {
    /// The cells of a file, unless it was reported as unreadable.
    pub(super) fn grid(&mut self, name: &Spanned<String>) -> Option<Rc<Grid>> {
        if let Some(known) = self.read.get(&name.value) {
            return known.clone();
        }
        let grid = self.load(name).map(Rc::new);
        self.read.insert(name.value.clone(), grid.clone());
        grid
    }

    fn load(&mut self, name: &Spanned<String>) -> Option<Grid> {
        if let Some(reason) = leaves_folder(&name.value) {
            let message =
                format!("`{}` is no file beside the policy: {reason}", brief(&name.value));
            let found = Diagnostic::new(Code::BadFileName, name.span, message);
            self.report(
                found.help("name a file in the policy's folder, such as `territories.csv`"),
            );
            return None;
        }
        let files = self.files;
        let Some(bytes) = files.get(&name.value) else {
            let message = format!("there is no file `{}`", brief(&name.value));
            let near = nearest(&name.value, files.keys().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if is_workbook(&name.value) => {
                    "tables are CSV files: save the sheet as `CSV UTF-8` and name that file"
                        .to_owned()
                }
                None => "put it beside the policy, or give it with the other files".to_owned(),
            };
            self.report(Diagnostic::new(Code::UnknownFile, name.span, message).help(help));
            return None;
        };
        let sheet = read_csv(bytes);
        let text = match &sheet {
            Err(error) if !is_shown(&error.problem) => "".into(),
            _ => String::from_utf8_lossy(bytes),
        };
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let source = self.sources.add(name.value.as_str(), text);
        match sheet {
            Ok(sheet) => Some(self.place(source, sheet)),
            Err(error) => {
                let found = not_csv(source, text, &error);
                self.report(found.label(name.span, "the policy names the file here"));
                None
            }
        }
    }

    /// Gives the cells of a sheet their places, and the places their paths.
    fn place(&mut self, source: SourceIndex, sheet: Sheet) -> Grid {
        let texts = |cells: Vec<SheetCell>| -> Vec<_> {
            cells.into_iter().map(|cell| text_of(source, cell)).collect()
        };
        let headers = texts(sheet.header);
        let is_named = sheet.rows.len().saturating_mul(headers.len()) <= NAMED_CELLS_MAX;
        let mut rows = Vec::with_capacity(sheet.rows.len());
        for (index, cells) in sheet.rows.into_iter().enumerate() {
            let start = cells.first().map_or(0, |cell| cell.at.start);
            let end = cells.last().map_or(start, |cell| cell.at.end);
            let span = span_of(source, start, end);
            let cells = texts(cells);
            if is_named {
                let row = index + 1;
                self.sources.name_part(span, format!("row {row}"));
                for (header, cell) in headers.iter().zip(&cells) {
                    let path = format!("row {row}, column {}", header.value);
                    self.sources.name_part(cell.span, path);
                }
            }
            rows.push((cells, span));
        }
        Grid { headers, rows }
    }
}

fn span_of(source: SourceIndex, start: usize, end: usize) -> Span {
    let cap = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Span { source, start: cap(start), end: cap(end) }
}

/// The text of a cell without surrounding spaces.
fn text_of(source: SourceIndex, cell: SheetCell) -> Spanned<String> {
    let span = span_of(source, cell.at.start, cell.at.end);
    let span = trimmed(cell.verbatim, &cell.text, span);
    Spanned::new(cell.text.trim_ascii().to_owned(), span)
}

fn not_csv(source: SourceIndex, text: &str, error: &FileError) -> Diagnostic {
    let code = match error.problem {
        FileProblem::Empty => Code::EmptyTable,
        FileProblem::NotUtf8 { .. } | FileProblem::Workbook => Code::NotText,
        _ => Code::CsvNotUnderstood,
    };
    let start = error.at.offset;
    let rest = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let length = match error.problem {
        FileProblem::RowLength { .. } | FileProblem::OtherSeparator { .. } => {
            rest.trim_ascii_end().len()
        }
        _ => rest.chars().next().map_or(0, char::len_utf8),
    };
    let span = span_of(source, start, start + length);
    let message = error.problem.to_string().replace(char::is_control, " ");
    let found = Diagnostic::new(code, span, message);
    match error.help() {
        Some(help) => found.help(help),
        None => found,
    }
}
