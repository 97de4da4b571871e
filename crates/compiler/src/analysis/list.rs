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
    /// No test expects the rule to fail, so nobody would notice if it never did.
    ///
    /// Write a `test` with a document, or with a change to one, that `expect`s the rule to fail.
    UntestedRule "untested-rule" "a rule that no test makes fail",
    /// A finding without a reason is an order. `because` is what the analyst reads when a rule stands in the way.
    MissingBecause "missing-because" "a rule that does not say why",
    /// In all the documents of the corpus, the rule did not apply to one. Perhaps its `when` is too narrow, or asks for
    /// a field that nobody fills.
    ///
    /// Only `rules lint --corpus DIR` looks for this.
    NeverApplied "never-applied" "a rule that applied to no document of the corpus",
    /// Nothing calls the definition.
    UnusedDefinition "unused-definition" "a definition that nothing calls",
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
