//! Markdown into the tree: front matter by the YAML reader, then headings, tables, bullets and `Key: value` lines by the
//! outline of the schema. What fills no field is prose, and is kept.

mod blocks;
mod fill;
mod front;
mod inline;
mod lines;
mod lists;
mod values;
mod zone;

use std::collections::HashMap;
use std::sync::Arc;

use countersign_source::Span;

use crate::builder::Shared;
use crate::outline::Outline;
use crate::{Content, Document, Fault, Limit, NodeId, Tree, text};
use fill::Filler;
use front::Front;

pub use front::claims_a_kind;

/// The most control characters that are told of.
const MOST_CONTROLS: usize = 20;

/// Reads the one document of a file.
pub(crate) fn read(shared: &mut Shared<'_>, outline: &Outline) -> Vec<Document> {
    let source = Arc::clone(shared.text);
    let file = shared.file;
    if source.trim_start_matches(text::BYTE_ORDER_MARK).trim().is_empty() {
        return Vec::new();
    }
    let refused = |faults: Vec<Fault>| vec![Document { tree: None, faults }];
    let controls = text::controls(&source, MOST_CONTROLS);
    if !controls.is_empty() {
        let fault = |(at, char): (usize, char)| Fault::ControlCharacter {
            span: Span::new(file, at..at + char.len_utf8()),
            char,
        };
        return refused(controls.into_iter().map(fault).collect());
    }
    let front = match front::find(&source) {
        Front::None => None,
        Front::Open(line) => return refused(vec![Fault::OpenFrontMatter { span: Span::new(file, line) }]),
        Front::Closed { end, body } => Some((end, body)),
    };
    let body = front.map_or_else(|| front::behind_mark(&source), |(_, body)| body);
    let (tree, mut faults) = match front {
        None => (None, Vec::new()),
        Some((end, _)) => match front::read(shared, &source, end) {
            Document { tree: Some(tree), faults } => (Some(tree), faults),
            Document { tree: None, faults } => return refused(faults),
        },
    };
    let most = shared.limits.depth;
    let section = match blocks::read(&source, body, most) {
        Ok(section) => section,
        Err(blocks::TooDeep(at)) => {
            faults.push(Fault::LimitReached { limit: Limit::Depth, most, span: Span::new(file, at..at) });
            return refused(faults);
        }
    };
    let mut filler = Filler::new(shared, outline, tree, body);
    filler.faults = faults;
    match filler.document(&section) {
        Ok(()) if !filler.broken => {
            let (tree, faults) = filler.finish();
            vec![Document { tree: Some(tree), faults }]
        }
        _ => refused(filler.faults),
    }
}

/// A tree of nothing, to begin with where there is no front matter.
fn empty(shared: &Shared<'_>, body: usize) -> Tree {
    let text = shared.text;
    let rest = text.get(body..).unwrap_or_default();
    let start = body + (rest.len() - rest.trim_start().len());
    let span = Span::new(shared.file, start..text.trim_end().len().max(start));
    Tree {
        file: shared.file,
        texts: vec![(shared.file, Arc::clone(text))],
        nodes: vec![crate::Node { content: Content::Map(Vec::new()), span, parent: None, key: None }],
        root: NodeId(0),
        comments: Vec::new(),
        prose: Vec::new(),
        headings: Vec::new(),
        origins: HashMap::new(),
    }
}
