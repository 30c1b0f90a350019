//! Damaged documents never end the process, whatever they give.

use pointperson::policy::{files_named, parse, parse_cases, print};

use super::{SKETCH, sketch_files};

/// A small generator; the seed decides everything.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((self.0 >> 33) as usize) % end.max(1)
    }

    /// Deletes, inserts, duplicates or swaps characters or lines.
    fn damage(&mut self, text: &str) -> String {
        const BITS: &[&str] = &[
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "#",
            " #",
            "\n",
            "\t",
            "\"",
            "'",
            "-",
            "- ",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "é",
            "\u{1F600}",
            "\0",
            "\r",
            "---\n",
            "? ",
            "  ",
            "when",
            "(",
            ")",
            "\u{FEFF}",
            "\u{2028}",
            "\\",
            "1,000",
        ];
        if self.below(4) == 0 {
            let mut lines: Vec<_> = text.lines().collect();
            let at = self.below(lines.len());
            match self.below(3) {
                0 => {
                    lines.remove(at);
                }
                1 => lines.insert(at, lines[at]),
                _ => {
                    let other = self.below(lines.len());
                    lines.swap(at, other);
                }
            }
            return lines.join("\n");
        }
        let mut letters: Vec<_> = text.chars().collect();
        let at = self.below(letters.len());
        match self.below(4) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letters[at]),
            2 => letters.truncate(at.max(1)),
            _ => {
                let bit = BITS[self.below(BITS.len())].chars();
                letters.splice(at..at, bit);
            }
        }
        letters.into_iter().collect()
    }
}

#[test]
fn twenty_thousand_damaged_policies() {
    let files = sketch_files();
    let mut seeded = Seeded(7);
    let (mut whole, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let mut text = SKETCH.to_owned();
        for _ in 0..=seeded.below(3) {
            text = seeded.damage(&text);
        }
        let parsed = parse("p", text.as_bytes(), &files);
        for found in &parsed.diagnostics {
            let span = found.span;
            let source = parsed.sources.get(span.source).expect("a place in a source");
            let range = span.start as usize..span.end as usize;
            assert!(source.text.get(range).is_some(), "{found:?}\n{text}");
            assert!(!found.message.contains('\n') && !found.message.ends_with('.'), "{found:?}");
        }
        if parsed.diagnostics.is_empty() {
            whole += 1;
            let printed = print(&parsed.policy);
            let again = parse("p", printed.as_bytes(), &files);
            assert_eq!(again.diagnostics, [], "{printed}");
            assert!(again.policy == parsed.policy, "{text}\n{printed}");
        } else {
            refused += 1;
        }
    }
    assert!(whole > 2_000 && refused > 2_000, "{whole} whole, {refused} refused");
}

#[test]
fn damaged_files_and_cases() {
    let cases = "policy: p.yaml\ncases:\n  - case: a\n    record: { a: null, b: \"x\" }\n    \
                 facts: { away: [ana, bo], now: }\n    expect: { owner: ana }\n";
    let mut seeded = Seeded(11);
    for _ in 0..2_000 {
        let damaged = seeded.damage(cases);
        parse_cases("c", damaged.as_bytes());
        let mut files = sketch_files();
        for bytes in files.values_mut() {
            let at = seeded.below(bytes.len());
            bytes[at] = seeded.below(256) as u8;
        }
        parse("p", SKETCH.as_bytes(), &files);
        files_named(damaged.as_bytes());
    }
}

#[test]
fn random_bytes() {
    let mut seeded = Seeded(13);
    for _ in 0..2_000 {
        let length = seeded.below(40);
        let bytes: Vec<_> = (0..length).map(|_| seeded.below(256) as u8).collect();
        const BITS: &[u8] = b" {}[]:,#-\n\t'\"ab?&*!|>";
        let ascii: Vec<_> =
            bytes.iter().map(|byte| BITS[usize::from(*byte) % BITS.len()]).collect();
        parse("p", &bytes, &sketch_files());
        parse("p", &ascii, &sketch_files());
    }
}
