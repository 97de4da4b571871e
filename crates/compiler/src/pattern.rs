//! Regular expressions: checked when rules are compiled, built when they are first asked, and only as far as it pays.
//!
//! A command that checks one handoff asks each pattern of a few hundred bytes. Building the automaton that is fastest at
//! searching takes far longer than that search, so a pattern is first run by a simple machine that is ready at once, and
//! the fast one is built when the pattern has been asked of so much text that it pays. Both give the same answer, in time
//! linear in the text.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::{Input, meta};
use regex_syntax::hir::{Hir, HirKind, Look};

/// What stood between two slashes. Cloning shares what was built.
#[derive(Clone, Debug)]
pub struct Pattern {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    source: String,
    whole: bool,
    any_case: bool,
    hir: Hir,
    simple: OnceLock<Option<Simple>>,
    fast: OnceLock<Option<meta::Regex>>,
    /// How many bytes of text the pattern has been asked of.
    searched: AtomicUsize,
}

/// The machine that is ready at once, and its memory.
#[derive(Debug)]
struct Simple {
    machine: PikeVM,
    cache: Mutex<pikevm::Cache>,
}

/// The most memory that one pattern may take when it is built, in bytes.
pub const PATTERN_BYTES: usize = 4 << 20;

/// From how many bytes of text on the fast machine pays.
const PAYS: usize = 32 << 10;

/// A pattern whose bytes are reckoned below this stays below [`PATTERN_BYTES`] for sure.
const SMALL: u64 = PATTERN_BYTES as u64 / 2;

impl Pattern {
    /// Checks a pattern. `whole` makes it match only whole values, as behind `matching`.
    ///
    /// # Errors
    ///
    /// Gives the cause, in the words of the pattern's reader, where it is no regular expression, asks for look-around
    /// or back-references, or would take more than [`PATTERN_BYTES`].
    pub fn new(source: &str, any_case: bool, whole: bool) -> Result<Self, String> {
        let parsed = regex_syntax::ParserBuilder::new().nest_limit(64).case_insensitive(any_case).build().parse(source);
        let hir = match parsed {
            Ok(hir) => hir,
            Err(regex_syntax::Error::Parse(error)) => return Err(error.kind().to_string()),
            Err(regex_syntax::Error::Translate(error)) => return Err(error.kind().to_string()),
            Err(error) => {
                return Err(error.to_string().lines().last().unwrap_or("it is no regular expression").to_owned());
            }
        };
        let bytes = bytes(&hir);
        let hir = if whole { Hir::concat(vec![Hir::look(Look::Start), hir, Hir::look(Look::End)]) } else { hir };
        let pattern = Self::of(source.to_owned(), any_case, whole, hir);
        // A small pattern can be built for sure, so that building it can wait.
        if bytes > SMALL && pattern.simple().is_none() {
            return Err(
                "the pattern is too large; use smaller repetition counts, or `[A-Za-z0-9_]` for `\\w`".to_owned()
            );
        }
        Ok(pattern)
    }

    /// The pattern that stands in for one that is none.
    pub(crate) fn any() -> Self {
        Self::of(String::new(), false, false, Hir::empty())
    }

    fn of(source: String, any_case: bool, whole: bool, hir: Hir) -> Self {
        let inner = Inner {
            source,
            whole,
            any_case,
            hir,
            simple: OnceLock::new(),
            fast: OnceLock::new(),
            searched: AtomicUsize::new(0),
        };
        Self { inner: Arc::new(inner) }
    }

    /// What it says, read.
    pub(crate) fn hir(&self) -> &Hir {
        &self.inner.hir
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

    /// Where it is found first, in bytes.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let before = self.inner.searched.fetch_add(text.len(), Ordering::Relaxed);
        if before.saturating_add(text.len()) >= PAYS
            && let Some(fast) = self.fast()
        {
            return fast.find(text).map(|found| found.range());
        }
        let simple = self.simple()?;
        let mut own;
        let mut shared;
        // Whoever finds the memory taken, or left behind by a thread that failed, makes do with one of their own.
        let cache = match simple.cache.try_lock() {
            Ok(cache) => {
                shared = cache;
                &mut *shared
            }
            Err(_) => {
                own = simple.machine.create_cache();
                &mut own
            }
        };
        let mut slots = [None, None];
        simple.machine.search_slots(cache, &Input::new(text), &mut slots)?;
        match slots {
            [Some(start), Some(end)] => Some(start.get()..end.get()),
            _ => None,
        }
    }

