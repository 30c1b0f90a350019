//! `fields:`.

use super::Reader;
use super::keys::FIELD;
use super::shape::{Found, is_id, near_id};
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::policy::document::{Data, Entry};
use crate::policy::yaml::{brief, quoted};
use crate::policy::{Alias, FieldDefinition, Scaling};

/// The words for what the numbers under an alias count.
pub(in crate::policy) const SCALINGS: &[(&str, Scaling)] = &[
    ("units", Scaling::Units),
    ("thousands", Scaling::Thousands),
    ("millions", Scaling::Millions),
    ("billions", Scaling::Billions),
];

/// The longest line that a help shows whole.
const LINE_BYTES_MAX: usize = 90;

impl Reader<'_> {
    pub(super) fn fields(&mut self, entry: &Entry) -> Vec<FieldDefinition> {
        if entry.value.is_nothing() {
            self.wrong_shape(&entry.value, entry.key_span, "`fields`", "a mapping of names");
        }
        self.entries(entry, "`fields`").iter().map(|entry| self.field(entry)).collect()
    }

    fn field(&mut self, entry: &Entry) -> FieldDefinition {
        let id = self.id_of(entry, "a field");
        if let Some(help) = self.renamed(entry) {
            self.advise(help);
        }
        let span = Span { end: entry.value.span.end, ..entry.key_span };
        let mut field = FieldDefinition { id, span, ..FieldDefinition::default() };
        if let Data::Scalar(_) = entry.value.data {
            let what = format!("the type of `{}`", brief(&entry.key.text));
            let kind = self.text_of(&entry.value, entry.key_span, &what);
            field.kind = kind.unwrap_or_else(|| Spanned::new(String::new(), entry.key_span));
            return field;
        }
        field.kind = Spanned::new(String::new(), entry.key_span);
        let Some(found) = self.map(&entry.value, entry.key_span, &FIELD) else { return field };
        field.kind = self.needed_text(&found, "type");
        field.required = self.yes_at(&found, "required");
        field.ranges = self.word_at(&found, "ranges", &[("allowed", ())]).is_some();
        field.ignore_case = self.yes_at(&found, "ignore case");
        field.means = self.text_at(&found, "means");
        field.label = self.text_at(&found, "label");
        field.currency = self.text_at(&found, "currency");
        field.of = self.text_at(&found, "of");
        field.values = self.values(&found);
        field.from = self.aliases(&found);
        field.when_absent = self.text_at(&found, "when absent");
        field
    }

    /// How to write a field whose id is none. It is what forms send, most likely, which a field
    /// that only got another id would not read any more: so `from` names it.
    fn renamed(&self, entry: &Entry) -> Option<String> {
        let text = entry.key.text.as_str();
        let near = near_id(text).filter(|_| !is_id(text))?;
        let sent = if entry.key.plain { text.to_owned() } else { quoted(text) };
        let written = self.part(entry.value.span);
        let line = match &entry.value.data {
            Data::Map(entries) => {
                if let Some(from) = entries.iter().find(|entry| entry.key.text == "from") {
                    let has_it = self.part(from.value.span).contains(text);
                    let more = format!(" and add `{sent}` to its `from`");
                    return Some(format!("write `{near}`{}", if has_it { "" } else { &more }));
                }
                let open = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
                let parts = open.map(|open| open.trim().trim_end_matches(','));
                parts.filter(|parts| !parts.is_empty()).map(str::to_owned)
            }
            Data::Scalar(_) => is_id(written).then(|| format!("type: {written}")),
            Data::List(_) => None,
        };
        let whole = line.map(|parts| format!("{near}: {{ {parts}, from: {sent} }}"));
        Some(match whole.filter(|line| line.len() <= LINE_BYTES_MAX && !line.contains('\n')) {
            Some(line) => format!("write `{line}`"),
            None => format!("write `{near}` and add `from: {sent}`"),
        })
    }

    fn values(&mut self, found: &Found) -> Vec<Spanned<String>> {
        let Some(entry) = found.get("values") else { return Vec::new() };
        let mut values: Vec<Spanned<String>> = Vec::new();
        for item in self.items(entry, "`values`") {
            let Some(value) = self.text_of(item, item.span, "a value of the choice") else {
                continue;
            };
            if let Some(first) = values.iter().find(|first| **first == value) {
                let message = format!("the value `{}` stands twice", brief(&value.value));
                let twice = Diagnostic::new(Code::DuplicateId, value.span, message)
                    .label(first.span, "it stands here first");
                self.report(twice);
            } else {
                values.push(value);
            }
        }
        values
    }

    /// `from:` a text, a list of texts and one-key mappings, or a mapping.
    fn aliases(&mut self, found: &Found) -> Vec<Alias> {
        let Some(entry) = found.get("from") else { return Vec::new() };
        let mut aliases = Vec::new();
        match &entry.value.data {
            Data::Scalar(_) => aliases.extend(self.text_in(entry).map(units)),
            Data::Map(entries) => {
                aliases.extend(entries.iter().filter_map(|entry| self.scaled(entry)));
            }
            Data::List(items) => {
                for item in items {
                    match &item.data {
                        Data::Map(entries) => {
                            aliases.extend(entries.iter().filter_map(|entry| self.scaled(entry)));
                        }
                        Data::Scalar(_) | Data::List(_) => {
                            let name = self.text_of(item, item.span, "a name in `from`");
                            aliases.extend(name.map(units));
                        }
                    }
                }
            }
        }
        aliases
    }

    /// `revenue_musd: millions`.
    fn scaled(&mut self, entry: &Entry) -> Option<Alias> {
        let name = Spanned::new(entry.key.text.clone(), entry.key_span);
        let text = self.text_in(entry)?;
        let known = SCALINGS.iter().find(|(word, _)| *word == text.value);
        let Some((_, scaling)) = known else {
            let message = format!("`{}` is no scaling", brief(&text.value));
            let help = "write `units`, `thousands`, `millions` or `billions`";
            self.report(Diagnostic::new(Code::ValueNotUnderstood, text.span, message).help(help));
            return None;
        };
        Some(Alias { name, scaling: *scaling })
    }
}

fn units(name: Spanned<String>) -> Alias {
    Alias { name, scaling: Scaling::Units }
}
