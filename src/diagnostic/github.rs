//! Diagnostics as GitHub workflow commands, which show them beside the lines of a pull request.

use super::render::example_line;
use super::text::visible;
use super::{Diagnostic, Severity, Sources};

/// One `::error` or `::warning` command a line. Empty when there are no diagnostics.
///
/// Lines and columns are 1-based and the end column is the one after the last character. GitHub
/// takes columns only of a range within one line, so a longer range is given by its lines.
pub fn render_github(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| command(sources, diagnostic)).collect()
}

fn command(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = sources.place(diagnostic.span);
    let (start, end) = (place.start, place.end);
    let mut properties = format!("file={},line={}", property(&place.file), start.line + 1);
    if start.line == end.line {
        let (column, end_column) = (start.column + 1, end.column.max(start.column + 1) + 1);
        properties
            .push_str(&format!(",col={column},endLine={},endColumn={end_column}", end.line + 1));
    } else {
        properties.push_str(&format!(",endLine={}", end.line + 1));
    }
    let title = property(diagnostic.code.name());
    format!("::{level} {properties},title={title}::{}\n", data(&words(diagnostic)))
}

/// The message, and below it why, an example and what to do.
fn words(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![visible(&diagnostic.message)];
    let mut remark = |kind: &str, text: &str| {
        let shown: Vec<String> = text.lines().map(visible).collect();
        lines.push(format!("{kind}: {}", shown.join("\n")));
    };
    for note in &diagnostic.notes {
        remark("note", note);
    }
    if !diagnostic.example.is_empty() {
        remark("example", &example_line(&diagnostic.example));
    }
    if let Some(help) = &diagnostic.help {
        remark("help", help);
    }
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
