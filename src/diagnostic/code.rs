//! The one table of diagnostic codes. Adding one means a row here, a page in `pages/` and a case
//! in `tests/cases/diagnostics/`; the tidy test holds all three together.

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The policy cannot be compiled.
    Error,
    /// It can, and probably does not do what was meant.
    Warning,
}

impl Severity {
    /// The word people see.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl Code {
    /// The code called `name`, if there is one.
    pub fn find(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal, $severity:ident, $summary:literal;)+) => {
        /// A diagnostic code: stable, kebab-case, decided where the problem is found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $name,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$name => $code,)+ }
            }

            /// How grave it is.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }

            /// One sentence about it.
            pub const fn summary(self) -> &'static str {
                match self { $(Code::$name => $summary,)+ }
            }

            /// The page that tells it at length, in Markdown.
            pub const fn page(self) -> &'static str {
                match self { $(Code::$name => include_str!(concat!("pages/", $code, ".md")),)+ }
            }
        }
    };
}

codes! {
    // The document as YAML and as text.
    NotText = "not-text", Error, "A file is not UTF-8 text.";
    EmptyDocument = "empty-document", Error, "A document holds nothing.";
    NotYaml = "not-yaml", Error, "The document is not YAML.";
    YamlFeature = "yaml-feature", Error,
        "An anchor, an alias, a tag or a second document was used.";
    DuplicateKey = "duplicate-key", Error, "A key stands twice in one mapping.";
    UnknownKey = "unknown-key", Error, "A key means nothing here.";
    MissingKey = "missing-key", Error, "A key that is needed is not there.";
    WrongShape = "wrong-shape", Error,
        "A value has the wrong shape: a list, a mapping or a text was due.";
    ValueNotUnderstood = "value-not-understood", Error,
        "A text is none of the words that are possible here.";
    NumberNotUnderstood = "number-not-understood", Error,
        "A text is not the number that is due here.";
    DurationNotUnderstood = "duration-not-understood", Error,
        "A text is not a length of time such as `4h` or `30 days`.";
    BadId = "bad-id", Error, "An id is not made of a to z, 0 to 9 and `-`.";
    ReservedName = "reserved-name", Error, "A name has a meaning of its own already.";
    // Conditions.
    ConditionNotUnderstood = "condition-not-understood", Error,
        "A condition is not made as conditions are.";
    ConditionCutByComma = "condition-cut-by-comma", Error,
        "YAML cut a condition inside `{ }` at its comma.";
    ConditionCutByHash = "condition-cut-by-hash", Error,
        "YAML took the end of a condition for a comment.";
    ConditionCutByColon = "condition-cut-by-colon", Error,
        "YAML took a colon in a condition for a key.";
    MixedAndOr = "mixed-and-or", Error, "`and` and `or` are mixed without parentheses.";
    ConditionTooLarge = "condition-too-large", Error,
        "A condition has too many alternatives to be compiled.";
    // Names.
    UnknownField = "unknown-field", Error, "A name is neither a field nor a derived value.";
    UnknownPerson = "unknown-person", Error, "A name is no person.";
    UnknownPool = "unknown-pool", Error, "A name is no pool.";
    UnknownOwner = "unknown-owner", Error, "A name is no role, person or pool.";
    UnknownFact = "unknown-fact", Error, "A name is no fact that can be asked.";
    UnknownColumn = "unknown-column", Error,
        "A column is neither a field, a derived value, `owner` nor a role.";
    DuplicateId = "duplicate-id", Error, "An id stands twice.";
    AmbiguousName = "ambiguous-name", Error,
        "One name is two of person, role and pool, or a column is a role and a field.";
    Cycle = "cycle", Error, "A derived value is used before it is there.";
    // Types.
    WrongType = "wrong-type", Error, "A comparison does not fit what the field holds.";
    ValueNotOfType = "value-not-of-type", Error, "A value is not one the field can hold.";
    ValueNotInList = "value-not-in-list", Error, "A value is not one of the choice's values.";
    NumberNotExact = "number-not-exact", Error, "A number has more decimal places than the field.";
    ShortSubdivision = "short-subdivision", Error, "A subdivision is written without its country.";
    EmptyRange = "empty-range", Error, "A range ends before it begins.";
    MayBeMissing = "may-be-missing", Warning, "`!=` or `not in` does not hold for a missing value.";
    // Fields, score, grade, stages.
    BadField = "bad-field", Error, "A field's attributes do not fit its type.";
    GradeOrder = "grade-order", Error, "The grades' thresholds do not fall.";
    StageNeverReached = "stage-never-reached", Error,
        "A stage stands below one that is always entered.";
    LastStageNotAlways = "last-stage-not-always", Error, "The last stage is not `always`.";
    DecayWithoutSince = "decay-without-since", Error, "`half-life` and `since` go together.";
    // Route, pools, people.
    NoOtherwise = "no-otherwise", Error, "The route does not end with `otherwise`.";
    OtherwiseNotPerson = "otherwise-not-person", Error, "`otherwise` does not name a person.";
    StepNeverReached = "step-never-reached", Error,
        "A step stands below one that takes everything.";
    StepWithoutAnswer = "step-without-answer", Error, "A step does not say who owns what it takes.";
    PoolWithoutWhenEmpty = "pool-without-when-empty", Error,
        "A pool does not say who is accountable when it is empty.";
    EmptyPool = "empty-pool", Error, "A pool has no member.";
    NotYet = "not-yet", Error, "A part of the language that this version refuses.";
    // Tables and files.
    UnknownFile = "unknown-file", Error, "A file the policy names was not given.";
    BadFileName = "bad-file-name", Error, "A file name leaves the policy's folder.";
    CsvNotUnderstood = "csv-not-understood", Error,
        "A CSV file is not one: a short row, an open quote, semicolons.";
    EmptyTable = "empty-table", Error, "A table has no row or no column.";
    TableWithoutOwner = "table-without-owner", Error,
        "A table has no column that names owners, or a look-up no output.";
    TableWithoutCondition = "table-without-condition", Error,
        "A table has no column that is a condition.";
    EmptyCell = "empty-cell", Error, "A condition cell is empty.";
    CellNotUnderstood = "cell-not-understood", Error, "A cell is not a test.";
    CellThousandsComma = "cell-thousands-comma", Error,
        "A comma inside a number separates in a cell.";
    SpreadsheetDate = "spreadsheet-date", Error, "A spreadsheet turned a range into a date.";
    TooLarge = "too-large", Error, "The policy is larger than an artifact can hold.";
    // Test cases beside a policy.
    BadCase = "bad-case", Error, "A test case is not made as cases are.";
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn pages_have_the_same_headings() {
        for code in Code::ALL {
            let page = code.page();
            let opening = format!("# {}\n\n{}\n\n", code.name(), code.summary());
            assert!(page.starts_with(&opening), "the page of {} opens otherwise", code.name());
            let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
            let expected = ["## What it does", "## Why it matters", "## Example", "## What to do"];
            assert_eq!(headings, expected, "{}", code.name());
            assert!(page.matches("```yaml\n").count() == 2, "{}: wrong, repaired", code.name());
        }
    }

    #[test]
    fn codes_are_found_by_name() {
        assert_eq!(Code::find("unknown-field"), Some(Code::UnknownField));
        assert_eq!(Code::find("Unknown-Field"), None);
    }
}
