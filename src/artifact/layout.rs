//! The layout of every type of [`Program`](super::Program): its fields in the order in which they
//! stand in the bytes. One list serves writing and reading.

use super::wire::{Input, Wire};
use super::{
    Answer, BitColumn, Column, ColumnIndex, Cut, Decay, Derived, DerivedIndex, Form, Grading,
    OwnerColumn, Person, PersonIndex, Pool, PoolIndex, RoleIndex, RuleNames, ScoreLine, Scoring,
    Stage, StageIndex, StageOwner, Step, Subject, Table, TableIndex, TableTexts, Target, TextEntry,
    Texts,
};
use crate::record::{Field, Kind, Shape, Source, SubdivisionOf, Unit};

macro_rules! layout {
    // A struct: its fields in order.
    (struct $type:ident { $($field:ident),+ }) => {
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)+
            }
            fn take(input: &mut Input<'_>) -> Self {
                $type { $($field: Wire::take(input)),+ }
            }
        }
    };
    // An index: its number.
    (index $type:ident) => {
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                self.0.put(out);
            }
            fn take(input: &mut Input<'_>) -> Self {
                $type(u16::take(input))
            }
        }
    };
    // An enum: a tag, then the fields of the variant. An unknown tag fails and gives the first.
    (enum $type:ident { $($tag:literal = $variant:ident
        $(($($item:ident),+))? $({$($field:ident),+})?),+ }) => {
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $($type::$variant $(($($item),+))? $({$($field),+})? => {
                        let tag: u8 = $tag;
                        tag.put(out);
                        $($($item.put(out);)+)?
                        $($($field.put(out);)+)?
                    })+
                }
            }
            fn take(input: &mut Input<'_>) -> Self {
                let mut tag = u8::take(input);
                let [first, ..] = [$($tag),+];
                loop {
                    match tag {
                        $($tag => {
                            $($(let $item = Wire::take(input);)+)?
                            $($(let $field = Wire::take(input);)+)?
                            return $type::$variant $(($($item),+))? $({$($field),+})?;
                        })+
                        _ => input.fail(),
                    }
                    tag = first;
                }
            }
        }
    };
}

layout!(index ColumnIndex);
layout!(index DerivedIndex);
layout!(index PersonIndex);
layout!(index PoolIndex);
layout!(index RoleIndex);
layout!(index StageIndex);
layout!(index TableIndex);

layout!(struct Shape { fields });
layout!(struct Field { id, kind, required, sources, when_absent });
layout!(struct Source { name, power });
layout!(enum Kind {
    0 = Text { ignore_case },
    1 = Number { unit, scale, ranges },
    2 = Flag,
    3 = Choice { values, ignore_case },
    4 = Country,
    5 = Subdivision { of },
    6 = Email,
    7 = Domain { of },
    8 = Date,
    9 = Moment
});
layout!(enum Unit { 0 = Plain, 1 = Money(currency) });
layout!(enum SubdivisionOf { 0 = Nothing, 1 = Field(field), 2 = Country(code) });

layout!(struct Column { subject, cut });
layout!(enum Subject {
    0 = Field(field), 1 = Derived(derived), 2 = Fit, 3 = Intent, 4 = Total, 5 = Grade, 6 = Stage
});
layout!(enum Cut {
    0 = Low(cuts),
    1 = High(cuts),
    2 = Flag,
    3 = Text(entries),
    4 = Suffix(suffixes),
    5 = Contains(text),
    6 = FreeMail,
    7 = Account(domains),
    8 = Value(count)
});
layout!(struct TextEntry { text, prefix });

layout!(struct Person { id, name, role, email, zone, ids });
layout!(struct Pool { id, members, sticky_by, when_empty });

layout!(struct Derived { id, values, table, value_of_rule, names });
layout!(struct Scoring { table, lines });
layout!(struct ScoreLine { is_intent, points, decay });
layout!(struct Decay { half_life, since });
layout!(struct Grading { of, bands, otherwise });
layout!(struct Stage { id, position, owner, respond_within, leave_within });
layout!(enum StageOwner { 0 = Role(role), 1 = Person(person), 2 = Pool(pool) });
layout!(enum Target { 0 = Person(person), 1 = Pool(pool) });
layout!(struct Step { layer, any_stage, guard, answer });
layout!(enum Answer {
    0 = Ask { current, keep_unknown },
    1 = Target(target),
    2 = Table { table, owners, names }
});
layout!(struct OwnerColumn { role, targets });
layout!(enum RuleNames { 0 = Lines, 1 = Rows, 2 = Ids(ids) });

layout!(struct Table { rules, rule_of_box, boxes, form });
layout!(enum Form { 0 = Bits(columns), 1 = Direct { column, first_box } });
layout!(struct BitColumn { column, class_of_atom, bits });

layout!(struct Texts { patterns, field_labels, whys, tests, words });
layout!(struct TableTexts { boxes });
