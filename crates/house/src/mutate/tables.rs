//! Changes to the rows of a table, as far as it would still compile.

use countersign_compiler::program::{
    Cell, Comparison, Literal, MemberIndex, Parameter, Program, Row, RowResult, TableId, Type,
};

use super::ChangeKind;
use super::change::{Maker, Swap, Words};
use super::values::{neighbour, next, shown};

/// The most combinations of values that a table is asked with to see whether a change matters.
const COMBINATIONS: usize = 4096;

impl Maker<'_> {
    pub(super) fn table(&mut self, id: TableId) {
        let table = &self.program[id];
        let before = answers(self.program, &table.parameters, &table.rows);
        // A change that leaves a gap would not compile, and one that changes no answer is none.
        let matters = |rows: &[Row]| match answers(self.program, &table.parameters, rows) {
            Some(answers) => Some(&answers) != before.as_ref() && answers.iter().all(Option::is_some),
            None => rows.last().is_some_and(|row| row.cells.iter().all(|cell| *cell == Cell::Any)),
        };
        let mut found: Vec<(Vec<Row>, Words)> = Vec::new();
        for (index, row) in table.rows.iter().enumerate() {
            let written = self.written(row.span);
            let answered = || format!("a test that asks `{}` so that this row answers", table.name);
            let mut rows = table.rows.clone();
            rows.remove(index);
            let words = |kind, after, hint| Words { kind, place: row.span, before: written.clone(), after, hint };
            found.push((rows, words(ChangeKind::Row, None, answered())));
            if let RowResult::Literal(literal) = &row.result
                && let Some(other) = neighbour(self.program, literal)
            {
                let changed = Row { result: RowResult::Literal(other), ..row.clone() };
                let after = Some(row_text(self.program, &changed));
                found.push((with(&table.rows, index, changed), words(ChangeKind::Answer, after, answered())));
            }
            for (column, cell) in row.cells.iter().enumerate() {
                for (changed, value) in cells(self.program, cell) {
                    let mut cells = row.cells.clone();
                    if let Some(place) = cells.get_mut(column) {
                        *place = changed;
                    }
                    let changed = Row { cells, ..row.clone() };
                    let after = Some(row_text(self.program, &changed));
                    let parameter = table.parameters.get(column).map_or("", |parameter| &*parameter.name);
                    let hint = format!("a test that asks `{}` with {value} as the `{parameter}`", table.name);
                    found.push((with(&table.rows, index, changed), words(ChangeKind::Row, after, hint)));
                }
            }
        }
        found.retain(|(rows, _)| matters(rows));
        for (rows, words) in found {
            self.make(Swap::Rows(rows), None, words);
        }
    }
}

fn with(rows: &[Row], index: usize, row: Row) -> Vec<Row> {
    let mut rows = rows.to_vec();
    if let Some(place) = rows.get_mut(index) {
        *place = row;
    }
    rows
}

/// What a cell could be instead, and the value by which the two differ.
fn cells(program: &Program, cell: &Cell) -> Vec<(Cell, String)> {
    let mut found = Vec::new();
    let without = |values: &[Literal], index: usize| {
        let mut values = values.to_vec();
        values.remove(index);
        values
    };
    match cell {
        Cell::Any => {}
        Cell::OneOf(values) | Cell::NoneOf(values) if values.len() > 1 => {
            for (index, value) in values.iter().enumerate() {
                let rest = without(values, index);
                let made = if matches!(cell, Cell::OneOf(_)) { Cell::OneOf(rest) } else { Cell::NoneOf(rest) };
                found.push((made, format!("`{}`", shown(program, value))));
            }
        }
        Cell::OneOf(values) | Cell::NoneOf(values) => {
            if let [value] = values.as_slice()
                && let Some(other) = neighbour(program, value)
            {
                let word = format!("`{}`", shown(program, value));
                let made =
                    if matches!(cell, Cell::OneOf(_)) { Cell::OneOf(vec![other]) } else { Cell::NoneOf(vec![other]) };
                found.push((made, word));
            }
        }
        Cell::Compared(comparison, value) => {
            let other = match comparison {
                Comparison::Less => Comparison::AtMost,
                Comparison::AtMost => Comparison::Less,
                Comparison::More => Comparison::AtLeast,
                Comparison::AtLeast => Comparison::More,
                Comparison::Equal => Comparison::NotEqual,
                Comparison::NotEqual => Comparison::Equal,
            };
            found.push((Cell::Compared(other, value.clone()), format!("exactly `{}`", shown(program, value))));
        }
        Cell::Between(from, to) => {
            if let Some(later) = next(program, from, true) {
                found.push((Cell::Between(later, to.clone()), format!("exactly `{}`", shown(program, from))));
            }
            if let Some(sooner) = next(program, to, false) {
                found.push((Cell::Between(from.clone(), sooner), format!("exactly `{}`", shown(program, to))));
            }
        }
    }
    found
}

