//! The reader of `tests/cases/<topic>/<story>.md`: head, prose and fences.
//!
//! A file tells one story. Its head is a title and a line `covers: O8, X1`. Its fences are
//! `policy` (YAML) or `policy-file <path>` (a sample of this repository, with the CSV files beside
//! it), `file <name>` (a CSV file the policy names) or `file-hex <name>` (its bytes), and then any
//! number of examples: `record` (JSON) begins one, `facts` (JSON), `decision` (JSON) and
//! `explanation` (lines) belong to it. `cases` is a file of test cases as authors write them, and
//! `diagnostics` is what the author is told.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One file of cases.
pub struct CaseFile {
    /// Where it is.
    pub path: PathBuf,
    /// `<topic>/<story>`.
    pub name: String,
    /// The first heading.
    pub title: String,
    /// The numbers of the requirements it shows.
    pub covers: Vec<String>,
    parts: Vec<Part>,
}

/// A stretch of a file.
enum Part {
    /// Lines outside fences, each with its newline.
    Prose(String),
    /// A fence: what stands behind its opening, and the lines inside.
    Fence { info: String, body: String },
}

/// One record and what comes of it. The numbers are places for [`CaseFile::expect`].
pub struct Example {
    /// The record.
    pub record: Json,
    /// The facts, `{}` if none are told.
    pub facts: Json,
    /// The expected decision.
    pub decision: Option<usize>,
    /// The expected explanation.
    pub explanation: Option<usize>,
}

impl CaseFile {
    /// Every case under `folder`, in order of names.
    pub fn all(folder: &Path) -> Vec<CaseFile> {
        let mut files = Vec::new();
        for topic in sorted(folder).into_iter().filter(|path| path.is_dir()) {
            let stories = sorted(&topic).into_iter();
            files.extend(stories.filter(|path| path.extension().is_some_and(|end| end == "md")));
        }
        files.iter().map(|path| CaseFile::read(folder, path)).collect()
    }

    fn read(folder: &Path, path: &Path) -> CaseFile {
        let text = fs::read_to_string(path).expect("a readable case");
        let name = path.strip_prefix(folder).expect("inside").with_extension("");
        let name = name.to_string_lossy().replace('\\', "/");
        let mut case = CaseFile {
            path: path.to_owned(),
            name,
            title: String::new(),
            covers: Vec::new(),
            parts: split(&text),
        };
        if let Some(Part::Prose(head)) = case.parts.first() {
            let title = head.lines().find_map(|line| line.strip_prefix("# "));
            let covers = head.lines().find_map(|line| line.strip_prefix("covers:"));
            case.title = title.unwrap_or_default().to_owned();
            let numbers = covers.unwrap_or_default().split(',').map(str::trim);
            case.covers = numbers.filter(|one| !one.is_empty()).map(str::to_owned).collect();
        }
        case
    }

    /// The policy's text: in the case, or in a sample of this repository.
    pub fn policy(&self) -> Option<String> {
        let written = self.place("policy").and_then(|at| self.body(at)).map(str::to_owned);
        written.or_else(|| fs::read_to_string(self.sample()?).ok())
    }

    /// The text of the file of test cases, if there is one.
    pub fn cases(&self) -> Option<&str> {
        self.place("cases").and_then(|at| self.body(at))
    }

