//! The lines about the owner: who, why nobody above, who else below, what could still change it.

use super::speaker::Speaker;
use super::{Line, required};
use crate::artifact::{Answer, Cut, Form, Sentence, Step, TableIndex};
use crate::decide::{
    Decision, Fact, Matcher, OTHERWISE_LAYER, OpenOwners, Outcome, OwnerFact, PassedWhy, Reason,
    rule_name,
};
use crate::record::{Value, Why};

/// Who owns the record and why.
pub(super) fn owner(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    let name = speaker.owner(&decision.owner);
    let via = &decision.via;
    let ids = [decision.owner.id.as_str(), via.layer.as_str(), via.rule.as_str()];
    let say = |sentence, parts: &[&str]| speaker.line(sentence, &ids, parts);
    let step = speaker.program.steps.iter().find(|step| step.layer == via.layer);
    lines.push(match (decision.outcome, step) {
        (Outcome::Refused, _) => say(Sentence::OwnerRefused, &[&name]),
        (Outcome::Assigned | Outcome::Fallback, Some(step)) => {
            let (sentence, parts) = by_step(speaker, step, &name, &via.rule);
            let parts: Vec<_> = parts.iter().map(String::as_str).collect();
            say(sentence, &parts)
        }
        // No step is called like these two; `check` reserves the words.
        _ if via.layer == OTHERWISE_LAYER => say(Sentence::OwnerByOtherwise, &[&name]),
        _ => say(Sentence::OwnerByStage, &[&name, &via.rule]),
    });
    required(speaker, decision, lines);
    for reason in &decision.reasons {
        if let Reason::Took { pool: Some(pool), pool_was_empty, .. } = reason {
            let sentence =
                if *pool_was_empty { Sentence::PoolWasEmpty } else { Sentence::TurnInPool };
            lines.push(speaker.line(sentence, &[&decision.owner.id, pool], &[&name, pool]));
        }
    }
}

fn by_step(speaker: &Speaker<'_>, step: &Step, name: &str, rule: &str) -> (Sentence, Vec<String>) {
    let base = || vec![name.to_owned(), step.layer.clone()];
    let guard = step.guard.and_then(|guard| speaker.tests_that_matched(guard));
    match &step.answer {
        Answer::Ask { current, .. } => {
            let parts = base().into_iter().chain([told(speaker, *current)]);
            (Sentence::OwnerByFact, parts.collect())
        }
        Answer::Table { table, .. } => {
            let row = speaker.tests_that_matched(*table);
            let tests: Vec<_> = guard.into_iter().chain(row).collect();
            let parts = base().into_iter().chain([rule.to_owned(), speaker.all_of(&tests)]);
            (Sentence::OwnerByRow, parts.collect())
        }
        Answer::Target(_) => match guard {
            Some(tests) => {
                (Sentence::OwnerByCondition, base().into_iter().chain([tests]).collect())
            }
            None => (Sentence::OwnerByStep, base()),
        },
    }
}

fn fact(current: bool) -> Fact {
    if current { Fact::CurrentOwner } else { Fact::AccountOwner }
}

/// What the caller told about an owner.
fn told(speaker: &Speaker<'_>, current: bool) -> String {
    let fact = if current { &speaker.facts.current_owner } else { &speaker.facts.account_owner };
    match fact {
        Some(OwnerFact::Somebody(somebody)) => somebody.trim_ascii().to_owned(),
        Some(OwnerFact::Nobody) | None => String::new(),
    }
}

/// Why each step above the winner did not take the record.
pub(super) fn passed(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for reason in &decision.reasons {
        let Reason::Passed { layer, why } = reason else { continue };
        if let Some(step) = speaker.program.steps.iter().find(|step| step.layer == *layer) {
            lines.push(passed_step(speaker, step, *why));
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
            let row = row.map_or_else(String::new, |row| rule_name(names, row));
            say(Sentence::PassedNoOwnerInRow, &[layer, &row])
        }
        (_, Answer::Ask { current, .. }, _) => {
            let name = fact(*current).name();
            match why {
                PassedWhy::NotTold => say(Sentence::PassedNotTold, &[layer, name]),
                PassedWhy::UnknownOwner => {
                    say(Sentence::PassedUnknownOwner, &[layer, name, &told(speaker, *current)])
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
        let name = speaker.owner(&claim.owner);
        let ids = [claim.owner.id.as_str(), claim.layer.as_str(), claim.rule.as_str()];
        let (layer, rule) = (claim.layer.as_str(), claim.rule.as_str());
        lines.push(if layer == rule {
            speaker.line(Sentence::Claim, &ids, &[layer, &name])
        } else {
            speaker.line(Sentence::ClaimByRow, &ids, &[layer, rule, &name])
        });
    }
}

/// Which tellings could change the owner.
pub(super) fn open(speaker: &Speaker<'_>, decision: &Decision, lines: &mut Vec<Line>) {
    for open in &decision.open {
        let name = open.fact.name();
        lines.push(match &open.owners {
            OpenOwners::Anyone => speaker.line(Sentence::OpenToAnyone, &[name], &[name]),
            OpenOwners::These(owners) => {
                let names: Vec<_> = owners.iter().map(|id| speaker.name_of(id)).collect();
                let ids: Vec<_> =
                    [name].into_iter().chain(owners.iter().map(String::as_str)).collect();
                speaker.line(Sentence::OpenTo, &ids, &[name, &speaker.one_of(&names)])
            }
        });
    }
}
