//! The slow, obvious evaluator: it walks the policy as the author wrote it.
//!
//! It is the second, independent reading of the rules and the judge of the engine, so it shares
//! no code with `check`, `boxes`, `compile` and `decide`. It may use what the author wrote
//! (`policy`) and typed values (`record`). Everything here prefers being plainly right to being
//! fast: conditions are walked as trees, rows are tried one after the other, tables of numbers
//! are computed anew.
//!
//! The policy must have passed `check`; on another one it may panic.

mod open;
pub mod pool;
mod route;
pub mod score;
pub mod siphash;
pub mod truth;

use super::decision::{Claim, Decision, Owner, PolicyStamp, Reason, Via};
use super::shape::shape_of;
use pointperson::decide::{Axis, Fact, Facts, Outcome, Score, Timer, TimerKind};
use pointperson::policy::{Cell, How, Placed, Policy, Row, Stage, Table, UnknownOwner, When};
use pointperson::record::{Record, Shape, Why};
use route::{Mode, Walk};
use std::collections::HashMap;
use truth::Truth;

/// A policy, ready to be walked.
pub struct Reference<'a> {
    policy: &'a Policy,
    shape: Shape,
    stamp: PolicyStamp,
    /// Every cell text of the policy, read once.
    cells: HashMap<String, Cell>,
}

/// What is known about one record at some point of its evaluation.
///
/// It grows: derived values first, then the score, the grade, the stage.
#[derive(Clone)]
pub struct View<'a> {
    record: &'a Record,
    facts: &'a Facts,
    /// The derived values so far; `None` is missing.
    derived: Vec<(String, Option<String>)>,
    score: Score,
    grade: Option<char>,
    stage: Option<&'a Stage>,
}

/// A decision without its `open`, and what is needed to find that.
struct Conclusion {
    decision: Decision,
    /// The facts that steps above the winner asked for, not told.
    unanswered: Vec<(Fact, UnknownOwner)>,
    /// The pool that chose the owner.
    pool: Option<String>,
}

