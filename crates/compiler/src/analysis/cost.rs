//! What a rule costs at most: its steps as a polynomial in the lengths of the lists and texts that it visits.
//!
//! The evaluator takes a step for each expression that it evaluates, and some for what it goes through. Here the same is
//! reckoned for the worst case: every guard lets the rule go on, every clause fails, is looked at twice and held
//! against every waiver of the rule, every list is gone through to its end. The real number of steps is never more.

use std::collections::BTreeMap;

use crate::program::{
    BuiltIn, Cell, Clause, Expr, ExprKind, Literal, Piece, Program, Question, RuleId, Stage, Subject, TableId, Type,
};

use super::polynomial::{Polynomial, Size};

/// The most combinations of values that a table is asked with one by one.
const COMBINATIONS: u64 = 4096;

/// The most values that something which is one of several is kept apart as.
const KEPT_APART: u64 = 64;

/// The most bytes that a value which is no text and no list takes in a message.
const SHOWN: u64 = 128;

/// The most items of a list that a message shows.
const SHOWN_ITEMS: u64 = 20;

/// How deep the search for a path goes, through definitions too.
const SEARCHED: usize = 64;

/// What reading a byte of English costs, in steps.
const STATEMENT: u64 = 8;

/// How large a value is at most.
#[derive(Clone, Debug, Default)]
struct Extent {
    /// Where it stands in the document, where that is known.
    path: Option<String>,
    /// How many items it has.
    items: Polynomial,
    /// How many bytes it has, or each of its items.
    bytes: Polynomial,
}

/// The local names, with how large what they stand for is.
type Names = BTreeMap<u32, Extent>;

/// The cost of a rule.
#[must_use]
pub fn cost(program: &Program, rule: RuleId) -> Polynomial {
    let reckoner = Reckoner { program };
    let id = rule;
    let rule = &program[rule];
    // How many failures there may be, each of which its waivers are asked about.
    let mut failures = Polynomial::default();
    let (mut names, mut times, mut total) = (Names::new(), Polynomial::steps(1), Polynomial::default());
    for stage in &rule.body {
        let once = match stage {
            Stage::Let { local, value, .. } => {
                let (cost, extent) = reckoner.value(value, &names);
                names.insert(local.0, extent);
                cost
            }
            Stage::When { condition, .. } => {
                let search = reckoner.searches(condition, &rule.body, SEARCHED);
                reckoner.value(condition, &names).0.plus(&Polynomial::steps(search))
            }
            Stage::ForEach { local, list, filter, .. } => {
                let (cost, extent) = reckoner.value(list, &names);
                let search = Polynomial::steps(reckoner.searches(list, &rule.body, SEARCHED));
                total = total.plus(&times.times(&cost.plus(&search)));
                names.insert(local.0, item(&extent));
                times = times.times(&extent.items);
                match filter {
                    Some(filter) => {
                        let search = reckoner.searches(filter, &rule.body, SEARCHED);
                        reckoner.value(filter, &names).0.plus(&Polynomial::steps(search))
                    }
                    None => Polynomial::default(),
                }
            }
            Stage::Clause(clause) => {
                failures = failures.plus(&times);
                reckoner.clause(clause, &rule.body, &names)
            }
        };
        total = total.plus(&times.times(&once));
    }
    for decision in rule.decision.iter().map(|decision| &program[*decision]) {
        for option in &decision.options {
            for part in &option.clauses {
                total = total.plus(&reckoner.clause(&part.clause, &rule.body, &names));
                failures = failures.plus(&Polynomial::steps(1));
            }
            if let Some(value) = &option.approver {
                total = total.plus(&reckoner.value(value, &names).0);
            }
        }
        if let Some(chosen) = &decision.chosen {
            total = total.plus(&reckoner.value(chosen, &names).0.scaled(2));
            failures = failures.plus(&Polynomial::steps(1));
        }
        if let Some(said) = &decision.boundary {
            total = total.plus(&reckoner.value(said, &names).0);
        }
    }
    for waiver in program.waivers.iter().filter(|waiver| waiver.subject == Subject::Rule(id)) {
        if let Some(condition) = &waiver.condition {
            total = total.plus(&failures.times(&reckoner.value(condition, &names).0));
        }
    }
    total
}

fn item(list: &Extent) -> Extent {
    let path = list.path.as_ref().map(|path| format!("{path}[]"));
    Extent { path, items: Polynomial::default(), bytes: list.bytes.clone() }
}

