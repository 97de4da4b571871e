//! The first pass over a file: tokens, comments, and a masked copy of the text for the grammar to read.
//!
//! The scan is the one place that knows where a text, a pattern or a comment begins and ends. What stands inside
//! them is blanked out in the masked copy, which keeps the length of the original, so that an offset means the
//! same in both:
//!
//! | in the file | in the masked copy |
//! | --- | --- |
//! | a comment, a character that has no place in the language | blanks |
//! | a text | `"` and [`TEXT_FILL`] |
//! | a pattern | `/` and [`TEXT_FILL`] |
//! | a literal that cannot be read, and what is nested too deep | [`BROKEN_FILL`] |
//! | a nested `{ … }` once it has been read | [`SHAPE_FILL`] |
//! | a letter outside ASCII, in a name | `x` for each byte |
//!
//! A mistake in a literal is therefore reported here, once, and the grammar meets something that it can read.

mod nesting;
mod numbers;
mod texts;

use countersign_source::{FileId, Span};

use crate::ast::Comment;
use crate::errors::{
    ErrorList, ForeignCharacter, ForeignComment, ForeignQuotes, MinusWithoutBlanks, Semicolon, SyntaxError,
    UnclosedPattern, UnclosedText,
};
use crate::words;

pub(crate) use nesting::begins_item;
pub(crate) use texts::{hole_end, text_inner};

/// Stands for the inside of a text or a pattern.
pub(crate) const TEXT_FILL: u8 = 1;
/// Stands for what has been reported and cannot be read.
pub(crate) const BROKEN_FILL: u8 = 2;
/// Stands for a nested shape that has been read.
pub(crate) const SHAPE_FILL: u8 = 3;

/// The deepest nesting that is read.
pub(crate) const MAX_DEPTH: usize = 64;

/// A word, literal or sign, at its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// The offset of its first byte.
    pub(crate) start: usize,
    /// The offset behind its last byte.
    pub(crate) end: usize,
    /// Is it the first of its line?
    pub(crate) first: bool,
    /// The bracket that it belongs to.
    pub(crate) mate: Option<usize>,
}

/// The kinds of tokens, as far as finding the bounds of clauses needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or a word of the language.
    Word,
    /// A number, duration, date or instant.
    Number,
    /// A text in quotation marks.
    Text,
    /// `/…/`
    Pattern,
    /// `(`, `[` or `{`
    Open,
    /// `)`, `]` or `}`
    Close,
    /// Anything else.
    Sign,
    /// What has been reported already.
    Broken,
}

impl Kind {
    /// Can a value end here?
    pub(crate) fn ends_value(self) -> bool {
        !matches!(self, Self::Open | Self::Sign)
    }
}

/// What the scan of a file, or of the inside of a pair of braces in a text, came to.
pub(crate) struct Scan {
    /// The masked copy; ASCII only.
    pub(crate) mask: Vec<u8>,
    /// The offset of its first byte in the file.
    pub(crate) base: usize,
    /// The tokens in order.
    pub(crate) tokens: Vec<Token>,
    /// The comments in order.
    pub(crate) comments: Vec<Comment>,
}

/// Scans `text[start..end]`, which is nested `depth` levels deep already.
pub(crate) fn scan(file: FileId, text: &str, start: usize, end: usize, depth: usize, errors: &mut ErrorList) -> Scan {
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    let mut scanner = Scanner {
        file,
        text,
        bytes,
        at: start,
        base: start,
        mask: bytes.get(start..).unwrap_or_default().to_vec(),
        tokens: Vec::new(),
        comments: Vec::new(),
        errors,
        first: true,
        dead_until: 0,
        no_pattern_until: 0,
        no_quote_until: 0,
    };
    scanner.run();
    let Scanner { mask, base, tokens, comments, errors, .. } = scanner;
    let mut scan = Scan { mask, base, tokens: Vec::with_capacity(tokens.len()), comments };
    nesting::resolve(&mut scan, tokens, file, text, depth, errors);
    scan
}

