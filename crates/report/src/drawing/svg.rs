//! SVG: a sink that escapes every text, the pieces that all pictures share, and the frame around them.

use super::mark::Mark;
use super::measure::{Block, LABEL, SMALL, STRONG, TITLE};
use super::{Drawing, palette, told};

/// A picture in the making.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    out: String,
}

/// The body of a picture.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) canvas: Canvas,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Where something lies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub(super) fn touches(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// How a text lies to its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Around the whole picture.
const MARGIN: f64 = 20.0;

impl Canvas {
    pub(super) fn area(&mut self, class: &str, area: Area, radius: f64) {
        let Area { x, y, width, height } = area;
        self.out.push_str(&format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            number(x),
            number(y),
            number(width),
            number(height)
        ));
        if radius > 0.0 {
            self.out.push_str(&format!(" rx=\"{}\"", number(radius)));
        }
        self.out.push_str("/>\n");
    }

    /// A line as the path language has it.
    pub(super) fn path(&mut self, class: &str, path: &str) {
        self.out.push_str(&format!("<path class=\"{class}\" d=\"{path}\"/>\n"));
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let path = format!("M{} {}L{} {}", number(from.0), number(from.1), number(to.0), number(to.1));
        self.path(class, &path);
    }

    /// The tip of an arrow that ends here, coming from the left or, with `-1`, from the right.
    pub(super) fn tip(&mut self, class: &str, at: (f64, f64), direction: f64) {
        let (x, y) = at;
        let back = x - 9.0 * direction;
        self.out.push_str(&format!(
            "<polygon class=\"{class}\" points=\"{},{} {},{} {},{}\"/>\n",
            number(x),
            number(y),
            number(back),
            number(y - 4.5),
            number(back),
            number(y + 4.5)
        ));
    }

    /// A text in lines, whose first begins at this height.
    pub(super) fn text(&mut self, class: &str, anchor: Anchor, at: (f64, f64), block: &Block) {
        let (x, top) = at;
        let font = block.font;
        if block.is_empty() {
            return;
        }
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let blank = if class.is_empty() { "" } else { " " };
        self.out.push_str(&format!("<text class=\"{}{blank}{class}\"{anchor}>", font.class));
        let mut y = top + font.baseline();
        let last = block.lines.len().saturating_sub(1);
        for (index, line) in block.lines.iter().enumerate() {
            self.out.push_str(&format!("<tspan x=\"{}\" y=\"{}\">", number(x), number(y)));
            escape(&mut self.out, &line.text);
            // Whoever copies or reads the text gets the blank back that it was broken at.
            self.out.push_str(if line.blank && index != last { " </tspan>" } else { "</tspan>" });
            y += font.line;
        }
        self.out.push_str("</text>\n");
    }

    /// The sign and the word of a mark, from this point to the right.
    pub(super) fn badge(&mut self, mark: Mark, at: (f64, f64)) {
        let (x, top) = at;
        self.sign(mark, (x + 6.0, top + STRONG.line / 2.0));
        let word = Block::new(STRONG, mark.word(), f64::INFINITY, 1);
        self.text(&format!("t-{}", mark.name()), Anchor::Start, (x + 17.0, top), &word);
    }

    /// The sign of a mark around this point.
    fn sign(&mut self, mark: Mark, at: (f64, f64)) {
        let (filled, drawn) = mark.drawn();
        let name = mark.name();
        self.out.push_str(&format!("<g transform=\"translate({} {})\">", number(at.0), number(at.1)));
        if !filled.is_empty() {
            self.out.push_str(&format!("<path class=\"t-{name}\" d=\"{filled}\"/>"));
        }
        self.out.push_str(&format!("<path class=\"sign s-{name}\" d=\"{drawn}\"/></g>\n"));
    }

    /// Puts another canvas behind everything that was drawn on this one.
    pub(super) fn append(&mut self, other: &Self) {
        self.out.push_str(&other.out);
    }
}

/// How wide the sign and the word of a mark are.
pub(super) fn badge_width(mark: Mark) -> f64 {
    17.0 + super::measure::width(STRONG, mark.word())
}

/// A mark and why it is there: what stands beside a step and in a card.
#[derive(Debug)]
pub(super) struct Remark {
    mark: Option<Mark>,
    text: Block,
}

impl Remark {
    pub(super) fn new(mark: Option<Mark>, remark: Option<&str>, width: f64) -> Self {
        Self { mark, text: Block::of(SMALL, remark, width, 8) }
    }

    pub(super) fn height(&self) -> f64 {
        self.mark.map_or(0.0, |_| STRONG.line) + self.text.height()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.mark.is_none() && self.text.is_empty()
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, at: (f64, f64)) {
        let (x, mut y) = at;
        if let Some(mark) = self.mark {
            canvas.badge(mark, (x, y));
            y += STRONG.line;
        }
        let class = self.mark.map_or_else(|| "muted".to_owned(), |mark| format!("t-{}", mark.name()));
        canvas.text(&class, Anchor::Start, (x, y), &self.text);
    }
}

