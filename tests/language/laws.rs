//! The laws, over generated trees and texts.

use pointperson::diagnostic::{Diagnostic, Span};
use pointperson::policy::{Placed, parse_cell, parse_condition, print_cell, print_condition};

use crate::generate::{self, Seeded};
use crate::support::{cell, condition};

#[test]
fn a_printed_condition_reads_as_itself() {
    let mut seeded = Seeded(1);
    for _ in 0..100_000 {
        let tree = generate::condition(&mut seeded, 4);
        let text = print_condition(&tree);
        assert_eq!(condition(&text), Ok(tree), "{text}");
    }
}

#[test]
fn a_printed_cell_reads_as_itself() {
    let mut seeded = Seeded(2);
    for _ in 0..100_000 {
        let tree = generate::cell(&mut seeded);
        let text = print_cell(&tree);
        assert_eq!(cell(&text), Ok(tree), "{text}");
    }
}

#[test]
fn any_text_gives_one_value_or_one_diagnostic() {
    let mut seeded = Seeded(3);
    for _ in 0..100_000 {
        let text = generate::noise(&mut seeded);
        match condition(&text) {
            Ok(tree) => assert_eq!(condition(&print_condition(&tree)), Ok(tree), "{text}"),
            Err(diagnostic) => well_formed(&text, &diagnostic),
        }
        match cell(&text) {
            Ok(tree) => assert_eq!(cell(&print_cell(&tree)), Ok(tree), "{text}"),
            Err(diagnostic) => well_formed(&text, &diagnostic),
        }
    }
}

#[test]
fn any_bytes_give_one_value_or_one_diagnostic() {
    let mut seeded = Seeded(4);
    for _ in 0..50_000 {
        let bytes: Vec<u8> = (0..seeded.below(40)).map(|_| (seeded.next() & 0x7f) as u8).collect();
        let text = String::from_utf8_lossy(&bytes);
        let _ = condition(&text).map_err(|diagnostic| well_formed(&text, &diagnostic));
        let _ = cell(&text).map_err(|diagnostic| well_formed(&text, &diagnostic));
    }
}

#[test]
fn no_text_exhausts_the_stack_or_the_patience() {
    for piece in ["(", "not ", "not (", "a and ", "a or ", "a in (", "\"", ",", "1,", "to "] {
        let text = piece.repeat(60_000 / piece.len());
        assert!(condition(&text).is_err(), "{piece}");
        let _ = cell(&text);
    }
    assert!(condition(&"a and ".repeat(20_000)).is_err());
    let many = format!("a in ({})", vec!["US"; 10_000].join(", "));
    assert!(condition(&many).is_ok());
}

/// A scalar with escapes has one place for all its parts.
#[test]
fn a_folded_text_is_shown_as_a_whole() {
    let span = Span { start: 10, end: 90, ..Span::default() };
    let text = Placed { text: "a == 1", span, verbatim: false };
    assert_eq!(parse_condition(text).map_err(|wrong| wrong.span), Err(span));
    let text = Placed { text: "1,000", span, verbatim: false };
    assert_eq!(parse_cell(text).map_err(|wrong| wrong.span), Err(span));
}

fn well_formed(text: &str, diagnostic: &Diagnostic) {
    let range = diagnostic.span.start as usize..diagnostic.span.end as usize;
    assert!(text.get(range).is_some(), "{text:?} {diagnostic:?}");
    for words in [Some(&diagnostic.message), diagnostic.help.as_ref()].into_iter().flatten() {
        assert!(!words.ends_with('.') || words.ends_with(".."), "{text:?} {words}");
    }
    assert!(!diagnostic.message.starts_with(char::is_uppercase), "{text:?} {diagnostic:?}");
}
