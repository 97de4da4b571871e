//! The JSON of `rules diff`.

use countersign_house::{Came, Compared, ComparedTotals, RuleChange, RuleChangeKind, Stands, Verdict};
use countersign_source::{Diagnostic, Files};
use serde::Serialize;

use super::{JsonMessage, JsonPlace, Mirror, VERSION, line};
use crate::diff::{came, side};

#[derive(Debug, Serialize)]
struct JsonRuleChange {
    rule: String,
    title: String,
    change: &'static str,
    level_was: Option<&'static str>,
    level: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct JsonCompared {
    file: String,
    index: usize,
    verdict_was: &'static str,
    verdict: &'static str,
    changes: Vec<JsonOutcomeChange>,
}

#[derive(Debug, Serialize)]
struct JsonOutcomeChange {
    rule: String,
    was: &'static str,
    is: &'static str,
    /// Whose message and places these are.
    of: &'static str,
    message: Option<String>,
    places: Vec<JsonPlace>,
}

#[derive(Debug, Serialize)]
struct JsonCount {
    rule: String,
    was: &'static str,
    is: &'static str,
    documents: usize,
}

#[derive(Debug, Serialize)]
struct JsonDiffWork {
    documents: usize,
    changed: usize,
    not_checked: usize,
}

/// Writes one object, a line a document that comes out otherwise; errors are kept until the end.
#[derive(Debug, Default)]
pub(crate) struct JsonDiff {
    mirror: Mirror,
    documents: usize,
    errors: Vec<JsonMessage>,
}

impl JsonDiff {
    pub(crate) fn start(rules: &[RuleChange]) -> String {
        let rules: Vec<String> = rules
            .iter()
            .map(|rule| {
                let (change, levels) = match rule.kind {
                    RuleChangeKind::Added => ("added", None),
                    RuleChangeKind::Removed => ("removed", None),
                    RuleChangeKind::Changed { level } => ("changed", level),
                };
                let mirror = JsonRuleChange {
                    rule: rule.id.clone(),
                    title: rule.title.to_string(),
                    change,
                    level_was: levels.map(|(was, _)| was.word()),
                    level: levels.map(|(_, is)| is.word()),
                };
                format!("\n{}", line(&mirror))
            })
            .collect();
        format!("{{\"version\":{VERSION},\"rules\":[{}\n],\"documents\":[", rules.join(","))
    }

    pub(crate) fn compared(&mut self, compared: &Compared) -> String {
        if !compared.is_changed() {
            return String::new();
        }
        let changes = compared
            .changes
            .iter()
            .map(|change| JsonOutcomeChange {
                rule: change.rule.clone(),
                was: came(change.from),
                is: came(change.to),
                of: side(change),
                message: change.message.clone(),
                places: change
                    .places
                    .iter()
                    .map(|place| self.mirror.place(compared.files(change.side), place))
                    .collect(),
            })
            .collect();
        let mirror = JsonCompared {
            file: compared.file.clone(),
            index: compared.index,
            verdict_was: verdict(compared.stands.0),
            verdict: verdict(compared.stands.1),
            changes,
        };
        let comma = if self.documents == 0 { "" } else { "," };
        self.documents += 1;
        format!("{comma}\n{}", line(&mirror))
    }

    pub(crate) fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.errors.extend(errors.iter().map(|error| self.mirror.message(files, error)));
    }

    pub(crate) fn end<'a>(
        &self,
        counts: impl Iterator<Item = (&'a str, Came, Came, usize)>,
        totals: &ComparedTotals,
    ) -> String {
        let counts: Vec<JsonCount> = counts
            .map(|(rule, was, is, documents)| JsonCount {
                rule: rule.to_owned(),
                was: came(was),
                is: came(is),
                documents,
            })
            .collect();
        let work =
            JsonDiffWork { documents: totals.documents, changed: totals.changed, not_checked: totals.not_checked };
        format!("\n],\"outcomes\":{},\"work\":{},\"errors\":{}}}\n", line(&counts), line(&work), line(&self.errors))
    }
}

fn verdict(stands: Stands) -> &'static str {
    match stands {
        Stands::PassedOver => "no-document",
        Stands::NotChecked => "error",
        Stands::NothingApplied => "not-checked",
        Stands::Judged(Verdict::Ready) => "ready",
        Stands::Judged(Verdict::Open) => "open",
        Stands::Judged(Verdict::NotReady) => "not-ready",
    }
}
