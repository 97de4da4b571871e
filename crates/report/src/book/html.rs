//! The rule book as one page of HTML: no network, light and dark, for the screen and for paper, whole without its script.

use countersign_house::{Book, FieldEntry, OptionEntry, PackChapter, RuleEntry, ShapeEntry, TableEntry, WaiverEntry};

use super::prose::prose;
use super::sink::{Html, leads_out};
use super::{Part, anchor, first_line, granted, in_force, index, short, shows};
use crate::plural;

const STYLE: &str = concat!("<style>\n", include_str!("page.css"), "</style>\n");
const SCRIPT: &str = concat!("<script>\n", include_str!("page.js"), "</script>\n");

/// The page.
pub(super) fn written(book: &Book) -> String {
    let mut html = Html::default();
    html.fixed("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .fixed("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .fixed("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ")
        .fixed("script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
        .fixed("<meta name=\"referrer\" content=\"no-referrer\">\n<title>Rule book</title>\n")
        .fixed(STYLE)
        .fixed("</head>\n<body>\n<a class=\"skip\" href=\"#book\">To the rules</a>\n<div class=\"frame\">\n");
    contents(&mut html, book);
    html.fixed("<main id=\"book\">\n<h1>Rule book</h1>\n");
    let rules: usize = book.packs.iter().map(|pack| pack.rules.len()).sum();
    let tests: usize = book.packs.iter().map(|pack| pack.facts.tests).sum();
    let lead = format!(
        "{}, {}, held in place by {}.",
        plural(book.packs.len(), "pack"),
        plural(rules, "rule"),
        plural(tests, "test")
    );
    html.element("p", &[("class", "lead")], &lead);
    html.fixed("<div class=\"search\" role=\"search\" hidden><label for=\"search\" class=\"where\">Search the book ")
        .fixed("(press <kbd>/</kbd>)</label><br><input id=\"search\" type=\"search\" autocomplete=\"off\" ")
        .fixed("spellcheck=\"false\"><output aria-live=\"polite\"></output></div>\n");
    for pack in &book.packs {
        chapter(&mut html, book, pack);
    }
    html.fixed("<section aria-labelledby=\"index\">\n<h2 id=\"index\">Index</h2>\n").start("ul", &[("class", "index")]);
    for (name, kind, at) in index(book) {
        html.start("li", &[]);
        html.element("a", &[("href", &format!("#{at}"))], &name).fixed(" <span class=\"lead\">").text(kind);
        html.fixed("</span>").stop();
    }
    html.stop().fixed("</section>\n</main>\n</div>\n").fixed(SCRIPT).fixed("</body>\n</html>\n");
    html.finish()
}

fn contents(html: &mut Html, book: &Book) {
    html.start("nav", &[("aria-label", "Contents")]).start("ul", &[]);
    for pack in &book.packs {
        let name = &pack.facts.name;
        html.start("li", &[]).element("a", &[("href", &format!("#{name}"))], name).start("ul", &[]);
        for part in Part::ALL.into_iter().filter(|part| part.stands_in(pack)) {
            let at = format!("#{name}/{}", part.word());
            html.start("li", &[]).element("a", &[("href", &at), ("class", "part")], part.title());
            if part == Part::Rules {
                html.start("ul", &[]);
                for rule in &pack.rules {
                    let id = &rule.page.facts.id;
                    html.start("li", &[]).element("a", &[("href", &format!("#{id}"))], short(id)).stop();
                }
                html.stop();
            }
            html.stop();
        }
        html.stop().stop();
    }
    html.start("li", &[]).element("a", &[("href", "#index")], "Index").stop();
    html.stop().stop();
}

fn chapter(html: &mut Html, book: &Book, pack: &PackChapter) {
    let facts = &pack.facts;
    html.start("section", &[("aria-labelledby", &facts.name)]);
    html.element("h2", &[("id", &facts.name)], &facts.name);
    let origin = match facts.origin {
        countersign_house::Origin::Shipped => "shipped with the program".to_owned(),
        countersign_house::Origin::Given => format!("from {}", book.files.name(facts.place.file)),
    };
    let mut line = format!("For documents of the kind {}, {origin}.", facts.kind);
    if !pack.uses.is_empty() {
        line.push_str(&format!(" Uses {}.", pack.uses.iter().map(|name| &**name).collect::<Vec<_>>().join(", ")));
    }
    html.element("p", &[("class", "where")], &line);
    doc(html, facts.doc.as_deref(), 2);
    for part in Part::ALL.into_iter().filter(|part| part.stands_in(pack)) {
        let at = format!("{}/{}", facts.name, part.word());
        html.start("section", &[("aria-labelledby", &at)]).element("h3", &[("id", &at)], part.title());
        match part {
            Part::Rules => pack.rules.iter().for_each(|entry| rule(html, pack, entry)),
            Part::Tables => pack.tables.iter().for_each(|entry| table(html, pack, entry)),
            Part::Settings => settings(html, pack),
            Part::Definitions => definitions(html, pack),
            Part::Documents => documents(html, book, pack),
            Part::Steps => steps(html, pack),
            Part::Waivers => waivers(html, &pack.waivers),
            Part::Concepts => concepts(html, pack),
        }
        html.stop();
    }
    html.stop();
}

fn doc(html: &mut Html, text: Option<&str>, level: usize) {
    if let Some(text) = text {
        prose(html, text, level);
    }
}

/// Begins an entry with its name, which is a link to itself.
fn entry(html: &mut Html, at: &str, name: &str, kind: &str) {
    html.start("article", &[("id", at), ("data-entry", "")]).start("h4", &[]);
    html.element("a", &[("href", &format!("#{at}"))], name);
    if !kind.is_empty() {
        html.element("span", &[("class", "badge")], kind);
    }
}

fn row(html: &mut Html, word: &'static str, text: &str) {
    html.element("dt", &[], word).element("dd", &[], text);
}

fn rule(html: &mut Html, pack: &PackChapter, entry_of: &RuleEntry) {
    let (page, facts) = (&entry_of.page, &entry_of.page.facts);
    entry(html, &facts.id, &facts.id, if facts.options.is_some() { "decision" } else { "" });
    html.start("span", &[("class", &format!("badge {}", facts.level.word()))]).text(facts.level.word()).stop();
    if facts.unwaivable {
        html.element("span", &[("class", "badge")], "unwaivable");
    }
    html.stop().element("p", &[("class", "title")], &facts.title);
    doc(html, facts.doc.as_deref(), 4);
    html.start("dl", &[]);
    if let Some(because) = &facts.because {
        row(html, "Why", because);
    }
    if let Some(step) = &facts.step {
        row(html, "Step", &step.title);
    }
    if !facts.risks.is_empty() {
        let risks: Vec<&str> = facts.risks.iter().map(|risk| &*risk.title).collect();
        row(html, if risks.len() == 1 { "Risk" } else { "Risks" }, &risks.join("; "));
    }
    if let Some(days) = in_force(entry_of) {
        row(html, "In force", &days);
    }
    if let Some((name, _)) = &page.concept {
        html.element("dt", &[], "Concept").start("dd", &[]);
        let at = anchor(&pack.facts.name, Part::Concepts, name);
        html.element("a", &[("href", &format!("#{at}"))], name).stop();
    }
    if !page.uses.is_empty() {
        html.element("dt", &[], "Rests on").start("dd", &[]).start("ul", &[]);
        for used in &page.uses {
            html.start("li", &[]).text(used.kind).text(" ").element("code", &[], &used.name);
            if let Some(value) = &used.value {
                html.text(" = ").element("code", &[], value);
            }
            let said = first_line(used.doc.as_ref());
            if !said.is_empty() {
                html.text(": ").text(said);
            }
            html.stop();
        }
        html.stop().stop();
    }
    if !facts.see.is_empty() {
        html.element("dt", &[], "See").start("dd", &[]);
        for (number, see) in facts.see.iter().enumerate() {
            if number > 0 {
                html.text("; ");
            }
            if leads_out(see) {
                html.element("a", &[("href", see), ("rel", "noopener noreferrer")], see);
            } else {
                html.text(see);
            }
        }
        html.stop();
    }
    if !page.tests.is_empty() {
        html.element("dt", &[], "Tested").start("dd", &[]).start("details", &[]);
        html.element("summary", &[], &plural(page.tests.len(), "test")).start("ul", &[]);
        for test in &page.tests {
            html.element("li", &[], test);
        }
        html.stop().stop().stop();
    }
    html.stop();
    if !entry_of.options.is_empty() {
        options(html, &entry_of.options);
    }
    if !entry_of.waivers.is_empty() {
        html.element("h5", &[], "Waived");
        waivers(html, &entry_of.waivers);
    }
    html.start("details", &[]).element("summary", &[], "As it is written");
    html.start("pre", &[]).element("code", &[], &page.text).stop().stop();
    examples(html, entry_of);
    html.stop();
}

fn examples(html: &mut Html, entry: &RuleEntry) {
    for sought in &entry.page.examples.examples {
        let Some(example) = &sought.example else { continue };
        html.start("details", &[]).element("summary", &[], shows(sought.wanted));
        if let Some(message) = &example.message {
            html.start("p", &[]).text("It says: ").text(message).stop();
        }
        html.start("pre", &[]).start("code", &[]);
        for (number, line) in example.text.lines().enumerate() {
            if number > 0 {
                html.text("\n");
            }
            match example.marks.iter().find(|mark| mark.line == number + 1) {
                Some(mark) => {
                    html.start("span", &[("class", "marked")]).text(line);
                    if !mark.words.is_empty() {
                        html.text("   ← ").text(&mark.words);
                    }
                    html.stop()
                }
                None => html.text(line),
            };
        }
        html.stop().stop().stop();
    }
}

fn options(html: &mut Html, options: &[OptionEntry]) {
    heads(html, &["Option", "Needs", "Suits", "Approved by"]);
    for option in options {
        html.start("tr", &[]).start("td", &[]).element("code", &[], &option.named.name).tag("br", &[]);
        html.text(&option.named.title);
        if let Some(from) = &option.from {
            html.text(" (added by ").text(from).text(")");
        }
        html.stop();
        for conditions in [&option.needs, &option.suits] {
            html.start("td", &[]);
            for (number, condition) in conditions.iter().enumerate() {
                if number > 0 {
                    html.tag("br", &[]);
                }
                html.element("code", &[], condition);
            }
            html.stop();
        }
        html.start("td", &[]);
        if let Some(approver) = &option.approver {
            html.element("code", &[], approver);
        }
        html.stop().stop();
    }
    html.stop().stop().stop();
}

/// Begins a table that may be scrolled sideways: three elements.
fn heads(html: &mut Html, heads: &[&str]) {
    html.start("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "group")]).start("table", &[]);
    html.start("thead", &[]).start("tr", &[]);
    for head in heads {
        html.element("th", &[("scope", "col")], head);
    }
    html.stop().stop().start("tbody", &[]);
}

fn table(html: &mut Html, pack: &PackChapter, table: &TableEntry) {
    entry(html, &anchor(&pack.facts.name, Part::Tables, &table.name), &table.name, "");
    html.stop();
    doc(html, table.doc.as_deref(), 4);
    let mut names: Vec<&str> = table.columns.iter().map(|(name, _)| &**name).collect();
    let answer = format!("→ {}", table.answer);
    names.push(&answer);
    heads(html, &names);
    for (cells, answer) in &table.rows {
        html.start("tr", &[]);
        for cell in cells {
            html.element("td", &[], cell);
        }
        html.start("td", &[]).element("strong", &[], answer).stop().stop();
    }
    html.stop().stop().stop().stop();
}

fn settings(html: &mut Html, pack: &PackChapter) {
    heads(html, &["Setting", "Value", "Bounds", "Meaning"]);
    for setting in &pack.settings {
        let at = anchor(&pack.facts.name, Part::Settings, &setting.name);
        html.start("tr", &[("id", &at), ("data-entry", "")]).start("td", &[("class", "name")]);
        html.element("code", &[], &setting.name).stop();
        html.start("td", &[]).element("code", &[], &setting.value).stop();
        let bounds = match &setting.bounds {
            Some((low, high)) => format!("{low} to {high}"),
            None => format!("any {}", setting.ty),
        };
        html.element("td", &[], &bounds).start("td", &[]);
        doc(html, setting.doc.as_deref(), 4);
        html.stop().stop();
    }
    html.stop().stop().stop();
}

fn definitions(html: &mut Html, pack: &PackChapter) {
    for definition in &pack.definitions {
        let name = definition.signature.split('(').next().unwrap_or_default();
        entry(html, &anchor(&pack.facts.name, Part::Definitions, name), &definition.signature, "");
        html.stop();
        doc(html, definition.doc.as_deref(), 4);
        html.start("pre", &[]).element("code", &[], &definition.body).stop().stop();
    }
    for data in &pack.data {
        let at = anchor(&pack.facts.name, Part::Definitions, &data.name);
        entry(html, &at, &format!("{}: {}", data.name, data.ty), "data");
        html.stop();
        doc(html, data.doc.as_deref(), 4);
        html.start("p", &[("class", "where")]).text("from ").element("code", &[], &data.file).stop().stop();
    }
}

fn documents(html: &mut Html, book: &Book, pack: &PackChapter) {
    for shape in &pack.shapes {
        shape_of(html, book, pack, shape);
    }
    for of in &pack.enums {
        entry(html, &anchor(&pack.facts.name, Part::Documents, &of.name), &of.name, "enum");
        html.stop();
        doc(html, of.doc.as_deref(), 4);
        let parting = if of.ordered { " < " } else { ", " };
        html.start("p", &[]);
        for (number, member) in of.members.iter().enumerate() {
            if number > 0 {
                html.text(parting);
            }
            html.element("code", &[], member);
        }
        html.stop().stop();
    }
    for (name, called, pattern) in &pack.refinements {
        entry(html, &anchor(&pack.facts.name, Part::Documents, name), name, "text");
        html.stop().start("p", &[]).text(called).text(": ").element("code", &[], pattern).stop().stop();
    }
}

fn shape_of(html: &mut Html, book: &Book, pack: &PackChapter, shape: &ShapeEntry) {
    let kind = if shape.word.is_some() { "document" } else { "" };
    entry(html, &anchor(&pack.facts.name, Part::Documents, &shape.name), &shape.name, kind);
    html.stop();
    doc(html, shape.doc.as_deref(), 4);
    if let Some(word) = &shape.word {
        html.start("p", &[("class", "where")])
            .text("begins with ")
            .element("code", &[], &format!("kind: {word}"))
            .stop();
    }
    heads(html, &["Field", "Type", "", "Meaning"]);
    for field in &shape.fields {
        html.start("tr", &[]).start("td", &[("class", "name")]).element("code", &[], &field.name).stop();
        html.start("td", &[]);
        match target(book, field) {
            Some(at) => html.element("a", &[("href", &format!("#{at}"))], &field.ty),
            None => html.text(&field.ty),
        };
        html.stop();
        html.element(
            "td",
            &[],
            if field.key {
                "key"
            } else if field.required {
                "required"
            } else {
                "optional"
            },
        );
        html.start("td", &[]);
        doc(html, field.doc.as_deref(), 4);
        html.stop().stop();
    }
    html.stop().stop().stop().stop();
}

/// Where the shape or enum of a field's type is explained.
fn target(book: &Book, field: &FieldEntry) -> Option<String> {
    let name = field.of.as_ref()?;
    let holds = |pack: &&PackChapter| {
        pack.shapes.iter().map(|of| &of.name).chain(pack.enums.iter().map(|of| &of.name)).any(|known| known == name)
            || pack.refinements.iter().any(|(known, _, _)| known == name)
    };
    book.packs.iter().find(holds).map(|pack| anchor(&pack.facts.name, Part::Documents, name))
}

fn steps(html: &mut Html, pack: &PackChapter) {
    for (title, list) in [("Step", &pack.steps), ("Risk", &pack.risks)] {
        if list.is_empty() {
            continue;
        }
        heads(html, &[title, ""]);
        for named in list {
            html.start("tr", &[("data-entry", "")]).start("td", &[("class", "name")]).element("code", &[], &named.name);
            html.stop().element("td", &[], &named.title).stop();
        }
        html.stop().stop().stop();
    }
}

fn waivers(html: &mut Html, waivers: &[WaiverEntry]) {
    heads(html, &["Waived", "Where", "Granted", "Why"]);
    for waiver in waivers {
        html.start("tr", &[]).start("td", &[]);
        html.element("code", &[], &waiver.subject).stop().start("td", &[]);
        match &waiver.condition {
            Some(condition) => html.element("code", &[], condition),
            None => html.text("everywhere"),
        };
        html.stop().element("td", &[], &granted(waiver)).element("td", &[], &waiver.because).stop();
    }
    html.stop().stop().stop();
}

fn concepts(html: &mut Html, pack: &PackChapter) {
    for concept in &pack.concepts {
        entry(html, &anchor(&pack.facts.name, Part::Concepts, &concept.name), &concept.name, "");
        html.stop();
        prose(html, &concept.text, 4);
        html.stop();
    }
}
