//! Decisions and their options.

use std::ops::Range;

use super::Reader;
use super::items::Block;
use super::rules::Above;
use crate::ast::{Clause, Decision, DecisionOption, DecisionPart, Item, Name, OptionPart, OptionPartKind, TextLiteral};
use crate::errors::{Expected, OptionHead, Subject, SyntaxError, Wanted};
use crate::grammar::Rule;
use crate::lower::Reading;
use crate::scan::Kind;
use crate::words::{DECISION_CLAUSES, OPTION_CLAUSES};

impl Reader<'_> {
    /// Reads a decision.
    pub(super) fn decision(&mut self, block: &Block, doc: Option<String>) -> Option<Item> {
        // `decision chosen plan` lacks its name, and is none of that name.
        let nameless = self.word(block.head.start) == "chosen"
            && self.kind(block.head.start + 1) == Some(Kind::Word)
            && self.word(block.head.start + 1) != "chosen";
        if nameless {
            let (at, found) = (self.span(block.head.start), self.found(block.head.start));
            let (wanted, subject) = (vec![Wanted::Name], Subject::Item("decision"));
            self.error(SyntaxError::Expected(Expected { at, wanted, found, subject, meant: None, advice: None }));
            return None;
        }
        let head = self.read(Rule::decision_head, block.head.clone(), Subject::Item("decision"), |build, pair| {
            let (mut name, mut chosen) = (None, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => name = Some(build.name(&inner)),
                    Rule::place => chosen = Some(build.expr(inner)),
                    _ => {}
                }
            }
            Some((name?, chosen))
        });
        let mut parts = Vec::new();
        let body = block.body.clone();
        // Where the decision's brace has no mate, one of its options most likely lacks its own and has taken it.
        let open =
            block.body.start.checked_sub(1).and_then(|brace| self.token(brace)).is_some_and(|t| t.mate.is_none());
        let mut index = body.start;
        while index < body.end {
            if open && self.kind(index) == Some(Kind::Close) {
                index += 1;
                continue;
            }
            let Some(word) = self.clause_word(index, &DECISION_CLAUSES, "decision") else {
                index = self.next_clause(index + 1, &body, &DECISION_CLAUSES);
                continue;
            };
            let mut end = self.clause_end(index, &body, &DECISION_CLAUSES);
            let broken = if word == "option" {
                end = if open { self.option_end(index, end) } else { end };
                let option = self.option(index, end);
                let broken = option.is_none();
                parts.extend(option.map(DecisionPart::Option));
                broken
            } else {
                if open {
                    end = (index + 1..end).find(|at| self.kind(*at) == Some(Kind::Close)).unwrap_or(end);
                }
                let before = self.errors.borrow().count();
                let mut clause = Vec::new();
                self.clause(word, index, index + 1..end, &mut clause);
                parts.extend(clause.into_iter().map(DecisionPart::Clause));
                self.errors.borrow().count() > before
            };
            index = if broken { self.resume(end, &body, &DECISION_CLAUSES) } else { end };
        }
        let (name, chosen) = match head {
            Some((name, chosen)) => (name, chosen),
            // The name is kept; what would be chosen is not known, and its error has been told.
            None => (self.name_at(block.head.start)?, Some(self.junk_expr(&block.head))),
        };
        Some(Item::Decision(Decision { doc, name, chosen, parts, span: block.span }))
    }

    /// Where an option ends that may lack its closing brace: in front of what can only stand behind it.
    fn option_end(&self, index: usize, end: usize) -> usize {
        let ends = |at: &usize| {
            self.first(*at)
                && (self.begins_option(*at) || matches!(self.word(*at), "let" | "because" | "concept" | "see"))
        };
        (index + 1..end).find(ends).unwrap_or(end)
    }

    /// Does an option begin here, and not a member or a field of that name?
    pub(super) fn begins_option(&self, index: usize) -> bool {
        self.word(index) == "option" && matches!(self.kind(index + 1), Some(Kind::Word | Kind::Text | Kind::Open))
    }

    /// Reads nothing but options, as an `extend` holds them.
    pub(super) fn options(&mut self, body: Range<usize>) -> Vec<DecisionOption> {
        const CLAUSES: [&str; 1] = ["option"];
        let mut options = Vec::new();
        let mut index = body.start;
        while index < body.end {
            if self.clause_word(index, &CLAUSES, "extension").is_none() {
                index = self.next_clause(index + 1, &body, &CLAUSES);
                continue;
            }
            let end = self.clause_end(index, &body, &CLAUSES);
            let option = self.option(index, end);
            index = if option.is_some() { end } else { self.resume(end, &body, &CLAUSES) };
            options.extend(option);
        }
        options
    }

    /// Reads the option whose word stands at `index`, and that ends in front of `end`.
    pub(super) fn option(&mut self, index: usize, end: usize) -> Option<DecisionOption> {
        let doc = self.doc(index);
        let open = (index + 1..end).find(|at| self.lexeme(*at) == "{" && self.kind(*at) == Some(Kind::Open));
        let Some(open) = open else {
            self.no_option_brace(index + 1..end);
            return None;
        };
        let (name, title) = self.option_head(index, index + 1..open)?;
        let close = self.token(open).and_then(|token| token.mate).map_or(end, |mate| mate.min(end));
        let span = self.span_of(&(index..(close + 1).min(end)));
        let parts = self.option_parts(open + 1..close);
        if close + 1 < end {
            // Behind the closing brace nothing can go on.
            self.clause_word(close + 1, &DECISION_CLAUSES, "decision");
        }
        Some(DecisionOption { doc, name, title, parts, span })
    }

    /// `NAME "TITLE"`; what is missing is told, and the option is read all the same.
    fn option_head(&self, index: usize, head: Range<usize>) -> Option<(Name, TextLiteral)> {
        let missing = match (self.kind(head.start).filter(|_| !head.is_empty()), head.len()) {
            (None, _) => Some("name and no title"),
            (Some(Kind::Text), 1) => Some("name"),
            (Some(Kind::Word), 1) => Some("title"),
            _ => None,
        };
        let name = self.name_at(head.start).filter(|_| !head.is_empty());
        if let Some(missing) = missing {
            let at = self.span_of(&(index..head.end));
            let name = name.as_ref().map(|name| name.text.clone());
            self.error(SyntaxError::OptionHead(OptionHead { at, missing, name }));
        } else {
            let read = self.read(Rule::option_head, head.clone(), Subject::Clause("option"), |build, pair| {
                let mut inner = pair.into_inner();
                let name = build.option_name(inner.next()?);
                let title = inner.find(|pair| pair.as_rule() == Rule::text)?;
                Some((name, build.literal(build.span(&title), Reading::Plain)))
            });
            if read.is_some() {
                return read;
            }
        }
        name.map(|name| (name, self.no_text(&head)))
    }

    fn option_parts(&self, body: Range<usize>) -> Vec<OptionPart> {
        let mut parts: Vec<OptionPart> = Vec::new();
        let mut index = body.start;
        while index < body.end {
            let start = self.errors.borrow().count();
            let Some(word) = self.clause_word(index, &OPTION_CLAUSES, "option") else {
                // A clause of the decision in the wrong place ends like any other.
                let next = match DECISION_CLAUSES.contains(&self.word(index)) {
                    true => self.clause_end(index, &body, &OPTION_CLAUSES),
                    false => self.next_clause(index + 1, &body, &OPTION_CLAUSES),
                };
                let span = self.span_of(&(index..next));
                parts.push(OptionPart { kind: OptionPartKind::Junk, span, word: self.span(index) });
                index = next;
                continue;
            };
            let end = self.clause_end(index, &body, &OPTION_CLAUSES);
            let before = self.errors.borrow().count();
            self.option_clause(word, index, index + 1..end, &mut parts);
            let broken = self.errors.borrow().count() > before;
            if before > start {
                self.errors.borrow_mut().truncate(before);
            }
            index = if broken { self.resume(end, &body, &OPTION_CLAUSES) } else { end };
        }
        parts
    }

    fn option_clause(&self, word: &'static str, index: usize, content: Range<usize>, parts: &mut Vec<OptionPart>) {
        let span = self.span_of(&(index..content.end));
        let kind = match word {
            "needs" => OptionPartKind::Needs(Clause::of(false, self.asked(word, &content))),
            "suits" => OptionPartKind::Suits(Clause::of(false, self.asked(word, &content))),
            "approver" => self
                .read(Rule::value_part, content, Subject::Clause(word), |build, pair| {
                    Some(OptionPartKind::Approver(build.expr(pair.into_inner().next()?)))
                })
                .unwrap_or(OptionPartKind::Junk),
            _ => {
                let above = parts.last_mut().map(|part| {
                    let clause = match &mut part.kind {
                        OptionPartKind::Needs(clause) | OptionPartKind::Suits(clause) => Above::Clause(clause),
                        OptionPartKind::Junk => Above::Junk,
                        OptionPartKind::Approver(_) => Above::Other,
                    };
                    (clause, &mut part.span)
                });
                return self.attach(word, index, content, above, "`needs` or `suits`");
            }
        };
        parts.push(OptionPart { kind, span, word: self.span(index) });
    }
}
