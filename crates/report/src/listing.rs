//! `rules check` and `rules list`, for people; the other formats are handed on.

use countersign_house::{ListedPack, Listing, Origin, PackFacts};
use countersign_source::{Diagnostic, Files, Level};

use crate::ink::{Ink, Paint};
use crate::json;
use crate::messages::level;
use crate::snippet::wrap;
use crate::{Format, Style, plural};

/// The longest name that what is said of it stands beside, in characters.
const LONGEST: usize = 36;

/// The fewest characters that a text is wrapped to.
const NARROWEST: usize = 40;

/// What came of compiling; people are shown the diagnostics themselves apart, by [`diagnostic`](crate::diagnostic).
#[must_use]
pub fn rules_checked(
    format: Format,
    style: Style,
    files: &Files,
    packs: &[PackFacts],
    diagnostics: &[Diagnostic],
) -> String {
    if format == Format::Json {
        return json::rules::checked(files, packs, diagnostics);
    }
    let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    let mut ink = Ink::new(style.color);
    if errors > 0 {
        let read = diagnostics.iter().all(|diagnostic| {
            diagnostic.level != Level::Error
                || !(diagnostic.code.starts_with("input/") || diagnostic.code == "rules/none")
        });
        let words = if read { "✗ the rules do not compile" } else { "✗ the rules cannot be read" };
        ink.painted(Paint::Bad, words).text(": ").text(&plural(errors, "error"));
        if warnings > 0 {
            ink.text(", ").text(&plural(warnings, "warning"));
        }
        ink.end();
        return ink.finish();
    }
    for pack in packs {
        ink.painted(Paint::Good, "✓").text(" ").painted(Paint::Strong, &pack.name);
        ink.text(&format!(": {}, {}", plural(pack.rules, "rule"), plural(pack.tests, "test"))).end();
    }
    ink.text(&format!("{}: no error", plural(packs.len(), "pack")));
    if warnings > 0 {
        ink.text(", ").text(&plural(warnings, "warning"));
    }
    ink.end();
    ink.finish()
}

/// What there is.
#[must_use]
pub fn rules_listed(format: Format, style: Style, listing: &Listing) -> String {
    if format == Format::Json {
        return json::listing::listed(listing);
    }
    let mut ink = Ink::new(style.color);
    let rules = listing.packs.iter().flat_map(|pack| &pack.rules);
    let widest = rules.map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    for (number, pack) in listing.packs.iter().enumerate() {
        let facts = &pack.facts;
        if format == Format::Human {
            if number > 0 {
                ink.end();
            }
            ink.painted(Paint::Strong, &facts.name);
            let origin = match facts.origin {
                Origin::Shipped => "shipped",
                Origin::Given => listing.files.name(facts.place.file),
            };
            ink.painted(Paint::Faint, &format!(" (for {}, {origin})", facts.kind));
            if let Some(first) = first_line(facts.doc.as_ref()) {
                ink.text(": ").text(first);
            }
            ink.end();
        }
        for rule in &pack.rules {
            let (word, paint) = level(rule.level);
            ink.text(if format == Format::Human { "  " } else { "" }).painted(paint, word);
            ink.text(&" ".repeat(9usize.saturating_sub(word.len()))).text(&rule.id);
            ink.text(&" ".repeat((widest + 2).saturating_sub(rule.id.chars().count()))).text(&rule.title);
            if let Some((from, until)) = rule.effective {
                let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
                ink.painted(Paint::Faint, &format!(" (in force from {from}{until})"));
            }
            if rule.unwaivable {
                ink.painted(Paint::Faint, " (unwaivable)");
            }
            if let Some(options) = &rule.options {
                let names: Vec<&str> = options.iter().map(|option| &*option.name).collect();
                ink.painted(Paint::Faint, &format!(" (a decision: {})", names.join(", ")));
            }
            ink.end();
        }
        if format == Format::Human {
            if facts.rules == 0 {
                ink.painted(Paint::Faint, "  no rules of its own").end();
            }
            beside_rules(&mut ink, pack, style.width);
        }
    }
    ink.finish()
}

/// What a pack holds beside its rules, kind by kind: what it is called, and what is to be known of it.
fn beside_rules(ink: &mut Ink, pack: &ListedPack, width: usize) {
    for decision in &pack.decisions {
        let options = decision.options.iter().map(|option| {
            let from = option.from.as_ref().map(|pack| format!(" (added by {pack})")).unwrap_or_default();
            (option.named.name.to_string(), format!("{}{from}", option.named.title))
        });
        shelf(ink, &format!("options of {}", decision.rule), options.collect(), width);
    }
    let settings = pack.settings.iter().map(|setting| {
        let bounds = setting.bounds.as_ref().map(|(low, high)| format!(", {low} to {high}")).unwrap_or_default();
        let facts = format!("{} ({}{bounds})", setting.value, setting.ty);
        (setting.name.to_string(), with_doc(facts, setting.doc.as_ref()))
    });
    shelf(ink, "settings", settings.collect(), width);
    let tables = pack.tables.iter().map(|table| {
        let signature = table.signature();
        let asks = signature.strip_prefix(&*table.name).unwrap_or(&signature);
        let facts = format!("{asks}, {}", plural(table.rows.len(), "row"));
        (table.name.to_string(), with_doc(facts, table.doc.as_ref()))
    });
    shelf(ink, "tables", tables.collect(), width);
    let waivers =
        pack.waivers.iter().map(|waiver| (waiver.subject.clone(), format!("{}: {}", waiver.reach(), waiver.because)));
    shelf(ink, "waivers", waivers.collect(), width);
    for (title, list) in [("steps", &pack.steps), ("risks", &pack.risks)] {
        let rows = list.iter().map(|named| (named.name.to_string(), named.title.to_string()));
        shelf(ink, title, rows.collect(), width);
    }
    if !pack.concepts.is_empty() {
        ink.text("  ").painted(Paint::Faint, "concepts").end();
        for line in wrap(&pack.concepts.join(", "), width.saturating_sub(4).max(NARROWEST)) {
            ink.text("    ").text(&line).end();
        }
    }
}

/// A heading, and rows below it: the name, and what is said of it, which goes on below itself.
fn shelf(ink: &mut Ink, title: &str, rows: Vec<(String, String)>, width: usize) {
    if rows.is_empty() {
        return;
    }
    ink.text("  ").painted(Paint::Faint, title).end();
    let names = rows.iter().map(|(name, _)| name.chars().count()).filter(|count| *count <= LONGEST);
    let column = names.max().unwrap_or(0) + 2;
    for (name, said) in &rows {
        ink.text("    ").text(name);
        let mut at = name.chars().count();
        for line in wrap(said, width.saturating_sub(4 + column).max(NARROWEST)) {
            if at + 2 > column {
                ink.end();
                ink.text("    ");
                at = 0;
            }
            ink.text(&" ".repeat(column - at)).text(&line);
            at = column;
        }
        ink.end();
    }
}

fn with_doc(facts: String, doc: Option<&String>) -> String {
    match first_line(doc) {
        Some(line) => format!("{facts}: {line}"),
        None => facts,
    }
}

fn first_line(doc: Option<&String>) -> Option<&str> {
    doc.and_then(|doc| doc.lines().next())
}
