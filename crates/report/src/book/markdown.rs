//! The rule book as Markdown.

use std::fmt::Write as _;

use countersign_house::{Book, PackChapter, RuleEntry, WaiverEntry};

use super::{Part, granted, in_force, index, shows};
use crate::markdown::{cell_code, code, escaped, fenced, said};
use crate::plural;

/// The book.
pub(super) fn written(book: &Book) -> String {
    let mut out = String::from("# Rule book\n\n");
    let rules: usize = book.packs.iter().map(|pack| pack.rules.len()).sum();
    let tests: usize = book.packs.iter().map(|pack| pack.facts.tests).sum();
    let (packs, rules, tests) = (plural(book.packs.len(), "pack"), plural(rules, "rule"), plural(tests, "test"));
    let _ = write!(out, "{packs}, {rules}, held in place by {tests}.\n\n");
    for pack in &book.packs {
        let _ = writeln!(out, "- {}", link(&pack.facts.name, &pack.facts.name));
        for part in Part::ALL.into_iter().filter(|part| part.stands_in(pack)) {
            let _ = writeln!(out, "  - {}", link(part.title(), &format!("{}/{}", pack.facts.name, part.word())));
        }
    }
    out.push_str("- [Index](#index)\n");
    for pack in &book.packs {
        chapter(&mut out, book, pack);
    }
    out.push_str("\n<a id=\"index\"></a>\n\n## Index\n\n");
    for (name, kind, at) in index(book) {
        let _ = writeln!(out, "- {}: {kind}", link(&name, &at));
    }
    out
}

/// A link within the book; anchors are names of the language, which hold nothing that ends a link.
fn link(text: &str, at: &str) -> String {
    format!("[{}](#{})", escaped(text), plain(at))
}

/// An anchor.
fn id(at: &str) -> String {
    format!("<a id=\"{}\"></a>\n\n", plain(at))
}

/// A name with nothing in it that could end an attribute or a link.
fn plain(at: &str) -> String {
    at.chars().map(|char| if char.is_ascii_alphanumeric() || "/_-.".contains(char) { char } else { '-' }).collect()
}

/// What an author says above an item: its paragraphs and bullets, with code in it, and nothing else of Markdown.
fn doc(text: Option<&String>) -> String {
    let Some(text) = text else { return String::new() };
    let lines = text.lines().map(|line| match line.trim_start().split_once(' ') {
        Some(("-" | "*", rest)) => format!("- {}", said(rest)),
        _ => said(line.trim()),
    });
    format!("{}\n\n", lines.collect::<Vec<_>>().join("\n").trim())
}

/// The same on one line, for a cell.
fn cell(text: Option<&String>) -> String {
    let text = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    let parts: Vec<&str> = text.split('`').collect();
    // Code in a cell ends at a bar, whatever stands around it.
    if parts.iter().any(|part| part.contains('|')) { escaped(&text) } else { said(&text) }
}

fn chapter(out: &mut String, book: &Book, pack: &PackChapter) {
    let facts = &pack.facts;
    let _ = write!(out, "\n{}## {}\n\n", id(&facts.name), escaped(&facts.name));
    let origin = match facts.origin {
        countersign_house::Origin::Shipped => "shipped with the program".to_owned(),
        countersign_house::Origin::Given => format!("from {}", code(book.files.name(facts.place.file))),
    };
    let _ = write!(out, "For documents of the kind {}, {origin}.", code(&facts.kind));
    if !pack.uses.is_empty() {
        let uses: Vec<String> = pack.uses.iter().map(|name| code(name)).collect();
        let _ = write!(out, " Uses {}.", uses.join(", "));
    }
    out.push_str("\n\n");
    out.push_str(&doc(facts.doc.as_ref()));
    for part in Part::ALL.into_iter().filter(|part| part.stands_in(pack)) {
        let _ = write!(out, "{}### {}\n\n", id(&format!("{}/{}", facts.name, part.word())), part.title());
        match part {
            Part::Rules => pack.rules.iter().for_each(|entry| rule(out, pack, entry)),
            Part::Tables => tables(out, pack),
            Part::Settings => settings(out, pack),
            Part::Definitions => definitions(out, pack),
            Part::Documents => documents(out, pack),
            Part::Steps => steps(out, pack),
            Part::Waivers => waivers(out, &pack.waivers),
            Part::Concepts => concepts(out, pack),
        }
    }
}

