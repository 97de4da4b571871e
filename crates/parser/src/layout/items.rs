//! How a file and its items are laid out.

use countersign_source::Span;

use super::doc::{Doc, INDENT, WIDTH, width};
use super::tokens::{Between, Gap, Tokens};
use crate::ast::{Additions, Catalogue, CellKind, Enum, File, Item, Member, PackLine, Row, Table, Use};

/// What stands in a file beside comments.
enum Part<'a> {
    Pack(&'a PackLine),
    Use(&'a Use),
    Item(&'a Item),
}

impl Part<'_> {
    fn range(&self) -> std::ops::Range<usize> {
        match self {
            Self::Pack(line) => line.span.range(),
            Self::Use(line) => line.span.range(),
            Self::Item(item) => span(item).range(),
        }
    }
}

impl<'t> Tokens<'t> {
    /// The whole file. The order is the author's.
    pub(super) fn file(&mut self, file: &File) -> Doc<'t> {
        let mut parts: Vec<Part<'_>> = Vec::new();
        parts.extend(file.pack.iter().map(Part::Pack));
        parts.extend(file.uses.iter().map(Part::Use));
        parts.extend(file.items.iter().map(Part::Item));
        parts.sort_by_key(|part| part.range().start);
        let names = self.names_in_rows(&parts);
        let mut page = Vec::new();
        let mut before: Option<(&Part<'_>, bool)> = None;
        for (part, name) in parts.iter().zip(names) {
            let between = self.between();
            let doc = match part {
                Part::Pack(line) => self.plain(line.span.range().end),
                Part::Use(line) => self.plain(line.span.range().end),
                Part::Item(item) => self.item(item, name),
            };
            let short = doc.flat().is_some_and(|wide| wide <= WIDTH);
            let apart = match (before, part) {
                (None, _) => between.comments.last().is_some_and(|last| last.text.starts_with("//!")),
                // What is allowed is about what follows.
                (Some((Part::Item(Item::Allow(_)), _)), _) | (Some((Part::Use(_), _)), Part::Use(_)) => false,
                (Some((Part::Item(_), true)), Part::Item(item)) => !short || matches!(item, Item::Allow(_)),
                _ => true,
            };
            parted(between, apart, &mut page);
            page.push(doc);
            before = Some((part, short));
        }
        let rest = self.between();
        if rest.comments.is_empty() {
            page.push(Doc::Hard);
        } else {
            parted(rest, false, &mut page);
        }
        Doc::Seq(page)
    }

    /// How wide the name of each part is written: enums on lines that follow one another have their braces in a column.
    fn names_in_rows(&self, parts: &[Part<'_>]) -> Vec<usize> {
        let mut names = vec![0; parts.len()];
        let mut row: Vec<(usize, &Enum, usize)> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let one_line = match part {
                Part::Item(Item::Enum(item)) => self.one_line(item).map(|wide| (index, item, wide)),
                _ => None,
            };
            let follows = row.last().is_some_and(|(_, last, _)| self.tight(last.span.range().end, part.range().start));
            if one_line.is_none() || !follows {
                align(&row, &mut names);
                row.clear();
            }
            row.extend(one_line);
        }
        align(&row, &mut names);
        names
    }

    /// How wide an enum is without its name, if it stands on one line.
    fn one_line(&self, item: &Enum) -> Option<usize> {
        let (start, end) = (item.span.range().start, item.span.range().end);
        let tokens: Vec<&str> = self.within(start, end).collect();
        let [_, name, members @ .., _] = tokens.as_slice() else { return None };
        let wide = members.iter().fold("enum   }".len(), |wide, token| {
            wide + width(token)
                + match *token {
                    "<" => 2,
                    "," | "{" => 1,
                    _ => 0,
                }
        });
        let plain = members.len() > 1 && members.last() != Some(&",") && !self.comment_within(start, end);
        (plain && wide + width(name) <= WIDTH).then_some(wide)
    }

    /// An item. One that has nothing but a line in it is a group.
    fn item(&mut self, item: &Item, name: usize) -> Doc<'t> {
        match item {
            Item::Document(item) => {
                self.headed(item.shape.span.range().start, |tokens| tokens.shape(&item.shape, false))
            }
            Item::Record(item) => self.headed(item.shape.span.range().start, |tokens| tokens.shape(&item.shape, false)),
            Item::Enum(item) => {
                let head = [self.take(), self.gap(Gap::Space), self.take()];
                let gap = self.gap(Gap::Blanks(1 + name.saturating_sub(width(&item.name.text))));
                Doc::Seq(head.into_iter().chain([gap, self.members(&item.members, item.ordered)]).collect())
            }
            Item::Refinement(item) => {
                let end = item.called.as_ref().map_or(item.span, |called| called.span.at_start()).range().end;
                let mut parts = vec![self.plain(end)];
                if item.called.is_some() {
                    parts.extend([self.gap(Gap::Line), self.take()]);
                }
                Doc::group(vec![Doc::Nest(INDENT, parts)])
            }
            Item::Steps(item) | Item::Risks(item) => {
                let mut parts = vec![self.take(), self.gap(Gap::Space)];
                parts.push(self.entries(item));
                Doc::Seq(parts)
            }
            Item::Setting(item) => {
                let mut parts = vec![self.plain(item.ty.span.range().start), self.gap(Gap::Space), self.ty(&item.ty)];
                if let Some((low, high)) = &item.bounds {
                    parts.extend([self.gap(Gap::Space), self.expression(low), self.gap(Gap::Space)]);
                    self.up_to(high.span.range().start, &mut parts);
                    parts.push(self.expression(high));
                }
                parts.extend([self.gap(Gap::Space), self.take(), self.behind_equals(&item.value)]);
                Doc::group(parts)
            }
            Item::Data(item) => {
                let mut parts = vec![self.plain(item.ty.span.range().start), self.gap(Gap::Space), self.ty(&item.ty)];
                parts.push(self.gap(Gap::Space));
                self.up_to(item.file.span.range().start, &mut parts);
                parts.push(self.take());
                Doc::group(parts)
            }
            Item::Definition(item) => {
                let mut parts = vec![self.plain(item.name.span.range().end)];
                if self.peek() == "(" {
                    parts.extend([self.gap(Gap::None), self.parameters(&item.parameters)]);
                }
                parts.extend([self.gap(Gap::Space), self.take(), self.behind_equals(&item.body)]);
                Doc::group(parts)
            }
            Item::Table(item) => self.table(item),
            Item::Rule(item) => self.rule(item),
            Item::Waiver(item) => self.waiver(item),
            Item::Decision(item) => self.decision(item),
            Item::Test(item) => self.test(item),
            Item::Extend(item) => self.headed(item.braces.range().start, |tokens| match &item.additions {
                Additions::Nothing => tokens.lines(&[], |tokens, (): &()| tokens.take()),
                Additions::Fields(shape) => tokens.shape(shape, false),
                Additions::Members { members, ordered } => tokens.members(members, *ordered),
                Additions::Rows { rows, .. } => tokens.rows(rows),
                Additions::Options(options) => tokens.lines(options, |tokens, option| tokens.option(option)),
            }),
            Item::Allow(item) => self.plain(item.span.range().end),
            Item::Junk(span) => self.plain(span.range().end),
        }
    }

    /// The members of an enum, on one line if they fit.
    fn members(&mut self, members: &[Member], ordered: bool) -> Doc<'t> {
        self.series(members, Gap::Line, !ordered, |tokens, member| tokens.plain(member.name.span.range().end))
    }

    /// A head up to its brace, and what the brace opens.
    pub(super) fn headed(&mut self, brace: usize, body: impl FnOnce(&mut Self) -> Doc<'t>) -> Doc<'t> {
        let parts = vec![self.plain(brace), self.gap(Gap::Space), body(self)];
        Doc::Seq(parts)
    }

    /// Things in braces that stand a line each, whatever room there is.
    pub(super) fn lines<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T) -> Doc<'t>) -> Doc<'t> {
        let open = self.take();
        let mut inside = Vec::new();
        for (index, item) in items.iter().enumerate() {
            inside.push(self.gap(if index == 0 { Gap::First } else { Gap::Next }));
            inside.push(each(self, item));
        }
        self.closed(open, inside, if items.is_empty() { Gap::None } else { Gap::Next })
    }

    /// `name "title",` a line, titles in a column.
    fn entries(&mut self, item: &Catalogue) -> Doc<'t> {
        let column = item.entries.iter().map(|entry| width(&entry.name.text)).max().unwrap_or(0) + 1;
        self.lines(&item.entries, |tokens, entry| {
            let name = tokens.take();
            let gap = tokens.gap(Gap::Blanks(column.saturating_sub(width(&entry.name.text))));
            let mut parts = vec![name, gap, tokens.take()];
            if tokens.peek() == "," {
                parts.extend([tokens.gap(Gap::None), tokens.take()]);
            } else {
                parts.push(Doc::text(","));
            }
            Doc::Seq(parts)
        })
    }

    fn table(&mut self, item: &Table) -> Doc<'t> {
        let mut parts = vec![self.plain(item.name.span.range().end), self.gap(Gap::None)];
        parts.extend([self.parameters(&item.parameters), self.gap(Gap::Space)]);
        self.up_to(item.result.span.range().start, &mut parts);
        parts.extend([self.ty(&item.result), self.gap(Gap::Space)]);
        parts.push(self.rows(&item.rows));
        Doc::Seq(parts)
    }

    /// Rows, a line each, with cells and arrows in columns. A row is never broken.
    pub(super) fn rows(&mut self, rows: &[Row]) -> Doc<'t> {
        let open = self.take();
        let mut inside = Vec::new();
        let mut columns: Vec<usize> = Vec::new();
        let mut built = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let gap = self.gap(if index == 0 { Gap::First } else { Gap::Next });
            let mut cells = Vec::new();
            for (index, cell) in row.cells.iter().enumerate() {
                let mut parts = Vec::new();
                self.cell(&cell.kind, cell.span.range().end, &mut parts);
                if self.peek() == "," {
                    parts.extend([self.gap(Gap::None), self.take()]);
                }
                parts.push(self.gap(Gap::Space));
                let cell = Doc::Seq(parts);
                let wide = cell.flat().unwrap_or(0);
                match columns.get_mut(index) {
                    Some(column) => *column = wide.max(*column),
                    None => columns.push(wide),
                }
                cells.push((cell, wide));
            }
            let answer = [self.take(), self.gap(Gap::Space), self.expression(&row.result)];
            built.push((gap, cells, answer));
        }
        for (gap, cells, answer) in built {
            let mut line = Vec::new();
            for ((cell, wide), column) in cells.into_iter().zip(&columns) {
                line.extend([cell, Doc::text(" ".repeat(column.saturating_sub(wide)))]);
            }
            line.extend(answer);
            inside.extend([gap, Doc::OneLine(line)]);
        }
        self.closed(open, inside, if rows.is_empty() { Gap::None } else { Gap::Next })
    }

    fn cell(&mut self, kind: &CellKind, end: usize, parts: &mut Vec<Doc<'t>>) {
        let values = match kind {
            CellKind::Any => return parts.push(self.plain(end)),
            CellKind::OneOf { values, .. } => values.iter().collect(),
            CellKind::Compared { value, .. } => vec![value],
            CellKind::Between { low, high } => vec![low, high],
        };
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                parts.push(self.gap(Gap::Space));
            }
            self.up_to(value.span.range().start, parts);
            parts.push(self.expression(value));
        }
    }
}

