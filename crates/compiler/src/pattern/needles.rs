//! Words that stand in every text that a pattern is found in, read off what was written between the slashes.
//!
//! Most patterns are found in hardly any text, and looking for a few words costs a fraction of what a machine costs to
//! build, or to run. What is read here is read carefully rather than completely: whatever is not plainly understood
//! (flags, nested classes, numbered characters) makes a pattern one of which nothing is demanded.

/// The most words of which one is looked for.
const WORDS: usize = 96;

/// How deep groups are followed into one another.
const DEPTH: usize = 16;

/// The two letters outside ASCII that are the same as one in it where case does not matter.
pub(super) const FOLDED: [char; 2] = ['\u{17f}', '\u{212a}'];

/// What has to be there: a word of each of these, one behind the other.
#[derive(Debug)]
pub(super) struct Needles {
    /// At least one, in the order of the pattern.
    demands: Vec<Words>,
    any_case: bool,
}

/// Words, one of which has to be there.
#[derive(Debug)]
struct Words {
    /// At least one, none of them empty; in small letters where case does not matter.
    words: Vec<Vec<u8>>,
    /// The length of the shortest.
    shortest: usize,
    /// The bytes that a word begins with,
    first: Bytes,
    /// and those that stand second.
    second: Bytes,
}

impl Needles {
    /// The words that a pattern cannot do without; nothing where no such words are seen.
    pub(super) fn read(source: &str, any_case: bool) -> Option<Self> {
        let mut reader = Reader { bytes: source.as_bytes(), at: 0 };
        let demands = reader.alternatives(DEPTH).ok()?;
        if reader.at < reader.bytes.len() || demands.is_empty() {
            return None;
        }
        let demands = demands.into_iter().map(|words| Words::new(words, any_case)).collect::<Option<_>>()?;
        Some(Self { demands, any_case })
    }

    /// May the pattern be found in this text?
    pub(super) fn allow(&self, text: &str) -> bool {
        if self.any_case && !text.is_ascii() && text.contains(FOLDED) {
            return true;
        }
        // A match has its words one behind the other, and each is found first no later than where it stands in the match.
        let mut rest = text.as_bytes();
        self.demands.iter().all(|words| match words.find(rest, self.any_case) {
            Some(at) => {
                rest = rest.get(at + words.shortest..).unwrap_or_default();
                true
            }
            None => false,
        })
    }
}

impl Words {
    fn new(mut words: Demand, any_case: bool) -> Option<Self> {
        let (mut first, mut second) = (Bytes::default(), Bytes::default());
        for word in &mut words {
            if any_case {
                word.make_ascii_lowercase();
            }
            first.add(*word.first()?);
            match word.get(1) {
                Some(byte) => second.add(*byte),
                None => second = Bytes([u64::MAX; 4]),
            }
        }
        let shortest = words.iter().map(Vec::len).min()?;
        Some(Self { words, shortest, first, second })
    }

    /// Where one of them begins first.
    fn find(&self, bytes: &[u8], any_case: bool) -> Option<usize> {
        let plain = |byte: u8| if any_case { byte.to_ascii_lowercase() } else { byte };
        let mut before = false;
        for (at, byte) in bytes.iter().enumerate() {
            let byte = plain(*byte);
            if before && self.second.hold(byte) && self.begins(bytes.get(at - 1..).unwrap_or_default(), any_case) {
                return Some(at - 1);
            }
            before = self.first.hold(byte);
        }
        // A word of one letter may be the last of the text.
        let last = bytes.len().checked_sub(1).filter(|_| before)?;
        self.begins(bytes.get(last..).unwrap_or_default(), any_case).then_some(last)
    }

    fn begins(&self, rest: &[u8], any_case: bool) -> bool {
        self.words.iter().any(|word| {
            rest.get(..word.len())
                .is_some_and(|part| if any_case { part.eq_ignore_ascii_case(word) } else { part == &**word })
        })
    }
}

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Bytes([u64; 4]);

impl Bytes {
    fn add(&mut self, byte: u8) {
        if let Some(part) = self.0.get_mut(usize::from(byte >> 6)) {
            *part |= 1 << (byte & 63);
        }
    }

