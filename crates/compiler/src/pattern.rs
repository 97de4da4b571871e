//! Regular expressions: checked when rules are compiled, built when they are first asked, and only as far as it pays.
//!
//! A command that checks one handoff asks each pattern of a few hundred bytes, and building what is fastest at searching
//! takes far longer than that search. So a pattern takes the cheapest way to its answer that there is:
//!
//! 1. A text in which words are missing that a match cannot do without (`needles`) is answered without a machine.
//! 2. A text in ASCII is searched by a machine that knows nothing else, which is built in a tenth of the time: in such a
//!    text, `\w` is a few ranges of bytes instead of hundreds of ranges of letters.
//! 3. Any other text is searched by a simple machine for all of Unicode.
//! 4. The fast machine is built when the pattern has been asked of so much text that it pays.
//!
//! All give the same answer, in time linear in the text.

mod needles;
mod size;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::{Input, meta};
use regex_syntax::ast::Ast;
use regex_syntax::hir::{Hir, HirKind, Look};

use needles::{FOLDED, Needles};
use size::{at_most, bytes};

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
    hir: OnceLock<Hir>,
    needles: OnceLock<Option<Needles>>,
    ascii: OnceLock<Option<Simple>>,
    simple: OnceLock<Option<Simple>>,
    fast: OnceLock<Option<meta::Regex>>,
    /// How many bytes of text machines have been asked of.
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

/// What stands for a letter outside ASCII in a pattern that is asked of texts without any, and without this.
const STAND_IN: char = '\u{1}';

impl Pattern {
    /// Checks a pattern. `whole` makes it match only whole values, as behind `matching`.
    ///
    /// # Errors
    ///
    /// Gives the cause, in the words of the pattern's reader, where it is no regular expression, asks for look-around
    /// or back-references, or would take more than [`PATTERN_BYTES`].
    pub fn new(source: &str, any_case: bool, whole: bool) -> Result<Self, String> {
        let ast = read(source).map_err(|error| error.kind().to_string())?;
        let pattern = Self::known(source, any_case, whole);
        // A small pattern of plain parts has a meaning and can be built for sure, so that both can wait.
        if at_most(&ast).is_some_and(|bytes| bytes <= SMALL) {
            return Ok(pattern);
        }
        let hir = meaning(source, &ast, any_case).map_err(|error| error.kind().to_string())?;
        if bytes(&hir) > SMALL && pattern.simple().is_none() {
            return Err(
                "the pattern is too large; use smaller repetition counts, or `[A-Za-z0-9_]` for `\\w`".to_owned()
            );
        }
        Ok(pattern)
    }

    /// The pattern that stands in for one that is none.
    pub(crate) fn any() -> Self {
        Self::known("", false, false)
    }

    /// A pattern that has been checked before.
    pub(crate) fn known(source: &str, any_case: bool, whole: bool) -> Self {
        let inner = Inner {
            source: source.to_owned(),
            whole,
            any_case,
            hir: OnceLock::new(),
            needles: OnceLock::new(),
            ascii: OnceLock::new(),
            simple: OnceLock::new(),
            fast: OnceLock::new(),
            searched: AtomicUsize::new(0),
        };
        Self { inner: Arc::new(inner) }
    }

    /// What it says, read. What has not been checked and is no pattern matches nothing.
    pub(crate) fn hir(&self) -> &Hir {
        self.inner.hir.get_or_init(|| {
            let Inner { source, any_case, .. } = &*self.inner;
            let hir = read(source).ok().and_then(|ast| meaning(source, &ast, *any_case).ok());
            self.bounded(hir.unwrap_or_else(Hir::fail))
        })
    }

