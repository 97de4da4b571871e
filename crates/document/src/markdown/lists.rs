//! Lists of values and of records: bullets, tables, and a heading for each item.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::{Block, Item, Row, Section, Table};
use super::fill::{Filler, Key, item_text};
use super::inline::Run;
use super::{blocks, values};
use crate::builder::Stop;
use crate::outline::{Holds, words};
use crate::{Content, NodeId, Style};

/// The field of a record that the box of a task fills, where it is `true` or `false`.
const DONE: &str = "done";

impl Filler<'_> {
    /// Fills a list. What is no item of it is prose beside items, and where there are none the value itself, of which
    /// the schema says that it is no list.
    pub(super) fn list(
        &mut self,
        id: NodeId,
        item: &Holds,
        blocks: &[Block],
        below: &[&Section],
        span: Range<usize>,
    ) -> Result<(), Stop> {
        let is_items = |this: &Self, block: &Block| match (block, item) {
            (Block::List(..), _) => true,
            (Block::Table(table), Holds::Shape(shape)) => this.columns(*shape, table) > 0,
            (Block::Table(table), _) => table.head.cells.len() == 1,
            _ => false,
        };
        let sections_are_items = matches!(item, Holds::Shape(_));
        let any = blocks.iter().any(|block| is_items(self, block)) || sections_are_items && !below.is_empty();
        if !any {
            return self.no_items(id, item, blocks, below, span);
        }
        self.set(id, Content::List(Vec::new()), span);
        for block in blocks {
            match block {
                Block::List(items, _) => {
                    for bullet in items {
                        let node = self.item(id, bullet.span.clone())?;
                        self.bullet_item(node, item, bullet)?;
                    }
                }
                Block::Table(table) if is_items(self, block) => self.table(id, item, table)?,
                block => self.prose(block)?,
            }
        }
        for section in below {
            match item {
                Holds::Shape(shape) => self.headed_item(id, *shape, section)?,
                _ => self.prose_section(section)?,
            }
        }
        Ok(())
    }

    /// A list below whose name no item stands.
    fn no_items(
        &mut self,
        id: NodeId,
        item: &Holds,
        blocks: &[Block],
        below: &[&Section],
        span: Range<usize>,
    ) -> Result<(), Stop> {
        match (blocks, below) {
            ([], []) => Ok(()),
            ([Block::Paragraph(run)], []) if values::says_none(run.text()) => {
                self.set(id, Content::List(Vec::new()), span);
                Ok(())
            }
            ([Block::Paragraph(run)], []) => self.value(id, run, &Holds::List(Box::new(item.clone())), false),
            _ => {
                let mut run = blocks::rendered(blocks);
                for section in below {
                    run.push_str("\n\n");
                    run.append(&section_text(section), "", "");
                }
                self.value(id, &run, &Holds::Text, false)
            }
        }
    }

    fn bullet_item(&mut self, node: NodeId, holds: &Holds, bullet: &Item) -> Result<(), Stop> {
        match holds {
            Holds::Shape(shape) => self.record(node, *shape, bullet),
            Holds::List(item) => self.list(node, item, &bullet.blocks, &[], bullet.span.clone()),
            _ => self.value(node, &item_text(bullet), holds, true),
        }
    }

    /// An item that is a record: bullets of `key: value`, or a key line with others below.
    fn record(&mut self, node: NodeId, shape: usize, bullet: &Item) -> Result<(), Stop> {
        let first = bullet.blocks.first();
        let rest = bullet.blocks.get(1..).unwrap_or_default();
        let lead = match first {
            Some(Block::Paragraph(run)) => Some(run),
            _ => None,
        };
        let has_keys = lead.is_some_and(|run| !self.keys(shape, run, false).is_empty());
        if !has_keys && !self.has_fields(shape, rest) {
            if let ([Block::Table(table)], None) = (bullet.blocks.as_slice(), &bullet.task)
                && self.columns(shape, table) > 0
            {
                self.set(node, Content::Map(Vec::new()), bullet.span.clone());
                return self.shape(node, shape, &bullet.blocks, &[], true);
            }
            // A text: not known, or nothing that a record could be made of.
            return self.value(node, &item_text(bullet), &Holds::Shape(shape), true);
        }
        self.set(node, Content::Map(Vec::new()), bullet.span.clone());
        let mut task = bullet.task.as_ref();
        let done = self.outline.shape(shape).fields.iter().find(|field| &*field.name == DONE);
        if let (Some((ticked, mark)), Some(field)) = (task, done.filter(|field| field.holds == Holds::Flag)) {
            let key = Key { name: Arc::clone(&field.name), span: mark.clone() };
            if let Some(id) = self.entry(node, key)? {
                let text = if *ticked { "true" } else { "false" };
                self.set(id, Content::Scalar(crate::Scalar { text: text.into(), style: Style::Plain }), mark.clone());
            }
            task = None;
        }
        let mut left = rest;
        match lead {
            Some(run) if has_keys => {
                let taken = self.lines(node, shape, run, rest, task)?;
                left = rest.get(taken..).unwrap_or_default();
            }
            // The words above its fields name the item, where items have a key.
            Some(run) => {
                if let Some((ticked, mark)) = task {
                    self.prose_run(&Run::of_box(*ticked, mark))?;
                }
                self.key_of_item(node, shape, run)?;
            }
            None => left = &bullet.blocks,
        }
        self.shape(node, shape, left, &[], true)
    }

    /// Words that stand above the fields of an item: its key, or prose where its shape has none.
    fn key_of_item(&mut self, node: NodeId, shape: usize, run: &Run) -> Result<(), Stop> {
        let shape = self.outline.shape(shape);
        let Some(field) = shape.key.and_then(|key| shape.fields.get(key)) else {
            return self.prose_run(run);
        };
        let run = run.trimmed();
        let text = run.text();
        let run = run.slice(0..text.strip_suffix(':').map_or(text.len(), |text| text.trim_end().len()));
        let key = Key { name: Arc::clone(&field.name), span: run.span.clone() };
        match self.entry(node, key)? {
            Some(id) => self.value(id, &run, &field.holds, true),
            None => Ok(()),
        }
    }

    /// An item with a heading of its own.
    fn headed_item(&mut self, list: NodeId, shape: usize, section: &Section) -> Result<(), Stop> {
        let node = self.item(list, section.span.clone())?;
        self.set(node, Content::Map(Vec::new()), section.span.clone());
        if let Some((_, heading)) = &section.heading {
            self.key_of_item(node, shape, heading)?;
        }
        self.shape(node, shape, &section.blocks, &section.below, true)
    }

    fn table(&mut self, list: NodeId, item: &Holds, table: &Table) -> Result<(), Stop> {
        self.surplus(table);
        let Holds::Shape(shape) = item else {
            for row in &table.rows {
                for cell in row.cells.iter().filter(|cell| !values::is_empty_cell(cell)) {
                    let node = self.item(list, cell.trimmed().span)?;
                    self.value(node, cell, item, true)?;
                }
            }
            return Ok(());
        };
        for (number, row) in table.rows.iter().enumerate() {
            if row.cells.iter().all(|cell| cell.is_blank()) {
                continue;
            }
            let node = self.item(list, row.span.clone())?;
            self.set(node, Content::Map(Vec::new()), row.span.clone());
            self.row(node, *shape, table, row, number == 0)?;
        }
        Ok(())
    }

    /// Fills a record from a row. A column that names no field is told of once, at the first row; what it holds in the
    /// others is prose.
    pub(super) fn row(&mut self, map: NodeId, shape: usize, table: &Table, row: &Row, first: bool) -> Result<(), Stop> {
        let mut known: Vec<Arc<str>> = Vec::new();
        for (head, cell) in table.head.cells.iter().zip(&row.cells) {
            let head = head.trimmed();
            let Some((field, span)) = self.named(shape, &head) else {
                let is_name = head.text().chars().any(char::is_alphabetic);
                if first && is_name {
                    let name: Arc<str> = Arc::from(words(head.text()));
                    if let Some(id) = self.entry(map, Key { name, span: head.span.clone() })? {
                        self.value(id, cell, &Holds::Text, true)?;
                    }
                } else if is_name {
                    self.prose_run(cell)?;
                }
                continue;
            };
            let again = known.contains(&field.name);
            known.push(Arc::clone(&field.name));
            if again && !first || values::is_empty_cell(cell) && !again {
                continue;
            }
            let key = Key { name: Arc::clone(&field.name), span };
            if let Some(id) = self.entry(map, key)? {
                self.value(id, cell, &field.holds, true)?;
            }
        }
        Ok(())
    }

    fn prose_section(&mut self, section: &Section) -> Result<(), Stop> {
        self.prose_run(&section_text(section))
    }
}

/// A section as one text.
fn section_text(section: &Section) -> Run {
    let mut all = Vec::new();
    super::fill::flat(section, &mut all);
    blocks::rendered(&all)
}