impl<'a> Reference<'a> {
    /// A policy that passed `check`, and the stamp that its decisions bear.
    pub fn new(policy: &'a Policy, stamp: PolicyStamp) -> Self {
        let mut cells = HashMap::new();
        for table in tables(policy) {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                let placed = Placed { text: &cell.value, span: cell.span, verbatim: false };
                // Owner columns hold names, which need not be cells at all.
                if let Ok(read) = pointperson::policy::parse_cell(placed) {
                    cells.insert(cell.value.clone(), read);
                }
            }
        }
        Reference { policy, shape: shape_of(policy), stamp, cells }
    }

    /// The shape that records of this policy have.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The whole decision.
    pub fn decide(&self, record: &Record, facts: &Facts) -> Decision {
        let conclusion = self.conclude(record, facts);
        let open = self.open(record, facts, &conclusion);
        Decision { open, ..conclusion.decision }
    }

    /// Steps 1 to 8: everything but `open`.
    fn conclude(&self, record: &Record, facts: &Facts) -> Conclusion {
        let mut reasons = Vec::new();
        let refused = self.about_fields(record, &mut reasons);
        let mut view = View {
            record,
            facts,
            derived: Vec::new(),
            score: Score::default(),
            grade: None,
            stage: None,
        };
        self.derive(&mut view, &mut reasons);
        self.add_points(&mut view, &mut reasons);
        self.grade(&mut view, &mut reasons);
        self.enter_stage(&mut view, &mut reasons);

        let walk = if refused { self.otherwise() } else { self.walk(&view) };
        let outcome = if refused { Outcome::Refused } else { walk.outcome };
        reasons.extend(walk.passed.iter().cloned());
        reasons.push(Reason::Took {
            layer: walk.via.layer.clone(),
            rule: walk.via.rule.clone(),
            pool: walk.pool.clone(),
            pool_was_empty: walk.pool_was_empty,
        });

        let has_score = !self.policy.fit.is_empty() || !self.policy.intent.is_empty();
        let decision = Decision {
            outcome,
            owner: walk.owner,
            via: walk.via,
            claims: walk.claims,
            stage: view.stage.map(|stage| stage.id.value.clone()),
            position: view.stage.and_then(|stage| Some(stage.position.as_ref()?.value.clone())),
            score: has_score.then_some(view.score),
            grade: view.grade,
            signals: view
                .derived
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.clone()?)))
                .collect(),
            timers: view.stage.map_or_else(Vec::new, |stage| timers(stage, facts)),
            open: Vec::new(),
            reasons,
            policy: self.stamp.clone(),
        };
        Conclusion { decision, unanswered: walk.unanswered, pool: walk.pool }
    }

    /// Says which fields were not readable and which are required and missing. True if any is.
    fn about_fields(&self, record: &Record, reasons: &mut Vec<Reason>) -> bool {
        let fields = self.shape.fields.iter().zip(&record.values);
        for (field, value) in fields.clone() {
            if let pointperson::record::Value::Missing(why) = value
                && *why != Why::NotGiven
            {
                reasons.push(Reason::Field { field: field.id.clone(), why: *why });
            }
        }
        let mut refused = false;
        for (field, value) in fields {
            if field.required && value.is_missing() {
                reasons.push(Reason::Required { field: field.id.clone() });
                refused = true;
            }
        }
        refused
    }

    fn derive(&self, view: &mut View, reasons: &mut Vec<Reason>) {
        for derived in &self.policy.derive {
            let name = &derived.id.value;
            let found = match &derived.how {
                How::Lines(lines) => {
                    let hit = lines.iter().position(|line| self.holds(view, &line.when));
                    hit.map(|at| (lines[at].is.value.clone(), format!("line-{}", at + 1)))
                }
                How::Lookup(table) => self.deciding_row(view, table).map(|at| {
                    let output = column(table, name).expect("a look-up has its output column");
                    (table.rows[at].cells[output].value.clone(), row_name(table, at))
                }),
            };
            if let Some((_, rule)) = &found {
                reasons.push(Reason::Derived { name: name.clone(), rule: rule.clone() });
            }
            view.derived.push((name.clone(), found.map(|(value, _)| value)));
        }
    }

    fn grade(&self, view: &mut View, reasons: &mut Vec<Reason>) {
        let Some(grade) = &self.policy.grade else { return };
        let (of, value) = match grade.of.value.as_str() {
            "fit" => (Axis::Fit, view.score.fit),
            "intent" => (Axis::Intent, view.score.intent),
            _ => (Axis::Total, view.score.fit + view.score.intent),
        };
        let band = grade.bands.iter().find(|(_, least)| least.value <= value);
        let letter = band.map_or(&grade.otherwise.value, |(letter, _)| &letter.value);
        let letter = letter.chars().next().expect("a grade is a letter");
        view.grade = Some(letter);
        reasons.push(Reason::Grade { grade: letter, of, value });
    }

    fn enter_stage<'p>(&'p self, view: &mut View<'p>, reasons: &mut Vec<Reason>) {
        let entered = self.policy.stages.iter().find(|stage| self.holds(view, &stage.enter));
        if let Some(stage) = entered {
            view.stage = Some(stage);
            reasons.push(Reason::Stage { stage: stage.id.value.clone() });
        }
    }

    /// The owner of a record that nothing took.
    fn otherwise(&self) -> Walk {
        let person = self.policy.otherwise.as_ref().expect("a route ends with `otherwise`");
        Walk {
            outcome: Outcome::Fallback,
            owner: known(&person.value),
            via: Via { layer: "otherwise".to_owned(), rule: "otherwise".to_owned() },
            pool: None,
            pool_was_empty: false,
            passed: Vec::new(),
            claims: Vec::new(),
            unanswered: Vec::new(),
        }
    }

    /// Who owns the records of the stage: a role, or an owner of its own. Without stages nobody's
    /// role is asked for.
    fn mode(&self, view: &View<'a>) -> Mode<'a> {
        let Some(stage) = view.stage else { return Mode::Route { role: None } };
        let owner = stage.owner.value.as_str();
        let has_role = |role: &str| {
            let roles = self.policy.people.list.iter().filter_map(|person| person.role.as_ref());
            roles.into_iter().any(|known| known.value == role)
        };
        if has_role(owner) { Mode::Route { role: Some(owner) } } else { Mode::Stage { stage } }
    }

    fn holds(&self, view: &View, when: &When) -> bool {
        match when {
            When::Always(_) => true,
            When::If(condition) => self.condition(view, &condition.value) == Truth::True,
        }
    }
}

fn timers(stage: &Stage, facts: &Facts) -> Vec<Timer> {
    let clocks =
        [(TimerKind::Respond, &stage.respond_within), (TimerKind::Leave, &stage.leave_within)];
    let mut timers = Vec::new();
    for (kind, within) in clocks {
        if let Some(within) = within {
            let within = within.value.milliseconds();
            let largest = (1 << 53) - 1;
            let due = facts.now.map(|now| now.saturating_add(within).clamp(-largest, largest));
            timers.push(Timer { kind, within, due });
        }
    }
    timers
}

/// Every table of a policy.
fn tables(policy: &Policy) -> impl Iterator<Item = &Table> {
    let lookups = policy.derive.iter().filter_map(|derived| match &derived.how {
        How::Lookup(table) => Some(table),
        How::Lines(_) => None,
    });
    let routes = policy.steps.iter().filter_map(|step| match &step.answer {
        pointperson::policy::Answer::Table(table) => Some(table),
        _ => None,
    });
    lookups.chain(routes)
}

/// The position of the column called `name`.
fn column(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.value == name)
}

/// What a row is called: its `id`, else `row-<n>`.
fn row_name(table: &Table, at: usize) -> String {
    let row: &Row = &table.rows[at];
    match column(table, "id").map(|id| row.cells[id].value.as_str()) {
        Some(id) if !id.is_empty() => id.to_owned(),
        _ => format!("row-{}", at + 1),
    }
}

fn known(id: &str) -> Owner {
    Owner { id: id.to_owned(), known: true }
}

fn claim(layer: &str, rule: &str, owner: Owner) -> Claim {
    Claim { layer: layer.to_owned(), rule: rule.to_owned(), owner }
}
