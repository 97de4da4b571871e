//! `explain` for people: each rule with the answers of its parts, and what would have to change.

use countersign_house::{
    Answer, ChoiceFacts, DecisionFacts, Explained, ExplainedDocument, ExplainedRule, Fix, Line, Outcome, Role,
    Settling, Support, Verdict, WhyNot, comes_to,
};
use countersign_source::{Files, Span};

use crate::ink::{Ink, Paint};
use crate::messages::waiver_note;
use crate::places::Places;
use crate::snippet::wrap;
use crate::{Format, Style, plural};

/// How far each level of parts is set in.
const STEP: usize = 2;

/// The fewest characters that a value is cut to.
const NARROWEST: usize = 24;

/// Explanations, in a format.
#[must_use]
pub fn explained(format: Format, style: Style, documents: &[Explained]) -> String {
    if format == Format::Json {
        return crate::json::explain::explained(documents);
    }
    let mut teller = Teller { ink: Ink::new(style.color), places: Places::default(), width: style.width };
    for document in documents {
        if let Explained::Document(document) = document {
            teller.document(document);
        }
    }
    teller.ink.finish()
}

struct Teller {
    ink: Ink,
    places: Places,
    width: usize,
}

impl Teller {
    fn document(&mut self, document: &ExplainedDocument) {
        for rule in &document.rules {
            self.rule(document, rule);
            self.ink.end();
        }
        let name = document.files.name(document.file);
        let name =
            if document.one_of_many { format!("{name}, document {}", document.index + 1) } else { name.to_owned() };
        let (word, paint) = match document.verdict {
            Verdict::Ready => ("✓ ready", Paint::Good),
            Verdict::Open => ("? open", Paint::Open),
            Verdict::NotReady => ("✗ not ready", Paint::Bad),
        };
        self.ink.painted(Paint::Strong, &name).text(": ").text(&document.kind.word).text(", ").painted(paint, word);
        self.ink.end();
        if document.rules.is_empty() {
            let words = match (&document.other_kind, &document.not_run) {
                (Some(rule), _) => format!("`{rule}` was not asked of this document: it judges another kind"),
                (None, Some(rule)) => {
                    format!("`{rule}` was not asked of this document: the configuration does not run its pack")
                }
                (None, None) => {
                    "no rule fails, is open or waived; `--rule RULE` explains one that passes or does not apply"
                        .to_owned()
                }
            };
            self.note(&words);
        }
        if document.schema_findings > 0 {
            let words = format!(
                "the schema has found {} of its own, which `countersign check` shows; to the rules such a value is not known",
                plural(document.schema_findings, "fault")
            );
            self.note(&words);
        }
    }

    fn note(&mut self, words: &str) {
        for line in wrap(words, self.width.saturating_sub(2).max(NARROWEST)) {
            self.ink.text("  ").text(&line).end();
        }
    }

    fn rule(&mut self, document: &ExplainedDocument, rule: &ExplainedRule) {
        let (symbol, paint) = of_outcome(rule.outcome);
        self.ink.painted(paint, &format!("{symbol} {} {}", rule.id, comes_to(rule.outcome)));
        self.ink.text(": ").painted(Paint::Strong, &rule.title).end();
        let (mut said, mut noted): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
        for finding in rule.findings.iter().filter(|finding| finding.outcome != Outcome::Undetermined) {
            // A clause that says nothing of its own says the title, which stands above.
            if finding.message != *rule.title && !said.contains(&finding.message.as_str()) {
                said.push(&finding.message);
                self.note(&finding.message);
            }
        }
        for waiver in rule.findings.iter().filter_map(|finding| finding.waiver.as_ref()) {
            let note = waiver_note(waiver);
            if !noted.contains(&note) {
                self.note(&note);
                let at = self.position(&document.files, waiver.span);
                self.note(&format!("because {} ({at})", waiver.because));
                noted.push(note);
            }
        }
        if let Some(set) = rule.level_set {
            let at = self.position(&document.files, set.span);
            let (now, own) = (rule.level.word(), set.declared.word());
            self.note(&format!("level: {now}, by the configuration ({at}); the rule itself says `{own}`"));
        }
        if let Some(why) = &rule.not_applicable {
            let at = match why.why {
                WhyNot::SwitchedOff(span) => format!(" ({})", self.position(&document.files, span)),
                _ => String::new(),
            };
            self.note(&format!("{}{at}", why.sentence()));
        }
        if !rule.lines.is_empty() {
            self.ink.end();
        }
        for line in &rule.lines {
            self.line(&document.files, line, 1);
        }
        if let Some(decision) = &rule.decision {
            self.decision(&document.files, decision);
        }
        if let Some(fixes) = &rule.fixes {
            self.ink.end();
            match fixes.ways.first() {
                None => {
                    let words = format!(
                        "no change of up to {} was found that makes it pass ({} were tried)",
                        plural(fixes.all_up_to, "field"),
                        plural(fixes.judged, "changed document")
                    );
                    self.note(&words);
                }
                Some(first) => {
                    let count = first.edits.len();
                    let smallest = if fixes.all_up_to + 1 >= count { "the fewest changes" } else { "changes" };
                    let words = match (count, fixes.ways.len()) {
                        (1, 1) => "one change makes it pass; the document would have to say:".to_owned(),
                        (1, _) => "one change makes it pass; the document would have to say one of these:".to_owned(),
                        (count, _) => {
                            format!("{smallest} that make it pass are {count}; the document would have to say:")
                        }
                    };
                    self.ink.text("  ").painted(Paint::Strong, "to pass").text("  ").text(&words).end();
                    for fix in &fixes.ways {
                        self.fix(&document.files, fix);
                    }
                    self.ink.text("    ");
                    self.ink
                        .painted(Paint::Faint, "each was tried, and judged by all rules; write only what is so")
                        .end();
                }
            }
        }
        for settling in &rule.settles {
            self.settling(&document.files, settling);
        }
    }

