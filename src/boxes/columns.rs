//! Columns: how subjects are looked at, and where the rules of a policy cut them.

use crate::check::{Admits, Answer, Formula, Model, Predicate, Rules, Subject};
use crate::record::{FieldIndex, Kind};
use std::collections::BTreeMap;

/// The position of a column in [`Lowered::columns`](super::Lowered::columns).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u16);

/// One way to look at a subject, with everything that cuts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What is looked at.
    pub subject: Subject,
    /// How.
    pub view: View,
}

/// How a subject is looked at. Atoms count as in [`Cut`](crate::artifact::Cut).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The low end of a number, by strictly ascending cuts: atom `1 + n` lies at or above `n` cuts.
    Low(Vec<i64>),
    /// The high end, cut alike.
    High(Vec<i64>),
    /// 1 no, 2 yes.
    Flag,
    /// Listed texts and prefixes, ascending: atom `2 + n` is entry `n`, 1 is *other*.
    Text(Vec<Entry>),
    /// Listed suffixes, ascending: the longest wins.
    Suffix(Vec<String>),
    /// 1: does not contain it; 2: contains it.
    Contains(String),
    /// 1: not free mail; 2: free mail.
    FreeMail,
    /// Listed domains, ascending: the longest that the host is or lies under.
    Account(Vec<String>),
    /// Atom `1 + n` is value `n` of a list of this length.
    Value(u16),
}

/// An entry of [`View::Text`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The text.
    pub text: String,
    /// Whether it stands for every text that starts with it.
    pub prefix: bool,
}

impl Column {
    /// How many atoms there are, *missing* included.
    pub fn atoms(&self) -> u16 {
        let count = match &self.view {
            View::Low(cuts) | View::High(cuts) => cuts.len() + 2,
            View::Flag | View::Contains(_) | View::FreeMail => 3,
            View::Text(entries) => entries.len() + 2,
            View::Suffix(texts) | View::Account(texts) => texts.len() + 2,
            View::Value(count) => usize::from(*count) + 1,
        };
        u16::try_from(count).unwrap_or(u16::MAX)
    }
}

/// A view without its cuts. The order is the order of columns over one subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sight {
    Low,
    High,
    Flag,
    Text,
    Suffix,
    Contains(String),
    FreeMail,
    Account,
    Value,
}

/// What cuts a column.
#[derive(Clone, Debug, Default)]
struct Cuts {
    numbers: Vec<i64>,
    entries: Vec<Entry>,
    texts: Vec<String>,
}

/// The columns of a policy.
pub(super) struct Columns<'a> {
    model: &'a Model,
    list: Vec<Column>,
    ids: BTreeMap<(Subject, Sight), ColumnId>,
}

impl<'a> Columns<'a> {
    /// Collects every cut that any rule makes.
    pub fn collect(model: &'a Model) -> Self {
        let mut collector = Collector { model, cuts: BTreeMap::new() };
        model.derived.iter().for_each(|derived| collector.rules(&derived.rules));
        model.lines.iter().for_each(|line| collector.formula(&line.when));
        model.stages.iter().for_each(|stage| collector.formula(&stage.enter));
        for step in &model.steps {
            step.guard.iter().for_each(|guard| collector.formula(guard));
            if let Answer::Table { rules, .. } = &step.answer {
                collector.rules(rules);
            }
        }
        let mut columns = Columns { model, list: Vec::new(), ids: BTreeMap::new() };
        for ((subject, sight), cuts) in collector.cuts {
            let id = ColumnId(u16::try_from(columns.list.len()).unwrap_or(u16::MAX));
            let view = columns.view(subject, &sight, cuts);
            columns.list.push(Column { subject, view });
            columns.ids.insert((subject, sight), id);
        }
        columns
    }

    fn view(&self, subject: Subject, sight: &Sight, mut cuts: Cuts) -> View {
        cuts.numbers.sort_unstable();
        cuts.numbers.dedup();
        cuts.entries.sort_unstable();
        cuts.entries.dedup();
        cuts.texts.sort_unstable();
        cuts.texts.dedup();
        match sight {
            Sight::Low => View::Low(cuts.numbers),
            Sight::High => View::High(cuts.numbers),
            Sight::Flag => View::Flag,
            Sight::Text => View::Text(cuts.entries),
            Sight::Suffix => View::Suffix(cuts.texts),
            Sight::Contains(text) => View::Contains(text.clone()),
            Sight::FreeMail => View::FreeMail,
            Sight::Account => View::Account(cuts.texts),
            Sight::Value => View::Value(u16::try_from(values(self.model, subject)).unwrap_or(0)),
        }
    }

    /// The column of a sight that was collected.
    pub fn find(&self, subject: Subject, sight: Sight) -> Option<(ColumnId, &Column)> {
        let id = *self.ids.get(&(subject, sight))?;
        self.list.get(usize::from(id.0)).map(|column| (id, column))
    }

