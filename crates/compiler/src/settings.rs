//! Settings: their types, bounds and values.

use std::sync::Arc;

use countersign_parser::ast;

use crate::problems::{NameProblem, ShapeProblem};
use crate::program::{Literal, PackId, Setting, Type};
use crate::scope::Compiler;

impl Compiler<'_> {
    /// Fills in the settings.
    pub(crate) fn settings(&mut self) {
        for (pack, item) in std::mem::take(&mut self.items.settings) {
            self.hidden(pack, &item.name);
            let ty = self.type_of(pack, &item.ty);
            let single = match &ty {
                Type::List(item) => !matches!(**item, Type::List(_) | Type::Shape(_)),
                Type::Shape(_) => false,
                _ => true,
            };
            if !single {
                self.problems.push(ShapeProblem::BadSettingType { span: item.ty.span }.into());
            }
            let value = if single { self.literal(pack, &item.value, &ty, "a setting") } else { None };
            let bounds = item.bounds.as_ref().and_then(|(low, high)| {
                let span = low.span.to(high.span);
                if !(self.has_order(&ty) || ty == Type::Silent) {
                    let why = "values of this type have no order";
                    self.problems.push(ShapeProblem::BadBounds { span, why }.into());
                    return None;
                }
                let low = self.literal(pack, low, &ty, "a bound");
                let high = self.literal(pack, high, &ty, "a bound");
                let (low, high) = (low?, high?);
                if compare_literals(&low, &high) == Some(std::cmp::Ordering::Greater) {
                    let why = "the lower one comes first";
                    self.problems.push(ShapeProblem::BadBounds { span, why }.into());
                    return None;
                }
                Some((low, high, span))
            });
            if let (Some(value), Some((low, high, span))) = (&value, &bounds) {
                let below = compare_literals(value, low) == Some(std::cmp::Ordering::Less);
                let above = compare_literals(value, high) == Some(std::cmp::Ordering::Greater);
                if below || above {
                    self.problems.push(ShapeProblem::OutOfBounds { span: item.value.span, bounds: *span }.into());
                }
            }
            self.program.settings.push(Setting {
                name: Arc::from(item.name.text.as_str()),
                pack,
                ty,
                bounds: bounds.map(|(low, high, _)| (low, high)),
                value: value.unwrap_or(Literal::Boolean(false)),
                span: item.name.span,
                doc: item.doc.clone(),
            });
        }
    }

    /// Reports a setting, or a definition without parameters, whose bare name is that of a field of the pack's document:
    /// the field would always be read in its place.
    pub(crate) fn hidden(&mut self, pack: PackId, name: &ast::Name) {
        let Some(kind) = self.pack_kinds.get(pack.index()).copied().flatten() else { return };
        if let Some((_, field)) = self.program[self.program[kind].shape].field(&name.text) {
            let by = format!("a field of `{}`", self.program[kind].name);
            let (name, span, other) = (name.text.clone(), name.span, Some(field.span));
            self.problems.push(NameProblem::Taken { name, span, by, other }.into());
        }
    }
}

/// The order of two literals of one ordered type.
pub(crate) fn compare_literals(left: &Literal, right: &Literal) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Literal::Number(left), Literal::Number(right)) => Some(left.cmp(right)),
        (Literal::Duration(left), Literal::Duration(right)) => Some(left.cmp(right)),
        (Literal::Date(left), Literal::Date(right)) => Some(left.cmp(right)),
        (Literal::Instant(left), Literal::Instant(right)) => Some(left.cmp(right)),
        (Literal::Member(_, left), Literal::Member(_, right)) => Some(left.cmp(right)),
        _ => None,
    }
}
