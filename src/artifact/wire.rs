//! The primitives of the format, each written and read side by side so that they cannot drift.
#![cfg_attr(not(feature = "author"), allow(dead_code, reason = "only authors write"))]

use super::ReadError;
use crate::record::FieldIndex;

/// A value that has a place in the format.
pub(super) trait Wire: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Takes the value from the front. An input that failed gives some value or other, which
    /// [`Input::end`] keeps from ever being used.
    ///
    /// Implementations that many types use stay calls (`inline(never)`): loading happens once, and
    /// copies of them would be most of its code.
    fn take(input: &mut Input<'_>) -> Self;
}

/// The unread rest of a section.
///
/// INVARIANT: once something was not as it must be, the rest is empty for good, so every further
/// number is 0 and every further list is empty. The mistake is asked for once, at the end: a check
/// behind every value would be the largest part of the runtime.
pub(super) struct Input<'a> {
    rest: &'a [u8],
    failed: bool,
    /// The section, for errors.
    what: &'static str,
}

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Input { rest: bytes, failed: false, what }
    }

    /// The error of this section.
    pub fn malformed(&self) -> ReadError {
        ReadError::Malformed { what: self.what }
    }

    /// Notes that something is not as it must be.
    pub fn fail(&mut self) {
        self.rest = &[];
        self.failed = true;
    }

    /// Takes `count` bytes, or none.
    #[inline(never)]
    fn bytes(&mut self, count: usize) -> &'a [u8] {
        match self.rest.split_at_checked(count) {
            Some((front, rest)) => {
                self.rest = rest;
                front
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        self.bytes(N).try_into().unwrap_or([0; N])
    }

    /// Whether everything was as it must be, to the last byte.
    pub fn end(&self) -> Result<(), ReadError> {
        if self.rest.is_empty() && !self.failed { Ok(()) } else { Err(self.malformed()) }
    }
}

/// A length that fits the format. `check` refuses policies that could come near (see its limits).
fn put_length(length: usize, out: &mut Vec<u8>) {
    u32::try_from(length).unwrap_or(u32::MAX).put(out);
}

macro_rules! integers {
    ($($type:ty),+) => {
        $(impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            #[inline(never)]
            fn take(input: &mut Input<'_>) -> Self {
                <$type>::from_le_bytes(input.array())
            }
        })+
    };
}

integers!(u8, u16, u32, u64, i32, i64);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    #[inline(never)]
    fn take(input: &mut Input<'_>) -> Self {
        let byte = u8::take(input);
        if byte > 1 {
            input.fail();
        }
        byte == 1
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_length(self.len(), out);
        out.extend_from_slice(self.as_bytes());
    }
    #[inline(never)]
    fn take(input: &mut Input<'_>) -> Self {
        let length = u32::take(input) as usize;
        match std::str::from_utf8(input.bytes(length)) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                input.fail();
                String::new()
            }
        }
    }
}

impl Wire for [u8; 32] {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    #[inline(never)]
    fn take(input: &mut Input<'_>) -> Self {
        input.array()
    }
}

/// How many items to make room for before any is read: as many as were announced, but no more
/// memory than there are bytes to read them from. A forged length reserves nothing else.
fn reserve<T>(announced: usize, bytes: usize) -> usize {
    announced.min(bytes.checked_div(size_of::<T>()).unwrap_or(0))
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_length(self.len(), out);
        self.iter().for_each(|item| item.put(out));
    }
    #[inline(never)]
    fn take(input: &mut Input<'_>) -> Self {
        let mut length = u32::take(input) as usize;
        // Every item takes at least one byte, so a forged length cannot reserve more than is there.
        if length > input.rest.len() {
            input.fail();
            length = 0;
        }
        let mut list = Vec::with_capacity(reserve::<T>(length, input.rest.len()));
        while list.len() < length && !input.failed {
            list.push(T::take(input));
        }
        list
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    #[inline(never)]
    fn take(input: &mut Input<'_>) -> Self {
        bool::take(input).then(|| T::take(input))
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    #[inline(never)]
    fn take(input: &mut Input<'_>) -> Self {
        (A::take(input), B::take(input))
    }
}

impl Wire for FieldIndex {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
    #[inline(never)]
    fn take(input: &mut Input<'_>) -> Self {
        FieldIndex(u16::take(input))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_length_reserves_no_more_than_there_is() {
        assert_eq!(reserve::<u64>(4, 32), 4);
        assert_eq!(reserve::<[u64; 16]>(1_000_000, 1_000_000), 7_812);
        let mut bytes = u32::MAX.to_le_bytes().to_vec();
        bytes.extend([0; 64]);
        let mut input = Input::new(&bytes, "a list");
        Vec::<String>::take(&mut input);
        assert!(input.end().is_err());
    }
}
