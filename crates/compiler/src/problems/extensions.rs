//! Extensions that do not fit what they extend.

use countersign_source::{Diagnostic, Report, Span};

use super::article;

/// Something that is wrong with an `extend`.
#[derive(Clone, Debug, PartialEq)]
pub enum ExtendProblem {
    /// E0140: what is extended cannot be. Documents, records, enums, tables and decisions of a used pack can be extended.
    /// A setting is given another value by the house's configuration; a definition or a refined type is declared anew
    /// under a name of the house's own.
    Fixed {
        /// What it is.
        sort: &'static str,
        /// Its name.
        name: String,
        /// Where it was to be extended.
        span: Span,
        /// Where it is declared.
        declared: Span,
    },
    /// E0141: the pack's own declaration. `extend` adds to what another pack declares. Write what is to be added into the
    /// declaration itself.
    Own {
        /// The name.
        name: String,
        /// Where it was to be extended.
        span: Span,
        /// Where it is declared.
        declared: Span,
    },
    /// E0142: something else is added than what is extended takes. A document or record takes fields, an enum members, a
    /// table rows, and a decision options.
    Other {
        /// What is extended.
        name: String,
        /// The braces.
        span: Span,
        /// What it takes.
        takes: &'static str,
        /// How that looks.
        example: &'static str,
        /// Where it is declared.
        declared: Span,
    },
    /// E0143: a field that is added can be left out. Documents that were whole before the house added to their schema have
    /// to stay so; a rule of the house can require the field where it is needed.
    Required {
        /// The field.
        field: String,
        /// Where its name stands.
        span: Span,
        /// What is extended.
        shape: String,
        /// Where that is declared.
        declared: Span,
    },
    /// E0144: members are added to an enum without order. In an ordered enum every comparison would depend on where a new
    /// member stands. Declare an enum of the house's own, or ask for the member where the enum is declared.
    Ordered {
        /// The enum.
        name: String,
        /// The braces.
        span: Span,
        /// Where it is declared.
        declared: Span,
        /// Is the enum ordered? Otherwise only what is added is.
        base: bool,
    },
    /// E0145: an extension that adds nothing. Write what is to be added between its braces, or take it out.
    Nothing {
        /// What is extended.
        name: String,
        /// The braces.
        span: Span,
        /// What it takes.
        takes: &'static str,
        /// How that looks.
        example: &'static str,
    },
}

impl Report for ExtendProblem {
    fn report(&self) -> Diagnostic {
        match self {
            Self::Fixed { sort, name, span, declared } => {
                let diagnostic =
                    Diagnostic::error("E0140", format!("`{name}` is {} {sort}, and cannot be extended", article(sort)))
                        .at(*span, "only documents, records, enums, tables and decisions can be")
                        .and(*declared, "declared here");
                match *sort {
                    "setting" => diagnostic.help("give it another value in the configuration of the house"),
                    sort => diagnostic.help(format!("declare a {sort} of this pack's own, under another name")),
                }
            }
            Self::Own { name, span, declared } => {
                Diagnostic::error("E0141", format!("`{name}` is declared by this pack itself"))
                    .at(*span, "`extend` adds to what another pack declares")
                    .and(*declared, "declared here")
                    .help("write what is to be added into the declaration")
            }
            Self::Other { name, span, takes, example, declared } => {
                Diagnostic::error("E0142", format!("`{name}` is extended by {takes}, and this is something else"))
                    .at(*span, format!("expected {takes}, as in {example}"))
                    .and(*declared, "declared here")
            }
            Self::Required { field, span, shape, declared } => {
                Diagnostic::error("E0143", format!("the added field `{field}` has to be one that may be left out"))
                    .at(*span, format!("write `{field}?`"))
                    .and(*declared, format!("documents that fit `{shape}` have to go on fitting"))
                    .help("where the field has to be there, say so in a rule: `require … is present`")
            }
            Self::Ordered { name, span, declared, base } => {
                let message = match base {
                    true => format!("`{name}` is in order, and nothing can be added to it"),
                    false => format!("`{name}` has no order, so its members are parted by `,`"),
                };
                let label = match base {
                    true => "where would these stand?",
                    false => "write `,` between them",
                };
                let diagnostic = Diagnostic::error("E0144", message).at(*span, label).and(*declared, "declared here");
                match base {
                    true => diagnostic.help("declare an enum of this pack's own, or ask for the member there"),
                    false => diagnostic,
                }
            }
            Self::Nothing { name, span, takes, example } => {
                Diagnostic::error("E0145", format!("nothing is added to `{name}`"))
                    .at(*span, format!("expected {takes}, as in {example}"))
            }
        }
    }
}
