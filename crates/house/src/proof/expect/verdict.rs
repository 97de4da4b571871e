//! `expect verdict is …`

use countersign_compiler::program::ExpectedVerdict;
use countersign_evaluator::Verdict;
use countersign_source::{Diagnostic, Span};

use super::{Proof, differs};
use crate::Failure;

impl Proof<'_> {
    pub(super) fn unmet_verdict(&self, wanted: ExpectedVerdict, span: Span) -> Option<Failure> {
        let wanted = match wanted {
            ExpectedVerdict::Ready => Verdict::Ready,
            ExpectedVerdict::Open => Verdict::Open,
            ExpectedVerdict::NotReady => Verdict::NotReady,
        };
        let found = self.judgement.verdict;
        if found == wanted {
            return None;
        }
        let failure = Diagnostic::error(
            "test/verdict",
            format!("expected the verdict {}, and it is {}", word(wanted), word(found)),
        )
        .at(span, "expected here");
        Some(differs(self.with_findings(failure, |_| true), "verdict", word(wanted), word(found)))
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => "ready",
        Verdict::Open => "open",
        Verdict::NotReady => "not-ready",
    }
}
