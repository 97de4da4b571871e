//! JSON and NDJSON: a scanner that goes through the text once, holds its place in a list of what is open,
//! and never calls itself.

use std::borrow::Cow;
use std::ops::Range;

use crate::builder::{Builder, Shared, Stop, scalar};
use crate::text::BYTE_ORDER_MARK;
use crate::{Content, Document, Fault, JsonCause, Style};

/// Reads a file that is one JSON value. A file of nothing but blanks holds no document.
pub(crate) fn read(shared: &mut Shared<'_>) -> Vec<Document> {
    let start = after_mark(shared.text);
    document(shared, start..shared.text.len(), true).into_iter().collect()
}

/// Reads a file that has a JSON value on each line; blank lines hold none.
pub(crate) fn read_lines(shared: &mut Shared<'_>) -> Vec<Document> {
    let text = std::sync::Arc::clone(shared.text);
    let mut documents = Vec::new();
    let mut start = after_mark(&text);
    while start < text.len() {
        let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| start + length);
        if let Some(found) = document(shared, start..end, false) {
            if let Some(refused) = shared.too_many(documents.len(), start) {
                documents.push(refused);
                break;
            }
            documents.push(found);
        }
        start = end + 1;
    }
    documents
}

fn after_mark(text: &str) -> usize {
    if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
}

/// The document of a range of the text; none where only blanks stand.
fn document(shared: &mut Shared<'_>, range: Range<usize>, whole_file: bool) -> Option<Document> {
    let text = std::sync::Arc::clone(shared.text);
    let mut scanner = Scanner {
        bytes: text.as_bytes().get(..range.end).unwrap_or_default(),
        text: text.get(..range.end).unwrap_or_default(),
        at: range.start,
        builder: Builder::new(shared),
        whole_file,
    };
    scanner.blanks();
    if scanner.at >= range.end {
        return None;
    }
    if let Err(Wrong::Syntax { cause, range, related }) = scanner.value() {
        let related = related.map(|range| scanner.builder.span(range));
        let span = scanner.builder.span(range);
        scanner.builder.fault(Fault::Json { cause, span, related });
    }
    Some(scanner.builder.finish())
}

/// Why the scanner cannot go on.
enum Wrong {
    Syntax {
        cause: JsonCause,
        range: Range<usize>,
        related: Option<Range<usize>>,
    },
    /// The builder noted why.
    Noted,
}

impl From<Stop> for Wrong {
    fn from(_: Stop) -> Self {
        Self::Noted
    }
}

struct Scanner<'b, 's, 't> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    builder: Builder<'b, 's>,
    whole_file: bool,
}

/// What may stand next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Value,
    /// A value, or the end of a list that has just begun.
    ValueOrEnd,
    Key,
    /// A key, or the end of a map that has just begun.
    KeyOrEnd,
    /// A comma or the end.
    Next,
}

impl<'t> Scanner<'_, '_, 't> {
    fn value(&mut self) -> Result<(), Wrong> {
        let mut wanted = Wanted::Value;
        loop {
            self.blanks();
            let Some(byte) = self.byte() else {
                return Err(self.ended(wanted));
            };
            wanted = match (wanted, byte) {
                (Wanted::ValueOrEnd, b']') | (Wanted::KeyOrEnd, b'}') => self.close()?,
                (Wanted::Value | Wanted::ValueOrEnd, _) => match byte {
                    b'[' => self.open(false)?,
                    b'{' => self.open(true)?,
                    b'"' => {
                        let start = self.at;
                        let text = self.string()?;
                        self.builder.leaf(scalar(text, Style::DoubleQuoted), start..self.at)?;
                        Wanted::Next
                    }
                    b'-' | b'0'..=b'9' => {
                        let range = self.number()?;
                        self.leaf(range)?;
                        Wanted::Next
                    }
                    b']' | b'}' => return Err(self.no_value(byte)),
                    _ => {
                        self.word()?;
                        Wanted::Next
                    }
                },
                (Wanted::Key | Wanted::KeyOrEnd, b'"') => {
                    let start = self.at;
                    let text = self.string()?;
                    self.builder.key(&text, start..self.at, false);
                    self.blanks();
                    match self.byte() {
                        Some(b':') => {}
                        Some(_) => return Err(self.wrong(JsonCause::NoColon)),
                        None => return Err(self.ended(Wanted::Next)),
                    }
                    self.at += 1;
                    Wanted::Value
                }
                (Wanted::Key, b'}') => return Err(self.trailing_comma()),
                (Wanted::Key | Wanted::KeyOrEnd, _) => return Err(self.or_comment(JsonCause::Key)),
                (Wanted::Next, b',') => {
                    self.at += 1;
                    match self.builder.innermost() {
                        Some((true, _)) => Wanted::Key,
                        _ => Wanted::Value,
                    }
                }
                (Wanted::Next, b']' | b'}') => self.close()?,
                (Wanted::Next, _) => {
                    let open = self.builder.open_bracket().map(|at| at..at + 1);
                    let mut wrong = self.or_comment(JsonCause::NoComma);
                    if let Wrong::Syntax { cause: JsonCause::NoComma, related, .. } = &mut wrong {
                        *related = open;
                    }
                    return Err(wrong);
                }
            };
            if wanted == Wanted::Next && self.builder.depth() == 0 {
                return self.end();
            }
        }
    }

