//! What is wrong with a condition, and what to write instead. Mistakes inside a value are in
//! `wrong_value`.

use std::ops::Range;

use super::read::Reader;
use super::token::{Found, Token, is_name, is_taken};
use super::{Condition, is_number, is_word};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::policy::print_condition;
use crate::policy::print_condition::quote;

const OPERATORS: &str = "an operator is `=`, `!=`, `<`, `<=`, `>`, `>=`, `between`, `in (…)`, \
                         `starts with`, `ends with`, `contains`, `is missing`, `is known` or `is free`";

const ONE_WORD: &str = "a name is one word of letters, digits, `-` and `_`";

/// Words of other languages, and ours.
const SYNONYMS: [(&str, &str); 35] = [
    ("equals", "="),
    ("equal", "="),
    ("eq", "="),
    ("was", "="),
    ("are", "="),
    ("ne", "!="),
    ("isn't", "!="),
    ("greater", ">"),
    ("more", ">"),
    ("over", ">"),
    ("above", ">"),
    ("exceeds", ">"),
    ("after", ">"),
    ("since", ">="),
    ("gt", ">"),
    ("gte", ">="),
    ("at", ">="),
    ("less", "<"),
    ("fewer", "<"),
    ("under", "<"),
    ("below", "<"),
    ("before", "<"),
    ("until", "<="),
    ("lt", "<"),
    ("lte", "<="),
    ("like", "contains"),
    ("ilike", "contains"),
    ("has", "contains"),
    ("includes", "contains"),
    ("contain", "contains"),
    ("matches", "contains"),
    ("begins", "starts with"),
    ("startswith", "starts with"),
    ("endswith", "ends with"),
    ("exists", "is known"),
];

/// Our word or sign for a word of another language.
pub(super) fn synonym(word: &str) -> Option<&'static str> {
    let found = SYNONYMS.iter().find(|(other, _)| word.eq_ignore_ascii_case(other));
    found.map(|&(_, ours)| ours)
}

/// What people see of a token.
pub(super) fn shown(reader: &Reader, found: &Found) -> String {
    match found.token {
        Token::End => "the end".to_owned(),
        _ => format!("`{}`", reader.text(found.range())),
    }
}

impl<'a> Reader<'a> {
    /// `)` at the end of the outermost chain.
    pub fn closes_nothing(&self, found: &Found) -> Diagnostic {
        self.wrong(found.range(), "`)` closes no parenthesis").help("leave it out, or add a `(`")
    }

    /// The `(` at `open` has no `)`.
    pub fn not_closed(&self, open: &Found) -> Diagnostic {
        self.wrong(open.range(), "`(` is not closed").help("add a `)`")
    }

    /// Something stands after a finished test that is neither `and` nor `or`.
    pub fn beside_test(&self, found: &Found<'a>) -> Diagnostic {
        if let Some(value) = self.value_before()
            && let Some(diagnostic) = self.word_for_value(&value, found)
        {
            return diagnostic;
        }
        match found.token {
            Token::Comma => self.comma(found),
            Token::Sign(sign @ ("&&" | "&" | "||" | "|")) => self.wrong_sign(sign, found),
            Token::Sign(sign) => self.second_sign(sign, found),
            Token::Dots => self
                .wrong(found.range(), "`..` stands only between the two values of `between`")
                .help("write `between 1..5`"),
            Token::Run(_) | Token::Quote(_) => match self.value_before() {
                Some(value) if !self.starts_test(found) => self.beside_value(&value, found),
                _ => self.no_join(found),
            },
            _ => self.no_join(found),
        }
    }

    fn value_before(&self) -> Option<Range<usize>> {
        self.test.as_ref().and_then(|test| test.value.clone()).filter(|value| value.end == self.at)
    }

    /// `a > and b = 2`, `a = in (b)`, `a = not b`: an operator was read as the value.
    fn word_for_value(&self, value: &Range<usize>, found: &Found) -> Option<Diagnostic> {
        let word = self.text(value.clone()).to_ascii_lowercase();
        let name = self.test.as_ref().map_or("", |test| test.name);
        let is_equal = self.test.as_ref().is_some_and(|test| test.sign == Some("="));
        match (word.as_str(), found.token) {
            ("and" | "or", Token::Run(_) | Token::Open) => {
                Some(self.wrong(value.clone(), format!("a value is missing before `{word}`")).help(
                    format!("if `{word}` is the value, write it in quotes and join the tests"),
                ))
            }
            ("in", Token::Open) => Some(
                self.wrong(value.clone(), "`in` stands in the place of a value")
                    .help(format!("write `{name} in (…)`")),
            ),
            ("not", Token::Run(other)) if is_equal && !self.starts_test(found) => Some(
                self.wrong(value.clone(), "`not` stands in the place of a value")
                    .help(format!("write `{name} != {other}`")),
            ),
            _ => None,
        }
    }

