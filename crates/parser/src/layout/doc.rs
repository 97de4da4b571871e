//! The algebra of layouts: pieces of text, places where a line may end, and groups that stand on one line if they fit.
//!
//! It is the one of Wadler's "prettier printer": a group is tried on one line, and where it does not fit, every line end
//! that belongs to it, and not to a group inside it, is taken. A group also remembers how wide it is on one line, and
//! looking whether it fits looks no further than a line is wide, so that a layout takes linear time.

use std::borrow::Cow;

/// How wide a line may be, in characters.
pub(super) const WIDTH: usize = 110;

/// How far what stands inside something is indented.
pub(super) const INDENT: usize = 4;

/// A layout.
#[derive(Debug)]
pub(super) enum Doc<'t> {
    /// Text without a line end.
    Text(Cow<'t, str>),
    /// Text that may hold line ends, which are kept with what follows them.
    Raw(Cow<'t, str>),
    /// A comment behind something on the same line; a line end follows it.
    Trailing(&'t str),
    /// A blank, or a line end where the group is broken.
    Line,
    /// Nothing, or a line end where the group is broken.
    Soft,
    /// A line end; the groups that it stands in are broken.
    Hard,
    /// A line end and an empty line.
    Blank,
    /// Text only where the group is broken.
    IfBroken(&'static str),
    /// Text only where the group stands on one line.
    IfFlat(&'static str),
    /// Breaks the groups that it stands in.
    Break,
    /// One after another.
    Seq(Vec<Doc<'t>>),
    /// One after another, with line ends indented further by so much.
    Nest(usize, Vec<Doc<'t>>),
    /// One after another, on one line whether they fit or not.
    OneLine(Vec<Doc<'t>>),
    /// One after another, on one line if they fit; and how wide that is, if it can be at all.
    Group(Vec<Doc<'t>>, Option<usize>),
}

impl<'t> Doc<'t> {
    /// A piece of text.
    pub(super) fn text(text: impl Into<Cow<'t, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A group.
    pub(super) fn group(parts: Vec<Self>) -> Self {
        let flat = sum(&parts);
        Self::Group(parts, flat)
    }

    /// How wide it is on one line; `None` where it holds a line end.
    pub(super) fn flat(&self) -> Option<usize> {
        match self {
            Self::Text(text) => Some(width(text)),
            Self::Raw(text) if text.contains('\n') => None,
            Self::Raw(text) => Some(width(text)),
            Self::Line => Some(1),
            Self::Soft | Self::IfBroken(_) => Some(0),
            Self::IfFlat(text) => Some(width(text)),
            Self::Trailing(_) | Self::Hard | Self::Blank | Self::Break => None,
            Self::Seq(parts) | Self::Nest(_, parts) | Self::OneLine(parts) => sum(parts),
            Self::Group(_, flat) => *flat,
        }
    }
}

fn sum(parts: &[Doc<'_>]) -> Option<usize> {
    parts.iter().try_fold(0usize, |sum, part| Some(sum + part.flat()?))
}

/// How wide a text is taken to be: a character is as wide as another.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// Lays it out. Lines end with a line feed.
pub(super) fn render(doc: &Doc<'_>) -> String {
    let mut page = Page { text: String::new(), column: 0, indent: 0, commented: false };
    let mut stack = vec![Piece { indent: 0, flat: false, doc }];
    while let Some(Piece { indent, flat, doc }) = stack.pop() {
        match doc {
            Doc::Text(text) => page.write(text, indent),
            Doc::Raw(text) => page.write(text, indent),
            Doc::Trailing(comment) => {
                page.write(" ", indent);
                page.write(comment, indent);
                page.commented = true;
            }
            Doc::Line if flat => page.write(" ", indent),
            Doc::IfFlat(text) if flat => page.write(text, indent),
            Doc::IfBroken(text) if !flat => page.write(text, indent),
            Doc::Soft if flat => {}
            Doc::Line | Doc::Soft | Doc::Hard => page.end_line(indent),
            Doc::Blank => {
                page.end_line(indent);
                page.end_line(indent);
            }
            Doc::IfFlat(_) | Doc::IfBroken(_) | Doc::Break => {}
            Doc::Seq(parts) => stack.extend(parts.iter().rev().map(|doc| Piece { indent, flat, doc })),
            Doc::OneLine(parts) => stack.extend(parts.iter().rev().map(|doc| Piece { indent, flat: true, doc })),
            Doc::Nest(more, parts) => {
                let indent = indent + more;
                stack.extend(parts.iter().rev().map(|doc| Piece { indent, flat, doc }));
            }
            Doc::Group(parts, wide) => {
                let flat = flat || wide.is_some_and(|wide| fits(&page, wide, &stack));
                stack.extend(parts.iter().rev().map(|doc| Piece { indent, flat, doc }));
            }
        }
    }
    page.text
}

/// Something that is still to be laid out.
#[derive(Clone, Copy)]
struct Piece<'d, 't> {
    indent: usize,
    flat: bool,
    doc: &'d Doc<'t>,
}

struct Page {
    text: String,
    /// How many characters stand on the line.
    column: usize,
    /// How many blanks are to be written before the next text.
    indent: usize,
    /// Does the line end with a comment?
    commented: bool,
}

impl Page {
    fn write(&mut self, text: &str, indent: usize) {
        if text.is_empty() {
            return;
        }
        if self.commented {
            self.end_line(indent);
        }
        let blanks = std::mem::take(&mut self.indent);
        self.text.extend(std::iter::repeat_n(' ', blanks));
        self.text.push_str(text);
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => width(last),
            None => self.column + blanks + width(text),
        };
    }

    fn end_line(&mut self, indent: usize) {
        self.commented = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.column = 0;
        self.indent = indent;
    }
}

/// Is there room on the line for so much, and for what follows up to where the line may end?
fn fits(page: &Page, wide: usize, stack: &[Piece<'_, '_>]) -> bool {
    let Some(mut room) = WIDTH.checked_sub(page.column + page.indent + wide) else {
        return false;
    };
    let mut behind = stack.iter().rev();
    let mut inner: Vec<Piece<'_, '_>> = Vec::new();
    while let Some(Piece { indent, flat, doc }) = inner.pop().or_else(|| behind.next().copied()) {
        let width = match doc {
            Doc::Text(text) => width(text),
            Doc::Raw(text) => return width(text.lines().next().unwrap_or_default()) <= room,
            Doc::Line if flat => 1,
            Doc::IfFlat(text) if flat => width(text),
            Doc::IfBroken(text) if !flat => width(text),
            Doc::Soft if flat => 0,
            Doc::Trailing(_) | Doc::Line | Doc::Soft | Doc::Hard | Doc::Blank => return true,
            Doc::IfFlat(_) | Doc::IfBroken(_) | Doc::Break => 0,
            Doc::Seq(parts) | Doc::Nest(_, parts) | Doc::OneLine(parts) | Doc::Group(parts, _) => {
                inner.extend(parts.iter().rev().map(|doc| Piece { indent, flat, doc }));
                0
            }
        };
        match room.checked_sub(width) {
            Some(left) => room = left,
            None => return false,
        }
    }
    true
}
