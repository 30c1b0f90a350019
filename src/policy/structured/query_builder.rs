//! The query of react-querybuilder: groups of rules.
//!
//! A group has `combinator` and `rules`, or rules with the words `and` and `or` between them
//! (independent combinators). A rule has `field`, `operator`, `value` and perhaps `valueSource`.

use super::super::condition::mixed_and_or;
use super::super::document::{Data, Entry, Node};
use super::super::{Comparison, Condition, Literal, Operator};
use super::{Reader, all, entry, group, not, test};
use crate::diagnostic::Span;

/// Keys that say nothing about the meaning.
const IGNORED: [&str; 3] = ["id", "path", "disabled"];

impl Reader {
    pub(super) fn query_group(
        &mut self,
        entries: &[Entry],
        span: Span,
        depth: usize,
    ) -> Option<Condition> {
        let is_known = self.only_keys(entries, &["combinator", "rules", "not"]);
        let Some(rules) = entry(entries, "rules") else {
            return self.wrong(span, "a group without `rules`", "");
        };
        let Data::List(nodes) = &rules.value.data else {
            return self.wrong(rules.value.span, "`rules` is a list", "");
        };
        if nodes.is_empty() {
            return self.wrong(rules.value.span, "a group without a rule", "leave the group out");
        }
        let joined = match entry(entries, "combinator") {
            Some(combinator) => {
                let is_or = self.combinator(&combinator.value);
                let terms = nodes.iter().map(|node| self.condition(node, depth + 1)).collect();
                group(all(terms)?, is_or?)
            }
            None => self.independent(nodes, depth)?,
        };
        let negated = match entry(entries, "not") {
            Some(flag) => self.flag(&flag.value)?,
            None => false,
        };
        is_known?;
        Some(if negated { not(joined) } else { joined })
    }

