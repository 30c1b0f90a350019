//! Matching: which rules of a table admit a record's atoms.

use super::Atoms;
use crate::artifact::{BitColumn, Form, Table, words_per_class};

/// What a table answers for the atoms of a record.
pub trait Matcher {
    /// The first rule that matches.
    fn first_rule(&self, atoms: &Atoms) -> Option<u16>;
    /// Every rule that matches, ascending, each once.
    fn all_rules(&self, atoms: &Atoms) -> Vec<u16>;
    /// The first box that matches.
    fn first_box(&self, atoms: &Atoms) -> Option<u16>;
}

impl Matcher for Table {
    fn first_rule(&self, atoms: &Atoms) -> Option<u16> {
        self.first_box(atoms).and_then(|found| rule_of_box(self, found))
    }

    fn all_rules(&self, atoms: &Atoms) -> Vec<u16> {
        let mut rules = Vec::new();
        let mut add = |found: u16| {
            if let Some(rule) = rule_of_box(self, found).filter(|rule| rules.last() != Some(rule)) {
                rules.push(rule);
            }
        };
        match &self.form {
            Form::Direct { .. } => self.first_box(atoms).into_iter().for_each(add),
            Form::Bits(columns) => {
                for word in 0..words_per_class(self.boxes) {
                    let mut bits = matching_word(columns, word, self.boxes, atoms);
                    while bits != 0 {
                        add(box_of_bit(word, bits.trailing_zeros()));
                        bits &= bits - 1;
                    }
                }
            }
        }
        rules
    }

    fn first_box(&self, atoms: &Atoms) -> Option<u16> {
        match &self.form {
            Form::Direct { column, first_box } => {
                first_box.get(usize::from(atoms.at(*column))).and_then(|one| one.checked_sub(1))
            }
            Form::Bits(columns) => (0..words_per_class(self.boxes)).find_map(|word| {
                let bits = matching_word(columns, word, self.boxes, atoms);
                (bits != 0).then(|| box_of_bit(word, bits.trailing_zeros()))
            }),
        }
    }
}

/// The rule a box belongs to.
fn rule_of_box(table: &Table, found: u16) -> Option<u16> {
    if table.rule_of_box.is_empty() {
        return (found < table.rules).then_some(found);
    }
    table.rule_of_box.get(usize::from(found)).copied()
}

fn box_of_bit(word: usize, bit: u32) -> u16 {
    u16::try_from(word * 64 + bit as usize).unwrap_or(u16::MAX)
}

/// Word `word` of the boxes that every column admits.
fn matching_word(columns: &[BitColumn], word: usize, boxes: u16, atoms: &Atoms) -> u64 {
    let mut bits = boxes_in_word(word, boxes);
    for column in columns {
        if bits == 0 {
            return 0;
        }
        let atom = usize::from(atoms.at(column.column));
        let class = column.class_of_atom.get(atom).copied().map_or(usize::MAX, usize::from);
        let at = class.saturating_mul(words_per_class(boxes)).saturating_add(word);
        bits &= column.bits.get(at).copied().unwrap_or(0);
    }
    bits
}

/// A bit for each box of word `word`; the last word of a table may be short.
fn boxes_in_word(word: usize, boxes: u16) -> u64 {
    match usize::from(boxes).saturating_sub(word * 64) {
        0 => 0,
        count if count >= 64 => u64::MAX,
        count => (1 << count) - 1,
    }
}
