//! What can be wrong with a `countersign.toml`, as facts, and their words.

use countersign_source::{Diagnostic, Report, Span};

/// The codes of what can be wrong with a configuration, each with its title.
pub const CODES: [(&str, &str); 13] = [
    ("E0601", "the configuration is no TOML"),
    ("E0602", "no such key"),
    ("E0603", "a key wants another kind of value"),
    ("E0604", "a key wants one of a few words"),
    ("E0605", "no such pack"),
    ("E0606", "no such rule"),
    ("E0607", "no such step"),
    ("E0608", "no such risk"),
    ("E0609", "no such setting"),
    ("E0610", "a setting's value does not fit"),
    ("E0611", "a setting's value is out of bounds"),
    ("E0612", "the rule is unwaivable"),
    ("E0613", "no pattern of files"),
];

/// Something that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigurationProblem {
    /// E0601: the configuration is no TOML. The file could not be read as TOML from this place on: a missing quotation mark,
    /// a key that is written twice, a value that stands alone. The rest of the file is checked once it can be read.
    ///
    /// ```toml
    /// fail-on = warning        # wrong: a text needs quotation marks
    /// fail-on = "warning"      # right
    /// ```
    Syntax {
        /// Where.
        span: Span,
        /// What stands there.
        found: String,
        /// What the reader of TOML says.
        why: String,
    },
    /// E0602: no such key. A key that nobody reads would do nothing, and nobody would notice. `docs/configuration.md` has all
    /// keys; `countersign config show` says what each of them is set to.
    ///
    /// ```toml
    /// rule = ["house/"]        # wrong
    /// rules = ["house/"]       # right
    /// ```
    Key {
        /// The key.
        key: String,
        /// The table that it stands in; empty at the top.
        below: String,
        /// Where.
        span: Span,
        /// The nearest key.
        near: Option<String>,
        /// The keys that may stand there.
        known: Vec<String>,
    },
    /// E0603: a key wants another kind of value, such as a list where one text stands.
    ///
    /// ```toml
    /// rules = "house/"         # wrong
    /// rules = ["house/"]       # right
    /// ```
    Wrong {
        /// The key.
        key: String,
        /// What it wants, with its article.
        wants: String,
        /// What stands there.
        found: String,
        /// Where.
        span: Span,
        /// What to write instead, where that is known.
        instead: Option<String>,
    },
    /// E0604: a key wants one of a few words, in quotation marks. Levels are `error`, `warning`, `note` and `off`.
    ///
    /// ```toml
    /// levels.packs.approval = "warn"       # wrong
    /// levels.packs.approval = "warning"    # right
    /// ```
    Word {
        /// The key.
        key: String,
        /// What stands there.
        found: String,
        /// Where.
        span: Span,
        /// The nearest word.
        near: Option<String>,
        /// The words that may stand there.
        known: Vec<String>,
    },
    /// E0605: no such pack. The pack is neither shipped nor among those that `rules` names. `countersign rules list` shows
    /// which there are.
    ///
    /// ```toml
    /// packs = ["aproval"]      # wrong
    /// packs = ["approval"]     # right
    /// ```
    Pack {
        /// The pack.
        pack: String,
        /// Where.
        span: Span,
        /// The nearest pack.
        near: Option<String>,
        /// The packs that there are.
        known: Vec<String>,
    },
    /// E0606: no such rule. A rule is named with its pack, in quotation marks: `"pack/rule"`. What the schema finds has no
    /// level to be set: a document that does not fit its schema is not ready.
    ///
    /// ```toml
    /// levels.rules."approver-named" = "warning"            # wrong
    /// levels.rules."approval/approver-named" = "warning"   # right
    /// ```
    Rule {
        /// What was named.
        rule: String,
        /// Where.
        span: Span,
        /// The nearest rule.
        near: Option<String>,
    },
    /// E0607: no such step. Steps are declared in `steps { … }` of a pack; `countersign rules list` shows the step of each
    /// rule.
    ///
    /// ```toml
    /// levels.steps.evidense = "warning"    # wrong
    /// levels.steps.evidence = "warning"    # right
    /// ```
    Step {
        /// What was named.
        step: String,
        /// Where.
        span: Span,
        /// The nearest step.
        near: Option<String>,
        /// The steps that there are.
        known: Vec<String>,
    },
    /// E0608: no such risk. Risks are declared in `risks { … }` of a pack.
    ///
    /// ```toml
    /// levels.risks.wrong-ownr = "error"    # wrong
    /// levels.risks.wrong-owner = "error"   # right
    /// ```
    Risk {
        /// What was named.
        risk: String,
        /// Where.
        span: Span,
        /// The nearest risk.
        near: Option<String>,
        /// The risks that there are.
        known: Vec<String>,
    },
    /// E0609: no such setting. A setting stands below the pack that declares it.
    ///
    /// ```toml
    /// settings.approval.lifetime = "12h"            # wrong
    /// settings.approval.approval_lifetime = "12h"   # right
    /// ```
    Setting {
        /// The pack.
        pack: String,
        /// What was named.
        setting: String,
        /// Where.
        span: Span,
        /// The nearest setting.
        near: Option<String>,
        /// The settings of the pack.
        known: Vec<String>,
    },
    /// E0610: a setting's value does not fit the type that its pack declares. Durations, dates, instants and members of an
    /// enum are written as texts.
    ///
    /// ```toml
    /// settings.approval.approval_lifetime = 12        # wrong: twelve of what?
    /// settings.approval.approval_lifetime = "12h"     # right
    /// ```
    Value {
        /// `pack.setting`
        setting: String,
        /// What it wants, with its article.
        wants: String,
        /// What stands there.
        found: String,
        /// Where.
        span: Span,
        /// Where the setting is declared.
        declared: Span,
        /// The nearest word, for a member of an enum.
        near: Option<String>,
    },
    /// E0611: a setting's value is out of bounds. Its pack says what a house may set it to.
    ///
    /// ```toml
    /// settings.house.title_length = 500    # wrong, for a setting `title_length: number 20 .. 120 = 80`
    /// settings.house.title_length = 100    # right
    /// ```
    Bounds {
        /// `pack.setting`
        setting: String,
        /// The bounds, as in `20 .. 120`.
        bounds: String,
        /// What stands there.
        found: String,
        /// Where.
        span: Span,
        /// Where the setting is declared.
        declared: Span,
    },
    /// E0612: the rule is unwaivable: whoever wrote it wants no exception from it, so a configuration can neither switch it off
    /// nor lower its level.
    ///
    /// ```toml
    /// levels.rules."house/no-live-secret" = "off"      # wrong, for a rule that says `unwaivable`
    /// ```
    Unwaivable {
        /// The rule.
        rule: String,
        /// Where its level is set.
        span: Span,
        /// Where it is declared.
        declared: Span,
    },
    /// E0613: no pattern of files. Patterns are written as ignore files write them: `*` stands for anything but `/`, `**/` for
    /// any folders, and a `/` at the end for a whole folder.
    ///
    /// ```toml
    /// exclude = ["drafts/{a"]        # wrong: the brace has no end
    /// exclude = ["drafts/{a,b}*"]    # right
    /// ```
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        why: String,
        /// Where.
        span: Span,
    },
}

