//! Tables as flat bit vectors: for each column, atom -> class -> the boxes that admit it. Atoms
//! that the same boxes admit share a class.

use super::{column_index, small};
use crate::artifact::{BitColumn, Form, Table, words_per_class};
use crate::boxes::{AtomSet, Block, Column, ColumnId, LoweredTable};
use std::collections::{BTreeMap, BTreeSet};

/// Lays out one table.
pub(super) fn table(table: &LoweredTable, columns: &[Column]) -> Table {
    let blocks: Vec<&Block> = table.boxes.iter().map(|(_, block)| block).collect();
    let is_one_each = table.boxes.len() == table.rules
        && table.boxes.iter().enumerate().all(|(position, (rule, _))| position == *rule);
    let rule_of_box = if is_one_each {
        Vec::new()
    } else {
        table.boxes.iter().map(|(rule, _)| small(*rule)).collect()
    };
    let form = match table.account {
        Some(column) => direct(column, &blocks, columns),
        None => Form::Bits(bit_columns(&blocks, columns)),
    };
    Table { rules: small(table.rules), rule_of_box, boxes: small(blocks.len()), form }
}

fn atoms_of(columns: &[Column], column: ColumnId) -> usize {
    columns.get(usize::from(column.0)).map_or(0, |column| usize::from(column.atoms()))
}

/// An account list: each atom lies in at most one row.
fn direct(column: ColumnId, blocks: &[&Block], columns: &[Column]) -> Form {
    let mut first_box = vec![0; atoms_of(columns, column)];
    for (position, block) in blocks.iter().enumerate() {
        for atom in block.sides().iter().flat_map(|(_, atoms)| atoms.iter()) {
            if let Some(place) = first_box.get_mut(usize::from(atom)).filter(|it| **it == 0) {
                *place = small(position + 1);
            }
        }
    }
    Form::Direct { column: column_index(column), first_box }
}

fn bit_columns(blocks: &[&Block], columns: &[Column]) -> Vec<BitColumn> {
    let constrained: BTreeSet<ColumnId> =
        blocks.iter().flat_map(|block| block.sides()).map(|(column, _)| *column).collect();
    constrained.into_iter().map(|column| bit_column(column, blocks, columns)).collect()
}

fn bit_column(column: ColumnId, blocks: &[&Block], columns: &[Column]) -> BitColumn {
    let words = words_per_class(small(blocks.len()));
    let sets: Vec<Option<&AtomSet>> = blocks.iter().map(|block| side(block, column)).collect();
    let mut classes: BTreeMap<Vec<u64>, u16> = BTreeMap::new();
    let mut bits = Vec::new();
    let mut class_of_atom = Vec::new();
    // Boxes that do not constrain the column admit every atom; the others are added where a set
    // begins and taken away where it ends.
    let changes = changes(&sets);
    let mut boxes = vec![0_u64; words];
    for (position, _) in sets.iter().enumerate().filter(|(_, set)| set.is_none()) {
        flip(&mut boxes, position);
    }
    for atom in 0..atoms_of(columns, column) {
        for position in changes.get(&small(atom)).into_iter().flatten() {
            flip(&mut boxes, *position);
        }
        let next = small(classes.len());
        let class = *classes.entry(boxes.clone()).or_insert_with(|| {
            bits.extend_from_slice(&boxes);
            next
        });
        class_of_atom.push(class);
    }
    BitColumn { column: column_index(column), class_of_atom, bits }
}

fn side(block: &Block, column: ColumnId) -> Option<&AtomSet> {
    block.sides().iter().find(|(id, _)| *id == column).map(|(_, atoms)| atoms)
}

/// At which atoms which boxes begin or stop to admit.
fn changes(sets: &[Option<&AtomSet>]) -> BTreeMap<u16, Vec<usize>> {
    let mut changes: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for (position, set) in sets.iter().enumerate() {
        for (start, end) in set.iter().flat_map(|set| set.ranges()) {
            changes.entry(*start).or_default().push(position);
            changes.entry(*end).or_default().push(position);
        }
    }
    changes
}

fn flip(boxes: &mut [u64], position: usize) {
    if let Some(word) = boxes.get_mut(position / 64) {
        *word ^= 1 << (position % 64);
    }
}
