//! Formulas -> boxes: the set where a formula is true, and the set where it is false.

use super::block::{product, union};
use super::columns::{Columns, Entry, Sight};
use super::{AtomSet, Block, Column, ColumnId, View};
use crate::check::{Formula, Predicate, Subject};
use crate::record::FieldIndex;
use std::collections::HashMap;

/// Rules as boxes, in order.
#[derive(Clone, Debug)]
pub struct LoweredTable {
    /// How many rules there are.
    pub rules: usize,
    /// The boxes, ascending by rule.
    pub boxes: Vec<(usize, Block)>,
    /// The column of an account list, which is stored in a form of its own.
    pub account: Option<ColumnId>,
}

/// One formula for each rule.
pub(super) fn table(columns: &Columns<'_>, formulas: &[&Formula]) -> LoweredTable {
    let rules = formulas.iter().enumerate();
    let boxes = rules.flat_map(|(rule, formula)| {
        lower_formula(columns, formula, true).into_iter().map(move |block| (rule, block))
    });
    LoweredTable { rules: formulas.len(), boxes: boxes.collect(), account: None }
}

/// An account list: each row takes the atoms whose longest domain *of this list* is one of the
/// row's. The column may hold domains of other lists too.
pub(super) fn account_table(
    columns: &Columns<'_>,
    field: FieldIndex,
    domains: &[Vec<String>],
) -> LoweredTable {
    let mut row_of_domain: HashMap<&str, usize> = HashMap::new();
    for (row, list) in domains.iter().enumerate() {
        for domain in list {
            row_of_domain.entry(domain).or_insert(row);
        }
    }
    let found = columns.find(Subject::Field(field), Sight::Account);
    let mut atoms_of_row: Vec<Vec<u16>> = vec![Vec::new(); domains.len()];
    if let Some((_, Column { view: View::Account(listed), .. })) = found {
        for (domain, atom) in listed.iter().zip(2_u16..) {
            let row = parents(domain).find_map(|it| row_of_domain.get(it));
            if let Some(atoms) = row.and_then(|row| atoms_of_row.get_mut(*row)) {
                atoms.push(atom);
            }
        }
    }
    let account = found.map(|(id, _)| id);
    let rows = atoms_of_row.into_iter().enumerate();
    let boxes = rows.filter_map(|(row, atoms)| {
        Block::side(account?, AtomSet::of(atoms)).map(|block| (row, block))
    });
    LoweredTable { rules: domains.len(), boxes: boxes.collect(), account }
}

/// A domain, then the domains it lies under, as long as they have two labels.
fn parents(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |it| it.split_once('.').map(|(_, parent)| parent))
        .filter(|it| it.contains('.'))
}

/// The boxes of the records for which `formula` is true, or those for which it is false.
pub(super) fn lower_formula(columns: &Columns<'_>, formula: &Formula, wanted: bool) -> Vec<Block> {
    let all = |list: &[Formula]| {
        let parts = list.iter().map(|part| lower_formula(columns, part, wanted));
        parts.fold(vec![Block::everything()], |left, right| product(&left, &right))
    };
    let any = |list: &[Formula]| {
        let parts = list.iter().map(|part| lower_formula(columns, part, wanted));
        parts.fold(Vec::new(), union)
    };
    match formula {
        Formula::Always if wanted => vec![Block::everything()],
        Formula::Always => Vec::new(),
        Formula::Not(inner) => lower_formula(columns, inner, !wanted),
        Formula::And(list) => {
            if wanted {
                all(list)
            } else {
                any(list)
            }
        }
        Formula::Or(list) => {
            if wanted {
                any(list)
            } else {
                all(list)
            }
        }
        Formula::Test(subject, predicate) => {
            Test { columns, subject: *subject }.lower(predicate, wanted)
        }
    }
}

struct Test<'a> {
    columns: &'a Columns<'a>,
    subject: Subject,
}

