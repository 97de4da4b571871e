//! A program against a document: answers, findings, and what is not known.

mod facts;

pub use facts::{
    Finding, Judgement, Lack, NotApplicable, Outcome, Part, Place, Reason, RuleResult, SchemaFault, Standing, Suggestion,
    Verdict, Work,
};
