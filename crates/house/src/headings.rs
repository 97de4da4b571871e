//! What is to be done about a document in Markdown: how a field is written there, and which heading was most likely meant
//! for one that is not written.

use countersign_document::{Heading, NodeId, Tree};
use countersign_evaluator::SchemaFault;

use crate::{Finding, Outcome};

/// Gives the findings about a document in Markdown the help that fits it.
pub(crate) fn advise(findings: &mut [Finding], tree: &Tree, root: NodeId) {
    for finding in findings.iter_mut().filter(|finding| finding.outcome == Outcome::Fails) {
        let mut lacking: Vec<String> = Vec::new();
        if let Some(SchemaFault::Required { field, .. }) = &finding.fault {
            lacking.push(field.to_string());
            let name = heading_of(field);
            finding.helps = vec![format!(
                "write a heading `## {name}` or a line `{name}: …`; where it is not known yet, `{name}: unknown: why`"
            )];
        }
        if let Some(SchemaFault::Unknown) = &finding.fault {
            finding.helps = vec!["write `unknown: why`; if the word itself is meant, put it in quotes".to_owned()];
        }
        let reasons = finding.reasons.iter().map(|reason| &reason.place);
        for place in finding.places.iter().chain(reasons).filter(|place| place.missing) {
            let field = first_missing(&place.path, tree, root);
            if !field.is_empty() && !lacking.contains(&field) {
                lacking.push(field);
            }
        }
        for field in lacking {
            let meant = |heading: &&Heading| heading.shares_a_word(&field);
            if let Some(heading) = tree.headings().iter().find(meant) {
                let signs = "#".repeat(heading.level);
                finding.helps.push(format!(
                    "the heading `{}` names no field: write `{signs} {}`",
                    heading.text,
                    heading_of(&field)
                ));
            }
        }
    }
}

/// The first field along a path that is not written: of `severity.level` it is `severity`, where that is not there either.
fn first_missing(path: &str, tree: &Tree, root: NodeId) -> String {
    let mut node = Some(root);
    let mut last = "";
    for step in path.split('.') {
        let (field, item) = step.split_once('[').map_or((step, None), |(field, item)| (field, Some(item)));
        last = field;
        match node.and_then(|node| tree.get(node, field)) {
            None if node.is_some() => break,
            // Where an item stands is not looked for; what is missing is then the last of all.
            found => node = found.filter(|_| item.is_none()),
        }
    }
    last.to_owned()
}

/// The heading that names a field: `data_classes` is filled below `Data classes`.
fn heading_of(field: &str) -> String {
    let words = field.replace(['_', '-'], " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => words,
    }
}
