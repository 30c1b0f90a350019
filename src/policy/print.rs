//! From a [`Policy`] to the one document that says it: the canonical YAML.
//!
//! Invariant: `parse(print(policy)) == policy`, with the same files, for every policy that was
//! read without an error. Tables and people from files are printed as the file's name.
//! Invariant: the same policy gives the same bytes; `policy.hash` is taken over them.
//!
//! Sections and steps have lines of their own; a small mapping or list stands in brackets where
//! it fits into a line. A condition never stands bare inside brackets.

use super::layout::{Map, Part, scalar, write_entry};
use super::parse::{MATCHES, SCALINGS, TURNS, UNKNOWN_OWNERS};
use super::{
    Alias, Answer, Derived, Duration, DurationUnit, FieldDefinition, Grade, How, Match, Person,
    Policy, Pool, Scaling, ScoreLine, Stage, Step, Table, When, print_condition,
};
use crate::diagnostic::Spanned;

/// The canonical document of a policy.
pub fn print(policy: &Policy) -> String {
    let mut document = Map::new(true);
    document.text("policy", &policy.id);
    document.push("version", word(policy.version.value));
    document.text("record", &policy.record);
    document.maybe("means", policy.means.as_ref());
    document.push("fields", Part::Map(fields(&policy.fields)));
    document.section("derive", policy.derive.iter().map(derived));
    let mut score = Map::new(true);
    score.items("fit", policy.fit.iter().map(score_line));
    score.items("intent", policy.intent.iter().map(score_line));
    if !score.entries.is_empty() {
        document.push("score", Part::Map(score));
    }
    if let Some(grade) = &policy.grade {
        document.push("grade", bands(grade));
    }
    document.section("stages", policy.stages.iter().map(stage));
    match &policy.people.file {
        Some(file) => document.text("people", file),
        None => {
            let mut people = Map::new(true);
            people.entries.extend(policy.people.list.iter().map(person));
            document.push("people", Part::Map(people));
        }
    }
    document.section("pools", policy.pools.iter().map(pool));
    let mut route: Vec<_> = policy.steps.iter().map(step).collect();
    if let Some(person) = &policy.otherwise {
        let mut last = Map::new(true);
        last.text("otherwise", person);
        route.push(Part::Map(last));
    }
    document.push("route", Part::List { items: route, block: true });
    let mut out = String::new();
    for (key, part) in &document.entries {
        // Sections are set apart; the head of the document stays together.
        if !out.is_empty() && part.is_block() {
            out.push('\n');
        }
        write_entry(&mut out, 0, key, part);
    }
    out
}

fn word(word: impl std::fmt::Display) -> Part {
    Part::Text(word.to_string())
}

fn texts<'a>(texts: impl Iterator<Item = &'a Spanned<String>>) -> Part {
    let items = texts.map(|text| Part::Text(scalar(&text.value))).collect();
    Part::List { items, block: false }
}

fn name_of<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, other)| other == value).map_or("", |(word, _)| word)
}

fn fields(definitions: &[FieldDefinition]) -> Map {
    let mut fields = Map::new(true);
    for field in definitions {
        let mut map = Map::new(false);
        map.text("type", &field.kind);
        map.yes("required", field.required, "yes");
        map.yes("ranges", field.ranges, "allowed");
        map.yes("ignore case", field.ignore_case, "yes");
        map.maybe("currency", field.currency.as_ref());
        map.maybe("of", field.of.as_ref());
        if !field.values.is_empty() {
            map.push("values", texts(field.values.iter()));
        }
        if !field.from.is_empty() {
            let items = field.from.iter().map(alias).collect();
            map.push("from", Part::List { items, block: false });
        }
        map.maybe("when absent", field.when_absent.as_ref());
        map.maybe("label", field.label.as_ref());
        map.maybe("means", field.means.as_ref());
        if map.entries.len() == 1 {
            fields.text(&field.id.value, &field.kind);
        } else {
            fields.push(&field.id.value, Part::Map(map));
        }
    }
    fields
}

fn alias(alias: &Alias) -> Part {
    if alias.scaling == Scaling::Units {
        return Part::Text(scalar(&alias.name.value));
    }
    let mut map = Map::new(false);
    map.push(&alias.name.value, word(name_of(SCALINGS, &alias.scaling)));
    Part::Map(map)
}

fn derived(derived: &Derived) -> (String, Part) {
    let part = match &derived.how {
        How::Lines(lines) => {
            let items = lines.iter().map(|line| {
                let mut map = Map::new(true);
                map.text("is", &line.is);
                map.when("when", &line.when);
                Part::Map(map)
            });
            Part::List { items: items.collect(), block: true }
        }
        How::Lookup(table) => {
            let mut map = Map::new(table.file.is_none());
            put_table(&mut map, "lookup", table);
            map.maybe("means", derived.means.as_ref());
            Part::Map(map)
        }
    };
    (scalar(&derived.id.value), part)
}

