//! What is given along with the documents that are judged: a day, an earlier revision, files of evidence.

use std::path::Path;

use countersign_house::{Checking, Date, EntryKind, Evidence, Input, knows};
use countersign_source::Diagnostic;

use crate::arguments::BesideOptions;
use crate::disk::{self, Disk};

/// The day to judge by, where one is given, or what is wrong with it.
pub(crate) fn as_of(written: Option<&str>) -> Result<Option<Date>, Diagnostic> {
    let Some(written) = written else { return Ok(None) };
    let written = written.trim();
    if let Some(day) = Date::parse(written) {
        return Ok(Some(day));
    }
    let error = Diagnostic::error("usage/as-of", format!("`--as-of {written}` names no day"));
    let day = written.get(..10).filter(|_| written.contains('T')).filter(|day| Date::parse(day).is_some());
    Err(match day {
        Some(day) => error.help(format!("a day has no time: write `--as-of {day}`")),
        None => error.help("write a day that there is as year, month and day, as in `--as-of 2026-04-12`"),
    })
}

/// What the user gives along with what is checked.
pub(crate) struct Beside {
    previous: Option<Input>,
    /// The files of evidence; where none are given, those that the configuration names count.
    pub(crate) evidence: Option<Evidence<'static>>,
    /// The day to judge by.
    as_of: Option<Date>,
}

impl Beside {
    /// Reads what the options name.
    pub(crate) fn read(options: &BesideOptions, paths: &[String], as_of: Option<Date>) -> Result<Self, Diagnostic> {
        let evidence = options.evidence.as_deref().map(|folder| Evidence::new(&Disk, folder)).transpose()?;
        let previous = options.previous.as_deref().map(|old| previous(old, paths)).transpose()?;
        Ok(Self { previous, evidence, as_of })
    }

    /// A check with what is given along.
    pub(crate) fn with<'h>(
        &'h self,
        mut checking: Checking<'h>,
        evidence: Option<&'h Evidence<'static>>,
    ) -> Checking<'h> {
        checking = checking.as_of(self.as_of);
        if let Some(previous) = &self.previous {
            checking = checking.after(previous);
        }
        if let Some(evidence) = evidence {
            checking = checking.with_evidence(evidence);
        }
        checking
    }
}

/// The earlier revision, which goes with one file.
fn previous(old: &str, paths: &[String]) -> Result<Input, Diagnostic> {
    let one = match paths {
        [path] => path == "-" || disk::kind(Path::new(path), path) != Ok(EntryKind::Folder),
        _ => false,
    };
    if !one {
        return Err(Diagnostic::error("usage/previous", "`--previous` goes with one file that is checked")
            .help("check each file by itself: `countersign check --previous OLD NEW`"));
    }
    if old == "-" || !knows(old) {
        return Err(Diagnostic::error("usage/previous", format!("`--previous {old}` names no handoff's file"))
            .help("name the file of the earlier revision"));
    }
    let bytes = disk::read(Path::new(old), old).map_err(|error| error.diagnostic())?;
    Ok(Input { name: old.to_owned(), bytes, by_name: true })
}
