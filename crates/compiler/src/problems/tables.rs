//! Decision tables with gaps, dead rows, or cells that do not fit.

use countersign_source::{Diagnostic, Report, Span};

/// Something that is wrong with a decision table.
#[derive(Clone, Debug, PartialEq)]
pub enum TableProblem {
    /// E0301: a gap. For the combination that the message shows, no row answers. Add a row for it, or end the table in a
    /// row of `_` if all that is left has one answer.
    Gap {
        /// The table's name.
        name: String,
        /// Where it stands.
        span: Span,
        /// The combination: each column with a value.
        combination: Vec<(String, String)>,
        /// Where members of it stand that another pack has added to their enum.
        added: Vec<Span>,
    },
    /// E0302: a row that is never reached. Whatever it would answer, a row above it answers already.
    Unreachable {
        /// The row.
        span: Span,
        /// The rows above that take everything from it.
        by: Vec<Span>,
    },
    /// E0303: a row has a cell for each column. Write `_` where any value will do.
    CellCount {
        /// The row.
        span: Span,
        /// How many columns there are.
        wanted: usize,
        /// How many cells.
        found: usize,
        /// The columns' names.
        columns: Vec<String>,
    },
    /// E0304: a table over texts, numbers, durations, dates or instants ends in a row of `_`, since no list of cells
    /// can name every value. The last row says what holds for all the others.
    NoLastRow {
        /// The table's name.
        name: String,
        /// Where it stands.
        span: Span,
        /// The column that has no end.
        column: String,
        /// How many columns there are.
        columns: usize,
    },
    /// E0305: the table is too large to be checked for gaps. Split it in two.
    TooLarge {
        /// The table's name.
        name: String,
        /// Where it stands.
        span: Span,
    },
    /// E0306: a column is a single value: boolean, number, text, duration, date, instant, or an enum.
    BadColumn {
        /// The column.
        name: String,
        /// Where its type stands.
        span: Span,
    },
    /// E0307: a cell that lets nothing through. The lower end of a range comes first.
    EmptyCell {
        /// The cell.
        span: Span,
    },
    /// E0308: a table without rows answers nothing. Write at least one row, or give the one answer with `define`.
    NoRows {
        /// The table's name.
        name: String,
        /// Where it stands.
        span: Span,
    },
    /// E0309: a cell that compares needs a column whose values have an order. Put `<` between the members of the enum
    /// if there is an order, or name those that are meant, parted by `|`.
    NoOrder {
        /// The cell.
        span: Span,
        /// The column's type, in words.
        found: String,
    },
    /// E0310: everything else is `_`. A table has no word for what the rows above it leave over: in a cell, `_` takes any
    /// value, and a last row of nothing but `_` takes whatever no other row did.
    Otherwise {
        /// The word that was to say so.
        span: Span,
        /// The same as it was written.
        written: String,
        /// How many columns there are.
        columns: usize,
    },
}

impl Report for TableProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Gap { name, span, combination, added } => {
                let shown: Vec<String> =
                    combination.iter().map(|(column, value)| format!("{column} `{value}`")).collect();
                let cells: Vec<&str> = combination.iter().map(|(_, value)| value.as_str()).collect();
                let mut diagnostic =
                    Diagnostic::error("E0301", format!("the table `{name}` has no row for {}", shown.join(", ")))
                        .at(*span, "a gap");
                for place in added {
                    diagnostic = diagnostic.and(*place, "added here");
                }
                let row = format!("`{} -> …`", cells.join(", "));
                diagnostic.help(match added.is_empty() {
                    true => format!("add a row {row}"),
                    false => format!("add a row beside the new member: `extend {name} {{`, then {row}"),
                })
            }
            Self::Unreachable { span, by } => {
                let mut diagnostic = Diagnostic::error("E0302", "this row is never reached").at(
                    *span,
                    if by.len() == 1 { "the row above answers first" } else { "the rows above answer first" },
                );
                for row in by {
                    diagnostic = diagnostic.and(*row, "takes part or all of it");
                }
                diagnostic.help("move the row up, or remove it")
            }
            Self::CellCount { span, wanted, found, columns } => {
                let plural = if *found == 1 { "" } else { "s" };
                Diagnostic::error("E0303", format!("this row has {found} cell{plural}, and the table {wanted} columns"))
                    .at(*span, format!("one cell for each of {}", super::listed(columns.iter().map(String::as_str))))
            }
            Self::NoLastRow { name, span, column, columns } => {
                Diagnostic::error("E0304", format!("the table `{name}` does not end in a row of `_`"))
                    .at(*span, format!("no list of cells names every value of `{column}`"))
                    .help(format!("add a last row `{} -> …`", vec!["_"; *columns].join(", ")))
            }
            Self::TooLarge { name, span } => {
                Diagnostic::error("E0305", format!("the table `{name}` is too large to be checked for gaps"))
                    .at(*span, "")
                    .help("split it into tables with fewer columns")
            }
            Self::BadColumn { name, span } => {
                Diagnostic::error("E0306", format!("the column `{name}` is no single value"))
                    .at(*span, "a column is a boolean, number, text, duration, date, instant or enum")
            }
            Self::EmptyCell { span } => {
                Diagnostic::error("E0307", "this cell lets nothing through").at(*span, "the lower end comes first")
            }
            Self::NoRows { name, span } => {
                Diagnostic::error("E0308", format!("the table `{name}` has no rows")).at(*span, "add at least one")
            }
            Self::Otherwise { span, written, columns } => {
                Diagnostic::error("E0310", format!("a table has no `{written}`: everything else is `_`"))
                    .at(*span, "write `_`")
                    .help(format!("a row for all that is left begins `{} -> …`", vec!["_"; *columns].join(", ")))
            }
            Self::NoOrder { span, found } => {
                Diagnostic::error("E0309", format!("{found} has no order, so a cell cannot compare with it"))
                    .at(*span, "list the values: `a | b`")
            }
        }
    }
}
