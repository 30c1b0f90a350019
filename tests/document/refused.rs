//! Bad documents: one mistake, one diagnostic, at its place.

use super::{around, read, shown};

/// Fails unless the text gives exactly these diagnostics.
#[track_caller]
fn gives(text: &str, expected: &[&str]) {
    let parsed = read(text);
    assert_eq!(shown(&parsed.sources, &parsed.diagnostics), expected, "{text}");
}

#[track_caller]
fn section_gives(section: &str, expected: &[&str]) {
    let text = around(section);
    let before = text.lines().count() - section.lines().count();
    let parsed = read(&text);
    // Lines are counted from the section's first.
    let shown: Vec<_> = shown(&parsed.sources, &parsed.diagnostics)
        .iter()
        .map(|line| shift(line, before))
        .collect();
    assert_eq!(shown, expected, "{text}");
}

fn shift(line: &str, lines: usize) -> String {
    let mut words: Vec<_> = line.splitn(3, ' ').map(str::to_owned).collect();
    let ends = words[1].split('-').map(|end| {
        let (line, column) = end.split_once(':').unwrap();
        format!("{}:{column}", line.parse::<usize>().unwrap() - lines)
    });
    words[1] = ends.collect::<Vec<_>>().join("-");
    words.join(" ")
}

#[test]
fn yaml_itself() {
    gives("", &["empty-document 1:1-1:1  | the document is empty"]);
    gives("# nothing\n", &["empty-document 1:1-1:1  | the document is empty"]);
    gives("---\n", &["empty-document 1:1-1:1  | the document is empty"]);
    gives(
        "- a\n",
        &["wrong-shape 1:1-1:4  | a policy is a mapping of keys and values, not a list"],
    );
    gives("policy: \"x\n", &["not-yaml 1:9-1:10  | a quote is not closed"]);
    gives(
        "policy: x\n  version: 1\n",
        &["not-yaml 2:10-2:11  | a colon stands where no key can be"],
    );
    gives(
        "policy: x\nfields: [\n",
        &["not-yaml 3:1-3:1  | a value is missing, or a bracket is not closed"],
    );
    gives(
        "policy: x\nfields: [a, b\n",
        &["not-yaml 3:1-3:1  | a `[` has no `]`, or a comma is missing"],
    );
    gives(
        "policy: x\nfields: { a: b\n",
        &["not-yaml 3:1-3:1  | a `{` has no `}`, or a comma is missing"],
    );
    gives(
        "policy: x\nfields:\n  - a\n b: 3\n",
        &["not-yaml 4:2-4:3  | this line is indented differently from the lines it belongs to"],
    );
    gives("policy: @x\n", &["not-yaml 1:9-1:10  | a text cannot begin with this character"]);
    gives("policy: >= 5\n", &["not-yaml 1:9-1:10  | a text cannot begin with `>` or `|`"]);
    gives(
        "policy: \"a\\qb\"\n",
        &[
            "not-yaml 1:9-1:10  | a backslash in double quotes stands before a letter that means nothing",
        ],
    );
    gives("policy: 'x' y\n", &["not-yaml 1:13-1:14  | text goes on after the closing quote"]);
    gives("policy: x\nmeans\n", &["not-yaml 3:1-3:1  | this line has no colon"]);
    gives("policy:x\nversion: 1\n", &["not-yaml 2:8-2:9  | a colon stands where no key can be"]);
    gives("grade:\n\tof: fit\n", &["not-yaml 2:2-2:3  | a tab stands where spaces are due"]);
    gives(
        "policy: x ]\nversion: 1\n",
        &[
            "missing-key 1:1-1:7 policy | a policy needs `fields`",
            "missing-key 1:1-1:7 policy | a policy needs `people`",
            "missing-key 1:1-1:7 policy | a policy needs `route`",
            "bad-id 1:9-1:12 policy | `x ]` is no id for a policy",
        ],
    );
    gives("policy: x\n}\n", &["not-yaml 2:1-2:2  | a closing bracket has no opening one"]);
    gives("policy: x\nfields:\n  - a\n  b\n", &["not-yaml 5:1-5:1  | this line has no colon"]);
}

