//! Graphs: columns of cards from left to right, and edges between them that pass through no card.
//!
//! The columns are given, so that what is left of the usual way to lay out such graphs is: an edge that passes a column
//! gets a place in it, like a card; the places of each column are put in an order in which few edges cross
//! (`order`); they are moved to where their edges run flat (`place`); and only then lines are drawn.

mod order;
mod place;

use std::collections::BTreeMap;

use super::Graph;
use super::mark::Mark;
use super::measure::{Block, HEAD, SMALL};
use super::svg::{Anchor, Area, Canvas, Card, Picture, line_class, nothing, number};

/// Around the cards of a column.
const INSET: f64 = 10.0;
/// Between cards of a column.
const APART: f64 = 14.0;
/// How much of a column a line takes that passes it.
const LINE: f64 = 8.0;
/// The least from one column to the next, from card to card.
const GAP: f64 = 58.0;
/// How wide the label of an edge may be.
const EDGE_LABEL: f64 = 84.0;
/// How long the tip of an arrow is.
const TIP: f64 = 8.0;

/// A place in a column: a card's, or that of a line which passes.
#[derive(Debug)]
struct Slot {
    column: usize,
    /// The card; none for a line.
    node: Option<usize>,
    height: f64,
    top: f64,
}

impl Slot {
    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// A part of an edge, from a slot to one of the next column, or within a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Segment {
    left: usize,
    right: usize,
    mark: Option<Mark>,
    /// Does the edge end at the left, at the right, or somewhere else?
    end: End,
    /// What the edge says, where it begins.
    label: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Left,
    Right,
    Elsewhere,
}

/// What edges have in common that run together: their end, the column, the mark, what they say, whether they go forward.
type Shared<'g> = (usize, usize, Option<Mark>, Option<&'g str>, bool);

/// The whole graph as slots and segments.
#[derive(Debug)]
struct Net {
    slots: Vec<Slot>,
    /// The slots of each column, from top to bottom.
    columns: Vec<Vec<usize>>,
    /// Between columns that stand side by side.
    segments: Vec<Segment>,
    /// Within a column; the edge ends at the right one.
    inner: Vec<Segment>,
}

impl Net {
    fn new(graph: &Graph, cards: &[Card]) -> Self {
        let mut slots: Vec<Slot> = graph
            .nodes
            .iter()
            .enumerate()
            .zip(cards)
            .map(|((index, node), card)| Slot {
                column: node.column,
                node: Some(index),
                height: card.height(),
                top: 0.0,
            })
            .collect();
        let (mut segments, mut inner) = (Vec::new(), Vec::new());
        // Edges that end at one card run together where they pass columns, unless they say something.
        let mut shared: BTreeMap<Shared, usize> = BTreeMap::new();
        for edge in &graph.edges {
            let (Some(from), Some(to)) = (graph.nodes.get(edge.from), graph.nodes.get(edge.to)) else {
                continue;
            };
            let label = edge.label.clone();
            if from.column == to.column {
                inner.push(Segment { left: edge.from, right: edge.to, mark: edge.mark, end: End::Right, label });
                continue;
            }
            let forward = from.column < to.column;
            let (first, last) = if forward { (edge.from, edge.to) } else { (edge.to, edge.from) };
            let (start, stop) = (from.column.min(to.column), from.column.max(to.column));
            let mut left = first;
            for column in start + 1..=stop {
                let right = if column == stop {
                    last
                } else {
                    let key = (edge.to, column, edge.mark, edge.label.as_deref(), forward);
                    *shared.entry(key).or_insert_with(|| {
                        slots.push(Slot { column, node: None, height: LINE, top: 0.0 });
                        slots.len() - 1
                    })
                };
                let end = match (forward, column == stop, column == start + 1) {
                    (true, true, _) => End::Right,
                    (false, _, true) => End::Left,
                    _ => End::Elsewhere,
                };
                let begins = if forward { column == start + 1 } else { column == stop };
                let label = label.clone().filter(|_| begins);
                segments.push(Segment { left, right, mark: edge.mark, end, label });
                left = right;
            }
        }
        segments.sort();
        segments.dedup();
        let mut columns: Vec<Vec<usize>> = graph.columns.iter().map(|_| Vec::new()).collect();
        for (index, slot) in slots.iter().enumerate() {
            if let Some(column) = columns.get_mut(slot.column) {
                column.push(index);
            }
        }
        Self { slots, columns, segments, inner }
    }

