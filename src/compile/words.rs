//! What every box asks, in words: `employees is over 1,000`, `country is US, CA or MX`.
//!
//! The words are made from the atom set, not from the condition, so they say exactly what is
//! matched. Each test is kept once.

use super::column_index;
use crate::artifact::TableTexts;
use crate::boxes::{AtomSet, Block, Column, Entry, LoweredTable, View};
use crate::check::{CheckedPolicy, Subject};
use crate::record::{Kind, Unit, number_words};
use std::collections::HashMap;

/// More listed values than this are counted instead of named.
const NAMED_MAX: usize = 12;

/// The words of a program while its tables are laid out.
pub(super) struct Words<'a> {
    policy: &'a CheckedPolicy,
    columns: &'a [Column],
    words: Vec<String>,
    known: HashMap<String, u32>,
    tables: Vec<TableTexts>,
}

impl<'a> Words<'a> {
    pub fn new(policy: &'a CheckedPolicy, columns: &'a [Column]) -> Self {
        Words { policy, columns, words: Vec::new(), known: HashMap::new(), tables: Vec::new() }
    }

    pub fn columns(&self) -> &'a [Column] {
        self.columns
    }

    /// Says what every box of a table asks.
    pub fn table(&mut self, table: &LoweredTable) {
        let mut boxes = Vec::new();
        for (_, block) in &table.boxes {
            let mut tests = Vec::new();
            for (id, atoms) in block.sides() {
                if let Some(column) = self.columns.get(usize::from(id.0)) {
                    let range = self.range(block, column.subject);
                    let words = range.unwrap_or_else(|| self.test(column, atoms));
                    tests.push((column_index(*id), self.intern(words)));
                }
            }
            boxes.push(tests);
        }
        self.tables.push(TableTexts { boxes });
    }

    pub fn finish(self) -> (Vec<TableTexts>, Vec<String>) {
        (self.tables, self.words)
    }

    fn intern(&mut self, words: String) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        *self.known.entry(words).or_insert_with_key(|words| {
            self.words.push(words.clone());
            next
        })
    }

    /// A number that may be a range is looked at by both ends; a box that bounds both says so in
    /// one test, `company size is from 100 to 999`, for each of the two columns.
    fn range(&self, block: &Block, subject: Subject) -> Option<String> {
        let mut ends = (None, None);
        for (id, atoms) in block.sides() {
            let column = self.columns.get(usize::from(id.0))?;
            match (&column.view, atoms.ranges()) {
                _ if column.subject != subject => {}
                (View::Low(cuts), [(start, end)]) if *end == column.atoms() => {
                    ends.0 = start.checked_sub(2).and_then(|at| cuts.get(usize::from(at)));
                }
                (View::High(cuts), [(1, end)]) => {
                    ends.1 = end.checked_sub(2).and_then(|at| cuts.get(usize::from(at)));
                }
                _ => return None,
            }
        }
        let (low, high) = (*ends.0?, ends.1?.saturating_sub(1));
        let said = interval_words(&self.kind(subject), Some(low), Some(high));
        Some(format!("{} is {said}", self.name(subject)))
    }

    fn test(&self, column: &Column, atoms: &AtomSet) -> String {
        let name = self.name(column.subject);
        let mut said = match &column.view {
            View::Low(cuts) | View::High(cuts) => self.numbers(column, cuts, atoms),
            View::Flag => if atoms.holds(2) { "yes" } else { "no" }.to_owned(),
            View::FreeMail => if atoms.holds(2) { "free mail" } else { "not free mail" }.to_owned(),
            View::Text(entries) => entry_words(entries, column, atoms),
            View::Suffix(texts) => {
                listed("ends with", texts, column, atoms, |text, end| text.ends_with(end))
            }
            View::Account(domains) => listed("belongs to", domains, column, atoms, lies_under),
            View::Contains(text) => {
                let verb = if atoms.holds(2) { "contains" } else { "does not contain" };
                return format!("{name} {verb} `{text}`");
            }
            View::Value(_) => self.values(column, atoms),
        };
        if atoms.ranges() == [(0, 1)] {
            said = "missing".to_owned();
        } else if atoms.ranges() == [(1, column.atoms())] && !names_all(&column.view) {
            said = "known".to_owned();
        } else if atoms.holds(0) {
            said.push_str(" or missing");
        }
        match said.strip_prefix('!') {
            Some(verb) => format!("{name} {verb}"),
            None => format!("{name} is {said}"),
        }
    }

    fn name(&self, subject: Subject) -> String {
        let model = self.policy.model();
        let word = match subject {
            Subject::Field(field) => {
                model.labels.get(usize::from(field.0)).map_or("", String::as_str)
            }
            Subject::Derived(position) => {
                model.derived.get(position).map_or("", |derived| derived.id.as_str())
            }
            Subject::Fit => "fit",
            Subject::Intent => "intent",
            Subject::Total => "score",
            Subject::Grade => "grade",
            Subject::Stage => "stage",
        };
        word.to_owned()
    }

    fn kind(&self, subject: Subject) -> Kind {
        let field = match subject {
            Subject::Field(field) => self.policy.model().shape.get(field),
            Subject::Derived(_)
            | Subject::Fit
            | Subject::Intent
            | Subject::Total
            | Subject::Grade
            | Subject::Stage => None,
        };
        let points = Kind::Number { unit: Unit::Plain, scale: 0, ranges: false };
        field.map_or(points, |field| field.kind.clone())
    }

    fn numbers(&self, column: &Column, cuts: &[i64], atoms: &AtomSet) -> String {
        let kind = self.kind(column.subject);
        let known = atoms.meet(&AtomSet::range(1, column.atoms()));
        let cut = |at: u16| cuts.get(usize::from(at)).copied();
        let interval = |(start, end): &(u16, u16)| {
            // Atom 1 begins below every cut; atom `n` begins at cut `n - 2`.
            let low = start.checked_sub(2).and_then(cut);
            let high = end.checked_sub(2).and_then(cut).map(|cut| cut.saturating_sub(1));
            interval_words(&kind, low, high)
        };
        let intervals = known.ranges().iter().map(interval);
        either(intervals.collect())
    }

    fn values(&self, column: &Column, atoms: &AtomSet) -> String {
        let model = self.policy.model();
        let policy = self.policy.policy();
        let values: Vec<String> = match column.subject {
            Subject::Derived(position) => {
                model.derived.get(position).map_or_else(Vec::new, |it| it.values.clone())
            }
            Subject::Stage => policy.stages.iter().map(|stage| stage.id.value.clone()).collect(),
            Subject::Grade => {
                let letters = model.grade.iter().flat_map(|grade| {
                    let letters = grade.bands.iter().map(|(letter, _)| letter.to_string());
                    letters.chain([grade.otherwise.to_string()])
                });
                letters.collect()
            }
            Subject::Field(_) | Subject::Fit | Subject::Intent | Subject::Total => Vec::new(),
        };
        let known = atoms.iter().filter_map(|atom| values.get(usize::from(atom.checked_sub(1)?)));
        either(known.cloned().collect())
    }
}

