//! From pest's pairs to the syntax tree: expressions, types, texts and paths.
//!
//! Pairs carry offsets into a masked piece; [`Builder`] knows where that piece stands in the file and takes what
//! texts and names say from there.

mod expressions;
mod texts;
mod types;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use countersign_source::{FileId, Span};
use pest::iterators::Pair;

use crate::ast::{Day, Name, OptionPath, Path, PathStep, Pattern, QualifiedName, Shape};
use crate::errors::{ErrorList, PatternFlag, SyntaxError};
use crate::grammar::Rule;

pub(crate) use texts::Reading;

/// Builds the tree of one piece of a file.
pub(crate) struct Builder<'a> {
    /// The file.
    pub(crate) file: FileId,
    /// Its whole text.
    pub(crate) text: &'a str,
    /// Where the piece begins in it.
    pub(crate) base: usize,
    /// How deep the piece is nested, counted on while it is built.
    pub(crate) depth: Cell<usize>,
    /// Where errors go.
    pub(crate) errors: &'a RefCell<ErrorList>,
    /// The nested shapes that have been read, by the offset of their opening brace.
    pub(crate) shapes: &'a RefCell<HashMap<usize, Shape>>,
    /// Has this piece been found too long already?
    pub(crate) too_long: Cell<bool>,
}

impl Builder<'_> {
    fn error(&self, error: SyntaxError) {
        self.errors.borrow_mut().push(error);
    }

    /// The place of a pair, without the blanks that pest may leave at its end.
    pub(crate) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let length = pair.as_str().trim_ascii_end().len();
        Span::new(self.file, self.base + span.start()..self.base + span.start() + length)
    }

    fn written(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A `name` or `any_name`.
    pub(crate) fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        let span = self.span(pair);
        Name { text: self.written(span).to_owned(), span }
    }

    /// A `qualified`.
    pub(crate) fn qualified(&self, pair: Pair<'_, Rule>) -> QualifiedName {
        let span = self.span(&pair);
        let mut names = pair.into_inner().map(|name| self.name(&name));
        let first = names.next().unwrap_or_else(|| Name { text: String::new(), span });
        match names.next() {
            Some(name) => QualifiedName { pack: Some(first), name, span },
            None => QualifiedName { pack: None, name: first, span },
        }
    }

    /// A `day`; `None` where it could not be read, which has been reported.
    pub(crate) fn day(&self, pair: Pair<'_, Rule>) -> Option<Day> {
        let date = pair.into_inner().find(|inner| inner.as_rule() == Rule::day_form)?;
        let span = self.span(&date);
        Some(Day { text: self.written(span).to_owned(), span })
    }

    /// An `option_name`: a word, or a text.
    pub(crate) fn option_name(&self, pair: Pair<'_, Rule>) -> Name {
        let inner = pair.clone().into_inner().next();
        match inner.filter(|inner| inner.as_rule() == Rule::text) {
            Some(text) => {
                let literal = self.literal(self.span(&text), Reading::Plain);
                Name { text: literal.value, span: literal.span }
            }
            None => self.name(&pair),
        }
    }

    /// An `option_path`.
    pub(crate) fn option_path(&self, pair: Pair<'_, Rule>) -> Option<OptionPath> {
        let span = self.span(&pair);
        let (mut decision, mut name) = (None, None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => decision = Some(self.name(&inner)),
                Rule::option_name => name = Some(self.option_name(inner)),
                _ => {}
            }
        }
        Some(OptionPath { decision, name: name?, span })
    }

    /// A `pattern`, its flag checked.
    pub(crate) fn pattern(&self, pair: &Pair<'_, Rule>) -> Pattern {
        let span = self.span(pair);
        let written = self.written(span).get(1..).unwrap_or_default();
        let flag_length = written.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let (body, flag) = match written.split_at_checked(written.len() - flag_length) {
            Some((body, flag)) if body.ends_with('/') => (body.strip_suffix('/').unwrap_or(body), flag),
            // It was never closed, which has been reported.
            _ => (written, ""),
        };
        if !matches!(flag, "" | "i") {
            let at = Span { start: span.end - u32::try_from(flag.len()).unwrap_or(0), ..span };
            self.error(SyntaxError::PatternFlag(PatternFlag { at, written: flag.to_owned() }));
        }
        Pattern { source: body.replace("\\/", "/"), any_case: flag == "i", span }
    }

    /// A `path` of a test.
    pub(crate) fn path(&self, pair: Pair<'_, Rule>) -> Path {
        let span = self.span(&pair);
        let mut steps = Vec::new();
        for step in pair.into_inner() {
            match step.as_rule() {
                Rule::any_name => steps.push(PathStep::Field(self.name(&step))),
                Rule::path_key => steps.extend(step.into_inner().map(|key| match key.as_rule() {
                    Rule::number => {
                        let span = self.span(&key);
                        PathStep::Index { digits: self.written(span).to_owned(), span }
                    }
                    Rule::text => {
                        let literal = self.literal(self.span(&key), Reading::Plain);
                        PathStep::Key(Name { text: literal.value, span: literal.span })
                    }
                    _ => PathStep::Key(self.name(&key)),
                })),
                _ => {}
            }
        }
        Path { steps, span }
    }
}
