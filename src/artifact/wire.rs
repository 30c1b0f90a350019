//! The primitives of the format, each written and read side by side so that they cannot drift.
#![cfg_attr(not(feature = "author"), allow(dead_code, reason = "only authors write"))]

use super::ReadError;
use crate::record::FieldIndex;

/// A value that has a place in the format.
pub(super) trait Wire: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Takes the value from the front.
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError>;
}

/// The unread rest of a section.
pub(super) struct Input<'a> {
    rest: &'a [u8],
    /// The section, for errors.
    what: &'static str,
}

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Input { rest: bytes, what }
    }

    /// The error of this section.
    pub fn malformed(&self) -> ReadError {
        ReadError::Malformed { what: self.what }
    }

    /// Takes `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], ReadError> {
        let (front, rest) = self.rest.split_at_checked(count).ok_or(self.malformed())?;
        self.rest = rest;
        Ok(front)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        self.bytes(N)?.try_into().map_err(|_| self.malformed())
    }

    /// A section must be read to its end.
    pub fn end(&self) -> Result<(), ReadError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.malformed()) }
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
            fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
                Ok(<$type>::from_le_bytes(input.array()?))
            }
        })+
    };
}

integers!(u8, u16, u32, u64, i32, i64);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
        match u8::take(input)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(input.malformed()),
        }
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_length(self.len(), out);
        out.extend_from_slice(self.as_bytes());
    }
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
        let length = u32::take(input)? as usize;
        let bytes = input.bytes(length)?;
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| input.malformed())
    }
}

impl Wire for [u8; 32] {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
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
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
        let length = u32::take(input)? as usize;
        let mut list = Vec::with_capacity(reserve::<T>(length, input.rest.len()));
        for _ in 0..length {
            list.push(T::take(input)?);
        }
        Ok(list)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
        Ok(if bool::take(input)? { Some(T::take(input)?) } else { None })
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
        Ok((A::take(input)?, B::take(input)?))
    }
}

impl Wire for FieldIndex {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
    fn take(input: &mut Input<'_>) -> Result<Self, ReadError> {
        u16::take(input).map(FieldIndex)
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
        assert!(Vec::<String>::take(&mut Input::new(&bytes, "a list")).is_err());
    }
}
