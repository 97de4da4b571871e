//! Decision tables: their cells, and the proof that every question has an answer and every row a use.
//!
//! The values of a column are cut into classes within which no cell can tell values apart: the members of an enum, the
//! texts that cells name and all others, the points that cells name and the stretches between them. A row is then a
//! box of classes, and both questions are one: is there a combination that rows before this one leave to it? The
//! search goes column by column with the rows that are still in play, and stops where one of them takes all.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::Span;

use crate::problems::TableProblem;
use crate::program::{Cell, Comparison, Literal, PackId, Row, RowResult, Table, TableId, Type, member_in_rules};
use crate::scope::Compiler;
use crate::settings::compare_literals;

/// How many steps the search for gaps may take in one table.
const SEARCH_STEPS: usize = 200_000;

/// How other languages call what is left over.
const OTHERWISE: [&str; 8] = ["else", "otherwise", "default", "any", "anything", "rest", "other", "others"];

impl Compiler<'_> {
    /// Checks and lowers all tables.
    pub(crate) fn tables(&mut self) {
        for (id, (pack, item)) in (0u32..).map(TableId).zip(self.items.tables.clone()) {
            let parameters = self.parameters(pack, &item.parameters);
            for (parameter, written) in parameters.iter().zip(&item.parameters) {
                if matches!(parameter.ty, Type::List(_) | Type::Shape(_)) {
                    let (name, span) = (parameter.name.to_string(), written.ty.span);
                    self.problems.push(TableProblem::BadColumn { name, span }.into());
                }
            }
            let result = self.type_of(pack, &item.result);
            let types: Vec<Type> = parameters
                .iter()
                .map(|parameter| match &parameter.ty {
                    Type::List(_) | Type::Shape(_) => Type::Silent,
                    ty => ty.clone(),
                })
                .collect();
            let mut sound = !item.broken && !types.contains(&Type::Silent);
            let mut rows = Vec::new();
            // What a house adds is tried before the table's own rows.
            for added in self.extensions.rows.remove(&id).unwrap_or_default() {
                sound &= !added.broken;
                for row in added.rows {
                    match self.row(added.pack, row, &types, &result, item) {
                        Some(row) => rows.push(row),
                        None => sound = false,
                    }
                }
            }
            let added = rows.len();
            for row in &item.rows {
                match self.row(pack, row, &types, &result, item) {
                    Some(row) => rows.push(row),
                    None => sound = false,
                }
            }
            if item.rows.is_empty() && !item.broken {
                let (name, span) = (item.name.text.clone(), item.name.span);
                self.problems.push(TableProblem::NoRows { name, span }.into());
            } else if sound {
                self.cover(item, &types, &rows, added);
            }
            self.program.tables.push(Table {
                name: Arc::from(item.name.text.as_str()),
                pack,
                parameters,
                result,
                rows,
                span: item.name.span,
                doc: item.doc.clone(),
            });
        }
    }

    fn row(&mut self, pack: PackId, row: &ast::Row, types: &[Type], result: &Type, table: &ast::Table) -> Option<Row> {
        let answer = self.answer(pack, &row.result, result);
        if let Some((word, span)) = self.otherwise(row, types) {
            let written = word.to_owned();
            self.problems.push(TableProblem::Otherwise { span, written, columns: types.len() }.into());
            return None;
        }
        if row.cells.len() != types.len() {
            let columns = table.parameters.iter().map(|parameter| parameter.name.text.clone()).collect();
            let span = match (row.cells.first(), row.cells.last()) {
                (Some(first), Some(last)) => first.span.to(last.span),
                _ => row.span,
            };
            let problem = TableProblem::CellCount { span, wanted: types.len(), found: row.cells.len(), columns };
            self.problems.push(problem.into());
            return None;
        }
        let cells: Vec<Option<Cell>> =
            row.cells.iter().zip(types).map(|(cell, ty)| self.cell(pack, cell, ty)).collect();
        let cells: Vec<Cell> = cells.into_iter().collect::<Option<_>>()?;
        Some(Row { cells, result: answer?, span: row.span })
    }

    /// A cell of the row that says in a word of another language that it takes whatever is left.
    fn otherwise<'r>(&self, row: &'r ast::Row, types: &[Type]) -> Option<(&'r str, Span)> {
        row.cells.iter().zip(types).find_map(|(cell, ty)| {
            let ast::CellKind::OneOf { negated: false, values } = &cell.kind else { return None };
            let [ast::Expr { kind: ast::ExprKind::Name(name), span }] = values.as_slice() else { return None };
            let word = name.name.text.as_str();
            let member = matches!(ty, Type::Enum(id) if self.program[*id].member(word).is_some());
            (name.pack.is_none() && !member && OTHERWISE.contains(&word)).then_some((word, *span))
        })
    }

    fn answer(&mut self, pack: PackId, written: &ast::Expr, wanted: &Type) -> Option<RowResult> {
        if let ast::ExprKind::Name(name) = &written.kind {
            let member = match wanted {
                Type::Enum(id) => name.pack.is_none() && self.program[*id].member(&name.name.text).is_some(),
                _ => false,
            };
            if !member && self.has_setting(pack, name) {
                let setting = self.find_setting(pack, name)?;
                let found = self.program[setting].ty.clone();
                if !crate::expressions::fits(&found, wanted) {
                    let (wanted, found) = (self.describe(wanted), self.describe(&found));
                    let problem =
                        crate::problems::TypeProblem::Mismatch { wanted, found, span: written.span, hint: None };
                    self.problems.push(problem.into());
                    return None;
                }
                return Some(RowResult::Setting(setting));
            }
        }
        self.literal(pack, written, wanted, "the answer of a row").map(RowResult::Literal)
    }

    fn cell(&mut self, pack: PackId, cell: &ast::Cell, ty: &Type) -> Option<Cell> {
        const BY: &str = "a cell";
        match &cell.kind {
            ast::CellKind::Any => Some(Cell::Any),
            ast::CellKind::OneOf { negated, values } => {
                let values: Vec<Option<Literal>> =
                    values.iter().map(|value| self.literal(pack, value, ty, BY)).collect();
                let values: Vec<Literal> = values.into_iter().collect::<Option<_>>()?;
                Some(if *negated { Cell::NoneOf(values) } else { Cell::OneOf(values) })
            }
            ast::CellKind::Compared { op, value } => {
                let value = self.literal(pack, value, ty, BY)?;
                self.ordered(cell, ty)?;
                let comparison = match op {
                    ast::CompareOp::Less => Comparison::Less,
                    ast::CompareOp::AtMost => Comparison::AtMost,
                    ast::CompareOp::More => Comparison::More,
                    _ => Comparison::AtLeast,
                };
                Some(Cell::Compared(comparison, value))
            }
            ast::CellKind::Between { low, high } => {
                let (low, high) = (self.literal(pack, low, ty, BY), self.literal(pack, high, ty, BY));
                let (low, high) = (low?, high?);
                self.ordered(cell, ty)?;
                if compare_literals(&low, &high) == Some(std::cmp::Ordering::Greater) {
                    self.problems.push(TableProblem::EmptyCell { span: cell.span }.into());
                    return None;
                }
                Some(Cell::Between(low, high))
            }
        }
    }

    fn ordered(&mut self, cell: &ast::Cell, ty: &Type) -> Option<()> {
        if self.has_order(ty) {
            return Some(());
        }
        if *ty != Type::Silent {
            let found = self.describe(ty);
            self.problems.push(TableProblem::NoOrder { span: cell.span, found }.into());
        }
        None
    }

    /// Reports gaps, and rows that are never reached. Of the rows the first `added` come from other packs: they are there to
    /// take from the table's own rows what they want, so a row is only held against those of its own sort.
    fn cover(&mut self, item: &ast::Table, types: &[Type], rows: &[Row], added: usize) {
        let columns: Vec<Column> = types
            .iter()
            .enumerate()
            .map(|(at, ty)| self.column(ty, rows.iter().filter_map(|row| row.cells.get(at))))
            .collect();
        let endless = types.iter().position(|ty| !matches!(ty, Type::Enum(_) | Type::Boolean));
        let ends = rows.last().is_some_and(|row| row.cells.iter().all(|cell| *cell == Cell::Any));
        let mut steps = SEARCH_STEPS;
        let mut dead = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            // The last row of `_` has to be there, whether or not the rows above leave it anything.
            if endless.is_some() && ends && at + 1 == rows.len() {
                continue;
            }
            let before: Vec<&Row> = rows.iter().take(at).skip(if at < added { 0 } else { added }).collect();
            match search(&columns, 0, &before, Some(row), &mut steps) {
                Search::Covered => {
                    let by: Vec<Span> = before
                        .iter()
                        .filter(|other| overlaps(&columns, other, row))
                        .map(|other| other.span)
                        .take(4)
                        .collect();
                    dead.push(TableProblem::Unreachable { span: row.span, by });
                }
                Search::Left(_) => {}
                Search::OutOfSteps => {
                    let (name, span) = (item.name.text.clone(), item.name.span);
                    self.problems.push(TableProblem::TooLarge { name, span }.into());
                    return;
                }
            }
        }
        for problem in dead {
            self.problems.push(problem.into());
        }
        let (name, span) = (item.name.text.clone(), item.name.span);
        let all: Vec<&Row> = rows.iter().collect();
        match search(&columns, 0, &all, None, &mut steps) {
            Search::Left(classes) => {
                let combination = item
                    .parameters
                    .iter()
                    .zip(classes.iter().zip(&columns))
                    .map(|(parameter, (class, column))| {
                        let shown = column.classes.get(*class).map(|class| class.shown.clone()).unwrap_or_default();
                        (parameter.name.text.clone(), shown)
                    })
                    .collect();
                let places =
                    classes.iter().zip(&columns).filter_map(|(class, column)| match column.classes.get(*class)?.at {
                        ClassAt::Value(Literal::Member(id, member)) => {
                            self.extensions.added.get(&(id, member)).copied()
                        }
                        _ => None,
                    });
                let added = places.collect();
                self.problems.push(TableProblem::Gap { name, span, combination, added }.into());
            }
            Search::OutOfSteps => self.problems.push(TableProblem::TooLarge { name, span }.into()),
            Search::Covered => {
                if let Some(column) = endless.filter(|_| !ends).and_then(|at| item.parameters.get(at)) {
                    let (column, columns) = (column.name.text.clone(), item.parameters.len());
                    self.problems.push(TableProblem::NoLastRow { name, span, column, columns }.into());
                }
            }
        }
    }

    /// Cuts the values of a column into classes.
    fn column<'c>(&self, ty: &Type, cells: impl Iterator<Item = &'c Cell>) -> Column {
        let mut points: Vec<Literal> = Vec::new();
        for cell in cells {
            match cell {
                Cell::Any => {}
                Cell::OneOf(values) | Cell::NoneOf(values) => points.extend(values.iter().cloned()),
                Cell::Compared(_, value) => points.push(value.clone()),
                Cell::Between(low, high) => points.extend([low.clone(), high.clone()]),
            }
        }
        let classes = match ty {
            Type::Enum(id) => (0u32..)
                .zip(&self.program[*id].members)
                .map(|(index, member)| Class {
                    at: ClassAt::Value(Literal::Member(*id, crate::program::MemberIndex(index))),
                    shown: member_in_rules(member),
                })
                .collect(),
            Type::Boolean => [true, false]
                .map(|value| Class { at: ClassAt::Value(Literal::Boolean(value)), shown: value.to_string() })
                .into(),
            ty if ty.is_textual() => {
                let mut seen: Vec<Literal> = Vec::new();
                for point in points {
                    if !seen.contains(&point) {
                        seen.push(point);
                    }
                }
                let mut classes: Vec<Class> =
                    vec![Class { at: ClassAt::OtherText, shown: "any other text".to_owned() }];
                classes.extend(seen.into_iter().map(|point| Class { shown: shown(&point), at: ClassAt::Value(point) }));
                classes
            }
            _ => {
                points.sort_by(|left, right| compare_literals(left, right).unwrap_or(std::cmp::Ordering::Equal));
                points.dedup();
                let mut classes = Vec::new();
                let mut below: Option<Literal> = None;
                for point in points {
                    let stretch = match &below {
                        None => format!("less than {}", shown(&point)),
                        Some(below) => format!("between {} and {}", shown(below), shown(&point)),
                    };
                    classes.push(Class { at: ClassAt::Between(below, Some(point.clone())), shown: stretch });
                    classes.push(Class { shown: shown(&point), at: ClassAt::Value(point.clone()) });
                    below = Some(point);
                }
                let stretch = match &below {
                    None => "any value".to_owned(),
                    Some(below) => format!("more than {}", shown(below)),
                };
                classes.push(Class { at: ClassAt::Between(below, None), shown: stretch });
                classes
            }
        };
        Column { classes }
    }
}

