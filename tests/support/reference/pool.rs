//! Sticky turns: weighted rendezvous hashing, spelt out.

use super::siphash::siphash_1_3;
use super::{Reference, View};
use pointperson::policy::Pool;
use pointperson::record::{Bounds, Kind, UNBOUNDED_HIGH, UNBOUNDED_LOW, Value};

const K0: u64 = 0x706f_696e_7470_6572;
const K1: u64 = 0x736f_6e2d_706f_6f6c;

/// Whom a pool names.
pub(super) struct Pick {
    pub person: String,
    pub pool_was_empty: bool,
}

impl Reference<'_> {
    /// The pool called `id`, if there is one.
    pub(super) fn pool(&self, id: &str) -> Option<&Pool> {
        self.policy.pools.iter().find(|pool| pool.id.value == id)
    }

    /// Whose turn it is.
    pub(super) fn pick(&self, view: &View, pool: &Pool) -> Pick {
        let away: &[String] = view.facts.away.as_deref().unwrap_or(&[]);
        let members = pool.members.iter().map(|member| (&member.person.value, member.weight));
        let there: Vec<(&str, u32)> = members
            .filter(|(person, _)| !away.contains(person))
            .map(|(person, weight)| (person.as_str(), weight))
            .collect();
        match pick_by_hash(&pool.id.value, &there, &self.key(view, pool)) {
            Some(person) => Pick { person: person.to_owned(), pool_was_empty: false },
            None => {
                let accountable = pool.when_empty.as_ref().expect("`when empty` is given");
                Pick { person: accountable.value.clone(), pool_was_empty: true }
            }
        }
    }

    /// What a record sticks by: the first known field of `sticky by`; where the pool has none, the
    /// host of its e-mail, or all of it if anybody has that host, or its id; else everything known.
    fn key(&self, view: &View, pool: &Pool) -> Vec<u8> {
        let value_of = |id: &str| {
            let at = self.shape.fields.iter().position(|field| field.id == id);
            &view.record.values[at.expect("`sticky by` names a field")]
        };
        if !pool.sticky_by.is_empty() {
            let mut values = pool.sticky_by.iter().map(|field| value_of(&field.value));
            return match values.find(|value| !value.is_missing()) {
                Some(value) => key_text(value).into_bytes(),
                None => self.known_fields(view).into_bytes(),
            };
        }
        let fields = self.shape.fields.iter().zip(&view.record.values);
        let mut emails = fields.filter(|(field, _)| field.kind == Kind::Email);
        if let Some(email) = emails.find_map(|(_, value)| value.as_text()) {
            let host = email.rsplit('@').next().expect("an e-mail has a host");
            let key = if self.is_free(email) { email } else { host };
            return key.as_bytes().to_vec();
        }
        match &view.record.id {
            Some(id) => id.as_bytes().to_vec(),
            None => self.known_fields(view).into_bytes(),
        }
    }

    /// The known fields as canonical JSON.
    fn known_fields(&self, view: &View) -> String {
        let fields = self.shape.fields.iter().zip(&view.record.values);
        let mut known: Vec<(&str, String)> = fields
            .filter_map(|(field, value)| Some((field.id.as_str(), json_value(value)?)))
            .collect();
        known.sort();
        let parts: Vec<String> =
            known.iter().map(|(id, json)| format!("{}:{json}", json_text(id))).collect();
        format!("{{{}}}", parts.join(","))
    }
}

fn ends(bounds: Bounds) -> (Option<i64>, Option<i64>) {
    let low = (bounds.low != UNBOUNDED_LOW).then_some(bounds.low);
    let high = (bounds.high != UNBOUNDED_HIGH).then_some(bounds.high);
    (low, high)
}

fn key_text(value: &Value) -> String {
    let end = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    match value {
        Value::Missing(_) => panic!("a key is known"),
        Value::Text(text) => text.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::Number(bounds) => match bounds.as_exact() {
            Some(number) => number.to_string(),
            None => {
                let (low, high) = ends(*bounds);
                format!("{}..{}", end(low), end(high))
            }
        },
    }
}

fn json_value(value: &Value) -> Option<String> {
    Some(match value {
        Value::Missing(_) => return None,
        Value::Text(text) => json_text(text),
        Value::Flag(flag) => flag.to_string(),
        Value::Number(bounds) => match bounds.as_exact() {
            Some(number) => number.to_string(),
            None => {
                let (low, high) = ends(*bounds);
                let high = high.map(|high| format!("\"high\":{high}"));
                let low = low.map(|low| format!("\"low\":{low}"));
                let parts: Vec<String> = high.into_iter().chain(low).collect();
                format!("{{{}}}", parts.join(","))
            }
        },
    })
}

/// A text as RFC 8785 writes it.
fn json_text(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\u{c}' => json.push_str("\\f"),
            '\r' => json.push_str("\\r"),
            control if control < ' ' => json.push_str(&format!("\\u{:04x}", control as u32)),
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

/// The member with the least cost by weight; of equals the one whose id comes first.
pub fn pick_by_hash<'m>(pool: &str, members: &[(&'m str, u32)], key: &[u8]) -> Option<&'m str> {
    let mut best: Option<(u128, u128, &str)> = None;
    let mut ordered = members.to_vec();
    ordered.sort();
    for (person, weight) in ordered {
        let cost = u128::from(cost(hash(pool, person, key)));
        let weight = u128::from(weight);
        let better = match best {
            None => true,
            Some((best_cost, best_weight, _)) => cost * best_weight < best_cost * weight,
        };
        if better {
            best = Some((cost, weight, person));
        }
    }
    best.map(|(_, _, person)| person)
}

fn hash(pool: &str, member: &str, key: &[u8]) -> u64 {
    let mut bytes = Vec::new();
    for part in [pool.as_bytes(), member.as_bytes(), key] {
        bytes.extend((part.len() as u32).to_le_bytes());
        bytes.extend(part);
    }
    siphash_1_3(K0, K1, &bytes)
}

/// -log2((x + 1) / 2^64) with 32 binary places, by straight lines between 257 points.
pub fn cost(x: u64) -> u64 {
    let y = u128::from(x) + 1;
    let exponent = y.ilog2();
    // The 64 binary places of the mantissa after its leading 1.
    let places = (y << (64 - exponent)) - (1 << 64);
    let index = (places >> 56) as u32;
    let between = (places >> 32) & 0xff_ffff;
    let log =
        |index: u32| ((1.0 + f64::from(index) / 256.0).log2() * 2f64.powi(32)).round() as u128;
    let mantissa = log(index) + (((log(index + 1) - log(index)) * between) >> 24);
    let log2 = (u128::from(exponent) << 32) + mantissa;
    u64::try_from((64u128 << 32) - log2).expect("no logarithm is above 64")
}