#[test]
fn features_that_are_refused() {
    gives(
        "policy: &id x\n",
        &[
            "yaml-feature 1:9-1:12 policy | an anchor (`&name`) is not possible in a policy",
            "missing-key 1:1-1:7 policy | a policy needs `fields`",
            "missing-key 1:1-1:7 policy | a policy needs `people`",
            "missing-key 1:1-1:7 policy | a policy needs `route`",
        ],
    );
    gives(
        "policy: *id\n",
        &[
            "yaml-feature 1:9-1:10  | an anchor (`&name`) or alias (`*name`) is not possible in a policy",
        ],
    );
    gives(
        "policy: &a x\nmeans: *a\n",
        &[
            "yaml-feature 1:9-1:11  | an anchor (`&name`) is not possible in a policy",
            "yaml-feature 2:8-2:10  | an alias (`*name`) is not possible in a policy",
        ],
    );
    gives(
        "policy: !!str x\n",
        &[
            "yaml-feature 1:9-1:14 policy | a tag (`!name`) is not possible in a policy",
            "missing-key 1:1-1:7 policy | a policy needs `fields`",
            "missing-key 1:1-1:7 policy | a policy needs `people`",
            "missing-key 1:1-1:7 policy | a policy needs `route`",
        ],
    );
    gives(
        "policy: !x y\n",
        &[
            "yaml-feature 1:9-1:11 policy | a tag (`!name`) is not possible in a policy",
            "missing-key 1:1-1:7 policy | a policy needs `fields`",
            "missing-key 1:1-1:7 policy | a policy needs `people`",
            "missing-key 1:1-1:7 policy | a policy needs `route`",
        ],
    );
    gives(
        "policy: x\n---\npolicy: y\n",
        &["yaml-feature 2:1-2:4  | a second document begins here"],
    );
    gives(
        "version: 1\npolicy: x\nversion: 2\n",
        &[
            "duplicate-key 3:1-3:8  | `version` stands twice",
            "missing-key 1:1-1:8 version | a policy needs `fields`",
            "missing-key 1:1-1:8 version | a policy needs `people`",
            "missing-key 1:1-1:8 version | a policy needs `route`",
        ],
    );
    gives("[a]: b\n", &["wrong-shape 1:1-1:4  | a key must be a text, not a list or a mapping"]);
    gives(
        "? { a: b }\n: c\n",
        &["wrong-shape 1:3-1:11  | a key must be a text, not a list or a mapping"],
    );
}

#[test]
fn unknown_and_missing_keys() {
    section_gives("menas: x\n", &["unknown-key 1:1-1:6 menas | a policy has no key `menas`"]);
    section_gives(
        "score: { fit: [{ pionts: 20, when: \"employees > 3\" }] }\n",
        &["unknown-key 1:18-1:24 score.fit[0].pionts | a line of the score has no key `pionts`"],
    );
    section_gives(
        "pools: { a, b }\n",
        &[
            "wrong-shape 1:10-1:11 pools.a | a pool is a mapping of keys and values, not nothing",
            "wrong-shape 1:13-1:14 pools.b | a pool is a mapping of keys and values, not nothing",
        ],
    );
    section_gives(
        "people: { bo: { nam: Bo }, cy: {} }\n",
        &[
            "unknown-key 1:17-1:20 people.bo.nam | a person has no key `nam`",
            "missing-key 1:28-1:30 people.cy | a person needs `name`",
        ],
    );
    section_gives(
        "stages:\n  mql: {}\n",
        &[
            "missing-key 2:3-2:6 stages.mql | a stage needs `enter`",
            "missing-key 2:3-2:6 stages.mql | a stage needs `owner`",
        ],
    );
    section_gives(
        "route:\n  - owner: ana\n  - otherwise: ana\n",
        &["missing-key 2:5-2:10 route[0].owner | a step needs `layer`"],
    );
    section_gives(
        "stages:\n  mql: { colour: red, enter: always, owner: ana }\n",
        &["unknown-key 2:10-2:16 stages.mql.colour | a stage has no key `colour`"],
    );
}