fn score_line(line: &ScoreLine) -> Part {
    let mut map = Map::new(true);
    map.push("points", word(line.points.value));
    map.when("when", &line.when);
    map.duration("half-life", line.half_life.as_ref());
    map.maybe("since", line.since.as_ref());
    Part::Map(map)
}

fn bands(grade: &Grade) -> Part {
    let mut map = Map::new(false);
    map.text("of", &grade.of);
    for (letter, least) in &grade.bands {
        map.push(&letter.value, word(least.value));
    }
    map.text("else", &grade.otherwise);
    Part::Map(map)
}

fn stage(stage: &Stage) -> (String, Part) {
    let mut map = Map::new(true);
    map.when("enter", &stage.enter);
    map.maybe("position", stage.position.as_ref());
    map.text("owner", &stage.owner);
    map.duration("respond within", stage.respond_within.as_ref());
    map.duration("leave within", stage.leave_within.as_ref());
    map.maybe("means", stage.means.as_ref());
    (scalar(&stage.id.value), Part::Map(map))
}

fn person(person: &Person) -> (String, Part) {
    let mut map = Map::new(false);
    map.text("name", &person.name);
    map.maybe("role", person.role.as_ref());
    map.maybe("zone", person.zone.as_ref());
    map.maybe("email", person.email.as_ref());
    if !person.ids.is_empty() {
        let mut ids = Map::new(false);
        for (system, id) in &person.ids {
            ids.text(&system.value, id);
        }
        map.push("ids", Part::Map(ids));
    }
    (scalar(&person.id.value), Part::Map(map))
}

fn pool(pool: &Pool) -> (String, Part) {
    let mut map = Map::new(false);
    if pool.members.iter().all(|member| member.weight == 1) {
        map.push("members", texts(pool.members.iter().map(|member| &member.person)));
    } else {
        let mut members = Map::new(false);
        for member in &pool.members {
            members.push(&member.person.value, word(member.weight));
        }
        map.push("members", Part::Map(members));
    }
    map.push("turn", word(name_of(TURNS, &pool.turn.value)));
    if !pool.sticky_by.is_empty() {
        map.push("sticky by", texts(pool.sticky_by.iter()));
    }
    map.maybe("when empty", pool.when_empty.as_ref());
    (scalar(&pool.id.value), Part::Map(map))
}

fn step(step: &Step) -> Part {
    let mut map = Map::new(true);
    map.text("layer", &step.layer);
    if let Some(when) = &step.when {
        map.when("when", when);
    }
    match &step.answer {
        Answer::Ask { fact, unknown_owner } => {
            map.text("ask", fact);
            let pass = *unknown_owner == super::UnknownOwner::Pass;
            map.yes("unknown owner", !pass, name_of(UNKNOWN_OWNERS, unknown_owner));
        }
        Answer::Table(table) => put_table(&mut map, "table", table),
        Answer::Owner(owner) => map.text("owner", owner),
        Answer::Pool(pool) => map.text("pool", pool),
    }
    map.yes("any stage", step.any_stage, "yes");
    Part::Map(map)
}

fn put_table(map: &mut Map, key: &str, table: &Table) {
    match &table.file {
        Some(file) => map.text(key, file),
        None => {
            let rows = table.rows.iter().enumerate().map(|(index, row)| {
                let mut cells = Map::new(false);
                for (column, cell) in table.columns.iter().zip(&row.cells) {
                    // The first row names all columns, in their order.
                    if index == 0 || !cell.value.is_empty() {
                        cells.text(&column.value, cell);
                    }
                }
                Part::Map(cells)
            });
            map.push(key, Part::List { items: rows.collect(), block: true });
        }
    }
    let first = table.matching.value == Match::First;
    map.yes("match", !first, name_of(MATCHES, &table.matching.value));
    map.yes("empty", table.empty_is_any, "any");
}

fn duration_words(duration: Duration) -> String {
    let unit = match duration.unit {
        DurationUnit::Minutes => "minute",
        DurationUnit::Hours => "hour",
        DurationUnit::Days => "day",
        DurationUnit::Weeks => "week",
    };
    let plural = if duration.count == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", duration.count)
}

impl Map {
    fn when(&mut self, key: &str, when: &When) {
        let text = match when {
            When::Always(_) => "always".to_owned(),
            When::If(condition) => {
                let text = print_condition(&condition.value);
                // A flag of that name would be read as the word.
                if text.eq_ignore_ascii_case("always") { format!("({text})") } else { text }
            }
        };
        self.push(key, Part::Condition(text));
    }

    fn duration(&mut self, key: &str, duration: Option<&Spanned<Duration>>) {
        if let Some(duration) = duration {
            self.push(key, Part::Text(duration_words(duration.value)));
        }
    }
}
