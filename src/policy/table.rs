//! Decision tables as written: headers and cells as texts.

use crate::diagnostic::{Span, Spanned};

/// A decision table, in the document or in a CSV file beside it.
#[derive(Clone, Debug)]
pub struct Table {
    /// The CSV file; `None` when the rows stand in the document.
    pub file: Option<Spanned<String>>,
    /// The headers.
    pub columns: Vec<Spanned<String>>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// `match:`.
    pub matching: Spanned<Match>,
    /// `empty: any`: an empty condition cell admits everything.
    pub empty_is_any: bool,
    /// The table as a whole: the rows in the document, or the file's name.
    pub span: Span,
}

/// One row of a [`Table`].
#[derive(Clone, Debug)]
pub struct Row {
    /// One text for each column, trimmed; empty where nothing was written.
    pub cells: Vec<Spanned<String>>,
    /// The whole row.
    pub span: Span,
}

/// Which row of a table decides, in DMN's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// The first that matches.
    #[default]
    First,
    /// The only one that matches.
    Unique,
    /// The narrowest one that matches.
    MostSpecific,
}
