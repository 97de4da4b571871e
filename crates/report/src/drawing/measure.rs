//! How wide texts are, without asking a font: a table of advance widths of the common sans-serif faces, and the
//! breaking of texts into lines.

use unicode_width::UnicodeWidthChar;

/// A size and weight of text. The class is the one of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Font {
    pub(super) class: &'static str,
    pub(super) size: f64,
    pub(super) bold: bool,
    /// From one line to the next.
    pub(super) line: f64,
}

pub(super) const TITLE: Font = Font { class: "title", size: 17.0, bold: true, line: 23.0 };
pub(super) const HEAD: Font = Font { class: "head", size: 13.0, bold: true, line: 17.0 };
pub(super) const LABEL: Font = Font { class: "label", size: 13.0, bold: false, line: 17.0 };
pub(super) const STRONG: Font = Font { class: "strong", size: 12.0, bold: true, line: 16.0 };
pub(super) const SMALL: Font = Font { class: "small", size: 11.5, bold: false, line: 15.0 };

impl Font {
    /// All that a picture is set in.
    pub(super) const ALL: [Self; 5] = [TITLE, HEAD, LABEL, STRONG, SMALL];

    /// How far below the top of its line a text stands.
    pub(super) fn baseline(self) -> f64 {
        (self.line - 1.117 * self.size) / 2.0 + 0.905 * self.size
    }
}

/// Thousandths of the size for the blank and what follows it up to `~`.
const REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// The same for bold.
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
];

/// What other faces of the same kind are wider than the table at most.
const SLACK: f64 = 1.1;

/// The width of a text.
pub(super) fn width(font: Font, text: &str) -> f64 {
    text.chars().map(|char| advance(font, char)).sum()
}

fn advance(font: Font, char: char) -> f64 {
    let table = if font.bold { &BOLD } else { &REGULAR };
    let known = usize::try_from(u32::from(char)).ok().and_then(|at| table.get(at.checked_sub(0x20)?));
    let thousandths = match known {
        Some(known) => f64::from(*known),
        None => match char.width() {
            Some(0) => 0.0,
            // A face for pictures is wider than one for East Asian text.
            Some(2) if u32::from(char) >= 0x1f000 => 1350.0,
            Some(2) => 1000.0,
            _ if char.is_uppercase() => 800.0,
            _ if char.is_alphabetic() => 640.0,
            _ => 800.0,
        },
    };
    thousandths / 1000.0 * font.size * SLACK
}

/// A line of a broken text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Was it broken at a blank?
    pub(super) blank: bool,
}

/// A text in lines.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) font: Font,
    pub(super) lines: Vec<Line>,
}

impl Block {
    /// The text in lines of at most this width, and at most so many of them: what is left over is shown by `…`.
    pub(super) fn new(font: Font, text: &str, width: f64, most: usize) -> Self {
        Self { font, lines: wrap(font, text, width, most) }
    }

    /// The same for a text that may be missing.
    pub(super) fn of(font: Font, text: Option<&str>, width: f64, most: usize) -> Self {
        text.map_or(Self { font, lines: Vec::new() }, |text| Self::new(font, text, width, most))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn height(&self) -> f64 {
        self.lines.iter().map(|_| self.font.line).sum()
    }

    pub(super) fn width(&self) -> f64 {
        self.lines.iter().map(|line| width(self.font, &line.text)).fold(0.0, f64::max)
    }
}

const MORE: &str = "…";

fn wrap(font: Font, text: &str, limit: f64, most: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    let blank = advance(font, ' ');
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let whole = width(font, word);
        if !line.is_empty() {
            if used + blank + whole <= limit {
                line.push(' ');
                line.push_str(word);
                used += blank + whole;
                continue;
            }
            // A word that fits on no line begins on this one if a good part of it is left.
            let breaks = whole > limit || word.chars().any(breaks_before);
            let begins = pieces(font, word, limit).next().map(|piece| width(font, piece));
            if breaks && begins.is_some_and(|begins| used + blank + begins <= limit) && used < limit * 0.6 {
                line.push(' ');
                used += blank;
            } else {
                lines.push(Line { text: std::mem::take(&mut line), blank: true });
                used = 0.0;
            }
        }
        if used + whole <= limit {
            line.push_str(word);
            used += whole;
            continue;
        }
        for piece in pieces(font, word, limit) {
            let long = width(font, piece);
            if used + long > limit && !line.is_empty() {
                let text = std::mem::take(&mut line);
                let blank = text.ends_with(' ');
                lines.push(Line { text: text.trim_end().to_owned(), blank });
                used = 0.0;
            }
            line.push_str(piece);
            used += long;
        }
        if lines.len() > most {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(Line { text: line, blank: false });
    }
    cut(font, &mut lines, limit, most);
    lines
}

/// Keeps so many lines, and shows that there were more.
fn cut(font: Font, lines: &mut Vec<Line>, limit: f64, most: usize) {
    if lines.len() <= most {
        return;
    }
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        while width(font, &last.text) + width(font, MORE) > limit && last.text.pop().is_some() {}
        last.text.truncate(last.text.trim_end().len());
        last.text.push_str(MORE);
        last.blank = false;
    }
}

/// The parts of a word that it can be broken between, none wider than a line: behind the signs of paths and names where
/// there are any, else anywhere.
fn pieces(font: Font, word: &str, limit: f64) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut used = 0.0;
        let mut before: Option<char> = None;
        for (at, char) in rest.char_indices() {
            let step = advance(font, char);
            let joins = step == 0.0;
            let ends = before.is_some_and(|before| breaks_after(before) && !breaks_after(char));
            if at > 0 && !joins && (used + step > limit || ends || before.is_some_and(|_| breaks_before(char))) {
                let (piece, left) = rest.split_at_checked(at)?;
                rest = left;
                return Some(piece);
            }
            used += step;
            before = Some(char);
        }
        let piece = std::mem::take(&mut rest);
        Some(piece).filter(|piece| !piece.is_empty())
    })
}

fn breaks_after(char: char) -> bool {
    matches!(char, '/' | ':' | '.' | ',' | ';' | '-' | '_' | '@' | '=' | '&' | '?' | '#' | '|' | '\\' | '⟩')
        || breaks_before(char)
}

/// East Asian text breaks before every character but those that close something.
fn breaks_before(char: char) -> bool {
    char.width() == Some(2)
        && !matches!(char, '、' | '。' | '，' | '．' | '」' | '』' | '）' | '！' | '？' | '：' | '；' | 'ー')
}
