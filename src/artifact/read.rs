//! Bytes -> program. Nothing is trusted: header, checksum, section table, every section to its
//! end, and then every number that points somewhere (`validate`).

use super::validate::validate;
use super::wire::{Input, Wire};
use super::{
    CHECKED_FROM, ENTRY_BYTES, HEADER_BYTES, MAGIC, MAJOR, Profile, Program, ReadError, Texts,
    crc32, section,
};

/// Reads a compiled policy.
///
/// # Errors
/// [`ReadError`] says what was expected and what was found; there is never a part of a program.
pub fn read(bytes: &[u8]) -> Result<Program, ReadError> {
    if bytes.get(..MAGIC.len()) != Some(MAGIC.as_slice()) {
        return Err(ReadError::NotAnArtifact);
    }
    let header = read_header(bytes)?;
    let sections = Sections::read(bytes, header.sections)?;
    let program = assemble(header.profile, &sections)?;
    validate(&program).map_err(|what| ReadError::Malformed { what })?;
    Ok(program)
}

struct Header {
    profile: Profile,
    sections: usize,
}

/// Length and version come before the checksum, because a cut or a newer artifact has a clearer
/// name than "damaged".
fn read_header(bytes: &[u8]) -> Result<Header, ReadError> {
    let found = bytes.len() as u64;
    let cut = ReadError::Length { expected: HEADER_BYTES as u64, found };
    let mut input = Input::new(bytes.get(MAGIC.len()..HEADER_BYTES).ok_or(cut)?, "the header");
    let checksum = u32::take(&mut input);
    let major = u16::take(&mut input);
    let _minor = u16::take(&mut input);
    let length = u64::from(u32::take(&mut input));
    let profile = u8::take(&mut input);
    let reserved = u8::take(&mut input);
    let sections = usize::from(u16::take(&mut input));
    let actual = crc32(bytes.get(CHECKED_FROM..).unwrap_or(&[]));
    if major != MAJOR {
        return Err(ReadError::Version { expected: MAJOR, found: major });
    }
    if length != found {
        return Err(ReadError::Length { expected: length, found });
    }
    if checksum != actual {
        return Err(ReadError::Checksum { expected: checksum, found: actual });
    }
    let profile = match (profile, reserved) {
        (1, 0) => Profile::Edge,
        (2, 0) => Profile::Full,
        _ => return Err(input.malformed()),
    };
    Ok(Header { profile, sections })
}

/// The sections this reader knows.
struct Sections<'a> {
    known: Vec<(u16, &'a [u8])>,
}

impl<'a> Sections<'a> {
    fn read(bytes: &'a [u8], count: usize) -> Result<Self, ReadError> {
        let malformed = ReadError::Malformed { what: "the section table" };
        let body_from = HEADER_BYTES + ENTRY_BYTES * count;
        let entries = bytes.get(HEADER_BYTES..body_from).ok_or(malformed)?;
        let mut input = Input::new(entries, "the section table");
        let mut known = Vec::new();
        let mut expected_offset = body_from;
        let mut last_id = 0;
        for _ in 0..count {
            let id = u16::take(&mut input);
            let flags = u16::take(&mut input);
            let offset = u32::take(&mut input) as usize;
            let length = u32::take(&mut input) as usize;
            let end = offset.checked_add(length).ok_or(malformed)?;
            let body = bytes.get(offset..end).ok_or(malformed)?;
            if offset != expected_offset || id <= last_id || flags > 1 {
                return Err(malformed);
            }
            (expected_offset, last_id) = (end, id);
            match id {
                section::POLICY..=section::TEXTS => known.push((id, body)),
                _ if flags == 1 => return Err(ReadError::UnknownSection { found: id }),
                _ => {}
            }
        }
        if expected_offset != bytes.len() {
            return Err(malformed);
        }
        Ok(Sections { known })
    }

    fn find(&self, id: u16) -> Option<&'a [u8]> {
        self.known.iter().find(|(known, _)| *known == id).map(|(_, body)| *body)
    }

    /// Reads a required section to its end.
    fn required<T>(
        &self,
        id: u16,
        what: &'static str,
        take: impl FnOnce(&mut Input<'_>) -> T,
    ) -> Result<T, ReadError> {
        let mut input = Input::new(self.find(id).ok_or(ReadError::Malformed { what })?, what);
        let value = take(&mut input);
        input.end()?;
        Ok(value)
    }
}

fn assemble(profile: Profile, sections: &Sections<'_>) -> Result<Program, ReadError> {
    let (id, version, hash, record) =
        sections.required(section::POLICY, "the policy", |input| {
            (Wire::take(input), Wire::take(input), Wire::take(input), Wire::take(input))
        })?;
    let shape = sections.required(section::SHAPE, "the shape", Wire::take)?;
    let columns = sections.required(section::COLUMNS, "the columns", Wire::take)?;
    let (people, roles, pools) = sections.required(section::PEOPLE, "the people", |input| {
        (Wire::take(input), Wire::take(input), Wire::take(input))
    })?;
    let tables = sections.required(section::TABLES, "the tables", Wire::take)?;
    let free_mail = sections.required(section::FREE_MAIL, "the free mail hosts", Wire::take)?;
    let texts = match sections.find(section::TEXTS) {
        Some(_) => Some(sections.required(section::TEXTS, "the texts", Texts::take)?),
        None => None,
    };
    sections.required(section::RULES, "the rules", |input| Program {
        profile,
        id,
        version,
        hash,
        record,
        shape,
        columns,
        derived: Wire::take(input),
        scoring: Wire::take(input),
        grading: Wire::take(input),
        stages: Wire::take(input),
        stage_table: Wire::take(input),
        people,
        roles,
        pools,
        steps: Wire::take(input),
        otherwise: Wire::take(input),
        tables,
        free_mail,
        texts,
    })
}