    fn open(&mut self, is_map: bool) -> Result<Wanted, Wrong> {
        self.builder.open(is_map, self.at, Some(self.at))?;
        self.at += 1;
        Ok(if is_map { Wanted::KeyOrEnd } else { Wanted::ValueOrEnd })
    }

    fn close(&mut self) -> Result<Wanted, Wrong> {
        let (is_map, bracket) = self.builder.innermost().unwrap_or((false, None));
        let closes_map = self.byte() == Some(b'}');
        if is_map != closes_map {
            let related = bracket.map(|at| at..at + 1);
            let cause = JsonCause::WrongBracket(if closes_map { '}' } else { ']' });
            return Err(Wrong::Syntax { cause, range: self.at..self.at + 1, related });
        }
        self.at += 1;
        self.builder.close(Some(self.at))?;
        Ok(Wanted::Next)
    }

    /// Nothing but blanks may stand behind the value.
    fn end(&mut self) -> Result<(), Wrong> {
        self.blanks();
        match self.byte() {
            None => Ok(()),
            Some(b'{' | b'[' | b'"' | b'0'..=b'9' | b't' | b'f' | b'n') if self.whole_file => {
                Err(self.wrong(JsonCause::Second))
            }
            Some(_) => Err(self.or_comment(JsonCause::Behind)),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
    }

    /// An error at the character where the scanner stands.
    fn wrong(&self, cause: JsonCause) -> Wrong {
        let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Wrong::Syntax { cause, range: self.at..self.at + length, related: None }
    }

    fn or_comment(&self, cause: JsonCause) -> Wrong {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mark = ["//", "/*", "#"].into_iter().find(|mark| rest.starts_with(mark));
        match mark {
            Some(mark) => {
                Wrong::Syntax { cause: JsonCause::Comment, range: self.at..self.at + mark.len(), related: None }
            }
            None => self.wrong(cause),
        }
    }

    fn ended(&self, wanted: Wanted) -> Wrong {
        let range = self.at..self.at;
        match self.builder.open_bracket() {
            Some(open) => Wrong::Syntax { cause: JsonCause::Unclosed, range, related: Some(open..open + 1) },
            None => Wrong::Syntax {
                cause: if wanted == Wanted::Next { JsonCause::NoComma } else { JsonCause::NoValue },
                range,
                related: None,
            },
        }
    }

    /// The comma before the bracket where the scanner stands.
    fn trailing_comma(&self) -> Wrong {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end_matches([' ', '\t', '\n', '\r']);
        let at = before.len().saturating_sub(1);
        Wrong::Syntax { cause: JsonCause::TrailingComma, range: at..before.len(), related: None }
    }

    /// A closing bracket where a value is wanted.
    fn no_value(&self, byte: u8) -> Wrong {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end_matches([' ', '\t', '\n', '\r']);
        if before.ends_with(',') {
            return self.trailing_comma();
        }
        match self.builder.innermost() {
            Some((is_map, bracket)) if is_map != (byte == b'}') => {
                let related = bracket.map(|at| at..at + 1);
                Wrong::Syntax { cause: JsonCause::WrongBracket(char::from(byte)), range: self.at..self.at + 1, related }
            }
            Some(_) => self.wrong(JsonCause::NoValue),
            None => self.wrong(JsonCause::Unexpected(char::from(byte))),
        }
    }

    fn leaf(&mut self, range: Range<usize>) -> Result<(), Wrong> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        self.builder.leaf(scalar(text, Style::JsonWord), range)?;
        Ok(())
    }

