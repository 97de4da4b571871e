//! Why a document came out as it did: each rule as its author wrote it, with the answer of every part and the values that
//! the document holds there, and what would have to change.

mod facts;
mod page;
mod sentences;
mod settle;
mod tree;

use std::sync::Arc;

use countersign_compiler::program::{RuleId, Subject, Type};
use countersign_document::{Document, Format, NodeId, Tree};
use countersign_evaluator::{Outcome, RuleResult};
use countersign_source::{Diagnostic, Span, nearest};

use crate::check::Judged;

use crate::resolve::Resolver;
use crate::search::{Budget, Case, Change, Schema, Solution, Stop, Way, Written, path_of};
use crate::{CheckedDocument, Checking, Finding, House, Input, KindFound, LevelSet};

pub use facts::{
    Action, Answer, Edit, Explained, ExplainedDocument, ExplainedRule, Fix, Fixes, Line, Role, Settled, Settling,
};
pub use page::{Deed, OnPage};
pub use sentences::comes_to;

/// The most ways to mend one rule that are told.
const WAYS: usize = 4;

/// The most other values of one change that are told.
const OTHERS: usize = 8;

impl House {
    /// Explains the documents of an input: the rule of this id, whatever it came to, or all that fail, are open or waived.
    ///
    /// # Errors
    ///
    /// There is no such rule.
    pub fn explain(&self, input: &Input, rule: Option<&str>) -> Result<Vec<Explained>, Diagnostic> {
        self.check(input.clone()).explain(rule)
    }

