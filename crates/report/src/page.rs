//! The page of a rule, or of a name that has a text, for people.

use countersign_house::{Page, RulePage, TextPage, WaiverFacts};
use countersign_source::Files;

use crate::ink::{Ink, Paint};
use crate::messages::level;
use crate::places::Places;
use crate::snippet::wrap;
use crate::{Format, Style};

/// How wide the words in front of the lines of a page are.
const INDENT: usize = 11;

/// A page, in a format.
#[must_use]
pub fn page(format: Format, style: Style, files: &Files, page: &Page) -> String {
    if format == Format::Json {
        return crate::json::page::page(files, page);
    }
    let mut ink = Ink::new(style.color);
    match page {
        Page::Rule(page) => rule(&mut ink, style, files, page),
        Page::Text(page) => text(&mut ink, style, page),
    }
    ink.finish()
}

fn text(ink: &mut Ink, style: Style, page: &TextPage) {
    ink.painted(Paint::Strong, &page.name).text(": ").text(&page.title).end();
    ink.end();
    markdown(ink, style, &page.text);
}

/// A text as it is written, its paragraphs and bullets put on lines of the page's width, and its code set in.
fn markdown(ink: &mut Ink, style: Style, text: &str) {
    let (mut fence, mut paragraph) = (false, String::new());
    for line in text.lines() {
        let mark = line.starts_with("```");
        let whole = fence || mark || line.is_empty() || line.starts_with(['#', '|', ' ']) && paragraph.is_empty();
        if whole || starts_anew(line) {
            written(ink, style, &mut paragraph);
        }
        if !whole {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(if paragraph.is_empty() { line } else { line.trim_start() });
            continue;
        }
        fence ^= mark;
        if mark {
            continue;
        }
        if !line.is_empty() {
            ink.text(if fence { "    " } else { "  " });
        }
        ink.text(line).end();
    }
    written(ink, style, &mut paragraph);
}

/// Does a line of a text begin a bullet, a heading or a row?
fn starts_anew(line: &str) -> bool {
    let numbered = line.trim_start_matches(|char: char| char.is_ascii_digit());
    line.starts_with(['#', '|'])
        || line.trim_start().starts_with("- ")
        || numbered.len() < line.len() && numbered.starts_with(". ")
}

/// Puts a paragraph on lines of the page's width; the lines of a bullet stand below its text.
fn written(ink: &mut Ink, style: Style, paragraph: &mut String) {
    let hang = if paragraph.starts_with("- ") { 2 } else { 0 };
    let room = style.width.saturating_sub(2 + hang).max(24);
    for (number, line) in wrap(paragraph, room).iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        ink.text(&" ".repeat(if number == 0 { 2 } else { 2 + hang })).text(line).end();
    }
    paragraph.clear();
}

fn rule(ink: &mut Ink, style: Style, files: &Files, page: &RulePage) {
    let facts = &page.facts;
    ink.painted(Paint::Strong, &facts.id).text(": ").text(&facts.title).end().end();
    let (word, paint) = level(facts.level);
    label(ink, "level");
    ink.painted(paint, word).end();
    row(ink, style, "judges", &format!("a `{}`", facts.kind));
    if let Some(step) = &facts.step {
        row(ink, style, "step", &format!("{} ({})", step.title, step.name));
    }
    for risk in &facts.risks {
        row(ink, style, "risk", &format!("{} ({})", risk.title, risk.name));
    }
    if let Some((from, until)) = &facts.effective {
        let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
        row(ink, style, "in force", &format!("from {from}{until}"));
    }
    if facts.unwaivable {
        row(ink, style, "waived by", "nothing: it is unwaivable");
    }
    for waiver in &page.waivers {
        let WaiverFacts { until, by, because, .. } = waiver;
        let condition = waiver.condition.as_ref().map(|condition| format!("where {condition}, ")).unwrap_or_default();
        let at = Places::default().position(files, waiver.place);
        let place = format!("{}:{}", files.name(waiver.place.file), at.line);
        row(ink, style, "waived by", &format!("{condition}until {until}, by {by}: {because} ({place})"));
    }
    for option in facts.options.iter().flatten() {
        row(ink, style, "option", &format!("{}: {}", option.name, option.title));
    }
    if let Some(because) = &facts.because {
        row(ink, style, "because", because);
    }
    if let Some(doc) = &facts.doc {
        row(ink, style, "says", doc);
    }
    if let Some((name, _)) = &page.concept {
        row(ink, style, "concept", name);
    }
    for see in &facts.see {
        row(ink, style, "see", see);
    }
    for used in &page.uses {
        let value = used.value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
        let doc = used.doc.as_ref().map(|doc| format!(": {}", doc.trim())).unwrap_or_default();
        row(ink, style, "uses", &format!("{} `{}`{value}{doc}", used.kind, used.name));
    }
    for test in &page.tests {
        row(ink, style, "test", test);
    }
    let at = Places::default().position(files, facts.place);
    row(ink, style, "written in", &format!("{}:{}", files.name(facts.place.file), at.line));
    ink.end();
    for line in page.text.lines() {
        let blank = line.trim().is_empty();
        ink.text(if blank { "" } else { "    " }).text(line.trim_end()).end();
    }
    if let Some((_, Some(concept))) = &page.concept {
        ink.end();
        markdown(ink, style, concept);
    }
    crate::examples::write(ink, style, &page.examples);
}

fn row(ink: &mut Ink, style: Style, word: &str, text: &str) {
    let room = style.width.saturating_sub(INDENT + 2).max(24);
    for (number, line) in wrap(text, room).iter().enumerate() {
        if number == 0 {
            label(ink, word);
        } else {
            ink.text(&" ".repeat(INDENT + 2));
        }
        ink.text(line).end();
    }
}

fn label(ink: &mut Ink, word: &str) {
    ink.text("  ").painted(Paint::Faint, word).text(&" ".repeat(INDENT.saturating_sub(word.len()).max(1)));
}
