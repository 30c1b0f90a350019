//! The keys of every mapping a policy consists of: the one table that the parser reads by.
//!
//! `schema.json` says the same to editors; a test holds the two together.

/// A kind of mapping and the keys it may have.
#[derive(Debug)]
pub struct Object {
    /// The name of its definition in `schema.json`.
    pub name: &'static str,
    /// What people call it, with its article.
    pub what: &'static str,
    /// Its keys, in the order they are printed.
    pub keys: &'static [Key],
}

/// One key of an [`Object`].
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// For a key that must be there: what it looks like, for the help.
    pub needed: Option<&'static str>,
}

const fn may(name: &'static str) -> Key {
    Key { name, needed: None }
}

const fn must(name: &'static str, sample: &'static str) -> Key {
    Key { name, needed: Some(sample) }
}

/// The document.
pub const POLICY: Object = Object {
    name: "policy",
    what: "a policy",
    keys: &[
        must("policy", "policy: lead-ownership"),
        may("version"),
        may("record"),
        may("means"),
        must("fields", "fields: { country: country }"),
        may("derive"),
        may("score"),
        may("grade"),
        may("stages"),
        must("people", "people: people.csv"),
        may("pools"),
        must("route", "route: [{ otherwise: a-person }]"),
    ],
};

/// A value of `fields:` that is more than its type.
pub const FIELD: Object = Object {
    name: "field",
    what: "a field",
    keys: &[
        must("type", "type: text"),
        may("required"),
        may("ranges"),
        may("ignore case"),
        may("currency"),
        may("of"),
        may("values"),
        may("from"),
        may("when absent"),
        may("label"),
        may("means"),
    ],
};

/// An item of a list in `derive:`.
pub const DERIVE_LINE: Object = Object {
    name: "derive line",
    what: "a line of a derived value",
    keys: &[must("is", "is: enterprise"), must("when", "when: employees > 1,000")],
};

/// A value of `derive:` that is found in a table.
pub const LOOKUP: Object = Object {
    name: "lookup",
    what: "a look-up",
    keys: &[must("lookup", "lookup: regions.csv"), may("match"), may("empty"), may("means")],
};

/// `score:`.
pub const SCORE: Object =
    Object { name: "score", what: "`score`", keys: &[may("fit"), may("intent")] };

/// An item of `fit:` or `intent:`.
pub const SCORE_LINE: Object = Object {
    name: "score line",
    what: "a line of the score",
    keys: &[
        must("points", "points: 40"),
        must("when", "when: demo"),
        may("half-life"),
        may("since"),
    ],
};

/// `grade:`. Besides these keys it has one for each grade, a capital letter.
pub const GRADE: Object = Object {
    name: "grade",
    what: "`grade`",
    keys: &[must("of", "of: fit"), must("else", "else: C")],
};

/// A value of `stages:`.
pub const STAGE: Object = Object {
    name: "stage",
    what: "a stage",
    keys: &[
        must("enter", "enter: always"),
        may("position"),
        must("owner", "owner: sdr"),
        may("respond within"),
        may("leave within"),
        may("means"),
    ],
};

/// A value of `people:`.
pub const PERSON: Object = Object {
    name: "person",
    what: "a person",
    keys: &[must("name", "name: Ana Díaz"), may("role"), may("zone"), may("email"), may("ids")],
};

/// A value of `pools:`.
pub const POOL: Object = Object {
    name: "pool",
    what: "a pool",
    keys: &[
        must("members", "members: [ana, bo]"),
        may("turn"),
        may("sticky by"),
        may("when empty"),
    ],
};

/// An item of `route:`.
pub const STEP: Object = Object {
    name: "step",
    what: "a step",
    keys: &[
        must("layer", "layer: territory"),
        may("any stage"),
        may("when"),
        may("ask"),
        may("unknown owner"),
        may("table"),
        may("match"),
        may("empty"),
        may("owner"),
        may("pool"),
    ],
};

/// The last item of `route:`.
pub const OTHERWISE: Object = Object {
    name: "otherwise",
    what: "the last item of the route",
    keys: &[must("otherwise", "otherwise: a-person")],
};

/// A file of test cases. It has no schema of its own yet.
pub const CASE_FILE: Object = Object {
    name: "case file",
    what: "a file of cases",
    keys: &[may("policy"), must("cases", "cases: [{ case: a name, expect: { owner: ana } }]")],
};

/// An item of `cases:`.
pub const CASE: Object = Object {
    name: "case",
    what: "a case",
    keys: &[
        must("case", "case: a large customer goes to Ana"),
        may("record"),
        may("facts"),
        must("expect", "expect: { owner: ana }"),
    ],
};

/// Every kind of mapping with fixed keys in a policy, for the test that holds `schema.json` to it.
pub const OBJECTS: &[&Object] = &[
    &POLICY,
    &FIELD,
    &DERIVE_LINE,
    &LOOKUP,
    &SCORE,
    &SCORE_LINE,
    &GRADE,
    &STAGE,
    &PERSON,
    &POOL,
    &STEP,
    &OTHERWISE,
];
