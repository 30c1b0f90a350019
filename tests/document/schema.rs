//! The JSON Schema says what the parser says.

use std::collections::BTreeSet;

use pointperson::policy::SCHEMA;
use pointperson::policy::machinery::OBJECTS;
use serde_json::Value;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

#[test]
fn the_keys_of_each_mapping_are_the_parsers() {
    let schema = schema();
    for object in OBJECTS {
        let definition = &schema["definitions"][object.name];
        let keys = definition["properties"].as_object().expect(object.name);
        let in_schema: BTreeSet<_> = keys.keys().map(String::as_str).collect();
        let in_parser: BTreeSet<_> = object.keys.iter().map(|key| key.name).collect();
        assert_eq!(in_schema, in_parser, "keys of {}", object.name);
        let needed = object.keys.iter().filter(|key| key.needed.is_some());
        let needed: BTreeSet<_> = needed.map(|key| key.name).collect();
        let required = definition["required"].as_array().cloned().unwrap_or_default();
        let required: BTreeSet<_> = required.iter().filter_map(Value::as_str).collect();
        assert_eq!(required, needed, "needed keys of {}", object.name);
        assert_eq!(definition["additionalProperties"], Value::Bool(false), "{}", object.name);
        for (key, value) in keys {
            let described = value["description"].as_str().is_some_and(|text| !text.is_empty());
            assert!(described, "`{key}` of {} has no description", object.name);
        }
    }
}

#[test]
fn every_mapping_with_fixed_keys_is_the_parsers() {
    let schema = schema();
    let definitions = schema["definitions"].as_object().expect("definitions");
    for (name, definition) in definitions {
        let known = OBJECTS.iter().any(|object| object.name == name);
        assert_eq!(definition.get("properties").is_some(), known, "{name}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn look(value: &Value, definitions: &serde_json::Map<String, Value>) {
        if let Some(name) = value["$ref"].as_str() {
            let name = name.strip_prefix("#/definitions/").expect("a reference within");
            assert!(definitions.contains_key(name), "{name}");
        }
        match value {
            Value::Object(map) => map.values().for_each(|value| look(value, definitions)),
            Value::Array(items) => items.iter().for_each(|value| look(value, definitions)),
            _ => {}
        }
    }
    let schema = schema();
    look(&schema, schema["definitions"].as_object().expect("definitions"));
}
