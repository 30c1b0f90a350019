//! How many boxes a formula can become: an upper bound, worked out before anything is lowered, so
//! that `boxes` and `compile` cannot fail.

use super::limits::{BOXES_MAX, LIST_MAX};
use super::model::{Admits, Answer, Formula, Model, Predicate, Rules, Step, Subject};
use crate::diagnostic::{Code, Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The most boxes of the set where a formula is true, and of the set where it is false.
pub(super) fn alternatives(formula: &Formula) -> (usize, usize) {
    match formula {
        Formula::Always => (1, 1),
        Formula::Not(inner) => {
            let (yes, no) = alternatives(inner);
            (no, yes)
        }
        Formula::And(list) => {
            let sizes = list.iter().map(alternatives);
            sizes.fold((1, 0), |(yes, no), (y, n)| (yes.saturating_mul(y), no.saturating_add(n)))
        }
        Formula::Or(list) => {
            let sizes = list.iter().map(alternatives);
            sizes.fold((0, 1), |(yes, no), (y, n)| (yes.saturating_add(y), no.saturating_mul(n)))
        }
        Formula::Test(_, Predicate::Numbers(intervals)) => {
            (intervals.len(), intervals.len().saturating_add(1))
        }
        Formula::Test(..) => (1, 1),
    }
}

/// Lists of rules whose boxes would not fit one table, and fields compared with more values than a
/// column can tell apart.
pub(super) fn whole(model: &Model, span: Span, diagnostics: &mut Vec<Diagnostic>) {
    let boxes = |formulas: &mut dyn Iterator<Item = &Formula>| {
        formulas.map(|formula| alternatives(formula).0).fold(0, usize::saturating_add)
    };
    let mut lists = vec![
        ("score", boxes(&mut model.lines.iter().map(|line| &line.when))),
        ("stages", boxes(&mut model.stages.iter().map(|stage| &stage.enter))),
    ];
    for derived in &model.derived {
        if let Admits::Formulas(formulas) = &derived.rules.admits {
            lists.push((&derived.id, boxes(&mut formulas.iter())));
        }
    }
    for (what, found) in lists.into_iter().filter(|(_, found)| *found > BOXES_MAX) {
        let message = format!(
            "the rules of `{what}` have {found} alternatives, at most {BOXES_MAX} are compiled"
        );
        diagnostics.push(Diagnostic::new(Code::TooLarge, span, message));
    }
    let counts = [("decision tables", tables(model)), ("columns to look at", columns(model))];
    for (what, found) in counts.into_iter().filter(|(_, found)| *found > LIST_MAX) {
        let message = format!("the policy needs {found} {what}, at most {LIST_MAX} are compiled");
        diagnostics.push(Diagnostic::new(Code::TooLarge, span, message));
    }
    let values = Values::of(model);
    for (subject, texts) in values.of_subject.iter().filter(|(_, texts)| texts.len() > LIST_MAX) {
        let message = format!(
            "`{}` is compared with {} values, at most {LIST_MAX} are compiled",
            name(model, *subject),
            texts.len()
        );
        diagnostics.push(Diagnostic::new(Code::TooLarge, span, message));
    }
}

/// How many tables the policy becomes.
fn tables(model: &Model) -> usize {
    let of_step = |step: &Step| {
        usize::from(step.guard.is_some()) + usize::from(matches!(step.answer, Answer::Table { .. }))
    };
    // The score and the stages have one each.
    model.derived.len() + 2 + model.steps.iter().map(of_step).sum::<usize>()
}

/// How many columns the policy becomes, at most: every text that something `contains` has one of
/// its own, and a subject is looked at in few other ways.
fn columns(model: &Model) -> usize {
    let values = Values::of(model);
    let of_subject = |values: &BTreeSet<Value<'_>>| {
        let parts = values.iter().filter(|value| matches!(value, Value::Part(_)));
        parts.count() + OTHER_SIGHTS
    };
    values.of_subject.values().map(of_subject).sum()
}

/// The ways to look at a subject that are not `contains`: see the views of `boxes`.
const OTHER_SIGHTS: usize = 8;

fn name(model: &Model, subject: Subject) -> &str {
    let name = match subject {
        Subject::Field(field) => model.labels.get(usize::from(field.0)),
        Subject::Derived(position) => model.derived.get(position).map(|derived| &derived.id),
        Subject::Fit | Subject::Intent | Subject::Total | Subject::Grade | Subject::Stage => None,
    };
    name.map_or("the score", String::as_str)
}

/// Where rules cut each subject, each place once.
#[derive(Default)]
struct Values<'a> {
    of_subject: BTreeMap<Subject, BTreeSet<Value<'a>>>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    Text(&'a str),
    Start(&'a str),
    End(&'a str),
    Part(&'a str),
    Number(i64),
}

impl<'a> Values<'a> {
    fn of(model: &'a Model) -> Self {
        let mut values = Values::default();
        model.derived.iter().for_each(|derived| values.rules(&derived.rules));
        model.lines.iter().for_each(|line| values.formula(&line.when));
        model.stages.iter().for_each(|stage| values.formula(&stage.enter));
        for step in &model.steps {
            step.guard.iter().for_each(|guard| values.formula(guard));
            if let Answer::Table { rules, .. } = &step.answer {
                values.rules(rules);
            }
        }
        values
    }

    fn rules(&mut self, rules: &'a Rules) {
        match &rules.admits {
            Admits::Formulas(formulas) => formulas.iter().for_each(|it| self.formula(it)),
            Admits::Accounts { field, domains } => {
                let values = self.of_subject.entry(Subject::Field(*field)).or_default();
                values.extend(domains.iter().flatten().map(|domain| Value::Text(domain)));
            }
        }
    }

    fn formula(&mut self, formula: &'a Formula) {
        match formula {
            Formula::Always => {}
            Formula::And(list) | Formula::Or(list) => list.iter().for_each(|it| self.formula(it)),
            Formula::Not(inner) => self.formula(inner),
            Formula::Test(subject, predicate) => {
                let values = self.of_subject.entry(*subject).or_default();
                match predicate {
                    Predicate::Texts(texts) => {
                        values.extend(texts.iter().map(|text| Value::Text(text)));
                    }
                    Predicate::StartsWith(text) => drop(values.insert(Value::Start(text))),
                    Predicate::EndsWith(text) => drop(values.insert(Value::End(text))),
                    Predicate::Contains(text) => drop(values.insert(Value::Part(text))),
                    Predicate::Numbers(intervals) => {
                        // An interval begins at one number and has ended at another.
                        let cuts =
                            intervals.iter().flat_map(|(low, high)| [*low, high.saturating_add(1)]);
                        values.extend(cuts.map(Value::Number));
                    }
                    Predicate::Missing
                    | Predicate::Known
                    | Predicate::Flag(_)
                    | Predicate::FreeMail
                    | Predicate::Values(_) => {}
                }
            }
        }
    }
}
