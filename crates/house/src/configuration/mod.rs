//! `countersign.toml`: what a house says once for all its handoffs, every word with its place.
//!
//! `tree` turns the text into values with spans and is the only module that knows the TOML library; `read` makes a
//! [`Configuration`] of them, by the table of `keys`; `fit` holds that against the compiled packs. What is wrong is
//! collected, so that a file with three mistakes shows three; `problems` has the words.

mod fit;
mod keys;
mod problems;
mod read;
mod shown;
mod tree;

use countersign_compiler::scalar::Date;
use countersign_evaluator::Limits;
use countersign_source::{FileId, Level, Span};

use crate::FailOn;

pub(crate) use fit::Fitted;
pub use keys::{KEYS, Key};
pub use problems::{CODES, ConfigurationProblem};
pub use shown::{Effective, From};
use tree::Value;

/// The name that configuration files have.
pub const CONFIGURATION_FILE: &str = "countersign.toml";

/// Something that a configuration says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// What.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// What one `countersign.toml` says. Nothing that it leaves out is in it.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The file; all spans point into it.
    pub file: FileId,
    /// Its name, as the user knows it.
    pub name: String,
    /// The packs whose rules are run; all where it does not say.
    pub packs: Option<Said<Vec<Said<String>>>>,
    /// House packs, as paths that can be read: what is written there goes from the folder of the file.
    pub rules: Vec<Said<String>>,
    /// Patterns of files that a walk through folders leaves out, as ignore files write them.
    pub exclude: Vec<Said<String>>,
    /// The date that rules and waivers are judged by.
    pub as_of: Option<Said<Date>>,
    /// The folder that holds the evidence files, as a path that can be read.
    pub evidence: Option<Said<String>>,
    /// The most steps that one rule may take for a large document.
    pub max_cost: Option<Said<u64>>,
    /// What makes a run fail.
    pub fail_on: Option<Said<FailOn>>,
    /// Limits that differ from those that are built in, by their names.
    pub limits: Vec<(Said<String>, Said<u64>)>,
    /// Settings: pack, name and value.
    pub(crate) settings: Vec<(Said<String>, Said<String>, Said<Value>)>,
    /// What stands below `settings` as a setting does, without the pack that declares it.
    pub(crate) without_pack: Vec<(Said<String>, Said<Value>)>,
    /// Levels: of what, and which; `None` is `off`.
    pub(crate) levels: Vec<(Of, Said<String>, Said<Option<Level>>)>,
}

/// What a level is said of, the broadest first: a later one beats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Of {
    /// All rules of a pack.
    Pack,
    /// All rules of a step.
    Step,
    /// All rules that stand for a risk.
    Risk,
    /// One rule.
    Rule,
}

impl Of {
    /// The tables below `levels`, in that order.
    pub(crate) const ALL: [(Self, &'static str); 4] =
        [(Self::Pack, "packs"), (Self::Step, "steps"), (Self::Risk, "risks"), (Self::Rule, "rules")];
}

impl Configuration {
    /// The limits of a judgement.
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, most) in &self.limits {
            let narrow = usize::try_from(most.value).unwrap_or(usize::MAX);
            match name.value.as_str() {
                "steps" => limits.steps = most.value,
                "findings" => limits.findings = narrow,
                "texts" => limits.texts = narrow,
                _ => limits.depth = u32::try_from(most.value).unwrap_or(u32::MAX),
            }
        }
        limits
    }
}
