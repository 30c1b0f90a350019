//! Files of test cases beside a policy.

use std::collections::BTreeMap;

use super::keys::{CASE, CASE_FILE};
use super::score::head_of;
use super::shape::Found;
use super::{Reader, open};
use crate::diagnostic::{Code, Diagnostic, Sources, Spanned};
use crate::policy::document::{self, Data, Entry, Node};
use crate::policy::yaml::brief;
use crate::policy::{Case, CaseFile, Expectation};

/// What a name in a case has: a text, or `None` for an unquoted `null` or nothing at all.
type Given = (Spanned<String>, Option<Spanned<String>>);

/// Reads a file of test cases.
pub fn parse_cases(name: &str, bytes: &[u8]) -> (CaseFile, Sources, Vec<Diagnostic>) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let Some((text, root)) = open(name, bytes, &mut sources, &mut diagnostics) else {
        return (CaseFile::default(), sources, diagnostics);
    };
    let files = BTreeMap::new();
    let mut reader =
        Reader { text: &text, sources, diagnostics, files: &files, read: BTreeMap::new() };
    let file = reader.case_file(&root);
    (file, reader.sources, reader.diagnostics)
}

impl Reader<'_> {
    fn case_file(&mut self, root: &Node) -> CaseFile {
        let Some(found) = self.map(root, head_of(root), &CASE_FILE) else {
            return CaseFile::default();
        };
        let policy = self.text_at(&found, "policy");
        let mut cases = Vec::new();
        if let Some(entry) = found.get("cases") {
            let items = self.items(entry, "`cases`");
            cases.extend(items.iter().filter_map(|item| self.case(item)));
            let is_list = matches!(entry.value.data, Data::List(_));
            if items.is_empty() && (is_list || entry.value.is_nothing()) {
                let found = Diagnostic::new(Code::BadCase, entry.key_span, "there is no case");
                self.report(found.help("add `- case: ...` with a `record` and an `expect`"));
            }
        }
        CaseFile { policy, cases }
    }

    fn case(&mut self, item: &Node) -> Option<Case> {
        let found = self.map(item, head_of(item), &CASE)?;
        Some(Case {
            name: self.needed_text(&found, "case"),
            record: self.given(&found, "record"),
            facts: self.given(&found, "facts"),
            expect: self.expect(&found),
            span: item.span,
        })
    }

    fn given(&mut self, found: &Found, key: &str) -> Vec<Given> {
        let Some(entry) = found.get(key) else { return Vec::new() };
        let mut given = Vec::new();
        for entry in self.entries(entry, &format!("`{key}`")) {
            let name = Spanned::new(entry.key.text.clone(), entry.key_span);
            if document::is_cut_off(self.text, entry) {
                let message = "YAML cut the value before this at its comma";
                let found = Diagnostic::new(Code::BadCase, entry.key_span, message);
                self.report(found.help("put the value in quotes, such as `\"1,200\"`"));
                continue;
            }
            match &entry.value.data {
                Data::Scalar(scalar) => {
                    let null = scalar.plain && matches!(scalar.text.as_str(), "null" | "");
                    let text = || Spanned::new(scalar.text.clone(), entry.value.span);
                    given.push((name, (!null).then(text)));
                }
                Data::List(items) if key == "facts" => {
                    let texts = items.iter();
                    let texts = texts.filter_map(|item| self.text_of(item, item.span, "a fact"));
                    let texts: Vec<_> = texts.map(|text| text.value).collect();
                    given.push((name, Some(Spanned::new(texts.join(", "), entry.value.span))));
                }
                Data::List(_) | Data::Map(_) => self.bad_value(entry),
            }
        }
        given
    }

    fn expect(&mut self, found: &Found) -> Vec<Expectation> {
        let Some(entry) = found.get("expect") else { return Vec::new() };
        let mut expect = Vec::new();
        let before = self.diagnostics.len();
        for entry in self.entries(entry, "`expect`") {
            let part = Spanned::new(entry.key.text.clone(), entry.key_span);
            match &entry.value.data {
                Data::Scalar(_) => {
                    expect.extend(self.text_in(entry).map(|value| Expectation { part, value }));
                }
                Data::List(_) | Data::Map(_) => self.bad_value(entry),
            }
        }
        if expect.is_empty() && self.diagnostics.len() == before {
            let message = "this case expects nothing";
            let found = Diagnostic::new(Code::BadCase, entry.key_span, message);
            self.report(found.help("add what must come out, such as `owner: ana`"));
        }
        expect
    }

    fn bad_value(&mut self, entry: &Entry) {
        let message =
            format!("the value of `{}` is a text, not a list or a mapping", brief(&entry.key.text));
        self.report(Diagnostic::new(Code::BadCase, entry.key_span, message));
    }
}
