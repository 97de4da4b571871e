//! Names that do not say what they should: unknown, shared, taken, going round in circles.

use countersign_source::{Diagnostic, Report, Span};

use super::{article, listed};

/// What a name was to be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A pack.
    Pack,
    /// A document, record, enum or refinement.
    Type,
    /// The document that a pack judges.
    Document,
    /// A field, local name or setting, in an expression.
    Value,
    /// A definition, table or built-in.
    Function,
    /// A setting.
    Setting,
    /// A step.
    Step,
    /// A risk.
    Risk,
    /// A rule.
    Rule,
    /// An option of a decision.
    Option,
    /// A decision.
    Decision,
    /// A check of the schema.
    Check,
    /// A refinement, behind `is`.
    Refinement,
    /// A level.
    Level,
    /// Something that can be extended.
    Extensible,
}

impl Sort {
    /// How to call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Type => "type",
            Self::Document => "document",
            Self::Value => "name",
            Self::Function => "definition, table or built-in",
            Self::Setting => "setting",
            Self::Step => "step",
            Self::Risk => "risk",
            Self::Rule => "rule",
            Self::Option => "option",
            Self::Decision => "decision",
            Self::Check => "check of the schema",
            Self::Refinement => "refined type",
            Self::Level => "level",
            Self::Extensible => "document, record, enum, table or decision",
        }
    }
}

/// Something that is wrong with a name.
#[derive(Clone, Debug, PartialEq)]
pub enum NameProblem {
    /// E0101: no such name. Nothing of this name is declared in the pack, in a pack that it uses, or in the language.
    /// Check the spelling; where another pack declares it, add `use` with that pack's name below the `pack` line.
    Unknown {
        /// What was looked for.
        sort: Sort,
        /// The name as written.
        name: String,
        /// Where.
        span: Span,
        /// The nearest name that there is.
        nearest: Option<String>,
        /// The two known names that a hyphen joins, where it was to be a minus.
        minus: Option<(String, String)>,
        /// A pack that declares the name, but is not used.
        elsewhere: Option<String>,
        /// All names that would do, where they are few.
        known: Vec<String>,
    },
    /// E0102: no such field. The schema does not know a field of this name here, so the rule could never see it.
    /// Check the spelling, or add the field to the document, record or shape that the message names.
    UnknownField {
        /// The field as written.
        field: String,
        /// Where.
        span: Span,
        /// How the shape is called.
        shape: String,
        /// Where the shape is declared.
        declared: Span,
        /// The nearest field.
        nearest: Option<String>,
        /// The fields that there are.
        known: Vec<String>,
        /// What to write instead, where that is known.
        hint: Option<String>,
    },
    /// E0103: declared twice. Two declarations of one sort share a name within a pack, and nobody could say which one is
    /// meant. Rename one of them.
    Twice {
        /// What is declared.
        sort: &'static str,
        /// The name.
        name: String,
        /// The second declaration.
        span: Span,
        /// The first.
        first: Span,
    },
    /// E0104: two packs share the name. Both are in reach here; write the one that is meant with its pack: `pack/name`.
    Shared {
        /// The name.
        name: String,
        /// Where.
        span: Span,
        /// The packs that declare it.
        packs: Vec<String>,
        /// Where they do.
        declared: Vec<Span>,
    },
    /// E0105: the name is taken. A `let`, a parameter or a loop variable must not have the name of a field of the
    /// document, of another local name in reach, or of a member that it is compared with: a reader could not tell
    /// which one is meant. Choose another name.
    Taken {
        /// The name.
        name: String,
        /// Where the local name is given or read.
        span: Span,
        /// What else has the name: `a field of `Handoff``.
        by: String,
        /// Where that is declared.
        other: Option<Span>,
    },
    /// E0106: no such member. The enum does not have a member of this spelling, so no document could ever hold it.
    UnknownMember {
        /// The word.
        member: String,
        /// Where.
        span: Span,
        /// The enum.
        name: String,
        /// Where it is declared.
        declared: Span,
        /// The nearest member.
        nearest: Option<String>,
        /// Its members.
        known: Vec<String>,
    },
    /// E0107: a definition that comes back to itself. Definitions are written out where they are called, so one that
    /// calls itself, directly or through others, would never end. Break the circle.
    Circle {
        /// The names along the circle, the first not repeated.
        names: Vec<String>,
        /// Where each is called by the one before it; the first is called by the last.
        calls: Vec<Span>,
    },
    /// E0108: a definition that is too large. Written out with all that it calls, the definition has more parts than the
    /// limit allows. Call fewer definitions from each other, or bind a shared part with `let` in the rule.
    TooLarge {
        /// The definition.
        name: String,
        /// Its name's place.
        span: Span,
        /// How many parts there may be.
        limit: u64,
    },
    /// E0109: a name in the wrong letters. The way that a name is written says what it names: types are `CamelCase`;
    /// fields, settings and local names `snake_case`; packs, rules, steps, risks, definitions and tables `kebab-case`.
    Letters {
        /// What is named.
        sort: &'static str,
        /// The name.
        name: String,
        /// Where.
        span: Span,
        /// The name in the right letters.
        right: String,
    },
    /// E0110: the files of a pack disagree. Every file of a pack opens with the same `pack NAME for DOCUMENT` line.
    Disagree {
        /// The pack.
        pack: String,
        /// The document that the second file names.
        span: Span,
        /// The document that the first file names.
        first: Span,
        /// The first file's document.
        document: String,
    },
    /// E0111: the name is the language's own. Built-ins and the words of the language cannot be declared anew.
    Reserved {
        /// What was to be declared.
        sort: &'static str,
        /// The name.
        name: String,
        /// Where.
        span: Span,
    },
}

