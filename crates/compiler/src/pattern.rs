//! Regular expressions: checked when rules are compiled, built when they are first asked.

use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};

/// What stood between two slashes. Cloning shares the built automaton.
#[derive(Clone, Debug)]
pub struct Pattern {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    source: String,
    whole: bool,
    any_case: bool,
    built: OnceLock<Option<Regex>>,
}

/// The most memory that one pattern may take when it is built, in bytes.
pub const PATTERN_BYTES: usize = 1 << 20;

impl Pattern {
    /// Checks a pattern. `whole` makes it match only whole values, as behind `matching`.
    ///
    /// # Errors
    ///
    /// Gives the cause, in the words of the pattern's reader, where it is no regular expression, asks for look-around
    /// or back-references, or would take more than [`PATTERN_BYTES`].
    pub fn new(source: &str, any_case: bool, whole: bool) -> Result<Self, String> {
        let parsed = regex_syntax::ParserBuilder::new().nest_limit(64).case_insensitive(any_case).build().parse(source);
        match parsed {
            Ok(hir) => {
                let pattern = Self {
                    inner: Arc::new(Inner { source: source.to_owned(), whole, any_case, built: OnceLock::new() }),
                };
                // A pattern without counted repetition cannot grow past its source; only the others are built now.
                if may_be_large(&hir) && pattern.regex().is_none() {
                    return Err("the pattern is too large; use smaller repetition counts".to_owned());
                }
                Ok(pattern)
            }
            Err(regex_syntax::Error::Parse(error)) => Err(error.kind().to_string()),
            Err(regex_syntax::Error::Translate(error)) => Err(error.kind().to_string()),
            Err(error) => Err(error.to_string().lines().last().unwrap_or("it is no regular expression").to_owned()),
        }
    }

    /// The pattern that stands in for one that is none.
    pub(crate) fn any() -> Self {
        Self { inner: Arc::new(Inner { source: String::new(), whole: false, any_case: false, built: OnceLock::new() }) }
    }

    /// What was written between the slashes.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.inner.source
    }

    /// Does it ignore case?
    #[must_use]
    pub fn any_case(&self) -> bool {
        self.inner.any_case
    }

    /// The automaton; `None` only for a pattern that is too large, which [`Pattern::new`] refuses.
    pub fn regex(&self) -> Option<&Regex> {
        self.inner
            .built
            .get_or_init(|| {
                let source =
                    if self.inner.whole { format!("^(?:{})$", self.inner.source) } else { self.inner.source.clone() };
                RegexBuilder::new(&source)
                    .case_insensitive(self.inner.any_case)
                    .size_limit(PATTERN_BYTES)
                    .dfa_size_limit(PATTERN_BYTES)
                    .nest_limit(80)
                    .build()
                    .ok()
            })
            .as_ref()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.inner.source == other.inner.source
            && self.inner.whole == other.inner.whole
            && self.inner.any_case == other.inner.any_case
    }
}

fn may_be_large(hir: &regex_syntax::hir::Hir) -> bool {
    use regex_syntax::hir::HirKind;
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            repetition.max.unwrap_or(repetition.min) > 8 || may_be_large(&repetition.sub)
        }
        HirKind::Capture(capture) => may_be_large(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(may_be_large),
        HirKind::Class(_) | HirKind::Literal(_) | HirKind::Empty | HirKind::Look(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_pattern_is_anchored_around_its_alternatives() {
        let pattern = Pattern::new(r"a|\d{12}", false, true).unwrap();
        let regex = pattern.regex().unwrap();
        assert!(regex.is_match("a") && regex.is_match("123456789012"));
        assert!(!regex.is_match("ab") && !regex.is_match("a\n"));
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        for (source, why) in [("(", "unclosed group"), ("(?=a)", "look-around"), (r"(a)\1", "backreferences")] {
            let error = Pattern::new(source, false, false).unwrap_err();
            assert!(error.contains(why), "{source}: {error}");
        }
    }

    #[test]
    fn a_pattern_that_would_take_too_much_is_refused() {
        assert!(Pattern::new(r"(\w{1000}){1000}", false, false).unwrap_err().contains("too large"));
    }
}
