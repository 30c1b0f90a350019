//! Policies and records by chance, decided natively and written down, for the runtimes of
//! `tests/js/everywhere.test.mjs` to decide again: the same bytes everywhere.
//!
//! `target/everywhere/<n>.json` is a list of blocks, one for each policy:
//!
//! | Key | What |
//! |---|---|
//! | `policy` | the seed it was made from |
//! | `text`, `files` | the policy as an author writes it |
//! | `artifact` | its compiled bytes, as hexadecimal digits |
//! | `cases` | for each record `[record, facts]`; what JSON cannot hold is `{"odd": …}` |
//! | `digests` | for each record 16 hexadecimal digits: SHA-256 of the decision bytes, cut |
#![cfg(feature = "author")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

#[cfg(test)]
mod support;

use pointperson::artifact::{self, Program};
use pointperson::decide::{Facts, decide, decision_bytes};
use pointperson::policy::print;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use support::generate::{self, Made};
use support::pipeline::build;
use support::random::Random;
use support::raw::{RawRecord, RawValue, facts_to_json};
use support::seed;

const FILES: u64 = 20;
const POLICIES: u64 = 100;
const RECORDS: u64 = 50;

/// What JavaScript holds exactly, and so can tell.
const SAFE: i64 = 9_007_199_254_740_991;

#[test]
fn generated_decisions_are_written_for_every_runtime() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/everywhere");
    std::fs::create_dir_all(&folder).expect("target can be written");
    std::thread::scope(|scope| {
        for half in 0..2 {
            let folder = &folder;
            scope.spawn(move || {
                for file in (half..FILES).step_by(2) {
                    let first = seed().wrapping_add(file * POLICIES);
                    let blocks: Vec<Json> = (first..first + POLICIES).map(block).collect();
                    let path = folder.join(format!("{file}.json"));
                    std::fs::write(path, Json::Array(blocks).to_string())
                        .expect("it can be written");
                }
            });
        }
    });
}

/// One policy with its records, decided.
fn block(seed: u64) -> Json {
    let mut random = Random::new(seed);
    let made = generate::policy(&mut random);
    let text = print(&made.policy);
    let built = build("generated.policy.yaml", &text, &made.files);
    let Some((_, program)) = built.policy else { panic!("seed {seed}: {}", built.told) };
    let mut cases = Vec::new();
    let mut digests = String::new();
    for _ in 0..RECORDS {
        let (record, json) = record(&mut random, &made);
        let mut facts = made.facts(&mut random);
        facts.now = facts.now.map(|now| now.clamp(-SAFE, SAFE));
        cases.push(json!([json, facts_to_json(&facts)]));
        digests.push_str(&digest(&program, &record, &facts));
    }
    let files = made.files.iter().map(|(name, bytes)| {
        let text = std::str::from_utf8(bytes).expect("a file is text");
        (name.clone(), json!(text))
    });
    json!({
        "policy": seed,
        "text": text,
        "files": files.collect::<Map<_, _>>(),
        "artifact": hex(&artifact::write(&program)),
        "cases": cases,
        "digests": digests,
    })
}

fn digest(program: &Program, record: &RawRecord, facts: &Facts) -> String {
    let decision = decide(program, &record.read(&program.shape), facts);
    let digest = Sha256::digest(decision_bytes(program, &decision, facts));
    hex(digest.get(..8).expect("32 bytes"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A record of the generator, as the native reader gets it and as JavaScript does. In one of
/// three, some values are such as no form sends.
fn record(random: &mut Random, made: &Made) -> (RawRecord, Json) {
    let mut raw = RawRecord::default();
    let mut json = Map::new();
    let ordinary = made.record(random);
    if let Some(id) = ordinary.id {
        json.insert("id".to_owned(), json!(id));
        raw.id = Some(id);
    } else if random.chance(20) {
        let id = random.between(-SAFE, SAFE); // a number counts as its text
        json.insert("id".to_owned(), json!(id));
        raw.id = Some(id.to_string());
    }
    let odd_ones = if random.chance(33) { 30 } else { 0 };
    for (key, value) in ordinary.values {
        let (value, told) = if random.chance(odd_ones) { odd(random) } else { plain(value) };
        if json.contains_key(&key) {
            continue;
        }
        json.insert(key.clone(), told);
        raw.values.extend(value.map(|value| (key, value)));
    }
    (raw, Json::Object(json))
}

fn plain(value: RawValue) -> (Option<RawValue>, Json) {
    let told = match &value {
        RawValue::Null => Json::Null,
        RawValue::Text(text) => json!(text),
        RawValue::Number(number) if number.is_finite() => json!(number),
        RawValue::Number(number) => json!({"odd": number.to_string()}),
        RawValue::Flag(flag) => json!(flag),
        RawValue::Other => json!([]),
    };
    (Some(value), told)
}

/// A value at the edges of what a record can hold; nothing is `undefined`.
fn odd(random: &mut Random) -> (Option<RawValue>, Json) {
    let numbers = [0.0, -0.0, 0.1, 1.005, 1e21, f64::MIN_POSITIVE, f64::MAX, f64::EPSILON];
    let large = [9_007_199_254_740_991.0, -9_007_199_254_740_992.0, 9_007_199_254_740_994.0];
    let endless = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    let others = ["object", "bigint", "symbol", "function", "impostor"];
    let unicode = [
        "\u{feff}12",
        "\u{a0}12\u{a0}",
        "１２",
        "\u{0}",
        "\u{202e}ba",
        "e\u{301}",
        "é",
        "İSTANBUL",
        "ß",
        "\u{1f468}\u{200d}\u{1f469}",
        "\u{2028}",
        "\u{7f}",
        "a\u{fffd}b",
    ];
    let huge = ["9", "é", "\u{1f600}", "1,", "@"];
    match random.below(8) {
        0 => (None, json!({"odd": "undefined"})),
        1 => plain(RawValue::Number(*random.pick(&numbers))),
        2 => plain(RawValue::Number(*random.pick(&large))),
        3 => plain(RawValue::Number(*random.pick(&endless))),
        4 => (Some(RawValue::Other), json!({"odd": random.pick(&others)})),
        5 => plain(RawValue::Text((*random.pick(&unicode)).to_owned())),
        6 => {
            // Half of a pair is no Unicode: it counts as U+FFFD.
            let text = format!("{}\u{fffd}", random.pick(&unicode));
            let half = json!({"odd": "half", "before": text.trim_end_matches('\u{fffd}')});
            (Some(RawValue::Text(text)), half)
        }
        _ => {
            let (text, times) =
                (*random.pick(&huge), *random.pick(&[5_000, 32_768, 65_536, 65_537]));
            let repeat = json!({"odd": "repeat", "text": text, "times": times});
            (Some(RawValue::Text(text.repeat(times))), repeat)
        }
    }
}
