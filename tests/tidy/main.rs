//! The rules of the house, held against the repository's own files.
//!
//! Each rule is a function from files to a list of what breaks it; beside each stands a test that
//! feeds it a broken example. A new rule needs both.

mod floors;
mod rust;
mod shape;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

/// What builds and tools leave behind; never committed.
const LEFT_BY_BUILDS: &[&str] = &[".git", "target", "pkg", "node_modules"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> =
        names.filter(|name| !LEFT_BY_BUILDS.contains(&name.as_str())).collect();
    names.sort();
    names
}

/// All text files of the repository: path from the top with `/`, and text.
fn repository() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for name in names(&root().join(&folder)) {
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let full = root().join(&path);
            if full.is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(&full) {
                files.push((path, text));
            }
        }
    }
    files.sort();
    assert!(files.iter().any(|(path, _)| path == "src/lib.rs"), "the repository is readable");
    files
}

fn hold(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n  {}\n", broken.join("\n  "));
}

#[test]
fn modules_use_only_the_floors_below() {
    hold(floors::check_floors(&repository()));
}

#[test]
fn src_is_the_floor_plan() {
    let src = root().join("src");
    let is_folder = |name: &String| src.join(name).is_dir();
    let folders: Vec<String> = names(&src).into_iter().filter(is_folder).collect();
    hold(floors::check_folders(&folders));
}

#[test]
fn the_runtime_is_pure() {
    hold(floors::check_runtime(&repository()));
}

#[test]
fn files_functions_and_lines_are_short() {
    let files = repository();
    hold(shape::check_file_lengths(&files));
    hold(shape::check_function_lengths(&files));
    hold(shape::check_line_lengths(&files));
}

#[test]
fn every_file_says_what_it_is() {
    hold(shape::check_heads(&repository()));
}

#[test]
fn no_file_is_dead() {
    hold(shape::check_dead_files(&repository()));
}

#[cfg(feature = "author")]
fn codes() -> Vec<&'static str> {
    pointperson::diagnostic::Code::ALL.iter().map(|code| code.name()).collect()
}

#[cfg(feature = "author")]
#[test]
fn every_code_has_a_page() {
    hold(shape::check_pages(&codes(), &repository()));
}

#[cfg(feature = "author")]
#[test]
fn every_code_has_a_case() {
    hold(shape::check_code_cases(&codes(), &repository()));
}

#[test]
fn nothing_is_unfinished_or_of_one_machine() {
    hold(words::check_words(&repository()));
}

#[test]
fn the_top_level_is_the_agreed_one() {
    hold(words::check_top_level(&names(&root())));
}
