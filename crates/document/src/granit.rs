//! The one room that knows the YAML library: its events into ours.

use std::ops::Range;

use granit_parser::{ErrorKind, Parser, ScalarStyle, StrInput, StructureStyle};

use crate::Style;
use crate::syntax::Raw;
use crate::yaml::{Broken, Event, Events, Tag, TagKind, next_mark};

/// The events of `text`, which may open with a byte-order mark. Lists and maps that stand deeper than
/// `depth` in one another break the document.
pub(crate) fn events(text: &str, depth: usize) -> impl Events<'_> {
    Granit { parser: parser(text, depth), text, base: 0, depth, flow: Vec::new() }
}

fn parser(text: &str, depth: usize) -> Parser<'_, StrInput<'_>> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: depth,
        block_nesting_limit: depth,
        // Comments cost their own bytes, which are bounded already.
        max_buffered_comment_events: usize::MAX,
    };
    Parser::new_from_str_with_options(text, options)
}

struct Granit<'t> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    /// Where in the text the parser began.
    base: usize,
    depth: usize,
    /// Of the lists and maps that stand open: do they end with a bracket?
    flow: Vec<bool>,
}

impl<'t> Events<'t> for Granit<'t> {
    fn next(&mut self) -> Option<Result<(Event<'t>, Range<usize>), Broken>> {
        use granit_parser::Event as Theirs;
        loop {
            let (event, span) = match self.parser.next_event()? {
                Ok(next) => next,
                Err(error) => {
                    let at =
                        error.marker().byte_offset().map_or(self.text.len(), |at| at + self.base).min(self.text.len());
                    return Some(Err(broken(error.kind(), at)));
                }
            };
            let place = |span: granit_parser::Span| {
                span.byte_range().map(|range| range.start + self.base..range.end + self.base)
            };
            let range = place(span).unwrap_or(self.text.len()..self.text.len());
            let tag = |tag: Option<&granit_parser::Tag>| {
                let kind = kind(tag?);
                let range = span.tag_span().and_then(place).unwrap_or(range.start..range.start);
                Some(Tag { range, kind })
            };
            let anchor = |number: usize| Some(number).filter(|number| *number != 0);
            let ours = match event {
                Theirs::DocumentStart(explicit, _) => {
                    self.flow.clear();
                    Event::DocumentStart { explicit }
                }
                Theirs::DocumentEnd => Event::DocumentEnd,
                Theirs::Scalar(text, style, number, with) => {
                    let style = match style {
                        ScalarStyle::Plain => Style::Plain,
                        ScalarStyle::SingleQuoted => Style::SingleQuoted,
                        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                        ScalarStyle::Literal => Style::Literal,
                        ScalarStyle::Folded => Style::Folded,
                    };
                    Event::Scalar { text, style, anchor: anchor(number), tag: tag(with.as_deref()) }
                }
                Theirs::SequenceStart(style, number, with) => {
                    let flow = style == StructureStyle::Flow;
                    self.flow.push(flow && !range.is_empty());
                    Event::Open { is_map: false, flow, anchor: anchor(number), tag: tag(with.as_deref()) }
                }
                Theirs::MappingStart(style, number, with) => {
                    let flow = style == StructureStyle::Flow;
                    self.flow.push(flow && !range.is_empty());
                    Event::Open { is_map: true, flow, anchor: anchor(number), tag: tag(with.as_deref()) }
                }
                Theirs::SequenceEnd | Theirs::MappingEnd => Event::Close { flow: self.flow.pop().unwrap_or(false) },
                Theirs::Alias(number) => Event::Alias(number),
                Theirs::UnresolvedAlias(_) => Event::UndefinedAlias,
                Theirs::Comment(..) => Event::Comment,
                _ => continue,
            };
            return Some(Ok((ours, range)));
        }
    }

    fn next_document(&mut self) -> bool {
        self.parser.proceed_next_document().unwrap_or(false)
    }

    fn leave(&mut self, from: usize) {
        let mark = next_mark(self.text, from).unwrap_or(self.text.len());
        let rest = self.text.get(mark..).unwrap_or_default();
        // The line of `...` belongs to the document that is left.
        self.base = if rest.starts_with("...") {
            rest.find(['\n', '\r']).map_or(self.text.len(), |line| mark + line)
        } else {
            mark
        };
        self.parser = parser(self.text.get(self.base..).unwrap_or_default(), self.depth);
    }
}

