//! Reads expressions as terms: which value each speaks of, and how to name what is not understood.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use countersign_source::Span;
use rust_decimal::Decimal;

use crate::program::{
    BuiltIn, Comparison, Expr, ExprKind, Literal, LocalId, Piece, Program, RowResult, SettingId, TableId, Type,
};

use super::sets::{Known, Numbers, Texts};
use super::terms::{Domain, Link, States, Term, TermId, Terms, values};

/// How deep definitions and names are followed.
const DEPTH: usize = 48;

/// How many parts an expression may have, with all that it names and calls written out, to be seen through. A name that
/// is said twice doubles what stands behind it, and forty such names would be more than anybody waits for.
const PARTS: usize = 1000;

/// What a local name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Binding<'p> {
    /// An expression, and the names that it sees.
    Value(&'p Expr, Names<'p>),
    /// An item of a list.
    Item(TermId),
    /// An item that stands inside something that is named as a whole; the number says how far in.
    Inner(usize),
}

/// The local names that an expression sees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names<'p> {
    bound: Rc<BTreeMap<u32, Binding<'p>>>,
    depth: usize,
}

impl<'p> Names<'p> {
    pub(crate) fn with(&self, local: LocalId, binding: Binding<'p>) -> Self {
        let mut bound = BTreeMap::clone(&self.bound);
        bound.insert(local.0, binding);
        Self { bound: Rc::new(bound), depth: self.depth }
    }

    fn get(&self, local: LocalId) -> Option<&Binding<'p>> {
        self.bound.get(&local.0)
    }

    /// The names inside a definition.
    fn inside(&self, arguments: &'p [Expr]) -> Self {
        let bound = (0u32..).zip(arguments).map(|(slot, argument)| (slot, Binding::Value(argument, self.clone())));
        Self { bound: Rc::new(bound.collect()), depth: self.depth + 1 }
    }
}

/// A single value of rule text, as the sets hold it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Point {
    Number(Decimal),
    Text(Arc<str>),
}

/// What a value expression was understood as.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    /// This value.
    Point(Point),
    /// What a term is, and so much more.
    Term(TermId, Decimal),
    /// What a term is, or this where it is missing.
    Or(TermId, Point),
}

/// Reads the expressions of a program.
pub(crate) struct Reader<'p> {
    pub(crate) program: &'p Program,
    pub(crate) terms: Terms,
    /// What was named as a whole, with the reason why.
    pub(crate) opaque: Vec<(Span, &'static str)>,
}

