//! Two revisions of the rules, held against the same documents: which outcomes change, where, and which do not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use countersign_compiler::program::RuleId;
use countersign_evaluator::{Outcome, Verdict};
use countersign_source::{Diagnostic, Files, Level};

use crate::{Checked, CheckedDocument, Date, Finding, House, Input, Place, RuleFacts, Which};

/// The rules as they were, and as they are to be.
#[derive(Debug)]
pub struct Revisions<'h> {
    old: &'h House,
    new: &'h House,
    /// The rules of each, by id.
    rules: [BTreeMap<String, RuleFacts>; 2],
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The rules as they were.
    Old,
    /// The rules as they are to be.
    New,
}

/// A rule that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// `pack/rule`
    pub id: String,
    /// Its title; the new one where it has two.
    pub title: Arc<str>,
    /// What became of it.
    pub kind: RuleChangeKind,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleChangeKind {
    /// Only the new rules have it.
    Added,
    /// Only the old rules have it.
    Removed,
    /// It is written otherwise; a change of blanks and line ends is none.
    Changed {
        /// Its level in the old rules and in the new, where that changed.
        level: Option<(Level, Level)>,
    },
}

/// What a rule, or a check of the schema, comes to for one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// The rules do not have it.
    Absent,
    /// The rule has nothing to say here.
    DoesNotApply,
    /// The rule holds.
    Passes,
    /// The rule does not hold, and that is waived.
    Waived,
    /// It depends on what is not known yet.
    Open,
    /// The rule does not hold.
    Fails,
}

/// What a document comes to under one revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// It is no document for these rules: a page of Markdown that does not say that it is one.
    PassedOver,
    /// It could not be checked.
    NotChecked,
    /// It was judged, and no rule applied.
    NothingApplied,
    /// It was judged.
    Judged(Verdict),
}

/// A document under both revisions.
#[derive(Debug)]
pub struct Compared {
    /// The name of its file.
    pub file: String,
    /// Its position in the file, from 0.
    pub index: usize,
    /// Does the file hold more than this one?
    pub one_of_many: bool,
    /// What it came to under the old rules, and under the new.
    pub stands: (Stands, Stands),
    /// The rules that come to something else, by id.
    pub changes: Vec<OutcomeChange>,
    /// What kept it from being checked, the spans in the files of that side.
    pub errors: Vec<(Side, Diagnostic)>,
    files: [Arc<Files>; 2],
}

/// A rule that comes to something else for a document.
#[derive(Clone, Debug)]
pub struct OutcomeChange {
    /// `pack/rule`, or `schema/check`.
    pub rule: String,
    /// The title of a rule, the new one before the old one.
    pub title: Option<Arc<str>>,
    /// What it came to under the old rules.
    pub from: Came,
    /// What it comes to under the new; the same where it fails, or is open, at other places.
    pub to: Came,
    /// Whose places and message these are.
    pub side: Side,
    /// Where, the most important first.
    pub places: Vec<Place>,
    /// The sentence to it, where there is one.
    pub message: Option<String>,
}

impl<'h> Revisions<'h> {
    /// Puts two houses side by side.
    #[must_use]
    pub fn new(old: &'h House, new: &'h House) -> Self {
        let rules =
            [old, new].map(|house| house.rules(Which::All).into_iter().map(|rule| (rule.id.clone(), rule)).collect());
        Self { old, new, rules }
    }

    /// The rules that are not the same in both, by id.
    #[must_use]
    pub fn rules(&self) -> Vec<RuleChange> {
        let [old, new] = &self.rules;
        let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        ids.into_iter()
            .filter_map(|id| {
                let (title, kind) = match (old.get(id), new.get(id)) {
                    (None, Some(rule)) => (&rule.title, RuleChangeKind::Added),
                    (Some(rule), None) => (&rule.title, RuleChangeKind::Removed),
                    (Some(was), Some(is)) if written(self.old, id) != written(self.new, id) => {
                        let level = (was.level != is.level).then_some((was.level, is.level));
                        (&is.title, RuleChangeKind::Changed { level })
                    }
                    _ => return None,
                };
                Some(RuleChange { id: id.clone(), title: Arc::clone(title), kind })
            })
            .collect()
    }

