//! Mermaid: the same drawings as text that other tools draw.
//!
//! Whatever Mermaid could read as anything but a letter is written as its number, `#59;`, which it puts back only when
//! the picture is made: a label stays a label, however it reads. Ids are made up here, and never those of the document.

use super::mark::Mark;
use super::told::sentence;
use super::{Drawing, Graph, Said, Sequence, Shape, Timeline, time};

/// Mermaid refuses longer texts, unless it is told otherwise.
const TEXT: usize = 45_000;
/// How many characters of a text are kept, the more the better.
const CUTS: [usize; 5] = [400, 200, 100, 60, 30];

/// The drawing as Mermaid.
pub(super) fn written(drawing: &Drawing) -> String {
    let mut out = String::new();
    for cut in CUTS {
        out = Writer { cut }.drawing(drawing);
        if out.len() <= TEXT {
            break;
        }
    }
    out
}

/// Writes with texts cut to so many characters.
#[derive(Clone, Copy)]
struct Writer {
    cut: usize,
}

impl Writer {
    fn drawing(self, drawing: &Drawing) -> String {
        let mut out = String::new();
        // What the document has come to is told before anything else, in the source too.
        for line in [Some(&drawing.title), drawing.note.as_ref()].into_iter().flatten() {
            out.push_str(&format!("%% {}\n", self.text(line)));
        }
        out.push_str(match drawing.shape {
            Shape::Sequence(_) => "sequenceDiagram\n",
            Shape::Graph(_) => "flowchart LR\n",
            Shape::Timeline(_) => "timeline\n",
        });
        out.push_str(&format!("accTitle: {}\n", self.text(&drawing.title)));
        let told: Vec<String> =
            [&drawing.description, &drawing.note].into_iter().flatten().map(|text| sentence(text)).collect();
        if !told.is_empty() {
            out.push_str(&format!("accDescr: {}\n", self.text(&told.join(" "))));
        }
        match &drawing.shape {
            Shape::Sequence(sequence) => self.sequence(drawing, sequence, &mut out),
            Shape::Graph(graph) => self.graph(drawing, graph, &mut out),
            Shape::Timeline(timeline) => self.timeline(drawing, timeline, &mut out),
        }
        out
    }

    fn sequence(self, drawing: &Drawing, sequence: &Sequence, out: &mut String) {
        out.push_str(&format!("title: {}\n", self.text(&drawing.title)));
        for (index, lane) in sequence.lanes.iter().enumerate() {
            out.push_str(&format!("participant l{index} as {}\n", self.lines(&lane.label, 24)));
        }
        if let Some(note) = &drawing.note {
            let last = sequence.lanes.len().saturating_sub(1);
            let over = if last == 0 { "l0".to_owned() } else { format!("l0,l{last}") };
            out.push_str(&format!("Note over {over}: {}\n", self.lines(note, 48)));
        }
        for (index, step) in sequence.steps.iter().enumerate() {
            let id = step.id.clone().unwrap_or_else(|| (index + 1).to_string());
            let said = self.lines(&format!("{id} · {}", with_detail(&step.said)), 40);
            let from = step.from;
            let beside = match step.to.filter(|to| *to != from) {
                Some(to) => {
                    let arrow = if step.said.mark == Some(Mark::Missing) { "-->>" } else { "->>" };
                    out.push_str(&format!("l{from}{arrow}l{to}: {said}\n"));
                    to
                }
                None => {
                    out.push_str(&format!("Note over l{from}: {said}\n"));
                    from
                }
            };
            if let Some(remark) = marked(&step.said) {
                out.push_str(&format!("Note right of l{beside}: {}\n", self.lines(&remark, 36)));
            }
        }
    }

    fn graph(self, drawing: &Drawing, graph: &Graph, out: &mut String) {
        out.push_str(&format!("subgraph drawing[\"{}\"]\ndirection LR\n", self.text(&drawing.title)));
        if let Some(note) = &drawing.note {
            out.push_str(&format!("note[\"{}\"]\n", self.text(note)));
        }
        for (index, column) in graph.columns.iter().enumerate() {
            out.push_str(&format!("subgraph c{index}[\"{}\"]\n", self.text(&column.label)));
            for (number, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.column == index) {
                let mut label = self.text(&with_detail(&node.said));
                if let Some(remark) = marked(&node.said) {
                    label.push_str(&format!("<br>{}", self.text(&remark)));
                }
                out.push_str(&format!("n{number}[\"{label}\"]\n"));
            }
            out.push_str("end\n");
        }
        // Lines that are not drawn keep the columns in their order.
        let first = drawing.note.as_ref().map(|_| "note".to_owned());
        let columns: Vec<String> =
            first.into_iter().chain((0..graph.columns.len()).map(|index| format!("c{index}"))).collect();
        out.push_str(&format!("{}\nend\n", columns.join(" ~~~ ")));
        for edge in &graph.edges {
            let dashed = matches!(edge.mark, Some(Mark::Missing | Mark::Unknown));
            let arrow = if dashed { "-.->" } else { "-->" };
            let mark = edge.mark.map(|mark| format!("{} {}", mark.sign(), mark.word()));
            let told: Vec<String> = edge.label.iter().cloned().chain(mark).collect();
            let label =
                if told.is_empty() { String::new() } else { format!("|\"{}\"|", self.text(&told.join(" · "))) };
            out.push_str(&format!("n{} {arrow}{label} n{}\n", edge.from, edge.to));
        }
        out.push_str("classDef missing stroke-dasharray: 5 4\nclassDef strong stroke-width: 3px\n");
        for (class, marks) in [
            ("missing", [Mark::Missing, Mark::Unknown].as_slice()),
            ("strong", [Mark::Chosen, Mark::Late, Mark::Wrong].as_slice()),
        ] {
            let has = |mark: Option<Mark>| mark.is_some_and(|mark| marks.contains(&mark));
            let nodes: Vec<String> = (0..)
                .zip(&graph.nodes)
                .filter(|(_, node)| has(node.said.mark))
                .map(|(number, _): (usize, _)| format!("n{number}"))
                .collect();
            if !nodes.is_empty() {
                out.push_str(&format!("class {} {class}\n", nodes.join(",")));
            }
        }
    }