struct Column {
    classes: Vec<Class>,
}

/// Values that no cell of a column tells apart.
struct Class {
    at: ClassAt,
    /// One of them, or what they have in common, for a message.
    shown: String,
}

enum ClassAt {
    Value(Literal),
    /// The texts that no cell names.
    OtherText,
    /// What lies strictly between.
    Between(Option<Literal>, Option<Literal>),
}

enum Search {
    /// Every combination is taken.
    Covered,
    /// This combination is left: a class for each column.
    Left(Vec<usize>),
    OutOfSteps,
}

/// Looks for a combination of classes, from column `at` on, that `within` lets in and none of `rows` does.
fn search(columns: &[Column], at: usize, rows: &[&Row], within: Option<&Row>, steps: &mut usize) -> Search {
    let Some(left) = steps.checked_sub(1) else {
        return Search::OutOfSteps;
    };
    *steps = left;
    let Some(column) = columns.get(at) else {
        return if rows.is_empty() { Search::Left(Vec::new()) } else { Search::Covered };
    };
    // A row that takes all that is left takes this, too.
    if rows.iter().any(|row| row.cells.iter().skip(at).all(|cell| *cell == Cell::Any)) {
        return Search::Covered;
    }
    let mut seen: Vec<Vec<usize>> = Vec::new();
    for (index, class) in column.classes.iter().enumerate() {
        if within.and_then(|row| row.cells.get(at)).is_some_and(|cell| !lets_in(cell, class)) {
            continue;
        }
        let kept: Vec<usize> = (0..rows.len())
            .filter(|row| rows.get(*row).and_then(|row| row.cells.get(at)).is_some_and(|cell| lets_in(cell, class)))
            .collect();
        // Classes that the same rows let in have the same answer.
        if seen.contains(&kept) {
            continue;
        }
        let below: Vec<&Row> = kept.iter().filter_map(|row| rows.get(*row).copied()).collect();
        match search(columns, at + 1, &below, within, steps) {
            Search::Covered => {}
            Search::Left(mut classes) => {
                classes.insert(0, index);
                return Search::Left(classes);
            }
            Search::OutOfSteps => return Search::OutOfSteps,
        }
        seen.push(kept);
    }
    Search::Covered
}

