//! Artifacts that were cut, flipped, spliced or made up: refused, or a program that decides.
//! Never a panic, never a part of a program.
//!
//! Most are sealed anew after the damage, because the checksum would refuse them at the door.
#![cfg(feature = "author")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test's helpers fail by panicking"
)]

#[cfg(test)]
mod support;

use pointperson::artifact::{self, Profile, Program, ScoreLine};
use pointperson::check::check;
use pointperson::compile::compile;
use pointperson::decide::{decide, decision_bytes};
use pointperson::policy::{parse, print};
use std::collections::BTreeMap;
use support::generate::{self, Made};
use support::random::Random;
use support::{cases, seed};

/// Artifacts to damage, of both profiles.
fn artifacts(random: &mut Random) -> Vec<(Made, Vec<u8>)> {
    let mut artifacts = Vec::new();
    for at in 0..40 {
        let made = generate::policy(random);
        let parsed = parse("damage.policy.yaml", print(&made.policy).as_bytes(), &made.files);
        let checked = check(parsed).policy.expect("a sound policy");
        let profile = if at % 2 == 0 { Profile::Full } else { Profile::Edge };
        let bytes = artifact::write(&compile(&checked, profile));
        artifacts.push((made, bytes));
    }
    artifacts
}

/// One of the ways to damage `bytes`.
fn damage(random: &mut Random, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    match random.below(8) {
        0 => damaged.truncate(random.below(bytes.len())),
        1 => damaged.extend((0..random.below(40)).map(|_| 0xa5)),
        2 => {
            // The head of one, the tail of another.
            damaged.truncate(random.below(bytes.len()));
            damaged.extend(&other[random.below(other.len())..]);
        }
        3 => {
            // A stretch moved within.
            let (from, to) = (random.below(bytes.len()), random.below(bytes.len()));
            let length = random.below(64).min(bytes.len() - from.max(to));
            damaged.copy_within(from..from + length, to);
        }
        4 => {
            // A number that claims much.
            let at = random.below(bytes.len().saturating_sub(4).max(1));
            let claim: [u8; 4] =
                (*random.pick(&[u32::MAX, 0x7fff_ffff, 0x1_0000, 0])).to_le_bytes();
            for (place, byte) in damaged.iter_mut().skip(at).zip(claim) {
                *place = byte;
            }
        }
        5 => {
            for byte in damaged.iter_mut().skip(12 + random.below(200)) {
                *byte = random.next() as u8;
            }
        }
        _ => {
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                damaged[at] ^= 1 << random.below(8);
            }
        }
    }
    damaged
}

#[test]
fn damaged_artifacts_are_refused_or_decide() {
    let mut random = Random::new(seed());
    let artifacts = artifacts(&mut random);
    let mut read = 0;
    let count = cases(100_000, 1_000_000);
    for _ in 0..count {
        let (made, bytes) = random.pick(&artifacts);
        let (_, other) = random.pick(&artifacts);
        let mut damaged = damage(&mut random, bytes, other);
        if random.chance(90) && damaged.len() >= 12 {
            artifact::reseal(&mut damaged);
        }
        let Ok(program) = artifact::read(&damaged) else { continue };
        read += 1;
        let again = artifact::read(&artifact::write(&program));
        assert!(again == Ok(program.clone()), "a program that was read can be written and read");
        let record = made.record(&mut random).read(&program.shape);
        let facts = made.facts(&mut random);
        let decision = decide(&program, &record, &facts);
        assert!(!decision_bytes(&program, &decision, &facts).is_empty());
    }
    // Else the damage stops at the door and nothing behind it is tried.
    assert!(read > count / 100, "only {read} of {count} were read");
}

/// A policy that uses everything that is limited.
const LIMITED: &str = "
policy: limited
fields: { seen: moment, demo: flag }
score:
  fit:
    - { points: 40, when: demo }
  intent:
    - { points: 9000, when: demo, half-life: 14 days, since: seen }
    - { points: -1000, when: demo, half-life: 14 days, since: seen }
grade: { of: fit, A: 40, else: B }
stages:
  only: { enter: always, owner: ana, respond within: 4h, leave within: 30 days }
people: { ana: { name: Ana } }
route: [ otherwise: ana ]
";

