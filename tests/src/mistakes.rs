//! The mistakes that are shown in `fixtures/mistakes/`: what is said about each, and how it is mended.

use std::fmt::Write as _;

use countersign_house::{Entry, EntryKind, Host, HostError, OpenOptions, open};
use countersign_report::{Style, diagnostic};
use countersign_source::Level;

use crate::Repository;

/// Where they stand.
pub const FOLDER: &str = "fixtures/mistakes";

/// What is written wrongly in a fixture, and what to write instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mending {
    /// The file, below [`FOLDER`].
    pub file: String,
    /// The lines that are wrong.
    pub wrong: String,
    /// Those that are right.
    pub right: String,
}

impl Mending {
    /// The fixture that it mends: the file, or the folder that it stands in.
    #[must_use]
    pub fn fixture(&self) -> &str {
        self.file.split('/').next().unwrap_or_default()
    }
}

/// The repository, with a mistake mended.
impl Host for Mending {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        let bytes = Repository.read(path)?;
        if path != format!("{FOLDER}/{}", self.file) {
            return Ok(bytes);
        }
        Ok(String::from_utf8_lossy(&bytes).replacen(&self.wrong, &self.right, 1).into_bytes())
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        Repository.list(folder)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, HostError> {
        Repository.kind(path)
    }
}

/// How each mistake is mended, as `mended.txt` has it: below the name of a file, lines behind `-` and behind `+`.
#[must_use]
pub fn mendings() -> Vec<Mending> {
    let text = Repository.read(&format!("{FOLDER}/mended.txt")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut found: Vec<Mending> = Vec::new();
    for line in text.lines() {
        if let Some(file) = line.strip_prefix("== ") {
            found.push(Mending { file: file.to_owned(), ..Mending::default() });
            continue;
        }
        let Some(last) = found.last_mut() else { continue };
        let (lines, rest) = match (line.strip_prefix('-'), line.strip_prefix('+')) {
            (Some(rest), _) => (&mut last.wrong, rest),
            (_, Some(rest)) => (&mut last.right, rest),
            _ => continue,
        };
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(rest);
    }
    found
}

/// The names of the fixtures.
#[must_use]
pub fn fixtures() -> Vec<String> {
    let names = Repository.list(FOLDER).unwrap_or_default().into_iter().map(|entry| entry.name);
    names.filter(|name| name.starts_with('E')).collect()
}

/// What is said about one of them, each message apart, and the codes of those.
#[must_use]
pub fn told(host: &dyn Host, fixture: &str) -> (Vec<String>, Vec<String>) {
    let opened =
        open(host, &OpenOptions { rules: vec![format!("{FOLDER}/{fixture}")], tests: false, configuration: None });
    let words = opened.diagnostics.iter().map(|each| diagnostic(Style::default(), &opened.files, each)).collect();
    (words, opened.diagnostics.iter().map(|each| each.code.clone()).collect())
}

/// The errors that are left of one of them when it is mended, in words.
#[must_use]
pub fn left_of(mending: &Mending) -> String {
    let options =
        OpenOptions { rules: vec![format!("{FOLDER}/{}", mending.fixture())], tests: false, configuration: None };
    let opened = open(mending, &options);
    opened.diagnostics.iter().filter(|each| each.level == Level::Error).fold(String::new(), |mut left, each| {
        let _ = write!(left, "{}", diagnostic(Style::default(), &opened.files, each));
        left
    })
}

/// What a fixture holds: its text, cut where it is long, or that of each of its files.
#[must_use]
pub fn source(name: &str) -> String {
    const LINES: usize = 30;
    let path = format!("{FOLDER}/{name}");
    if Repository.kind(&path) == Ok(EntryKind::Folder) {
        let entries = Repository.list(&path).unwrap_or_default();
        return entries.iter().fold(String::new(), |mut all, entry| {
            let name = format!("{name}/{}", entry.name);
            let _ = write!(all, "── {name}\n{}", source(&name));
            all
        });
    }
    let text = String::from_utf8_lossy(&Repository.read(&path).unwrap_or_default()).into_owned();
    let mut cut: String = text.lines().take(LINES).flat_map(|line| [line, "\n"]).collect();
    if text.lines().count() > LINES {
        cut.push_str("…\n");
    }
    cut
}
