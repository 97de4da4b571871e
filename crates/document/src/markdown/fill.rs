//! Sections into fields: a heading names a field of the shape that it stands in.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use countersign_source::Span;

use super::blocks::{self, Block, Item, Section};
use super::inline::Run;
use super::{values, zone};
use crate::builder::{Shared, Stop};
use crate::outline::{FieldOutline, Holds, Outline, words};
use crate::{Content, Fault, Heading, Limit, Node, NodeId, Style, Tree, Why};

/// Fills a tree from sections.
pub(crate) struct Filler<'a> {
    pub(super) outline: &'a Outline,
    limits: &'a crate::Limits,
    tree: Tree,
    pub(super) faults: Vec<Fault>,
    /// A fault was found that leaves no tree.
    pub(super) broken: bool,
    /// The keys of each map, and where they were written first.
    seen: HashMap<(NodeId, Arc<str>), Span>,
    /// Has the title been passed, if there is one?
    past_title: bool,
    /// Headings that name a field but for a slip, and that field.
    slips: Vec<(NodeId, Key, Arc<str>)>,
}

/// The name of an entry, and where it stands.
pub(super) struct Key {
    pub(super) name: Arc<str>,
    pub(super) span: Range<usize>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(shared: &Shared<'a>, outline: &'a Outline, front: Option<Tree>, body: usize) -> Self {
        let tree = front.unwrap_or_else(|| super::empty(shared, body));
        let seen = tree
            .nodes()
            .filter_map(|id| {
                let node = tree.node(id);
                let (key, span) = node.key.as_ref()?;
                Some(((node.parent?, Arc::clone(key)), *span))
            })
            .collect();
        Self {
            outline,
            limits: shared.limits,
            tree,
            faults: Vec::new(),
            broken: false,
            seen,
            past_title: false,
            slips: Vec::new(),
        }
    }

    /// Fills the document.
    pub(super) fn document(&mut self, section: &Section) -> Result<(), Stop> {
        let (map, shape) = self.kind(section)?;
        self.shape(map, shape, &section.blocks, &section.below, true)?;
        self.slips()?;
        self.zone(map, shape)
    }