    /// What it says, around which it has to match.
    fn bounded(&self, hir: Hir) -> Hir {
        if self.inner.whole { Hir::concat(vec![Hir::look(Look::Start), hir, Hir::look(Look::End)]) } else { hir }
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
        let needles = self.inner.needles.get_or_init(|| Needles::read(&self.inner.source, self.inner.any_case));
        if needles.as_ref().is_some_and(|needles| !needles.allow(text)) {
            return None;
        }
        let before = self.inner.searched.fetch_add(text.len(), Ordering::Relaxed);
        if before.saturating_add(text.len()) >= PAYS
            && let Some(fast) = self.fast()
        {
            return fast.find(text).map(|found| found.range());
        }
        let narrow = if text.is_ascii() && !text.contains(STAND_IN) { self.ascii() } else { None };
        let simple = narrow.or_else(|| self.simple())?;
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
        let properties = self.hir().properties();
        if properties.look_set().is_empty() && properties.minimum_len() == Some(0) {
            return true;
        }
        let mut hir = self.hir();
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

    fn ascii(&self) -> Option<&Simple> {
        let Inner { source, any_case, .. } = &*self.inner;
        let build = || Simple::of(&self.bounded(ascii_meaning(source, *any_case)?));
        self.inner.ascii.get_or_init(build).as_ref()
    }

    fn simple(&self) -> Option<&Simple> {
        self.inner.simple.get_or_init(|| Simple::of(self.hir())).as_ref()
    }

    fn fast(&self) -> Option<&meta::Regex> {
        let build = || {
            let config = meta::Config::new().nfa_size_limit(Some(4 * PATTERN_BYTES));
            meta::Regex::builder().configure(config).build_from_hir(self.hir()).ok()
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

impl Simple {
    fn of(hir: &Hir) -> Option<Self> {
        let config = NFA::config().which_captures(WhichCaptures::Implicit).nfa_size_limit(Some(PATTERN_BYTES));
        let nfa = NFA::compiler().configure(config).build_from_hir(hir).ok()?;
        let machine = PikeVM::new_from_nfa(nfa).ok()?;
        let cache = Mutex::new(machine.create_cache());
        Some(Self { machine, cache })
    }
}

/// Reads what was written.
fn read(source: &str) -> Result<Ast, regex_syntax::ast::Error> {
    regex_syntax::ast::parse::ParserBuilder::new().nest_limit(64).build().parse(source)
}

/// Looks up what it means.
fn meaning(source: &str, ast: &Ast, any_case: bool) -> Result<Hir, regex_syntax::hir::Error> {
    regex_syntax::hir::translate::TranslatorBuilder::new().case_insensitive(any_case).build().translate(source, ast)
}

/// What it means in a text of ASCII without [`STAND_IN`], where that can be told without all of Unicode. A letter outside
/// ASCII is as good there as one that no text has; not so the end of a range, one given by its number, and what is the same
/// as a letter of ASCII.
fn ascii_meaning(source: &str, any_case: bool) -> Option<Hir> {
    if [r"\x", r"\u", r"\U"].iter().any(|number| source.contains(number)) {
        return None;
    }
    let mut narrow = String::with_capacity(source.len());
    let mut before = ' ';
    for letter in source.chars() {
        if !letter.is_ascii() && (before == '-' || FOLDED.contains(&letter) || source.contains("(?")) {
            return None;
        }
        narrow.push(if letter.is_ascii() { letter } else { STAND_IN });
        before = letter;
    }
    let ast = read(&narrow).ok()?;
    let mut builder = regex_syntax::hir::translate::TranslatorBuilder::new();
    builder.unicode(false).utf8(false).case_insensitive(any_case).build().translate(&narrow, &ast).ok()
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
    fn a_text_that_was_asked_of_often_is_searched_fast_and_alike() {
        let pattern = Pattern::new(r"\b(has|have)\s+(\w+\s+)?been\s+revoked\b|é+", true, false).unwrap();
        let long = format!("{} have been revoked", "x ".repeat(PAYS));
        assert_eq!(pattern.find(&long), Some(2 * PAYS + 1..long.len()));
        assert!(pattern.inner.fast.get().is_some() && pattern.inner.simple.get().is_none());
    }

    /// Patterns and texts put together from pieces, by a row of numbers that is always the same.
    #[test]
    fn every_way_to_an_answer_leads_to_the_same() {
        const PARTS: [&str; 32] = [
            "a",
            "k",
            "S",
            " ",
            "ab",
            "é",
            "ſ",
            "a?",
            "b+",
            "(k|ab)",
            "(a|é|)",
            "(ab|k)?",
            "(aa|b){1,2}",
            r"\b",
            r"\B",
            r"\w",
            r"\W+",
            r"\s",
            r"\d*",
            "[^a]",
            "[a-é]",
            "[é-ü]",
            "[k-s]{2}",
            "[^é]",
            ".",
            "^",
            "$",
            r"\?",
            "'|’",
            "(?:b|c)k",
            r"\x{17f}",
            "(?i:k)",
        ];
        const PIECES: [&str; 14] = ["a", "b", "k", "K", "s", "S", " ", "ab", "é", "ſ", "\u{212a}", "7", "?", "\u{1}"];
        let mut state = 7_u64;
        let mut draw = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        let (mut found, mut spared) = (0, 0);
        for _ in 0..3000 {
            let source: String = (0..=draw(4)).map(|_| PARTS[draw(PARTS.len())]).collect();
            let (any_case, whole) = (draw(2) == 0, draw(4) == 0);
            let pattern = Pattern::new(&source, any_case, whole).unwrap();
            for _ in 0..6 {
                let text: String = (0..draw(7)).map(|_| PIECES[draw(PIECES.len())]).collect();
                let wanted = pattern.fast().unwrap().find(&text).map(|found| found.range());
                assert_eq!(pattern.find(&text), wanted, "/{source}/ in `{text}`, any case: {any_case}, whole: {whole}");
                found += usize::from(wanted.is_some());
                spared +=
                    usize::from(matches!(pattern.inner.needles.get(), Some(Some(needles)) if !needles.allow(&text)));
            }
        }
        assert!(found > 2000 && spared > 2000, "{found} {spared}");
    }
}
