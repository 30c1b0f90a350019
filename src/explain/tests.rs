//! Which tests a rule passed, and which ones the closest rule missed.

use super::speaker::Speaker;
use crate::artifact::{BitColumn, ColumnIndex, Form, Sentence, Table, TableIndex, words_per_class};
use crate::decide::Matcher;
use crate::record::decimal_text;

/// A box of a table and the columns by which it misses a record.
pub(crate) struct Closest {
    /// The rule the box belongs to.
    pub rule: u16,
    /// The tests missed, in words.
    pub missed: String,
}

impl Speaker<'_> {
    /// The tests of the box of `rule` that matched; `None` if it asks nothing.
    pub fn tests_of_rule(&self, table: TableIndex, rule: u16) -> Option<String> {
        let layout = self.program.tables.get(table.at())?;
        let mut boxes = boxes_of_rule(layout, rule);
        let found = boxes.find(|found| self.misses(layout, *found).is_empty())?;
        self.tests_of_box(table, layout, found)
    }

    /// The tests of the first box that matched; `None` if it asks nothing.
    pub fn tests_that_matched(&self, table: TableIndex) -> Option<String> {
        let layout = self.program.tables.get(table.at())?;
        let found = layout.first_box(self.atoms)?;
        self.tests_of_box(table, layout, found)
    }

    /// Whether there are tests is told by the table, not by the words, so that an artifact without
    /// words chooses the same sentences.
    fn tests_of_box(&self, table: TableIndex, layout: &Table, found: u16) -> Option<String> {
        let mut words: Vec<String> = Vec::new();
        for (_, test) in self.words(table, found) {
            // The two ends of a range are told in one test.
            if !words.contains(&test) {
                words.push(test);
            }
        }
        (!asks_nothing(layout, found)).then(|| self.all_of(&words))
    }

    /// The tests of a box: column and words.
    fn words(
        &self,
        table: TableIndex,
        found: u16,
    ) -> impl Iterator<Item = (ColumnIndex, String)> + '_ {
        let texts = self.program.texts.as_ref();
        let tests =
            texts.and_then(|texts| texts.tests.get(table.at())?.boxes.get(usize::from(found)));
        tests.into_iter().flatten().filter_map(move |(column, word)| {
            Some((*column, texts?.words.get(*word as usize)?.clone()))
        })
    }

    /// What `rule` asks in vain, in the box that comes closest.
    pub fn missed_by_rule(&self, table: TableIndex, rule: u16) -> String {
        let layout = self.program.tables.get(table.at());
        let closest = layout.and_then(|layout| {
            Some((self.closest(table, layout, boxes_of_rule(layout, rule))?, layout))
        });
        let Some((closest, layout)) = closest else {
            return self.say(Sentence::AsksTooMuch, &[]);
        };
        match boxes_of_rule(layout, rule).map(|_| 1).sum() {
            1 => self.say(Sentence::Asks, &[&closest.missed]),
            count => self.say(Sentence::ClosestAsks, &[&closest.missed, &decimal_text(count, 0)]),
        }
    }

    /// The rule of a table that comes closest, the first of equals.
    pub fn closest_rule(&self, table: TableIndex) -> Option<Closest> {
        let layout = self.program.tables.get(table.at())?;
        self.closest(table, layout, 0..layout.boxes)
    }

    fn closest(
        &self,
        table: TableIndex,
        layout: &Table,
        boxes: impl Iterator<Item = u16>,
    ) -> Option<Closest> {
        let (found, missed) = boxes
            .map(|found| (found, self.misses(layout, found)))
            .min_by_key(|(found, missed)| (missed.len(), *found))?;
        let rule = match layout.rule_of_box.get(usize::from(found)) {
            Some(rule) => *rule,
            None => found,
        };
        let mut sentences: Vec<String> = Vec::new();
        for (column, words) in self.words(table, found) {
            if missed.contains(&column) {
                let subject = self.program.columns.get(column.at())?.subject;
                let sentence = self.say(Sentence::NotMet, &[&words, &self.state(subject)]);
                if !sentences.contains(&sentence) {
                    sentences.push(sentence);
                }
            }
        }
        Some(Closest { rule, missed: self.missed(&sentences) })
    }

    /// The columns by which a box misses the record.
    fn misses(&self, table: &Table, found: u16) -> Vec<ColumnIndex> {
        let Form::Bits(columns) = &table.form else { return Vec::new() };
        let admits = |column: &&BitColumn| {
            let atom = usize::from(self.atoms.at(column.column));
            let class = column.class_of_atom.get(atom).copied().map_or(0, usize::from);
            class_admits(column, class, table.boxes, found)
        };
        columns.iter().filter(|column| !admits(column)).map(|column| column.column).collect()
    }
}

/// Whether a class of a column lies in a box.
fn class_admits(column: &BitColumn, class: usize, boxes: u16, found: u16) -> bool {
    let (word, bit) = (usize::from(found) / 64, found % 64);
    let bits = column.bits.get(class * words_per_class(boxes) + word).copied().unwrap_or(0);
    bits >> bit & 1 == 1
}

/// Whether every record lies in a box.
fn asks_nothing(table: &Table, found: u16) -> bool {
    let Form::Bits(columns) = &table.form else { return false };
    columns.iter().all(|column| {
        let mut classes = column.class_of_atom.iter().map(|class| usize::from(*class));
        classes.all(|class| class_admits(column, class, table.boxes, found))
    })
}

fn boxes_of_rule(table: &Table, rule: u16) -> impl Iterator<Item = u16> + '_ {
    (0..table.boxes).filter(move |found| match table.rule_of_box.get(usize::from(*found)) {
        Some(of_box) => *of_box == rule,
        None => *found == rule,
    })
}
