//! Verb groups: auxiliaries, adverbs, negation and the verb that they belong to.

use crate::lemma::{gerund_of, past_of};
use crate::lexicon as is;
use crate::tokens::{Kind, Token};
use crate::{Tense, Voice};

/// What kind of group it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// With an auxiliary that carries it: `has been revoked`, `is off`.
    Chain,
    /// A past or a participle by itself: `revoked`.
    Bare,
    /// A present that carries a clause: `recommends`.
    Present,
    /// `revoke the key`, `recommend that`, where a clause begins.
    Base,
    /// `to revoke`
    Infinitive,
    /// `revoking`
    Gerund,
}

/// A verb group: which tokens, and what they say together.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) verb: String,
    pub(crate) shape: Shape,
    pub(crate) tense: Tense,
    pub(crate) voice: Voice,
    pub(crate) negated: bool,
    /// `should`, `must`, `has to`
    pub(crate) wished: bool,
    /// `may`, `might`
    pub(crate) doubted: bool,
    /// The subject stands behind the auxiliary.
    pub(crate) inverted: Option<(usize, usize)>,
}

/// The tokens of one segment of a sentence.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'s> {
    pub(crate) tokens: &'s [&'s Token],
}

impl Segment<'_> {
    pub(crate) fn low(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.low.as_str())
    }

    pub(crate) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.low(at))
    }

    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn is_comma(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Mark) && matches!(self.low(at), "," | "/" | "[" | "]")
    }

    /// Can a clause begin here?
    pub(crate) fn opens(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        if self.is_comma(before) || self.coordinates(before) {
            return true;
        }
        let word = self.low(before);
        (is::is_adverb(word) && !is::is_preposition(word) || word == "please" || is_time(word)) && self.opens(before)
            || is_subordinator(word)
    }

    /// Does the word join what stands before it to what follows? `then` and its like do so only where a clause may begin.
    pub(crate) fn coordinates(&self, at: usize) -> bool {
        let word = self.low(at);
        if matches!(word, "then" | "so" | "yet" | "plus") {
            return at == 0 || self.is_comma(at - 1) || matches!(self.low(at - 1), "and" | "but");
        }
        is::is_coordinator(word)
    }

    /// Is it a word that can be a name of something: no function word?
    pub(crate) fn is_noun(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Quote) => true,
            Some(Kind::Word) => {
                let word = self.low(at);
                !(is::is_preposition(word)
                    || is::is_coordinator(word)
                    || is::is_determiner(word)
                    || is_auxiliary(word)
                    || is_subordinator(word)
                    || is::is_negation(word)
                    || is::is_subject_pronoun(word)
                    || is::is_object_pronoun(word)
                    || is::is_adverb(word)
                    || is::is_relative(word)
                    || word == "to"
                    || word.starts_with('\''))
            }
            _ => false,
        }
    }

    /// Can what a verb acts on begin here?
    pub(crate) fn is_object(&self, at: usize) -> bool {
        let word = self.low(at);
        self.kind(at) == Some(Kind::Quote)
            || is::is_determiner(word) && !is::is_subject_pronoun(word)
            || is::is_object_pronoun(word)
            || self.is_noun(at) && !is_time(word)
    }

    /// The group that begins with the token at `at`.
    pub(crate) fn group(&self, at: usize) -> Option<Group> {
        if self.kind(at) != Some(Kind::Word) {
            return None;
        }
        let word = self.low(at);
        if is_auxiliary(word) || word == "'s" || is::is_link(word) || matches!(word, "got" | "get" | "gets") {
            if let Some(chain) = self.chain(at) {
                return Some(chain);
            }
            if word == "'s" {
                return None;
            }
        }
        if (word == "not" && self.low(at + 1) == "to") || word == "to" {
            return self.infinitive(at);
        }
        self.bare(at).or_else(|| self.present(at)).or_else(|| self.gerund(at))
    }

    /// Is `'s` here an auxiliary? It is `has` or `is` behind a pronoun, and where a participle with `been` follows.
    fn clitic(&self, at: usize) -> Option<&'static str> {
        let mut next = at + 1;
        while is::is_adverb(self.low(next)) || is::is_negation(self.low(next)) {
            next += 1;
        }
        match (self.low(at), self.low(next)) {
            ("'s", "been" | "got") => Some("has"),
            ("'s", "being") => Some("is"),
            ("'s", word) => {
                let pronoun = matches!(
                    self.before(at),
                    "it" | "he" | "she" | "that" | "there" | "who" | "what" | "everything" | "this"
                );
                let doing = is::is_state(word) && (next > at + 1 || !self.is_noun(next + 1));
                (pronoun || doing || next > at + 1 && past_of(word).is_some()).then_some("is")
            }
            ("'d", word) => {
                Some(if past_of(word).is_some_and(|(_, forms)| forms.participle) { "had" } else { "would" })
            }
            _ => None,
        }
    }

    #[expect(clippy::too_many_lines, reason = "one walk over the parts of a verb, in the order in which they come")]
    fn chain(&self, start: usize) -> Option<Group> {
        let mut at = start;
        let (mut modal, mut future, mut wished, mut doubted) = (false, false, false, false);
        let mut negated = self.negative_front(start);
        let (mut have, mut had, mut be, mut was, mut progressive, mut does, mut to) =
            (false, false, false, false, false, false, false);
        let (mut inverted, mut last_auxiliary, mut link) = (None, start, "be");
        loop {
            let clitic = self.clitic(at);
            let word = clitic.unwrap_or_else(|| self.low(at));
            let next = self.low(at + 1);
            if matches!(word, "no" | "any") && next == "longer" || word == "not" && matches!(next, "only" | "just") {
                at += 2;
            } else if is::is_negation(word) && at > start {
                negated = true;
                at += 1;
            } else if word == "yet" && next == "to" {
                (negated, to) = (true, true);
                at += 2;
            } else if is::is_modal(word) && !be && !have && !modal {
                if word == "need" && !(next == "not" || next == "n't") {
                    return None;
                }
                modal = true;
                future |= is::is_future(word);
                doubted |= is::is_doubting_modal(word);
                wished |= !is::is_future(word) && !is::is_doubting_modal(word);
                last_auxiliary = at;
                at += 1;
            } else if is::is_have(word) && !be && !have {
                have = true;
                had |= word == "had";
                last_auxiliary = at;
                at += 1;
            } else if is::is_be(word) {
                // `that the role be detached`: a wish.
                wished |= word == "be" && at == start;
                if be && word == "being" {
                    progressive = true;
                }
                be = true;
                was |= matches!(word, "was" | "were");
                last_auxiliary = at;
                at += 1;
            } else if is::is_link(word) && at == start || is::is_link(word) && (have || modal || to) && !be {
                be = true;
                (was, link) = (was || is_past_link(word), link_of(word));
                last_auxiliary = at;
                at += 1;
            } else if matches!(word, "got" | "get" | "gets" | "getting" | "gotten")
                && !be
                && past_of(self.low(at + 1)).is_some_and(|(_, forms)| forms.participle)
            {
                be = true;
                was |= word == "got" && !have;
                last_auxiliary = at;
                at += 1;
            } else if is::is_do(word) && at == start {
                does = true;
                was |= word == "did";
                last_auxiliary = at;
                at += 1;
            } else if be
                && next == "to"
                && (matches!(word, "going" | "about" | "ready" | "scheduled" | "slated")
                    || matches!(word, "due" | "set" | "meant" | "supposed" | "expected")
                        && matches!(self.low(at + 2), "be" | "have"))
            {
                future = true;
                modal = true;
                (be, have) = (false, false);
                at += 2;
            } else if be && word == "able" && next == "to" {
                // What somebody was able to do was done.
                (be, to) = (false, false);
                does = true;
                negated |= !was && !have && !modal;
                doubted |= !was && !have;
                at += 2;
            } else if word == "to" && had && !be && !modal {
                // What somebody had to do was done.
                (have, does) = (false, true);
                at += 1;
            } else if word == "to" && (have || be || self.low(last_auxiliary) == "ought") && at > start {
                to = true;
                wished = true;
                (be, have) = (false, false);
                at += 1;
            } else if is::is_adverb(word) && at > start && !(is::is_particle(word) && be && self.ends_group(at + 1)) {
                doubted |= is::is_doubt(word);
                at += 1;
            } else if at == start + 1
                && inverted.is_none()
                && self.low(start) != "having"
                && past_of(word).is_none()
                && self.is_inverted(start)
                && (self.is_object(at) || is::is_subject_pronoun(word))
            {
                let from = at;
                while at < self.len()
                    && (self.is_object(at) || is::is_subject_pronoun(self.low(at)) || self.low(at) == "of")
                    && !past_of(self.low(at)).is_some_and(|(_, forms)| forms.participle && at > from)
                {
                    at += 1;
                }
                inverted = Some((from, at));
            } else {
                break;
            }
        }
        let word = self.low(at);
        let past = past_of(word);
        let participle = past.as_ref().filter(|(_, forms)| forms.participle || forms.past && !have);
        let tense = || {
            if to {
                Tense::Timeless
            } else if future && have {
                Tense::FuturePerfect
            } else if future {
                Tense::Future
            } else if have {
                Tense::Perfect
            } else if progressive {
                Tense::Progressive
            } else if was || had {
                Tense::Past
            } else {
                Tense::Present
            }
        };
        let group = |verb: String, last: usize, tense: Tense, voice: Voice| Group {
            first: start,
            last,
            verb,
            shape: Shape::Chain,
            tense,
            voice,
            negated,
            wished: wished || to,
            doubted,
            inverted,
        };
        let state = be && matches!(word, "gone" | "done");
        if let Some((verb, _)) = participle.filter(|_| !state && !does && (be || have)) {
            let (verb, last) = self.with_particle(verb.clone(), at);
            return Some(group(verb, last, tense(), if be { Voice::Passive } else { Voice::Active }));
        }
        if be
            && !is::is_thing_in_ing(word)
            && let Some(verb) = gerund_of(word)
            && (self.is_object(at + 1) || self.ends_group(at + 1))
        {
            let (verb, last) = self.with_particle(verb, at);
            let tense = if future || to { tense() } else { Tense::Progressive };
            return Some(group(verb, last, tense, Voice::Active));
        }
        if (modal || does || to) && !be && !have && self.is_noun(at) {
            let (verb, last) = self.with_particle(word.to_owned(), at);
            return Some(group(verb, last, tense(), Voice::Active));
        }
        if be {
            return Some(group(link.to_owned(), last_auxiliary, tense(), Voice::State));
        }
        if have && !be {
            // `we had the key revoked`: what somebody has others do is done.
            let mut far = at;
            while far < at + 6 && (self.is_object(far) || self.low(far) == "of") {
                if far > at
                    && let Some((verb, forms)) = past_of(self.low(far))
                    && forms.participle
                    && (!self.is_noun(far + 1) || self.low(far + 1).contains("-wide") || is_time(self.low(far + 1)))
                {
                    let (verb, last) = self.with_particle(verb, far);
                    // `it had its secrets removed` is suffered, `we had the key revoked` is not.
                    let suffered = matches!(self.low(at), "its" | "their" | "his" | "her");
                    let voice = if suffered { Voice::Passive } else { Voice::Active };
                    let mut made = group(verb, last, tense(), voice);
                    // `have the key rotated`, where a clause begins, is an order.
                    made.wished |= self.low(start) == "have" && self.opens(start);
                    return Some(made);
                }
                far += 1;
            }
            if !modal && !to {
                let tense = if had { Tense::Past } else { Tense::Present };
                return Some(group("have".to_owned(), last_auxiliary, tense, Voice::Active));
            }
        }
        let verb = if does { "do" } else { "" };
        (modal || does || to).then(|| group(verb.to_owned(), last_auxiliary, tense(), Voice::Active))
    }

    /// Does the auxiliary stand in front of its subject?
    fn is_inverted(&self, start: usize) -> bool {
        if start == 0 {
            return true;
        }
        self.negative_front(start)
            || matches!(
                self.before(start),
                "only" | "nor" | "neither" | "never" | "why" | "how" | "when" | "what" | "so"
            )
            || start == 1 && is::is_coordinator(self.low(0))
    }

    /// `at no point was …`, `under no circumstances`: what is fronted denies what follows.
    fn negative_front(&self, start: usize) -> bool {
        start >= 3
            && (start.saturating_sub(5)..start - 1)
                .any(|at| is::is_preposition(self.low(at)) && self.low(at + 1) == "no" && self.opens(at))
    }

    /// Does nothing follow that the verb could act on?
    pub(crate) fn ends_group(&self, at: usize) -> bool {
        at >= self.len() || !self.is_noun(at) && !is::is_determiner(self.low(at))
    }

    /// Adds the small word that makes another verb of it: `shut down`, `take the host offline`.
    pub(crate) fn with_particle(&self, verb: String, at: usize) -> (String, usize) {
        let next = self.low(at + 1);
        if is::is_particle(next) && !matches!(next, "in" | "on" | "through" | "private") {
            return (format!("{verb} {next}"), at + 1);
        }
        if matches!(next, "private") {
            return (format!("{verb} {next}"), at + 1);
        }
        // `took the host offline`: a particle behind a short object.
        if self.is_object(at + 1) {
            for far in at + 2..at + 7 {
                let word = self.low(far);
                if matches!(word, "off" | "down" | "out" | "offline" | "away" | "back" | "apart" | "private")
                    && (self.ends_group(far + 1) || self.low(far + 1) == "of")
                {
                    return (format!("{verb} {word}"), at);
                }
                if !(self.is_noun(far) || is::is_determiner(word)) {
                    break;
                }
            }
        }
        (verb, at)
    }

    fn infinitive(&self, start: usize) -> Option<Group> {
        let mut at = start;
        let mut negated = false;
        if self.low(at) == "not" {
            negated = true;
            at += 1;
        }
        at += 1;
        while is::is_adverb(self.low(at)) && !is::is_determiner(self.low(at)) {
            at += 1;
        }
        let word = self.low(at);
        if is::is_state(word)
            || matches!(word, "read-only" | "public" | "internal" | "block" | "deny") && self.ends_group(at + 1)
        {
            return None;
        }
        let mut made = Group {
            first: start,
            last: at,
            verb: word.to_owned(),
            shape: Shape::Infinitive,
            tense: Tense::Timeless,
            voice: Voice::Active,
            negated,
            wished: false,
            doubted: false,
            inverted: None,
        };
        if matches!(word, "be" | "have") {
            let chain = self.chain(at)?;
            made.last = chain.last;
            made.verb = chain.verb;
            made.voice = chain.voice;
            return Some(made);
        }
        if !self.is_noun(at) || self.kind(at) != Some(Kind::Word) || word.contains(|char: char| char.is_ascii_digit()) {
            return None;
        }
        if matches!(self.low(start.wrapping_sub(1)), "access" | "limited" | "set") && self.ends_group(at + 1) {
            return None;
        }
        let (verb, last) = self.with_particle(word.to_owned(), at);
        (made.verb, made.last) = (verb, last);
        Some(made)
    }

    /// A present that carries a clause, or a verb that opens one.
    fn present(&self, at: usize) -> Option<Group> {
        let word = self.low(at);
        let governs = is::is_wishing(word) || is::is_doubting(word) || is::is_telling(word) || is::is_ensuring(word);
        let before = self.before(at);
        let opens = self.opens(at);
        let made = |shape: Shape, verb: &str, negated: bool, first: usize| Group {
            first,
            last: at,
            verb: verb.to_owned(),
            shape,
            tense: if shape == Shape::Base { Tense::Timeless } else { Tense::Present },
            voice: Voice::Active,
            negated,
            wished: false,
            doubted: false,
            inverted: None,
        };
        if opens && self.kind(at) == Some(Kind::Word) && self.is_noun(at) {
            let next = self.low(at + 1);
            let (_, forms) = past_of(word).unzip();
            let homograph = forms.is_some_and(|forms| forms.as_base);
            let order = homograph
                || is::is_determiner(next) && !matches!(next, "what" | "which" | "such")
                || is::is_object_pronoun(next) && next != "this" && next != "that"
                || self.kind(at + 1) == Some(Kind::Quote);
            let governs = governs && (!is::is_doubting(word) || matches!(next, "that" | "whether"));
            let order = order && gerund_of(word).is_none() && forms.is_none_or(|forms| forms.as_base);
            if (governs && !next.is_empty() || order) && (homograph || !self.follows_verb(at + 1)) {
                return Some(made(Shape::Base, word, before == "not" || before == "never", at));
            }
        }
        // `no longer works`, `now blocks`: an adverb that stands in front of a present only.
        let marked = matches!(before, "longer" | "now" | "currently")
            && word.ends_with('s')
            && at > 1
            && past_of(word).is_none();
        let subject = is::is_subject_pronoun(before)
            || marked
            || is::is_adverb(before) && at > 1 && is::is_subject_pronoun(self.low(at - 2))
            || word.ends_with('s')
                && at > 0
                && (self.is_noun(at - 1) || is::is_relative(before) || before == ")")
                && !(is_auxiliary(self.low(at + 1)) || self.low(at + 1) == "of");
        if (governs || is::is_plain_present(word) || marked) && subject && !opens {
            let stem = word.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(word);
            let verb = if is::is_wishing(stem) || is::is_doubting(stem) || is::is_telling(stem) || is::is_ensuring(stem)
            {
                stem
            } else {
                word
            };
            let verb = if marked && verb == word { present_of(word) } else { verb.to_owned() };
            return Some(made(Shape::Present, &verb, false, at));
        }
        if is::is_subject_pronoun(before) && self.is_noun(at) && gerund_of(word).is_none() {
            return Some(made(Shape::Present, word, false, at));
        }
        None
    }

    /// Does an auxiliary or a past come before anything else ends the phrase?
    fn follows_verb(&self, from: usize) -> bool {
        let mut at = from;
        while at < self.len() && at < from + 5 && (self.is_noun(at) || is::is_determiner(self.low(at))) {
            at += 1;
        }
        let word = self.low(at);
        at == from && (is_auxiliary(word) || is::is_link(word))
    }

    fn gerund(&self, at: usize) -> Option<Group> {
        let word = self.low(at);
        if is::is_thing_in_ing(word) {
            return None;
        }
        let verb = gerund_of(word)?;
        let before = self.before(at);
        if is::is_determiner(before) || before == "'s" || before == "of" && !self.is_object(at + 1) {
            return None;
        }
        // `platform engineering managed to …` is a name and a verb.
        let named = self.is_noun(at.wrapping_sub(1)) && at > 0 && past_of(self.low(at + 1)).is_some();
        if named || is_auxiliary(self.low(at + 1)) || is::is_link(self.low(at + 1)) {
            return None;
        }
        if !(self.is_object(at + 1)
            || self.opens(at)
            || is::is_preposition(before)
            || is::is_temporal(before)
            || is::is_wishing(before))
        {
            return None;
        }
        let (verb, last) = self.with_particle(verb, at);
        Some(Group {
            first: at,
            last,
            verb,
            shape: Shape::Gerund,
            tense: Tense::Timeless,
            voice: Voice::Active,
            negated: before == "without"
                || before == "not"
                || before == "of" && matches!(self.low(at.saturating_sub(2)), "instead"),
            wished: false,
            doubted: false,
            inverted: None,
        })
    }
}

