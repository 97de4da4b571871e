//! What is generated: insta's snapshots, and the transcripts. Each is either written anew or found stale.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{cargo, transcripts};

/// How to mend what is stale.
const REFRESH: &str = "run `cargo xtask fixtures`, and look at what changes";

/// Writes everything anew.
pub(crate) fn write() -> Result<(), String> {
    transcripts::write(&cargo::build()?)?;
    let unreferenced = snapshots("always")?;
    for path in unreferenced {
        println!("removed {}, which no test asks for", shown(&path));
        fs::remove_file(&path).map_err(|error| format!("{} cannot be removed: {error}", shown(&path)))?;
    }
    Ok(())
}

/// Says what is stale.
pub(crate) fn check() -> Result<(), String> {
    let unreferenced = snapshots("no")?;
    if let Some(path) = unreferenced.first() {
        return Err(format!("no test asks for {}: {REFRESH}", shown(path)));
    }
    transcripts::check(&cargo::build()?)
}

/// Runs the tests with insta told what to do, and answers with the snapshots that no test has asked for.
fn snapshots(update: &str) -> Result<Vec<PathBuf>, String> {
    cargo::say("the tests of the workspace");
    let list = cargo::root().join("target").join("snapshot-references.txt");
    let _ = fs::remove_file(&list);
    cargo::run(
        cargo::cargo()
            .args(["test", "--workspace", "--no-fail-fast"])
            .env("INSTA_UPDATE", update)
            .env("INSTA_SNAPSHOT_REFERENCES_FILE", &list),
        &format!("a test fails; if it is a snapshot that is stale, {REFRESH}"),
    )?;
    let references: BTreeSet<PathBuf> = fs::read_to_string(&list)
        .unwrap_or_default()
        .lines()
        .map(|line| fs::canonicalize(line).unwrap_or_else(|_| PathBuf::from(line)))
        .collect();
    let mut found = Vec::new();
    for folder in ["crates", "tests"] {
        walk(&cargo::root().join(folder), "snap", &mut found)?;
    }
    Ok(found
        .into_iter()
        .filter(|path| !references.contains(&fs::canonicalize(path).unwrap_or_else(|_| path.clone())))
        .collect())
}

/// The files below a folder that have this extension, in order.
pub(crate) fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable = |error| format!("{} cannot be read: {error}", shown(folder));
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, extension, found)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// A path from the top of the repository.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(cargo::root()).unwrap_or(path).display().to_string()
}

/// What is to be said of a stale file.
pub(crate) fn stale(path: &Path) -> String {
    format!("{} is stale: {REFRESH}", shown(path))
}