    /// Is it found anywhere?
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Is it found in every text that is more than blanks? It may be so even where this says no.
    #[must_use]
    pub fn matches_every_text(&self) -> bool {
        let properties = self.inner.hir.properties();
        if properties.look_set().is_empty() && properties.minimum_len() == Some(0) {
            return true;
        }
        let mut hir = &self.inner.hir;
        loop {
            match hir.kind() {
                HirKind::Capture(capture) => hir = &capture.sub,
                HirKind::Repetition(repetition) if repetition.min <= 1 => hir = &repetition.sub,
                HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
                    let mut others = class.clone();
                    others.negate();
                    let blank = |range: &regex_syntax::hir::ClassUnicodeRange| {
                        range.len() < 64 && (range.start()..=range.end()).all(char::is_whitespace)
                    };
                    return others.ranges().iter().all(blank);
                }
                _ => return false,
            }
        }
    }

    fn simple(&self) -> Option<&Simple> {
        let build = || {
            let config = NFA::config().which_captures(WhichCaptures::Implicit).nfa_size_limit(Some(PATTERN_BYTES));
            let nfa = NFA::compiler().configure(config).build_from_hir(&self.inner.hir).ok()?;
            let machine = PikeVM::new_from_nfa(nfa).ok()?;
            let cache = Mutex::new(machine.create_cache());
            Some(Simple { machine, cache })
        };
        self.inner.simple.get_or_init(build).as_ref()
    }

    fn fast(&self) -> Option<&meta::Regex> {
        let build = || {
            let config = meta::Config::new().nfa_size_limit(Some(4 * PATTERN_BYTES));
            meta::Regex::builder().configure(config).build_from_hir(&self.inner.hir).ok()
        };
        self.inner.fast.get_or_init(build).as_ref()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.inner.source == other.inner.source
            && self.inner.whole == other.inner.whole
            && self.inner.any_case == other.inner.any_case
    }
}

/// About how many bytes a pattern takes when it is built: so many for each letter, and for each range of a class.
fn bytes(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 32,
        HirKind::Literal(literal) => 32 * literal.0.len() as u64,
        HirKind::Class(class) => match class {
            regex_syntax::hir::Class::Unicode(class) => 32 + 16 * class.ranges().len() as u64,
            regex_syntax::hir::Class::Bytes(class) => 32 + 16 * class.ranges().len() as u64,
        },
        HirKind::Repetition(repetition) => {
            let times = u64::from(repetition.max.unwrap_or(repetition.min).max(1));
            bytes(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => bytes(&capture.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().fold(32, |sum: u64, each| sum.saturating_add(bytes(each)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_pattern_is_anchored_around_its_alternatives() {
        let pattern = Pattern::new(r"a|\d{12}", false, true).unwrap();
        assert!(pattern.is_match("a") && pattern.is_match("123456789012"));
        assert!(!pattern.is_match("ab") && !pattern.is_match("a\n"));
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

    #[test]
    fn a_pattern_that_is_found_in_every_text_is_known() {
        for (source, every) in [
            (".*", true),
            ("", true),
            ("(x|)", true),
            (".", true),
            (r"\S+", true),
            ("^", false),
            (r"\w", false),
            ("a?b", false),
        ] {
            assert_eq!(Pattern::new(source, false, false).unwrap().matches_every_text(), every, "{source}");
        }
    }

    #[test]
    fn nested_repetition_is_counted_out() {
        let nested = (0..12).fold("a".to_owned(), |inner, _| format!("({inner}){{8}}"));
        assert!(Pattern::new(&nested, false, false).unwrap_err().contains("too large"));
    }

    #[test]
    fn both_machines_find_the_same() {
        let pattern = Pattern::new(r"\b(has|have)\s+(\w+\s+)?been\s+revoked\b|é+", true, false).unwrap();
        for text in ["The key Has just been\n revoked now", "nothing", "", "caféé", "has been revokedx"] {
            let (first, second) = (pattern.find(text), pattern.fast().unwrap().find(text).map(|found| found.range()));
            assert_eq!(first, second, "{text}");
        }
        let long = format!("{} have been revoked", "x ".repeat(PAYS));
        assert_eq!(pattern.find(&long), Some(2 * PAYS + 1..long.len()));
    }
}
