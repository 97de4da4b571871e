//! `rules diff`: which documents come out otherwise under other rules, by rule, with places.
//!
//! Of what people read, so many places are kept a rule and change, and all are counted, so that an archive of any length
//! takes no more memory than its rules; JSON is handed out document by document.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_house::{
    Came, Compared, ComparedTotals, OutcomeChange, RuleChange, RuleChangeKind, Side, Stands, Verdict,
};
use countersign_source::{Diagnostic, Files};

use crate::ink::{Ink, Paint};
use crate::json::diff::JsonDiff;
use crate::markdown::{code, escaped, said};
use crate::places::Places;
use crate::{Style, plural};

/// The most places that are kept of one change of one rule.
const KEPT: usize = 1000;

/// The most places that are shown of it, where not everything is asked for.
const SHOWN: usize = 5;

/// The formats of `rules diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people on a terminal.
    Human,
    /// For programs.
    Json,
    /// For people who look at a change in a browser.
    Markdown,
}

impl DiffFormat {
    /// All of them, with their names as users write them.
    pub const ALL: [(&'static str, Self); 3] =
        [("human", Self::Human), ("json", Self::Json), ("markdown", Self::Markdown)];

    /// The format of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// Writes what a comparison came to, piece by piece; the pieces are to be printed one after another.
#[derive(Debug)]
pub struct RulesDiff {
    format: DiffFormat,
    style: Style,
    /// What the user called the old rules and the new.
    names: (String, String),
    rules: Vec<RuleChange>,
    outcomes: BTreeMap<String, Rule>,
    verdicts: BTreeMap<(Stands, Stands), Group>,
    places: Places,
    json: JsonDiff,
}

/// A rule that comes to something else.
#[derive(Debug, Default)]
struct Rule {
    title: Option<Arc<str>>,
    changes: BTreeMap<(Came, Came), Group>,
}

/// Documents of which the same is to be said.
#[derive(Debug, Default)]
struct Group {
    documents: usize,
    /// Where, and what is said there.
    kept: Vec<(String, Option<String>)>,
}

impl Group {
    fn add(&mut self, place: String, message: Option<String>) {
        self.documents += 1;
        if self.kept.len() < KEPT {
            self.kept.push((place, message));
        }
    }

    /// Those that are shown, and how many are not.
    fn shown(&self, style: Style) -> (&[(String, Option<String>)], usize) {
        let most = if style.verbose { KEPT } else { SHOWN };
        let shown = self.kept.get(..most.min(self.kept.len())).unwrap_or_default();
        (shown, self.documents - shown.len())
    }
}

impl RulesDiff {
    /// Begins; `names` are what the user called the old rules and the new.
    #[must_use]
    pub fn new(format: DiffFormat, style: Style, names: (&str, &str), rules: Vec<RuleChange>) -> Self {
        Self {
            format,
            style,
            names: (names.0.to_owned(), names.1.to_owned()),
            rules,
            outcomes: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            places: Places::default(),
            json: JsonDiff::default(),
        }
    }

    /// What stands before everything.
    #[must_use]
    pub fn start(&self) -> String {
        if self.format == DiffFormat::Json { JsonDiff::start(&self.rules) } else { String::new() }
    }

    /// A document that was held against both.
    pub fn compared(&mut self, compared: &Compared) -> String {
        for change in &compared.changes {
            let files = compared.files(change.side);
            let place = match change.places.first() {
                Some(place) => {
                    let at = self.places.position(files, place.span);
                    let more = match change.places.len() - 1 {
                        0 => String::new(),
                        1 => " (and 1 more place)".to_owned(),
                        more => format!(" (and {more} more places)"),
                    };
                    format!("{}:{}:{}{more}", files.name(place.span.file), at.line, at.column)
                }
                None => document(compared),
            };
            let rule = self.outcomes.entry(change.rule.clone()).or_default();
            rule.title.clone_from(&change.title);
            rule.changes.entry((change.from, change.to)).or_default().add(place, change.message.clone());
        }
        if compared.stands.0 != compared.stands.1 {
            self.verdicts.entry(compared.stands).or_default().add(document(compared), None);
        }
        if self.format == DiffFormat::Json { self.json.compared(compared) } else { String::new() }
    }

    /// What could not be checked; people are shown this apart, by [`diagnostic`](crate::diagnostic).
    pub fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        if self.format == DiffFormat::Json {
            self.json.errors(files, errors);
        }
    }

    /// What stands behind everything.
    #[must_use]
    pub fn end(&self, totals: &ComparedTotals) -> String {
        match self.format {
            DiffFormat::Human => self.human(totals),
            DiffFormat::Markdown => self.markdown(totals),
            DiffFormat::Json => {
                let counts = self.outcomes.iter().flat_map(|(id, rule)| {
                    rule.changes.iter().map(move |((from, to), group)| (id.as_str(), *from, *to, group.documents))
                });
                self.json.end(counts, totals)
            }
        }
    }

    fn human(&self, totals: &ComparedTotals) -> String {
        let mut ink = Ink::new(self.style.color);
        for (id, rule) in &self.outcomes {
            ink.painted(Paint::Strong, id);
            if let Some(title) = &rule.title {
                ink.text(": ").text(title);
            }
            if let Some(kind) = self.kind_of(id) {
                ink.painted(Paint::Faint, &format!(" ({})", what_became(kind)));
            }
            ink.end();
            for ((from, to), group) in &rule.changes {
                ink.text("  ").painted(paint(*to), &sentence(*from, *to, group.documents)).end();
                self.group(&mut ink, group);
            }
            ink.end();
        }
        if !self.verdicts.is_empty() {
            ink.painted(Paint::Strong, "verdicts").end();
            for ((from, to), group) in &self.verdicts {
                let change = format!("{} → {}", verdict(*from), verdict(*to));
                let paint = if to == &Stands::Judged(Verdict::Ready) { Paint::Good } else { Paint::Bad };
                ink.text("  ").painted(paint, &change).text(&format!(": {}", plural(group.documents, "document")));
                ink.end();
                self.group(&mut ink, group);
            }
            ink.end();
        }
        let silent = self.silent();
        if !silent.is_empty() {
            ink.painted(Paint::Strong, "no other outcome").end();
            let widest = silent.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
            for rule in silent {
                let gap = " ".repeat(widest + 2 - rule.id.chars().count());
                ink.text("  ").text(&rule.id).text(&gap).text(&what_became(&rule.kind)).end();
            }
            ink.end();
        }
        if totals.documents == totals.not_checked {
            ink.painted(Paint::Bad, "✗").text(" ").text(&total(totals)).end();
        } else if totals.changed == 0 {
            ink.painted(Paint::Good, "✓").text(" ").text(&total(totals)).end();
        } else {
            ink.painted(Paint::Warn, "!").text(" ").text(&total(totals)).end();
        }
        ink.finish()
    }

    fn group(&self, ink: &mut Ink, group: &Group) {
        let (shown, more) = group.shown(self.style);
        for (place, message) in shown {
            ink.text("    ").painted(Paint::Faint, place);
            if let Some(message) = message {
                ink.text(": ").text(message);
            }
            ink.end();
        }
        if more > 0 {
            let hint = if self.style.verbose { "" } else { " (`--verbose` names them)" };
            ink.painted(Paint::Faint, &format!("    and {more} more{hint}")).end();
        }
    }

    fn markdown(&self, totals: &ComparedTotals) -> String {
        let mut out =
            format!("## Rules compared: {} → {}\n\n{}.\n", code(&self.names.0), code(&self.names.1), total(totals));
        for (id, rule) in &self.outcomes {
            out.push_str(&format!("\n### {}", code(id)));
            if let Some(title) = &rule.title {
                out.push_str(&format!(": {}", escaped(title)));
            }
            if let Some(kind) = self.kind_of(id) {
                out.push_str(&format!(" ({})", what_became(kind)));
            }
            out.push_str("\n\n");
            for ((from, to), group) in &rule.changes {
                out.push_str(&format!("- {}\n", sentence(*from, *to, group.documents)));
                let (shown, more) = group.shown(self.style);
                for (place, message) in shown {
                    let message = message.as_ref().map(|message| format!(": {}", said(message))).unwrap_or_default();
                    out.push_str(&format!("  - {}{message}\n", code(place)));
                }
                if more > 0 {
                    out.push_str(&format!("  - and {more} more\n"));
                }
            }
        }
        if !self.verdicts.is_empty() {
            out.push_str("\n### Verdicts\n\n| was | is | documents | which |\n| --- | --- | ---: | --- |\n");
            for ((from, to), group) in &self.verdicts {
                let (shown, more) = group.shown(self.style);
                let mut which: Vec<String> = shown.iter().map(|(place, _)| crate::markdown::cell_code(place)).collect();
                if more > 0 {
                    which.push(format!("and {more} more"));
                }
                let (was, is) = (verdict(*from), verdict(*to));
                out.push_str(&format!("| {was} | {is} | {} | {} |\n", group.documents, which.join("<br>")));
            }
        }
        let silent = self.silent();
        if !silent.is_empty() {
            out.push_str("\n### No other outcome\n\n");
            for rule in silent {
                out.push_str(&format!(
                    "- {}: {} ({})\n",
                    code(&rule.id),
                    escaped(&rule.title),
                    what_became(&rule.kind)
                ));
            }
        }
        out
    }

    fn kind_of(&self, id: &str) -> Option<&RuleChangeKind> {
        self.rules.iter().find(|rule| rule.id == id).map(|rule| &rule.kind)
    }

    /// The rules that are written otherwise, without any document coming out otherwise.
    fn silent(&self) -> Vec<&RuleChange> {
        self.rules.iter().filter(|rule| !self.outcomes.contains_key(&rule.id)).collect()
    }
}

/// A document's file, and its number where the file holds several.
fn document(compared: &Compared) -> String {
    if compared.one_of_many {
        format!("{} (document {})", compared.file, compared.index + 1)
    } else {
        compared.file.clone()
    }
}

fn what_became(kind: &RuleChangeKind) -> String {
    match kind {
        RuleChangeKind::Added => "added".to_owned(),
        RuleChangeKind::Removed => "removed".to_owned(),
        RuleChangeKind::Changed { level: None } => "changed".to_owned(),
        RuleChangeKind::Changed { level: Some((was, is)) } => format!("changed, {} → {}", was.word(), is.word()),
    }
}

/// `now fails on 3 documents that passed`
pub(crate) fn sentence(from: Came, to: Came, documents: usize) -> String {
    let (count, one) = (plural(documents, "document"), documents == 1);
    if from == to {
        return match to {
            Came::Open => format!("is open at other places in {count}"),
            Came::Waived => format!("is waived at other places in {count}"),
            _ => format!("fails at other places in {count}"),
        };
    }
    let now = match to {
        Came::Fails if from == Came::Absent => "fails on",
        Came::Open if from == Came::Absent => "is open on",
        Came::Waived if from == Came::Absent => "is waived on",
        Came::Fails => "now fails on",
        Came::Open => "is now open on",
        Came::Waived => "is now waived on",
        Came::Passes => "now passes",
        Came::DoesNotApply => "no longer applies to",
        Came::Absent => "is no longer asked of",
    };
    let before = match from {
        Came::Absent => return format!("{now} {count}"),
        Came::DoesNotApply => "that it did not apply to",
        Came::Passes => "that passed",
        Came::Waived => "where it was waived",
        Came::Open if one => "that was open",
        Came::Open => "that were open",
        Came::Fails => "that failed",
    };
    format!("{now} {count} {before}")
}

fn paint(to: Came) -> Paint {
    match to {
        Came::Fails => Paint::Bad,
        Came::Open => Paint::Open,
        Came::Passes => Paint::Good,
        Came::Waived | Came::DoesNotApply | Came::Absent => Paint::Warn,
    }
}

fn verdict(stands: Stands) -> &'static str {
    match stands {
        Stands::PassedOver => "no document",
        Stands::NotChecked => "could not be checked",
        Stands::NothingApplied => "nothing checked",
        Stands::Judged(Verdict::Ready) => "ready",
        Stands::Judged(Verdict::Open) => "open",
        Stands::Judged(Verdict::NotReady) => "not ready",
    }
}

fn total(totals: &ComparedTotals) -> String {
    let compared = plural(totals.documents, "document");
    if totals.documents == totals.not_checked {
        let none = if totals.documents == 0 { "no document".to_owned() } else { format!("none of {compared}") };
        return format!("nothing was compared: {none} could be checked");
    }
    let mut text = match totals.changed {
        0 => format!("no outcome changes in {compared}"),
        1 => format!("1 of {compared} comes out otherwise"),
        more => format!("{more} of {compared} come out otherwise"),
    };
    if totals.not_checked > 0 {
        text.push_str(&format!("; {} could not be checked", totals.not_checked));
    }
    text
}

/// The word for what a rule came to, as JSON has it.
pub(crate) fn came(came: Came) -> &'static str {
    match came {
        Came::Absent => "absent",
        Came::DoesNotApply => "does-not-apply",
        Came::Passes => "passes",
        Came::Waived => "waived",
        Came::Open => "undetermined",
        Came::Fails => "fails",
    }
}

/// Whose places a change has, as JSON has it.
pub(crate) fn side(change: &OutcomeChange) -> &'static str {
    match change.side {
        Side::Old => "old",
        Side::New => "new",
    }
}
