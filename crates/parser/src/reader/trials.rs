//! Tests and their clauses.

use std::ops::Range;

use pest::iterators::Pair;

use super::Reader;
use super::items::Block;
use crate::ast::{ExprKind, Item, Outcome, Support, Test, TestPart, TestPartKind, Verdict, WithValue};
use crate::errors::Subject;
use crate::grammar::Rule;
use crate::lower::{Builder, Reading};
use crate::scan::Kind;
use crate::words::TEST_CLAUSES;

impl Reader<'_> {
    /// Reads a test.
    pub(super) fn test(&mut self, block: &Block, doc: Option<String>) -> Option<Item> {
        let (_, title) = self.titled(Rule::test_head, block, Subject::Item("test"));
        let mut parts = Vec::new();
        let body = block.body.clone();
        let mut index = body.start;
        while index < body.end {
            let Some(word) = self.clause_word(index, &TEST_CLAUSES, "test") else {
                let next = self.next_clause(index + 1, &body, &TEST_CLAUSES);
                parts.push(TestPart { kind: TestPartKind::Junk, span: self.span_of(&(index..next)) });
                index = next;
                continue;
            };
            let end = self.clause_end(index, &body, &TEST_CLAUSES);
            let kind = self.test_clause(word, index + 1..end);
            parts
                .push(TestPart { span: self.span_of(&(index..end)), kind: kind.clone().unwrap_or(TestPartKind::Junk) });
            index = if kind.is_some() { end } else { self.resume(end, &body, &TEST_CLAUSES) };
        }
        Some(Item::Test(Test { doc, title, parts, span: block.span }))
    }

    fn test_clause(&self, word: &'static str, content: Range<usize>) -> Option<TestPartKind> {
        let subject = Subject::Clause(word);
        match word {
            "given" | "previous" => self.read(Rule::text_part, content, subject, |build, pair| {
                let text = pair.into_inner().next()?;
                let literal = build.literal(build.span(&text), Reading::AsItStands);
                Some(if word == "given" { TestPartKind::Given(literal) } else { TestPartKind::Previous(literal) })
            }),
            "with" => {
                // A block that is the whole value is taken as it stands, so it is not read as an expression.
                let last = content.end.saturating_sub(1);
                let block = content.len() > 1
                    && self.kind(last) == Some(Kind::Text)
                    && self.lexeme(last).starts_with("\"\"\"")
                    && self.lexeme(last - 1) == "=";
                self.read(Rule::with_part, content, subject, |build, pair| with(build, pair, block))
            }
            "as" => self.read(Rule::as_of_part, content, subject, |build, pair| {
                let day = pair.into_inner().find(|inner| inner.as_rule() == Rule::day)?;
                Some(build.day(day).map_or(TestPartKind::Junk, TestPartKind::AsOf))
            }),
            _ => self.read(Rule::expect_part, content, subject, |build, pair| expect(build, pair.into_inner().next()?)),
        }
    }
}

fn with(build: &Builder<'_>, pair: Pair<'_, Rule>, block: bool) -> Option<TestPartKind> {
    let (mut path, mut setting, mut value) = (None, None, None);
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::path => path = Some(build.path(inner)),
            Rule::qualified => setting = Some(build.qualified(inner)),
            Rule::value => value = Some(inner),
            _ => {}
        }
    }
    let value = value?;
    if let Some(name) = setting {
        return Some(TestPartKind::WithSetting { name, value: build.expr(value) });
    }
    let path = path?;
    if block {
        let literal = build.literal(build.span(&value), Reading::AsItStands);
        return Some(TestPartKind::With { path, value: WithValue::Block(literal) });
    }
    let expr = build.expr(value);
    let value = match &expr.kind {
        ExprKind::Name(name) if name.pack.is_none() && name.name.text == "missing" => WithValue::Missing,
        ExprKind::Name(name) if name.pack.is_none() && name.name.text == "unknown" => WithValue::Unknown,
        _ => WithValue::Expr(expr),
    };
    Some(TestPartKind::With { path, value })
}

fn expect(build: &Builder<'_>, pair: Pair<'_, Rule>) -> Option<TestPartKind> {
    match pair.as_rule() {
        Rule::nothing_else => Some(TestPartKind::ExpectNothingElse),
        Rule::expect_verdict => {
            let verdict = pair.into_inner().find(|inner| inner.as_rule() == Rule::verdict)?;
            Some(TestPartKind::ExpectVerdict(match verdict.as_str() {
                "ready" => Verdict::Ready,
                "open" => Verdict::Open,
                _ => Verdict::NotReady,
            }))
        }
        Rule::expect_option => {
            let (mut option, mut support) = (None, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::option_path => option = build.option_path(inner),
                    Rule::support => {
                        support = Some(match inner.as_str() {
                            "supported" => Support::Supported,
                            "open" => Support::Open,
                            _ => Support::NotSupported,
                        });
                    }
                    _ => {}
                }
            }
            Some(TestPartKind::ExpectOption { option: option?, support: support? })
        }
        Rule::expect_suggestion => {
            let option = pair.into_inner().find(|inner| inner.as_rule() == Rule::option_path)?;
            Some(TestPartKind::ExpectSuggestion(build.option_path(option)?))
        }
        _ => {
            let (mut rule, mut outcome, mut at, mut saying) = (None, None, None, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::qualified => rule = Some(build.qualified(inner)),
                    Rule::outcome => {
                        outcome = Some(match inner.as_str() {
                            "passes" => Outcome::Passes,
                            "fails" => Outcome::Fails,
                            does if does.starts_with("does") => Outcome::DoesNotApply,
                            waived if waived.ends_with("waived") => Outcome::Waived,
                            _ => Outcome::Undetermined,
                        });
                    }
                    Rule::path => at = Some(build.path(inner)),
                    Rule::text => saying = Some(build.literal(build.span(&inner), Reading::Plain)),
                    _ => {}
                }
            }
            Some(TestPartKind::ExpectRule { rule: rule?, outcome: outcome?, at, saying })
        }
    }
}
