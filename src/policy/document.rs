//! The document as a tree: bytes in, texts, lists and mappings with their places out.
//!
//! YAML gives structure only, so every scalar is text, whatever it looks like. Anchors, aliases,
//! tags, further documents and duplicate keys are refused here, once, so that nobody above has to
//! think of them. What the keys mean is the business of `parse`; the words for what is wrong with
//! the YAML itself stand in `yaml`.
//!
//! Invariant: the tree is at most [`DEPTH_MAX`] levels deep, so walking it may recurse.
//! Invariant: no two entries of a mapping share a key, save those YAML cut out of a text inside
//! `{ }` (they have no value and no colon), which `parse` puts together again.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::bytes::{Offsets, between_quotes, span_of};
use super::yaml::{self, Failed};
use crate::diagnostic::{Code, Diagnostic, SourceIndex, Span};

/// The most levels of lists and mappings. A policy needs about six, structured conditions more.
pub const DEPTH_MAX: usize = 64;

/// The most bytes of a document. Large tables belong into CSV files.
pub const DOCUMENT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The most characters of a key as it is printed, with room for escapes. YAML stops at 1,024.
const KEY_PRINTED_MAX: usize = 1_000;

/// A part of a document and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// Where: of a text without its quotes, of a mapping or list from its first to its last part,
    /// with its brackets if it has any.
    pub span: Span,
}

/// What a [`Node`] can be.
#[derive(Clone, Debug)]
pub enum Data {
    /// A text.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in document order.
    Map(Vec<Entry>),
}

/// A text of a document. Numbers and yes or no are texts too.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// Its characters, after YAML's unquoting.
    pub text: String,
    /// Whether it was written without quotes.
    pub plain: bool,
    /// Whether `text` stands in the source byte by byte at the span, quotes excluded.
    pub verbatim: bool,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Scalar,
    /// Where the key stands.
    pub key_span: Span,
    /// The value. Nothing written is an empty plain text.
    pub value: Node,
}

impl Scalar {
    /// Whether nothing at all was written.
    pub fn is_nothing(&self) -> bool {
        self.plain && self.text.is_empty()
    }
}

impl Node {
    /// Whether nothing at all was written.
    pub fn is_nothing(&self) -> bool {
        matches!(&self.data, Data::Scalar(scalar) if scalar.is_nothing())
    }
}

/// Reads a text as one YAML document. What is wrong is added to `diagnostics`; without a tree
/// that holds at least one error.
pub fn read(source: SourceIndex, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let start = Span { source, ..Span::default() };
    if text.len() > DOCUMENT_BYTES_MAX {
        let message = format!("the document is larger than {DOCUMENT_BYTES_MAX} bytes");
        let help = "move large tables into CSV files beside it";
        diagnostics.push(Diagnostic::new(Code::TooLarge, start, message).help(help));
        return None;
    }
    let mut reader = Reader {
        source,
        text,
        offsets: Offsets::new(text),
        open: Vec::new(),
        root: None,
        last: Last::default(),
        is_whole: true,
        diagnostics,
    };
    let complete = reader.events() && reader.is_whole;
    let root = reader.root.take();
    if !complete {
        return None;
    }
    if root.as_ref().is_none_or(Node::is_nothing) {
        diagnostics.push(Diagnostic::new(Code::EmptyDocument, start, "the document is empty"));
        return None;
    }
    root
}

/// A list or mapping that has begun and not ended.
struct Open {
    start: usize,
    /// Whether it stands in brackets.
    flow: bool,
    inside: Inside,
}

enum Inside {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, known: BTreeMap<String, Span>, key: Key },
}

/// The state of a mapping between key and value.
enum Key {
    Awaited,
    Given(Scalar, Span),
    /// A list or mapping stood where the key was due; its value is dropped.
    Refused,
}

/// What was read last, to tell what an error of the scanner broke.
#[derive(Default)]
struct Last {
    key: Option<String>,
    /// The byte after the last text, and whether that text was a value.
    end: usize,
    is_value: bool,
}

