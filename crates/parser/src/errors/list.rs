//! The errors of one file as they are collected.

use super::{SyntaxError, TooManyErrors};

/// How many errors of one file are kept.
const MOST: usize = 1000;

/// The errors found so far. Behind the thousandth no more are kept, and the last one says so.
#[derive(Default)]
pub(crate) struct ErrorList {
    errors: Vec<SyntaxError>,
    full: Option<SyntaxError>,
}

impl ErrorList {
    /// Adds one.
    pub(crate) fn push(&mut self, error: SyntaxError) {
        if self.errors.len() < MOST {
            self.errors.push(error);
        } else if self.full.is_none() {
            self.full = Some(SyntaxError::TooManyErrors(TooManyErrors { at: error.span(), limit: MOST }));
        }
    }

    /// Will no more be kept?
    pub(crate) fn is_full(&self) -> bool {
        self.full.is_some()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.errors.len() + usize::from(self.full.is_some())
    }

    /// Keeps the first `count` and forgets those behind them.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.errors.truncate(count);
    }

    /// Turns each error into what `change` makes of it, and drops those of which it makes nothing.
    pub(crate) fn change(&mut self, change: impl FnMut(SyntaxError) -> Option<SyntaxError>) {
        self.errors = std::mem::take(&mut self.errors).into_iter().filter_map(change).collect();
    }

    /// The errors so far, in the order in which they were found.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SyntaxError> {
        self.errors.iter()
    }

    /// Is there one that begins between these offsets and is of this kind?
    pub(crate) fn any_between(&self, start: usize, end: usize, kind: impl Fn(&SyntaxError) -> bool) -> bool {
        self.errors.iter().any(|error| (start..end).contains(&(error.span().start as usize)) && kind(error))
    }

    /// Where the errors so far stand.
    pub(crate) fn starts(&self) -> impl Iterator<Item = usize> {
        self.errors.iter().map(|error| error.span().start as usize)
    }

    /// All of them in source order.
    pub(crate) fn into_sorted(mut self) -> Vec<SyntaxError> {
        self.errors.sort_by_key(|error| {
            let span = error.span();
            (span.start, span.end)
        });
        self.errors.extend(self.full);
        self.errors
    }
}