    /// The slots that this one is joined to, in the column before and in the one behind it.
    fn neighbours(&self) -> Vec<[Vec<usize>; 2]> {
        let mut out: Vec<[Vec<usize>; 2]> = self.slots.iter().map(|_| [Vec::new(), Vec::new()]).collect();
        for segment in &self.segments {
            if let Some([_, behind]) = out.get_mut(segment.left) {
                behind.push(segment.right);
            }
            if let Some([before, _]) = out.get_mut(segment.right) {
                before.push(segment.left);
            }
        }
        out
    }

    fn middle(&self, slot: usize) -> f64 {
        self.slots.get(slot).map_or(0.0, Slot::middle)
    }

    fn is_card(&self, slot: usize) -> bool {
        self.slots.get(slot).is_some_and(|slot| slot.node.is_some())
    }
}

/// The left edges of the cards of each column.
struct Columns {
    x: Vec<f64>,
    card: f64,
    width: f64,
}

impl Columns {
    fn new(graph: &Graph, net: &Net) -> Self {
        let card = card_width(graph.columns.len());
        let mut next = INSET;
        let mut x = Vec::new();
        for (index, _) in graph.columns.iter().enumerate() {
            x.push(next);
            let starts = |segment: &&Segment| net.slots.get(segment.left).is_some_and(|slot| slot.column == index);
            let lines = net.segments.iter().chain(&net.inner).filter(starts).count();
            let labels = net.segments.iter().chain(&net.inner).filter(starts).filter_map(|s| s.label.as_deref());
            let label = labels.map(|label| label_block(label).width() + 52.0).fold(0.0, f64::max);
            let crowd = f64::from(u8::try_from(lines.min(24)).unwrap_or(24)) * 1.5;
            next += card + (GAP + crowd).max(label);
        }
        let loops = net
            .inner
            .iter()
            .any(|segment| net.slots.get(segment.left).is_some_and(|slot| slot.column + 1 == graph.columns.len()));
        // What was left behind the last column is for its own edges.
        let last = x.last().copied().unwrap_or(INSET);
        Self { x, card, width: if loops { next } else { last + card + INSET } }
    }

    fn left(&self, column: usize) -> f64 {
        self.x.get(column).copied().unwrap_or(0.0)
    }

    fn right(&self, column: usize) -> f64 {
        self.left(column) + self.card
    }
}

fn card_width(columns: usize) -> f64 {
    match columns {
        0..=3 => 230.0,
        4 => 212.0,
        5 => 196.0,
        6 => 184.0,
        _ => 174.0,
    }
}

fn label_block(label: &str) -> Block {
    Block::new(SMALL, label, EDGE_LABEL, 4)
}

/// How high the picture has to be so that the labels of the edges find room between the columns, however they lie.
fn labels_height(net: &Net) -> f64 {
    let mut heights: Vec<f64> = net.columns.iter().map(|_| 0.0).collect();
    for segment in net.segments.iter().chain(&net.inner) {
        let column = net.slots.get(segment.left).map_or(0, |slot| slot.column);
        if let (Some(label), Some(height)) = (&segment.label, heights.get_mut(column)) {
            *height += 2.0 * label_block(label).height();
        }
    }
    heights.into_iter().fold(0.0, f64::max)
}

