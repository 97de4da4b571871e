//! How much memory a pattern takes: roughly, from what was written, and more closely, from what it means.

use regex_syntax::ast::{Ast, ClassSet, ClassSetItem, GroupKind, RepetitionKind, RepetitionRange};
use regex_syntax::hir::{Class, Hir, HirKind};

/// What every part takes, and what each range of a class does.
const PART: u64 = 32;
const RANGE: u64 = 16;
/// More ranges than `\d`, `\s`, `\w` or what is left of them have.
const PERL: u64 = 1000;
/// More ranges than come of a range when both cases of its letters are taken in.
const FOLDED: u64 = 3000;

/// More than [`bytes`] will come to, for what has a meaning for sure; nothing where that is known only when the meaning is
/// looked up.
pub(super) fn at_most(ast: &Ast) -> Option<u64> {
    Some(match ast {
        Ast::Empty(_) | Ast::Assertion(_) => PART,
        Ast::Literal(_) => 8 * PART,
        Ast::Dot(_) => PART + 4 * RANGE,
        Ast::ClassPerl(_) => PART + PERL * RANGE,
        Ast::ClassBracketed(class) => PART + 2 * RANGE * ranges(&class.kind)?,
        Ast::Flags(_) | Ast::ClassUnicode(_) => return None,
        Ast::Group(group) => match &group.kind {
            GroupKind::NonCapturing(flags) if !flags.items.is_empty() => return None,
            _ => at_most(&group.ast)?,
        },
        Ast::Repetition(repetition) => {
            let times = match &repetition.op.kind {
                RepetitionKind::Range(
                    RepetitionRange::Exactly(times)
                    | RepetitionRange::AtLeast(times)
                    | RepetitionRange::Bounded(_, times),
                ) => u64::from((*times).max(1)),
                _ => 1,
            };
            at_most(&repetition.ast)?.saturating_mul(times)
        }
        Ast::Concat(all) => sum(&all.asts)?,
        Ast::Alternation(all) => sum(&all.asts)?,
    })
}

fn sum(all: &[Ast]) -> Option<u64> {
    all.iter().try_fold(PART, |sum: u64, each| Some(sum.saturating_add(at_most(each)?)))
}

fn ranges(class: &ClassSet) -> Option<u64> {
    match class {
        ClassSet::Item(item) => item_ranges(item),
        ClassSet::BinaryOp(both) => Some(ranges(&both.lhs)?.saturating_add(ranges(&both.rhs)?)),
    }
}

fn item_ranges(item: &ClassSetItem) -> Option<u64> {
    Some(match item {
        ClassSetItem::Empty(_) => 1,
        ClassSetItem::Literal(_) | ClassSetItem::Ascii(_) => 8,
        ClassSetItem::Range(range) if range.end.c.is_ascii() => 8,
        ClassSetItem::Range(_) => FOLDED,
        ClassSetItem::Perl(_) => PERL,
        ClassSetItem::Unicode(_) => return None,
        ClassSetItem::Bracketed(class) => ranges(&class.kind)?,
        ClassSetItem::Union(all) => {
            all.items.iter().try_fold(1, |sum: u64, each| Some(sum.saturating_add(item_ranges(each)?)))?
        }
    })
}

/// About how many bytes a pattern takes when it is built: so many for each letter, and for each range of a class.
pub(super) fn bytes(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => PART,
        HirKind::Literal(literal) => PART * literal.0.len() as u64,
        HirKind::Class(class) => match class {
            Class::Unicode(class) => PART + RANGE * class.ranges().len() as u64,
            Class::Bytes(class) => PART + RANGE * class.ranges().len() as u64,
        },
        HirKind::Repetition(repetition) => {
            let times = u64::from(repetition.max.unwrap_or(repetition.min).max(1));
            bytes(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => bytes(&capture.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().fold(PART, |sum: u64, each| sum.saturating_add(bytes(each)))
        }
    }
}
