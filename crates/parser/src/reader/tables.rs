//! Tables and their rows.

use std::ops::Range;

use super::Reader;
use super::items::Block;
use crate::ast::{Cell, CellKind, CompareOp, Item, Row, Table};
use crate::errors::{RowsOnOneLine, SplitRow, Subject, SyntaxError};
use crate::grammar::Rule;
use crate::lower::Builder;
use crate::scan::Kind;

impl Reader<'_> {
    /// Reads a table.
    pub(super) fn table(&mut self, block: &Block, doc: Option<String>) -> Option<Item> {
        self.inline_shapes(block.head.clone());
        let head = self.read(Rule::table_head, block.head.clone(), Subject::Item("table"), |build, pair| {
            let (mut name, mut parameters, mut result) = (None, Vec::new(), None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => name = Some(build.name(&inner)),
                    Rule::parameters => parameters = build.parameters(inner),
                    Rule::type_expr => result = Some(build.ty(inner)),
                    _ => {}
                }
            }
            Some((name?, parameters, result?))
        });
        let (rows, broken) = self.rows(block.body.clone());
        let (name, parameters, result) = head?;
        Some(Item::Table(Table { doc, name, parameters, result, rows, broken, span: block.span }))
    }

    /// Reads rows; the answer says, too, whether one of them had to be left out.
    pub(super) fn rows(&self, body: Range<usize>) -> (Vec<Row>, bool) {
        let mut rows = Vec::new();
        let mut broken = false;
        let mut index = body.start;
        while index < body.end {
            let end = self.row_end(index, &body);
            let span = self.span_of(&(index..end));
            let split = (index + 1..end).find(|at| self.first(*at));
            let row = match split {
                // The row goes on where its line has ended; that is the one mistake to tell.
                Some(at) => {
                    self.error(SyntaxError::SplitRow(SplitRow { at: self.span(at) }));
                    None
                }
                None => match self.second_row(index, end) {
                    Some(second) => {
                        self.error(SyntaxError::RowsOnOneLine(RowsOnOneLine { at: self.span(second) }));
                        None
                    }
                    None => self.read(Rule::row, index..end, Subject::Row, |build, pair| {
                        let mut cells = Vec::new();
                        let mut result = None;
                        for inner in pair.into_inner() {
                            match inner.as_rule() {
                                Rule::cell => cells.push(cell(build, inner)),
                                Rule::operand => result = Some(build.expr(inner)),
                                _ => {}
                            }
                        }
                        Some(Row { cells, result: result?, span })
                    }),
                },
            };
            broken |= row.is_none();
            rows.extend(row);
            index = end;
        }
        (rows, broken)
    }

    /// A row ends with its line, unless the line leaves no doubt that it goes on.
    fn row_end(&self, start: usize, body: &Range<usize>) -> usize {
        let mut index = self.step(start);
        while index < body.end {
            if self.first(index) {
                let goes_on = matches!(self.lexeme(index), "->" | "," | "|")
                    || matches!(self.lexeme(index - 1), "->" | "," | "|" | ".." | "not")
                        && !self.has_arrow(index, body);
                if !goes_on {
                    return index;
                }
            }
            index = self.step(index);
        }
        body.end
    }

    /// Has the line that begins at `start` an arrow, and something before it?
    fn has_arrow(&self, start: usize, body: &Range<usize>) -> bool {
        (start + 1..body.end).take_while(|at| !self.first(*at)).any(|at| self.lexeme(at) == "->")
    }

    /// Where a second row begins on the same line: behind the value that follows the first arrow, if there is
    /// another arrow behind it.
    fn second_row(&self, start: usize, end: usize) -> Option<usize> {
        let mut arrows = (start..end).filter(|at| self.lexeme(*at) == "->");
        let first = arrows.next()?;
        arrows.next()?;
        let mut at = self.step(first + 1);
        while self.lexeme(at) == "." {
            at += 2;
        }
        let begins = matches!(self.kind(at), Some(Kind::Word | Kind::Text | Kind::Number)) || self.lexeme(at) == "_";
        (at < end && begins).then_some(at)
    }
}

fn cell(build: &Builder<'_>, pair: pest::iterators::Pair<'_, Rule>) -> Cell {
    let span = build.span(&pair);
    let (mut any, mut negated, mut range, mut bound, mut values) = (false, false, false, None, Vec::new());
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::s_any => any = true,
            Rule::w_not => negated = true,
            Rule::s_range => range = true,
            Rule::bound => {
                bound = Some(match inner.as_str() {
                    "<" => CompareOp::Less,
                    "<=" => CompareOp::AtMost,
                    ">" => CompareOp::More,
                    _ => CompareOp::AtLeast,
                });
            }
            Rule::sum => values.push(build.expr(inner)),
            _ => {}
        }
    }
    let kind = if any {
        CellKind::Any
    } else if let (Some(op), Some(value)) = (bound, values.first()) {
        CellKind::Compared { op, value: value.clone() }
    } else if let (true, [low, high]) = (range, values.as_slice()) {
        CellKind::Between { low: low.clone(), high: high.clone() }
    } else {
        CellKind::OneOf { negated, values }
    };
    Cell { kind, span }
}