impl Report for NameProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Unknown { sort, name, span, nearest, minus, elsewhere, known } => {
                let diagnostic = Diagnostic::error("E0101", format!("no {} `{name}`", sort.word()));
                if let Some((left, right)) = minus {
                    return diagnostic
                        .at(*span, "a hyphen between letters belongs to the name")
                        .help(format!("write `{left} - {right}`, with blanks, to subtract"));
                }
                if matches!(sort, Sort::Value | Sort::Function)
                    && matches!(name.as_str(), "today" | "now" | "tomorrow" | "yesterday")
                {
                    return diagnostic.at(*span, "rules know no clock").help(
                        "a document is judged alike on every day: compare with a date that it gives, or say \
                         `effective` with a day",
                    );
                }
                if *sort == Sort::Value
                    && let Some(truth) = truth_elsewhere(name)
                {
                    return diagnostic.at(*span, format!("write `{truth}`"));
                }
                if let Some(nearest) = nearest {
                    return diagnostic.at(*span, format!("did you mean `{nearest}`?"));
                }
                let diagnostic = diagnostic.at(*span, "not known here");
                match elsewhere {
                    Some(pack) => {
                        diagnostic.help(format!("pack `{pack}` has it: add `use {pack}` below the `pack` line"))
                    }
                    None if known.is_empty() => diagnostic,
                    None => diagnostic.help(format!("there is {}", listed(known.iter().map(String::as_str)))),
                }
            }
            Self::UnknownField { field, span, shape, declared, nearest, known, hint } => {
                let diagnostic = Diagnostic::error("E0102", format!("`{shape}` has no field `{field}`"));
                if let Some(hint) = hint {
                    return diagnostic.at(*span, "not a field").help(hint.clone());
                }
                match nearest {
                    Some(nearest) => diagnostic.at(*span, format!("did you mean `{nearest}`?")),
                    None => diagnostic
                        .at(*span, "not a field")
                        .help(format!("`{shape}` has {}", listed(known.iter().map(String::as_str)))),
                }
                .and(*declared, format!("`{shape}` is declared here"))
            }
            Self::Twice { sort, name, span, first } => {
                Diagnostic::error("E0103", format!("the {sort} `{name}` is declared twice"))
                    .at(*span, "declared again here")
                    .and(*first, "declared first here")
                    .help("rename one of the two, or remove it")
            }
            Self::Shared { name, span, packs, declared } => {
                let mut diagnostic = Diagnostic::error(
                    "E0104",
                    format!("`{name}` is declared by the packs {}", listed(packs.iter().map(String::as_str))),
                )
                .at(*span, "which one is meant?");
                for place in declared {
                    diagnostic = diagnostic.and(*place, "declared here");
                }
                match packs.first() {
                    Some(pack) => diagnostic.help(format!("name the pack: `{pack}/{name}`")),
                    None => diagnostic,
                }
            }
            Self::Taken { name, span, by, other } => {
                let diagnostic = Diagnostic::error("E0105", format!("the name `{name}` is already that of {by}"))
                    .at(*span, "choose another name");
                match other {
                    Some(other) => diagnostic.and(*other, "it stands here"),
                    None => diagnostic,
                }
            }
            Self::UnknownMember { member, span, name, declared, nearest, known } => {
                let diagnostic = Diagnostic::error("E0106", format!("`{name}` has no member `{member}`"));
                match nearest {
                    Some(nearest) => diagnostic.at(*span, format!("did you mean `{nearest}`?")),
                    None => diagnostic
                        .at(*span, "not a member")
                        .help(format!("`{name}` has {}", listed(known.iter().map(String::as_str)))),
                }
                .and(*declared, format!("`{name}` is declared here"))
            }
            Self::Circle { names, calls } => {
                let mut way: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                way.extend(way.first().cloned());
                let mut diagnostic = match names.as_slice() {
                    [only] => Diagnostic::error("E0107", format!("the definition `{only}` calls itself")),
                    _ => Diagnostic::error(
                        "E0107",
                        format!("definitions call each other in a circle: {}", way.join(" -> ")),
                    ),
                };
                for (at, (call, name)) in calls.iter().zip(names).enumerate() {
                    let words = format!("`{name}` is called here");
                    diagnostic = if at == 0 { diagnostic.at(*call, words) } else { diagnostic.and(*call, words) };
                }
                diagnostic.help("a definition is written out where it is called, so it cannot come back to itself")
            }
            Self::TooLarge { name, span, limit } => {
                Diagnostic::error("E0108", format!("written out, the definition `{name}` has more than {limit} parts"))
                    .at(*span, "with all that it calls")
                    .help("call fewer definitions from each other, or give a shared part a name with `let` in the rule")
            }
            Self::Letters { sort, name, span, right } => Diagnostic::error(
                "E0109",
                format!("the name of {} {sort} is written `{right}`, not `{name}`", article(sort)),
            )
            .at(*span, format!("write `{right}`")),
            Self::Disagree { pack, span, first, document } => {
                Diagnostic::error("E0110", format!("the files of pack `{pack}` disagree about its document"))
                    .at(*span, "another document here")
                    .and(*first, "and this one here")
                    .help(format!("every file of the pack opens with `pack {pack} for {document}`"))
            }
            Self::Reserved { sort, name, span } => Diagnostic::error(
                "E0111",
                format!("`{name}` is the language's own, and no name for {} {sort}", article(sort)),
            )
            .at(*span, "choose another name"),
        }
    }
}

/// What is written here for a word that other formats take for true or false.
fn truth_elsewhere(word: &str) -> Option<&'static str> {
    match word {
        "yes" | "Yes" | "YES" | "on" | "True" | "TRUE" => Some("true"),
        "no" | "No" | "NO" | "off" | "False" | "FALSE" => Some("false"),
        _ => None,
    }
}
