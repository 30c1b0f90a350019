//! Values -> atoms: once for each column and decision.

use crate::artifact::{Cut, Program, Subject, TextEntry};
use crate::record::{Bounds, Record, Value, find_in_text, host_of_email};

/// The atom of *missing* in every column.
pub const MISSING: u16 = 0;

/// The atom of every column for one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atoms {
    atoms: Vec<u16>,
}

impl Atoms {
    /// The atoms of the columns over fields; all others are *missing* until they are set.
    pub fn of_fields(program: &Program, record: &Record) -> Self {
        let atom = |column: &crate::artifact::Column| match column.subject {
            Subject::Field(field) => atom_of(&column.cut, record.value(field), &program.free_mail),
            Subject::Derived(_)
            | Subject::Fit
            | Subject::Intent
            | Subject::Total
            | Subject::Grade
            | Subject::Stage => MISSING,
        };
        Atoms { atoms: program.columns.iter().map(atom).collect() }
    }

    /// The atom of a column; a column that is not there is *missing*.
    pub fn at(&self, column: crate::artifact::ColumnIndex) -> u16 {
        self.atoms.get(column.at()).copied().unwrap_or(MISSING)
    }

    /// Sets every column over `subject`, a derived value, the grade or the stage, to its value at
    /// `position`.
    pub(crate) fn set_value(&mut self, program: &Program, subject: Subject, value: Option<u16>) {
        let atom = value.map_or(MISSING, |position| position.saturating_add(1));
        self.set(program, subject, |_| atom);
    }

    /// Sets every column over `subject`, an axis of the score.
    pub(crate) fn set_number(&mut self, program: &Program, subject: Subject, number: i64) {
        self.set(program, subject, |cut| number_atom(cut, Bounds::exact(number)));
    }

    fn set(&mut self, program: &Program, subject: Subject, atom: impl Fn(&Cut) -> u16) {
        let columns = program.columns.iter().zip(&mut self.atoms);
        for (column, place) in columns.filter(|(column, _)| column.subject == subject) {
            *place = atom(&column.cut);
        }
    }
}

fn atom_of(cut: &Cut, value: &Value, free_mail: &[String]) -> u16 {
    match value {
        Value::Missing(_) => MISSING,
        Value::Number(bounds) => number_atom(cut, *bounds),
        Value::Flag(flag) => 1 + u16::from(*flag),
        Value::Text(text) => text_atom(cut, text, free_mail),
    }
}

/// A position in a list of at most 65,535 entries, as `read` has made sure.
fn place(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}

fn number_atom(cut: &Cut, bounds: Bounds) -> u16 {
    let (cuts, number) = match cut {
        Cut::Low(cuts) => (cuts, bounds.low),
        Cut::High(cuts) => (cuts, bounds.high),
        Cut::Flag
        | Cut::Text(_)
        | Cut::Suffix(_)
        | Cut::Contains(_)
        | Cut::FreeMail
        | Cut::Account(_)
        | Cut::Value(_) => return MISSING,
    };
    place(1 + cuts.partition_point(|cut| *cut <= number))
}

fn text_atom(cut: &Cut, text: &str, free_mail: &[String]) -> u16 {
    let listed = |position: Option<usize>| position.map_or(1, |position| place(position + 2));
    match cut {
        Cut::Text(entries) => listed(find_text(entries, text)),
        Cut::Suffix(suffixes) => listed(find_suffix(suffixes, text)),
        Cut::Account(domains) => listed(find_account(domains, text)),
        Cut::Contains(part) => 1 + u16::from(find_in_text(text, part).is_some()),
        Cut::FreeMail => {
            let host = host_of_email(text);
            1 + u16::from(free_mail.binary_search_by(|free| free.as_str().cmp(host)).is_ok())
        }
        Cut::Low(_) | Cut::High(_) | Cut::Flag | Cut::Value(_) => MISSING,
    }
}

/// The entry that is `text`, else the longest prefix entry that `text` starts with.
///
/// Entries are sorted, so every prefix of `text` stands before it, and a prefix that stands before
/// an entry which shares `n` bytes with `text` has at most `n` bytes: each round either finds the
/// entry or shortens what can still be found.
fn find_text(entries: &[TextEntry], text: &str) -> Option<usize> {
    let text = text.as_bytes();
    let mut candidates = entries;
    let mut shared = text.len();
    loop {
        let head = text.get(..shared)?;
        let end = candidates.partition_point(|entry| entry.text.as_bytes() <= head);
        candidates = candidates.get(..end)?;
        let (entry, before) = candidates.split_last()?;
        let bytes = entry.text.as_bytes();
        if (entry.prefix && text.starts_with(bytes)) || bytes == text {
            return Some(exact_before(entries, before.len(), text));
        }
        shared = bytes.iter().zip(text).take_while(|(left, right)| left == right).count();
        candidates = before;
    }
}

/// The exact entry of a text stands right before the prefix entry of the same text and wins.
fn exact_before(entries: &[TextEntry], found: usize, text: &[u8]) -> usize {
    let is_exact = |entry: &TextEntry| !entry.prefix && entry.text.as_bytes() == text;
    let before = found.checked_sub(1).filter(|at| entries.get(*at).is_some_and(is_exact));
    before.unwrap_or(found)
}

fn find_suffix(suffixes: &[String], text: &str) -> Option<usize> {
    let matching = suffixes.iter().enumerate().filter(|(_, suffix)| text.ends_with(*suffix));
    matching.max_by_key(|(_, suffix)| suffix.len()).map(|(position, _)| position)
}

/// The longest of `domains` that `host` is or lies under, by whole labels, at least two of them.
fn find_account(domains: &[String], host: &str) -> Option<usize> {
    let mut rest = Some(host);
    while let Some(domain) = rest.filter(|domain| domain.contains('.')) {
        if let Ok(position) = domains.binary_search_by(|listed| listed.as_str().cmp(domain)) {
            return Some(position);
        }
        rest = domain.split_once('.').map(|(_, parent)| parent);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(list: &[(&str, bool)]) -> Vec<TextEntry> {
        let entry =
            |(text, prefix): &(&str, bool)| TextEntry { text: (*text).into(), prefix: *prefix };
        let mut entries: Vec<_> = list.iter().map(entry).collect();
        entries.sort();
        entries
    }

    #[test]
    fn the_longest_prefix_wins_unless_the_text_itself_is_listed() {
        let list =
            entries(&[("a", true), ("ab", false), ("ab", true), ("abc", false), ("b", false)]);
        let find =
            |text| find_text(&list, text).map(|at| (list[at].text.as_str(), list[at].prefix));
        assert_eq!(find("ab"), Some(("ab", false)));
        assert_eq!(find("abc"), Some(("abc", false)));
        assert_eq!(find("abcd"), Some(("ab", true)));
        assert_eq!(find("ax"), Some(("a", true)));
        assert_eq!(find("bx"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn an_account_matches_by_whole_labels() {
        let domains = ["acme.com".to_owned(), "eu.acme.com".to_owned(), "uk".to_owned()];
        assert_eq!(find_account(&domains, "www.acme.com"), Some(0));
        assert_eq!(find_account(&domains, "de.eu.acme.com"), Some(1));
        assert_eq!(find_account(&domains, "notacme.com"), None);
        assert_eq!(find_account(&domains, "foo.uk"), None);
    }
}
