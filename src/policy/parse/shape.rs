//! The readers every topic shares: mappings by their keys, lists, and the small texts (ids, yes
//! or no, numbers, lengths of time). Each reports its own mistakes and gives what is still usable.

use super::Reader;
use super::keys::Object;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned, nearest};
use crate::policy::document::{self, Data, Entry, Node};
use crate::policy::yaml::brief;
use crate::policy::{Duration, DurationUnit};

/// The longest id, in bytes.
const ID_BYTES_MAX: usize = 64;

/// A mapping after its keys were looked at.
pub(super) struct Found<'n> {
    /// The known entries, under the key that was meant.
    entries: Vec<(&'static str, &'n Entry)>,
    /// The entries with other keys, if the mapping may have them.
    pub others: Vec<&'n Entry>,
    /// Where to point when something is missing.
    pub head: Span,
    /// The whole of a condition that YAML cut at commas; reported already.
    pub repaired: Option<Span>,
}

impl<'n> Found<'n> {
    pub fn get(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|(name, _)| *name == key).map(|(_, entry)| *entry)
    }
}

impl Reader<'_> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds what to do to the diagnostic reported last.
    pub(super) fn advise(&mut self, help: impl Into<String>) {
        if let Some(found) = self.diagnostics.last_mut() {
            found.help = Some(help.into());
        }
    }

    /// Reads a mapping of a kind with fixed keys. `head` is the key or the item it belongs to.
    pub(super) fn map<'n>(
        &mut self,
        node: &'n Node,
        head: Span,
        object: &'static Object,
    ) -> Option<Found<'n>> {
        self.map_with(node, head, object, |_| false)
    }

    /// As [`Reader::map`], for a mapping that may have other keys too.
    pub(super) fn map_with<'n>(
        &mut self,
        node: &'n Node,
        head: Span,
        object: &'static Object,
        other: impl Fn(&str) -> bool,
    ) -> Option<Found<'n>> {
        let Data::Map(entries) = &node.data else {
            self.not_a_map(node, head, object);
            return None;
        };
        let mut found = Found { entries: Vec::new(), others: Vec::new(), head, repaired: None };
        let cut = self.join_cut_condition(node, entries, object);
        found.repaired = cut.as_ref().map(|cut| cut.whole);
        let tail = cut.map_or(0..0, |cut| cut.tail);
        let mut unknown = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            if tail.contains(&index) {
                continue;
            }
            let text = entry.key.text.as_str();
            if let Some(key) = object.keys.iter().find(|key| key.name == text) {
                found.entries.push((key.name, entry));
            } else if other(text) {
                found.others.push(entry);
            } else {
                unknown.push(entry);
            }
        }
        for entry in unknown {
            self.unknown_key(entry, object, &mut found);
        }
        for key in object.keys {
            if let (Some(sample), None) = (key.needed, found.get(key.name)) {
                let message = format!("{} needs `{}`", object.what, key.name);
                let help = format!("add `{sample}`");
                self.report(Diagnostic::new(Code::MissingKey, head, message).help(help));
            }
        }
        Some(found)
    }

    fn not_a_map(&mut self, node: &Node, head: Span, object: &Object) {
        let needed: Vec<_> = object.keys.iter().filter_map(|key| key.needed).collect();
        self.wrong_shape(node, head, object.what, "a mapping of keys and values");
        let is_name = |text: &str| [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end));
        if matches!(&node.data, Data::Scalar(scalar) if is_name(&scalar.text)) {
            self.advise("a name of a file stands here: read the file, and give what is in it");
        } else if !needed.is_empty() {
            self.advise(format!("write its keys, such as `{}`", needed.join("`, `")));
        }
    }

    /// Reports a key that means nothing; when it is a misspelt one, its value counts all the same.
    fn unknown_key<'n>(
        &mut self,
        entry: &'n Entry,
        object: &'static Object,
        found: &mut Found<'n>,
    ) {
        let word = entry.key.text.as_str();
        let free = object.keys.iter().filter(|key| found.get(key.name).is_none());
        let near = nearest(&word.to_lowercase(), free.map(|key| key.name));
        let near = near.and_then(|near| object.keys.iter().find(|key| key.name == near));
        let message = if document::is_cut_off(self.text, entry) {
            format!("`{}` has no value, and {} has no such key", brief(word), object.what)
        } else {
            format!("{} has no key `{}`", object.what, brief(word))
        };
        let names: Vec<_> = object.keys.iter().map(|key| format!("`{}`", key.name)).collect();
        let help = match near {
            Some(key) => format!("did you mean `{}`?", key.name),
            None if object.name == "grade" => "a grade is one capital letter".to_owned(),
            None => format!("its keys are {}", names.join(", ")),
        };
        self.report(Diagnostic::new(Code::UnknownKey, entry.key_span, message).help(help));
        if let Some(key) = near {
            found.entries.push((key.name, entry));
        }
    }

    /// The entries of a mapping whose keys are names of the author's choice. Nothing is no entry.
    pub(super) fn entries<'n>(&mut self, entry: &'n Entry, what: &str) -> &'n [Entry] {
        match &entry.value.data {
            Data::Map(entries) => entries,
            _ if entry.value.is_nothing() => &[],
            _ => {
                self.wrong_shape(&entry.value, entry.key_span, what, "a mapping of names");
                &[]
            }
        }
    }

    /// The items of a list. Nothing is no item.
    pub(super) fn items<'n>(&mut self, entry: &'n Entry, what: &str) -> &'n [Node] {
        match &entry.value.data {
            Data::List(items) => items,
            _ if entry.value.is_nothing() => &[],
            _ => {
                self.wrong_shape(&entry.value, entry.key_span, what, "a list");
                self.advise("put it in brackets, such as `[a, b]`");
                &[]
            }
        }
    }

    /// Reports a value of the wrong shape, at the head of what is large.
    pub(super) fn wrong_shape(&mut self, node: &Node, head: Span, what: &str, due: &str) {
        let (span, is) = match &node.data {
            Data::Scalar(scalar) if scalar.is_nothing() => (head, "nothing"),
            Data::Scalar(_) => (node.span, "a text"),
            Data::List(_) => (head, "a list"),
            Data::Map(_) => (head, "a mapping"),
        };
        let message = format!("{what} is {due}, not {is}");
        self.report(Diagnostic::new(Code::WrongShape, span, message));
    }

    /// A text that is not empty, exactly as written.
    pub(super) fn text_of(
        &mut self,
        node: &Node,
        head: Span,
        what: &str,
    ) -> Option<Spanned<String>> {
        match &node.data {
            Data::Scalar(scalar) if !scalar.text.trim_ascii().is_empty() => {
                Some(Spanned::new(scalar.text.clone(), node.span))
            }
            Data::Scalar(_) => {
                let message = format!("{what} is empty");
                self.report(Diagnostic::new(Code::ValueNotUnderstood, head, message));
                None
            }
            Data::List(_) | Data::Map(_) => {
                self.wrong_shape(node, head, what, "a text");
                if matches!(node.data, Data::List(_)) && matches!(what, "`owner`" | "`otherwise`") {
                    self.advise("name one; several people who take turns are a pool");
                }
                None
            }
        }
    }

    /// The text under a key, if the key is there.
    pub(super) fn text_at(&mut self, found: &Found, key: &str) -> Option<Spanned<String>> {
        self.text_in(found.get(key)?)
    }

    /// The text of an entry.
    pub(super) fn text_in(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let what = format!("`{}`", brief(&entry.key.text));
        self.text_of(&entry.value, entry.key_span, &what)
    }

    /// The text under a key that must be there. Its absence was reported; then it is empty.
    pub(super) fn needed_text(&mut self, found: &Found, key: &str) -> Spanned<String> {
        self.text_at(found, key).unwrap_or_else(|| Spanned::new(String::new(), found.head))
    }

    /// Reports a text that is no id; it is kept as it is.
    pub(super) fn check_id(&mut self, id: &Spanned<String>, what: &str) {
        let text = id.value.as_str();
        if text.is_empty() || is_id(text) {
            return;
        }
        let message = format!("`{}` is no id for {what}", brief(text));
        let mut found = Diagnostic::new(Code::BadId, id.span, message)
            .note("an id is made of a to z, 0 to 9 and `-`, 64 characters at most");
        if let Some(near) = near_id(text) {
            found = found.help(format!("write `{near}`"));
        }
        self.report(found);
    }

    /// The key of an entry as an id.
    pub(super) fn id_of(&mut self, entry: &Entry, what: &str) -> Spanned<String> {
        let id = Spanned::new(entry.key.text.clone(), entry.key_span);
        if id.value.is_empty() {
            let message = format!("{what} has no name");
            self.report(Diagnostic::new(Code::BadId, entry.value.span, message));
        }
        self.check_id(&id, what);
        id
    }

    /// The text under a key that defines a name, such as a role.
    pub(super) fn id_at(
        &mut self,
        found: &Found,
        key: &str,
        what: &str,
    ) -> Option<Spanned<String>> {
        let id = self.text_at(found, key)?;
        self.check_id(&id, what);
        Some(id)
    }

    /// One of the words that are possible here, in any case of letters.
    pub(super) fn word_at<T: Copy>(
        &mut self,
        found: &Found,
        key: &str,
        words: &[(&'static str, T)],
    ) -> Option<Spanned<T>> {
        let text = self.text_at(found, key)?;
        if let Some((_, value)) =
            words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text.value))
        {
            return Some(Spanned::new(*value, text.span));
        }
        let lower = text.value.to_lowercase();
        let message = format!("`{key}` cannot be `{}`", brief(&text.value));
        let names: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let help = match nearest(&lower, words.iter().map(|(word, _)| *word)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", names.join(" or ")),
        };
        self.report(Diagnostic::new(Code::ValueNotUnderstood, text.span, message).help(help));
        None
    }

    /// Yes or no; not written is no.
    pub(super) fn yes_at(&mut self, found: &Found, key: &str) -> bool {
        const WORDS: &[(&str, bool)] =
            &[("yes", true), ("no", false), ("true", true), ("false", false)];
        self.word_at(found, key, WORDS).is_some_and(|word| word.value)
    }

    /// A whole number.
    pub(super) fn number<T>(&mut self, entry: &Entry, least: T, most: T) -> Option<Spanned<T>>
    where
        T: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
    {
        let text = self.text_in(entry)?;
        let number = text.value.trim_ascii().parse::<T>().ok();
        if let Some(number) = number.filter(|number| (least..=most).contains(number)) {
            return Some(Spanned::new(number, text.span));
        }
        let message = format!("`{}` cannot be `{}`", brief(&entry.key.text), brief(&text.value));
        let help = format!("write a whole number from {least} to {most}, without separators");
        self.report(Diagnostic::new(Code::NumberNotUnderstood, text.span, message).help(help));
        None
    }

    /// A length of time under a key, if the key is there.
    pub(super) fn duration_at(&mut self, found: &Found, key: &str) -> Option<Spanned<Duration>> {
        let text = self.text_at(found, key)?;
        if let Some(duration) = read_duration(&text.value) {
            return Some(Spanned::new(duration, text.span));
        }
        let message = format!("`{}` is no length of time", brief(&text.value));
        self.report(Diagnostic::new(Code::DurationNotUnderstood, text.span, message).help(
            "write a whole number above 0 and a unit, such as `90 min`, `4h`, `30 days`, `2 weeks`",
        ));
        None
    }
}

