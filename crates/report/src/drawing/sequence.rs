//! Sequences: lanes from top to bottom, a step a row; what is to be said of a step stands beside it.

use super::measure::{Block, HEAD, LABEL, SMALL, STRONG};
use super::svg::{Anchor, Area, Canvas, Picture, Remark, badge_width, card_class, line_class, nothing, number};
use super::{Sequence, Step};

/// Between the parts of a row, and around them.
const PAD: f64 = 11.0;
/// Between a header and what lies below it.
const BELOW: f64 = 8.0;
/// From how high a picture on its lanes are named once more at its end.
const TALL: f64 = 640.0;
/// How wide remarks are.
const REMARKS: f64 = 210.0;

/// Where the columns of the picture lie.
struct Layout {
    lanes: Vec<f64>,
    spacing: f64,
    remarks: f64,
    width: f64,
}

impl Layout {
    fn new(sequence: &Sequence) -> Self {
        let ids = (1..).zip(&sequence.steps).map(|(number, step)| id(step, number).width()).fold(0.0, f64::max);
        let left = if sequence.steps.is_empty() { 0.0 } else { ids + 26.0 };
        let spacing = match sequence.lanes.len() {
            1 | 2 => 330.0,
            3 => 260.0,
            4 => 220.0,
            _ => 180.0,
        };
        let mut next = left + spacing / 2.0;
        let lanes: Vec<f64> = sequence
            .lanes
            .iter()
            .map(|_| {
                let at = next;
                next += spacing;
                at
            })
            .collect();
        let remarks = next - spacing / 2.0 + 14.0;
        let steps = &sequence.steps;
        let width = if steps.iter().any(|step| step.said.remark.is_some()) {
            remarks + REMARKS + PAD
        } else {
            let badges = steps.iter().filter_map(|step| step.said.mark).map(badge_width).fold(0.0, f64::max);
            if badges > 0.0 { remarks + badges + PAD } else { remarks }
        };
        Self { lanes, spacing, remarks, width }
    }

    fn lane(&self, index: usize) -> f64 {
        self.lanes.get(index).copied().unwrap_or(0.0)
    }
}

/// What stands at the left of a row; one line, cut where it is long.
fn id(step: &Step, number: usize) -> Block {
    let text = step.id.clone().unwrap_or_else(|| number.to_string());
    Block::new(STRONG, &text, 90.0, 3)
}

/// A step, laid out but for its height.
struct Row<'s> {
    step: &'s Step,
    id: Block,
    label: Block,
    detail: Block,
    remark: Remark,
    /// The width of the box, for what somebody does alone.
    alone: Option<f64>,
}

impl<'s> Row<'s> {
    fn new(layout: &Layout, step: &'s Step, number: usize) -> Self {
        let to = step.to.filter(|to| *to != step.from);
        let (room, alone) = match to {
            Some(to) => ((layout.lane(to) - layout.lane(step.from)).abs() - 30.0, false),
            None => (layout.spacing.min(270.0) - 20.0 - 2.0 * PAD, true),
        };
        let said = &step.said;
        let label = Block::new(LABEL, &said.label, room, 8);
        let detail = Block::of(SMALL, said.detail.as_deref(), room, 4);
        let remark = Remark::new(said.mark, said.remark.as_deref(), REMARKS);
        let alone = alone.then(|| label.width().max(detail.width()).max(90.0) + 2.0 * PAD);
        Self { step, id: id(step, number), label, detail, remark, alone }
    }

    /// How high the step itself is, without the room around it.
    fn inner(&self) -> f64 {
        let texts = self.label.height() + self.detail.height();
        match self.alone {
            Some(_) => texts + 14.0,
            None => texts + 13.0,
        }
    }

    fn height(&self) -> f64 {
        self.inner().max(self.remark.height()).max(self.id.height()) + 2.0 * PAD
    }

