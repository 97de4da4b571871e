//! How what a page says stands on it: in the front matter, under a heading, on a line, in a cell; and what that is called.

use std::ops::Range;

use countersign_compiler::program::Type;
use countersign_document::{Content, NodeId, Tree};

use crate::search::Schema;

/// A page as its text and what it was read into.
#[derive(Clone, Copy)]
pub(super) struct Text<'p> {
    pub(super) text: &'p str,
    pub(super) tree: &'p Tree,
    pub(super) schema: &'p Schema<'p>,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In the front matter.
    Front,
    /// Below a heading of this level that names it.
    Heading(usize),
    /// On a line behind its name.
    Line,
    /// In a cell below its name.
    Cell,
    /// In a cell beside its name.
    Pair,
    /// An item of a list with a mark in front of it.
    Bullet,
    /// An item that is a row.
    Row,
    /// An item between commas.
    Part,
}

impl<'p> Text<'p> {
    /// Behind the fields of the front matter, before the line that closes it; 0 without one.
    pub(super) fn front_end(&self) -> usize {
        let mut lines = self.lines(0..self.text.len());
        if lines.next().and_then(|line| self.text.get(line)).map(|line| line.trim_start_matches('\u{feff}').trim_end())
            != Some("---")
        {
            return 0;
        }
        lines
            .find(|line| self.text.get(line.clone()).is_some_and(|line| matches!(line.trim_end(), "---" | "...")))
            .map_or(0, |line| line.start)
    }

    /// The lines of a range, without their ends.
    pub(super) fn lines(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'p> {
        let mut at = range.start;
        let text = self.text;
        std::iter::from_fn(move || {
            if at >= range.end {
                return None;
            }
            let rest = text.get(at..range.end)?;
            let length = rest.find('\n').unwrap_or(rest.len());
            let start = at;
            at += length + 1;
            Some(start..start + length)
        })
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
    }

