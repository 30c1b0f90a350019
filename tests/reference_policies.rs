//! The judge is judged: the reference evaluator on whole policies, decided by hand.
#![cfg(feature = "author")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test's helpers fail by panicking")]

#[cfg(test)]
mod support;

use pointperson::decide::{Fact, Facts, Outcome, OwnerFact, PassedWhy, Score};
use pointperson::policy;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use support::decision::{Decision, Open, OpenOwners, PolicyStamp, Reason};
use support::raw::{RawRecord, facts_from_json};
use support::reference::Reference;
use support::reference::pool::pick_by_hash;

const POLICY: &str = "
policy: by-hand
version: 3
fields:
  email: { type: email, required: true }
  domain: { type: domain, of: email }
  employees: { type: integer, ranges: allowed }
  country: country
  source: { type: choice, values: [web, partner], ignore case: true }
  demo: flag
  demo-at: moment
derive:
  region:
    - is: home
      when: country in (NO, SE)
    - is: away
      when: not country = NO
  segment:
    lookup:
      - { employees: '>= 1000', region: any, segment: large, id: big }
      - { employees: 100 to 999, region: 'home, missing', segment: mid, id: '' }
      - { employees: any, region: not home, segment: rest, id: '' }
score:
  fit:
    - points: 30
      when: employees > 100
    - points: -10
      when: email is free
  intent:
    - points: 40
      when: demo
      half-life: 14 days
      since: demo-at
grade: { of: fit, A: 30, B: 0, else: C }
stages:
  hot:
    enter: score >= 60 and grade = A
    position: working
    owner: sdr
    respond within: 4h
  warm:
    enter: score >= 20
    owner: desk
    leave within: 2 days
  cold:
    enter: always
    owner: maya
people:
  maya: { name: Maya }
  sam: { name: Sam, role: sdr, email: sam@corp.example, ids: { crm: 005A } }
  bo: { name: Bo, role: sdr }
  cy: { name: Cy, role: ae }
pools:
  desk: { members: { sam: 2, bo: 1 }, turn: sticky, when empty: maya }
route:
  - layer: account owner
    ask: accountOwner
    unknown owner: keep
    any stage: yes
  - layer: named account
    table:
      - { domain: acme.com, owner: cy }
      - { domain: 'mail.acme.com, acme.com', owner: bo }
    any stage: yes
  - layer: partner
    when: source = partner
    owner: cy
  - layer: territory
    table:
      - { segment: large, region: home, sdr: '', owner: '' }
      - { segment: large, region: any, sdr: sam, owner: cy }
      - { segment: 'mid, rest', region: any, sdr: desk, owner: '' }
  - otherwise: maya
";

fn decide(record: Json, facts: Json) -> Decision {
    let parsed = policy::parse("by-hand.yaml", POLICY.as_bytes(), &BTreeMap::new());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let reference = Reference::new(&parsed.policy, PolicyStamp::default());
    let record = RawRecord::from_json(&record).read(reference.shape());
    let facts: Facts = facts_from_json(&facts);
    reference.decide(&record, &facts)
}

fn owner(decision: &Decision) -> (&str, &str, &str) {
    (&decision.owner.id, &decision.via.layer, &decision.via.rule)
}

fn signal<'d>(decision: &'d Decision, name: &str) -> Option<&'d str> {
    let found = decision.signals.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

#[test]
fn a_required_field_that_is_missing_refuses() {
    let decision = decide(json!({"employees": "1.000,50"}), json!({}));
    assert_eq!(decision.outcome, Outcome::Refused);
    assert_eq!(owner(&decision), ("maya", "otherwise", "otherwise"));
    assert_eq!((decision.open.len(), decision.claims.len()), (0, 0));
    let [Reason::Field { field, .. }, Reason::Required { field: required }, ..] =
        decision.reasons.as_slice()
    else {
        panic!("{:?}", decision.reasons);
    };
    assert_eq!((field.as_str(), required.as_str()), ("employees", "email"));
}

