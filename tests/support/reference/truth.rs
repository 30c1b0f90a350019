//! Three-valued truth of conditions and cells, by recursion over what the author wrote.

use super::{Reference, View, column};
use pointperson::policy::{Cell, Comparison, Condition, Literal, Operator, Table, Test, UnaryTest};
use pointperson::record::{
    self, Bounds, FREE_MAIL_HOSTS, Kind, UNBOUNDED_HIGH, UNBOUNDED_LOW, Unit, Value, Why,
};

/// Kleene's three values, in the order that makes `and` the least and `or` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold.
    False,
    /// The record does not say.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// Of something that is certain.
    pub fn of(certain: bool) -> Self {
        if certain { Truth::True } else { Truth::False }
    }

    /// Kleene's `not`.
    pub fn not(self) -> Self {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }

    /// Kleene's `and`.
    pub fn all(truths: impl Iterator<Item = Truth>) -> Self {
        truths.min().unwrap_or(Truth::True)
    }

    /// Kleene's `or`.
    pub fn any(truths: impl Iterator<Item = Truth>) -> Self {
        truths.max().unwrap_or(Truth::False)
    }
}

impl Reference<'_> {
    /// The truth of a condition.
    pub(super) fn condition(&self, view: &View, condition: &Condition) -> Truth {
        match condition {
            Condition::And(list) => Truth::all(list.iter().map(|one| self.condition(view, one))),
            Condition::Or(list) => Truth::any(list.iter().map(|one| self.condition(view, one))),
            Condition::Not(inner) => self.condition(view, inner).not(),
            Condition::Test(test) => self.test(view, test),
        }
    }

    fn test(&self, view: &View, test: &Test) -> Truth {
        let (value, kind) = self.subject(view, &test.name.value);
        match &test.operator {
            Operator::IsMissing => return Truth::of(value.is_missing()),
            Operator::IsKnown => return Truth::of(!value.is_missing()),
            _ if value.is_missing() => return Truth::Unknown,
            _ => {}
        }
        let text = || value.as_text().expect("a text is tested");
        let part = |literal: &Literal| fold(&kind, &literal.text);
        match &test.operator {
            Operator::IsMissing | Operator::IsKnown => panic!("answered above"),
            Operator::IsTrue => Truth::of(value == Value::Flag(true)),
            Operator::Compare(sign, literal) => compare(&value, &kind, *sign, literal),
            Operator::Between(low, high) => between(&value, &kind, low, high),
            Operator::In(list) => one_of(&value, &kind, list),
            Operator::NotIn(list) => one_of(&value, &kind, list).not(),
            Operator::StartsWith(literal) => Truth::of(text().starts_with(&part(literal))),
            Operator::EndsWith(literal) => Truth::of(text().ends_with(&part(literal))),
            Operator::Contains(literal) => Truth::of(text().contains(&part(literal))),
            Operator::IsFree => Truth::of(self.is_free(text())),
        }
    }

    /// Whether an e-mail's host is one of free mail.
    pub(super) fn is_free(&self, email: &str) -> bool {
        let host = email.rsplit('@').next().expect("an e-mail has a host");
        FREE_MAIL_HOSTS.contains(&host)
    }

    /// The value that `name` stands for, and how literals beside it are read.
    fn subject(&self, view: &View, name: &str) -> (Value, Kind) {
        let plain = || Kind::Text { ignore_case: false };
        let points = |points: i64| {
            let kind = Kind::Number { unit: Unit::Plain, scale: 0, ranges: false };
            (Value::Number(Bounds::exact(points)), kind)
        };
        match name {
            "fit" => return points(view.score.fit),
            "intent" => return points(view.score.intent),
            "score" => return points(view.score.fit + view.score.intent),
            "grade" => {
                let letter = view.grade.expect("the grade was found");
                return (Value::Text(letter.to_string()), plain());
            }
            "stage" => {
                let stage = view.stage.expect("the stage was found");
                return (Value::Text(stage.id.value.clone()), plain());
            }
            _ => {}
        }
        if let Some(at) = self.shape.fields.iter().position(|field| field.id == name) {
            return (view.record.values[at].clone(), self.shape.fields[at].kind.clone());
        }
        let derived = view.derived.iter().find(|(id, _)| id == name);
        let (_, value) = derived.unwrap_or_else(|| panic!("`{name}` is not there yet"));
        match value {
            Some(text) => (Value::Text(text.clone()), plain()),
            None => (Value::Missing(Why::NotGiven), plain()),
        }
    }

    /// The row of a table that decides: the first of which every condition cell holds, or the
    /// narrowest of an account list.
    pub(super) fn deciding_row(&self, view: &View, table: &Table) -> Option<usize> {
        if let Some(column) = self.account_column(view, table) {
            return self.account_row(view, table, column);
        }
        (0..table.rows.len()).find(|&at| {
            let conditions = table.columns.iter().enumerate().filter(|(_, header)| {
                self.is_condition(&header.value) && !self.is_output(view, &header.value)
            });
            conditions.into_iter().all(|(position, header)| {
                let text = &table.rows[at].cells[position].value;
                self.cell_holds(view, &header.value, text)
            })
        })
    }

    /// Whether a header names a field or a derived value.
    fn is_condition(&self, header: &str) -> bool {
        self.shape.fields.iter().any(|field| field.id == header)
            || self.policy.derive.iter().any(|derived| derived.id.value == header)
    }

    /// Whether a header names the derived value that is being looked up, which is not there yet.
    fn is_output(&self, view: &View, header: &str) -> bool {
        self.policy.derive.iter().any(|derived| derived.id.value == header)
            && !view.derived.iter().any(|(id, _)| id == header)
    }

    fn cell_holds(&self, view: &View, header: &str, text: &str) -> bool {
        if text.is_empty() {
            return true; // Only tables with `empty: any` have such cells.
        }
        let (value, kind) = self.subject(view, header);
        let cell = self.cells.get(text).unwrap_or_else(|| panic!("`{text}` is no cell"));
        let any =
            |tests: &[UnaryTest]| Truth::any(tests.iter().map(|test| unary(&value, &kind, test)));
        match cell {
            Cell::Any => true,
            Cell::Tests(tests) => any(tests) == Truth::True,
            Cell::Not(tests) => !value.is_missing() && any(tests).not() == Truth::True,
        }
    }

    /// The field of kind domain that is the only condition of a table: an account list.
    fn account_column(&self, view: &View, table: &Table) -> Option<usize> {
        let headers = table.columns.iter().map(|column| column.value.as_str());
        let conditions: Vec<&str> = headers
            .filter(|header| self.is_condition(header) && !self.is_output(view, header))
            .collect();
        let [only] = conditions.as_slice() else { return None };
        let field = self.shape.fields.iter().find(|field| field.id == *only)?;
        matches!(field.kind, Kind::Domain { .. }).then(|| column(table, only))?
    }

    /// The row of an account list: that of the longest domain which the record's is or lies
    /// under; of equal ones the first.
    fn account_row(&self, view: &View, table: &Table, column: usize) -> Option<usize> {
        let (value, kind) = self.subject(view, &table.columns[column].value);
        let host = value.as_text()?;
        let mut best: Option<(usize, usize)> = None;
        for (at, row) in table.rows.iter().enumerate() {
            let Some(Cell::Tests(tests)) = self.cells.get(&row.cells[column].value) else {
                panic!("an account list holds domains");
            };
            for test in tests {
                let UnaryTest::Is(literal) = test else { panic!("an account list is plain") };
                let Value::Text(listed) = typed(&kind, literal) else { panic!("a domain") };
                let covers = host == listed || host.ends_with(&format!(".{listed}"));
                if covers && best.is_none_or(|(length, _)| listed.len() > length) {
                    best = Some((listed.len(), at));
                }
            }
        }
        best.map(|(_, at)| at)
    }
}

