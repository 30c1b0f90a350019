//! Where something is: spans in the sources of a policy, and the places people are shown.
//!
//! A span is a half-open range of bytes in one source. A place is what leaves this crate: a path
//! in the document (`route[3].when`) and a range of lines and columns, 0-based and half-open,
//! columns in UTF-16 units, because that is what editors and JavaScript count in. Renderers for
//! people add one.

/// The position of a source in [`Sources`]; 0 is the policy document itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceIndex(pub u16);

/// A half-open range of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Which source.
    pub source: SourceIndex,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A value and where it stands. Equality looks at the value alone, so that two documents that
/// say the same are equal.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, standing at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// One text a policy consists of: the document, or a CSV file it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name people know it by.
    pub name: String,
    /// Its text, after removal of a byte order mark.
    pub text: String,
}

/// All texts of a policy, with the document path of every part that was read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// Paths of document parts. A part inside another one comes later.
    paths: Vec<(Span, String)>,
}

/// A line and a column, both 0-based; the column counts UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "author", derive(serde::Serialize))]
pub struct Position {
    /// The line.
    pub line: u32,
    /// UTF-16 units before it in its line.
    pub column: u32,
}

/// Where something is, as people and programs outside are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "author", derive(serde::Serialize))]
pub struct Place {
    /// The name of the file.
    pub file: String,
    /// The path in the document, such as `route[3].when` or `row 4, column segment`.
    pub path: String,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

impl Sources {
    /// Adds a text and gives its index. More than 65,535 texts share the last index; the limits
    /// of `check` refuse such a policy long before.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceIndex {
        self.files.push(Source { name: name.into(), text: text.into() });
        SourceIndex(u16::try_from(self.files.len().saturating_sub(1)).unwrap_or(u16::MAX))
    }

    /// The text at `index`, if there is one.
    pub fn get(&self, index: SourceIndex) -> Option<&Source> {
        self.files.get(usize::from(index.0))
    }

    /// All texts, the policy document first.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// Puts `folder` before the names of the files beside the document, whose own name has it
    /// already: those who read the places stand elsewhere.
    pub fn put_files_below(&mut self, folder: &str) {
        for file in self.files.iter_mut().skip(1) {
            file.name = format!("{folder}/{}", file.name);
        }
    }

    /// Says that the part at `span` is called `path`.
    pub fn name_part(&mut self, span: Span, path: impl Into<String>) {
        self.paths.push((span, path.into()));
    }

    /// The path of the smallest named part that holds the start of `span`; empty for the whole.
    pub fn path(&self, span: Span) -> &str {
        let holds = |part: &Span| {
            part.source == span.source && part.start <= span.start && span.start <= part.end
        };
        let size = |part: &Span| part.end.saturating_sub(part.start);
        let best = self.paths.iter().rev().filter(|(part, _)| holds(part));
        best.min_by_key(|(part, _)| size(part)).map_or("", |(_, path)| path.as_str())
    }

    /// The characters at `span`.
    pub fn text(&self, span: Span) -> &str {
        let text = self.get(span.source).map_or("", |source| source.text.as_str());
        text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a byte of a source. An offset past the end is the end.
    pub fn position(&self, source: SourceIndex, offset: u32) -> Position {
        let text = self.get(source).map_or("", |source| source.text.as_str());
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count();
        let column = before.get(line_start..).unwrap_or("").encode_utf16().count();
        let cap = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Position { line: cap(line), column: cap(column) }
    }

    /// The place people are shown for `span`.
    pub fn place(&self, span: Span) -> Place {
        Place {
            file: self.get(span.source).map_or_else(String::new, |source| source.name.clone()),
            path: self.path(span).to_owned(),
            start: self.position(span.source, span.start),
            end: self.position(span.source, span.end.max(span.start)),
        }
    }
}
