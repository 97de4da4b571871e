//! Checks of every error kind.
