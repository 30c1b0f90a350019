//! Make it small: boxes -> [`Program`].
//!
//! `bits` lays tables out, `words` says in the author's language what every box asks, `sentences`
//! holds the patterns of explanations. All wording of explanations is made here, so that the edge
//! carries none it does not need.
//!
//! Invariant: it cannot fail; `check` has bounded everything that is counted here.
//! Invariant: deterministic. The same policy gives the same program; no hash map is walked.

mod bits;
mod sentences;
mod words;

use crate::artifact::{
    self, Answer, Column, ColumnIndex, Cut, Decay, Derived, DerivedIndex, Grading, OwnerColumn,
    Person, PersonIndex, Pool, PoolIndex, Profile, Program, RoleIndex, RuleNames, ScoreLine,
    Scoring, Stage, StageOwner, Step, Subject, Table, TableIndex, Target, TextEntry, Texts,
};
use crate::boxes::{self, Lowered, LoweredTable, View, boxes};
use crate::check::{self, CheckedPolicy, Model, say_why};
use crate::record::{FREE_MAIL_HOSTS, Why};
use words::Words;

// What `check` lets through, `read` must take: the two lists of limits are one.
const _: () = assert!(
    check::POINTS_MAX == artifact::POINTS_MAX
        && check::DECAYING_POINTS_MAX == artifact::DECAYING_POINTS_MAX
        && check::DURATION_MAX_MILLISECONDS == artifact::DURATION_MAX_MILLISECONDS
        && check::VERSION_MAX == crate::record::NUMBER_MAX.unsigned_abs()
);

/// Compiles a checked policy.
pub fn compile(policy: &CheckedPolicy, profile: Profile) -> Program {
    let lowered = boxes(policy);
    let mut tables = Tables { list: Vec::new(), words: Words::new(policy, &lowered.columns) };
    let model = policy.model();
    let document = policy.policy();
    let derived = derived(model, &lowered, &mut tables);
    let scoring = scoring(model, &lowered, &mut tables);
    let stage_table = lowered.stages.as_ref().map(|table| tables.add(table));
    let steps = steps(model, &lowered, &mut tables);
    let (tables, tests, words) = tables.finish();
    let texts = (profile == Profile::Full).then(|| Texts {
        patterns: sentences::patterns(&document.record.value),
        field_labels: model.labels.clone(),
        whys: Why::ALL.iter().map(|why| say_why(*why).to_owned()).collect(),
        tests,
        words,
    });
    Program {
        profile,
        id: document.id.value.clone(),
        version: document.version.value,
        hash: policy.hash(),
        record: document.record.value.clone(),
        shape: model.shape.clone(),
        columns: lowered.columns.iter().map(column).collect(),
        derived,
        scoring,
        grading: model.grade.as_ref().map(grading),
        stages: stages(policy),
        stage_table,
        people: people(policy),
        roles: model.roles.clone(),
        pools: pools(policy),
        steps,
        otherwise: person(model.otherwise),
        tables,
        free_mail: free_mail(),
        texts,
    }
}

/// A position as it stands in the artifact. `check` keeps every list below 60,000 entries.
fn small(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}

fn person(position: usize) -> PersonIndex {
    PersonIndex(small(position))
}

fn target(target: check::Target) -> Target {
    match target {
        check::Target::Person(position) => Target::Person(person(position)),
        check::Target::Pool(position) => Target::Pool(PoolIndex(small(position))),
    }
}

fn free_mail() -> Vec<String> {
    let mut hosts: Vec<_> = FREE_MAIL_HOSTS.iter().map(|host| (*host).to_owned()).collect();
    hosts.sort_unstable();
    hosts
}

/// The tables of a program while they are laid out.
struct Tables<'a> {
    list: Vec<Table>,
    words: Words<'a>,
}

impl Tables<'_> {
    fn add(&mut self, table: &LoweredTable) -> TableIndex {
        let index = TableIndex(small(self.list.len()));
        self.words.table(table);
        self.list.push(bits::table(table, self.words.columns()));
        index
    }

    fn finish(self) -> (Vec<Table>, Vec<crate::artifact::TableTexts>, Vec<String>) {
        let (tests, words) = self.words.finish();
        (self.list, tests, words)
    }
}

fn subject(subject: check::Subject) -> Subject {
    match subject {
        check::Subject::Field(field) => Subject::Field(field),
        check::Subject::Derived(position) => Subject::Derived(DerivedIndex(small(position))),
        check::Subject::Fit => Subject::Fit,
        check::Subject::Intent => Subject::Intent,
        check::Subject::Total => Subject::Total,
        check::Subject::Grade => Subject::Grade,
        check::Subject::Stage => Subject::Stage,
    }
}

fn column(column: &boxes::Column) -> Column {
    let cut = match &column.view {
        View::Low(cuts) => Cut::Low(cuts.clone()),
        View::High(cuts) => Cut::High(cuts.clone()),
        View::Flag => Cut::Flag,
        View::Text(entries) => {
            let entry = |it: &boxes::Entry| TextEntry { text: it.text.clone(), prefix: it.prefix };
            Cut::Text(entries.iter().map(entry).collect())
        }
        View::Suffix(texts) => Cut::Suffix(texts.clone()),
        View::Contains(text) => Cut::Contains(text.clone()),
        View::FreeMail => Cut::FreeMail,
        View::Account(domains) => Cut::Account(domains.clone()),
        View::Value(count) => Cut::Value(*count),
    };
    Column { subject: subject(column.subject), cut }
}

