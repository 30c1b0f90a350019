//! Policies, records and facts by chance, small and mixed, made to pass `check`.
//!
//! Literals come from a few values for each field, and records from the same ones and their
//! neighbours, so that the edges of conditions are hit all the time. `fields` makes the
//! dictionary, `tests` conditions and cells, `tables` tables, `route` people, pools, stages and
//! steps, `records` what comes in.

mod fields;
mod records;
mod route;
mod tables;
mod tests;

use super::random::Random;
use fields::FieldPlan;
use pointperson::diagnostic::{Span, Spanned};
use pointperson::policy::{
    DeriveLine, Derived, Duration, DurationUnit, Grade, How, Policy, ScoreLine, Table, When,
};
use std::collections::BTreeMap;
use tests::Subject;

/// A policy made by chance, and what is needed to make records for it.
pub struct Made {
    /// The policy, as the author's tree.
    pub policy: Policy,
    /// The CSV files it names.
    pub files: BTreeMap<String, Vec<u8>>,
    fields: Vec<FieldPlan>,
}

/// How much a policy holds.
#[derive(Clone, Copy)]
struct Size {
    fields: usize,
    lines: usize,
    steps: usize,
    rows: usize,
}

const SMALL: Size = Size { fields: 4, lines: 3, steps: 4, rows: 5 };
const LARGE: Size = Size { fields: 9, lines: 6, steps: 9, rows: 90 };

/// A policy. One in fifty is large.
pub fn policy(random: &mut Random) -> Made {
    let size = if random.chance(2) { LARGE } else { SMALL };
    let fields = fields::fields(random, size.fields);
    let mut names: Vec<Subject> = fields.iter().map(FieldPlan::subject).collect();
    let (people, roles) = route::people(random);
    let mut policy = Policy {
        id: spanned("generated".to_owned()),
        version: spanned(random.below(1000) as u64),
        record: spanned((*random.pick(&["lead", "ticket"])).to_owned()),
        means: random.chance(20).then(|| spanned("who owns what: a # test, \"so\"".to_owned())),
        fields: fields.iter().map(|field| field.definition.clone()).collect(),
        people,
        ..Policy::default()
    };
    for at in 0..random.below(3) {
        let derived = derived(random, &mut names, &format!("derived-{at}"), size);
        policy.derive.push(derived);
    }
    let since: Vec<String> =
        fields.iter().filter(|field| field.is_time()).map(FieldPlan::id).collect();
    policy.fit = score_lines(random, &names, &since, size);
    policy.intent = score_lines(random, &names, &since, size);
    if !policy.fit.is_empty() || !policy.intent.is_empty() {
        names.extend(["score", "fit", "intent"].map(Subject::points));
        if random.chance(60) {
            policy.grade = Some(grade(random));
            names.push(Subject::listed("grade", &["A", "B", "C"]));
        }
    }
    policy.pools = route::pools(random, &policy);
    policy.stages = route::stages(random, &policy, &names, &roles);
    if !policy.stages.is_empty() {
        let ids: Vec<&str> = policy.stages.iter().map(|stage| stage.id.value.as_str()).collect();
        names.push(Subject::listed("stage", &ids));
    }
    policy.steps = route::steps(random, &policy, &names, &roles, size);
    policy.otherwise = Some(route::person(random, &policy));
    let mut made = Made { policy, files: BTreeMap::new(), fields };
    tables::move_to_files(random, &mut made);
    made
}

fn derived(random: &mut Random, names: &mut Vec<Subject>, id: &str, size: Size) -> Derived {
    let values = ["small", "mid", "large", "Von A & B"];
    let how = if random.chance(50) {
        let lines = (0..=random.below(size.lines)).map(|_| DeriveLine {
            is: spanned((*random.pick(&values)).to_owned()),
            when: When::If(spanned(tests::condition(random, names, 2))),
            span: Span::default(),
        });
        let mut lines: Vec<DeriveLine> = lines.collect();
        if random.chance(25) {
            let is = spanned("the rest".to_owned());
            lines.push(DeriveLine { is, when: always(), span: Span::default() });
        }
        How::Lines(lines)
    } else {
        How::Lookup(tables::lookup(random, names, id, &values, size.rows))
    };
    // Comparing with a value it can never have is refused.
    let possible: Vec<String> = match &how {
        How::Lines(lines) => lines.iter().map(|line| line.is.value.clone()).collect(),
        How::Lookup(table) => outputs(table, id),
    };
    let possible: Vec<&str> = possible.iter().map(String::as_str).collect();
    names.push(Subject::listed(id, &possible));
    let means = matches!(how, How::Lookup(_)) && random.chance(20);
    let means = means.then(|| spanned("a region".to_owned()));
    Derived { id: spanned(id.to_owned()), how, means, span: Span::default() }
}

fn outputs(table: &Table, id: &str) -> Vec<String> {
    let output = table.columns.iter().position(|column| column.value == id).expect("its output");
    table.rows.iter().map(|row| row.cells[output].value.clone()).collect()
}

fn score_lines(
    random: &mut Random,
    names: &[Subject],
    since: &[String],
    size: Size,
) -> Vec<ScoreLine> {
    let count = random.below(size.lines + 1);
    let mut lines = Vec::new();
    for _ in 0..count {
        let decays = !since.is_empty() && random.chance(75);
        let when = if random.chance(15) {
            always()
        } else {
            When::If(spanned(tests::condition(random, names, 2)))
        };
        lines.push(ScoreLine {
            points: spanned(random.between(-40, 60)),
            when,
            half_life: decays.then(|| spanned(duration(random))),
            since: decays.then(|| spanned(random.pick(since).clone())),
            span: Span::default(),
        });
    }
    lines
}

fn grade(random: &mut Random) -> Grade {
    let low = random.between(-10, 30);
    let high = low + random.between(1, 40);
    let band = |letter: &str, least: i64| (spanned(letter.to_owned()), spanned(least));
    Grade {
        of: spanned((*random.pick(&["fit", "intent", "score"])).to_owned()),
        bands: vec![band("A", high), band("B", low)],
        otherwise: spanned("C".to_owned()),
        span: Span::default(),
    }
}

fn duration(random: &mut Random) -> Duration {
    let units =
        [DurationUnit::Minutes, DurationUnit::Hours, DurationUnit::Days, DurationUnit::Weeks];
    Duration { count: random.between(1, 30) as u32, unit: *random.pick(&units) }
}

fn always() -> When {
    When::Always(Span::default())
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}