impl<'p> Reader<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        Self { program, terms: Terms::default(), opaque: Vec::new() }
    }

    /// What stands behind local names and calls, and the names that it sees.
    pub(crate) fn behind(&self, expr: &'p Expr, names: &Names<'p>) -> (&'p Expr, Names<'p>) {
        let (mut expr, mut names) = (expr, names.clone());
        loop {
            match &expr.kind {
                ExprKind::Local(local) => match names.get(*local).cloned() {
                    Some(Binding::Value(value, sees)) if names.depth < DEPTH && self.is_small(value, &sees) => {
                        (expr, names) = (value, sees);
                    }
                    _ => return (expr, names),
                },
                ExprKind::Call { definition, arguments } if names.depth < DEPTH => {
                    let (body, inside) = (&self.program[*definition].body, names.inside(arguments));
                    if !self.is_small(body, &inside) {
                        return (expr, names);
                    }
                    (expr, names) = (body, inside);
                }
                _ => return (expr, names),
            }
        }
    }

    fn is_small(&self, expr: &'p Expr, names: &Names<'p>) -> bool {
        self.spend(expr, names, &mut PARTS.clone())
    }

    /// Takes the parts of an expression from those that are left; answers whether there were enough.
    fn spend(&self, expr: &'p Expr, names: &Names<'p>, left: &mut usize) -> bool {
        let Some(fewer) = left.checked_sub(1) else { return false };
        *left = fewer;
        match &expr.kind {
            ExprKind::Local(local) => match names.get(*local) {
                Some(Binding::Value(value, sees)) => self.spend(value, sees, left),
                _ => true,
            },
            ExprKind::Call { definition, arguments } => {
                self.spend(&self.program[*definition].body, &names.inside(arguments), left)
            }
            _ => expr.parts().into_iter().all(|part| self.spend(part, names, left)),
        }
    }

    pub(crate) fn meaning(&mut self, expr: &'p Expr, names: &Names<'p>) -> Meaning {
        let (expr, names) = self.behind(expr, names);
        if let Some(point) = point(expr) {
            return Meaning::Point(point);
        }
        let plain = |id| Meaning::Term(id, Decimal::ZERO);
        match &expr.kind {
            ExprKind::Default { value, default } => {
                let instead = self.meaning(default, &names);
                if let (Meaning::Term(id, by), Meaning::Point(point)) = (self.meaning(value, &names), instead)
                    && by.is_zero()
                    && self.terms.is_path(id)
                {
                    return Meaning::Or(id, point);
                }
                plain(self.opaque_value(expr, &names))
            }
            ExprKind::Arithmetic { minus, left, right } => {
                let (a, b) = (self.meaning(left, &names), self.meaning(right, &names));
                let is_sum = matches!(expr.ty, Type::Number) || left.ty == Type::Duration && right.ty == Type::Duration;
                match (a, b) {
                    (Meaning::Term(id, by), Meaning::Point(Point::Number(number))) if is_sum => {
                        let moved = if *minus { by.checked_sub(number) } else { by.checked_add(number) };
                        moved.map_or_else(|| plain(self.opaque_value(expr, &names)), |by| Meaning::Term(id, by))
                    }
                    (Meaning::Point(Point::Number(number)), Meaning::Term(id, by)) if is_sum && !minus => {
                        let moved = by.checked_add(number);
                        moved.map_or_else(|| plain(self.opaque_value(expr, &names)), |by| Meaning::Term(id, by))
                    }
                    _ => plain(self.opaque_value(expr, &names)),
                }
            }
            _ => match self.path(expr, &names) {
                Some(id) => plain(id),
                None => plain(self.other_value(expr, &names)),
            },
        }
    }

    /// The path that an expression is, if it is one.
    pub(crate) fn path(&mut self, expr: &'p Expr, names: &Names<'p>) -> Option<TermId> {
        let (expr, names) = self.behind(expr, names);
        match &expr.kind {
            ExprKind::Document => {
                let Type::Shape(shape) = expr.ty else { return None };
                let root = Term {
                    base: Domain::Value(States { missing: false, unknown: false, known: Known::Some(true) }),
                    link: Link::Root,
                    exact: true,
                    refined: false,
                    shown: String::new(),
                    ty: None,
                };
                Some(self.terms.intern(&format!("d{}", shape.0), || root))
            }
            ExprKind::Local(local) => match names.get(*local) {
                Some(Binding::Item(id)) => Some(*id),
                _ => None,
            },
            ExprKind::Field { base, field } => {
                let parent = self.path(base, &names)?;
                let Type::Shape(shape) = base.ty else { return None };
                let program = self.program;
                let declared = program[shape].fields.get(field.0 as usize)?;
                let above = self.terms.get(parent).map(|term| term.shown.clone()).unwrap_or_default();
                let shown =
                    if above.is_empty() { declared.name.to_string() } else { format!("{above}.{}", declared.name) };
                let mut known = values(program, &declared.ty);
                if let Known::Texts(texts) = &mut known {
                    texts.words.insert(Arc::from(""));
                }
                let optional = declared.optional;
                let term = Term {
                    base: Domain::Value(States { missing: true, unknown: true, known }),
                    link: Link::Field { parent, optional },
                    exact: true,
                    refined: matches!(declared.ty, Type::Refinement(_)),
                    shown,
                    ty: Some(declared.ty.clone()),
                };
                Some(self.terms.intern(&format!("{parent}.{}", field.0), || term))
            }
            _ => None,
        }
    }

    /// An item of a list: the one that a rule is at, or any that a condition asks about. Two rules that go through the
    /// same list speak of the same item; a second walk inside the first has one of its own.
    pub(crate) fn item(&mut self, list: &'p Expr, names: &Names<'p>, taken: &[TermId]) -> TermId {
        let path = self.path(list, names);
        let mut key = format!("item({})", self.key(list, names));
        let of = path.and_then(|id| self.terms.get(id)).map(|term| term.shown.clone());
        let known = match &list.ty {
            Type::List(item) => values(self.program, item),
            _ => Known::Some(true),
        };
        loop {
            let shown = of.clone().map_or_else(String::new, |list| format!("{list}[]"));
            let term = Term {
                base: Domain::Value(States { missing: false, unknown: true, known: known.clone() }),
                link: Link::Item(path),
                exact: true,
                refined: false,
                shown,
                ty: None,
            };
            let id = self.terms.intern(&key, || term);
            if !taken.contains(&id) {
                return id;
            }
            key.push('\'');
        }
    }

    /// A value that is no path: one that hangs together with paths in a way that is known, or one that is named as a whole.
    fn other_value(&mut self, expr: &'p Expr, names: &Names<'p>) -> TermId {
        match &expr.kind {
            ExprKind::Setting(setting) => self.setting(*setting),
            ExprKind::BuiltIn { function: BuiltIn::Count, arguments } => match arguments.first() {
                Some(list) => self.count(list, names),
                None => self.opaque_value(expr, names),
            },
            ExprKind::BuiltIn { function: BuiltIn::Length, arguments } => {
                let path = arguments.first().and_then(|text| self.path(text, names));
                let Some(text) = path else { return self.opaque_value(expr, names) };
                let least = Numbers::compared(true, Comparison::AtLeast, Decimal::ONE);
                self.made(&format!("length({text})"), vec![text], Known::Numbers(least))
            }
            ExprKind::Lookup { table, .. } => {
                let id = self.opaque_value(expr, names);
                self.answers_of(id, *table)
            }
            _ => self.opaque_value(expr, names),
        }
    }

    /// A term that is made of others.
    pub(crate) fn made(&mut self, key: &str, of: Vec<TermId>, known: Known) -> TermId {
        let shown = String::new();
        let base = Domain::Value(States { missing: true, unknown: true, known });
        self.terms.intern(key, || Term { base, link: Link::Made(of), exact: true, refined: false, shown, ty: None })
    }

    pub(crate) fn count(&mut self, list: &'p Expr, names: &Names<'p>) -> TermId {
        let path = self.path(list, names);
        let known = Known::Numbers(Numbers::compared(true, Comparison::AtLeast, Decimal::ZERO));
        let shown =
            path.and_then(|id| self.terms.get(id)).map_or_else(String::new, |term| format!("count({})", term.shown));
        let term = Term {
            base: Domain::Value(States { missing: false, unknown: true, known }),
            link: path.map_or(Link::Opaque, Link::Count),
            exact: false,
            refined: false,
            shown,
            ty: None,
        };
        let key = format!("count({})", self.key(list, names));
        self.terms.intern(&key, || term)
    }

    fn setting(&mut self, id: SettingId) -> TermId {
        let setting = &self.program[id];
        let mut known = values(self.program, &setting.ty);
        if let (Known::Numbers(all), Some((low, high))) = (&known, &setting.bounds)
            && let (Some(Point::Number(low)), Some(Point::Number(high))) = (literal(low), literal(high))
        {
            let bounds = Numbers::compared(false, Comparison::AtLeast, low).and(&Numbers::compared(
                false,
                Comparison::AtMost,
                high,
            ));
            known = Known::Numbers(all.and(&bounds));
        }
        let shown = setting.name.to_string();
        self.terms.intern(&format!("setting{}", id.0), || Term {
            base: Domain::Value(States { missing: false, unknown: false, known }),
            link: Link::Root,
            exact: true,
            refined: false,
            shown,
            ty: None,
        })
    }

    /// What a table can answer, where all its answers stand in it.
    fn answers_of(&mut self, id: TermId, table: TableId) -> TermId {
        let rows = &self.program[table].rows;
        let points: Option<Vec<Point>> = rows
            .iter()
            .map(|row| if let RowResult::Literal(value) = &row.result { literal(value) } else { None })
            .collect();
        let Some(points) = points else { return id };
        let base = self.terms.states(id);
        let known = points.iter().fold(base.known.none(), |sum, point| sum.or(&equal(&base.known, point)));
        let shown = self.program[table].name.to_string();
        let base = Domain::Value(States { known, ..base });
        self.terms.intern(&format!("answer of {id}"), || Term {
            base,
            link: Link::Opaque,
            exact: false,
            refined: false,
            shown,
            ty: None,
        })
    }

    pub(crate) fn opaque_value(&mut self, expr: &'p Expr, names: &Names<'p>) -> TermId {
        let key = self.key(expr, names);
        let known = values(self.program, &expr.ty);
        self.terms.intern(&format!("value {key}"), || Term {
            base: Domain::Value(States { missing: true, unknown: true, known }),
            link: Link::Opaque,
            exact: false,
            refined: false,
            shown: String::new(),
            ty: None,
        })
    }

    /// How two values compare.
    pub(crate) fn order(&mut self, left: TermId, right: TermId) -> TermId {
        let known = Known::Numbers(Numbers::between(true, Decimal::NEGATIVE_ONE, Decimal::ONE));
        self.terms.intern(&format!("order({left},{right})"), || Term {
            base: Domain::Value(States { missing: true, unknown: true, known }),
            link: Link::Order(left, right),
            exact: false,
            refined: false,
            shown: String::new(),
            ty: None,
        })
    }

    /// How far a time lies behind another, where both are paths.
    pub(crate) fn difference(&mut self, expr: &'p Expr, names: &Names<'p>) -> Option<(TermId, TermId, TermId, bool)> {
        let (expr, names) = self.behind(expr, names);
        let ExprKind::Arithmetic { minus: true, left, right } = &expr.kind else { return None };
        if !matches!(left.ty, Type::Instant | Type::Date) || left.ty != right.ty {
            return None;
        }
        let (a, b) = (self.path(left, &names)?, self.path(right, &names)?);
        if a == b {
            return None;
        }
        let (low, high, turned) = if a < b { (a, b, false) } else { (b, a, true) };
        let order = self.order(low, high);
        let id = self.terms.intern(&format!("difference({low},{high})"), || Term {
            base: Domain::Value(States { missing: true, unknown: true, known: Known::Numbers(Numbers::all(true)) }),
            link: Link::Difference(low, high, order),
            exact: false,
            refined: false,
            shown: String::new(),
            ty: None,
        });
        Some((id, a, b, turned))
    }

    /// The name of an expression: two that have the same come out the same.
    pub(crate) fn key(&mut self, expr: &'p Expr, names: &Names<'p>) -> String {
        let mut key = String::new();
        self.write(expr, names, 0, &mut key);
        key
    }

    fn write(&mut self, expr: &'p Expr, names: &Names<'p>, inner: usize, key: &mut String) {
        let (expr, names) = self.behind(expr, names);
        if let Some(path) = self.path(expr, &names) {
            let _ = write!(key, "#{path}");
            return;
        }
        let slot = |local: &LocalId| match names.get(*local) {
            Some(Binding::Item(id)) => format!("#{id}"),
            Some(Binding::Inner(depth)) => format!("${depth}"),
            // Nothing else is left over, but what is too deep: it is equal to nothing else.
            _ => format!("?{}", expr.id.0),
        };
        let bind = |local: &LocalId| names.with(*local, Binding::Inner(inner));
        match &expr.kind {
            ExprKind::Literal(literal) => {
                let _ = write!(key, "{literal:?}");
            }
            ExprKind::Document => key.push_str("document"),
            ExprKind::Local(local) => key.push_str(&slot(local)),
            ExprKind::Earlier { item } => {
                let _ = write!(key, "earlier({})", slot(item));
            }
            ExprKind::Setting(setting) => {
                let _ = write!(key, "setting{}", setting.0);
            }
            ExprKind::Call { .. } => {
                let _ = write!(key, "?{}", expr.id.0);
            }
            ExprKind::Project { list, item, body, flatten } => {
                let _ = write!(key, "project({flatten},");
                self.write(list, &names, inner, key);
                key.push(',');
                self.write(body, &bind(item), inner + 1, key);
                key.push(')');
            }
            ExprKind::Filter { list, item, filter } => {
                key.push_str("filter(");
                self.write(list, &names, inner, key);
                key.push(',');
                self.write(filter, &bind(item), inner + 1, key);
                key.push(')');
            }
            ExprKind::Quantified { every, list, item, filter, body } => {
                let _ = write!(key, "quantified({every},");
                self.write(list, &names, inner, key);
                let inside = bind(item);
                for part in filter.as_deref().into_iter().chain([&**body]) {
                    key.push(',');
                    self.write(part, &inside, inner + 1, key);
                }
                let _ = write!(key, ",{})", filter.is_some());
            }
            ExprKind::Format(pieces) => {
                key.push_str("format(");
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => {
                            let _ = write!(key, "{text:?},");
                        }
                        Piece::Hole(hole) => {
                            self.write(hole, &names, inner, key);
                            key.push(',');
                        }
                    }
                }
                key.push(')');
            }
            other => {
                let _ = write!(key, "{}(", head(other));
                for part in expr.parts() {
                    self.write(part, &names, inner, key);
                    key.push(',');
                }
                key.push(')');
            }
        }
    }
}

