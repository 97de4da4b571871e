//! A closing quotation mark that nothing opens is one mistake, and not those that it makes of what stands around it.

use countersign_source::Span;

use super::Reader;
use crate::errors::{MissingQuotes, SyntaxError};
use crate::scan::Kind;

impl Reader<'_> {
    /// Takes the texts that were found to be open, and opens them where they most likely begin: on the same line, in front
    /// of the words before the mark. Of all that was said on that line, this is left.
    pub(super) fn join_quotes(&self) {
        let mut mended: Vec<(Span, Option<MissingQuotes>)> = Vec::new();
        for error in self.errors.borrow().iter() {
            let SyntaxError::UnclosedText(text) = error else { continue };
            if text.block {
                mended.extend(self.document_behind(text.at).map(|_| (text.at, None)));
            } else {
                let line = self.line_of(text.at);
                let told = self.errors.borrow().iter().find_map(|error| match error {
                    SyntaxError::MissingQuotes(words) if line.holds(words.at) => Some(words.clone()),
                    _ => None,
                });
                mended.extend(told.or_else(|| self.words_before(text.at)).map(|words| (line, Some(words))));
            }
        }
        if mended.is_empty() {
            return;
        }
        let mut errors = self.errors.borrow_mut();
        for (place, words) in mended {
            errors.change(|error| (!place.holds(error.span())).then_some(error));
            if let Some(words) = words {
                errors.push(SyntaxError::MissingQuotes(words));
            }
        }
    }

    /// The words that a mark at the end of a line closes, if nothing but brackets and commas stands behind it.
    fn words_before(&self, mark: Span) -> Option<MissingQuotes> {
        let line = self.line_of(mark);
        let behind = self.text.get(mark.range().end..line.range().end)?;
        if !behind.chars().all(|char| char.is_whitespace() || "{}()[],".contains(char)) {
            return None;
        }
        let token = self.scan.tokens.partition_point(|token| token.start < mark.range().start);
        if self.first(token) {
            return None;
        }
        let last = token.checked_sub(1)?;
        let is_word = |at: &usize| self.kind(*at) == Some(Kind::Word);
        let mut first = Some(last).filter(is_word)?;
        while !self.first(first)
            && let Some(before) = first.checked_sub(1).filter(is_word)
        {
            first = before;
        }
        let at = self.span(first).to(self.span(last));
        Some(MissingQuotes { at, what: "a text" })
    }

    /// The `given` whose document has no mark in front of it, and that the block which begins at `mark` should close.
    fn document_behind(&self, mark: Span) -> Option<Span> {
        let line = self.line_of(mark);
        let alone = self.text.get(line.range()).is_some_and(|line| line.trim() == "\"\"\"");
        let errors = self.errors.borrow();
        let mut before = errors.iter().filter(|error| error.span().start < mark.start);
        alone.then(|| {
            before.find_map(|error| match error {
                SyntaxError::MissingQuotes(words) if words.what == "a document" => Some(words.at),
                _ => None,
            })
        })?
    }

    /// The line that a place stands on, without its end.
    fn line_of(&self, place: Span) -> Span {
        let range = place.range();
        let start = self.text.get(..range.start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
        let length = self.text.get(range.end..).map_or(0, |behind| behind.find(['\n', '\r']).unwrap_or(behind.len()));
        Span::new(self.file, start..range.end + length)
    }
}
