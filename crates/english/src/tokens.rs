//! Words and marks, gathered into sentences: one walk from left to right.

use std::ops::Range;

/// A word, or what stands between words.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
    /// The word in small letters; a mark as it is.
    pub(crate) low: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// Something in quotation marks or backticks, whatever it says.
    Quote,
    Mark,
}

/// What stands between two ends of sentences.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) tokens: Vec<Token>,
    pub(crate) asked: bool,
    /// Is it the row of a table?
    pub(crate) row: bool,
    /// Is it an item to be ticked off, and has it been?
    pub(crate) ticked: Option<bool>,
}

/// Longest line that is a note of its own where the next one begins with a capital letter.
const SHORT_LINE: usize = 60;

/// The most words of a sentence; what is longer is no sentence, and is read piece by piece, so that time stays linear.
const LONGEST: usize = 120;

const ABBREVIATIONS: [&str; 14] =
    ["e.g", "i.e", "etc", "vs", "approx", "no", "inc", "ltd", "mr", "ms", "dr", "incl", "resp", "cf"];

pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let mut walk = Walk { text, at: 0, current: Sentence::default(), found: Vec::new(), in_vain: Vec::new() };
    let (mut line_start, mut fenced) = (true, false);
    while walk.at < text.len() {
        if line_start {
            line_start = false;
            let line = walk.line();
            let body = line.trim_start();
            if body.starts_with("```") {
                fenced = !fenced;
                walk.end(false);
                walk.skip_line();
                line_start = true;
                continue;
            }
            if fenced || body.starts_with('>') {
                walk.end(false);
                walk.skip_line();
                line_start = true;
                continue;
            }
            walk.begin_line(body);
            continue;
        }
        line_start = walk.step();
    }
    walk.end(false);
    walk.found
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    current: Sentence,
    found: Vec<Sentence>,
    /// Marks whose other half is not there before this place.
    in_vain: Vec<(char, usize)>,
}

