//! What is wrong with the YAML itself, in plain words.
//!
//! The scanner speaks of tokens and contexts; authors know lines, quotes and colons. Where a
//! condition is what the scanner stumbled over, the diagnostic speaks of the condition.

use crate::diagnostic::{Code, Diagnostic, SourceIndex, Span};

/// Where and why the scanner stopped.
pub struct Failed<'a> {
    /// The source.
    pub source: SourceIndex,
    /// Its text.
    pub text: &'a str,
    /// The byte it stopped at.
    pub at: usize,
    /// Its reason, in its own words.
    pub reason: &'a str,
    /// The key whose value was read last.
    pub key: Option<&'a str>,
    /// The byte after that value, without quotes and spaces.
    pub value_end: usize,
}

/// Words for what the scanner cannot read.
pub fn diagnose(failed: &Failed) -> Diagnostic {
    cut_condition(failed).unwrap_or_else(|| {
        let (code, message, help) = plain_words(failed);
        let place = if message == TAB { failed.tab() } else { failed.one_character() };
        let found = Diagnostic::new(code, place, message);
        match help {
            Some(help) => found.help(help),
            None => found,
        }
    })
}

impl Failed<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        let cap = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { source: self.source, start: cap(start), end: cap(end) }
    }

    /// The character the scanner stopped at; at the end of a line nothing is left to show.
    fn one_character(&self) -> Span {
        let rest = self.text.get(self.at..).unwrap_or("");
        let length = rest.chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
        self.span(self.at, self.at + length)
    }

    /// The tab that the scanner means; it may have stopped behind it, or at the text before.
    fn tab(&self) -> Span {
        let start = self.line_start(self.at);
        let found = self.text.get(start..).and_then(|rest| rest.find('\t'));
        let tab = found.map_or(self.at, |found| start + found);
        self.span(tab, tab + usize::from(found.is_some()))
    }

    /// The first byte of the line that holds a byte.
    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or("");
        before.rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The line that holds a byte, from its first character that is no space.
    fn line_at(&self, at: usize) -> &str {
        let line = self.text.get(self.line_start(at)..).unwrap_or("");
        line.lines().next().unwrap_or("").trim()
    }
}

/// A condition that YAML ended too early, at `: ` or ` #`.
fn cut_condition(failed: &Failed) -> Option<Diagnostic> {
    let key = failed.key.filter(|key| matches!(*key, "when" | "enter"))?;
    let behind = failed.text.get(failed.value_end..)?;
    let gap = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let at = failed.value_end + gap;
    let help = || {
        let line = failed.line_at(failed.value_end);
        let (before, after) = line.split_once(&format!("{key}:")).unwrap_or(("{", ""));
        // Inside brackets, or over several lines, only the author knows where it ends.
        if before.contains(['{', '[']) || failed.reason.contains("comment intercepting") {
            "put the whole condition in quotes".to_owned()
        } else {
            format!("put it in quotes: `{key}: {}`", quoted(after.trim()))
        }
    };
    let rest = failed.text.get(at..)?;
    if rest.starts_with(':') {
        let message = "YAML took the colon in this condition for a key";
        let span = failed.span(at, at + 1);
        return Some(Diagnostic::new(Code::ConditionCutByColon, span, message).help(help()));
    }
    if gap > 0 && rest.starts_with('#') {
        let message = "YAML took the rest of this condition for a comment";
        let length = rest.lines().next().unwrap_or("").trim_end().len();
        let span = failed.span(at, at + length);
        return Some(Diagnostic::new(Code::ConditionCutByHash, span, message).help(help()));
    }
    None
}

