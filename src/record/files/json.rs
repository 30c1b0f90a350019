//! JSON and JSON lines: objects become raw records.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

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
        Category::Io | Category::Syntax | Category::Eof => FileProblem::NotJson { found },
    };
    FileError::at(text, offset, problem)
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
        while let Some((name, value)) = map.next_entry::<String, OwnedRaw>()? {
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
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = OwnedRaw;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<OwnedRaw, E> {
        Ok(OwnedRaw::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<OwnedRaw, E> {
        Ok(OwnedRaw::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<OwnedRaw, E> {
        Ok(OwnedRaw::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<OwnedRaw, E> {
        Ok(OwnedRaw::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<OwnedRaw, E> {
        Ok(OwnedRaw::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<OwnedRaw, E> {
        Ok(OwnedRaw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<OwnedRaw, E> {
        Ok(OwnedRaw::Text(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OwnedRaw, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(OwnedRaw::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OwnedRaw, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(OwnedRaw::Other)
    }
}
