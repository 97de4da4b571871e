//! Decisions side by side: each option with what stands in its way, and what it would come to once what is not known is.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_compiler::program::{Support, Type};
use countersign_document::{Content, Document, NodeId, Tree};
use countersign_evaluator::{DecisionResult, Lack, Outcome, Place, State, Verdict};
use countersign_source::{Diagnostic, FileId, Files, Level, Span};

use crate::check::Judged;
use crate::search::{Case, Change, Pool, Schema, Stop, Way, Written, path_of};
use crate::{AsOf, CheckedDocument, Checking, DecisionFacts, KindFacts, KindFound};

/// One document with its decisions, or why they could not be weighed.
#[derive(Debug)]
pub enum DecidedInput {
    /// A document that was judged.
    Document(Box<DecidedDocument>),
    /// What kept it from being judged.
    Errors {
        /// The spans are those of these files.
        files: Arc<Files>,
        /// What is the matter.
        errors: Vec<Diagnostic>,
    },
}

/// The decisions of one document.
#[derive(Debug)]
pub struct DecidedDocument {
    /// The files that all spans below point into.
    pub files: Arc<Files>,
    /// The document's file.
    pub file: FileId,
    /// Its position in the file, from 0.
    pub index: usize,
    /// Does the file hold more than this one?
    pub one_of_many: bool,
    /// What it was judged as.
    pub kind: KindFacts,
    /// The day that it was judged by, where there is one.
    pub as_of: Option<AsOf>,
    /// What it came to.
    pub verdict: Verdict,
    /// How many rules and checks of level `error` fail.
    pub errors: usize,
    /// How many questions are open.
    pub open: usize,
    /// Its decisions.
    pub decisions: Vec<Decided>,
}

/// A decision, and what would settle it.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What came out of it.
    pub facts: DecisionFacts,
    /// For each option in order, the unknowns that it rests on.
    pub settles: Vec<Vec<OptionSettling>>,
}

/// An unknown that an option rests on.
#[derive(Clone, Debug)]
pub struct OptionSettling {
    /// What is not known.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// Why it is not known, in the analyst's words.
    pub why: Option<Arc<str>>,
    /// What the option comes to with which values; nothing where any value would have to be tried.
    pub settled: Vec<OptionSettled>,
}

/// What an option comes to with some values of an unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionSettled {
    /// What its needs come to.
    pub support: Support,
    /// What its `suits` comes to.
    pub suits: Outcome,
    /// Who has to approve it, as a reader would be shown it, where it says so.
    pub approver: Option<String>,
    /// With which values.
    pub values: Vec<Written>,
}

/// What each option comes to with each value of one unknown.
type Tried = Vec<(Written, Vec<OptionSettled>)>;

impl Checking<'_> {
    /// The decisions of the documents, side by side.
    #[must_use]
    pub fn decide(mut self) -> Vec<DecidedInput> {
        let documents = match self.take_documents() {
            Ok(documents) => documents,
            Err(errors) => return vec![DecidedInput::Errors { files: Arc::clone(self.files()), errors }],
        };
        let decided = documents.into_iter().map(|(index, document)| match self.decided(index, document) {
            Ok(document) => DecidedInput::Document(Box::new(document)),
            Err(errors) => DecidedInput::Errors { files: Arc::clone(self.files()), errors },
        });
        decided.collect()
    }

    fn decided(&self, index: usize, document: Document) -> Result<DecidedDocument, Vec<Diagnostic>> {
        let judged = self.judged(index, document)?;
        if judged.checked.decisions.is_empty() {
            return Err(vec![self.no_decision(&judged)]);
        }
        let decisions = judged.checked.decisions.iter().map(|facts| Decided {
            facts: facts.clone(),
            settles: self.settled(&judged, facts).unwrap_or_else(|| vec![Vec::new(); facts.options.len()]),
        });
        let decisions = decisions.collect();
        let checked = judged.checked;
        Ok(DecidedDocument {
            errors: checked.count(Outcome::Fails, Level::Error),
            open: open_questions(&checked),
            files: checked.files,
            file: checked.file,
            index: checked.index,
            one_of_many: checked.one_of_many,
            kind: checked.kind,
            as_of: checked.as_of,
            verdict: checked.verdict,
            decisions,
        })
    }

    fn no_decision(&self, judged: &Judged) -> Diagnostic {
        let word = &judged.checked.kind.word;
        Diagnostic::error(
            "decide/none",
            format!("no pack has a decision about a `{word}`, so there are no options to compare"),
        )
        .at(self.house().first_line(&judged.tree), "this document")
        .help("`countersign check` judges it all the same")
    }

    /// What would settle the options of a decision; nothing where a limit was reached.
    fn settled(&self, judged: &Judged, facts: &DecisionFacts) -> Option<Vec<Vec<OptionSettling>>> {
        let house = self.house();
        let program = &house.program;
        let rule = house.rule_named(&facts.id).ok()?;
        let (packs, limits) = (house.running(), house.limits());
        let case = Case {
            program,
            kind: judged.kind,
            root: judged.root,
            wrapped: match &judged.checked.kind.found {
                KindFound::Wrapped(key) => Some(Arc::clone(key)),
                KindFound::Declared | KindFound::Default => None,
            },
            packs: &packs,
            settings: &house.fitted.settings,
            as_of: judged.as_of,
            previous: judged.previous,
            evidence: self.evidence(),
            limits,
            rule,
        };
        let tree = &judged.tree;
        let now = came_to(&case, tree)?;
        let schema = case.schema();
        let mut pool = Pool::default();
        for expr in program.reached(program.exprs_of(&program[rule]).collect()) {
            pool.add(program, expr);
        }
        let mut tried: BTreeMap<Way, Tried> = BTreeMap::new();
        let mut settles = Vec::new();
        for (at, option) in now.options.iter().enumerate() {
            let open = option.unmet.iter().filter(|unmet| unmet.finding.outcome == Outcome::Undetermined);
            let reasons = open.flat_map(|unmet| &unmet.finding.reasons);
            let of_approver = option.approver.iter().filter(|approver| approver.state == State::Open);
            let reasons = reasons.chain(of_approver.flat_map(|approver| &approver.reasons));
            let mut found: Vec<(Way, OptionSettling)> = Vec::new();
            for reason in reasons {
                let Lack::Unknown(why) = &reason.lack else { continue };
                let Some((way, node)) = unknown_at(tree, &reason.place) else { continue };
                if found.iter().any(|(known, _)| *known == way) {
                    continue;
                }
                let outcomes = tried.entry(way.clone()).or_insert_with(|| trials(&case, &schema, tree, &pool, &way));
                let path = path_of(tree, &schema, &way);
                let (place, why) = (tree.span(node), why.clone());
                found.push((way, OptionSettling { path, place, why, settled: grouped(outcomes, at) }));
            }
            settles.push(found.into_iter().map(|(_, settling)| settling).collect());
        }
        Some(settles)
    }
}

