//! The sentences that are always the same for the same facts, so that every report says them alike.

use countersign_evaluator::{Lack, SchemaFault};

use crate::{NotApplicable, Place, Reason, WhyNot};

/// The most names that a help lists.
const NAMES: usize = 12;

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
        let called = self.place.called();
        match &self.lack {
            Lack::Missing => format!("{called} is not written"),
            Lack::Empty if self.place.missing => {
                format!("{called} is not written, so there is nothing in it to look at")
            }
            Lack::Empty => format!("there is nothing in {called}"),
            Lack::Unknown(Some(why)) => format!("{called} is not known: {why}"),
            Lack::Unknown(None) => format!("{called} is not known, and nothing says why"),
            Lack::Unfit => format!("{called} does not fit its type, so it counts as not known"),
            Lack::Uncomputable => format!("{called} cannot be computed"),
        }
    }
}

impl NotApplicable {
    /// Why the rule did not apply, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (reasons, places, fallback): (&[Reason], &[Place], &str) = match &self.why {
            WhyNot::Guard { reasons, places, .. } => (reasons, places, "its condition is not met"),
            WhyNot::NothingToLookAt(reasons) => (reasons, &[], "there is nothing for it to look at"),
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

/// A failing clause's sentence: where something was not written that first, then what the author has to say.
#[must_use]
pub fn not_written_first(said: &str, reasons: &[Reason]) -> String {
    match reasons.iter().find(|reason| matches!(reason.lack, Lack::Missing | Lack::Empty)) {
        Some(reason) => format!("{}: {said}", reason.sentence()),
        None => said.to_owned(),
    }
}

/// What the schema found, in a sentence; `place` is the finding's first.
#[must_use]
pub fn fault_sentence(fault: &SchemaFault, place: &Place) -> String {
    match fault {
        SchemaFault::Required { field, shape } => format!("`{field}` is not written, and {shape} has to have it"),
        SchemaFault::Type { wanted, found, .. } => format!("{} should be {wanted}, and is {found}", place.called()),
        SchemaFault::Field { field, shape, .. } => format!("{shape} has no field `{field}`"),
        SchemaFault::Member { word, name, .. } => format!("`{word}` is no {name}"),
        SchemaFault::Key { field, value } => format!("two items have the {field} `{value}`"),
        SchemaFault::Ref { value, path, .. } => format!("nothing has the {path} `{value}` that is referred to here"),
        SchemaFault::Unknown => {
            format!("{} holds the bare word `unknown`, which is a text like any other there", place.called())
        }
    }
}

/// What to do about what the schema found.
#[must_use]
pub fn fault_help(fault: &SchemaFault) -> Option<String> {
    match fault {
        SchemaFault::Required { field, .. } => {
            Some(format!("write `{field}:`, or `{field}: !unknown` and why, if it is not known yet"))
        }
        SchemaFault::Type { hint, .. } => hint.as_ref().map(ToString::to_string),
        SchemaFault::Field { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
        SchemaFault::Field { known, .. } => Some(format!("it has {}", names(known.iter().map(AsRef::as_ref)))),
        SchemaFault::Member { nearest: Some(nearest), members, .. } => {
            Some(format!("did you mean `{nearest}`? it is one of {}", names(members.iter().map(AsRef::as_ref))))
        }
        SchemaFault::Member { members, .. } => {
            Some(format!("it is one of {}", names(members.iter().map(AsRef::as_ref))))
        }
        SchemaFault::Key { .. } => Some("give one of them another, and refer to the one that is meant".to_owned()),
        SchemaFault::Ref { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
        SchemaFault::Ref { path, .. } => Some(format!("add the item, or refer to the {path} of one that is there")),
        SchemaFault::Unknown => Some(
            "write `!unknown` and why, for what is not known; put the word into a sentence if it is meant as text"
                .to_owned(),
        ),
    }
}

/// A list of names in backticks, cut where it grows long.
fn names<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let all = names.len();
    let mut shown: Vec<String> = names.take(NAMES).map(|name| format!("`{name}`")).collect();
    if all > NAMES {
        shown.push(format!("{} more", all - NAMES));
    }
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => "no names".to_owned(),
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
            (Lack::Empty, false, "there is nothing in `a.b`"),
            (Lack::Unknown(Some("logs arrive at noon".into())), false, "`a.b` is not known: logs arrive at noon"),
            (Lack::Unknown(None), false, "`a.b` is not known, and nothing says why"),
        ] {
            assert_eq!(reason(lack, "a.b", missing).sentence(), sentence);
        }
    }

    #[test]
    fn what_was_not_written_comes_before_what_the_author_says() {
        let reasons = [reason(Lack::Missing, "approval.approver", true)];
        assert_eq!(not_written_first("nobody may", &reasons), "`approval.approver` is not written: nobody may");
        assert_eq!(not_written_first("nobody may", &[]), "nobody may");
    }

    #[test]
    fn long_lists_of_names_are_cut() {
        let many: Vec<String> = (0..20).map(|n| format!("n{n}")).collect();
        let text = names(many.iter().map(String::as_str));
        assert!(text.ends_with("`n11` and 8 more"), "{text}");
        assert_eq!(names(["a", "b"].into_iter()), "`a` and `b`");
    }
}
