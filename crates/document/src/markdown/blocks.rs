//! Events of Markdown into blocks and sections: what stands below which heading.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::inline::Run;

/// A piece of a Markdown document.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// A heading and its level. Those that stand in quotations and lists open no section.
    Heading(u8, Run),
    /// A paragraph, or lines of HTML.
    Paragraph(Run),
    /// A list, and its first number where it is numbered.
    List(Vec<Item>, Option<u64>),
    /// A table.
    Table(Table),
    /// Code between fences, or indented.
    Code(Run),
    /// A quotation.
    Quote(Vec<Block>, Range<usize>),
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Its box, ticked or not.
    pub(crate) task: Option<(bool, Range<usize>)>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) span: Range<usize>,
}

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) head: Row,
    pub(crate) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Run>,
    /// Without the line break.
    pub(crate) span: Range<usize>,
    /// What stands behind the last column.
    pub(crate) surplus: Option<Range<usize>>,
}

/// A heading and what stands below it; the outermost has none.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) heading: Option<(u8, Run)>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) below: Vec<Section>,
    pub(crate) span: Range<usize>,
}

/// Blocks stand deeper in one another than is followed; where.
pub(crate) struct TooDeep(pub(crate) usize);

/// Reads `text` from `from` on.
pub(crate) fn read(text: &str, from: usize, most_depth: usize) -> Result<Section, TooDeep> {
    let body = text.get(from..).unwrap_or_default();
    let events = Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS)
        .into_offset_iter()
        .map(|(event, range)| (event, from + range.start..from + range.end));
    let mut reader = Reader { source: text, events: events.peekable(), most_depth };
    let mut blocks = Vec::new();
    reader.blocks(&mut blocks, 0)?;
    let mut blocks = blocks.into_iter().peekable();
    Ok(section(&mut blocks, None, from..text.len()))
}

/// Takes the blocks of a section, up to the next heading that is not below its own.
fn section(
    blocks: &mut Peekable<impl Iterator<Item = Block>>,
    heading: Option<(u8, Run)>,
    span: Range<usize>,
) -> Section {
    let level = heading.as_ref().map_or(0, |(level, _)| *level);
    let mut this = Section { heading, blocks: Vec::new(), below: Vec::new(), span };
    while let Some(block) = blocks.next_if(|block| !matches!(block, Block::Heading(next, _) if *next <= level)) {
        this.span.end = this.span.end.max(block.span().end);
        if let Block::Heading(level, run) = block {
            let span = run.span.clone();
            let below = section(blocks, Some((level, run)), span);
            this.span.end = this.span.end.max(below.span.end);
            this.below.push(below);
        } else {
            this.blocks.push(block);
        }
    }
    this
}

struct Reader<'t, E: Iterator<Item = (Event<'t>, Range<usize>)>> {
    source: &'t str,
    events: Peekable<E>,
    most_depth: usize,
}

