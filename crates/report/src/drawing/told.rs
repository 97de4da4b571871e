//! The drawing in words: what a screen reader says instead of showing it.

use super::{Drawing, Graph, Said, Sequence, Shape, Timeline};

/// Everything that the picture shows.
pub(super) fn told(drawing: &Drawing) -> String {
    let mut out: Vec<String> = Vec::new();
    out.extend(drawing.description.as_deref().map(sentence));
    out.extend(drawing.note.as_deref().map(sentence));
    match &drawing.shape {
        Shape::Sequence(sequence) => steps(sequence, &mut out),
        Shape::Graph(graph) => cards(graph, &mut out),
        Shape::Timeline(timeline) => events(timeline, &mut out),
    }
    out.join(" ")
}

fn steps(sequence: &Sequence, out: &mut Vec<String>) {
    let name = |lane: usize| sequence.lanes.get(lane).map_or("", |lane| lane.label.as_str());
    for (index, step) in sequence.steps.iter().enumerate() {
        let id = step.id.clone().unwrap_or_else(|| (index + 1).to_string());
        let who = match step.to {
            Some(to) if to != step.from => format!("{} to {}", name(step.from), name(to)),
            _ => name(step.from).to_owned(),
        };
        out.push(sentence(&format!("{id}, {who}: {}", said(&step.said))));
    }
}

fn cards(graph: &Graph, out: &mut Vec<String>) {
    for (index, column) in graph.columns.iter().enumerate() {
        let cards: Vec<String> =
            graph.nodes.iter().filter(|node| node.column == index).map(|node| said(&node.said)).collect();
        let cards = if cards.is_empty() { "nothing".to_owned() } else { cards.join("; ") };
        out.push(sentence(&format!("{}: {cards}", column.label)));
    }
    let name = |node: usize| graph.nodes.get(node).map_or("", |node| node.said.label.as_str());
    for edge in &graph.edges {
        let mark = edge.mark.map(|mark| format!(" ({})", mark.word())).unwrap_or_default();
        let label = edge.label.as_ref().map(|label| format!(", {label}")).unwrap_or_default();
        out.push(sentence(&format!("From {} to {}{label}{mark}", name(edge.from), name(edge.to))));
    }
}

fn events(timeline: &Timeline, out: &mut Vec<String>) {
    for event in &timeline.events {
        let lane = timeline.lanes.get(event.lane).map_or("", |lane| lane.label.as_str());
        let until = event.until.as_ref().map(|until| format!(" until {}", until.full())).unwrap_or_default();
        out.push(sentence(&format!("{}{until}, {lane}: {}", event.at.full(), said(&event.said))));
    }
}

/// `label, detail (late: remark)`.
fn said(said: &Said) -> String {
    let detail = said.detail.as_ref().map(|detail| format!(", {detail}")).unwrap_or_default();
    let mark = match (said.mark, &said.remark) {
        (Some(mark), Some(remark)) => format!(" ({}: {remark})", mark.word()),
        (Some(mark), None) => format!(" ({})", mark.word()),
        (None, Some(remark)) => format!(" ({remark})"),
        (None, None) => String::new(),
    };
    format!("{}{detail}{mark}", said.label)
}

/// With a full stop.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}