/// What an expression is, without its parts.
fn head(kind: &ExprKind) -> String {
    match kind {
        ExprKind::Field { field, .. } => format!("field{}", field.0),
        ExprKind::Follow { reference, .. } => format!("follow{}", reference.0),
        ExprKind::Reach { reference, onward, .. } => format!("reach{}{onward:?}", reference.0),
        ExprKind::Lookup { table, .. } => format!("table{}", table.0),
        ExprKind::BuiltIn { function, .. } => format!("{function:?}"),
        ExprKind::Compare { comparison, .. } => format!("{comparison:?}"),
        ExprKind::Holds { place, .. } => format!("holds{place:?}"),
        ExprKind::Matches { pattern, .. } => format!("matches{:?}{}", pattern.source(), pattern.any_case()),
        ExprKind::Is { question, .. } => format!("is{question:?}"),
        ExprKind::Arithmetic { minus, .. } => format!("arithmetic{minus}"),
        ExprKind::List(_) => "list".to_owned(),
        ExprKind::Texts(_) => "texts".to_owned(),
        ExprKind::Not(_) => "not".to_owned(),
        ExprKind::And(_) => "and".to_owned(),
        ExprKind::Or(_) => "or".to_owned(),
        ExprKind::Implies(..) => "implies".to_owned(),
        ExprKind::In { .. } => "in".to_owned(),
        ExprKind::Default { .. } => "default".to_owned(),
        ExprKind::Data(data) => format!("data{}", data.0),
        ExprKind::Previous => "previous".to_owned(),
        // Those that hold names of their own are written where they are met.
        ExprKind::Literal(_)
        | ExprKind::Document
        | ExprKind::Local(_)
        | ExprKind::Earlier { .. }
        | ExprKind::Setting(_)
        | ExprKind::Call { .. }
        | ExprKind::Project { .. }
        | ExprKind::Filter { .. }
        | ExprKind::Quantified { .. }
        | ExprKind::Format(_) => "other".to_owned(),
    }
}

