//! Text before it means anything: trimming, folding and writing whole numbers.
//!
//! Everything here is ASCII on purpose. A locale or a Unicode table would make the same record
//! decide differently in two places, and would cost more bytes than the rest of this floor.

/// Whether `text`, in any ASCII case, is `lower`, which is written in lower case.
pub(super) fn is_word(text: &str, lower: &str) -> bool {
    text.eq_ignore_ascii_case(lower)
}

/// The longest beginning of `text` whose characters all `fit`, and what follows it.
pub(super) fn take_while(text: &str, fit: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|character| !fit(character)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The digits `text` consists of, as a number. `None` for anything else and above 18 digits.
pub(super) fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    text.bytes().try_fold(0_i64, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    })
}

/// Where `part` first stands in `text`, in bytes.
///
/// A plain search: texts here are short, and the library's two-way search is ten times as large.
#[inline(never)]
pub fn find_in_text(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

/// What stands before and after the first `part` in `text`.
pub(super) fn split_at_text<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = text.split_at_checked(find_in_text(text, part)?)?;
    Some((before, rest.get(part.len()..)?))
}

/// The parts, one after the other.
///
/// Stands where `format!` would, whose machinery the runtime leaves out.
#[inline(never)]
pub fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    parts.iter().for_each(|part| text.push_str(part));
    text
}

/// Writes `number` in decimal digits, with zeros before it up to `width`, at most 20.
///
/// The standard formatter would do, but pulls its machinery for widths, signs and alignment into
/// the runtime.
pub fn push_number(out: &mut String, number: u64, width: usize) {
    let mut digits = [b'0'; 20]; // No u64 has more.
    let mut rest = number;
    let mut count = 0;
    for place in digits.iter_mut().rev() {
        if rest == 0 && count >= width.max(1) {
            break;
        }
        // INVARIANT: a remainder of ten fits a byte.
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
        count += 1;
    }
    let digits = digits.get(digits.len() - count..).unwrap_or(&[]);
    out.push_str(std::str::from_utf8(digits).unwrap_or_default());
}
