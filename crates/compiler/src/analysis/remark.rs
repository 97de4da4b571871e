//! What a lint found, as facts, and the words for it.

use countersign_source::{Diagnostic, Level, Report, Span};

use super::Lint;
use crate::scalar::Date;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The place that it is about.
    pub at: Span,
    /// Other items that it is about as much, at which it can be switched off, too.
    pub also: Vec<Span>,
    /// What was found.
    pub facts: RemarkFacts,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RemarkFacts {
    /// A condition that is always true.
    AlwaysTrue {
        /// By itself, and not only under what stands before it?
        alone: bool,
        /// Only of what is written and known?
        where_written: bool,
    },
    /// A condition that is never true.
    AlwaysFalse {
        /// By itself, and not only under what stands before it?
        alone: bool,
    },
    /// A requirement that denies something that may be left out.
    RequireNot {
        /// Is it written with `!=`?
        differs: bool,
    },
    /// A difference of two times without a lower bound.
    OneSidedDifference {
        /// The time that is taken from.
        later: Span,
        /// The time that is taken away.
        earlier: Span,
        /// Are they days?
        days: bool,
    },
    /// A requirement that next to nothing meets.
    BlankSatisfies {
        /// Is it a list without items that meets it, or a text of any one character?
        list: bool,
    },
    /// Two rules that no document satisfies at once.
    ClashingRules {
        /// The first rule.
        first: String,
        /// The second.
        second: String,
        /// Where the first one's name stands.
        first_span: Span,
        /// What of the first clashes: the place, and whether it is a guard.
        first_parts: Vec<(Span, bool)>,
        /// What of the second clashes.
        second_parts: Vec<(Span, bool)>,
        /// Where the two meet, in words.
        meeting: Vec<String>,
    },
    /// A rule that another implies.
    ImpliedRule {
        /// The rule.
        rule: String,
        /// The other.
        by: String,
        /// Where the other's name stands.
        by_span: Span,
    },
    /// A rule that asks the same as one before it.
    DuplicateRule {
        /// The rule.
        rule: String,
        /// The one before it.
        other: String,
        /// Where that one's name stands.
        first: Span,
    },
    /// Two options of a decision that suit one document.
    OverlappingOptions {
        /// The decision.
        decision: String,
        /// The option that stands first.
        first: String,
        /// The other.
        second: String,
        /// Where the first one's name stands.
        first_span: Span,
        /// Where both suit, in words.
        meeting: Vec<String>,
    },
    /// A rule or decision without `because`.
    MissingBecause {
        /// `rule` or `decision`.
        sort: &'static str,
        /// Its name.
        rule: String,
    },
    /// A rule or decision that no test expects to fail.
    UntestedRule {
        /// `rule` or `decision`.
        sort: &'static str,
        /// Its name.
        rule: String,
        /// Do tests expect something else of it?
        expected: bool,
    },
    /// A waiver that no test expects to hold.
    UntestedWaiver {
        /// What it waives.
        name: String,
        /// That, as tests of its pack write it.
        expected: String,
        /// Its last day.
        until: Date,
    },
    /// A waiver that never is the one that counts.
    CoveredWaiver {
        /// What it waives.
        name: String,
        /// Where the one stands that counts.
        by: Span,
    },
    /// A message that shows what certainly has no value.
    MissingHole {
        /// The clause that fails.
        clause: Span,
    },
    /// A rule or decision that applied to no document of a corpus.
    NeverApplied {
        /// `rule` or `decision`.
        sort: &'static str,
        /// Its name.
        rule: String,
        /// How many documents there were.
        documents: usize,
    },
    /// A pattern that no text fits.
    Unmatchable,
    /// Something that is declared and never used.
    Unused {
        /// The lint for its sort.
        lint: Lint,
        /// What it is.
        sort: &'static str,
        /// Its name.
        name: String,
    },
    /// A `use` line that brings in nothing.
    UnusedUse {
        /// The pack that it names.
        pack: String,
        /// Does another line use it already?
        again: bool,
    },
    /// An `allow` that nothing needs.
    UnusedAllow {
        /// What it names.
        lint: Lint,
    },
}

