//! Tables and people that stand in the document or in CSV files beside it.

use super::Reader;
use super::score::head_of;
use super::shape::Found;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::policy::document::{self, Data, Entry, Node};
use crate::policy::yaml::brief;
use crate::policy::{Match, Person, Row, Table};

/// DMN's words for which row decides.
pub(in crate::policy) const MATCHES: &[(&str, Match)] =
    &[("first", Match::First), ("unique", Match::Unique), ("most-specific", Match::MostSpecific)];

/// The columns of a people file besides `ids.<system>`.
const PEOPLE_COLUMNS: &[&str] = &["id", "name", "role", "zone", "email"];

/// What a table is for.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    Lookup,
    Route,
}

impl Reader<'_> {
    /// The table under `key`: rows, or the name of a CSV file.
    pub(super) fn table(&mut self, found: &Found, key: &str, sort: Sort) -> Option<Table> {
        let entry = found.get(key)?;
        let matching = self.word_at(found, "match", MATCHES);
        let empty = self.word_at(found, "empty", &[("any", ())]);
        let mut table = Table {
            file: None,
            columns: Vec::new(),
            rows: Vec::new(),
            matching: matching.unwrap_or_else(|| Spanned::new(Match::First, entry.key_span)),
            empty_is_any: empty.is_some(),
            span: entry.value.span,
        };
        match &entry.value.data {
            Data::Scalar(scalar) if !scalar.is_nothing() => self.file_table(entry, &mut table)?,
            Data::List(items) => self.inline_table(items, &mut table),
            Data::Scalar(_) | Data::Map(_) => {
                let what = match sort {
                    Sort::Lookup => "a look-up",
                    Sort::Route => "a table",
                };
                let due = "a list of rows or the name of a CSV file";
                self.wrong_shape(&entry.value, entry.key_span, what, due);
                return None;
            }
        }
        let unread = table.file.is_some() && table.columns.is_empty();
        if table.rows.is_empty() && !unread {
            let message = "this table has no row";
            let span = if table.file.is_some() { table.span } else { entry.key_span };
            let found = Diagnostic::new(Code::EmptyTable, span, message);
            self.report(found.help("add a row, or remove the table"));
        }
        Some(table)
    }

    fn file_table(&mut self, entry: &Entry, table: &mut Table) -> Option<()> {
        let name = self.text_in(entry)?;
        if let Some(grid) = self.grid(&name) {
            table.columns.clone_from(&grid.headers);
            let rows = grid.rows.iter();
            table.rows =
                rows.map(|(cells, span)| Row { cells: cells.clone(), span: *span }).collect();
        }
        table.file = Some(name);
        Some(())
    }

    /// Rows in the document: the columns are their keys in the order of first mention.
    fn inline_table(&mut self, items: &[Node], table: &mut Table) {
        let mut rows = Vec::new();
        for item in items {
            let Data::Map(entries) = &item.data else {
                self.wrong_shape(item, head_of(item), "a row", "a mapping from column to cell");
                continue;
            };
            for entry in entries {
                if self.is_cut_cell(entry) {
                    continue;
                }
                if !table.columns.iter().any(|column| column.value == entry.key.text) {
                    table.columns.push(Spanned::new(entry.key.text.clone(), entry.key_span));
                }
            }
            rows.push((entries, item.span));
        }
        for (entries, span) in rows {
            let mut cells = Vec::new();
            for column in &table.columns {
                let entry = entries.iter().find(|entry| entry.key.text == column.value);
                let end = Span { start: span.end, ..span };
                cells.push(match entry {
                    Some(entry) => self.cell(entry),
                    None => Spanned::new(String::new(), end),
                });
            }
            table.rows.push(Row { cells, span });
        }
    }

    /// Reports the tail of a cell that YAML cut at its comma; it is no column.
    fn is_cut_cell(&mut self, entry: &Entry) -> bool {
        let is_cut = document::is_cut_off(self.text, entry);
        if is_cut {
            let message = "YAML cut the cell before this at its comma";
            let found = Diagnostic::new(Code::CellNotUnderstood, entry.key_span, message);
            self.report(found.help("put the cell in quotes, such as `country: \"US, CA\"`"));
        }
        is_cut
    }

    fn cell(&mut self, entry: &Entry) -> Spanned<String> {
        match &entry.value.data {
            Data::Scalar(scalar) => Spanned::new(
                scalar.text.trim_ascii().to_owned(),
                trimmed(scalar.verbatim, scalar.text.as_str(), entry.value.span),
            ),
            Data::List(_) | Data::Map(_) => {
                let help = "write several values as one text, such as `country: \"US, CA\"`";
                let message = format!("the cell `{}` is a text", brief(&entry.key.text));
                let found = Diagnostic::new(Code::WrongShape, entry.key_span, message);
                self.report(found.help(help));
                Spanned::new("any".to_owned(), entry.value.span)
            }
        }
    }

    /// People from a CSV file.
    pub(super) fn people_file(&mut self, name: &Spanned<String>) -> Vec<Person> {
        let Some(grid) = self.grid(name) else { return Vec::new() };
        self.people_columns(name, &grid.headers);
        let mut people: Vec<Person> = Vec::new();
        let mut known = std::collections::BTreeMap::new();
        for (cells, span) in &grid.rows {
            let mut person = Person { span: *span, ..Person::default() };
            for (column, cell) in grid.headers.iter().zip(cells) {
                put(&mut person, meant_column(&column.value), cell);
            }
            for (what, text) in [("id", &person.id), ("name", &person.name)] {
                let has_column =
                    grid.headers.iter().any(|column| meant_column(&column.value) == what);
                if text.value.is_empty() && has_column {
                    let message = format!("a person needs `{what}`");
                    self.report(Diagnostic::new(Code::MissingKey, *span, message));
                }
            }
            self.check_id(&person.id.clone(), "a person");
            if let Some(role) = &person.role {
                self.check_id(role, "a role");
            }
            if let Some(first) = known.get(&person.id.value).filter(|_| !person.id.value.is_empty())
            {
                let message = format!("the person `{}` stands twice", brief(&person.id.value));
                let found = Diagnostic::new(Code::DuplicateId, person.id.span, message);
                self.report(found.label(*first, "the first time").help(
                    "keep one row: a person has one role, and may be a member of several pools",
                ));
                continue;
            }
            known.insert(person.id.value.clone(), person.id.span);
            people.push(person);
        }
        people
    }

    fn people_columns(&mut self, name: &Spanned<String>, headers: &[Spanned<String>]) {
        for header in headers {
            let system = header.value.strip_prefix("ids.");
            if PEOPLE_COLUMNS.contains(&header.value.as_str())
                || system.is_some_and(|s| !s.is_empty())
            {
                continue;
            }
            let message = format!("people have no column `{}`", brief(&header.value));
            let help = match meant_column(&header.value) {
                near if near != header.value => format!("did you mean `{near}`?"),
                _ => "the columns are `id`, `name`, `role`, `zone`, `email` and `ids.<system>`"
                    .to_owned(),
            };
            self.report(Diagnostic::new(Code::UnknownColumn, header.span, message).help(help));
        }
        for needed in ["id", "name"] {
            if !headers.iter().any(|header| meant_column(&header.value) == needed) {
                let message = format!("`{}` has no column `{needed}`", brief(&name.value));
                let span = headers.first().map_or(name.span, |header| header.span);
                let help = match needed {
                    "id" => "head `id` the column with the words by which the policy names people",
                    _ => "head `name` the column with the names that are shown",
                };
                self.report(Diagnostic::new(Code::MissingKey, span, message).help(help));
            }
        }
    }
}

