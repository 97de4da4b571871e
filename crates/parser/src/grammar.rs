//! The one door to pest: a rule is asked of a piece of masked text, and answers with its pair or its failure.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

/// The parser that pest makes of `grammar.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "grammar.pest"]
struct Grammar;

/// Where a rule failed, as far into the text as it came, and what it could have gone on with there.
pub(crate) struct Failure {
    /// The offset in the masked piece.
    pub(crate) offset: usize,
    /// The rules that were tried there; none only where pest gave up for a reason of its own.
    pub(crate) tried: Vec<Rule>,
}

/// Reads the whole of `masked` by `rule`.
pub(crate) fn read(rule: Rule, masked: &str) -> Result<Pair<'_, Rule>, Failure> {
    match Grammar::parse(rule, masked) {
        Ok(mut pairs) => pairs.next().ok_or(Failure { offset: 0, tried: Vec::new() }),
        Err(error) => {
            let offset = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            let tried = match error.variant {
                ErrorVariant::ParsingError { positives, .. } => positives,
                ErrorVariant::CustomError { .. } => Vec::new(),
            };
            Err(Failure { offset, tried })
        }
    }
}
