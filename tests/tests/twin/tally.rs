//! What was met in all the programs and documents, so that the test cannot come to test nothing without being noticed.

use std::cell::RefCell;
use std::collections::BTreeMap;

use countersign_parser::ast::{CompareOp, ExprKind, Question};

#[derive(Debug, Default)]
pub(crate) struct Tally(RefCell<BTreeMap<String, usize>>);

impl Tally {
    pub(crate) fn hit(&self, what: &str) {
        let mut counts = self.0.borrow_mut();
        match counts.get_mut(what) {
            Some(count) => *count += 1,
            None => {
                counts.insert(what.to_owned(), 1);
            }
        }
    }

    pub(crate) fn of(&self, what: &str) -> usize {
        self.0.borrow().get(what).copied().unwrap_or(0)
    }

    pub(crate) fn call(&self, name: &str) {
        self.hit(&format!("{name}()"));
    }

    pub(crate) fn expression(&self, kind: &ExprKind) {
        self.hit(match kind {
            ExprKind::Text(format) if format.pieces.len() > 1 => "a text with holes",
            ExprKind::List(_) => "a list",
            ExprKind::Each(_) => "LIST[]",
            ExprKind::Field { .. } => "a field",
            ExprKind::Not(_) => "not",
            ExprKind::And(_) => "and",
            ExprKind::Or(_) => "or",
            ExprKind::Implies(..) => "implies",
            ExprKind::Compare { op, .. } => match op {
                CompareOp::Equal => "==",
                CompareOp::NotEqual => "!=",
                CompareOp::Less => "<",
                CompareOp::AtMost => "<=",
                CompareOp::More => ">",
                CompareOp::AtLeast => ">=",
                CompareOp::In => "in",
                CompareOp::NotIn => "not in",
                CompareOp::Contains => "contains",
                CompareOp::StartsWith => "starts with",
                CompareOp::EndsWith => "ends with",
            },
            ExprKind::Matches { .. } => "matches",
            ExprKind::Is { question, .. } => match question {
                Question::Present => "is present",
                Question::Missing => "is missing",
                Question::Unknown => "is unknown",
                Question::Empty => "is empty",
                Question::Type(_) => "is Tag",
            },
            ExprKind::Arithmetic { minus: true, .. } => "-",
            ExprKind::Arithmetic { .. } => "+",
            ExprKind::Default(..) => "??",
            ExprKind::Quantified { every: true, .. } => "every",
            ExprKind::Quantified { .. } => "some",
            ExprKind::Filter { .. } => "LIST where",
            _ => return,
        });
    }
}