impl<'t> Walk<'t> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn line(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("").split('\n').next().unwrap_or("")
    }

    fn skip_line(&mut self) {
        self.at += self.line().len() + 1;
    }

    fn end(&mut self, asked: bool) {
        let mut sentence = std::mem::take(&mut self.current);
        sentence.asked = asked;
        if !sentence.tokens.is_empty() {
            self.found.push(sentence);
        }
    }

    /// Takes the marks of an item or a heading off the beginning of a line.
    fn begin_line(&mut self, body: &str) {
        let indent = self.line().len() - self.line().trim_start().len();
        let mut mark = body.bytes().take_while(u8::is_ascii_digit).count();
        if mark > 0 && body.get(mark..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") ")) {
            mark += 1;
        } else {
            mark = ["- ", "* ", "• ", "+ ", "– "]
                .iter()
                .find(|mark| body.starts_with(**mark))
                .map_or(0, |mark| mark.len());
            if body.starts_with('|') {
                mark = 1;
            } else if mark == 0 && body.starts_with('#') {
                mark = body.bytes().take_while(|byte| *byte == b'#').count();
            }
        }
        if mark > 0 {
            self.end(false);
        }
        self.at += indent + mark;
        self.current.row |= body.starts_with('|');
        let rest = self.rest();
        let after = rest.trim_start_matches([' ', '\t']);
        let blanks = rest.len() - after.len();
        let ticks = [
            ("[x]", true),
            ("[X]", true),
            ("[ ]", false),
            ("[]", false),
            ("✅", true),
            ("☑", true),
            ("✔", true),
            ("☐", false),
            ("❌", false),
            ("⬜", false),
        ];
        if let Some((tick, done)) = ticks.iter().find(|(tick, _)| after.starts_with(tick)) {
            self.end(false);
            self.current.ticked = Some(*done);
            self.at += blanks + tick.len();
        }
    }

    fn push(&mut self, range: Range<usize>, kind: Kind) {
        let word = self.text.get(range.clone()).unwrap_or("");
        let low = if kind == Kind::Word { word.to_lowercase().replace('’', "'") } else { word.to_owned() };
        self.current.tokens.push(Token { range, kind, low });
        if self.current.tokens.len() >= LONGEST {
            self.end(false);
        }
    }

    /// Takes the next word or mark; says whether a line ended.
    fn step(&mut self) -> bool {
        let Some(char) = self.rest().chars().next() else { return false };
        let width = char.len_utf8();
        match char {
            '\n' => {
                let start = self.text.get(..self.at).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
                let short = self.at - start < SHORT_LINE;
                self.at += 1;
                let next = self.line();
                let capital =
                    next.trim_start().chars().next().is_some_and(|char| char.is_uppercase() || char.is_ascii_digit());
                if next.trim().is_empty() || short && capital || self.current.row {
                    self.end(false);
                }
                return true;
            }
            char if char.is_whitespace() || matches!(char, '*' | '_' | '~') => self.at += width,
            '"' | '“' | '`' | '‘' => self.quote(char),
            '\'' if self.rest().chars().nth(1).is_some_and(char::is_alphanumeric) => self.quote(char),
            '.' | '!' | '?' => {
                let next = self.rest().chars().nth(1);
                self.at += 1;
                let ends = next.is_none_or(|next| {
                    next.is_whitespace() || matches!(next, '"' | '”' | ')' | '*' | '_' | '?' | '!' | '.')
                });
                let short = self.current.tokens.last().is_some_and(|last| {
                    char == '.' && (ABBREVIATIONS.contains(&last.low.as_str()) || last.low.len() == 1)
                });
                if ends && !short {
                    self.end(char == '?');
                }
            }
            '✅' | '✔' | '☑' => {
                self.at += width;
                self.current.ticked = Some(true);
            }
            char if char.is_alphanumeric() || matches!(char, '$' | '%') => self.word(),
            _ => {
                let run = self.rest().chars().take_while(|next| *next == char).count() * width;
                let (from, to) = (self.at, self.at + run);
                self.at = to;
                self.push(from..to, Kind::Mark);
            }
        }
        false
    }

    /// Takes something in quotation marks; a mark alone where it does not end in its paragraph.
    fn quote(&mut self, open: char) {
        let close = match open {
            '“' => '”',
            '‘' => '’',
            other => other,
        };
        let body = self.at + open.len_utf8();
        let known = self.in_vain.iter().any(|(mark, until)| *mark == open && self.at < *until);
        let rest = self.text.get(body..).unwrap_or("");
        let paragraph = if known { "" } else { rest.split("\n\n").next().unwrap_or("") };
        let mut from = 0;
        let found = loop {
            let Some(at) = paragraph.get(from..).and_then(|part| part.find(close)) else { break None };
            let end = from + at + close.len_utf8();
            let apostrophe = matches!(close, '\'' | '’')
                && paragraph.get(end..).is_some_and(|after| after.chars().next().is_some_and(char::is_alphanumeric));
            if !apostrophe {
                break Some(end);
            }
            from = end;
        };
        match found {
            Some(len) => {
                let range = self.at..body + len;
                self.at = range.end;
                self.push(range, Kind::Quote);
            }
            None => {
                if !known {
                    self.in_vain.retain(|(mark, _)| *mark != open);
                    self.in_vain.push((open, body + paragraph.len()));
                }
                self.at = body;
            }
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let mut end = 0;
        let mut plain = true;
        let mut chars = rest.char_indices().peekable();
        let starts = |word: &str| ["arn", "http", "s3:", "urn", "sha"].iter().any(|start| word.starts_with(start));
        while let Some((at, char)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let more = next.is_some_and(char::is_alphanumeric);
            let word = rest.get(..at).unwrap_or("");
            let inner = match char {
                '_' | '@' | '#' | '+' | '=' | '$' | '%' | '.' | '-' => more || next == Some('_') && char == '_',
                ':' => (more || next == Some(':')) && (!plain || starts(word)),
                '/' => more && (!plain || starts(word)),
                char => char.is_alphanumeric(),
            };
            if !inner {
                break;
            }
            plain &= char.is_alphabetic() || char == '-';
            end = at + char.len_utf8();
        }
        let word = rest.get(..end).unwrap_or("");
        let behind = rest.get(end..).unwrap_or("");
        let mark = behind.chars().next().filter(|char| matches!(char, '\'' | '’'));
        let tail: String = mark.map_or(String::new(), |mark| {
            behind.get(mark.len_utf8()..).unwrap_or("").chars().take_while(|char| char.is_alphabetic()).collect()
        });
        let (whole, mark_len) = (start..start + end, mark.map_or(0, char::len_utf8));
        let clitic_end = whole.end + mark_len + tail.len();
        match tail.to_lowercase().as_str() {
            "t" if word.ends_with(['n', 'N']) && word.len() > 1 => {
                self.push(start..whole.end - 1, Kind::Word);
                self.push(whole.end - 1..clitic_end, Kind::Word);
                self.at = clitic_end;
            }
            "s" | "ve" | "re" | "ll" | "d" | "m" => {
                self.push(whole.clone(), Kind::Word);
                self.push(whole.end..clitic_end, Kind::Word);
                self.at = clitic_end;
            }
            _ => {
                self.at = whole.end.max(start + 1);
                self.push(whole, Kind::Word);
                if mark.is_some() && tail.is_empty() {
                    self.at += mark_len;
                }
            }
        }
    }
}