fn listed(known: &[String]) -> String {
    let mut words: Vec<String> = known.iter().take(12).map(|word| format!("`{word}`")).collect();
    if known.len() > words.len() {
        words.push(format!("{} more", known.len() - words.len()));
    }
    match words.split_last() {
        None => "none".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// A label that suggests the nearest name, or helps with all of them.
fn named(error: Diagnostic, span: Span, near: Option<&String>, fallback: &str, help: String) -> Diagnostic {
    match near {
        Some(near) => error.at(span, format!("did you mean `{near}`?")),
        None => error.at(span, fallback.to_owned()).help(help),
    }
}

impl Report for ConfigurationProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Syntax { span, found, why } => {
                let error = |message: String| Diagnostic::error("E0601", message);
                if why.contains("must be quoted") {
                    error(format!("`{found}` needs quotation marks"))
                        .at(*span, "a text")
                        .help(format!("write it as `\"{found}\"`"))
                } else if why.contains("duplicate key") {
                    error(format!("`{found}` is written twice"))
                        .at(*span, "the second time")
                        .help("keep one of the two, with all that belongs to it")
                } else if why.contains("recurs") {
                    error("lists or tables are nested too deeply here".to_owned())
                        .at(*span, "one level more than can be read")
                        .help("no key of a configuration holds more than a list in a table: take brackets away")
                } else {
                    error(format!("this is not written as TOML wants it: {}", why.replace('\n', " ")))
                        .at(*span, "here")
                        .help("texts stand in quotation marks, lists in `[…]`, and each key on a line, as in `fail-on = \"open\"`")
                }
            }
            Self::Key { key, below, span, near, known } => {
                let place = if below.is_empty() { "a configuration".to_owned() } else { format!("`{below}`") };
                let error = Diagnostic::error("E0602", format!("{place} has no key `{key}`"));
                let help = match known.as_slice() {
                    [only] if only.starts_with('<') => {
                        format!("`{below}` holds a table for each {}", only.trim_matches(['<', '>']))
                    }
                    _ => format!("the keys are {}", listed(known)),
                };
                named(error, *span, near.as_ref(), "nobody reads this", help)
            }
            Self::Wrong { key, wants, found, span, instead: Some(instead) } => {
                Diagnostic::error("E0603", format!("`{key}` wants {wants}, and this is {found}"))
                    .at(*span, format!("not {wants}"))
                    .help(instead.clone())
            }
            Self::Wrong { key, wants, found, span, instead: None } => {
                Diagnostic::error("E0603", format!("`{key}` wants {wants}, and this is {found}"))
                    .at(*span, format!("not {wants}"))
                    .help(match wants.as_str() {
                        wants if wants.starts_with("a list") => format!("write `{key} = [\"…\"]`"),
                        "a table" => format!("write its entries below a heading `[{key}]`"),
                        wants => format!("write {wants}"),
                    })
            }
            Self::Word { key, found, span, near, known } => {
                let words = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
                let wanted = match words.split_last() {
                    Some((last, others)) => format!("{} or {last}", others.join(", ")),
                    None => String::new(),
                };
                let error = Diagnostic::error("E0604", format!("`{key}` wants {wanted}, and this is {found}"));
                named(
                    error,
                    *span,
                    near.as_ref(),
                    "none of these",
                    "write one of the words, in quotation marks".to_owned(),
                )
            }
            Self::Pack { pack, span, near, known } => {
                let error = Diagnostic::error("E0605", format!("there is no pack `{pack}`"));
                let help = format!("the packs are {}; name the folder of another one under `rules`", listed(known));
                named(error, *span, near.as_ref(), "not among the packs", help)
            }
            Self::Rule { rule, span, near } => {
                let error = Diagnostic::error("E0606", format!("there is no rule `{rule}`"));
                let help = "name it as `\"pack/rule\"`; `countersign rules list` shows all of them";
                if rule.starts_with("schema/") {
                    let message = format!("`{rule}` is a check of the schema, whose level cannot be set");
                    return Diagnostic::error("E0606", message)
                        .at(*span, "no rule")
                        .help("a document that does not fit its schema is not ready; make the field optional in a house pack instead");
                }
                named(error, *span, near.as_ref(), "not in any pack", help.to_owned())
            }
            Self::Step { step, span, near, known } => {
                let error = Diagnostic::error("E0607", format!("there is no step `{step}`"));
                named(error, *span, near.as_ref(), "not in any pack", format!("the steps are {}", listed(known)))
            }
            Self::Risk { risk, span, near, known } => {
                let error = Diagnostic::error("E0608", format!("there is no risk `{risk}`"));
                named(error, *span, near.as_ref(), "not in any pack", format!("the risks are {}", listed(known)))
            }
            Self::Setting { pack, setting, span, near, known } => {
                let error = Diagnostic::error("E0609", format!("the pack `{pack}` has no setting `{setting}`"));
                let help = if known.is_empty() {
                    "it has no settings at all".to_owned()
                } else {
                    format!("it has {}", listed(known))
                };
                named(error, *span, near.as_ref(), "nobody reads this", help)
            }
            Self::Value { setting, wants, found, span, declared, near } => {
                let message = format!("the setting `{setting}` wants {wants}, and this is {found}");
                let error = Diagnostic::error("E0610", message);
                let error = match near {
                    Some(near) => error.at(*span, format!("did you mean `{near}`?")),
                    None => error.at(*span, format!("not {wants}")),
                };
                let error = error.and(*declared, "declared here");
                match wants.as_str() {
                    "a duration" => error.help("write a number and its unit as a text, as in `\"24h\"`"),
                    "a date" => error.help("write it as in `2026-04-13`"),
                    "an instant" => error.help("write it as in `2026-04-13T10:00:00Z`"),
                    _ => error,
                }
            }
            Self::Bounds { setting, bounds, found, span, declared } => Diagnostic::error(
                "E0611",
                format!("the setting `{setting}` is kept between {bounds}, and this is {found}"),
            )
            .at(*span, "out of bounds")
            .and(*declared, "declared here")
            .help("choose a value within the bounds, or ask those who wrote the pack"),
            Self::Pattern { pattern, why, span } => {
                Diagnostic::error("E0613", format!("`{pattern}` is no pattern of files: {why}"))
                    .at(*span, "cannot be matched")
                    .help("write it as ignore files do, as in `drafts/` or `*.old.yaml`")
            }
            Self::Unwaivable { rule, span, declared } => {
                Diagnostic::error("E0612", format!("the rule `{rule}` is unwaivable, and keeps its level"))
                    .at(*span, "set lower here")
                    .and(*declared, "says so here")
                    .help("take this line out, or talk to those who wrote the rule")
            }
        }
    }
}