#[test]
fn values() {
    section_gives(
        "version: one\n",
        &["number-not-understood 1:10-1:13 version | `version` cannot be `one`"],
    );
    section_gives(
        "version: -1\n",
        &["number-not-understood 1:10-1:12 version | `version` cannot be `-1`"],
    );
    section_gives(
        "record: My Lead\n",
        &["bad-id 1:9-1:16 record | `My Lead` is no id for a kind of record"],
    );
    section_gives(
        "score: [1]\n",
        &["wrong-shape 1:1-1:6 score | `score` is a mapping of keys and values, not a list"],
    );
    section_gives(
        "score:\n  fit: { points: 3 }\n",
        &["wrong-shape 2:3-2:6 score.fit | `fit` is a list, not a mapping"],
    );
    section_gives(
        "score:\n  fit:\n    - points: 1,000\n      when: always\n",
        &["number-not-understood 3:15-3:20 score.fit[0].points | `points` cannot be `1,000`"],
    );
    section_gives(
        "grade: { of: fit, b: 30, else: C }\n",
        &["unknown-key 1:19-1:20 grade.b | `grade` has no key `b`"],
    );
    section_gives(
        "grade: { of: fit, A: 3, else: c }\n",
        &["value-not-understood 1:31-1:32 grade.else | `c` is no grade"],
    );
    section_gives(
        "grade: { of: fit, else: C }\n",
        &["missing-key 1:1-1:6 grade | `grade` has no grade above `else`"],
    );
    section_gives(
        "fields:\n  a: { type: text, required: perhaps, ranges: yes, from: { b: million }, values: [x, x, \"\"] }\n  c:\n",
        &[
            "value-not-understood 2:30-2:37 fields.a.required | `required` cannot be `perhaps`",
            "value-not-understood 2:47-2:50 fields.a.ranges | `ranges` cannot be `yes`",
            "duplicate-id 2:86-2:87 fields.a.values[1] | the value `x` stands twice",
            "value-not-understood 2:90-2:90 fields.a.values[2] | a value of the choice is empty",
            "value-not-understood 2:63-2:70 fields.a.from.b | `million` is no scaling",
            "value-not-understood 3:3-3:4 fields.c | the type of `c` is empty",
        ],
    );
    section_gives(
        "fields:\n",
        &["wrong-shape 1:1-1:7 fields | `fields` is a mapping of names, not nothing"],
    );
}

#[test]
fn values_of_people_pools_and_derived_values() {
    section_gives(
        "score:\n  intent:\n    - points: 3\n      when: always\n      half-life: 0 days\n      since:\n    - points: 3\n      when: always\n      half-life: soon\n",
        &[
            "duration-not-understood 5:18-5:24 score.intent[0].half-life | `0 days` is no length of time",
            "value-not-understood 6:7-6:12 score.intent[0].since | `since` is empty",
            "duration-not-understood 9:18-9:22 score.intent[1].half-life | `soon` is no length of time",
        ],
    );
    section_gives(
        "people:\n  Ana Maria: { name: Ana, role: AE, ids: 3 }\n  bo: Bo\n",
        &[
            "bad-id 2:3-2:12 people.Ana Maria | `Ana Maria` is no id for a person",
            "bad-id 2:33-2:35 people.Ana Maria.role | `AE` is no id for a role",
            "wrong-shape 2:42-2:43 people.Ana Maria.ids | `ids` is a mapping of names, not a text",
            "wrong-shape 3:7-3:9 people.bo | a person is a mapping of keys and values, not a text",
        ],
    );
    section_gives(
        "pools:\n  a: { members: [ana, ana], turn: stick, when empty: ana }\n  b: { members: { ana: 0 } }\n  c:\n",
        &[
            "value-not-understood 2:35-2:40 pools.a.turn | `turn` cannot be `stick`",
            "duplicate-id 2:23-2:26 pools.a.members[1] | `ana` is a member twice",
            "number-not-understood 3:24-3:25 pools.b.members.ana | `ana` cannot be `0`",
            "wrong-shape 4:3-4:4 pools.c | a pool is a mapping of keys and values, not nothing",
        ],
    );
    section_gives(
        "derive:\n  x: 3\n  y:\n  a:\n    - is: x\n  b: { lookup: [] }\n  c: { lookup: [{ country: [US], c: x }, 3] }\n",
        &[
            "wrong-shape 2:6-2:7 derive.x | `x` is a list of lines with `is` and `when`, or a look-up, not a text",
            "wrong-shape 3:3-3:4 derive.y | `y` is a list of lines with `is` and `when`, or a look-up, not nothing",
            "missing-key 5:7-5:9 derive.a[0].is | a line of a derived value needs `when`",
            "empty-table 6:8-6:14 derive.b.lookup | this table has no row",
            "wrong-shape 7:42-7:43 derive.c.lookup[1] | a row is a mapping from column to cell, not a text",
            "wrong-shape 7:19-7:26 derive.c.lookup[0].country | the cell `country` is a text",
        ],
    );
}

