//! Canonical JSON (RFC 8785) of texts, integers and flags, written from front to back.
//!
//! Invariant: whoever writes an object writes its keys in ascending order, as the RFC asks. Keys
//! here are ASCII, where the order of bytes is the order of UTF-16 units that the RFC means.

use crate::record::decimal_text;

/// A JSON text that is being written.
#[derive(Debug, Default)]
pub struct Json {
    out: Vec<u8>,
}

// What puts something is never inlined: the copies were half of the code of those who write JSON.
impl Json {
    /// What `write` writes.
    pub fn bytes(write: impl FnOnce(&mut Json)) -> Vec<u8> {
        let mut json = Json::default();
        write(&mut json);
        json.out
    }

    /// An object; `entries` puts a [`key`](Json::key) and a value in turn.
    pub fn object(&mut self, entries: impl FnOnce(&mut Json)) {
        self.byte(b'{');
        entries(self);
        self.byte(b'}');
    }

    /// A list; `items` puts an [`item`](Json::item) and a value in turn.
    pub fn list(&mut self, items: impl FnOnce(&mut Json)) {
        self.byte(b'[');
        items(self);
        self.byte(b']');
    }

    /// The next item of a list; its value comes next.
    #[inline(never)]
    pub fn item(&mut self) -> &mut Json {
        self.separate(b'[');
        self
    }

    /// The key of an entry; its value comes next.
    #[inline(never)]
    pub fn key(&mut self, key: &str) -> &mut Json {
        self.separate(b'{');
        self.text(key);
        self.byte(b':');
        self
    }

    #[inline(never)]
    fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    /// A comma, unless nothing stands behind `start` yet. A text ends in a quote, so the last byte
    /// is never one of a text.
    fn separate(&mut self, start: u8) {
        if self.out.last() != Some(&start) {
            self.byte(b',');
        }
    }

    /// An integer.
    #[inline(never)]
    pub fn integer(&mut self, number: i64) {
        self.out.extend_from_slice(decimal_text(number, 0).as_bytes());
    }

    /// Yes or no.
    #[inline(never)]
    pub fn flag(&mut self, flag: bool) {
        let word = if flag { "true" } else { "false" };
        self.out.extend_from_slice(word.as_bytes());
    }

    /// Nothing.
    #[inline(never)]
    pub fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    /// A text.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.byte(b'"');
        for byte in text.bytes() {
            let short = match byte {
                0x08 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                0x0C => b'f',
                b'\r' => b'r',
                0x00..0x20 => b'u',
                b'"' | b'\\' => byte,
                _ => {
                    self.out.push(byte);
                    continue;
                }
            };
            self.byte(b'\\');
            self.byte(short);
            if short == b'u' {
                let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
                self.out.extend_from_slice(&[b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
        }
        self.byte(b'"');
    }

    /// A text of one ASCII letter.
    #[inline(never)]
    pub fn letter(&mut self, letter: u8) {
        self.out.extend_from_slice(&[b'"', letter, b'"']);
    }

    /// A list of texts.
    pub fn texts<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.list(|json| texts.for_each(|text| json.item().text(text)));
    }
}
