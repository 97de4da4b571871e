//! Drawings: what a view says of a picture, as JSON, made into SVG and Mermaid.
//!
//! A drawing says what there is and never where it stands: lanes with steps between them, columns with cards and edges,
//! or lanes with events in time. Layout, colour and escaping are made here, so that whoever writes a view can get none
//! of them wrong. Both outputs are functions of the text alone.

mod graph;
mod mark;
mod measure;
mod mermaid;
mod palette;
mod problem;
mod read;
mod sequence;
mod svg;
#[cfg(test)]
mod tests;
mod time;
mod timeline;
mod told;

pub use problem::{DrawingError, DrawingFault};

use mark::Mark;
use time::Moment;

/// The drawing as SVG. What has an id in it, and every rule of its style, begins with `prefix`, so that several can
/// stand in one page.
///
/// # Errors
///
/// Says which member of the JSON is at fault, and what was expected.
pub fn svg(json: &str, prefix: &str) -> Result<String, DrawingError> {
    let drawing = read::drawing(json)?;
    let body = match &drawing.shape {
        Shape::Sequence(sequence) => sequence::picture(sequence),
        Shape::Graph(graph) => graph::picture(graph),
        Shape::Timeline(timeline) => timeline::picture(timeline),
    };
    Ok(svg::framed(&drawing, body, prefix))
}

/// The drawing as Mermaid.
///
/// # Errors
///
/// Says which member of the JSON is at fault, and what was expected.
pub fn mermaid(json: &str) -> Result<String, DrawingError> {
    read::drawing(json).map(|drawing| mermaid::written(&drawing))
}

/// What a view says of a picture.
#[derive(Debug)]
struct Drawing {
    title: String,
    /// For those who cannot see it.
    description: Option<String>,
    /// The sentence that every view states: what the document has come to.
    note: Option<String>,
    shape: Shape,
}

#[derive(Debug)]
enum Shape {
    Sequence(Sequence),
    Graph(Graph),
    Timeline(Timeline),
}

/// Who does what to whom, in order.
#[derive(Debug)]
struct Sequence {
    lanes: Vec<Named>,
    steps: Vec<Step>,
}

/// What follows from what, in columns.
#[derive(Debug)]
struct Graph {
    columns: Vec<Named>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// What happened when.
#[derive(Debug)]
struct Timeline {
    lanes: Vec<Named>,
    events: Vec<Event>,
}

/// A lane or a column.
#[derive(Debug)]
struct Named {
    label: String,
}

/// What a step, a card or an event says.
#[derive(Debug)]
struct Said {
    label: String,
    detail: Option<String>,
    mark: Option<Mark>,
    /// Why it is marked.
    remark: Option<String>,
}

#[derive(Debug)]
struct Step {
    /// As the reader knows it.
    id: Option<String>,
    from: usize,
    /// The other lane; none for what somebody does alone.
    to: Option<usize>,
    said: Said,
}

#[derive(Debug)]
struct Node {
    column: usize,
    said: Said,
}

#[derive(Debug)]
struct Edge {
    from: usize,
    to: usize,
    label: Option<String>,
    mark: Option<Mark>,
}

#[derive(Debug)]
struct Event {
    at: Moment,
    until: Option<Moment>,
    lane: usize,
    said: Said,
}
