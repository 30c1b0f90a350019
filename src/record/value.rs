//! A typed value, or the reason why there is none.

/// Stands for "no lower end" in [`Bounds::low`].
pub const UNBOUNDED_LOW: i64 = i64::MIN;

/// Stands for "no upper end" in [`Bounds::high`], as in `1,000+`.
pub const UNBOUNDED_HIGH: i64 = i64::MAX;

/// Numbers stay below 2^53 in size, so that JavaScript holds them exactly.
pub const NUMBER_MAX: i64 = 9_007_199_254_740_991;

/// One field of a record after reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Known to be absent, or given in a form the field cannot hold.
    Missing(Why),
    /// Text, choice, country (`US`), subdivision (`US-CA`), e-mail or domain, normalised.
    Text(String),
    /// A number (scaled), a date (days) or a moment (milliseconds).
    Number(Bounds),
    /// Yes or no.
    Flag(bool),
}

/// A number that may be known only as a range. An exact number has `low == high`.
///
/// INVARIANT: `low <= high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest it can be, or [`UNBOUNDED_LOW`].
    pub low: i64,
    /// The largest it can be, or [`UNBOUNDED_HIGH`].
    pub high: i64,
}

impl Bounds {
    /// A number known exactly.
    pub const fn exact(number: i64) -> Self {
        Bounds { low: number, high: number }
    }

    /// The number, if it is known exactly.
    pub fn as_exact(self) -> Option<i64> {
        (self.low == self.high).then_some(self.low)
    }
}

impl Value {
    /// Whether the record has no usable value here.
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing(_))
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Missing(_) | Value::Number(_) | Value::Flag(_) => None,
        }
    }

    /// The number's bounds, if this is a number, a date or a moment.
    pub fn as_bounds(&self) -> Option<Bounds> {
        match self {
            Value::Number(bounds) => Some(*bounds),
            Value::Missing(_) | Value::Text(_) | Value::Flag(_) => None,
        }
    }
}

macro_rules! whys {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $number:literal;)+) => {
        /// Why a field is missing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Why {
            $($(#[$doc])* $name = $number,)+
        }

        impl Why {
            /// Every reason, in code order.
            pub const ALL: &'static [Why] = &[$(Why::$name,)+];

            /// The stable code, as it stands in a decision's reasons.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Why::$name => $code,)+
                }
            }
        }
    };
}

whys! {
    /// Absent, null, or empty after trim. The only reason that needs no mending.
    NotGiven = "not-given", 0;
    /// A number that its scale cannot hold exactly.
    NumberNotExact = "number-not-exact", 1;
    /// Text that is no number, such as `1.000,50` or `NaN`.
    NumberNotReadable = "number-not-readable", 2;
    /// A number of 2^53 or more.
    NumberTooLarge = "number-too-large", 3;
    /// `51-200` where the field does not declare `ranges: allowed`.
    RangeNotAllowed = "range-not-allowed", 4;
    /// `200-51`.
    RangeReversed = "range-reversed", 5;
    /// `10-Jan`: a spreadsheet took a range for a date.
    SpreadsheetDate = "spreadsheet-date", 6;
    /// Money of another currency than the field's.
    OtherCurrency = "other-currency", 7;
    /// A choice outside the declared list.
    NotInList = "not-in-list", 8;
    /// Neither yes nor no.
    FlagNotReadable = "flag-not-readable", 9;
    /// No country of ISO 3166-1.
    UnknownCountry = "unknown-country", 10;
    /// Text that has not the form of a subdivision.
    SubdivisionNotReadable = "subdivision-not-readable", 11;
    /// A short subdivision such as `CA` without a known country.
    CountryNotKnown = "country-not-known", 12;
    /// A subdivision of another country than the record's.
    OtherCountry = "other-country", 13;
    /// Text that is no e-mail address.
    EmailNotReadable = "email-not-readable", 14;
    /// Text that is no host name.
    DomainNotReadable = "domain-not-readable", 15;
    /// Text that is no `YYYY-MM-DD` day of the calendar.
    DateNotReadable = "date-not-readable", 16;
    /// Text that is no ISO 8601 point in time.
    MomentNotReadable = "moment-not-readable", 17;
    /// A point in time without `Z` or an offset.
    MomentWithoutZone = "moment-without-zone", 18;
    /// A list, an object or a value of another type than the field's.
    WrongType = "wrong-type", 19;
    /// Text of more than [`TEXT_BYTES_MAX`](super::TEXT_BYTES_MAX) bytes.
    TextTooLong = "text-too-long", 20;
}
