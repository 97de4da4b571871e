//! What is wrong with a text that is no YAML or no JSON: the causes, where they stand, and their words.

use countersign_source::{FileId, Span};

use crate::Fault;

/// Why a text is not YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YamlCause {
    /// A `[` or `{` that is never closed; the related place is the bracket.
    UnclosedBracket,
    /// A bracket closed by one of another kind; the related place is the one that opened.
    WrongBracket(char),
    /// A closing bracket that nothing opened.
    StrayBracket,
    /// Two values inside brackets without a comma between them.
    NoComma,
    /// A quoted text that is never closed; the related place is its quote.
    UnclosedQuote,
    /// Something stands behind a quoted text.
    BehindQuote,
    /// A backslash and a character that do not make an escape.
    Escape,
    /// Half of a surrogate pair.
    Surrogate,
    /// A blank is missing behind `-`, `:` or `?`.
    NoBlank,
    /// A comment cuts a text of several lines in two.
    CommentInText,
    /// A `#` directly behind something else.
    CommentWithoutBlank,
    /// A character that no unquoted text begins with.
    Character(char),
    /// `: ` inside a text without quotes.
    ColonInText,
    /// A line is indented more than the value above it allows.
    Deeper,
    /// A line that should be a key has no colon.
    NoColon,
    /// A `-` where no list item may begin.
    Dash,
    /// A line between list items that is none.
    NoDash,
    /// A line that stands under nothing.
    Indent,
    /// A line of a block text is indented less than the block, or a blank one before it more.
    BlockIndent,
    /// Something behind `|` or `>` that does not belong there.
    BlockHeader,
    /// A tag that is not well formed.
    Tag,
    /// `&` or `*` without a name.
    AnchorName,
    /// A line that begins with `%`.
    Directive,
    /// Something behind the `...` that ends a document.
    BehindDocument,
    /// A byte-order mark in the middle.
    ByteOrderMark,
    /// A value is missing, or something stands in its place.
    Other,
}

/// Why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonCause {
    /// The text ends where a value should stand.
    NoValue,
    /// Something that begins no value.
    Unexpected(char),
    /// A word that JSON does not have, such as `NaN` or `True`.
    Word,
    /// A number that is not written as JSON has it.
    Number,
    /// A key without `"`.
    Key,
    /// A key without `:`.
    NoColon,
    /// Values that no comma parts.
    NoComma,
    /// A comma with nothing behind it.
    TrailingComma,
    /// `[` or `{` is never closed; the related place is the bracket.
    Unclosed,
    /// A bracket closed by one of another kind; the related place is the one that opened.
    WrongBracket(char),
    /// A text that is never closed; the related place is its quote.
    UnclosedText,
    /// A line break or other control character inside a text.
    ControlInText(char),
    /// A backslash and a character that do not make an escape.
    Escape,
    /// Half of a surrogate pair.
    Surrogate,
    /// A comment.
    Comment,
    /// Something behind the value.
    Behind,
    /// A whole further value behind the first.
    Second,
}

/// What the parser noticed, before its surroundings are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Raw {
    UnclosedBracket,
    WrongBracket(char),
    StrayBracket,
    NoComma,
    ColonInBrackets,
    UnclosedQuote,
    QuoteIndent,
    BehindQuote,
    Escape,
    Surrogate,
    Tab,
    NoBlank,
    CommentInText,
    CommentWithoutBlank,
    Character(char),
    Colon,
    NoColon,
    Dash,
    NoDash,
    Indent,
    BlockIndent,
    BlockHeader,
    Tag,
    AnchorName,
    Directive,
    BehindDocument,
    ByteOrderMark,
    Other,
}

/// Where the parser stood when it could not go on.
pub(crate) struct State<'t> {
    pub(crate) text: &'t str,
    /// Where it noticed.
    pub(crate) at: usize,
    /// What it had read last.
    pub(crate) last: Last,
    /// Where that begins.
    pub(crate) from: usize,
    /// Behind what it had read last.
    pub(crate) behind: usize,
    pub(crate) open_bracket: Option<usize>,
}

/// What was read last before an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    /// A text that stands for a value in a list or map.
    Value,
    /// A text behind `|` or `>`.
    Block,
    /// An alias of nothing.
    UndefinedAlias,
    /// Anything else.
    Other,
}

