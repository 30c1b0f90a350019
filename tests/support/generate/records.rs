//! Records and facts for a made policy.

use super::Made;
use crate::support::random::Random;
use crate::support::raw::{RawRecord, RawValue};
use pointperson::decide::{Facts, OwnerFact};

/// 2026-01-31T10:00Z, where the literals of dates and moments lie.
const AROUND: i64 = 1_769_853_600_000;

impl Made {
    /// A record: values near the literals, some missing, some unreadable.
    pub fn record(&self, random: &mut Random) -> RawRecord {
        let mut record = RawRecord::default();
        if random.chance(50) {
            record.id = Some(format!("L-{}", random.below(50)));
        }
        for field in &self.fields {
            let aliases = field.definition.from.iter().map(|alias| &alias.name.value);
            let keys: Vec<&String> =
                std::iter::once(&field.definition.id.value).chain(aliases).collect();
            for (at, key) in keys.iter().enumerate() {
                // Mostly under one name only.
                let skipped = if at == 0 { 15 } else { 60 };
                if random.chance(skipped) {
                    continue;
                }
                let value = match random.below(25) {
                    0 => RawValue::Null,
                    1 => RawValue::Text("  ".to_owned()),
                    2 => RawValue::Other,
                    3 => RawValue::Text("\u{1f600}\"\\\n\u{1}".to_owned()),
                    _ => random.pick(&field.given).clone(),
                };
                record.values.push(((*key).clone(), value));
            }
        }
        if random.chance(20) {
            record.values.push(("nobody asked".to_owned(), RawValue::Flag(true)));
        }
        record
    }

    /// Facts in every state: not told, told that there is none, told.
    pub fn facts(&self, random: &mut Random) -> Facts {
        let now = match random.below(5) {
            0 | 1 => None,
            2 => Some(AROUND + random.between(-3, 3)),
            3 => {
                Some(AROUND + random.between(-90, 400) * 86_400_000 + random.between(0, 9_999_999))
            }
            _ => Some(*random.pick(&[0, i64::MAX, i64::MIN, AROUND])),
        };
        let account_owner = self.owner_fact(random);
        let current_owner = self.owner_fact(random);
        let away = random.chance(50).then(|| {
            let people = &self.policy.people.list;
            let count = random.below(people.len() + 1);
            let mut away = random.some(people, count);
            away.dedup();
            let mut ids: Vec<String> = away.into_iter().map(|person| person.id.value).collect();
            if random.chance(20) {
                ids.push("nobody".to_owned());
            }
            ids
        });
        Facts { now, account_owner, current_owner, away }
    }

    fn owner_fact(&self, random: &mut Random) -> Option<OwnerFact> {
        let person = random.pick(&self.policy.people.list);
        let somebody = |text: String| Some(OwnerFact::Somebody(text));
        match random.below(8) {
            0 | 1 => None,
            2 => Some(OwnerFact::Nobody),
            3 => somebody(format!(" {} ", person.id.value)),
            4 => match person.ids.first() {
                Some((_, id)) => somebody(id.value.clone()),
                None => somebody("005A-nobody".to_owned()),
            },
            5 => match &person.email {
                Some(email) => somebody(email.value.to_uppercase()),
                None => somebody("stranger@corp.example".to_owned()),
            },
            6 => somebody(" \t".to_owned()),
            _ => somebody("Somebody Else".to_owned()),
        }
    }
}
