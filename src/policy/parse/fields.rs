//! `fields:`.

use super::Reader;
use super::keys::FIELD;
use super::shape::Found;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::policy::document::{Data, Entry};
use crate::policy::yaml::brief;
use crate::policy::{Alias, FieldDefinition, Scaling};

/// The words for what the numbers under an alias count.
pub(in crate::policy) const SCALINGS: &[(&str, Scaling)] = &[
    ("units", Scaling::Units),
    ("thousands", Scaling::Thousands),
    ("millions", Scaling::Millions),
    ("billions", Scaling::Billions),
];

impl Reader<'_> {
    pub(super) fn fields(&mut self, entry: &Entry) -> Vec<FieldDefinition> {
        if entry.value.is_nothing() {
            self.wrong_shape(&entry.value, entry.key_span, "`fields`", "a mapping of names");
        }
        self.entries(entry, "`fields`").iter().map(|entry| self.field(entry)).collect()
    }

    fn field(&mut self, entry: &Entry) -> FieldDefinition {
        let id = self.id_of(entry, "a field");
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
