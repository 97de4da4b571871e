//! The one sink: every text that people read on a terminal is written through here, so that none of its characters can
//! be an order to the terminal.

use std::io;

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::term::WriteStyle;

use crate::visible;

/// What a piece of text is, for those who see colours; the text itself says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paint {
    /// A failure.
    Bad,
    /// A warning.
    Warn,
    /// What is open.
    Open,
    /// A remark.
    Note,
    /// What is well.
    Good,
    /// What stands out.
    Strong,
    /// What stands back.
    Faint,
    /// Lines and borders around source text.
    Frame,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Self::Bad => "\u{1b}[1;31m",
            Self::Warn => "\u{1b}[1;33m",
            Self::Open => "\u{1b}[1;36m",
            Self::Note => "\u{1b}[1;34m",
            Self::Good => "\u{1b}[32m",
            Self::Strong => "\u{1b}[1m",
            Self::Faint => "\u{1b}[2m",
            Self::Frame => "\u{1b}[34m",
        }
    }
}

/// Text in the making.
#[derive(Debug, Default)]
pub(crate) struct Ink {
    out: String,
    color: bool,
    /// Is what comes up to the next line end left out? codespan's own header line is: it has no word for "open".
    skip: bool,
    /// The colour of main labels.
    primary: Option<Paint>,
}

impl Ink {
    /// Nothing yet.
    pub(crate) fn new(color: bool) -> Self {
        Self { color, ..Self::default() }
    }

    /// Everything that was written.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Adds text, everything in it visible, line ends too.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.out.push_str(&visible::visible(text));
        self
    }

    /// Adds text in a colour.
    pub(crate) fn painted(&mut self, paint: Paint, text: &str) -> &mut Self {
        self.paint(paint);
        self.text(text);
        self.plain();
        self
    }

    /// Ends the line.
    pub(crate) fn end(&mut self) -> &mut Self {
        self.out.push('\n');
        self
    }

    /// Lets codespan write, without its first line and with main labels in this colour.
    pub(crate) fn snippet(&mut self, paint: Paint) -> &mut Self {
        self.skip = true;
        self.primary = Some(paint);
        self
    }

    fn paint(&mut self, paint: Paint) {
        if self.color && !self.skip {
            self.out.push_str(paint.code());
        }
    }

    fn plain(&mut self) {
        if self.color && !self.skip {
            self.out.push_str("\u{1b}[0m");
        }
    }
}

impl io::Write for Ink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for char in String::from_utf8_lossy(bytes).chars() {
            match char {
                '\n' if self.skip => self.skip = false,
                _ if self.skip => {}
                '\n' => {
                    // codespan ends some lines in blanks.
                    let kept = self.out.trim_end_matches(' ').len();
                    self.out.truncate(kept);
                    self.out.push('\n');
                }
                '\t' => self.out.push(' '),
                _ => visible::push(&mut self.out, char),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Ink {
    fn set_header(&mut self, _: Severity) -> io::Result<()> {
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.paint(Paint::Frame);
        Ok(())
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.paint(Paint::Frame);
        Ok(())
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.paint(Paint::Frame);
        Ok(())
    }

    fn set_label(&mut self, _: Severity, style: LabelStyle) -> io::Result<()> {
        let paint = match style {
            LabelStyle::Primary => self.primary.unwrap_or(Paint::Bad),
            LabelStyle::Secondary => Paint::Frame,
        };
        self.paint(paint);
        Ok(())
    }

    fn reset(&mut self) -> io::Result<()> {
        self.plain();
        Ok(())
    }
}
