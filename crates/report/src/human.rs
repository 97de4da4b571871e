//! `check` for people: each finding with its source, then one line each for the steps, the verdict and the proof of
//! work, and a summary where there was more than one document.

use countersign_house::{CheckedDocument, KindFound, Outcome, Standing, Totals, Verdict};
use countersign_source::{Diagnostic, Files, Level};

use crate::ink::{Ink, Paint};
use crate::messages::{of_diagnostic, of_finding};
use crate::places::Places;
use crate::snippet::wrap;
use crate::{CheckReport, Style, plural};

/// How wide the words in front of the lines of a document are.
const INDENT: usize = 11;

/// The most unknowns that a verdict names.
const NAMED: usize = 3;

/// Writes for people.
#[derive(Debug)]
pub(crate) struct Human {
    style: Style,
    places: Places,
}

impl Human {
    pub(crate) fn new(style: Style) -> Self {
        Self { style, places: Places::default() }
    }

    /// One message about rules or input, with an empty line behind it.
    pub(crate) fn diagnostic(&mut self, files: &Files, diagnostic: &Diagnostic) -> String {
        let mut ink = Ink::new(self.style.color);
        of_diagnostic(diagnostic).write(&mut ink, files, &mut self.places, self.style.width);
        ink.finish()
    }

    fn tail(&self, ink: &mut Ink, document: &CheckedDocument) {
        ink.painted(Paint::Strong, &title(document)).text(": ").text(&document.kind.word);
        match &document.kind.found {
            KindFound::Declared => {}
            KindFound::Wrapped(key) => {
                ink.painted(Paint::Faint, &format!(" (it stands under `{key}`)"));
            }
            KindFound::Default => {
                ink.painted(Paint::Faint, " (nothing in it says what it is, so it was taken for one)");
            }
        }
        ink.end();
        if !document.steps.is_empty() && !self.style.quiet {
            self.steps(ink, document);
        }
        verdict(ink, document);
        if !self.style.quiet {
            self.row(ink, "checked", &work(document));
        }
        if self.style.verbose {
            if let Some(configuration) = document.configuration {
                self.row(ink, "by", document.files.name(configuration));
            }
            for rule in &document.not_applicable {
                self.row(ink, "n/a", &format!("{}: {}", rule.rule, rule.sentence()));
            }
        }
    }

    /// The steps in their order; neighbours that stand alike share their word.
    fn steps(&self, ink: &mut Ink, document: &CheckedDocument) {
        let mut groups: Vec<(Standing, Vec<&str>)> = Vec::new();
        for facts in &document.steps {
            match groups.last_mut() {
                Some((standing, names)) if *standing == facts.standing => names.push(&facts.step.name),
                _ => groups.push((facts.standing, vec![&facts.step.name])),
            }
        }
        label(ink, "steps");
        let mut length = INDENT;
        for (number, (standing, names)) in groups.iter().enumerate() {
            let (symbol, word, paint) = standing_words(*standing);
            let text = format!("{symbol} {word} {}", names.join(", "));
            let more = text.chars().count() + 3;
            if number > 0 && length + more > self.style.width {
                ink.end();
                ink.text(&" ".repeat(INDENT));
                length = INDENT;
            } else if number > 0 {
                ink.painted(Paint::Faint, " · ");
            }
            ink.painted(paint, &format!("{symbol} {word}")).text(" ").text(&names.join(", "));
            length += more;
        }
        ink.end();
    }

    fn row(&self, ink: &mut Ink, word: &str, text: &str) {
        let width = self.style.width.saturating_sub(INDENT).max(24);
        for (number, line) in wrap(text, width).iter().enumerate() {
            if number == 0 {
                label(ink, word);
            } else {
                ink.text(&" ".repeat(INDENT));
            }
            ink.text(line).end();
        }
    }
}

impl CheckReport for Human {
    fn document(&mut self, document: &CheckedDocument) -> String {
        let mut ink = Ink::new(self.style.color);
        let calm = document.findings.is_empty() && document.verdict == Verdict::Ready && !document.nothing_applied();
        if self.style.quiet && calm {
            return ink.finish();
        }
        for finding in &document.findings {
            of_finding(finding).write(&mut ink, &document.files, &mut self.places, self.style.width);
        }
        self.tail(&mut ink, document);
        ink.end();
        ink.finish()
    }

    fn end(&mut self, totals: &Totals) -> String {
        let mut ink = Ink::new(self.style.color);
        if totals.documents > 1 || (totals.documents == 1 && totals.errors > 0) {
            summary(&mut ink, totals);
        }
        ink.finish()
    }
}

