//! Front matter: where it ends, what it holds, and whether it says that the file is a document at all.

use std::ops::Range;
use std::sync::Arc;

use countersign_source::Span;

use super::blocks;
use crate::builder::Shared;
use crate::outline::Outline;
use crate::text::BYTE_ORDER_MARK;
use crate::{Content, Document, Fault, Limits, yaml};

/// The front matter of a text.
pub(crate) enum Front {
    /// There is none.
    None,
    /// It opens with this line, and never closes.
    Open(Range<usize>),
    /// It ends before the line that closes it; behind that the body begins.
    Closed { end: usize, body: usize },
}

/// Behind a byte-order mark.
pub(crate) fn behind_mark(text: &str) -> usize {
    if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
}

/// Looks for front matter.
pub(crate) fn find(text: &str) -> Front {
    let start = behind_mark(text);
    let mut lines = lines(text, start);
    let Some(first) = lines.next().filter(|line| is_mark(text, line, &["---"])) else {
        return Front::None;
    };
    for line in lines {
        if is_mark(text, &line, &["---", "..."]) {
            let rest = text.get(line.end..).unwrap_or_default();
            let ends = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
            return Front::Closed { end: line.start, body: line.end + ends };
        }
    }
    Front::Open(first)
}

fn is_mark(text: &str, line: &Range<usize>, marks: &[&str]) -> bool {
    text.get(line.clone()).is_some_and(|line| marks.contains(&line.trim_end()))
}

/// The lines from `from` on, without their breaks.
fn lines(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = Some(from);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = text.get(start..)?;
        let length = rest.find(['\n', '\r']);
        at = length.map(|length| {
            let ends = if rest.get(length..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 };
            start + length + ends
        });
        Some(start..start + length.unwrap_or(rest.len()))
    })
}

/// Reads the fields between the marks. Offsets are those of the whole file, since the text is only cut behind them.
pub(crate) fn read(shared: &mut Shared<'_>, source: &Arc<str>, end: usize) -> Document {
    let cut: Arc<str> = Arc::from(source.get(..end).unwrap_or_default());
    let mut documents = {
        let mut cut = Shared {
            file: shared.file,
            text: &cut,
            limits: shared.limits,
            interner: std::mem::take(&mut shared.interner),
            aliases_left: shared.aliases_left,
        };
        let documents = yaml::read(&mut cut);
        shared.interner = cut.interner;
        documents
    };
    let mut document = if documents.is_empty() {
        Document { tree: Some(super::empty(shared, end)), faults: Vec::new() }
    } else {
        documents.swap_remove(0)
    };
    if let Some(tree) = &mut document.tree {
        tree.texts = vec![(shared.file, Arc::clone(source))];
        let root = tree.root;
        let span = tree.span(root);
        match tree.nodes.get_mut(root.0 as usize).map(|node| &mut node.content) {
            Some(Content::Map(_)) => {}
            Some(content @ Content::Null) => {
                *content = Content::Map(Vec::new());
                if let Some(node) = tree.nodes.get_mut(root.0 as usize) {
                    node.span = super::empty(shared, super::front::behind_mark(source)).span(crate::NodeId(0));
                }
            }
            _ => {
                let fault = Fault::FrontMatterNotMap { span: first_line(source, span) };
                document.tree = None;
                document.faults.push(fault);
            }
        }
    }
    document
}

fn first_line(source: &str, span: Span) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let length = text.find(['\n', '\r']).unwrap_or(text.len());
    Span::new(span.file, span.range().start..span.range().start + length)
}

/// Does a Markdown text say that it is a document: in its front matter by `kind:` or by a key that wraps a kind, or by a
/// first heading that is the name of a kind? A text whose front matter cannot be read, or is not closed, says so by a line
/// that begins with one of the keys.
#[must_use]
pub fn claims_a_kind(text: &str, outline: &Outline, limits: &Limits) -> bool {
    let (end, body) = match find(text) {
        Front::None => (0, behind_mark(text)),
        Front::Open(_) => (text.len(), text.len()),
        Front::Closed { end, body } => (end, body),
    };
    front_claims(text, end, outline) || heading_claims(text, body, outline, limits)
}

/// Is the first thing behind the front matter a heading that names a kind?
fn heading_claims(text: &str, body: usize, outline: &Outline, limits: &Limits) -> bool {
    let Ok(section) = blocks::read(text, body, limits.depth) else { return false };
    let first = section.below.first().filter(|_| section.blocks.is_empty());
    first
        .and_then(|first| first.heading.as_ref())
        .is_some_and(|(level, heading)| *level == 1 && outline.kind_named(heading.text()).is_some())
}

fn front_claims(text: &str, end: usize, outline: &Outline) -> bool {
    let front = text.get(..end).unwrap_or_default();
    lines(front, behind_mark(front)).filter_map(|line| front.get(line)?.split_once(':')).any(|(key, _)| {
        let key = key.trim_end().trim_matches(['"', '\'']);
        key == "kind" || outline.kinds.iter().any(|kind| kind.wraps(key))
    })
}
