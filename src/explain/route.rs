//! The lines about the owner: who, why nobody above, who else below, what could still change it.

use super::speaker::Speaker;
use super::{Line, required};
use crate::artifact::{Answer, Cut, Form, Sentence, Step, StepIndex, TableIndex};
use crate::decide::{
    Decision, Fact, Matcher, OpenOwners, Outcome, PassedWhy, Via, pool_id, rule_name,
};
use crate::record::{Value, Why};

/// Who owns the record and why.
pub(super) fn owner(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    let (program, via) = (speaker.program, decision.via);
    let (id, name) = (speaker.owner_id(decision.owner), speaker.owner(decision.owner));
    let rule = via.rule(program);
    let ids = [id, via.layer(program), &rule];
    let say = |sentence, parts: &[&str]| speaker.line(sentence, &ids, parts);
    lines.push(match via {
        _ if decision.outcome == Outcome::Refused => say(Sentence::OwnerRefused, &[name]),
        Via::Step(step, _) => {
            let (sentence, more) = by_step(speaker, step, &rule);
            let more = more.iter().map(String::as_str);
            let parts: Vec<_> = [name, via.layer(program)].into_iter().chain(more).collect();
            say(sentence, &parts)
        }
        Via::Stage(_) => say(Sentence::OwnerByStage, &[name, &rule]),
        Via::Otherwise => say(Sentence::OwnerByOtherwise, &[name]),
    });
    required(speaker, decision, lines);
    if let Some(turn) = decision.turn {
        let sentence = if turn.was_empty { Sentence::PoolWasEmpty } else { Sentence::TurnInPool };
        let pool = pool_id(program, turn.pool);
        lines.push(speaker.line(sentence, &[id, pool], &[name, pool]));
    }
}

/// How a step came to its owner, and the parts of the sentence behind the owner and the layer.
fn by_step(speaker: &Speaker<'_>, index: StepIndex, rule: &str) -> (Sentence, Vec<String>) {
    let step = speaker.program.steps.get(index.at());
    let guard = step.and_then(|step| step.guard);
    let guard = guard.and_then(|guard| speaker.tests_that_matched(guard));
    match step.map(|step| &step.answer) {
        Some(Answer::Ask { current, .. }) => {
            let told = speaker.facts.owner_named(Fact::asked(*current));
            (Sentence::OwnerByFact, vec![told.to_owned()])
        }
        Some(Answer::Table { table, .. }) => {
            let row = speaker.tests_that_matched(*table);
            let tests: Vec<_> = guard.into_iter().chain(row).collect();
            (Sentence::OwnerByRow, vec![rule.to_owned(), speaker.all_of(&tests)])
        }
        Some(Answer::Target(_)) | None => match guard {
            Some(tests) => (Sentence::OwnerByCondition, vec![tests]),
            None => (Sentence::OwnerByStep, Vec::new()),
        },
    }
}

/// Why each step above the winner did not take the record.
pub(super) fn passed(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for passed in &decision.passed {
        if let Some(step) = speaker.program.steps.get(passed.step.at()) {
            lines.push(passed_step(speaker, step, passed.why));
        }
    }
}

fn passed_step(speaker: &Speaker<'_>, step: &Step, why: PassedWhy) -> Line {
    let layer = step.layer.as_str();
    let ids = [layer, why.code()];
    let say = |sentence, parts: &[&str]| speaker.line(sentence, &ids, parts);
    match (why, &step.answer, step.guard) {
        (PassedWhy::ConditionNotMet, _, Some(guard)) => {
            say(Sentence::PassedCondition, &[layer, &speaker.missed_by_rule(guard, 0)])
        }
        (PassedWhy::NoRow, Answer::Table { table, names, .. }, _) => {
            if let Some((sentence, part)) = no_account(speaker, *table) {
                return say(sentence, &[layer, &part]);
            }
            match speaker.closest_rule(*table) {
                Some(closest) => {
                    let row = rule_name(names, closest.rule);
                    say(Sentence::PassedTable, &[layer, &row, &closest.missed])
                }
                None => {
                    let asks = speaker.say(Sentence::AsksTooMuch, &[]);
                    say(Sentence::PassedCondition, &[layer, &asks])
                }
            }
        }
        (PassedWhy::NoOwnerInRow, Answer::Table { table, names, .. }, _) => {
            let layout = speaker.program.tables.get(table.at());
            let row = layout.and_then(|table| table.first_rule(speaker.atoms));
            let row = row.map_or("".into(), |row| rule_name(names, row));
            say(Sentence::PassedNoOwnerInRow, &[layer, &row])
        }
        (_, Answer::Ask { current, .. }, _) => {
            let fact = Fact::asked(*current);
            let name = fact.name();
            match why {
                PassedWhy::NotTold => say(Sentence::PassedNotTold, &[layer, name]),
                PassedWhy::UnknownOwner => {
                    let told = speaker.facts.owner_named(fact);
                    say(Sentence::PassedUnknownOwner, &[layer, name, told])
                }
                PassedWhy::ConditionNotMet
                | PassedWhy::NoRow
                | PassedWhy::NoOwnerInRow
                | PassedWhy::NoOwner => say(Sentence::PassedNoOwner, &[layer, name]),
            }
        }
        _ => say(Sentence::PassedCondition, &[layer, ""]),
    }
}

/// An account list is told by the domain, not by its closest row.
fn no_account(speaker: &Speaker<'_>, table: TableIndex) -> Option<(Sentence, String)> {
    let Form::Direct { column, .. } = &speaker.program.tables.get(table.at())?.form else {
        return None;
    };
    let column = speaker.program.columns.get(column.at())?;
    let (Cut::Account(_), crate::artifact::Subject::Field(field)) = (&column.cut, column.subject)
    else {
        return None;
    };
    Some(match speaker.record.value(field) {
        Value::Text(domain) => (Sentence::PassedAccounts, domain.clone()),
        Value::Missing(_) | Value::Number(_) | Value::Flag(_) => {
            (Sentence::PassedAccountsMissing, speaker.why(Why::NotGiven))
        }
    })
}

/// Which lower steps would take the record too.
pub(super) fn claims(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for claim in &decision.claims {
        let (id, name) = (speaker.owner_id(claim.owner), speaker.owner(claim.owner));
        let (layer, rule) = (claim.via.layer(speaker.program), claim.via.rule(speaker.program));
        let ids = [id, layer, &*rule];
        lines.push(if layer == rule {
            speaker.line(Sentence::Claim, &ids, &[layer, name])
        } else {
            speaker.line(Sentence::ClaimByRow, &ids, &[layer, &rule, name])
        });
    }
}

/// Which tellings could change the owner.
pub(super) fn open(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for open in &decision.open {
        let fact = open.fact.name();
        lines.push(match &open.owners {
            OpenOwners::Anyone => speaker.line(Sentence::OpenToAnyone, &[fact], &[fact]),
            OpenOwners::These(owners) => {
                let names: Vec<_> =
                    owners.iter().map(|owner| speaker.owner(*owner).to_owned()).collect();
                let ids = owners.iter().map(|owner| speaker.owner_id(*owner));
                let ids: Vec<_> = [fact].into_iter().chain(ids).collect();
                speaker.line(Sentence::OpenTo, &ids, &[fact, &speaker.one_of(&names)])
            }
        });
    }
}
