//! `decide` for people: the options of each decision side by side, then what would settle what is open.

use countersign_house::{
    ChoiceFacts, Decided, DecidedDocument, DecidedInput, DecisionFacts, OptionFacts, OptionSettled, Outcome, State,
    Support, UnmetFacts, Written,
};
use countersign_source::{Files, Span};

use crate::handover::{HandoverFormat, called, standing};
use crate::ink::{Ink, Paint};
use crate::markdown::{code, escaped, said};
use crate::places::Places;
use crate::snippet::wrap;
use crate::{Style, plural};

/// How far everything is set in.
const INDENT: usize = 2;

/// How wide the words in front of the lines below a table are.
const WORDS: usize = 11;

/// How wide the column of approvers may become.
const APPROVER: usize = 18;

/// The fewest characters of the last column.
const NARROWEST: usize = 26;

/// What stands below every comparison: it is one, and nothing more.
const CLOSING: &str = "compared from what is written; nothing was approved or carried out";

/// Comparisons, in a format.
#[must_use]
pub fn decided(format: HandoverFormat, style: Style, documents: &[DecidedInput]) -> String {
    let documents_only = documents.iter().filter_map(|one| match one {
        DecidedInput::Document(document) => Some(&**document),
        DecidedInput::Errors { .. } => None,
    });
    match format {
        HandoverFormat::Json => crate::json::decide::decided(documents),
        HandoverFormat::Human => {
            let mut teller = Teller { ink: Ink::new(style.color), places: Places::default(), width: style.width };
            documents_only.for_each(|document| teller.document(document));
            teller.ink.finish()
        }
        HandoverFormat::Markdown => {
            let mut places = Places::default();
            documents_only.map(|document| markdown(&mut places, document)).collect()
        }
    }
}

/// A line of a cell.
type Piece = (Option<Paint>, String);

/// An unknown, with what options that come out alike come to with its values.
struct Unknown<'d> {
    path: &'d str,
    place: Span,
    why: Option<&'d str>,
    /// Options that come out alike, and a line for each group of values.
    options: Vec<(Vec<&'d str>, Vec<String>)>,
}

struct Teller {
    ink: Ink,
    places: Places,
    width: usize,
}

impl Teller {
    fn document(&mut self, document: &DecidedDocument) {
        let name = called(document.files.name(document.file), document.index, document.one_of_many);
        for decided in &document.decisions {
            self.ink.painted(Paint::Strong, &decided.facts.title).text("  ");
            self.ink.painted(Paint::Faint, &decided.facts.id).end().end();
            self.table(&document.files, &decided.facts);
            self.ink.end();
            self.summary(&document.files, &decided.facts);
            for unknown in unknowns(decided) {
                self.unknown(&document.files, &unknown);
            }
            self.ink.end();
        }
        let (words, paint) = standing(document.verdict, document.errors, document.open);
        self.ink.painted(Paint::Strong, &name).text(": ").text(&document.kind.word).text(", ").painted(paint, &words);
        self.ink.end();
        self.ink.text("  ").painted(Paint::Faint, CLOSING).end();
    }

    fn table(&mut self, files: &Files, facts: &DecisionFacts) {
        let wide = |texts: &mut dyn Iterator<Item = usize>, least: usize| texts.max().unwrap_or(0).max(least) + 2;
        let names = wide(&mut facts.options.iter().map(|option| option.name.chars().count()), "suggested".len());
        let supports = "✗ not supported".chars().count() + 2;
        let shown = |option: &OptionFacts| approver(option).chars().count().min(APPROVER);
        let approvers = wide(&mut facts.options.iter().map(shown), "APPROVER".len());
        let widths = [names, supports, approvers];
        let rest = self.width.saturating_sub(INDENT + widths.iter().sum::<usize>()).max(NARROWEST);
        let head = ["OPTION", "SUPPORT", "APPROVER", "WHAT STANDS IN ITS WAY"];
        let head = head.map(|word| vec![(Some(Paint::Faint), word.to_owned())]);
        self.row(&widths, &head);
        for option in &facts.options {
            let chosen = is(facts.chosen(), option);
            let mut name = vec![(chosen.then_some(Paint::Strong), option.name.to_string())];
            if chosen {
                name.push((Some(Paint::Strong), "chosen".to_owned()));
            }
            if is(facts.suggested(), option) {
                name.push((Some(Paint::Good), "suggested".to_owned()));
            }
            let (words, paint) = support(option.support);
            let approver_lines: Vec<Piece> =
                wrap(&approver(option), approvers - 2).into_iter().map(|line| (None, line)).collect();
            let mut why: Vec<Piece> = Vec::new();
            pieces(&mut why, Some(Paint::Faint), "", &option.title, rest);
            for unmet in &option.unmet {
                let (sign, paint) = sign(unmet);
                let at = if unmet.suits { String::new() } else { self.at(files, unmet) };
                pieces(&mut why, Some(paint), sign, &format!("{}{at}", message(unmet)), rest);
                if let Some(help) = unmet.help.as_ref().filter(|_| unmet.outcome == Outcome::Fails && !unmet.suits) {
                    pieces(&mut why, None, "→ ", help, rest);
                }
            }
            self.row(&widths, &[name, vec![(Some(paint), words.to_owned())], approver_lines, why]);
        }
    }

