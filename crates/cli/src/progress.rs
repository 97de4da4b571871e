//! A bar on a terminal for what takes a while. It goes to standard error, and only where that is a terminal.
#![expect(
    clippy::disallowed_methods,
    reason = "how long something has taken is shown to a person, and decides nothing"
)]

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the bar is drawn anew.
const PAUSE: Duration = Duration::from_millis(80);

/// How many characters the bar is long.
const BAR: usize = 30;

/// How far something has come.
pub(crate) struct Progress {
    what: &'static str,
    on: bool,
    began: Instant,
    /// When the bar was drawn last.
    drawn: Mutex<Option<Instant>>,
}

impl Progress {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, on: io::stderr().is_terminal(), began: Instant::now(), drawn: Mutex::new(None) }
    }

    /// Draws the bar, where it is time to.
    pub(crate) fn show(&self, done: usize, all: usize) {
        if !self.on || self.began.elapsed() < PATIENCE {
            return;
        }
        // Whoever finds another thread drawing leaves it to that one.
        let Ok(mut drawn) = self.drawn.try_lock() else { return };
        if drawn.is_some_and(|drawn| drawn.elapsed() < PAUSE) {
            return;
        }
        *drawn = Some(Instant::now());
        let full = (done * BAR).checked_div(all).unwrap_or(BAR);
        let bar = format!("\r{}{} {done} of {all} {}", "█".repeat(full), "░".repeat(BAR - full), self.what);
        // Where standard error is gone there is nobody to see it.
        let _ = io::stderr().write_all(bar.as_bytes());
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if self.drawn.lock().is_ok_and(|drawn| drawn.is_some()) {
            let _ = io::stderr().write_all(b"\r\x1b[2K");
        }
    }
}
