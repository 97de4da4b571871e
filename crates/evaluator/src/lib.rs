//! A program against a document: answers, findings, and what is not known.
//!
//! [`judge`] takes a compiled program and a document's tree and gives a [`Judgement`]: facts with places, and no words
//! but those that the authors of the rules and of the document wrote.
//!
//! The way goes through four rooms. `conform` holds the tree against the schema and makes typed cells of it, each known,
//! missing, unknown or unfit. `evaluate` runs expressions over the cells. A condition does not come out true or false but
//! as the set of [`Answers`] that are still possible (`truth` holds their tables), and a value as known, missing, or one of
//! several (`value`). `text` takes texts apart without forgetting where each byte stood. `rules` walks the stages of each
//! rule and turns what was decided into findings with places and reasons; `waivers` says which of them an exception
//! speaks of, and `days` by which day all that is judged.
//!
//! Nothing here can fail but by a limit, or by the lack of a day that matters. There is no clock, no file and no randomness, and no output depends on the
//! order of a hash: same input, same bytes. There is one evaluator; whoever wants to know more of a judgement than its
//! result hears it as a [`Listener`], which costs nothing where nobody listens.

mod conform;
mod days;
mod decision;
mod evaluate;
mod evidence;
mod facts;
mod judge;
mod kind;
mod limits;
mod listener;
mod rules;
mod settings;
mod text;
mod trace;
pub mod truth;
mod value;
mod waivers;
mod words;

pub use days::{AsOf, NoDay, NoOwnDay, OWN_DAY, Whence};
pub use decision::{Approver, Choice, ChoiceFault, ChoiceFaultKind, DecisionResult, OptionResult, Unmet};
pub use evidence::{Claim, Evidence, Verified, claims};
pub use facts::{
    Finding, Judgement, Lack, LocalWhy, NotApplicable, Outcome, Part, Place, Reason, RuleResult, SchemaFault, Standing,
    Suggestion, Verdict, Waived, WaiverState, WaiverUse, Work,
};
pub use judge::{NotJudged, Request, judge, judge_some};
pub use kind::{Beside, FoundKind, find_kind};
pub use limits::{Limit, LimitReached, Limits};
pub use listener::Listener;
pub use settings::Settings;
pub use trace::{Alike, Seen, Sight, State, Subject, Trace};
pub use truth::Answers;
pub use waivers::Waiver;
pub use words::Words;