    /// Judges the documents of an input under both, one after another, as of a day where one is given.
    pub fn compare(&self, input: &Input, as_of: Option<Date>) -> impl Iterator<Item = Compared> {
        let name = input.name.clone();
        let check = |house: &'h House| house.check(input.clone()).as_of(as_of);
        let (mut old, mut new) = (check(self.old), check(self.new));
        let mut count = 0;
        std::iter::from_fn(move || {
            let pair = (old.next(), new.next());
            if pair.0.is_none() && pair.1.is_none() {
                return None;
            }
            count += 1;
            Some(self.compared(&name, count - 1, pair))
        })
    }

    fn compared(&self, name: &str, index: usize, pair: (Option<Checked>, Option<Checked>)) -> Compared {
        let (old, new) = pair;
        let one_of_many = [&old, &new].into_iter().flatten().any(|side| match side {
            Checked::Document(document) => document.one_of_many,
            Checked::Errors { index, .. } => index.is_some_and(|index| index > 0),
        });
        let changes = match (&old, &new) {
            (Some(Checked::Document(old)), Some(Checked::Document(new))) => self.changes(old, new),
            _ => Vec::new(),
        };
        let mut errors = Vec::new();
        let files = [(Side::Old, &old), (Side::New, &new)].map(|(side, checked)| match checked {
            Some(Checked::Errors { files, errors: found, .. }) => {
                errors.extend(found.iter().map(|error| (side, error.clone())));
                Arc::clone(files)
            }
            Some(Checked::Document(document)) => Arc::clone(&document.files),
            None => Arc::new(Files::new()),
        });
        let stands = (stands(old.as_ref()), stands(new.as_ref()));
        if let (Stands::NothingApplied, Stands::NothingApplied, Some(Checked::Document(document))) =
            (stands.0, stands.1, &new)
        {
            errors.extend(document.not_checked().map(|error| (Side::New, error)));
        }
        Compared { file: name.to_owned(), index, one_of_many, stands, changes, errors, files }
    }

    fn changes(&self, old: &CheckedDocument, new: &CheckedDocument) -> Vec<OutcomeChange> {
        let [old_rules, new_rules] = &self.rules;
        let ids: BTreeSet<&String> = old_rules
            .keys()
            .chain(new_rules.keys())
            .chain(old.findings.iter().chain(&new.findings).map(|finding| &finding.rule))
            .collect();
        ids.into_iter()
            .filter_map(|id| {
                let is_rule = !id.starts_with("schema/");
                let was = Said::of(old, id, is_rule && !old_rules.contains_key(id));
                let is = Said::of(new, id, is_rule && !new_rules.contains_key(id));
                // A rule that came, or that went, changes something only where it has something to say.
                let quiet = |came| came < Came::Waived;
                let same = match (was.came, is.came) {
                    (Came::Absent, came) | (came, Came::Absent) => quiet(came),
                    (was_came, is_came) => was_came == is_came && was.paths() == is.paths(),
                };
                if same {
                    return None;
                }
                let (side, told) = if is.came >= Came::Waived || was.came < Came::Waived && is.came != Came::Passes {
                    (Side::New, &is)
                } else {
                    (Side::Old, &was)
                };
                let rule = new_rules.get(id).or_else(|| old_rules.get(id));
                Some(OutcomeChange {
                    rule: id.clone(),
                    title: rule.map(|rule| Arc::clone(&rule.title)),
                    from: was.came,
                    to: is.came,
                    side,
                    places: told.places(),
                    message: told.message(),
                })
            })
            .collect()
    }
}

impl Compared {
    /// The files that the places of a side point into.
    #[must_use]
    pub fn files(&self, side: Side) -> &Files {
        let [old, new] = &self.files;
        match side {
            Side::Old => old,
            Side::New => new,
        }
    }