/// The file, and which of its documents.
pub(crate) fn title(document: &CheckedDocument) -> String {
    let name = document.files.name(document.file);
    if document.one_of_many { format!("{name}, document {}", document.index + 1) } else { name.to_owned() }
}

/// How a standing is shown: a symbol, a word, and a colour that adds nothing to them.
fn standing_words(standing: Standing) -> (&'static str, &'static str, Paint) {
    match standing {
        Standing::Done => ("✓", "done", Paint::Good),
        Standing::Open => ("?", "open", Paint::Open),
        Standing::NotDone => ("✗", "failing", Paint::Bad),
        Standing::NotChecked => ("–", "not reached", Paint::Faint),
    }
}

/// The verdict's words: `not ready: 1 error, 2 open questions`.
pub(crate) fn verdict_words(document: &CheckedDocument) -> (&'static str, Paint, String) {
    let fails = |level| document.count(Outcome::Fails, level);
    let open: usize = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .map(|level| document.count(Outcome::Undetermined, level))
        .sum();
    let mut counts: Vec<String> = Vec::new();
    for (count, word) in [
        (fails(Level::Error), "error"),
        (open, "open question"),
        (fails(Level::Warning), "warning"),
        (fails(Level::Note), "note"),
    ] {
        if count > 0 {
            counts.push(plural(count, word));
        }
    }
    let found = counts.join(", ");
    match document.verdict {
        Verdict::NotReady => ("✗ not ready", Paint::Bad, found),
        Verdict::Open => ("? open", Paint::Open, format!("{found}{}", to_settle(document))),
        Verdict::Ready if document.nothing_applied() => {
            ("! nothing checked", Paint::Bad, "no rule applied to this document".to_owned())
        }
        Verdict::Ready => ("✓ ready", Paint::Good, found),
    }
}

fn verdict(ink: &mut Ink, document: &CheckedDocument) {
    let (word, paint, found) = verdict_words(document);
    label(ink, "verdict");
    ink.painted(paint, word);
    if !found.is_empty() {
        ink.text(": ").text(&found);
    }
    ink.end();
}

/// The first unknowns that keep the document open.
fn to_settle(document: &CheckedDocument) -> String {
    let mut paths: Vec<&str> = Vec::new();
    for finding in document.findings.iter().filter(|finding| finding.outcome == Outcome::Undetermined) {
        for reason in &finding.reasons {
            if !reason.place.path.is_empty() && !paths.contains(&&*reason.place.path) {
                paths.push(&reason.place.path);
            }
        }
    }
    let shown: Vec<String> = paths.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    match (shown.is_empty(), paths.len().saturating_sub(NAMED)) {
        (true, _) => String::new(),
        (false, 0) => format!("; to settle: {}", shown.join(", ")),
        (false, more) => format!("; to settle: {} and {more} more", shown.join(", ")),
    }
}

/// The proof of work in words.
pub(crate) fn work(document: &CheckedDocument) -> String {
    let work = document.work;
    let mut text = format!(
        "{} applied: {} passed, {} failed, {} open; {} did not apply; {}, {}",
        plural(work.passed + work.failed + work.open, "rule"),
        work.passed,
        work.failed,
        work.open,
        work.not_applicable,
        plural(work.clauses, "clause"),
        plural(work.values, "value"),
    );
    if work.passed_on_nothing > 0 {
        text.push_str(&format!(
            "; {} passed because nothing was written",
            plural(work.passed_on_nothing, "prohibition")
        ));
    }
    text
}

/// The summary of a run of several documents.
fn summary(ink: &mut Ink, totals: &Totals) {
    let counts = [
        (totals.ready, "✓", "ready", Paint::Good),
        (totals.open, "?", "open", Paint::Open),
        (totals.not_ready, "✗", "not ready", Paint::Bad),
        (
            totals.documents.saturating_sub(totals.ready + totals.open + totals.not_ready),
            "!",
            "not checked",
            Paint::Bad,
        ),
    ];
    ink.painted(
        Paint::Strong,
        &format!("{} in {}", plural(totals.documents, "document"), plural(totals.files, "file")),
    );
    ink.text(": ");
    let mut first = true;
    for (count, symbol, word, paint) in counts.into_iter().filter(|(count, ..)| *count > 0) {
        if !first {
            ink.text(", ");
        }
        ink.painted(paint, &format!("{symbol} {count} {word}"));
        first = false;
    }
    if totals.errors > 0 {
        ink.text("; ").painted(Paint::Bad, &format!("! {}", plural(totals.errors, "error")));
        ink.text(" kept something from being checked");
    }
    ink.end();
}

fn label(ink: &mut Ink, word: &str) {
    ink.text("  ").painted(Paint::Faint, word);
    ink.text(&" ".repeat(INDENT.saturating_sub(2 + word.len())));
}
