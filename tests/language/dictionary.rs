//! The definitions dictionary, whole.

use pointperson::diagnostic::{Span, Spanned};
use pointperson::policy::{
    Alias, Answer, DeriveLine, Derived, Duration, DurationUnit, FieldDefinition, Grade, How, Match,
    Member, People, Person, Policy, Pool, Row, Scaling, ScoreLine, Stage, Step, Table, Turn,
    UnknownOwner, When, dictionary,
};

use crate::support::condition;

fn at<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

fn text(text: &str) -> Spanned<String> {
    at(text.to_owned())
}

fn when(text: &str) -> When {
    match text {
        "always" => When::Always(Span::default()),
        _ => When::If(at(condition(text).expect("a condition"))),
    }
}

fn field(id: &str, kind: &str) -> FieldDefinition {
    FieldDefinition { id: text(id), kind: text(kind), ..FieldDefinition::default() }
}

fn fields() -> Vec<FieldDefinition> {
    vec![
        FieldDefinition {
            required: true,
            means: Some(text("address of the person | business only")),
            ..field("email", "email")
        },
        FieldDefinition { of: Some(text("email")), ..field("domain", "domain") },
        FieldDefinition {
            ranges: true,
            label: Some(text("company size")),
            from: vec![
                Alias { name: text("company_size"), scaling: Scaling::Units },
                Alias { name: text("size_k"), scaling: Scaling::Thousands },
            ],
            ..field("employees", "integer")
        },
        FieldDefinition { currency: Some(text("USD")), ..field("revenue", "money") },
        FieldDefinition {
            values: vec![text("web"), text("partner")],
            ignore_case: true,
            when_absent: Some(text("web")),
            ..field("source", "choice")
        },
        field("ratio", "decimal(2)"),
        field("demo", "flag"),
    ]
}

fn people() -> People {
    let person = |id: &str, name: &str, role: &str| Person {
        id: text(id),
        name: text(name),
        role: Some(text(role)),
        email: Some(text("private@example.com")),
        ..Person::default()
    };
    People {
        file: None,
        list: vec![
            person("maya", "Maya Chen", "marketing"),
            person("sam", "Sam Okoro", "sdr"),
            person("bo", "Bo Lind", "sdr"),
        ],
    }
}

fn table(file: &str) -> Table {
    let cells = ["acme.example", "sam"].map(text).to_vec();
    Table {
        file: Some(text(file)),
        columns: vec![text("domain"), text("owner")],
        rows: vec![Row { cells, span: Span::default() }],
        matching: at(Match::First),
        empty_is_any: true,
        span: Span::default(),
    }
}

fn step(layer: &str, guard: Option<&str>, any_stage: bool, answer: Answer) -> Step {
    Step { layer: text(layer), any_stage, when: guard.map(when), answer, span: Span::default() }
}

fn derived() -> Vec<Derived> {
    let span = Span::default();
    let line = |is: &str, condition: &str| DeriveLine { is: text(is), when: when(condition), span };
    vec![
        Derived {
            id: text("segment"),
            how: How::Lines(vec![
                line("enterprise", "employees > 1,000 and revenue > $100M"),
                line("a|b", "source = \"a|b\""),
            ]),
            means: Some(text("size of the company")),
            span,
        },
        Derived { id: text("region"), how: How::Lookup(table("regions.csv")), means: None, span },
    ]
}

fn policy() -> Policy {
    let span = Span::default();
    let ask = Answer::Ask { fact: text("accountOwner"), unknown_owner: UnknownOwner::Keep };
    Policy {
        id: text("lead-ownership"),
        version: at(7),
        record: text("lead"),
        means: Some(text("Who owns a lead")),
        fields: fields(),
        derive: derived(),
        fit: vec![ScoreLine {
            points: at(-20),
            when: when("email is free"),
            half_life: None,
            since: None,
            span,
        }],
        intent: vec![ScoreLine {
            points: at(40),
            when: when("demo"),
            half_life: Some(at(Duration { count: 14, unit: DurationUnit::Days })),
            since: Some(text("demo-at")),
            span,
        }],
        grade: Some(Grade {
            of: text("fit"),
            bands: vec![(text("A"), at(40))],
            otherwise: text("C"),
            span,
        }),
        stages: vec![Stage {
            id: text("mql"),
            enter: when("score >= 65"),
            position: Some(text("working")),
            owner: text("sdr"),
            respond_within: Some(at(Duration { count: 1, unit: DurationUnit::Hours })),
            leave_within: None,
            means: None,
            span,
        }],
        people: people(),
        pools: vec![Pool {
            id: text("inside"),
            members: vec![
                Member { person: text("sam"), weight: 2 },
                Member { person: text("bo"), weight: 1 },
            ],
            turn: at(Turn::Sticky),
            sticky_by: vec![],
            when_empty: Some(text("maya")),
            span,
        }],
        steps: vec![
            step("account owner", None, true, ask),
            step("named", None, false, Answer::Table(table("named.csv"))),
            step("partner", Some("source = partner"), false, Answer::Owner(text("maya"))),
            step("rest", Some("always"), false, Answer::Pool(text("inside"))),
        ],
        otherwise: Some(text("maya")),
    }
}

#[test]
fn a_policy_is_told_in_words() {
    let expected = include_str!("dictionary.md");
    let actual = dictionary(&policy());
    assert_eq!(actual, expected, "\n{actual}");
    assert_eq!(actual, dictionary(&policy()));
}

#[test]
fn an_empty_policy_is_told_too() {
    let told = dictionary(&Policy::default());
    assert!(told.starts_with("# : definitions\n"), "{told}");
}
