//! Two revisions of the rules, held against the same documents: which outcomes change, where, and which do not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use countersign_evaluator::{Outcome, Verdict};
use countersign_source::{Diagnostic, Files, Level, Span};

use crate::{Checked, CheckedDocument, Finding, House, Input, Place, RuleFacts, Which};

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
        let rules = [old, new]
            .map(|house| house.rules(Which::All).into_iter().map(|rule| (rule.id.clone(), rule)).collect());
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

    /// The title of a rule, the new one before the old one; nothing for checks of the schema.
    #[must_use]
    pub fn title(&self, id: &str) -> Option<&Arc<str>> {
        let [old, new] = &self.rules;
        new.get(id).or_else(|| old.get(id)).map(|rule| &rule.title)
    }

    /// Judges the documents of an input under both, one after another.
    pub fn compare(&self, input: &Input) -> impl Iterator<Item = Compared> {
        let name = input.name.clone();
        let (mut old, mut new) = (self.old.check(input.clone()), self.new.check(input.clone()));
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
            Some(Checked::Document(document)) => {
                errors.extend(document.not_checked().map(|error| (side, error)));
                Arc::clone(&document.files)
            }
            None => Arc::new(Files::new()),
        });
        let stands = (stands(old.as_ref()), stands(new.as_ref()));
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
                let quiet = |came| came < Came::Open;
                let same = match (was.came, is.came) {
                    (Came::Absent, came) | (came, Came::Absent) => quiet(came),
                    (was_came, is_came) => was_came == is_came && was.paths() == is.paths(),
                };
                if same {
                    return None;
                }
                let (side, told) = if is.came >= Came::Open || was.came < Came::Open && is.came != Came::Passes {
                    (Side::New, &is)
                } else {
                    (Side::Old, &was)
                };
                Some(OutcomeChange {
                    rule: id.clone(),
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

    /// Was it judged under both, and did a rule apply under either?
    #[must_use]
    pub fn is_checked(&self) -> bool {
        let judged = |stands| matches!(stands, Stands::Judged(_) | Stands::NothingApplied);
        let applied = |stands| matches!(stands, Stands::Judged(_));
        let (old, new) = self.stands;
        judged(old) && judged(new) && (applied(old) || applied(new))
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
        } else if !findings.is_empty() {
            Came::Open
        } else if absent {
            Came::Absent
        } else if not_applicable.is_some() {
            Came::DoesNotApply
        } else {
            Came::Passes
        };
        Self { came, findings, not_applicable }
    }

    /// Where it fails, and where it is open.
    fn paths(&self) -> BTreeSet<(bool, &str)> {
        self.findings
            .iter()
            .filter_map(|finding| Some((finding.outcome == Outcome::Fails, &*finding.places.first()?.path)))
            .collect()
    }

    /// The places of the findings, those that fail first; else where it was decided that it does not apply.
    fn places(&self) -> Vec<Place> {
        let mut findings = self.findings.clone();
        findings.sort_by_key(|finding| finding.outcome != Outcome::Fails);
        let found: Vec<Place> = findings.iter().filter_map(|finding| finding.places.first()).cloned().collect();
        match self.not_applicable.map(|rule| &rule.why) {
            Some(crate::WhyNot::Guard { places, .. }) if found.is_empty() => places.clone(),
            _ => found,
        }
    }

    fn message(&self) -> Option<String> {
        let worst = self.findings.iter().find(|finding| finding.outcome == Outcome::Fails);
        let found = worst.or(self.findings.first()).map(|finding| finding.message.clone());
        found.or_else(|| self.not_applicable.map(crate::NotApplicable::sentence))
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
    let item = house.item(id);
    let text = item.and_then(|span: Span| house.files.get(span.file)?.text().get(span.range()));
    text.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}
