//! Every number of a program that points somewhere points at something. `decide` never indexes
//! unchecked, so this is not what keeps it from panicking; it is what makes a damaged artifact
//! refused instead of deciding nonsense, or deciding for ever.

use super::{
    Answer, Column, Cut, DECAYING_POINTS_MAX, DURATION_MAX_MILLISECONDS, Derived, Form, Grading,
    POINTS_MAX, PersonIndex, Pool, PoolIndex, Profile, Program, RoleIndex, RuleNames, ScoreLine,
    Scoring, Sentence, Stage, StageOwner, Step, Subject, Table, TableIndex, Target,
    words_per_class,
};
use crate::record::{FieldIndex, Kind, NUMBER_MAX, SCALE_MAX, Shape, SubdivisionOf, Why};

type Check = Result<(), &'static str>;

/// Says which part of `program` is not as it must be.
pub(super) fn validate(program: &Program) -> Check {
    ensure(program.version <= NUMBER_MAX.unsigned_abs(), "the version")?;
    shape(&program.shape)?;
    people(program)?;
    for column in &program.columns {
        ensure(is_column(column, program), "a column")?;
    }
    for table in &program.tables {
        ensure(is_table(table, program), "a table")?;
    }
    rules(program)?;
    ensure(is_strictly_ascending(&program.free_mail), "the free mail hosts")?;
    texts(program)
}

fn ensure(holds: bool, what: &'static str) -> Check {
    if holds { Ok(()) } else { Err(what) }
}

fn is_strictly_ascending<T: PartialOrd>(list: &[T]) -> bool {
    list.iter().zip(list.iter().skip(1)).all(|(left, right)| left < right)
}

fn shape(shape: &Shape) -> Check {
    let is = |field: FieldIndex, fits: fn(&Kind) -> bool| {
        shape.get(field).is_some_and(|field| fits(&field.kind))
    };
    for field in &shape.fields {
        let fits = match &field.kind {
            Kind::Number { scale, .. } => *scale <= SCALE_MAX,
            Kind::Subdivision { of: SubdivisionOf::Field(of) } => {
                is(*of, |kind| matches!(kind, Kind::Country))
            }
            Kind::Domain { of: Some(of) } => is(*of, |kind| matches!(kind, Kind::Email)),
            Kind::Text { .. }
            | Kind::Flag
            | Kind::Choice { .. }
            | Kind::Country
            | Kind::Subdivision { .. }
            | Kind::Email
            | Kind::Domain { of: None }
            | Kind::Date
            | Kind::Moment => true,
        };
        let powers = field.sources.iter().all(|source| source.power <= 9);
        ensure(fits && powers && !field.sources.is_empty(), "a field")?;
    }
    Ok(())
}

fn has_person(program: &Program, person: PersonIndex) -> bool {
    person.at() < program.people.len()
}

fn has_pool(program: &Program, pool: PoolIndex) -> bool {
    pool.at() < program.pools.len()
}

fn has_role(program: &Program, role: RoleIndex) -> bool {
    role.at() < program.roles.len()
}

fn has_target(program: &Program, target: Target) -> bool {
    match target {
        Target::Person(person) => has_person(program, person),
        Target::Pool(pool) => has_pool(program, pool),
    }
}

fn has_field(program: &Program, field: FieldIndex) -> bool {
    program.shape.get(field).is_some()
}

fn people(program: &Program) -> Check {
    let role_fits = |role: Option<RoleIndex>| role.is_none_or(|role| has_role(program, role));
    ensure(program.people.iter().all(|person| role_fits(person.role)), "a person")?;
    let is_pool = |pool: &Pool| {
        let members = pool.members.iter();
        !pool.members.is_empty()
            && members.clone().all(|(person, weight)| has_person(program, *person) && *weight > 0)
            && pool.sticky_by.iter().all(|field| has_field(program, *field))
            && has_person(program, pool.when_empty)
    };
    ensure(program.pools.iter().all(is_pool), "a pool")?;
    ensure(has_person(program, program.otherwise), "the otherwise person")
}

fn is_column(column: &Column, program: &Program) -> bool {
    let subject_is_there = match column.subject {
        Subject::Field(field) => has_field(program, field),
        Subject::Derived(derived) => derived.at() < program.derived.len(),
        Subject::Fit | Subject::Intent | Subject::Total | Subject::Grade | Subject::Stage => true,
    };
    let cut_fits = match &column.cut {
        Cut::Low(cuts) | Cut::High(cuts) => is_strictly_ascending(cuts),
        Cut::Text(entries) => is_strictly_ascending(entries),
        Cut::Suffix(texts) | Cut::Account(texts) => is_strictly_ascending(texts),
        Cut::Flag | Cut::Contains(_) | Cut::FreeMail | Cut::Value(_) => true,
    };
    subject_is_there && cut_fits && column.cut.atoms() <= usize::from(u16::MAX)
}