struct Reckoner<'p> {
    program: &'p Program,
}

impl<'p> Reckoner<'p> {
    /// A clause that fails: asked, asked again thoroughly, and told.
    fn clause(&self, clause: &'p Clause, body: &'p [Stage], names: &Names) -> Polynomial {
        let asked = self.value(&clause.condition, names).0;
        let search = 2 * self.searches(&clause.condition, body, SEARCHED);
        let blame = asked.scaled(2 * nesting(&clause.condition));
        let mut cost = asked.scaled(2).plus(&blame).plus(&Polynomial::steps(search));
        for place in &clause.at {
            cost = cost.plus(&self.value(place, names).0);
        }
        for text in clause.message.iter().chain(&clause.help) {
            cost = cost.plus(&self.message(text, names));
        }
        if let Some(suggest) = &clause.suggest {
            let path = self.value(&suggest.path, names).0.scaled(2);
            cost = cost.plus(&self.value(&suggest.value, names).0).plus(&path);
        }
        cost
    }

    /// A text with holes that is shown.
    fn message(&self, expr: &'p Expr, names: &Names) -> Polynomial {
        let (cost, bytes) = match &expr.kind {
            ExprKind::Format(pieces) => {
                pieces.iter().fold((Polynomial::default(), Polynomial::default()), |sum, piece| {
                    let (cost, bytes) = match piece {
                        Piece::Text(text) => (Polynomial::default(), Polynomial::steps(text.len() as u64)),
                        Piece::Hole(hole) => {
                            let (_, extent) = self.value(hole, names);
                            (self.message(hole, names), shown(hole, &extent))
                        }
                    };
                    (sum.0.plus(&cost), sum.1.plus(&bytes))
                })
            }
            _ => {
                let (cost, extent) = self.value(expr, names);
                (cost, shown(expr, &extent))
            }
        };
        cost.plus(&bytes.in_parts()).plus(&Polynomial::steps(1))
    }

