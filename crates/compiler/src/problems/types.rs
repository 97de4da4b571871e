//! Values of one type where another is wanted.

use countersign_source::{Diagnostic, Report, Span};

/// Something that is wrong with a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeProblem {
    /// E0201: another type is wanted. The value could never fit its place, so the rule would never say anything.
    Mismatch {
        /// What is wanted, in words.
        wanted: String,
        /// What was found, in words.
        found: String,
        /// Where.
        span: Span,
        /// What to write instead, where that is known.
        hint: Option<String>,
    },
    /// E0202: the operator does not take these two types. A duration is no number, and a text no date.
    Operator {
        /// The operator as written.
        operator: String,
        /// Where it stands.
        span: Span,
        /// The left side: its type in words, and its place.
        left: (String, Span),
        /// The right side.
        right: (String, Span),
        /// What to write instead, where that is known.
        hint: Option<String>,
    },
    /// E0203: a condition is wanted. `when`, `require`, `forbid`, `where` and the sides of `and`, `or`, `not` and `implies`
    /// ask something that is true or false.
    NoCondition {
        /// What was found, in words.
        found: String,
        /// Where.
        span: Span,
    },
    /// E0204: the wrong number of arguments. Give one argument for each parameter, in their order.
    Arguments {
        /// The function.
        name: String,
        /// Where.
        span: Span,
        /// How it is called: `part(text, separator, n)`.
        signature: String,
        /// How many were given.
        found: usize,
    },
    /// E0205: a field of a list. A list has items, and its items have fields: `evidence[].source` is the list of all
    /// sources, `every e in evidence: e.source …` asks about each, `first(evidence).source` takes one.
    FieldOfList {
        /// The list as written.
        list: String,
        /// The field.
        field: String,
        /// Where the field stands.
        span: Span,
        /// What to write, where the field is called like a function.
        instead: Option<String>,
    },
    /// E0206: many values against one. `LIST[].field` is a list; whether one or all of its values are meant has to be said.
    ManyAgainstOne {
        /// The list as written.
        list: String,
        /// Where.
        span: Span,
        /// What is asked of it, for the suggestion: `== …` or `is present`.
        asked: String,
    },
    /// E0207: a list is wanted. `every`, `some`, `for each` and what counts go over the items of a list. A text is cut
    /// into one by `sentences`, `phrases` or `words`.
    NoList {
        /// What was found, in words.
        found: String,
        /// Where.
        span: Span,
        /// What wants a list: `every`, `[]`, `in`.
        by: &'static str,
        /// What to write instead, where that is known.
        hint: Option<String>,
    },
    /// E0208: no order. Texts and the members of an enum whose members are parted by commas have none.
    NoOrder {
        /// What has none, in words.
        found: String,
        /// Where the operator stands.
        span: Span,
        /// Where an unordered enum is declared.
        declared: Option<Span>,
    },
    /// E0209: only documents, records and shapes have fields. Other values have nothing behind a dot. What can be known
    /// of a text, a built-in says, such as `words(title)`.
    NoFields {
        /// What was found, in words.
        found: String,
        /// The field.
        field: String,
        /// Where the field stands.
        span: Span,
        /// What to write, where the field is called like a function.
        instead: Option<String>,
    },
    /// E0210: brackets are needed. What follows the colon of `every` and `some` reaches as far as it can, so that a reader
    /// may take `and`, `or` or `implies` for belonging outside. Brackets say which one is meant.
    NeedsBrackets {
        /// The quantifier.
        span: Span,
        /// The part in question.
        part: Span,
    },
    /// E0211: no such day, time or number. Look at the calendar and the clock: a month has so many days, a day 24
    /// hours, and a number so many digits.
    BadLiteral {
        /// What it was to be: `date`, `instant`, `number`, `duration`.
        sort: &'static str,
        /// As written.
        text: String,
        /// Where.
        span: Span,
        /// Why, in a clause.
        why: &'static str,
    },
    /// E0212: a text cannot show a whole shape. Name one of its fields.
    NotShown {
        /// What was to be shown, in words.
        found: String,
        /// Where.
        span: Span,
    },
    /// E0213: `at` points at places of the document: a path, a loop variable, or a text that was taken from the document.
    NoPlace {
        /// Where.
        span: Span,
    },
    /// E0214: `suggest` names a field of the document and gives it a value. On the left stands a path, on the right a
    /// value that fits there, as in `suggest owner.team = "soc"`.
    NoTarget {
        /// Where.
        span: Span,
    },
    /// E0215: the function wants something particular: `earlier(e)` and `reach(e.after)` a loop variable, `texts` a path.
    Wants {
        /// The function.
        name: &'static str,
        /// What it wants, in words.
        wanted: &'static str,
        /// Where.
        span: Span,
    },
    /// E0216: `missing` and `unknown` are no values. Whether something was written, or is known, is asked with `is`.
    NoValue {
        /// The word as written.
        word: String,
        /// Where.
        span: Span,
        /// What to write: `is missing`.
        instead: String,
    },
    /// E0221: no such question. `is` asks `present`, `missing`, `unknown`, `empty`, or whether a text is of a refined type.
    /// Two values are compared with `==`.
    NoQuestion {
        /// The word as written.
        word: String,
        /// Where.
        span: Span,
        /// What to write: `is missing`, `== high`.
        instead: String,
    },
    /// E0217: the definition reads another document. It names fields of the document that its own pack judges, and this
    /// pack judges another one. Give the definition a parameter instead.
    OtherDocument {
        /// The definition.
        name: String,
        /// Where it is called.
        span: Span,
        /// The document that it reads.
        reads: String,
        /// The document that is judged here.
        here: String,
    },
    /// E0218: a literal is wanted here: a value that stands in the rules themselves.
    NoLiteral {
        /// Where.
        span: Span,
        /// What wants it, in words.
        by: &'static str,
    },
    /// E0219: two texts cannot be added. Put both into one text with holes: `"{a} {b}"`.
    AddedTexts {
        /// Where the operator stands.
        span: Span,
    },
    /// E0220: the definition or table takes arguments, or the name is no function. Write its arguments in brackets
    /// behind it; where it takes none, write the name alone.
    NotCalled {
        /// The name.
        name: String,
        /// Where.
        span: Span,
        /// How it is called.
        signature: String,
    },
    /// E0540: the earlier revision is read where it may not be there. `previous` is the handoff's earlier revision where one
    /// is given, and nothing where not. Ask first: `when previous is present` above, or
    /// `previous is present and …` in the condition itself. A definition that reads it is called below such a guard.
    Unguarded {
        /// Where.
        span: Span,
        /// The definition that reads it, and where it does.
        through: Option<(String, Span)>,
    },
}