fn is_table(table: &Table, program: &Program) -> bool {
    let boxes = usize::from(table.boxes);
    let rules_fit = if table.rule_of_box.is_empty() {
        // A table without boxes admits nothing, however many rules it has.
        table.rules == table.boxes || table.boxes == 0
    } else {
        table.rule_of_box.len() == boxes
            && table.rule_of_box.is_sorted()
            && table.rule_of_box.iter().all(|rule| *rule < table.rules)
    };
    let atoms = |column: super::ColumnIndex| {
        program.columns.get(column.at()).map(|column| column.cut.atoms())
    };
    let form_fits = match &table.form {
        Form::Bits(columns) => columns.iter().all(|column| {
            let words = words_per_class(table.boxes);
            let classes = column.bits.len().checked_div(words).unwrap_or(0);
            atoms(column.column) == Some(column.class_of_atom.len())
                && column.bits.len() == classes * words
                && column.class_of_atom.iter().all(|class| usize::from(*class) < classes.max(1))
        }),
        Form::Direct { column, first_box } => {
            atoms(*column) == Some(first_box.len())
                && first_box.iter().all(|first| *first <= table.boxes)
        }
    };
    rules_fit && form_fits
}

fn rules_of(program: &Program, table: TableIndex) -> Option<usize> {
    program.tables.get(table.at()).map(|table| usize::from(table.rules))
}

fn rules(program: &Program) -> Check {
    for derived in &program.derived {
        ensure(is_derived(derived, program), "a derived value")?;
    }
    ensure(program.scoring.as_ref().is_none_or(|it| is_scoring(it, program)), "the score")?;
    ensure(program.grading.as_ref().is_none_or(is_grading), "the grade")?;
    let stages = match program.stage_table {
        Some(table) => rules_of(program, table) == Some(program.stages.len()),
        None => program.stages.is_empty(),
    };
    let all_stages = program.stages.iter().all(|stage| is_stage(stage, program));
    ensure(stages && all_stages, "the stages")?;
    ensure(program.steps.iter().all(|step| is_step(step, program)), "a step")
}

fn is_derived(derived: &Derived, program: &Program) -> bool {
    let rules = rules_of(program, derived.table);
    rules == Some(derived.value_of_rule.len())
        && derived.value_of_rule.iter().all(|value| usize::from(*value) < derived.values.len())
        && names_fit(&derived.names, derived.value_of_rule.len())
}

fn names_fit(names: &RuleNames, rules: usize) -> bool {
    match names {
        RuleNames::Lines | RuleNames::Rows => true,
        RuleNames::Ids(ids) => ids.len() == rules,
    }
}

fn is_scoring(scoring: &Scoring, program: &Program) -> bool {
    let decay_fits = |line: &ScoreLine| {
        line.decay
            .is_none_or(|decay| is_duration(decay.half_life) && has_field(program, decay.since))
    };
    let size = |line: &ScoreLine| i64::from(line.points).saturating_abs();
    let decaying = scoring.lines.iter().filter(|line| line.decay.is_some()).map(size);
    rules_of(program, scoring.table) == Some(scoring.lines.len())
        && scoring.lines.iter().all(|line| decay_fits(line) && size(line) <= POINTS_MAX)
        && decaying.fold(0, i64::saturating_add) <= DECAYING_POINTS_MAX
        && scoring.lines.is_sorted_by_key(|line| line.is_intent)
}

fn is_duration(milliseconds: i64) -> bool {
    (1..=DURATION_MAX_MILLISECONDS).contains(&milliseconds)
}

fn is_grading(grading: &Grading) -> bool {
    let falls = |pair: (&(u8, i64), &(u8, i64))| pair.0.1 > pair.1.1;
    let is_band = |(letter, least): &(u8, i64)| {
        letter.is_ascii_uppercase() && (-NUMBER_MAX..=NUMBER_MAX).contains(least)
    };
    matches!(grading.of, Subject::Fit | Subject::Intent | Subject::Total)
        && grading.bands.iter().zip(grading.bands.iter().skip(1)).all(falls)
        && grading.bands.iter().all(is_band)
        && grading.otherwise.is_ascii_uppercase()
}

fn is_stage(stage: &Stage, program: &Program) -> bool {
    let mut clocks = [stage.respond_within, stage.leave_within].into_iter().flatten();
    let owner_is_there = match stage.owner {
        StageOwner::Role(role) => has_role(program, role),
        StageOwner::Person(person) => has_person(program, person),
        StageOwner::Pool(pool) => has_pool(program, pool),
    };
    owner_is_there && clocks.all(is_duration)
}

fn is_step(step: &Step, program: &Program) -> bool {
    let guard = step.guard.is_none_or(|guard| rules_of(program, guard).is_some());
    let answer = match &step.answer {
        Answer::Ask { .. } => true,
        Answer::Target(target) => has_target(program, *target),
        Answer::Table { table, owners, names } => rules_of(program, *table).is_some_and(|rules| {
            names_fit(names, rules)
                && owners.iter().all(|column| {
                    column.role.is_none_or(|role| has_role(program, role))
                        && column.targets.len() == rules
                        && column.targets.iter().flatten().all(|it| has_target(program, *it))
                })
        }),
    };
    guard && answer
}

fn texts(program: &Program) -> Check {
    let Some(texts) = &program.texts else {
        return ensure(program.profile == Profile::Edge, "the texts");
    };
    let boxes_fit = |(table, words): (&Table, &super::TableTexts)| {
        words.boxes.len() == usize::from(table.boxes)
            && words.boxes.iter().flatten().all(|(column, word)| {
                column.at() < program.columns.len() && (*word as usize) < texts.words.len()
            })
    };
    let fits = program.profile == Profile::Full
        && texts.field_labels.len() == program.shape.fields.len()
        && texts.whys.len() == Why::ALL.len()
        && texts.patterns.len() == Sentence::ALL.len()
        && texts.tests.len() == program.tables.len()
        && program.tables.iter().zip(&texts.tests).all(boxes_fit);
    ensure(fits, "the texts")
}
