//! Cuts a file into items and these into pieces, has each piece read on its own, and puts the tree together.

mod bounds;
mod decisions;
mod items;
mod quotes;
mod rules;
mod shapes;
mod tables;
mod trials;
mod waivers;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use countersign_source::{FileId, Span};
use pest::iterators::Pair;

use crate::Parsed;
use crate::ast::{Expr, ExprKind, Name, Shape, TextLiteral};
use crate::diagnose::{diagnose, found};
use crate::errors::{ErrorList, Found, Subject, SyntaxError};
use crate::grammar::{self, Rule};
use crate::lower::Builder;
use crate::scan::{Kind, SHAPE_FILL, Scan, Token, scan};

/// Reads a whole file.
pub(crate) fn read(file: FileId, text: &str) -> Parsed {
    // Spans are 32 bits wide; a text beyond that is read as far as they reach.
    let reach = u32::MAX as usize;
    let text = match text.len() > reach {
        true => (reach - 3..=reach).rev().find_map(|end| text.get(..end)).unwrap_or_default(),
        false => text,
    };
    let mut errors = ErrorList::default();
    let scan = scan(file, text, 0, text.len(), 0, &mut errors);
    let mut marks: Vec<usize> = errors.starts().collect();
    marks.sort_unstable();
    let mut reader = Reader {
        file,
        text,
        scan,
        marks,
        errors: RefCell::new(errors),
        shapes: RefCell::new(HashMap::new()),
        no_brace: Cell::new(false),
    };
    let tree = reader.file();
    reader.join_quotes();
    Parsed { file: tree, errors: reader.errors.into_inner().into_sorted() }
}

/// Reads the pieces of one file.
struct Reader<'t> {
    file: FileId,
    text: &'t str,
    scan: Scan,
    /// Where the scan has found something wrong, in order.
    marks: Vec<usize>,
    errors: RefCell<ErrorList>,
    /// The nested shapes that have been read and not yet been put into the type that they belong to.
    shapes: RefCell<HashMap<usize, Shape>>,
    /// Has an opening brace been missed since the last item, so that one more closes than opens?
    no_brace: Cell<bool>,
}

