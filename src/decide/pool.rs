//! Whose turn it is in a pool: weighted rendezvous hashing, which needs no state.
//!
//! The member with the least `cost / weight` takes the turn, where cost is -log2 of a hash of
//! (pool, member, key) read as a fraction. So a key keeps its member, and adding or removing a
//! member moves only that member's share. Thaler and Ravishankar, "Using name-based mappings to
//! increase hit rates" (1998); weights by the logarithm as in Schindelhauer and Schomaker (2005).

use super::constants::LOG2;
use super::{Json, sorted};
use crate::artifact::{PersonIndex, Pool, Program};
use crate::record::{
    Bounds, Kind, Record, Shape, UNBOUNDED_HIGH, UNBOUNDED_LOW, Value, decimal_text, host_of_email,
    joined,
};

/// The fixed key of the hash, "pointper" and "son-pool" in ASCII: turns never depend on a secret.
const HASH_KEY: (u64, u64) = (0x706f_696e_7470_6572, 0x736f_6e2d_706f_6f6c);

/// Who takes the turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pick {
    pub person: PersonIndex,
    /// Nobody could take a turn; the person is the accountable one.
    pub was_empty: bool,
}

/// Picks a member of `pool` who is not in `away`.
pub(super) fn pick(program: &Program, pool: &Pool, record: &Record, away: &[String]) -> Pick {
    let key = sticky_key(program, pool, record);
    let mut best: Option<(u64, u32, PersonIndex, &str)> = None;
    for (person, weight) in &pool.members {
        let Some(id) = program.people.get(person.at()).map(|person| person.id.as_str()) else {
            continue;
        };
        if away.iter().any(|away| away == id) {
            continue;
        }
        let cost = cost(hash(&[pool.id.as_bytes(), id.as_bytes(), &key]));
        let wins = best.is_none_or(|(best_cost, best_weight, _, best_id)| {
            let mine = u128::from(cost) * u128::from(best_weight);
            let theirs = u128::from(best_cost) * u128::from(*weight);
            (mine, id) < (theirs, best_id)
        });
        if wins {
            best = Some((cost, *weight, *person, id));
        }
    }
    match best {
        Some((_, _, person, _)) => Pick { person, was_empty: false },
        None => Pick { person: pool.when_empty, was_empty: true },
    }
}

/// The first known value of `sticky by`; without `sticky by` what stands for the account: the
/// e-mail's host unless it is free mail, then the whole address, then the record's id. If nothing
/// of that is known, everything that is.
fn sticky_key(program: &Program, pool: &Pool, record: &Record) -> Vec<u8> {
    if !pool.sticky_by.is_empty() {
        let key = pool.sticky_by.iter().find_map(|field| value_key(record.value(*field)));
        return key.unwrap_or_else(|| known_fields(&program.shape, record));
    }
    let fields = program.shape.fields.iter().zip(&record.values);
    let mut emails = fields.filter(|(field, _)| matches!(field.kind, Kind::Email));
    if let Some(email) = emails.find_map(|(_, value)| value.as_text()) {
        let host = host_of_email(email);
        let is_free = program.free_mail.binary_search_by(|free| free.as_str().cmp(host)).is_ok();
        return if is_free { email.as_bytes().to_vec() } else { host.as_bytes().to_vec() };
    }
    match &record.id {
        Some(id) => id.as_bytes().to_vec(),
        None => known_fields(&program.shape, record),
    }
}

fn value_key(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Missing(_) => None,
        Value::Text(text) => Some(text.as_bytes().to_vec()),
        Value::Flag(flag) => Some(if *flag { "true" } else { "false" }.into()),
        Value::Number(bounds) => Some(match bounds.as_exact() {
            Some(number) => decimal_text(number, 0).into_bytes(),
            None => {
                let end =
                    |end: Option<i64>| end.map_or_else(String::new, |end| decimal_text(end, 0));
                joined(&[&end(low_end(*bounds)), "..", &end(high_end(*bounds))]).into_bytes()
            }
        }),
    }
}

fn low_end(bounds: Bounds) -> Option<i64> {
    (bounds.low != UNBOUNDED_LOW).then_some(bounds.low)
}

fn high_end(bounds: Bounds) -> Option<i64> {
    (bounds.high != UNBOUNDED_HIGH).then_some(bounds.high)
}

/// The typed, known fields of a record as canonical JSON.
fn known_fields(shape: &Shape, record: &Record) -> Vec<u8> {
    let mut known = Vec::new();
    for (field, value) in shape.fields.iter().zip(&record.values) {
        if !value.is_missing() {
            sorted::insert_once(&mut known, (&*field.id, value), |(id, _)| *id);
        }
    }
    Json::bytes(|json| {
        json.object(|json| {
            known.iter().for_each(|(id, value)| put_value(json.key(id), value));
        });
    })
}