impl Test<'_> {
    fn lower(&self, predicate: &Predicate, wanted: bool) -> Vec<Block> {
        match predicate {
            Predicate::Missing => self.missing(wanted),
            Predicate::Known => self.missing(!wanted),
            Predicate::Numbers(intervals) => self.numbers(intervals, wanted),
            Predicate::Flag(flag) => self.yes_or_no(Sight::Flag, *flag == wanted),
            Predicate::Contains(text) => self.yes_or_no(Sight::Contains(text.clone()), wanted),
            Predicate::FreeMail => self.yes_or_no(Sight::FreeMail, wanted),
            Predicate::Texts(texts) => self
                .entries(wanted, |entry| !entry.prefix && texts.binary_search(&entry.text).is_ok()),
            Predicate::StartsWith(text) => {
                self.entries(wanted, |entry| entry.text.starts_with(text.as_str()))
            }
            Predicate::EndsWith(text) => self.suffixes(text, wanted),
            Predicate::Values(positions) => {
                let atoms = positions.iter().filter_map(|it| u16::try_from(it + 1).ok());
                self.known(Sight::Value, AtomSet::of(atoms.collect()), wanted)
            }
        }
    }

    /// The set itself, or the other known atoms.
    fn known(&self, sight: Sight, atoms: AtomSet, wanted: bool) -> Vec<Block> {
        let Some((id, column)) = self.columns.find(self.subject, sight) else { return Vec::new() };
        let atoms = if wanted { atoms } else { atoms.known_others(column.atoms()) };
        Block::side(id, atoms).into_iter().collect()
    }

    /// *Missing* is never unknown, so here the other set holds everything else.
    fn missing(&self, wanted: bool) -> Vec<Block> {
        let missing = AtomSet::one(0);
        let sight = self.columns.main_sight(self.subject);
        let Some((id, column)) = self.columns.find(self.subject, sight) else { return Vec::new() };
        let known = AtomSet::range(1, column.atoms());
        Block::side(id, if wanted { missing } else { known }).into_iter().collect()
    }

    fn yes_or_no(&self, sight: Sight, yes: bool) -> Vec<Block> {
        self.known(sight, AtomSet::one(if yes { 2 } else { 1 }), true)
    }

    fn entries(&self, wanted: bool, is_in: impl Fn(&Entry) -> bool) -> Vec<Block> {
        let found = self.columns.find(self.subject, Sight::Text);
        let Some((_, Column { view: View::Text(entries), .. })) = found else { return Vec::new() };
        let atoms = entries.iter().zip(2_u16..).filter(|(entry, _)| is_in(entry));
        let atoms = AtomSet::of(atoms.map(|(_, atom)| atom).collect());
        self.known(Sight::Text, atoms, wanted)
    }

    fn suffixes(&self, suffix: &str, wanted: bool) -> Vec<Block> {
        let found = self.columns.find(self.subject, Sight::Suffix);
        let Some((_, Column { view: View::Suffix(listed), .. })) = found else {
            return Vec::new();
        };
        let atoms = listed.iter().zip(2_u16..).filter(|(text, _)| text.ends_with(suffix));
        let atoms = AtomSet::of(atoms.map(|(_, atom)| atom).collect());
        self.known(Sight::Suffix, atoms, wanted)
    }

    /// True if some interval holds both ends; false if both ends lie in one gap between them.
    fn numbers(&self, intervals: &[(i64, i64)], wanted: bool) -> Vec<Block> {
        let has_ranges = self.columns.has_ranges(self.subject);
        if wanted && has_ranges {
            let blocks = intervals.iter().filter_map(|(low, high)| self.within(*low, *high));
            return union(blocks.collect(), Vec::new());
        }
        if wanted || !has_ranges {
            let atoms = intervals.iter().flat_map(|(low, high)| {
                self.span(Sight::Low, *low, *high).iter().collect::<Vec<_>>()
            });
            return self.known(Sight::Low, AtomSet::of(atoms.collect()), wanted);
        }
        let starts = [None].into_iter().chain(intervals.iter().map(|(_, high)| Some(*high)));
        let ends = intervals.iter().map(|(low, _)| Some(*low)).chain([None]);
        let gap = |(before, after): (Option<i64>, Option<i64>)| {
            // Nothing lies before the least number or after the greatest.
            let low = before.map_or(Some(i64::MIN), |high| high.checked_add(1))?;
            let high = after.map_or(Some(i64::MAX), |low| low.checked_sub(1))?;
            self.within(low, high)
        };
        union(starts.zip(ends).filter_map(gap).collect(), Vec::new())
    }

    /// The numbers known to lie between two ends, themselves included.
    fn within(&self, low: i64, high: i64) -> Option<Block> {
        if low > high {
            return None;
        }
        let side = |sight: Sight| {
            let (id, _) = self.columns.find(self.subject, sight.clone())?;
            Block::side(id, self.span(sight, low, high))
        };
        // An end that is not asked for constrains nothing: a number has both ends or none.
        match (low == i64::MIN, high == i64::MAX) {
            (true, false) => side(Sight::High),
            (_, true) => side(Sight::Low),
            (false, false) => {
                let (low_id, _) = self.columns.find(self.subject, Sight::Low)?;
                let (high_id, _) = self.columns.find(self.subject, Sight::High)?;
                let above = Block::side(low_id, self.span(Sight::Low, low, i64::MAX))?;
                above.meet(&Block::side(high_id, self.span(Sight::High, i64::MIN, high))?)
            }
        }
    }

    /// The known atoms of a number column between two ends that are cuts of it.
    fn span(&self, sight: Sight, low: i64, high: i64) -> AtomSet {
        let found = self.columns.find(self.subject, sight);
        let Some((_, column)) = found else { return AtomSet::default() };
        let (View::Low(cuts) | View::High(cuts)) = &column.view else { return AtomSet::default() };
        let place = |end: i64| cuts.partition_point(|cut| *cut < end);
        let from = if low == i64::MIN { 1 } else { place(low) + 2 };
        let to = if high == i64::MAX { cuts.len() + 2 } else { place(high.saturating_add(1)) + 2 };
        let atom = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        AtomSet::range(atom(from), atom(to))
    }
}