/// A text in the quotes it does not hold itself.
pub fn quoted(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

const TAB: &str = "a tab stands where spaces are due";

/// The scanner's reasons and what an author can do. The first words that occur decide; they are
/// the scanner's own and fixed by its exact version, and a reason without words of ours is shown
/// as it is.
const REASONS: &[(&str, &str, &str)] = &[
    ("tab", TAB, "indent with spaces, two for each level"),
    (
        "mapping values are not allowed",
        "a colon stands where no key can be",
        "put a text that holds `: ` in quotes; check the indentation, and the space after a colon",
    ),
    ("simple key expect", "this line has no colon", "write `key: value`"),
    (
        "did not find expected key",
        "this line is indented differently from the lines it belongs to",
        "give all keys of one mapping the same indentation",
    ),
    (
        "did not find expected '-' indicator",
        "a list goes on without `-`",
        "begin every item of a list with `- `, at the same indentation",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin it on its own line",
    ),
    (
        "did not find expected ',' or '}'",
        "a `{` has no `}`, or a comma is missing",
        "close the `{`, and put a text that holds `: ` or ` #` in quotes",
    ),
    ("expected ',' or ']'", "a `[` has no `]`, or a comma is missing", "close the `[`"),
    (
        "illegal placement of ':'",
        "a colon stands where no key can be",
        "close the `[` or `{` above",
    ),
    (
        "misplaced bracket",
        "a closing bracket has no opening one",
        "remove it, or put the text in quotes",
    ),
    ("invalid indentation in flow", "the lines inside brackets are not indented", "indent them"),
    (
        "quoted scalar, found unexpected end",
        "a quote is not closed",
        "close it, or double a quote that belongs to the text",
    ),
    (
        "invalid indentation in quoted",
        "a quote is not closed on its line",
        "close it, or indent the lines that continue the text",
    ),
    (
        "invalid trailing content",
        "text goes on after the closing quote",
        "put the whole text in quotes, of the kind that it does not hold",
    ),
    (
        "invalid Unicode character escape",
        "a `\\u` in double quotes is half of a character",
        "write the character itself, or its whole number as in `\\U0001F600`",
    ),
    (
        "escape",
        "a backslash in double quotes stands before a letter that means nothing",
        "write `\\\\` or use single quotes",
    ),
    (
        "hexadecimal",
        "an escape in double quotes is not complete",
        "write `\\\\` or use single quotes",
    ),
    ("block scalar", "a text cannot begin with `>` or `|`", "put the text in quotes"),
    ("unexpected character", "a text cannot begin with this character", "put the text in quotes"),
    (
        "plain scalar cannot start",
        "a text cannot begin with this character",
        "put the text in quotes",
    ),
    (
        "comment intercepting",
        "a comment stands inside a text of several lines",
        "move the comment above",
    ),
    ("unprintable", "this character cannot be shown", "remove it"),
    ("byte order mark", "a byte order mark stands inside the document", "remove it"),
    ("recursion limit", "the document is nested too deeply", "use fewer brackets"),
    (
        "invalid indentation",
        "this line is indented wrongly",
        "use the indentation of the lines it belongs to",
    ),
    (
        "wrongly indented",
        "this line is indented wrongly",
        "use the indentation of the lines it belongs to",
    ),
    (
        "expected node content",
        "a value is missing, or a bracket is not closed",
        "close the `[` or `{` above, or write the value",
    ),
    ("unexpected eof", "the document ends too early", "close what is open"),
];

fn plain_words(failed: &Failed) -> (Code, String, Option<&'static str>) {
    let reason = failed.reason;
    let feature = |message: &str, help| (Code::YamlFeature, message.to_owned(), Some(help));
    if reason.contains("anchor") {
        let alias = failed.text.get(failed.at..).is_some_and(|rest| rest.starts_with('*'));
        let message = "an anchor (`&name`) or alias (`*name`) is not possible in a policy";
        let star = "put a text that begins with `*` in quotes";
        return feature(message, if alias { star } else { "write the value out" });
    }
    if reason.contains("tag") || reason.contains("TAG") || reason.contains("handle") {
        let message = "a tag (`!name`) is not possible in a policy";
        return feature(message, "put a text that begins with `!` in quotes");
    }
    if reason.contains("directive") || reason.contains("document") && !reason.contains("byte order")
    {
        let message = "a YAML directive or a second document is not possible in a policy";
        return feature(message, "keep one document in one file");
    }
    match REASONS.iter().find(|(words, ..)| reason.contains(words)) {
        Some((_, message, help)) => (Code::NotYaml, (*message).to_owned(), Some(help)),
        None => (Code::NotYaml, format!("this is not YAML: {reason}"), None),
    }
}

/// Whether a character stands for itself in a document: it shows, and no editor, terminal or YAML
/// reader changes it.
pub fn is_printable(c: char) -> bool {
    let code = u32::from(c);
    let joins_or_turns = matches!(code, 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2069);
    let not_a_character = code & 0xFFFE == 0xFFFE || matches!(code, 0xFDD0..=0xFDEF);
    let private = matches!(code, 0xE000..=0xF8FF | 0xF0000..);
    !(c.is_control() || joins_or_turns || not_a_character || private || code == 0xFEFF)
}

/// The most characters of an author's text that a message repeats.
const BRIEF_CHARACTERS_MAX: usize = 60;

/// An author's text as a message repeats it: on one line, and not endless.
pub fn brief(text: &str) -> String {
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    let mut brief: String = text.chars().map(one_line).take(BRIEF_CHARACTERS_MAX).collect();
    if brief.len() < text.len() {
        brief.push('…');
    }
    brief
}
