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
        for (previous, path) in paths_read(proof.program, rule) {
            let (from, prefix) = match (previous, &prepared.earlier) {
                (false, _) => (tree.root(), &prepared.prefix),
                (true, Some(earlier)) => (earlier.top, &earlier.prefix),
                (true, None) => continue,
            };
            let steps: Vec<Step> = prefix.iter().cloned().chain(path).collect();
            let (node, taken) = tree.nearest_from(from, &steps);
            wanted.extend((taken == steps.len()).then_some(node));
        }
    }
    let mut lines = cut(tree, tree.root(), &prepared.changes, &wanted);
    if let Some(earlier) = &prepared.earlier {
        let before = cut(tree, earlier.top, &earlier.changes, &wanted);
        if before.iter().any(|line| line.mark != Mark::Gap) {
            lines.push(ExcerptLine { text: "previous:".to_owned(), mark: Mark::Kept });
            lines.extend(before.into_iter().map(|line| match line.mark {
                Mark::Gap => line,
                mark => ExcerptLine { text: format!("  {}", line.text), mark },
            }));
        }
    }
    lines
}

/// The lines of a document that hold what is wanted and what was changed, with those that they stand under.
fn cut(tree: &Tree, top: NodeId, changes: &[Change], wanted: &HashSet<NodeId>) -> Vec<ExcerptLine> {
    let changed: HashSet<NodeId> = changes
        .iter()
        .filter_map(|change| if let Change::Written(node) = change { Some(*node) } else { None })
        .collect();
    let is_changed = |node: NodeId| above(tree, node).any(|node| changed.contains(&node));
    let lines = tree.print_from(top);
    let mut kept: HashSet<NodeId> = HashSet::new();
    let removed = changes.iter().filter_map(|change| match change {
        Change::Removed(path, holder) if tree.nearest_from(top, path).1 < path.len() => {
            Some((*holder, removed_words(path)))
        }
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
        let keeps = line.nodes.iter().any(|node| kept.contains(node) && *node != top) || lines.len() <= LINES / 4;
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

/// The paths that a rule reads itself: from the document, or from the earlier revision.
fn paths_read(program: &Program, rule: RuleId) -> Vec<(bool, Vec<Step>)> {
    let mut deciding = program[rule].deciding();
    if let Some(decision) = program[rule].decision.map(|decision| &program[decision]) {
        deciding.extend(&decision.chosen);
        let clauses = decision.options.iter().flat_map(|option| &option.clauses);
        deciding.extend(clauses.map(|part| &part.clause.condition));
    }
    deciding.into_iter().flat_map(Expr::all).filter_map(|part| path_of(program, part)).collect()
}

fn path_of(program: &Program, expr: &Expr) -> Option<(bool, Vec<Step>)> {
    let ExprKind::Field { base, field } = &expr.kind else { return None };
    let (previous, mut path) = match &base.kind {
        ExprKind::Document => (false, Vec::new()),
        ExprKind::Previous => (true, Vec::new()),
        _ => path_of(program, base)?,
    };
    let Type::Shape(shape) = base.ty else { return None };
    path.push(Step::Field(Arc::clone(&program[shape].fields.get(field.0 as usize)?.name)));
    Some((previous, path))
}
