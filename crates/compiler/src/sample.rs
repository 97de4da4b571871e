//! Texts that a pattern is found in, made from the pattern: for examples, and for what a document could say instead.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::pattern::Pattern;

/// The longest text that is made, in bytes.
const LONGEST: usize = 400;

/// How the parts of a pattern that leave a choice are taken.
#[derive(Clone, Copy)]
struct Taken {
    /// Which of several alternatives, from 0.
    alternative: usize,
    /// How often what may be repeated is, beyond the least.
    more: u32,
}

impl Pattern {
    /// Short texts that the pattern is found in, the plainest first, each once; none where none was found.
    #[must_use]
    pub fn samples(&self, most: usize) -> Vec<String> {
        let mut samples: Vec<String> = Vec::new();
        for more in 0..2 {
            for alternative in 0..most {
                let mut text = String::new();
                write(self.hir(), Taken { alternative, more }, &mut text);
                // What `\b` and `\B` ask for, and what has to stand around.
                let around = [text.clone(), format!("a{text}"), format!("{text}a"), format!(" {text} ")];
                let Some(fitting) = around.into_iter().find(|text| self.is_match(text)) else { continue };
                if samples.len() < most && !samples.contains(&fitting) {
                    samples.push(fitting);
                }
            }
        }
        samples
    }
}

fn write(hir: &Hir, taken: Taken, text: &mut String) {
    if text.len() > LONGEST {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(plainest(class, taken.alternative)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min.saturating_add(taken.more).min(most) {
                write(&repetition.sub, taken, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, taken, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, taken, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = taken.alternative.checked_rem(parts.len()).and_then(|at| parts.get(at)) {
                write(part, taken, text);
            }
        }
    }
}

/// A character of a class that reads well.
fn plainest(class: &Class, alternative: usize) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let is_in = |char: char| ranges.iter().any(|(from, to)| (*from..=*to).contains(&char));
    let liked: Vec<char> =
        ('a'..='z').chain('0'..='9').chain('A'..='Z').chain([' ', '-']).filter(|c| is_in(*c)).collect();
    match alternative.checked_rem(liked.len()) {
        Some(at) => liked.get(at).copied(),
        None => ranges.first().map(|(from, _)| *from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_match() {
        for (source, any_case, whole, first) in [
            (r"[0-9]{12}", false, true, "000000000000"),
            (r"arn:aws:[a-z0-9]+:.*", false, true, "arn:aws:a:"),
            (r"\b(TBD|TODO)\b|\?\?\?|<[a-z]*>", true, false, "tbd"),
            (r"\bneeds? to\b|n't\b", false, false, "need to"),
            (r"^[^a-z]$", false, false, "0"),
        ] {
            let pattern = Pattern::new(source, any_case, whole).unwrap();
            let samples = pattern.samples(4);
            assert_eq!(samples.first().map(String::as_str), Some(first), "{source}: {samples:?}");
            assert!(samples.iter().all(|sample| pattern.is_match(sample)), "{source}: {samples:?}");
        }
    }
}