    fn timeline(self, drawing: &Drawing, timeline: &Timeline, out: &mut String) {
        let heading = match &drawing.note {
            Some(note) => format!("{} · {note}", drawing.title),
            None => drawing.title.clone(),
        };
        out.push_str(&format!("title {}\n", self.text(&heading)));
        let mut day: Option<&str> = None;
        let mut clock: Option<i64> = None;
        let seconds = timeline.events.iter().any(|event| event.at.has_seconds());
        for event in &timeline.events {
            if day != Some(event.at.date.as_str()) {
                day = Some(&event.at.date);
                clock = None;
                out.push_str(&format!("section {} UTC\n", self.text(&event.at.date)));
            }
            let lane = timeline.lanes.get(event.lane).map_or("", |lane| lane.label.as_str());
            let until = event.until.as_ref().map(|until| format!(" (until {})", until.full())).unwrap_or_default();
            let mark = marked(&event.said).map(|remark| format!(" · {remark}")).unwrap_or_default();
            let said = self.text(&format!("{lane}: {}{until}{mark}", with_detail(&event.said)));
            if clock == Some(event.at.seconds) {
                out.push_str(&format!("  : {said}\n"));
            } else {
                let at = self.text(&time::clock(event.at.seconds, seconds));
                out.push_str(&format!("{at} : {said}\n"));
                clock = Some(event.at.seconds);
            }
        }
    }

    /// The same in lines, for what Mermaid does not break by itself.
    fn lines(self, text: &str, wide: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        for word in self.cut(text).split(' ') {
            match lines.last_mut() {
                Some(line) if line.chars().count() + word.chars().count() < wide => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.text(line)).collect::<Vec<_>>().join("<br/>")
    }

    /// As much of a text as is kept.
    fn cut(self, text: &str) -> String {
        match text.char_indices().nth(self.cut).and_then(|(at, _)| text.split_at_checked(at)) {
            Some((kept, _)) => format!("{kept}…"),
            None => text.to_owned(),
        }
    }

    /// A text that Mermaid takes for nothing but a text.
    fn text(self, text: &str) -> String {
        let text = self.cut(text);
        let mut out = String::with_capacity(text.len());
        let mut before = ' ';
        for (at, char) in text.char_indices() {
            let (done, rest) = text.split_at_checked(at).unwrap_or((&text, ""));
            let inside = |other: char| other.is_alphanumeric();
            let plain = match char {
                ' ' | ',' | '(' | ')' | '\'' | '/' => true,
                // Within a word or a number, or at the end of a sentence; elsewhere it may begin a list or an arrow.
                '-' | '.' => {
                    let next = rest.chars().nth(1);
                    let ends = char == '.' && before.is_alphabetic() && next.is_none_or(|next| next == ' ');
                    inside(before) && (ends || next.is_some_and(inside)) && !done.ends_with("www")
                }
                // What stands behind these words is taken for a style.
                's' => !rest.starts_with("style"),
                'c' => !rest.starts_with("classDef"),
                _ => char.is_alphanumeric() || !char.is_ascii(),
            };
            if plain {
                out.push(char);
            } else {
                out.push_str(&format!("#{};", u32::from(char)));
            }
            before = char;
        }
        out
    }
}

fn with_detail(said: &Said) -> String {
    match &said.detail {
        Some(detail) => format!("{} ({detail})", said.label),
        None => said.label.clone(),
    }
}

/// `! late: why`.
fn marked(said: &Said) -> Option<String> {
    match (said.mark, &said.remark) {
        (Some(mark), Some(remark)) => Some(format!("{} {}: {remark}", mark.sign(), mark.word())),
        (Some(mark), None) => Some(format!("{} {}", mark.sign(), mark.word())),
        (None, Some(remark)) => Some(remark.clone()),
        (None, None) => None,
    }
}