    /// Does anything come out otherwise?
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.stands.0 != self.stands.1 || !self.changes.is_empty()
    }

    /// Could it be read and judged under both, and did a rule apply under either?
    #[must_use]
    pub fn is_checked(&self) -> bool {
        let sides = [self.stands.0, self.stands.1];
        !sides.contains(&Stands::NotChecked) && sides.iter().any(|stands| matches!(stands, Stands::Judged(_)))
    }
}

/// What a comparison came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ComparedTotals {
    /// How many documents were held against both.
    pub documents: usize,
    /// How many come out otherwise.
    pub changed: usize,
    /// How many could not be checked under one or the other, or had no rule apply to them under either.
    pub not_checked: usize,
}

impl ComparedTotals {
    /// Adds what came out for the next document.
    pub fn add(&mut self, compared: &Compared) {
        self.documents += 1;
        self.changed += usize::from(compared.is_changed());
        self.not_checked += usize::from(!compared.is_checked());
    }

    /// The error that says that nothing was compared, if so.
    #[must_use]
    pub fn nothing_checked(&self) -> Option<Diagnostic> {
        (self.documents == self.not_checked).then(|| {
            let error = Diagnostic::error("run/nothing-checked", "nothing was compared: no document could be checked");
            error.help("name a folder with documents of the archive behind `--corpus`")
        })
    }
}

/// What one side says of a rule.
struct Said<'d> {
    came: Came,
    findings: Vec<&'d Finding>,
    not_applicable: Option<&'d crate::NotApplicable>,
}

impl<'d> Said<'d> {
    fn of(document: &'d CheckedDocument, id: &str, absent: bool) -> Self {
        let findings: Vec<&Finding> = document.findings.iter().filter(|finding| finding.rule == id).collect();
        let not_applicable = document.not_applicable.iter().find(|rule| rule.rule == id);
        let came = if findings.iter().any(|finding| finding.outcome == Outcome::Fails) {
            Came::Fails
        } else if findings.iter().any(|finding| finding.outcome == Outcome::Undetermined) {
            Came::Open
        } else if !findings.is_empty() {
            Came::Waived
        } else if absent {
            Came::Absent
        } else if not_applicable.is_some() {
            Came::DoesNotApply
        } else {
            Came::Passes
        };
        Self { came, findings, not_applicable }
    }

    /// Where it fails, is open or is waived.
    fn paths(&self) -> BTreeSet<(Outcome, &str)> {
        self.findings.iter().filter_map(|finding| Some((finding.outcome, &*finding.places.first()?.path))).collect()
    }

    /// The places of the findings, those that fail first; else where it was decided that it does not apply.
    fn places(&self) -> Vec<Place> {
        let mut findings = self.findings.clone();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.outcome));
        let found: Vec<Place> = findings.iter().filter_map(|finding| finding.places.first()).cloned().collect();
        match self.not_applicable.map(|rule| &rule.why) {
            Some(crate::WhyNot::Guard { places, .. }) if found.is_empty() => places.clone(),
            _ => found,
        }
    }

    fn message(&self) -> Option<String> {
        let worst = self.findings.iter().rev().max_by_key(|finding| finding.outcome);
        worst.map(|finding| finding.message.clone()).or_else(|| self.not_applicable.map(crate::NotApplicable::sentence))
    }
}

fn stands(checked: Option<&Checked>) -> Stands {
    match checked {
        None => Stands::PassedOver,
        Some(Checked::Errors { .. }) => Stands::NotChecked,
        Some(Checked::Document(document)) if document.nothing_applied() => Stands::NothingApplied,
        Some(Checked::Document(document)) => Stands::Judged(document.verdict),
    }
}

/// The words of a rule as it stands in its file, however they are laid out.
fn written(house: &House, id: &str) -> String {
    let program = &house.program;
    let rule = (0u32..).map(RuleId).zip(&program.rules).find(|(rule, _)| program.rule_id(*rule) == id);
    let text = rule.and_then(|(_, rule)| house.files.get(rule.item.file)?.text().get(rule.item.range()));
    text.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}
