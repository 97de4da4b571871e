//! A message with the source that it is about, as people read it: the one place that knows codespan.

use codespan_reporting::diagnostic::{Diagnostic as Codespan, Label, Severity};
use codespan_reporting::term::{Config, emit_to_write_style};
use countersign_source::Files;

use crate::ink::{Ink, Paint};
use crate::places::Places;
use crate::view::{View, ViewLabel};
use crate::visible::visible;

/// The most labels that are shown of one message.
pub(crate) const LABELS: usize = 8;

/// What codespan needs beside the source text: numbers, borders, blanks.
const GUTTER: usize = 12;

/// A message, ready to be laid out.
#[derive(Debug)]
pub(crate) struct Message {
    /// The first word: `error`, `warning`, `note`, `open`.
    pub(crate) word: &'static str,
    pub(crate) paint: Paint,
    /// Behind the word in brackets; none where it is empty.
    pub(crate) code: String,
    pub(crate) sentence: String,
    /// The most important first.
    pub(crate) labels: Vec<ViewLabel>,
    /// A word in front, as in `help`, or none; and the note.
    pub(crate) notes: Vec<(&'static str, String)>,
}

impl Message {
    /// Writes it, and an empty line behind it.
    pub(crate) fn write(&self, ink: &mut Ink, files: &Files, places: &mut Places, width: usize) {
        self.header(ink);
        ink.end();
        let shown = self.labels.get(..LABELS).unwrap_or(&self.labels);
        let (view, placed) = View::new(files, places, shown, width.saturating_sub(GUTTER).max(24));
        let labels = placed
            .into_iter()
            .map(|label| {
                let make = if label.primary { Label::primary } else { Label::secondary };
                make(label.file, label.range).with_message(label.message)
            })
            .collect();
        let mut notes: Vec<String> = Vec::new();
        if self.labels.len() > LABELS {
            notes.push(format!("and {} more places", self.labels.len() - LABELS));
        }
        notes.extend(self.notes.iter().map(|(word, note)| note_lines(word, note, width.saturating_sub(6))));
        let message = Codespan::new(Severity::Error).with_labels(labels).with_notes(notes);
        let config = Config { tab_width: 4, start_context_lines: 6, end_context_lines: 6, ..Config::default() };
        if emit_to_write_style(ink.snippet(self.paint), &config, &view, &message).is_err() {
            // The view holds every line that it was asked for, so this is never reached; the sentence stands anyway.
            ink.end();
        }
    }

    /// Writes `error[code]: sentence`, without the line's end.
    pub(crate) fn header(&self, ink: &mut Ink) {
        if self.code.is_empty() {
            ink.painted(self.paint, self.word);
        } else {
            ink.painted(self.paint, &format!("{}[{}]", self.word, self.code));
        }
        ink.painted(Paint::Strong, &format!(": {}", self.sentence));
    }
}

/// A note of several lines, each no longer than `width`, those behind the first without indentation (codespan aligns).
fn note_lines(word: &str, note: &str, width: usize) -> String {
    let text = visible(note);
    let text = if word.is_empty() { text.into_owned() } else { format!("{word}: {text}") };
    wrap(&text, width).join("\n")
}

/// Breaks a text into lines at blanks; a word that is longer than a line stands on its own.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        } else if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += more;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_at_blanks_only() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensibilities at all", 5), ["incomprehensibilities", "at", "all"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
