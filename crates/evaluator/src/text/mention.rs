//! Whole words in a text, in any case: one, or several in a row.

use std::ops::Range;

/// The first place in `text` that mentions one of `wanted`; at one place the longest counts. What stands around a
/// mention may be no letter, digit or `_`; the blanks between words in a row may be any.
pub(crate) fn mentions<'w>(text: &str, wanted: impl IntoIterator<Item = &'w str>) -> Option<Range<usize>> {
    let wanted: Vec<(&str, char)> = wanted
        .into_iter()
        .map(str::trim)
        .filter_map(|phrase| phrase.chars().next().map(|first| (phrase, fold(first))))
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let mut before = None;
    for (at, char) in text.char_indices() {
        let first = fold(char);
        let longest = wanted
            .iter()
            .filter(|(_, begins)| *begins == first)
            .filter(|_| !(is_word(char) && before.is_some_and(is_word)))
            .filter_map(|(phrase, _)| ends_at(text.get(at..).unwrap_or(""), phrase))
            .max();
        if let Some(length) = longest {
            return Some(at..at + length);
        }
        before = Some(char);
    }
    None
}

/// How many bytes of `text` the phrase takes where it stands at its start.
fn ends_at(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    let mut wanted = phrase.chars().peekable();
    let mut last = ' ';
    while let Some(want) = wanted.next() {
        if want.is_whitespace() {
            while wanted.next_if(|next| next.is_whitespace()).is_some() {}
            rest.next_if(|(_, char)| char.is_whitespace())?;
            while rest.next_if(|(_, char)| char.is_whitespace()).is_some() {}
            last = ' ';
        } else {
            rest.next_if(|(_, char)| *char == want || fold(*char) == fold(want))?;
            last = want;
        }
    }
    match rest.peek() {
        Some((_, next)) if is_word(last) && is_word(*next) => None,
        Some((end, _)) => Some(*end),
        None => Some(text.len()),
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn fold(char: char) -> char {
    if char.is_ascii() { char.to_ascii_lowercase() } else { char.to_lowercase().next().unwrap_or(char) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_in_any_case() {
        for (text, wanted, found) in [
            ("We have ISOLATED the host", &["isolated"][..], Some("ISOLATED")),
            ("isolatedness", &["isolated"], None),
            ("un isolated", &["isolated"], Some("isolated")),
            ("carried\n  out now", &["carried out"], Some("carried\n  out")),
            ("carried outside", &["carried out"], None),
            ("carried-out", &["carried out"], None),
            ("ÜBER alles", &["über"], Some("ÜBER")),
            ("see #soc-oncall now", &["#soc"], Some("#soc")),
            ("b a", &["a", "b"], Some("b")),
            ("shut down", &["shut", "shut down"], Some("shut down")),
            ("anything", &[], None),
            ("anything", &["", " "], None),
            ("", &["a"], None),
            ("a_b", &["a"], None),
            ("x", &["x"], Some("x")),
        ] {
            let range = mentions(text, wanted.iter().copied());
            assert_eq!(range.map(|range| text.get(range).unwrap()), found, "{text} {wanted:?}");
        }
    }
}
