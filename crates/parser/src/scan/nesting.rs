//! Which bracket belongs to which, and the limit on how deep things may nest.
//!
//! This runs over the tokens before anything recursive does. What is nested too deep is masked as one broken
//! literal, so that everything around it is still read.

use countersign_source::{FileId, Span};

use super::{BROKEN_FILL, Kind, MAX_DEPTH, Scan, Token};
use crate::errors::{ErrorList, SyntaxError, TooDeep};
use crate::words;

/// Something that is open.
struct Frame {
    kind: FrameKind,
    /// The index of its token among those that are kept.
    token: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    /// `(`, `[` or `{`, as its byte
    Bracket(u8),
    /// `list<`
    Angle,
    /// `every` or `some`, whose body goes on to the end of what they stand in
    Quantifier,
}

/// A stretch that is nested too deep, and what has been opened and not closed in it.
struct Masked {
    start: usize,
    first: bool,
    by: FrameKind,
    /// Round and square brackets.
    brackets: usize,
    braces: usize,
    angles: usize,
}

/// Fills `scan.tokens` with `tokens`, brackets joined to their mates, and what is nested too deep replaced.
pub(crate) fn resolve(
    scan: &mut Scan,
    tokens: Vec<Token>,
    file: FileId,
    text: &str,
    depth: usize,
    errors: &mut ErrorList,
) {
    let mut pass =
        Pass { scan, file, text, depth, errors, frames: Vec::new(), masked: None, negations: 0, over: false };
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        pass.token(*token, before, tokens.get(index + 1));
    }
    if let Some(last) = tokens.last() {
        pass.unmask(last.end);
    }
}

struct Pass<'s, 'e> {
    scan: &'s mut Scan,
    file: FileId,
    text: &'s str,
    depth: usize,
    errors: &'e mut ErrorList,
    frames: Vec<Frame>,
    masked: Option<Masked>,
    /// How many `not` stand in a row.
    negations: usize,
    /// Was the last token a `not` too many, so that what it stands before needs no error of its own?
    over: bool,
}

impl Pass<'_, '_> {
    fn token(&mut self, token: Token, before: Option<&Token>, behind: Option<&Token>) {
        let lexeme = self.text.get(token.start..token.end).unwrap_or_default();
        let is = |other: Option<&Token>, sign: &str| {
            other.and_then(|other| self.text.get(other.start..other.end)) == Some(sign)
        };
        let opens_list = lexeme == "list" && is(behind, "<");
        let word = if token.kind == Kind::Word && !is(before, ".") && !is(behind, ":") && !is(behind, "?") {
            lexeme
        } else {
            ""
        };
        let before = before.map_or(token.start, |before| before.end);
        if token.first && !word.is_empty() {
            if begins_item(self.text, token, behind) && self.unindented(token) {
                self.unmask(before);
                self.frames.clear();
            } else if words::begins_clause(word) {
                self.unmask(before);
                self.close_loose();
            }
        }
        if self.masked.is_some() && self.goes_on(token, lexeme, opens_list, before) {
            return;
        }
        let over = std::mem::take(&mut self.over);
        self.negations = if word == "not" { self.negations + 1 } else { 0 };
        match (token.kind, word) {
            (Kind::Open, _) => self.open(token, FrameKind::Bracket(lexeme.bytes().next().unwrap_or(0)), over),
            (Kind::Close, _) => return self.close(token, lexeme),
            (Kind::Word, _) if opens_list => self.open(token, FrameKind::Angle, over),
            (Kind::Word, "every" | "some") => self.open(token, FrameKind::Quantifier, over),
            (Kind::Word, "implies") => self.close_loose(),
            (Kind::Word, "not") => {
                let depth = self.depth + self.frames.len() + self.negations;
                if depth > MAX_DEPTH {
                    if depth == MAX_DEPTH + 1 && !over {
                        self.too_deep(token);
                    }
                    self.over = true;
                    return self.fill(token.start, token.end, b' ');
                }
            }
            (Kind::Sign, _) if lexeme == "," => self.close_loose(),
            (Kind::Sign, _) if lexeme == ">" => {
                self.frames.pop_if(|frame| frame.kind == FrameKind::Angle);
            }
            _ => {}
        }
        if self.masked.is_none() {
            self.scan.tokens.push(token);
        }
    }

