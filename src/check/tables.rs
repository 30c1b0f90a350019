//! Tables: which columns are conditions and which name owners, and what every cell says.

use super::conditions::{Holds, Scope};
use super::limits::{BOXES_MAX, LIST_MAX};
use super::literals::typed;
use super::model::{Admits, Formula, Names as RuleNames, Rules, Subject};
use super::names::{Names, unique};
use super::size::alternatives;
use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::policy::{Cell, Match, Placed, Row, Table, UnaryTest, parse_cell};
use crate::record::{FieldIndex, Kind};

/// The role a column plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A condition over a field, a derived value or a result.
    Condition,
    /// What the table answers with.
    Answer,
    /// The rows' names.
    Id,
    /// A mistake that was reported.
    Unknown,
}

/// Whether every column was told apart. A table that could not be read has none, and a column that
/// means nothing was reported; neither is a second mistake.
pub(super) fn is_read(columns: &[Column]) -> bool {
    !columns.is_empty() && !columns.contains(&Column::Unknown)
}

/// What a table answers with.
pub(super) enum Answers<'a> {
    /// Owners: the column `owner`, and one for each role.
    Owners(&'a Names),
    /// The derived value of this name, which its own look-up cannot ask for.
    Value(&'a str),
}

impl Answers<'_> {
    fn column(&self, header: &str, is_condition: bool) -> Option<Column> {
        let is_answer = match self {
            Answers::Value(id) if header == *id => return Some(Column::Answer),
            Answers::Value(_) => false,
            Answers::Owners(names) => names.heads_owners(header),
        };
        // A header that is a field or derived value is a condition, even if a role is called so.
        match (is_condition, is_answer) {
            (true, _) => Some(Column::Condition),
            (false, true) => Some(Column::Answer),
            (false, false) => None,
        }
    }

    fn describe(&self) -> String {
        match self {
            Answers::Owners(_) => "`owner` or a role".to_owned(),
            Answers::Value(id) => format!("`{id}`, the value looked up"),
        }
    }
}

/// Tells the columns apart.
pub(super) fn columns(
    table: &Table,
    scope: &Scope<'_>,
    answers: &Answers<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Column> {
    unique(table.columns.iter(), "column", diagnostics);
    let is_known = |name: &str| scope.vocabulary.find(name).is_some();
    let has_answer = table.columns.iter().any(|header| {
        answers.column(&header.value, is_known(&header.value)) == Some(Column::Answer)
    });
    let column = |header: &Spanned<String>| {
        let name = header.value.as_str();
        if name == "id" {
            return Column::Id;
        }
        if let Some(column) = answers.column(name, is_known(name)) {
            return column;
        }
        let message = format!(
            "column `{name}` is neither a field, a derived value nor {}",
            answers.describe()
        );
        let diagnostic = Diagnostic::new(Code::UnknownColumn, header.span, message);
        diagnostics.push(match scope.vocabulary.near(name) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None if has_answer => {
                diagnostic.help("declare it in `fields` or `derive`, or remove the column")
            }
            None => diagnostic.help(format!(
                "declare it in `fields` or `derive`, or head it {}",
                answers.describe()
            )),
        });
        Column::Unknown
    };
    table.columns.iter().map(column).collect()
}

/// Checks the condition cells and gives the rows as rules.
pub(super) fn rules(
    table: &Table,
    columns: &[Column],
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Rules {
    not_yet(table, diagnostics);
    if !columns.contains(&Column::Condition) && is_read(columns) {
        let message = "no column of this table is a condition";
        let diagnostic = Diagnostic::new(Code::TableWithoutCondition, table.span, message);
        diagnostics
            .push(diagnostic.help("head a column with the name of a field or derived value"));
    }
    let admits = match account_field(table, columns, scope) {
        Some((position, field, kind)) => {
            let cell = |row: &Row| domains_of_row(table, row, position, kind, diagnostics);
            Admits::Accounts { field, domains: table.rows.iter().map(cell).collect() }
        }
        None => Admits::Formulas(formulas(table, columns, scope, diagnostics)),
    };
    size(table, &admits, diagnostics);
    let names = names(table, columns, diagnostics);
    let spans = table.rows.iter().map(|row| row.span).collect();
    Rules { admits, names, spans }
}

fn not_yet(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let word = match table.matching.value {
        Match::First => return,
        Match::Unique => "unique",
        Match::MostSpecific => "most-specific",
    };
    let message = format!("`match: {word}` is not there yet");
    let diagnostic = Diagnostic::new(Code::NotYet, table.matching.span, message);
    diagnostics.push(diagnostic.help("order the rows and use `match: first`"));
}

/// The only condition, if it is a domain field: then the table is an account list.
fn account_field<'a>(
    table: &Table,
    columns: &[Column],
    scope: &'a Scope<'_>,
) -> Option<(usize, FieldIndex, &'a Kind)> {
    let mut conditions = columns.iter().enumerate().filter(|(_, it)| **it == Column::Condition);
    let (position, _) = conditions.next()?;
    if conditions.next().is_some() {
        return None;
    }
    let meaning = scope.vocabulary.find(&table.columns.get(position)?.value)?;
    match (meaning.subject, meaning.holds) {
        (Subject::Field(field), Holds::Kind(kind @ Kind::Domain { .. })) => {
            Some((position, field, kind))
        }
        _ => None,
    }
}

