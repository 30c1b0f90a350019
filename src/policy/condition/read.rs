//! The grammar of conditions, read once from left to right.
//!
//! ```text
//! condition = operand { "and" operand } | operand { "or" operand }
//! operand   = "not" operand | "(" condition ")" | test
//! test      = name [ sign value | "between" value ("and" | "to" | "..") value
//!                  | ["not"] "in" "(" value { "," value } ")" | "not" "between" ...
//!                  | ("starts" | "ends") "with" value | "contains" value
//!                  | "is" ["not"] ("missing" | "known" | "free") ]
//! ```
//!
//! Invariant: a text gives one condition or one diagnostic.
//! Invariant: recursion is at most [`CONDITION_DEPTH_MAX`] deep.

use std::ops::Range;

use super::token::{Found, Token, is_name, token_at};
use super::value::{self, Setting};
use super::wrong::mixed_and_or;
use super::{Comparison, Condition, Operator, Test};
use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::policy::{Literal, Placed};

/// How deep parentheses and `not` may stand in each other, so that no text exhausts the stack.
pub const CONDITION_DEPTH_MAX: usize = 64;

/// The longest condition, in bytes: a list of some thousand values.
pub const CONDITION_BYTES_MAX: usize = 65_536;

/// Reads a condition such as `employees > 1,000 and state in (US-CA, US-OR)`.
///
/// # Errors
///
/// The first mistake, with what was expected in its place.
pub fn parse_condition(placed: Placed) -> Result<Condition, Diagnostic> {
    let mut reader = Reader { placed, at: 0, depth: 0, test: None };
    if placed.text.len() > CONDITION_BYTES_MAX {
        let message = format!("a condition of more than {CONDITION_BYTES_MAX} bytes");
        let help = "put the values into a table or a look-up";
        return Err(reader.wrong(0..placed.text.len(), message).help(help));
    }
    if placed.text.trim().is_empty() {
        let help = "write a test such as `employees > 100`, or `always`";
        return Err(reader.wrong(0..placed.text.len(), "an empty condition").help(help));
    }
    let condition = reader.chain()?;
    match reader.peek() {
        Found { token: Token::End, .. } => Ok(condition),
        found => Err(reader.closes_nothing(&found)),
    }
}

/// The reader's state.
pub(super) struct Reader<'a> {
    /// The text.
    pub placed: Placed<'a>,
    /// The byte after the last token that was read.
    pub at: usize,
    depth: usize,
    /// The test that was read last.
    pub test: Option<LastTest<'a>>,
}

/// What messages need to know of the test that stands before a mistake.
#[derive(Clone, Debug)]
pub(super) struct LastTest<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it begins.
    pub start: usize,
    /// Its last value, as written.
    pub value: Option<Range<usize>>,
    /// Its sign and its only value, if it is a comparison.
    pub sign: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    And,
    Or,
}

type Read<T> = Result<T, Diagnostic>;