impl Reader<'_> {
    fn error(&self, error: SyntaxError) {
        self.errors.borrow_mut().push(error);
    }

    fn token(&self, index: usize) -> Option<&Token> {
        self.scan.tokens.get(index)
    }

    fn kind(&self, index: usize) -> Option<Kind> {
        self.token(index).map(|token| token.kind)
    }

    fn first(&self, index: usize) -> bool {
        self.token(index).is_some_and(|token| token.first)
    }

    fn lexeme(&self, index: usize) -> &str {
        self.token(index).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// The token's lexeme, if it is a word and no field behind a dot.
    fn word(&self, index: usize) -> &str {
        match self.kind(index) {
            Some(Kind::Word) if !(index > 0 && self.lexeme(index - 1) == ".") => self.lexeme(index),
            _ => "",
        }
    }

    /// The token's place; the end of the file behind the last one.
    fn span(&self, index: usize) -> Span {
        match self.token(index) {
            Some(token) => Span::new(self.file, token.start..token.end),
            None => Span::new(self.file, self.text.len()..self.text.len()),
        }
    }

    /// The place of `range`; the gap before it where it is empty.
    fn span_of(&self, range: &Range<usize>) -> Span {
        match range.end.checked_sub(1) {
            Some(last) if !range.is_empty() => self.span(range.start).to(self.span(last)),
            Some(last) => self.span(last).at_end(),
            None => Span::new(self.file, 0..0),
        }
    }

    fn found(&self, index: usize) -> Found {
        found(self.text, self.token(index))
    }

    fn name_at(&self, index: usize) -> Option<Name> {
        (self.kind(index) == Some(Kind::Word))
            .then(|| Name { text: self.lexeme(index).to_owned(), span: self.span(index) })
    }

    fn junk_expr(&self, range: &Range<usize>) -> Expr {
        Expr { kind: ExprKind::Junk, span: self.span_of(range) }
    }

    fn no_text(&self, range: &Range<usize>) -> TextLiteral {
        TextLiteral { value: String::new(), span: self.span_of(range).at_end(), block: false }
    }

    /// Has the scan reported something between these offsets?
    fn reported(&self, start: usize, end: usize) -> bool {
        let next = self.marks.partition_point(|mark| *mark < start);
        self.marks.get(next).is_some_and(|mark| *mark < end)
    }

    /// Where the bytes of `range` begin and end.
    fn bytes(&self, range: &Range<usize>) -> (usize, usize) {
        let start = if range.is_empty() {
            range.start.checked_sub(1).and_then(|before| self.token(before)).map_or(0, |before| before.end)
        } else {
            self.token(range.start).map_or(self.text.len(), |token| token.start)
        };
        let end = range.end.checked_sub(1).and_then(|last| self.token(last)).map_or(0, |last| last.end);
        (start, end.max(start))
    }

    /// Reads the tokens of `range` by `rule` and builds what they stand for; what cannot be read is reported.
    fn read<T>(
        &self,
        rule: Rule,
        range: Range<usize>,
        subject: Subject,
        build: impl FnOnce(&Builder<'_>, Pair<'_, Rule>) -> Option<T>,
    ) -> Option<T> {
        if self.errors.borrow().is_full() {
            return None;
        }
        let (start, end) = self.bytes(&range);
        let masked = self.scan.mask.get(start..end).and_then(|mask| std::str::from_utf8(mask).ok()).unwrap_or_default();
        match grammar::read(rule, masked) {
            Ok(pair) => {
                let builder = Builder {
                    file: self.file,
                    text: self.text,
                    base: start,
                    depth: Cell::new(1),
                    errors: &self.errors,
                    shapes: &self.shapes,
                    too_long: Cell::new(false),
                };
                build(&builder, pair)
            }
            Err(failure) => {
                let offset = start + failure.offset;
                // Where the scan has found something wrong already, what follows from it is not said again.
                let piece =
                    range.start.checked_sub(1).map_or(start, |before| self.token(before).map_or(start, |t| t.start));
                let failed = self.scan.tokens.partition_point(|token| token.end <= offset);
                let until = self.token(failed.min(range.end)).map_or(self.text.len(), |token| token.end);
                if !self.reported(piece, until) {
                    let tokens = &self.scan.tokens;
                    self.error(diagnose(self.file, self.text, tokens, range, offset, &failure.tried, subject, None));
                }
                None
            }
        }
    }

    /// Marks the braces from `open` to `close` as read, so that the grammar takes them for one type.
    fn mask_shape(&mut self, open: usize, close: usize) {
        let (start, end) = self.bytes(&(open..close + 1));
        if let Some(part) = self.scan.mask.get_mut(start..end) {
            part.fill(SHAPE_FILL);
        }
    }

    /// The `///` lines between the token before `index` and `index` itself.
    fn doc(&self, index: usize) -> Option<String> {
        let start = index.checked_sub(1).and_then(|before| self.token(before)).map_or(0, |before| before.end);
        let end = self.token(index).map_or(self.text.len(), |token| token.start);
        self.doc_between(start, end, "///")
    }

    fn doc_between(&self, start: usize, end: usize, marker: &str) -> Option<String> {
        let comments = &self.scan.comments;
        let from = comments.partition_point(|comment| comment.span.range().start < start);
        let lines: Vec<&str> = comments
            .iter()
            .skip(from)
            .take_while(|comment| comment.span.range().start < end)
            .filter_map(|comment| comment.text.strip_prefix(marker))
            .filter(|rest| !rest.starts_with('/'))
            .map(|rest| rest.strip_prefix(' ').unwrap_or(rest).trim_end())
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}
