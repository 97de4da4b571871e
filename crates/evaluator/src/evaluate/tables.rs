//! Decision tables, asked with what is known, what is missing and what is not known.
//!
//! For an argument that is not known the table is asked with every value that makes a difference to it: each member of
//! an enum, each bound that a cell names and what lies between two of them, each text that a cell names and "any other".

use std::cmp::Ordering;

use countersign_compiler::program::{Cell, Comparison, Expr, Literal, Row, RowResult, TableId, Type};

use super::{Evaluator, datum};
use crate::listener::Listener;
use crate::value::{Causes, Datum, Extent, Value, What, equal, order};

/// The most combinations of values that a table is asked with one by one.
const COMBINATIONS: usize = 4096;

/// A value to ask a column with.
#[derive(Clone, Debug)]
enum Asked<'a> {
    /// This one.
    Exactly(Datum<'a>),
    /// Any other text than the cells name.
    Other,
    /// What lies behind this bound of the column's (none: before the first) and before the next.
    Behind(Option<Datum<'a>>),
}

/// What a column is asked with.
enum Column<'a> {
    Known(Asked<'a>),
    Missing(Vec<Asked<'a>>),
    Open(Vec<Asked<'a>>),
}

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    pub(super) fn lookup(&mut self, id: TableId, arguments: &'a [Expr]) -> Value<'a> {
        let program = self.program;
        let table = &program[id];
        let values: Vec<Value<'a>> = arguments.iter().map(|argument| self.value(argument)).collect();
        if !self.charge(table.rows.len()) {
            return Value::open(Causes::default());
        }
        let mut causes = Causes::default();
        for value in values.iter().filter(|value| !value.is_known()) {
            causes.add(&value.causes);
        }
        let columns: Vec<Column<'a>> = values
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let ty = table.parameters.get(index).map_or(&Type::Silent, |parameter| &parameter.ty);
                match &value.what {
                    What::Known(datum) => Column::Known(Asked::Exactly(datum.clone())),
                    What::Missing => Column::Missing(self.every(ty, &table.rows, index, None)),
                    What::Open(extent, _) => Column::Open(self.every(ty, &table.rows, index, Some(extent))),
                }
            })
            .collect();
        let mut found = self.ask(id, &table.rows, columns, &causes);
        // A value that may also turn out to be missing is asked about as missing, too.
        if values.iter().any(|value| matches!(value.what, What::Open(_, true))) && !found.is_missing() {
            let missing = values
                .iter()
                .enumerate()
                .map(|(index, value)| {
                    let ty = table.parameters.get(index).map_or(&Type::Silent, |parameter| &parameter.ty);
                    match &value.what {
                        What::Known(datum) => Column::Known(Asked::Exactly(datum.clone())),
                        What::Open(extent, false) => Column::Open(self.every(ty, &table.rows, index, Some(extent))),
                        _ => Column::Missing(self.every(ty, &table.rows, index, None)),
                    }
                })
                .collect();
            let instead = self.ask(id, &table.rows, missing, &causes);
            found = Value::one_of([found, instead], &causes);
        }
        found
    }

    fn ask(&mut self, id: TableId, rows: &'a [Row], columns: Vec<Column<'a>>, causes: &Causes) -> Value<'a> {
        let many =
            |pick: fn(&Column<'a>) -> Option<usize>| columns.iter().filter_map(pick).fold(1, usize::saturating_mul);
        let open = many(|column| if let Column::Open(values) = column { Some(values.len()) } else { None });
        let missing = many(|column| if let Column::Missing(values) = column { Some(values.len()) } else { None });
        let has_missing = columns.iter().any(|column| matches!(column, Column::Missing(_)));
        if open.saturating_mul(missing) > COMBINATIONS || !self.charge(open * missing * rows.len() / 2) {
            return self.ask_roughly(id, rows, &columns, has_missing, causes);
        }
        let mut answers: Vec<Value<'a>> = Vec::new();
        let mut reached = vec![false; rows.len()];
        for which in 0..open {
            let mut agreed: Option<usize> = None;
            let mut disagree = false;
            for among in 0..missing {
                let (mut which, mut among) = (which, among);
                let asked: Vec<&Asked<'a>> = columns
                    .iter()
                    .filter_map(|column| match column {
                        Column::Known(value) => Some(value),
                        Column::Open(values) => take(values, &mut which),
                        Column::Missing(values) => take(values, &mut among),
                    })
                    .collect();
                let row =
                    rows.iter().position(|row| row.cells.iter().zip(&asked).all(|(cell, asked)| lets_in(cell, asked)));
                let Some(row) = row else { continue };
                if let Some(seen) = reached.get_mut(row) {
                    *seen = true;
                }
                match agreed {
                    None => agreed = Some(row),
                    Some(other) => {
                        // Two answers are one where they come to the same value, be it written down or a setting's.
                        disagree |= match (rows.get(other), rows.get(row)) {
                            (Some(other), Some(row)) => {
                                other.result != row.result && !equal(&self.answer(other), &self.answer(row))
                            }
                            _ => true,
                        };
                    }
                }
            }
            match agreed.and_then(|row| rows.get(row)).filter(|_| !disagree) {
                Some(row) => answers.push(Value::known(self.answer(row))),
                None => answers.push(Value::missing(Causes::default())),
            }
        }
        if L::LISTENS && (!self.thorough || L::TRACES) {
            for (row, _) in reached.iter().enumerate().filter(|(_, reached)| **reached) {
                self.listener.row(id, row);
            }
        }
        Value::one_of(answers, causes)
    }

    /// For very many combinations: every row that some value could reach if the rows above it were not there.
    fn ask_roughly(
        &mut self,
        id: TableId,
        rows: &'a [Row],
        columns: &[Column<'a>],
        missing: bool,
        causes: &Causes,
    ) -> Value<'a> {
        let mut answers = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let fits = |all: bool| {
                row.cells.iter().zip(columns).all(|(cell, column)| match column {
                    Column::Known(value) => lets_in(cell, value),
                    Column::Open(values) | Column::Missing(values) if all => {
                        values.iter().all(|value| lets_in(cell, value))
                    }
                    Column::Open(values) | Column::Missing(values) => values.iter().any(|value| lets_in(cell, value)),
                })
            };
            if fits(false) {
                if L::LISTENS && (!self.thorough || L::TRACES) {
                    self.listener.row(id, index);
                }
                answers.push(Value::known(self.answer(row)));
            }
            if fits(true) {
                break;
            }
        }
        let found = Value::one_of(answers, causes);
        if missing && !found.is_known() {
            return Value::one_of([found, Value::missing(Causes::default())], causes);
        }
        found
    }

    fn answer(&self, row: &'a Row) -> Datum<'a> {
        match &row.result {
            RowResult::Literal(literal) => datum(literal),
            RowResult::Setting(setting) => datum(self.setting(*setting)),
        }
    }

    /// Every value of a column that makes a difference.
    fn every(&self, ty: &Type, rows: &'a [Row], column: usize, extent: Option<&Extent<'a>>) -> Vec<Asked<'a>> {
        if let Some(Extent::OneOf(data)) = extent {
            return data.iter().cloned().map(Asked::Exactly).collect();
        }
        match ty {
            Type::Boolean => [false, true].map(|value| Asked::Exactly(Datum::Boolean(value))).to_vec(),
            Type::Enum(id) => (0u32..)
                .zip(&self.program[*id].members)
                .map(|(index, _)| Asked::Exactly(Datum::Member(*id, countersign_compiler::program::MemberIndex(index))))
                .collect(),
            _ => {
                let mut bounds: Vec<Datum<'a>> = Vec::new();
                let named = rows.iter().filter_map(|row| row.cells.get(column)).flat_map(literals).map(datum);
                let (low, high) = match extent {
                    Some(Extent::Between(low, high)) => (low.clone(), high.clone()),
                    _ => (None, None),
                };
                for bound in named.chain(low.clone()).chain(high.clone()) {
                    if !bounds.iter().any(|known| equal(known, &bound)) {
                        bounds.push(bound);
                    }
                }
                if ty.is_textual() {
                    return bounds.into_iter().map(Asked::Exactly).chain([Asked::Other]).collect();
                }
                bounds.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
                let mut asked = vec![Asked::Behind(None)];
                for bound in bounds {
                    asked.push(Asked::Exactly(bound.clone()));
                    asked.push(Asked::Behind(Some(bound)));
                }
                asked.retain(|value| lies_between(value, low.as_ref(), high.as_ref()));
                asked
            }
        }
    }
}

