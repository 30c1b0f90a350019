//! JSON and JSON lines: objects become raw records.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::{FileError, FileProblem, OwnedRaw, RawRecord, text_of};

/// Reads a JSON file: one object, or a list of objects.
pub fn read_json(bytes: &[u8]) -> Result<Vec<RawRecord>, FileError> {
    let text = text_of(bytes)?;
    let records: Records = serde_json::from_str(text).map_err(|error| refuse(text, 0, &error))?;
    Ok(records.0)
}

/// Reads a file of JSON lines: one object on each line; blank lines are skipped.
pub fn read_ndjson(bytes: &[u8]) -> Result<Vec<RawRecord>, FileError> {
    let text = text_of(bytes)?;
    let mut records = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim_ascii().is_empty() {
            let record = serde_json::from_str(line).map_err(|error| refuse(text, start, &error))?;
            records.push(record);
        }
        start += line.len();
    }
    Ok(records)
}

/// The parser counts lines and bytes from the start of what it was given, from 1.
#[cold]
fn refuse(text: &str, start: usize, error: &serde_json::Error) -> FileError {
    let given = text.get(start..).unwrap_or("");
    let lines = given.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line_start: usize = lines.map(str::len).sum();
    let mut offset = start + line_start + error.column().saturating_sub(1);
    while !text.is_char_boundary(offset.min(text.len())) {
        offset -= 1;
    }
    let message = error.to_string();
    let found = message.rsplit_once(" at line ").map_or(message.as_str(), |(found, _)| found);
    let found = found.to_owned();
    let problem = match error.classify() {
        Category::Data => FileProblem::NotObject { found },
        Category::Io | Category::Syntax | Category::Eof => match strange_word(text, offset) {
            Some((start, word)) => {
                return FileError::at(text, start, FileProblem::NotJsonValue { word });
            }
            None => FileProblem::NotJson { found },
        },
    };
    FileError::at(text, offset, problem)
}

/// The word around `offset`, such as `NaN`, if it stands where a value does and JSON has no such
/// value.
fn strange_word(text: &str, offset: usize) -> Option<(usize, String)> {
    let is_part =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
    let (before, after) = text.split_at_checked(offset)?;
    let start = before.trim_end_matches(is_part).len();
    let end = offset + after.find(|letter| !is_part(letter)).unwrap_or(after.len());
    let word = text.get(start..end).filter(|word| !word.is_empty())?;
    let stands_as_value = text.get(..start)?.trim_ascii_end().ends_with([':', '[', ',']);
    let is_strange = serde_json::from_str::<&RawValue>(word).is_err();
    (stands_as_value && is_strange && word.len() <= 40).then(|| (start, word.to_owned()))
}

/// What a whole file holds.
struct Records(Vec<RawRecord>);

impl<'de> Deserialize<'de> for Records {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(RecordsVisitor)
    }
}

struct RecordsVisitor;

impl<'de> Visitor<'de> for RecordsVisitor {
    type Value = Records;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Records, A::Error> {
        RecordVisitor.visit_map(map).map(|record| Records(vec![record]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Records, A::Error> {
        let mut records = Vec::new();
        while let Some(record) = list.next_element()? {
            records.push(record);
        }
        Ok(Records(records))
    }
}

impl<'de> Deserialize<'de> for RawRecord {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(RecordVisitor)
    }
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = RawRecord;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    /// Of a name that stands twice the later value counts, as in JavaScript.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawRecord, A::Error> {
        let mut fields: Vec<(String, OwnedRaw)> = Vec::new();
        let mut positions: HashMap<String, usize> = HashMap::new();
        while let Some((name, value)) = map.next_entry::<Text, OwnedRaw>()? {
            let Text(name) = name;
            let position = positions.get(&name).and_then(|position| fields.get_mut(*position));
            if let Some(field) = position {
                field.1 = value;
                continue;
            }
            positions.insert(name.clone(), fields.len());
            fields.push((name, value));
        }
        Ok(RawRecord { fields })
    }
}

impl<'de> Deserialize<'de> for OwnedRaw {
    /// The parser finds where the value ends and that it is one; here it says which. So a number
    /// that no double holds and half a surrogate pair, both of which the grammar of JSON allows,
    /// cost only their own value.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = <&RawValue>::deserialize(from)?.get();
        Ok(match value.as_bytes().first() {
            Some(b'"') => {
                let text: Text = serde_json::from_str(value).map_err(D::Error::custom)?;
                OwnedRaw::Text(text.0)
            }
            Some(b't') => OwnedRaw::Flag(true),
            Some(b'f') => OwnedRaw::Flag(false),
            Some(b'n') => OwnedRaw::Null,
            Some(b'[' | b'{') | None => OwnedRaw::Other,
            // As in JavaScript, what is beyond every double is infinite.
            Some(_) => OwnedRaw::Number(value.parse().map_err(D::Error::custom)?),
        })
    }
}

/// A text, each half of a surrogate pair replaced by U+FFFD.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    /// Asked for bytes, the parser passes a lone surrogate on, as three bytes UTF-8 does not have.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_bytes(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text, E> {
        let mut text = String::with_capacity(bytes.len());
        let mut rest = bytes;
        loop {
            match std::str::from_utf8(rest) {
                Ok(valid) => {
                    text.push_str(valid);
                    return Ok(Text(text));
                }
                Err(error) => {
                    let (valid, surrogate) = rest.split_at(error.valid_up_to());
                    text.push_str(std::str::from_utf8(valid).unwrap_or(""));
                    text.push(char::REPLACEMENT_CHARACTER);
                    rest = surrogate.get(SURROGATE_BYTES..).unwrap_or(&[]);
                }
            }
        }
    }
}

/// A lone surrogate, written as if UTF-8 had it: `ED A0 80` to `ED BF BF`.
const SURROGATE_BYTES: usize = 3;
