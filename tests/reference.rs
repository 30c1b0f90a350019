//! The judge is judged: the reference evaluator against examples computed by hand.
#![cfg(feature = "author")]

#[cfg(test)]
mod support;

use std::hash::Hasher;
use support::random::Random;
use support::reference::pool::{cost, pick_by_hash};
use support::reference::score::decayed;
use support::reference::siphash::{siphash, siphash_1_3};
use support::reference::truth::Truth;

const DAY: i64 = 86_400_000;

#[test]
fn siphash_gives_the_paper_s_value() {
    let bytes: Vec<u8> = (0..15).collect();
    let (k0, k1) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
    assert_eq!(siphash(2, 4, k0, k1, &bytes), 0xa129_ca61_49be_45e5);
}

#[test]
fn siphash_1_3_is_that_of_the_standard_library() {
    let mut random = Random::new(1);
    for length in 0..100 {
        let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        let mut standard = std::hash::DefaultHasher::new();
        standard.write(&bytes);
        assert_eq!(siphash_1_3(0, 0, &bytes), standard.finish(), "{length} bytes");
    }
}

#[test]
fn cost_is_minus_log2_of_the_hash_as_a_share_of_all() {
    assert_eq!(cost(u64::MAX), 0);
    assert_eq!(cost((1 << 63) - 1), 1 << 32);
    assert_eq!(cost(0), 64 << 32);
    assert_eq!(cost(1), 63 << 32);
    // log2(1.5) = 0.584962500721156..., a point of the table.
    let three_quarters = 3 * (1 << 62) - 1;
    assert_eq!(cost(three_quarters), (1 << 32) - 2_512_394_810);
    // Between two points the straight line is a little below the curve: less than 2^-17.
    let mut random = Random::new(2);
    for _ in 0..1000 {
        let x = random.next() >> random.below(60);
        let exact = 64.0 - ((x as f64) + 1.0).log2();
        let found = cost(x) as f64 / 2f64.powi(32);
        assert!((found - exact).abs() < 1e-5, "{x}: {found} is not {exact}");
    }
}

#[test]
fn turns_follow_the_weights() {
    let members = [("ana", 3), ("bo", 1)];
    let keys = 0..4000u32;
    let turns = keys.filter(|key| pick_by_hash("p", &members, &key.to_le_bytes()) == Some("ana"));
    let ana = turns.count();
    assert!((2880..3120).contains(&ana), "ana has {ana} of 4000, not about 3000");
    assert_eq!(pick_by_hash("p", &[], b"key"), None);
}

#[test]
fn who_leaves_moves_only_their_own_keys() {
    let all = [("ana", 1), ("bo", 2), ("cy", 1)];
    let fewer = [("ana", 1), ("cy", 1)];
    for key in 0..500u32 {
        let before = pick_by_hash("p", &all, &key.to_le_bytes());
        let after = pick_by_hash("p", &fewer, &key.to_le_bytes());
        assert!(before == after || before == Some("bo"));
    }
}

#[test]
fn points_halve_with_every_half_life() {
    let half_life = 14 * DAY;
    let at = |points: i64, days: i64| decayed(points, i128::from(days * DAY), half_life);
    assert_eq!(at(40, 0), 40);
    assert_eq!(at(40, -3), 40, "the future does not decay");
    assert_eq!(at(40, 14), 20);
    assert_eq!(at(40, 28), 10);
    assert_eq!(at(40, 7), 28, "40 / sqrt 2 = 28.28");
    assert_eq!(at(-40, 7), -28);
    assert_eq!(at(1, 14), 1, "a half is rounded away from 0");
    assert_eq!(at(-3, 14), -2);
    assert_eq!(at(1, 15), 0);
    assert_eq!(at(60, 14 * 63), 0);
    assert_eq!(decayed(60, i128::MAX, half_life), 0);
}

#[test]
fn truth_is_kleene_s() {
    let (no, unknown, yes) = (Truth::False, Truth::Unknown, Truth::True);
    let and = |a, b| Truth::all([a, b].into_iter());
    let or = |a, b| Truth::any([a, b].into_iter());
    assert_eq!(and(yes, unknown), unknown);
    assert_eq!(and(no, unknown), no);
    assert_eq!(or(yes, unknown), yes);
    assert_eq!(or(no, unknown), unknown);
    assert_eq!(unknown.not(), unknown);
    assert_eq!(yes.not(), no);
}
