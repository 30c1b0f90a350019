//! The document as a tree of texts, before it means anything.

use crate::diagnostic::Span;

/// A part of the document.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// Where it stands.
    pub span: Span,
}

/// What a part of the document is.
#[derive(Clone, Debug)]
pub enum Data {
    /// A text.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in document order.
    Map(Vec<Entry>),
}

/// A text of the document.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// Its characters after unquoting.
    pub text: String,
    /// Whether it was written without quotes.
    pub plain: bool,
    /// Whether it stands in the source byte by byte.
    pub verbatim: bool,
}

/// One key of a mapping and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Scalar,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}
