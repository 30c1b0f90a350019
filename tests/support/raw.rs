//! Records and facts as a caller gives them, owned, so that they can be made, kept and shown.

use pointperson::decide::{Facts, OwnerFact};
use pointperson::record::{self, Kind, Raw, Record, Shape};
use serde_json::{Map, Value as Json, json};

/// One value of a record before it is read.
#[derive(Clone, Debug, PartialEq)]
pub enum RawValue {
    /// `null`.
    Null,
    /// A text.
    Text(String),
    /// A number, as JSON has them.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A list or an object.
    Other,
}

/// A record before it is read: keys and values. A key that is not there is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawRecord {
    /// The caller's id.
    pub id: Option<String>,
    /// The rest.
    pub values: Vec<(String, RawValue)>,
}

impl RawRecord {
    /// The typed record.
    pub fn read(&self, shape: &Shape) -> Record {
        record::read(shape, self.id.as_deref(), |name| self.raw(name))
    }

    /// The value under a key.
    pub fn raw(&self, name: &str) -> Raw<'_> {
        match self.values.iter().find(|(key, _)| key == name) {
            None => Raw::Absent,
            Some((_, RawValue::Null)) => Raw::Null,
            Some((_, RawValue::Text(text))) => Raw::Text(text),
            Some((_, RawValue::Number(number))) => Raw::Number(*number),
            Some((_, RawValue::Flag(flag))) => Raw::Flag(*flag),
            Some((_, RawValue::Other)) => Raw::Other,
        }
    }

    /// The record of a JSON object. The key `id` is the record's own id.
    pub fn from_json(json: &Json) -> Self {
        let object = json.as_object().expect("a record is an object");
        let mut record = RawRecord::default();
        for (key, value) in object {
            if key == "id" {
                record.id = value.as_str().map(str::to_owned);
                continue;
            }
            let raw = match value {
                Json::Null => RawValue::Null,
                Json::Bool(flag) => RawValue::Flag(*flag),
                Json::Number(number) => RawValue::Number(number.as_f64().unwrap_or(f64::NAN)),
                Json::String(text) => RawValue::Text(text.clone()),
                Json::Array(_) | Json::Object(_) => RawValue::Other,
            };
            record.values.push((key.clone(), raw));
        }
        record
    }

    /// The record as JSON, for people. What JSON cannot hold is shown as a text.
    pub fn to_json(&self) -> Json {
        let mut object = Map::new();
        if let Some(id) = &self.id {
            object.insert("id".to_owned(), json!(id));
        }
        for (key, raw) in &self.values {
            let value = match raw {
                RawValue::Null => Json::Null,
                RawValue::Text(text) => json!(text),
                RawValue::Number(number) if number.is_finite() => json!(number),
                RawValue::Number(number) => json!(format!("the number {number}")),
                RawValue::Flag(flag) => json!(flag),
                RawValue::Other => json!([]),
            };
            object.insert(key.clone(), value);
        }
        Json::Object(object)
    }
}

/// The facts of a JSON object: absent is not told, `null` is told that there is none.
pub fn facts_from_json(json: &Json) -> Facts {
    let object = json.as_object().expect("facts are an object");
    let mut facts = Facts::default();
    for (name, value) in object {
        match name.as_str() {
            "now" => facts.now = Some(moment(value)),
            "accountOwner" => facts.account_owner = Some(owner_fact(value)),
            "currentOwner" => facts.current_owner = Some(owner_fact(value)),
            "away" => {
                let list = value.as_array().expect("`away` is a list");
                let ids = list.iter().map(|id| id.as_str().expect("an id").to_owned());
                facts.away = Some(ids.collect());
            }
            other => panic!("no fact is called `{other}`"),
        }
    }
    facts
}

/// Milliseconds, as a number or as a text that a moment field would read.
fn moment(value: &Json) -> i64 {
    let text = value.as_str().and_then(|text| record::read_literal(&Kind::Moment, text).ok());
    let read = text.and_then(|moment| moment.as_bounds()).map(|bounds| bounds.low);
    value.as_i64().or(read).expect("`now` is a moment")
}

fn owner_fact(value: &Json) -> OwnerFact {
    match value.as_str() {
        Some(text) => OwnerFact::Somebody(text.to_owned()),
        None => OwnerFact::Nobody,
    }
}

/// The facts as JSON, for people.
pub fn facts_to_json(facts: &Facts) -> Json {
    let mut object = Map::new();
    if let Some(now) = facts.now {
        object.insert("now".to_owned(), json!(now));
    }
    let owners = [("accountOwner", &facts.account_owner), ("currentOwner", &facts.current_owner)];
    for (name, fact) in owners {
        match fact {
            None => {}
            Some(OwnerFact::Nobody) => drop(object.insert(name.to_owned(), Json::Null)),
            Some(OwnerFact::Somebody(who)) => drop(object.insert(name.to_owned(), json!(who))),
        }
    }
    if let Some(away) = &facts.away {
        object.insert("away".to_owned(), json!(away));
    }
    Json::Object(object)
}
