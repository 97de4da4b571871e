//! The smallest program and document that still tell the engine from its twin, ready to be pasted.

use countersign_parser::ast::{DecisionPart, Expr, ExprKind, Item, OptionPartKind, RulePartKind};

use super::engine::Engine;
use super::paper::Written;
use super::tally::Tally;
use super::{Case, compared};

/// Does it compile, and do the two differ?
fn differs(case: &Case) -> bool {
    let Some(engine) = Engine::new(&case.items.concat(), &case.crews) else { return false };
    compared(&engine, case, &Tally::default()).2.is_err()
}

pub(crate) fn smallest(case: &Case) -> Case {
    let mut case = case.clone();
    loop {
        let smaller = candidates(&case).into_iter().find(differs);
        match smaller {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}

pub(crate) fn shown(case: &Case) -> String {
    let engine = Engine::new(&case.items.concat(), &case.crews).unwrap();
    let why = compared(&engine, case, &Tally::default()).2.err().unwrap_or_default();
    let previous = case.previous.as_ref().map_or_else(String::new, |text| format!("---- previous\n{}\n", text.yaml()));
    let changed = if case.changed { "---- with changed settings\n" } else { "" };
    let schema = &case.items[0];
    format!(
        "{changed}---- document\n{}\n{previous}---- crews\n{:?}\n---- schema\n{schema}\n---- rules\n{}\n---- {why}",
        case.document.yaml(),
        case.crews,
        case.items[1..].concat(),
    )
}

/// All that is one step smaller, the largest steps first.
fn candidates(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    for at in (1..case.items.len()).rev() {
        let mut items = case.items.clone();
        items.remove(at);
        found.push(Case { items, ..case.clone() });
    }
    if case.previous.is_some() {
        found.push(Case { previous: None, ..case.clone() });
    }
    if case.changed {
        found.push(Case { changed: false, ..case.clone() });
    }
    for document in smaller(&case.document) {
        found.push(Case { document, ..case.clone() });
    }
    for previous in case.previous.iter().flat_map(smaller) {
        found.push(Case { previous: Some(previous), ..case.clone() });
    }
    for at in 1..case.items.len() {
        for item in smaller_items(case, at) {
            let mut items = case.items.clone();
            items[at] = item;
            found.push(Case { items, ..case.clone() });
        }
    }
    found
}

fn smaller(written: &Written) -> Vec<Written> {
    let mut found = Vec::new();
    match written {
        Written::Map(entries) => {
            for at in 0..entries.len() {
                let mut fewer = entries.clone();
                fewer.remove(at);
                found.push(Written::Map(fewer));
            }
            for (at, (_, value)) in entries.iter().enumerate() {
                for value in smaller(value) {
                    let mut changed = entries.clone();
                    changed[at].1 = value;
                    found.push(Written::Map(changed));
                }
            }
        }
        Written::List(items) => {
            for at in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(at);
                found.push(Written::List(fewer));
            }
            for (at, item) in items.iter().enumerate() {
                for item in smaller(item) {
                    let mut changed = items.clone();
                    changed[at] = item;
                    found.push(Written::List(changed));
                }
            }
        }
        _ => {}
    }
    found
}

/// An item without one of its clauses, or with an expression in it replaced by a part of that.
fn smaller_items(case: &Case, at: usize) -> Vec<String> {
    let before = case.items[..at].concat().len();
    let text = case.items.concat();
    let Some(engine) = Engine::new(&text, &case.crews) else { return Vec::new() };
    let item = &case.items[at];
    let mut cuts: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut exprs: Vec<&Expr> = Vec::new();
    let here = |found: &&Item| (before..before + item.len()).contains(&found.span().range().start);
    match engine.file.items.iter().find(here) {
        Some(Item::Rule(rule)) => {
            for part in &rule.parts {
                cuts.push((part.span.range(), String::new()));
                match &part.kind {
                    RulePartKind::Let { value, .. } => exprs.push(value),
                    RulePartKind::When(condition) => exprs.push(condition),
                    RulePartKind::ForEach { list, filter, .. } => exprs.extend([list].into_iter().chain(filter)),
                    RulePartKind::Clause(clause) => exprs.push(&clause.condition),
                    _ => {}
                }
            }
        }
        Some(Item::Definition(define)) => exprs.push(&define.body),
        Some(Item::Table(table)) => cuts.extend(table.rows.iter().map(|row| (row.span.range(), String::new()))),
        Some(Item::Decision(decision)) => {
            for part in &decision.parts {
                match part {
                    DecisionPart::Clause(part) => cuts.push((part.span.range(), String::new())),
                    DecisionPart::Option(option) => {
                        cuts.push((option.span.range(), String::new()));
                        for part in &option.parts {
                            cuts.push((part.span.range(), String::new()));
                            match &part.kind {
                                OptionPartKind::Needs(clause) | OptionPartKind::Suits(clause) => {
                                    exprs.push(&clause.condition);
                                }
                                OptionPartKind::Approver(expr) => exprs.push(expr),
                                OptionPartKind::Junk => {}
                            }
                        }
                    }
                }
            }
        }
        _ => {}
    }
    while let Some(expr) = exprs.pop() {
        let parts = parts(expr);
        for part in &parts {
            cuts.push((expr.span.range(), text[part.span.range()].to_owned()));
        }
        if let ExprKind::And(terms) | ExprKind::Or(terms) = &expr.kind {
            let word = if matches!(expr.kind, ExprKind::And(_)) { " and " } else { " or " };
            for without in 0..terms.len() {
                let kept = terms.iter().enumerate().filter(|(at, _)| *at != without);
                let kept: Vec<&str> = kept.map(|(_, term)| &text[term.span.range()]).collect();
                cuts.push((expr.span.range(), kept.join(word)));
            }
        }
        if let ExprKind::Quantified { filter: Some(filter), list, .. } = &expr.kind {
            cuts.push((list.span.range().end..filter.span.range().end, String::new()));
        }
        exprs.extend(parts);
    }
    cuts.into_iter()
        .map(|(range, instead)| format!("{}{instead}{}", &item[..range.start - before], &item[range.end - before..]))
        .filter(|smaller| smaller.len() < item.len())
        .collect()
}

fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Field { base: part, .. } | ExprKind::Each(part) | ExprKind::Paren(part) | ExprKind::Not(part) => {
            vec![part]
        }
        ExprKind::Matches { subject: part, .. } | ExprKind::Is { subject: part, .. } => vec![part],
        ExprKind::List(parts)
        | ExprKind::Call { arguments: parts, .. }
        | ExprKind::And(parts)
        | ExprKind::Or(parts) => parts.iter().collect(),
        ExprKind::Implies(a, b) | ExprKind::Default(a, b) => vec![a, b],
        ExprKind::Compare { left, right, .. } | ExprKind::Arithmetic { left, right, .. } => vec![left, right],
        ExprKind::Quantified { list, filter, body, .. } => {
            [list, body].into_iter().chain(filter).map(AsRef::as_ref).collect()
        }
        ExprKind::Filter { list, filter, .. } => vec![list, filter],
        _ => Vec::new(),
    }
}
