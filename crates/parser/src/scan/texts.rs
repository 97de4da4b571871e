//! Where texts and patterns end, also those that nobody closed.

use super::MAX_DEPTH;
use crate::words;

/// Where a text ends.
pub(crate) struct TextEnd {
    /// The offset behind its closing quotation mark, or where it is taken to end without one.
    pub(crate) end: usize,
    /// Is there a closing quotation mark?
    pub(crate) closed: bool,
    /// Was it opened by `"""`?
    pub(crate) block: bool,
}

/// The offset of the first line end at or behind `at`.
pub(crate) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(bytes.len(), |length| at + length)
}

/// Finds the end of the text that opens at `start`. With `holes`, a quotation mark inside `{…}` does not end it.
/// `dead_until` remembers that a brace on this line has been tried in vain, so that nothing is scanned twice.
pub(crate) fn text_end(bytes: &[u8], start: usize, holes: bool, dead_until: &mut usize, depth: usize) -> TextEnd {
    if bytes.get(start..).is_some_and(|rest| rest.starts_with(b"\"\"\"")) {
        return block_end(bytes, start);
    }
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None | Some(b'\n' | b'\r') => {
                return TextEnd { end: repaired_end(bytes, start + 1), closed: false, block: false };
            }
            Some(b'"') => {
                return TextEnd { end: at + 1, closed: true, block: false };
            }
            Some(b'\\') if !matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r')) => at += 2,
            Some(b'{') if holes && bytes.get(at + 1) == Some(&b'{') => at += 2,
            Some(b'{') if holes && at >= *dead_until => match hole_end(bytes, at, dead_until, depth) {
                Some(end) => at = end,
                None => at += 1,
            },
            Some(_) => at += 1,
        }
    }
}

/// Finds the offset behind the `}` of the hole that opens at `start`; it has to stand on the same line.
pub(crate) fn hole_end(bytes: &[u8], start: usize, dead_until: &mut usize, depth: usize) -> Option<usize> {
    let mut at = start + 1;
    let mut open = 1usize;
    if depth <= MAX_DEPTH {
        loop {
            match bytes.get(at) {
                None | Some(b'\n' | b'\r') => break,
                Some(b'"') => {
                    let text = text_end(bytes, at, true, dead_until, depth + 1);
                    if !text.closed || text.block {
                        break;
                    }
                    at = text.end;
                }
                Some(b'{') => {
                    open += 1;
                    at += 1;
                }
                Some(b'}') => {
                    open -= 1;
                    at += 1;
                    if open == 0 {
                        return Some(at);
                    }
                }
                Some(_) => at += 1,
            }
        }
    }
    *dead_until = (*dead_until).max(line_end(bytes, start));
    None
}

/// The end of a text or pattern that its line does not close: the line's end, but a brace or comma that ends the
/// line behind it is left to whatever the text stands in.
pub(crate) fn repaired_end(bytes: &[u8], start: usize) -> usize {
    let mut end = line_end(bytes, start);
    let mut trim = |drop: fn(u8) -> bool| {
        while let Some(byte) = end.checked_sub(1).and_then(|at| bytes.get(at)) {
            if end <= start || !drop(*byte) {
                break;
            }
            end -= 1;
        }
    };
    trim(|byte| matches!(byte, b' ' | b'\t'));
    trim(|byte| matches!(byte, b'{' | b','));
    trim(|byte| matches!(byte, b' ' | b'\t'));
    end
}

fn block_end(bytes: &[u8], start: usize) -> TextEnd {
    let open = |end| TextEnd { end, closed: false, block: true };
    let mut at = start + 3;
    loop {
        match bytes.get(at) {
            None => return open(resume_point(bytes, start + 3)),
            Some(b'\\') => at += 2,
            Some(b'"') if bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\"\"\"")) => {
                return TextEnd { end: at + 3, closed: true, block: true };
            }
            // Where an item stands, the block has been left open.
            Some(b'\n' | b'\r') if item_line(bytes, at + 1) => return open(at),
            Some(_) => at += 1,
        }
    }
}

/// Does an item begin in the first column at `at`: one of its words, then something, then a brace at the end?
fn item_line(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    if !rest.first().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let length = rest.iter().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(rest.len());
    let word = rest.get(..length).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default();
    if !words::begins_item(word) || rest.get(length) != Some(&b' ') {
        return false;
    }
    let line = bytes.get(at..line_end(bytes, at)).unwrap_or_default();
    line.trim_ascii_end().last() == Some(&b'{')
}

/// Where to go on behind a block that is open to the end of the file: in front of the first line that begins an
/// item or holds a closing brace and nothing else.
fn resume_point(bytes: &[u8], start: usize) -> usize {
    let mut at = line_end(bytes, start);
    while at < bytes.len() {
        let end = line_end(bytes, at + 1);
        let line = bytes.get(at + 1..end).unwrap_or_default();
        let length = line.iter().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(line.len());
        let word = line.get(..length).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default();
        if line.trim_ascii() == b"}" || words::begins_item(word) {
            return at;
        }
        at = end;
    }
    bytes.len()
}

/// Finds the offset behind the pattern that opens at `start`, its flag included.
pub(crate) fn pattern_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    let mut class = false;
    loop {
        match bytes.get(at)? {
            b'\n' | b'\r' => return None,
            b'\\' if !matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r')) => at += 2,
            b'[' if !class => {
                class = true;
                at += 1;
                // A `]` that comes first in a class stands for itself.
                if bytes.get(at) == Some(&b'^') {
                    at += 1;
                }
                if bytes.get(at) == Some(&b']') {
                    at += 1;
                }
            }
            b']' if class => {
                class = false;
                at += 1;
            }
            b'/' if !class => {
                at += 1;
                let flags = bytes.get(at..).unwrap_or_default();
                let length = flags.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                return Some(at + length);
            }
            _ => at += 1,
        }
    }
}

/// The inside of a text that spans `start..end` in `text`, and whether it is a block. The closing quotation marks
/// may be missing.
pub(crate) fn text_inner(text: &str, start: usize, end: usize) -> (usize, usize, bool) {
    let whole = text.get(start..end).unwrap_or_default();
    if let Some(rest) = whole.strip_prefix("\"\"\"") {
        let tail = if rest.ends_with("\"\"\"") { 3 } else { 0 };
        return (start + 3, end - tail, true);
    }
    let quote = whole.chars().next().map_or(0, char::len_utf8);
    let rest = whole.get(quote..).unwrap_or_default();
    let tail = match rest.chars().next_back() {
        Some(last @ ('"' | '\'' | '”' | '“' | '’' | '‘' | '»')) if closes(rest, last) => last.len_utf8(),
        _ => 0,
    };
    (start + quote, end - tail, false)
}

/// Is the last character of `rest` a closing quotation mark, and not an escaped one?
fn closes(rest: &str, last: char) -> bool {
    let before = rest.strip_suffix(last).unwrap_or_default();
    before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
}