/// How many questions of a document are open.
pub(crate) fn open_questions(checked: &CheckedDocument) -> usize {
    checked.findings.iter().filter(|finding| finding.outcome == Outcome::Undetermined).count()
}

/// What the decision comes to in a document.
fn came_to(case: &Case<'_>, tree: &Tree) -> Option<DecisionResult> {
    let (_, judgement) = case.trace(tree)?;
    judgement.decisions.into_iter().find(|result| case.program[result.decision].rule == case.rule)
}

/// Each value that an unknown may turn out to have, and what comes of it. Of texts and lists there is no end, so none is
/// tried.
fn trials(case: &Case<'_>, schema: &Schema<'_>, tree: &Tree, pool: &Pool, way: &Way) -> Tried {
    let Some(spot) = schema.at(way) else { return Vec::new() };
    if !matches!(spot.ty, Type::Enum(_) | Type::Boolean | Type::Reference(_) | Type::Number) {
        return Vec::new();
    }
    let mut tried = Vec::new();
    for value in pool.alternatives(schema, tree, way, spot.ty, None) {
        let mut copy = tree.clone();
        let span = copy.span(copy.root());
        let change = Change { way: way.clone(), value: Some(value.clone()) };
        if change.apply(&mut copy, span).is_err() {
            continue;
        }
        let Some(result) = came_to(case, &copy) else { continue };
        let options = result.options.into_iter().map(|option| OptionSettled {
            support: option.support,
            suits: option.suits,
            approver: option.approver.map(|approver| approver.shown),
            values: Vec::new(),
        });
        tried.push((value, options.collect()));
    }
    tried
}

/// What one option comes to with which values, the best first.
fn grouped(tried: &Tried, option: usize) -> Vec<OptionSettled> {
    let mut groups: Vec<OptionSettled> = Vec::new();
    for (value, options) in tried {
        let Some(came) = options.get(option) else { continue };
        let alike = groups
            .iter_mut()
            .find(|group| (group.support, group.suits, &group.approver) == (came.support, came.suits, &came.approver));
        match alike {
            Some(group) => group.values.push(value.clone()),
            None => groups.push(OptionSettled { values: vec![value.clone()], ..came.clone() }),
        }
    }
    groups.sort_by_key(|group| (group.support, group.suits));
    groups
}

/// The node of what is said not to be known, and the way to it from the top.
fn unknown_at(tree: &Tree, place: &Place) -> Option<(Way, NodeId)> {
    let node = place.node;
    let is_unknown = match &tree.node(node).content {
        Content::Unknown(_) => true,
        Content::Scalar(scalar) => scalar.text.trim() == "unknown",
        _ => false,
    };
    is_unknown.then(|| (way_to(tree, node), node))
}

/// The way to a node from the top of its document.
pub(crate) fn way_to(tree: &Tree, node: NodeId) -> Way {
    let mut stops = Vec::new();
    let mut here = node;
    while let Some(parent) = tree.node(here).parent {
        stops.push(match tree.key(here) {
            Some(key) => Stop::Field(Arc::from(key)),
            None => Stop::Item(tree.children(parent).iter().position(|child| *child == here).unwrap_or(0)),
        });
        here = parent;
    }
    stops.reverse();
    Way(stops)
}
