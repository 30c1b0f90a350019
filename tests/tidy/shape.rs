//! How files look: their length, the length of lines and functions, the words at their head, and
//! that every one of them is used.

use crate::rust::{after_group, mask, reached, tokens, word};

/// Longer files fail. The aim is 400.
const FILE_LINES_MAX: usize = 600;

/// Lines of code in one function.
const FUNCTION_LINES_MAX: usize = 70;

/// Columns of a line of Rust, and of a script of ours that is no test: half of those is texts.
const COLUMNS_MAX: usize = 100;

fn is_code(path: &str) -> bool {
    let rust_test = path.starts_with("tests/") && path.ends_with(".rs");
    let folders = ["src/", "tests/support/", "pkg-scripts/", "www/"];
    let is_ours = rust_test || folders.iter().any(|folder| path.starts_with(folder));
    let endings = [".rs", ".ts", ".tsx", ".js", ".mjs", ".css", ".html", ".sh"];
    let is_script = path.starts_with("pkg-scripts/") && !path.contains('.');
    is_ours && (is_script || endings.iter().any(|ending| path.ends_with(ending)))
}

/// No file holds more than one idea can need.
pub fn check_file_lengths(files: &[(String, String)]) -> Vec<String> {
    let code = files.iter().filter(|(path, _)| is_code(path));
    code.map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > FILE_LINES_MAX)
        .map(|(path, lines)| format!("{path}: {lines} lines, at most {FILE_LINES_MAX}"))
        .collect()
}

fn has_columns(path: &str) -> bool {
    let is_ours = ["src/js/", "pkg-scripts/"].iter().any(|folder| path.starts_with(folder));
    path.ends_with(".rs") || is_ours && [".ts", ".mjs"].iter().any(|end| path.ends_with(end))
}

/// No line of code runs out of the window, unless it cannot be broken.
pub fn check_line_lengths(files: &[(String, String)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| has_columns(path)) {
        for (index, line) in text.lines().enumerate() {
            let columns = line.chars().count();
            if columns > COLUMNS_MAX && line.trim().contains(' ') && !is_unbreakable(line) {
                let number = index + 1;
                broken.push(format!("{path}:{number}: {columns} columns, at most {COLUMNS_MAX}"));
            }
        }
    }
    broken
}

/// No function of Rust is longer than a page. Comments, empty lines and lines of text do not
/// count.
pub fn check_function_lengths(files: &[(String, String)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let masked = mask(text);
        let is_code: Vec<bool> = masked.lines().map(|line| !line.trim().is_empty()).collect();
        let tokens = tokens(&masked);
        let functions = tokens.iter().enumerate().filter(|(_, token)| token.text == "fn");
        for (index, function) in functions {
            let mut open = index + 1;
            while !matches!(word(&tokens, open), "{" | ";" | "") {
                let is_group = matches!(word(&tokens, open), "(" | "[");
                open = if is_group { after_group(&tokens, open) } else { open + 1 };
            }
            if word(&tokens, open) != "{" {
                continue;
            }
            let line = |index: usize| tokens.get(index).map_or(0, |token| token.line);
            let (first, last) = (line(open), line(after_group(&tokens, open).saturating_sub(1)));
            let body = is_code.iter().take(last.saturating_sub(1)).skip(first);
            let lines = body.filter(|is_code| **is_code).count();
            if lines > FUNCTION_LINES_MAX {
                let (number, name) = (function.line, word(&tokens, index + 1));
                broken.push(format!(
                    "{path}:{number}: `{name}` has {lines} lines, at most {FUNCTION_LINES_MAX}"
                ));
            }
        }
    }
    broken
}

/// Every file of Rust says first what lives in it.
pub fn check_heads(files: &[(String, String)]) -> Vec<String> {
    let rust = files.iter().filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs"));
    rust.filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| format!("{path}: does not begin with `//!`"))
        .collect()
}

/// Every file of Rust is a module of the crate.
pub fn check_dead_files(files: &[(String, String)]) -> Vec<String> {
    let reached = reached(files);
    let rust = files.iter().filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs"));
    rust.filter(|(path, _)| !path.starts_with("src/js/") && !reached.contains_key(path))
        .map(|(path, _)| format!("{path}: no `mod` line leads here"))
        .collect()
}

/// Every code has a page and every page a code.
pub fn check_pages(codes: &[&str], files: &[(String, String)]) -> Vec<String> {
    let pages: Vec<&str> = named(files, "src/diagnostic/pages/");
    let mut broken: Vec<String> = Vec::new();
    for code in codes.iter().filter(|code| !pages.contains(code)) {
        broken.push(format!("src/diagnostic/pages/{code}.md: the code has no page"));
    }
    for page in pages.iter().filter(|page| !codes.contains(page)) {
        broken.push(format!("src/diagnostic/pages/{page}.md: the page has no code"));
    }
    broken
}

