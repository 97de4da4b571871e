//! Standard output and standard error. A closed pipe is no error: the run goes on unheard, so that its exit code is
//! that of everything it was asked to check.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};
use countersign_report::Style;
use countersign_source::{Diagnostic, Files};

/// How wide a report is where nobody says how wide the terminal is.
const WIDTH: usize = 100;

/// Where text goes.
pub(crate) struct Output {
    out: AutoStream<io::Stdout>,
    err: AutoStream<io::Stderr>,
    out_color: bool,
    err_color: bool,
    width: usize,
    /// Has the reader gone?
    closed: bool,
    /// Could something not be written?
    failed: Option<io::Error>,
}

impl Output {
    pub(crate) fn new(choice: ColorChoice) -> Self {
        let resolve = |auto: ColorChoice| if choice == ColorChoice::Auto { auto } else { choice };
        let out_choice = resolve(AutoStream::choice(&io::stdout()));
        let err_choice = resolve(AutoStream::choice(&io::stderr()));
        let width = if io::stdout().is_terminal() {
            terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(60, 160))
        } else {
            WIDTH
        };
        Self {
            out: AutoStream::new(io::stdout(), out_choice),
            err: AutoStream::new(io::stderr(), err_choice),
            out_color: out_choice != ColorChoice::Never,
            err_color: err_choice != ColorChoice::Never,
            width,
            closed: false,
            failed: None,
        }
    }

    /// How reports on standard output look.
    pub(crate) fn style(&self) -> Style {
        Style { color: self.out_color, width: self.width, ..Style::default() }
    }

    /// Prints to standard output.
    pub(crate) fn text(&mut self, text: &str) {
        if self.closed || self.failed.is_some() {
            return;
        }
        match self.out.write_all(text.as_bytes()) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed = true,
            Err(error) => self.failed = Some(error),
        }
    }

    /// Hands bytes on as they are, for the next program; on a terminal, everything in them is made visible.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        if io::stdout().is_terminal() {
            let text = countersign_report::visible_lines(&String::from_utf8_lossy(bytes));
            return self.text(&text);
        }
        if self.closed || self.failed.is_some() {
            return;
        }
        self.flush();
        match io::stdout().write_all(bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed = true,
            Err(error) => self.failed = Some(error),
        }
    }

    /// Prints to standard error, behind what was printed so far.
    pub(crate) fn error(&mut self, text: &str) {
        self.flush();
        // Where standard error is gone there is nobody left to tell.
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Prints messages to standard error.
    pub(crate) fn diagnostics(&mut self, files: &Files, diagnostics: &[Diagnostic]) {
        let style = Style { color: self.err_color, width: self.width, ..Style::default() };
        for diagnostic in diagnostics {
            self.error(&countersign_report::diagnostic(style, files, diagnostic));
        }
    }

    /// Was everything written, as far as somebody wanted it?
    pub(crate) fn finish(mut self) -> bool {
        self.flush();
        let Some(error) = self.failed.take() else { return true };
        self.error(&countersign_report::visible_lines(&format!("error: the result cannot be written: {error}\n")));
        false
    }

    fn flush(&mut self) {
        match self.out.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed = true,
            Err(error) if self.failed.is_none() => self.failed = Some(error),
            _ => {}
        }
    }
}
