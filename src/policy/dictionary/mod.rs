//! The definitions dictionary: a policy in words, as Markdown, for people who do not read it.
//!
//! It says what is written and no more: names are not resolved beyond the people's names, and
//! nothing is checked. Personal data other than names, roles and time zones is left out.
//! `route` tells who owns what; `markdown` escapes.
//!
//! Invariant: the same policy gives the same bytes.

mod markdown;
mod route;

use super::{
    DeriveLine, Derived, Duration, DurationUnit, FieldDefinition, How, Policy, Scaling, ScoreLine,
    Table, When, print_condition,
};
use crate::diagnostic::Spanned;
use markdown::{code, codes, table, words};

/// Writes the definitions dictionary of a policy as Markdown.
pub fn dictionary(policy: &Policy) -> String {
    let mut sections = vec![head(policy), fields(policy)];
    sections.extend(derived(policy));
    sections.extend(score(policy));
    sections.extend(grade(policy));
    sections.extend(route::stages(policy));
    sections.extend(route::people(policy));
    sections.extend(route::pools(policy));
    sections.push(route::route(policy));
    sections.join("\n")
}

fn head(policy: &Policy) -> String {
    let mut text = format!("# {}: definitions\n\n", words(&policy.id.value));
    if let Some(means) = &policy.means {
        text.push_str(&sentence(&words(&means.value)));
    }
    text.push_str(&format!(
        "This is version {} of the policy {}.\nIt decides about each {}.\n",
        policy.version.value,
        code(&policy.id.value),
        words(&policy.record.value),
    ));
    text
}

/// The text with a period, on its own line.
fn sentence(text: &str) -> String {
    let is_finished = text.ends_with(['.', '!', '?']);
    format!("{text}{}\n", if is_finished { "" } else { "." })
}

fn optional(text: Option<&Spanned<String>>) -> String {
    text.map_or_else(String::new, |text| words(&text.value))
}

fn fields(policy: &Policy) -> String {
    let heads = ["Field", "Called", "Holds", "Required", "Means", "Also given as"];
    let row = |field: &FieldDefinition| {
        vec![
            code(&field.id.value),
            optional(field.label.as_ref()),
            holds(field),
            if field.required { "yes".to_owned() } else { String::new() },
            optional(field.means.as_ref()),
            other_names(field),
        ]
    };
    let rows: Vec<_> = policy.fields.iter().map(row).collect();
    format!(
        "## Fields\n\nOne word has one meaning everywhere in this policy.\n\n{}",
        table(&heads, &rows)
    )
}

/// What a field holds, in words, as Markdown.
pub fn holds(field: &FieldDefinition) -> String {
    let of = |words: &str| match &field.of {
        Some(of) => format!("{words} of {}", code(&of.value)),
        None => words.to_owned(),
    };
    let written = field.kind.value.as_str();
    let mut text = match written {
        "text" => "text".to_owned(),
        "integer" => "a whole number".to_owned(),
        "money" => match &field.currency {
            Some(currency) => format!("an amount in {}", words(&currency.value)),
            None => "an amount of money".to_owned(),
        },
        "flag" => "yes or no".to_owned(),
        "choice" => {
            format!("one of {}", codes(field.values.iter().map(|value| value.value.as_str())))
        }
        "country" => "a country".to_owned(),
        "subdivision" => of("a state or province"),
        "email" => "an e-mail address".to_owned(),
        "domain" => of("the internet domain"),
        "date" => "a day".to_owned(),
        "moment" => "a point in time".to_owned(),
        _ => match written.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')')) {
            Some(places) => format!("a number with up to {} decimal places", words(places)),
            None => words(written),
        },
    };
    if field.ranges {
        text.push_str(", or a range such as `51-200`");
    }
    if field.ignore_case {
        text.push_str(", in capital or small letters");
    }
    if let Some(value) = &field.when_absent {
        text.push_str(&format!("; {} when nothing is given", code(&value.value)));
    }
    text
}

