//! Policies that stand in a folder: read with every file they name, as the command line does.

use super::pipeline::{Built, build};
use pointperson::policy::files_named;
use pointperson::record::files::{RawRecord, read_csv};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the samples that people see.
pub fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("www/samples")
}

/// The policies of the templates of `init`.
pub fn templates() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/js/templates")
}

/// Reads a policy and the files it names, checks and compiles it.
pub fn build_file(path: &Path) -> Built {
    let text = fs::read_to_string(path).expect("a policy");
    let beside = |name: &str| path.parent().expect("a folder").join(name);
    let names = files_named(text.as_bytes());
    let files: BTreeMap<String, Vec<u8>> = names
        .into_iter()
        .filter_map(|name| Some((name.clone(), fs::read(beside(&name)).ok()?)))
        .collect();
    build(&path.file_name().expect("a name").to_string_lossy(), &text, &files)
}

/// The records of a CSV file.
pub fn records(path: &Path) -> Vec<RawRecord> {
    let bytes = fs::read(path).expect("a file of records");
    read_csv(&bytes).expect("a CSV file").records().collect()
}

/// Every file below `folder` whose name ends with `ending`.
pub fn files_ending(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_ending(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