    fn no_join(&self, found: &Found) -> Diagnostic {
        let shown = shown(self, found);
        let message = format!("`and` or `or` is missing before {shown}");
        let diagnostic = self.wrong(found.range(), message);
        match &self.test {
            Some(test) if test.value.is_none() && self.starts_test(found) => {
                let whole = self.text(test.start..self.at);
                diagnostic
                    .help(format!("write `{whole} and {} …`; {ONE_WORD}", self.text(found.range())))
            }
            _ => diagnostic,
        }
    }

    /// Whether a test seems to begin at `found`: a name with an operator behind it.
    pub fn starts_test(&self, found: &Found) -> bool {
        let is_operator = |word: &str| {
            let words = ["in", "is", "not", "between", "starts", "ends", "contains"];
            words.iter().any(|known| word.eq_ignore_ascii_case(known))
        };
        match (found.token, self.after(found).token) {
            (Token::Run(name), Token::Sign(_)) => is_name(name),
            (Token::Run(name), Token::Run(word)) => is_name(name) && is_operator(word),
            _ => false,
        }
    }

    fn comma(&self, found: &Found) -> Diagnostic {
        let list = match (&self.test, self.value_before()) {
            (Some(test), Some(value)) => Some((test, value)),
            _ => None,
        };
        let Some((test, value)) = list else {
            return self
                .wrong(found.range(), "a comma does not join tests")
                .help("write `and` or `or` in its place");
        };
        let mut end = value.end;
        let mut next = *found;
        while next.token == Token::Comma {
            let item = self.after(&next);
            if !matches!(item.token, Token::Run(_)) {
                break;
            }
            end = item.end;
            next = self.after(&item);
        }
        let list = self.text(value.start..end).trim_end_matches(',');
        let word = if test.sign == Some("!=") { "not in" } else { "in" };
        self.wrong(found.range(), "several values stand in the parentheses of `in`")
            .help(format!("write `{} {word} ({list})`", test.name))
    }

    fn second_sign(&self, sign: &str, found: &Found) -> Diagnostic {
        let diagnostic =
            self.wrong(found.range(), format!("`{sign}` begins a second comparison in one test"));
        match (&self.test, self.after(found).token) {
            (Some(test), _) if found.start == self.at && sign == "!" => {
                let start = test.value.as_ref().map_or(test.start, |value| value.start);
                let value = self.text(start..found.end);
                self.wrong(start..found.end, format!("the value `{value}` needs quotes"))
                    .help(format!("write `{}`", quote(value)))
            }
            (Some(test), Token::Run(value)) if test.sign.is_some() => {
                let first = self.text(test.start..self.at);
                diagnostic.help(format!("write `{first} and {} {sign} {value}`", test.name))
            }
            _ => diagnostic.help("join two tests by `and` or `or`"),
        }
    }

    /// No test begins at `found`, where one is due.
    pub fn no_name(&self, found: &Found<'a>) -> Diagnostic {
        let shown = shown(self, found);
        let after = self.after(found);
        match found.token {
            Token::Run(run) if is_taken(run) => self.taken_name(run, found),
            Token::Run(run) if is_number(run) => {
                let message = format!("{shown} stands where the name of a field is due");
                let diagnostic = self.wrong(found.range(), message);
                match (after.token, self.after(&after).token) {
                    (Token::Sign(sign), Token::Run(name)) => {
                        diagnostic.help(format!("write `{name} {} {run}`", flipped(sign)))
                    }
                    _ => diagnostic.help("a test begins with a field, such as `employees > 100`"),
                }
            }
            Token::Run(run) if !is_word(run) => {
                self.wrong(found.range(), format!("{shown} is not a name")).help(ONE_WORD)
            }
            Token::Sign("!") => self.wrong_sign("!", found),
            Token::End | Token::Close => self.no_test(found),
            Token::Quote(_) => self
                .wrong(self.whole(found), "a quoted text stands where the name of a field is due")
                .help("a test begins with the name of a field, without quotes"),
            _ => self.wrong(found.range(), format!("a test is missing before {shown}")),
        }
    }

    fn no_test(&self, found: &Found) -> Diagnostic {
        let range = self.last_word();
        let last = self.text(range.clone());
        if last == "(" && found.token == Token::Close {
            return self.wrong(range.start..found.end, "the parentheses are empty");
        }
        if last.is_empty() {
            return self
                .wrong(found.range(), format!("a test is missing before {}", shown(self, found)));
        }
        self.wrong(range, format!("a test is missing after `{last}`"))
    }

    /// The last word before the present place.
    fn last_word(&self) -> Range<usize> {
        let before = self.text(0..self.at);
        let word = before.trim_end_matches(|c: char| !c.is_whitespace() && c != '(');
        let start = if before.ends_with('(') { before.len() - 1 } else { word.len() };
        start..self.at
    }

    fn taken_name(&self, run: &str, found: &Found) -> Diagnostic {
        let lower = run.to_ascii_lowercase();
        let message = format!("`{run}` is not a test");
        let diagnostic = self.wrong(found.range(), message);
        match (lower.as_str(), self.after(found).token) {
            ("missing" | "known", Token::Run(name)) if is_name(name) => {
                diagnostic.help(format!("write `{name} is {lower}`"))
            }
            ("missing" | "known", _) => {
                diagnostic.help(format!("write it after a field: `email is {lower}`"))
            }
            ("always", _) => diagnostic.help("`always` stands alone: leave it or the rest out"),
            ("any", _) => diagnostic.help("leave it out: what is not tested may be anything"),
            ("true" | "yes", _) => diagnostic.help("write `always`, or the name of a flag"),
            _ => diagnostic.help("write the name of a flag with `not` before it"),
        }
    }