    /// A heading that nearly names a field which nothing else fills was meant as that field: the schema says so.
    fn slips(&mut self) -> Result<(), Stop> {
        for (map, key, meant) in std::mem::take(&mut self.slips) {
            if !self.seen.contains_key(&(map, meant)) && !self.seen.contains_key(&(map, Arc::clone(&key.name))) {
                self.entry(map, key)?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> (Tree, Vec<Fault>) {
        let mut prose = std::mem::take(&mut self.tree.prose);
        prose.sort_by_key(|id| self.tree.span(*id).start);
        self.tree.prose = prose;
        self.faults.sort_by_key(|fault| fault.span().start);
        (self.tree, self.faults)
    }

    /// The map that the body fills, and the position of its shape; one past the last for no shape at all.
    fn kind(&mut self, section: &Section) -> Result<(NodeId, usize), Stop> {
        const NO_SHAPE: usize = usize::MAX;
        let root = self.tree.root();
        if let Some(kind) = self.tree.get(root, "kind") {
            let word = self.tree.text(kind).map(|text| text.trim().to_owned()).unwrap_or_default();
            let found = self.outline.kinds.iter().find(|kind| *kind.word == *word);
            let wrapped = found.and_then(|found| {
                let [_, other] = self.tree.children(root) else { return None };
                let other = self.tree.children(root).iter().find(|entry| **entry != kind).unwrap_or(other);
                let at = found.at.as_deref()?;
                (self.tree.key(*other) == Some(at) && self.is_map(*other)).then_some(*other)
            });
            return Ok((wrapped.unwrap_or(root), found.map_or(NO_SHAPE, |found| found.shape)));
        }
        if let [only] = self.tree.children(root)
            && let Some(found) =
                self.tree.key(*only).and_then(|key| self.outline.kinds.iter().find(|kind| kind.wraps(key)))
            && self.is_map(*only)
        {
            return Ok((*only, found.shape));
        }
        // A first heading that is the name of a kind.
        if let Some((1, heading)) = section.below.first().and_then(|first| first.heading.as_ref())
            && section.blocks.is_empty()
            && let Some(kind) = self.outline.kind_named(heading.text())
        {
            let place = heading.trimmed();
            let key = Key { name: Arc::from("kind"), span: place.span.clone() };
            let shape = kind.shape;
            let word = Content::Scalar(crate::Scalar { text: Arc::clone(&kind.word), style: Style::Plain });
            if let Some(id) = self.entry(root, key)? {
                self.set(id, word, place.span);
            }
            return Ok((root, shape));
        }
        let default = self.outline.default.and_then(|kind| self.outline.kinds.get(kind));
        Ok((root, default.map_or(NO_SHAPE, |kind| kind.shape)))
    }

    fn is_map(&self, id: NodeId) -> bool {
        matches!(self.tree.node(id).content, Content::Map(_))
    }

    /// The sentence that gives times their zone becomes the entry that says so.
    fn zone(&mut self, map: NodeId, shape: usize) -> Result<(), Stop> {
        const NAME: &str = "timezone";
        let field = self.outline.shape(shape).fields.iter().find(|field| &*field.name == NAME);
        if field.is_some_and(|field| field.holds != Holds::Text) {
            return Ok(());
        }
        for id in self.tree.prose.clone() {
            let Some(text) = self.tree.text(id).cloned() else { continue };
            let Some(range) = zone::named(&text) else { continue };
            let word = text.get(range.clone()).unwrap_or_default();
            let said = self.tree.get(map, NAME).and_then(|zone| self.tree.text(zone));
            if said.is_some_and(|said| said.trim().eq_ignore_ascii_case(word)) {
                continue;
            }
            let Some(pieces) = self.tree.origins.get(&id) else { continue };
            let mut part = Run::new(0);
            part.pieces = pieces.slice(range.clone());
            let span = self.tree.locate(id, range).range();
            let key = Key { name: Arc::from(NAME), span: span.clone() };
            if let Some(entry) = self.entry(map, key)? {
                self.set(entry, values::scalar(&part, Style::Plain), span);
                self.tree.origins.insert(entry, part.pieces);
            }
        }
        Ok(())
    }

    /// Fills the fields of a shape from what stands in its section. Lines and bullets are read where `reads_lines`.
    pub(super) fn shape(
        &mut self,
        map: NodeId,
        shape: usize,
        blocks: &[Block],
        below: &[Section],
        reads_lines: bool,
    ) -> Result<(), Stop> {
        let mut left = blocks;
        while let [block, rest @ ..] = left {
            let taken = if reads_lines { self.fields(map, shape, block, rest)? } else { None };
            match taken {
                Some(more) => left = rest.get(more..).unwrap_or_default(),
                None => {
                    self.prose(block)?;
                    left = rest;
                }
            }
        }
        for section in below {
            self.section(map, shape, section)?;
        }
        Ok(())
    }

    /// A section of a shape: a field, or prose around what may be fields.
    fn section(&mut self, map: NodeId, shape: usize, section: &Section) -> Result<(), Stop> {
        let Some((level, heading)) = &section.heading else { return Ok(()) };
        let heading = heading.trimmed();
        if let Some((field, key)) = self.named(shape, &heading) {
            let end = section.span.end.max(key.end);
            let key = Key { name: Arc::clone(&field.name), span: key };
            // Below a text or a list, a heading that names a field beside it is that field.
            let (mine, beside): (Vec<&Section>, Vec<&Section>) = match &field.holds {
                Holds::Shape(_) => (section.below.iter().collect(), Vec::new()),
                _ => section.below.iter().partition(|below| {
                    below.heading.as_ref().is_none_or(|(_, heading)| self.named(shape, &heading.trimmed()).is_none())
                }),
            };
            self.field(map, field, key, &section.blocks, &mine, end)?;
            for section in beside {
                self.section(map, shape, section)?;
            }
            return Ok(());
        }
        // `# Title: what happened` names a field and fills it at once.
        let whole = 0..heading.text().len();
        let lead = values::key_and_value(&heading, &whole);
        let lead = lead.and_then(|(key, value)| Some((self.named(shape, &heading.slice(key))?, heading.slice(value))));
        match lead {
            Some(((field, key), value)) if !value.is_blank() && !matches!(field.holds, Holds::Shape(_)) => {
                let key = Key { name: Arc::clone(&field.name), span: key };
                if let Some(id) = self.entry(map, key)? {
                    self.value(id, &value, &field.holds, true)?;
                }
            }
            _ => {
                let is_kind = *level == 1
                    && self.tree.get(map, "kind").is_some_and(|kind| self.tree.span(kind).range() == heading.span);
                if !is_kind {
                    self.prose_run(&heading)?;
                    // The first of all, and above all the others, is the title.
                    if *level > 1 || self.past_title {
                        let (text, span) = (Arc::from(heading.text().trim()), self.span(heading.span.clone()));
                        self.tree.headings.push(Heading { text, level: usize::from(*level), span });
                    }
                }
                self.past_title = true;
                if let Some(field) = self.nearly_named(shape, heading.text()) {
                    let name = Arc::from(words(values::without_number(heading.text())));
                    self.slips.push((map, Key { name, span: heading.span.clone() }, Arc::clone(&field.name)));
                }
            }
        }
        // The title of a document stands above its fields.
        self.shape(map, shape, &section.blocks, &section.below, *level == 1)
    }

    /// The field that a heading or key names by its words, and where these stand.
    pub(super) fn named(&self, shape: usize, run: &Run) -> Option<(&'a FieldOutline, Range<usize>)> {
        let text = run.text();
        let name = values::without_number(text);
        let from = text.trim_end().len() - name.len();
        let name = name.trim_end_matches(':').trim_end();
        let field = self.outline.shape(shape).named(name)?;
        Some((field, run.slice(from..from + name.len()).span))
    }

    /// Fills a field from the blocks and sections below its name.
    pub(super) fn field(
        &mut self,
        map: NodeId,
        field: &'a FieldOutline,
        key: Key,
        blocks: &[Block],
        below: &[&Section],
        end: usize,
    ) -> Result<(), Stop> {
        let span = key.span.end.min(end)..end;
        let Some(id) = self.entry(map, key)? else { return Ok(()) };
        self.held(id, &field.holds, blocks, below, span)
    }

    /// Fills a value from blocks and sections.
    pub(super) fn held(
        &mut self,
        id: NodeId,
        holds: &Holds,
        blocks: &[Block],
        below: &[&Section],
        span: Range<usize>,
    ) -> Result<(), Stop> {
        if let ([Block::Paragraph(run)], []) = (blocks, below)
            && matches!(values::read(run, holds, false), values::Value::Unknown(_))
        {
            return self.value(id, run, holds, false);
        }
        match holds {
            Holds::Text | Holds::Word | Holds::Flag => self.text(id, holds, blocks, below),
            Holds::List(item) => self.list(id, item, blocks, below, span),
            Holds::Shape(shape) => {
                if blocks.is_empty() && below.is_empty() {
                    return Ok(());
                }
                // Nothing but prose: the schema says what is wanted.
                let only_prose = below.is_empty() && !self.has_fields(*shape, blocks);
                if only_prose {
                    return self.text(id, holds, blocks, below);
                }
                self.set(id, Content::Map(Vec::new()), span);
                self.shape(
                    id,
                    *shape,
                    blocks,
                    &below.iter().map(|section| (*section).clone()).collect::<Vec<_>>(),
                    true,
                )
            }
        }
    }

    fn text(&mut self, id: NodeId, holds: &Holds, blocks: &[Block], below: &[&Section]) -> Result<(), Stop> {
        let run = match (blocks, below) {
            ([], []) => return Ok(()),
            ([Block::Paragraph(run) | Block::Code(run)], []) => run.clone(),
            _ => {
                let mut all: Vec<Block> = blocks.to_vec();
                below.iter().for_each(|section| flat(section, &mut all));
                blocks::rendered(&all)
            }
        };
        self.value(id, &run, holds, false)
    }

    /// Fills a value from a stretch of text.
    pub(super) fn value(&mut self, id: NodeId, run: &Run, holds: &Holds, on_line: bool) -> Result<(), Stop> {
        let run = run.trimmed();
        let whole = run.span.clone();
        match values::read(&run, holds, on_line) {
            // Where nothing at all was written, the place is that of the item, the cell or the name.
            values::Value::Nothing if whole.is_empty() => {}
            values::Value::Nothing => self.set(id, Content::Null, whole),
            values::Value::Unknown(why) => {
                let why = why.map(|range| Why {
                    text: Arc::from(run.text().get(range.clone()).unwrap_or_default()),
                    span: self.span(run.slice(range).span),
                });
                self.set(id, Content::Unknown(why), whole);
            }
            values::Value::Single(part, style) => {
                self.set(id, values::scalar(&part, style), whole);
                self.tree.origins.insert(id, part.pieces);
            }
            values::Value::List(parts) => {
                self.set(id, Content::List(Vec::new()), whole);
                let item = match holds {
                    Holds::List(item) => &**item,
                    other => other,
                };
                for part in parts {
                    let child = self.item(id, part.span.clone())?;
                    self.value(child, &part, item, true)?;
                }
            }
        }
        Ok(())
    }

    /// Keeps a block as text that fills no field.
    pub(super) fn prose(&mut self, block: &Block) -> Result<(), Stop> {
        self.prose_run(&blocks::rendered([block]))
    }

    pub(super) fn prose_run(&mut self, run: &Run) -> Result<(), Stop> {
        if run.is_blank() {
            return Ok(());
        }
        let run = run.trimmed();
        let root = self.tree.root();
        let id = self.add(Some(root), None, run.span.clone())?;
        self.set(id, values::scalar(&run, Style::Literal), run.span.clone());
        self.tree.origins.insert(id, run.pieces);
        self.tree.prose.push(id);
        Ok(())
    }

    /// A new entry of a map; none where its key was written before, which is noted.
    pub(super) fn entry(&mut self, map: NodeId, key: Key) -> Result<Option<NodeId>, Stop> {
        let span = self.span(key.span.clone());
        if let Some(first) = self.seen.get(&(map, Arc::clone(&key.name))) {
            self.faults.push(Fault::DuplicateKey { key: key.name, first: *first, second: span });
            return Ok(None);
        }
        self.seen.insert((map, Arc::clone(&key.name)), span);
        let at = key.span.end;
        let id = self.add(Some(map), Some((key.name, span)), at..at)?;
        self.adopt(map, id);
        Ok(Some(id))
    }

    /// A new item of a list.
    pub(super) fn item(&mut self, list: NodeId, span: Range<usize>) -> Result<NodeId, Stop> {
        let id = self.add(Some(list), None, span)?;
        self.adopt(list, id);
        Ok(id)
    }

    fn adopt(&mut self, parent: NodeId, child: NodeId) {
        if let Some(Content::Map(children) | Content::List(children)) =
            self.tree.nodes.get_mut(parent.0 as usize).map(|node| &mut node.content)
        {
            children.push(child);
        }
    }

    fn add(
        &mut self,
        parent: Option<NodeId>,
        key: Option<(Arc<str>, Span)>,
        span: Range<usize>,
    ) -> Result<NodeId, Stop> {
        let most = self.limits.nodes;
        let span = self.span(span);
        if self.tree.nodes.len() >= most {
            self.broken = true;
            self.faults.push(Fault::LimitReached { limit: Limit::Nodes, most, span: span.at_start() });
            return Err(Stop);
        }
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        self.tree.nodes.push(Node { content: Content::Null, span, parent, key });
        Ok(id)
    }

    pub(super) fn set(&mut self, id: NodeId, content: Content, span: Range<usize>) {
        let span = self.span(span);
        if let Some(node) = self.tree.nodes.get_mut(id.0 as usize) {
            node.content = content;
            node.span = span;
        }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.tree.file(), range)
    }

    /// Notes a row that holds more than its table has columns.
    pub(super) fn surplus(&mut self, table: &blocks::Table) {
        for row in &table.rows {
            if let Some(surplus) = &row.surplus {
                let (span, head) = (self.span(surplus.clone()), self.span(table.head.span.clone()));
                self.broken = true;
                self.faults.push(Fault::RowTooLong { span, head });
            }
        }
    }

    /// A key that names no field, as a document would write it.
    pub(super) fn strange(key: &Run) -> Arc<str> {
        Arc::from(words(key.text()))
    }
}

/// A section as blocks.
pub(super) fn flat(section: &Section, to: &mut Vec<Block>) {
    if let Some((level, heading)) = &section.heading {
        to.push(Block::Heading(*level, heading.clone()));
    }
    to.extend(section.blocks.iter().cloned());
    section.below.iter().for_each(|below| flat(below, to));
}

/// The text of an item, with its box in front.
pub(super) fn item_text(item: &Item) -> Run {
    let rendered = match item.blocks.as_slice() {
        [Block::Paragraph(run)] => run.trimmed(),
        blocks => blocks::rendered(blocks),
    };
    let Some((ticked, mark)) = &item.task else { return rendered };
    let mut run = Run::of_box(*ticked, mark);
    run.append(&rendered, " ", "");
    run
}