/// The picture of a graph.
pub(super) fn picture(graph: &Graph) -> Picture {
    let width = card_width(graph.columns.len());
    let cards: Vec<Card> = graph.nodes.iter().map(|node| Card::new(&node.said, width)).collect();
    let mut net = Net::new(graph, &cards);
    order::order(&mut net);
    let high = place::place(&mut net);
    let columns = Columns::new(graph, &net);
    let heads: Vec<Block> = graph.columns.iter().map(|column| Block::new(HEAD, &column.label, width, 4)).collect();
    let head = heads.iter().map(Block::height).fold(0.0, f64::max) + 20.0;
    for slot in &mut net.slots {
        slot.top += head;
    }
    let height = head + high.max(30.0).max(labels_height(&net)) + INSET;

    let mut canvas = Canvas::default();
    for (index, block) in heads.iter().enumerate() {
        let x = columns.left(index);
        let area = Area { x: x - INSET, y: 0.0, width: width + 2.0 * INSET, height };
        canvas.area("band", area, 8.0);
        canvas.text("", Anchor::Middle, (x + width / 2.0, (head - block.height()) / 2.0), block);
    }
    if graph.nodes.is_empty() {
        nothing(&mut canvas, "nothing is stated", (INSET, head));
    }
    edges(&net, &columns, height, &mut canvas);
    for slot in &net.slots {
        if let Some(card) = slot.node.and_then(|node| cards.get(node)) {
            let area = Area { x: columns.left(slot.column), y: slot.top, width, height: slot.height };
            card.draw(&mut canvas, area);
        }
    }
    Picture { canvas, width: columns.width, height }
}

/// Where lines meet the sides of cards: for each segment its heights at the left and at the right.
struct Ports {
    between: Vec<(f64, f64)>,
    inner: Vec<(f64, f64)>,
}

/// A line at the side of a card: which it is, and whether it is its first end.
#[derive(Clone, Copy)]
struct Line {
    index: usize,
    inner: bool,
    first: bool,
}

impl Ports {
    fn new(net: &Net) -> Self {
        let middles = |segment: &Segment| (net.middle(segment.left), net.middle(segment.right));
        let mut ports = Self {
            between: net.segments.iter().map(middles).collect(),
            inner: net.inner.iter().map(middles).collect(),
        };
        // For each slot the lines at its left and at its right, with the height that they come from.
        let mut sides: Vec<[Vec<(f64, Line)>; 2]> = net.slots.iter().map(|_| [Vec::new(), Vec::new()]).collect();
        for (index, segment) in net.segments.iter().enumerate() {
            let (left, right) = middles(segment);
            if let Some([_, side]) = sides.get_mut(segment.left) {
                side.push((right, Line { index, inner: false, first: true }));
            }
            if let Some([side, _]) = sides.get_mut(segment.right) {
                side.push((left, Line { index, inner: false, first: false }));
            }
        }
        for (index, segment) in net.inner.iter().enumerate() {
            let (from, to) = middles(segment);
            if let Some([_, side]) = sides.get_mut(segment.left) {
                side.push((to, Line { index, inner: true, first: true }));
            }
            if let Some([_, side]) = sides.get_mut(segment.right) {
                // Of a loop, the end lies below the beginning.
                let from = if segment.left == segment.right { from + 0.1 } else { from };
                side.push((from, Line { index, inner: true, first: false }));
            }
        }
        for (slot, sides) in net.slots.iter().zip(&mut sides) {
            for side in sides.iter_mut().filter(|_| slot.node.is_some()) {
                side.sort_by(|(one, _), (other, _)| one.total_cmp(other));
                let many = f64::from(u16::try_from(side.len()).unwrap_or(u16::MAX));
                let step = ((slot.height - 18.0) / many.max(1.0)).clamp(1.0, 16.0);
                let mut y = slot.middle() - step * (many - 1.0) / 2.0;
                for (_, line) in side {
                    ports.set(*line, y);
                    y += step;
                }
            }
        }
        ports
    }

