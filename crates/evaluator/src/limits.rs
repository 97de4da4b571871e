//! How much work a judgement may take, and what is said when it would take more.

use countersign_source::{Diagnostic, Report};

/// The bounds of one judgement. A document that would need more is not judged at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps: each expression that is evaluated is one, so is each byte of a text that is cut
    /// into pieces, and so are a few dozen bytes of one that is gone through.
    pub steps: u64,
    /// Findings, those of the schema and of the rules together.
    pub findings: usize,
    /// Bytes of text that are put together on the way: formatted messages, texts in lower case.
    pub texts: usize,
    /// How deep expressions may stand inside one another, through the definitions that they call.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 2_000_000, findings: 10_000, texts: 64 << 20, depth: 256 }
    }
}

/// Which bound was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::steps`]
    Steps,
    /// [`Limits::findings`]
    Findings,
    /// [`Limits::texts`]
    Texts,
    /// [`Limits::depth`]
    Depth,
}

/// A judgement was given up because it would have taken more than its limits allow. There is no partial verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitReached {
    /// Which bound.
    pub limit: Limit,
    /// Its number.
    pub most: u64,
}

impl Limit {
    /// The name by which it is set.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Findings => "findings",
            Self::Texts => "texts",
            Self::Depth => "depth",
        }
    }
}

impl Report for LimitReached {
    fn report(&self) -> Diagnostic {
        let most = self.most;
        let (code, message, help) = match self.limit {
            Limit::Steps => (
                "E0701",
                format!("the rules take more than {most} steps on this document, so it was not judged"),
                "split the document, or ask less of each item of its longest lists; the limit is called `steps`",
            ),
            Limit::Findings => (
                "E0702",
                format!("there are more than {most} findings in this document, so it was not judged"),
                "mend those that one cause brings about; the limit is called `findings`",
            ),
            Limit::Texts => (
                "E0703",
                format!("the rules put more than {most} bytes of text together, so the document was not judged"),
                "split the document; the limit is called `texts`",
            ),
            Limit::Depth => (
                "E0704",
                format!(
                    "the rules nest expressions and definitions more than {most} deep, so the document was not judged"
                ),
                "give a part of the longest chain of definitions a `let` of its own; the limit is called `depth`",
            ),
        };
        Diagnostic::error(code, message).help(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_names_itself() {
        for limit in [Limit::Steps, Limit::Findings, Limit::Texts, Limit::Depth] {
            let diagnostic = LimitReached { limit, most: 7 }.report();
            assert!(diagnostic.message.contains('7'), "{}", diagnostic.message);
            assert!(diagnostic.helps.iter().any(|help| help.contains(&format!("`{}`", limit.name()))));
        }
    }
}
