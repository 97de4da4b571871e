//! Rules and their clauses.

use std::ops::Range;

use countersign_source::Span;

use super::Reader;
use super::bounds::meant_clause;
use super::items::Block;
use crate::ast::{Clause, Effective, Expr, Format, Item, Rule as RuleItem, RulePart, RulePartKind, Suggestion};
use crate::errors::{ExpectedClause, MisplacedClause, OptionClause, StrayClose, Subject, SyntaxError};
use crate::grammar::Rule;
use crate::lower::Reading;
use crate::scan::Kind;
use crate::words::{DECISION_CLAUSES, RULE_CLAUSES};

/// What stands above an `else` and its like.
pub(super) enum Above<'p> {
    /// The clause that it belongs to.
    Clause(&'p mut Clause),
    /// Something that could not be read.
    Junk,
    /// Something that has none.
    Other,
}

impl Clause {
    /// A clause that nothing has been added to yet.
    pub(super) fn of(forbid: bool, condition: Expr) -> Self {
        Self { forbid, condition, message: None, at: Vec::new(), help: None, suggest: None }
    }
}

impl Reader<'_> {
    /// Reads a rule.
    pub(super) fn rule(&mut self, block: &Block, doc: Option<String>) -> Option<Item> {
        let (name, title) = self.titled(Rule::rule_head, block, Subject::Item("rule"));
        let mut parts: Vec<RulePart> = Vec::new();
        let body = block.body.clone();
        let mut index = body.start;
        while index < body.end {
            let start = self.errors.borrow().count();
            let Some(word) = self.clause_word(index, &RULE_CLAUSES, "rule") else {
                let next = self.next_clause(index + 1, &body, &RULE_CLAUSES);
                let span = self.span_of(&(index..next));
                parts.push(RulePart { kind: RulePartKind::Junk, span, word: self.span(index) });
                index = next;
                continue;
            };
            let end = self.clause_end(index, &body, &RULE_CLAUSES);
            let before = self.errors.borrow().count();
            self.clause(word, index, index + 1..end, &mut parts);
            let broken = self.errors.borrow().count() > before;
            if before > start {
                // The word was told already; that what follows does not fit the word that it was taken for is no news.
                self.errors.borrow_mut().truncate(before);
            }
            if broken && self.lost_word(index + 1..end) {
                let at = self.span(index);
                parts.push(RulePart { kind: RulePartKind::Junk, span: at, word: at });
            }
            index = if broken { self.resume(end, &body, &RULE_CLAUSES) } else { end };
        }
        Some(Item::Rule(RuleItem { doc, name: name?, title, parts, span: block.span }))
    }

    /// Was the last error that a clause goes on on a new line, as where the word of the next was left out?
    fn lost_word(&self, content: Range<usize>) -> bool {
        let errors = self.errors.borrow();
        let last = errors.iter().last().map(|error| error.span().range().start);
        content.into_iter().any(|index| self.first(index) && Some(self.span(index).range().start) == last)
    }

    /// Where to go on behind a broken clause that was taken to end at `end`: there, if a line begins there with
    /// what is or may have been meant for the word of a clause.
    pub(super) fn resume(&self, end: usize, body: &Range<usize>, clauses: &[&'static str]) -> usize {
        let word = self.word(end);
        if self.first(end) && (clauses.contains(&word) || meant_clause(word, clauses).is_some()) {
            end
        } else {
            self.next_clause(end, body, clauses)
        }
    }

    /// The word of the clause at `index`, mended where it can be told what was meant; what is no clause is reported.
    pub(super) fn clause_word(
        &self,
        index: usize,
        clauses: &[&'static str],
        inside: &'static str,
    ) -> Option<&'static str> {
        let lexeme = self.word(index);
        if let Some(word) = clauses.iter().find(|word| **word == lexeme) {
            return Some(word);
        }
        let at = self.span(index);
        let start = index.checked_sub(1).and_then(|before| self.token(before)).map_or(0, |before| before.start);
        let reported = self.reported(start, at.range().end);
        if self.kind(index) == Some(Kind::Close) {
            if !reported {
                let written = self.lexeme(index).to_owned();
                self.error(SyntaxError::StrayClose(StrayClose { at, written }));
            }
            return None;
        }
        let meant = if lexeme.is_empty() { None } else { meant_clause(lexeme, clauses) };
        if !reported && let Some(belongs) = belongs_to(lexeme, inside) {
            let (word, at) = (lexeme.to_owned(), self.span(index));
            self.error(SyntaxError::OptionClause(OptionClause { at, word, belongs }));
            return None;
        }
        if !reported {
            let found = self.found(index);
            self.error(SyntaxError::ExpectedClause(ExpectedClause { at, found, meant, inside }));
        }
        meant
    }

    /// Reads the clause that begins with `word` and goes on with `content`.
    pub(super) fn clause(&self, word: &'static str, index: usize, content: Range<usize>, parts: &mut Vec<RulePart>) {
        let subject = Subject::Clause(word);
        let kind = match word {
            "else" | "at" | "help" | "suggest" => {
                let above = parts.last_mut().map(|part| {
                    let clause = match &mut part.kind {
                        RulePartKind::Clause(clause) => Above::Clause(clause),
                        RulePartKind::Junk => Above::Junk,
                        _ => Above::Other,
                    };
                    (clause, &mut part.span)
                });
                return self.attach(word, index, content, above, "`require` or `forbid`");
            }
            "level" => self
                .read(Rule::name_part, content.clone(), subject, |build, pair| {
                    Some(build.name(&pair.into_inner().next()?))
                })
                .map(RulePartKind::Level),
            "concept" => self
                .read(Rule::name_part, content.clone(), subject, |build, pair| {
                    Some(build.name(&pair.into_inner().next()?))
                })
                .map(RulePartKind::Concept),
            "step" | "risk" => self
                .read(Rule::qualified_part, content.clone(), subject, |build, pair| {
                    Some(build.qualified(pair.into_inner().next()?))
                })
                .map(if word == "step" { RulePartKind::Step } else { RulePartKind::Risk }),
            "because" | "see" => self
                .read(Rule::text_part, content.clone(), subject, |build, pair| {
                    let text = pair.into_inner().next()?;
                    Some(build.literal(build.span(&text), Reading::Plain))
                })
                .map(if word == "because" { RulePartKind::Because } else { RulePartKind::See }),
            "boundary" => self
                .read(Rule::text_part, content.clone(), subject, |build, pair| {
                    let text = pair.into_inner().next()?;
                    Some(build.format(build.span(&text)).0)
                })
                .map(RulePartKind::Boundary),
            "effective" => self.read(Rule::effective_part, content.clone(), subject, |build, pair| {
                let mut days = pair.into_inner().filter(|inner| inner.as_rule() == Rule::day);
                let from = build.day(days.next()?);
                Some(RulePartKind::Effective(Effective { from, until: days.next().and_then(|day| build.day(day)) }))
            }),
            "unwaivable" => {
                self.read(Rule::empty_part, content.clone(), subject, |_, _| Some(RulePartKind::Unwaivable))
            }
            "let" => self.binding(content.clone()),
            // `foreach` is one word, and one mistake, which has been told.
            "for" if self.word(index) != "for" && self.word(content.start) != "each" => self.loop_named(&content),
            "for" => self.for_each(content.clone()),
            "when" => Some(RulePartKind::When(self.asked(word, &content))),
            _ => Some(RulePartKind::Clause(Clause::of(word == "forbid", self.asked(word, &content)))),
        };
        let span = self.span_of(&(index..content.end));
        parts.push(RulePart { kind: kind.unwrap_or(RulePartKind::Junk), span, word: self.span(index) });
    }

    /// The condition that a clause asks.
    pub(super) fn asked(&self, word: &'static str, content: &Range<usize>) -> Expr {
        let condition = self.read(Rule::condition_part, content.clone(), Subject::Clause(word), |build, pair| {
            Some(build.expr(pair.into_inner().next()?))
        });
        condition.unwrap_or_else(|| self.junk_expr(content))
    }

    fn binding(&self, content: Range<usize>) -> Option<RulePartKind> {
        self.read(Rule::let_part, content.clone(), Subject::Clause("let"), |build, pair| {
            let mut inner = pair.into_inner();
            let name = build.name(&inner.next()?);
            let value = build.expr(inner.find(|pair| pair.as_rule() == Rule::value)?);
            Some(RulePartKind::Let { name, value })
        })
        .or_else(|| {
            // The name is kept, so that its uses are no mistakes of their own.
            let name = self.name_at(content.start)?;
            Some(RulePartKind::Let { name, value: self.junk_expr(&content) })
        })
    }

    fn for_each(&self, content: Range<usize>) -> Option<RulePartKind> {
        self.read(Rule::for_part, content.clone(), Subject::Clause("for"), |build, pair| {
            let (mut item, mut list, mut filter) = (None, None, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => item = Some(build.name(&inner)),
                    Rule::sum => list = Some(build.expr(inner)),
                    Rule::condition => filter = Some(build.expr(inner)),
                    _ => {}
                }
            }
            Some(RulePartKind::ForEach { item: item?, list: list?, filter })
        })
        .or_else(|| self.loop_named(&content))
    }

    /// A loop of which only the name of the item could be read.
    fn loop_named(&self, content: &Range<usize>) -> Option<RulePartKind> {
        let item = if self.word(content.start) == "each" { content.start + 1 } else { content.start };
        let item = self.name_at(item).filter(|_| item < content.end)?;
        Some(RulePartKind::ForEach { item, list: self.junk_expr(content), filter: None })
    }

    /// Reads what belongs to the `require` or `forbid` (or whatever `owner` names) above.
    pub(super) fn attach(
        &self,
        word: &'static str,
        index: usize,
        content: Range<usize>,
        above: Option<(Above<'_>, &mut Span)>,
        owner: &'static str,
    ) {
        let subject = Subject::Clause(word);
        let empty = Format { pieces: Vec::new(), span: self.span_of(&content), block: false };
        let mut message = None;
        let mut places = None;
        let mut suggest = None;
        match word {
            "else" | "help" => {
                message = self.read(Rule::text_part, content.clone(), subject, |build, pair| {
                    let text = pair.into_inner().next()?;
                    Some(build.format(build.span(&text)).0)
                });
            }
            "at" => {
                places = self.read(Rule::places_part, content.clone(), subject, |build, pair| {
                    let places = pair.into_inner().filter(|inner| inner.as_rule() == Rule::place);
                    Some(places.map(|place| build.expr(place)).collect::<Vec<_>>())
                });
            }
            _ => {
                let span = self.span_of(&(index..content.end));
                suggest = self.read(Rule::suggest_part, content.clone(), subject, |build, pair| {
                    let mut inner = pair.into_inner();
                    let path = build.expr(inner.next()?);
                    let value = build.expr(inner.find(|pair| pair.as_rule() == Rule::value)?);
                    Some(Suggestion { path, value, span })
                });
            }
        }
        let whole = self.span_of(&(index..content.end));
        let misplaced = |repeated| {
            let at = self.span(index);
            SyntaxError::MisplacedClause(MisplacedClause { at, word: word.to_owned(), owner, repeated })
        };
        let Some((above, span)) = above else {
            return self.error(misplaced(false));
        };
        let repeated = match above {
            Above::Clause(clause) => match word {
                "else" => clause.message.replace(message.unwrap_or(empty)).is_some(),
                "help" => clause.help.replace(message.unwrap_or(empty)).is_some(),
                "at" => {
                    let repeated = !clause.at.is_empty();
                    clause.at.extend(places.unwrap_or_default());
                    repeated
                }
                _ => {
                    let repeated = clause.suggest.is_some();
                    clause.suggest = suggest.or(clause.suggest.take());
                    repeated
                }
            },
            // Whatever stands there has been reported, and may well have been a `require`.
            Above::Junk => false,
            Above::Other => return self.error(misplaced(false)),
        };
        *span = span.to(whole);
        if repeated {
            self.error(misplaced(true));
        }
    }
}

/// What a clause belongs to that stands in a decision or an option, and not where it should.
fn belongs_to(word: &str, inside: &str) -> Option<&'static str> {
    match inside {
        "decision" if matches!(word, "needs" | "suits" | "approver") => Some("an option"),
        "option" if DECISION_CLAUSES.contains(&word) && word != "option" => Some("the decision"),
        _ => None,
    }
}
