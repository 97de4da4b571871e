//! What matters of a test's document, as it stands after the edits: what the test changed, what was found, and what the
//! rules that failed it read.

use std::collections::HashSet;
use std::sync::Arc;

use countersign_compiler::program::{
    DocumentPath, Expectation, ExpectationKind, Expr, ExprKind, Program, RuleId, Subject, Type,
};
use countersign_document::{NodeId, PrintedLine, Step, Tree};

use super::expect::Proof;
use super::prepare::{Change, Prepared};
use crate::{ExcerptLine, Failure, Mark};

/// The most lines that are shown.
const LINES: usize = 32;

/// The lines that matter for some failures of a test.
pub(super) fn excerpt(proof: &Proof<'_>, failures: &[Failure]) -> Vec<ExcerptLine> {
    let prepared = proof.prepared;
    let tree = &prepared.tree;
    let unmet = |expectation: &&Expectation| {
        failures.iter().any(|failure| failure.message.span().is_some_and(|span| expectation.span.holds(span)))
    };
    let mut wanted: HashSet<NodeId> = HashSet::new();
    let mut all = false;
    let mut rules: Vec<RuleId> = Vec::new();
    for expectation in proof.test.expectations.iter().filter(unmet) {
        match &expectation.kind {
            ExpectationKind::Rule { subject, at, .. } => {
                if let Subject::Rule(rule) = subject {
                    rules.push(*rule);
                }
                wanted.extend(at.iter().map(|path| prepared.nearest(path)));
                let findings = proof.judgement.findings.iter().filter(|finding| finding.subject == *subject);
                wanted.extend(findings.flat_map(|finding| &finding.places).map(|place| place.node));
            }
            ExpectationKind::Option { decision, .. } | ExpectationKind::Suggestion { decision, .. } => {
                rules.push(proof.program[*decision].rule);
            }
            _ => all = true,
        }
    }
    if all {
        wanted.extend(proof.judgement.findings.iter().flat_map(|finding| &finding.places).map(|place| place.node));
    }
    for rule in rules {
        for path in paths_read(proof.program, rule) {
            let steps: Vec<Step> = prepared.prefix.iter().cloned().chain(path).collect();
            wanted.extend(tree.find(&steps));
        }
    }
    cut(prepared, &wanted)
}

/// The lines that hold what is wanted and what was changed, with those that they stand under.
fn cut(prepared: &Prepared, wanted: &HashSet<NodeId>) -> Vec<ExcerptLine> {
    let tree = &prepared.tree;
    let changed: HashSet<NodeId> = prepared
        .changes
        .iter()
        .filter_map(|change| if let Change::Written(node) = change { Some(*node) } else { None })
        .collect();
    let is_changed = |node: NodeId| above(tree, node).any(|node| changed.contains(&node));
    let lines = tree.print();
    let mut kept: HashSet<NodeId> = HashSet::new();
    let removed = prepared.changes.iter().filter_map(|change| match change {
        Change::Removed(path, holder) if tree.find(path).is_none() => Some((*holder, removed_words(path))),
        _ => None,
    });
    let removed: Vec<(NodeId, String)> = removed.collect();
    for line in &lines {
        for node in line.nodes.iter().filter(|node| wanted.contains(node) || is_changed(**node)) {
            kept.extend(above(tree, *node));
        }
    }
    for (holder, _) in &removed {
        kept.extend(above(tree, *holder));
    }
    let mut shown: Vec<ExcerptLine> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let keeps =
            line.nodes.iter().any(|node| kept.contains(node) && *node != tree.root()) || lines.len() <= LINES / 4;
        if keeps && shown.len() < LINES {
            let is_new = line.nodes.iter().any(|node| is_changed(*node));
            let mark = if is_new { Mark::Written } else { Mark::Kept };
            shown.push(ExcerptLine { text: line.text.clone(), mark });
        } else {
            gap(&mut shown);
        }
        for (holder, words) in &removed {
            if let Some(indent) = ends_here(tree, &lines, at, *holder) {
                shown.push(ExcerptLine { text: format!("{}{words}", " ".repeat(indent)), mark: Mark::Removed });
            }
        }
    }
    shown
}

fn gap(shown: &mut Vec<ExcerptLine>) {
    if shown.last().is_none_or(|line| line.mark != Mark::Gap) {
        shown.push(ExcerptLine { text: String::new(), mark: Mark::Gap });
    }
}

/// How far what stood in `holder` stands in, where its last line is this one.
fn ends_here(tree: &Tree, lines: &[PrintedLine], at: usize, holder: NodeId) -> Option<usize> {
    let inside = |line: &PrintedLine| line.nodes.iter().any(|node| above(tree, *node).any(|node| node == holder));
    if !lines.get(at).is_some_and(inside) || lines.get(at + 1).is_some_and(inside) {
        return None;
    }
    let entry = lines.iter().find(|line| line.nodes.iter().any(|node| tree.node(*node).parent == Some(holder)));
    Some(entry.map_or_else(|| 2 * above(tree, holder).skip(1).count(), |line| line.indent))
}

/// What was taken away, by the last step of its path.
fn removed_words(path: &[Step]) -> String {
    match path.last() {
        Some(Step::Field(name)) => format!("{name}:"),
        Some(Step::Keyed { field, value }) => format!("- {field}: {value}"),
        Some(Step::Index(index)) => format!("- (item {})", index + 1),
        None => "(the document)".to_owned(),
    }
}

/// A node and all that hold it.
fn above(tree: &Tree, node: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(Some(node), |node| tree.node(*node).parent)
}

impl Prepared {
    /// What stands at a path, or what is written nearest to it.
    fn nearest(&self, path: &DocumentPath) -> NodeId {
        self.nearest_written(path).0
    }
}

/// The paths from the document that a rule reads itself.
fn paths_read(program: &Program, rule: RuleId) -> Vec<Vec<Step>> {
    let mut deciding = program[rule].deciding();
    if let Some(decision) = program[rule].decision.map(|decision| &program[decision]) {
        deciding.extend(&decision.chosen);
        let clauses = decision.options.iter().flat_map(|option| &option.clauses);
        deciding.extend(clauses.map(|part| &part.clause.condition));
    }
    deciding.into_iter().flat_map(Expr::all).filter_map(|part| path_of(program, part)).collect()
}

fn path_of(program: &Program, expr: &Expr) -> Option<Vec<Step>> {
    let ExprKind::Field { base, field } = &expr.kind else { return None };
    let mut path = match &base.kind {
        ExprKind::Document => Vec::new(),
        _ => path_of(program, base)?,
    };
    let Type::Shape(shape) = base.ty else { return None };
    path.push(Step::Field(Arc::clone(&program[shape].fields.get(field.0 as usize)?.name)));
    Some(path)
}