impl<'t, E: Iterator<Item = (Event<'t>, Range<usize>)>> Reader<'t, E> {
    /// The blocks up to the end of what holds them. Answers with the box of a task, where one stood in front.
    fn blocks(&mut self, found: &mut Vec<Block>, depth: usize) -> Result<Option<(bool, Range<usize>)>, TooDeep> {
        let mut task = None;
        // Text that stands in an item without a paragraph of its own.
        let mut bare: Option<Run> = None;
        while let Some((event, range)) = self.events.next() {
            if depth > self.most_depth {
                return Err(TooDeep(range.start));
            }
            if let Event::TaskListMarker(ticked) = event {
                task = Some((ticked, range));
                continue;
            }
            let is_block = match &event {
                Event::Start(tag) => is_block(tag),
                Event::End(end) => !ends_inline(*end),
                Event::Rule => true,
                _ => false,
            };
            if !is_block {
                let run = bare.get_or_insert_with(|| Run::new(range.start));
                run.span.end = run.span.end.max(range.end);
                run.take(self.source, &event, range);
                continue;
            }
            if let Some(run) = bare.take() {
                found.push(Block::Paragraph(run));
            }
            let Event::Start(tag) = event else {
                if matches!(event, Event::End(_)) {
                    return Ok(task);
                }
                continue;
            };
            found.push(match tag {
                Tag::Heading { level, .. } => Block::Heading(level as u8, self.run(&range, &mut task)),
                Tag::CodeBlock(_) => Block::Code(self.run(&range, &mut task)),
                Tag::List(first) => Block::List(self.items(depth + 1)?, first),
                Tag::BlockQuote(_) => {
                    let mut inner = Vec::new();
                    self.blocks(&mut inner, depth + 1)?;
                    Block::Quote(inner, range)
                }
                Tag::Table(_) => Block::Table(self.table(&range)),
                // Paragraphs, and lines of HTML, which are text like any other.
                _ => Block::Paragraph(self.run(&range, &mut task)),
            });
        }
        if let Some(run) = bare.take() {
            found.push(Block::Paragraph(run));
        }
        Ok(task)
    }

    /// The text up to the end of the block that has begun.
    fn run(&mut self, range: &Range<usize>, task: &mut Option<(bool, Range<usize>)>) -> Run {
        let mut run = Run::new(range.start);
        for (event, place) in self.events.by_ref() {
            match event {
                Event::End(end) if !ends_inline(end) => break,
                Event::TaskListMarker(ticked) => {
                    *task = Some((ticked, place.clone()));
                    run.span = place.end..place.end;
                }
                event => {
                    run.take(self.source, &event, place);
                }
            }
        }
        let written = self.source.get(range.clone()).unwrap_or_default();
        let end = range.start + written.trim_end().len();
        run.span.start = run.span.start.max(range.start);
        run.span.end = end.max(run.span.start);
        run
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Item>, TooDeep> {
        let mut items = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if !matches!(event, Event::Start(Tag::Item)) {
                break;
            }
            let mut blocks = Vec::new();
            let task = self.blocks(&mut blocks, depth)?;
            let written = self.source.get(range.clone()).unwrap_or_default();
            let span = range.start..range.start + written.trim_end().len();
            items.push(Item { task, blocks, span });
        }
        Ok(items)
    }

    fn table(&mut self, range: &Range<usize>) -> Table {
        let mut head = Row { cells: Vec::new(), span: range.start..range.start, surplus: None };
        let mut rows = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.row(&range),
                Event::Start(Tag::TableRow) => rows.push(self.row(&range)),
                _ => break,
            }
        }
        Table { head, rows }
    }

    fn row(&mut self, range: &Range<usize>) -> Row {
        let mut cells = Vec::new();
        let mut end = range.start;
        while let Some((event, place)) = self.events.next() {
            if !matches!(event, Event::Start(Tag::TableCell)) {
                break;
            }
            end = end.max(place.end);
            cells.push(self.run(&place, &mut None));
        }
        let line = self.source.get(range.clone()).unwrap_or_default();
        let line = line.split(['\n', '\r']).next().unwrap_or_default();
        let span = range.start..range.start + line.trim_end().len();
        // What a row holds behind its last column reaches no reader.
        let rest = self.source.get(end.min(span.end)..span.end).unwrap_or_default();
        let surplus = rest.trim_start_matches(|char: char| char == '|' || char.is_whitespace());
        let surplus = (!surplus.trim_end_matches('|').trim().is_empty()).then(|| span.end - surplus.len()..span.end);
        Row { cells, span, surplus }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn ends_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

impl Block {
    /// Where it stands.
    pub(crate) fn span(&self) -> Range<usize> {
        match self {
            Self::Heading(_, run) | Self::Paragraph(run) | Self::Code(run) => run.span.clone(),
            Self::List(items, _) => around(items.first().map(|item| &item.span), items.last().map(|item| &item.span)),
            Self::Table(table) => around(Some(&table.head.span), table.rows.last().map(|row| &row.span)),
            Self::Quote(_, span) => span.clone(),
        }
    }
}

/// From the first to the last.
fn around(first: Option<&Range<usize>>, last: Option<&Range<usize>>) -> Range<usize> {
    let first = first.or(last).cloned().unwrap_or(0..0);
    let end = last.map_or(first.end, |last| last.end);
    first.start..end.max(first.end)
}

/// Blocks as one text, as a reader sees them: an empty line between paragraphs, a line for each item and row.
pub(crate) fn rendered<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> Run {
    let mut text: Option<Run> = None;
    for block in blocks {
        let text = match &mut text {
            Some(text) => {
                text.push_str("\n\n");
                text
            }
            none => none.insert(Run::new(block.span().start)),
        };
        render(block, text);
    }
    text.unwrap_or_default()
}

fn render(block: &Block, to: &mut Run) {
    match block {
        Block::Heading(_, run) | Block::Paragraph(run) => to.append(&run.trimmed(), "", ""),
        Block::Code(run) => {
            to.append(run, "```\n", "");
            to.push_str(if run.text().ends_with('\n') { "```" } else { "\n```" });
        }
        Block::Quote(blocks, _) => to.append(&rendered(blocks), "> ", "> "),
        Block::List(items, first) => {
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    to.push_str("\n");
                }
                let mark = match first {
                    Some(first) => format!("{}. ", first.saturating_add(number as u64)),
                    None => "- ".to_owned(),
                };
                let tick = match item.task {
                    Some((true, _)) => "[x] ",
                    Some((false, _)) => "[ ] ",
                    None => "",
                };
                to.append(&rendered(&item.blocks), &format!("{mark}{tick}"), "  ");
            }
        }
        Block::Table(table) => {
            for (number, row) in std::iter::once(&table.head).chain(&table.rows).enumerate() {
                if number > 0 {
                    to.push_str("\n");
                }
                for (column, cell) in row.cells.iter().enumerate() {
                    to.append(&cell.trimmed(), if column > 0 { " | " } else { "" }, "");
                }
            }
        }
    }
}
