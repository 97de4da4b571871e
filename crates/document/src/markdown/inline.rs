//! A stretch of text as a reader sees it: marks of emphasis and links left out, each letter with its place.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::locate::Pieces;

/// A text, and where in it lines begin and code stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    pub(crate) pieces: Pieces,
    /// Where a new line of the source begins.
    breaks: Vec<usize>,
    /// The spans of code, with their backticks.
    code: Vec<Range<usize>>,
    /// All that was read for it.
    pub(crate) span: Range<usize>,
}

impl Run {
    pub(crate) fn new(at: usize) -> Self {
        Self { span: at..at, ..Self::default() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.pieces.decoded
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text().chars().all(char::is_whitespace)
    }

    /// Takes in what an event says; answers whether the event was text at all.
    pub(crate) fn take(&mut self, source: &str, event: &Event<'_>, range: Range<usize>) -> bool {
        match event {
            // In a cell there is no other way to begin a line.
            Event::InlineHtml(tag) if matches!(&**tag, "<br>" | "<br/>" | "<br />") => {
                self.pieces.char('\n', range.clone());
                self.breaks.push(self.text().len());
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.written(source, text, &range),
            Event::Code(text) => self.code(source, text, &range),
            Event::SoftBreak => {
                self.pieces.char(' ', range.clone());
                self.breaks.push(self.text().len());
            }
            Event::HardBreak => {
                self.pieces.char('\n', range.clone());
                self.breaks.push(self.text().len());
            }
            _ => return false,
        }
        self.span.end = self.span.end.max(range.end);
        true
    }

    /// A text that is read as it is written, or stands for an entity.
    fn written(&mut self, source: &str, text: &str, range: &Range<usize>) {
        if source.get(range.clone()) == Some(text) {
            self.pieces.run(source, range.clone());
        } else {
            self.followed(source, text, range);
        }
    }

    /// Code keeps its backticks, as a quotation keeps its marks: what is quoted is not said.
    fn code(&mut self, source: &str, text: &str, range: &Range<usize>) {
        let start = self.text().len();
        let written = source.get(range.clone()).unwrap_or_default();
        let ticks = written.len() - written.trim_start_matches('`').len();
        let inner = (range.start + ticks).min(range.end)..range.end.saturating_sub(ticks).max(range.start);
        let shown = if text.contains('`') { ticks } else { 1.min(ticks) };
        self.pieces.run(source, inner.start.saturating_sub(shown)..inner.start);
        let lead = usize::from(source.get(inner.start + 1..inner.start + 1 + text.len()) == Some(text));
        let direct = inner.start + lead..inner.start + lead + text.len();
        if direct.end <= inner.end && source.get(direct.clone()) == Some(text) {
            self.pieces.run(source, direct);
        } else {
            self.followed(source, text, &inner);
        }
        self.pieces.run(source, inner.end..(inner.end + shown).min(range.end));
        self.code.push(start..self.text().len());
    }

    /// A text that differs from its source: each letter is looked for behind the one before.
    fn followed(&mut self, source: &str, text: &str, range: &Range<usize>) {
        let is_entity = source.get(range.clone()).is_some_and(|written| written.starts_with('&'));
        let mut at = range.start;
        for char in text.chars() {
            let rest = source.get(at..range.end).unwrap_or_default();
            let found =
                rest.char_indices().find(|(_, found)| *found == char || char == ' ' && matches!(found, '\n' | '\r'));
            match found.filter(|_| !is_entity) {
                Some((skipped, found)) => {
                    let place = at + skipped..at + skipped + found.len_utf8();
                    at = place.end;
                    self.pieces.char(char, place);
                }
                None => self.pieces.char(char, range.clone()),
            }
        }
    }

    /// Adds letters that nobody wrote, between what was written.
    pub(crate) fn push_str(&mut self, text: &str) {
        let at = self.span.end;
        for char in text.chars() {
            self.pieces.char(char, at..at);
        }
    }

    /// The box of a task.
    pub(crate) fn of_box(ticked: bool, mark: &Range<usize>) -> Self {
        let mut run = Self { span: mark.clone(), ..Self::default() };
        for char in (if ticked { "[x]" } else { "[ ]" }).chars() {
            run.pieces.char(char, mark.clone());
        }
        run
    }

    /// Adds a text, with `first` in front of its first line and `rest` in front of the others.
    pub(crate) fn append(&mut self, other: &Self, first: &str, rest: &str) {
        self.span.end = self.span.end.max(other.span.start);
        self.push_str(first);
        let mut at = 0;
        for line in other.text().split_inclusive('\n') {
            if at > 0 {
                self.push_str(rest);
            }
            other.pieces.copy_to(&mut self.pieces, at..at + line.len());
            at += line.len();
        }
        self.span.end = self.span.end.max(other.span.end);
    }

    /// A part of it.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let span = self.pieces.find(range.clone()).unwrap_or_else(|| self.span.clone());
        let inside = |at: &usize| (range.start..=range.end).contains(at);
        Self {
            pieces: self.pieces.slice(range.clone()),
            breaks: self.breaks.iter().filter(|at| inside(at)).map(|at| at - range.start).collect(),
            code: self
                .code
                .iter()
                .filter(|code| inside(&code.start) && inside(&code.end))
                .map(|code| code.start - range.start..code.end - range.start)
                .collect(),
            span,
        }
    }

    /// Without the blanks at its ends.
    pub(crate) fn trimmed(&self) -> Self {
        let text = self.text();
        let start = text.len() - text.trim_start().len();
        self.slice(start..start + text.trim().len())
    }

    /// The lines as they stand in the source.
    pub(crate) fn lines(&self) -> Vec<Range<usize>> {
        let starts = std::iter::once(0).chain(self.breaks.iter().copied());
        let ends = self.breaks.iter().copied().chain(std::iter::once(self.text().len()));
        starts.zip(ends).map(|(start, end)| start..end.max(start)).collect()
    }

    /// The one span of code that it is, without its backticks.
    pub(crate) fn as_code(&self) -> Option<Self> {
        let [only] = self.code.as_slice() else { return None };
        let text = self.text();
        if *only != (0..text.len()) {
            return None;
        }
        let ticks = text.len() - text.trim_start_matches('`').len();
        (text.len() > 2 * ticks).then(|| self.slice(ticks..text.len() - ticks))
    }

    /// Does a byte of the text stand in code?
    pub(crate) fn is_code(&self, at: usize) -> bool {
        let next = self.code.partition_point(|code| code.end <= at);
        self.code.get(next).is_some_and(|code| code.start <= at)
    }
}