    /// What was chosen, and what is suggested.
    fn decision(&mut self, files: &Files, facts: &DecisionFacts) {
        self.ink.end();
        let (words, place) = match &facts.choice {
            ChoiceFacts::NotAsked => ("it asks for no choice".to_owned(), None),
            ChoiceFacts::Missing(reason) => (reason.sentence(), None),
            ChoiceFacts::Unknown { place, .. } => (format!("{} is not known yet", place.called()), Some(place)),
            ChoiceFacts::Option { option, place } => {
                (facts.options.get(*option).map(|option| option.name.to_string()).unwrap_or_default(), Some(place))
            }
            ChoiceFacts::Unlisted { word, place } => (format!("{word}, which is no option"), Some(place)),
        };
        self.ink.text("  ").painted(Paint::Strong, "chosen").text("     ").text(&words);
        if let Some(place) = place {
            let at = self.position(files, place.span);
            self.ink.text("  ").painted(Paint::Faint, &at);
        }
        self.ink.end();
        let open = facts.still_open();
        let words = match (facts.suggested(), open.as_slice()) {
            (Some(option), []) => format!("{}: {}", option.name, option.title),
            (Some(option), open) => format!("{}, unless it turns out to be {}", option.name, open.join(" or ")),
            (None, []) => "none: no option is supported and suits".to_owned(),
            (None, open) => format!("none yet: it depends on {}", open.join(", ")),
        };
        self.ink.text("  ").painted(Paint::Strong, "suggested").text("  ").text(&words).end();
    }

    fn fix(&mut self, files: &Files, fix: &Fix) {
        for (number, edit) in fix.edits.iter().enumerate() {
            let bullet = if number == 0 { "• " } else { "  and " };
            let place = edit.place.map(|span| self.position(files, span));
            let room = self.width.saturating_sub(6 + STEP).max(NARROWEST);
            let lines = wrap(&edit.sentence(), room);
            for (at, line) in lines.iter().enumerate() {
                self.ink.text("    ");
                if at == 0 {
                    self.ink.painted(Paint::Good, bullet);
                } else {
                    self.ink.text("  ");
                }
                self.ink.text(line);
                if at + 1 == lines.len()
                    && let Some(place) = &place
                {
                    self.ink.text("  ").painted(Paint::Faint, place);
                }
                self.ink.end();
            }
            let lines = edit.page.iter().filter(|page| page.lines.len() > 1).flat_map(|page| &page.lines);
            for line in lines {
                self.ink.text("          ").painted(Paint::Strong, line).end();
            }
        }
        if let Some(consequence) = fix.consequence() {
            for line in wrap(&consequence, self.width.saturating_sub(8).max(NARROWEST)) {
                self.ink.text("      ").painted(Paint::Warn, &line).end();
            }
        }
    }

    fn settling(&mut self, files: &Files, settling: &Settling) {
        self.ink.end();
        let place = self.position(files, settling.place);
        self.ink.text("  ").painted(Paint::Strong, "to settle").text("  find out `").text(&settling.path).text("`");
        self.ink.text("  ").painted(Paint::Faint, &place).end();
        for settled in &settling.settled {
            let (symbol, paint) = of_outcome(settled.outcome);
            let values: Vec<String> = settled.values.iter().map(countersign_house::Written::inline).collect();
            let words = format!("with {}", values.join(", "));
            let word =
                if settled.outcome == Outcome::Undetermined { "is still open" } else { comes_to(settled.outcome) };
            let head = format!("{symbol} {word} ");
            let indent = 4 + head.chars().count();
            for (at, line) in wrap(&words, self.width.saturating_sub(indent).max(NARROWEST)).iter().enumerate() {
                if at == 0 {
                    self.ink.text("    ").painted(paint, &head);
                } else {
                    self.ink.text(&" ".repeat(indent));
                }
                self.ink.text(line).end();
            }
        }
    }

