//! Canonical JSON (RFC 8785) of texts, integers and flags: keys sorted, no white space.
//!
//! Keys here are ASCII, where the order of bytes is the order of UTF-16 units that the RFC asks.

use crate::record::decimal_text;

/// A JSON value without floating point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// True or false.
    Flag(bool),
    /// A list.
    List(Vec<Json>),
    /// An object; keys need not be sorted yet.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A text.
    pub fn text(text: impl AsRef<str>) -> Json {
        Json::copied(text.as_ref())
    }

    #[inline(never)] // Copying a text in every place that names one was half of this code.
    fn copied(text: &str) -> Json {
        Json::Text(text.to_owned())
    }

    /// An object of fixed keys.
    pub fn object<const N: usize>(entries: [(&str, Json); N]) -> Json {
        let empty = Json::Object(Vec::with_capacity(N));
        entries.into_iter().fold(empty, |object, (key, value)| object.with(key, value))
    }

    /// Adds an entry to an object; does nothing to any other value.
    #[must_use]
    #[inline(never)]
    pub fn with(mut self, key: &str, value: Json) -> Json {
        if let Json::Object(entries) = &mut self {
            entries.push((key.to_owned(), value));
        }
        self
    }

    /// Adds an entry to an object if there is a value.
    #[must_use]
    pub fn with_some(self, key: &str, value: Option<Json>) -> Json {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.put(&mut out);
        out
    }

    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Json::Text(text) => put_text(text, out),
            Json::Integer(number) => out.extend_from_slice(decimal_text(*number, 0).as_bytes()),
            Json::Flag(true) => out.extend_from_slice(b"true"),
            Json::Flag(false) => out.extend_from_slice(b"false"),
            Json::List(items) => {
                out.push(b'[');
                for (position, item) in items.iter().enumerate() {
                    if position > 0 {
                        out.push(b',');
                    }
                    item.put(out);
                }
                out.push(b']');
            }
            Json::Object(entries) => {
                // By insertion: the library's sorts are larger than everything else here.
                let mut sorted: Vec<&(String, Json)> = Vec::with_capacity(entries.len());
                for entry in entries {
                    let place = sorted.partition_point(|before| before.0 <= entry.0);
                    sorted.insert(place, entry);
                }
                out.push(b'{');
                for (position, (key, value)) in sorted.into_iter().enumerate() {
                    if position > 0 {
                        out.push(b',');
                    }
                    put_text(key, out);
                    out.push(b':');
                    value.put(out);
                }
                out.push(b'}');
            }
        }
    }
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0C => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0x00..0x20 => {
                let digit =
                    |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}
