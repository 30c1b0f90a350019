//! Did you mean: the nearest of the names that are possible at a place.
//!
//! A suggestion far from what was written misleads, so there is a limit: one third of the word's
//! length, at least 1, and never the whole word. The caller hands in only names valid at the
//! place.

/// Longer words are nobody's slip of the finger, and comparing them takes long.
const WORD_MAX: usize = 128;

/// The candidate nearest to `word`, if one is near enough; the first of several that are as near.
///
/// Inserting, leaving out, changing a character and swapping two neighbours count 1 each. ASCII
/// case does not count.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = letters(word);
    let limit = (word.len() / 3).max(1);
    if word.is_empty() || word.len() > WORD_MAX {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = letters(candidate);
        if other.len().abs_diff(word.len()) > limit {
            continue;
        }
        let distance = distance(&word, &other);
        let near = distance <= limit && distance < word.len();
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(word: &str) -> Vec<char> {
    word.chars().map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Damerau and Levenshtein's distance (no part is edited twice), row by row.
fn distance(left: &[char], right: &[char]) -> usize {
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX);
    let mut above_that: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut last_left = None;
    for (line, &l) in left.iter().enumerate() {
        let mut row = vec![line + 1];
        let mut last_right = None;
        for (column, &r) in right.iter().enumerate() {
            let changed = at(&above, column).saturating_add(usize::from(l != r));
            let left_out = at(&above, column + 1).saturating_add(1);
            let inserted = at(&row, column).saturating_add(1);
            let mut least = changed.min(left_out).min(inserted);
            if last_left == Some(r) && last_right == Some(l) {
                let before = column.saturating_sub(1);
                least = least.min(at(&above_that, before).saturating_add(1));
            }
            row.push(least);
            last_right = Some(r);
        }
        above_that = std::mem::replace(&mut above, row);
        last_left = Some(l);
    }
    above.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::{distance, letters, nearest};

    #[test]
    fn distances() {
        for (left, right, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("abcd", "badc", 2),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
            ("über", "uber", 1),
        ] {
            assert_eq!(distance(&letters(left), &letters(right)), expected, "{left} {right}");
        }
    }

    #[test]
    fn only_near_names_are_suggested() {
        let fields = ["employees", "email", "revenue", "country"];
        assert_eq!(nearest("employes", fields), Some("employees"));
        assert_eq!(nearest("emial", fields), Some("email"));
        assert_eq!(nearest("Country", fields), Some("country"));
        assert_eq!(nearest("state", fields), None);
        assert_eq!(nearest("", fields), None);
        assert_eq!(nearest("x", ["y", "xy"]), None, "nothing of the word would be left");
        assert_eq!(nearest(&"x".repeat(500), fields), None);
    }

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(nearest("bat", ["cat", "bar"]), Some("cat"));
        assert_eq!(nearest("bat", ["cat", "BAT"]), Some("BAT"));
    }
}
