//! Decision bytes: the canonical JSON that is compared, hashed and stored.
//!
//! They hold ids and codes, no names and no sentences, so they are equal for every profile. Keys
//! are written in ascending order.

use super::names::{field_id, layer, pool_id, stage_id, stamp};
use super::{Decision, Facts, Json, OpenOwners, Owner, Passed, Signal, Unusable, Via, sorted};
use crate::artifact::Program;

/// The decision that `program` made with `facts`, as RFC 8785 JSON. Absent parts are left out;
/// lists are there even when empty.
pub fn decision_bytes(program: &Program, decision: &Decision, facts: &Facts) -> Vec<u8> {
    Json::bytes(|json| Writer { program, decision, facts }.decision(json))
}

struct Writer<'a> {
    program: &'a Program,
    decision: &'a Decision,
    facts: &'a Facts,
}

impl Writer<'_> {
    fn decision(&self, json: &mut Json) {
        let Writer { program, decision, .. } = *self;
        let stage = decision.stage.and_then(|stage| program.stages.get(stage.at()));
        json.object(|json| {
            self.claims(json.key("claims"));
            json.key("final").flag(decision.is_final());
            if let Some(grade) = decision.grade {
                json.key("grade").letter(grade.letter);
            }
            self.open(json.key("open"));
            json.key("outcome").text(decision.outcome.name());
            json.key("owner").object(|json| {
                json.key("id").text(self.owner_id(decision.owner));
                if !decision.owner.is_known() {
                    json.key("known").flag(false);
                }
            });
            self.policy(json.key("policy"));
            if let Some(position) = stage.and_then(|stage| stage.position.as_ref()) {
                json.key("position").text(position);
            }
            json.key("reasons").list(|json| self.reasons(json));
            if let Some(score) = decision.score {
                json.key("score").object(|json| {
                    json.key("fit").integer(score.fit);
                    json.key("intent").integer(score.intent);
                    json.key("total").integer(score.total());
                });
            }
            self.signals(json.key("signals"));
            if let Some(stage) = stage {
                json.key("stage").text(&stage.id);
            }
            self.timers(json.key("timers"));
            json.key("via").object(|json| {
                json.key("layer").text(decision.via.layer(program));
                self.rule(json, decision.via);
            });
        });
    }

    #[inline(never)]
    fn owner_id(&self, owner: Owner) -> &str {
        owner.id(self.program, self.facts)
    }

    #[inline(never)]
    fn rule(&self, json: &mut Json, via: Via) {
        json.key("rule").text(&via.rule(self.program));
    }

    fn claims(&self, json: &mut Json) {
        json.list(|json| {
            for claim in &self.decision.claims {
                json.item().object(|json| {
                    json.key("layer").text(claim.via.layer(self.program));
                    json.key("owner").text(self.owner_id(claim.owner));
                    self.rule(json, claim.via);
                });
            }
        });
    }

    fn open(&self, json: &mut Json) {
        json.list(|json| {
            for open in &self.decision.open {
                json.item().object(|json| {
                    json.key("fact").text(open.fact.name());
                    let json = json.key("owners");
                    match &open.owners {
                        OpenOwners::Anyone => json.text("anyone"),
                        OpenOwners::These(owners) => {
                            json.texts(owners.iter().map(|owner| self.owner_id(*owner)));
                        }
                    }
                });
            }
        });
    }

    fn policy(&self, json: &mut Json) {
        let stamp = stamp(self.program);
        json.object(|json| {
            json.key("hash").text(&stamp.hash);
            json.key("id").text(&stamp.id);
            json.key("version").integer(i64::try_from(stamp.version).unwrap_or(i64::MAX));
        });
    }

    fn signals(&self, json: &mut Json) {
        let name = |signal: &Signal| signal.name(self.program);
        let mut signals = Vec::new();
        for signal in &self.decision.signals {
            sorted::insert_once(&mut signals, *signal, name);
        }
        json.object(|json| {
            for signal in &signals {
                json.key(name(signal)).text(signal.value(self.program));
            }
        });
    }

    fn timers(&self, json: &mut Json) {
        json.list(|json| {
            for timer in &self.decision.timers {
                json.item().object(|json| {
                    if let Some(due) = timer.due {
                        json.key("due").integer(due);
                    }
                    json.key("timer").text(timer.kind.name());
                    json.key("within").integer(timer.within);
                });
            }
        });
    }

    /// Every reason in the order of evaluation. Those about an axis add up to it exactly.
    fn reasons(&self, json: &mut Json) {
        let Writer { program, decision, .. } = *self;
        for Unusable { field, why } in &decision.unusable {
            reason(json, "field", |json| {
                json.key("field").text(field_id(program, *field));
                json.key("why").text(why.code());
            });
        }
        for field in &decision.required {
            reason(json, "required", |json| json.key("field").text(field_id(program, *field)));
        }
        for signal in &decision.signals {
            reason(json, "derived", |json| {
                json.key("name").text(signal.name(program));
                json.key("rule").text(&signal.rule(program));
            });
        }
        for points in &decision.points {
            reason(json, points.axis.name(), |json| {
                if points.counted != points.written {
                    json.key("beforeDecay").integer(points.written);
                }
                json.key("points").integer(points.counted);
                json.key("rule").text(&points.rule(program));
            });
        }
        if let Some(grade) = decision.grade {
            reason(json, "grade", |json| {
                json.key("grade").letter(grade.letter);
                json.key("of").text(grade.of.name());
                json.key("value").integer(grade.value);
            });
        }
        if let Some(stage) = decision.stage {
            reason(json, "stage", |json| json.key("stage").text(stage_id(program, stage)));
        }
        for Passed { step, why } in &decision.passed {
            reason(json, "passed", |json| {
                json.key("layer").text(layer(program, *step));
                json.key("why").text(why.code());
            });
        }
        reason(json, "owner", |json| {
            json.key("layer").text(decision.via.layer(program));
            if let Some(turn) = decision.turn {
                json.key("pool").text(pool_id(program, turn.pool));
                if turn.was_empty {
                    json.key("poolWasEmpty").flag(true);
                }
            }
            self.rule(json, decision.via);
        });
    }
}

/// A reason: what it is about, and `more`, whose keys all come later in the order.
fn reason(json: &mut Json, about: &str, more: impl FnOnce(&mut Json)) {
    json.item().object(|json| {
        json.key("about").text(about);
        more(json);
    });
}
