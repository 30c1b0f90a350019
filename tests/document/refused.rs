//! Bad documents: one mistake, one diagnostic, at its place.
//!
//! Each file in `refused/` holds documents, each below `=====`, and below `-----` a line for each
//! diagnostic: code, range, path and message. A document that is only a section gets what else a
//! policy needs above it, and its lines are counted from its own first one.

use super::{around, read, shown};

#[track_caller]
fn each(file: &str, whole: impl Fn(&str) -> String) {
    let documents = file.split("=====\n").skip(1);
    for document in documents {
        let (section, expected) = document.split_once("-----\n").unwrap();
        let text = whole(section);
        let above = text.lines().count() - section.lines().count();
        let parsed = read(&text);
        let found = shown(&parsed.sources, &parsed.diagnostics);
        let found: Vec<_> = found.iter().map(|line| from_section(line, above)).collect();
        assert_eq!(found, expected.lines().collect::<Vec<_>>(), "{text}");
    }
}

/// A shown diagnostic with its lines counted from the section's first.
fn from_section(line: &str, above: usize) -> String {
    let mut words: Vec<_> = line.splitn(3, ' ').map(str::to_owned).collect();
    let ends = words[1].split('-').map(|end| {
        let (line, column) = end.split_once(':').unwrap();
        format!("{}:{column}", line.parse::<usize>().unwrap() - above)
    });
    words[1] = ends.collect::<Vec<_>>().join("-");
    words.join(" ")
}

#[test]
fn yaml_itself() {
    each(include_str!("refused/yaml-itself.txt"), str::to_owned);
}

#[test]
fn features_that_are_refused() {
    each(include_str!("refused/features-that-are-refused.txt"), str::to_owned);
}

#[test]
fn unknown_and_missing_keys() {
    each(include_str!("refused/unknown-and-missing-keys.txt"), around);
}

#[test]
fn values() {
    each(include_str!("refused/values.txt"), around);
}

#[test]
fn the_route() {
    each(include_str!("refused/the-route.txt"), around);
}

#[test]
fn conditions_that_yaml_cut() {
    each(include_str!("refused/conditions-that-yaml-cut.txt"), around);
}

#[test]
fn names_of_files() {
    each(include_str!("refused/names-of-files.txt"), around);
}