    fn draw(&self, layout: &Layout, canvas: &mut Canvas, top: f64) {
        let height = self.height();
        let mark = self.step.said.mark;
        let below =
            mark.filter(|mark| mark.alarms()).map_or_else(|| "canvas".to_owned(), |mark| format!("on-{}", mark.name()));
        canvas.text("", Anchor::Start, (PAD, top + (height - self.id.height()) / 2.0), &self.id);
        if !self.remark.is_empty() {
            self.remark.draw(canvas, (layout.remarks, top + (height - self.remark.height()) / 2.0));
        }
        let y = top + (height - self.inner()) / 2.0;
        let from = layout.lane(self.step.from);
        if let Some(width) = self.alone {
            let area = Area { x: from - width / 2.0, y, width, height: self.inner() };
            canvas.area(&card_class(mark), area, 5.0);
            canvas.text("", Anchor::Middle, (from, y + 7.0), &self.label);
            canvas.text("muted", Anchor::Middle, (from, y + 7.0 + self.label.height()), &self.detail);
            return;
        }
        let to = self.step.to.map_or(from, |to| layout.lane(to));
        let middle = f64::midpoint(from, to);
        let arrow = y + self.label.height() + 5.0;
        // Lanes that the arrow passes are not to run through its text.
        for (block, at) in [(&self.label, y), (&self.detail, arrow + 6.0)] {
            if !block.is_empty() {
                let width = block.width() + 8.0;
                let area = Area { x: middle - width / 2.0, y: at, width, height: block.height() };
                canvas.area(&below, area, 0.0);
            }
        }
        canvas.text("", Anchor::Middle, (middle, y), &self.label);
        canvas.text("muted", Anchor::Middle, (middle, arrow + 6.0), &self.detail);
        let direction = if to > from { 1.0 } else { -1.0 };
        let (line, tip) = line_class(mark);
        canvas.line(&line, (from, arrow), (to - 8.0 * direction, arrow));
        canvas.tip(&tip, (to, arrow), direction);
        canvas.path(&line.replace(" dashed", ""), &format!("M{} {}v8", number(from), number(arrow - 4.0)));
    }
}

/// The picture of a sequence.
pub(super) fn picture(sequence: &Sequence) -> Picture {
    let layout = Layout::new(sequence);
    let rows: Vec<Row> = (1..).zip(&sequence.steps).map(|(number, step)| Row::new(&layout, step, number)).collect();
    let heads: Vec<Block> =
        sequence.lanes.iter().map(|lane| Block::new(HEAD, &lane.label, layout.spacing - 40.0, 4)).collect();
    let head = heads.iter().map(Block::height).fold(0.0, f64::max) + 14.0;
    let body: f64 = rows.iter().map(Row::height).sum::<f64>().max(40.0);
    let top = head + BELOW;

    let mut canvas = Canvas::default();
    let mut y = top;
    for row in &rows {
        let height = row.height();
        if let Some(mark) = row.step.said.mark.filter(|mark| mark.alarms()) {
            let area = Area { x: 0.0, y, width: layout.width, height };
            canvas.area(&format!("on-{}", mark.name()), area, 4.0);
        }
        y += height;
        if y < top + body {
            canvas.line("hair", (0.0, y), (layout.width, y));
        }
    }
    for x in &layout.lanes {
        canvas.line("line", (*x, head), (*x, top + body + BELOW));
    }
    headers(&layout, &heads, head, 0.0, &mut canvas);
    let mut y = top;
    for row in &rows {
        row.draw(&layout, &mut canvas, y);
        y += row.height();
    }
    if rows.is_empty() {
        let middle = layout.lane(0) + 14.0;
        nothing(&mut canvas, "no steps are stated", (middle, top + 10.0));
    }
    let mut height = top + body + BELOW;
    if body > TALL {
        headers(&layout, &heads, head, height, &mut canvas);
        height += head;
    }
    Picture { canvas, width: layout.width, height }
}

fn headers(layout: &Layout, heads: &[Block], height: f64, top: f64, canvas: &mut Canvas) {
    for (x, head) in layout.lanes.iter().zip(heads) {
        let width = head.width().max(90.0) + 24.0;
        canvas.area("card head-card", Area { x: x - width / 2.0, y: top, width, height }, 6.0);
        canvas.text("", Anchor::Middle, (*x, top + (height - head.height()) / 2.0), head);
    }
}