fn put_value(json: &mut Json, value: &Value) {
    match value {
        Value::Missing(_) => json.null(),
        Value::Text(text) => json.text(text),
        Value::Flag(flag) => json.flag(*flag),
        Value::Number(bounds) => match bounds.as_exact() {
            Some(number) => json.integer(number),
            None => json.object(|json| {
                for (end, number) in [("high", high_end(*bounds)), ("low", low_end(*bounds))] {
                    if let Some(number) = number {
                        json.key(end).integer(number);
                    }
                }
            }),
        },
    }
}

/// -log2((hash + 1) / 2^64) in units of 2^-32, by table and linear interpolation.
fn cost(hash: u64) -> u64 {
    let fraction = u128::from(hash) + 1;
    let exponent = 127 - fraction.leading_zeros();
    // The bits below the leading one, moved to the top of 32 bits: 8 choose the entry, 24 the way
    // to the next.
    let below = fraction ^ (1 << exponent);
    let bits = if exponent >= 32 { below >> (exponent - 32) } else { below << (32 - exponent) };
    let entry = |at: u128| {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        LOG2.get(at).copied().unwrap_or(1 << 32)
    };
    let (from, to) = (entry(bits >> 24), entry((bits >> 24) + 1));
    let way = u64::try_from(bits & 0x00FF_FFFF).unwrap_or(0);
    let log2 = (u64::from(exponent) << 32) + from + (((to - from) * way) >> 24);
    (64_u64 << 32).saturating_sub(log2)
}

/// SipHash-1-3 over the parts, each behind its length as `u32`, so that no two lists of parts
/// read alike. Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012).
fn hash(parts: &[&[u8]]) -> u64 {
    let mut message = Vec::new();
    for part in parts {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        message.extend_from_slice(&length.to_le_bytes());
        message.extend_from_slice(part);
    }
    siphash_1_3(HASH_KEY, &message)
}

fn siphash_1_3(key: (u64, u64), message: &[u8]) -> u64 {
    let mut state = [
        key.0 ^ 0x736f_6d65_7073_6575,
        key.1 ^ 0x646f_7261_6e64_6f6d,
        key.0 ^ 0x6c79_6765_6e65_7261,
        key.1 ^ 0x7465_6462_7974_6573,
    ];
    let absorb = |word: u64, rounds: usize, state: &mut [u64; 4]| {
        state[3] ^= word;
        (0..rounds).for_each(|_| sip_round(state));
        state[0] ^= word;
    };
    let (words, rest) = message.as_chunks::<8>();
    for word in words {
        absorb(u64::from_le_bytes(*word), 1, &mut state);
    }
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
    // The top byte of the last word is the message's length modulo 256.
    let length = (message.len() as u64) << 56;
    absorb(u64::from_le_bytes(last) | length, 1, &mut state);
    state[2] ^= 0xff;
    (0..3).for_each(|_| sip_round(&mut state));
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

fn sip_round(state: &mut [u64; 4]) {
    let [mut v0, mut v1, mut v2, mut v3] = *state;
    v0 = v0.wrapping_add(v1);
    v1 = v1.rotate_left(13) ^ v0;
    v0 = v0.rotate_left(32);
    v2 = v2.wrapping_add(v3);
    v3 = v3.rotate_left(16) ^ v2;
    v0 = v0.wrapping_add(v3);
    v3 = v3.rotate_left(21) ^ v0;
    v2 = v2.wrapping_add(v1);
    v1 = v1.rotate_left(17) ^ v2;
    v2 = v2.rotate_left(32);
    *state = [v0, v1, v2, v3];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_siphash_1_3() {
        use std::hash::Hasher;
        for length in 0..40_u8 {
            let message: Vec<u8> = (0..length).collect();
            let mut witness = std::collections::hash_map::DefaultHasher::new();
            witness.write(&message);
            assert_eq!(siphash_1_3((0, 0), &message), witness.finish());
        }
    }

    #[test]
    fn cost_is_minus_log2() {
        assert_eq!(cost(u64::MAX), 0);
        assert_eq!(cost((1 << 63) - 1), 1 << 32);
        assert_eq!(cost(0), 64 << 32);
        for hash in [1, 12_345, 1 << 40, 0xDEAD_BEEF_0BAD_F00D] {
            let exact = 64.0 - (hash as f64 + 1.0).log2();
            assert!((cost(hash) as f64 / 4_294_967_296.0 - exact).abs() < 1e-5);
        }
    }
}
