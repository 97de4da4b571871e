//! `rules check` and `rules list`, for people; the other formats are handed on.

use countersign_house::{Origin, PackFacts, RuleFacts};
use countersign_source::{Diagnostic, Files, Level};

use crate::ink::{Ink, Paint};
use crate::json;
use crate::messages::level;
use crate::{Format, Style, plural};

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
pub fn rules_listed(format: Format, style: Style, files: &Files, packs: &[PackFacts], rules: &[RuleFacts]) -> String {
    if format == Format::Json {
        return json::rules::listed(files, packs, rules);
    }
    let mut ink = Ink::new(style.color);
    let widest = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    for (number, pack) in packs.iter().enumerate() {
        if format == Format::Human {
            if number > 0 {
                ink.end();
            }
            ink.painted(Paint::Strong, &pack.name);
            let origin = match pack.origin {
                Origin::Shipped => "shipped",
                Origin::Given => files.name(pack.place.file),
            };
            ink.painted(Paint::Faint, &format!(" (for {}, {origin})", pack.kind));
            if let Some(first) = pack.doc.as_ref().and_then(|doc| doc.lines().next()) {
                ink.text(": ").text(first);
            }
            ink.end();
        }
        let prefix = format!("{}/", pack.name);
        for rule in rules.iter().filter(|rule| rule.id.starts_with(&prefix)) {
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
        if format == Format::Human && pack.rules == 0 {
            ink.painted(Paint::Faint, "  no rules, it only says what a document looks like").end();
        }
    }
    ink.finish()
}
