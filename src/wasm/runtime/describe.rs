//! What a loaded policy reads and whom it names, as JSON for the JavaScript side.

use crate::artifact::{Person, Profile, Program, ReadError, hexadecimal};
use crate::decide::{Json, stamp};
use crate::record::{decimal_text, joined};

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
        ReadError::Malformed { what } => (joined(&["a sound ", what]), "a damaged one".to_owned()),
    };
    error_text(error.code(), &error.message(), &expected, &found)
}

fn count(number: u64) -> String {
    decimal_text(i64::try_from(number).unwrap_or(i64::MAX), 0)
}

/// An error of the door itself.
pub(super) fn error_text(code: &str, message: &str, expected: &str, found: &str) -> String {
    text(&Json::object([
        ("code", Json::text(code)),
        ("message", Json::text(message)),
        ("expected", Json::text(expected)),
        ("found", Json::text(found)),
    ]))
}

/// The policy's stamp, its sources in slot order, its people, pools, stages and derived values.
pub(super) fn program(program: &Program) -> String {
    let list = |texts: Vec<&String>| Json::List(texts.into_iter().map(Json::text).collect());
    let stamp = stamp(program);
    text(&Json::object([
        ("id", Json::text(stamp.id)),
        ("version", Json::Integer(i64::try_from(stamp.version).unwrap_or(i64::MAX))),
        ("hash", Json::text(stamp.hash)),
        ("record", Json::text(&*program.record)),
        ("profile", Json::text(profile_name(program.profile))),
        ("sources", sources(program)),
        ("people", Json::List(program.people.iter().map(|one| person(program, one)).collect())),
        ("pools", list(program.pools.iter().map(|pool| &pool.id).collect())),
        ("stages", list(program.stages.iter().map(|stage| &stage.id).collect())),
        ("derived", list(program.derived.iter().map(|derived| &derived.id).collect())),
    ]))
}

/// The word for a profile.
pub(super) const fn profile_name(profile: Profile) -> &'static str {
    match profile {
        Profile::Edge => "edge",
        Profile::Full => "full",
    }
}

fn sources(program: &Program) -> Json {
    let fields = program.shape.fields.iter();
    let sources = fields.flat_map(|field| {
        field
            .sources
            .iter()
            .map(|source| Json::List(vec![Json::text(&*field.id), Json::text(&*source.name)]))
    });
    Json::List(sources.collect())
}

fn person(program: &Program, person: &Person) -> Json {
    let optional = |text: Option<&String>| text.map(Json::text);
    let role = person.role.and_then(|role| program.roles.get(role.at()));
    let ids = person.ids.iter().map(|(system, id)| (system.clone(), Json::text(&**id)));
    Json::object([
        ("id", Json::text(&*person.id)),
        ("name", Json::text(&*person.name)),
        ("ids", Json::Object(ids.collect())),
    ])
    .with_some("role", optional(role))
    .with_some("email", optional(person.email.as_ref()))
    .with_some("zone", optional(person.zone.as_ref()))
}

/// The bytes are UTF-8 by construction.
fn text(json: &Json) -> String {
    String::from_utf8(json.to_bytes()).unwrap_or_default()
}
