//! `expect option NAME is …` and `expect suggestion is NAME`

use countersign_compiler::program::{DecisionId, Support};
use countersign_source::{Diagnostic, Span};

use super::{Proof, differs};
use crate::Failure;
use crate::decisions::{DecisionFacts, OptionFacts};

impl Proof<'_> {
    pub(super) fn unmet_option(
        &self,
        decision: DecisionId,
        option: usize,
        wanted: Support,
        span: Span,
    ) -> Option<Failure> {
        let Some(facts) = self.decided(decision) else { return Some(not_judged(span)) };
        let Some(found) = facts.options.get(option) else { return Some(not_judged(span)) };
        if found.support == wanted {
            return None;
        }
        let failure = Diagnostic::error(
            "test/option",
            format!("expected the option `{}` to be {}, and it is {}", found.name, word(wanted), word(found.support)),
        )
        .at(span, "expected here");
        let failure = self.in_document(because(failure, found, false));
        Some(differs(failure, "option", word(wanted), word(found.support)))
    }

    pub(super) fn unmet_suggestion(&self, decision: DecisionId, wanted: Option<usize>, span: Span) -> Option<Failure> {
        let Some(facts) = self.decided(decision) else { return Some(not_judged(span)) };
        if facts.suggestion == wanted {
            return None;
        }
        let called = |option: Option<&OptionFacts>| match option {
            Some(option) => format!("`{}`", option.name),
            None => "none".to_owned(),
        };
        let plain = |option: Option<&OptionFacts>| option.map_or_else(|| "none".to_owned(), |it| it.name.to_string());
        let expected = wanted.and_then(|wanted| facts.options.get(wanted));
        let suggested = facts.suggested();
        let mut failure = Diagnostic::error(
            "test/suggestion",
            format!("expected the suggestion {}, and it is {}", called(expected), called(suggested)),
        )
        .at(span, "expected here");
        if let Some(expected) = expected {
            failure = because(failure, expected, true);
        }
        // What is suggested instead has no unmet need to show, so it is shown itself.
        if let (Some(found), Some(option)) = (facts.suggestion, suggested)
            && wanted.is_none_or(|wanted| found < wanted)
        {
            failure = failure.and(option.place, format!("{} is supported and suits", called(suggested)));
        }
        let open = facts.still_open();
        if !open.is_empty() {
            let open: Vec<String> = open.into_iter().map(|name| format!("`{name}`")).collect();
            failure = failure.note(format!("still open: {}", open.join(", ")));
        }
        Some(differs(self.in_document(failure), "suggestion", plain(expected), plain(suggested)))
    }

    fn decided(&self, decision: DecisionId) -> Option<DecisionFacts> {
        let result = self.judgement.decisions.iter().find(|result| result.decision == decision)?;
        Some(self.resolver().decision(result))
    }

    fn in_document(&self, failure: Diagnostic) -> Diagnostic {
        match failure.labels.len() {
            1 => failure.and(self.prepared.document, "in this document"),
            _ => failure,
        }
    }
}

/// Adds what does not hold of an option, or does not hold yet: its needs, and where `suits` is asked for that, too.
fn because(mut failure: Diagnostic, option: &OptionFacts, suits: bool) -> Diagnostic {
    for unmet in option.unmet.iter().filter(|unmet| suits || !unmet.suits) {
        let word = if unmet.suits { "suits" } else { "needs" };
        let message = format!("`{}` {word}: {}", option.name, unmet.message);
        match unmet.places.first() {
            Some(place) => failure = failure.and(place.span, message),
            None => failure = failure.note(message),
        }
        if let Some(clause) = unmet.clause {
            failure = failure.and(clause, "asked for here");
        }
        for reason in unmet.reasons.iter().take(3) {
            failure = failure.note(reason.sentence());
        }
    }
    failure
}

/// What is to be said where the decision has not been judged at all, which is no success.
fn not_judged(span: Span) -> Failure {
    let message = Diagnostic::error("test/option", "this decision was not judged for the test's document")
        .at(span, "expected here")
        .help("give a document of the kind that the pack judges");
    Failure { message, differences: Vec::new() }
}

fn word(support: Support) -> &'static str {
    match support {
        Support::Supported => "supported",
        Support::Open => "open",
        Support::NotSupported => "not supported",
    }
}