/// Whether a text can be an id.
pub(super) fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= ID_BYTES_MAX && text.chars().all(fits)
}

/// The id a text would be: small letters, and `-` between its words, `firstName` too.
pub(super) fn near_id(text: &str) -> Option<String> {
    let mut near = String::new();
    let mut before = ' ';
    for c in text.trim_ascii().chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            near.push('-');
        }
        near.extend(c.to_lowercase().map(plain_letters));
        before = c;
    }
    is_id(&near).then_some(near)
}

/// A character as an id may have it, spelt out as its own language does.
fn plain_letters(c: char) -> String {
    let spelt = match c {
        ' ' | '_' | '.' | '/' => "-",
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'å' | 'á' | 'à' | 'â' | 'ã' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ó' | 'ò' | 'ô' | 'õ' => "o",
        'ú' | 'ù' | 'û' => "u",
        'ç' => "c",
        'ñ' => "n",
        other => return other.to_string(),
    };
    spelt.to_owned()
}

fn read_duration(text: &str) -> Option<Duration> {
    let text = text.trim_ascii();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (count, unit) = text.split_at_checked(digits)?;
    let unit = match unit.trim_ascii().to_ascii_lowercase().as_str() {
        "m" | "min" | "minute" | "minutes" => DurationUnit::Minutes,
        "h" | "hour" | "hours" => DurationUnit::Hours,
        "d" | "day" | "days" => DurationUnit::Days,
        "w" | "week" | "weeks" => DurationUnit::Weeks,
        _ => return None,
    };
    let count = count.parse().ok().filter(|count| *count > 0)?;
    Some(Duration { count, unit })
}
