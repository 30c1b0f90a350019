//! Test cases beside a policy: a record, perhaps facts, and what must come out.

use crate::diagnostic::{Span, Spanned};

/// A file of cases, such as `ownership.cases.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFile {
    /// `policy:` the policy file the cases are for, relative to this file; optional.
    pub policy: Option<Spanned<String>>,
    /// `cases:` in document order.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// `case:` what it shows.
    pub name: Spanned<String>,
    /// `record:` names and values as texts; `null` in the file (unquoted) is `None`.
    pub record: Vec<(Spanned<String>, Option<Spanned<String>>)>,
    /// `facts:` names and values as texts; a list (`away`) is written with commas; unquoted `null`
    /// is `None`.
    pub facts: Vec<(Spanned<String>, Option<Spanned<String>>)>,
    /// `expect:` at least one.
    pub expect: Vec<Expectation>,
    /// The whole case.
    pub span: Span,
}

/// One expected part of a decision, such as `owner: ana`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// `owner`, `layer`, `rule`, `stage`, `position`, `outcome`, `grade`, `score`, `fit`,
    /// `intent`, or the name of a derived value.
    pub part: Spanned<String>,
    /// The value as it stands in the decision; `missing` for none.
    pub value: Spanned<String>,
}
