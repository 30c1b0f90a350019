//! Assignment rules of a Salesforce org in JSON form: read as they are, and turned into a policy.

use serde_json::Value as Json;
use std::fmt::Write;

/// One entry of a rule set.
pub struct Entry {
    pub owner: String,
    /// Field and the texts one of which it must equal; the criteria are alternatives.
    pub criteria: Vec<(String, Vec<String>)>,
}

/// The entries of the active sets, in order.
pub fn entries(table: &Json) -> Vec<Entry> {
    let sets = table["sets"].as_array().expect("sets").iter();
    let entries = sets
        .filter(|set| set["active"].as_bool().unwrap_or(false))
        .flat_map(|set| set["entries"].as_array().expect("entries"));
    entries.map(entry).collect()
}

fn entry(entry: &Json) -> Entry {
    let text = |json: &Json| json.as_str().expect("a text").to_owned();
    let criteria = entry["criteria"].as_array().expect("criteria");
    // This table combines criteria by `or` only; anything else would need another reading.
    let filter = entry["booleanFilter"].as_str().unwrap_or("1").to_ascii_lowercase();
    let words = filter.split_whitespace().filter(|word| word.parse::<u32>().is_err());
    assert!(words.into_iter().all(|word| word == "or"), "criteria are alternatives: {filter}");
    let criterion = |criterion: &Json| {
        assert_eq!(criterion["operation"], "equals", "the table compares by equals only");
        let values = text(&criterion["value"]);
        let list = values.split(',').map(|value| value.trim().to_owned());
        (text(&criterion["field"]), list.collect())
    };
    Entry { owner: text(&entry["assignedTo"]), criteria: criteria.iter().map(criterion).collect() }
}

/// The owner that the rules themselves name, by their documented reading.
pub fn owner<'a>(entries: &'a [Entry], field: &str, value: &str) -> Option<&'a str> {
    let takes = |entry: &&Entry| {
        entry.criteria.iter().any(|(name, values)| {
            name == field && values.iter().any(|it| it.eq_ignore_ascii_case(value))
        })
    };
    entries.iter().find(takes).map(|entry| entry.owner.as_str())
}

/// The policy that says the same; `nobody` answers where the rules name nobody.
pub fn policy(entries: &[Entry]) -> String {
    let mut fields: Vec<&str> = Vec::new();
    let mut owners: Vec<&str> = Vec::new();
    for entry in entries {
        let names = entry.criteria.iter().map(|(field, _)| field.as_str());
        fields.extend(names.filter(|name| !fields.contains(name)).collect::<Vec<_>>());
        if !owners.contains(&entry.owner.as_str()) {
            owners.push(&entry.owner);
        }
    }
    fields.sort_unstable();
    fields.dedup();
    let mut text = String::from("policy: imported\nfields:\n");
    for field in &fields {
        let kind = if *field == "Lead.CountryCode" { "country" } else { "text" };
        let case = if kind == "text" { ", ignore case: yes" } else { "" };
        let _ = writeln!(text, "  {}: {{ type: {kind}, from: \"{field}\"{case} }}", id(field));
    }
    text.push_str("people:\n");
    for owner in &owners {
        let _ = writeln!(text, "  {}: {{ name: \"{owner}\" }}", id(owner));
    }
    text.push_str("  nobody: { name: Nobody in the table }\nroute:\n");
    for (position, entry) in entries.iter().enumerate() {
        let tests = entry.criteria.iter().map(|(field, values)| {
            let values: Vec<_> = values.iter().map(|value| format!("\"{value}\"")).collect();
            format!("{} in ({})", id(field), values.join(", "))
        });
        let condition = tests.collect::<Vec<_>>().join(" or ");
        let _ = writeln!(text, "  - layer: entry {}\n    when: {condition}", position + 1);
        let _ = writeln!(text, "    owner: {}", id(&entry.owner));
    }
    text.push_str("  - otherwise: nobody\n");
    text
}

/// A name as an id of the policy.
pub fn id(name: &str) -> String {
    let letter = |letter: char| {
        if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' }
    };
    name.chars().map(letter).collect::<String>().trim_matches('-').to_owned()
}