    /// Rules and the words between them.
    fn independent(&mut self, nodes: &[Node], depth: usize) -> Option<Condition> {
        let mut terms = Vec::new();
        let mut joins = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index % 2 == 0 {
                terms.push(self.condition(node, depth + 1));
            } else {
                joins.push(self.combinator(node).map(|is_or| (is_or, node.span)));
            }
        }
        if let Some(last) = nodes.last().filter(|_| nodes.len().is_multiple_of(2)) {
            return self.wrong(last.span, "a rule is missing after the last combinator", "");
        }
        let (terms, joins) = (all(terms), all(joins));
        let (terms, joins) = (terms?, joins?);
        let Some(&(first, first_span)) = joins.first() else {
            return Some(group(terms, false));
        };
        match joins.iter().find(|(is_or, _)| *is_or != first) {
            None => Some(group(terms, first)),
            Some(&(_, other)) => {
                let ors: Vec<bool> = joins.iter().map(|&(is_or, _)| is_or).collect();
                self.diagnostics.push(mixed_and_or(&terms, &ors, first_span, other));
                None
            }
        }
    }

    fn combinator(&mut self, node: &Node) -> Option<bool> {
        let text = match &node.data {
            Data::Scalar(scalar) => scalar.text.as_str(),
            Data::List(_) | Data::Map(_) => "",
        };
        match text.to_ascii_lowercase().as_str() {
            "and" => Some(false),
            "or" => Some(true),
            "" => self.wrong(node.span, "`and` or `or` is due here", ""),
            _ => self.wrong(
                node.span,
                format!("the combinator `{text}` has no counterpart in a condition"),
                "a combinator is `and` or `or`",
            ),
        }
    }

    fn flag(&mut self, node: &Node) -> Option<bool> {
        match &node.data {
            Data::Scalar(scalar) if scalar.text == "true" => Some(true),
            Data::Scalar(scalar) if scalar.text == "false" => Some(false),
            _ => self.wrong(node.span, "`true` or `false` is due here", ""),
        }
    }

    /// Refuses keys that carry a meaning we do not know.
    fn only_keys(&mut self, entries: &[Entry], known: &[&str]) -> Option<()> {
        let mut all_known = Some(());
        for entry in entries {
            let key = entry.key.text.as_str();
            if !known.contains(&key) && !IGNORED.contains(&key) {
                let message = format!("`{key}` of a query has no counterpart in a condition");
                all_known = self.wrong(entry.key_span, message, "leave it out");
            }
        }
        all_known
    }

    pub(super) fn query_rule(&mut self, entries: &[Entry], span: Span) -> Option<Condition> {
        self.only_keys(entries, &["field", "operator", "value", "valueSource"])?;
        if let Some(source) = entry(entries, "valueSource") {
            let is_value =
                matches!(&source.value.data, Data::Scalar(scalar) if scalar.text == "value");
            if !is_value {
                let message =
                    "a `valueSource` other than `value` has no counterpart in a condition";
                return self.wrong(source.value.span, message, "compare with a value");
            }
        }
        let Some(field) = entry(entries, "field") else {
            return self.wrong(span, "a rule without `field`", "");
        };
        let Some(operator) = entry(entries, "operator") else {
            return self.wrong(span, "a rule without `operator`", "");
        };
        let Data::Scalar(word) = &operator.value.data else {
            return self.wrong(operator.value.span, "an operator is a text", "");
        };
        let value = entry(entries, "value").map(|entry| &entry.value);
        let name = self.name(&field.value);
        let (operator, negated) =
            self.rule_operator(&word.text, operator.value.span, value, span)?;
        let test = test(name?, operator, span);
        Some(if negated { not(test) } else { test })
    }

    fn rule_operator(
        &mut self,
        word: &str,
        at: Span,
        value: Option<&Node>,
        rule: Span,
    ) -> Option<(Operator, bool)> {
        match word {
            "null" => return Some((Operator::IsMissing, false)),
            "notNull" => return Some((Operator::IsKnown, false)),
            _ => {}
        }
        let comparison = match word {
            "=" => Some(Comparison::Equal),
            "!=" => Some(Comparison::NotEqual),
            "<" => Some(Comparison::Less),
            "<=" => Some(Comparison::AtMost),
            ">" => Some(Comparison::Greater),
            ">=" => Some(Comparison::AtLeast),
            _ => None,
        };
        let known = [
            "in",
            "notIn",
            "between",
            "notBetween",
            "contains",
            "doesNotContain",
            "beginsWith",
            "doesNotBeginWith",
            "endsWith",
            "doesNotEndWith",
        ];
        if comparison.is_none() && !known.contains(&word) {
            let message = format!("the operator `{word}` has no counterpart in a condition");
            return self.wrong(at, message, "");
        }
        let Some(value) = value else {
            return self.wrong(rule, format!("a rule with `{word}` needs a `value`"), "");
        };
        if let Some(comparison) = comparison {
            return Some((Operator::Compare(comparison, self.literal(value)?), false));
        }
        Some(match word {
            "in" => (Operator::In(self.several(value)?), false),
            "notIn" => (Operator::NotIn(self.several(value)?), false),
            "between" | "notBetween" => {
                let Ok([low, high]) = <[Literal; 2]>::try_from(self.several(value)?) else {
                    return self.wrong(value.span, format!("`{word}` needs two values"), "");
                };
                (Operator::Between(low, high), word == "notBetween")
            }
            "contains" | "doesNotContain" => {
                (Operator::Contains(self.literal(value)?), word == "doesNotContain")
            }
            "beginsWith" | "doesNotBeginWith" => {
                (Operator::StartsWith(self.literal(value)?), word == "doesNotBeginWith")
            }
            _ => (Operator::EndsWith(self.literal(value)?), word == "doesNotEndWith"),
        })
    }

    /// A list of values, or one text with commas, as the builder's text box gives it.
    fn several(&mut self, node: &Node) -> Option<Vec<Literal>> {
        match &node.data {
            Data::List(nodes) => self.literals(nodes, node.span),
            Data::Map(_) => self.wrong(node.span, "a list of values is due here", ""),
            Data::Scalar(scalar) => {
                let parts = scalar.text.split(',').map(str::trim);
                let literal =
                    |part: &str| Literal { text: part.to_owned(), quoted: false, span: node.span };
                let values: Vec<Literal> =
                    parts.filter(|part| !part.is_empty()).map(literal).collect();
                if values.is_empty() {
                    return self.wrong(
                        node.span,
                        "the list is empty",
                        "a list holds at least one value",
                    );
                }
                Some(values)
            }
        }
    }
}