/// A row as rules write it.
fn row_text(program: &Program, row: &Row) -> String {
    let cells: Vec<String> = row.cells.iter().map(|cell| cell_text(program, cell)).collect();
    let result = match &row.result {
        RowResult::Literal(literal) => shown(program, literal),
        RowResult::Setting(setting) => program[*setting].name.to_string(),
    };
    format!("{} -> {result}", cells.join(", "))
}

fn cell_text(program: &Program, cell: &Cell) -> String {
    let listed = |values: &[Literal]| values.iter().map(|value| shown(program, value)).collect::<Vec<_>>().join(" | ");
    match cell {
        Cell::Any => "_".to_owned(),
        Cell::OneOf(values) => listed(values),
        Cell::NoneOf(values) => format!("not {}", listed(values)),
        Cell::Compared(comparison, value) => {
            format!("{} {}", super::conditions::sign(*comparison), shown(program, value))
        }
        Cell::Between(from, to) => format!("{} .. {}", shown(program, from), shown(program, to)),
    }
}

/// What a table answers to each combination of its columns' values, where these can be counted up.
fn answers(program: &Program, parameters: &[Parameter], rows: &[Row]) -> Option<Vec<Option<RowResult>>> {
    let columns: Option<Vec<Vec<Literal>>> = parameters.iter().map(|parameter| all(program, &parameter.ty)).collect();
    let columns = columns?;
    let combinations = columns.iter().map(Vec::len).try_fold(1_usize, usize::checked_mul)?;
    if combinations > COMBINATIONS {
        return None;
    }
    let answer = |mut which: usize| {
        let asked: Vec<&Literal> = columns
            .iter()
            .filter_map(|values| {
                let value = values.get(which.checked_rem(values.len())?);
                which /= values.len();
                value
            })
            .collect();
        let fits = |row: &&Row| row.cells.iter().zip(&asked).all(|(cell, value)| lets_in(cell, value));
        rows.iter().find(fits).map(|row| row.result.clone())
    };
    Some((0..combinations).map(answer).collect())
}

/// All values of a type that can be counted up.
fn all(program: &Program, ty: &Type) -> Option<Vec<Literal>> {
    match ty {
        Type::Boolean => Some(vec![Literal::Boolean(false), Literal::Boolean(true)]),
        Type::Enum(id) => {
            let members = u32::try_from(program[*id].members.len()).ok()?;
            Some((0..members).map(|member| Literal::Member(*id, MemberIndex(member))).collect())
        }
        _ => None,
    }
}

fn lets_in(cell: &Cell, value: &Literal) -> bool {
    let rank = |literal: &Literal| match literal {
        Literal::Member(_, member) => member.0,
        Literal::Boolean(value) => u32::from(*value),
        _ => 0,
    };
    match cell {
        Cell::Any => true,
        Cell::OneOf(values) => values.contains(value),
        Cell::NoneOf(values) => !values.contains(value),
        Cell::Compared(comparison, bound) => {
            let order = rank(value).cmp(&rank(bound));
            match comparison {
                Comparison::Equal => order.is_eq(),
                Comparison::NotEqual => order.is_ne(),
                Comparison::Less => order.is_lt(),
                Comparison::AtMost => order.is_le(),
                Comparison::More => order.is_gt(),
                Comparison::AtLeast => order.is_ge(),
            }
        }
        Cell::Between(from, to) => rank(value) >= rank(from) && rank(value) <= rank(to),
    }
}
