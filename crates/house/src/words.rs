//! The sentences that are always the same for the same facts, so that every report says them alike.

use countersign_evaluator::Lack;

use crate::{NotApplicable, Place, Reason, WhyNot};

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

impl NotApplicable {
    /// Why the rule did not apply, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (reasons, places, fallback): (&[Reason], &[Place], &str) = match &self.why {
            WhyNot::Guard { reasons, places, .. } => (reasons, places, "its condition is not met"),
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
