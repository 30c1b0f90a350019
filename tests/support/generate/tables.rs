//! Decision tables of the route, look-ups and account lists.

use super::tests::{Subject, Testable, cell};
use super::{Made, spanned};
use crate::support::random::Random;
use pointperson::diagnostic::Span;
use pointperson::policy::{Answer, How, Match, Row, Table};

/// A look-up whose output column is `output`.
pub(super) fn lookup(
    random: &mut Random,
    names: &[Subject],
    output: &str,
    values: &[&str],
    rows: usize,
) -> Table {
    let mut table = match domain_alone(random, names) {
        Some(domain) => account_list(random, &domain, rows),
        None => conditions(random, names, rows),
    };
    table.columns.push(spanned(output.to_owned()));
    for row in &mut table.rows {
        row.cells.push(spanned((*random.pick(values)).to_owned()));
    }
    finish(random, table)
}

/// A table of the route. `owners` are people and pools, of whom a cell may name one.
pub(super) fn route(
    random: &mut Random,
    names: &[Subject],
    roles: &[String],
    owners: &[String],
    rows: usize,
) -> Table {
    let mut table = match domain_alone(random, names) {
        Some(domain) => account_list(random, &domain, rows),
        None => conditions(random, names, rows),
    };
    let mut headers = roles.to_vec();
    headers.push("owner".to_owned());
    let count = 1 + random.below(headers.len());
    for header in random.some(&headers, count) {
        table.columns.push(spanned(header));
        for row in &mut table.rows {
            let owner = if random.chance(20) { String::new() } else { random.pick(owners).clone() };
            row.cells.push(spanned(owner));
        }
    }
    finish(random, table)
}

/// A domain for an account list: always when it is the only name, else sometimes.
fn domain_alone(random: &mut Random, names: &[Subject]) -> Option<Subject> {
    let is_domain = |name: &&Subject| matches!(name.testable, Testable::Domain { .. });
    let domains: Vec<&Subject> = names.iter().filter(is_domain).collect();
    let others = names.iter().filter(|name| is_column(name) && !is_domain(name)).count();
    let taken = !domains.is_empty() && (others == 0 || random.chance(50));
    taken.then(|| (*random.pick(&domains)).clone())
}

/// Points, grade and stage are no columns.
fn is_column(name: &Subject) -> bool {
    !matches!(name.name.as_str(), "score" | "fit" | "intent" | "grade" | "stage")
}

/// One to three condition columns; not a domain alone, which would be an account list.
fn conditions(random: &mut Random, names: &[Subject], rows: usize) -> Table {
    let names: Vec<Subject> = names.iter().filter(|name| is_column(name)).cloned().collect();
    let count = 1 + random.below(3);
    let mut columns = random.some(&names, count);
    if let [only] = columns.as_slice()
        && matches!(only.testable, Testable::Domain { .. })
    {
        let other = names.iter().find(|name| !matches!(name.testable, Testable::Domain { .. }));
        columns.extend(other.cloned());
    }
    let empty_is_any = random.chance(30);
    let rows = (0..=random.below(rows)).map(|_| {
        let cells = columns.iter().map(|column| {
            let empty = empty_is_any && random.chance(30);
            spanned(if empty { String::new() } else { cell(random, &column.testable) })
        });
        Row { cells: cells.collect(), span: Span::default() }
    });
    Table {
        file: None,
        rows: rows.collect(),
        columns: columns.iter().map(|column| spanned(column.name.clone())).collect(),
        matching: spanned(Match::First),
        empty_is_any,
        span: Span::default(),
    }
}

fn account_list(random: &mut Random, domain: &Subject, rows: usize) -> Table {
    let listed =
        ["acme.com", "mail.acme.com", "Example.org", "eu.mail.acme.com", "gmail.com", "x.org"];
    let rows = (0..=random.below(rows.min(6))).map(|_| {
        let count = 1 + random.below(2);
        let cell = random.some(&listed, count).join(", ");
        Row { cells: vec![spanned(cell)], span: Span::default() }
    });
    Table {
        file: None,
        rows: rows.collect(),
        columns: vec![spanned(domain.name.clone())],
        matching: spanned(Match::First),
        empty_is_any: false,
        span: Span::default(),
    }
}

/// Adds an `id` column sometimes.
fn finish(random: &mut Random, mut table: Table) -> Table {
    if random.chance(40) {
        table.columns.push(spanned("id".to_owned()));
        for (at, row) in table.rows.iter_mut().enumerate() {
            let named = random.chance(70);
            let id = if named { format!("rule-{at}") } else { String::new() };
            row.cells.push(spanned(id));
        }
    }
    table
}

/// Puts some tables into CSV files.
pub(super) fn move_to_files(random: &mut Random, made: &mut Made) {
    let lookups = made.policy.derive.iter_mut().filter_map(|derived| match &mut derived.how {
        How::Lookup(table) => Some(table),
        How::Lines(_) => None,
    });
    let routes = made.policy.steps.iter_mut().filter_map(|step| match &mut step.answer {
        Answer::Table(table) => Some(table),
        _ => None,
    });
    for (at, table) in lookups.chain(routes).enumerate() {
        if random.chance(40) {
            let name = format!("table-{at}.csv");
            made.files.insert(name.clone(), csv(table).into_bytes());
            table.file = Some(spanned(name));
        }
    }
}

fn csv(table: &Table) -> String {
    let line = |cells: Vec<&str>| {
        let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        quoted.collect::<Vec<_>>().join(",") + "\r\n"
    };
    let mut text = line(table.columns.iter().map(|column| column.value.as_str()).collect());
    for row in &table.rows {
        text += &line(row.cells.iter().map(|cell| cell.value.as_str()).collect());
    }
    text
}