    /// Where the line ends, before its break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |length| at + length)
    }

    /// The line around a place.
    pub(super) fn line(&self, at: usize) -> &'p str {
        self.text.get(self.line_start(at)..self.line_end(at)).unwrap_or_default()
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'p str {
        self.text.get(range).unwrap_or_default()
    }

    /// Where a value stands, without the line breaks behind it.
    pub(super) fn place(&self, node: NodeId) -> Range<usize> {
        let range = self.tree.span(node).range();
        let trimmed = self.slice(range.clone()).trim_end().len();
        range.start..range.start + trimmed
    }

    /// Where the name of a value stands.
    pub(super) fn key(&self, node: NodeId) -> Option<Range<usize>> {
        self.tree.node(node).key.as_ref().map(|(_, span)| span.range())
    }

    /// How a value is written.
    pub(super) fn form(&self, node: NodeId) -> Option<Form> {
        let place = self.tree.span(node).range();
        let Some(key) = self.key(node) else { return self.form_of_item(node) };
        if key.start < self.front_end() {
            return Some(Form::Front);
        }
        let line = self.line(key.start);
        if let Some(level) = self.heading_level(key.start) {
            return Some(Form::Heading(level));
        }
        if line.trim_start().starts_with('|') {
            let beside = self.line_start(place.start) == self.line_start(key.start);
            return Some(if beside { Form::Pair } else { Form::Cell });
        }
        Some(Form::Line)
    }

    fn form_of_item(&self, node: NodeId) -> Option<Form> {
        self.tree.node(node).parent?;
        let place = self.tree.span(node).range();
        if place.start < self.front_end() {
            return Some(Form::Front);
        }
        if let Some(level) = self.heading_level(place.start) {
            return Some(Form::Heading(level));
        }
        let line = self.line(place.start);
        if line.trim_start().starts_with('|') {
            let is_whole = self.slice(place.start..place.start + 1) == "|";
            return Some(if is_whole { Form::Row } else { Form::Cell });
        }
        let before = self.slice(self.line_start(place.start)..place.start).trim();
        let from = self.slice(place.start..self.line_end(place.start));
        if is_mark(before) || before.is_empty() && mark(from).is_some() { Some(Form::Bullet) } else { Some(Form::Part) }
    }

    /// The level of the heading that the line is.
    pub(super) fn heading_level(&self, at: usize) -> Option<usize> {
        let line = self.line(at);
        if let Some(level) = level_of(line) {
            return Some(level);
        }
        let below = self.line((self.line_end(at) + 1).min(self.text.len()));
        let marks = below.trim();
        let is_text = !line.trim().is_empty() && !line.trim_start().starts_with('|');
        match marks.chars().next() {
            Some('=') if is_text && marks.chars().all(|char| char == '=') => Some(1),
            Some('-') if is_text && marks.len() > 1 && marks.chars().all(|char| char == '-') => Some(2),
            _ => None,
        }
    }

    /// Where the section of a heading ends: before the next that is not below it, or at the end of the page.
    pub(super) fn section_end(&self, heading: usize, level: usize) -> usize {
        let mut fenced = false;
        for line in self.lines(self.line_end(heading).min(self.text.len())..self.text.len()) {
            let text = self.slice(line.clone());
            if text.trim_start().starts_with("```") || text.trim_start().starts_with("~~~") {
                fenced = !fenced;
            }
            if line.start > heading && !fenced && level_of(text).is_some_and(|other| other <= level) {
                return line.start;
            }
        }
        self.text.len()
    }

    /// What a value is called by those who see the page: "the line `Owner` of the bullet 2 under the heading `Unknowns`".
    pub(super) fn noun(&self, node: NodeId) -> Option<String> {
        let form = self.form(node)?;
        let name = self.name(node);
        // What is told by its number needs no article.
        let item =
            |word: &str| if name.starts_with('`') { format!("the {word} {name}") } else { format!("{word} {name}") };
        let on_heading = |key: Range<usize>| self.line_start(key.start) == self.line_start(self.place(node).start);
        let own = match (form, &self.tree.node(node).content) {
            (Form::Front, _) => return Some(format!("`{name}` in the front matter")),
            (Form::Heading(_), Content::Scalar(_)) if self.key(node).is_some_and(on_heading) => {
                format!("the heading `{name}`")
            }
            (Form::Heading(_), Content::List(_)) if self.key(node).is_some() => {
                format!("the list under {}", self.heading(node)?)
            }
            (Form::Heading(_), Content::Map(_)) => format!("the part under {}", self.heading(node)?),
            (Form::Heading(_), _) => format!("the text under {}", self.heading(node)?),
            (Form::Line, _) => format!("the line `{name}`"),
            (Form::Cell, _) => format!("the column `{name}`"),
            (Form::Pair | Form::Row, _) => item("row"),
            (Form::Bullet, _) => item("bullet"),
            (Form::Part, _) => item("item"),
        };
        if matches!(form, Form::Heading(_)) {
            return Some(own);
        }
        Some(format!("{own}{}", self.around(node)))
    }

    /// Where it stands: " of the row `E1` under the heading `Evidence`".
    fn around(&self, node: NodeId) -> String {
        let Some(parent) = self.tree.node(node).parent.filter(|parent| *parent != self.tree.root()) else {
            return String::new();
        };
        match self.form(parent) {
            Some(Form::Heading(_)) => {
                self.heading(parent).map(|heading| format!(" under {heading}")).unwrap_or_default()
            }
            // The list is seen by its items.
            Some(Form::Line | Form::Cell | Form::Pair) | None
                if self.key(parent).is_none() || self.key(node).is_some() =>
            {
                self.around(parent)
            }
            Some(Form::Bullet | Form::Row | Form::Part | Form::Cell | Form::Line | Form::Pair) => {
                self.noun(parent).map(|noun| format!(" of {noun}")).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// "the heading `Action` below `Recommendation`".
    pub(super) fn heading(&self, node: NodeId) -> Option<String> {
        let at = self.key(node).unwrap_or_else(|| self.place(node)).start;
        let said = self.line(at).trim().trim_start_matches('#').trim_end_matches('#').trim();
        let above = self.tree.node(node).parent.filter(|parent| matches!(self.form(*parent), Some(Form::Heading(_))));
        let above = above.map(|above| {
            let at = self.key(above).unwrap_or_else(|| self.place(above)).start;
            format!(" below `{}`", self.line(at).trim().trim_matches('#').trim())
        });
        Some(format!("the heading `{said}`{}", above.unwrap_or_default()))
    }

    /// What a value is called: its name as it is written, the key of an item, or its number.
    fn name(&self, node: NodeId) -> String {
        if let Some(key) = self.key(node) {
            let written = self.slice(key);
            return if self.form(node) == Some(Form::Pair) { format!("`{written}`") } else { written.to_owned() };
        }
        let parent = self.tree.node(node).parent;
        let number = parent.and_then(|list| self.tree.children(list).iter().position(|item| *item == node));
        let key = self.item_key(node).or_else(|| self.tree.text(node).map(|text| text.to_string()));
        match key.filter(|key| key.chars().count() <= 40) {
            Some(key) => format!("`{key}`"),
            None => (number.unwrap_or(0) + 1).to_string(),
        }
    }

    /// The key of an item, where items of its kind have one.
    fn item_key(&self, node: NodeId) -> Option<String> {
        let shape = match self.schema.at(&self.way(node))?.ty {
            Type::Shape(shape) => &self.schema.program[*shape],
            _ => return None,
        };
        let field = shape.fields.get(shape.key?.0 as usize)?;
        self.tree.text(self.tree.get(node, &field.name)?).map(ToString::to_string)
    }

    /// The way to a node.
    pub(super) fn way(&self, node: NodeId) -> crate::search::Way {
        let mut stops = Vec::new();
        let mut here = node;
        while let Some(parent) = self.tree.node(here).parent {
            stops.push(match self.tree.key(here) {
                Some(key) => crate::search::Stop::Field(key.into()),
                None => crate::search::Stop::Item(
                    self.tree.children(parent).iter().position(|item| *item == here).unwrap_or(0),
                ),
            });
            here = parent;
        }
        stops.reverse();
        crate::search::Way(stops)
    }
}

/// The level of an ATX heading.
fn level_of(line: &str) -> Option<usize> {
    let line = line.trim_start();
    let level = line.len() - line.trim_start_matches('#').len();
    let rest = line.get(level..).unwrap_or_default();
    ((1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some(level)
}

/// Is it the mark of an item, and nothing else?
fn is_mark(text: &str) -> bool {
    mark(&format!("{text} ")).is_some_and(|mark| mark.trim_end() == text)
}

/// The mark that a line begins with, with the blank behind it: `- `, `* `, `3. `.
pub(super) fn mark(line: &str) -> Option<&str> {
    let digits = line.len() - line.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let rest = line.get(digits..)?;
    let wanted: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '*', '+'] };
    let behind = rest.strip_prefix(wanted)?;
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    (blanks > 0).then(|| line.get(..digits + 1 + blanks)).flatten()
}
