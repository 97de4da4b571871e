//! Every lint: its id, what it is about, and the page that explains it.

macro_rules! lints {
    ($($(#[doc = $page:literal])* $kind:ident $id:literal $title:literal,)*) => {
        /// What can be said about rules that compile.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Lint {
            $(#[doc = $title] $kind,)*
        }

        /// All lints, by theme.
        pub const LINTS: &[LintFacts] = &[
            $(LintFacts { lint: Lint::$kind, id: $id, title: $title, page: concat!($($page, "\n"),*) },)*
        ];

        impl Lint {
            /// The id that authors write behind `allow`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$kind => $id,)*
                }
            }
        }
    };
}

/// A lint, for those who list or explain them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintFacts {
    /// Which.
    pub lint: Lint,
    /// The id that authors write behind `allow`.
    pub id: &'static str,
    /// What it is about, in a clause.
    pub title: &'static str,
    /// What it means, an example, and what to do, as Markdown.
    pub page: &'static str,
}

impl Lint {
    /// The lint of this id.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        LINTS.iter().find(|facts| facts.id == id).map(|facts| facts.lint)
    }
}

lints! {
    /// The condition decides nothing: whatever a document holds, it comes out true, or it comes out true of every value
    /// that can be written there. Often a bound was meant to be another one.
    ///
    ///     require severity.level >= low
    ///
    /// Where the condition only asks whether something is written, `is present` says so.
    AlwaysTrue "always-true" "a condition that is always true",
    /// No document can make the condition true, so a `when` with it switches the rule off for good, a `require` fails
    /// whatever is written, and a `forbid` forbids nothing.
    ///
    ///     when severity.level == low and severity.level == high
    ///
    /// Look for two parts that exclude each other, or for a bound on the wrong side.
    AlwaysFalse "always-false" "a condition that is never true",
    /// `require not C` and `require a != b` fail where nothing is written, too, because what nobody wrote meets no
    /// requirement. That is seldom meant: `forbid C` fails only where C holds.
    ///
    ///     require recommendation.action != close
    ///     forbid  recommendation.action == close
    ///
    /// Where the value has to be written as well, ask `require … is present` first.
    RequireNot "require-not" "a denial that what is left out does not meet",
    /// A difference of two times is negative where the second lies behind the first, and a negative difference is less
    /// than any bound.
    ///
    ///     require prepared_at - approval.at <= 24h
    ///
    /// An approval that is given tomorrow passes. Ask `approval.at <= prepared_at` as well.
    OneSidedDifference "one-sided-difference" "a difference that has no lower bound",
    /// The requirement is met by next to nothing: by a list without items, or by a text of any one character.
    ///
    ///     require every e in evidence: e.source is present
    ///
    /// A handoff without evidence meets it. Require `count(evidence) >= 1` as well, or, where that is meant, write `for
    /// each e in evidence`, which says that there may be none.
    BlankSatisfies "blank-satisfies" "a requirement that next to nothing meets",
    /// Two rules can apply to one document, and then no document passes both: what one of them asks for, the other
    /// refuses. The message shows the smallest set of clauses that clash, and where the two meet.
    ///
    /// Narrow one of the two with a `when`, or make them one rule.
    ClashingRules "clashing-rules" "two rules that no document can satisfy at once",
    /// Whenever this rule finds something, so does another one of at least the same level. It adds nothing but a second
    /// message.
    ///
    /// Take it away, or make the other one narrower.
    ImpliedRule "implied-rule" "a rule that another one implies",
    /// Two rules find the same in the same documents.
    DuplicateRule "duplicate-rule" "two rules that ask the same",
    /// Two options of a decision can suit one document, and then the first of them is the suggestion, whatever speaks for
    /// the second. Where that is meant, the order of the options says it; say so in the reason.
    ///
    /// Narrow the `suits` of one of the two, so that each document has one option that suits it.
    OverlappingOptions "overlapping-options" "two options that suit the same document",
    /// No test expects the rule to fail, so nobody would notice if it never did.
    ///
    /// Write a `test` with a document, or with a change to one, that `expect`s the rule to fail.
    UntestedRule "untested-rule" "a rule that no test makes fail",
    /// No test expects that the waiver holds, so nobody would notice if it covered nothing, or too much.
    ///
    /// Write a `test` in the pack of the waiver, with a document that it is about, `as of` a day on which it holds, that
    /// `expect`s the rule to be `waived`; and one beside it that still `fails`.
    UntestedWaiver "untested-waiver" "a waiver that no test shows",
    /// A waiver before this one, in the same pack, covers all that this one does, and for at least as long. It is never
    /// the one that counts.
    ///
    /// Take it away, or narrow the other one by a `where`.
    CoveredWaiver "covered-waiver" "a waiver that another one makes needless",
    /// A hole of the message is a field that certainly has no value where the clause fails: it is missing, or nobody knows
    /// it.
    ///
    ///     require owner.team is present
    ///         else "`{owner.team}` is no team"
    ///
    /// Say that it is not written, or show what is.
    MissingHole "missing-hole" "a message that shows what is not there",
    /// A finding without a reason is an order. `because` is what the analyst reads when a rule stands in the way.
    MissingBecause "missing-because" "a rule that does not say why",
    /// The pattern asks for something in front of the beginning of the text, or behind its end, so that no text fits it:
    /// a condition with it is never true, and no value is of a `type` with it.
    ///
    ///     when title matches /cost: $5/
    ///
    /// `^` and `$` stand for the beginning and the end; the signs themselves are written `\^` and `\$`.
    UnmatchablePattern "unmatchable-pattern" "a pattern that no text fits",
    /// In all the documents of the corpus, the rule did not apply to one. Perhaps its `when` is too narrow, or asks for
    /// a field that nobody fills.
    ///
    /// Only `rules lint --corpus DIR` looks for this. The corpus is judged by the rules as they are written: no
    /// `countersign.toml` is read, so settings and levels are those of the packs, and each document is judged by its own
    /// day.
    NeverApplied "never-applied" "a rule that applied to no document of the corpus",
    /// Nothing calls the definition.
    UnusedDefinition "unused-definition" "a definition that nothing calls",
    /// Nothing reads the data, and its file is read for nothing.
    UnusedData "unused-data" "reference data that nothing reads",
    /// Nothing reads the setting, so a house that sets it changes nothing.
    UnusedSetting "unused-setting" "a setting that nothing reads",
    /// Nothing asks the table.
    UnusedTable "unused-table" "a table that nothing asks",
    /// No field, parameter, table or setting is of this type.
    UnusedType "unused-type" "an enum, record or type that nothing is of",
    /// Nothing below reads the name.
    UnusedLet "unused-let" "a `let` that nothing reads",
    /// The pack uses nothing of the other pack's.
    UnusedUse "unused-use" "a `use` that brings in nothing that is used",
    /// There was nothing to switch off: the item gives no rise to this lint, or no longer does.
    UnusedAllow "unused-allow" "an `allow` that nothing needs",
}
