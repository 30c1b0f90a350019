//! What comes in: a lead or a ticket, as typed field values or missing ones.
//!
//! Here live the kinds a field may have, the rules by which what forms and CRMs send becomes a
//! typed value (DESIGN words: *missing* is known to be absent), and the readers of plain values.
//! Reading CSV and JSON files is author code and lives in `files`.
//! What a value means for an owner lives in `decide`.
//!
//! Invariant: reading never fails. A value that a field cannot hold is missing, with a reason.
//! Invariant: no clock, no locale, no floating point beyond the one exactness test of `number`.

mod kind;
mod value;

mod text;

mod contact;
mod countries;
mod country;
mod currency;
mod number;
mod place;
mod time;

mod read;
mod write;

#[cfg(feature = "author")]
pub mod files;
#[cfg(feature = "author")]
mod free_mail;

pub use contact::host_of_email;
pub use country::{country_code, country_name};
pub use currency::{MONEY_SIGNS, is_currency, is_money_sign, money_sign_fits};
#[cfg(feature = "author")]
pub use free_mail::FREE_MAIL_HOSTS;
pub use kind::*;
pub use number::is_spreadsheet_date;
pub use read::{Raw, read, read_literal, read_slots, read_value};
pub use text::{find_in_text, joined, push_number};
#[cfg(feature = "author")]
pub use time::day_first;
pub use time::{civil_from_days, date_text, days_from_civil, moment_text};
pub use value::*;
pub use write::{decimal_text, number_words, value_text, value_words};

/// Texts longer than this are missing with [`Why::TextTooLong`]; no form field needs more, and it
/// bounds the work a stranger's record can cause.
pub const TEXT_BYTES_MAX: usize = 65_536;

/// A lead or a ticket after reading: one value for each field of its [`Shape`], in that order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The caller's own id of the record (the reserved key `id`), if given.
    pub id: Option<String>,
    /// One value for each field of the shape.
    pub values: Vec<Value>,
}

impl Record {
    /// The value of a field; a field the record was not read with is missing.
    pub fn value(&self, field: FieldIndex) -> &Value {
        const NOT_GIVEN: &Value = &Value::Missing(Why::NotGiven);
        self.values.get(usize::from(field.0)).unwrap_or(NOT_GIVEN)
    }
}
