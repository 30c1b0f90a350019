//! What a loaded policy reads and whom it names, as JSON for the JavaScript side.

use crate::artifact::{Answer, Person, Profile, Program, ReadError, RuleNames, hexadecimal};
use crate::decide::{Json, PassedWhy, fit_lines, stamp};
use crate::record::{Why, decimal_text, joined};

/// Why bytes are no artifact: `code`, `message`, and what was expected and found, where known.
pub(super) fn read_error(error: &ReadError) -> String {
    let (expected, found) = match *error {
        ReadError::NotAnArtifact => ("a compiled policy".to_owned(), "other bytes".to_owned()),
        ReadError::Version { expected, found } => {
            let version = |number: u16| joined(&["format version ", &count(number.into())]);
            (version(expected), version(found))
        }
        ReadError::UnknownSection { found } => {
            let section = joined(&["section ", &count(found.into())]);
            ("sections of this version".to_owned(), section)
        }
        ReadError::Length { expected, found } => {
            let bytes = |number: u64| joined(&[&count(number), " bytes"]);
            (bytes(expected), bytes(found))
        }
        ReadError::Checksum { expected, found } => {
            let checksum = |number: u32| joined(&["checksum ", &hexadecimal(number)]);
            (checksum(expected), checksum(found))
        }
        ReadError::Malformed { what } => {
            (joined(&[what, ", in order"]), "a damaged one".to_owned())
        }
    };
    error_text(error.code(), &error.message(), &expected, &found)
}

fn count(number: u64) -> String {
    decimal_text(i64::try_from(number).unwrap_or(i64::MAX), 0)
}

/// An error of the door itself.
pub(super) fn error_text(code: &str, message: &str, expected: &str, found: &str) -> String {
    text(|json| {
        json.key("code").text(code);
        json.key("message").text(message);
        json.key("expected").text(expected);
        json.key("found").text(found);
    })
}

/// The policy's stamp, its sources in slot order, its people, pools, stages and derived values;
/// under `names` what else the positions of a packed decision are called.
pub(super) fn program(program: &Program) -> String {
    let stamp = stamp(program);
    text(|json| {
        json.key("id").text(&stamp.id);
        json.key("version").integer(i64::try_from(stamp.version).unwrap_or(i64::MAX));
        json.key("hash").text(&stamp.hash);
        json.key("record").text(&program.record);
        json.key("profile").text(profile_name(program.profile));
        json.key("sources").list(|json| sources(json, program));
        json.key("people").list(|json| {
            program.people.iter().for_each(|one| person(json.item(), program, one));
        });
        json.key("pools").texts(program.pools.iter().map(|pool| &*pool.id));
        json.key("stages").texts(program.stages.iter().map(|stage| &*stage.id));
        json.key("derived").texts(program.derived.iter().map(|derived| &*derived.id));
        json.key("names").object(|json| names(json, program));
    })
}

/// Lists in the order of the program's own, so that a position in a packed decision is one here.
fn names(json: &mut Json, program: &Program) {
    let fields = program.shape.fields.iter();
    json.key("fields").texts(fields.map(|field| &*field.id));
    json.key("layers").texts(program.steps.iter().map(|step| &*step.layer));
    json.key("rows").list(|json| {
        for step in &program.steps {
            match &step.answer {
                Answer::Table { names, .. } => rule_names(json.item(), names),
                // Such a step has no rows; its rule is called like its layer.
                Answer::Ask { .. } | Answer::Target(_) => json.item().null(),
            }
        }
    });
    json.key("lines").list(|json| {
        program.derived.iter().for_each(|derived| rule_names(json.item(), &derived.names));
    });
    json.key("values").list(|json| {
        for derived in &program.derived {
            json.item().texts(derived.values.iter().map(String::as_str));
        }
    });
    json.key("positions").list(|json| {
        for stage in &program.stages {
            match &stage.position {
                Some(position) => json.item().text(position),
                None => json.item().null(),
            }
        }
    });
    if program.scoring.is_some() {
        json.key("fitLines").integer(fit_lines(program).into());
    }
    json.key("whys").texts(Why::ALL.iter().map(|why| why.code()));
    json.key("passedWhys").texts(PassedWhy::ALL.iter().map(|why| why.code()));
}

/// `line` or `row`, which a number follows, or every rule's own name; an empty one is `row-<n>`.
fn rule_names(json: &mut Json, names: &RuleNames) {
    match names {
        RuleNames::Lines => json.text("line"),
        RuleNames::Rows => json.text("row"),
        RuleNames::Ids(ids) => json.texts(ids.iter().map(String::as_str)),
    }
}

/// The word for a profile.
pub(super) const fn profile_name(profile: Profile) -> &'static str {
    match profile {
        Profile::Edge => "edge",
        Profile::Full => "full",
    }
}

fn sources(json: &mut Json, program: &Program) {
    for field in &program.shape.fields {
        for source in &field.sources {
            json.item().texts([&*field.id, &*source.name].into_iter());
        }
    }
}

fn person(json: &mut Json, program: &Program, person: &Person) {
    json.object(|json| {
        json.key("id").text(&person.id);
        json.key("name").text(&person.name);
        let role = person.role.and_then(|role| program.roles.get(role.at()));
        let optional =
            [("role", role), ("email", person.email.as_ref()), ("zone", person.zone.as_ref())];
        for (key, value) in optional {
            if let Some(value) = value {
                json.key(key).text(value);
            }
        }
        json.key("ids").object(|json| {
            person.ids.iter().for_each(|(system, id)| json.key(system).text(id));
        });
    });
}

/// An object as text. The bytes are UTF-8 by construction.
fn text(entries: impl FnOnce(&mut Json)) -> String {
    String::from_utf8(Json::bytes(|json| json.object(entries))).unwrap_or_default()
}
