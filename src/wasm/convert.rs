//! Between our types and plain JavaScript values.
//!
//! Objects are made from lists of entries, never by setting properties one by one, so that a name
//! such as `__proto__` is a name like any other.

use std::collections::BTreeMap;

use js_sys::{Array, Object, Uint8Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::diagnostic::{Sources, Spanned};
use crate::policy::Case;
use crate::record::files::{OwnedRaw, RawRecord};

/// The files a policy names: bytes by name.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The files in a plain object of byte arrays; anything else in it is left out, and then missed by
/// name when the policy is checked.
pub(super) fn files(object: &JsValue) -> Files {
    let Some(object) = object.dyn_ref::<Object>() else { return Files::new() };
    let entries = Object::entries(object);
    let files = entries.iter().filter_map(|entry| {
        let entry: Array = entry.dyn_into().ok()?;
        let bytes: Uint8Array = entry.get(1).dyn_into().ok()?;
        Some((entry.get(0).as_string()?, bytes.to_vec()))
    });
    files.collect()
}

/// A plain object.
pub(super) fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    from_entries(entries.into_iter())
}

/// Serialised data as plain objects, lists and texts.
pub(super) fn plain(data: &impl Serialize) -> JsValue {
    data.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// A number of things.
pub(super) fn count(number: usize) -> JsValue {
    u32::try_from(number).unwrap_or(u32::MAX).into()
}

/// A record of a file.
pub(super) fn row(record: RawRecord) -> JsValue {
    from_entries(record.fields.into_iter().map(|(name, raw)| {
        let value = match raw {
            OwnedRaw::Null => JsValue::NULL,
            OwnedRaw::Text(text) => text.into(),
            OwnedRaw::Number(number) => number.into(),
            OwnedRaw::Flag(flag) => flag.into(),
            OwnedRaw::Other => Array::new().into(),
        };
        (name, value)
    }))
}

/// A test case: `{ name, line, record, facts, expect }`, the last three as lists of pairs.
pub(super) fn case(sources: &Sources, case: &Case) -> JsValue {
    let line = sources.position(case.name.span.source, case.name.span.start).line;
    let expect = case.expect.iter().map(|one| pair(&one.part.value, Some(&one.value.value)));
    object([
        ("name", case.name.value.as_str().into()),
        ("line", line.into()),
        ("record", given(&case.record)),
        ("facts", given(&case.facts)),
        ("expect", expect.collect::<Array>().into()),
    ])
}

fn given(values: &[(Spanned<String>, Option<Spanned<String>>)]) -> JsValue {
    let pairs = values
        .iter()
        .map(|(name, value)| pair(&name.value, value.as_ref().map(|value| &value.value)));
    pairs.collect::<Array>().into()
}

fn pair(name: &str, value: Option<&String>) -> JsValue {
    Array::of2(&name.into(), &value.map_or(JsValue::NULL, JsValue::from)).into()
}

fn from_entries(entries: impl Iterator<Item = (impl Into<JsValue>, JsValue)>) -> JsValue {
    let entries: Array =
        entries.map(|(name, value)| JsValue::from(Array::of2(&name.into(), &value))).collect();
    // Fails only for entries that are no pairs.
    Object::from_entries(&entries).map_or(JsValue::UNDEFINED, JsValue::from)
}
