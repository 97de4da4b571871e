//! `check` as Markdown, for a comment on a change or the summary of a job: a table of documents, and beneath it what was
//! found in those that are not ready, each to be opened.

use countersign_house::{CheckedDocument, Totals, Verdict};
use countersign_source::{Diagnostic, Files, Level};

use crate::human::{title, verdict_words};
use crate::markdown::{cell_code, code, escaped, said};
use crate::remarks::{Remark, Remarks, Weight};
use crate::{CheckReport, plural};

/// The most findings of a run that are shown, and the most documents: a comment holds so many characters only.
const FINDINGS: usize = 200;
const DOCUMENTS: usize = 200;

/// Writes a page.
#[derive(Debug, Default)]
pub(crate) struct Markdown {
    remarks: Remarks,
    rows: Vec<String>,
    /// Documents beyond those that are shown.
    more: usize,
    sections: String,
    shown: usize,
    hidden: usize,
    errors: Vec<Remark>,
}

impl CheckReport for Markdown {
    fn document(&mut self, document: &CheckedDocument) -> String {
        let (word, _, found) = verdict_words(document);
        if self.rows.len() < DOCUMENTS {
            let name = cell_code(&title(document));
            self.rows.push(format!("| {name} | {} | {} |\n", said(word), said(&found)));
        } else {
            self.more += 1;
        }
        let remarks = self.remarks.of_document(document);
        let told: Vec<&Remark> = remarks.iter().filter(|remark| remark.weight != Weight::Waived).collect();
        if told.is_empty() {
            return String::new();
        }
        let left = FINDINGS.saturating_sub(self.shown);
        if left == 0 {
            self.hidden += told.len();
            return String::new();
        }
        let open = if document.verdict == Verdict::NotReady { " open" } else { "" };
        self.sections.push_str(&format!(
            "<details{open}><summary>{}: {}</summary>\n\n",
            html(&title(document)),
            html(if found.is_empty() { word } else { &found })
        ));
        for remark in told.iter().take(left) {
            self.sections.push_str(&item(remark));
        }
        self.sections.push_str("\n</details>\n\n");
        self.shown += told.len().min(left);
        self.hidden += told.len().saturating_sub(left);
        String::new()
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        self.errors.extend(errors.iter().map(|error| self.remarks.of_diagnostic(files, error)));
    }

    fn end(&mut self, totals: &Totals) -> String {
        let mut out = format!("## {}\n\n", headline(totals));
        if !self.rows.is_empty() {
            out.push_str("| handoff | verdict | found |\n| --- | --- | --- |\n");
            out.extend(self.rows.drain(..));
            out.push('\n');
        }
        if self.more > 0 {
            out.push_str(&format!("And {}.\n\n", plural(self.more, "more document")));
        }
        if !self.errors.is_empty() {
            out.push_str("### Could not be checked, or is to be said about the rules\n\n");
            for error in self.errors.drain(..) {
                out.push_str(&item(&error));
            }
            out.push('\n');
        }
        out.push_str(&std::mem::take(&mut self.sections));
        if self.hidden > 0 {
            out.push_str(&format!("{} not shown here.\n\n", plural(self.hidden, "more finding")));
        }
        out.push_str("Checked by countersign, which carries nothing out.\n");
        out
    }
}

fn headline(totals: &Totals) -> String {
    if totals.nothing_checked().is_some() {
        return "✗ Nothing was checked".to_owned();
    }
    let mut parts = Vec::new();
    for (count, word) in [
        (totals.not_ready, "not ready"),
        (totals.open, "open"),
        (totals.ready, "ready"),
        (totals.not_checked, "not checked"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    if totals.errors > 0 {
        parts.push(plural(totals.errors, "error"));
    }
    let symbol = if totals.not_ready + totals.errors + totals.not_checked > 0 {
        "✗"
    } else if totals.open > 0 {
        "?"
    } else {
        "✓"
    };
    format!("{symbol} {}: {}", capital(&plural(totals.documents, "handoff")), parts.join(", "))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn item(remark: &Remark) -> String {
    let word = match remark.weight {
        Weight::Found(Level::Error) => "**error**",
        Weight::Found(Level::Warning) => "warning",
        Weight::Found(Level::Note) => "note",
        Weight::Open => "open",
        Weight::Waived => "waived",
    };
    let at = match (&remark.file, remark.extent) {
        (Some(file), Some(extent)) => {
            format!(" {}", code(&format!("{file}:{}:{}", extent.start.line, extent.start.column)))
        }
        (Some(file), None) => format!(" {}", code(file)),
        _ => String::new(),
    };
    let mut out = format!("- {word} {}{at}: {}\n", code(&remark.code), said(&remark.message));
    for line in &remark.more {
        out.push_str(&format!("  - {}\n", said(line)));
    }
    out
}

/// A text between tags, where Markdown has no say.
fn html(text: &str) -> String {
    let shown = crate::visible::visible(text);
    let shown = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // Markdown goes on inside of the line.
    escaped(&shown).replace("\\&", "&").replace("\\`", "&#96;")
}