impl Remark {
    /// The lint that found it.
    #[must_use]
    pub fn lint(&self) -> Lint {
        match &self.facts {
            RemarkFacts::AlwaysTrue { .. } => Lint::AlwaysTrue,
            RemarkFacts::AlwaysFalse { .. } => Lint::AlwaysFalse,
            RemarkFacts::RequireNot { .. } => Lint::RequireNot,
            RemarkFacts::OneSidedDifference { .. } => Lint::OneSidedDifference,
            RemarkFacts::BlankSatisfies { .. } => Lint::BlankSatisfies,
            RemarkFacts::ClashingRules { .. } => Lint::ClashingRules,
            RemarkFacts::ImpliedRule { .. } => Lint::ImpliedRule,
            RemarkFacts::DuplicateRule { .. } => Lint::DuplicateRule,
            RemarkFacts::OverlappingOptions { .. } => Lint::OverlappingOptions,
            RemarkFacts::MissingBecause { .. } => Lint::MissingBecause,
            RemarkFacts::UntestedRule { .. } => Lint::UntestedRule,
            RemarkFacts::UntestedWaiver { .. } => Lint::UntestedWaiver,
            RemarkFacts::CoveredWaiver { .. } => Lint::CoveredWaiver,
            RemarkFacts::MissingHole { .. } => Lint::MissingHole,
            RemarkFacts::NeverApplied { .. } => Lint::NeverApplied,
            RemarkFacts::Unmatchable => Lint::UnmatchablePattern,
            RemarkFacts::Unused { lint, .. } => *lint,
            RemarkFacts::UnusedUse { .. } => Lint::UnusedUse,
            RemarkFacts::UnusedAllow { .. } => Lint::UnusedAllow,
        }
    }

    /// The places in whose items it can be switched off.
    pub fn homes(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::once(self.at).chain(self.also.iter().copied())
    }
}

