//! `rules doc`: the rule book, as Markdown or as one page of HTML that needs nothing beside it.

mod html;
mod markdown;
mod prose;
mod sink;

use countersign_house::{Book, PackChapter, RuleEntry, WaiverEntry, Wanted};

/// The formats of the rule book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookFormat {
    /// For repositories and their viewers.
    Markdown,
    /// For browsers and printers.
    Html,
}

impl BookFormat {
    /// All of them, with their names as users write them.
    pub const ALL: [(&'static str, Self); 2] = [("markdown", Self::Markdown), ("html", Self::Html)];

    /// The format of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }

    /// What a file of this format is called, where only its folder is said.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Markdown => "rules.md",
            Self::Html => "rules.html",
        }
    }
}

/// The book in a format.
#[must_use]
pub fn rules_book(format: BookFormat, book: &Book) -> String {
    match format {
        BookFormat::Markdown => markdown::written(book),
        BookFormat::Html => html::written(book),
    }
}

/// The parts of a chapter, as its table of contents names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Rules,
    Tables,
    Settings,
    Definitions,
    Documents,
    Steps,
    Waivers,
    Concepts,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Rules,
        Self::Tables,
        Self::Settings,
        Self::Definitions,
        Self::Documents,
        Self::Steps,
        Self::Waivers,
        Self::Concepts,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Rules => "Rules",
            Self::Tables => "Tables",
            Self::Settings => "Settings",
            Self::Definitions => "Definitions and data",
            Self::Documents => "Documents",
            Self::Steps => "Steps and risks",
            Self::Waivers => "Waivers",
            Self::Concepts => "Concepts",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Tables => "tables",
            Self::Settings => "settings",
            Self::Definitions => "definitions",
            Self::Documents => "documents",
            Self::Steps => "steps",
            Self::Waivers => "waivers",
            Self::Concepts => "concepts",
        }
    }

    /// Has the pack anything of this?
    fn stands_in(self, pack: &PackChapter) -> bool {
        match self {
            Self::Rules => !pack.rules.is_empty(),
            Self::Tables => !pack.tables.is_empty(),
            Self::Settings => !pack.settings.is_empty(),
            Self::Definitions => !pack.definitions.is_empty() || !pack.data.is_empty(),
            Self::Documents => !pack.shapes.is_empty() || !pack.enums.is_empty() || !pack.refinements.is_empty(),
            Self::Steps => !pack.steps.is_empty() || !pack.risks.is_empty(),
            Self::Waivers => !pack.waivers.is_empty(),
            Self::Concepts => !pack.concepts.is_empty(),
        }
    }
}

/// The name of a rule without its pack's.
fn short(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Every name of the book: what it is, where it is explained.
fn index(book: &Book) -> Vec<(String, &'static str, String)> {
    let mut names = Vec::new();
    for pack in &book.packs {
        let name = &pack.facts.name;
        let at = |part: Part, of: &str| anchor(name, part, of);
        let mut add = |of: &str, kind, at: String| names.push((of.to_owned(), kind, at));
        add(name, "pack", name.to_string());
        for rule in &pack.rules {
            let id = &rule.page.facts.id;
            let kind = if rule.page.facts.options.is_some() { "decision" } else { "rule" };
            add(short(id), kind, id.clone());
        }
        pack.tables.iter().for_each(|of| add(&of.name, "table", at(Part::Tables, &of.name)));
        pack.settings.iter().for_each(|of| add(&of.name, "setting", at(Part::Settings, &of.name)));
        pack.shapes.iter().for_each(|of| {
            add(&of.name, if of.word.is_some() { "document" } else { "record" }, at(Part::Documents, &of.name));
        });
        pack.enums.iter().for_each(|of| add(&of.name, "enum", at(Part::Documents, &of.name)));
        pack.concepts.iter().for_each(|of| add(&of.name, "concept", at(Part::Concepts, &of.name)));
    }
    names.sort_by_key(|(name, kind, at)| (name.to_lowercase(), *kind, at.clone()));
    names
}

/// Where something of a pack is explained.
fn anchor(pack: &str, part: Part, name: &str) -> String {
    format!("{pack}/{}/{name}", part.word())
}

/// The first line of what an author says.
fn first_line(doc: Option<&String>) -> &str {
    doc.and_then(|doc| doc.lines().next()).unwrap_or("")
}

/// `from 2026-01-01 until 2026-12-31`
fn in_force(rule: &RuleEntry) -> Option<String> {
    let (from, until) = rule.page.facts.effective?;
    Some(match until {
        Some(until) => format!("from {from} until {until}"),
        None => format!("from {from}"),
    })
}

/// `until 2026-12-31, by head-of-response`
fn granted(waiver: &WaiverEntry) -> String {
    format!("until {}, by {}", waiver.until, waiver.by)
}

/// What an example shows.
fn shows(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Passes => "A document that passes",
        Wanted::Fails => "A document that fails",
        Wanted::Open => "A document that leaves it open",
    }
}
