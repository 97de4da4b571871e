//! `rules fmt`, for people: which files are laid out anew, what is different, and a total.

use countersign_house::Layout;
use similar::{Algorithm, ChangeTag, TextDiff};

use crate::ink::{Ink, Paint};
use crate::{Style, plural};

/// How many lines around a difference are shown.
const AROUND: usize = 3;

/// The files of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutTotals {
    /// Those that are laid out anew, or would be.
    pub changed: usize,
    /// Those that are as they should be.
    pub unchanged: usize,
    /// Those that cannot be laid out.
    pub broken: usize,
}

/// That a file was laid out anew; or would be, where nothing is written.
#[must_use]
pub fn rules_laid_out(style: Style, name: &str, written: bool) -> String {
    let mut ink = Ink::new(style.color);
    if written {
        ink.painted(Paint::Good, "✓ formatted").text(" ").text(name).end();
    } else {
        ink.painted(Paint::Bad, "✗ would format").text(" ").text(name).end();
    }
    ink.finish()
}

/// What is different, as a unified diff.
#[must_use]
pub fn rules_difference(style: Style, name: &str, layout: &Layout) -> String {
    let mut ink = Ink::new(style.color);
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(&layout.before, &layout.after);
    ink.painted(Paint::Strong, "--- ").painted(Paint::Strong, name).end();
    ink.painted(Paint::Strong, "+++ ").painted(Paint::Strong, name).text(" (formatted)").end();
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        ink.painted(Paint::Faint, &hunk.header().to_string()).end();
        for change in hunk.iter_changes() {
            let line = change.value();
            let line = line.strip_suffix('\n').unwrap_or(line);
            match change.tag() {
                ChangeTag::Equal => ink.text(" ").text(line).end(),
                ChangeTag::Delete => ink.painted(Paint::Bad, "-").painted(Paint::Bad, line).end(),
                ChangeTag::Insert => ink.painted(Paint::Good, "+").painted(Paint::Good, line).end(),
            };
            if change.missing_newline() {
                ink.painted(Paint::Faint, "\\ no line end at the end of the file").end();
            }
        }
    }
    ink.finish()
}

/// How many files were what.
#[must_use]
pub fn rules_layout_total(style: Style, totals: &LayoutTotals, written: bool) -> String {
    let LayoutTotals { changed, unchanged, broken } = *totals;
    let mut ink = Ink::new(style.color);
    ink.text(&plural(changed + unchanged + broken, "file")).text(": ");
    let mut parts = Vec::new();
    if changed > 0 {
        parts.push(if written { format!("{changed} formatted") } else { format!("{changed} would be formatted") });
    }
    if unchanged > 0 || changed + broken == 0 {
        parts.push(format!("{unchanged} already formatted"));
    }
    if broken > 0 {
        parts.push(format!("{broken} with mistakes, left as {}", if broken == 1 { "it is" } else { "they are" }));
    }
    ink.text(&parts.join(", ")).end();
    ink.finish()
}
