//! Program -> bytes. The format is described in `mod`.

use super::wire::Wire;
use super::{
    CHECKED_FROM, ENTRY_BYTES, HEADER_BYTES, MAGIC, MAJOR, MINOR, Profile, Program, crc32, section,
};

/// The bytes of `program`; the same program always gives the same bytes.
pub fn write(program: &Program) -> Vec<u8> {
    let sections = sections(program);
    let body_from = HEADER_BYTES + ENTRY_BYTES * sections.len();
    let body: usize = sections.iter().map(|section| section.bytes.len()).sum();
    let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);

    let mut out = MAGIC.to_vec();
    0_u32.put(&mut out); // The checksum; `reseal` fills it in.
    MAJOR.put(&mut out);
    MINOR.put(&mut out);
    size(body_from + body).put(&mut out);
    let profile: u8 = match program.profile {
        Profile::Edge => 1,
        Profile::Full => 2,
    };
    profile.put(&mut out);
    0_u8.put(&mut out);
    u16::try_from(sections.len()).unwrap_or(u16::MAX).put(&mut out);

    let mut offset = body_from;
    for section in &sections {
        section.id.put(&mut out);
        u16::from(section.required).put(&mut out);
        size(offset).put(&mut out);
        size(section.bytes.len()).put(&mut out);
        offset += section.bytes.len();
    }
    for section in &sections {
        out.extend_from_slice(&section.bytes);
    }
    reseal(&mut out);
    out
}

/// Writes the checksum that fits the other bytes. Damage tests use it to get past the checksum.
pub fn reseal(bytes: &mut [u8]) {
    let checksum = crc32(bytes.get(CHECKED_FROM..).unwrap_or(&[]));
    if let Some(place) = bytes.get_mut(MAGIC.len()..CHECKED_FROM) {
        place.copy_from_slice(&checksum.to_le_bytes());
    }
}

struct Section {
    id: u16,
    required: bool,
    bytes: Vec<u8>,
}

fn sections(program: &Program) -> Vec<Section> {
    let mut sections = vec![
        section(section::POLICY, |out| {
            program.id.put(out);
            program.version.put(out);
            program.hash.put(out);
            program.record.put(out);
        }),
        section(section::SHAPE, |out| program.shape.put(out)),
        section(section::COLUMNS, |out| program.columns.put(out)),
        section(section::PEOPLE, |out| {
            program.people.put(out);
            program.roles.put(out);
            program.pools.put(out);
        }),
        section(section::RULES, |out| {
            program.derived.put(out);
            program.scoring.put(out);
            program.grading.put(out);
            program.stages.put(out);
            program.stage_table.put(out);
            program.steps.put(out);
            program.otherwise.put(out);
        }),
        section(section::TABLES, |out| program.tables.put(out)),
        section(section::FREE_MAIL, |out| program.free_mail.put(out)),
    ];
    if let Some(texts) = &program.texts {
        sections.push(Section { required: false, ..section(section::TEXTS, |out| texts.put(out)) });
    }
    sections
}

fn section(id: u16, fill: impl FnOnce(&mut Vec<u8>)) -> Section {
    let mut bytes = Vec::new();
    fill(&mut bytes);
    Section { id, required: true, bytes }
}
