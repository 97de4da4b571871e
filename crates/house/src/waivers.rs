//! What became of the waivers over a whole run: one that has ended is to be removed or renewed, and so is one that
//! nothing needed.

use std::collections::BTreeMap;

use countersign_source::{Diagnostic, Level, Span};

use crate::{Checked, Date, House, WaiverUse};

/// Gathers, document by document, what became of each waiver.
#[derive(Clone, Debug, Default)]
pub struct Waivers {
    seen: BTreeMap<Span, Seen>,
    /// Could a document not be judged? Nobody knows then what would have been waived in it.
    not_judged: bool,
}

/// What became of one waiver so far.
#[derive(Clone, Debug)]
struct Seen {
    rule: String,
    until: Date,
    until_span: Span,
    documents: usize,
    waived: usize,
    expired: usize,
    /// In how many documents it had ended.
    past: usize,
}

impl Waivers {
    /// Adds what came out next.
    pub fn add(&mut self, checked: &Checked) {
        let Checked::Document(document) = checked else {
            self.not_judged = true;
            return;
        };
        for used in &document.waivers {
            let WaiverUse { rule, until, until_span, .. } = used;
            let seen = self.seen.entry(used.span).or_insert_with(|| Seen {
                rule: rule.clone(),
                until: *until,
                until_span: *until_span,
                documents: 0,
                waived: 0,
                expired: 0,
                past: 0,
            });
            seen.documents += 1;
            seen.waived += used.waived;
            seen.expired += used.expired;
            seen.past += usize::from(used.past);
        }
    }

    /// A warning for each waiver of the packs that has ended, or that waived nothing in all the documents that it could
    /// have been about; the places are those of the house's files.
    #[must_use]
    pub fn warnings(&self, house: &House) -> Vec<Diagnostic> {
        let known = |span: &Span| house.program.waivers.iter().any(|waiver| waiver.span == *span);
        self.seen
            .iter()
            .filter(|(span, _)| known(span))
            .filter_map(|(span, seen)| seen.warning(*span, self.not_judged))
            .collect()
    }
}

impl Seen {
    fn warning(&self, span: Span, not_judged: bool) -> Option<Diagnostic> {
        let Self { rule, until, .. } = self;
        if self.expired > 0 || self.past == self.documents {
            let mut warning = Diagnostic::new(
                Level::Warning,
                "waiver/expired",
                format!("the waiver of `{rule}` has ended: its last day was {until}"),
            )
            .at(self.until_span, "this day has passed")
            .help("remove it, or have it approved anew with a later day");
            if self.expired > 0 {
                let (count, s) = (self.expired, if self.expired == 1 { "" } else { "s" });
                warning = warning.note(format!("it would have covered {count} failure{s} in this run"));
            }
            return Some(warning);
        }
        // One document says little about what the next one needs.
        if self.waived > 0 || self.documents < 2 || not_judged {
            return None;
        }
        let documents =
            if self.documents == 1 { "the one document".to_owned() } else { format!("{} documents", self.documents) };
        Some(
            Diagnostic::new(Level::Warning, "waiver/unused", format!("the waiver of `{rule}` waived nothing"))
                .at(span, format!("nothing that it covers failed in {documents} that it was held against"))
                .help(format!(
                    "keep it where what it was made for can still come until {until}; where it cannot, take it out"
                )),
        )
    }
}
