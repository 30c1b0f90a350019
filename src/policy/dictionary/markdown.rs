//! The few pieces of Markdown that a dictionary is made of.

/// Plain words: what Markdown or a table would take for a sign is escaped, lines are joined.
pub(super) fn words(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A word of the policy, as it is written there. A pipe is escaped even inside code, because
/// tables are cut before code is read.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let mut fence = String::from("`");
    while text.contains(&fence) {
        fence.push('`');
    }
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A list of words of the policy.
pub(super) fn codes<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(code).collect::<Vec<_>>().join(", ")
}

/// A table; columns that are empty in every row are left out, but never the first.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let is_used = |column: usize| {
        column == 0 || rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
    };
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let used = cells.enumerate().filter(|(column, _)| is_used(*column));
        let mut line = String::from("|");
        for (_, cell) in used {
            line.push_str(&format!(" {cell} |"));
        }
        line.push('\n');
        line
    };
    let mut table = line(&mut heads.iter().copied());
    table.push_str(&line(&mut heads.iter().map(|_| "---")));
    for row in rows {
        table.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    table
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
