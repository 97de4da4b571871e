//! The nearest name to a misspelt one.

/// The candidate that `name` was most likely meant to be: the one with the fewest edits (insertions,
/// deletions, substitutions, neighbours swapped; case is free), if those are at most a third of the longer
/// name's letters, and at least one edit is always granted to names of three letters or more. A candidate
/// that holds all of `name`'s words, or that begins with it, comes before none at all. Ties go to the first.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(name);
    let length = wanted.chars().count();
    if length == 0 || length > 64 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == name {
            continue;
        }
        let folded = fold(candidate);
        let longer = length.max(folded.chars().count());
        let edits = strsim::damerau_levenshtein(&wanted, &folded);
        let granted = if longer < 3 { 0 } else { (longer / 3).max(1) };
        let cost = if edits <= granted && edits < length {
            edits
        } else if length >= 4 && (folded.starts_with(&wanted) || wanted.starts_with(&folded) && folded.len() >= 4) {
            100 + edits
        } else {
            continue;
        };
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Lower case, and `_` and `-` alike, since the two are what people mix up.
fn fold(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).map(|char| if char == '_' { '-' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const FIELDS: [&str; 6] = ["approval", "approver", "evidence", "recommendation", "id", "next_review"];

    #[test]
    fn slips_of_the_finger_are_understood() {
        for (written, meant) in [
            ("aproval", Some("approval")),
            ("evidnece", Some("evidence")),
            ("Evidence", Some("evidence")),
            ("next-review", Some("next_review")),
            ("recommend", Some("recommendation")),
            ("timeline", None),
            ("ip", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, FIELDS), meant, "{written}");
        }
    }
}