fn unary(value: &Value, kind: &Kind, test: &UnaryTest) -> Truth {
    match test {
        UnaryTest::Missing => Truth::of(value.is_missing()),
        UnaryTest::Known => Truth::of(!value.is_missing()),
        _ if value.is_missing() => Truth::Unknown,
        UnaryTest::Is(literal) => compare(value, kind, Comparison::Equal, literal),
        UnaryTest::Compare(sign, literal) => compare(value, kind, *sign, literal),
        UnaryTest::Between(low, high) => between(value, kind, low, high),
    }
}

fn one_of(value: &Value, kind: &Kind, list: &[Literal]) -> Truth {
    Truth::any(list.iter().map(|literal| compare(value, kind, Comparison::Equal, literal)))
}

/// A comparison with a known value.
fn compare(value: &Value, kind: &Kind, sign: Comparison, literal: &Literal) -> Truth {
    let literal = typed(kind, literal);
    if let (Value::Number(bounds), Value::Number(literal)) = (value, &literal) {
        let c = literal.low;
        return match sign {
            Comparison::Equal => inside(*bounds, c, c),
            Comparison::NotEqual => inside(*bounds, c, c).not(),
            Comparison::Less => inside(*bounds, UNBOUNDED_LOW, c - 1),
            Comparison::AtMost => inside(*bounds, UNBOUNDED_LOW, c),
            Comparison::Greater => inside(*bounds, c + 1, UNBOUNDED_HIGH),
            Comparison::AtLeast => inside(*bounds, c, UNBOUNDED_HIGH),
        };
    }
    match sign {
        Comparison::Equal => Truth::of(*value == literal),
        Comparison::NotEqual => Truth::of(*value != literal),
        other => panic!("texts and flags have no order: {}", other.sign()),
    }
}

fn between(value: &Value, kind: &Kind, low: &Literal, high: &Literal) -> Truth {
    let number = |literal| typed(kind, literal).as_bounds().expect("a number").low;
    inside(value.as_bounds().expect("a number"), number(low), number(high))
}

/// Whether a number that lies somewhere in `bounds` lies in the closed interval from `a` to `b`.
fn inside(bounds: Bounds, a: i64, b: i64) -> Truth {
    if bounds.low >= a && bounds.high <= b {
        Truth::True
    } else if bounds.high < a || bounds.low > b {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// A literal as the field beside it would read it.
fn typed(kind: &Kind, literal: &Literal) -> Value {
    let read = record::read_literal(kind, &literal.text);
    read.unwrap_or_else(|why| panic!("`{}` is no {kind:?}: {why:?}", literal.text))
}

/// A part of a text, in lower case where the field's values are.
fn fold(kind: &Kind, text: &str) -> String {
    match kind {
        Kind::Text { ignore_case: true } | Kind::Email | Kind::Domain { .. } => {
            text.to_ascii_lowercase()
        }
        _ => text.to_owned(),
    }
}
