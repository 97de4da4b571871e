//! Timelines: time runs from top to bottom, a lane a column. Every point in time has its line on the axis; what lies
//! far apart is drawn together, with a break that says how much time it leaves out.

use super::measure::{Block, HEAD, SMALL, STRONG};
use super::svg::{Anchor, Area, Canvas, Card, Picture, nothing, number};
use super::time::{self, Moment};
use super::{Event, Timeline};

/// From the left to the axis, where the times stand.
const AXIS: f64 = 92.0;
/// Between cards of one lane.
const GAP: f64 = 10.0;
/// The least between two lines of the axis.
const LEAST: f64 = 22.0;
/// The least between two days, for the date.
const DAY_GAP: f64 = 46.0;
/// The most that a stretch of time takes before it is broken.
const MOST: f64 = 110.0;
/// How high a stretch that is broken is at least.
const BREAK: f64 = 62.0;
/// How far above its line a card begins.
const ABOVE: f64 = 17.0;
/// How wide the bar of something that lasts is, with the room beside it.
const BAR: f64 = 10.0;
/// From how high a picture on its lanes are named once more at its end.
const TALL: f64 = 640.0;

/// A line of the axis.
struct Row<'t> {
    at: &'t Moment,
    y: f64,
    /// What begins there.
    begins: Vec<usize>,
    /// Is time left out before it?
    broken: bool,
}

/// A column.
struct Lane {
    x: f64,
    width: f64,
    /// How many bars stand beside one another.
    bars: usize,
}

impl Lane {
    fn cards(&self) -> (f64, f64) {
        let bars: f64 = (0..self.bars).map(|_| BAR).sum();
        (self.x + 8.0 + bars, self.width - 16.0 - bars)
    }
}

/// The picture of a timeline.
pub(super) fn picture(timeline: &Timeline) -> Picture {
    let wide = match timeline.lanes.len() {
        1 => 440.0,
        2 => 310.0,
        3 => 250.0,
        4 => 220.0,
        _ => 190.0,
    };
    let slots = slots(timeline);
    let mut next = AXIS + 18.0;
    let mut lanes = Vec::new();
    for (index, _) in timeline.lanes.iter().enumerate() {
        let in_lane = timeline.events.iter().zip(&slots).filter(|(event, _)| event.lane == index);
        let bars = in_lane.filter_map(|(_, slot)| slot.map(|slot| slot + 1)).max().unwrap_or(0);
        lanes.push(Lane { x: next, width: wide, bars });
        next += wide + 8.0;
    }
    let width = next - 8.0;
    let cards: Vec<Card> = timeline
        .events
        .iter()
        .map(|event| Card::new(&event.said, lanes.get(event.lane).map_or(wide, |lane| lane.cards().1)))
        .collect();
    let heads: Vec<Block> = timeline.lanes.iter().map(|lane| Block::new(HEAD, &lane.label, wide - 20.0, 4)).collect();
    let head = heads.iter().map(Block::height).fold(0.0, f64::max) + 14.0;
    let (rows, bottom) = rows(timeline, &cards, head);

    let mut canvas = Canvas::default();
    for lane in &lanes {
        let area = Area { x: lane.x, y: 0.0, width: lane.width, height: bottom };
        canvas.area("band", area, 8.0);
    }
    for (lane, block) in lanes.iter().zip(&heads) {
        let top = (head - block.height()) / 2.0;
        canvas.text("", Anchor::Middle, (lane.x + lane.width / 2.0, top), block);
    }
    axis(&rows, bottom, &mut canvas);
    // All lines lie below all cards.
    for row in &rows {
        for event in row.begins.iter().filter_map(|index| timeline.events.get(*index)) {
            let x = lanes.get(event.lane).map_or(AXIS, |lane| lane.cards().0);
            canvas.line("hair", (AXIS, row.y), (x, row.y));
        }
    }
    for row in &rows {
        for index in row.begins.iter().copied() {
            let (Some(event), Some(card)) = (timeline.events.get(index), cards.get(index)) else {
                continue;
            };
            let Some(lane) = lanes.get(event.lane) else {
                continue;
            };
            if let Some((until, slot)) = event.until.as_ref().zip(slots.get(index).copied().flatten()) {
                let end = rows.iter().rev().find(|row| row.at.seconds == until.seconds).map_or(row.y, |row| row.y);
                bar(event, lane, slot, (row.y, end), &mut canvas);
            }
            let (x, width) = lane.cards();
            card.draw(&mut canvas, Area { x, y: row.y - ABOVE, width, height: card.height() });
        }
    }
    let mut height = bottom;
    if rows.is_empty() {
        nothing(&mut canvas, "no events are stated", (AXIS + 30.0, head + 12.0));
    }
    if height > TALL {
        for (lane, block) in lanes.iter().zip(&heads) {
            canvas.text("", Anchor::Middle, (lane.x + lane.width / 2.0, height + 6.0), block);
        }
        height += head;
    }
    Picture { canvas, width, height }
}

