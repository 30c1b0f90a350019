//! Derived values: lines and look-ups.

use super::conditions::{Results, Scope, Vocabulary};
use super::model::{Admits, Derived, Names, Rules};
use super::tables::{Answers, Column, columns, is_read, rules};
use crate::diagnostic::{Code, Diagnostic};
use crate::policy::{self, DeriveLine, How, Table};

/// The values a derived value can have, each once, in order of first mention.
pub(super) fn values(how: &How, id: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut add = |value: &str| {
        if !value.is_empty() && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    };
    match how {
        How::Lines(lines) => lines.iter().for_each(|line| add(&line.is.value)),
        How::Lookup(table) => {
            let position = table.columns.iter().position(|column| column.value == id);
            let rows = table.rows.iter();
            let cells = rows.filter_map(|row| row.cells.get(position?)).map(|cell| &cell.value);
            cells.for_each(|value| add(value));
        }
    }
    values
}

/// A derived value; it sees those above it.
pub(super) fn derived(
    definition: &policy::Derived,
    position: usize,
    vocabulary: &Vocabulary<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Derived {
    let scope = Scope { vocabulary, derived: position, results: Results::None };
    let id = definition.id.value.clone();
    let values = values(&definition.how, &id);
    let place = |value: &str| values.iter().position(|known| known == value).unwrap_or(0);
    let (rules, value_of_rule) = match &definition.how {
        How::Lines(lines) => {
            let of_rule = lines.iter().map(|line| place(&line.is.value)).collect();
            (line_rules(lines, &scope, diagnostics), of_rule)
        }
        How::Lookup(table) => {
            let rules = lookup_rules(table, &id, &scope, diagnostics);
            let output = table.columns.iter().position(|column| column.value == id);
            let cell = |row: &policy::Row| {
                output.and_then(|at| row.cells.get(at)).map(|it| place(&it.value))
            };
            (rules, table.rows.iter().map(|row| cell(row).unwrap_or(0)).collect())
        }
    };
    Derived { id, values, rules, value_of_rule }
}

fn line_rules(lines: &[DeriveLine], scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Rules {
    let formulas = lines.iter().map(|line| scope.when(&line.when, diagnostics)).collect();
    let spans = lines.iter().map(|line| line.span).collect();
    Rules { admits: Admits::Formulas(formulas), names: Names::Lines, spans }
}

fn lookup_rules(
    table: &Table,
    id: &str,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Rules {
    let columns = columns(table, scope, &Answers::Value(id), diagnostics);
    match columns.iter().position(|column| *column == Column::Answer) {
        None if !is_read(&columns) => {}
        None => {
            let message = format!("the look-up has no column `{id}`");
            let diagnostic = Diagnostic::new(Code::TableWithoutOwner, table.span, message);
            diagnostics.push(diagnostic.help(format!("head the column with the values `{id}`")));
        }
        Some(position) => {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(position));
            for cell in cells.filter(|cell| cell.value.is_empty()) {
                let message = format!("the row does not say its `{id}`");
                let diagnostic = Diagnostic::new(Code::EmptyCell, cell.span, message);
                diagnostics.push(diagnostic.help("write the value, or remove the row"));
            }
        }
    }
    rules(table, &columns, scope, diagnostics)
}
