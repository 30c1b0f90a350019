//! Equality of the parts of a policy: what they say counts, where they stand does not.
//!
//! So `parse(print(policy)) == policy` can be said, and two documents compared.

use super::{
    DeriveLine, Derived, FieldDefinition, Grade, Person, Pool, Row, ScoreLine, Stage, Step, Table,
    When,
};

/// Compares all fields but `span`. A field that is left out of the list does not compile.
macro_rules! without_place {
    ($part:ident: $($field:ident),+) => {
        impl PartialEq for $part {
            fn eq(&self, other: &Self) -> bool {
                let $part { span: _, $($field),+ } = self;
                $($field == &other.$field)&&+
            }
        }

        impl Eq for $part {}
    };
}

without_place!(
    FieldDefinition: id, kind, required, ranges, ignore_case, means, label, currency, of, values,
    from, when_absent
);
without_place!(Derived: id, how, means);
without_place!(DeriveLine: is, when);
without_place!(ScoreLine: points, when, half_life, since);
without_place!(Grade: of, bands, otherwise);
without_place!(Stage: id, enter, position, owner, respond_within, leave_within, means);
without_place!(Person: id, name, role, zone, email, ids);
without_place!(Pool: id, members, turn, sticky_by, when_empty);
without_place!(Step: layer, any_stage, when, answer);
without_place!(Table: file, columns, rows, matching, empty_is_any);
without_place!(Row: cells);

impl PartialEq for When {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (When::Always(_), When::Always(_)) => true,
            (When::If(one), When::If(other)) => one == other,
            (When::Always(_), When::If(_)) | (When::If(_), When::Always(_)) => false,
        }
    }
}

impl Eq for When {}