    /// The end of the letters and digits from an offset on.
    fn word_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-'))
            .count()
    }

    fn word(&mut self) -> Result<(), Wrong> {
        let range = self.at..self.word_end(self.at);
        match self.text.get(range.clone()).unwrap_or_default() {
            "" => {
                let char = self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                Err(self.or_comment(JsonCause::Unexpected(char)))
            }
            "null" => {
                self.at = range.end;
                self.builder.leaf(Content::Null, range)?;
                Ok(())
            }
            "true" | "false" => {
                self.at = range.end;
                self.leaf(range)
            }
            word => {
                let cause = if word.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_') {
                    JsonCause::Word
                } else {
                    JsonCause::Number
                };
                Err(Wrong::Syntax { cause, range, related: None })
            }
        }
    }

    fn digits(&self, from: usize) -> usize {
        from + self.bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn number(&mut self) -> Result<Range<usize>, Wrong> {
        let start = self.at;
        let whole = start + usize::from(self.byte() == Some(b'-'));
        let mut end = self.digits(whole);
        let mut good = end > whole && (end == whole + 1 || self.bytes.get(whole) != Some(&b'0'));
        if self.bytes.get(end) == Some(&b'.') {
            let fraction = self.digits(end + 1);
            good &= fraction > end + 1;
            end = fraction;
        }
        if let Some(b'e' | b'E') = self.bytes.get(end) {
            let sign = end + 1 + usize::from(matches!(self.bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = self.digits(sign);
            good &= exponent > sign;
            end = exponent;
        }
        let word = self.word_end(end);
        if !good || word > end {
            return Err(Wrong::Syntax { cause: JsonCause::Number, range: start..word, related: None });
        }
        self.at = end;
        Ok(start..end)
    }

    /// The text in quotes that begins here.
    fn string(&mut self) -> Result<Cow<'t, str>, Wrong> {
        let open = self.at;
        self.at += 1;
        let mut decoded = String::new();
        let mut run = self.at;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let plain = rest.iter().take_while(|byte| **byte >= 0x20 && **byte != b'"' && **byte != b'\\').count();
            self.at += plain;
            match self.byte() {
                Some(b'"') => {
                    let last = self.text.get(run..self.at).unwrap_or_default();
                    self.at += 1;
                    if run == open + 1 {
                        return Ok(Cow::Borrowed(last));
                    }
                    decoded.push_str(last);
                    return Ok(Cow::Owned(decoded));
                }
                Some(b'\\') => {
                    decoded.push_str(self.text.get(run..self.at).unwrap_or_default());
                    decoded.push(self.escape()?);
                    run = self.at;
                }
                Some(b'\n' | b'\r') | None => {
                    let range = self.at..self.at;
                    return Err(Wrong::Syntax { cause: JsonCause::UnclosedText, range, related: Some(open..open + 1) });
                }
                Some(byte) => return Err(self.wrong(JsonCause::ControlInText(char::from(byte)))),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Wrong> {
        let start = self.at;
        let Some(escaped) = self.text.get(start + 1..).and_then(|rest| rest.chars().next()) else {
            return Err(self.wrong(JsonCause::Escape));
        };
        self.at = start + 2;
        let char = match escaped {
            '"' | '\\' | '/' => escaped,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(start),
            _ => {
                let range = start..start + 1 + escaped.len_utf8();
                return Err(Wrong::Syntax { cause: JsonCause::Escape, range, related: None });
            }
        };
        Ok(char)
    }

    fn unicode(&mut self, start: usize) -> Result<char, Wrong> {
        let first = self.hex(start)?;
        if let Some(char) = char::from_u32(first) {
            return Ok(char);
        }
        let half = Wrong::Syntax { cause: JsonCause::Surrogate, range: start..self.at, related: None };
        let next = self.at;
        if first >= 0xdc00 || !self.text.get(next..).is_some_and(|rest| rest.starts_with("\\u")) {
            return Err(half);
        }
        self.at = next + 2;
        let second = self.hex(next)?;
        if !(0xdc00..0xe000).contains(&second) {
            return Err(half);
        }
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)).ok_or(half)
    }

    /// Four digits behind `\u`.
    fn hex(&mut self, start: usize) -> Result<u32, Wrong> {
        let digits = self
            .bytes
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .take(4)
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        let range = start..self.at + digits;
        let value = self.text.get(self.at..self.at + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match value {
            Some(value) if digits == 4 => {
                self.at += 4;
                Ok(value)
            }
            _ => Err(Wrong::Syntax { cause: JsonCause::Escape, range, related: None }),
        }
    }
}