    /// A row, as many lines as its longest cell.
    fn row(&mut self, widths: &[usize; 3], cells: &[Vec<Piece>; 4]) {
        let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..lines {
            let last = cells.iter().rposition(|cell| line < cell.len()).unwrap_or(0);
            self.ink.text(&" ".repeat(INDENT));
            for (at, cell) in cells.iter().enumerate().take(last + 1) {
                let (paint, text) = cell.get(line).cloned().unwrap_or_default();
                match paint {
                    Some(paint) if !text.is_empty() => self.ink.painted(paint, &text),
                    _ => self.ink.text(&text),
                };
                if let Some(width) = widths.get(at).filter(|_| at < last) {
                    self.ink.text(&" ".repeat(width.saturating_sub(text.chars().count()).max(1)));
                }
            }
            self.ink.end();
        }
    }

    fn summary(&mut self, files: &Files, facts: &DecisionFacts) {
        let (words, place) = chosen_words(facts);
        let at = place.map(|span| format!("  {}", self.position(files, span))).unwrap_or_default();
        self.line("chosen", &format!("{words}{at}"));
        self.line("suggested", &suggested_words(facts));
        for why in unsuited(facts) {
            self.line("why", why);
        }
        self.line("boundary", &facts.boundary_sentence());
    }

    fn unknown(&mut self, files: &Files, unknown: &Unknown<'_>) {
        let at = self.position(files, unknown.place);
        let why = unknown.why.map(|why| format!(": {why}")).unwrap_or_default();
        self.line("to settle", &format!("find out `{}`{why}  {at}", unknown.path));
        let room = self.width.saturating_sub(INDENT + WORDS).max(NARROWEST);
        for (names, lines) in &unknown.options {
            for text in lines {
                for (number, line) in wrap(&format!("{}: {text}", names.join(", ")), room).iter().enumerate() {
                    self.ink.text(&" ".repeat(INDENT + WORDS + if number == 0 { 0 } else { 2 }));
                    self.ink.text(line.trim_end()).end();
                }
            }
        }
    }

    fn line(&mut self, word: &str, text: &str) {
        let width = self.width.saturating_sub(INDENT + WORDS).max(NARROWEST);
        for (number, line) in wrap(text, width).iter().enumerate() {
            self.ink.text(&" ".repeat(INDENT));
            if number == 0 {
                self.ink.painted(Paint::Strong, word).text(&" ".repeat(WORDS.saturating_sub(word.len())));
            } else {
                self.ink.text(&" ".repeat(WORDS));
            }
            self.ink.text(line.trim_end()).end();
        }
    }

    /// Where a need points, behind its sentence.
    fn at(&mut self, files: &Files, unmet: &UnmetFacts) -> String {
        place_of(unmet).map(|span| format!("  {}", self.line_of(files, span))).unwrap_or_default()
    }

    fn line_of(&mut self, files: &Files, span: Span) -> String {
        format!("line {}", self.places.position(files, span).line)
    }

    fn position(&mut self, files: &Files, span: Span) -> String {
        position(&mut self.places, files, span)
    }
}

fn position(places: &mut Places, files: &Files, span: Span) -> String {
    format!("{}:{}", files.name(span.file), places.position(files, span).line)
}

/// The place that a need points at: for an open one what is not known.
fn place_of(unmet: &UnmetFacts) -> Option<Span> {
    let reason = unmet.reasons.first().filter(|_| unmet.outcome == Outcome::Undetermined);
    let place = reason.map(|reason| &reason.place).or_else(|| unmet.places.first());
    place.filter(|place| !place.path.is_empty()).map(|place| place.span)
}

/// Why options are not the ones to take, each reason once: most options share one.
fn unsuited(facts: &DecisionFacts) -> Vec<&str> {
    let unmet = facts.options.iter().flat_map(|option| &option.unmet);
    let mut said: Vec<&str> = unmet
        .filter(|unmet| unmet.suits && unmet.outcome != Outcome::Undetermined)
        .map(|unmet| unmet.message.as_str())
        .collect();
    said.sort_by_key(|message| message.len());
    let mut kept: Vec<&str> = Vec::new();
    for message in said {
        if !kept.iter().any(|known| message.ends_with(known)) {
            kept.push(message);
        }
    }
    kept
}

