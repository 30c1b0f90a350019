//! JsonLogic: a mapping with one key, the operation, and its arguments.

use super::super::document::{Data, Entry, Node};
use super::super::{Comparison, Condition, Operator};
use super::{Reader, all, group, not, test};
use crate::diagnostic::{Span, Spanned};

/// What stands on one side of a comparison.
enum Side<'a> {
    Name(Spanned<String>),
    Value(&'a Node),
}

impl Reader {
    pub(super) fn logic(
        &mut self,
        entries: &[Entry],
        span: Span,
        depth: usize,
    ) -> Option<Condition> {
        let [entry] = entries else {
            let help =
                "a JsonLogic operation is one key; a query of react-querybuilder has `rules`";
            return self.wrong(span, "a mapping that is no condition", help);
        };
        let operation = entry.key.text.as_str();
        let arguments = match &entry.value.data {
            Data::List(nodes) => nodes.as_slice(),
            Data::Scalar(_) | Data::Map(_) => std::slice::from_ref(&entry.value),
        };
        match operation {
            "and" | "or" => {
                if arguments.is_empty() {
                    let message = format!("`{operation}` without an argument");
                    return self.wrong(entry.value.span, message, "");
                }
                let terms = arguments.iter().map(|node| self.condition(node, depth + 1)).collect();
                Some(group(all(terms)?, operation == "or"))
            }
            "!" => {
                let [argument] = arguments else { return self.count(entry, "one argument") };
                Some(not(self.condition(argument, depth + 1)?))
            }
            "!!" => {
                let [argument] = arguments else { return self.count(entry, "one argument") };
                self.condition(argument, depth + 1)
            }
            "var" => {
                let name = self.variable(arguments, entry)?;
                Some(test(name, Operator::IsTrue, span))
            }
            "missing" => self.missing(arguments, entry, span),
            "in" => self.logic_in(arguments, entry, span),
            _ => match comparison(operation) {
                Some(comparison) => self.compared(comparison, arguments, entry, span),
                None => {
                    let message =
                        format!("`{operation}` of JsonLogic has no counterpart in a condition");
                    self.wrong(entry.key_span, message, "")
                }
            },
        }
    }

    fn count<T>(&mut self, entry: &Entry, due: &str) -> Option<T> {
        let message = format!("`{}` takes {due} here", entry.key.text);
        self.wrong(entry.value.span, message, "")
    }

    fn variable(&mut self, arguments: &[Node], entry: &Entry) -> Option<Spanned<String>> {
        match arguments {
            [name] => self.name(name),
            [_, default, ..] => {
                let message = "a default in `var` has no counterpart in a condition";
                self.wrong(default.span, message, "declare it as `when absent` of the field")
            }
            [] => self.count(entry, "the name of a field"),
        }
    }

    fn missing(&mut self, arguments: &[Node], entry: &Entry, span: Span) -> Option<Condition> {
        if arguments.is_empty() {
            return self.count(entry, "the name of a field");
        }
        let names = all(arguments.iter().map(|node| self.name(node)).collect())?;
        let tests = names.into_iter().map(|name| test(name, Operator::IsMissing, span));
        Some(group(tests.collect(), true))
    }

    /// A `var`, or a value; another operation is refused.
    fn side<'a>(&mut self, node: &'a Node) -> Option<Side<'a>> {
        let Data::Map(entries) = &node.data else { return Some(Side::Value(node)) };
        match entries.as_slice() {
            [entry] if entry.key.text == "var" => {
                let arguments = match &entry.value.data {
                    Data::List(nodes) => nodes.as_slice(),
                    Data::Scalar(_) | Data::Map(_) => std::slice::from_ref(&entry.value),
                };
                Some(Side::Name(self.variable(arguments, entry)?))
            }
            [entry] => {
                let message = format!(
                    "`{}` inside a comparison has no counterpart in a condition",
                    entry.key.text
                );
                self.wrong(entry.key_span, message, "compare a field with a value")
            }
            _ => self.wrong(node.span, "a field or a value is due here", ""),
        }
    }

    fn logic_in(&mut self, arguments: &[Node], entry: &Entry, span: Span) -> Option<Condition> {
        let [needle, hay] = arguments else { return self.count(entry, "two arguments") };
        let (needle, hay) = (self.side(needle), self.side(hay));
        match (needle?, hay?) {
            (Side::Name(name), Side::Value(hay)) => {
                let Data::List(nodes) = &hay.data else {
                    let help = "write a list of values, or the field on the right side";
                    return self.wrong(
                        hay.span,
                        "a field in a text has no counterpart in a condition",
                        help,
                    );
                };
                Some(test(name, Operator::In(self.literals(nodes, hay.span)?), span))
            }
            (Side::Value(part), Side::Name(name)) => {
                Some(test(name, Operator::Contains(self.literal(part)?), span))
            }
            _ => self.sides(entry),
        }
    }

    fn sides(&mut self, entry: &Entry) -> Option<Condition> {
        let message =
            format!("`{}` needs a field on one side and a value on the other", entry.key.text);
        self.wrong(entry.value.span, message, "")
    }

    fn compared(
        &mut self,
        comparison: Comparison,
        arguments: &[Node],
        entry: &Entry,
        span: Span,
    ) -> Option<Condition> {
        let (left, right) = match arguments {
            [left, right] => (left, right),
            [low, middle, high] if matches!(comparison, Comparison::Less | Comparison::AtMost) => {
                return self.between(comparison, [low, middle, high], entry, span);
            }
            _ => return self.count(entry, "two arguments"),
        };
        let (left, right) = (self.side(left), self.side(right));
        let (name, value, comparison) = match (left?, right?) {
            (Side::Name(name), Side::Value(value)) => (name, value, comparison),
            (Side::Value(value), Side::Name(name)) => (name, value, flipped(comparison)),
            _ => return self.sides(entry),
        };
        let is_null =
            matches!(&value.data, Data::Scalar(scalar) if scalar.plain && scalar.text == "null");
        let operator = match comparison {
            Comparison::Equal if is_null => Operator::IsMissing,
            Comparison::NotEqual if is_null => Operator::IsKnown,
            _ => Operator::Compare(comparison, self.literal(value)?),
        };
        Some(test(name, operator, span))
    }

    /// `{"<=": [1, {"var": "x"}, 5]}`; with `<` both ends are left out.
    fn between(
        &mut self,
        comparison: Comparison,
        [low, middle, high]: [&Node; 3],
        entry: &Entry,
        span: Span,
    ) -> Option<Condition> {
        let sides = [self.side(low), self.side(middle), self.side(high)];
        let [Some(low), Some(middle), Some(high)] = sides else { return None };
        let (Side::Value(low), Side::Name(name), Side::Value(high)) = (low, middle, high) else {
            let message = format!("`{}` needs its field between two values", entry.key.text);
            return self.wrong(entry.value.span, message, "");
        };
        let (low, high) = (self.literal(low), self.literal(high));
        let (low, high) = (low?, high?);
        if comparison == Comparison::AtMost {
            return Some(test(name, Operator::Between(low, high), span));
        }
        let above = test(name.clone(), Operator::Compare(Comparison::Greater, low), span);
        let below = test(name, Operator::Compare(Comparison::Less, high), span);
        Some(Condition::And(vec![above, below]))
    }
}

fn comparison(operation: &str) -> Option<Comparison> {
    Some(match operation {
        "==" | "===" => Comparison::Equal,
        "!=" | "!==" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => return None,
    })
}

fn flipped(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Equal | Comparison::NotEqual => comparison,
    }
}
