//! A tree as YAML again, line by line, so that a document can be shown as it stands after it was changed.

use std::fmt::Write as _;

use crate::{Content, NodeId, Scalar, Style, Tree};

/// How far one level stands in.
const INDENT: usize = 2;

/// One line of a printed tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedLine {
    /// The line, with its indentation, without its end.
    pub text: String,
    /// The values that begin on it, or go on, the outermost first: an item of a list and the first entry of its map
    /// share a line.
    pub nodes: Vec<NodeId>,
    /// How many blanks it begins with.
    pub indent: usize,
}

impl Tree {
    /// The whole tree as lines of YAML. Reading them gives a tree with the same values; comments are left out, and what
    /// came in through aliases and merge keys is written out.
    #[must_use]
    pub fn print(&self) -> Vec<PrintedLine> {
        self.print_from(self.root())
    }

    /// What stands below a value, likewise.
    #[must_use]
    pub fn print_from(&self, top: NodeId) -> Vec<PrintedLine> {
        let mut printer = Printer { tree: self, lines: Vec::new(), sharing: Vec::new() };
        printer.value(top, 0, String::new());
        printer.lines
    }
}

struct Printer<'t> {
    tree: &'t Tree,
    lines: Vec<PrintedLine>,
    /// Items whose first line is still to come.
    sharing: Vec<NodeId>,
}

impl Printer<'_> {
    /// Prints a value behind what stands before it on its first line: nothing, `key: `, or `- `.
    fn value(&mut self, id: NodeId, indent: usize, before: String) {
        let children = self.tree.children(id).to_vec();
        match &self.tree.node(id).content {
            Content::Null => self.line(id, indent, before.trim_end().to_owned()),
            Content::Unknown(None) => self.line(id, indent, format!("{before}!unknown")),
            Content::Unknown(Some(why)) => self.line(id, indent, format!("{before}!unknown {}", word(&why.text))),
            Content::Scalar(scalar) if is_block(scalar) => self.block(id, indent, &before, &scalar.text),
            // What stands plain in Markdown is not always plain in YAML.
            Content::Scalar(scalar) if self.tree.origins.contains_key(&id) && !is_plain(&scalar.text) => {
                self.line(id, indent, format!("{before}{}", quoted(&scalar.text)));
            }
            Content::Scalar(scalar) => self.line(id, indent, format!("{before}{}", written(scalar))),
            Content::List(_) if children.is_empty() => self.line(id, indent, format!("{before}[]")),
            Content::Map(_) if children.is_empty() => self.line(id, indent, format!("{before}{{}}")),
            content => {
                let is_map = matches!(content, Content::Map(_));
                let is_item = before.ends_with("- ");
                let below = if before.is_empty() { indent } else { indent + INDENT };
                let mut first = None;
                if is_item {
                    self.sharing.push(id);
                    first = Some(before);
                } else if !before.is_empty() {
                    self.line(id, indent, before.trim_end().to_owned());
                }
                for child in children {
                    let start = first.take().unwrap_or_else(|| " ".repeat(below));
                    let before = match self.tree.key(child) {
                        Some(key) if is_map => format!("{start}{}: ", word(key)),
                        _ => format!("{start}- "),
                    };
                    self.value(child, below, before);
                }
            }
        }
    }

    fn block(&mut self, id: NodeId, indent: usize, before: &str, text: &str) {
        let keep = if text.ends_with("\n\n") {
            "+"
        } else if text.ends_with('\n') {
            ""
        } else {
            "-"
        };
        self.line(id, indent, format!("{before}|{keep}"));
        let blank = " ".repeat(indent + INDENT);
        for line in text.split_terminator('\n') {
            self.line(id, indent, if line.is_empty() { String::new() } else { format!("{blank}{line}") });
        }
    }

    fn line(&mut self, id: NodeId, indent: usize, text: String) {
        let mut nodes = std::mem::take(&mut self.sharing);
        nodes.push(id);
        self.lines.push(PrintedLine { text, nodes, indent });
    }
}

/// Is it a text of several lines that can stand as it is?
fn is_block(scalar: &Scalar) -> bool {
    let text = &scalar.text;
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && text.chars().all(|char| char == '\n' || !char.is_control())
        && scalar.style != Style::JsonWord
}

fn written(scalar: &Scalar) -> String {
    match scalar.style {
        Style::JsonWord => scalar.text.to_string(),
        Style::Plain if !scalar.text.contains('\n') => scalar.text.to_string(),
        _ => word(&scalar.text),
    }
}

/// Does YAML read a text without quotes as it stands?
fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && !text.ends_with(':')
        && [": ", " #"].iter().all(|mark| !text.contains(mark))
        && !text.chars().any(char::is_control)
}

/// A text as it is where it reads as a text without quotes, else in quotes.
fn word(text: &str) -> String {
    let plain = text.starts_with(|char: char| char.is_alphabetic())
        && text.chars().all(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_' | '.' | '/' | '@' | '+'))
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n", "unknown"]
            .iter()
            .any(|taken| text.eq_ignore_ascii_case(taken));
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if char.is_control() => {
                // Writing into a text cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}
