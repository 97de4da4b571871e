//! The tokens of a file in their order, each taken once, with the comments that stand between them.
//!
//! Whatever decides about a layout takes tokens from here and can neither change nor forget one. A comment stays between
//! the two tokens that it stood between, and stays behind something on a line, or on a line of its own; so a layout of a
//! layout meets the same comments at the same places.

use super::doc::{Doc, INDENT};
use crate::ast::Comment;
use crate::scan::{Kind, Scan, Token};
use crate::words;

/// What parts a token from the one before it, where no comment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A blank.
    Space,
    /// So many blanks.
    Blanks(usize),
    /// A blank, or a line end where the group is broken.
    Line,
    /// Nothing, or a line end where the group is broken.
    Soft,
    /// A line end. The first thing in braces: no empty line stands before it.
    First,
    /// A line end, with the empty line that the author left.
    Next,
}

/// The comments in front of a token.
#[derive(Debug, Default)]
pub(super) struct Between<'t> {
    pub(super) comments: Vec<Remark<'t>>,
    /// Is there an empty line before the token itself?
    pub(super) blank: bool,
}

/// A comment.
#[derive(Debug)]
pub(super) struct Remark<'t> {
    pub(super) text: &'t str,
    /// Does it stand on a line of its own?
    pub(super) alone: bool,
    /// Is there an empty line before it?
    pub(super) blank: bool,
}

/// Tokens and comments, as far as they have not been taken.
pub(super) struct Tokens<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    comments: &'t [Comment],
    /// The next token.
    at: usize,
    /// The next comment.
    comment: usize,
    /// Where the last token ends that was taken,
    taken: usize,
    /// and where the last one does that was taken or left out.
    passed: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, scan: Scan, comments: &'t [Comment]) -> Self {
        Self { text, tokens: scan.tokens, comments, at: 0, comment: 0, taken: 0, passed: 0 }
    }

    fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    fn written(&self, index: usize) -> &'t str {
        self.token(index).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// The next token.
    pub(super) fn peek(&self) -> &'t str {
        self.written(self.at)
    }

    /// The last one.
    fn last(&self) -> &'t str {
        self.at.checked_sub(1).map(|last| self.written(last)).unwrap_or_default()
    }

    /// Where the next token begins; behind the text where there is none.
    pub(super) fn position(&self) -> usize {
        self.token(self.at).map_or(usize::MAX, |token| token.start)
    }

    /// Is there a comment before the next token?
    pub(super) fn commented(&self) -> bool {
        let before = self.position();
        self.comments.get(self.comment).is_some_and(|comment| comment.span.range().start < before)
    }

    /// May a line begin with the next token, for all that it was not one before? A word that begins a clause or an item
    /// could be taken for that.
    pub(super) fn may_begin_line(&self) -> bool {
        let word = self.peek();
        !(self.token(self.at).is_some_and(|token| token.kind == Kind::Word)
            && (words::begins_item(word) || words::begins_clause(word)))
    }

    /// Are the items, or clauses, that end and begin at these offsets on lines that follow one another, with nothing
    /// between them?
    pub(super) fn tight(&self, end: usize, start: usize) -> bool {
        let between = self.text.get(end..start).unwrap_or_default();
        between.trim().is_empty() && line_ends(between) < 2
    }

    /// The tokens that begin within these offsets.
    pub(super) fn within(&self, start: usize, end: usize) -> impl Iterator<Item = &'t str> {
        let from = self.tokens.partition_point(|token| token.start < start);
        let to = self.tokens.partition_point(|token| token.start < end);
        (from..to).map(|index| self.written(index))
    }

    /// Is there a comment within these offsets?
    pub(super) fn comment_within(&self, start: usize, end: usize) -> bool {
        let from = self.comments.partition_point(|comment| comment.span.range().start < start);
        self.comments.get(from).is_some_and(|comment| comment.span.range().start < end)
    }

    /// Takes the comments before the next token.
    pub(super) fn between(&mut self) -> Between<'t> {
        let next = self.position();
        let mut between = Between::default();
        let mut before = self.passed;
        while let Some(comment) = self.comments.get(self.comment).filter(|comment| comment.span.range().start < next) {
            let place = comment.span.range();
            let from = if between.comments.is_empty() { self.taken } else { before };
            between.comments.push(Remark {
                text: comment.text.trim_end(),
                alone: line_ends(self.text.get(from..place.start).unwrap_or_default()) > 0 || from == 0,
                blank: self.blank(before, place.start),
            });
            before = place.end;
            self.comment += 1;
        }
        between.blank = next <= self.text.len() && self.blank(before, next);
        between
    }

    fn blank(&self, start: usize, end: usize) -> bool {
        line_ends(self.text.get(start..end).unwrap_or_default()) > 1
    }

    /// What parts the next token from the last one, comments taken.
    pub(super) fn gap(&mut self, gap: Gap) -> Doc<'t> {
        let between = self.between();
        if between.comments.is_empty() {
            return match gap {
                Gap::None => Doc::Seq(Vec::new()),
                Gap::Space => Doc::text(" "),
                Gap::Blanks(many) => Doc::text(" ".repeat(many)),
                Gap::Line => Doc::Line,
                Gap::Soft => Doc::Soft,
                Gap::Next if between.blank => Doc::Blank,
                Gap::First | Gap::Next => Doc::Hard,
            };
        }
        let keeps = matches!(gap, Gap::First | Gap::Next);
        let blank = keeps && between.blank;
        let mut parts = comments(between, keeps, gap == Gap::First);
        parts.push(if blank { Doc::Blank } else { Doc::Hard });
        Doc::Seq(parts)
    }

    /// What stands before a closing bracket: its comments, which belong to what is inside, and what parts it from them.
    pub(super) fn closing(&mut self, gap: Gap) -> (Doc<'t>, Doc<'t>) {
        let gap = if gap == Gap::Next { Gap::First } else { gap };
        if !self.commented() {
            return (Doc::Seq(Vec::new()), self.gap(gap));
        }
        let between = self.between();
        (Doc::Seq(comments(between, gap == Gap::First, false)), Doc::Hard)
    }

    /// Takes the next token.
    pub(super) fn take(&mut self) -> Doc<'t> {
        let written = self.peek();
        self.pass();
        self.taken = self.passed;
        if written.starts_with("\"\"\"") { block(written) } else { Doc::text(written) }
    }

    /// Leaves the next token out: a comma that the layout does without, or writes itself.
    pub(super) fn pass(&mut self) {
        if let Some(token) = self.token(self.at) {
            self.passed = token.end;
            self.at += 1;
        }
    }

    /// Takes the tokens before this offset, parted as in names, paths and heads.
    pub(super) fn plain(&mut self, end: usize) -> Doc<'t> {
        let mut parts = Vec::new();
        while self.position() < end {
            if !parts.is_empty() {
                let gap = match (self.last(), self.peek()) {
                    ("/" | "." | "[" | "(" | "<", _) | (_, "/" | "." | "[" | "]" | ")" | "," | "?" | ":" | ">") => {
                        Gap::None
                    }
                    _ => Gap::Space,
                };
                parts.push(self.gap(gap));
            }
            parts.push(self.take());
        }
        Doc::Seq(parts)
    }

    /// Takes the tokens before this offset, with a blank behind each.
    pub(super) fn up_to(&mut self, start: usize, parts: &mut Vec<Doc<'t>>) {
        while self.position() < start {
            parts.push(self.take());
            parts.push(self.gap(Gap::Space));
        }
    }
}

