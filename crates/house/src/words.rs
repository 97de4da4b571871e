//! The sentences that are always the same for the same facts, so that every report says them alike.

use countersign_evaluator::{Lack, OWN_DAY, WaiverState};

use crate::{AsOf, NotApplicable, Place, Reason, Waiver, WhyNot};

/// The most characters of source text that are quoted in a sentence.
const QUOTED: usize = 100;

/// Source text on one line, its blanks drawn together, cut where it is long.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTED {
        return line;
    }
    let mut cut: String = line.chars().take(QUOTED).collect();
    cut.push('…');
    cut
}

impl Place {
    /// The path in backticks, or what to call the document itself.
    #[must_use]
    pub fn called(&self) -> String {
        if self.path.is_empty() { "the document".to_owned() } else { format!("`{}`", self.path) }
    }
}

impl Reason {
    /// What is the matter, in a sentence: "`approval.approver` is not written".
    #[must_use]
    pub fn sentence(&self) -> String {
        let lack = if self.lack == Lack::Empty && self.place.missing { &Lack::Missing } else { &self.lack };
        format!("{} {}", self.place.called(), lack.words())
    }
}

impl AsOf {
    /// The day, and who says so: "2026-06-01, the document's own `prepared_at`".
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.own {
            Some(_) => format!("{}, the document's own `{OWN_DAY}`", self.day),
            None if self.configured.is_some() => format!("{}, as configured", self.day),
            None => format!("{}, as given", self.day),
        }
    }
}

impl Waiver {
    /// What it says, and what that makes of the finding.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { until, by, .. } = self;
        let mut sentence = match self.state {
            WaiverState::Holds => format!("until {until}, by {by}"),
            WaiverState::Undecided => format!("until {until}, by {by}; whether it covers this is not known yet"),
            WaiverState::Expired => format!("covered this until {until}, by {by}, and has ended"),
        };
        if self.on_own_word {
            sentence.push_str(&format!("; held against the document's own `{OWN_DAY}`"));
        }
        sentence
    }
}

impl NotApplicable {
    /// Why the rule did not apply, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (reasons, places, fallback): (&[Reason], &[Place], &str) = match &self.why {
            WhyNot::Guard { reasons, places, .. } => (reasons, places, "its condition is not met"),
            WhyNot::NotInForce { from, until, as_of, .. } => {
                let days = match until {
                    Some(until) if as_of.day > *until => format!("in force until {until}"),
                    _ => format!("in force from {from}"),
                };
                return format!("{days}; judged as of {}", as_of.sentence());
            }
            WhyNot::NothingToLookAt(reasons) => (reasons, &[], "there is nothing for it to look at"),
            WhyNot::NoChoice(reason) => (std::slice::from_ref(reason), &[], "nothing was chosen"),
            WhyNot::OnlyCompares => (&[], &[], "it compares its options, and asks for no choice"),
            WhyNot::SwitchedOff(_) => (&[], &[], "it is switched off by the configuration"),
        };
        if let Some(first) = reasons.first() {
            return match reasons.len() {
                1 => first.sentence(),
                more => format!("{} (and {} more)", first.sentence(), more - 1),
            };
        }
        match places.first() {
            Some(place) => format!("{fallback} by {}", place.called()),
            None => fallback.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_source::{FileId, Span};

    fn reason(lack: Lack, path: &str, missing: bool) -> Reason {
        Reason { lack, place: Place { span: Span::new(FileId(0), 0..0), path: path.into(), missing } }
    }

    #[test]
    fn a_lack_says_what_and_why() {
        for (lack, missing, sentence) in [
            (Lack::Missing, true, "`a.b` is not written"),
            (Lack::Empty, false, "`a.b` holds nothing"),
            (Lack::Unknown(Some("logs arrive at noon".into())), false, "`a.b` is not known yet (logs arrive at noon)"),
            (Lack::Unknown(None), false, "`a.b` is not known yet"),
        ] {
            assert_eq!(reason(lack, "a.b", missing).sentence(), sentence);
        }
    }
}