struct Reader<'a, 'd> {
    source: SourceIndex,
    text: &'a str,
    offsets: Offsets<'a>,
    open: Vec<Open>,
    root: Option<Node>,
    last: Last,
    /// Whether nothing had to be left out of the tree.
    is_whole: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    /// Whether the document was read to its end. What follows from a part that could not be read
    /// would be reported as a mistake of its own, so there is no tree then.
    fn events(&mut self) -> bool {
        let mut documents = 0;
        for event in Parser::new_from_str(self.text) {
            let (event, place) = match event {
                Ok(event) => event,
                Err(error) => return self.fail(&error),
            };
            let start = self.offsets.byte(place.start.index());
            let end = self.offsets.byte(place.end.index());
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return self.second_document(start);
                    }
                }
                Event::Alias(_) => {
                    self.feature(start, "an alias (`*name`)", "write the value out");
                    self.scalar("", ScalarStyle::DoubleQuoted, start, end);
                    self.is_whole = false;
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.marks(start, anchor > 0, tag.is_some());
                    self.scalar(&text, style, start, end);
                }
                Event::SequenceStart(anchor, tag) => {
                    self.marks(start, anchor > 0, tag.is_some());
                    if !self.begin(start, Inside::List(Vec::new())) {
                        return false;
                    }
                }
                Event::MappingStart(anchor, tag) => {
                    self.marks(start, anchor > 0, tag.is_some());
                    let known = BTreeMap::new();
                    let inside = Inside::Map { entries: Vec::new(), known, key: Key::Awaited };
                    if !self.begin(start, inside) {
                        return false;
                    }
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(start),
                _ => {}
            }
        }
        true
    }

    /// Reports what the scanner cannot read. One mistake, one diagnostic: what follows is unread.
    fn fail(&mut self, error: &ScanError) -> bool {
        let at = self.offsets.byte(error.marker().index());
        let failed = Failed {
            source: self.source,
            text: self.text,
            at,
            reason: error.info(),
            key: self.last.key.as_deref().filter(|_| self.last.is_value),
            value_end: self.last.end,
        };
        self.diagnostics.push(yaml::diagnose(&failed));
        false
    }

    fn second_document(&mut self, start: usize) -> bool {
        let span = span_of(self.source, start, start + 3);
        let message = "a second document begins here";
        let help = "keep one document in one file";
        self.diagnostics.push(Diagnostic::new(Code::YamlFeature, span, message).help(help));
        false
    }

    /// Refuses anchors and tags.
    fn marks(&mut self, start: usize, anchor: bool, tag: bool) {
        if anchor {
            self.feature(start, "an anchor (`&name`)", "write the value out in each place");
        }
        if tag {
            let help = "put a text that begins with `!` in quotes";
            self.feature(start, "a tag (`!name`)", help);
        }
    }

    fn feature(&mut self, start: usize, what: &str, help: &str) {
        let rest = self.text.get(start..).unwrap_or("");
        let length = rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
        let span = span_of(self.source, start, start + length);
        let message = format!("{what} is not possible in a policy");
        self.diagnostics.push(Diagnostic::new(Code::YamlFeature, span, message).help(help));
    }

    fn begin(&mut self, start: usize, inside: Inside) -> bool {
        if self.open.len() >= DEPTH_MAX {
            let span = span_of(self.source, start, start + 1);
            let message = format!("the document is more than {DEPTH_MAX} levels deep");
            self.diagnostics.push(Diagnostic::new(Code::TooLarge, span, message));
            return false;
        }
        let flow = self.text.get(start..).is_some_and(|rest| rest.starts_with(['[', '{']));
        self.last.is_value = false;
        self.open.push(Open { start, flow, inside });
        true
    }

    /// Ends the innermost list or mapping, whose closing bracket, if any, stands at `closing`.
    fn end(&mut self, closing: usize) {
        let Some(open) = self.open.pop() else { return };
        let (data, last) = match open.inside {
            Inside::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Data::List(items), last)
            }
            Inside::Map { entries, .. } => {
                let last = entries.last().map(|entry| entry.value.span.end.max(entry.key_span.end));
                (Data::Map(entries), last)
            }
        };
        let end = match last {
            _ if open.flow => closing + 1,
            Some(last) => last as usize,
            None => open.start,
        };
        self.attach(Node { data, span: span_of(self.source, open.start, end) });
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, start: usize, end: usize) {
        let slice = self.text.get(start..end).unwrap_or("").trim_end();
        let quote = match style {
            ScalarStyle::SingleQuoted => Some('\''),
            ScalarStyle::DoubleQuoted => Some('"'),
            _ => None,
        };
        let quoted = quote.and_then(|quote| between_quotes(slice, quote));
        let (from, inner) = quoted.map_or((start, slice), |inner| (start + 1, inner));
        // The scanner counts the spaces and the comment behind a quoted text to it.
        let written = quoted.map_or(slice.len(), |inner| inner.len() + 2);
        let scalar = Scalar {
            text: text.to_owned(),
            plain: style == ScalarStyle::Plain,
            verbatim: inner == text,
        };
        // Nothing written has no place of its own: it stands right behind what was written last.
        let nothing = scalar.is_nothing() && self.last.end <= from;
        let from = if nothing { self.last.end } else { from };
        let length = if scalar.is_nothing() { 0 } else { inner.len() };
        if !nothing {
            self.last.end = start + written;
        }
        let span = span_of(self.source, from, from + length);
        let awaits_key = match self.open.last().map(|open| &open.inside) {
            Some(Inside::Map { key, .. }) => matches!(key, Key::Awaited),
            _ => false,
        };
        self.last.is_value = !awaits_key;
        if awaits_key {
            self.last.key = Some(scalar.text.clone());
        }
        self.attach(Node { data: Data::Scalar(scalar), span });
    }

    /// Puts a complete node where it belongs.
    fn attach(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        let flow = open.flow;
        match &mut open.inside {
            Inside::List(items) => items.push(node),
            Inside::Map { entries, known, key } => match std::mem::replace(key, Key::Awaited) {
                Key::Awaited => {
                    *key = match node.data {
                        Data::Scalar(scalar) if is_key(&scalar.text) => {
                            Key::Given(scalar, node.span)
                        }
                        Data::Scalar(_) => {
                            let message = "this key is too long";
                            let found = Diagnostic::new(Code::WrongShape, node.span, message);
                            self.diagnostics.push(found);
                            self.is_whole = false;
                            Key::Refused
                        }
                        Data::List(_) | Data::Map(_) => {
                            let message = "a key must be a text, not a list or a mapping";
                            let found = Diagnostic::new(Code::WrongShape, node.span, message);
                            self.diagnostics.push(found);
                            self.is_whole = false;
                            Key::Refused
                        }
                    };
                }
                Key::Refused => {}
                Key::Given(scalar, span) => {
                    let entry = Entry { key: scalar, key_span: span, value: node };
                    if flow && is_cut_off(self.text, &entry) {
                        entries.push(entry);
                    } else if let Some(first) = known.get(&entry.key.text) {
                        let message = format!("`{}` stands twice", yaml::brief(&entry.key.text));
                        self.diagnostics.push(
                            Diagnostic::new(Code::DuplicateKey, span, message)
                                .label(*first, "it stands here first")
                                .help("keep one of the two"),
                        );
                    } else {
                        known.insert(entry.key.text.clone(), span);
                        entries.push(entry);
                    }
                }
            },
        }
    }
}

/// Whether YAML can read a text back as a key in any style: it looks for the colon only so far.
fn is_key(text: &str) -> bool {
    let printed = text.chars().map(|c| if yaml::is_printable(c) { 2 } else { 10 });
    printed.sum::<usize>() <= KEY_PRINTED_MAX
}

/// Whether an entry of a mapping in `{ }` has neither value nor colon, as the tail of a text has
/// that YAML cut at a comma.
pub fn is_cut_off(text: &str, entry: &Entry) -> bool {
    let behind = text.get(entry.key_span.end as usize..).unwrap_or("").trim_start();
    entry.key.plain && entry.value.is_nothing() && !behind.starts_with(':')
}