fn kind(tag: &granit_parser::Tag) -> TagKind {
    match tag.core_suffix() {
        Some("str") => TagKind::Str,
        Some("null") => TagKind::Null,
        Some("int" | "float" | "bool") => TagKind::Word,
        Some("seq") => TagKind::List,
        Some("map") => TagKind::Map,
        Some(_) => TagKind::Other,
        None => match (tag.handle(), tag.suffix()) {
            ("!", "unknown") | ("", "!unknown") => TagKind::Unknown,
            ("", "!") | ("!", "") => TagKind::Str,
            _ => TagKind::Other,
        },
    }
}

fn broken(kind: &ErrorKind, at: usize) -> Broken {
    let raw = match kind {
        ErrorKind::RecursionLimitExceeded => return Broken::TooDeep { at },
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. } => Raw::UnclosedBracket,
        ErrorKind::MismatchedFlowCollectionEnd { close, .. } => Raw::WrongBracket(*close),
        ErrorKind::MisplacedFlowCollectionEnd => Raw::StrayBracket,
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => Raw::NoComma,
        ErrorKind::InvalidColonPlacement | ErrorKind::FlowMappingValueAdjacentCollection => Raw::ColonInBrackets,
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => Raw::UnclosedQuote,
        ErrorKind::InvalidQuotedScalarIndent => Raw::QuoteIndent,
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => Raw::BehindQuote,
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => Raw::Escape,
        ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => Raw::Surrogate,
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => Raw::Tab,
        ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace
        | ErrorKind::ExpectedWhitespace => Raw::NoBlank,
        ErrorKind::CommentInterceptedScalar => Raw::CommentInText,
        ErrorKind::CommentNotSeparated => Raw::CommentWithoutBlank,
        ErrorKind::UnexpectedCharacter { character } => Raw::Character(*character),
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed | ErrorKind::InvalidSimpleKey => Raw::Colon,
        ErrorKind::SimpleKeyExpected => Raw::NoColon,
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => Raw::Dash,
        ErrorKind::ExpectedBlockSequenceEntry => Raw::NoDash,
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofBlockSequence => Raw::Indent,
        ErrorKind::InvalidBlockScalarIndent => Raw::BlockIndent,
        ErrorKind::ZeroBlockScalarIndent | ErrorKind::InvalidBlockScalarHeader => Raw::BlockHeader,
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::InvalidTagUtf8 => Raw::Tag,
        ErrorKind::MissingAnchorOrAliasName => Raw::AnchorName,
        ErrorKind::DuplicateVersionDirective
        | ErrorKind::UnsupportedYamlMajorVersion
        | ErrorKind::DuplicateTagDirective
        | ErrorKind::MissingDocumentEndBeforeDirective
        | ErrorKind::InvalidDirectiveTerminator
        | ErrorKind::MissingYamlVersionSeparator
        | ErrorKind::MissingDirectiveName
        | ErrorKind::InvalidDirectiveName
        | ErrorKind::DirectiveByteLimitExceeded { .. }
        | ErrorKind::TooManyReservedDirectiveParams { .. }
        | ErrorKind::YamlVersionTooLong
        | ErrorKind::MissingYamlVersion
        | ErrorKind::InvalidTagDirectiveTerminator
        | ErrorKind::ExpectedTagDirectiveBang => Raw::Directive,
        ErrorKind::InvalidDocumentEnd | ErrorKind::ExpectedDocumentStart => Raw::BehindDocument,
        ErrorKind::BomInsideDocument => Raw::ByteOrderMark,
        _ => Raw::Other,
    };
    Broken::Syntax { at, raw }
}