#[test]
fn the_route() {
    section_gives("route: x\n", &["wrong-shape 1:8-1:9 route | `route` is a list, not a text"]);
    section_gives(
        "route:\n",
        &["no-otherwise 1:1-1:6 route | the route does not end with `otherwise`"],
    );
    section_gives(
        "route:\n  - layer: a\n    owner: ana\n",
        &["no-otherwise 1:1-1:6 route | the route does not end with `otherwise`"],
    );
    section_gives(
        "route:\n  - layer: a\n    owner: ana\n    pool: x\n  - otherwise: ana\n",
        &["wrong-shape 4:5-4:9 route[0].pool | a step cannot have `pool` beside `owner`"],
    );
    section_gives(
        "route:\n  - layer: b\n  - otherwise: ana\n",
        &[
            "step-without-answer 2:5-2:10 route[0].layer | this step does not say who owns what it takes",
        ],
    );
    section_gives(
        "route:\n  - layer: c\n    owner: ana\n    unknown owner: keep\n    match: first\n  - otherwise: ana\n",
        &[
            "unknown-key 4:5-4:18 route[0].unknown owner | `unknown owner` means nothing without `ask`",
            "unknown-key 5:5-5:10 route[0].match | `match` means nothing without `table`",
        ],
    );
    section_gives(
        "route:\n  - otherwise: ana\n  - layer: d\n    owner: ana\n  - otherwise: bo\n",
        &[
            "step-never-reached 3:5-3:10 route[1].layer | this stands below `otherwise` and is never reached",
            "step-never-reached 5:5-5:14 route[2].otherwise | this stands below `otherwise` and is never reached",
        ],
    );
    section_gives(
        "route:\n  - layer: d\n    ask: accountOwner\n    unknown owner: kep\n    any stage: maybe\n  - otherwise: ana\n",
        &[
            "value-not-understood 5:16-5:21 route[0].any stage | `any stage` cannot be `maybe`",
            "value-not-understood 4:20-4:23 route[0].unknown owner | `unknown owner` cannot be `kep`",
        ],
    );
    section_gives(
        "route:\n  - otherwise: ana\n    layer: x\n",
        &["unknown-key 3:5-3:10 route[0].layer | the last item of the route has no key `layer`"],
    );
    section_gives(
        "route:\n  - otherwise:\n",
        &["value-not-understood 2:5-2:14 route[0].otherwise | `otherwise` is empty"],
    );
    section_gives(
        "route:\n  - { layer: \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\", owner: ana }\n  - otherwise: ana\n",
        &[
            "value-not-understood 2:15-2:80 route[0].layer | the name of a layer is 1 to 64 printable characters",
        ],
    );
}

