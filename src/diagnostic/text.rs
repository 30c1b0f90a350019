//! Text from outside, made fit for a terminal: nothing in it may act, and its width is known.

/// Columns of a tab in a shown source line.
const TAB: usize = 4;

/// `text` on one line, with every character that acts rather than shows written as an escape.
///
/// A policy or a CSV file comes from anybody: an escape sequence in it must not repaint the
/// terminal, and a change of writing direction must not make a line look like another.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        push_visible(&mut shown, letter);
    }
    shown
}

/// A part of a source line: as [`visible`], tabs as spaces.
pub(super) fn line_part(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == '\t' {
            shown.extend(std::iter::repeat_n(' ', TAB));
        } else {
            push_visible(&mut shown, letter);
        }
    }
    shown
}

/// The columns that [`line_part`] takes for this character.
pub(super) fn width(letter: char) -> usize {
    if letter == '\t' {
        return TAB;
    }
    if acts(letter) {
        let mut escape = String::new();
        push_visible(&mut escape, letter);
        return escape.len();
    }
    match u32::from(letter) {
        // Combining marks and variation selectors stand on the character before them.
        0x0300..=0x036F | 0x20D0..=0x20FF | 0xFE00..=0xFE0F => 0,
        // Chinese, Japanese, Korean, full-width forms and emoji.
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F680..=0x1F6FF
        | 0x1F900..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// The columns that [`line_part`] takes for `text`.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn push_visible(shown: &mut String, letter: char) {
    match letter {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        _ if acts(letter) => shown.extend(letter.escape_unicode()),
        _ => shown.push(letter),
    }
}

/// Control characters, invisible ones and those that turn the writing direction.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(
            u32::from(letter),
            0x061C
                | 0x200B..=0x200F
                | 0x2028..=0x202E
                | 0x2060..=0x206F
                | 0xFEFF
                | 0xE0000..=0xE0FFF
        )
}

#[cfg(test)]
mod tests {
    use super::{columns, line_part, visible};

    #[test]
    fn what_acts_is_escaped() {
        assert_eq!(visible("a\u{1b}[31mb\r\n\tc"), "a\\u{1b}[31mb\\r\\n\\tc");
        assert_eq!(visible("\u{202e}\u{9b}\u{feff}"), "\\u{202e}\\u{9b}\\u{feff}");
        assert_eq!(visible("Díaz 日本 🦀"), "Díaz 日本 🦀");
    }

    #[test]
    fn widths_are_those_of_what_is_shown() {
        assert_eq!(columns("abc"), 3);
        assert_eq!(columns("\ta"), 5);
        assert_eq!(columns("日本🦀"), 6);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(columns("\u{1b}"), line_part("\u{1b}").len());
    }
}