/// For each event that lasts, which of the bars beside one another in its lane it is.
fn slots(timeline: &Timeline) -> Vec<Option<usize>> {
    // Until when each bar of each lane is taken.
    let mut taken: Vec<Vec<i64>> = timeline.lanes.iter().map(|_| Vec::new()).collect();
    let mut place = |event: &Event| {
        let until = event.until.as_ref()?.seconds;
        let lane = taken.get_mut(event.lane)?;
        let free = lane.iter().position(|end| *end < event.at.seconds);
        match free.and_then(|free| lane.get_mut(free).map(|end| (free, end))) {
            Some((free, end)) => {
                *end = until;
                Some(free)
            }
            None => {
                lane.push(until);
                Some(lane.len() - 1)
            }
        }
    };
    timeline.events.iter().map(&mut place).collect()
}

/// The lines of the axis with their heights, and how far down everything reaches.
fn rows<'t>(timeline: &'t Timeline, cards: &[Card], head: f64) -> (Vec<Row<'t>>, f64) {
    let mut points: Vec<(&Moment, Option<usize>)> =
        timeline.events.iter().enumerate().map(|(index, event)| (&event.at, Some(index))).collect();
    points.extend(timeline.events.iter().filter_map(|event| event.until.as_ref()).map(|until| (until, None)));
    points.sort_by_key(|(at, index)| (at.seconds, index.is_none(), *index));
    let scale = scale(&points);

    let mut rows: Vec<Row> = Vec::new();
    // How far down each lane is taken.
    let mut taken: Vec<f64> = timeline.lanes.iter().map(|_| head).collect();
    for (at, index) in points {
        let event = index.and_then(|index| timeline.events.get(index));
        let same = rows.last_mut().filter(|row| row.at.seconds == at.seconds);
        if let Some(row) = same {
            let free = event.is_none_or(|event| taken.get(event.lane).is_some_and(|taken| row.y - ABOVE >= *taken));
            if free {
                if let (Some(event), Some(index)) = (event, index) {
                    row.begins.push(index);
                    take(&mut taken, event, row.y, cards.get(index));
                }
                continue;
            }
        }
        let (mut y, mut broken) = (head + DAY_GAP, false);
        if let Some(last) = rows.last() {
            let seconds = at.seconds - last.at.seconds;
            let wanted = to_float(seconds) * scale;
            let day = if last.at.date == at.date { LEAST } else { DAY_GAP };
            broken = wanted > MOST;
            y = last.y + if broken { BREAK.max(day + 24.0) } else { wanted.max(day) };
        }
        if let Some(event) = event {
            let least = taken.get(event.lane).map_or(0.0, |taken| taken + GAP + ABOVE);
            y = y.max(least);
        }
        rows.push(Row { at, y, begins: index.into_iter().collect(), broken });
        if let (Some(event), Some(index)) = (event, index) {
            take(&mut taken, event, y, cards.get(index));
        }
    }
    let axis = rows.last().map_or(head + 40.0, |row| row.y + 12.0);
    let bottom = taken.into_iter().fold(axis, f64::max) + 12.0;
    (rows, bottom)
}

fn take(taken: &mut [f64], event: &Event, y: f64, card: Option<&Card>) {
    if let (Some(taken), Some(card)) = (taken.get_mut(event.lane), card) {
        *taken = y - ABOVE + card.height();
    }
}

