//! Shapes, enums, refinements and settings that cannot be what they say.

use countersign_source::{Diagnostic, Report, Span};

/// Something that is wrong with the schema or a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeProblem {
    /// E0121: `unknown` names what is not known. A field or member of that name could not be told from it.
    NamedUnknown {
        /// `field` or `member`.
        sort: &'static str,
        /// Where.
        span: Span,
    },
    /// E0122: two keys. An item is named by one field; a second `key` would make two names.
    TwoKeys {
        /// The second.
        span: Span,
        /// The first.
        first: Span,
    },
    /// E0123: a key that cannot name an item. The key of a list is a text (or a refinement of it) that is always written.
    BadKey {
        /// The field's name.
        field: String,
        /// Where.
        span: Span,
        /// Is it the `?` that is wrong?
        optional: bool,
    },
    /// E0124: a reference to nothing. `ref` takes the path of a list's key field from the nearest enclosing document, as in
    /// `ref evidence.id`: a field that is a list (or a path to one), then the field that is marked `key` in its items.
    BadReference {
        /// The path as written.
        path: String,
        /// Where.
        span: Span,
        /// Why it does not lead to a key.
        why: &'static str,
        /// A path that would.
        nearest: Option<String>,
    },
    /// E0125: a digest of nothing. `digest of` names another field of the same shape that holds a text: where the file is.
    BadDigest {
        /// The field as written.
        field: String,
        /// Where.
        span: Span,
        /// The nearest text field.
        nearest: Option<String>,
    },
    /// E0126: only text can be refined. Other types have no pattern to fit: write `type NAME = text matching /…/`, or
    /// use the type as it is.
    BadBase {
        /// Where.
        span: Span,
    },
    /// E0127: not a pattern. The regular expression cannot be read, asks for look-around or back-references (which could
    /// take forever), or would take too much memory.
    BadPattern {
        /// Where.
        span: Span,
        /// Why, in a clause.
        why: String,
    },
    /// E0128: a setting holds a single value or a list of single values, so that a house can write it down. Records and
    /// shapes belong into documents, and whole lists of them into `data`.
    BadSettingType {
        /// Where the type stands.
        span: Span,
    },
    /// E0129: bounds that do not bound. Only numbers, durations, dates, instants and members of ordered enums have an
    /// order, and the lower bound comes first.
    BadBounds {
        /// Where.
        span: Span,
        /// Why, in a clause.
        why: &'static str,
    },
    /// E0130: the value of a setting lies outside its own bounds. Choose a value between them, or widen them.
    OutOfBounds {
        /// The value.
        span: Span,
        /// The bounds.
        bounds: Span,
    },
    /// E0131: a field of the type of a document has to stand under that document's own key. Such a document is written
    /// `document NAME at KEY { … }`, and has its field by itself; what several shapes share is a `record`.
    DocumentAsField {
        /// The document.
        name: String,
        /// Where.
        span: Span,
    },
    /// E0133: an enum without members. No document could ever hold one of its words: write some.
    NoMembers {
        /// The enum.
        name: String,
        /// Where its name stands.
        span: Span,
    },
    /// E0132: a record that must hold itself. No document could ever be finished: let the field be left out.
    Endless {
        /// The record.
        name: String,
        /// Where.
        span: Span,
        /// The field that goes round.
        field: String,
    },
}

impl Report for ShapeProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::NamedUnknown { sort, span } => {
                Diagnostic::error("E0121", format!("no {sort} can be called `unknown`"))
                    .at(*span, "this word says that a value is not known")
                    .help("choose another name")
            }
            Self::TwoKeys { span, first } => Diagnostic::error("E0122", "a shape has one key")
                .at(*span, "a second `key`")
                .and(*first, "the first one")
                .help("take `key` away from one of the two"),
            Self::BadKey { field, span, optional: true } => {
                Diagnostic::error("E0123", format!("the key `{field}` cannot be left out"))
                    .at(*span, "an item without it would have no name")
                    .help("take away the `?`")
            }
            Self::BadKey { field, span, optional: false } => {
                Diagnostic::error("E0123", format!("the key `{field}` is not a text"))
                    .at(*span, "only a text can name an item")
                    .help(format!("write `key {field}: text`"))
            }
            Self::BadReference { path, span, why, nearest } => {
                let diagnostic =
                    Diagnostic::error("E0124", format!("`{path}` is not the key of a list")).at(*span, *why);
                match nearest {
                    Some(nearest) => diagnostic.help(format!("did you mean `ref {nearest}`?")),
                    None => {
                        diagnostic.help("write the path of a list from its document, then its key: `ref evidence.id`")
                    }
                }
            }
            Self::BadDigest { field, span, nearest } => {
                let diagnostic = Diagnostic::error("E0125", format!("`{field}` is not a text field of this shape"));
                match nearest {
                    Some(nearest) => diagnostic.at(*span, format!("did you mean `{nearest}`?")),
                    None => diagnostic.at(*span, "the field that names the file stands beside its digest"),
                }
            }
            Self::BadBase { span } => {
                Diagnostic::error("E0126", "only `text` can be refined by a pattern").at(*span, "write `text` here")
            }
            Self::BadPattern { span, why } => {
                Diagnostic::error("E0127", format!("this is no regular expression: {why}")).at(*span, "")
            }
            Self::BadSettingType { span } => {
                Diagnostic::error("E0128", "a setting holds a single value or a list of single values")
                    .at(*span, "this is neither")
            }
            Self::BadBounds { span, why } => {
                Diagnostic::error("E0129", format!("these bounds do not bound anything: {why}")).at(*span, "")
            }
            Self::OutOfBounds { span, bounds } => {
                Diagnostic::error("E0130", "the setting's value lies outside its bounds")
                    .at(*span, "this value")
                    .and(*bounds, "these bounds, both ends in")
            }
            Self::DocumentAsField { name, span } => Diagnostic::error(
                "E0131",
                format!("`{name}` is a document, and no type for a field"),
            )
            .at(*span, "a document stands under its own key")
            .help(format!(
                "declare it with `document {name} at KEY` in a pack for the outer document, or make it a `record`"
            )),
            Self::NoMembers { name, span } => Diagnostic::error("E0133", format!("the enum `{name}` has no members"))
                .at(*span, "")
                .help("list the words that documents may use: `{ low < medium < high }` or `{ red, green }`"),
            Self::Endless { name, span, field } => Diagnostic::error(
                "E0132",
                format!("`{name}` always holds another `{name}`, so no document could be finished"),
            )
            .at(*span, format!("through the field `{field}`"))
            .help(format!("let it be left out: `{field}?`")),
        }
    }
}
