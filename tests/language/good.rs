//! Texts that are read, and the trees they give.

use pointperson::policy::{
    Cell, Comparison, Condition, Literal, Operator, UnaryTest, print_cell, print_condition,
};

use crate::support::{cell, condition};

/// A text, and how it is printed: empty if as it stands.
const CONDITIONS: &[(&str, &str)] = &[
    ("demo", ""),
    ("(demo)", "demo"),
    ("((demo) and (partner is known))", "demo and partner is known"),
    ("a and b and c", ""),
    ("(a and b) and c", ""),
    ("a and (b or c)", ""),
    ("not a and b", ""),
    ("not (a and b)", ""),
    ("NOT not A", "not not A"),
    ("employees > 1,000 and revenue > $100M", ""),
    ("employees>=1,000", "employees >= 1,000"),
    ("employees <> -20", "employees != -20"),
    ("employees between 100 and 999 and revenue between $10M and $100M", ""),
    ("employees between 100 to 999", "employees between 100 and 999"),
    ("employees between 100..999 or demo", "employees between 100 and 999 or demo"),
    ("employees between 1,000..5,000", "employees between 1,000 and 5,000"),
    ("employees not between 1 and 5", "not employees between 1 and 5"),
    ("country in (NO, IN, IS, AND)", ""),
    ("country not in (NO,IN)", "country not in (NO, IN)"),
    ("country Not In (NO)", "country not in (NO)"),
    ("country = IS and region = in", ""),
    ("x between between and and", ""),
    ("x = and or y = or", ""),
    ("email is free", ""),
    ("email is not free", "not email is free"),
    ("email is not missing", "email is known"),
    ("email is not known", "email is missing"),
    ("EMAIL IS KNOWN", "EMAIL is known"),
    ("name starts with 'O''Neil'", "name starts with \"O'Neil\""),
    ("name ends  with \"a \\\"b\\\"\"", "name ends with \"a \\\"b\\\"\""),
    ("name contains \"a\"\"b\"", "name contains \"a\\\"b\""),
    ("name contains \"word\"", "name contains word"),
    ("x in (\"1,000\", 2)", ""),
    ("x = \"1,000\"", "x = 1,000"),
    ("revenue > 50 million USD and age < 30  days", "revenue > 50 million USD and age < 30 days"),
    ("revenue > USD 50M or revenue = €5", ""),
    ("x = \"\"", ""),
    ("größe > 10k", ""),
    ("starts starts with starts", ""),
    ("a = 1 and\n  b = 2", "a = 1 and b = 2"),
    ("day = 2026-01-31", ""),
    ("x in (a, -1, \"b c\")", ""),
];

#[test]
fn conditions_are_read() {
    for (text, printed) in CONDITIONS {
        let tree = condition(text).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
        let expected = if printed.is_empty() { text } else { printed };
        assert_eq!(print_condition(&tree), *expected, "{text}");
    }
}

/// A cell, and how it is printed: empty if as it stands.
const CELLS: &[(&str, &str)] = &[
    ("any", ""),
    (" ANY ", "any"),
    ("US", ""),
    ("US,CA", "US, CA"),
    ("100, 200", ""),
    ("not US, CA", ""),
    ("NOT missing", "not missing"),
    ("Missing, US", "missing, US"),
    ("known", ""),
    ("100 to 999", ""),
    ("100..999", "100 to 999"),
    ("100 TO 999, >= 5000", "100 to 999, >= 5000"),
    ("30 days to 60 days", ""),
    (">=65", ">= 65"),
    ("<> DE", "!= DE"),
    ("!= \"Foo, Inc\"", ""),
    ("\"Foo, Inc\", Bar", ""),
    ("New York", ""),
    ("Back to the future", ""),
    ("O'Neil & Sons", ""),
    ("acme.example, b.example", ""),
    ("\"100-999\"", ""),
    ("\"10-Jan\"", ""),
    ("\"any\"", ""),
    ("\"US\"", "US"),
    ("2024-01-10", ""),
    ("-5 to 5", ""),
    ("yes", ""),
];

#[test]
fn cells_are_read() {
    for (text, printed) in CELLS {
        let tree = cell(text).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
        let expected = if printed.is_empty() { text } else { printed };
        assert_eq!(print_cell(&tree), *expected, "{text}");
    }
}

#[test]
fn a_condition_is_a_tree_with_places() {
    let text = "not (score >= 65 or grade in (A, \"B\"))";
    let Ok(Condition::Not(inner)) = condition(text) else { panic!("a negation") };
    let Condition::Or(terms) = *inner else { panic!("an alternative") };
    let [Condition::Test(first), Condition::Test(second)] = terms.as_slice() else {
        panic!("two tests")
    };
    assert_eq!(first.operator, Operator::Compare(Comparison::AtLeast, Literal::new("65")));
    let part = |span: pointperson::diagnostic::Span| &text[span.start as usize..span.end as usize];
    assert_eq!(part(first.span), "score >= 65");
    assert_eq!(part(second.name.span), "grade");
    let Operator::In(list) = &second.operator else { panic!("a list") };
    assert_eq!(list.iter().map(|literal| part(literal.span)).collect::<Vec<_>>(), ["A", "\"B\""]);
    assert_eq!(list.iter().map(|literal| literal.quoted).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_cell_is_a_list_with_places() {
    let text = "US, 5 to 10 ,> 7, \"a, b\"";
    let Ok(Cell::Tests(tests)) = cell(text) else { panic!("tests") };
    let part =
        |literal: &Literal| text[literal.span.start as usize..literal.span.end as usize].to_owned();
    let [UnaryTest::Is(us), UnaryTest::Between(low, high), UnaryTest::Compare(_, seven), last] =
        tests.as_slice()
    else {
        panic!("four tests: {tests:?}")
    };
    assert_eq!([us, low, high, seven].map(part), ["US", "5", "10", "7"]);
    assert_eq!(*last, UnaryTest::Is(Literal::new("a, b")));
}
