//! Bytes into text.

use countersign_source::{FileId, Span};

use crate::Fault;

/// The bytes are no UTF-8 text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The offset of the first byte that does not fit.
    pub offset: usize,
    /// What it seems to be instead.
    pub why: NotTextWhy,
}

/// What bytes that are no UTF-8 seem to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotTextWhy {
    /// A UTF-16 byte-order mark stands in front, or every other byte of the beginning is zero.
    Utf16,
    /// A UTF-32 byte-order mark stands in front.
    Utf32,
    /// This byte begins or continues no character.
    Byte(u8),
    /// The file ends in the middle of a character.
    CutOff,
}

impl NotText {
    /// The same as a fault of `file`.
    #[must_use]
    pub fn fault(self, file: FileId) -> Fault {
        Fault::NotText { span: Span::new(file, self.offset..self.offset), why: self.why }
    }
}

/// The text that `bytes` are, as UTF-8. A byte-order mark is kept, so that offsets are those of the file;
/// [`read`](crate::read) skips it.
///
/// # Errors
///
/// Bytes that are not UTF-8, with the offset of the first that does not fit.
pub fn decode(bytes: &[u8]) -> Result<&str, NotText> {
    let wide = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some(NotTextWhy::Utf32),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(NotTextWhy::Utf16),
        [0, first, 0, second, ..] | [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(NotTextWhy::Utf16),
        _ => None,
    };
    if let Some(why) = wide {
        return Err(NotText { offset: 0, why });
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let why = match (error.error_len(), bytes.get(offset)) {
            (Some(_), Some(byte)) => NotTextWhy::Byte(*byte),
            _ => NotTextWhy::CutOff,
        };
        NotText { offset, why }
    })
}

/// The byte-order mark that a text may open with.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A character that no document may hold: invisible, and read differently by different programs.
pub(crate) fn is_control(char: char) -> bool {
    matches!(char, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// The offsets of the control characters of `text`, as many as `most`.
pub(crate) fn controls(text: &str, most: usize) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let suspect = |byte: &u8| matches!(byte, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f | 0xc2 | 0xef);
    let bytes = text.as_bytes();
    let mut at = 0;
    while found.len() < most {
        let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(suspect)) else {
            break;
        };
        at += next;
        let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        if is_control(char) {
            found.push((at, char));
        }
        at += char.len_utf8();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_say_what_they_seem_to_be() {
        for (bytes, offset, why) in [
            (&b"\xff\xfea\0"[..], 0, NotTextWhy::Utf16),
            (b"\xfe\xff\0a", 0, NotTextWhy::Utf16),
            (b"a\0b\0", 0, NotTextWhy::Utf16),
            (b"\xff\xfe\0\0", 0, NotTextWhy::Utf32),
            (b"id: caf\xe9\n", 7, NotTextWhy::Byte(0xe9)),
            (b"ab\xe2\x82", 2, NotTextWhy::CutOff),
        ] {
            assert_eq!(decode(bytes), Err(NotText { offset, why }), "{bytes:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_kept() {
        assert_eq!(decode(b"\xef\xbb\xbfa").unwrap(), "\u{feff}a");
    }

    #[test]
    fn control_characters_are_found_by_offset() {
        assert_eq!(controls("a\0é\u{85}\u{9b}\u{feff}\r\n\tb\u{7f}", 9), [(1, '\0'), (6, '\u{9b}'), (15, '\u{7f}')]);
        assert_eq!(controls("\0\0\0", 2).len(), 2);
    }
}