    /// Whether a subject's numbers may be ranges.
    pub fn has_ranges(&self, subject: Subject) -> bool {
        has_ranges(self.model, subject)
    }

    /// The sight by which *missing* is told.
    pub fn main_sight(&self, subject: Subject) -> Sight {
        main_sight(self.model, subject)
    }

    pub fn into_list(self) -> Vec<Column> {
        self.list
    }
}

fn has_ranges(model: &Model, subject: Subject) -> bool {
    let Subject::Field(field) = subject else { return false };
    let kind = model.shape.get(field).map(|field| &field.kind);
    matches!(kind, Some(Kind::Number { ranges: true, .. }))
}

fn main_sight(model: &Model, subject: Subject) -> Sight {
    match subject {
        Subject::Field(field) => match model.shape.get(field).map(|field| &field.kind) {
            Some(Kind::Number { .. } | Kind::Date | Kind::Moment) => Sight::Low,
            Some(Kind::Flag) => Sight::Flag,
            Some(
                Kind::Text { .. }
                | Kind::Choice { .. }
                | Kind::Country
                | Kind::Subdivision { .. }
                | Kind::Email
                | Kind::Domain { .. },
            )
            | None => Sight::Text,
        },
        Subject::Fit | Subject::Intent | Subject::Total => Sight::Low,
        Subject::Derived(_) | Subject::Grade | Subject::Stage => Sight::Value,
    }
}

/// How many values a subject with a list has.
fn values(model: &Model, subject: Subject) -> usize {
    match subject {
        Subject::Derived(position) => {
            model.derived.get(position).map_or(0, |derived| derived.values.len())
        }
        Subject::Grade => model.grade.as_ref().map_or(0, |grade| grade.bands.len() + 1),
        Subject::Stage => model.stages.len(),
        Subject::Field(_) | Subject::Fit | Subject::Intent | Subject::Total => 0,
    }
}

struct Collector<'a> {
    model: &'a Model,
    cuts: BTreeMap<(Subject, Sight), Cuts>,
}

impl Collector<'_> {
    fn rules(&mut self, rules: &Rules) {
        match &rules.admits {
            Admits::Formulas(formulas) => formulas.iter().for_each(|it| self.formula(it)),
            Admits::Accounts { field, domains } => self.accounts(*field, domains),
        }
    }

    fn accounts(&mut self, field: FieldIndex, domains: &[Vec<String>]) {
        let cuts = self.cuts(Subject::Field(field), Sight::Account);
        cuts.texts.extend(domains.iter().flatten().cloned());
    }

    fn cuts(&mut self, subject: Subject, sight: Sight) -> &mut Cuts {
        self.cuts.entry((subject, sight)).or_default()
    }

    fn formula(&mut self, formula: &Formula) {
        match formula {
            Formula::Always => {}
            Formula::And(list) | Formula::Or(list) => list.iter().for_each(|it| self.formula(it)),
            Formula::Not(inner) => self.formula(inner),
            Formula::Test(subject, predicate) => self.predicate(*subject, predicate),
        }
    }

    fn predicate(&mut self, subject: Subject, predicate: &Predicate) {
        match predicate {
            Predicate::Missing | Predicate::Known => {
                let sight = main_sight(self.model, subject);
                self.cuts(subject, sight);
            }
            Predicate::Numbers(intervals) => {
                let ends = intervals.iter().flat_map(|(low, high)| {
                    let from = (*low != i64::MIN).then_some(*low);
                    let to = (*high != i64::MAX).then(|| high.saturating_add(1));
                    from.into_iter().chain(to)
                });
                let ends: Vec<_> = ends.collect();
                self.cuts(subject, Sight::Low).numbers.extend(&ends);
                if has_ranges(self.model, subject) {
                    self.cuts(subject, Sight::High).numbers.extend(&ends);
                }
            }
            Predicate::Flag(_) => drop(self.cuts(subject, Sight::Flag)),
            Predicate::Texts(texts) => {
                let entry = |text: &String| Entry { text: text.clone(), prefix: false };
                self.cuts(subject, Sight::Text).entries.extend(texts.iter().map(entry));
            }
            Predicate::StartsWith(text) => {
                let entry = Entry { text: text.clone(), prefix: true };
                self.cuts(subject, Sight::Text).entries.push(entry);
            }
            Predicate::EndsWith(text) => {
                self.cuts(subject, Sight::Suffix).texts.push(text.clone());
            }
            Predicate::Contains(text) => drop(self.cuts(subject, Sight::Contains(text.clone()))),
            Predicate::FreeMail => drop(self.cuts(subject, Sight::FreeMail)),
            Predicate::Values(_) => drop(self.cuts(subject, Sight::Value)),
        }
    }
}
