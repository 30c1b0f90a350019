//! The engine against the reference, on policies and records made by chance.
//!
//! | Law | Statement |
//! |---|---|
//! | agreement | parse, check, compile, write, read, decide == reference, byte for byte |
//! | print | parse(print(policy)) == policy, and print is the same twice |
//! | bytes | read(write(program)) == program, and write is the same twice |
//! | decision | decision bytes are the canonical JSON of what the reference gives |
//! | same | decide twice is equal |
//! | total | decide returns for every record, also for one that no reader made |
//!
//! A failing seed is shown with everything; `POINTPERSON_SEED` runs another stretch.
#![cfg(feature = "author")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

#[cfg(test)]
mod support;

use pointperson::artifact::Program;
use pointperson::decide::{Facts, decide, decision_bytes};
use pointperson::policy::{Policy, parse, print};
use pointperson::record::{Bounds, Record, Value};
use std::collections::BTreeMap;
use support::generate::{self, Made};
use support::pipeline::{Built, build, build_tree, stamp};
use support::random::Random;
use support::raw::{RawRecord, RawValue, facts_to_json};
use support::reference::Reference;
use support::{cases, json, seed};

/// Records for each policy.
const RECORDS: u64 = 10;

/// Runs one test for each policy, on as many threads as the machine has.
fn for_each_policy(policies: u64, test: fn(u64)) {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || {
                for at in (thread..policies).step_by(threads as usize) {
                    test(seed().wrapping_mul(1_000_003).wrapping_add(at));
                }
            });
        }
    });
}

/// The text of a policy by chance, what it compiles to, and the policy that was read.
///
/// One policy in four that needs no file goes to `check` as a tree, without a text.
fn compiled(seed: u64, made: &Made) -> (Policy, Program) {
    let built: Built = if seed.is_multiple_of(4) && made.files.is_empty() {
        build_tree(made.policy.clone())
    } else {
        build("generated.policy.yaml", &print(&made.policy), &made.files)
    };
    let told = built.told;
    let Some(built) = built.policy else {
        panic!("seed {seed}: refused\n{told}\n{}", print(&made.policy));
    };
    built
}

#[test]
fn the_engine_agrees_with_the_reference() {
    for_each_policy(cases(20_000, 1_000_000) / RECORDS, |seed| {
        let mut random = Random::new(seed);
        let made = generate::policy(&mut random);
        let (policy, program) = compiled(seed, &made);
        let reference = Reference::new(&policy, stamp(&program));
        assert!(program.shape == *reference.shape(), "seed {seed}: the shapes differ");
        for _ in 0..RECORDS {
            let raw = made.record(&mut random);
            let facts = made.facts(&mut random);
            let record = raw.read(&program.shape);
            let decided = decide(&program, &record, &facts);
            let bytes = decision_bytes(&program, &decided, &facts);
            let bytes = String::from_utf8(bytes).expect("JSON is UTF-8");
            let expected = json::decision_text(&reference.decide(&record, &facts));
            if bytes != expected {
                panic!("{}", disagreement(seed, &made, &raw, &facts, &bytes, &expected));
            }
            assert!(
                decided == decide(&program, &record, &facts),
                "seed {seed}: not the same twice"
            );
        }
    });
}

fn disagreement(
    seed: u64,
    made: &Made,
    raw: &RawRecord,
    facts: &Facts,
    decided: &str,
    expected: &str,
) -> String {
    let pretty = |text: &str| {
        let json: serde_json::Value = serde_json::from_str(text).expect("decision bytes are JSON");
        serde_json::to_string_pretty(&json).expect("JSON")
    };
    let files: String = made
        .files
        .iter()
        .map(|(name, bytes)| format!("--- {name}\n{}", String::from_utf8_lossy(bytes)))
        .collect();
    format!(
        "seed {seed}: engine and reference disagree\n--- policy\n{}{files}--- record\n{}\n--- facts\n{}\n\
         --- engine\n{}\n--- reference\n{}\n",
        print(&made.policy),
        raw.to_json(),
        facts_to_json(facts),
        pretty(decided),
        pretty(expected),
    )
}

#[test]
fn printing_loses_nothing() {
    for_each_policy(cases(2_000, 50_000), |seed| {
        let made = generate::policy(&mut Random::new(seed));
        let text = print(&made.policy);
        let parsed = parse("printed.policy.yaml", text.as_bytes(), &made.files);
        assert!(parsed.diagnostics.is_empty(), "seed {seed}: {:?}\n{text}", parsed.diagnostics);
        assert!(
            parsed.policy == made.policy,
            "seed {seed}: parse(print(policy)) is\n{:#?}\nand not\n{:#?}\nof\n{text}",
            parsed.policy,
            made.policy
        );
        assert_eq!(print(&parsed.policy), text, "seed {seed}: print is not the same twice");
    });
}

#[test]
fn decide_returns_for_every_record() {
    for_each_policy(cases(300, 10_000), |seed| {
        let mut random = Random::new(seed);
        let made = generate::policy(&mut random);
        let (_, program) = compiled(seed, &made);
        for at in 0..20 {
            let facts = made.facts(&mut random);
            let record = match at {
                0 => Record::default(),
                1..10 => strange(&mut random, &made).read(&program.shape),
                _ => unread(&mut random, program.shape.fields.len()),
            };
            let decided = decide(&program, &record, &facts);
            let owner = decided.owner.id(&program, &facts);
            assert!(!owner.is_empty(), "seed {seed}: nobody owns {record:?}");
            assert!(!decision_bytes(&program, &decided, &facts).is_empty());
        }
    });
}

/// A record whose every key holds something that no form sends.
fn strange(random: &mut Random, made: &Made) -> RawRecord {
    let huge = "9".repeat(70_000);
    let mut values: BTreeMap<String, RawValue> = BTreeMap::new();
    for field in &made.policy.fields {
        let value = match random.below(10) {
            0 => RawValue::Text(huge.clone()),
            1 => RawValue::Text("\u{0}\u{fffd}\u{202e}".repeat(50)),
            2 => RawValue::Text("@".repeat(40)),
            3 => RawValue::Number(f64::INFINITY),
            4 => RawValue::Number(-9_007_199_254_740_991.0),
            5 => RawValue::Number(f64::MIN_POSITIVE),
            6 => RawValue::Other,
            7 => RawValue::Text(format!("{huge}-{huge}")),
            8 => RawValue::Text("9007199254740991+".to_owned()),
            _ => RawValue::Flag(random.chance(50)),
        };
        values.insert(field.id.value.clone(), value);
    }
    RawRecord { id: Some(huge), values: values.into_iter().collect() }
}

/// A record of any values at all, which no reader would give.
fn unread(random: &mut Random, fields: usize) -> Record {
    let ends = [i64::MIN, -1, 0, 1, 1_000, i64::MAX];
    let count = random.below(fields + 3);
    let values = (0..count).map(|_| match random.below(4) {
        0 => Value::Text((*random.pick(&["", "US", "@", "a@b.c", "\u{1f600}"])).to_owned()),
        1 => Value::Flag(random.chance(50)),
        2 => Value::Number(Bounds { low: *random.pick(&ends), high: *random.pick(&ends) }),
        _ => Value::Number(Bounds::exact(*random.pick(&ends))),
    });
    Record { id: None, values: values.collect() }
}
