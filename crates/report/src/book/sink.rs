//! The one way into a page of HTML: names of elements are the program's own, every text and attribute is escaped.

use crate::visible;

/// A page in the making.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
    open: Vec<&'static str>,
}

impl Html {
    /// Everything that was written; what is still open is closed.
    pub(super) fn finish(mut self) -> String {
        while let Some(name) = self.open.pop() {
            self.end(name);
        }
        self.out
    }

    /// Adds a part of the page that the program itself is the author of.
    pub(super) fn fixed(&mut self, text: &'static str) -> &mut Self {
        self.out.push_str(text);
        self
    }

    /// Adds a text, everything in it visible; line ends stay.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for char in text.chars() {
            match char {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                '\n' => self.out.push('\n'),
                '\t' => self.out.push(' '),
                '\r' => {}
                char => visible::push(&mut self.out, char),
            }
        }
        self
    }

    /// Begins an element.
    pub(super) fn start(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) -> &mut Self {
        self.tag(name, attributes);
        self.open.push(name);
        self
    }

    /// Ends the element that was begun last.
    pub(super) fn stop(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.end(name);
        }
        self
    }

    /// An element with nothing but a text in it.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&'static str, &str)], text: &str) -> &mut Self {
        self.start(name, attributes).text(text).stop()
    }

    /// An element that has no end.
    pub(super) fn tag(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) -> &mut Self {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
        self
    }

    fn end(&mut self, name: &'static str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        if matches!(name, "p" | "li" | "tr" | "dd" | "ul" | "ol" | "table" | "section" | "article" | "pre" | "div") {
            self.out.push('\n');
        }
    }
}

/// A reference that a page may lead to: one that fetches nothing and runs nothing but a page of the web, or a letter.
pub(super) fn leads_out(reference: &str) -> bool {
    let scheme = reference.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"))
        && !reference.chars().any(|char| char.is_whitespace() || visible::is_hidden(char))
}
