//! The sentences of an explanation that are always the same for the same facts.

use countersign_compiler::program::{Program, Type};
use countersign_evaluator::Outcome;

use super::{Action, Answer, Edit, Fix, Role};
use crate::search::Written;

/// The longest value that is quoted whole, in characters.
const QUOTED: usize = 60;

/// The most other values that are named.
const NAMED: usize = 4;

impl Answer {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsaid => "not written",
            Self::Open => "open",
        }
    }
}

impl Role {
    /// The word that stands before it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Let => "let",
            Self::ForEach => "for each",
            Self::Require => "require",
            Self::Forbid => "forbid",
            Self::Option => "option",
            Self::Needs => "needs",
            Self::Suits => "suits",
            Self::Item => "item",
            Self::Part => "",
            Self::Meaning => "that is",
            Self::Row => "row",
            Self::Value => "",
        }
    }
}

/// What a rule came to, as a verb.
#[must_use]
pub fn comes_to(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::DoesNotApply => "does not apply",
        Outcome::Passes => "passes",
        Outcome::Waived => "is waived",
        Outcome::Undetermined => "is open",
        Outcome::Fails => "fails",
    }
}

impl Edit {
    /// What to do, in a sentence. It says what the document would have to say, and not that it is so.
    #[must_use]
    pub fn sentence(&self) -> String {
        if let Some(page) = &self.page {
            return page.sentence(self, &self.or_else());
        }
        let path = format!("`{}`", self.path);
        let Some(value) = &self.value else {
            return match (&self.now, self.way.last()) {
                (Some(now @ (Written::Text(_) | Written::Word(_))), Some(crate::Stop::Item(_))) => {
                    format!("leave {path} out, which is `{}`", quoted(now))
                }
                _ => format!("leave {path} out"),
            };
        };
        if *value == Written::Unknown {
            return format!("where it is not known yet, write `!unknown` and why under {path}");
        }
        let example = format!("for example `{}`{}", quoted(value), self.or_else());
        match (self.action, &self.now, value) {
            (Action::Add, _, Written::Map(_)) => format!("add an item to {path}, {example}"),
            (Action::Add, ..) => format!("add {} to {path}, {example}", self.wanted),
            (_, Some(Written::Text(now)), Written::Text(text)) if let Some(gone) = taken_out(now, text) => {
                format!("take “{gone}” out of {path}")
            }
            (_, Some(now @ (Written::Word(_) | Written::Text(_))), _) if self.choice => {
                format!("say `{}`{} in {path}, not `{}`", quoted(value), self.or_else(), quoted(now))
            }
            (_, Some(Written::Unknown), _) => {
                format!("find out {path}; it would pass with `{}`{}", quoted(value), self.or_else())
            }
            (_, Some(_), Written::List(_) | Written::Map(_)) => format!("say something else in {path}, {example}"),
            (_, Some(_), _) => format!("write {} in {path}, {example}", self.wanted.replacen("a ", "another ", 1)),
            (_, None, Written::Map(fields)) if !fields.is_empty() => format!("write {path}, {example}"),
            // Any text will do: one that is made up of the field's name shows nothing.
            (_, None, Written::Text(text)) if !self.choice && self.path.ends_with(text.as_str()) => {
                format!("write {} under {path}", self.wanted)
            }
            (_, None, _) => format!("write {} under {path}, {example}", self.wanted),
        }
    }

    fn or_else(&self) -> String {
        // Of texts and times there is no end: naming more of them says nothing.
        if self.others.is_empty() || !self.choice {
            return String::new();
        }
        let shown: Vec<String> = self.others.iter().take(NAMED).map(|value| format!("`{}`", quoted(value))).collect();
        let more = if self.others.len() > NAMED { ", …" } else { "" };
        format!(" (or {}{more})", shown.join(", "))
    }
}

impl Fix {
    /// What else would come of it, in a sentence; nothing where nothing would.
    #[must_use]
    pub fn consequence(&self) -> Option<String> {
        let named = |ids: &[String]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        if self.outcome == Outcome::DoesNotApply {
            parts.push("the rule would not apply any more".to_owned());
        }
        if !self.breaks.is_empty() {
            parts.push(format!("this would make {} fail", named(&self.breaks)));
        }
        if !self.opens.is_empty() {
            parts.push(format!("this would leave {} open", named(&self.opens)));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// What was taken out of a text to make another of it, where that is all.
pub(super) fn taken_out(now: &str, text: &str) -> Option<String> {
    let now: Vec<&str> = now.split_whitespace().collect();
    let text: Vec<&str> = text.split_whitespace().collect();
    if text.len() >= now.len() {
        return None;
    }
    let same = |a: &str, b: &str| {
        let bare = |word: &str| word.trim_matches(|char: char| char.is_ascii_punctuation()).to_owned();
        bare(a) == bare(b)
    };
    let first = now.iter().zip(&text).take_while(|(a, b)| same(a, b)).count();
    let last = now.iter().rev().zip(text.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let last = last.min(text.len().saturating_sub(first));
    (first + last == text.len()).then(|| {
        let gone = now.get(first..now.len().saturating_sub(last)).unwrap_or_default();
        short(&gone.join(" "))
    })
}

/// A value on one line, cut where it is long.
#[must_use]
pub(crate) fn quoted(value: &Written) -> String {
    match value {
        Written::Text(text) => short(text),
        value => short(&value.inline()),
    }
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 2 * QUOTED {
        return line;
    }
    let head: String = line.chars().take(QUOTED).collect();
    let tail: Vec<char> = line.chars().rev().take(QUOTED).collect();
    format!("{head} … {}", tail.into_iter().rev().collect::<String>())
}

/// What a value of a type is called.
pub(super) fn called(program: &Program, ty: &Type) -> String {
    match ty {
        Type::Boolean => "`true` or `false`".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Duration => "a duration".to_owned(),
        Type::Date => "a date".to_owned(),
        Type::Instant => "a point in time".to_owned(),
        Type::Enum(id) => with_article(&program[*id].name),
        Type::Refinement(id) => program[*id].called.to_string(),
        Type::Reference(id) => format!("one of `{}`", program[*id].path),
        Type::List(_) => "a list".to_owned(),
        Type::Shape(_) | Type::Silent => String::new(),
    }
}

/// `an Action`, in backticks.
fn with_article(name: &str) -> String {
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} `{name}`")
}
