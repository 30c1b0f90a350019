//! A decision as JSON, written down a second time from the description of decision bytes.

use super::decision::{Decision, OpenOwners, Owner, Reason};
use pointperson::decide::{self, Fact, Facts};
use pointperson::{Program, Record};
use serde_json::{Map, Value as Json, json};

/// The bytes of what the engine decides.
pub fn decided_text(program: &Program, record: &Record, facts: &Facts) -> String {
    let decision = decide::decide(program, record, facts);
    let bytes = decide::decision_bytes(program, &decision, facts);
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// What the engine decides, read from its bytes.
pub fn decided(program: &Program, record: &Record, facts: &Facts) -> Json {
    serde_json::from_str(&decided_text(program, record, facts)).expect("decision bytes are JSON")
}

/// The decision bytes, as the description says they must be.
pub fn decision_text(decision: &Decision) -> String {
    canonical(&decision_json(decision))
}

/// The decision as JSON, keys in any order, absent parts left out.
pub fn decision_json(decision: &Decision) -> Json {
    let mut json = Map::new();
    let mut put = |key: &str, value: Json| {
        if !value.is_null() {
            json.insert(key.to_owned(), value);
        }
    };
    let claims = decision
        .claims
        .iter()
        .map(|claim| json!({"layer": claim.layer, "owner": claim.owner.id, "rule": claim.rule}));
    put("claims", claims.collect());
    put("final", json!(decision.open.is_empty()));
    put("grade", decision.grade.map_or(Json::Null, |letter| json!(letter.to_string())));
    let open = decision.open.iter().map(|open| {
        let owners = match &open.owners {
            OpenOwners::Anyone => json!("anyone"),
            OpenOwners::These(ids) => json!(ids),
        };
        json!({"fact": fact_name(open.fact), "owners": owners})
    });
    put("open", open.collect());
    put("outcome", json!(decision.outcome.name()));
    put("owner", owner_json(&decision.owner));
    let policy = &decision.policy;
    put("policy", json!({"hash": policy.hash, "id": policy.id, "version": policy.version}));
    put("position", json!(decision.position));
    put("reasons", decision.reasons.iter().map(reason_json).collect());
    let score = decision.score.map_or(Json::Null, |score| {
        json!({"fit": score.fit, "intent": score.intent, "total": score.fit + score.intent})
    });
    put("score", score);
    let signals = decision.signals.iter().map(|(name, value)| (name.clone(), json!(value)));
    put("signals", Json::Object(signals.collect()));
    put("stage", json!(decision.stage));
    let timers = decision.timers.iter().map(|timer| {
        let mut json = json!({"timer": timer.kind.name(), "within": timer.within});
        if let Some(due) = timer.due {
            json["due"] = json!(due);
        }
        json
    });
    put("timers", timers.collect());
    put("via", json!({"layer": decision.via.layer, "rule": decision.via.rule}));
    Json::Object(json)
}

fn fact_name(fact: Fact) -> &'static str {
    match fact {
        Fact::Now => "now",
        Fact::AccountOwner => "accountOwner",
        Fact::CurrentOwner => "currentOwner",
        Fact::Away => "away",
    }
}

fn owner_json(owner: &Owner) -> Json {
    if owner.known { json!({"id": owner.id}) } else { json!({"id": owner.id, "known": false}) }
}

fn reason_json(reason: &Reason) -> Json {
    match reason {
        Reason::Field { field, why } => {
            json!({"about": "field", "field": field, "why": why.code()})
        }
        Reason::Required { field } => json!({"about": "required", "field": field}),
        Reason::Derived { name, rule } => json!({"about": "derived", "name": name, "rule": rule}),
        Reason::Points { axis, rule, points, before_decay } => {
            let mut json = json!({"about": axis.name(), "points": points, "rule": rule});
            if let Some(before) = before_decay {
                json["beforeDecay"] = json!(before);
            }
            json
        }
        Reason::Grade { grade, of, value } => {
            json!({"about": "grade", "grade": grade.to_string(), "of": of.name(), "value": value})
        }
        Reason::Stage { stage } => json!({"about": "stage", "stage": stage}),
        Reason::Passed { layer, why } => {
            json!({"about": "passed", "layer": layer, "why": why.code()})
        }
        Reason::Took { layer, rule, pool, pool_was_empty } => {
            let mut json = json!({"about": "owner", "layer": layer, "rule": rule});
            if let Some(pool) = pool {
                json["pool"] = json!(pool);
            }
            if *pool_was_empty {
                json["poolWasEmpty"] = json!(true);
            }
            json
        }
    }
}

/// RFC 8785 for what decisions hold: strings, integers, booleans, lists and objects. Keys are
/// sorted by their UTF-16 units; serde_json escapes strings as the RFC asks.
pub fn canonical(json: &Json) -> String {
    match json {
        Json::Object(object) => {
            let mut keys: Vec<&String> = object.keys().collect();
            keys.sort_by_key(|key| key.encode_utf16().collect::<Vec<u16>>());
            let part = |key: &&String| {
                format!("{}:{}", Json::String((*key).clone()), canonical(&object[key.as_str()]))
            };
            format!("{{{}}}", keys.iter().map(part).collect::<Vec<_>>().join(","))
        }
        Json::Array(list) => {
            format!("[{}]", list.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}
