//! `check` for people and editors who want a line a finding: `file:line:column: error[rule]: message`.

use countersign_house::{CheckedDocument, Totals};

use crate::human::{title, verdict_words, work};
use crate::ink::{Ink, Paint};
use crate::messages::{of_finding, waiver_note};
use crate::places::Places;
use crate::{CheckReport, Style};

/// Writes a line a finding, and a line a document.
#[derive(Debug)]
pub(crate) struct Concise {
    style: Style,
    places: Places,
}

impl Concise {
    pub(crate) fn new(style: Style) -> Self {
        Self { style, places: Places::default() }
    }
}

impl CheckReport for Concise {
    fn document(&mut self, document: &CheckedDocument) -> String {
        let mut ink = Ink::new(self.style.color);
        for finding in &document.findings {
            if let Some(place) = finding.places.first() {
                let at = self.places.position(&document.files, place.span);
                let name = document.files.name(place.span.file);
                ink.text(&format!("{name}:{}:{}: ", at.line, at.column));
            }
            of_finding(finding, false).header(&mut ink);
            if let Some(waiver) = &finding.waiver {
                ink.text(&format!(" ({})", waiver_note(waiver)));
            }
            ink.end();
        }
        let (word, paint, found) = verdict_words(document);
        ink.painted(Paint::Strong, &title(document)).text(": ").painted(paint, word);
        if !found.is_empty() {
            ink.text(": ").text(&found);
        }
        if !self.style.quiet {
            ink.text(" (").text(&work(document)).text(")");
        }
        ink.end();
        ink.finish()
    }

    fn end(&mut self, _: &Totals) -> String {
        String::new()
    }
}
