//! `route:`.

use super::Reader;
use super::keys::{OTHERWISE, STEP};
use super::score::head_of;
use super::shape::Found;
use super::tables::Sort;
use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::policy::document::{Data, Entry, Node};
use crate::policy::yaml::is_printable;
use crate::policy::{Answer, Step, UnknownOwner};

/// The most characters of a layer's name.
const LAYER_CHARACTERS_MAX: usize = 64;

/// The words for what an owner outside `people` means.
pub(in crate::policy) const UNKNOWN_OWNERS: &[(&str, UnknownOwner)] =
    &[("pass", UnknownOwner::Pass), ("keep", UnknownOwner::Keep)];

/// The keys a step answers by.
const ANSWERS: &[&str] = &["ask", "table", "owner", "pool"];

/// Keys that belong to an answer.
const BELONGINGS: &[(&str, &str)] =
    &[("unknown owner", "ask"), ("match", "table"), ("empty", "table")];

impl Reader<'_> {
    pub(super) fn route(&mut self, entry: &Entry) -> (Vec<Step>, Option<Spanned<String>>) {
        let mut steps = Vec::new();
        let mut otherwise: Option<(Spanned<String>, &Node)> = None;
        let items = self.items(entry, "`route`");
        for item in items {
            if let Some((_, last)) = &otherwise {
                let message = "this stands below `otherwise` and is never reached";
                let found = Diagnostic::new(Code::StepNeverReached, head_of(item), message)
                    .label(head_of(last), "`otherwise` takes everything");
                self.report(found.help("move it above `otherwise`, or remove it"));
            }
            if is_otherwise(item) {
                let Some(found) = self.map(item, head_of(item), &OTHERWISE) else { continue };
                let person = self.needed_text(&found, "otherwise");
                otherwise.get_or_insert((person, item));
            } else {
                steps.extend(self.step(item));
            }
        }
        // A route of the wrong shape has been reported and says nothing about its end.
        let readable = matches!(entry.value.data, Data::List(_)) || entry.value.is_nothing();
        if otherwise.is_none() && readable {
            let message = "the route does not end with `otherwise`";
            self.report(
                Diagnostic::new(Code::NoOtherwise, entry.key_span, message)
                    .note("every record needs an owner, also one that no step takes")
                    .help("end the route with `- otherwise: <person>`"),
            );
        }
        (steps, otherwise.map(|(person, _)| person))
    }

    fn step(&mut self, item: &Node) -> Option<Step> {
        let found = self.map(item, head_of(item), &STEP)?;
        let layer = self.needed_text(&found, "layer");
        let length = layer.value.chars().count();
        if length > LAYER_CHARACTERS_MAX || !layer.value.chars().all(is_printable) {
            let message = "the name of a layer is 1 to 64 printable characters";
            self.report(Diagnostic::new(Code::ValueNotUnderstood, layer.span, message));
        }
        let any_stage = self.yes_at(&found, "any stage");
        let when = self.when(&found, "when");
        let answer = self.answer(&found)?;
        Some(Step { layer, any_stage, when, answer, span: item.span })
    }

    fn answer(&mut self, found: &Found) -> Option<Answer> {
        let mut given = ANSWERS.iter().filter_map(|key| Some((*key, found.get(key)?)));
        let Some((key, entry)) = given.next() else {
            let message = "this step does not say who owns what it takes";
            let help = "add `owner`, `pool`, `table` or `ask`";
            self.report(Diagnostic::new(Code::StepWithoutAnswer, found.head, message).help(help));
            return None;
        };
        for (other, second) in given {
            let message = format!("a step cannot have `{other}` beside `{key}`");
            let found = Diagnostic::new(Code::WrongShape, second.key_span, message)
                .label(entry.key_span, "the step answers with this already");
            self.report(found.help("make two steps of it"));
        }
        for (belonging, to) in BELONGINGS {
            if let Some(idle) = found.get(belonging).filter(|_| found.get(to).is_none()) {
                let message = format!("`{belonging}` means nothing without `{to}`");
                self.report(
                    Diagnostic::new(Code::UnknownKey, idle.key_span, message).help("remove it"),
                );
            }
        }
        match key {
            "ask" => {
                let fact = self.needed_text(found, "ask");
                let unknown_owner = self.word_at(found, "unknown owner", UNKNOWN_OWNERS);
                let unknown_owner = unknown_owner.map(|word| word.value).unwrap_or_default();
                Some(Answer::Ask { fact, unknown_owner })
            }
            "table" => self.table(found, "table", Sort::Route).map(Answer::Table),
            "owner" => Some(Answer::Owner(self.needed_text(found, "owner"))),
            _ => Some(Answer::Pool(self.needed_text(found, "pool"))),
        }
    }
}

/// Whether an item is the end of the route.
fn is_otherwise(item: &Node) -> bool {
    let Data::Map(entries) = &item.data else { return false };
    entries.iter().any(|entry| entry.key.text == "otherwise")
}