#[test]
fn missing_is_neither_true_nor_false() {
    // No country: `in` and `not =` are both unknown. The second row of the look-up needs 100.
    let decision = decide(json!({"email": "a@x.org", "employees": 100}), json!({}));
    assert_eq!(signal(&decision, "region"), None);
    assert_eq!(signal(&decision, "segment"), Some("mid"));
    // `not home` does not hold a missing region, so below 100 no row is left.
    let decision = decide(json!({"email": "a@x.org", "employees": 99}), json!({}));
    assert_eq!(signal(&decision, "segment"), None);
    let decision = decide(json!({"email": "a@x.org", "country": "DE"}), json!({}));
    assert_eq!(signal(&decision, "region"), Some("away"));
    assert_eq!(signal(&decision, "segment"), Some("rest"));
}

#[test]
fn a_range_holds_only_when_all_of_it_does() {
    let fit = |employees: &str| {
        let decision = decide(json!({"email": "a@x.org", "employees": employees}), json!({}));
        (decision.score.unwrap_or_default().fit, signal(&decision, "segment").map(str::to_owned))
    };
    assert_eq!(fit("51-200"), (0, None));
    assert_eq!(fit("101-200"), (30, Some("mid".to_owned())));
    assert_eq!(fit("1,000+"), (30, Some("large".to_owned())));
    assert_eq!(fit("999-1000"), (30, None), "it straddles both rows");
    assert_eq!(fit("<100"), (0, None));
}

#[test]
fn a_stage_with_a_person_walks_only_the_marked_steps() {
    let decision = decide(json!({"email": "a@x.org", "source": "PARTNER"}), json!({}));
    assert_eq!(owner(&decision), ("maya", "stage", "cold"));
    let claims: Vec<_> =
        decision.claims.iter().map(|claim| (&*claim.layer, &*claim.owner.id)).collect();
    assert_eq!(claims, [("partner", "cy")]);
    let whys = decision.reasons.iter().filter_map(|reason| match reason {
        Reason::Passed { why, .. } => Some(*why),
        _ => None,
    });
    assert_eq!(whys.collect::<Vec<_>>(), [PassedWhy::NotTold, PassedWhy::NoRow]);
    let anyone = Open { fact: Fact::AccountOwner, owners: OpenOwners::Anyone };
    assert_eq!(decision.open, [anyone]);
}

#[test]
fn an_owner_is_found_by_each_of_their_names() {
    let asked = |who: &str| {
        let decision = decide(json!({"email": "a@x.org"}), json!({"accountOwner": who}));
        (decision.owner.id.clone(), decision.owner.known, decision.via.layer.clone())
    };
    let by = |id: &str, known: bool| (id.to_owned(), known, "account owner".to_owned());
    assert_eq!(asked(" sam "), by("sam", true));
    assert_eq!(asked("005A"), by("sam", true));
    assert_eq!(asked("SAM@Corp.Example"), by("sam", true));
    assert_eq!(asked(" Eve X "), by("Eve X", false));
    assert_eq!(asked("  "), ("maya".to_owned(), true, "stage".to_owned()));
}

#[test]
fn the_longest_listed_domain_wins_and_of_equal_ones_the_first() {
    let by_host = |host: &str| {
        let decision = decide(json!({"email": format!("a@{host}")}), json!({}));
        (decision.owner.id.clone(), decision.via.rule.clone())
    };
    assert_eq!(by_host("acme.com"), ("cy".to_owned(), "row-1".to_owned()));
    assert_eq!(by_host("eu.acme.com"), ("cy".to_owned(), "row-1".to_owned()));
    assert_eq!(by_host("eu.mail.acme.com"), ("bo".to_owned(), "row-2".to_owned()));
    assert_eq!(by_host("notacme.com"), ("maya".to_owned(), "cold".to_owned()));
}

