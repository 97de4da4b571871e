//! How a clause is said, by its own form and by what it hangs on.

use crate::clauses::{Link, Placed};
use crate::groups::{Group, Shape};
use crate::lexicon as is;
use crate::{Mood, Tense, Voice};

/// How a group is said by its own form.
pub(crate) fn own(group: &Group) -> Mood {
    match group.shape {
        Shape::Base => Mood::Ordered,
        Shape::Infinitive | Shape::Gerund => Mood::Wished,
        _ if group.wished => Mood::Wished,
        _ if group.doubted => Mood::Doubted,
        _ => Mood::Asserted,
    }
}

/// The mood of a clause behind a word that opens it.
pub(crate) fn under(word: &str, group: &Group, placed: &[Placed], later: &[Group]) -> Mood {
    let mood = own(group);
    if mood != Mood::Asserted {
        return mood;
    }
    if is::is_conditional(word) {
        return Mood::Conditional;
    }
    if is::is_asking(word) {
        return Mood::Asked;
    }
    if word == "as" && group.shape == Shape::Bare && group.voice == Voice::Passive {
        return Mood::Conditional;
    }
    if is::is_temporal(word) {
        let elliptic = group.shape == Shape::Bare && group.voice == Voice::Passive;
        if group.tense == Tense::Past && !elliptic {
            return Mood::Asserted;
        }
        let matrix_is_fact = match placed.iter().rev().find(|placed| !matches!(placed.link, Link::Under(_))) {
            Some(placed) => placed.mood == Mood::Asserted && is_gone(placed.group.tense),
            None => later
                .iter()
                .find(|later| later.shape != Shape::Infinitive)
                .is_some_and(|later| own(later) == Mood::Asserted && is_gone(later.tense)),
        };
        if !matrix_is_fact || matches!(word, "until" | "till" | "before") {
            return Mood::Conditional;
        }
    }
    mood
}

pub(crate) fn is_gone(tense: Tense) -> bool {
    matches!(tense, Tense::Past | Tense::Perfect)
}

/// The mood of what somebody says, wants, thinks or has to find out.
pub(crate) fn told(previous: Option<&Placed>, group: &Group) -> Mood {
    let mood = own(group);
    let Some(previous) = previous else { return mood };
    if mood != Mood::Asserted {
        return mood;
    }
    let verb = previous.group.verb.as_str();
    match previous.mood {
        Mood::Asserted if previous.group.negated => return Mood::Doubted,
        Mood::Asserted => {}
        Mood::Ordered if !is::is_ensuring(verb) && !is::is_wishing(verb) => return mood,
        Mood::Ordered => return Mood::Wished,
        other => return other,
    }
    if is::is_wishing(verb) {
        Mood::Wished
    } else if is::is_telling(verb) {
        Mood::Reported
    } else if is::is_observing(verb) && group.voice == Voice::Passive {
        // What was only seen to have happened, somebody else has done.
        Mood::Reported
    } else if is::is_doubting(verb) {
        Mood::Doubted
    } else {
        mood
    }
}
