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

/// Writes `number` in decimal digits, with zeros before it up to `width`.
///
/// The standard formatter would do, but pulls its machinery for widths, signs and alignment into
/// the runtime.
pub(super) fn push_number(out: &mut String, number: u64, width: usize) {
    let mut reversed = String::new();
    let mut rest = number;
    while rest > 0 || reversed.len() < width.max(1) {
        // INVARIANT: a remainder of ten fits a byte.
        reversed.push(char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
    }
    out.extend(reversed.chars().rev());
}
