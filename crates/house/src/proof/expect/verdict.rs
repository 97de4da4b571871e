//! `expect verdict is …`

use countersign_compiler::program::ExpectedVerdict;
use countersign_evaluator::Verdict;
use countersign_source::{Diagnostic, Span};

use super::Proof;

impl Proof<'_> {
    pub(super) fn unmet_verdict(&self, wanted: ExpectedVerdict, span: Span) -> Option<Diagnostic> {
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
        Some(self.with_findings(failure, |_| true))
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => "ready",
        Verdict::Open => "open",
        Verdict::NotReady => "not-ready",
    }
}
