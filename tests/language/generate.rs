//! Conditions and cells out of a seed.

use pointperson::diagnostic::{Span, Spanned};
use pointperson::policy::{Cell, Comparison, Condition, Literal, Operator, Test, UnaryTest};

/// A small generator of numbers (SplitMix64): the same seed, the same numbers, everywhere.
pub struct Seeded(pub u64);

impl Seeded {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).expect("less than a usize")
    }

    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const NAMES: &[&str] = &[
    "employees",
    "segment",
    "state",
    "demo",
    "demo-at",
    "x_1",
    "a",
    "größe",
    "score",
    "starts",
    "contains",
    "ends",
    "with",
    "to",
    "free",
    "if",
    "2nd-touch",
    "grade",
    "USD",
    "days",
];

const VALUES: &[&str] = &[
    "US",
    "1,000",
    "1000",
    "10k",
    "$50M",
    "50M USD",
    "USD 50",
    "30 days",
    "5 million USD",
    "and",
    "or",
    "not",
    "in",
    "IS",
    "between",
    "to",
    "missing",
    "known",
    "any",
    "yes",
    "",
    " ",
    " a",
    "a ",
    "a  b",
    "United States",
    "foo.com",
    "a@b.co",
    "O'Neil",
    "\"",
    "'",
    "\\",
    "\\\"",
    "a\\",
    "a\"b",
    "Foo, Inc",
    ",",
    "1,00",
    "100,200",
    "1,000,000",
    "-20",
    "+5",
    "-$5",
    "$-5",
    "1.5",
    "1.5M",
    ".5",
    "1..5",
    "a..b",
    "..",
    "...",
    "100-999",
    "100 to 999",
    "to 5",
    "5 to",
    "a to b",
    "10-Jan",
    "Jan-10",
    "10-Jan-24",
    "2024-01-10",
    "1,000+",
    "<5",
    ">= 5",
    "= a",
    "!",
    "a = b",
    "not US",
    "Not",
    "(a)",
    ")",
    "(",
    "a or b",
    "a;b",
    "-",
    "*",
    "“a”",
    "ü",
    "\u{200b}",
    "\u{a0}",
    "a\u{a0}b",
    "line\nbreak",
    "\t",
    "30  days",
    "30 AND",
    "5 or",
    "A AND 5",
    "USD",
    "CAD 5 USD",
    "50 USD m",
    "is missing",
    "between 1 and 5",
    "in (a)",
    "&&",
    "a&&b",
    "AT&T",
    "a|b",
    "~",
    "≥ 5",
    "Ⅷ",
    "5 m",
    "toto",
    "not(a",
    "anything",
    "\\n",
    "1,000 USD",
    "1,000.50",
    "1.000,50",
    "🙂",
];

const CHARACTERS: &[&str] = &[
    "a", "B", "0", "7", " ", ",", ".", "-", "_", "\"", "'", "\\", "(", ")", "=", "<", ">", "!",
    "&", "|", "$", "€", "é", "to", "and", "\n",
];

fn text(seeded: &mut Seeded) -> String {
    match seeded.below(4) {
        0 => (0..seeded.below(7)).map(|_| seeded.pick(CHARACTERS)).collect(),
        _ => seeded.pick(VALUES).to_owned(),
    }
}

fn literal(seeded: &mut Seeded) -> Literal {
    Literal::new(text(seeded))
}

fn literals(seeded: &mut Seeded) -> Vec<Literal> {
    (0..=seeded.below(3)).map(|_| literal(seeded)).collect()
}

fn comparison(seeded: &mut Seeded) -> Comparison {
    match seeded.below(6) {
        0 => Comparison::Equal,
        1 => Comparison::NotEqual,
        2 => Comparison::Less,
        3 => Comparison::AtMost,
        4 => Comparison::Greater,
        _ => Comparison::AtLeast,
    }
}

fn operator(seeded: &mut Seeded) -> Operator {
    match seeded.below(12) {
        0 => Operator::IsTrue,
        1 => Operator::Between(literal(seeded), literal(seeded)),
        2 => Operator::In(literals(seeded)),
        3 => Operator::NotIn(literals(seeded)),
        4 => Operator::StartsWith(literal(seeded)),
        5 => Operator::EndsWith(literal(seeded)),
        6 => Operator::Contains(literal(seeded)),
        7 => Operator::IsMissing,
        8 => Operator::IsKnown,
        9 => Operator::IsFree,
        _ => Operator::Compare(comparison(seeded), literal(seeded)),
    }
}

/// A condition of at most `depth` groups in each other.
pub fn condition(seeded: &mut Seeded, depth: usize) -> Condition {
    let kinds = if depth == 0 { 2 } else { 6 };
    let terms = |seeded: &mut Seeded| {
        (0..seeded.below(3) + 2).map(|_| condition(seeded, depth - 1)).collect()
    };
    match seeded.below(kinds) {
        2 => Condition::And(terms(seeded)),
        3 => Condition::Or(terms(seeded)),
        4 | 5 => Condition::Not(Box::new(condition(seeded, depth - 1))),
        _ => Condition::Test(Test {
            name: Spanned::new(seeded.pick(NAMES).to_owned(), Span::default()),
            operator: operator(seeded),
            span: Span::default(),
        }),
    }
}

fn unary_test(seeded: &mut Seeded) -> UnaryTest {
    match seeded.below(8) {
        0 => UnaryTest::Missing,
        1 => UnaryTest::Known,
        2 => UnaryTest::Between(literal(seeded), literal(seeded)),
        3 | 4 => UnaryTest::Compare(comparison(seeded), literal(seeded)),
        _ => UnaryTest::Is(literal(seeded)),
    }
}

pub fn cell(seeded: &mut Seeded) -> Cell {
    let tests = |seeded: &mut Seeded| (0..=seeded.below(3)).map(|_| unary_test(seeded)).collect();
    match seeded.below(12) {
        0 => Cell::Any,
        1..4 => Cell::Not(tests(seeded)),
        _ => Cell::Tests(tests(seeded)),
    }
}

/// A text made of pieces of the languages, or of any characters.
pub fn noise(seeded: &mut Seeded) -> String {
    const PIECES: &[&str] = &[
        "a",
        "employees",
        "and",
        "or",
        "not",
        "in",
        "is",
        "between",
        "missing",
        "known",
        "free",
        "starts",
        "ends",
        "with",
        "contains",
        "to",
        "..",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "==",
        "(",
        ")",
        ",",
        "\"",
        "'",
        "US",
        "1,000",
        "$50M",
        "10-Jan",
        "1,000,",
        "United States",
        "-",
        "100-999",
        "any",
        "is not",
        "not in (",
        "“",
        "\u{200b}",
        "é",
        "\\",
        "&&",
        "||",
        "%",
        "5%",
    ];
    let mut text = String::new();
    for _ in 0..seeded.below(12) {
        match seeded.below(8) {
            0 => text.extend(char::from_u32(u32::try_from(seeded.below(0x500)).expect("small"))),
            1 => text.push_str(seeded.pick(VALUES)),
            _ => text.push_str(seeded.pick(PIECES)),
        }
        if seeded.below(3) > 0 {
            text.push(' ');
        }
    }
    text
}