    fn hold(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|part| part >> (byte & 63) & 1 == 1)
    }
}

/// Something stands in the pattern that is not understood here.
struct Foreign;

/// One of these words has to be there.
type Demand = Vec<Vec<u8>>;

/// What stands before a repetition.
enum Atom {
    /// A letter, as it is.
    Letter(u8),
    /// A group, and what it demands, in order.
    Group(Vec<Demand>),
    /// One of many letters, or a place between two.
    Other,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Alternatives, up to the end or a closing bracket: together they demand something where each does.
    fn alternatives(&mut self, depth: usize) -> Result<Vec<Demand>, Foreign> {
        let depth = depth.checked_sub(1).ok_or(Foreign)?;
        let demands = self.sequence(depth)?;
        if self.peek() != Some(b'|') {
            return Ok(demands);
        }
        let mut all = best(demands);
        while self.peek() == Some(b'|') {
            self.at += 1;
            let demands = self.sequence(depth)?;
            all = all.zip(best(demands)).map(|(mut all, more)| {
                all.extend(more);
                all
            });
            all = all.filter(|all| all.len() <= WORDS);
        }
        Ok(all.into_iter().collect())
    }

    /// What follows one another: what its parts demand.
    fn sequence(&mut self, depth: usize) -> Result<Vec<Demand>, Foreign> {
        let mut demands = Vec::new();
        let mut run = Vec::new();
        loop {
            let atom = match self.peek() {
                None | Some(b'|' | b')') => {
                    demands.extend(word(&mut run));
                    return Ok(demands);
                }
                Some(byte) => self.atom(byte, depth)?,
            };
            let (least, once) = self.repetition()?;
            match atom {
                Atom::Letter(letter) => {
                    if least > 0 {
                        run.push(letter);
                    }
                    if !once {
                        demands.extend(word(&mut run));
                    }
                }
                Atom::Group(inside) => {
                    demands.extend(word(&mut run));
                    if least > 0 {
                        demands.extend(inside);
                    }
                }
                Atom::Other => demands.extend(word(&mut run)),
            }
        }
    }

    fn atom(&mut self, byte: u8, depth: usize) -> Result<Atom, Foreign> {
        self.at += 1;
        match byte {
            b'(' => {
                if self.peek() == Some(b'?') {
                    if self.bytes.get(self.at + 1) != Some(&b':') {
                        return Err(Foreign);
                    }
                    self.at += 2;
                }
                let demands = self.alternatives(depth)?;
                if self.next() == Some(b')') { Ok(Atom::Group(demands)) } else { Err(Foreign) }
            }
            b'[' => self.class(),
            b'.' | b'^' | b'$' => Ok(Atom::Other),
            b'\\' => match self.next() {
                // The marks of places may be followed by braces of their own, which are no repetition.
                Some(b'b' | b'B') if self.peek() == Some(b'{') => Err(Foreign),
                Some(b'b' | b'B' | b'A' | b'z' | b'd' | b'D' | b's' | b'S' | b'w' | b'W') => Ok(Atom::Other),
                Some(b'n' | b'r' | b't' | b'<' | b'>') => Ok(Atom::Other),
                Some(letter) if letter.is_ascii_punctuation() => Ok(Atom::Letter(letter)),
                _ => Err(Foreign),
            },
            b'*' | b'+' | b'?' | b'{' | b'}' | b']' => Err(Foreign),
            _ if byte.is_ascii() => Ok(Atom::Letter(byte)),
            _ => {
                while self.peek().is_some_and(|byte| byte & 0xc0 == 0x80) {
                    self.at += 1;
                }
                Ok(Atom::Other)
            }
        }
    }

    /// The rest of a class, behind its opening bracket.
    fn class(&mut self) -> Result<Atom, Foreign> {
        if self.peek() == Some(b'^') {
            self.at += 1;
        }
        if self.peek() == Some(b']') {
            return Err(Foreign);
        }
        loop {
            match self.next() {
                Some(b']') => return Ok(Atom::Other),
                Some(b'\\') => self.at += 1,
                Some(b'[') | None => return Err(Foreign),
                Some(_) => {}
            }
        }
    }

