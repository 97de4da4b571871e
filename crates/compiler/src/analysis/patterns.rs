//! Patterns that no text fits, since they ask for something before its beginning or behind its end.

use regex_syntax::hir::{Hir, HirKind, Look};

use crate::program::{Expr, ExprKind, PackId, Program};

use super::{Remark, RemarkFacts};

/// Looks at the patterns of refinements, definitions, rules and waivers.
pub(super) fn look(program: &Program, packs: &[PackId], remarks: &mut Vec<Remark>) {
    let ours = |span: countersign_source::Span| {
        program.files.iter().any(|(file, pack)| *file == span.file && packs.contains(pack))
    };
    for refinement in program.refinements.iter().filter(|refinement| ours(refinement.span)) {
        if is_never(refinement.pattern.hir()) {
            remarks.push(Remark { at: refinement.span, also: Vec::new(), facts: RemarkFacts::Unmatchable });
        }
    }
    for definition in program.definitions.iter().filter(|definition| packs.contains(&definition.pack)) {
        look_at(&definition.body, remarks);
    }
    for rule in program.rules.iter().filter(|rule| packs.contains(&rule.pack)) {
        program.exprs_of(rule).for_each(|expr| look_at(expr, remarks));
    }
    for waiver in program.waivers.iter().filter(|waiver| packs.contains(&waiver.pack)) {
        waiver.condition.iter().for_each(|expr| look_at(expr, remarks));
    }
}

fn look_at(expr: &Expr, remarks: &mut Vec<Remark>) {
    if let ExprKind::Matches { pattern, .. } = &expr.kind
        && is_never(pattern.hir())
    {
        remarks.push(Remark { at: expr.span, also: Vec::new(), facts: RemarkFacts::Unmatchable });
    }
    expr.parts().into_iter().for_each(|part| look_at(part, remarks));
}

/// Is there certainly no text that it fits?
fn is_never(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => false,
        HirKind::Class(_) => hir.properties().minimum_len().is_none(),
        HirKind::Repetition(repeated) => repeated.min > 0 && is_never(&repeated.sub),
        HirKind::Capture(capture) => is_never(&capture.sub),
        HirKind::Alternation(either) => either.iter().all(is_never),
        HirKind::Concat(parts) => {
            let takes = |part: &Hir| part.properties().minimum_len().is_some_and(|bytes| bytes > 0);
            let (mut taken, mut ended) = (false, false);
            parts.iter().any(|part| {
                let never = is_never(part) || taken && asks(part, Look::Start) || ended && takes(part);
                taken |= takes(part);
                ended |= asks(part, Look::End);
                never
            })
        }
    }
}

/// Does whatever it fits stand at this end of the text?
fn asks(hir: &Hir, look: Look) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => false,
        HirKind::Look(own) => *own == look,
        HirKind::Repetition(repeated) => repeated.min > 0 && asks(&repeated.sub, look),
        HirKind::Capture(capture) => asks(&capture.sub, look),
        HirKind::Alternation(either) => either.iter().all(|one| asks(one, look)),
        // The part that asks for it may stand behind others only where those take nothing, or the whole is never.
        HirKind::Concat(parts) => parts.iter().any(|part| asks(part, look)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_never;
    use crate::pattern::Pattern;

    #[test]
    fn a_pattern_is_never_where_something_stands_beyond_an_end() {
        let never = |source: &str, whole| is_never(Pattern::new(source, false, whole).unwrap().hir());
        for source in ["a^b", "$x", "cost: $5", "a(^b|^c)", "(a$)+b", "x(^)", "[a&&b]", "(a$|b$)c", "a$b|c^d"] {
            assert!(never(source, false) && never(source, true), "{source}");
        }
        for source in ["^a$", "a|b^c", "(^|,)a", "a?^b", "a$b*", "x($|y)", "(?m)a$\nb", "^^a$$", "\\$5", "(a^)?b"] {
            assert!(!never(source, false), "{source}");
        }
    }
}
