//! JSON: the mirrors that every output shares, and the writer that escapes what a terminal would obey.
//!
//! Byte offsets count from 0 in the file's UTF-8 text, `end` is exclusive; lines and columns count from 1, columns in
//! Unicode scalar values.

pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod decide;
mod decisions;
pub(crate) mod diff;
pub(crate) mod examples;
pub(crate) mod explain;
pub(crate) mod lint;
pub(crate) mod listing;
pub(crate) mod mutation;
pub(crate) mod page;
pub(crate) mod rules;
pub(crate) mod stream;

use std::io;

use countersign_house::{Lack, Named, Place, Reason};
use countersign_source::{Diagnostic, FileId, Files, Span};
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::places::Places;
use crate::visible::is_hidden;

/// The version of all JSON outputs; it goes up when a field goes away or changes its meaning.
pub(crate) const VERSION: u32 = 1;

/// A place in a file.
#[derive(Debug, Serialize)]
pub(crate) struct JsonPlace {
    file: String,
    /// The path in the document; `null` in rule files and where there is no document.
    path: Option<String>,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
}

/// Something that nobody wrote or knows.
#[derive(Debug, Serialize)]
pub(crate) struct JsonReason {
    lack: &'static str,
    /// The analyst's words, for what is not known.
    why: Option<String>,
    message: String,
    place: JsonPlace,
}

/// A name and its title.
#[derive(Debug, Serialize)]
pub(crate) struct JsonNamed {
    name: String,
    title: String,
}

/// A message about rules or input.
#[derive(Debug, Serialize)]
pub(crate) struct JsonMessage {
    code: String,
    level: &'static str,
    message: String,
    help: Option<String>,
    notes: Vec<String>,
    places: Vec<JsonLabel>,
}

/// A place of a [`JsonMessage`].
#[derive(Debug, Serialize)]
pub(crate) struct JsonLabel {
    message: String,
    primary: bool,
    #[serde(flatten)]
    place: JsonPlace,
}

/// Makes the mirrors: looks up names, lines and columns.
#[derive(Debug, Default)]
pub(crate) struct Mirror {
    places: Places,
}

impl Mirror {
    pub(crate) fn span(&mut self, files: &Files, span: Span, path: Option<&str>) -> JsonPlace {
        let at = self.places.position(files, span);
        JsonPlace {
            file: file_name(files, span.file),
            path: path.map(str::to_owned),
            start: span.start,
            end: span.end,
            line: at.line,
            column: at.column,
        }
    }

    pub(crate) fn place(&mut self, files: &Files, place: &Place) -> JsonPlace {
        self.span(files, place.span, Some(&place.path))
    }

    pub(crate) fn reasons(&mut self, files: &Files, reasons: &[Reason]) -> Vec<JsonReason> {
        reasons
            .iter()
            .map(|reason| JsonReason {
                lack: match reason.lack {
                    Lack::Missing | Lack::NoRevision => "missing",
                    Lack::Empty => "empty",
                    Lack::NoneFits => "none-fits",
                    Lack::Unknown(_) => "unknown",
                    Lack::Unfit => "unfit",
                    Lack::Uncomputable => "uncomputable",
                },
                why: match &reason.lack {
                    Lack::Unknown(why) => why.as_ref().map(ToString::to_string),
                    _ => None,
                },
                message: reason.sentence(),
                place: self.place(files, &reason.place),
            })
            .collect()
    }

    pub(crate) fn message(&mut self, files: &Files, diagnostic: &Diagnostic) -> JsonMessage {
        JsonMessage {
            code: diagnostic.code.clone(),
            level: diagnostic.level.word(),
            message: diagnostic.message.clone(),
            help: joined(&diagnostic.helps),
            notes: diagnostic.notes.clone(),
            places: diagnostic
                .labels
                .iter()
                .map(|label| JsonLabel {
                    message: label.message.clone(),
                    primary: label.primary,
                    place: self.span(files, label.span, None),
                })
                .collect(),
        }
    }
}

pub(crate) fn named(named: &Named) -> JsonNamed {
    JsonNamed { name: named.name.to_string(), title: named.title.to_string() }
}

/// Several lines as one text; `null` for none.
pub(crate) fn joined(lines: &[String]) -> Option<String> {
    if lines.is_empty() { None } else { Some(lines.join("\n")) }
}

fn file_name(files: &Files, file: FileId) -> String {
    files.name(file).to_owned()
}

/// The JSON of a value, on one line.
pub(crate) fn line(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut out, Escaped);
    // Mirrors are structs of texts and numbers, written into memory: there is nothing in them that could fail.
    if value.serialize(&mut writer).is_err() {
        out = b"null".to_vec();
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The JSON of a value, on lines of their own.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut out, EscapedLines(PrettyFormatter::new()));
    if value.serialize(&mut writer).is_err() {
        out = b"null".to_vec();
    }
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

/// Escapes what serde_json leaves alone and a terminal would obey or hide: C1 controls, format characters and their
/// like.
struct Escaped;

impl Formatter for Escaped {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        escaped(writer, fragment)
    }
}

/// The same, on lines.
struct EscapedLines(PrettyFormatter<'static>);

impl Formatter for EscapedLines {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        escaped(writer, fragment)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

fn escaped<W: ?Sized + io::Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    let mut rest = fragment;
    while let Some((at, char)) = rest.char_indices().find(|(_, char)| is_hidden(*char)) {
        let (before, behind) = rest.split_at(at);
        writer.write_all(before.as_bytes())?;
        let mut units = [0; 2];
        for unit in char.encode_utf16(&mut units) {
            write!(writer, "\\u{unit:04x}")?;
        }
        rest = behind.get(char.len_utf8()..).unwrap_or("");
    }
    writer.write_all(rest.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_reads_back() {
        let text = "é \u{1b}[2J \u{7f}\u{9b}\u{202e}\u{feff}\u{e0041} \"quoted\"\n";
        let json = line(&text);
        assert_eq!(json, r#""é \u001b[2J \u007f\u009b\u202e\ufeff\udb40\udc41 \"quoted\"\n""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
