//! Waivers and their clauses.

use std::ops::Range;

use super::Reader;
use super::items::Block;
use crate::ast::{Item, QualifiedName, Waiver, WaiverPart, WaiverPartKind};
use crate::errors::Subject;
use crate::grammar::Rule;
use crate::lower::Reading;
use crate::words::WAIVER_CLAUSES;

impl Reader<'_> {
    /// Reads a waiver.
    pub(super) fn waiver(&mut self, block: &Block, doc: Option<String>) -> Option<Item> {
        let subject = Subject::Item("waive");
        let rule = self.read(Rule::waiver_head, block.head.clone(), subject, |build, pair| {
            Some(build.qualified(pair.into_inner().next()?))
        });
        let mut parts = Vec::new();
        let body = block.body.clone();
        let mut index = body.start;
        while index < body.end {
            let word = self.span(index);
            let Some(clause) = self.clause_word(index, &WAIVER_CLAUSES, "waiver") else {
                let next = self.next_clause(index + 1, &body, &WAIVER_CLAUSES);
                parts.push(WaiverPart { kind: WaiverPartKind::Junk, span: self.span_of(&(index..next)), word });
                index = next;
                continue;
            };
            let end = self.clause_end(index, &body, &WAIVER_CLAUSES);
            let kind = self.waiver_clause(clause, index + 1..end);
            let span = self.span_of(&(index..end));
            index = if kind.is_some() { end } else { self.resume(end, &body, &WAIVER_CLAUSES) };
            parts.push(WaiverPart { kind: kind.unwrap_or(WaiverPartKind::Junk), span, word });
        }
        // What is waived is kept where only something behind it is wrong, so that the parts are still checked.
        let rule = rule.or_else(|| {
            let name = self.name_at(block.head.start)?;
            Some(QualifiedName { pack: None, span: name.span, name })
        });
        Some(Item::Waiver(Waiver { doc, rule: rule?, parts, span: block.span }))
    }

    fn waiver_clause(&self, word: &'static str, content: Range<usize>) -> Option<WaiverPartKind> {
        let subject = Subject::Clause(word);
        match word {
            "where" => self.read(Rule::condition_part, content, subject, |build, pair| {
                Some(WaiverPartKind::Where(build.expr(pair.into_inner().next()?)))
            }),
            "until" => self.read(Rule::day_part, content, subject, |build, pair| {
                Some(build.day(pair.into_inner().next()?).map_or(WaiverPartKind::Junk, WaiverPartKind::Until))
            }),
            _ => self
                .read(Rule::text_part, content, subject, |build, pair| {
                    let text = pair.into_inner().next()?;
                    Some(build.literal(build.span(&text), Reading::Plain))
                })
                .map(if word == "by" { WaiverPartKind::By } else { WaiverPartKind::Because }),
        }
    }
}