impl Report for TypeProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Unguarded { span, through: None } => {
                Diagnostic::error("E0540", "`previous` is read where there may be no earlier revision")
                    .at(*span, "only where one is given")
                    .help("ask first: `when previous is present` above, or `previous is present and …`")
            }
            Self::Unguarded { span, through: Some((name, place)) } => {
                Diagnostic::error("E0540", format!("`{name}` reads `previous`, and there may be no earlier revision"))
                    .at(*span, "only where one is given")
                    .and(*place, "read here")
                    .help("ask first: `when previous is present` above, or `previous is present and …`")
            }
            Self::Mismatch { wanted, found, span, hint } => {
                let diagnostic = Diagnostic::error("E0201", format!("expected {wanted}, found {found}"))
                    .at(*span, format!("this is {found}"));
                match hint {
                    Some(hint) => diagnostic.help(hint.clone()),
                    None => diagnostic,
                }
            }
            Self::Operator { operator, span, left, right, hint } => {
                let diagnostic =
                    Diagnostic::error("E0202", format!("`{operator}` does not take {} and {}", left.0, right.0))
                        .at(*span, "")
                        .and(left.1, left.0.clone())
                        .and(right.1, right.0.clone());
                match hint {
                    Some(hint) => diagnostic.help(hint.clone()),
                    None => diagnostic,
                }
            }
            Self::NoCondition { found, span } => {
                Diagnostic::error("E0203", format!("expected a condition, found {found}"))
                    .at(*span, "this is neither true nor false")
                    .help("ask something about it: `is present`, `== …`, `matches /…/`")
            }
            Self::Arguments { name, span, signature, found } => {
                let given = match found {
                    0 => "none was given".to_owned(),
                    1 => "one was given".to_owned(),
                    many => format!("{many} were given"),
                };
                Diagnostic::error("E0204", format!("`{name}` takes other arguments than these"))
                    .at(*span, given)
                    .help(format!("it is called as `{signature}`"))
            }
            Self::FieldOfList { list, field, span, instead: Some(instead) } => {
                Diagnostic::error("E0205", format!("`{list}` is a list, and a list has no field `{field}`"))
                    .at(*span, format!("write `{instead}`"))
                    .help("a function stands before what it is asked about, which stands in brackets")
            }
            Self::FieldOfList { list, field, span, instead: None } => {
                Diagnostic::error("E0205", format!("`{list}` is a list, and a list has no field `{field}`"))
                    .at(*span, "a field of its items")
                    .help(format!("write `{list}[].{field}` for all of them, or ask `every` or `some` item"))
            }
            Self::ManyAgainstOne { list, span, asked } => Diagnostic::error(
                "E0206",
                format!("`{list}` is a list of values; say whether every one or some one is meant"),
            )
            .at(*span, "many values")
            .help(format!("write `every x in {list}: x {asked}` or `some x in {list}: x {asked}`")),
            Self::NoList { found, span, by, hint } => {
                let diagnostic = Diagnostic::error("E0207", format!("`{by}` wants a list, found {found}"))
                    .at(*span, format!("this is {found}"));
                match hint {
                    Some(hint) => diagnostic.help(hint.clone()),
                    None => diagnostic,
                }
            }
            Self::NoOrder { found, span, declared } => {
                let diagnostic =
                    Diagnostic::error("E0208", format!("{found} has no order")).at(*span, "more or less than what?");
                match declared {
                    Some(declared) => diagnostic
                        .and(*declared, "declared here, its members parted by commas")
                        .help("part the members with `<` to give them an order, or compare with `in [a, b]`"),
                    None => diagnostic.help("compare with `==`, `in` or `matches`"),
                }
            }
            Self::NoFields { found, field, span, instead } => {
                let diagnostic = Diagnostic::error("E0209", format!("{found} has no fields"));
                match instead {
                    Some(instead) => diagnostic
                        .at(*span, format!("write `{instead}`"))
                        .help("a function stands before what it is asked about, which stands in brackets"),
                    None => diagnostic.at(*span, format!("so it has no `{field}`")),
                }
            }
            Self::NeedsBrackets { span, part } => {
                Diagnostic::error("E0210", "it is not clear how far `every` or `some` reaches here")
                    .at(*part, "inside, or beside it?")
                    .and(*span, "begins here")
                    .help("put brackets around what is asked of each item, or around all of `every …` or `some …`")
            }
            Self::BadLiteral { sort, text, span, why } => {
                Diagnostic::error("E0211", format!("`{text}` is no {sort}: {why}")).at(*span, "")
            }
            Self::NotShown { found, span } => {
                Diagnostic::error("E0212", format!("a text cannot show {found}")).at(*span, "name one of its fields")
            }
            Self::NoPlace { span } => Diagnostic::error("E0213", "`at` wants a place in the document")
                .at(*span, "this stands nowhere in it")
                .help("name a path, a loop variable, or a text that was taken from the document"),
            Self::NoTarget { span } => Diagnostic::error("E0214", "`suggest` wants a field of the document")
                .at(*span, "this cannot be written to")
                .help("write `suggest approval.approver = …`"),
            Self::Wants { name, wanted, span } => {
                Diagnostic::error("E0215", format!("`{name}` wants {wanted}")).at(*span, "found this")
            }
            Self::NoValue { word, span, instead } => {
                Diagnostic::error("E0216", format!("`{word}` is not a value that something could be compared with"))
                    .at(*span, format!("write `{instead}`"))
            }
            Self::NoQuestion { word, span, instead } => {
                Diagnostic::error("E0221", format!("`is` does not ask `{word}`"))
                    .at(*span, format!("write `{instead}`"))
            }
            Self::OtherDocument { name, span, reads, here } => {
                Diagnostic::error("E0217", format!("`{name}` reads fields of `{reads}`, and this pack judges `{here}`"))
                    .at(*span, "called here")
                    .help("give the definition a parameter for what it reads")
            }
            Self::NoLiteral { span, by } => {
                let diagnostic = Diagnostic::error("E0218", format!("{by} wants a value that is written down here"))
                    .at(*span, "this has to be worked out first");
                match *by {
                    "a cell" => diagnostic.help("from one value to another is written `1 .. 5`"),
                    _ => diagnostic,
                }
            }
            Self::AddedTexts { span } => Diagnostic::error("E0219", "texts cannot be added")
                .at(*span, "")
                .help("put both into one text: `\"{a} {b}\"`"),
            Self::NotCalled { name, span, signature } => {
                Diagnostic::error("E0220", format!("`{name}` is called with its arguments"))
                    .at(*span, format!("write `{signature}`"))
            }
        }
    }
}