    fn set(&mut self, line: Line, y: f64) {
        let lines = if line.inner { &mut self.inner } else { &mut self.between };
        if let Some((first, last)) = lines.get_mut(line.index) {
            *(if line.first { first } else { last }) = y;
        }
    }
}

/// All lines, with what stands on them on top.
fn edges(net: &Net, columns: &Columns, bottom: f64, canvas: &mut Canvas) {
    let ports = Ports::new(net);
    let mut labels = Labels { bottom, placed: Vec::new() };
    for (segment, (from, to)) in net.segments.iter().zip(&ports.between) {
        let (Some(left), Some(right)) = (net.slots.get(segment.left), net.slots.get(segment.right)) else {
            continue;
        };
        let (line, tip) = line_class(segment.mark);
        let (x0, x1) = (columns.right(left.column), columns.left(right.column));
        let (start, stop) = match segment.end {
            End::Left => (x0 + TIP, x1),
            End::Right => (x0, x1 - TIP),
            End::Elsewhere => (x0, x1),
        };
        let bend = (stop - start) / 2.0;
        let mut path = format!(
            "M{} {}C{} {} {} {} {} {}",
            number(start),
            number(*from),
            number(start + bend),
            number(*from),
            number(stop - bend),
            number(*to),
            number(stop),
            number(*to)
        );
        if !net.is_card(segment.right) {
            path.push_str(&format!("H{}", number(columns.right(right.column))));
        }
        canvas.path(&line, &path);
        match segment.end {
            End::Left => canvas.tip(&tip, (x0, *from), -1.0),
            End::Right => canvas.tip(&tip, (x1, *to), 1.0),
            End::Elsewhere => {}
        }
        if let Some(label) = &segment.label {
            labels.say(label, f64::midpoint(x0, x1), f64::midpoint(*from, *to));
        }
    }
    for (rank, (segment, (from, to))) in net.inner.iter().zip(&ports.inner).enumerate() {
        let Some(slot) = net.slots.get(segment.left) else {
            continue;
        };
        let (line, tip) = line_class(segment.mark);
        let x = columns.right(slot.column);
        let deep = x + TIP + 22.0 + 5.0 * f64::from(u8::try_from(rank % 3).unwrap_or(0));
        canvas.path(
            &line,
            &format!(
                "M{0} {1}C{2} {1} {2} {3} {4} {3}",
                number(x),
                number(*from),
                number(deep),
                number(*to),
                number(x + TIP)
            ),
        );
        canvas.tip(&tip, (x, *to), -1.0);
        if let Some(label) = &segment.label {
            labels.say(label, x + 24.0 + label_block(label).width() / 2.0, f64::midpoint(*from, *to));
        }
    }
    for (area, block) in &labels.placed {
        canvas.area("canvas", *area, 3.0);
        canvas.text("", Anchor::Middle, (area.x + area.width / 2.0, area.y), block);
    }
}

/// What edges say, and where.
struct Labels {
    /// How far down they may stand.
    bottom: f64,
    placed: Vec<(Area, Block)>,
}

impl Labels {
    /// Finds room for a label around this point, on no other label: above and below it by turns.
    fn say(&mut self, label: &str, x: f64, y: f64) {
        let block = label_block(label);
        let (width, height) = (block.width() + 6.0, block.height());
        let (left, top) = (x - width / 2.0, y - height / 2.0);
        let mut area = Area { x: left, y: top, width, height };
        for step in 0..=4_000_u16 {
            let way = f64::from(step.div_ceil(2)) * 6.0;
            area.y = top + if step % 2 == 0 { way } else { -way };
            let inside = area.y >= 0.0 && area.bottom() <= self.bottom;
            if inside && !self.placed.iter().any(|(other, _)| other.touches(area)) {
                break;
            }
        }
        self.placed.push((area, block));
    }
}