    /// What an expression costs, and how large its value is.
    fn value(&self, expr: &'p Expr, names: &Names) -> (Polynomial, Extent) {
        let one = Polynomial::steps(1);
        let none = Extent::default;
        let all = |parts: &[&'p Expr]| parts.iter().fold(one.clone(), |sum, part| sum.plus(&self.value(part, names).0));
        match &expr.kind {
            ExprKind::Literal(literal) => (one, of_literal(literal)),
            ExprKind::Document => (one, Extent { path: Some(String::new()), ..none() }),
            ExprKind::Previous => (one, Extent { path: Some("previous".to_owned()), ..none() }),
            ExprKind::Data(data) => (one, self.sized(self.program[*data].name.to_string(), &expr.ty)),
            ExprKind::Setting(setting) => {
                (one, of_literal(&self.program[*setting].value).or_house(&self.program[*setting].name, &expr.ty))
            }
            ExprKind::Local(local) => (one, names.get(&local.0).cloned().unwrap_or_default()),
            ExprKind::Field { base, field } => {
                let (cost, extent) = self.value(base, names);
                let name = match base.ty {
                    Type::Shape(shape) => {
                        self.program[shape].fields.get(field.0 as usize).map(|field| field.name.to_string())
                    }
                    _ => None,
                };
                let path = match (extent.path.as_deref(), name) {
                    (Some(""), Some(name)) => name,
                    (Some(above), Some(name)) => format!("{above}.{name}"),
                    (None, Some(name)) => format!("….{name}"),
                    (_, None) => "…".to_owned(),
                };
                (cost.plus(&one), self.sized(path, &expr.ty))
            }
            ExprKind::Follow { base, reference } => {
                let list = self.list_of(*reference);
                (self.value(base, names).0.plus(&one), Extent { path: Some(format!("{list}[]")), ..none() })
            }
            ExprKind::Project { list, item: slot, body, flatten } => {
                let (cost, extent) = self.value(list, names);
                let (each, inner) = self.value(body, &with(names, slot.0, item(&extent)));
                let items = if *flatten { extent.items.times(&inner.items) } else { extent.items.clone() };
                let path = inner.path.map(|path| path.trim_end_matches("[]").to_owned());
                (cost.plus(&extent.items.times(&each)).plus(&one), Extent { path, items, bytes: inner.bytes })
            }
            ExprKind::List(items) => {
                let parts: Vec<&Expr> = items.iter().collect();
                let bytes =
                    items.iter().fold(Polynomial::default(), |sum, item| sum.plus(&self.value(item, names).1.bytes));
                (all(&parts), Extent { path: None, items: Polynomial::steps(items.len() as u64), bytes })
            }
            ExprKind::Call { definition, arguments } => {
                let mut inside = Names::new();
                let mut cost = one.plus(&Polynomial::steps(1));
                for (slot, argument) in (0u32..).zip(arguments) {
                    let (of, extent) = self.value(argument, names);
                    cost = cost.plus(&of);
                    inside.insert(slot, extent);
                }
                let (body, extent) = self.value(&self.program[*definition].body, &inside);
                (cost.plus(&body), extent)
            }
            ExprKind::Lookup { table, arguments } => {
                let parts: Vec<&Expr> = arguments.iter().collect();
                (all(&parts).plus(&self.lookup(*table, arguments)), none())
            }
            ExprKind::BuiltIn { function, arguments } => self.built_in(*function, arguments, names),
            ExprKind::Earlier { item } => {
                let list = names.get(&item.0).and_then(|extent| extent.path.clone());
                let path = list.map(|path| path.strip_suffix("[]").map_or(path.clone(), str::to_owned));
                match path {
                    Some(path) => {
                        let extent = self.sized(path, &expr.ty);
                        (extent.items.clone().plus(&one), extent)
                    }
                    // An item of a list that was made on the way: there are no more than the document has values, or bytes.
                    None => {
                        let items = made_items();
                        (items.clone().plus(&one), Extent { path: None, items, bytes: Polynomial::size(Size::Longest) })
                    }
                }
            }
            ExprKind::Reach { start, reference, .. } => {
                let (cost, _) = self.value(start, names);
                let items = Polynomial::size(Size::Values);
                let path = Some(self.list_of(*reference));
                let steps = items.scaled(2).plus(&Polynomial::steps(4));
                (cost.plus(&steps), Extent { path, items, bytes: Polynomial::default() })
            }
            ExprKind::Texts(base) => {
                let cost = self.value(base, names).0;
                let items = Polynomial::size(Size::Values);
                let bytes = Polynomial::size(Size::Longest);
                (cost.plus(&items).plus(&one), Extent { path: None, items, bytes })
            }
            ExprKind::In { item, list } => {
                let (cost, extent) = self.value(list, names);
                (self.value(item, names).0.plus(&cost).plus(&extent.items).plus(&one), none())
            }
            ExprKind::Holds { text, part, .. } => {
                let (cost, extent) = self.value(text, names);
                let (of_part, _) = self.value(part, names);
                let times = if matches!(part.kind, ExprKind::Literal(_)) { 1 } else { KEPT_APART };
                (cost.plus(&of_part).plus(&extent.bytes.in_parts().scaled(times)).plus(&one), none())
            }
            ExprKind::Matches { text, .. } | ExprKind::Is { subject: text, question: Question::Refinement(_) } => {
                let (cost, extent) = self.value(text, names);
                (cost.plus(&extent.bytes.in_parts()).plus(&one), none())
            }
            ExprKind::Default { value, default } => {
                let ((cost, a), (other, b)) = (self.value(value, names), self.value(default, names));
                let (items, bytes) = (a.items.plus(&b.items), a.bytes.plus(&b.bytes));
                (cost.plus(&other).plus(&one), Extent { path: None, items, bytes })
            }
            ExprKind::Quantified { list, item: slot, filter, body, .. } => {
                let (cost, extent) = self.value(list, names);
                let inside = with(names, slot.0, item(&extent));
                let mut each = self.value(body, &inside).0;
                if let Some(filter) = filter {
                    each = each.plus(&self.value(filter, &inside).0);
                }
                (cost.plus(&extent.items.times(&each)).plus(&one), none())
            }
            ExprKind::Filter { list, item: slot, filter } => {
                let (cost, extent) = self.value(list, names);
                let each = self.value(filter, &with(names, slot.0, item(&extent))).0;
                (cost.plus(&extent.items.times(&each)).plus(&one), extent)
            }
            ExprKind::Format(pieces) => {
                let (mut cost, mut bytes) = (one, Polynomial::default());
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => bytes = bytes.plus(&Polynomial::steps(text.len() as u64)),
                        Piece::Hole(hole) => {
                            let (of, extent) = self.value(hole, names);
                            cost = cost.plus(&of);
                            bytes = bytes.plus(&shown(hole, &extent));
                        }
                    }
                }
                (cost.plus(&bytes.in_parts()), Extent { path: None, items: Polynomial::default(), bytes })
            }
            ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Implies(..)
            | ExprKind::Compare { .. }
            | ExprKind::Is { .. }
            | ExprKind::Arithmetic { .. } => (all(&expr.parts()), none()),
        }
    }

    fn built_in(&self, function: BuiltIn, arguments: &'p [Expr], names: &Names) -> (Polynomial, Extent) {
        let mut cost = Polynomial::steps(2);
        let mut extents = Vec::new();
        for argument in arguments {
            let (of, extent) = self.value(argument, names);
            cost = cost.plus(&of);
            extents.push(extent);
        }
        let first = extents.first().cloned().unwrap_or_default();
        // What is one of several values is taken apart for each of them.
        let sure = arguments.first().is_some_and(|argument| {
            matches!(argument.kind, ExprKind::Field { .. } | ExprKind::Local(_) | ExprKind::Literal(_))
        });
        let times = if sure { 1 } else { KEPT_APART };
        let bytes = first.bytes.scaled(times);
        let text = |bytes: Polynomial| Extent { path: None, items: Polynomial::default(), bytes };
        match function {
            BuiltIn::Count => (cost, Extent::default()),
            BuiltIn::Sum | BuiltIn::Min | BuiltIn::Max => (cost.plus(&first.items), text(first.bytes)),
            BuiltIn::Distinct => (cost.plus(&first.items), first),
            BuiltIn::First | BuiltIn::Last => (cost, item(&first)),
            BuiltIn::Length => (cost.plus(&bytes.in_parts()), Extent::default()),
            BuiltIn::Words | BuiltIn::Sentences | BuiltIn::Phrases => {
                (cost.plus(&bytes), Extent { path: None, items: first.bytes.clone(), bytes: first.bytes })
            }
            BuiltIn::Statements => {
                let made = Extent { path: None, items: first.bytes.clone(), bytes: first.bytes };
                (cost.plus(&bytes.scaled(STATEMENT)), made)
            }
            BuiltIn::Unquoted => (cost.plus(&bytes.scaled(2)), text(first.bytes)),
            // Some letters take more bytes when they are small.
            BuiltIn::Lower => (cost.plus(&bytes.scaled(2)), text(first.bytes.scaled(3))),
            BuiltIn::Part => (cost.plus(&bytes), text(first.bytes)),
            BuiltIn::Mentions => {
                let list = extents.get(1).map(|extent| extent.items.clone()).unwrap_or_default();
                (cost.plus(&list).plus(&bytes.in_parts()), Extent::default())
            }
            BuiltIn::IsUtc | BuiltIn::DateOf => (cost, Extent::default()),
        }
    }

    /// Asking a table: with every combination that makes a difference, twice.
    fn lookup(&self, table: TableId, arguments: &[Expr]) -> Polynomial {
        let table = &self.program[table];
        let rows = table.rows.len() as u64;
        let mut combinations: u64 = 1;
        for (column, argument) in arguments.iter().enumerate() {
            let values = match &argument.ty {
                Type::Boolean => 2,
                Type::Enum(id) => self.program[*id].members.len() as u64,
                _ => {
                    let named = table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| match cell {
                        Cell::Any => 0,
                        Cell::OneOf(values) | Cell::NoneOf(values) => values.len() as u64,
                        Cell::Compared(..) => 1,
                        Cell::Between(..) => 2,
                    });
                    let values = 2 * named.sum::<u64>() + 6;
                    if matches!(argument.kind, ExprKind::Field { .. }) { values } else { values.max(KEPT_APART) }
                }
            };
            combinations = combinations.saturating_mul(values.max(1)).min(COMBINATIONS);
        }
        Polynomial::steps(rows + rows.saturating_mul(combinations))
    }

    /// How many steps the search for the first path of an expression takes at most, and that for its lists.
    fn searches(&self, expr: &'p Expr, body: &'p [Stage], left: usize) -> u64 {
        let Some(left) = left.checked_sub(1) else { return 0 };
        let parts =
            || expr.parts().into_iter().fold(0u64, |sum, part| sum.saturating_add(self.searches(part, body, left)));
        match &expr.kind {
            ExprKind::Field { base, .. } => chain(base) + 1 + self.searches(base, body, left),
            ExprKind::Local(local) => body
                .iter()
                .find_map(|stage| match stage {
                    Stage::Let { local: of, value, .. } if of == local => Some(value),
                    _ => None,
                })
                .map_or(1, |value| 1 + self.searches(value, body, left)),
            ExprKind::Call { definition, .. } => {
                parts().saturating_add(self.searches(&self.program[*definition].body, &[], left))
            }
            _ => parts(),
        }
    }

    fn list_of(&self, reference: crate::program::ReferenceId) -> String {
        let path = &self.program[reference].path;
        path.rsplit_once('.').map_or_else(|| path.to_string(), |(list, _)| list.to_owned())
    }

    /// How large the value at a path of a type is.
    fn sized(&self, path: String, ty: &Type) -> Extent {
        let bytes = |path: &str| Polynomial::size(Size::Bytes(path.to_owned()));
        match ty {
            Type::List(of) => {
                let items = Polynomial::size(Size::Items(path.clone()));
                let bytes = if of.is_textual() { bytes(&format!("{path}[]")) } else { Polynomial::default() };
                Extent { path: Some(path), items, bytes }
            }
            ty if ty.is_textual() => {
                let bytes = bytes(&path);
                Extent { path: Some(path), items: Polynomial::default(), bytes }
            }
            _ => Extent { path: Some(path), ..Extent::default() },
        }
    }
}

