//! What can be told of an expression as it was written, before anything is known about types.

use countersign_parser::ast;
use countersign_source::Span;

/// The expression without the brackets around it.
pub(crate) fn strip(mut written: &ast::Expr) -> &ast::Expr {
    while let ast::ExprKind::Paren(inner) = &written.kind {
        written = inner;
    }
    written
}

/// Is it a path with `[]` in it, that stands for many values?
pub(super) fn is_many(written: &ast::Expr) -> bool {
    let mut at = written;
    loop {
        match &at.kind {
            ast::ExprKind::Each(_) => return true,
            ast::ExprKind::Field { base, .. } => at = base,
            ast::ExprKind::Paren(inner) => at = inner,
            _ => return false,
        }
    }
}

/// Does it take the other side to say what this means?
pub(super) fn is_open(written: &ast::Expr) -> bool {
    match &strip(written).kind {
        ast::ExprKind::Name(name) => name.pack.is_none(),
        ast::ExprKind::Text(format) => plain_text(format).is_some(),
        ast::ExprKind::List(_) => true,
        _ => false,
    }
}

/// The text, where it has no holes.
pub(crate) fn plain_text(format: &ast::Format) -> Option<String> {
    let mut text = String::new();
    for piece in &format.pieces {
        match piece {
            ast::Piece::Text(piece) => text.push_str(piece),
            ast::Piece::Hole(_) => return None,
        }
    }
    Some(text)
}

/// The quantifier without brackets that reaches up to the end of the expression.
pub(super) fn ending_quantifier(written: &ast::Expr) -> Option<(Span, &ast::Name)> {
    let mut at = written;
    loop {
        at = match &at.kind {
            ast::ExprKind::Quantified { item, .. } => {
                return Some((Span { end: item.span.end, ..at.span }, item));
            }
            ast::ExprKind::And(parts) | ast::ExprKind::Or(parts) => parts.last()?,
            ast::ExprKind::Not(inner) => inner,
            _ => return None,
        };
    }
}

/// The part of what is asked of each item that does not speak of the item, so that it may be meant to stand beside.
pub(super) fn beside(body: &ast::Expr, item: &str) -> Option<Span> {
    match &body.kind {
        ast::ExprKind::And(parts) | ast::ExprKind::Or(parts) => {
            parts.iter().skip(1).find(|part| !mentions(part, item)).map(|part| part.span)
        }
        _ => None,
    }
}

/// Does the expression speak of this name?
fn mentions(written: &ast::Expr, name: &str) -> bool {
    let mut open = vec![written];
    while let Some(expr) = open.pop() {
        if let ast::ExprKind::Name(found) = &expr.kind
            && found.pack.is_none()
            && found.name.text == name
        {
            return true;
        }
        open.extend(parts(expr));
    }
    false
}

/// The expressions that an expression is made of.
pub(crate) fn parts(written: &ast::Expr) -> Vec<&ast::Expr> {
    match &written.kind {
        ast::ExprKind::Text(format) => format
            .pieces
            .iter()
            .filter_map(|piece| match piece {
                ast::Piece::Hole(hole) => Some(hole),
                ast::Piece::Text(_) => None,
            })
            .collect(),
        ast::ExprKind::List(parts) | ast::ExprKind::And(parts) | ast::ExprKind::Or(parts) => parts.iter().collect(),
        ast::ExprKind::Call { arguments, .. } => arguments.iter().collect(),
        ast::ExprKind::Field { base, .. } => vec![base],
        ast::ExprKind::Each(inner) | ast::ExprKind::Paren(inner) | ast::ExprKind::Not(inner) => {
            vec![inner]
        }
        ast::ExprKind::Matches { subject, .. } | ast::ExprKind::Is { subject, .. } => vec![subject],
        ast::ExprKind::Implies(left, right)
        | ast::ExprKind::Default(left, right)
        | ast::ExprKind::Compare { left, right, .. }
        | ast::ExprKind::Arithmetic { left, right, .. } => vec![left, right],
        ast::ExprKind::Quantified { list, filter, body, .. } => {
            let mut parts: Vec<&ast::Expr> = vec![list, body];
            parts.extend(filter.as_deref());
            parts
        }
        ast::ExprKind::Filter { list, filter, .. } => vec![list, filter],
        ast::ExprKind::Number(_)
        | ast::ExprKind::Duration(_)
        | ast::ExprKind::Date(_)
        | ast::ExprKind::Instant(_)
        | ast::ExprKind::Boolean(_)
        | ast::ExprKind::Name(_)
        | ast::ExprKind::Junk => Vec::new(),
    }
}