fn other_names(field: &FieldDefinition) -> String {
    let name = |alias: &super::Alias| {
        let scaling = match alias.scaling {
            Scaling::Units => "",
            Scaling::Thousands => " (in thousands)",
            Scaling::Millions => " (in millions)",
            Scaling::Billions => " (in billions)",
        };
        format!("{}{scaling}", code(&alias.name.value))
    };
    field.from.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A condition, or `always`.
fn when(when: &When) -> String {
    match when {
        When::Always(_) => "always".to_owned(),
        When::If(condition) => code(&print_condition(&condition.value)),
    }
}

fn derived(policy: &Policy) -> Option<String> {
    if policy.derive.is_empty() {
        return None;
    }
    let entries = policy.derive.iter().map(derived_value).collect::<Vec<_>>();
    Some(format!("## Derived values\n\n{}", entries.join("\n")))
}

fn derived_value(derived: &Derived) -> String {
    let mut text = format!("### {}\n\n", words(&derived.id.value));
    if let Some(means) = &derived.means {
        text.push_str(&sentence(&words(&means.value)));
    }
    match &derived.how {
        How::Lines(lines) => {
            let row = |line: &DeriveLine| vec![code(&line.is.value), when(&line.when)];
            let rows: Vec<_> = lines.iter().map(row).collect();
            text.push_str(
                "The first line that holds gives the value.\nIf none holds, it is missing.\n\n",
            );
            text.push_str(&table(&["Value", "When"], &rows));
        }
        How::Lookup(lookup) => {
            text.push_str(&format!("It is looked up in {}.\n", looked_up(lookup)));
            text.push_str("If no row matches, it is missing.\n");
        }
    }
    text
}

/// Which table, how large, and its columns.
fn looked_up(table: &Table) -> String {
    let columns = codes(table.columns.iter().map(|column| column.value.as_str()));
    let name = match &table.file {
        Some(file) => format!("the table {}", code(&file.value)),
        None => "a table in the policy".to_owned(),
    };
    format!("{name} ({}, columns {columns})", count(table.rows.len(), "row"))
}

/// `1 row`, `2 rows`.
fn count(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A length of time in words.
fn time(duration: Duration) -> String {
    let noun = match duration.unit {
        DurationUnit::Minutes => "minute",
        DurationUnit::Hours => "hour",
        DurationUnit::Days => "day",
        DurationUnit::Weeks => "week",
    };
    count(usize::try_from(duration.count).unwrap_or(usize::MAX), noun)
}

fn score(policy: &Policy) -> Option<String> {
    if policy.fit.is_empty() && policy.intent.is_empty() {
        return None;
    }
    let mut text =
        String::from("## Score\n\nThe score is the sum of the points of all lines that hold.\n");
    for (title, lines) in [("Fit", &policy.fit), ("Intent", &policy.intent)] {
        if lines.is_empty() {
            continue;
        }
        let row = |line: &ScoreLine| {
            vec![
                format!("{:+}", line.points.value),
                when(&line.when),
                line.half_life.as_ref().map_or_else(String::new, |time_| time(time_.value)),
                line.since.as_ref().map_or_else(String::new, |since| code(&since.value)),
            ]
        };
        let rows: Vec<_> = lines.iter().map(row).collect();
        let heads = ["Points", "When", "Halved every", "Counted from"];
        text.push_str(&format!("\n### {title}\n\n{}", table(&heads, &rows)));
    }
    Some(text)
}

fn grade(policy: &Policy) -> Option<String> {
    let grade = policy.grade.as_ref()?;
    let of = match grade.of.value.as_str() {
        "score" => "the whole score".to_owned(),
        other => format!("the {} score", words(other)),
    };
    let mut rows: Vec<_> = grade
        .bands
        .iter()
        .map(|(letter, least)| vec![code(&letter.value), format!("{} or more", least.value)])
        .collect();
    rows.push(vec![code(&grade.otherwise.value), "anything less".to_owned()]);
    let heads = ["Grade", "Points"];
    Some(format!("## Grade\n\nThe grade is a letter for {of}.\n\n{}", table(&heads, &rows)))
}
