//! `check` for people: each finding with its source, then one line each for the steps, the verdict and the proof of
//! work, and a summary where there was more than one document.

use countersign_house::{
    CheckedDocument, ChoiceFacts, DecisionFacts, EvidenceFacts, KindFound, OptionFacts, Outcome, Standing, Support,
    Totals, Verdict, WhyNot,
};
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
        if let Some(as_of) = document.as_of.as_ref().filter(|_| !self.style.quiet) {
            ink.painted(Paint::Faint, &format!(", as of {}", as_of.sentence()));
        }
        ink.end();
        if !document.steps.is_empty() && !self.style.quiet {
            self.steps(ink, document);
        }
        verdict(ink, document);
        if !self.style.quiet {
            self.row(ink, "checked", &work(document));
        }
        if let Some(evidence) = &document.evidence {
            self.evidence(ink, evidence);
        }
        if self.style.verbose {
            if let Some(configuration) = document.configuration {
                self.row(ink, "by", document.files.name(configuration));
            }
            if !document.on_nothing.is_empty() {
                let rules = document.on_nothing.join(", ");
                self.row(ink, "passed", &format!("because nothing was written: {rules}"));
            }
            for rule in &document.not_applicable {
                self.row(ink, "n/a", &format!("{}: {}", rule.rule, rule.sentence()));
            }
            for decision in &document.decisions {
                self.decision(ink, decision);
            }
        } else if !self.style.quiet {
            // That nothing was chosen is no finding, and easily overlooked.
            let undecided = |decision: &&DecisionFacts| matches!(decision.choice, ChoiceFacts::Missing(_));
            for decision in document.decisions.iter().filter(undecided) {
                self.row(ink, "options", &format!("{}: {}", decision.id, summary_of(decision)));
            }
        }
    }

    /// What came of the digests.
    fn evidence(&self, ink: &mut Ink, facts: &EvidenceFacts) {
        let counts = match facts.same + facts.different + facts.unseen.len() {
            0 => "no digest to check".to_owned(),
            all => format!(
                "{}: {} as the files have it, {} not, {} not checked",
                plural(all, "digest"),
                facts.same,
                facts.different,
                facts.unseen.len()
            ),
        };
        if !self.style.quiet || facts.different + facts.unseen.len() > 0 {
            self.row(ink, "evidence", &counts);
        }
        for (path, why) in &facts.unseen {
            self.row(ink, "", &format!("`{path}`: {why}"));
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

    /// A decision, and a line for each of its options with what stands in its way.
    fn decision(&self, ink: &mut Ink, decision: &DecisionFacts) {
        self.row(ink, "options", &format!("{}: {}", decision.id, summary_of(decision)));
        let widest = decision.options.iter().map(|option| option.name.chars().count()).max().unwrap_or(0);
        for option in &decision.options {
            let (symbol, word, paint) = match option.support {
                Support::Supported => ("✓", "supported", Paint::Good),
                Support::Open => ("?", "open", Paint::Open),
                Support::NotSupported => ("✗", "not supported", Paint::Bad),
            };
            ink.text(&" ".repeat(INDENT)).painted(paint, &format!("{symbol} {word}"));
            ink.text(&" ".repeat(15usize.saturating_sub(word.len()))).text(&option.name);
            ink.text(&" ".repeat((widest + 2).saturating_sub(option.name.chars().count()))).text(&option.title);
            let remarks = remarks(decision, option);
            if !remarks.is_empty() {
                ink.painted(Paint::Faint, &format!(" ({})", remarks.join("; ")));
            }
            ink.end();
            let width = self.style.width.saturating_sub(INDENT + 2).max(24);
            for unmet in option.unmet.iter().filter(|unmet| !unmet.suits) {
                for line in wrap(&unmet.message, width) {
                    ink.text(&" ".repeat(INDENT + 2)).text(&line).end();
                }
            }
        }
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
        let waived = document.findings.iter().filter(|finding| finding.outcome == Outcome::Waived).count();
        let calm =
            document.findings.len() == waived && document.verdict == Verdict::Ready && !document.nothing_applied();
        if self.style.quiet && calm {
            return ink.finish();
        }
        let shown = document.findings.iter().filter(|finding| !self.style.quiet || finding.outcome != Outcome::Waived);
        for finding in shown {
            let mut message = of_finding(finding, self.style.verbose);
            if let (true, Some(concept)) = (self.style.verbose, &finding.concept) {
                message.notes.push(("concept", format!("{concept} teaches why")));
            }
            message.write(&mut ink, &document.files, &mut self.places, self.style.width);
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
        if totals.passed_over > 0 && !self.style.quiet {
            let pages = match totals.passed_over {
                1 => "1 Markdown file was passed over, since neither its front matter nor its title says its kind"
                    .to_owned(),
                more => format!(
                    "{more} Markdown files were passed over, since neither their front matter nor their title says their kind"
                ),
            };
            ink.painted(Paint::Faint, &pages).end();
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
        Standing::Waived => ("~", "waived", Paint::Open),
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
    let waived = document.findings.iter().filter(|finding| finding.outcome == Outcome::Waived).count();
    if waived > 0 {
        counts.push(format!("{waived} waived"));
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
    let waived = if work.waived > 0 { format!(", {} waived", work.waived) } else { String::new() };
    let not_in_force = document.not_applicable.iter().filter(|rule| matches!(rule.why, WhyNot::NotInForce { .. }));
    let not_in_force = match not_in_force.count() {
        0 => String::new(),
        count => format!(" ({count} not in force)"),
    };
    let mut text = format!(
        "{} applied: {} passed, {} failed{waived}, {} open; {} did not apply{not_in_force}; {}, {}",
        plural(work.passed + work.failed + work.waived + work.open, "rule"),
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
    if totals.work.waived > 0 {
        ink.text(&format!("; {} waived", plural(totals.work.waived, "failing rule")));
    }
    if totals.errors > 0 {
        ink.text("; ").painted(Paint::Bad, &format!("! {}", plural(totals.errors, "error")));
        ink.text(" kept something from being checked");
    }
    ink.end();
}

/// What was chosen and what is suggested.
fn summary_of(decision: &DecisionFacts) -> String {
    let mut parts = Vec::new();
    parts.extend(match &decision.choice {
        ChoiceFacts::NotAsked => None,
        ChoiceFacts::Missing(_) => Some("nothing chosen".to_owned()),
        ChoiceFacts::Unknown { .. } => Some("what is chosen is not known".to_owned()),
        ChoiceFacts::Option { .. } => decision.chosen().map(|option| format!("`{}` chosen", option.name)),
        ChoiceFacts::Unlisted { word, .. } => Some(format!("`{word}` chosen, which is no option")),
    });
    parts.push(match decision.suggested() {
        Some(option) => format!("`{}` suggested", option.name),
        None => "nothing to suggest".to_owned(),
    });
    let open: Vec<String> = decision.still_open().into_iter().map(|name| format!("`{name}`")).collect();
    if !open.is_empty() {
        parts.push(format!("still open: {}", open.join(", ")));
    }
    parts.join("; ")
}

/// What else is to be said of an option, on its line.
fn remarks(decision: &DecisionFacts, option: &OptionFacts) -> Vec<String> {
    let is = |other: Option<&OptionFacts>| other.is_some_and(|other| other.name == option.name);
    let mut remarks = Vec::new();
    if is(decision.chosen()) {
        remarks.push("chosen".to_owned());
    }
    if is(decision.suggested()) {
        remarks.push("suggested".to_owned());
    }
    match option.suits {
        Outcome::Fails | Outcome::Waived => remarks.push("does not suit".to_owned()),
        Outcome::Undetermined => remarks.push("may suit".to_owned()),
        Outcome::Passes | Outcome::DoesNotApply => {}
    }
    remarks.extend(option.approver.as_ref().map(|approver| format!("approver: {}", approver.shown)));
    remarks
}

fn label(ink: &mut Ink, word: &str) {
    ink.text("  ").painted(Paint::Faint, word);
    ink.text(&" ".repeat(INDENT.saturating_sub(2 + word.len())));
}
