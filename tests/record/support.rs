//! Short ways to write kinds and values, and a small seeded generator.

use pointperson::record::{Bounds, Field, Kind, Raw, Shape, Source, Unit, Value, Why, read_value};

pub const INTEGER: Kind = Kind::Number { unit: Unit::Plain, scale: 0, ranges: false };
pub const SIZE: Kind = Kind::Number { unit: Unit::Plain, scale: 0, ranges: true };

pub fn decimal(scale: u8) -> Kind {
    Kind::Number { unit: Unit::Plain, scale, ranges: false }
}

pub fn money(currency: &str) -> Kind {
    Kind::Number { unit: Unit::Money(currency.to_owned()), scale: 2, ranges: true }
}

pub fn text(kind: &Kind, given: &str) -> Value {
    read_value(kind, 0, Raw::Text(given))
}

pub fn number(number: i64) -> Value {
    Value::Number(Bounds::exact(number))
}

pub fn range(low: i64, high: i64) -> Value {
    Value::Number(Bounds { low, high })
}

pub fn word(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn missing(why: Why) -> Value {
    Value::Missing(why)
}

pub fn field(id: &str, kind: Kind) -> Field {
    let sources = vec![Source { name: id.to_owned(), power: 0 }];
    Field { id: id.to_owned(), kind, required: false, sources, when_absent: None }
}

pub fn shape(fields: Vec<Field>) -> Shape {
    Shape { fields }
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough to spread test values, the same ones every run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A number that stays below 2^53 in size, of any length.
    pub fn number(&mut self) -> i64 {
        let size = (self.next() >> 11) >> self.below(53);
        let size = i64::try_from(size).unwrap_or(0);
        if self.below(2) == 0 { size } else { -size }
    }

    /// One of a few characters.
    pub fn letter(&mut self, letters: &str) -> char {
        let count = letters.chars().count() as u64;
        let nth = self.below(count) as usize;
        letters.chars().nth(nth).unwrap_or('?')
    }
}