/// The cell of a row, read; an empty one is reported unless the table admits it.
fn read_cell(
    table: &Table,
    row: &Row,
    position: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Cell> {
    let cell = row.cells.get(position)?;
    if cell.value.is_empty() {
        if !table.empty_is_any {
            let header = table.columns.get(position).map_or("", |header| header.value.as_str());
            let message = format!("the cell of `{header}` is empty");
            let diagnostic = Diagnostic::new(Code::EmptyCell, cell.span, message)
                .help("write `any` or `missing`, or `empty: any` beside the table");
            diagnostics.push(diagnostic);
        }
        return table.empty_is_any.then_some(Cell::Any);
    }
    let length = cell.span.end.saturating_sub(cell.span.start) as usize;
    let placed =
        Placed { text: &cell.value, span: cell.span, verbatim: length == cell.value.len() };
    parse_cell(placed).map_err(|diagnostic| diagnostics.push(diagnostic)).ok()
}

fn domains_of_row(
    table: &Table,
    row: &Row,
    position: usize,
    kind: &Kind,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let Some(cell) = read_cell(table, row, position, diagnostics) else { return Vec::new() };
    let span = row.cells.get(position).map_or(row.span, |cell| cell.span);
    let header = table.columns.get(position).map_or("", |header| header.value.as_str());
    let refuse = |diagnostics: &mut Vec<Diagnostic>| {
        let message = "an account list names domains, one or several, and nothing else";
        let diagnostic = Diagnostic::new(Code::CellNotUnderstood, span, message)
            .note("a table whose only condition is a domain is an account list")
            .help("write domains such as `acme.com, acme.co.uk`");
        diagnostics.push(diagnostic);
    };
    let Cell::Tests(tests) = cell else {
        refuse(diagnostics);
        return Vec::new();
    };
    let mut domains = Vec::new();
    for test in &tests {
        let UnaryTest::Is(literal) = test else {
            refuse(diagnostics);
            return Vec::new();
        };
        match typed(literal, header, kind) {
            Ok(value) => domains.extend(value.as_text().map(str::to_owned)),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    domains
}

fn formulas(
    table: &Table,
    columns: &[Column],
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Formula> {
    // A header that is not there yet is told once, not in every row.
    let headers = table.columns.iter().zip(columns).enumerate();
    let usable: Vec<_> = headers
        .filter(|(_, (_, column))| **column == Column::Condition)
        .filter(|(_, (header, _))| {
            let meaning = scope.meaning(header);
            meaning.map_err(|diagnostic| diagnostics.push(*diagnostic)).is_ok()
        })
        .map(|(position, (header, _))| (position, header))
        .collect();
    let mut row_formula = |row: &Row| {
        let mut tests = Vec::new();
        for (position, header) in &usable {
            let Some(cell) = read_cell(table, row, *position, diagnostics) else { continue };
            match scope.cell(header, &cell) {
                Ok(Formula::Always) => {}
                Ok(formula) => tests.push(formula),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        match tests.len() {
            0 => Formula::Always,
            1 => tests.remove(0),
            _ => Formula::And(tests),
        }
    };
    table.rows.iter().map(&mut row_formula).collect()
}

fn size(table: &Table, admits: &Admits, diagnostics: &mut Vec<Diagnostic>) {
    let (found, limit, what) = match admits {
        Admits::Accounts { domains, .. } => {
            (domains.iter().map(Vec::len).sum(), LIST_MAX, "domains")
        }
        Admits::Formulas(formulas) => {
            let boxes = formulas.iter().map(|formula| alternatives(formula).0);
            (boxes.fold(0, usize::saturating_add), BOXES_MAX, "rows and alternatives in them")
        }
    };
    if found > limit {
        let message = format!("the table has {found} {what}, at most {limit} are compiled");
        diagnostics.push(Diagnostic::new(Code::TooLarge, table.span, message));
    }
}

fn names(table: &Table, columns: &[Column], diagnostics: &mut Vec<Diagnostic>) -> RuleNames {
    let Some(position) = columns.iter().position(|column| *column == Column::Id) else {
        return RuleNames::Rows;
    };
    let cells = || table.rows.iter().filter_map(|row| row.cells.get(position));
    unique(cells().filter(|cell| !cell.value.is_empty()), "row", diagnostics);
    RuleNames::Ids(cells().map(|cell| cell.value.clone()).collect())
}
