//! How a document is laid out: what stands on a line, what is broken up, what is quoted.
//!
//! Nothing here knows what a policy is; `print` says what the parts are.

use super::yaml::is_printable;
use crate::diagnostic::Spanned;

/// Lines that would be longer are broken up where YAML allows it.
const COLUMNS_MAX: usize = 100;

/// A part of the printed document.
pub enum Part {
    /// A text, quoted where it must be.
    Text(String),
    /// A condition: plain on its own line where YAML leaves it alone, else in quotes.
    Condition(String),
    /// A list, always on lines of its own (`block`) or in brackets where it fits.
    List { items: Vec<Part>, block: bool },
    /// A mapping.
    Map(Map),
}

/// A mapping, always on lines of its own or in braces where it fits.
pub struct Map {
    /// Keys, already quoted where they must be, and values.
    pub entries: Vec<(String, Part)>,
    /// Whether it always takes lines of its own.
    pub block: bool,
}

impl Map {
    /// An empty mapping.
    pub fn new(block: bool) -> Self {
        Map { entries: Vec::new(), block }
    }

    /// Adds a key and a value.
    pub fn push(&mut self, key: &str, part: Part) {
        self.entries.push((scalar(key), part));
    }

    /// Adds a text.
    pub fn text(&mut self, key: &str, text: &Spanned<String>) {
        self.push(key, Part::Text(scalar(&text.value)));
    }

    /// Adds a text, if there is one.
    pub fn maybe(&mut self, key: &str, text: Option<&Spanned<String>>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    /// Adds a word, if something is so.
    pub fn yes(&mut self, key: &str, is: bool, word: &str) {
        if is {
            self.push(key, Part::Text(word.to_owned()));
        }
    }

    /// Adds a mapping, unless it is empty.
    pub fn section(&mut self, key: &str, entries: impl Iterator<Item = (String, Part)>) {
        let map = Map { entries: entries.collect(), block: true };
        if !map.entries.is_empty() {
            self.push(key, Part::Map(map));
        }
    }

    /// Adds a list of items with lines of their own, unless it is empty.
    pub fn items(&mut self, key: &str, items: impl Iterator<Item = Part>) {
        let items: Vec<_> = items.collect();
        if !items.is_empty() {
            self.push(key, Part::List { items, block: true });
        }
    }
}

impl Part {
    /// Whether it takes lines of its own.
    pub fn is_block(&self) -> bool {
        match self {
            Part::Text(_) | Part::Condition(_) => false,
            Part::List { items, block } => *block && !items.is_empty(),
            Part::Map(map) => map.block && !map.entries.is_empty(),
        }
    }

    /// The part on one line, if it may stand so.
    fn line(&self) -> Option<String> {
        match self {
            Part::Text(text) => Some(text.clone()),
            Part::Condition(text) => Some(condition(text)),
            _ if self.is_block() => None,
            Part::List { items, .. } => {
                let items: Option<Vec<_>> = items.iter().map(Part::line).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            Part::Map(map) if map.entries.is_empty() => Some("{}".to_owned()),
            Part::Map(map) => {
                let entries = map.entries.iter();
                let entries = entries.map(|(key, part)| Some(format!("{key}: {}", part.line()?)));
                let entries: Option<Vec<_>> = entries.collect();
                Some(format!("{{ {} }}", entries?.join(", ")))
            }
        }
    }

    /// Whether it can be broken up into lines.
    fn can_break(&self) -> bool {
        match self {
            Part::Text(_) | Part::Condition(_) => false,
            Part::List { items, .. } => !items.is_empty(),
            Part::Map(map) => !map.entries.is_empty(),
        }
    }
}

fn fits(line: &str, before: usize) -> bool {
    before + line.chars().count() <= COLUMNS_MAX
}

/// Writes a key and its value, on one line or on several.
pub fn write_entry(out: &mut String, indent: usize, key: &str, part: &Part) {
    let spaces = " ".repeat(indent);
    let before = indent + key.chars().count() + 2;
    match part.line().filter(|line| !part.can_break() || fits(line, before)) {
        Some(line) => out.push_str(&format!("{spaces}{key}: {line}\n")),
        None => {
            out.push_str(&format!("{spaces}{key}:\n"));
            write_lines(out, indent + 2, part);
        }
    }
}

/// Writes a list or mapping on lines of its own.
fn write_lines(out: &mut String, indent: usize, part: &Part) {
    match part {
        Part::Text(_) | Part::Condition(_) => {}
        Part::Map(map) => {
            for (key, part) in &map.entries {
                write_entry(out, indent, key, part);
            }
        }
        Part::List { items, .. } => {
            for item in items {
                let spaces = " ".repeat(indent);
                match item.line().filter(|line| !item.can_break() || fits(line, indent + 2)) {
                    Some(line) => out.push_str(&format!("{spaces}- {line}\n")),
                    None => {
                        let mut lines = String::new();
                        write_lines(&mut lines, indent + 2, item);
                        let rest = lines.trim_start_matches(' ');
                        out.push_str(&format!("{spaces}- {rest}"));
                    }
                }
            }
        }
    }
}

/// A text that YAML reads as itself, in brackets too.
pub fn scalar(text: &str) -> String {
    let first = text.chars().next();
    let begins_well = first.is_some_and(|first| first.is_alphanumeric() || first == '$');
    let harmless = |c: char| c.is_alphanumeric() || " _-./@+()&'%$=<>*!".contains(c);
    let plain = begins_well && text.chars().all(harmless) && !text.ends_with(' ');
    if plain { text.to_owned() } else { in_quotes(text) }
}

/// A condition, plain if YAML reads it as itself on a line of its own.
fn condition(text: &str) -> String {
    let first = text.chars().next();
    let begins_well = first.is_some_and(|first| first.is_alphanumeric() || first == '(');
    let harmless = |c: char| is_printable(c) && !c.is_control();
    let cut = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    if begins_well && !cut && text.chars().all(harmless) {
        text.to_owned()
    } else {
        in_quotes(text)
    }
}

/// A text in double quotes, with escapes for what cannot stand there.
fn in_quotes(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xFF => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c if u32::from(c) <= 0xFFFF => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}