/// Every code has a case that shows it.
pub fn check_code_cases(codes: &[&str], files: &[(String, String)]) -> Vec<String> {
    let cases: Vec<&str> = named(files, "tests/cases/diagnostics/");
    let without = codes.iter().filter(|code| !cases.contains(code));
    without.map(|code| format!("tests/cases/diagnostics/{code}.md: the code has no case")).collect()
}

fn named<'a>(files: &'a [(String, String)], folder: &str) -> Vec<&'a str> {
    files.iter().filter_map(|(path, _)| path.strip_prefix(folder)?.strip_suffix(".md")).collect()
}

/// Rows of Markdown tables, texts and patterns are one piece: breaking them helps nobody.
fn is_unbreakable(line: &str) -> bool {
    ["//! |", "/// |", "\"", "(\"", "r#\"", "(r#\"", "`", "/\\", "/["]
        .iter()
        .any(|head| line.trim_start().starts_with(head))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn long_files_are_named_but_not_cases_and_pages() {
        let text = "x\n".repeat(601);
        let paths = ["src/js/form.ts", "pkg-scripts/test", "tests/cases/a/b.md", "www/a.csv"];
        let files: Vec<_> = paths.map(|path| file(path, &text)).into();
        assert_eq!(
            check_file_lengths(&files),
            ["src/js/form.ts: 601 lines, at most 600", "pkg-scripts/test: 601 lines, at most 600"]
        );
    }

    #[test]
    fn long_lines_are_named() {
        let text = format!("a\n// {}\n{}\n", "é ".repeat(50), "x".repeat(200));
        let broken = check_line_lengths(&[file("src/a.rs", &text), file("a.md", &text)]);
        assert_eq!(broken, ["src/a.rs:2: 103 columns, at most 100"]);
        let long = format!("// {}\n`{}`\n", "é ".repeat(50), "é ".repeat(50));
        let paths = ["src/js/a.ts", "pkg-scripts/lib/a.mjs", "tests/js/a.mjs", "www/a.js"];
        assert_eq!(
            check_line_lengths(&paths.map(|path| file(path, &long))),
            [
                "src/js/a.ts:1: 103 columns, at most 100",
                "pkg-scripts/lib/a.mjs:1: 103 columns, at most 100",
            ]
        );
    }

    #[test]
    fn long_functions_are_named() {
        let body = |lines: usize| "        let a = '{';\n\n        // }\n".repeat(lines);
        let text = format!(
            "trait T {{ fn none(a: [u8; 4]); }}\nfn short(a: [u8; 4]) -> [u8; 4] {{\n{}}}\n\
             impl A {{\n    fn long() {{\n{}    }}\n}}\n",
            body(70),
            body(71)
        );
        let broken = check_function_lengths(&[file("tests/a.rs", &text)]);
        assert_eq!(broken, ["tests/a.rs:215: `long` has 71 lines, at most 70"]);
    }

    #[test]
    fn files_without_a_head_are_named() {
        let files = [file("src/a.rs", "//! A."), file("src/b.rs", "use x;\n//! B.")];
        assert_eq!(check_heads(&files), ["src/b.rs: does not begin with `//!`"]);
    }

    #[test]
    fn dead_files_are_named() {
        let files = [
            file("src/lib.rs", "pub mod a;\n// mod b;"),
            file("src/a/mod.rs", "mod c;"),
            file("src/a/c.rs", "mod d;"),
            file("src/a/c/d.rs", ""),
            file("src/a/e.rs", ""),
            file("src/b.rs", ""),
        ];
        let broken = check_dead_files(&files);
        assert_eq!(
            broken,
            ["src/a/e.rs: no `mod` line leads here", "src/b.rs: no `mod` line leads here"]
        );
    }

    #[test]
    fn codes_without_page_or_case_are_named() {
        let files = [
            file("src/diagnostic/pages/a.md", ""),
            file("src/diagnostic/pages/c.md", ""),
            file("tests/cases/diagnostics/b.md", ""),
        ];
        assert_eq!(
            check_pages(&["a", "b"], &files),
            [
                "src/diagnostic/pages/b.md: the code has no page",
                "src/diagnostic/pages/c.md: the page has no code",
            ]
        );
        assert_eq!(
            check_code_cases(&["a", "b"], &files),
            ["tests/cases/diagnostics/a.md: the code has no case"]
        );
    }
}
