//! Boxes, and unions of them. (`Block`, because Rust's own `Box` has the word.)

use super::{AtomSet, ColumnId};

/// A box: the records whose atom lies in the set of every column that it constrains.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Block {
    /// Ascending by column, each at most once; no set is empty.
    sides: Vec<(ColumnId, AtomSet)>,
}

impl Block {
    /// The box that holds every record.
    pub fn everything() -> Self {
        Block::default()
    }

    /// The box that constrains one column; `None` if it would hold nothing.
    pub fn side(column: ColumnId, atoms: AtomSet) -> Option<Self> {
        (!atoms.is_empty()).then(|| Block { sides: vec![(column, atoms)] })
    }

    /// What it constrains.
    pub fn sides(&self) -> &[(ColumnId, AtomSet)] {
        &self.sides
    }

    /// The records of both; `None` if there are none.
    pub fn meet(&self, other: &Block) -> Option<Block> {
        let mut sides: Vec<(ColumnId, AtomSet)> = Vec::new();
        let (mut mine, mut theirs) = (self.sides.iter().peekable(), other.sides.iter().peekable());
        loop {
            let side = match (mine.peek(), theirs.peek()) {
                (Some(left), Some(right)) if left.0 == right.0 => {
                    let atoms = left.1.meet(&right.1);
                    if atoms.is_empty() {
                        return None;
                    }
                    let column = left.0;
                    mine.next();
                    theirs.next();
                    (column, atoms)
                }
                (Some(left), Some(right)) => {
                    let next = if left.0 < right.0 { mine.next() } else { theirs.next() };
                    next.cloned()?
                }
                (Some(_), None) => mine.next().cloned()?,
                (None, Some(_)) => theirs.next().cloned()?,
                (None, None) => return Some(Block { sides }),
            };
            sides.push(side);
        }
    }

    /// Whether every record of `other` lies in it.
    pub fn covers(&self, other: &Block) -> bool {
        self.sides.iter().all(|(column, atoms)| {
            let theirs = other.sides.iter().find(|(other, _)| other == column);
            theirs.is_some_and(|(_, theirs)| atoms.covers(theirs))
        })
    }
}

/// Unions up to this size are freed of boxes that another one covers; larger ones are kept as they
/// are, because looking for them takes the square of the size.
const TIDY_MAX: usize = 256;

/// The union of both.
pub(super) fn union(mut left: Vec<Block>, right: Vec<Block>) -> Vec<Block> {
    left.extend(right);
    tidy(left)
}

/// The records in a box of each side.
pub(super) fn product(left: &[Block], right: &[Block]) -> Vec<Block> {
    tidy(left.iter().flat_map(|one| right.iter().filter_map(|other| one.meet(other))).collect())
}

fn tidy(blocks: Vec<Block>) -> Vec<Block> {
    if blocks.len() > TIDY_MAX {
        return blocks;
    }
    let mut kept: Vec<Block> = Vec::new();
    for block in blocks {
        if kept.iter().any(|other| other.covers(&block)) {
            continue;
        }
        kept.retain(|other| !block.covers(other));
        kept.push(block);
    }
    kept
}