    /// How often at least, and is it exactly once?
    fn repetition(&mut self) -> Result<(usize, bool), Foreign> {
        let least = match self.peek() {
            Some(b'*' | b'?') => {
                self.at += 1;
                0
            }
            Some(b'+') => {
                self.at += 1;
                1
            }
            Some(b'{') => {
                self.at += 1;
                let start = self.at;
                self.digits();
                let least = self.bytes.get(start..self.at).and_then(|digits| std::str::from_utf8(digits).ok());
                let least: usize = least.and_then(|digits| digits.parse().ok()).ok_or(Foreign)?;
                if self.peek() == Some(b',') {
                    self.at += 1;
                    self.digits();
                }
                if self.next() != Some(b'}') {
                    return Err(Foreign);
                }
                least
            }
            _ => return Ok((1, true)),
        };
        if self.peek() == Some(b'?') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'*' | b'+' | b'?' | b'{') => Err(Foreign),
            _ => Ok((least, false)),
        }
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }
}

/// The letters that have followed one another, as a demand.
fn word(run: &mut Vec<u8>) -> Option<Demand> {
    (!run.is_empty()).then(|| vec![std::mem::take(run)])
}

/// The demand that is met by the fewest texts: that of longer words, then that of fewer.
fn best(demands: Vec<Demand>) -> Option<Demand> {
    let worth = |demand: &Demand| {
        let shortest = demand.iter().map(Vec::len).min().unwrap_or(0);
        (shortest.min(4), usize::MAX - demand.len(), shortest)
    };
    // Of two that are worth the same, the first.
    demands.into_iter().rev().max_by_key(worth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Option<Vec<String>> {
        let found = Needles::read(source, true)?;
        let shown = |words: Words| {
            let words: Vec<String> = words.words.into_iter().map(|word| String::from_utf8(word).unwrap()).collect();
            words.join("|")
        };
        Some(found.demands.into_iter().map(shown).collect())
    }

    #[test]
    fn the_words_that_a_match_cannot_do_without_are_seen() {
        for (source, wanted) in [
            (r"\b(has|have)\s+(\w+\s+)?been\s+revoked\b", "has|have+been+revoked"),
            (r"\b(TBD|TODO)\b|\?\?\?|<[a-z]*>", "tbd|todo|???|<"),
            (r"takes? (the )?care", "take+ +care"),
            ("colou?rs", "colo+rs"),
            ("(ab){2,3}c+d", "ab+c+d"),
            (r"[0-9]{1,2}:[0-9]{2}", ":"),
            (r"[\]x]a[^\/\\]b?é", "a"),
        ] {
            assert_eq!(words(source).map(|words| words.join("+")).as_deref(), Some(wanted), "{source}");
        }
        for source in [
            "",
            "a?",
            "(a|)",
            "x|[0-9]",
            "(?i)abc",
            "(?x)a b",
            "[[:alpha:]]a",
            "a**b",
            r"\x61b",
            r"\pLab",
            "a{2}{3}",
            "é",
        ] {
            assert_eq!(words(source), None, "{source}");
        }
    }

    #[test]
    fn a_text_without_any_of_the_words_is_known() {
        let needles = Needles::read(r"\b(soak|Key)\b|é?x$", true).unwrap();
        for (text, allowed) in [
            ("", false),
            ("so ke", false),
            ("a KEY", true),
            ("X", true),
            ("ſoak", true),
            ("\u{212a}ey", true),
            ("ké", false),
        ] {
            assert_eq!(needles.allow(text), allowed, "{text}");
        }
    }

    #[test]
    fn a_text_with_the_words_in_another_order_is_known() {
        let needles = Needles::read(r"aba\s*(soak|bake)d?\s*a", false).unwrap();
        for (text, allowed) in
            [("aba baked a", true), ("aba soa", false), ("soak aba", false), ("baba bake", false), ("ababake a", true)]
        {
            assert_eq!(needles.allow(text), allowed, "{text}");
        }
    }
}