    /// The rule that is called so: `pack/rule`, or a name that one rule alone has.
    pub(crate) fn rule_named(&self, name: &str) -> Result<RuleId, Diagnostic> {
        let program = &self.program;
        let ids: Vec<(RuleId, String)> =
            (0u32..).map(RuleId).take(program.rules.len()).map(|id| (id, program.rule_id(id))).collect();
        let is_it = |id: &str| if name.contains('/') { id == name } else { id.rsplit('/').next() == Some(name) };
        let found: Vec<&(RuleId, String)> = ids.iter().filter(|(_, id)| is_it(id)).collect();
        match found.as_slice() {
            [(id, _)] => Ok(*id),
            [] => {
                let error = Diagnostic::error("rules/unknown", format!("there is no rule `{name}`"));
                let names = ids.iter().flat_map(|(_, id)| [id.as_str(), id.rsplit('/').next().unwrap_or(id)]);
                Err(match nearest(name, names) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help("`countersign rules list` shows what there is"),
                })
            }
            many => {
                let ids: Vec<String> = many.iter().map(|(_, id)| format!("`{id}`")).collect();
                let error = Diagnostic::error("rules/unknown", format!("more than one rule is called `{name}`"));
                Err(error.help(format!("say which: {}", ids.join(", "))))
            }
        }
    }

    fn too_large(&self, tree: &Tree) -> Diagnostic {
        let span = tree.span(tree.root());
        Diagnostic::error("run/limit", "this document takes more steps than a judgement may")
            .at(Span { end: span.start, ..span }, "this document")
    }

    fn explain_rule(
        &self,
        case: &Case<'_>,
        checked: &CheckedDocument,
        tree: &Tree,
        result: Option<&RuleResult>,
    ) -> Option<ExplainedRule> {
        let program = &self.program;
        let rule = &program[case.rule];
        let id = program.rule_id(case.rule);
        let outcome = result.map_or(Outcome::DoesNotApply, |result| result.outcome);
        let files = &*checked.files;
        let resolver = Resolver { program, tree };
        let decision = checked.decisions.iter().find(|decision| decision.id == id);
        let (mut lines, mut fixes, mut settles) = (Vec::new(), None, Vec::new());
        if result.is_some() {
            let (trace, _) = case.trace(tree)?;
            // Of one that is not in force nothing was looked at.
            let seen = trace.of(case.rule).unwrap_or_default();
            lines = tree::Teller { program, files, resolver, rule, decided: decision }.tell(seen, outcome);
            match outcome {
                Outcome::Fails => {
                    let markdown = Format::of_name(files.name(checked.file)) == Some(Format::Markdown);
                    fixes = Some(self.fixes(case, tree, markdown));
                }
                Outcome::Undetermined => settles = settle::settle(case, tree),
                _ => {}
            }
        }
        let set =
            self.fitted.levels.get(&case.rule).filter(|(level, _)| level.is_some_and(|level| level != rule.level));
        Some(ExplainedRule {
            title: Arc::clone(&rule.title),
            level: result.map_or(rule.level, |result| result.level),
            level_set: set.map(|(_, span)| LevelSet { declared: rule.level, span: *span }),
            outcome,
            place: rule.span,
            because: rule.because.clone(),
            findings: checked.findings.iter().filter(|finding| finding.rule == id).cloned().collect(),
            not_applicable: checked.not_applicable.iter().find(|known| known.rule == id).cloned(),
            decision: decision.cloned(),
            id,
            lines,
            fixes,
            settles,
        })
    }

    /// What would have to change for a rule to pass.
    fn fixes(&self, case: &Case<'_>, tree: &Tree, markdown: bool) -> Fixes {
        let solved = case.solve(tree, Budget::default());
        let schema = case.schema();
        let least = solved.ways.first().map_or(0, |way| way.changes.len());
        let mut ways: Vec<Fix> = Vec::new();
        let mut kinds: Vec<Vec<(Way, bool)>> = Vec::new();
        for solution in solved.ways {
            // Of several values that would do at one place, the first is the example and the others are named with it.
            let kind: Vec<(Way, bool)> =
                solution.changes.iter().map(|change| (change.way.clone(), change.value.is_some())).collect();
            let known = kinds.iter().position(|known| *known == kind);
            match (known.and_then(|at| ways.get_mut(at)), solution.changes.as_slice()) {
                (Some(fix), [change]) => {
                    let fits = solution.breaks.is_empty() && solution.opens.is_empty();
                    if let (Some(edit), Some(value)) = (fix.edits.first_mut(), &change.value)
                        && edit.others.len() < OTHERS
                        && fits
                    {
                        edit.others.push(value.clone());
                    }
                }
                (Some(_), _) => {}
                (None, _) => {
                    let farther = solution.outcome == Outcome::Passes && solution.changes.len() > least;
                    // That a rule can be kept from applying is told once: mostly it is what nobody means.
                    let dodges = solution.outcome == Outcome::DoesNotApply;
                    let again = dodges && ways.iter().any(|way| way.outcome == Outcome::DoesNotApply);
                    if ways.len() < WAYS && !farther && !again {
                        ways.push(self.fix(case, &schema, tree, solution, markdown));
                        kinds.push(kind);
                    }
                }
            }
        }
        Fixes { ways, all_up_to: solved.all_up_to, judged: solved.judged }
    }

    fn fix(&self, case: &Case<'_>, schema: &Schema<'_>, tree: &Tree, solution: Solution, markdown: bool) -> Fix {
        let choice = case.choosing(tree).and_then(|choosing| choosing.way);
        let resolver = Resolver { program: &self.program, tree };
        let subjects = |subjects: &[Subject]| subjects.iter().map(|subject| resolver.subject(*subject)).collect();
        let mut now = tree.clone();
        let mut edits = Vec::new();
        let outline = crate::outline::outline(&self.program, Some(case.kind));
        let mut page = markdown.then(|| page::Page::of(schema, &outline, tree)).flatten();
        for change in &solution.changes {
            let mut edit = edit(schema, &now, &resolver, change);
            edit.choice |= choice.as_ref() == Some(&change.way);
            let span = now.span(now.root());
            // It was applied before, when the whole was confirmed.
            let _ = change.apply(&mut now, span);
            edit.page = page.as_mut().and_then(|page| page.make(change, &now));
            page = page.filter(|_| edit.page.is_some());
            edits.push(edit);
        }
        let page = page.map(|page| Arc::clone(page.text()));
        Fix {
            page,
            edits,
            outcome: solution.outcome,
            breaks: subjects(&solution.breaks),
            opens: subjects(&solution.opens),
        }
    }
}

