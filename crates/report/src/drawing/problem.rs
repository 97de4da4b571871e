//! What is wrong with the JSON of a drawing: facts, and the sentences for them.

use std::fmt;

/// A fault, and the member that it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawingError {
    /// The way to the member: `steps[2].mark`. Empty for the drawing itself.
    pub member: String,
    /// What is wrong there.
    pub fault: DrawingFault,
}

/// What can be wrong with a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawingFault {
    /// The text is no JSON; what the reader of JSON says.
    NotJson(String),
    /// It has to be there.
    Absent,
    /// It is of another kind.
    Kind {
        /// What was expected, with its article.
        expected: &'static str,
        /// What stands there, with its article.
        found: &'static str,
    },
    /// A drawing has no such member here.
    NoSuchMember {
        /// The nearest that it has.
        nearest: Option<&'static str>,
        /// All that it has.
        known: &'static [&'static str],
    },
    /// It is none of the words that can stand here.
    NoSuchWord {
        /// What stands there.
        found: String,
        /// The words.
        known: &'static [&'static str],
    },
    /// No lane, column or node of the drawing is called this.
    NoSuchId {
        /// What stands there.
        found: String,
        /// What was looked for: `lane`.
        what: &'static str,
        /// The nearest that there is.
        nearest: Option<String>,
    },
    /// Two lanes, columns or nodes are called this.
    Twice {
        /// The id.
        id: String,
        /// What is called so: `lane`.
        what: &'static str,
    },
    /// It is no point in time.
    NoInstant {
        /// What stands there.
        found: String,
    },
    /// It ends before it begins.
    EndsBefore,
    /// There are more than can be read in one picture.
    TooMany {
        /// How many.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
}

impl DrawingError {
    /// What to do about it, where the sentence does not say.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match &self.fault {
            DrawingFault::NoSuchMember { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            DrawingFault::NoSuchMember { known, .. } | DrawingFault::NoSuchWord { known, .. } => {
                Some(format!("there are {}", listed(known)))
            }
            DrawingFault::NoSuchId { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            DrawingFault::Absent if self.member == "drawing" => {
                Some(format!("there are {}", listed(&super::read::KINDS)))
            }
            DrawingFault::NoInstant { .. } => Some("a point in time is written `2026-05-18T09:20:00Z`".to_owned()),
            DrawingFault::TooMany { .. } => {
                Some("leave out what the reader can do without, or make two views".to_owned())
            }
            _ => None,
        }
    }
}

impl fmt::Display for DrawingError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let member = if self.member.is_empty() { "the drawing".to_owned() } else { format!("`{}`", self.member) };
        match &self.fault {
            DrawingFault::NotJson(reason) => write!(to, "the drawing is not JSON: {reason}"),
            DrawingFault::Absent => write!(to, "{member} is missing from the drawing"),
            DrawingFault::Kind { expected, found } => write!(to, "{member} has to be {expected}, and is {found}"),
            DrawingFault::NoSuchMember { .. } => write!(to, "a drawing has no {member}"),
            DrawingFault::NoSuchWord { found, .. } => write!(to, "{member} cannot be `{found}`"),
            DrawingFault::NoSuchId { found, what, .. } => {
                write!(to, "{member} names `{found}`, and there is no such {what}")
            }
            DrawingFault::Twice { id, what } => write!(to, "{member}: there is another {what} with the id `{id}`"),
            DrawingFault::NoInstant { found } => write!(to, "{member} has to be a point in time, and is `{found}`"),
            DrawingFault::EndsBefore => write!(to, "{member} lies before `at`"),
            DrawingFault::TooMany { found, limit } => {
                write!(to, "{member} has {found} items, and a picture can show {limit}")
            }
        }
    }
}

impl std::error::Error for DrawingError {}

/// `a`, `b` and `c`, each in backticks.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
