//! Stands in for the reader of structured conditions until it is merged: refuses all of them.

use super::Condition;
use super::document::Node;
use crate::diagnostic::{Code, Diagnostic};

pub fn parse_structured(node: &Node) -> Result<Condition, Diagnostic> {
    let message = "structured conditions are not read yet";
    Err(Diagnostic::new(Code::ConditionNotUnderstood, node.span, message))
}
