//! What texts say: escapes, stripped indentation, and the braces that hold a path or a call.

use countersign_source::Span;

use super::Builder;
use crate::ast::{Expr, ExprKind, Format, Piece, TextLiteral};
use crate::diagnose::{Beyond, diagnose};
use crate::errors::{BadHole, Found, Subject, SyntaxError, TooDeep, UnclosedHole, UnknownEscape};
use crate::grammar::{self, Rule};
use crate::scan::{MAX_DEPTH, hole_end, scan, text_inner};

/// How a text is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Escapes mean something.
    Plain,
    /// Escapes and braces do.
    Format,
    /// A block stands as it is, but for its indentation; a text in `"…"` has escapes.
    AsItStands,
}

/// The part of a text that counts, and how much of each line's indentation does not.
struct Layout {
    start: usize,
    end: usize,
    indent: usize,
    block: bool,
}

impl Builder<'_> {
    /// A text whose braces mean nothing.
    pub(crate) fn literal(&self, span: Span, reading: Reading) -> TextLiteral {
        let (pieces, _, block) = self.pieces(span, reading);
        let mut value = String::new();
        for piece in pieces {
            if let Piece::Text(text) = piece {
                value.push_str(&text);
            }
        }
        TextLiteral { value, span, block }
    }

    /// A text whose braces hold paths or calls, and the height of the tallest of these.
    pub(crate) fn format(&self, span: Span) -> (Format, usize) {
        let (pieces, height, block) = self.pieces(span, Reading::Format);
        (Format { pieces, span, block }, height)
    }

    fn layout(&self, span: Span) -> Layout {
        let (mut start, mut end, block) = text_inner(self.text, span.range().start, span.range().end);
        end = end.max(start);
        let mut indent = 0;
        if block {
            let inner = self.text.get(start..end).unwrap_or_default();
            let first_end = inner.find(['\n', '\r']).unwrap_or(inner.len());
            let opens_blank = first_end < inner.len() && blank(inner.get(..first_end).unwrap_or_default());
            if opens_blank {
                start +=
                    first_end + if inner.get(first_end..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 };
            }
            let inner = self.text.get(start..end).unwrap_or_default();
            if let Some(last) = inner.rfind(['\n', '\r'])
                && blank(inner.get(last + 1..).unwrap_or_default())
            {
                let before = inner.get(..last).unwrap_or_default();
                let ends_two = inner.get(last..).is_some_and(|rest| rest.starts_with('\n')) && before.ends_with('\r');
                end = start + last - usize::from(ends_two);
            } else if opens_blank && blank(inner) {
                end = start;
            }
            let inner = self.text.get(start..end).unwrap_or_default();
            let lines = inner.split(['\n', '\r']).skip(usize::from(!opens_blank));
            indent = lines.filter(|line| !blank(line)).map(indentation).min().unwrap_or(0);
            if opens_blank {
                start = self.skip_indent(start, end, indent);
            }
        }
        Layout { start, end, indent, block }
    }

    /// Steps over the indentation of the line that begins at `at`; over all of it where the line is blank.
    fn skip_indent(&self, at: usize, end: usize, indent: usize) -> usize {
        let rest = self.text.get(at..end).unwrap_or_default();
        let blanks = indentation(rest);
        let ends = rest.get(blanks..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']));
        at + if ends { blanks } else { blanks.min(indent) }
    }

    fn pieces(&self, span: Span, reading: Reading) -> (Vec<Piece>, usize, bool) {
        let layout = self.layout(span);
        let raw = reading == Reading::AsItStands && layout.block;
        let mut pieces = Vec::new();
        let mut height = 0;
        let mut text = String::new();
        let mut at = layout.start;
        let mut dead = 0;
        while let Some(char) = self.text.get(at..layout.end).and_then(|rest| rest.chars().next()) {
            let next = self.text.get(at + char.len_utf8()..layout.end).and_then(|rest| rest.chars().next());
            match char {
                '\r' | '\n' => {
                    text.push('\n');
                    at += if char == '\r' && next == Some('\n') { 2 } else { 1 };
                    at = self.skip_indent(at, layout.end, layout.indent);
                }
                '\\' if !raw => at = self.escape(at, layout.end, &mut text),
                '{' | '}' if reading == Reading::Format && next == Some(char) => {
                    text.push(char);
                    at += 2;
                }
                '{' if reading == Reading::Format => {
                    let bytes = self.text.as_bytes().get(..layout.end).unwrap_or_default();
                    let end = if at >= dead { hole_end(bytes, at, &mut dead, 0) } else { None };
                    match end {
                        Some(end) => {
                            if !text.is_empty() {
                                pieces.push(Piece::Text(std::mem::take(&mut text)));
                            }
                            let (hole, hole_height) = self.hole(at + 1, end - 1);
                            height = height.max(hole_height);
                            pieces.push(Piece::Hole(hole));
                            at = end;
                        }
                        None => {
                            let brace = Span::new(self.file, at..at + 1);
                            self.error(SyntaxError::UnclosedHole(UnclosedHole { at: brace }));
                            // The rest of a broken text stands as it is.
                            text.push_str(self.text.get(at..layout.end).unwrap_or_default());
                            at = layout.end;
                        }
                    }
                }
                _ => {
                    text.push(char);
                    at += char.len_utf8();
                }
            }
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        (pieces, height, layout.block)
    }

    /// Reads the escape at `at` into `out`, and answers with the offset behind it.
    fn escape(&self, at: usize, end: usize, out: &mut String) -> usize {
        let rest = self.text.get(at + 1..end).unwrap_or_default();
        let plain = match rest.chars().next() {
            Some('"') => Some('"'),
            Some('\\') => Some('\\'),
            Some('n') => Some('\n'),
            Some('t') => Some('\t'),
            _ => None,
        };
        if let Some(char) = plain {
            out.push(char);
            return at + 2;
        }
        let mut length = 1 + rest.chars().next().map_or(0, char::len_utf8);
        if let Some(number) = rest.strip_prefix("u{") {
            let digits = number.bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
            if number.as_bytes().get(digits) == Some(&b'}') {
                length = digits + 4;
                let char = number.get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                if let Some(char) = char.and_then(char::from_u32) {
                    out.push(char);
                    return at + length;
                }
            }
        }
        let written = self.text.get(at..at + length).unwrap_or_default();
        out.push_str(written);
        self.error(SyntaxError::UnknownEscape(UnknownEscape {
            at: Span::new(self.file, at..at + length),
            written: written.chars().map(|char| if char.is_control() { ' ' } else { char }).collect(),
        }));
        at + length
    }

    /// Reads what stands between a pair of braces.
    fn hole(&self, start: usize, end: usize) -> (Expr, usize) {
        let at = Span::new(self.file, start..end);
        let junk = (Expr { kind: ExprKind::Junk, span: at }, 0);
        let depth = self.depth.get() + 1;
        if depth > MAX_DEPTH {
            let brace = Span::new(self.file, start - 1..start);
            self.error(SyntaxError::TooDeep(TooDeep { at: brace, limit: MAX_DEPTH }));
            return junk;
        }
        let inside = self.text.get(start..end).unwrap_or_default();
        if blank(inside) {
            let at = Span::new(self.file, start - 1..end + 1);
            self.error(SyntaxError::BadHole(BadHole { at, empty: true }));
            return junk;
        }
        let mut errors = self.errors.borrow_mut();
        let before = errors.count();
        let scanned = scan(self.file, self.text, start, end, depth, &mut errors);
        let reported = errors.count() > before;
        drop(errors);
        let masked = std::str::from_utf8(&scanned.mask).unwrap_or_default();
        match grammar::read(Rule::hole, masked) {
            Ok(pair) => {
                let inner =
                    Builder { base: start, depth: self.depth.clone(), too_long: self.too_long.clone(), ..*self };
                inner.depth.set(depth);
                let Some(expression) = pair.into_inner().next() else {
                    return junk;
                };
                let (expr, height) = inner.expression(expression).parts();
                self.too_long.set(inner.too_long.get());
                if !is_path_or_call(&expr) {
                    self.error(SyntaxError::BadHole(BadHole { at: expr.span, empty: false }));
                    return junk;
                }
                (expr, height + 1)
            }
            Err(failure) => {
                if !reported {
                    let beyond =
                        Beyond { at: Span::new(self.file, end..end + 1), found: Found::Written("}".to_owned()) };
                    self.error(diagnose(
                        self.file,
                        self.text,
                        &scanned.tokens,
                        0..scanned.tokens.len(),
                        start + failure.offset,
                        &failure.tried,
                        Subject::Hole,
                        Some(beyond),
                    ));
                }
                junk
            }
        }
    }
}

/// Is this what the braces of a text may hold? What could not be read has been reported, and counts as such.
fn is_path_or_call(expr: &Expr) -> bool {
    let mut inner = expr;
    loop {
        match &inner.kind {
            ExprKind::Field { base, .. } => inner = base,
            ExprKind::Each(base) => inner = base,
            ExprKind::Name(_) | ExprKind::Call { .. } | ExprKind::Junk => return true,
            // `(e in LIST where C).field` is a path from a list.
            ExprKind::Paren(_) => return !std::ptr::eq(inner, expr),
            _ => return false,
        }
    }
}

fn blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

fn indentation(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}
