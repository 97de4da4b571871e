//! Ways to write a change into the text of a page. None of them is sure to read as meant: that is for the reader to say.

use std::ops::Range;
use std::sync::Arc;

use countersign_document::{Content, NodeId};

use super::forms::{Form, Text, mark};
use super::{Deed, OnPage};
use crate::search::Written;

/// A page after a change, as it may be written.
pub(super) struct Candidate {
    pub(super) text: String,
    pub(super) how: OnPage,
}

/// Writes into a page.
pub(super) struct Writer<'p> {
    pub(super) text: Text<'p>,
    /// Are signs that mean something in Markdown to be written so that they mean nothing?
    pub(super) escaped: bool,
    /// The map that holds the fields of the document.
    pub(super) root: Option<NodeId>,
}

impl Writer<'_> {
    fn splice(&self, range: Range<usize>, by: &str) -> String {
        let text = self.text.text;
        format!("{}{by}{}", text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default())
    }

    fn candidate(&self, range: Range<usize>, by: &str, deed: Deed, place: String, lines: Vec<String>) -> Candidate {
        Candidate { text: self.splice(range, by), how: OnPage { deed, place, lines } }
    }

    /// The whole lines that a range touches, with their breaks.
    fn whole_lines(&self, range: Range<usize>) -> Range<usize> {
        let end = self.text.line_end(range.end);
        self.text.line_start(range.start)..(end + 1).min(self.text.text.len())
    }

    /// Takes a value away.
    pub(super) fn without(&self, node: NodeId) -> Vec<Candidate> {
        let text = self.text;
        let (Some(form), Some(place)) = (text.form(node), text.noun(node)) else { return Vec::new() };
        let value = text.place(node);
        let whole = text.key(node).map_or(value.clone(), |key| key.start..value.end.max(key.end));
        let gone = |range: Range<usize>, place: String| self.candidate(range, "", Deed::Remove, place, Vec::new());
        let list = text.tree.node(node).parent.filter(|_| text.key(node).is_none());
        if list.is_some_and(|list| text.tree.children(list).len() == 1) && form != Form::Front {
            // A list that is left empty has to say so.
            let say = |range: Range<usize>, none: &str| {
                vec![self.candidate(range, none, Deed::Remove, place.clone(), vec![none.trim().to_owned()])]
            };
            return match form {
                Form::Part => say(value, "[]"),
                Form::Bullet => say(self.whole_lines(whole), "None\n"),
                _ => Vec::new(),
            };
        }
        match form {
            Form::Heading(level) => {
                let start = text.line_start(whole.start);
                let heading = text.heading(node).unwrap_or_default();
                vec![gone(start..text.section_end(start, level), format!("{heading} and what stands under it"))]
            }
            Form::Cell => vec![self.candidate(value, "", Deed::Empty, place, Vec::new())],
            Form::Part => {
                let behind = text.slice(value.end..text.line_end(value.end));
                let comma = behind.len() - behind.trim_start_matches([' ', ',']).len();
                let before = text.slice(text.line_start(value.start)..value.start);
                let ahead = before.len() - before.trim_end_matches([' ', ',']).len();
                vec![gone(value.start - ahead..value.end, place.clone()), gone(value.start..value.end + comma, place)]
            }
            Form::Line | Form::Front | Form::Pair | Form::Bullet | Form::Row => {
                let lines = self.whole_lines(whole.clone());
                // Of an item whose first line it is, the mark stays.
                let start = text.line_start(whole.start);
                let head = text.slice(start..whole.start);
                let indent = head.len() - head.trim_start().len();
                let marked = mark(head.trim_start()).map_or(0, str::len);
                let next = text.slice(lines.end..text.line_end(lines.end.min(text.text.len())));
                let to = lines.end + (next.len() - next.trim_start().len());
                vec![gone(lines, place.clone()), gone(start + indent + marked..to, place)]
            }
        }
    }

    /// Writes a value in the place of another.
    pub(super) fn instead(&self, node: NodeId, value: &Written) -> Vec<Candidate> {
        let text = self.text;
        let (Some(form), Some(place)) = (text.form(node), text.noun(node)) else { return Vec::new() };
        let now = text.place(node);
        let filled = !matches!(text.tree.node(node).content, Content::Null) || !now.is_empty();
        let deed = if filled { Deed::Change } else { Deed::Fill };
        if form == Form::Front {
            return vec![self.candidate(now, &value.inline(), deed, place, Vec::new())];
        }
        let mut found = Vec::new();
        if let Some(written) = self.inline(value) {
            if filled {
                found.push(self.candidate(now, &written, deed.clone(), place.clone(), Vec::new()));
            } else if form == Form::Line {
                let end = text.line_end(now.end);
                let rest = text.slice(now.end..end);
                let gap = if rest.ends_with(' ') { "" } else { " " };
                found.push(self.candidate(
                    end..end,
                    &format!("{gap}{written}"),
                    deed.clone(),
                    place.clone(),
                    Vec::new(),
                ));
            }
        }
        if let Form::Heading(level) = form
            && let Some(key) = text.key(node)
            && let Some(body) = self.body(value, level)
        {
            let from = text.line_end(key.start);
            let to = text.section_end(text.line_start(key.start), level);
            let lines = if body.len() > 1 || matches!(value, Written::Map(_)) { body.clone() } else { Vec::new() };
            found.push(self.candidate(from..to, &format!("\n\n{}\n\n", body.join("\n")), deed, place, lines));
        }
        found
    }

    /// Writes a field that is not there.
    pub(super) fn field(&self, map: NodeId, name: &Arc<str>, value: &Written) -> Vec<Candidate> {
        let text = self.text;
        let children: Vec<NodeId> =
            text.tree.children(map).iter().copied().filter(|child| self.is_here(*child)).collect();
        let at_top = self.root == Some(map) && text.key(map).is_none();
        let mut found = Vec::new();
        let front = text.front_end();
        let in_front = (at_top || text.form(map) == Some(Form::Front))
            .then(|| self.field_in_front(map, name, value, &children, at_top, front))
            .flatten();
        // Texts, and all that has parts, are better read below headings where there are some.
        let has_headings = children.iter().any(|child| matches!(text.form(*child), Some(Form::Heading(_))));
        let (ahead, behind_all) =
            if has_headings && !matches!(value, Written::Word(_)) { (None, in_front) } else { (in_front, None) };
        found.extend(ahead);
        if text.form(map) == Some(Form::Row) {
            found.extend(self.cell(map, name, value));
        }
        let of_form = |form: Form| children.iter().rev().find(move |child| text.form(**child) == Some(form)).copied();
        let around = if at_top { None } else { text.noun(map) };
        let under = || match (text.form(map), at_top) {
            (_, true) => "at the top of the page".to_owned(),
            (Some(Form::Heading(_)), _) => format!("under {}", text.heading(map).unwrap_or_default()),
            _ => format!("to {}", around.clone().unwrap_or_default()),
        };
        if let Some(written) = self.inline(value) {
            if let Some(last) = of_form(Form::Line) {
                found.extend(self.line_behind(last, map, name, &written, under()));
            }
            if let Some(last) = of_form(Form::Pair) {
                let end = text.line_end(text.place(last).end);
                let line = format!("| {} | {written} |", label(name));
                found.push(self.candidate(end..end, &format!("\n{line}"), Deed::Add, under(), vec![line]));
            }
        }
        let level = match text.form(map) {
            Some(Form::Heading(level)) => Some(level),
            _ if at_top => Some(
                children
                    .iter()
                    .find_map(|child| match text.form(*child) {
                        Some(Form::Heading(level)) if level > 1 => Some(level - 1),
                        _ => None,
                    })
                    .unwrap_or(1),
            ),
            _ => None,
        };
        if let Some(level) = level {
            let heading = text.key(map).or_else(|| text.form(map).map(|_| text.place(map)));
            let (start, end) = match heading.clone().filter(|_| !at_top) {
                Some(key) => {
                    let start = text.line_start(key.start);
                    (text.line_end(key.start), text.section_end(start, level))
                }
                None => (text.text.len(), text.text.len()),
            };
            let headed = children
                .iter()
                .any(|child| text.key(*child) != heading && matches!(text.form(*child), Some(Form::Heading(_))));
            if let Some(written) = self.inline(value).filter(|_| !at_top && !headed) {
                let line = format!("{}: {written}", label(name));
                found.push(self.candidate(start..start, &format!("\n\n{line}"), Deed::Add, under(), vec![line]));
            }
            if let Some(body) = self.body(value, level + 1) {
                let head = format!("{} {}", "#".repeat((level + 1).min(6)), label(name));
                let lines: Vec<String> = [head, String::new()].into_iter().chain(body).collect();
                let before = text.text.get(..end).unwrap_or_default();
                let gap = if before.ends_with("\n\n") {
                    ""
                } else if before.ends_with('\n') {
                    "\n"
                } else {
                    "\n\n"
                };
                let behind = if end < text.text.len() { "\n\n" } else { "\n" };
                let place = if at_top { "at the end of the page".to_owned() } else { under() };
                found.push(self.candidate(
                    end..end,
                    &format!("{gap}{}{behind}", lines.join("\n")),
                    Deed::Add,
                    place,
                    lines,
                ));
            }
        }
        found.extend(behind_all);
        found
    }

    /// Does it stand on this page, and not in what an alias or another file brought in?
    fn is_here(&self, node: NodeId) -> bool {
        self.text.tree.span(node).file == self.text.tree.file()
    }

    /// A field in the front matter: behind the last that stands there.
    fn field_in_front(
        &self,
        map: NodeId,
        name: &Arc<str>,
        value: &Written,
        children: &[NodeId],
        at_top: bool,
        front: usize,
    ) -> Option<Candidate> {
        let text = self.text;
        let has_parts = match value {
            Written::Map(_) => true,
            Written::List(items) => items.iter().any(|item| matches!(item, Written::Map(_))),
            _ => false,
        };
        if front == 0 || at_top && has_parts {
            return None;
        }
        let last = children.iter().rev().find(|child| text.form(**child) == Some(Form::Front))?;
        let key = text.key(*last)?;
        let indent = text.slice(text.line_start(key.start)..key.start);
        let end = text.line_end(text.place(*last).end.max(key.end));
        let line = format!("{name}: {}", value.inline());
        let place = if at_top { "in the front matter".to_owned() } else { format!("under {}", text.noun(map)?) };
        Some(self.candidate(end..end, &format!("\n{indent}{line}"), Deed::Add, place, vec![line]))
    }

    /// A line behind another, written as that one is.
    fn line_behind(&self, last: NodeId, map: NodeId, name: &str, written: &str, under: String) -> Option<Candidate> {
        let text = self.text;
        let key = text.key(last)?;
        let start = text.line_start(key.start);
        let head = text.slice(start..key.start);
        let indent = head.len() - head.trim_start().len();
        let marked = mark(head.trim_start()).map_or(0, str::len);
        let is_item = text.tree.node(map).key.is_none() && self.root != Some(map);
        let emphasis = head.get(indent + marked..).unwrap_or_default();
        let head = if is_item { format!("{}{emphasis}", " ".repeat(indent + marked)) } else { head.to_owned() };
        let value = text.place(last);
        let same_line = text.line_start(value.start) == start && !value.is_empty();
        let between = if same_line { text.slice(key.end..value.start) } else { ":" };
        // Quotation marks and backticks that belong to the value of that line.
        let between = between.trim_end_matches(['"', '`']);
        let gap = if between.ends_with(' ') { "" } else { " " };
        let own = text.slice(key);
        let named = if own.starts_with(char::is_lowercase) { name.to_owned() } else { label(name) };
        let line = format!("{head}{named}{between}{gap}{written}");
        let end = text.line_end(value.end.max(text.line_end(start)));
        Some(self.candidate(end..end, &format!("\n{line}"), Deed::Add, under, vec![line.trim_start().to_owned()]))
    }

    /// A cell of a row that is empty, or of a column that is added.
    fn cell(&self, row: NodeId, name: &str, value: &Written) -> Option<Candidate> {
        let text = self.text;
        let written = self.inline(value)?;
        let row_start = text.line_start(text.place(row).start);
        let mut above: Vec<Range<usize>> = text.lines(0..row_start).collect();
        let is_rule = |line: &str| {
            line.contains('-') && line.chars().all(|char| matches!(char, '|' | '-' | ':' | ' ' | '\t' | '\r'))
        };
        let rule = loop {
            let line = above.pop()?;
            if !text.slice(line.clone()).contains('|') {
                return None;
            }
            if is_rule(text.slice(line.clone())) {
                break line;
            }
        };
        let head = above.pop()?;
        let wanted = label(name).to_lowercase();
        let same = |cell: &str| {
            let bare = cell.trim().trim_matches(['*', '_', '`']).replace(['_', '-'], " ").to_lowercase();
            bare.split_whitespace().collect::<Vec<_>>().join(" ") == wanted
        };
        let column = cells(text.slice(head.clone()))
            .iter()
            .position(|cell| same(text.slice(head.start + cell.start..head.start + cell.end)));
        let item = text.noun(row)?;
        if let Some(column) = column {
            let line = row_start..text.line_end(row_start);
            let cell = cells(text.slice(line.clone())).get(column)?.clone();
            let place = format!("the column `{}` of {item}", label(name));
            let range = line.start + cell.start..line.start + cell.end;
            return Some(self.candidate(range, &format!(" {written} "), Deed::Fill, place, Vec::new()));
        }
        // From below to above, so that what stands above keeps its place.
        let mut whole = text.text.to_owned();
        let mut lines = Vec::new();
        for (line, cell) in
            [(row_start..text.line_end(row_start), written.as_str()), (rule, "---"), (head, &label(name))]
        {
            let kept = text.slice(line.clone()).trim_end();
            let kept = kept.strip_suffix('|').unwrap_or(kept).trim_end();
            let wider = format!("{kept} | {cell} |");
            whole.replace_range(line, &wider);
            lines.push(wider);
        }
        lines.reverse();
        Some(Candidate { text: whole, how: OnPage { deed: Deed::Column(label(name)), place: item, lines } })
    }

    /// Adds an item behind the last of a list.
    pub(super) fn item(&self, list: NodeId, value: &Written) -> Vec<Candidate> {
        let text = self.text;
        let Some(last) = text.tree.children(list).last().copied() else {
            return self.instead(list, &Written::List(vec![value.clone()]));
        };
        let (Some(form), Some(_)) = (text.form(last), text.noun(list)) else { return Vec::new() };
        let place = match text.form(list) {
            Some(Form::Heading(_)) => format!("under {}", text.heading(list).unwrap_or_default()),
            _ => format!("to {}", text.noun(list).unwrap_or_default()),
        };
        let behind = text.place(last);
        let end = text.line_end(behind.end);
        let add = |at: usize, by: String, lines: Vec<String>| {
            vec![self.candidate(at..at, &by, Deed::Add, place.clone(), lines)]
        };
        match form {
            Form::Front => {
                let whole = text.place(list);
                if text.slice(whole.clone()).starts_with('[') {
                    let inner = Written::List(vec![value.clone()]).inline();
                    let inner = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(&inner);
                    return add(behind.end, format!(", {inner}"), vec![inner.to_owned()]);
                }
                let line = text.line(behind.start);
                let indent = line.len() - line.trim_start().len();
                let written = format!("- {}", value.inline());
                add(end, format!("\n{}{written}", " ".repeat(indent)), vec![written])
            }
            Form::Part => match self.inline(value) {
                Some(written) => add(behind.end, format!(", {written}"), vec![written]),
                None => Vec::new(),
            },
            Form::Row => {
                self.row(last, value).map(|line| add(end, format!("\n{line}"), vec![line])).unwrap_or_default()
            }
            Form::Bullet => {
                let line = text.line(behind.start);
                let indent = line.len() - line.trim_start().len();
                let Some(marked) = mark(line.trim_start()) else { return Vec::new() };
                let marked = next_mark(marked);
                let Some(lines) = self.bullet(value, &marked) else { return Vec::new() };
                let pad = " ".repeat(indent);
                let text: String = lines.iter().map(|line| format!("\n{pad}{line}")).collect();
                add(end, text, lines)
            }
            Form::Heading(level) => {
                let Written::Map(fields) = value else { return Vec::new() };
                let Some((name, rest)) = fields.split_first() else { return Vec::new() };
                let head = match self.inline(&name.1) {
                    Some(key) => format!("{} {key}", "#".repeat(level)),
                    None => return Vec::new(),
                };
                let Some(body) = self.body(&Written::Map(rest.to_vec()), level) else { return Vec::new() };
                let lines: Vec<String> = [head, String::new()].into_iter().chain(body).collect();
                let at = text.section_end(text.line_start(behind.start), level);
                let gap = if text.slice(0..at).ends_with("\n\n") { "" } else { "\n\n" };
                add(at, format!("{gap}{}\n\n", lines.join("\n")), lines)
            }
            Form::Line | Form::Cell | Form::Pair => Vec::new(),
        }
    }

    /// A row as the table of another has it; columns that it has nothing for are empty.
    fn row(&self, like: NodeId, value: &Written) -> Option<String> {
        let Written::Map(fields) = value else { return None };
        let text = self.text;
        let start = text.line_start(text.place(like).start);
        let mut above: Vec<Range<usize>> = text.lines(0..start).collect();
        let mut table: Vec<Range<usize>> = Vec::new();
        while let Some(line) = above.pop().filter(|line| text.slice(line.clone()).contains('|')) {
            table.push(line);
        }
        let head = text.slice(table.pop()?);
        let mut row = String::from("|");
        for cell in cells(head) {
            let name = head.get(cell).unwrap_or_default().trim().to_lowercase();
            let written = fields.iter().find(|(field, _)| label(field).to_lowercase() == name);
            let written = written.and_then(|(_, value)| self.inline(value)).unwrap_or_default();
            row.push_str(&if written.is_empty() { " |".to_owned() } else { format!(" {written} |") });
        }
        Some(row)
    }

    /// An item with its mark, line by line.
    fn bullet(&self, value: &Written, marked: &str) -> Option<Vec<String>> {
        let Written::Map(fields) = value else { return Some(vec![format!("{marked}{}", self.inline(value)?)]) };
        let mut lines = Vec::new();
        for (number, (name, value)) in fields.iter().enumerate() {
            let head = if number == 0 { marked.to_owned() } else { " ".repeat(marked.len()) };
            lines.push(format!("{head}{}: {}", label(name), self.inline(value)?));
        }
        Some(lines)
    }

    /// What stands below a heading of this level that names the value.
    fn body(&self, value: &Written, level: usize) -> Option<Vec<String>> {
        match value {
            Written::List(items) if items.is_empty() => Some(vec!["None".to_owned()]),
            Written::List(items) => {
                let items: Option<Vec<Vec<String>>> = items.iter().map(|item| self.bullet(item, "- ")).collect();
                Some(items?.concat())
            }
            Written::Map(fields) => {
                let mut lines = Vec::new();
                let mut below = Vec::new();
                for (name, value) in fields {
                    match self.inline(value) {
                        Some(written) => lines.push(format!("{}: {written}", label(name))),
                        None => {
                            below.extend([
                                String::new(),
                                format!("{} {}", "#".repeat((level + 1).min(6)), label(name)),
                                String::new(),
                            ]);
                            below.extend(self.body(value, level + 1)?);
                        }
                    }
                }
                lines.extend(below);
                Some(lines)
            }
            value => Some(vec![self.inline(value)?]),
        }
    }

    /// A value on one line; nothing for what needs more.
    fn inline(&self, value: &Written) -> Option<String> {
        match value {
            Written::Unknown => Some("unknown".to_owned()),
            Written::Word(word) => Some(word.clone()),
            Written::Text(text) => Some(self.plain(text)),
            Written::List(items) if items.is_empty() => Some("[]".to_owned()),
            Written::List(items) => {
                let part = |item: &Written| match item {
                    Written::Map(_) | Written::List(_) => None,
                    Written::Text(text) if text.contains(',') => Some(format!("\"{}\"", self.plain(text))),
                    item => self.inline(item),
                };
                Some(items.iter().map(part).collect::<Option<Vec<_>>>()?.join(", "))
            }
            Written::Map(_) => None,
        }
    }

    fn plain(&self, text: &str) -> String {
        if !self.escaped {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for char in text.chars() {
            if matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&') {
                out.push('\\');
            }
            out.push(char);
        }
        out
    }
}

/// The cells of a row: what stands between its bars.
fn cells(line: &str) -> Vec<Range<usize>> {
    let end = line.trim_end().len();
    let mut bars: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (at, char) in line.char_indices().take_while(|(at, _)| *at < end) {
        if char == '|' && before != '\\' {
            bars.push(at);
        }
        before = char;
    }
    bars.windows(2).filter_map(|pair| if let [from, to] = pair { Some(from + 1..*to) } else { None }).collect()
}

/// The mark of the next item.
fn next_mark(mark: &str) -> String {
    let digits: String = mark.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u64>() {
        Ok(number) => format!("{}{}", number.saturating_add(1), mark.get(digits.len()..).unwrap_or_default()),
        Err(_) => mark.to_owned(),
    }
}

/// The name of a field as a heading says it: `Matters because`.
fn label(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
