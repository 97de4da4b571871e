//! The words for what is wrong with a text that is no YAML or no JSON.

use crate::{JsonCause, YamlCause};

/// The words for a cause.
pub(crate) struct Words {
    pub(crate) message: String,
    /// What stands beside the place.
    pub(crate) here: &'static str,
    /// What stands beside the related place.
    pub(crate) there: &'static str,
    pub(crate) help: Option<&'static str>,
}

fn words(message: impl Into<String>, here: &'static str, there: &'static str, help: &'static str) -> Words {
    Words { message: message.into(), here, there, help: Some(help).filter(|help| !help.is_empty()) }
}

const QUOTES: &str = "put the whole text in quotes";

impl YamlCause {
    pub(crate) fn words(self) -> Words {
        match self {
            Self::UnclosedBracket => words(
                "a bracket is not closed",
                "here it should have been closed",
                "the bracket that is open",
                "close it with `]` for `[` and `}` for `{`",
            ),
            Self::WrongBracket(close) => words(
                format!("`{close}` does not close this bracket"),
                "",
                "the bracket that is open",
                "`[` is closed by `]`, and `{` by `}`",
            ),
            Self::StrayBracket => {
                words("this bracket closes nothing", "", "", "take it away, or put the text in quotes")
            }
            Self::NoComma => words(
                "values inside brackets are parted by commas",
                "a comma is missing before this",
                "the bracket that is open",
                "part the values by `, `, or close the bracket",
            ),
            Self::UnclosedQuote => words(
                "a quoted text is not closed",
                "here it should have been closed",
                "the quote that is open",
                "close the text with the same quote; a quote inside `'…'` is written twice, inside `\"…\"` it is written `\\\"`",
            ),
            Self::BehindQuote => words(
                "a quoted text ends before this",
                "nothing may stand behind the closing quote",
                "",
                "put the whole value in one pair of quotes; a quote inside `'…'` is written twice, inside `\"…\"` it is written `\\\"`",
            ),
            Self::Escape => words(
                "this is no escape",
                "",
                "",
                "write `\\\\` for a backslash, or put the text in `'…'`, where a backslash is only a backslash",
            ),
            Self::Surrogate => words(
                "this is half of a character",
                "",
                "",
                "a character above U+FFFF is two escapes, one of `\\ud800` to `\\udbff` and then one of `\\udc00` to `\\udfff`; or write the character itself",
            ),
            Self::NoBlank => {
                words("a blank is missing behind this", "", "", "write `- item` and `key: value`, each with a blank")
            }
            Self::CommentInText => words(
                "a comment stands in the middle of a text",
                "",
                "",
                "put the comment above the text, or put the text in quotes",
            ),
            Self::CommentWithoutBlank => words(
                "a blank is missing before this comment",
                "",
                "",
                "write a blank before `#`; if it belongs to the text, put the text in quotes",
            ),
            Self::Character('`') => words("a text without quotes cannot begin with a backtick", "", "", QUOTES),
            Self::Character(char) => {
                words(format!("a text without quotes cannot begin with `{}`", shown(char)), "", "", QUOTES)
            }
            Self::ColonInText => {
                words("`: ` stands inside a text without quotes", "this reads as a second key", "", QUOTES)
            }
            Self::Deeper => words(
                "this line is indented as if it belonged to the value above",
                "the value above has begun already",
                "",
                "give it the indentation of the key that it stands beside",
            ),
            Self::NoColon => words(
                "this line has no `: `",
                "a key and its value were expected",
                "",
                "write `key: value`, with a blank behind the colon",
            ),
            Self::Dash => words(
                "a list item cannot begin here",
                "",
                "",
                "begin the list on a line of its own below the key, with every `-` in the same column; if it is a text, put it in quotes",
            ),
            Self::NoDash => words(
                "this line stands between list items, but is none",
                "",
                "",
                "begin it with `- `, or indent it as part of the item above",
            ),
            Self::Indent => words(
                "this line's indentation fits none of the lines above",
                "",
                "",
                "give it the indentation of the key that it stands beside",
            ),
            Self::BlockIndent => words(
                "this line's indentation does not fit its block of text",
                "",
                "",
                "indent every line of the text behind `|` or `>` by at least as much as the first",
            ),
            Self::BlockHeader => words(
                "this cannot stand behind `|` or `>`",
                "",
                "",
                "begin the text on the next line; only `+`, `-` and an indentation from 1 to 9 may stand behind the mark",
            ),
            Self::Tag => words(
                "this tag is not well formed",
                "",
                "",
                "the tag for what is not known is `!unknown`; if it is a text, put it in quotes",
            ),
            Self::AnchorName => words("a name is missing behind this", "", "", "if it is a text, put it in quotes"),
            Self::Directive => words(
                "this directive is not one that YAML 1.2 has",
                "",
                "",
                "take the line away; a document needs none",
            ),
            Self::BehindDocument => words(
                "a new document begins with `---`",
                "the document above has ended",
                "",
                "write `---` on a line of its own before this",
            ),
            Self::ByteOrderMark => words(
                "a byte-order mark stands in the middle of the file",
                "",
                "",
                "take it away; two files may have been joined here",
            ),
            Self::Other => words("a value was expected here", "", "", "if it is a text, put it in quotes"),
        }
    }
}