impl Extent {
    /// A setting of texts or a list may be another one in a house.
    fn or_house(self, setting: &str, ty: &Type) -> Self {
        match ty {
            Type::List(_) => {
                let items = Polynomial::size(Size::Items(setting.to_owned()));
                Self { path: None, items, bytes: Polynomial::size(Size::Longest) }
            }
            ty if ty.is_textual() => Self { bytes: Polynomial::size(Size::Longest), ..self },
            _ => self,
        }
    }
}

/// No list that is made on the way has more items than this.
fn made_items() -> Polynomial {
    Polynomial::size(Size::Values).plus(&Polynomial::size(Size::Longest))
}

fn with(names: &Names, slot: u32, extent: Extent) -> Names {
    let mut inside = names.clone();
    inside.insert(slot, extent);
    inside
}

fn of_literal(literal: &Literal) -> Extent {
    let bytes = |literal: &Literal| if let Literal::Text(text) = literal { text.len() as u64 } else { 0 };
    match literal {
        Literal::List(items) => Extent {
            path: None,
            items: Polynomial::steps(items.len() as u64),
            bytes: Polynomial::steps(items.iter().map(bytes).max().unwrap_or(0)),
        },
        literal => Extent { bytes: Polynomial::steps(bytes(literal)), ..Extent::default() },
    }
}