fn overlaps(columns: &[Column], left: &Row, right: &Row) -> bool {
    columns
        .iter()
        .zip(left.cells.iter().zip(&right.cells))
        .all(|(column, (left, right))| column.classes.iter().any(|class| lets_in(left, class) && lets_in(right, class)))
}

/// Does a cell let all values of a class in? By the way that classes are cut, it lets in all or none.
fn lets_in(cell: &Cell, class: &Class) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let is = |value: &Literal| matches!(&class.at, ClassAt::Value(found) if found == value);
    // Where the class lies, seen from a point.
    let side = |point: &Literal| match &class.at {
        ClassAt::Value(value) => compare_literals(value, point),
        ClassAt::OtherText => None,
        ClassAt::Between(low, high) => {
            let above = low.as_ref().is_some_and(|low| compare_literals(low, point).is_some_and(|side| side != Less));
            let below =
                high.as_ref().is_some_and(|high| compare_literals(high, point).is_some_and(|side| side != Greater));
            match (above, below) {
                (true, _) => Some(Greater),
                (_, true) => Some(Less),
                _ => None,
            }
        }
    };
    match cell {
        Cell::Any => true,
        Cell::OneOf(values) => values.iter().any(is),
        Cell::NoneOf(values) => !values.iter().any(is),
        Cell::Compared(comparison, point) => match (comparison, side(point)) {
            (_, None) => false,
            (Comparison::Less, Some(side)) => side == Less,
            (Comparison::AtMost, Some(side)) => side != Greater,
            (Comparison::More, Some(side)) => side == Greater,
            (Comparison::AtLeast, Some(side)) => side != Less,
            (Comparison::Equal | Comparison::NotEqual, Some(side)) => {
                (side == Equal) == (*comparison == Comparison::Equal)
            }
        },
        Cell::Between(low, high) => {
            side(low).is_some_and(|side| side != Less) && side(high).is_some_and(|side| side != Greater)
        }
    }
}

/// A literal as rule text writes it.
fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(value) => value.to_string(),
        Literal::Text(value) => format!("\"{value}\""),
        Literal::Duration(value) => value.to_string(),
        Literal::Date(value) => value.to_string(),
        Literal::Instant(value) => value.to_string(),
        Literal::Member(..) => String::new(),
        Literal::List(values) => format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", ")),
    }
}
