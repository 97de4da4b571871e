//! What is wrong with how a document is written: the facts. Each variant's documentation is its help page.

use std::sync::Arc;

use countersign_source::{Diagnostic, Report, Span};

use crate::words::{Words, named, shown};
use crate::{JsonCause, NotTextWhy, YamlCause};

/// Something wrong with how a document is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// # E0501: not a text
    ///
    /// The file is not UTF-8. Documents are read as UTF-8 and as nothing else, since a guess at another
    /// encoding would change what the analyst wrote.
    ///
    /// Save the file as UTF-8. Files that a Windows shell wrote with `>` are often UTF-16.
    NotText {
        /// The first byte that does not fit.
        span: Span,
        /// What the bytes seem to be.
        why: NotTextWhy,
    },
    /// # E0502: not YAML
    ///
    /// The text breaks a rule of YAML, so that it cannot be told what it says. The usual reasons: `: ` or
    /// ` #` inside a text without quotes, a quote or bracket that is not closed, a line whose indentation
    /// fits none of the lines above.
    ///
    /// ```yaml
    /// summary: "Contained: the key was rotated"
    /// ```
    ///
    /// Other documents of the same file are read all the same.
    Yaml {
        /// What is wrong.
        cause: YamlCause,
        /// Where.
        span: Span,
        /// What else has to do with it: the bracket or the quote that is open.
        related: Option<Span>,
    },
    /// # E0503: not JSON
    ///
    /// The text breaks a rule of JSON. Comments, commas behind the last value, single quotes, keys without
    /// quotes and words such as `NaN` are not JSON; a file that wants them can be written as YAML.
    Json {
        /// What is wrong.
        cause: JsonCause,
        /// Where.
        span: Span,
        /// What else has to do with it: the bracket or the quote that is open.
        related: Option<Span>,
    },
    /// # E0504: a key is written twice
    ///
    /// The same key stands twice in one map. A reader sees the first, many programs take the last; a
    /// handoff must not say one thing to people and another to tools. Here the first counts, and the
    /// document is refused until one of them goes.
    DuplicateKey {
        /// The key.
        key: Arc<str>,
        /// Where it stands first.
        first: Span,
        /// Where it stands again.
        second: Span,
    },
    /// # E0505: a key is no text
    ///
    /// A key is a plain word or a text. Lists, maps, and nothing at all cannot be keys.
    KeyNotText {
        /// Where a key should be.
        span: Span,
    },
    /// # E0506: an unknown tag
    ///
    /// A tag is a word behind `!` in front of a value. Only `!unknown` means something here, and YAML's own:
    /// `!!str`, `!!null`, `!!int`, `!!float`, `!!bool`, `!!seq` and `!!map`. A tag that was meant to say
    /// something and is overlooked would be worse than an error.
    ///
    /// ```yaml
    /// owner: !unknown the team is being asked
    /// ```
    UnknownTag {
        /// The tag as written.
        tag: Arc<str>,
        /// Where it stands.
        span: Span,
        /// The known tag that was most likely meant.
        nearest: Option<&'static str>,
    },
    /// # E0507: a tag on something that it does not fit
    ///
    /// `!unknown` says of one value that it is not known, with the reason behind it; it cannot stand on a
    /// list or map that is written out. `!!seq` stands on lists only, `!!map` on maps only, and `!!null`
    /// only where nothing is written.
    MisplacedTag {
        /// The tag as written.
        tag: Arc<str>,
        /// Where it stands.
        span: Span,
        /// What it stands on.
        what: Misplaced,
    },
    /// # E0508: an alias of nothing
    ///
    /// `*name` stands for the value that was marked `&name` earlier in the same document. There is no such
    /// mark. If the `*` belongs to a text, put the text in quotes.
    UndefinedAlias {
        /// The name behind `*`.
        name: Arc<str>,
        /// The alias.
        span: Span,
    },
    /// # E0509: an alias inside what it stands for
    ///
    /// An alias stands inside the very value that it names, so that the value would hold itself without end.
    AliasInItself {
        /// The alias.
        span: Span,
        /// Where the value begins.
        anchor: Span,
    },
    /// # E0510: `<<` without a map
    ///
    /// The key `<<` brings the entries of another map, or of a list of maps, into this one. What stands
    /// behind it is neither. If `<<` is meant as a key of its own, put it in quotes.
    MergeNotMap {
        /// The key `<<`.
        span: Span,
    },
    /// # E0511: a limit is reached
    ///
    /// The document is larger, deeper or holds more than is read. The limits keep a hostile file from
    /// taking all of a machine; a handoff stays far below them. A document that reaches one is not judged
    /// at all, since a verdict on a part of it would mislead.
    LimitReached {
        /// Which limit.
        limit: Limit,
        /// Its number.
        most: usize,
        /// Where it was reached.
        span: Span,
    },
    /// # E0512: a control character
    ///
    /// A character that cannot be seen stands in the document. Programs read such characters differently,
    /// and some end a text there. Take it away; inside `"…"` it can be written as an escape, as in `\u0007`.
    ControlCharacter {
        /// Where it stands.
        span: Span,
        /// The character.
        char: char,
    },
    /// # E0513: a tab
    ///
    /// YAML is indented with blanks; a tab has no width that everybody agrees on. Most editors can be set to
    /// write blanks when the tab key is pressed.
    Tab {
        /// The tab.
        span: Span,
    },
    /// # E0514: front matter is not closed
    ///
    /// A Markdown file whose first line is `---` opens with fields in YAML, which end at the next line `---`. There
    /// is none, so that it cannot be told where the fields end and the text begins.
    ///
    /// ```markdown
    /// ---
    /// kind: handoff
    /// ---
    ///
    /// ## Summary
    /// ```
    OpenFrontMatter {
        /// The line that opens it.
        span: Span,
    },
    /// # E0515: front matter is no map of fields
    ///
    /// What stands between the two lines `---` at the beginning of a Markdown file is one map of fields, each
    /// `key: value`. A list, or a text by itself, fills no field.
    FrontMatterNotMap {
        /// What stands there.
        span: Span,
    },
    /// # E0516: a row holds more than its table has columns
    ///
    /// Readers of Markdown drop what stands in a row behind its last column, so it would be in the file and in nobody's
    /// view. Most often a `|` belongs to a text: write it `\|` there. Else the line with the names of the columns
    /// lacks one.
    RowTooLong {
        /// What is too much.
        span: Span,
        /// The names of the columns.
        head: Span,
    },
}