fn is(other: Option<&OptionFacts>, option: &OptionFacts) -> bool {
    other.is_some_and(|other| other.name == option.name)
}

fn approver(option: &OptionFacts) -> String {
    match &option.approver {
        None => "–".to_owned(),
        Some(approver) if approver.state == State::Missing => "nobody named".to_owned(),
        Some(approver) => approver.shown.clone(),
    }
}

fn support(support: Support) -> (&'static str, Paint) {
    match support {
        Support::Supported => ("✓ supported", Paint::Good),
        Support::Open => ("? open", Paint::Open),
        Support::NotSupported => ("✗ not supported", Paint::Bad),
    }
}

fn sign(unmet: &UnmetFacts) -> (&'static str, Paint) {
    match (unmet.outcome, unmet.suits) {
        (Outcome::Undetermined, _) => ("? ", Paint::Open),
        (_, true) => ("~ ", Paint::Faint),
        _ => ("✗ ", Paint::Bad),
    }
}

fn message(unmet: &UnmetFacts) -> String {
    match (unmet.suits, unmet.outcome) {
        (true, Outcome::Undetermined) => format!("may not be the one to take: {}", unmet.message),
        (true, _) => "not the one to take".to_owned(),
        (false, _) => unmet.message.clone(),
    }
}

/// A text of a cell, its lines as long as the column; its sign stands out of them.
fn pieces(cell: &mut Vec<Piece>, paint: Option<Paint>, sign: &str, text: &str, width: usize) {
    let inside = sign.chars().count();
    for (number, line) in wrap(text, width.saturating_sub(inside)).into_iter().enumerate() {
        let before = if number == 0 { sign.to_owned() } else { " ".repeat(inside) };
        let faint = paint.filter(|paint| *paint == Paint::Faint || (number == 0 && sign.is_empty()));
        match (paint, number) {
            (Some(paint), 0) if faint.is_none() => cell.push((Some(paint), format!("{before}{line}"))),
            _ => cell.push((faint.or(paint), format!("{before}{line}"))),
        }
    }
}

fn chosen_words(facts: &DecisionFacts) -> (String, Option<Span>) {
    match &facts.choice {
        ChoiceFacts::NotAsked => ("it asks for no choice".to_owned(), None),
        ChoiceFacts::Missing(reason) => (reason.sentence(), None),
        ChoiceFacts::Unknown { place, .. } => (format!("{} is not known yet", place.called()), Some(place.span)),
        ChoiceFacts::Option { place, .. } => {
            let option = facts.chosen();
            let words = option.map(|option| format!("{}: {}", option.name, option.title)).unwrap_or_default();
            (words, Some(place.span))
        }
        ChoiceFacts::Unlisted { word, place } => (format!("{word}, which is no option"), Some(place.span)),
    }
}

fn suggested_words(facts: &DecisionFacts) -> String {
    let open = facts.still_open();
    match (facts.suggested(), open.as_slice()) {
        (Some(option), []) => format!("{}: {}", option.name, option.title),
        (Some(option), open) => format!("{}, unless it turns out to be {}", option.name, open.join(" or ")),
        (None, []) => "none: no option is supported and suits".to_owned(),
        (None, open) => format!("none yet: it depends on {}", open.join(", ")),
    }
}

