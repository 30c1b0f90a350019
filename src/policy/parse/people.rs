//! `stages:`, `people:` and `pools:`.

use super::Reader;
use super::keys::{PERSON, POOL, STAGE};
use super::shape::Found;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::policy::document::{Data, Entry};
use crate::policy::yaml::brief;
use crate::policy::{Member, People, Person, Pool, Stage, Turn};

/// The words for how a pool chooses.
pub(in crate::policy) const TURNS: &[(&str, Turn)] = &[
    ("sticky", Turn::Sticky),
    ("round-robin", Turn::RoundRobin),
    ("least-loaded", Turn::LeastLoaded),
];

/// The largest weight of a member; shares are compared exactly far beyond it.
const WEIGHT_MAX: u32 = 1_000_000;

impl Reader<'_> {
    pub(super) fn stages(&mut self, entry: &Entry) -> Vec<Stage> {
        let mut stages = Vec::new();
        for entry in self.entries(entry, "`stages`") {
            let id = self.id_of(entry, "a stage");
            let Some(found) = self.map(&entry.value, entry.key_span, &STAGE) else { continue };
            stages.push(Stage {
                id,
                enter: self.needed_when(&found, "enter"),
                position: self.text_at(&found, "position"),
                owner: self.needed_text(&found, "owner"),
                respond_within: self.duration_at(&found, "respond within"),
                leave_within: self.duration_at(&found, "leave within"),
                means: self.text_at(&found, "means"),
                span: Span { end: entry.value.span.end, ..entry.key_span },
            });
        }
        stages
    }

    /// `people:` in the document or in a CSV file.
    pub(super) fn people(&mut self, entry: &Entry) -> People {
        if let Data::Scalar(scalar) = &entry.value.data {
            if scalar.is_nothing() {
                let due = "a mapping of ids or the name of a CSV file";
                self.wrong_shape(&entry.value, entry.key_span, "`people`", due);
                return People::default();
            }
            let Some(name) = self.text_in(entry) else { return People::default() };
            let list = self.people_file(&name);
            return People { file: Some(name), list };
        }
        if let Data::List(_) = &entry.value.data {
            let due = "a mapping of ids or the name of a CSV file";
            self.wrong_shape(&entry.value, entry.key_span, "`people`", due);
            self.advise("give each person an id and a name: `ana: { name: Ana Díaz }`");
            return People::default();
        }
        let mut list = Vec::new();
        for entry in self.entries(entry, "`people`") {
            let id = self.id_of(entry, "a person");
            let Some(found) = self.map(&entry.value, entry.key_span, &PERSON) else { continue };
            list.push(Person {
                id,
                name: self.needed_text(&found, "name"),
                role: self.id_at(&found, "role", "a role"),
                zone: self.text_at(&found, "zone"),
                email: self.text_at(&found, "email"),
                ids: self.foreign_ids(&found),
                span: Span { end: entry.value.span.end, ..entry.key_span },
            });
        }
        People { file: None, list }
    }

    fn foreign_ids(&mut self, found: &Found) -> Vec<(Spanned<String>, Spanned<String>)> {
        let Some(entry) = found.get("ids") else { return Vec::new() };
        let mut ids = Vec::new();
        for entry in self.entries(entry, "`ids`") {
            let system = self.id_of(entry, "a system");
            ids.extend(self.text_in(entry).map(|id| (system, id)));
        }
        ids
    }

    pub(super) fn pools(&mut self, entry: &Entry) -> Vec<Pool> {
        let mut pools = Vec::new();
        for entry in self.entries(entry, "`pools`") {
            let id = self.id_of(entry, "a pool");
            let Some(found) = self.map(&entry.value, entry.key_span, &POOL) else { continue };
            let turn = self.word_at(&found, "turn", TURNS);
            pools.push(Pool {
                id,
                members: self.members(&found),
                turn: turn.unwrap_or_else(|| Spanned::new(Turn::default(), entry.key_span)),
                sticky_by: self.sticky_by(&found),
                when_empty: self.text_at(&found, "when empty"),
                span: Span { end: entry.value.span.end, ..entry.key_span },
            });
        }
        pools
    }

    fn members(&mut self, found: &Found) -> Vec<Member> {
        let Some(entry) = found.get("members") else { return Vec::new() };
        let mut members: Vec<Member> = Vec::new();
        if let Data::Map(entries) = &entry.value.data {
            for entry in entries {
                let person = Spanned::new(entry.key.text.clone(), entry.key_span);
                let weight = self.number(entry, 1, WEIGHT_MAX);
                members.extend(weight.map(|weight| Member { person, weight: weight.value }));
            }
            return members;
        }
        if let Data::Scalar(scalar) = &entry.value.data
            && !scalar.is_nothing()
        {
            // The mistake is told here; a member without a name keeps the pool from being empty.
            self.items(entry, "`members`");
            let person = Spanned::new(String::new(), entry.value.span);
            return vec![Member { person, weight: 1 }];
        }
        for item in self.items(entry, "`members`") {
            let Some(person) = self.text_of(item, item.span, "a member") else { continue };
            if let Some(first) = members.iter().find(|member| member.person == person) {
                let message = format!("`{}` is a member twice", brief(&person.value));
                let found = Diagnostic::new(Code::DuplicateId, person.span, message)
                    .label(first.person.span, "the first time")
                    .help(format!(
                        "for more turns give a weight: `members: {{ {}: 2 }}`",
                        person.value
                    ));
                self.report(found);
            } else {
                members.push(Member { person, weight: 1 });
            }
        }
        members
    }

    /// `sticky by:` a field or a list of fields.
    fn sticky_by(&mut self, found: &Found) -> Vec<Spanned<String>> {
        let Some(entry) = found.get("sticky by") else { return Vec::new() };
        if let Data::Scalar(_) = entry.value.data {
            return self.text_in(entry).into_iter().collect();
        }
        let items = self.items(entry, "`sticky by`").iter();
        items.filter_map(|item| self.text_of(item, item.span, "a field in `sticky by`")).collect()
    }
}