/// A card: what it says, its mark, and why it is marked, below one another.
#[derive(Debug)]
pub(super) struct Card {
    mark: Option<Mark>,
    label: Block,
    detail: Block,
    remark: Remark,
}

impl Card {
    /// Between the border of a card and its texts.
    const PAD: f64 = 9.0;

    pub(super) fn new(said: &super::Said, width: f64) -> Self {
        let inner = width - 2.0 * Self::PAD;
        Self {
            mark: said.mark,
            label: Block::new(LABEL, &said.label, inner, 10),
            detail: Block::of(SMALL, said.detail.as_deref(), inner, 6),
            remark: Remark::new(said.mark, said.remark.as_deref(), inner),
        }
    }

    pub(super) fn height(&self) -> f64 {
        let parts = [self.label.height(), self.detail.height(), self.remark.height()];
        let gaps = parts.iter().filter(|height| **height > 0.0).count().saturating_sub(1);
        parts.iter().sum::<f64>() + 3.0 * f64::from(u8::try_from(gaps).unwrap_or(0)) + 2.0 * Self::PAD - 3.0
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, area: Area) {
        canvas.area(&card_class(self.mark), area, 6.0);
        let x = area.x + Self::PAD;
        let mut y = area.y + Self::PAD - 1.5;
        canvas.text("", Anchor::Start, (x, y), &self.label);
        y += self.label.height() + 3.0;
        canvas.text("muted", Anchor::Start, (x, y), &self.detail);
        if !self.detail.is_empty() {
            y += self.detail.height() + 3.0;
        }
        self.remark.draw(canvas, (x, y));
    }
}

/// The class of a card with this mark.
pub(super) fn card_class(mark: Option<Mark>) -> String {
    match mark {
        Some(mark @ (Mark::Missing | Mark::Unknown)) => format!("card strong-line dashed on-{0} s-{0}", mark.name()),
        Some(mark @ (Mark::Late | Mark::Wrong | Mark::Chosen)) => format!("card strong-line on-{0} s-{0}", mark.name()),
        Some(Mark::Done | Mark::Open) | None => "card".to_owned(),
    }
}

/// The classes of a line with this mark, and of its tip.
pub(super) fn line_class(mark: Option<Mark>) -> (String, String) {
    let Some(mark) = mark.filter(|mark| !matches!(mark, Mark::Done | Mark::Open)) else {
        return ("line".to_owned(), "tip".to_owned());
    };
    let dashed = if matches!(mark, Mark::Missing | Mark::Unknown) { " dashed" } else { "" };
    (format!("line strong-line{dashed} s-{}", mark.name()), format!("t-{}", mark.name()))
}

/// The picture with its title, the sentence of the document, and a description for those who cannot see it.
pub(super) fn framed(drawing: &Drawing, body: Picture, prefix: &str) -> String {
    let id = identifier(prefix);
    let wide = body.width.max(420.0);
    let title = Block::new(TITLE, &drawing.title, wide, 3);
    let note = Block::of(LABEL, drawing.note.as_deref(), wide, 6);
    let mut canvas = Canvas::default();
    let mut y = MARGIN;
    canvas.text("", Anchor::Start, (MARGIN, y), &title);
    y += title.height() + 2.0;
    canvas.text("muted", Anchor::Start, (MARGIN, y), &note);
    y += note.height() + 16.0;
    let (width, height) = (wide + 2.0 * MARGIN, y + body.height + MARGIN);

    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" class=\"drawing\" role=\"img\" \
         aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" \
         width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n<title id=\"{id}-title\">",
        number(width.ceil()),
        number(height.ceil()),
    );
    escape(&mut out, &drawing.title);
    out.push_str(&format!("</title>\n<desc id=\"{id}-desc\">"));
    escape(&mut out, &told::told(drawing));
    out.push_str("</desc>\n<style>\n");
    out.push_str(&palette::style(&id));
    out.push_str("</style>\n");
    let mut all = Canvas::default();
    all.area("canvas", Area { x: 0.0, y: 0.0, width: width.ceil(), height: height.ceil() }, 0.0);
    all.append(&canvas);
    all.out.push_str(&format!("<g transform=\"translate({} {})\">\n", number(MARGIN), number(y)));
    all.append(&body.canvas);
    out.push_str(&all.out);
    out.push_str("</g>\n</svg>\n");
    out
}

/// The prefix as an id that needs no escaping in a style sheet.
fn identifier(prefix: &str) -> String {
    let mut out: String = prefix.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
    if !out.starts_with(|char: char| char.is_ascii_alphabetic()) {
        out.insert_str(0, "d-");
    }
    out
}

/// A length to a tenth.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if tenths == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{:.1}", tenths / 10.0);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// Adds a text so that it is one in XML and in HTML, everything in it visible.
fn escape(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No characters of XML, and none of a text.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => crate::visible::push(out, char),
        }
    }
}

/// Says that there is nothing to draw.
pub(super) fn nothing(canvas: &mut Canvas, what: &str, at: (f64, f64)) {
    let block = Block::new(LABEL, what, f64::INFINITY, 1);
    canvas.text("muted", Anchor::Start, at, &block);
}
