//! Stands in for the readers of conditions until they are merged: takes every text for a flag.

use super::document::Node;
use super::{Condition, Operator, Placed, Test};
use crate::diagnostic::{Code, Diagnostic, Spanned};

pub fn parse_condition(placed: Placed) -> Result<Condition, Diagnostic> {
    let name = Spanned::new(placed.text.to_owned(), placed.span);
    Ok(Condition::Test(Test { name, operator: Operator::IsTrue, span: placed.span }))
}

pub fn parse_structured(node: &Node) -> Result<Condition, Diagnostic> {
    let message = "structured conditions are not read yet";
    Err(Diagnostic::new(Code::ConditionNotUnderstood, node.span, message))
}

pub fn print_condition(condition: &Condition) -> String {
    match condition {
        Condition::Test(test) => test.name.value.clone(),
        _ => String::new(),
    }
}