    fn line(&mut self, files: &Files, line: &Line, depth: usize) {
        let indent = depth * STEP;
        if line.role == Role::Item && line.words.is_empty() {
            self.left_out(line, indent);
            return;
        }
        self.ink.text(&" ".repeat(indent));
        let mut used = indent;
        let word = line.role.word();
        let is_clause = matches!(
            line.role,
            Role::When
                | Role::Let
                | Role::ForEach
                | Role::Require
                | Role::Forbid
                | Role::Option
                | Role::Needs
                | Role::Suits
        );
        if is_clause {
            self.ink.painted(Paint::Note, &format!("{word:<9}"));
            used += 9;
        }
        for (symbol, paint) in mark(line) {
            self.ink.painted(paint, symbol).text(" ");
            used += symbol.chars().count() + 1;
        }
        if matches!(line.role, Role::Meaning | Role::Row) {
            self.ink.painted(Paint::Faint, &format!("{word} "));
            used += word.len() + 1;
        }
        let place =
            line.place.as_ref().filter(|_| line.role != Role::Let).map(|place| self.position(files, place.span));
        let value = value_of(line);
        // What does not fit into a line is cut: the whole stands in the files.
        let tail = place.as_ref().map_or(0, |place| place.chars().count() + 2);
        let room = self.width.saturating_sub(used + tail).max(NARROWEST);
        let words = cut(&line.words, if value.is_some() { room * 2 / 3 } else { room });
        let rest = room.saturating_sub(words.chars().count() + 3).max(NARROWEST);
        match line.role {
            Role::Value | Role::Item => self.ink.text(&words),
            _ => self.ink.painted(Paint::Strong, &words),
        };
        if let Some((equals, value)) = value {
            self.ink.text(equals).text(&cut(&value, rest));
        }
        if let Some(place) = place {
            self.ink.text("  ").painted(Paint::Faint, &place);
        }
        self.ink.end();
        let below = depth + 1;
        for part in &line.lines {
            self.line(files, part, below);
        }
        if !line.left_out.is_empty() {
            self.left_out(line, below * STEP);
        }
    }

    fn left_out(&mut self, line: &Line, indent: usize) {
        for (count, words) in &line.left_out {
            let noun = if *count == 1 { "item" } else { "items" };
            let words = match words.strip_prefix("it does not apply to") {
                Some(_) => format!("… it does not apply to {count} more {noun}"),
                None => format!("… and {count} more {noun} {words}"),
            };
            self.ink.text(&" ".repeat(indent)).painted(Paint::Faint, &words).end();
        }
    }

    fn position(&mut self, files: &Files, span: Span) -> String {
        let at = self.places.position(files, span);
        format!("{}:{}", files.name(span.file), at.line)
    }
}

fn of_outcome(outcome: Outcome) -> (&'static str, Paint) {
    match outcome {
        Outcome::Passes => ("✓", Paint::Good),
        Outcome::Waived => ("~", Paint::Open),
        Outcome::Fails => ("✗", Paint::Bad),
        Outcome::Undetermined => ("?", Paint::Open),
        Outcome::DoesNotApply => ("–", Paint::Faint),
    }
}

/// What stands before a part: what a clause came to, and the answer of a condition.
fn mark(line: &Line) -> Vec<(&'static str, Paint)> {
    let answer = line.answer.map(|answer| match answer {
        Answer::Yes => ("yes:", Paint::Good),
        Answer::No => ("no:", Paint::Bad),
        Answer::Unsaid => ("not written:", Paint::Warn),
        Answer::Open => ("open:", Paint::Open),
    });
    if let Some(support) = line.support {
        return vec![match support {
            Support::Supported => ("✓ supported:", Paint::Good),
            Support::Open => ("? open:", Paint::Open),
            Support::NotSupported => ("✗ not supported:", Paint::Bad),
        }];
    }
    let Some(outcome) = line.outcome else { return answer.into_iter().collect() };
    let (symbol, paint) = of_outcome(outcome);
    // Where a prohibition is broken by a yes, the yes is nothing good.
    let answer = answer.map(|(word, _)| (word, paint));
    std::iter::once((symbol, paint)).chain(answer).collect()
}

/// What stands behind the words: a value, or what is the matter with it.
fn value_of(line: &Line) -> Option<(&'static str, String)> {
    if let Some(value) = &line.value {
        return Some((" = ", value.clone()));
    }
    if line.role != Role::Value && line.role != Role::Let {
        return None;
    }
    let reason = line.reasons.first()?;
    let own = reason.place.path.as_ref() == line.words;
    let words = if own { reason.lack.words().to_string() } else { reason.sentence() };
    Some((if own { " " } else { ": " }, words))
}

/// A text on one line of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let mut cut: String = line.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}