impl State<'_> {
    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The character at an offset, or nothing at the end of the text.
    fn char(&self, at: usize) -> std::ops::Range<usize> {
        at..at + self.rest(at).chars().next().filter(|char| !matches!(char, '\n' | '\r')).map_or(0, char::len_utf8)
    }

    /// From an offset to the end of its line, without the blanks and the comment there.
    fn line(&self, at: usize) -> std::ops::Range<usize> {
        let line = self.rest(at).split(['\n', '\r']).next().unwrap_or_default();
        let line = line.split(" #").next().unwrap_or_default().trim_end();
        if line.is_empty() { self.char(at) } else { at..at + line.len() }
    }

    /// Where the line of an offset begins.
    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |end| end + 1)
    }

    /// The quote that opened last before where the parser stands.
    fn quote(&self) -> Option<usize> {
        if self.rest(self.at).starts_with(['"', '\'']) {
            return Some(self.at);
        }
        let before = self.text.get(self.behind..self.at)?;
        let (mut previous, mut in_comment) = (' ', false);
        for (offset, char) in before.char_indices() {
            let parted = matches!(previous, ' ' | '\t' | '\n' | '\r' | '[' | '{' | ',' | ':');
            in_comment = !matches!(char, '\n' | '\r') && (in_comment || (char == '#' && parted));
            if matches!(char, '"' | '\'') && parted && !in_comment {
                return Some(self.behind + offset);
            }
            previous = char;
        }
        None
    }

    /// Where the document that holds an offset ends.
    fn end(&self, from: usize) -> usize {
        crate::yaml::next_mark(self.text, from).unwrap_or(self.text.len())
    }

    /// From an offset to the next blank.
    fn word(&self, at: usize) -> std::ops::Range<usize> {
        at..at + self.rest(at).find([' ', '\t', '\n', '\r']).unwrap_or(self.rest(at).len())
    }

    /// The escape in the quoted text at `quote` that is none.
    fn escape(&self, quote: usize) -> Option<std::ops::Range<usize>> {
        let mut chars = self.rest(quote + 1).char_indices();
        while let Some((offset, char)) = chars.next() {
            match char {
                '"' => return None,
                '\\' => {
                    let start = quote + 1 + offset;
                    let (_, escaped) = chars.next()?;
                    let digits = match escaped {
                        'x' => 2,
                        'u' => 4,
                        'U' => 8,
                        '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\' | 'N'
                        | '_' | 'L' | 'P' | '\n' | '\r' => 0,
                        _ => return Some(start..start + 1 + escaped.len_utf8()),
                    };
                    let written = self.rest(start + 2).chars().take_while(char::is_ascii_hexdigit).take(digits).count();
                    let end = start + 2 + written;
                    if written < digits {
                        return Some(start..end);
                    }
                    let value = self
                        .text
                        .get(start + 2..end)
                        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                        .unwrap_or(0);
                    if digits > 0 && char::from_u32(value).is_none() {
                        let low = self
                            .rest(end)
                            .strip_prefix("\\u")
                            .and_then(|rest| rest.get(..4))
                            .and_then(|low| u32::from_str_radix(low, 16).ok());
                        if (0xd800..0xdc00).contains(&value) && low.is_some_and(|low| (0xdc00..0xe000).contains(&low)) {
                            chars.by_ref().take(digits + 6).for_each(drop);
                            continue;
                        }
                        return Some(start..end);
                    }
                    chars.by_ref().take(digits).for_each(drop);
                }
                _ => {}
            }
        }
        None
    }
}