/// A short list of values says more than "known".
fn names_all(view: &View) -> bool {
    matches!(view, View::Value(1..=3) | View::Flag)
}

/// `over 1,000`, `at most 999`, `from 100 to 999`.
fn interval_words(kind: &Kind, low: Option<i64>, high: Option<i64>) -> String {
    let say = |number: i64| number_words(kind, number);
    // `over 1,000` reads better than `at least 1,001`; whichever number is rounder was meant.
    let is_whole = matches!(kind, Kind::Number { .. });
    let rounder = |number: i64, other: i64| is_whole && zeros(other) > zeros(number);
    match (low, high) {
        (None, None) => "known".to_owned(),
        (Some(low), Some(high)) if low == high => say(low),
        (Some(low), Some(high)) => format!("from {} to {}", say(low), say(high)),
        (Some(low), None) if rounder(low, low - 1) => format!("over {}", say(low - 1)),
        (Some(low), None) => format!("at least {}", say(low)),
        (None, Some(high)) if rounder(high, high + 1) => format!("under {}", say(high + 1)),
        (None, Some(high)) => format!("at most {}", say(high)),
    }
}

/// How many zeros a number ends with; zero counts as none, so that `over 0` is not preferred.
fn zeros(number: i64) -> u32 {
    let mut rest = number.unsigned_abs();
    let mut count = 0;
    while rest != 0 && rest.is_multiple_of(10) {
        rest /= 10;
        count += 1;
    }
    count
}

/// Words about listed texts and prefixes; `!` says that the verb is there already.
fn entry_words(entries: &[Entry], column: &Column, atoms: &AtomSet) -> String {
    let of = |wanted: bool| {
        let chosen = entries.iter().zip(2_u16..).filter(|(_, atom)| atoms.holds(*atom) == wanted);
        let chosen: Vec<_> = chosen.map(|(entry, _)| entry).collect();
        // Where all that starts with a text is meant, longer entries of other rules say nothing.
        let stems: Vec<_> = chosen.iter().copied().filter(|entry| entry.prefix).collect();
        let told = chosen.into_iter().filter(|entry| {
            !stems.iter().any(|stem| stem != entry && entry.text.starts_with(&stem.text))
        });
        told.collect::<Vec<_>>()
    };
    let quoted = |entry: &&Entry| format!("`{}`", entry.text);
    let say = |entry: &&Entry| match entry.prefix {
        true => format!("a text that starts with `{}`", entry.text),
        false => entry.text.clone(),
    };
    if atoms.holds(1) && column.atoms() > 2 {
        return format!("known and not {}", either(of(false).iter().map(say).collect()));
    }
    let told = of(true);
    if !told.is_empty() && told.iter().all(|entry| entry.prefix) {
        return format!("!starts with {}", either(told.iter().map(quoted).collect()));
    }
    either(told.iter().map(say).collect())
}

/// Words about suffixes and domains; `!` says that the verb is there already.
///
/// A text that `lies_in` another one is left out: it stands in the column for the sake of other
/// rules, and the shorter one says it all.
fn listed(
    verb: &str,
    texts: &[String],
    column: &Column,
    atoms: &AtomSet,
    lies_in: impl Fn(&str, &str) -> bool,
) -> String {
    let of = |wanted: bool| {
        let chosen = texts.iter().zip(2_u16..).filter(|(_, atom)| atoms.holds(*atom) == wanted);
        let chosen: Vec<_> = chosen.map(|(text, _)| text).collect();
        let told = chosen
            .iter()
            .filter(|text| !chosen.iter().any(|other| other != *text && lies_in(text, other)));
        told.map(|text| format!("`{text}`")).collect::<Vec<_>>()
    };
    if atoms.holds(1) && column.atoms() > 2 {
        format!("known and not one that {verb} {}", either(of(false)))
    } else {
        format!("!{verb} {}", either(of(true)))
    }
}

/// Whether a host lies under a domain, by whole labels.
fn lies_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|labels| labels.ends_with('.'))
}

/// `a`, `a or b`, `a, b or c`; a long list is counted.
fn either(list: Vec<String>) -> String {
    if list.len() > NAMED_MAX {
        let named: Vec<_> = list.iter().take(NAMED_MAX - 2).cloned().collect();
        return format!("{} or {} more", named.join(", "), list.len() - named.len());
    }
    match list.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}