/// What a tag that does not fit stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Misplaced {
    /// A single value.
    OnScalar,
    /// A list.
    OnList,
    /// A map.
    OnMap,
    /// A key.
    OnKey,
}

/// One of the [`Limits`](crate::Limits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// The bytes of a file.
    Bytes,
    /// Lists and maps inside one another.
    Depth,
    /// The values of a document.
    Nodes,
    /// The values that the aliases of a file bring in.
    Aliases,
    /// The documents of a file.
    Documents,
}

impl Fault {
    /// The stable code, as in `E0504`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotText { .. } => "E0501",
            Self::Yaml { .. } => "E0502",
            Self::Json { .. } => "E0503",
            Self::DuplicateKey { .. } => "E0504",
            Self::KeyNotText { .. } => "E0505",
            Self::UnknownTag { .. } => "E0506",
            Self::MisplacedTag { .. } => "E0507",
            Self::UndefinedAlias { .. } => "E0508",
            Self::AliasInItself { .. } => "E0509",
            Self::MergeNotMap { .. } => "E0510",
            Self::LimitReached { .. } => "E0511",
            Self::ControlCharacter { .. } => "E0512",
            Self::Tab { .. } => "E0513",
            Self::OpenFrontMatter { .. } => "E0514",
            Self::FrontMatterNotMap { .. } => "E0515",
            Self::RowTooLong { .. } => "E0516",
        }
    }

    /// The place that it is about.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::DuplicateKey { second, .. } => *second,
            Self::NotText { span, .. }
            | Self::Yaml { span, .. }
            | Self::Json { span, .. }
            | Self::KeyNotText { span }
            | Self::UnknownTag { span, .. }
            | Self::MisplacedTag { span, .. }
            | Self::UndefinedAlias { span, .. }
            | Self::AliasInItself { span, .. }
            | Self::MergeNotMap { span }
            | Self::LimitReached { span, .. }
            | Self::ControlCharacter { span, .. }
            | Self::Tab { span }
            | Self::OpenFrontMatter { span }
            | Self::FrontMatterNotMap { span }
            | Self::RowTooLong { span, .. } => *span,
        }
    }
}

