//! The words for what was found.

use countersign_source::Level;

use crate::decision::{ChoiceFault, ChoiceFaultKind, Unmet};
use crate::facts::{Finding, Lack, LocalWhy, Outcome, Reason, SchemaFault};

/// A message and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// One line, lower case, user input in backticks.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

/// The most names that a message lists.
const LISTED: usize = 12;

impl SchemaFault {
    /// The words for it.
    #[must_use]
    pub fn words(&self) -> Words {
        let (message, help) = match self {
            Self::Required { field, shape, written: Some(written) } => (
                format!("`{field}` is not written, and {} needs it: `{written}` is no field of it", called(shape)),
                Some(format!("did you mean `{field}`? write that instead of `{written}`")),
            ),
            Self::Required { field, shape, written: None } => (
                format!("`{field}` is not written, and {} needs it", called(shape)),
                Some(format!("write `{field}`; where it is not known yet, write `{field}: {{unknown: why}}`")),
            ),
            Self::Type { wanted, found, hint } => {
                (format!("{found} stands where {wanted} is wanted"), hint.as_ref().map(ToString::to_string))
            }
            Self::Field { field, shape, nearest, known } => (
                format!("{} has no field `{field}`", called(shape)),
                Some(match nearest {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => format!("it has {}", listed(known)),
                }),
            ),
            Self::Member { word, name, nearest, members } => (
                format!("`{word}` is no word of `{name}`"),
                Some(match nearest {
                    Some(nearest) => format!("did you mean `{nearest}`? the words are {}", listed(members)),
                    None if &**word == "unknown" => "write `unknown` without quotes, or `{unknown: why}`".to_owned(),
                    None => format!("the words are {}", listed(members)),
                }),
            ),
            Self::Key { field, value } => (
                format!("`{value}` is the `{field}` of two items"),
                Some(format!("give each item a `{field}` of its own")),
            ),
            Self::Ref { value, path, nearest } => (
                format!("`{value}` is none of `{path}`"),
                Some(match nearest {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => format!("write the item that it stands for, or name one that is in `{}`", list_of(path)),
                }),
            ),
            Self::Digest { location, claimed, found } => (
                format!("`{location}` is not the file that this digest is of"),
                Some(format!(
                    "written is `{claimed}`, and the file has `{found}`: find out which of the two was changed"
                )),
            ),
            Self::Unknown => (
                "`unknown` stands where a text is wanted, so it reads as a text".to_owned(),
                Some("write `{unknown: why}`; if the word itself is meant, put it in quotes".to_owned()),
            ),
            Self::Local { written, why } => local(written, why),
            Self::Zone { word, nearest } => (
                format!("`{word}` is no time zone"),
                Some(match nearest {
                    Some(nearest) => {
                        format!("did you mean `{nearest}`? `UTC` and offsets such as `+02:00` will do, too")
                    }
                    None => "write `UTC`, an offset such as `+02:00`, or a name such as `Europe/Berlin`".to_owned(),
                }),
            ),
        };
        Words { message, help }
    }
}

fn local(written: &str, why: &LocalWhy) -> (String, Option<String>) {
    let (message, help) = match why {
        LocalWhy::NoZone => (
            format!("`{written}` has no offset, and the document names no time zone"),
            format!(
                "write the offset, `{written}Z` for UTC or `{written}+02:00`; or say it once for all times: `timezone: UTC`"
            ),
        ),
        LocalWhy::Twice { zone, first, second } => (
            format!("`{written}` comes twice in {zone}, where clocks were set back"),
            format!("write the one that is meant: `{first}` or `{second}`"),
        ),
        LocalWhy::Never { zone, before, after } => (
            format!("`{written}` never comes in {zone}, where clocks were set forward over it"),
            format!("write the one that is meant: `{before}` or `{after}`"),
        ),
    };
    (message, Some(help))
}

impl Lack {
    /// What is the matter, in words that follow a path.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Missing => "is not written".to_owned(),
            Self::NoRevision => "is not there: no earlier revision was given (`--previous`)".to_owned(),
            Self::Empty => "holds nothing".to_owned(),
            Self::NoneFits => "holds nothing that fits".to_owned(),
            Self::Unknown(None) => "is not known yet".to_owned(),
            Self::Unknown(Some(why)) => format!("is not known yet ({why})"),
            Self::Unfit => "does not fit the schema".to_owned(),
            Self::Uncomputable => "gives nothing that can be computed with".to_owned(),
        }
    }
}

impl Reason {
    /// What is the matter with what, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let path =
            if self.place.path.is_empty() { "the document".to_owned() } else { format!("`{}`", self.place.path) };
        format!("{path} {}", self.lack.words())
    }
}

