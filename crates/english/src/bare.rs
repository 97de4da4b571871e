//! Pasts and participles without an auxiliary: whether they carry a clause, or only tell which thing is meant.

use crate::groups::{Group, Segment, Shape, is_auxiliary, is_subordinator, is_time};
use crate::lemma::past_of;
use crate::lexicon as is;
use crate::tokens::Kind;
use crate::{Tense, Voice};

impl Segment<'_> {
    /// A past without an auxiliary, unless it only tells which thing is meant: `the compromised key`.
    pub(crate) fn bare(&self, at: usize) -> Option<Group> {
        let (verb, forms) = past_of(self.low(at))?;
        let word = self.low(at);
        let starts = self.opens(at);
        let before = self.before(at);
        if word.contains('-')
            && !["re-", "de-", "un-", "dis", "off", "pre", "air", "nul", "bla", "for", "loc", "two", "rol"]
                .iter()
                .any(|start| word.starts_with(start))
        {
            return None;
        }
        // `cut`, `reset`: an order where a clause begins, a name behind an article.
        let behind_time = at > 0 && is_time(before);
        if forms.as_base && starts && !behind_time && !is::is_subject_pronoun(before) && !self.is_dated(at) {
            return None;
        }
        if forms.as_base && !starts && !is::is_subject_pronoun(before) && !self.acts(at) {
            return None;
        }
        let subject = is::is_subject_pronoun(before);
        let mut back = at;
        while back > 0
            && is::is_adverb(self.low(back - 1))
            && !is::is_particle(self.low(back - 1))
            && !is_subordinator(self.low(back - 1))
        {
            back -= 1;
        }
        let lead = self.before(back);
        if !subject {
            let bound = is::is_determiner(lead) && !is::is_object_pronoun(lead)
                || is::is_preposition(lead) && !matches!(lead, "off" | "out" | "past")
                || lead == "'s"
                || lead == "to"
                || back == at
                    && is::is_object_pronoun(lead)
                    && self.is_noun(at + 1)
                    && !matches!(lead, "it" | "all" | "both" | "everything");
            if bound && !starts {
                return None;
            }
            if (lead == "as" || is::is_conditional(lead)) && back == at && !starts {
                return None;
            }
        }
        if starts && (is::is_adjunct_opener(word) && !self.is_object(at + 1)) {
            return None;
        }
        if starts && !subject && self.is_label_or_name(at) {
            return None;
        }
        if !starts && !subject {
            // `monitoring detected a blocked attempt`, but `sessions issued before ten may still be valid`.
            if self.is_reduced(at, &verb) {
                return None;
            }
            // An adjective in a name: `API key rotated keys`.
            if !self.is_noun(at.wrapping_sub(1))
                && !is::is_object_pronoun(lead)
                && !is::is_subject_pronoun(lead)
                && !is::is_relative(lead)
                && !is::is_adverb(before)
                && !matches!(self.before(at), ")" | "]")
            {
                return None;
            }
        }
        let mut has_object = self.is_object(at + 1);
        let (verb, last) = self.with_particle(verb, at);
        if last > at {
            has_object = self.is_object(last + 1);
        }
        let active = subject || has_object;
        Some(Group {
            first: back,
            last,
            verb,
            shape: Shape::Bare,
            tense: Tense::Past,
            voice: if active && self.low(last + 1) != "by" { Voice::Active } else { Voice::Passive },
            negated: (back..at).any(|at| is::is_negation(self.low(at))),
            wished: false,
            doubted: (back..at).any(|at| is::is_doubt(self.low(at))),
            inverted: None,
        })
    }

    /// Does the clause say at which time it was, so that it is no order?
    fn is_dated(&self, at: usize) -> bool {
        (at + 1..self.len()).take_while(|at| !self.is_comma(*at)).any(|at| {
            let next = self.low(at + 1);
            matches!(self.low(at), "at" | "since" | "around" | "from") && is_time(next) && next.contains(':')
                || matches!(self.low(at), "yesterday" | "already" | "earlier" | "ago")
        })
    }

    /// Is a past that looks like its base followed by what it acts on, and by no other verb: no `TCP reset rate`?
    fn acts(&self, at: usize) -> bool {
        let next = at + 1;
        let word = self.low(next);
        if next >= self.len() || is::is_determiner(word) || is::is_particle(word) || is::is_preposition(word) {
            return next < self.len();
        }
        self.is_object(next)
            && !(next..self.len()).take_while(|at| !self.is_comma(*at)).any(|at| {
                is_auxiliary(self.low(at))
                    || past_of(self.low(at)).is_some_and(|(_, forms)| forms.past && !forms.as_base)
            })
    }

    /// Is the participle that opens a clause a part of a name: `Deleted objects`, `blocked requests rose`?
    fn is_label_or_name(&self, at: usize) -> bool {
        let mut next = at + 1;
        if next >= self.len() || !self.is_noun(next) {
            return false;
        }
        if self.kind(next) == Some(Kind::Quote)
            || self.low(next).contains(|char: char| char.is_ascii_digit() || "._/@".contains(char))
        {
            return false;
        }
        while next < self.len() && self.is_noun(next) && next < at + 6 {
            if past_of(self.low(next)).is_some_and(|(_, forms)| forms.past && !forms.as_base) && next > at + 1 {
                // A verb of its own, unless it is one of a row: `Revoked tokens issued to`.
                let behind = self.low(next + 1);
                return self.is_object(next + 1)
                    || next + 1 >= self.len()
                    || matches!(behind, "at" | "during" | "between" | "over" | "throughout" | "around" | "again")
                    || is::is_adverb(behind);
            }
            next += 1;
        }
        // `Isolated workloads run in …`: a plural, and a verb that goes with it.
        let (last, verb) = (self.low(next.saturating_sub(2)), self.low(next.saturating_sub(1)));
        if next > at + 2
            && last.ends_with('s')
            && !verb.ends_with('s')
            && verb.chars().all(char::is_alphabetic)
            && (is::is_preposition(self.low(next)) || is::is_determiner(self.low(next)))
            && past_of(verb).is_none_or(|(_, forms)| forms.as_base || !forms.past)
        {
            return true;
        }
        // A present or an auxiliary makes it a subject.
        let word = self.low(next);
        let is_present = self.is_comma(next).then_some(false);
        is_present.unwrap_or_else(|| (is_auxiliary(word) || is::is_plain_present(word)) && !word.starts_with('\''))
    }

    /// Does another verb of the same clause make this one tell only which thing is meant?
    fn is_reduced(&self, at: usize, verb: &str) -> bool {
        if is::is_ensuring(verb) || is::is_telling(verb) || is::is_wishing(verb) || is::is_doubting(verb) {
            return false;
        }
        let mut far = at + 1;
        while far < self.len() {
            let word = self.low(far);
            if self.is_comma(far)
                || is::is_coordinator(word)
                || is_subordinator(word) && !is::is_preposition(word)
                || is::is_relative(word)
                || word == "that"
            {
                return false;
            }
            if matches!(word, "before" | "after" | "since" | "until") {
                // A time may follow; a clause of its own ends the search.
                if is::is_determiner(self.low(far + 1)) || is::is_subject_pronoun(self.low(far + 1)) {
                    return false;
                }
            }
            if is::is_subject_pronoun(word) {
                return false;
            }
            if (is_auxiliary(word) || is::is_link(word)) && !is::is_have(word)
                || matches!(word, "has" | "have") && self.low(far + 1) != "to"
            {
                return true;
            }
            far += 1;
        }
        false
    }
}
