//! The words for what was found.

use countersign_source::Level;

use crate::facts::{Finding, Lack, Outcome, Reason, SchemaFault};

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
            Self::Required { field, shape } => (
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
        };
        Words { message, help }
    }
}

impl Lack {
    /// What is the matter, in words that follow a path.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Missing => "is not written".to_owned(),
            Self::Empty => "holds nothing".to_owned(),
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
        let lacking = self.reasons.iter().find(|reason| matches!(reason.lack, Lack::Missing | Lack::Empty));
        let lacking = lacking.or_else(|| self.reasons.first());
        match lacking.filter(|_| self.outcome == Outcome::Fails) {
            Some(reason) => format!("{}: {}", reason.sentence(), self.said),
            None => self.said.clone(),
        }
    }

    /// What to do next: the help of the schema's check, or of the rule's author.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        self.help.clone().or_else(|| self.fault.as_ref().and_then(|fault| fault.words().help))
    }

    /// Does it keep the document from being ready?
    #[must_use]
    pub fn weighs(&self) -> bool {
        self.level == Level::Error
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
