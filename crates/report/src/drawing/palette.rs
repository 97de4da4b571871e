//! The colours of pictures, light and dark, and the style sheet that is made of them.
//!
//! The dark ones are for screens that ask for them; paper is always light. Every rule is bound to the id of its
//! picture, since a style in a picture that stands in a page is one for the whole page.

use super::mark::Mark;
use super::measure::Font;

/// The colours of one scheme.
struct Scheme {
    canvas: &'static str,
    band: &'static str,
    card: &'static str,
    text: &'static str,
    muted: &'static str,
    /// Lines that mean something.
    line: &'static str,
    /// Lines that only part.
    hair: &'static str,
    /// For each mark, for text and lines, and for what lies below them; in the order of [`Mark::ALL`].
    marks: [(&'static str, &'static str); 7],
}

const LIGHT: Scheme = Scheme {
    canvas: "#ffffff",
    band: "#f3f5f8",
    card: "#ffffff",
    text: "#1b1f24",
    muted: "#56606a",
    line: "#6e7781",
    hair: "#d5dbe1",
    marks: [
        ("#116329", "#e6f5ea"),
        ("#0a4f9e", "#e6f0fb"),
        ("#824200", "#fdf0d8"),
        ("#8e1a5b", "#fcebf4"),
        ("#a11a1a", "#fde6e4"),
        ("#5b3aa0", "#f0ebfa"),
        ("#0b5563", "#dff2f5"),
    ],
};

const DARK: Scheme = Scheme {
    canvas: "#14181d",
    band: "#1c2229",
    card: "#262d36",
    text: "#e8ecf0",
    muted: "#b0bac4",
    line: "#929daa",
    hair: "#3a444f",
    marks: [
        ("#7ddb94", "#173322"),
        ("#8cc2ff", "#162b43"),
        ("#f5bd6b", "#392912"),
        ("#f5a3cd", "#3d1c2f"),
        ("#ffa29a", "#401c1c"),
        ("#cbb8ff", "#2c2348"),
        ("#7fdbe8", "#13353d"),
    ],
};

/// Faces with the widths of the table in `measure`; none of them is fetched.
const FACES: &str = "Arial,\"Helvetica Neue\",Helvetica,\"Liberation Sans\",system-ui,sans-serif";

/// The style sheet of the picture with this id.
pub(super) fn style(id: &str) -> String {
    let mut out = format!("#{id}{{font-family:{FACES}}}\n#{id} path{{fill:none}}\n");
    for font in Font::ALL {
        let weight = if font.bold { ";font-weight:bold" } else { "" };
        out.push_str(&format!("#{id} .{}{{font-size:{}px{weight}}}\n", font.class, font.size));
    }
    out.push_str(&format!("#{id} .line,#{id} .sign{{stroke-width:1.5}}\n"));
    out.push_str(&format!("#{id} .sign{{stroke-linecap:round;stroke-linejoin:round}}\n"));
    out.push_str(&format!("#{id} .dashed{{stroke-dasharray:5 4}}\n#{id} .strong-line{{stroke-width:2}}\n"));
    LIGHT.rules(id, &mut out);
    out.push_str("@media screen and (prefers-color-scheme:dark){\n");
    DARK.rules(id, &mut out);
    out.push_str("}\n");
    out
}

impl Scheme {
    fn rules(&self, id: &str, out: &mut String) {
        let mut rule = |selectors: &str, property: &str, colour: &str| {
            let selectors: Vec<String> = selectors.split(',').map(|selector| format!("#{id} {selector}")).collect();
            out.push_str(&format!("{}{{{property}:{colour}}}\n", selectors.join(",")));
        };
        rule("text", "fill", self.text);
        rule(".muted", "fill", self.muted);
        rule(".canvas", "fill", self.canvas);
        rule(".band", "fill", self.band);
        rule(".card", "fill", self.card);
        rule(".hair", "stroke", self.hair);
        rule(".line,.card", "stroke", self.line);
        rule(".tip", "fill", self.line);
        for (mark, (strong, pale)) in Mark::ALL.into_iter().zip(self.marks) {
            let name = mark.name();
            rule(&format!(".on-{name}"), "fill", pale);
            rule(&format!(".t-{name}"), "fill", strong);
            rule(&format!(".s-{name}"), "stroke", strong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT, Scheme};

    /// The contrast of two colours as WCAG 2 counts it.
    fn contrast(one: &str, other: &str) -> f64 {
        let light = |colour: &str| {
            let channel = |at: usize| {
                let value = f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        };
        let (one, other) = (light(one), light(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_everything_below_it() {
        for Scheme { canvas, band, card, text, muted, line, marks, .. } in [&LIGHT, &DARK] {
            let below = [*canvas, *band, *card].into_iter().chain(marks.iter().map(|(_, pale)| *pale));
            for below in below {
                for text in [text, muted].into_iter().chain(marks.iter().map(|(strong, _)| strong)) {
                    assert!(contrast(text, below) >= 4.5, "{text} on {below}: {:.2}", contrast(text, below));
                }
                assert!(contrast(line, below) >= 3.0, "the line {line} on {below}: {:.2}", contrast(line, below));
            }
        }
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
    }
}