fn values(group: &OptionSettled) -> String {
    let values: Vec<String> = group.values.iter().map(Written::inline).collect();
    match values.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// What an option comes to with which values, a line a group: only what depends on the value is said.
fn outcomes(settled: &[OptionSettled]) -> Vec<String> {
    let Some(first) = settled.first() else { return Vec::new() };
    let differs = |same: &dyn Fn(&OptionSettled) -> bool| !settled.iter().all(same);
    let by_support = differs(&|group| group.support == first.support);
    let by_suits = differs(&|group| group.suits == first.suits);
    let by_approver = differs(&|group| group.approver == first.approver);
    if !(by_support || by_suits || by_approver) {
        return vec!["the same with every value".to_owned()];
    }
    let line = |group: &OptionSettled| {
        let mut parts: Vec<String> = Vec::new();
        if by_support {
            parts.push(support(group.support).0.to_owned());
        }
        if by_suits {
            parts.push(match group.suits {
                Outcome::Fails | Outcome::Waived => "not the one to take".to_owned(),
                Outcome::Undetermined => "perhaps the one to take".to_owned(),
                Outcome::Passes | Outcome::DoesNotApply => "the one to take".to_owned(),
            });
        }
        if by_approver {
            parts.push(format!("approver {}", group.approver.as_deref().unwrap_or("not named")));
        }
        format!("{} with {}", parts.join(", "), values(group))
    };
    settled.iter().map(line).collect()
}

/// The unknowns that options rest on, each once, in the order of the document.
fn unknowns(decided: &Decided) -> Vec<Unknown<'_>> {
    let mut unknowns: Vec<Unknown<'_>> = Vec::new();
    for (option, settles) in decided.facts.options.iter().zip(&decided.settles) {
        for settling in settles {
            let at = match unknowns.iter().position(|known| known.path == settling.path) {
                Some(at) => at,
                None => {
                    let (path, place, why) = (settling.path.as_str(), settling.place, settling.why.as_deref());
                    unknowns.push(Unknown { path, place, why, options: Vec::new() });
                    unknowns.len() - 1
                }
            };
            let Some(unknown) = unknowns.get_mut(at) else { continue };
            let lines = outcomes(&settling.settled);
            match unknown.options.iter_mut().find(|(_, known)| *known == lines) {
                Some((names, _)) => names.push(&option.name),
                None => unknown.options.push((vec![&option.name], lines)),
            }
        }
    }
    unknowns.sort_by_key(|unknown| unknown.place.start);
    unknowns
}

fn markdown(places: &mut Places, document: &DecidedDocument) -> String {
    let files = &document.files;
    let name = called(files.name(document.file), document.index, document.one_of_many);
    let (words, _) = standing(document.verdict, document.errors, document.open);
    let mut out = format!("## {}\n\n**{}**\n", escaped(&format!("Options: {name}")), escaped(&words));
    for decided in &document.decisions {
        let facts = &decided.facts;
        out.push_str(&format!("\n### {} ({})\n\n", escaped(&facts.title), code(&facts.id)));
        out.push_str("| option | support | approver | what stands in its way |\n| --- | --- | --- | --- |\n");
        for option in &facts.options {
            let mut marks = Vec::new();
            if is(facts.chosen(), option) {
                marks.push("chosen");
            }
            if is(facts.suggested(), option) {
                marks.push("suggested");
            }
            let marks = if marks.is_empty() { String::new() } else { format!(" **({})**", marks.join(", ")) };
            let unmet: Vec<String> = option
                .unmet
                .iter()
                .map(|unmet| {
                    let at = place_of(unmet).filter(|_| !unmet.suits).map(|span| places.position(files, span).line);
                    let at = at.map(|line| format!(" (line {line})")).unwrap_or_default();
                    let help = unmet.help.as_ref().filter(|_| unmet.outcome == Outcome::Fails && !unmet.suits);
                    let help = help.map(|help| format!(" → {}", said(help))).unwrap_or_default();
                    format!("{}{}{at}{help}", sign(unmet).0, said(&message(unmet)))
                })
                .collect();
            let cell = |text: &str| text.replace('\n', " ").replace('|', "\\|").replace("\\\\|", "\\|");
            out.push_str(&format!(
                "| {}{marks}<br>{} | {} | {} | {} |\n",
                cell(&code(&option.name)),
                escaped(&option.title),
                support(option.support).0,
                escaped(&approver(option)),
                cell(&unmet.join("<br>")),
            ));
        }
        let (words, place) = chosen_words(facts);
        let at = place.map(|span| format!(" ({})", code(&position(places, files, span)))).unwrap_or_default();
        out.push_str(&format!("\n- **Chosen:** {}{at}\n", said(&words)));
        out.push_str(&format!("- **Suggested:** {}\n", said(&suggested_words(facts))));
        for why in unsuited(facts) {
            out.push_str(&format!("- **Why:** {}\n", said(why)));
        }
        out.push_str(&format!("- **Boundary:** {}\n", said(&facts.boundary_sentence())));
        for unknown in unknowns(decided) {
            let why = unknown.why.map(|why| format!(": {}", escaped(why))).unwrap_or_default();
            let at = code(&position(places, files, unknown.place));
            out.push_str(&format!("- **To settle:** find out {}{why} ({at})\n", code(unknown.path)));
            for (names, lines) in &unknown.options {
                let names: Vec<String> = names.iter().map(|name| code(name)).collect();
                for text in lines {
                    out.push_str(&format!("  - {}: {}\n", names.join(", "), escaped(text)));
                }
            }
        }
    }
    let compared = plural(document.decisions.len(), "decision");
    out.push_str(&format!("\n_{compared}, {CLOSING}._\n"));
    out
}
