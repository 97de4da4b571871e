//! Characters that a terminal would obey or hide, made visible.
//!
//! Analysts open texts that attackers have had a hand in, so nothing from a file, a file's name or a message reaches a
//! terminal as a control, bidirectional, format or zero-width character. What is shown instead is [`shown`]; every
//! report that people read ends in [`Ink`](crate::ink::Ink), which asks it of each character, and JSON escapes the
//! same set.

use std::borrow::Cow;

/// How a character is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As it is.
    AsIs,
    /// As this picture of it: `␛` for an escape.
    Picture(char),
    /// By its number: `⟨U+202E⟩`.
    Number(u32),
}

/// How `char` is shown.
pub(crate) fn shown(char: char) -> Shown {
    let number = u32::from(char);
    match char {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + number).map_or(Shown::Number(number), Shown::Picture),
        '\u{7f}' => Shown::Picture('\u{2421}'),
        _ if hides(char) => Shown::Number(number),
        _ => Shown::AsIs,
    }
}

/// Would a terminal obey this character, or show nothing for it?
pub(crate) fn is_hidden(char: char) -> bool {
    shown(char) != Shown::AsIs
}

/// The text on one line, everything in it visible. A tab becomes a blank.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        if char == '\t' {
            out.push(' ');
        } else {
            push(&mut out, char);
        }
    }
    Cow::Owned(out)
}

/// Adds `char` as it is shown.
pub(crate) fn push(out: &mut String, char: char) {
    match shown(char) {
        Shown::AsIs => out.push(char),
        Shown::Picture(picture) => out.push(picture),
        Shown::Number(number) => {
            out.push_str("⟨U+");
            for shift in [20, 16, 12, 8, 4, 0] {
                let digit = (number >> shift) & 0xf;
                if shift <= 12 || number >> shift != 0 {
                    out.extend(char::from_digit(digit, 16).map(|digit| digit.to_ascii_uppercase()));
                }
            }
            out.push('⟩');
        }
    }
}

/// C1 controls, format characters, line and paragraph separators, and what Unicode calls ignorable by default: the
/// characters of general category Cf, Zl and Zp, and those of property Default_Ignorable_Code_Point.
fn hides(char: char) -> bool {
    matches!(char,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'..='\u{891}'
        | '\u{8e2}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{110bd}'
        | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_pictured_or_numbered() {
        for (text, wanted) in [
            ("plain é漢😀 text", "plain é漢😀 text"),
            ("\u{1b}[2J", "␛[2J"),
            ("a\u{7}\u{7f}\0", "a␇␡␀"),
            ("one\ntwo\r\n", "one␊two␍␊"),
            ("tab\there", "tab here"),
            ("\u{85}\u{9b}31m", "⟨U+0085⟩⟨U+009B⟩31m"),
            ("\u{202e}rtl\u{200b}\u{feff}", "⟨U+202E⟩rtl⟨U+200B⟩⟨U+FEFF⟩"),
            ("\u{e0041}", "⟨U+E0041⟩"),
            ("\u{2028}", "⟨U+2028⟩"),
        ] {
            assert_eq!(visible(text), wanted);
        }
    }
}
