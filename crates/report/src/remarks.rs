//! Findings and messages as those tools know them that mark lines of files: a weight, an extent, a sentence, a fix.

use countersign_house::{CheckedDocument, Finding, Outcome, Place};
use countersign_source::{Diagnostic, Files, Level, Position, Span};

use crate::messages::helps;
use crate::places::Places;

/// How a remark is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Something is to be mended, or could not be checked.
    Found(Level),
    /// It cannot be decided, since something is not known.
    Open,
    /// It is excused.
    Waived,
}

/// From where to where, as people count and in bytes of the line; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) start: Position,
    pub(crate) end: Position,
    /// The columns in UTF-8 bytes, from 1.
    pub(crate) bytes: (usize, usize),
}

/// What to write in the place of what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacement {
    pub(crate) extent: Extent,
    pub(crate) text: String,
    /// What that does, in words.
    pub(crate) words: String,
}

/// A finding, or a message about what could not be checked.
#[derive(Clone, Debug)]
pub(crate) struct Remark {
    pub(crate) weight: Weight,
    /// `pack/rule`, or the code of a message.
    pub(crate) code: String,
    /// The sentence.
    pub(crate) message: String,
    /// What else is worth knowing, a line each: what is to be settled, what to do, why the house wants it.
    pub(crate) more: Vec<String>,
    /// The file, where there is one.
    pub(crate) file: Option<String>,
    pub(crate) extent: Option<Extent>,
    pub(crate) replacement: Option<Replacement>,
}

impl Remark {
    /// The sentence and all that is worth knowing, a line each.
    pub(crate) fn text(&self) -> String {
        let mut text = self.sentence();
        for line in &self.more {
            text.push('\n');
            text.push_str(line);
        }
        text
    }

    /// The sentence, which says so where it is a question.
    pub(crate) fn sentence(&self) -> String {
        match self.weight {
            Weight::Open => format!("not decided: {}", self.message),
            Weight::Waived => format!("waived: {}", self.message),
            Weight::Found(_) => self.message.clone(),
        }
    }
}

/// Makes remarks: looks up names, lines and columns.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    places: Places,
}

impl Remarks {
    /// What was found in a document, in its order.
    pub(crate) fn of_document(&mut self, document: &CheckedDocument) -> Vec<Remark> {
        document.findings.iter().map(|finding| self.of_finding(&document.files, finding)).collect()
    }

    fn of_finding(&mut self, files: &Files, finding: &Finding) -> Remark {
        let weight = match finding.outcome {
            Outcome::Undetermined => Weight::Open,
            Outcome::Waived => Weight::Waived,
            _ => Weight::Found(finding.level),
        };
        let mut more = Vec::new();
        if weight == Weight::Open {
            more.extend(finding.reasons.iter().map(|reason| format!("to settle: {}", reason.sentence())));
        }
        more.extend(finding.waiver.iter().map(|waiver| format!("waiver: {}", waiver.sentence())));
        more.extend(helps(finding).into_iter().map(|help| format!("help: {help}")));
        more.extend(finding.because.iter().map(|because| format!("because: {}", on_one_line(because))));
        let place = finding.places.first();
        Remark {
            weight,
            code: finding.rule.clone(),
            message: finding.message.clone(),
            more,
            file: place.map(|place| files.name(place.span.file).to_owned()),
            extent: place.map(|place| self.extent(files, place.span)),
            replacement: self.replacement(files, finding),
        }
    }

    /// What a message about the rules, or about what could not be checked, comes to.
    pub(crate) fn of_diagnostic(&mut self, files: &Files, diagnostic: &Diagnostic) -> Remark {
        let span = diagnostic.labels.iter().find(|label| label.primary).map(|label| label.span);
        let helps = diagnostic.helps.iter().map(|help| format!("help: {help}"));
        Remark {
            weight: Weight::Found(diagnostic.level),
            code: diagnostic.code.clone(),
            message: diagnostic.message.clone(),
            more: helps.chain(diagnostic.notes.iter().cloned()).collect(),
            file: span.map(|span| files.name(span.file).to_owned()),
            extent: span.map(|span| self.extent(files, span)),
            replacement: None,
        }
    }

    pub(crate) fn extent(&mut self, files: &Files, span: Span) -> Extent {
        let counted = self.places.counted(files, span.file);
        let (start, end) = (counted.floor(span.start as usize), counted.floor(span.end as usize));
        let end = end.max(start);
        let (first, last) = (counted.position(start), counted.position(end));
        Extent { start: first, end: last, bytes: (counted.byte_column(start), counted.byte_column(end)) }
    }

    /// The value that a rule offers, where it takes the place of one that is written, on one line.
    fn replacement(&mut self, files: &Files, finding: &Finding) -> Option<Replacement> {
        let offer = finding.offer.as_ref().filter(|_| finding.outcome == Outcome::Fails)?;
        let is_written = |place: &&Place| !place.missing && *place.path == *offer.path && place.span == offer.span;
        finding.places.iter().find(is_written)?;
        let written = files.slice(offer.span);
        if written.is_empty() || written.contains(['\n', '\r']) || offer.value.contains(['\n', '\r']) {
            return None;
        }
        let words = format!("set `{}` to `{}`", offer.path, offer.value);
        Some(Replacement { extent: self.extent(files, offer.span), text: offer.value.clone(), words })
    }
}

/// A text that others wrote over several lines, on one.
pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
