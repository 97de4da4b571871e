//! Whether two trees say the same: all but where it stands.

use std::fmt::Debug;

use crate::ast::File;

/// Do two files mean the same, comments included, wherever they stand?
///
/// What is compared is what the trees show of themselves, without the places. That is slower than a walk, and cannot
/// forget a part of the tree that somebody adds.
#[must_use]
pub fn same_meaning(one: &File, other: &File) -> bool {
    let File { doc, pack, uses, items, comments, span: _ } = one;
    *doc == other.doc
        && shown(pack) == shown(&other.pack)
        && all(uses, &other.uses, |one, other| shown(one) == shown(other))
        && all(items, &other.items, |one, other| shown(one) == shown(other))
        // Blanks at the end of a comment are no part of it.
        && all(comments, &other.comments, |one, other| one.text.trim_end() == other.text.trim_end())
}

fn all<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

/// What a part of a tree shows of itself, but for places.
fn shown(part: &impl Debug) -> String {
    let all = format!("{part:?}");
    let mut out = String::with_capacity(all.len());
    let mut rest = all.as_str();
    while let Some(at) = rest.find(['"', 'S']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let length = if here.starts_with('"') {
            let length = quoted(here);
            out.push_str(here.get(..length).unwrap_or_default());
            length
        } else if here.starts_with("Span { ") {
            here.find('}').map_or(here.len(), |end| end + 1)
        } else {
            out.push('S');
            1
        };
        rest = here.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// How long the text is that begins here with its quotation mark.
fn quoted(text: &str) -> usize {
    let mut escaped = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}