#[test]
fn conditions_that_yaml_cut() {
    section_gives(
        "score:\n  fit:\n    - { points: 40, when: employees > 1,000 and country = US }\n",
        &[
            "condition-cut-by-comma 3:27-3:61 score.fit[0].when | YAML cut this condition at its comma",
        ],
    );
    section_gives(
        "score:\n  fit:\n    - { points: 40, when: country in (US, CA, US), half-life: 4h }\n",
        &[
            "condition-cut-by-comma 3:27-3:50 score.fit[0].when | YAML cut this condition at its comma",
        ],
    );
    section_gives(
        "score:\n  fit:\n    - { points: 40, when: employees > 1000 and country = US }\n",
        &[],
    );
    section_gives(
        "stages:\n  mql: { enter: country in (US, CA), owner: ana }\n",
        &[
            "condition-cut-by-comma 2:17-2:36 stages.mql.enter | YAML cut this condition at its comma",
        ],
    );
    section_gives(
        "stages:\n  mql:\n    enter: country = US: CA\n    owner: ana\n",
        &["condition-cut-by-colon 3:24-3:25  | YAML took the colon in this condition for a key"],
    );
    section_gives(
        "stages:\n  mql: { enter: country = US: CA, owner: ana }\n",
        &["condition-cut-by-colon 2:29-2:30  | YAML took the colon in this condition for a key"],
    );
    section_gives(
        "stages:\n  mql:\n    enter:\n      country = US: CA\n    owner: ana\n",
        &[
            "condition-cut-by-colon 4:19-4:20 stages.mql.enter.country = US | YAML took the colon in this condition for a key",
        ],
    );
    section_gives(
        "stages:\n  mql: { enter: country = US #CA, owner: ana }\n",
        &["condition-cut-by-hash 2:30-2:47  | YAML took the rest of this condition for a comment"],
    );
    section_gives(
        "stages:\n  mql:\n    enter: country = US #CA\n      and employees > 3\n    owner: ana\n",
        &["condition-cut-by-hash 3:25-3:28  | YAML took the rest of this condition for a comment"],
    );
    section_gives(
        "stages:\n  mql:\n    enter: country = #1 and employees > 3\n    owner: ana\n",
        &[
            "condition-cut-by-hash 3:12-3:42 stages.mql.enter | YAML took the rest of this condition for a comment",
        ],
    );
    section_gives(
        "stages:\n  mql:\n    enter: country = US # and nothing else\n    owner: ana\n",
        &[],
    );
    section_gives(
        "stages:\n  mql:\n    enter: \"country = =\" # quoted\n    owner: ana\n",
        &[
            "condition-not-understood 3:23-3:24 stages.mql.enter | a value is due after `=`, not `=`",
        ],
    );
    section_gives(
        "stages:\n  mql:\n    enter:\n    owner: ana\n  b:\n    enter: [x]\n    owner: ana\n",
        &[
            "condition-not-understood 3:5-3:10 stages.mql.enter | `enter` is empty",
            "wrong-shape 6:5-6:10 stages.b.enter | `enter` is a condition, not a list",
        ],
    );
}

#[test]
fn names_of_files() {
    section_gives(
        "people: people.csv\n",
        &["unknown-file 1:9-1:19 people | there is no file `people.csv`"],
    );
    section_gives(
        "people: ../people.csv\n",
        &[
            "bad-file-name 1:9-1:22 people | `../people.csv` is no file beside the policy: it leads out with `..`",
        ],
    );
    section_gives(
        "people: /people.csv\n",
        &[
            "bad-file-name 1:9-1:20 people | `/people.csv` is no file beside the policy: it is absolute",
        ],
    );
    section_gives(
        "people: 'C:people.csv'\n",
        &[
            "bad-file-name 1:10-1:22 people | `C:people.csv` is no file beside the policy: it is absolute",
        ],
    );
    section_gives(
        "people: a\\people.csv\n",
        &[
            "bad-file-name 1:9-1:21 people | `a\\people.csv` is no file beside the policy: it has a backslash",
        ],
    );
    section_gives(
        "people: a//people.csv\n",
        &[
            "bad-file-name 1:9-1:22 people | `a//people.csv` is no file beside the policy: a part of it is empty",
        ],
    );
}
