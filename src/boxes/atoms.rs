//! Sets of atoms of one column.

/// A set of atoms, as ascending half-open ranges that neither overlap nor touch.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct AtomSet {
    ranges: Vec<(u16, u16)>,
}

impl AtomSet {
    /// The atoms from `start` up to but not `end`.
    pub fn range(start: u16, end: u16) -> Self {
        AtomSet { ranges: if start < end { vec![(start, end)] } else { Vec::new() } }
    }

    /// One atom.
    pub fn one(atom: u16) -> Self {
        AtomSet::range(atom, atom.saturating_add(1))
    }

    /// These atoms, in any order.
    pub fn of(mut atoms: Vec<u16>) -> Self {
        atoms.sort_unstable();
        atoms.dedup();
        let mut ranges: Vec<(u16, u16)> = Vec::new();
        for atom in atoms {
            match ranges.last_mut() {
                Some((_, end)) if *end == atom => *end = atom.saturating_add(1),
                _ => ranges.push((atom, atom.saturating_add(1))),
            }
        }
        AtomSet { ranges }
    }

    /// The atoms of both.
    #[must_use]
    pub fn meet(&self, other: &AtomSet) -> AtomSet {
        let mut ranges = Vec::new();
        let (mut mine, mut theirs) =
            (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let (Some(&&(start, end)), Some(&&(other_start, other_end))) =
            (mine.peek(), theirs.peek())
        {
            let shared = (start.max(other_start), end.min(other_end));
            if shared.0 < shared.1 {
                ranges.push(shared);
            }
            if end < other_end {
                mine.next();
            } else {
                theirs.next();
            }
        }
        AtomSet { ranges }
    }

    /// The known atoms that are not in the set; the column has `atoms` atoms. *Missing* is in
    /// neither, because a comparison with it is unknown.
    #[must_use]
    pub fn known_others(&self, atoms: u16) -> AtomSet {
        let mut ranges = Vec::new();
        let mut from = 1;
        for &(start, end) in &self.ranges {
            if from < start {
                ranges.push((from, start));
            }
            from = end.max(from);
        }
        if from < atoms {
            ranges.push((from, atoms));
        }
        AtomSet { ranges }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether it holds `atom`.
    pub fn holds(&self, atom: u16) -> bool {
        self.ranges.iter().any(|(start, end)| (*start..*end).contains(&atom))
    }

    /// Whether every atom of `other` is in it.
    pub fn covers(&self, other: &AtomSet) -> bool {
        other
            .ranges
            .iter()
            .all(|(start, end)| self.ranges.iter().any(|(from, to)| from <= start && end <= to))
    }

    /// The ranges, ascending.
    pub fn ranges(&self) -> &[(u16, u16)] {
        &self.ranges
    }

    /// The atoms, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.ranges.iter().flat_map(|(start, end)| *start..*end)
    }
}