/// Comments, each behind what stands before it or on a line of its own.
fn comments<'t>(between: Between<'t>, keeps: bool, first: bool) -> Vec<Doc<'t>> {
    let mut parts = Vec::new();
    for (index, comment) in between.comments.into_iter().enumerate() {
        if comment.alone {
            parts.push(if keeps && comment.blank && !(first && index == 0) { Doc::Blank } else { Doc::Hard });
            parts.push(Doc::text(comment.text));
        } else {
            parts.push(Doc::Trailing(comment.text));
        }
    }
    parts
}

/// How many line ends there are.
pub(super) fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let feeds = bytes.iter().filter(|byte| **byte == b'\n').count();
    let returns =
        bytes.iter().enumerate().filter(|(at, byte)| **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')).count();
    feeds + returns
}

/// A text in `"""`. Where its first line holds nothing but the marks, its lines are indented anew, which its value does
/// not show; else it is left as it is.
fn block(written: &str) -> Doc<'_> {
    let unix = written.replace("\r\n", "\n").replace('\r', "\n");
    let blank = |line: &str| line.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
    let mut lines = unix.split('\n');
    let opening = lines.next().unwrap_or_default();
    let mut lines: Vec<&str> = lines.collect();
    if lines.is_empty() || !opening.strip_prefix("\"\"\"").is_some_and(blank) {
        return Doc::Raw(unix.into());
    }
    let closing = lines.last().is_some_and(|last| last.strip_suffix("\"\"\"").is_some_and(blank));
    if closing {
        lines.pop();
    }
    let indentation = |line: &str| line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let common = lines.iter().filter(|line| !blank(line)).map(|line| indentation(line)).min().unwrap_or(0);
    let mut inside = Vec::new();
    for line in lines {
        inside.push(Doc::Hard);
        if !blank(line) {
            inside.push(Doc::Raw(line.get(common..).unwrap_or_default().to_owned().into()));
        }
    }
    if closing {
        inside.push(Doc::Hard);
        inside.push(Doc::text("\"\"\""));
    }
    Doc::Seq(vec![Doc::text("\"\"\""), Doc::Nest(INDENT, inside)])
}
