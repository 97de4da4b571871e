//! Rules and tests that do not hold together.

use countersign_source::{Diagnostic, Report, Span};

use super::listed;

/// Something that is wrong with the clauses of a rule or test.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleProblem {
    /// E0401: a rule that asks nothing. It needs at least one `require` or `forbid`.
    NoClause {
        /// The rule.
        name: String,
        /// Where its name stands.
        span: Span,
    },
    /// E0402: said twice. This clause stands once in a rule or test.
    Twice {
        /// The word.
        word: &'static str,
        /// The second time.
        span: Span,
        /// The first time.
        first: Span,
    },
    /// E0403: out of order. A rule says first what it is (`level`, `step`, `risk`, `effective`,
    /// `unwaivable`), then `let`, `for each` and `when`, then
    /// what it asks (`require`, `forbid`), and last `because`, `concept` and `see`: what stands below is judged under what
    /// stands above.
    Order {
        /// The word.
        word: &'static str,
        /// Where.
        span: Span,
        /// What it stands behind: the word and the place.
        behind: (&'static str, Span),
    },
    /// E0550: a concept without a page. The page that teaches it stands beside the pack's rules, in
    /// `concepts/NAME.md`. Check the spelling, or write the page.
    NoPage {
        /// The concept.
        name: String,
        /// Where.
        span: Span,
        /// The nearest page.
        nearest: Option<String>,
        /// The pages that there are.
        known: Vec<String>,
    },
    /// E0541: a test that changes an earlier revision gives one first, and changes it field by field. Write `previous
    /// "FILE"` above the first `with previous.…`.
    NoPrevious {
        /// The path.
        span: Span,
        /// Is one given?
        given: bool,
    },
    /// E0411: a test needs a document: `given "FILE"`, or one written in `"""`.
    NoDocument {
        /// Where the test's title stands.
        span: Span,
    },
    /// E0412: a test that expects nothing can never fail. Say with `expect` what is to come out.
    NoExpectation {
        /// Where the test's title stands.
        span: Span,
    },
    /// E0413: the item of a list is named by its key, or by its place from 1. As in `evidence[E1]` or `timeline[2]`.
    /// There is no item 0, and a list as a whole has no fields.
    BadItem {
        /// Where.
        span: Span,
        /// Why, in a clause.
        why: &'static str,
        /// What to do.
        hint: String,
    },
    /// E0414: a test runs the rules of its own pack. An expectation about another pack's rule belongs into that pack.
    OtherPack {
        /// The rule.
        rule: String,
        /// Its pack.
        pack: String,
        /// Where.
        span: Span,
    },
    /// E0416: where nothing is found there is no place, and nothing is said. `at` and `saying` go with `fails`, `is
    /// undetermined` and `is waived`.
    NothingSaid {
        /// Where the expectation stands.
        span: Span,
    },
    /// E0580: no such lint. `allow` names the lint that is not to be told of the item below it; `countersign rules lint
    /// --list` lists them.
    UnknownLint {
        /// What was written.
        name: String,
        /// Where.
        span: Span,
        /// The lint that was most likely meant.
        nearest: Option<&'static str>,
    },
    /// E0581: an `allow` that speaks of no item. It stands directly above the item, or the `use` line, that it is about.
    AllowsNothing {
        /// The line.
        span: Span,
    },
    /// E0415: the schema's checks fail or pass. They look at what is written, and are never open: expect `fails` or
    /// `passes`. Where a waiver of the pack waives them, they may be waived, too.
    BadCheckOutcome {
        /// Where.
        span: Span,
    },
}

impl Report for RuleProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::NoClause { name, span } => Diagnostic::error("E0401", format!("the rule `{name}` asks nothing"))
                .at(*span, "it has no `require` and no `forbid`")
                .help("add `require` with what has to hold, or `forbid` with what must not"),
            Self::Twice { word, span, first } => Diagnostic::error("E0402", format!("`{word}` is said twice"))
                .at(*span, "again here")
                .and(*first, "first here")
                .help("keep one of the two"),
            Self::Order { word, span, behind } => {
                Diagnostic::error("E0403", format!("`{word}` stands below `{}`", behind.0))
                    .at(*span, "too late to have an effect")
                    .and(behind.1, format!("`{}` stands here", behind.0))
                    .help(format!("move `{word}` above it"))
            }
            Self::NoPage { name, span, nearest, known } => {
                let diagnostic = Diagnostic::error("E0550", format!("the concept `{name}` has no page"));
                let diagnostic = match nearest {
                    Some(nearest) => diagnostic.at(*span, format!("did you mean `{nearest}`?")),
                    None => diagnostic.at(*span, format!("there is no `concepts/{name}.md` beside the rules")),
                };
                match known.is_empty() {
                    true => diagnostic.help(format!("write `concepts/{name}.md` in the folder of the pack")),
                    false => {
                        diagnostic.help(format!("there is a page for {}", listed(known.iter().map(String::as_str))))
                    }
                }
            }
            Self::NoPrevious { span, given: false } => {
                Diagnostic::error("E0541", "this test gives no earlier revision that could be changed")
                    .at(*span, "a place in the earlier revision")
                    .help("give one first: `previous \"FILE\"`")
            }
            Self::NoPrevious { span, given: true } => {
                Diagnostic::error("E0541", "the earlier revision is changed field by field")
                    .at(*span, "name a field of it, as in `previous.status`")
                    .help("a test without an earlier revision leaves its `previous` line out")
            }
            Self::NoDocument { span } => Diagnostic::error("E0411", "this test has no document")
                .at(*span, "")
                .help("add `given \"FILE\"`, or a document in `\"\"\"`"),
            Self::NoExpectation { span } => {
                Diagnostic::error("E0412", "this test expects nothing, so it can never fail")
                    .at(*span, "")
                    .help("add `expect RULE fails`, `expect verdict is ready` or `expect nothing else`")
            }
            Self::BadItem { span, why, hint } => {
                Diagnostic::error("E0413", format!("no item can be named so: {why}")).at(*span, "").help(hint.clone())
            }
            Self::OtherPack { rule, pack, span } => Diagnostic::error(
                "E0414",
                format!("the rule `{rule}` belongs to pack `{pack}`, whose rules are not run here"),
            )
            .at(*span, "a test runs the rules of its own pack")
            .help(format!("move the test to pack `{pack}`")),
            Self::NothingSaid { span } => {
                Diagnostic::error("E0416", "a rule that passes or does not apply has no finding to look at")
                    .at(*span, "`at` and `saying` go with `fails`, `is undetermined` and `is waived`")
                    .help("take them away")
            }
            Self::UnknownLint { name, span, nearest } => {
                let report = Diagnostic::error("E0580", format!("there is no lint `{name}`"));
                match nearest {
                    Some(near) => report.at(*span, format!("did you mean `{near}`?")),
                    None => {
                        report.at(*span, "not known").help("`countersign rules lint --list` says which lints there are")
                    }
                }
            }
            Self::AllowsNothing { span } => Diagnostic::error("E0581", "this `allow` speaks of no item")
                .at(*span, "nothing stands below it")
                .help("put it directly above the item that it is about, or take it away"),
            Self::BadCheckOutcome { span } => {
                Diagnostic::error("E0415", "a check of the schema either passes or fails")
                    .at(*span, "write `passes` or `fails`")
                    .help("where a waiver of this pack waives it, it may also be waived")
            }
        }
    }
}
