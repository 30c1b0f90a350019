//! What the repository must not hold: marks of unfinished work, paths of somebody's machine,
//! entries at the top level that nobody agreed to.

/// Each in two parts, so that this file does not hold them.
const BANNED: &[(&str, &str)] = &[
    ("TO", "DO"),
    ("FIX", "ME"),
    ("unimplemented", "!"),
    ("todo", "!("),
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/Us", "ers/"),
    ("C:\\Us", "ers"),
];

/// Files that tools write.
const WRITTEN_BY_TOOLS: &[&str] = &["Cargo.lock", "package-lock.json"];

/// The agreed entries of the top level, dot-files besides.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "www",
    "tests",
    "pkg-scripts",
    "benches",
    "README.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "clippy.toml",
    "rustfmt.toml",
    "deny.toml",
];

/// No file holds a banned word.
pub fn check_words(files: &[(String, String)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in files {
        if WRITTEN_BY_TOOLS.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            for (start, end) in BANNED {
                let banned = format!("{start}{end}");
                if line.contains(&banned) {
                    broken.push(format!("{path}:{}: holds `{banned}`", index + 1));
                }
            }
        }
    }
    broken
}

/// The top level holds the agreed entries only.
pub fn check_top_level(entries: &[String]) -> Vec<String> {
    let strange = entries.iter().filter(|entry| !entry.starts_with('.'));
    strange
        .filter(|entry| !TOP_LEVEL.contains(&entry.as_str()))
        .map(|entry| format!("{entry}: does not belong at the top level"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{BANNED, check_top_level, check_words};

    #[test]
    fn banned_words_are_named() {
        for (start, end) in BANNED {
            let files = [
                ("src/a.rs".to_owned(), format!("fine\n// {start}{end} later\n")),
                ("src/js/package-lock.json".to_owned(), format!("{start}{end}")),
            ];
            assert_eq!(check_words(&files), [format!("src/a.rs:2: holds `{start}{end}`")]);
        }
    }

    #[test]
    fn strange_entries_are_named() {
        let entries = ["src", ".ci", "LICENSE-MIT", "docs"].map(str::to_owned);
        assert_eq!(check_top_level(&entries), ["docs: does not belong at the top level"]);
    }
}
