//! `rules lint`: what was found, with its source, and a line that sums it up.

use countersign_house::{LARGE, LINTS, Linted, RuleCost};
use countersign_source::Files;

use crate::ink::{Ink, Paint};
use crate::json;
use crate::messages::of_diagnostic;
use crate::places::Places;
use crate::{Format, Style, plural};

/// What the lints found.
#[must_use]
pub fn rules_linted(format: Format, style: Style, linted: &Linted) -> String {
    let files = &linted.files;
    let mut ink = Ink::new(style.color);
    let mut places = Places::default();
    match format {
        Format::Json => return json::lint::linted(linted),
        Format::Concise => {
            for finding in &linted.findings {
                if let Some(span) = finding.span() {
                    let at = places.position(files, span);
                    ink.text(&format!("{}:{}:{}: ", files.name(span.file), at.line, at.column));
                }
                of_diagnostic(finding).header(&mut ink);
                ink.end();
            }
        }
        _ => {
            for finding in &linted.findings {
                of_diagnostic(finding).write(&mut ink, files, &mut places, style.width);
            }
        }
    }
    if style.verbose {
        for part in &linted.opaque {
            let at = places.position(files, part.place);
            let place = format!("{}:{}:{}", files.name(part.place.file), at.line, at.column);
            ink.painted(Paint::Faint, "not seen through").text(": ").text(&part.rule).text(": ").text(part.why);
            ink.painted(Paint::Faint, &format!(" ({place})")).end();
        }
    }
    let mut seen = plural(linted.rules, "rule");
    if linted.waivers > 0 {
        seen = format!("{seen} and {}", plural(linted.waivers, "waiver"));
    }
    if let Some(documents) = linted.documents {
        seen.push_str(&format!(", {} of the corpus", plural(documents, "document")));
    }
    if linted.findings.is_empty() {
        ink.painted(Paint::Good, "✓").text(&format!(" nothing found in {seen}"));
    } else {
        ink.painted(Paint::Warn, "!").text(&format!(" {} in {seen}", plural(linted.findings.len(), "finding")));
    }
    if linted.allowed > 0 {
        ink.text(&format!("; {} allowed", linted.allowed));
    }
    if !linted.opaque.is_empty() {
        ink.text(&format!("; {} not seen through", plural(linted.opaque.len(), "part")));
        if !style.verbose {
            ink.text(" (`--verbose` names them)");
        }
    }
    ink.end();
    ink.finish()
}

/// All the lints, a line each.
#[must_use]
pub fn lints_listed(style: Style) -> String {
    let mut ink = Ink::new(style.color);
    let widest = LINTS.iter().map(|facts| facts.id.len()).max().unwrap_or(0);
    for facts in LINTS {
        ink.painted(Paint::Strong, facts.id).text(&" ".repeat(widest + 2 - facts.id.len())).text(facts.title).end();
    }
    ink.finish()
}

/// What each rule costs at most, the dearest first; `most` is what one may cost for a large document.
#[must_use]
pub fn rules_costed(format: Format, style: Style, files: &Files, costs: &[RuleCost], most: Option<u64>) -> String {
    if format == Format::Json {
        return json::lint::costed(files, costs, most);
    }
    let mut ink = Ink::new(style.color);
    let mut sorted: Vec<&RuleCost> = costs.iter().collect();
    sorted.sort_by_key(|cost| std::cmp::Reverse(cost.when_large()));
    let widest = costs.iter().map(|cost| cost.rule.chars().count()).max().unwrap_or(0);
    let digits = sorted.first().map_or(0, |cost| cost.when_large().to_string().len()).max("steps".len());
    let (items, bytes) = LARGE;
    if format == Format::Human {
        ink.painted(Paint::Faint, &format!("{:<widest$}  {:>digits$}  at most", "rule", "steps")).end();
    }
    for cost in sorted {
        let steps = cost.when_large();
        let dear = most.is_some_and(|most| steps > most);
        ink.text(&format!("{:<widest$}  ", cost.rule));
        ink.painted(if dear { Paint::Bad } else { Paint::Strong }, &format!("{steps:>digits$}"));
        ink.text("  ").text(&cost.steps.to_string()).end();
    }
    if format == Format::Human {
        let note =
            format!("steps: for lists of {items} items and texts of {bytes} bytes; |list| is how many items it has");
        ink.painted(Paint::Faint, &note).end();
    }
    if let Some(most) = most {
        let dear = costs.iter().filter(|cost| cost.when_large() > most).count();
        if dear > 0 {
            ink.painted(Paint::Bad, "✗").text(&format!(" {} over {most} steps", plural(dear, "rule"))).end();
        } else {
            ink.painted(Paint::Good, "✓").text(&format!(" no rule over {most} steps")).end();
        }
    }
    ink.finish()
}