/// Where an item stands.
pub(crate) fn span(item: &Item) -> Span {
    match item {
        Item::Document(item) => item.span,
        Item::Record(item) => item.span,
        Item::Enum(item) => item.span,
        Item::Refinement(item) => item.span,
        Item::Steps(item) | Item::Risks(item) => item.span,
        Item::Setting(item) => item.span,
        Item::Data(item) => item.span,
        Item::Definition(item) => item.span,
        Item::Table(item) => item.span,
        Item::Rule(item) => item.span,
        Item::Waiver(item) => item.span,
        Item::Decision(item) => item.span,
        Item::Test(item) => item.span,
        Item::Extend(item) => item.span,
        Item::Allow(item) => item.span,
        Item::Junk(span) => *span,
    }
}

/// Gives the names of a row of enums one width, if all of them still fit.
fn align(row: &[(usize, &Enum, usize)], names: &mut [usize]) {
    let widest = row.iter().map(|(_, item, _)| width(&item.name.text)).max().unwrap_or(0);
    if row.iter().all(|(_, _, wide)| wide + widest <= WIDTH) {
        for (index, _, _) in row {
            if let Some(name) = names.get_mut(*index) {
                *name = widest;
            }
        }
    }
}

/// What stands between two parts of a file: line ends, empty lines where the author left some, and at least one where
/// they are to stand apart.
fn parted<'t>(between: Between<'t>, apart: bool, page: &mut Vec<Doc<'t>>) {
    let opens = page.is_empty();
    let left = between.blank || between.comments.iter().any(|comment| comment.alone && comment.blank);
    let mut missing = apart && !opens && !left;
    for comment in between.comments {
        if comment.alone {
            page.push(if std::mem::take(&mut missing) || comment.blank { Doc::Blank } else { Doc::Hard });
            page.push(Doc::text(comment.text));
        } else {
            page.push(Doc::Trailing(comment.text));
        }
    }
    // Behind the words about the file there is always one.
    page.push(if missing || between.blank || opens && apart { Doc::Blank } else { Doc::Hard });
}