impl JsonCause {
    pub(crate) fn words(self) -> Words {
        match self {
            Self::NoValue => words("a value is missing", "", "", ""),
            Self::Unexpected(char) => words(
                format!("no value begins with `{}`", shown(char)),
                "",
                "",
                "texts stand in `\"…\"`, lists in `[…]`, maps in `{…}`",
            ),
            Self::Word => words(
                "JSON does not have this word",
                "",
                "",
                "JSON's words are `true`, `false` and `null`; put a text in `\"…\"`",
            ),
            Self::Number => words(
                "this number is not written as JSON has it",
                "",
                "",
                "write digits, with at most one `-` in front, one `.` inside and no zero in front; or put it in `\"…\"`",
            ),
            Self::Key => words("a key in quotes was expected", "", "", "put every key in `\"…\"`"),
            Self::NoColon => words("a `:` is missing behind the key", "", "", "write `\"key\": value`"),
            Self::NoComma => words(
                "a comma is missing",
                "before this",
                "the bracket that is open",
                "part values by `,`, or close the bracket",
            ),
            Self::TrailingComma => words("nothing stands behind this comma", "", "", "take the comma away"),
            Self::Unclosed => words(
                "a bracket is not closed",
                "the text ends here",
                "the bracket that is open",
                "the file may have been cut off",
            ),
            Self::WrongBracket(close) => words(
                format!("`{close}` does not close this bracket"),
                "",
                "the bracket that is open",
                "`[` is closed by `]`, and `{` by `}`",
            ),
            Self::UnclosedText => words(
                "a text is not closed",
                "here it should have been closed",
                "the quote that is open",
                "close it with `\"`; a quote inside a text is written `\\\"`",
            ),
            Self::ControlInText(char) => words(
                format!("{} stands inside a text", named(char)),
                "",
                "",
                "write it as an escape: `\\n` for a line break, `\\t` for a tab",
            ),
            Self::Escape => words("this is no escape", "", "", "write `\\\\` for a backslash"),
            Self::Surrogate => words(
                "this is half of a character",
                "",
                "",
                "a character above U+FFFF is two escapes, one of `\\ud800` to `\\udbff` and then one of `\\udc00` to `\\udfff`; or write the character itself",
            ),
            Self::Comment => words("JSON has no comments", "", "", "take it away, or write the file as YAML"),
            Self::Behind => words("the document ends before this", "", "", "take it away"),
            Self::Second => words(
                "a second document stands behind the first",
                "a `.json` file holds one",
                "",
                "for several documents write one on each line of a file named `.ndjson`",
            ),
        }
    }
}

/// A character as it can be shown on one line.
pub(crate) fn shown(char: char) -> String {
    if char.is_control() { format!("U+{:04X}", u32::from(char)) } else { char.to_string() }
}

/// What a control character is called.
pub(crate) fn named(char: char) -> String {
    match char {
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        _ => format!("the control character U+{:04X}", u32::from(char)),
    }
}