impl Report for Fault {
    fn report(&self) -> Diagnostic {
        let error = |message: String| Diagnostic::error(self.code(), message);
        match self {
            Self::NotText { span, why } => not_text(error("this file is not UTF-8 text".to_owned()), *span, *why),
            Self::Yaml { cause, span, related } => syntax(error, cause.words(), *span, *related),
            Self::Json { cause, span, related } => syntax(error, cause.words(), *span, *related),
            Self::DuplicateKey { key, first, second } => error(format!("the key `{}` is written twice", line(key)))
                .at(*second, "written again here")
                .and(*first, "first written here")
                .help("take one of them away; here the first counts, but other readers take the last"),
            Self::KeyNotText { span } => error("a key is a single text".to_owned())
                .at(*span, "")
                .help("write `key: value`; a text with brackets in it stands in quotes"),
            Self::UnknownTag { tag, span, nearest } => {
                let told = error(format!("there is no tag `{}`", line(tag))).at(*span, "");
                match nearest {
                    Some(nearest) => told.help(format!("did you mean `{nearest}`?")),
                    None => told.help("the tag for what is not known is `!unknown`; if it is a text, put it in quotes"),
                }
            }
            Self::MisplacedTag { tag, span, what } => {
                let on = match what {
                    Misplaced::OnScalar => "a single value",
                    Misplaced::OnList => "a list",
                    Misplaced::OnMap => "a map",
                    Misplaced::OnKey => "a key",
                };
                let told = error(format!("`{}` cannot stand on {on}", line(tag))).at(*span, "");
                if tag.ends_with("unknown") {
                    told.help("write `!unknown why` in place of the whole value")
                } else {
                    told.help("take the tag away")
                }
            }
            Self::UndefinedAlias { name, span } => {
                error(format!("nothing is marked `&{}` above this alias", line(name)))
                    .at(*span, "")
                    .help("if it is a text, put it in quotes")
            }
            Self::AliasInItself { span, anchor } => {
                error("this alias stands inside the value that it names".to_owned())
                    .at(*span, "")
                    .and(*anchor, "the value begins here")
            }
            Self::MergeNotMap { span } => error("`<<` needs a map, or a list of maps, behind it".to_owned())
                .at(*span, "")
                .help("write `<<: *name`, where `&name` marks a map; if `<<` is a key, put it in quotes"),
            Self::LimitReached { limit, most, span } => {
                let message = match limit {
                    Limit::Bytes => format!("the file is larger than {most} bytes"),
                    Limit::Depth => {
                        format!("lists and maps stand more than {most} deep in one another")
                    }
                    Limit::Documents => format!("the file holds more than {most} documents"),
                    Limit::Nodes => format!("the document holds more than {most} values"),
                    Limit::Aliases => {
                        format!("the aliases of this file bring in more than {most} values")
                    }
                };
                error(message)
                    .at(*span, "the limit is reached here")
                    .note(format!("the limit is called `{}`", limit.name()))
            }
            Self::ControlCharacter { span, char } => error(format!("{} stands in the document", named(*char)))
                .at(*span, "")
                .help(format!("take it away, or write it as an escape inside `\"…\"`: `\\u{:04x}`", u32::from(*char))),
            Self::Tab { span } => {
                error("a tab stands where only blanks may".to_owned()).at(*span, "").help("indent with blanks")
            }
            Self::OpenFrontMatter { span } => error("the front matter is not closed".to_owned())
                .at(*span, "it opens here")
                .help("write a line `---` behind its last field; if none is meant, take this line away"),
            Self::FrontMatterNotMap { span } => error("the front matter is no map of fields".to_owned())
                .at(*span, "expected lines of `key: value`")
                .help("write `key: value` on each line between the two `---`"),
            Self::RowTooLong { span, head } => error("this row holds more cells than the table has columns".to_owned())
                .at(*span, "readers of the table do not see this")
                .and(*head, "the columns")
                .help("write `\\|` for a `|` that belongs to a text, or name the column that is missing"),
        }
    }
}

impl Limit {
    /// The name by which it is set.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Depth => "depth",
            Self::Nodes => "nodes",
            Self::Aliases => "aliases",
            Self::Documents => "documents",
        }
    }
}

fn syntax(error: impl Fn(String) -> Diagnostic, words: Words, span: Span, related: Option<Span>) -> Diagnostic {
    let mut told = error(words.message).at(span, words.here);
    if let Some(related) = related {
        told = told.and(related, words.there);
    }
    match words.help {
        Some(help) => told.help(help),
        None => told,
    }
}

fn not_text(told: Diagnostic, span: Span, why: NotTextWhy) -> Diagnostic {
    match why {
        NotTextWhy::Utf16 => told.at(span, "this begins as UTF-16").help("save the file as UTF-8"),
        NotTextWhy::Utf32 => told.at(span, "this begins as UTF-32").help("save the file as UTF-8"),
        NotTextWhy::Byte(byte) => told
            .at(span, format!("the byte 0x{byte:02x} fits no character"))
            .help("save the file as UTF-8; it may be Latin-1 now"),
        NotTextWhy::CutOff => told.at(span, "the file ends inside a character").help("the file may have been cut off"),
    }
}

/// A text from the document, short and on one line.
fn line(text: &str) -> String {
    let mut short: String = text.chars().take(60).map(shown).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
