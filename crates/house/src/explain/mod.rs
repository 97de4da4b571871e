//! Why a document came out as it did: each rule as its author wrote it, with the answer of every part and the values that
//! the document holds there, and what would have to change.

mod facts;
mod sentences;
mod settle;
mod tree;

use std::sync::Arc;

use countersign_compiler::program::{RuleId, Subject, Type};
use countersign_document::{Document, NodeId, Tree};
use countersign_evaluator::{Judgement, Outcome};
use countersign_source::{Diagnostic, FileId, Files, Report, Span, nearest};

use crate::resolve::Resolver;
use crate::search::{Budget, Case, Change, Schema, Solution, Stop, Way, Written, path_of};
use crate::{House, Input, KindFacts, KindFound};

pub use facts::{
    Action, Answer, Edit, Explained, ExplainedDocument, ExplainedRule, Fix, Fixes, Line, Role, Settled, Settling,
};
pub use sentences::comes_to;

/// The most ways to mend one rule that are told.
const WAYS: usize = 4;

/// The most other values of one change that are told.
const OTHERS: usize = 8;

impl House {
    /// Explains the documents of an input: the rule of this id, whatever it came to, or all that fail or are open.
    ///
    /// # Errors
    ///
    /// There is no such rule.
    pub fn explain(&self, input: &Input, rule: Option<&str>) -> Result<Vec<Explained>, Diagnostic> {
        let rule = rule.map(|name| self.rule_named(name)).transpose()?;
        let mut files = Files::clone(&self.files);
        let (file, documents) = self.read(&mut files, input);
        let files = Arc::new(files);
        let errors = |errors| vec![Explained::Errors { files: Arc::clone(&files), errors }];
        let documents = match documents {
            Ok(documents) if documents.is_empty() => {
                let error = Diagnostic::error("input/empty", format!("`{}` holds no document", input.name));
                return Ok(errors(vec![error.help("write a handoff into it")]));
            }
            Ok(documents) => documents,
            Err(error) => return Ok(errors(vec![error])),
        };
        let many = documents.len() > 1;
        let explained = documents.into_iter().enumerate().map(|(index, document)| {
            match self.explain_one(&files, file, document, rule, input.by_name) {
                Ok(mut document) => {
                    (document.index, document.one_of_many) = (index, many);
                    Explained::Document(Box::new(document))
                }
                Err(errors) => Explained::Errors { files: Arc::clone(&files), errors },
            }
        });
        Ok(explained.collect())
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

    fn explain_one(
        &self,
        files: &Arc<Files>,
        file: FileId,
        document: Document,
        wanted: Option<RuleId>,
        by_name: bool,
    ) -> Result<ExplainedDocument, Vec<Diagnostic>> {
        let Document { tree: Some(tree), faults } = document else {
            return Err(document.faults.iter().map(Report::report).collect());
        };
        let default = if by_name { self.default_kind() } else { None };
        let found = self.recognise(&tree, default).map_err(|error| vec![error])?;
        let (packs, limits) = (self.running(), self.limits());
        let wrapped = match &found.found {
            KindFound::Wrapped(key) => Some(Arc::clone(key)),
            KindFound::Declared | KindFound::Default => None,
        };
        let case = |rule| Case {
            program: &self.program,
            kind: found.kind,
            root: found.root,
            wrapped: wrapped.clone(),
            packs: &packs,
            settings: &self.fitted.settings,
            as_of: self.configuration().and_then(|found| found.as_of.as_ref()).map(|said| said.value),
            limits,
            rule,
        };
        let limit = || vec![self.too_large(&tree)];
        let judgement = case(RuleId(0)).judged(&tree).map_err(|trouble| vec![self.not_judged(&tree, &trouble)])?;
        let mut rules = Vec::new();
        for result in &judgement.rules {
            let asked = match wanted {
                Some(wanted) => result.rule == wanted,
                None => matches!(result.outcome, Outcome::Fails | Outcome::Undetermined),
            };
            if asked {
                rules.push(self.explain_rule(&case(result.rule), files, &tree, &judgement).ok_or_else(limit)?);
            }
        }
        let verdict = if faults.is_empty() { judgement.verdict } else { countersign_evaluator::Verdict::NotReady };
        Ok(ExplainedDocument {
            files: Arc::clone(files),
            file,
            index: 0,
            one_of_many: false,
            kind: KindFacts { word: Arc::clone(&self.program[found.kind].word), found: found.found },
            verdict,
            rules,
            asked: wanted.map(|rule| self.program.rule_id(rule)),
            schema_findings: faults.len() + judgement.findings.iter().filter(|finding| finding.fault.is_some()).count(),
            work: judgement.work,
        })
    }

    fn too_large(&self, tree: &Tree) -> Diagnostic {
        let span = tree.span(tree.root());
        Diagnostic::error("run/limit", "this document takes more steps than a judgement may")
            .at(Span { end: span.start, ..span }, "this document")
    }

    fn explain_rule(
        &self,
        case: &Case<'_>,
        files: &Files,
        tree: &Tree,
        judgement: &Judgement,
    ) -> Option<ExplainedRule> {
        let program = &self.program;
        let rule = &program[case.rule];
        let result = judgement.rules.iter().find(|result| result.rule == case.rule)?;
        let (trace, _) = case.trace(tree)?;
        let resolver = Resolver { program, tree };
        let lines = tree::Teller { program, files, resolver, rule }.tell(trace.of(case.rule)?, result.outcome);
        let fixes = match result.outcome {
            Outcome::Fails => Some(self.fixes(case, tree)),
            _ => None,
        };
        let settles = match result.outcome {
            Outcome::Undetermined => settle::settle(case, tree),
            _ => Vec::new(),
        };
        Some(ExplainedRule {
            id: program.rule_id(case.rule),
            title: Arc::clone(&rule.title),
            level: rule.level,
            outcome: result.outcome,
            place: rule.span,
            because: rule.because.clone(),
            findings: judgement
                .findings
                .iter()
                .filter(|finding| finding.subject == Subject::Rule(case.rule))
                .map(|finding| resolver.finding(finding.clone()))
                .collect(),
            not_applicable: result.not_applicable.clone().map(|why| resolver.not_applicable(case.rule, why)),
            lines,
            fixes,
            settles,
        })
    }

    /// What would have to change for a rule to pass.
    fn fixes(&self, case: &Case<'_>, tree: &Tree) -> Fixes {
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
                        ways.push(self.fix(&schema, tree, solution));
                        kinds.push(kind);
                    }
                }
            }
        }
        Fixes { ways, all_up_to: solved.all_up_to, judged: solved.judged }
    }

    fn fix(&self, schema: &Schema<'_>, tree: &Tree, solution: Solution) -> Fix {
        let resolver = Resolver { program: &self.program, tree };
        let subjects = |subjects: &[Subject]| subjects.iter().map(|subject| resolver.subject(*subject)).collect();
        let mut now = tree.clone();
        let mut edits = Vec::new();
        for change in &solution.changes {
            edits.push(edit(schema, &now, &resolver, change));
            let span = now.span(now.root());
            // It was applied before, when the whole was confirmed.
            let _ = change.apply(&mut now, span);
        }
        Fix { edits, outcome: solution.outcome, breaks: subjects(&solution.breaks), opens: subjects(&solution.opens) }
    }
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