impl Checking<'_> {
    /// Explains what comes of the documents: the rule of this id, whatever it came to, or all that fail, are open or waived.
    ///
    /// # Errors
    ///
    /// There is no such rule.
    pub fn explain(mut self, rule: Option<&str>) -> Result<Vec<Explained>, Diagnostic> {
        let rule = rule.map(|name| self.house().rule_named(name)).transpose()?;
        let documents = match self.take_documents() {
            Ok(documents) => documents,
            Err(errors) => return Ok(vec![Explained::Errors { files: Arc::clone(self.files()), errors }]),
        };
        let explained = documents.into_iter().map(|(index, document)| match self.explained(index, document, rule) {
            Ok(document) => Explained::Document(Box::new(document)),
            Err(errors) => Explained::Errors { files: Arc::clone(self.files()), errors },
        });
        Ok(explained.collect())
    }

    fn explained(
        &self,
        index: usize,
        document: Document,
        wanted: Option<RuleId>,
    ) -> Result<ExplainedDocument, Vec<Diagnostic>> {
        let Judged { tree, kind, root, previous, as_of, rules: results, checked } = self.judged(index, document)?;
        let house = self.house();
        let program = &house.program;
        let (packs, limits) = (house.running(), house.limits());
        let wrapped = match &checked.kind.found {
            KindFound::Wrapped(key) => Some(Arc::clone(key)),
            KindFound::Declared | KindFound::Default => None,
        };
        let of_rule = |rule, result: Option<&RuleResult>| {
            let case = Case {
                program,
                kind,
                root,
                wrapped: wrapped.clone(),
                packs: &packs,
                settings: &house.fitted.settings,
                as_of,
                previous,
                evidence: self.evidence(),
                limits,
                rule,
            };
            house.explain_rule(&case, &checked, &tree, result).ok_or_else(|| vec![house.too_large(&tree)])
        };
        let mut rules = Vec::new();
        let (mut other_kind, mut not_run) = (None, None);
        match wanted {
            None => {
                for result in results.iter().filter(|result| !is_well(result.outcome)) {
                    rules.push(of_rule(result.rule, Some(result))?);
                }
            }
            Some(rule) => {
                let result = results.iter().find(|result| result.rule == rule);
                let id = program.rule_id(rule);
                if result.is_some() || checked.not_applicable.iter().any(|known| known.rule == id) {
                    rules.push(of_rule(rule, result)?);
                } else if packs.contains(&program[rule].pack) {
                    other_kind = Some(id);
                } else {
                    not_run = Some(id);
                }
            }
        }
        let of_schema = |finding: &&Finding| finding.rule.starts_with("schema/") && finding.outcome == Outcome::Fails;
        Ok(ExplainedDocument {
            file: checked.file,
            index: checked.index,
            one_of_many: checked.one_of_many,
            kind: checked.kind.clone(),
            as_of: checked.as_of.clone(),
            verdict: checked.verdict,
            rules,
            other_kind,
            not_run,
            schema_findings: checked.findings.iter().filter(of_schema).count(),
            work: checked.work,
            files: checked.files,
        })
    }
}

/// Is it nothing that anybody has to look at?
fn is_well(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Passes | Outcome::DoesNotApply)
}

/// A change as facts.
fn edit(schema: &Schema<'_>, tree: &Tree, resolver: &Resolver<'_>, change: &Change) -> Edit {
    let steps = change.way.steps();
    let (node, taken) = tree.nearest(&steps);
    let there = taken == steps.len();
    let is_item = matches!(change.way.0.last(), Some(Stop::Item(_)));
    let action = match &change.value {
        None => Action::Remove,
        Some(_) if !there && is_item => Action::Add,
        Some(_) => Action::Write,
    };
    let told = match (action, change.way.split()) {
        (Action::Add, Some((list, _))) => list,
        _ => change.way.clone(),
    };
    let now = if there { now_written(schema, tree, node, &change.way) } else { None };
    Edit {
        action,
        path: path_of(tree, schema, &told),
        way: change.way.0.clone(),
        value: change.value.clone(),
        now,
        others: Vec::new(),
        wanted: schema.at(&change.way).map(|spot| sentences::called(schema.program, spot.ty)).unwrap_or_default(),
        choice: schema
            .at(&change.way)
            .is_some_and(|spot| matches!(spot.ty, Type::Enum(_) | Type::Boolean | Type::Reference(_))),
        place: place_of(tree, resolver, node, there),
        page: None,
    }
}

fn now_written(schema: &Schema<'_>, tree: &Tree, node: NodeId, way: &Way) -> Option<Written> {
    let written = Written::of_tree(schema.program, tree, node, schema.at(way).map(|spot| spot.ty));
    (written != Written::Word("null".to_owned())).then_some(written)
}

/// Where to write: what is there, or the key of what it goes into.
fn place_of(tree: &Tree, resolver: &Resolver<'_>, node: NodeId, there: bool) -> Option<Span> {
    use countersign_evaluator::{Part, Place};
    let part = if there { Part::Value } else { Part::Key };
    // What an edit before this one has brought in stands nowhere yet.
    let span = resolver.place(&Place { node, part, path: Arc::from(""), missing: !there }).span;
    (span.file == tree.file()).then_some(span)
}
