//! Structured conditions: what they are in text, and what is refused.

use pointperson::diagnostic::Span;
use pointperson::policy::{Data, Entry, Node, Scalar, parse_structured, print_condition};
use serde_json::Value;

use crate::support::condition;

fn scalar(text: impl Into<String>, plain: bool) -> Scalar {
    Scalar { text: text.into(), plain, verbatim: true }
}

fn node(value: &Value) -> Node {
    let data = match value {
        Value::String(text) => Data::Scalar(scalar(text, false)),
        Value::Array(items) => Data::List(items.iter().map(node).collect()),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| Entry {
                key: scalar(key, false),
                key_span: Span::default(),
                value: node(value),
            };
            Data::Map(map.iter().map(entry).collect())
        }
        other => Data::Scalar(scalar(other.to_string(), true)),
    };
    Node { data, span: Span::default() }
}

fn read(json: &str) -> String {
    let value: Value = serde_json::from_str(json).unwrap_or_else(|wrong| panic!("{json}: {wrong}"));
    match parse_structured(&node(&value)) {
        Ok(tree) => {
            let text = print_condition(&tree);
            assert_eq!(condition(&text), Ok(tree), "{text}");
            text
        }
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty(), "{json}");
            let messages: Vec<String> =
                diagnostics.into_iter().map(|wrong| wrong.message).collect();
            format!("refused: {}", messages.join(" | "))
        }
    }
}