#[test]
fn what_check_never_lets_through_is_refused() {
    let parsed = parse("limited.policy.yaml", LIMITED.as_bytes(), &BTreeMap::new());
    let checked = check(parsed);
    let sound = compile(&checked.policy.expect("a sound policy"), Profile::Edge);
    let refusal = |change: fn(&mut Program)| {
        let mut program = sound.clone();
        change(&mut program);
        artifact::read(&artifact::write(&program)).err().map(|error| error.to_string())
    };
    fn line(program: &mut Program, at: usize) -> &mut ScoreLine {
        &mut program.scoring.as_mut().expect("a score").lines[at]
    }
    fn half_life(program: &mut Program, milliseconds: i64) {
        line(program, 1).decay.as_mut().expect("a decay").half_life = milliseconds;
    }
    fn band(program: &mut Program, least: i64) {
        program.grading.as_mut().expect("a grade").bands[0].1 = least;
    }
    assert_eq!(refusal(|_| ()), None);
    let score = Some("a part is not as it must be: the score".to_owned());
    assert_eq!(refusal(|program| line(program, 0).points = 10_000), None);
    assert_eq!(refusal(|program| line(program, 0).points = 10_001), score);
    assert_eq!(refusal(|program| line(program, 0).points = -10_001), score);
    assert_eq!(refusal(|program| line(program, 1).points = i32::MIN), score);
    assert_eq!(refusal(|program| line(program, 2).points = -1_001), score, "all that decay");
    assert_eq!(refusal(|program| half_life(program, 0)), score);
    assert_eq!(refusal(|program| half_life(program, -1)), score);
    assert_eq!(refusal(|program| half_life(program, i64::MAX)), score);
    let grade = Some("a part is not as it must be: the grade".to_owned());
    assert_eq!(refusal(|program| band(program, i64::MAX)), grade);
    let stages = Some("a part is not as it must be: the stages".to_owned());
    assert_eq!(refusal(|program| program.stages[0].respond_within = Some(-1)), stages);
    assert_eq!(refusal(|program| program.stages[0].leave_within = Some(i64::MAX)), stages);
    let version = Some("a part is not as it must be: the version".to_owned());
    assert_eq!(refusal(|program| program.version = 1 << 53), version);
}

#[test]
fn made_up_bytes_are_refused() {
    let mut random = Random::new(seed());
    for _ in 0..cases(20_000, 200_000) {
        let length = random.below(400);
        let mut bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        assert!(artifact::read(&bytes).is_err());
        for (place, byte) in bytes.iter_mut().zip(artifact::MAGIC) {
            *place = byte;
        }
        if bytes.len() >= 12 {
            artifact::reseal(&mut bytes);
        }
        assert!(artifact::read(&bytes).is_err());
    }
}

#[test]
fn every_cut_is_refused() {
    let mut random = Random::new(seed());
    for (_, bytes) in artifacts(&mut random).iter().take(6) {
        for length in 0..bytes.len() {
            assert!(artifact::read(&bytes[..length]).is_err(), "cut to {length}");
        }
    }
}

#[test]
fn numbers_that_no_policy_could_hold_are_refused() {
    let text = "policy: p\nfields: { at: date }\nscore:\n  fit:\n    - points: 10\n      \
        when: at is known\n      half-life: 1 day\n      since: at\nstages:\n  new:\n    \
        enter: always\n    owner: dana\n    respond within: 4h\npeople:\n  dana: { name: Dana }\n\
        route:\n  - otherwise: dana\n";
    let parsed = parse("damage.policy.yaml", text.as_bytes(), &std::collections::BTreeMap::new());
    let sound = compile(&check(parsed).policy.expect("a sound policy"), Profile::Edge);
    let refused = |forge: fn(&mut artifact::Program)| {
        let mut program = sound.clone();
        forge(&mut program);
        artifact::read(&artifact::write(&program)).is_err()
    };
    assert!(!refused(|_| {}));
    assert!(refused(|program| program.version = u64::MAX));
    assert!(refused(|program| program.stages[0].respond_within = Some(i64::MAX)));
    let points = |program: &mut artifact::Program| {
        program.scoring.iter_mut().for_each(|scoring| scoring.lines[0].points = i32::MAX);
    };
    assert!(refused(points), "looking at every point of them would take for ever");
}