impl Report for Remark {
    fn report(&self) -> Diagnostic {
        let new = |message: String| Diagnostic::new(Level::Warning, self.lint().id(), message);
        let report = match &self.facts {
            RemarkFacts::AlwaysTrue { where_written: true, .. } => {
                new("this is true of every value that can be written here".to_owned())
                    .at(self.at, "asks only whether something is written")
                    .help("write `is present` if that is meant, or move the bound")
            }
            RemarkFacts::AlwaysTrue { alone, .. } => new("this condition is always true".to_owned())
                .at(
                    self.at,
                    if *alone { "no document makes it anything else" } else { "what stands before it sees to that" },
                )
                .help("take it away, or ask what was meant"),
            RemarkFacts::AlwaysFalse { alone } => new("this condition is never true".to_owned())
                .at(self.at, if *alone { "no document makes it true" } else { "what stands before it rules it out" })
                .help("look for a bound on the wrong side, or for two parts that exclude each other"),
            RemarkFacts::RequireNot { differs } => {
                new("this requirement fails, too, where nothing is written".to_owned())
                    .at(self.at, "what nobody wrote meets no requirement")
                    .help(if *differs {
                        "write `forbid … == …`, which fails only where the two are equal"
                    } else {
                        "write `forbid` and leave out the `not`"
                    })
                    .help("where it has to be written as well, require before it that it `is present`")
            }
            RemarkFacts::OneSidedDifference { later, earlier, days } => {
                let time = if *days { "day" } else { "time" };
                new("a negative difference is less than any bound".to_owned())
                    .at(self.at, "holds, too, where the times stand the other way round")
                    .and(*later, format!("nothing says that this {time} is the later one"))
                    .and(*earlier, format!("nothing says that this {time} is the earlier one"))
                    .help("ask as well that the earlier one is `<=` the later one")
            }
            RemarkFacts::BlankSatisfies { list: true } => new("a list without items meets this requirement".to_owned())
                .at(self.at, "true where there is no item")
                .help("require as well that the list has items: `count(…) >= 1`")
                .help("or write `for each`, if a list without items is to be left alone"),
            RemarkFacts::BlankSatisfies { list: false } => new("any text at all meets this".to_owned())
                .at(self.at, "true of a text of a single letter")
                .help("write `is present` if that is meant, or ask more of the text"),
            RemarkFacts::ClashingRules { first, second, first_span, first_parts, second_parts, meeting } => {
                let mut report = new(format!("no document can satisfy both `{first}` and `{second}`"))
                    .at(self.at, "this rule")
                    .and(*first_span, "and this one");
                for (of, parts) in [(first, first_parts), (second, second_parts)] {
                    for (span, guard) in parts {
                        let word = if *guard { "applies where" } else { "asks for" };
                        report = report.and(*span, format!("`{of}` {word} this"));
                    }
                }
                if !meeting.is_empty() {
                    report = report.note(format!("both apply where {}", meeting.join(" and ")));
                }
                report.help("narrow one of the two with a `when`, or make them one rule")
            }
            RemarkFacts::ImpliedRule { rule, by, by_span } => {
                new(format!("the rule `{rule}` finds nothing that `{by}` does not find, too"))
                    .at(self.at, "whenever this rule is broken")
                    .and(*by_span, "so is this one")
                    .help("take one of the two away, or make the other narrower")
            }
            RemarkFacts::DuplicateRule { rule, other, first } => {
                new(format!("the rule `{rule}` asks the same as `{other}`"))
                    .at(self.at, "the same")
                    .and(*first, "as this one")
                    .help("take one of the two away")
            }
            RemarkFacts::OverlappingOptions { decision, first, second, first_span, meeting } => {
                let report =
                    new(format!("the options `{first}` and `{second}` of `{decision}` suit the same document"))
                        .at(self.at, "suits, too")
                        .and(*first_span, "is suggested before it")
                        .help("narrow the `suits` of one of the two");
                if meeting.is_empty() {
                    report
                } else {
                    report.note(format!("both suit where {}", meeting.join(" and ")))
                }
            }
            RemarkFacts::MissingBecause { sort, rule } => new(format!("the {sort} `{rule}` does not say why"))
                .at(self.at, "it has no `because`")
                .help(match *sort {
                    "decision" => "add `because \"…\"`: why the options are parted as they are",
                    _ => "add `because \"…\"`: what goes wrong where the rule is not kept",
                }),
            RemarkFacts::UntestedRule { sort, rule, expected } => {
                let beside =
                    if *expected { "tests expect other things of it, but no" } else { "no test expects it to" };
                let label = if *expected { format!("{beside} failure") } else { format!("{beside} fail") };
                let document = match *sort {
                    "decision" => "that chose what is not supported",
                    _ => "that breaks it",
                };
                new(format!("no test makes the {sort} `{rule}` fail"))
                    .at(self.at, label)
                    .help(format!("write a test with a document {document}, and `expect {rule} fails`"))
            }
            RemarkFacts::UntestedWaiver { name, expected, until } => new(format!(
                "no test shows the waiver of `{name}`"
            ))
            .at(self.at, "no test expects it to hold")
            .help(format!(
                "write a test with a document that it is about, `as of {until}`, and `expect {expected} is waived`"
            )),
            RemarkFacts::CoveredWaiver { name, by } => {
                new(format!("this waiver of `{name}` is never the one that counts"))
                    .at(self.at, "covers nothing more")
                    .and(*by, "this one covers every failure, for as long")
                    .help("take it away, or say by a `where` what the other one is for")
            }
            RemarkFacts::MissingHole { clause } => new("this message shows what is not there".to_owned())
                .at(self.at, "has no value wherever this message is told")
                .and(*clause, "fails only without one")
                .help("say that it is not written, or show something else"),
            RemarkFacts::Unmatchable => new("no text fits this pattern".to_owned())
                .at(self.at, "asks for something before the text begins, or behind its end")
                .help("`^` stands for the beginning of the text, and `$` for its end: `\\^` and `\\$` are the signs themselves"),
            RemarkFacts::NeverApplied { sort, rule, documents } => {
                let documents = if *documents == 1 {
                    "the 1 document".to_owned()
                } else {
                    format!("any of the {documents} documents")
                };
                new(format!("the {sort} `{rule}` did not apply to {documents} of the corpus"))
                    .at(self.at, "nothing there meets what it asks first")
                    .help("look at its `when` and at the lists that it goes through; `check --verbose` says why it did not apply")
            }
            RemarkFacts::Unused { sort, name, .. } => new(format!("the {sort} `{name}` is never used"))
                .at(self.at, "nothing speaks of it")
                .help("use it, or take it away"),
            RemarkFacts::UnusedUse { pack, again: true } => new(format!("the pack `{pack}` is used already"))
                .at(self.at, "a second time")
                .help("take this line away"),
            RemarkFacts::UnusedUse { pack, again: false } => new(format!("nothing of the pack `{pack}` is used here"))
                .at(self.at, "this line brings in nothing that is needed")
                .help("take the line away"),
            RemarkFacts::UnusedAllow { lint } => {
                new(format!("nothing here needs `allow {}`", lint.id())).at(self.at, "it switches nothing off")
            }
        };
        match self.lint() {
            Lint::UnusedAllow => report.help("take the line away"),
            lint => report.note(format!("`allow {} because \"…\"` above the item switches this off", lint.id())),
        }
    }
}