    /// Is the token swallowed by the stretch that is nested too deep? Otherwise that has ended in front of it.
    fn goes_on(&mut self, token: Token, lexeme: &str, opens_list: bool, before: usize) -> bool {
        let Some(masked) = &mut self.masked else {
            return false;
        };
        let loose = !matches!(masked.by, FrameKind::Bracket(_));
        let level = masked.brackets == 0 && masked.braces == 0;
        let mut ends_here = false;
        let mut ended_before = false;
        match lexeme {
            "{" => masked.braces += 1,
            "(" | "[" => masked.brackets += 1,
            "}" if masked.braces == 0 => ended_before = true,
            "}" => {
                masked.braces -= 1;
                ends_here = masked.by == FrameKind::Bracket(b'{') && masked.braces == 0;
            }
            ")" | "]" if masked.brackets == 0 => ended_before = loose,
            ")" | "]" => {
                masked.brackets -= 1;
                ends_here = !loose && masked.by != FrameKind::Bracket(b'{') && masked.brackets == 0;
            }
            "," | "implies" => ended_before = loose && level && masked.angles == 0,
            ">" if masked.by == FrameKind::Angle && level => {
                masked.angles = masked.angles.saturating_sub(1);
                ends_here = masked.angles == 0;
            }
            _ if opens_list => masked.angles += 1,
            _ => {}
        }
        if ends_here {
            self.unmask(token.end);
        } else if ended_before {
            self.unmask(before);
        }
        !ended_before
    }

    /// Does the token stand in the first column?
    fn unindented(&self, token: Token) -> bool {
        let before = self.text.as_bytes().get(..token.start).unwrap_or_default();
        matches!(before.last(), None | Some(b'\n' | b'\r')) || before == b"\xef\xbb\xbf"
    }

    fn open(&mut self, token: Token, kind: FrameKind, reported: bool) {
        if self.depth + self.frames.len() < MAX_DEPTH {
            self.frames.push(Frame { kind, token: self.scan.tokens.len() });
            return;
        }
        if !reported {
            self.too_deep(token);
        }
        self.masked = Some(Masked {
            start: token.start,
            first: token.first,
            by: kind,
            brackets: usize::from(matches!(kind, FrameKind::Bracket(b'(' | b'['))),
            braces: usize::from(kind == FrameKind::Bracket(b'{')),
            angles: usize::from(kind == FrameKind::Angle),
        });
    }

    /// Closes every `every`, `some` and `list<` on top of the innermost bracket.
    fn close_loose(&mut self) {
        let bracket = self.frames.iter().rposition(|frame| matches!(frame.kind, FrameKind::Bracket(_)));
        self.frames.truncate(bracket.map_or(0, |index| index + 1));
    }

    fn close(&mut self, token: Token, lexeme: &str) {
        let opener = match lexeme {
            ")" => b'(',
            "]" => b'[',
            _ => b'{',
        };
        let mut found = None;
        for (index, frame) in self.frames.iter().enumerate().rev() {
            match frame.kind {
                FrameKind::Bracket(byte) if byte == opener => {
                    found = Some((index, frame.token));
                    break;
                }
                // A round or square bracket never reaches beyond the braces that it stands in.
                FrameKind::Bracket(b'{') => break,
                _ => {}
            }
        }
        let close = self.scan.tokens.len();
        if let Some((index, open)) = found {
            self.frames.truncate(index);
            if let Some(opened) = self.scan.tokens.get_mut(open) {
                opened.mate = Some(close);
            }
        }
        self.scan.tokens.push(Token { mate: found.map(|(_, open)| open), ..token });
    }

    /// Ends the stretch that is nested too deep, if there is one.
    fn unmask(&mut self, end: usize) {
        let Some(masked) = self.masked.take() else {
            return;
        };
        let end = end.max(masked.start);
        self.fill(masked.start, end, BROKEN_FILL);
        self.scan.tokens.push(Token { kind: Kind::Broken, start: masked.start, end, first: masked.first, mate: None });
    }

    fn fill(&mut self, start: usize, end: usize, with: u8) {
        let base = self.scan.base;
        if let Some(part) = self.scan.mask.get_mut(start - base..end - base) {
            part.fill(with);
        }
    }

    fn too_deep(&mut self, token: Token) {
        self.errors
            .push(SyntaxError::TooDeep(TooDeep { at: Span::new(self.file, token.start..token.end), limit: MAX_DEPTH }));
    }
}

/// Can the token be the word of an item, going by what follows it?
pub(crate) fn begins_item(text: &str, token: Token, behind: Option<&Token>) -> bool {
    let lexeme = |token: &Token| text.get(token.start..token.end).unwrap_or_default();
    token.kind == Kind::Word
        && words::begins_item(lexeme(&token))
        && behind.is_none_or(|behind| match behind.kind {
            Kind::Word => !words::continues_expression(lexeme(behind)),
            Kind::Text | Kind::Number | Kind::Broken => true,
            Kind::Open => lexeme(behind) == "{",
            _ => false,
        })
}