#[rustfmt::skip]
const QUERIES: &[(&str, &str)] = &[
    (r#"{"combinator":"and","rules":[{"field":"a","operator":"=","value":"x"},{"field":"b","operator":">","value":5}]}"#, "a = x and b > 5"),
    (r#"{"combinator":"or","not":true,"rules":[{"field":"a","operator":"null","value":null},{"field":"b","operator":"notNull"}]}"#, "not (a is missing or b is known)"),
    (r#"{"id":"1","combinator":"and","rules":[{"combinator":"or","not":false,"rules":[{"field":"a","operator":"in","value":"x, y"},{"field":"b","operator":"notIn","value":["p q","r"]}]},{"field":"c","operator":"!=","value":"z"}]}"#, "(a in (x, y) or b not in (\"p q\", r)) and c != z"),
    (r#"{"rules":[{"field":"a","operator":"between","value":"1,5"},"and",{"field":"b","operator":"notBetween","value":[1,5]}]}"#, "a between 1 and 5 and not b between 1 and 5"),
    (r#"{"rules":[{"field":"a","operator":"<","value":"1"}]}"#, "a < 1"),
    (r#"{"combinator":"and","rules":[{"field":"a","operator":"contains","value":"x y"},{"field":"a","operator":"beginsWith","value":"x"},{"field":"a","operator":"endsWith","value":"x"},{"field":"a","operator":"doesNotContain","value":"x"},{"field":"a","operator":"doesNotBeginWith","value":"x"},{"field":"a","operator":"doesNotEndWith","value":"x","valueSource":"value"}]}"#,
     "a contains \"x y\" and a starts with x and a ends with x and not a contains x and not a starts with x and not a ends with x"),
    (r#"{"field":"demo","operator":"=","value":true}"#, "demo = true"),
    (r#"{"rules":[{"field":"a","operator":"=","value":1},"and",{"field":"b","operator":"=","value":1},"or",{"field":"c","operator":"=","value":1}]}"#, "refused: `and` and `or` are mixed without parentheses"),
    (r#"{"combinator":"xor","rules":[{"field":"a","operator":"=","value":1}]}"#, "refused: the combinator `xor` has no counterpart in a condition"),
    (r#"{"combinator":"and","rules":[]}"#, "refused: a group without a rule"),
    (r#"{"combinator":"and","rules":[{"field":"a","operator":"=","value":"b","valueSource":"field"},{"field":"a","operator":"regex","value":"b"}]}"#, "refused: a `valueSource` other than `value` has no counterpart in a condition | the operator `regex` has no counterpart in a condition"),
    (r#"{"field":"a b","operator":"=","value":1}"#, "refused: `a b` is not the name of a field"),
    (r#"{"field":"a","operator":"=","value":null}"#, "refused: `null` is not a value to compare with"),
    (r#"{"field":"a","operator":"between","value":"1"}"#, "refused: `between` needs two values"),
    (r#"{"field":"a","operator":"in","value":""}"#, "refused: the list is empty"),
    (r#"{"field":"a","operator":"="}"#, "refused: a rule with `=` needs a `value`"),
    (r#"{"operator":"=","value":1}"#, "refused: a rule without `field`"),
    (r#"{"field":"a","operator":"=","value":1,"muted":true}"#, "refused: `muted` of a query has no counterpart in a condition"),
    (r#"{"rules":[{"field":"a","operator":"=","value":1},"and"]}"#, "refused: a rule is missing after the last combinator"),
];

#[test]
fn queries_of_react_querybuilder_are_read() {
    for (json, expected) in QUERIES {
        assert_eq!(read(json), *expected, "{json}");
    }
}

#[rustfmt::skip]
const LOGIC: &[(&str, &str)] = &[
    (r#"{"and":[{"==":[{"var":"a"},"x"]},{"or":[{">":[{"var":"b"},5]},{"var":"demo"}]}]}"#, "a = x and (b > 5 or demo)"),
    (r#"{"!":[{"===":[{"var":["a"]},"x"]}]}"#, "not a = x"),
    (r#"{"!":{"!!":{"var":"demo"}}}"#, "not demo"),
    (r#"{"<":[5,{"var":"x"}]}"#, "x > 5"),
    (r#"{"<=":[1,{"var":"x"},5]}"#, "x between 1 and 5"),
    (r#"{"<":[1,{"var":"x"},5]}"#, "x > 1 and x < 5"),
    (r#"{"in":[{"var":"country"},["US","CA"]]}"#, "country in (US, CA)"),
    (r#"{"in":["Ltd",{"var":"name"}]}"#, "name contains Ltd"),
    (r#"{"missing":["a","b"]}"#, "a is missing or b is missing"),
    (r#"{"!":{"missing":"a"}}"#, "not a is missing"),
    (r#"{"==":[{"var":"a"},null]}"#, "a is missing"),
    (r#"{"!==":[null,{"var":"a"}]}"#, "a is known"),
    (r#"{"!=":[{"var":"a"},"p q"]}"#, "a != \"p q\""),
    (r#"{"and":[{"var":"a"}]}"#, "a"),
    (r#"{"if":[{"var":"a"},1,2]}"#, "refused: `if` of JsonLogic has no counterpart in a condition"),
    (r#"{"and":[{"some":[1]},{"reduce":[1]}]}"#, "refused: `some` of JsonLogic has no counterpart in a condition | `reduce` of JsonLogic has no counterpart in a condition"),
    (r#"{">":[{"+":[{"var":"a"},1]},5]}"#, "refused: `+` inside a comparison has no counterpart in a condition"),
    (r#"{"==":[{"var":"a"},{"var":"b"}]}"#, "refused: `==` needs a field on one side and a value on the other"),
    (r#"{"==":[1,1]}"#, "refused: `==` needs a field on one side and a value on the other"),
    (r#"{"var":"a.b"}"#, "refused: `a.b` is not the name of a field"),
    (r#"{"var":["a",1]}"#, "refused: a default in `var` has no counterpart in a condition"),
    (r#"{">":[1,{"var":"a"},3]}"#, "refused: `>` takes two arguments here"),
    (r#"{"in":[{"var":"a"},"abc"]}"#, "refused: a field in a text has no counterpart in a condition"),
    (r#"{"and":[]}"#, "refused: `and` without an argument"),
    (r#"{"and":[true]}"#, "refused: a mapping is due here"),
    (r#"{}"#, "refused: a mapping that is no condition"),
];

#[test]
fn json_logic_is_read() {
    for (json, expected) in LOGIC {
        assert_eq!(read(json), *expected, "{json}");
    }
}

#[test]
fn deep_groups_are_refused_or_print() {
    for depth in 1..60 {
        let rule = r#"{"field":"a","operator":"doesNotContain","value":1}"#;
        let open = format!(r#"{{"combinator":"and","not":true,"rules":[{rule},"#);
        read(&format!("{}{rule}{}", open.repeat(depth), "]}".repeat(depth)));
        read(&format!(
            r#"{}{{"missing":["a","b"]}}{}"#,
            r#"{"!":"#.repeat(depth),
            "}".repeat(depth)
        ));
    }
}