impl<'a> Reader<'a> {
    /// A diagnostic about a part of the text.
    pub fn wrong(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::ConditionNotUnderstood, self.placed.part(range), message)
    }

    /// The characters of a range.
    pub fn text(&self, range: Range<usize>) -> &'a str {
        self.placed.text.get(range).unwrap_or("")
    }

    /// The next token.
    pub fn peek(&self) -> Found<'a> {
        token_at(self.placed.text, self.at)
    }

    /// The token after `found`.
    pub fn after(&self, found: &Found) -> Found<'a> {
        token_at(self.placed.text, found.end)
    }

    /// Whether the next token is this word, in any case; then it is read.
    fn take(&mut self, word: &str) -> bool {
        let found = self.peek();
        let taken = matches!(found.token, Token::Run(run) if run.eq_ignore_ascii_case(word));
        if taken {
            self.at = found.end;
        }
        taken
    }

    fn chain(&mut self) -> Read<Condition> {
        let first = self.operand()?;
        let mut terms = vec![first];
        let mut joins: Vec<(Join, Range<usize>)> = Vec::new();
        while let Some((join, range)) = self.join()? {
            joins.push((join, range));
            terms.push(self.operand()?);
        }
        let Some((first, rest)) = joins.split_first() else {
            return Ok(terms.swap_remove(0));
        };
        match rest.iter().find(|(join, _)| *join != first.0) {
            Some((_, other)) => {
                let ors = joins.iter().map(|(join, _)| *join == Join::Or).collect::<Vec<_>>();
                let place = |range: &Range<usize>| self.placed.part(range.clone());
                Err(mixed_and_or(&terms, &ors, place(&first.1), place(other)))
            }
            None if first.0 == Join::And => Ok(Condition::And(terms)),
            None => Ok(Condition::Or(terms)),
        }
    }

    /// `and` or `or`, or nothing where the chain ends.
    fn join(&mut self) -> Read<Option<(Join, Range<usize>)>> {
        let found = self.peek();
        let join = match found.token {
            Token::End | Token::Close => return Ok(None),
            Token::Run(run) if run.eq_ignore_ascii_case("and") => Join::And,
            Token::Run(run) if run.eq_ignore_ascii_case("or") => Join::Or,
            _ => return Err(self.beside_test(&found)),
        };
        self.at = found.end;
        Ok(Some((join, found.range())))
    }

    fn operand(&mut self) -> Read<Condition> {
        let found = self.peek();
        match found.token {
            Token::Open => {
                self.deeper(&found)?;
                let inner = self.chain()?;
                self.depth -= 1;
                let close = self.peek();
                if close.token != Token::Close {
                    return Err(self.not_closed(&found));
                }
                self.at = close.end;
                Ok(inner)
            }
            Token::Run(run) if run.eq_ignore_ascii_case("not") => {
                self.deeper(&found)?;
                let inner = self.operand()?;
                self.depth -= 1;
                Ok(Condition::Not(Box::new(inner)))
            }
            Token::Run(run) if is_name(run) => self.test(run, &found),
            _ => Err(self.no_name(&found)),
        }
    }

    fn deeper(&mut self, found: &Found) -> Read<()> {
        self.at = found.end;
        self.depth += 1;
        if self.depth <= CONDITION_DEPTH_MAX {
            return Ok(());
        }
        let message =
            format!("more than {CONDITION_DEPTH_MAX} parentheses and `not` in each other");
        Err(self
            .wrong(found.range(), message)
            .help("give a part of the condition a name in `derive` and test that"))
    }

    fn test(&mut self, name: &'a str, found: &Found) -> Read<Condition> {
        self.at = found.end;
        self.test = Some(LastTest { name, start: found.start, value: None, sign: None });
        let (operator, negated) = self.operator(name)?;
        let test = Condition::Test(Test {
            name: Spanned::new(name.to_owned(), self.placed.part(found.range())),
            operator,
            span: self.placed.part(found.start..self.at),
        });
        Ok(if negated { Condition::Not(Box::new(test)) } else { test })
    }

    /// What follows a name, and whether a `not` in it negates the whole test.
    fn operator(&mut self, name: &str) -> Read<(Operator, bool)> {
        let found = self.peek();
        let word = match found.token {
            Token::End | Token::Close => return Ok((Operator::IsTrue, false)),
            Token::Sign(sign) => return Ok((self.comparison(sign, &found)?, false)),
            Token::Run(run) => run.to_ascii_lowercase(),
            _ => return Err(self.no_operator(name, &found)),
        };
        let plain = |operator| Ok((operator, false));
        match word.as_str() {
            "and" | "or" => return plain(Operator::IsTrue),
            "is" => {
                self.at = found.end;
                return self.is(&found);
            }
            _ => {}
        }
        let negated = word == "not" && {
            self.at = found.end;
            true
        };
        let second = self.peek();
        if self.take("in") {
            let list = self.list(&second)?;
            return plain(if negated { Operator::NotIn(list) } else { Operator::In(list) });
        }
        if self.take("between") {
            let (low, high) = self.between()?;
            return Ok((Operator::Between(low, high), negated));
        }
        if negated {
            return Err(self.not_after_name(name, &found));
        }
        if self.take("contains") {
            return plain(Operator::Contains(self.value("contains")?));
        }
        if (word == "starts" || word == "ends") && self.take(&word) {
            if !self.take("with") {
                return Err(self.no_with(&word, &found));
            }
            let literal = self.value(if word == "starts" { "starts with" } else { "ends with" })?;
            return plain(match word.as_str() {
                "starts" => Operator::StartsWith(literal),
                _ => Operator::EndsWith(literal),
            });
        }
        Err(self.no_operator(name, &found))
    }

    fn comparison(&mut self, sign: &str, found: &Found) -> Read<Operator> {
        let comparison = match sign {
            "=" => Comparison::Equal,
            "!=" | "<>" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::Greater,
            ">=" => Comparison::AtLeast,
            _ => return Err(self.wrong_sign(sign, found)),
        };
        self.at = found.end;
        let literal = self.value(sign)?;
        if let Some(test) = &mut self.test {
            test.sign = Some(comparison.sign());
        }
        Ok(Operator::Compare(comparison, literal))
    }

    fn is(&mut self, is: &Found) -> Read<(Operator, bool)> {
        let negated = self.take("not");
        let answers = [("missing", !negated), ("known", negated)];
        for (word, is_missing) in answers {
            if self.take(word) {
                let operator = if is_missing { Operator::IsMissing } else { Operator::IsKnown };
                return Ok((operator, false));
            }
        }
        if self.take("free") {
            return Ok((Operator::IsFree, negated));
        }
        Err(self.wrong_is(is, negated))
    }

    fn between(&mut self) -> Read<(Literal, Literal)> {
        let low = self.value("between")?;
        let found = self.peek();
        if found.token == Token::Dots {
            self.at = found.end;
            return Ok((low, self.value("..")?));
        }
        if self.take("and") {
            return Ok((low, self.value("and")?));
        }
        if self.take("to") {
            return Ok((low, self.value("to")?));
        }
        Err(self.between_not_finished(&found, &low))
    }

    fn list(&mut self, word: &Found) -> Read<Vec<Literal>> {
        let open = self.peek();
        if open.token != Token::Open {
            return Err(self.list_not_opened(word, &open));
        }
        self.at = open.end;
        let mut values = Vec::new();
        loop {
            if values.is_empty() && self.peek().token == Token::Close {
                let message = "the list of `in` is empty";
                return Err(self.wrong(open.start..self.peek().end, message));
            }
            values.push(self.value_in(Setting::List, if values.is_empty() { "(" } else { "," })?);
            let found = self.peek();
            match found.token {
                Token::Comma => self.at = found.end,
                Token::Close => {
                    self.at = found.end;
                    return Ok(values);
                }
                Token::End => return Err(self.not_closed(&open)),
                _ => return Err(self.no_comma(&found)),
            }
        }
    }

    fn value(&mut self, before: &str) -> Read<Literal> {
        self.value_in(Setting::Alone, before)
    }

    fn value_in(&mut self, setting: Setting, before: &str) -> Read<Literal> {
        let text = self.placed.text;
        let found = value::find(text, self.at, setting);
        let (value, quoted, end) = match found.token {
            Token::Quote(quote) => match value::read_quoted(text, found.start) {
                Some((value, end)) => (value, true, end),
                None => return Err(self.quote_not_closed(&found, quote)),
            },
            Token::Run(_) => match value::read_bare(text, found, setting) {
                Some(bare) => (bare.text, false, bare.end),
                None => return Err(self.wrong_value(&found)),
            },
            _ => return Err(self.no_value(&found, before)),
        };
        self.at = end;
        if let Some(test) = &mut self.test {
            test.value = Some(found.start..end);
        }
        Ok(Literal { text: value, quoted, span: self.placed.part(found.start..end) })
    }
}
