//! What documents hold, written so that it means nothing in the format that it is written in: by the format, for every
//! value, and never left to the author of a view.

use std::fmt::Write as _;

use countersign_house::ViewFormat;

use crate::json::line;
use crate::visible::visible;

/// A text on one line of a format, as it reads.
pub(crate) fn escaped(format: ViewFormat, text: &str) -> String {
    match format {
        ViewFormat::Markdown => markdown(text),
        ViewFormat::Text => one_line(text),
        ViewFormat::Html => html(text),
        ViewFormat::Json | ViewFormat::Drawing => line(&text),
        ViewFormat::Csv => csv(text),
    }
}

/// A text of several lines, each marked as a quotation of somebody else's words.
pub(crate) fn quoted(format: ViewFormat, text: &str) -> String {
    let lines = text.trim_end().lines();
    match format {
        ViewFormat::Markdown => lines.map(|line| format!("> {}", markdown(line))).collect::<Vec<_>>().join("\n"),
        ViewFormat::Text => lines.map(|line| format!("  | {}", one_line(line))).collect::<Vec<_>>().join("\n"),
        ViewFormat::Html => lines.map(html).collect::<Vec<_>>().join("<br>\n"),
        ViewFormat::Json | ViewFormat::Drawing | ViewFormat::Csv => escaped(format, text),
    }
}

/// A text on lines of at most so many characters, where its words allow it; the first line begins with `first` blanks, all
/// further ones with `indent`.
pub(crate) fn wrapped(text: &str, width: usize, first: usize, indent: usize) -> String {
    let (first, indent) = (first.min(width), indent.min(width));
    let text = one_line(text);
    let mut out = " ".repeat(first);
    let (mut column, mut begun) = (first, false);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if begun && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if begun {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
        begun = true;
    }
    out
}

/// Everything visible, on one line.
pub(crate) fn one_line(text: &str) -> String {
    let lines = text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty());
    lines.map(visible).collect::<Vec<_>>().join(" ")
}

/// A text as it stands in a sentence, a heading, a list or a cell. A mark is escaped where it could mean something, and
/// nowhere else, since what is pasted into a ticket is often read as it stands.
fn markdown(text: &str) -> String {
    let shown = one_line(text);
    let chars: Vec<char> = shown.chars().collect();
    let mut out = String::with_capacity(shown.len() + 8);
    let mut at_start = true;
    for (at, char) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let next = chars.get(at + 1).copied();
        let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let escape = match char {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '@' | '$' | '^' => true,
            // Between letters it is one; `__` is two.
            '_' => !(is_word(before) && is_word(next)),
            '&' => next.is_some_and(|next| next == '#' || next.is_alphanumeric()),
            '#' => at_start || next.is_some_and(|next| next.is_alphanumeric()),
            '>' => at_start,
            // What is made a link of where nobody asked for it.
            ':' => next == Some('/') || names_a_scheme(&chars, at),
            '.' if matches!(before, Some('w' | 'W')) => true,
            // What begins a list, a rule or a heading.
            '+' | '-' | '=' => at == 0,
            '.' | ')' => at_start,
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(char);
        at_start &= char.is_ascii_digit();
    }
    out
}

/// Do the letters before this place name a scheme that links are made of without slashes?
fn names_a_scheme(chars: &[char], at: usize) -> bool {
    ["mailto", "xmpp"].iter().any(|scheme| {
        let start = at.checked_sub(scheme.len());
        start
            .and_then(|start| chars.get(start..at))
            .is_some_and(|word| word.iter().map(char::to_ascii_lowercase).eq(scheme.chars()))
    })
}

fn html(text: &str) -> String {
    let shown = one_line(text);
    let mut out = String::with_capacity(shown.len() + 8);
    for char in shown.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' | '`' | '=' => {
                let _ = write!(out, "&#{};", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out
}

/// A cell: in quotation marks, and with an apostrophe before what a table would calculate.
fn csv(text: &str) -> String {
    let shown = one_line(text);
    let is_formula = shown.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'])
        && shown.parse::<f64>().is_err();
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, shown.replace('"', "\"\""))
}