fn rule(out: &mut String, pack: &PackChapter, entry: &RuleEntry) {
    let (page, facts) = (&entry.page, &entry.page.facts);
    let _ = write!(out, "{}#### {}\n\n**{}**\n\n", id(&facts.id), code(&facts.id), escaped(&facts.title));
    out.push_str(&doc(facts.doc.as_ref()));
    let kind = if facts.options.is_some() { "decision" } else { "rule" };
    let unwaivable = if facts.unwaivable { ", unwaivable" } else { "" };
    let _ = writeln!(out, "- {kind}, {}{unwaivable}, {}", facts.level.word(), plural(facts.tests, "test"));
    if let Some(because) = &facts.because {
        let _ = writeln!(out, "- why: {}", said(because));
    }
    if let Some(step) = &facts.step {
        let _ = writeln!(out, "- step: {}", escaped(&step.title));
    }
    for risk in &facts.risks {
        let _ = writeln!(out, "- risk: {}", escaped(&risk.title));
    }
    if let Some(days) = in_force(entry) {
        let _ = writeln!(out, "- in force {days}");
    }
    if let Some((name, _)) = &page.concept {
        let at = super::anchor(&pack.facts.name, Part::Concepts, name);
        let _ = writeln!(out, "- concept: {}", link(name, &at));
    }
    for used in &page.uses {
        let value = used.value.as_ref().map(|value| format!(" = {}", code(value))).unwrap_or_default();
        let _ = writeln!(out, "- rests on {} {}{value}", used.kind, code(&used.name));
    }
    for see in &facts.see {
        let _ = writeln!(out, "- see: {}", escaped(see));
    }
    for waiver in &entry.waivers {
        let _ = writeln!(out, "- waived {}: {}", escaped(&granted(waiver)), said(&waiver.because));
    }
    out.push('\n');
    if !entry.options.is_empty() {
        out.push_str("| option | needs | suits | approved by |\n| --- | --- | --- | --- |\n");
        for option in &entry.options {
            let written =
                |list: &[std::sync::Arc<str>]| list.iter().map(|one| cell_code(one)).collect::<Vec<_>>().join("<br>");
            let approver = option.approver.as_ref().map(|approver| cell_code(approver)).unwrap_or_default();
            let (needs, suits) = (written(&option.needs), written(&option.suits));
            let name = format!("{}: {}", cell_code(&option.named.name), escaped(&option.named.title));
            let _ = writeln!(out, "| {name} | {needs} | {suits} | {approver} |");
        }
        out.push('\n');
    }
    let _ = writeln!(out, "As it is written:\n\n{}", fenced("rules", &page.text));
    for sought in &page.examples.examples {
        let Some(example) = &sought.example else { continue };
        let _ = writeln!(out, "{}:\n\n{}", shows(sought.wanted), fenced("yaml", &example.text));
        if let Some(message) = &example.message {
            let _ = writeln!(out, "It says: {}\n", said(message));
        }
    }
}

fn tables(out: &mut String, pack: &PackChapter) {
    for table in &pack.tables {
        let at = super::anchor(&pack.facts.name, Part::Tables, &table.name);
        let _ = write!(out, "{}#### {}\n\n{}", id(&at), code(&table.name), doc(table.doc.as_ref()));
        let names: Vec<String> = table.columns.iter().map(|(name, _)| escaped(name)).collect();
        let _ = writeln!(out, "| {} | → {} |", names.join(" | "), escaped(&table.answer));
        let _ = writeln!(out, "|{}", " --- |".repeat(names.len() + 1));
        for (cells, answer) in &table.rows {
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            let _ = writeln!(out, "| {} | **{}** |", cells.join(" | "), escaped(answer));
        }
        out.push('\n');
    }
}