/// How much of the picture a second takes where nothing speaks against it: the usual stretch is as high as a small card.
fn scale(points: &[(&Moment, Option<usize>)]) -> f64 {
    let mut stretches: Vec<i64> =
        points.windows(2).filter_map(|pair| Some(pair.last()?.0.seconds - pair.first()?.0.seconds)).collect();
    stretches.retain(|seconds| *seconds > 0);
    stretches.sort_unstable();
    stretches.get(stretches.len() / 2).map_or(1.0, |usual| 52.0 / to_float(*usual))
}

fn to_float(seconds: i64) -> f64 {
    // Four thousand years hold fewer seconds than what a float tells apart.
    #[expect(clippy::cast_precision_loss, reason = "times of documents are far smaller")]
    let float = seconds as f64;
    float
}

/// The axis with its times, its breaks, and round times between where there is room.
fn axis(rows: &[Row], bottom: f64, canvas: &mut Canvas) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return;
    };
    let seconds = rows.iter().any(|row| row.at.has_seconds());
    let zone = Block::new(SMALL, "UTC", f64::INFINITY, 1);
    canvas.text("muted", Anchor::End, (AXIS - 10.0, 6.0), &zone);
    let mut top = first.y - 12.0;
    let mut day: Option<&str> = None;
    let mut before: Option<&Row> = None;
    for row in rows {
        if let Some(before) = before {
            if row.broken {
                let middle = f64::midpoint(before.y, row.y - if before.at.date == row.at.date { 0.0 } else { 24.0 });
                canvas.line("line", (AXIS, top), (AXIS, middle - 9.0));
                canvas.path(
                    "line sign",
                    &format!("M{0} {1}l-6 4.5l12 4.5l-12 4.5l6 4.5", number(AXIS), number(middle - 9.0)),
                );
                top = middle + 9.0;
                let left = time::length(row.at.seconds - before.at.seconds);
                let text = Block::new(SMALL, &left, f64::INFINITY, 1);
                canvas.text("muted", Anchor::End, (AXIS - 12.0, middle - SMALL.line / 2.0), &text);
            } else {
                between(before, row, canvas);
            }
        }
        if day != Some(row.at.date.as_str()) {
            let date = Block::new(STRONG, &row.at.date, f64::INFINITY, 1);
            canvas.text("", Anchor::End, (AXIS - 10.0, row.y - 26.0), &date);
            day = Some(&row.at.date);
        }
        let clock = Block::new(STRONG, &time::clock(row.at.seconds, seconds), f64::INFINITY, 1);
        canvas.text("", Anchor::End, (AXIS - 10.0, row.y - STRONG.line / 2.0), &clock);
        canvas.line("line", (AXIS - 5.0, row.y), (AXIS + 5.0, row.y));
        before = Some(row);
    }
    canvas.line("line", (AXIS, top), (AXIS, (last.y + 14.0).min(bottom)));
}

/// Round times between two lines of the axis.
fn between(before: &Row, row: &Row, canvas: &mut Canvas) {
    const UNITS: [i64; 13] = [1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400];
    let long = row.at.seconds - before.at.seconds;
    let high = row.y - before.y;
    if long <= 0 || before.at.date != row.at.date {
        return;
    }
    let Some(unit) = UNITS.into_iter().find(|unit| high * to_float(*unit) / to_float(long) >= 26.0) else {
        return;
    };
    let mut at = before.at.seconds - before.at.seconds.rem_euclid(unit) + unit;
    while at < row.at.seconds {
        let y = before.y + high * to_float(at - before.at.seconds) / to_float(long);
        if y - before.y >= 17.0 && row.y - y >= 17.0 {
            canvas.line("line", (AXIS - 3.0, y), (AXIS, y));
            let clock = Block::new(SMALL, &time::clock(at, unit < 60), f64::INFINITY, 1);
            canvas.text("muted", Anchor::End, (AXIS - 10.0, y - SMALL.line / 2.0), &clock);
        }
        at += unit;
    }
}

/// The bar of something that lasts.
fn bar(event: &Event, lane: &Lane, slot: usize, (from, to): (f64, f64), canvas: &mut Canvas) {
    let left: f64 = (0..slot).map(|_| BAR).sum();
    let area = Area { x: lane.x + 7.0 + left, y: from, width: BAR - 4.0, height: (to - from).max(4.0) };
    let class = event.said.mark.map_or_else(|| "tip".to_owned(), |mark| format!("t-{}", mark.name()));
    canvas.area(&class, area, 3.0);
}
