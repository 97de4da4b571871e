//! Places and reasons: from what the evaluation has seen to what a reader can be pointed at.

use std::sync::Arc;

use countersign_compiler::program::{Expr, ExprKind, LocalId, Stage, Type};

use crate::conform::{CellId, Home, Single, State};
use crate::evaluate::{Evaluator, Slot};
use crate::facts::{Lack, Part, Place, Reason};
use crate::listener::Listener;
use crate::value::{Cause, Spot, Trouble};

/// How deep the search for a path goes, through definitions too.
const SEARCHED: usize = 64;

impl<'a, L: Listener> Evaluator<'_, 'a, L> {
    /// What was missing or unknown, each once, in the order of the document.
    pub(crate) fn reasons(&self, causes: impl Iterator<Item = Cause>) -> Vec<Reason> {
        let mut causes: Vec<Cause> = causes.collect();
        causes.sort_by_cached_key(|cause| self.instance.order(cause.cell));
        let mut reasons: Vec<Reason> = Vec::with_capacity(causes.len());
        for cause in causes {
            let lack = match cause.trouble {
                Trouble::Missing if self.previous == cause.cell => Lack::NoRevision,
                Trouble::Missing => Lack::Missing,
                Trouble::Empty if self.has_items(cause.cell) => Lack::NoneFits,
                Trouble::Empty => Lack::Empty,
                Trouble::Unknown => Lack::Unknown(self.instance.why(cause.cell)),
                Trouble::Unfit => Lack::Unfit,
                Trouble::Uncomputable => Lack::Uncomputable,
            };
            let reason = Reason { lack, place: self.place(Spot { cell: cause.cell, words: None }) };
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    /// Is it a list that is written, with items?
    fn has_items(&self, cell: CellId) -> bool {
        self.instance.with(cell, |cell| matches!(cell.state, State::List { len, .. } if len > 0))
    }

    /// The place of a spot.
    pub(crate) fn place(&self, spot: Spot) -> Place {
        let mut place = self.instance.place(spot.cell, self.document);
        if let Some((from, to)) = spot.words
            && place.part == Part::Value
        {
            let whole = self.instance.with(spot.cell, |cell| match cell.state {
                State::Single(Single::Text(text, offset)) => {
                    from <= offset && to as usize >= offset as usize + text.len()
                }
                _ => false,
            });
            if !whole {
                place.part = Part::Words(from, to);
            }
        }
        place
    }

    /// The places of these spots, each once: those of the document before those of its earlier revision and of data.
    pub(crate) fn places(&self, spots: &[Spot]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::with_capacity(spots.len());
        let mut spots = spots.to_vec();
        spots.sort_by_key(|spot| self.instance.home(spot.cell));
        for spot in spots {
            let place = self.place(spot);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The places of these spots; the document itself first where none of them is in it.
    pub(crate) fn places_or_document(&self, spots: &[Spot]) -> Vec<Place> {
        let mut places = self.places(spots);
        if !spots.iter().any(|spot| self.instance.home(spot.cell) == Home::Document) {
            let node = self.instance.written(self.document);
            places.insert(0, Place { node, part: Part::Value, path: Arc::from(""), missing: false });
        }
        places
    }

    /// The first path that an expression asks about.
    pub(crate) fn first_path(&mut self, expr: &'a Expr, body: &'a [Stage]) -> Option<Spot> {
        self.search(expr, body, true, SEARCHED)
    }

    /// The part of a condition that a failure is to be blamed on: of `and` the first term that is not true, of an
    /// implication what follows. `wanted` is the answer that would have been well.
    pub(crate) fn blamed(&mut self, expr: &'a Expr, wanted: bool) -> &'a Expr {
        let (mut expr, mut wanted) = (expr, wanted);
        loop {
            expr = match &expr.kind {
                ExprKind::Not(inner) => {
                    wanted = !wanted;
                    inner
                }
                ExprKind::And(terms) | ExprKind::Or(terms)
                    if matches!(expr.kind, ExprKind::And(_)) == wanted && !terms.is_empty() =>
                {
                    let at_fault = terms.iter().find(|term| {
                        let answers = self.condition(term).answers;
                        if wanted { !answers.can_be_true() } else { answers.is_true() }
                    });
                    match at_fault {
                        Some(term) => term,
                        None => return expr,
                    }
                }
                ExprKind::Implies(_, then) if wanted => then,
                _ => return expr,
            };
        }
    }

    /// The lists that an expression asks about and that nobody wrote.
    pub(crate) fn absent_lists(&mut self, expr: &'a Expr) -> Vec<Cause> {
        let mut absent = Vec::new();
        let mut open = vec![(expr, true)];
        while let Some((expr, locals)) = open.pop() {
            if let ExprKind::Field { base, .. } = &expr.kind
                && matches!(expr.ty, Type::List(_))
                && rests_on_names(base)
                && (locals || rests_on_document(base))
            {
                let value = self.value(expr);
                if value.is_missing() {
                    absent.extend(value.causes.iter());
                }
            }
            each_part(&expr.kind, &mut |part| open.push((part, locals)));
            if let ExprKind::Quantified { body, .. } = &expr.kind {
                open.push((body, false));
            }
        }
        absent
    }

    fn search(&mut self, expr: &'a Expr, body: &'a [Stage], locals: bool, left: usize) -> Option<Spot> {
        let left = left.checked_sub(1)?;
        match &expr.kind {
            ExprKind::Field { base, .. } => {
                if rests_on_names(base) && (locals || rests_on_document(base)) {
                    let value = self.value(expr);
                    if let Some(spot) = value.spot() {
                        return Some(spot);
                    }
                }
                self.search(base, body, locals, left)
            }
            ExprKind::Follow { base, .. } => self.search(base, body, locals, left),
            ExprKind::Local(local) if locals => {
                let spot = match self.slot(*local) {
                    Slot::Value(value) | Slot::Item { value, .. } => value.spot(),
                    _ => None,
                };
                spot.or_else(|| let_value(body, *local).and_then(|value| self.search(value, body, locals, left)))
            }
            ExprKind::Call { definition, arguments } => {
                let program = self.program;
                arguments
                    .iter()
                    .find_map(|argument| self.search(argument, body, locals, left))
                    .or_else(|| self.search(&program[*definition].body, body, false, left))
            }
            _ => {
                let mut found = None;
                each_part(&expr.kind, &mut |part| {
                    if found.is_none() {
                        found = self.search(part, body, locals, left);
                    }
                });
                found
            }
        }
    }
}

/// Is it a path of fields from the document or from a local name?
fn rests_on_names(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Document | ExprKind::Previous | ExprKind::Data(_) | ExprKind::Local(_) => true,
        ExprKind::Field { base, .. } | ExprKind::Follow { base, .. } => rests_on_names(base),
        _ => false,
    }
}

fn rests_on_document(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Document | ExprKind::Previous | ExprKind::Data(_) => true,
        ExprKind::Field { base, .. } | ExprKind::Follow { base, .. } => rests_on_document(base),
        _ => false,
    }
}

fn let_value(body: &[Stage], wanted: LocalId) -> Option<&Expr> {
    body.iter().find_map(|stage| match stage {
        Stage::Let { local, value, .. } if *local == wanted => Some(value),
        _ => None,
    })
}

/// Hands out the parts of an expression that stand in the frame around it, in the order written. What is asked of each
/// item of a list is no such part: its item is not there any more.
fn each_part<'a>(kind: &'a ExprKind, visit: &mut impl FnMut(&'a Expr)) {
    match kind {
        ExprKind::Literal(_)
        | ExprKind::Data(_)
        | ExprKind::Document
        | ExprKind::Previous
        | ExprKind::Local(_)
        | ExprKind::Setting(_)
        | ExprKind::Earlier { .. } => {}
        ExprKind::Field { base: part, .. }
        | ExprKind::Follow { base: part, .. }
        | ExprKind::Project { list: part, .. }
        | ExprKind::Reach { start: part, .. }
        | ExprKind::Texts(part)
        | ExprKind::Not(part)
        | ExprKind::Matches { text: part, .. }
        | ExprKind::Is { subject: part, .. }
        | ExprKind::Quantified { list: part, .. }
        | ExprKind::Filter { list: part, .. } => visit(part),
        ExprKind::List(parts)
        | ExprKind::And(parts)
        | ExprKind::Or(parts)
        | ExprKind::Call { arguments: parts, .. }
        | ExprKind::Lookup { arguments: parts, .. }
        | ExprKind::BuiltIn { arguments: parts, .. } => parts.iter().for_each(visit),
        ExprKind::Implies(left, right)
        | ExprKind::Compare { left, right, .. }
        | ExprKind::Arithmetic { left, right, .. }
        | ExprKind::In { item: left, list: right }
        | ExprKind::Holds { text: left, part: right, .. }
        | ExprKind::Default { value: left, default: right } => {
            visit(left);
            visit(right);
        }
        ExprKind::Format(pieces) => {
            for piece in pieces {
                if let countersign_compiler::program::Piece::Hole(hole) = piece {
                    visit(hole);
                }
            }
        }
    }
}
