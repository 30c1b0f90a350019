//! Diagnostics as text for people: the message, where, the source lines with the part marked,
//! why, an example record, what to do.
//!
//! Positions are 1-based here. Everything that an author wrote passes through `text::visible`
//! first. `github`, `sarif` and `json` are the forms for machines.

use super::text::{columns, line_part, visible, width};
use super::{Diagnostic, Severity, Sources, Span};

/// The most columns of a source line that are shown.
const LINE_MAX: usize = 100;

/// Columns kept in front of the marked part when a line is cut.
const BEFORE_MARK: usize = 30;

/// How text is rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Use ANSI colors.
    pub color: bool,
}

impl Style {
    fn paint(self, ansi: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{ansi}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn faint(self, text: &str) -> String {
        self.paint("34", text)
    }

    fn of(self, severity: Severity, text: &str) -> String {
        let ansi = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
        };
        self.paint(ansi, text)
    }
}

/// All diagnostics as text, an empty line between two. Empty when there are none.
pub fn render_text(sources: &Sources, diagnostics: &[Diagnostic], style: Style) -> String {
    let rendered: Vec<String> =
        diagnostics.iter().map(|diagnostic| render_one(sources, diagnostic, style)).collect();
    rendered.join("\n")
}

/// How many there are, such as `2 errors, 1 warning`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity| {
        let many = diagnostics.iter().filter(|it| it.severity() == severity).count();
        let plural = if many == 1 { "" } else { "s" };
        (many > 0).then(|| format!("{many} {}{plural}", severity.name()))
    };
    let counts: Vec<String> =
        [Severity::Error, Severity::Warning].into_iter().filter_map(count).collect();
    if counts.is_empty() { "no errors, no warnings".to_owned() } else { counts.join(", ") }
}

/// An example record on one line, such as `{ country: BR, employees: 450 }`.
pub(super) fn example_line(example: &[(String, String)]) -> String {
    let parts: Vec<String> = example
        .iter()
        .map(|(name, value)| format!("{}: {}", visible(name), quoted_if_needed(&visible(value))))
        .collect();
    format!("{{ {} }}", parts.join(", "))
}

fn quoted_if_needed(value: &str) -> String {
    let bare = !value.is_empty() && value.trim() == value && !value.contains([',', '{', '}', '"']);
    if bare { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\\\"")) }
}

fn render_one(sources: &Sources, diagnostic: &Diagnostic, style: Style) -> String {
    let severity = diagnostic.severity();
    let head = style.of(severity, &format!("{}[{}]", severity.name(), diagnostic.code.name()));
    let message = style.paint("1", &visible(&diagnostic.message));
    let mut out = format!("{head}: {message}\n");
    out.push_str(&at_line(sources, diagnostic.span, style));
    out.push_str(&excerpts(sources, diagnostic, style));
    for note in &diagnostic.notes {
        out.push_str(&remark("note", note, style));
    }
    if !diagnostic.example.is_empty() {
        out.push_str(&remark("example", &example_line(&diagnostic.example), style));
    }
    if let Some(help) = &diagnostic.help {
        out.push_str(&remark("help", help, style));
    }
    out
}

/// `  at ownership.policy.yaml:12:9 (route[3].when)`, or nothing if the source is not there.
fn at_line(sources: &Sources, span: Span, style: Style) -> String {
    if sources.get(span.source).is_none() {
        return String::new();
    }
    let place = sources.place(span);
    let (line, column) = (place.start.line + 1, place.start.column + 1);
    let path =
        if place.path.is_empty() { String::new() } else { format!(" ({})", visible(&place.path)) };
    format!("  {} {}:{line}:{column}{path}\n", style.faint("at"), visible(&place.file))
}

/// `  help: ...`; further lines stand under the first.
fn remark(kind: &str, words: &str, style: Style) -> String {
    let mut out = String::new();
    for (index, line) in words.lines().enumerate() {
        let lead = if index == 0 {
            format!("{}:", style.paint("1;36", kind))
        } else {
            " ".repeat(kind.len() + 1)
        };
        out.push_str(format!("  {lead} {}", line_part(line)).trim_end());
        out.push('\n');
    }
    out
}

/// One marked part of one source line.
struct Mark<'a> {
    span: Span,
    /// 1-based.
    line: usize,
    /// The line's text and the marked bytes in it.
    text: &'a str,
    from: usize,
    to: usize,
    words: &'a str,
    is_main: bool,
}