    /// No operator stands after a name.
    pub fn no_operator(&self, name: &str, found: &Found) -> Diagnostic {
        let shown = shown(self, found);
        let Token::Run(run) = found.token else {
            let message = format!("an operator is missing between `{name}` and {shown}");
            return self.wrong(found.range(), message).help(OPERATORS);
        };
        let start = self.test.as_ref().map_or(0, |test| test.start);
        let is_filler = ["if", "when", "where"].iter().any(|word| name.eq_ignore_ascii_case(word));
        if is_filler && is_name(run) {
            let range = start..start + name.len();
            return self
                .wrong(range, format!("`{name}` is no part of a condition"))
                .help("leave it out");
        }
        if let Some(ours) = synonym(run) {
            return self
                .wrong(found.range(), format!("{shown} is not an operator"))
                .help(format!("write `{name} {ours} …`"));
        }
        if self.starts_test(found) {
            return self.no_join(found);
        }
        self.wrong(found.range(), format!("{shown} is not an operator")).help(OPERATORS)
    }

    /// `x not y`.
    pub fn not_after_name(&self, name: &str, not: &Found) -> Diagnostic {
        let next = self.peek();
        let diagnostic =
            self.wrong(not.range(), format!("`not` after `{name}` needs `in` or `between`"));
        match next.token {
            Token::Run(word)
                if ["contains", "starts", "ends"]
                    .iter()
                    .any(|known| word.eq_ignore_ascii_case(known)) =>
            {
                diagnostic.help(format!("write `not {name} {} …`", word.to_ascii_lowercase()))
            }
            Token::Run(word) if is_taken(word) => {
                diagnostic.help(format!("write `{name} is not {word}`"))
            }
            Token::End | Token::Close => diagnostic.help(format!("write `not {name}`")),
            Token::Sign(_) => {
                diagnostic.help(format!("write `not {name} {} …`", self.text(next.range())))
            }
            _ => diagnostic.help(format!("write `{name} != …`")),
        }
    }

    /// `starts` or `ends` without `with`.
    pub fn no_with(&self, word: &str, found: &Found) -> Diagnostic {
        let message = format!("`with` is missing after `{word}`");
        self.wrong(found.range(), message).help(format!("write `{word} with …`"))
    }

    /// A sign that is none of ours.
    pub fn wrong_sign(&self, sign: &str, found: &Found) -> Diagnostic {
        let ours = match sign {
            "==" | "===" => "=",
            "!==" | "=!" | "><" | "≠" => "!=",
            "=>" | "≥" | ">==" => ">=",
            "=<" | "≤" | "<==" => "<=",
            "~" | "=~" | "~=" => "contains",
            "&&" | "&" => "and",
            "||" | "|" => "or",
            "!" => "not",
            _ => "",
        };
        let diagnostic = self.wrong(found.range(), format!("`{sign}` is not an operator"));
        match ours {
            "" => diagnostic.help(OPERATORS),
            "not"
                if self
                    .test
                    .as_ref()
                    .is_some_and(|test| self.at == test.start + test.name.len()) =>
            {
                diagnostic.help("write `!=`")
            }
            _ => diagnostic.help(format!("write `{ours}`")),
        }
    }
}

/// `a and b or c`: the terms, which of the words between them are `or`, and where the first word
/// and the other word stand.
pub(in crate::policy) fn mixed_and_or(
    terms: &[Condition],
    ors: &[bool],
    first: Span,
    other: Span,
) -> Diagnostic {
    let by_and = print_condition(&grouped(terms, ors, false));
    let by_or = print_condition(&grouped(terms, ors, true));
    Diagnostic::new(Code::MixedAndOr, other, "`and` and `or` are mixed without parentheses")
        .label(first, "the other word stands here")
        .note("the two readings differ, and people do not agree on one")
        .help(format!("write `{by_and}` or `{by_or}`"))
}

/// The terms with parentheses around the runs of one join.
fn grouped(terms: &[Condition], ors: &[bool], tight_or: bool) -> Condition {
    let mut groups: Vec<Vec<Condition>> = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        let joins_tightly = index > 0 && ors.get(index - 1) == Some(&tight_or);
        match groups.last_mut() {
            Some(group) if joins_tightly => group.push(term.clone()),
            _ => groups.push(vec![term.clone()]),
        }
    }
    let joined = |mut terms: Vec<Condition>, or: bool| match terms.len() {
        1 => terms.swap_remove(0),
        _ if or => Condition::Or(terms),
        _ => Condition::And(terms),
    };
    let groups = groups.into_iter().map(|group| joined(group, tight_or)).collect();
    joined(groups, !tight_or)
}

fn flipped(sign: &str) -> &str {
    match sign {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => sign,
    }
}
