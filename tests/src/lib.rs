//! What the boundary tests share: the fixtures, a host that reads them, and specimens of facts, made by hand, so that
//! each output format is held against the same ones.
#![expect(clippy::disallowed_methods, reason = "tests read fixtures from the disk")]

pub mod mistakes;
pub mod specimen;

use std::path::{Path, PathBuf};

use countersign_house::{Entry, EntryKind, Host, HostError, Trouble};

/// The top of the repository.
#[must_use]
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Holds what is generated against what stands in a file, by its path from the top of the repository. With
/// `INSTA_UPDATE=always` it is written instead.
///
/// # Panics
///
/// Where the file is stale, with the first line that differs.
#[expect(clippy::panic, reason = "this is what fails a test")]
pub fn fresh(path: &str, made: &str) {
    let stands = std::fs::read_to_string(top().join(path)).unwrap_or_default();
    if stands == made {
        return;
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always")
        && std::fs::write(top().join(path), made).is_ok()
    {
        return;
    }
    let differs = stands.lines().zip(made.lines()).position(|(stands, made)| stands != made);
    let at = differs.unwrap_or_else(|| stands.lines().count().min(made.lines().count()));
    panic!(
        "{path} is stale from line {} on; run `cargo xtask fixtures`\n  stands: {:?}\n  wanted: {:?}",
        at + 1,
        stands.lines().nth(at),
        made.lines().nth(at),
    );
}

/// Reads below the top of the repository; paths are given from there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Repository;

impl Host for Repository {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        std::fs::read(top().join(path)).map_err(|error| trouble(path, &error))
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        let entries = std::fs::read_dir(top().join(folder)).map_err(|error| trouble(folder, &error))?;
        let mut found: Vec<Entry> = entries
            .filter_map(Result::ok)
            .map(|entry| Entry {
                name: entry.file_name().to_string_lossy().into_owned(),
                kind: if entry.path().is_dir() { EntryKind::Folder } else { EntryKind::File },
            })
            .collect();
        found.sort();
        Ok(found)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, HostError> {
        let data = std::fs::metadata(top().join(path)).map_err(|error| trouble(path, &error))?;
        Ok(if data.is_dir() { EntryKind::Folder } else { EntryKind::File })
    }
}

fn trouble(path: &str, error: &std::io::Error) -> HostError {
    let trouble = match error.kind() {
        std::io::ErrorKind::NotFound => Trouble::NotFound,
        _ => Trouble::System(error.to_string()),
    };
    HostError { path: path.to_owned(), trouble }
}
