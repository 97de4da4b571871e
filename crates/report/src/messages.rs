//! Findings and diagnostics as messages: which word, which labels, which notes, in which order.

use countersign_house::{Finding, Lack, Outcome, Place, Reason, Waiver, WaiverState};
use countersign_source::{Diagnostic, Level};

use crate::ink::Paint;
use crate::snippet::Message;
use crate::view::ViewLabel;

/// The most places of a finding that are shown beside the first.
const PLACES: usize = 3;

/// The most reasons of a finding that are shown.
const REASONS: usize = 5;

/// The word and the colour of a level.
pub(crate) fn level(level: Level) -> (&'static str, Paint) {
    match level {
        Level::Error => ("error", Paint::Bad),
        Level::Warning => ("warning", Paint::Warn),
        Level::Note => ("note", Paint::Note),
    }
}

/// The word and the colour of a finding: an open one is a question, not a fault.
pub(crate) fn finding_word(finding: &Finding) -> (&'static str, Paint) {
    match (finding.outcome, finding.level) {
        (Outcome::Waived, _) => ("waived", Paint::Faint),
        (Outcome::Undetermined, Level::Error) => ("open", Paint::Open),
        (Outcome::Undetermined, Level::Warning) => ("open warning", Paint::Open),
        (Outcome::Undetermined, Level::Note) => ("open note", Paint::Open),
        (_, weight) => level(weight),
    }
}

/// What is to be said about the rules, or about what could not be read.
pub(crate) fn of_diagnostic(diagnostic: &Diagnostic) -> Message {
    let (word, paint) = level(diagnostic.level);
    let mut labels: Vec<ViewLabel> = diagnostic
        .labels
        .iter()
        .map(|label| ViewLabel { span: label.span, message: label.message.clone(), primary: label.primary })
        .collect();
    // The primary ones first, so that a cut never takes them.
    labels.sort_by_key(|label| !label.primary);
    let notes = diagnostic
        .helps
        .iter()
        .map(|help| ("help", help.clone()))
        .chain(diagnostic.notes.iter().map(|note| ("note", note.clone())))
        .collect();
    Message { word, paint, code: diagnostic.code.clone(), sentence: diagnostic.message.clone(), labels, notes }
}

/// What was found in a document. What is waived is shown briefly, unless more is wanted.
pub(crate) fn of_finding(finding: &Finding, verbose: bool) -> Message {
    let (word, paint) = finding_word(finding);
    if finding.outcome == Outcome::Waived && !verbose {
        let first = finding.places.iter().take(1);
        let labels = first
            .map(|place| ViewLabel { span: place.span, message: at_place(place, &finding.reasons), primary: true })
            .collect();
        let (code, sentence) = (finding.rule.clone(), finding.message.clone());
        return Message { word, paint, code, sentence, labels, notes: waiver_notes(finding) };
    }
    let open = finding.outcome == Outcome::Undetermined;
    let mut labels: Vec<ViewLabel> = Vec::new();
    for (number, place) in finding.places.iter().take(1 + PLACES).enumerate() {
        labels.push(ViewLabel { span: place.span, message: at_place(place, &finding.reasons), primary: number == 0 });
    }
    for reason in finding.reasons.iter().take(REASONS) {
        let taken = labels.iter().any(|label| label.span == reason.place.span);
        if !taken && !reason.place.path.is_empty() {
            labels.push(ViewLabel { span: reason.place.span, message: at_reason(reason), primary: false });
        }
    }
    if let Some(clause) = finding.clause {
        let message = if open { "asked here" } else { "asked for here" };
        labels.push(ViewLabel { span: clause, message: message.to_owned(), primary: false });
    }
    if let Some(waiver) = &finding.waiver {
        let message = match waiver.state {
            WaiverState::Holds => "waived here",
            WaiverState::Undecided => "may be waived here",
            WaiverState::Expired => "was waived here",
        };
        labels.push(ViewLabel { span: waiver.span, message: message.to_owned(), primary: false });
    }
    if let Some(set) = finding.level_set {
        labels.push(ViewLabel { span: set.span, message: "its level is set here".to_owned(), primary: false });
    }
    Message {
        word,
        paint,
        code: finding.rule.clone(),
        sentence: finding.message.clone(),
        labels,
        notes: notes(finding),
    }
}

fn notes(finding: &Finding) -> Vec<(&'static str, String)> {
    let open = finding.outcome == Outcome::Undetermined;
    let mut notes: Vec<(&'static str, String)> = Vec::new();
    if finding.places.len() > 1 + PLACES {
        notes.push(("", format!("and {} more places", finding.places.len() - 1 - PLACES)));
    }
    for reason in finding.reasons.iter().take(REASONS) {
        let sentence = reason.sentence();
        if !finding.message.contains(&sentence) {
            notes.push((if open { "to settle" } else { "" }, sentence));
        }
    }
    if finding.reasons.len() > REASONS {
        notes.push(("", format!("and {} more that nobody wrote or knows", finding.reasons.len() - REASONS)));
    }
    notes.extend(waiver_notes(finding));
    notes.extend(helps(finding).into_iter().map(|help| ("help", help)));
    if let Some(because) = &finding.because {
        notes.push(("because", because.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    if let Some(set) = finding.level_set {
        notes.push(("level", format!("by the configuration; the rule itself says `{}`", set.declared.word())));
    }
    if !open {
        notes.extend(finding.risks.iter().map(|risk| ("risk", format!("{} ({})", risk.title, risk.name))));
    }
    notes.extend(finding.see.iter().map(|see| ("see", see.to_string())));
    notes
}

/// What the waiver that speaks of a finding says.
fn waiver_notes(finding: &Finding) -> Vec<(&'static str, String)> {
    let Some(waiver) = &finding.waiver else { return Vec::new() };
    let because = waiver.because.split_whitespace().collect::<Vec<_>>().join(" ");
    vec![(waiver_word(waiver), waiver.sentence()), ("waived because", because)]
}

fn waiver_word(waiver: &Waiver) -> &'static str {
    if waiver.state == WaiverState::Holds { "waived" } else { "waiver" }
}

/// The waiver that speaks of a finding, on one line.
pub(crate) fn waiver_note(waiver: &Waiver) -> String {
    format!("{}: {}", waiver_word(waiver), waiver.sentence())
}

/// What to do next: the author's help, and the value that the rule offers.
pub(crate) fn helps(finding: &Finding) -> Vec<String> {
    let offer = finding.offer.iter().map(|offer| format!("set `{}` to `{}`", offer.path, offer.value));
    finding.helps.iter().cloned().chain(offer).collect()
}

/// What stands beside the marker of a place.
fn at_place(place: &Place, reasons: &[Reason]) -> String {
    if place.path.is_empty() {
        String::new()
    } else if place.missing {
        format!("`{}` belongs here", place.path)
    } else if let Some(reason) =
        reasons.iter().find(|reason| reason.place == *place && !matches!(reason.lack, Lack::Empty | Lack::NoneFits))
    {
        at_reason(reason)
    } else {
        format!("`{}`", place.path)
    }
}

/// What stands beside the marker of what is not known.
fn at_reason(reason: &Reason) -> String {
    match &reason.lack {
        _ if reason.place.missing => format!("`{}` belongs here", reason.place.path),
        Lack::Unknown(_) => format!("`{}` is not known", reason.place.path),
        Lack::Unfit => format!("`{}` does not fit its type", reason.place.path),
        _ => reason.sentence(),
    }
}
