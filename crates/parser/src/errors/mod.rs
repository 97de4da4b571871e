//! What can be wrong with a rule file: one struct of facts for each kind of mistake, in files by theme.
//!
//! The doc comment of each struct is the help page of its code. The words that a user sees are made in the
//! struct's [`Report`] and nowhere else.

mod days;
mod decisions;
mod limits;
mod list;
mod literals;
mod phrases;
mod structure;
#[cfg(test)]
mod tests;
mod texts;

use countersign_source::{Diagnostic, Report, Span};

pub use days::{DayFault, NoDay};
pub use decisions::{OptionClause, OptionHead};
pub use limits::{TooDeep, TooLong, TooManyErrors, TooMuchWork};
pub(crate) use list::ErrorList;
pub use literals::{
    BadNumber, BadTime, ForeignCharacter, ForeignComment, MinusWithoutBlanks, Semicolon, TimeFault, UnknownUnit,
};
pub use phrases::{
    ChainedComparison, Expected, ForeignOperator, Found, MissingQuotes, NegativeNumber, NotInComparison, NumberedItem,
    Subject, Unbound, Wanted, Wording,
};
pub use structure::{
    ExpectedClause, ExpectedItem, FieldsOnOneLine, MisplacedClause, MissingComma, MissingPack, MissingReason,
    MixedOrder, PackNotFirst, RepeatedPack, RowsOnOneLine, SplitRow, StrayClose, Unclosed,
};
pub use texts::{
    BadHole, ForeignQuotes, MisplacedPattern, PatternFlag, TextForPattern, UnclosedHole, UnclosedPattern, UnclosedText,
    UnknownEscape,
};

macro_rules! kinds {
    ($($kind:ident $code:literal $title:literal,)*) => {
        /// Something that is wrong with the text of a rule file, as facts.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum SyntaxError {
            $(#[doc = $title] $kind($kind),)*
        }

        /// The code and the one-line title of every kind of mistake that reading a rule file can find.
        pub const CODES: &[(&str, &str)] = &[$(($code, $title),)*];

        impl SyntaxError {
            /// The stable code, as in `E0001`.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $code,)*
                }
            }

            /// The place that the mistake is about.
            #[must_use]
            pub fn span(&self) -> Span {
                match self {
                    $(Self::$kind(facts) => facts.at,)*
                }
            }
        }

        impl Report for SyntaxError {
            fn report(&self) -> Diagnostic {
                match self {
                    $(Self::$kind(facts) => facts.words($code),)*
                }
            }
        }
    };
}

kinds! {
    UnclosedText "E0001" "a text is not closed",
    UnknownEscape "E0002" "a text holds an escape that does not exist",
    ForeignQuotes "E0003" "a text stands in other quotation marks than `\"`",
    UnclosedHole "E0004" "a brace in a text is not closed",
    BadHole "E0005" "the braces in a text hold something other than a path or a call",
    UnclosedPattern "E0006" "a pattern is not closed",
    MisplacedPattern "E0007" "a pattern stands where none can be",
    TextForPattern "E0008" "a text stands where a pattern has to be",
    PatternFlag "E0009" "a pattern has a flag that does not exist",
    ForeignCharacter "E0010" "a character has no place in the language",
    UnknownUnit "E0011" "a duration has a unit that does not exist, or stands apart",
    BadNumber "E0012" "a number cannot be read",
    BadTime "E0013" "a date or an instant cannot be read",
    MinusWithoutBlanks "E0014" "a minus lacks the blanks around it",
    ForeignComment "E0015" "a comment begins with `#`",
    Semicolon "E0016" "a `;` or `:` stands where nothing has to",
    TooDeep "E0020" "something is nested too deep",
    TooLong "E0021" "an expression is too long a chain",
    TooManyErrors "E0022" "the file has too many mistakes to show",
    TooMuchWork "E0023" "a clause takes too many steps to read",
    ExpectedItem "E0030" "something other than an item stands between items",
    ExpectedClause "E0031" "something other than a clause stands in a rule or test",
    Unclosed "E0032" "a brace or bracket is not closed",
    StrayClose "E0033" "a brace or bracket closes nothing",
    MissingPack "E0034" "the file has no `pack` line",
    PackNotFirst "E0035" "the `pack` line is not the first",
    RepeatedPack "E0036" "the file has two `pack` lines",
    MisplacedClause "E0037" "a clause belongs to a `require` or `forbid`, and there is none",
    FieldsOnOneLine "E0038" "two fields stand on one line without a comma",
    MixedOrder "E0039" "an enum mixes `<` and `,`",
    MissingComma "E0040" "a comma is missing",
    RowsOnOneLine "E0041" "two rows of a table stand on one line",
    SplitRow "E0042" "a row of a table goes over several lines",
    Expected "E0050" "something else was expected here",
    ForeignOperator "E0051" "an operator is written as in another language",
    ChainedComparison "E0052" "two comparisons stand in a chain",
    MissingQuotes "E0053" "a text lacks its quotation marks",
    Wording "E0054" "a word is written as in another language",
    NegativeNumber "E0055" "a minus has nothing to take away from",
    NotInComparison "E0056" "a `not` stands inside a comparison",
    Unbound "E0057" "a `where` has no item to speak of",
    NumberedItem "E0058" "an expression takes an item by its number",
    OptionClause "E0060" "a clause of an option stands in its decision, or the other way round",
    OptionHead "E0061" "an option lacks its name or its title",
    NoDay "E0065" "a day is wanted, and something else stands there",
    MissingReason "E0080" "an `allow` gives no reason",
}