/// How many bytes a value takes in a message; what is unknown is shown with the analyst's words.
fn shown(expr: &Expr, extent: &Extent) -> Polynomial {
    let unknown = Polynomial::size(Size::Longest).plus(&Polynomial::steps(SHOWN));
    match &expr.ty {
        Type::List(_) => extent.bytes.clone().plus(&unknown).scaled(SHOWN_ITEMS + 2),
        // What is read from one place is one value.
        ty if ty.is_textual() && matches!(expr.kind, ExprKind::Field { .. }) => extent.bytes.clone().plus(&unknown),
        ty if ty.is_textual() => extent.bytes.scaled(KEPT_APART).plus(&unknown),
        _ if matches!(expr.kind, ExprKind::Field { .. } | ExprKind::Setting(_)) => unknown,
        _ => unknown.plus(&Polynomial::steps(SHOWN.saturating_mul(KEPT_APART))),
    }
}

/// How long a path of fields is, with what it begins at.
fn chain(expr: &Expr) -> u64 {
    match &expr.kind {
        ExprKind::Field { base, .. } | ExprKind::Follow { base, .. } => 1 + chain(base),
        _ => 1,
    }
}

/// How deep conditions stand inside one another where a failure is to be blamed on one of them.
fn nesting(expr: &Expr) -> u64 {
    match &expr.kind {
        ExprKind::Not(inner) => nesting(inner),
        ExprKind::And(terms) | ExprKind::Or(terms) => 1 + terms.iter().map(nesting).max().unwrap_or(0),
        ExprKind::Implies(_, then) => nesting(then),
        _ => 0,
    }
}