/// The column of `boxes` with the same position.
fn column_index(column: boxes::ColumnId) -> ColumnIndex {
    ColumnIndex(column.0)
}

fn rule_names(names: &check::Names) -> RuleNames {
    match names {
        check::Names::Lines => RuleNames::Lines,
        check::Names::Rows => RuleNames::Rows,
        check::Names::Ids(ids) => RuleNames::Ids(ids.clone()),
    }
}

fn derived(model: &Model, lowered: &Lowered, tables: &mut Tables<'_>) -> Vec<Derived> {
    let both = model.derived.iter().zip(&lowered.derived);
    let derived = both.map(|(derived, table)| Derived {
        id: derived.id.clone(),
        values: derived.values.clone(),
        table: tables.add(table),
        value_of_rule: derived.value_of_rule.iter().map(|value| small(*value)).collect(),
        names: rule_names(&derived.rules.names),
    });
    derived.collect()
}

fn scoring(model: &Model, lowered: &Lowered, tables: &mut Tables<'_>) -> Option<Scoring> {
    let table = tables.add(lowered.lines.as_ref()?);
    let decay =
        |line: &check::Line| line.decay.map(|(half_life, since)| Decay { half_life, since });
    let lines = model.lines.iter().map(|line| ScoreLine {
        is_intent: line.is_intent,
        points: line.points,
        decay: decay(line),
    });
    Some(Scoring { table, lines: lines.collect() })
}

fn grading(grade: &check::Grade) -> Grading {
    // `check` admits ASCII capitals only.
    let letter = |letter: char| u8::try_from(letter).unwrap_or(b'Z');
    Grading {
        of: subject(grade.of),
        bands: grade.bands.iter().map(|(name, least)| (letter(*name), *least)).collect(),
        otherwise: letter(grade.otherwise),
    }
}

fn stages(policy: &CheckedPolicy) -> Vec<Stage> {
    let both = policy.policy().stages.iter().zip(&policy.model().stages);
    let stage = |(written, stage): (&crate::policy::Stage, &check::Stage)| Stage {
        id: written.id.value.clone(),
        position: written.position.as_ref().map(|position| position.value.clone()),
        owner: match stage.owner {
            check::StageOwner::Role(role) => StageOwner::Role(RoleIndex(small(role))),
            check::StageOwner::Target(it) => match target(it) {
                Target::Person(person) => StageOwner::Person(person),
                Target::Pool(pool) => StageOwner::Pool(pool),
            },
        },
        respond_within: written.respond_within.as_ref().map(|it| it.value.milliseconds()),
        leave_within: written.leave_within.as_ref().map(|it| it.value.milliseconds()),
    };
    both.map(stage).collect()
}

fn people(policy: &CheckedPolicy) -> Vec<Person> {
    let both = policy.policy().people.list.iter().zip(&policy.model().role_of_person);
    let text = |text: &Option<crate::diagnostic::Spanned<String>>| {
        text.as_ref().map(|text| text.value.trim_ascii().to_owned())
    };
    let person = |(written, role): (&crate::policy::Person, &Option<usize>)| Person {
        id: written.id.value.clone(),
        name: written.name.value.clone(),
        role: role.map(|role| RoleIndex(small(role))),
        email: text(&written.email).map(|email| email.to_ascii_lowercase()),
        zone: text(&written.zone),
        ids: written.ids.iter().map(|(at, id)| (at.value.clone(), id.value.clone())).collect(),
    };
    both.map(person).collect()
}

fn pools(policy: &CheckedPolicy) -> Vec<Pool> {
    let both = policy.policy().pools.iter().zip(&policy.model().pools);
    let pool = |(written, pool): (&crate::policy::Pool, &check::Pool)| Pool {
        id: written.id.value.clone(),
        members: pool.members.iter().map(|(member, weight)| (person(*member), *weight)).collect(),
        sticky_by: pool.sticky_by.clone(),
        when_empty: person(pool.when_empty),
    };
    both.map(pool).collect()
}

fn steps(model: &Model, lowered: &Lowered, tables: &mut Tables<'_>) -> Vec<Step> {
    let both = model.steps.iter().zip(&lowered.steps);
    let step = |(step, lowered): (&check::Step, &boxes::LoweredStep)| {
        let guard = lowered.guard.as_ref().map(|guard| tables.add(guard));
        let rows = lowered.rows.as_ref().map(|rows| tables.add(rows));
        let answer = match (&step.answer, rows) {
            (check::Answer::Table { rules, owners }, Some(table)) => Answer::Table {
                table,
                owners: owners.iter().map(owner_column).collect(),
                names: rule_names(&rules.names),
            },
            (check::Answer::Target(it), _) => Answer::Target(target(*it)),
            (check::Answer::Ask { current, keep_unknown }, _) => {
                Answer::Ask { current: *current, keep_unknown: *keep_unknown }
            }
            // INVARIANT: `boxes` lowers the rows of every table.
            (check::Answer::Table { .. }, None) => {
                Answer::Target(Target::Person(person(model.otherwise)))
            }
        };
        Step { layer: step.layer.clone(), any_stage: step.any_stage, guard, answer }
    };
    both.map(step).collect()
}

fn owner_column(column: &(Option<usize>, Vec<Option<check::Target>>)) -> OwnerColumn {
    let (role, targets) = column;
    OwnerColumn {
        role: role.map(|role| RoleIndex(small(role))),
        targets: targets.iter().map(|it| it.map(target)).collect(),
    }
}