/// The place of a text after its surrounding spaces are taken away.
pub(super) fn trimmed(verbatim: bool, text: &str, span: Span) -> Span {
    if !verbatim {
        return span;
    }
    let cap = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let before = cap(text.len() - text.trim_ascii_start().len());
    let after = cap(text.len() - text.trim_ascii_end().len());
    let start = span.start.saturating_add(before);
    Span { start, end: span.end.saturating_sub(after).max(start), ..span }
}

/// The column that a header means: a misspelt one, which is reported, counts all the same.
fn meant_column(header: &str) -> &str {
    if PEOPLE_COLUMNS.contains(&header) || header.starts_with("ids.") {
        return header;
    }
    crate::diagnostic::nearest(header, PEOPLE_COLUMNS.iter().copied()).unwrap_or(header)
}

fn put(person: &mut Person, column: &str, cell: &Spanned<String>) {
    let given = || Some(cell.clone()).filter(|cell| !cell.value.is_empty());
    match column {
        "id" => person.id = cell.clone(),
        "name" => person.name = cell.clone(),
        "role" => person.role = given(),
        "zone" => person.zone = given(),
        "email" => person.email = given(),
        _ => {
            if let (Some(system), Some(id)) = (column.strip_prefix("ids."), given()) {
                person.ids.push((Spanned::new(system.to_owned(), cell.span), id));
            }
        }
    }
}