/// The facts of an error: what the parser noticed, sharpened by what stands around it.
pub(crate) fn explain(raw: &Raw, state: &State<'_>, file: FileId) -> Fault {
    let at = state.at;
    let here = state.char(at);
    let bracket = state.open_bracket.map(|at| at..at + 1);
    let (cause, place, related) = match *raw {
        Raw::Tab => {
            let before = state.text.get(state.line_start(at)..).unwrap_or_default();
            let blanks = before.len() - before.trim_start_matches([' ', '\t']).len();
            let start = state.line_start(at);
            let tab = match before.get(..blanks).and_then(|blanks| blanks.find('\t')) {
                Some(tab) => start + tab,
                None => state.rest(at).find('\t').map_or(at, |tab| at + tab),
            };
            let tab = state.char(tab);
            return Fault::Tab { span: Span::new(file, tab) };
        }
        Raw::UnclosedBracket => (YamlCause::UnclosedBracket, state.end(at)..state.end(at), Some(state.char(at))),
        Raw::WrongBracket(close) => {
            let found = state
                .rest(state.from.max(at))
                .find(close)
                .map_or(here.clone(), |offset| state.char(state.from.max(at) + offset));
            (YamlCause::WrongBracket(close), found, Some(here))
        }
        Raw::StrayBracket => (YamlCause::StrayBracket, here, None),
        Raw::NoComma => match bracket {
            Some(open)
                if state.text.get(open.start..at).is_some_and(|inside| inside.contains('\n'))
                    && here.start == state.line_start(at) =>
            {
                (YamlCause::UnclosedBracket, state.line(at), Some(open))
            }
            open => (YamlCause::NoComma, state.line(at), open),
        },
        Raw::ColonInBrackets => match bracket {
            Some(open) => (YamlCause::UnclosedBracket, state.line(state.line_start(at).max(open.start)), Some(open)),
            None => (YamlCause::ColonInText, here, None),
        },
        Raw::UnclosedQuote => {
            (YamlCause::UnclosedQuote, state.end(at)..state.end(at), state.quote().map(|quote| quote..quote + 1))
        }
        Raw::QuoteIndent => (YamlCause::UnclosedQuote, state.line(at), state.quote().map(|quote| quote..quote + 1)),
        Raw::BehindQuote => (YamlCause::BehindQuote, state.line(at), None),
        Raw::Escape | Raw::Surrogate => {
            let place = state.quote().and_then(|quote| state.escape(quote)).unwrap_or(here);
            (if *raw == Raw::Escape { YamlCause::Escape } else { YamlCause::Surrogate }, place, None)
        }
        Raw::NoBlank => (YamlCause::NoBlank, here, None),
        Raw::CommentInText => (YamlCause::CommentInText, state.line(at), None),
        Raw::CommentWithoutBlank => (YamlCause::CommentWithoutBlank, here, None),
        Raw::Character(char) => (YamlCause::Character(char), here, None),
        Raw::Colon => {
            let start = state.line_start(at);
            let spans_lines = state.from < start;
            let first = state.text.get(start..at).map_or(start, |line| start + line.len() - line.trim_start().len());
            if !spans_lines {
                (YamlCause::ColonInText, here, None)
            } else if state.last == Last::Value {
                (YamlCause::Deeper, state.line(first), None)
            } else {
                (YamlCause::NoColon, state.line(state.from), None)
            }
        }
        Raw::NoColon => (YamlCause::NoColon, state.line(at), None),
        Raw::Dash => (YamlCause::Dash, here, None),
        Raw::NoDash => (YamlCause::NoDash, state.line(at), None),
        Raw::Indent => {
            let start = state.line_start(at);
            let line = state.text.get(start..).unwrap_or_default();
            let first = start + line.len() - line.trim_start_matches([' ', '\t']).len();
            let cause = if state.rest(first).starts_with("- ") {
                YamlCause::Dash
            } else if state.last == Last::Block {
                YamlCause::BlockIndent
            } else {
                YamlCause::Indent
            };
            (cause, state.line(first), None)
        }
        Raw::BlockIndent => (YamlCause::BlockIndent, state.line(at), None),
        Raw::BlockHeader => (YamlCause::BlockHeader, state.line(at), None),
        Raw::Tag => (YamlCause::Tag, state.word(at), None),
        Raw::AnchorName => (YamlCause::AnchorName, here, None),
        Raw::Directive => (YamlCause::Directive, state.line(at), None),
        Raw::BehindDocument => (YamlCause::BehindDocument, state.line(at), None),
        Raw::ByteOrderMark => (YamlCause::ByteOrderMark, here, None),
        Raw::Other => (YamlCause::Other, here, None),
    };
    Fault::Yaml { cause, span: Span::new(file, place), related: related.map(|range| Span::new(file, range)) }
}