/// Takes one of several values by the lowest digit of a number, and leaves the other digits.
fn take<'v, 'a>(values: &'v [Asked<'a>], which: &mut usize) -> Option<&'v Asked<'a>> {
    let index = which.checked_rem(values.len())?;
    *which /= values.len();
    values.get(index)
}

fn literals(cell: &Cell) -> Vec<&Literal> {
    match cell {
        Cell::Any => Vec::new(),
        Cell::OneOf(values) | Cell::NoneOf(values) => values.iter().collect(),
        Cell::Compared(_, value) => vec![value],
        Cell::Between(from, to) => vec![from, to],
    }
}

fn lies_between(asked: &Asked<'_>, low: Option<&Datum<'_>>, high: Option<&Datum<'_>>) -> bool {
    let above = low.is_none_or(|low| against(asked, low) != Some(Ordering::Less));
    let below = high.is_none_or(|high| against(asked, high) != Some(Ordering::Greater));
    above && below
}

/// How a value that a column is asked with compares with one of the column's bounds.
fn against(asked: &Asked<'_>, bound: &Datum<'_>) -> Option<Ordering> {
    match asked {
        Asked::Exactly(value) => order(value, bound),
        Asked::Other => None,
        Asked::Behind(None) => Some(Ordering::Less),
        Asked::Behind(Some(last)) => {
            Some(if order(last, bound) == Some(Ordering::Less) { Ordering::Less } else { Ordering::Greater })
        }
    }
}

fn lets_in(cell: &Cell, asked: &Asked<'_>) -> bool {
    let compared = |literal: &Literal| against(asked, &datum(literal));
    let is = |literal: &Literal| compared(literal) == Some(Ordering::Equal);
    match cell {
        Cell::Any => true,
        Cell::OneOf(values) => values.iter().any(is),
        Cell::NoneOf(values) => !values.iter().any(is),
        Cell::Compared(comparison, value) => compared(value).is_some_and(|order| match comparison {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::More => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }),
        Cell::Between(from, to) => {
            compared(from).is_some_and(Ordering::is_ge) && compared(to).is_some_and(Ordering::is_le)
        }
    }
}
