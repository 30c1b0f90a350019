//! Conditions as structured JSON, made by query builders: the same tree as the text gives.
//!
//! Two shapes are read: the query of react-querybuilder (`query_builder`) and JsonLogic
//! (`json_logic`). Their keys tell them apart. What has no counterpart in our conditions is
//! refused with its name, never dropped.
//!
//! Invariant: every mistake is reported, each one once.
//! Invariant: a tree that is given here can be printed as text and read back.

mod json_logic;
mod query_builder;

use super::condition::{CONDITION_DEPTH_MAX, is_name};
use super::document::{Data, Entry, Node};
use super::{Condition, Literal, Operator, Test};
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};

/// How deep groups may stand in each other. One group with its `not` is two levels of text, and
/// every tree that is given must be readable as text.
const GROUP_DEPTH_MAX: usize = CONDITION_DEPTH_MAX / 2 - 1;

/// Reads a condition that is written as a mapping.
///
/// # Errors
///
/// All parts that cannot be carried over.
pub fn parse_structured(node: &Node) -> Result<Condition, Vec<Diagnostic>> {
    let mut reader = Reader { diagnostics: Vec::new() };
    let condition = reader.condition(node, 0);
    match condition {
        Some(condition) if reader.diagnostics.is_empty() => Ok(condition),
        _ => Err(reader.diagnostics),
    }
}

/// Collects mistakes. Each function gives `None` exactly when it has reported one.
struct Reader {
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn condition(&mut self, node: &Node, depth: usize) -> Option<Condition> {
        let Data::Map(entries) = &node.data else {
            let help = "a condition is a text, a query of react-querybuilder or JsonLogic";
            return self.wrong(node.span, "a mapping is due here", help);
        };
        if depth > GROUP_DEPTH_MAX {
            let message = format!("more than {GROUP_DEPTH_MAX} groups in each other");
            return self.wrong(node.span, message, "name a part of it in `derive` and test that");
        }
        let has = |key: &str| entries.iter().any(|entry| entry.key.text == key);
        if has("rules") || has("combinator") {
            self.query_group(entries, node.span, depth)
        } else if has("field") || has("operator") {
            self.query_rule(entries, node.span)
        } else {
            self.logic(entries, node.span, depth)
        }
    }

    fn wrong<T>(&mut self, span: Span, message: impl Into<String>, help: &str) -> Option<T> {
        let diagnostic = Diagnostic::new(Code::ConditionNotUnderstood, span, message);
        self.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
        None
    }

    /// The name of a field, as the text form writes it.
    fn name(&mut self, node: &Node) -> Option<Spanned<String>> {
        let Data::Scalar(scalar) = &node.data else {
            return self.wrong(node.span, "the name of a field is due here", "");
        };
        if is_name(&scalar.text) {
            return Some(Spanned::new(scalar.text.clone(), node.span));
        }
        let help = "a name is one word of letters, digits, `-` and `_`";
        self.wrong(node.span, format!("`{}` is not the name of a field", scalar.text), help)
    }

    fn literal(&mut self, node: &Node) -> Option<Literal> {
        match &node.data {
            Data::Scalar(scalar) if scalar.plain && scalar.text == "null" => self.wrong(
                node.span,
                "`null` is not a value to compare with",
                "test whether it is missing",
            ),
            Data::Scalar(scalar) => {
                Some(Literal { text: scalar.text.clone(), quoted: !scalar.plain, span: node.span })
            }
            Data::List(_) | Data::Map(_) => self.wrong(node.span, "one value is due here", ""),
        }
    }

    fn literals(&mut self, nodes: &[Node], span: Span) -> Option<Vec<Literal>> {
        if nodes.is_empty() {
            return self.wrong(span, "the list is empty", "a list holds at least one value");
        }
        all(nodes.iter().map(|node| self.literal(node)).collect())
    }
}

/// The list, if nothing in it was refused. Every item has been looked at by then.
fn all<T>(items: Vec<Option<T>>) -> Option<Vec<T>> {
    items.into_iter().collect()
}

fn entry<'a>(entries: &'a [Entry], key: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.key.text == key)
}

fn test(name: Spanned<String>, operator: Operator, span: Span) -> Condition {
    Condition::Test(Test { name, operator, span })
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// The group of the terms: one term is no group.
fn group(mut terms: Vec<Condition>, is_or: bool) -> Condition {
    match terms.len() {
        1 => terms.swap_remove(0),
        _ if is_or => Condition::Or(terms),
        _ => Condition::And(terms),
    }
}
