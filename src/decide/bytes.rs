//! Decision bytes: the canonical JSON that is compared, hashed and stored.
//!
//! They hold ids and codes, no names and no sentences, so they are equal for every profile.

use super::{Claim, Decision, Json, Open, OpenOwners, Reason, Timer};

/// The decision as RFC 8785 JSON. Absent parts are left out; lists are there even when empty.
pub fn decision_bytes(decision: &Decision) -> Vec<u8> {
    decision_json(decision).to_bytes()
}

fn decision_json(decision: &Decision) -> Json {
    let owner = Json::object([("id", Json::text(&*decision.owner.id))])
        .with_some("known", (!decision.owner.known).then_some(Json::Flag(false)));
    let via = Json::object([
        ("layer", Json::text(&*decision.via.layer)),
        ("rule", Json::text(&*decision.via.rule)),
    ]);
    let signals = decision.signals.iter();
    let signals = signals.map(|(name, value)| (name.clone(), Json::text(&**value))).collect();
    let policy = Json::object([
        ("hash", Json::text(&*decision.policy.hash)),
        ("id", Json::text(&*decision.policy.id)),
        ("version", Json::Integer(i64::try_from(decision.policy.version).unwrap_or(i64::MAX))),
    ]);
    let score = decision.score.map(|score| {
        Json::object([
            ("fit", Json::Integer(score.fit)),
            ("intent", Json::Integer(score.intent)),
            ("total", Json::Integer(score.total())),
        ])
    });
    Json::object([
        ("outcome", Json::text(decision.outcome.name())),
        ("owner", owner),
        ("via", via),
        ("claims", Json::List(decision.claims.iter().map(claim).collect())),
        ("signals", Json::Object(signals)),
        ("timers", Json::List(decision.timers.iter().map(timer).collect())),
        ("final", Json::Flag(decision.is_final())),
        ("open", Json::List(decision.open.iter().map(open).collect())),
        ("reasons", Json::List(decision.reasons.iter().map(reason).collect())),
        ("policy", policy),
    ])
    .with_some("stage", decision.stage.as_deref().map(Json::text))
    .with_some("position", decision.position.as_deref().map(Json::text))
    .with_some("grade", decision.grade.map(letter))
    .with_some("score", score)
}

fn letter(letter: char) -> Json {
    Json::Text(letter.into())
}

fn claim(claim: &Claim) -> Json {
    Json::object([
        ("layer", Json::text(&*claim.layer)),
        ("rule", Json::text(&*claim.rule)),
        ("owner", Json::text(&*claim.owner.id)),
    ])
}

fn timer(timer: &Timer) -> Json {
    Json::object([
        ("timer", Json::text(timer.kind.name())),
        ("within", Json::Integer(timer.within)),
    ])
    .with_some("due", timer.due.map(Json::Integer))
}

fn open(open: &Open) -> Json {
    let owners = match &open.owners {
        OpenOwners::Anyone => Json::text("anyone"),
        OpenOwners::These(ids) => Json::List(ids.iter().map(|id| Json::text(&**id)).collect()),
    };
    Json::object([("fact", Json::text(open.fact.name())), ("owners", owners)])
}

fn reason(reason: &Reason) -> Json {
    let about = |what: &str| Json::object([("about", Json::text(what))]);
    match reason {
        Reason::Field { field, why } => {
            about("field").with("field", Json::text(&**field)).with("why", Json::text(why.code()))
        }
        Reason::Required { field } => about("required").with("field", Json::text(&**field)),
        Reason::Derived { name, rule } => {
            about("derived").with("name", Json::text(&**name)).with("rule", Json::text(&**rule))
        }
        Reason::Points { axis, rule, points, before_decay } => about(axis.name())
            .with("rule", Json::text(&**rule))
            .with("points", Json::Integer(*points))
            .with_some("beforeDecay", before_decay.map(Json::Integer)),
        Reason::Grade { grade, of, value } => about("grade")
            .with("grade", letter(*grade))
            .with("of", Json::text(of.name()))
            .with("value", Json::Integer(*value)),
        Reason::Stage { stage } => about("stage").with("stage", Json::text(&**stage)),
        Reason::Passed { layer, why } => {
            about("passed").with("layer", Json::text(&**layer)).with("why", Json::text(why.code()))
        }
        Reason::Took { layer, rule, pool, pool_was_empty } => about("owner")
            .with("layer", Json::text(&**layer))
            .with("rule", Json::text(&**rule))
            .with_some("pool", pool.as_deref().map(Json::text))
            .with_some("poolWasEmpty", pool_was_empty.then_some(Json::Flag(true))),
    }
}
