//! Pictures of many drawings that are made up: nothing lies on anything else, and every text is where it belongs.

use super::measure::{Font, width};
use super::svg;

/// Numbers that look like chance, and are the same every time.
struct Dice(u64);

impl Dice {
    /// A number below this one.
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn text(&mut self, most: usize) -> String {
        const WORDS: [&str; 14] = [
            "the",
            "detector",
            "reports",
            "of",
            "an",
            "IAM",
            "W",
            "credentials",
            "漢字が長い文章",
            "Über-Größe",
            "😀",
            "arn:aws:iam::604119382217:user/ci-artifacts",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "2026-05-18 09:20 UTC",
        ];
        let count = 1 + self.roll(most);
        (0..count).map(|_| WORDS[self.roll(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }

    fn said(&mut self) -> String {
        let mut out = format!("\"label\": \"{}\"", self.text(9));
        if self.roll(2) == 0 {
            out.push_str(&format!(", \"detail\": \"{}\"", self.text(5)));
        }
        if self.roll(2) == 0 {
            let mark = super::Mark::NAMES[self.roll(7)];
            out.push_str(&format!(", \"mark\": \"{mark}\""));
        }
        if self.roll(3) == 0 {
            out.push_str(&format!(", \"remark\": \"{}\"", self.text(6)));
        }
        out
    }

    /// Lanes or columns called 0, 1, 2 …
    fn named(&mut self, count: usize) -> String {
        (0..count)
            .map(|id| format!("{{\"id\": \"{id}\", \"label\": \"{}\"}}", self.text(3)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn graph(&mut self) -> String {
        let columns = 1 + self.roll(7);
        let nodes = 1 + self.roll(30);
        let cards: Vec<String> = (0..nodes)
            .map(|id| format!("{{\"id\": \"{id}\", \"column\": \"{}\", {}}}", self.roll(columns), self.said()))
            .collect();
        let edges: Vec<String> = (0..self.roll(40))
            .map(|_| {
                let label =
                    if self.roll(6) == 0 { format!(", \"label\": \"{}\"", self.text(3)) } else { String::new() };
                format!("{{\"from\": \"{}\", \"to\": \"{}\"{label}}}", self.roll(nodes), self.roll(nodes))
            })
            .collect();
        format!(
            "{{\"drawing\": \"graph\", \"title\": \"{}\", \"note\": \"{}\", \"columns\": [{}], \"nodes\": [{}], \"edges\": [{}]}}",
            self.text(9),
            self.text(20),
            self.named(columns),
            cards.join(", "),
            edges.join(", ")
        )
    }

    fn sequence(&mut self) -> String {
        let lanes = 1 + self.roll(6);
        let steps: Vec<String> = (0..self.roll(20))
            .map(|_| {
                let to = if self.roll(3) == 0 { "null".to_owned() } else { format!("\"{}\"", self.roll(lanes)) };
                format!("{{\"from\": \"{}\", \"to\": {to}, {}}}", self.roll(lanes), self.said())
            })
            .collect();
        let (title, lanes) = (self.text(9), self.named(lanes));
        format!(
            "{{\"drawing\": \"sequence\", \"title\": \"{title}\", \"lanes\": [{lanes}], \"steps\": [{}]}}",
            steps.join(", ")
        )
    }

    fn timeline(&mut self) -> String {
        let lanes = 1 + self.roll(5);
        let mut minutes = 0;
        let mut at = |dice: &mut Self| {
            minutes += [0, 0, 1, 7, 45, 600][dice.roll(6)];
            format!(
                "2026-05-{:02}T{:02}:{:02}:0{}Z",
                1 + minutes / 1440 % 28,
                minutes / 60 % 24,
                minutes % 60,
                dice.roll(2)
            )
        };
        let events: Vec<String> = (0..self.roll(20))
            .map(|_| {
                let (from, until) = (at(self), at(self));
                let until = if self.roll(4) == 0 && until >= from { format!("\"{until}\"") } else { "null".to_owned() };
                let (lane, said) = (self.roll(lanes), self.said());
                format!("{{\"at\": \"{from}\", \"until\": {until}, \"lane\": \"{lane}\", {said}}}")
            })
            .collect();
        let (title, lanes) = (self.text(9), self.named(lanes));
        format!(
            "{{\"drawing\": \"timeline\", \"title\": \"{title}\", \"lanes\": [{lanes}], \"events\": [{}]}}",
            events.join(", ")
        )
    }
}

/// What lies between two others in a text.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(between, _)| between)
}

struct Seen {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// For the message of a test that fails.
    what: String,
}

impl std::fmt::Display for Seen {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{:?} ({:.1} to {:.1}, {:.1} to {:.1})", self.what, self.left, self.right, self.top, self.bottom)
    }
}

impl Seen {
    fn holds(&self, other: &Self) -> bool {
        let near = 0.6;
        self.left - near <= other.left
            && other.right <= self.right + near
            && self.top - near <= other.top
            && other.bottom <= self.bottom + near
    }

    fn touches(&self, other: &Self) -> bool {
        let near = 0.3;
        self.left + near < other.right
            && other.left + near < self.right
            && self.top + near < other.bottom
            && other.top + near < self.bottom
    }
}

/// The cards of a picture, and the lines of its texts as wide as they were measured.
fn seen(picture: &str) -> (Vec<Seen>, Vec<Seen>) {
    let (_, body) = picture.split_once("</style>").and_then(|(_, rest)| rest.split_once("<g transform")).unwrap();
    let (mut cards, mut texts) = (Vec::new(), Vec::new());
    for line in body.lines() {
        let number = |name: &str| between(line, &format!(" {name}=\""), "\"").unwrap().parse::<f64>().unwrap();
        if line.starts_with("<rect class=\"card") {
            let (left, top) = (number("x"), number("y"));
            let (right, bottom) = (left + number("width"), top + number("height"));
            cards.push(Seen { left, right, top, bottom, what: line.to_owned() });
        } else if line.starts_with("<text") {
            let class = between(line, "class=\"", "\"").unwrap();
            let font = Font::ALL.into_iter().find(|font| class.split(' ').any(|word| word == font.class)).unwrap();
            for part in line.split("<tspan").skip(1) {
                let number = |name: &str| between(part, &format!(" {name}=\""), "\"").unwrap().parse::<f64>().unwrap();
                let text = between(part, ">", "</tspan>").unwrap().trim_end();
                let text = text.replace("&quot;", "\"").replace("&amp;", "&");
                let (x, y, wide) = (number("x"), number("y"), width(font, &text));
                let left = match between(line, "text-anchor=\"", "\"") {
                    Some("middle") => x - wide / 2.0,
                    Some("end") => x - wide,
                    _ => x,
                };
                let (top, bottom) = (y - 0.75 * font.size, y + 0.2 * font.size);
                texts.push(Seen { left, right: left + wide, top, bottom, what: text });
            }
        }
    }
    (cards, texts)
}

/// Points of the lines of a picture that go from column to column.
fn points(picture: &str) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    for line in picture.lines().filter(|line| line.starts_with("<path class=\"line")) {
        let path = between(line, " d=\"", "\"").unwrap();
        let Some((start, curve)) = path.strip_prefix('M').and_then(|path| path.split_once('C')) else {
            continue;
        };
        let (curve, straight) = curve.split_once('H').map_or((curve, None), |(curve, to)| (curve, Some(to)));
        let numbers: Vec<f64> =
            start.split(' ').chain(curve.split(' ')).map(|number| number.parse().unwrap()).collect();
        let [x0, y0, x1, y1, x2, y2, x3, y3] = numbers[..] else { panic!("{path}") };
        for step in 0..=40 {
            let t = f64::from(step) / 40.0;
            let u = 1.0 - t;
            let along = |a: f64, b: f64, c: f64, d: f64| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            out.push((along(x0, x1, x2, x3), along(y0, y1, y2, y3)));
            if let Some(end) = straight {
                out.push((x3 + t * (end.parse::<f64>().unwrap() - x3), y3));
            }
        }
    }
    out
}

/// How many drawings of each kind are made up.
const ROUNDS: usize = 150;

#[test]
fn nothing_lies_on_anything_else_and_every_text_is_where_it_belongs() {
    let mut dice = Dice(7);
    for round in 0..ROUNDS {
        for json in [dice.graph(), dice.sequence(), dice.timeline()] {
            let picture = svg(&json, "picture").unwrap();
            let (cards, texts) = seen(&picture);
            let size = |name: &str| between(&picture, &format!(" {name}=\""), "\"").unwrap().parse::<f64>().unwrap();
            let whole = Seen {
                left: -20.0,
                right: size("width") - 20.0,
                top: -20.0,
                bottom: size("height"),
                what: String::new(),
            };
            for (index, card) in cards.iter().enumerate() {
                assert!(whole.holds(card), "round {round}: {card} lies outside\n{json}");
                for other in &cards[index + 1..] {
                    assert!(!card.touches(other), "round {round}: {card} lies on {other}\n{json}");
                }
            }
            for (index, text) in texts.iter().enumerate() {
                assert!(whole.holds(text), "round {round}: {text} lies outside\n{json}");
                for card in cards.iter().filter(|card| card.touches(text)) {
                    assert!(card.holds(text), "round {round}: {text} juts out of {card}\n{json}");
                }
                for other in &texts[index + 1..] {
                    assert!(!text.touches(other), "round {round}: {text} lies on {other}\n{json}");
                }
            }
            for (x, y) in points(&picture) {
                let near = 1.0;
                let inside = |card: &&Seen| {
                    card.left + near < x && x < card.right - near && card.top + near < y && y < card.bottom - near
                };
                assert!(
                    !cards.iter().any(|card| inside(&card)),
                    "round {round}: a line passes a card at {x} {y}\n{json}"
                );
            }
        }
    }
}

#[test]
fn nothing_is_left_out_of_a_text_that_is_broken() {
    let mut dice = Dice(11);
    for _ in 0..400 {
        let text = dice.text(12);
        let limit = f64::from(u32::try_from(60 + dice.roll(300)).unwrap());
        for font in Font::ALL {
            let block = super::measure::Block::new(font, &text, limit, 1_000);
            let lines = block.lines.iter().map(|line| format!("{}{}", line.text, if line.blank { " " } else { "" }));
            assert_eq!(lines.collect::<String>(), text);
            assert!(block.width() <= limit, "{text:?} is wider than {limit}: {:?}", block.lines);
            let cut = super::measure::Block::new(font, &text, limit, 2);
            assert!(cut.lines.len() <= 2 && cut.width() <= limit, "{:?}", cut.lines);
            let whole = block.lines.len() <= 2;
            assert_eq!(cut.lines.last().unwrap().text.ends_with('…'), !whole, "{:?}", cut.lines);
        }
    }
}