/// Is it an auxiliary by its form alone?
pub(crate) fn is_auxiliary(word: &str) -> bool {
    is::is_be(word) || is::is_have(word) || is::is_do(word) || is::is_modal(word) || word == "'d"
}

/// Does it open a clause that hangs on another?
pub(crate) fn is_subordinator(word: &str) -> bool {
    is::is_temporal(word) && !matches!(word, "by" | "upon")
        || is::is_conditional(word)
        || is::is_asking(word) && word != "what"
        || is::is_factual(word) && word != "now"
}

/// Is it a time of the day, a day, or a number?
pub(crate) fn is_time(word: &str) -> bool {
    word.starts_with(|char: char| char.is_ascii_digit())
        && word.chars().all(|char| char.is_ascii_digit() || ":-.+zt".contains(char))
        && (word.contains(':') || word.ends_with('z') || word.matches('-').count() == 2)
        || matches!(word, "utc" | "am" | "pm" | "cet" | "cest" | "est" | "pst" | "gmt")
}

fn is_past_link(word: &str) -> bool {
    matches!(word, "remained" | "stayed" | "stood" | "sat" | "became" | "went")
}

fn link_of(word: &str) -> &'static str {
    match word {
        "remain" | "remains" | "remained" => "remain",
        "stay" | "stays" | "stayed" => "stay",
        "stands" | "stood" => "stand",
        "sits" | "sat" => "sit",
        "became" | "becomes" => "become",
        _ => "go",
    }
}

/// The base of a present: `blocks`, `denies`, `pushes`.
fn present_of(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let stem = word
        .strip_suffix("es")
        .filter(|stem| stem.ends_with("sh") || stem.ends_with("ch") || stem.ends_with("ss") || stem.ends_with('x'));
    stem.or_else(|| word.strip_suffix('s')).unwrap_or(word).to_owned()
}