    /// The files beside the policy.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let beside = self.sample().and_then(|path| path.parent().map(sorted)).unwrap_or_default();
        for path in beside.iter().filter(|path| path.extension().is_some_and(|end| end == "csv")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, fs::read(path).expect("a readable sample"));
        }
        for part in &self.parts {
            let Part::Fence { info, body } = part else { continue };
            if let Some(name) = info.strip_prefix("file ") {
                files.insert(name.trim().to_owned(), body.clone().into_bytes());
            } else if let Some(name) = info.strip_prefix("file-hex ") {
                files.insert(name.trim().to_owned(), from_hex(body));
            }
        }
        files
    }

    /// The sample that `policy-file` names, from the repository's root.
    fn sample(&self) -> Option<PathBuf> {
        let named = self.parts.iter().find_map(|part| match part {
            Part::Fence { info, .. } => info.strip_prefix("policy-file "),
            Part::Prose(_) => None,
        });
        Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(named?.trim()))
    }

    /// The place of the expected diagnostics.
    pub fn diagnostics(&self) -> Option<usize> {
        self.place("diagnostics")
    }

    /// The examples in file order.
    pub fn examples(&self) -> Vec<Example> {
        let mut examples: Vec<Example> = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            let Part::Fence { info, body } = part else { continue };
            let json = || -> Json {
                let read = serde_json::from_str(body);
                read.unwrap_or_else(|error| panic!("{}: fence `{info}`: {error}", self.name))
            };
            if info == "record" {
                let facts = Json::Object(serde_json::Map::new());
                let record = json();
                examples.push(Example { record, facts, decision: None, explanation: None });
                continue;
            }
            let is_part = matches!(info.as_str(), "facts" | "decision" | "explanation");
            let example = examples.last_mut();
            match (info.as_str(), example) {
                ("facts", Some(example)) => example.facts = json(),
                ("decision", Some(example)) => example.decision = Some(at),
                ("explanation", Some(example)) => example.explanation = Some(at),
                _ => assert!(!is_part, "{}: `{info}` before any `record`", self.name),
            }
        }
        examples
    }

    /// Fences that mean nothing, most likely misspelt.
    pub fn unknown_fences(&self) -> Vec<&str> {
        let known =
            ["policy", "record", "facts", "decision", "explanation", "cases", "diagnostics"];
        let named = ["file ", "file-hex ", "policy-file "];
        let fences = self.parts.iter().filter_map(|part| match part {
            Part::Fence { info, .. } => Some(info.as_str()),
            Part::Prose(_) => None,
        });
        let means_nothing = |info: &&str| {
            !known.contains(info) && !named.iter().any(|start| info.starts_with(start))
        };
        fences.filter(means_nothing).collect()
    }

    /// Compares what stands at a place with what came out. With `UPDATE_CASES` set it writes
    /// what came out into the file instead. Says what differs.
    pub fn expect(&mut self, place: usize, actual: &str) -> Option<String> {
        let name = self.name.clone();
        let Some(Part::Fence { info, body }) = self.parts.get_mut(place) else {
            return Some(format!("{name}: no fence at {place}"));
        };
        if body.trim_end() == actual.trim_end() {
            return None;
        }
        if updating() {
            *body = format!("{}\n", actual.trim_end());
            self.write();
            return None;
        }
        Some(format!("{name}: {info} is not\n{}\nbut\n{actual}", body.trim_end()))
    }

    fn body(&self, place: usize) -> Option<&str> {
        match self.parts.get(place) {
            Some(Part::Fence { body, .. }) => Some(body),
            _ => None,
        }
    }

    fn place(&self, wanted: &str) -> Option<usize> {
        self.parts
            .iter()
            .position(|part| matches!(part, Part::Fence { info, .. } if info == wanted))
    }

    fn write(&self) {
        let parts = self.parts.iter().map(|part| match part {
            Part::Prose(prose) => prose.clone(),
            Part::Fence { info, body } => format!("```{info}\n{body}```\n"),
        });
        // Another test may read the file meanwhile: it must see the old text or the new one.
        let new = self.path.with_extension("md.new");
        fs::write(&new, parts.collect::<String>()).expect("a writable case");
        fs::rename(&new, &self.path).expect("a case that can be replaced");
    }
}

/// Whether expectations are to be rewritten.
pub fn updating() -> bool {
    std::env::var_os("UPDATE_CASES").is_some()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn from_hex(text: &str) -> Vec<u8> {
    let bytes = text.split_ascii_whitespace().map(|byte| u8::from_str_radix(byte, 16));
    bytes.map(|byte| byte.expect("two hexadecimal digits")).collect()
}

fn split(text: &str) -> Vec<Part> {
    let mut parts = vec![Part::Prose(String::new())];
    for line in text.replace("\r\n", "\n").split_inclusive('\n') {
        let marks = line.trim_end().strip_prefix("```");
        match (parts.last_mut(), marks) {
            (Some(Part::Prose(_)), Some(info)) => {
                parts.push(Part::Fence { info: info.trim().to_owned(), body: String::new() });
            }
            (_, Some(_)) => parts.push(Part::Prose(String::new())),
            (Some(Part::Prose(lines) | Part::Fence { body: lines, .. }), None) => {
                lines.push_str(line);
            }
            (None, None) => {}
        }
    }
    parts
}