struct Scanner<'t, 'e> {
    file: FileId,
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    base: usize,
    mask: Vec<u8>,
    tokens: Vec<Token>,
    comments: Vec<Comment>,
    errors: &'e mut ErrorList,
    /// Has nothing stood on this line yet?
    first: bool,
    /// No brace in a text is tried as a hole in front of this offset, since one has failed on this line.
    dead_until: usize,
    /// The same for the closing mark of a pattern that may be none,
    no_pattern_until: usize,
    /// and for that of a text in foreign quotation marks.
    no_quote_until: usize,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        if self.at == 0 && self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.blank(0, 3);
            self.at = 3;
        }
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'\n' | b'\r' => {
                    self.first = true;
                    self.at += 1;
                }
                b'/' if self.peek(1) == b'/' => self.comment(),
                b'/' => self.slash(),
                b'#' => self.foreign_comment(),
                b'"' => self.quoted(),
                b'\'' => self.single_quoted(),
                b'0'..=b'9' => self.number(),
                b'(' | b'[' | b'{' => self.token(Kind::Open, self.at + 1),
                b')' | b']' | b'}' => self.token(Kind::Close, self.at + 1),
                b';' => {
                    self.errors
                        .push(SyntaxError::Semicolon(Semicolon { at: self.span(self.at, self.at + 1), sign: ";" }));
                    self.blank(self.at, self.at + 1);
                    self.at += 1;
                }
                b'-' if self.peek(1) != b'>' => self.minus(),
                b'!'..=b'~' => {
                    if byte.is_ascii_alphabetic() {
                        self.word();
                    } else {
                        self.token(Kind::Sign, self.at + self.sign_length());
                    }
                }
                _ => self.outside_ascii(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..self.bytes.len()).and_then(|rest| rest.chars().next())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start..end)
    }

    fn fill(&mut self, start: usize, end: usize, with: u8) {
        if let Some(part) = self.mask.get_mut(start - self.base..end - self.base) {
            part.fill(with);
        }
    }

    fn blank(&mut self, start: usize, end: usize) {
        self.fill(start, end, b' ');
    }

    fn token(&mut self, kind: Kind, end: usize) {
        self.tokens.push(Token { kind, start: self.at, end, first: self.first, mate: None });
        self.first = false;
        self.at = end;
    }

    /// The offset of the line end behind `at`.
    fn line_end(&self, at: usize) -> usize {
        texts::line_end(self.bytes, at)
    }

    /// The last token's lexeme, if it is a word.
    fn last_word(&self) -> Option<&str> {
        let last = self.tokens.last().filter(|last| last.kind == Kind::Word)?;
        self.text.get(last.start..last.end)
    }

    fn comment(&mut self) {
        let end = self.line_end(self.at);
        let text = self.text.get(self.at..end).unwrap_or_default().to_owned();
        self.comments.push(Comment { span: self.span(self.at, end), text });
        self.blank(self.at, end);
        self.at = end;
    }

    fn foreign_comment(&mut self) {
        let end = self.line_end(self.at);
        self.errors.push(SyntaxError::ForeignComment(ForeignComment { at: self.span(self.at, self.at + 1) }));
        self.blank(self.at, end);
        self.at = end;
    }

    /// A slash is a pattern behind `matches` and `matching`; elsewhere it parts a pack from a name, or is a
    /// pattern out of place if a second slash closes it on the same line.
    fn slash(&mut self) {
        // A field of that name, behind a dot, is no word that a pattern follows.
        let before = self.tokens.len().checked_sub(2).and_then(|before| self.tokens.get(before));
        let is_field = before.is_some_and(|before| self.bytes.get(before.start) == Some(&b'.'));
        let wanted = !is_field && matches!(self.last_word(), Some("matches" | "matching"));
        let touches_name = self.tokens.last().is_some_and(|last| last.kind == Kind::Word && last.end == self.at)
            && self.char_at(self.at + 1).is_some_and(char::is_alphabetic);
        if touches_name && !wanted {
            self.token(Kind::Sign, self.at + 1);
            return;
        }
        let found =
            if wanted || self.at >= self.no_pattern_until { texts::pattern_end(self.bytes, self.at) } else { None };
        match found {
            Some(end) => self.pattern(end),
            None if wanted => {
                let at = self.span(self.at, self.at + 1);
                self.errors.push(SyntaxError::UnclosedPattern(UnclosedPattern { at }));
                let end = texts::repaired_end(self.bytes, self.at + 1);
                if end > self.at + 1 {
                    self.pattern(end);
                } else {
                    self.fill(self.at, self.at + 1, BROKEN_FILL);
                    self.token(Kind::Broken, self.at + 1);
                }
            }
            None => {
                if self.at >= self.no_pattern_until {
                    self.no_pattern_until = self.line_end(self.at);
                }
                self.token(Kind::Sign, self.at + 1);
            }
        }
    }

    fn pattern(&mut self, end: usize) {
        self.fill(self.at + 1, end, TEXT_FILL);
        self.token(Kind::Pattern, end);
    }

    fn quoted(&mut self) {
        let start = self.at;
        let plain = self
            .last_word()
            .is_some_and(|word| !words::KEPT.contains(&word) && !matches!(word, "else" | "help" | "with"));
        let found = texts::text_end(self.bytes, start, !plain, &mut self.dead_until, 0);
        if !found.closed {
            self.errors.push(SyntaxError::UnclosedText(UnclosedText {
                at: self.span(start, start + if found.block { 3 } else { 1 }),
                block: found.block,
            }));
        }
        self.masked_text(found.end);
    }

    fn masked_text(&mut self, end: usize) {
        self.fill(self.at, self.at + 1, b'"');
        self.fill(self.at + 1, end, TEXT_FILL);
        self.token(Kind::Text, end);
    }

    /// `'…'` on one line is a text in the wrong quotation marks, and is read as one.
    fn single_quoted(&mut self) {
        match self.closing_quote(self.at + 1, &['\'']) {
            Some((close, _)) => self.foreign_text('\'', close, 1),
            None => self.foreign_character('\''),
        }
    }

    /// Where one of these marks stands on the line behind `start`.
    fn closing_quote(&mut self, start: usize, marks: &[char]) -> Option<(usize, char)> {
        if start < self.no_quote_until {
            return None;
        }
        let rest = self.text.get(start..self.bytes.len()).unwrap_or_default();
        let line = rest.char_indices().take_while(|(_, char)| !matches!(char, '\n' | '\r'));
        let close = line.into_iter().find(|(_, char)| marks.contains(char));
        if close.is_none() {
            self.no_quote_until = self.line_end(start);
        }
        close.map(|(length, quote)| (start + length, quote))
    }

    fn foreign_text(&mut self, quote: char, close: usize, close_length: usize) {
        let end = close + close_length;
        self.errors.push(SyntaxError::ForeignQuotes(ForeignQuotes {
            at: self.span(self.at, self.at + quote.len_utf8()),
            close: self.span(close, end),
            quote,
        }));
        self.masked_text(end);
    }

    fn foreign_character(&mut self, char: char) {
        let end = self.at + char.len_utf8();
        self.errors.push(SyntaxError::ForeignCharacter(ForeignCharacter { at: self.span(self.at, end), char }));
        self.blank(self.at, end);
        self.at = end;
    }

    fn number(&mut self) {
        let found = numbers::number(self.bytes, self.at);
        let end = found.end;
        match numbers::mistake(self.file, self.text.get(self.at..end).unwrap_or_default(), self.at) {
            Some(error) => {
                self.errors.push(error);
                self.fill(self.at, end, BROKEN_FILL);
                self.token(Kind::Broken, end);
            }
            None => self.token(Kind::Number, end),
        }
    }

    /// Reads a word to its end: letters, digits and `_`, and single hyphens between them.
    fn word(&mut self) {
        let mut end = self.at;
        loop {
            match self.bytes.get(end).copied() {
                Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' => end += 1,
                Some(b'-') => match self.char_at(end + 1) {
                    Some(next) if next.is_alphanumeric() || next == '_' => end += 1,
                    _ => break,
                },
                Some(byte) if !byte.is_ascii() => match self.char_at(end) {
                    Some(letter) if letter.is_alphanumeric() => {
                        let behind = end + letter.len_utf8();
                        self.fill(end, behind, b'x');
                        end = behind;
                    }
                    _ => break,
                },
                _ => break,
            }
        }
        self.token(Kind::Word, end);
    }

    /// A minus has a blank on each side. Between two values it is read as one even so; elsewhere it is left for
    /// the grammar to stumble over.
    fn minus(&mut self) {
        let blank = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace());
        let before = blank(self.at.checked_sub(1).and_then(|at| self.bytes.get(at)));
        let behind = blank(self.bytes.get(self.at + 1));
        let binary = self.tokens.last().is_some_and(|last| {
            last.kind.ends_value() && !self.last_word().is_some_and(|word| words::KEPT.contains(&word))
        });
        if binary && !(before && behind) && self.peek(1) != b'-' {
            self.errors
                .push(SyntaxError::MinusWithoutBlanks(MinusWithoutBlanks { at: self.span(self.at, self.at + 1) }));
        }
        self.token(Kind::Sign, self.at + 1);
    }

    fn sign_length(&self) -> usize {
        let (a, b, c) = (self.peek(0), self.peek(1), self.peek(2));
        match (a, b, c) {
            (b'=' | b'!', b'=', b'=') => 3,
            (b'=', b'=' | b'>' | b'<' | b'~', _)
            | (b'!' | b'<' | b'>', b'=', _)
            | (b'<', b'>', _)
            | (b'-', b'>', _)
            | (b'?', b'?', _)
            | (b'.', b'.', _)
            | (b'&', b'&', _)
            | (b'|', b'|', _) => 2,
            (b'_', next, _) if next.is_ascii_alphanumeric() || next == b'_' => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
            }
            _ => 1,
        }
    }

    fn outside_ascii(&mut self) {
        let Some(char) = self.char_at(self.at) else {
            // Not at a character's start: cannot happen, but has to end.
            self.at += 1;
            return;
        };
        if char.is_alphabetic() {
            return self.word();
        }
        let marks: &[char] = match char {
            '“' | '”' | '„' => &['”', '“', '"'],
            '‘' | '’' | '‚' => &['’', '‘'],
            '«' | '»' => &['»', '«'],
            _ => return self.foreign_character(char),
        };
        match self.closing_quote(self.at + char.len_utf8(), marks) {
            Some((close, quote)) => self.foreign_text(char, close, quote.len_utf8()),
            None => self.foreign_character(char),
        }
    }
}