/// The single value that an expression is.
fn point(expr: &Expr) -> Option<Point> {
    match &expr.kind {
        ExprKind::Literal(value) => literal(value),
        _ => None,
    }
}

/// A single value as the sets hold it: durations in milliseconds, instants in nanoseconds, dates in days.
pub(crate) fn literal(literal: &Literal) -> Option<Point> {
    Some(match literal {
        Literal::Boolean(value) => Point::Number(Decimal::from(u8::from(*value))),
        Literal::Number(number) => Point::Number(number.0),
        Literal::Text(text) => Point::Text(Arc::clone(text)),
        Literal::Duration(duration) => Point::Number(Decimal::from(duration.milliseconds())),
        Literal::Date(date) => Point::Number(Decimal::from(date.days())),
        Literal::Instant(instant) => Point::Number(Decimal::from(instant.nanoseconds())),
        Literal::Member(_, member) => Point::Number(Decimal::from(member.0)),
        Literal::List(_) => return None,
    })
}

/// The values of a sort that are this one.
pub(crate) fn equal(sort: &Known, point: &Point) -> Known {
    match (sort, point) {
        (Known::Numbers(set), Point::Number(number)) => {
            Known::Numbers(set.and(&Numbers::compared(set.is_whole(), Comparison::Equal, *number)))
        }
        (Known::Texts(set), Point::Text(text)) => Known::Texts(set.and(&Texts::these([Arc::clone(text)]))),
        _ => sort.clone(),
    }
}