fn settings(out: &mut String, pack: &PackChapter) {
    out.push_str("| setting | value | bounds | meaning |\n| --- | --- | --- | --- |\n");
    for setting in &pack.settings {
        let bounds = match &setting.bounds {
            Some((low, high)) => format!("{} to {}", escaped(low), escaped(high)),
            None => format!("any {}", escaped(&setting.ty)),
        };
        let at = super::anchor(&pack.facts.name, Part::Settings, &setting.name);
        let name = format!("<a id=\"{}\"></a>{}", plain(&at), cell_code(&setting.name));
        let value = cell_code(&setting.value);
        let _ = writeln!(out, "| {name} | {value} | {bounds} | {} |", cell(setting.doc.as_ref()));
    }
    out.push('\n');
}

fn definitions(out: &mut String, pack: &PackChapter) {
    for definition in &pack.definitions {
        let _ = writeln!(out, "#### {}\n", code(&definition.signature));
        out.push_str(&doc(definition.doc.as_ref()));
        let _ = writeln!(out, "{}", fenced("rules", &definition.body));
    }
    for data in &pack.data {
        let signature = format!("{}: {}", data.name, data.ty);
        let _ = writeln!(out, "#### {}\n\nData, from {}.\n", code(&signature), code(&data.file));
        out.push_str(&doc(data.doc.as_ref()));
    }
}

fn documents(out: &mut String, pack: &PackChapter) {
    for shape in &pack.shapes {
        let at = super::anchor(&pack.facts.name, Part::Documents, &shape.name);
        let _ = write!(out, "{}#### {}\n\n{}", id(&at), code(&shape.name), doc(shape.doc.as_ref()));
        if let Some(word) = &shape.word {
            let _ = writeln!(out, "A document, which begins with {}.\n", code(&format!("kind: {word}")));
        }
        out.push_str("| field | type | | meaning |\n| --- | --- | --- | --- |\n");
        for field in &shape.fields {
            let need = if field.key {
                "key"
            } else if field.required {
                "required"
            } else {
                "optional"
            };
            let (name, ty) = (cell_code(&field.name), cell_code(&field.ty));
            let _ = writeln!(out, "| {name} | {ty} | {need} | {} |", cell(field.doc.as_ref()));
        }
        out.push('\n');
    }
    for of in &pack.enums {
        let at = super::anchor(&pack.facts.name, Part::Documents, &of.name);
        let _ = write!(out, "{}#### {}\n\n{}", id(&at), code(&of.name), doc(of.doc.as_ref()));
        let members: Vec<String> = of.members.iter().map(|member| code(member)).collect();
        let _ = writeln!(out, "One of {}.\n", members.join(if of.ordered { " < " } else { ", " }));
    }
    for (name, called, pattern) in &pack.refinements {
        let _ = writeln!(out, "#### {}\n\n{}: {}\n", code(name), escaped(called), code(pattern));
    }
}

fn steps(out: &mut String, pack: &PackChapter) {
    for (title, list) in [("Steps", &pack.steps), ("Risks", &pack.risks)] {
        if !list.is_empty() {
            let _ = writeln!(out, "{title}:\n");
            for named in list {
                let _ = writeln!(out, "- {}: {}", code(&named.name), escaped(&named.title));
            }
            out.push('\n');
        }
    }
}

fn waivers(out: &mut String, waivers: &[WaiverEntry]) {
    out.push_str("| waived | where | granted | why |\n| --- | --- | --- | --- |\n");
    for waiver in waivers {
        let condition =
            waiver.condition.as_ref().map_or_else(|| "everywhere".to_owned(), |condition| cell_code(condition));
        let (subject, granted) = (cell_code(&waiver.subject), escaped(&granted(waiver)));
        let _ = writeln!(out, "| {subject} | {condition} | {granted} | {} |", escaped(&waiver.because));
    }
    out.push('\n');
}

fn concepts(out: &mut String, pack: &PackChapter) {
    for concept in &pack.concepts {
        let at = super::anchor(&pack.facts.name, Part::Concepts, &concept.name);
        let _ = write!(out, "{}#### {}\n\n", id(&at), escaped(&concept.name));
        // The page's own headings are no headings here, where they would stand above its place.
        let text = concept.text.lines().map(|line| match line.trim_start_matches('#') {
            rest if rest.len() < line.len() => format!("\n**{}**\n", escaped(rest.trim())),
            _ => doc(Some(&line.to_owned())).trim_end().to_owned(),
        });
        let _ = writeln!(out, "{}\n", text.collect::<Vec<_>>().join("\n").trim());
    }
}