/// The source lines of the diagnostic and its labels, the diagnostic's own first.
fn excerpts(sources: &Sources, diagnostic: &Diagnostic, style: Style) -> String {
    let mut marks: Vec<Mark> = Vec::new();
    marks.extend(mark(sources, diagnostic.span, "", true));
    let mut labels: Vec<&(Span, String)> = diagnostic.labels.iter().collect();
    labels.sort_by_key(|(span, _)| (*span != diagnostic.span, *span));
    for (span, words) in labels {
        let main = marks.first_mut().filter(|mark| mark.is_main && mark.words.is_empty());
        match main.filter(|mark| mark.span == *span) {
            Some(mark) => mark.words = words,
            None => marks.extend(mark(sources, *span, words, false)),
        }
    }
    let main_line = (diagnostic.span.source, marks.first().map_or(0, |mark| mark.line));
    marks.sort_by_key(|mark| (mark.span.source, mark.line) != main_line);

    let gutter = marks.iter().map(|mark| mark.line.to_string().len()).max().unwrap_or(1);
    let mut out = String::new();
    let mut last = (diagnostic.span.source, 0);
    for mark in &marks {
        if mark.span.source != last.0 {
            out.push_str(&at_line(sources, mark.span, style));
        }
        let repeated = last == (mark.span.source, mark.line) && fits(mark.text);
        out.push_str(&mark_lines(mark, repeated, gutter, diagnostic.severity(), style));
        last = (mark.span.source, mark.line);
    }
    out
}

fn mark<'a>(sources: &'a Sources, span: Span, words: &'a str, is_main: bool) -> Option<Mark<'a>> {
    let whole = &sources.get(span.source)?.text;
    let mut start = (span.start as usize).min(whole.len());
    while !whole.is_char_boundary(start) {
        start -= 1;
    }
    let before = whole.get(..start)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let text = whole.get(line_start..)?.lines().next().unwrap_or("");
    if text.is_empty() && words.is_empty() {
        return None;
    }
    let from = (start - line_start).min(text.len());
    let mut to = (span.end as usize).saturating_sub(line_start).clamp(from, text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let line = before.matches('\n').count() + 1;
    Some(Mark { span, line, text, from, to, words, is_main })
}

fn fits(line: &str) -> bool {
    line.chars().take(LINE_MAX + 1).map(width).sum::<usize>() <= LINE_MAX
}

/// The bytes of the line that are shown: all of it, or what stands around the mark.
fn window(mark: &Mark) -> (usize, usize) {
    if fits(mark.text) {
        return (0, mark.text.len());
    }
    let mut from = mark.from;
    let mut room = BEFORE_MARK;
    for letter in mark.text.get(..mark.from).unwrap_or("").chars().rev() {
        if width(letter) > room {
            break;
        }
        room -= width(letter);
        from -= letter.len_utf8();
    }
    let mut to = from;
    let mut room = LINE_MAX;
    for letter in mark.text.get(from..).unwrap_or("").chars() {
        if width(letter) > room {
            break;
        }
        room -= width(letter);
        to += letter.len_utf8();
    }
    (from, to)
}

/// The source line, unless it stands there already, and the line of carets under it.
fn mark_lines(
    mark: &Mark,
    repeated: bool,
    gutter: usize,
    severity: Severity,
    style: Style,
) -> String {
    let (from, to) = window(mark);
    let part = |from: usize, to: usize| mark.text.get(from..to).unwrap_or("");
    let cut_before = if from > 0 { "…" } else { "" };
    let cut_after = if to < mark.text.len() { "…" } else { "" };
    let mut out = String::new();
    if !repeated {
        let number = style.faint(&format!("{:>gutter$} |", mark.line));
        let shown = line_part(part(from, to));
        out.push_str(format!("  {number} {cut_before}{shown}{cut_after}").trim_end());
        out.push('\n');
    }
    let sign = if mark.is_main { "^" } else { "-" };
    let indent = columns(part(from, mark.from)) + columns(cut_before);
    let many = columns(part(mark.from, mark.to.min(to))).max(1);
    let words = match mark.words {
        "" => String::new(),
        words => format!(" {}", visible(words)),
    };
    let under = format!("{}{words}", sign.repeat(many));
    let under = if mark.is_main { style.of(severity, &under) } else { style.paint("36", &under) };
    let bar = style.faint(&format!("{:>gutter$} |", ""));
    out.push_str(&format!("  {bar} {}{under}\n", " ".repeat(indent)));
    out
}
