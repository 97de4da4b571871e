//! The one door to pest: a rule is asked of a piece of masked text, and answers with its pair or its failure.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

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

/// How many steps every piece may take, and how many more for each of its bytes: some hundred times what the grammar
/// needs, so that only a fault in it could come there.
const STEPS: usize = 1_000_000;
const STEPS_A_BYTE: usize = 5000;

/// The largest limit that has been asked for.
static LIMIT: Mutex<usize> = Mutex::new(0);

/// Makes sure that pest's limit on steps leaves room for a piece of so many bytes. The limit is one for the whole process,
/// so it is only ever raised: no piece is given up because of what another thread reads.
fn bound(bytes: usize) {
    let wanted = STEPS.saturating_add(bytes.saturating_mul(STEPS_A_BYTE));
    let mut limit = LIMIT.lock().unwrap_or_else(PoisonError::into_inner);
    if wanted > *limit {
        *limit = wanted;
        pest::set_call_limit(NonZeroUsize::new(wanted));
    }
}

/// Reads the whole of `masked` by `rule`.
pub(crate) fn read(rule: Rule, masked: &str) -> Result<Pair<'_, Rule>, Failure> {
    bound(masked.len());
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