impl Finding {
    /// What to say about it, in one line. A failure because something was not written, or is not known, says first
    /// what that is; what is
    /// undetermined says the rule's title, and its reasons say the rest.
    #[must_use]
    pub fn sentence(&self) -> String {
        if let Some(fault) = &self.fault {
            return fault.words().message;
        }
        if let Some(choice) = &self.choice {
            return choice.sentence(self);
        }
        self.plainly(&self.said)
    }

    /// What an author has to say, behind what was not written.
    fn plainly(&self, said: &str) -> String {
        let lacking = self
            .reasons
            .iter()
            .find(|reason| matches!(reason.lack, Lack::Missing | Lack::NoRevision | Lack::Empty | Lack::NoneFits));
        let lacking = lacking.or_else(|| self.reasons.first());
        match lacking.filter(|_| matches!(self.outcome, Outcome::Fails | Outcome::Waived)) {
            Some(reason) => format!("{}: {said}", reason.sentence()),
            None => said.to_owned(),
        }
    }

    /// What to do next: the help of the schema's check, or of the rule's author, and what could be chosen instead.
    #[must_use]
    pub fn next(&self) -> Vec<String> {
        let first = self.help.clone().or_else(|| self.fault.as_ref().and_then(|fault| fault.words().help));
        first.into_iter().chain(self.choice.as_ref().and_then(ChoiceFault::instead)).collect()
    }

    /// Does it keep the document from being ready?
    #[must_use]
    pub fn weighs(&self) -> bool {
        self.level == Level::Error
    }
}

impl Unmet {
    /// What is the matter with the option, in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (written, finding) = (&self.written, &self.finding);
        match (finding.outcome, finding.said.as_str()) {
            (Outcome::Fails, "") => finding.plainly(&format!("`{written}` does not hold")),
            (Outcome::Fails, said) => finding.plainly(said),
            _ => format!("it is not known yet whether `{written}` holds"),
        }
    }
}

impl ChoiceFault {
    /// What is the matter, in one line.
    fn sentence(&self, finding: &Finding) -> String {
        let Self { chosen, kind, .. } = self;
        // What a waiver speaks of is a failure, whatever it makes of it.
        let fails = finding.outcome == Outcome::Fails || finding.waiver.is_some();
        let said = |written: &str| match finding.said.as_str() {
            "" => finding.plainly(&format!("`{written}` does not hold")),
            said => finding.plainly(said),
        };
        match kind {
            ChoiceFaultKind::NotKnown => "it is not known yet what was chosen".to_owned(),
            ChoiceFaultKind::Unlisted { decision, .. } => format!("`{chosen}` is no option of `{decision}`"),
            ChoiceFaultKind::Needs { written } if fails => format!("`{chosen}` is not supported: {}", said(written)),
            ChoiceFaultKind::Needs { written } => {
                format!("it is not known yet whether `{chosen}` is supported: it needs `{written}`")
            }
            ChoiceFaultKind::Suits { written } if fails => {
                format!("`{chosen}` is supported, but does not suit: {}", said(written))
            }
            ChoiceFaultKind::Suits { written } => {
                format!("`{chosen}` is supported, but it is not known yet whether `{written}` makes it suit")
            }
        }
    }

    /// What could be chosen instead.
    fn instead(&self) -> Option<String> {
        if let ChoiceFaultKind::Unlisted { nearest, options, .. } = &self.kind {
            return Some(match nearest {
                Some(nearest) => format!("did you mean `{nearest}`? the options are {}", listed(options)),
                None => format!("the options are {}", listed(options)),
            });
        }
        let suggestion = self.suggestion.as_ref().filter(|suggestion| **suggestion != self.chosen);
        let open: Vec<_> = self.open.iter().filter(|open| **open != self.chosen).map(std::sync::Arc::clone).collect();
        match (suggestion, open.is_empty()) {
            (Some(suggestion), true) => Some(format!("`{suggestion}` is supported and suits")),
            (Some(suggestion), false) => {
                Some(format!("`{suggestion}` is supported and suits; still open before it: {}", listed(&open)))
            }
            (None, false) => Some(format!("no option is supported and suits yet; still open: {}", listed(&open))),
            (None, true) => None,
        }
    }
}

fn called(shape: &str) -> String {
    if shape.is_empty() { "the document".to_owned() } else { format!("`{shape}`") }
}

fn list_of(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(list, _)| list)
}

fn listed(names: &[std::sync::Arc<str>]) -> String {
    let mut shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    if names.len() > LISTED {
        shown.push(format!("{} more", names.len() - LISTED));
    }
    match shown.as_slice() {
        [] => "none".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
