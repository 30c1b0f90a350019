//! What a field may hold: its kind, where its value is read from, and the shape of a whole record.
//!
//! The shape is data: `check` builds it from a policy, an artifact carries it, and every reader
//! (native, JavaScript, CSV) reads by it, so all of them give the same typed values.

/// The most decimal places a `decimal(n)` field may declare.
pub const SCALE_MAX: u8 = 6;

/// Decimal places of `money`.
pub const MONEY_SCALE: u8 = 2;

/// The position of a field in its [`Shape`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldIndex(pub u16);

/// What a field may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text, compared byte by byte after ASCII trim.
    Text {
        /// Compare and store in ASCII lower case.
        ignore_case: bool,
    },
    /// A whole number, a fixed-point decimal or an amount of money.
    Number {
        /// What is counted.
        unit: Unit,
        /// Decimal places: the stored integer is the value times ten to this power.
        scale: u8,
        /// Whether `51-200` and `1,000+` are accepted.
        ranges: bool,
    },
    /// Yes or no.
    Flag,
    /// One of a closed list of texts.
    Choice {
        /// The values, in document order, as they are stored.
        values: Vec<String>,
        /// Compare in ASCII lower case; the stored value is the declared one.
        ignore_case: bool,
    },
    /// A country, stored as its ISO 3166-1 alpha-2 code.
    Country,
    /// A part of a country, stored like `US-CA` (ISO 3166-2).
    Subdivision {
        /// Where a short form such as `CA` gets its country from.
        of: SubdivisionOf,
    },
    /// An e-mail address, stored in ASCII lower case.
    Email,
    /// A host name, stored in ASCII lower case without scheme, `www.`, port and path.
    Domain {
        /// The e-mail field whose host is taken when no domain is given.
        of: Option<FieldIndex>,
    },
    /// A calendar day, stored as days since 1970-01-01.
    Date,
    /// A point in time, stored as milliseconds since 1970-01-01T00:00:00Z.
    Moment,
}

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things, or a plain decimal.
    Plain,
    /// Money of one currency, an ISO 4217 code.
    Money(String),
}

/// Where a subdivision field gets its country from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubdivisionOf {
    /// Nowhere: only the full form `US-CA` is read.
    Nothing,
    /// A field of kind [`Kind::Country`].
    Field(FieldIndex),
    /// One country, an ISO 3166-1 alpha-2 code.
    Country(String),
}

/// One name under which a record may carry a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The key in the record, or the header in a CSV file.
    pub name: String,
    /// The given number is multiplied by ten to this power: 0, 3, 6 or 9.
    pub power: u8,
}

/// One declared field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name conditions use: `[a-z0-9-]{1,64}`.
    pub id: String,
    /// What it may hold.
    pub kind: Kind,
    /// A record without it is refused.
    pub required: bool,
    /// Where the value is looked for, in order; the first is the field's own id.
    pub sources: Vec<Source>,
    /// The value of a record that does not give one, in the form a record would give it.
    pub when_absent: Option<String>,
}

/// The declared fields of a record, in document order.
///
/// INVARIANT: a field that another one names (`of`) stands before it or after it, but `of` never
/// forms a cycle, because it leads from subdivision to country and from domain to e-mail only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The fields.
    pub fields: Vec<Field>,
}

impl Shape {
    /// The field at `index`, if there is one.
    pub fn get(&self, index: FieldIndex) -> Option<&Field> {
        self.fields.get(usize::from(index.0))
    }

    /// The position of the field called `id`.
    pub fn find(&self, id: &str) -> Option<FieldIndex> {
        let position = self.fields.iter().position(|field| field.id == id)?;
        u16::try_from(position).ok().map(FieldIndex)
    }
}