#[test]
fn points_decay_and_the_telling_of_now_stays_open() {
    // 30 for fit; 40 for the demo at most: 70 and grade A is hot; after a half-life 50 is warm,
    // and never cold, since fit does not decay.
    let record = json!({"email": "a@x.org", "employees": 5000, "demo": "yes", "country": "SE",
        "demo-at": "2026-01-01T00:00Z"});
    let told = json!({"accountOwner": null, "away": []});
    let decision = decide(record.clone(), told);
    assert_eq!(decision.score, Some(Score { fit: 30, intent: 40 }));
    assert_eq!((decision.stage.as_deref(), decision.grade), (Some("hot"), Some('A')));
    assert_eq!(decision.position.as_deref(), Some("working"));
    // The first matching territory row names nobody, so the route ends.
    assert_eq!(owner(&decision), ("maya", "otherwise", "otherwise"));
    assert_eq!(decision.outcome, Outcome::Fallback);
    let weights = [("sam", 2), ("bo", 1)];
    let turn = pick_by_hash("desk", &weights, b"x.org").expect("two members");
    let owners = OpenOwners::These(vec![turn.to_owned()]);
    assert_eq!(decision.open, [Open { fact: Fact::Now, owners }]);

    let later = json!({"accountOwner": null, "now": 1_768_435_200_000_i64});
    let decision = decide(record, later);
    assert_eq!(decision.score, Some(Score { fit: 30, intent: 20 }), "14 days later");
    assert_eq!(owner(&decision), (turn, "stage", "warm"));
    let points = decision.reasons.iter().find_map(|reason| match reason {
        Reason::Points { rule, points, before_decay, .. } if rule == "intent-1" => {
            Some((*points, *before_decay))
        }
        _ => None,
    });
    assert_eq!(points, Some((20, Some(40))));
    let [timer] = decision.timers.as_slice() else { panic!("{:?}", decision.timers) };
    assert_eq!((timer.within, timer.due), (172_800_000, Some(1_768_608_000_000)));
    let other = if turn == "sam" { "bo" } else { "sam" };
    let owners =
        OpenOwners::These(vec![other.min("maya").to_owned(), other.max("maya").to_owned()]);
    assert_eq!(decision.open, [Open { fact: Fact::Away, owners }]);
}

#[test]
fn an_empty_pool_falls_to_its_accountable_person() {
    let record = json!({"email": "a@gmail.com", "employees": 5000});
    let decision = decide(record, json!({"away": ["sam", "bo"], "accountOwner": null}));
    assert_eq!(decision.score, Some(Score { fit: 20, intent: 0 }));
    assert_eq!(owner(&decision), ("maya", "stage", "warm"));
    assert_eq!(decision.outcome, Outcome::Fallback);
    let took = Reason::Took {
        layer: "stage".to_owned(),
        rule: "warm".to_owned(),
        pool: Some("desk".to_owned()),
        pool_was_empty: true,
    };
    assert_eq!(decision.reasons.last(), Some(&took));
    // Below a stage's own owner every unmarked step would have claimed: the territory has no
    // role to ask for, and its `large` row at any region names cy.
    let claims: Vec<_> =
        decision.claims.iter().map(|claim| (&*claim.rule, &*claim.owner.id)).collect();
    assert_eq!(claims, [("row-2", "cy")]);
}

#[test]
fn a_role_is_answered_by_its_column_and_steps_below_claim() {
    let record = json!({"email": "a@x.org", "employees": 200, "country": "NO", "demo": true,
        "source": "partner"});
    let decision = decide(record, json!({"accountOwner": null}));
    assert_eq!(decision.stage.as_deref(), Some("hot"));
    assert_eq!(owner(&decision), ("cy", "partner", "partner"));
    let [claim] = decision.claims.as_slice() else { panic!("{:?}", decision.claims) };
    let weights = [("sam", 2), ("bo", 1)];
    let turn = pick_by_hash("desk", &weights, b"x.org").expect("two members");
    assert_eq!((&*claim.layer, &*claim.rule, &*claim.owner.id), ("territory", "row-3", turn));
    assert!(decision.open.is_empty(), "the pool did not win, and no line knows since when");
}

#[test]
fn a_fact_told_as_nobody_is_told() {
    assert_eq!(
        facts_from_json(&json!({"accountOwner": null})).account_owner,
        Some(OwnerFact::Nobody)
    );
    assert_eq!(facts_from_json(&json!({})).account_owner, None);
}
