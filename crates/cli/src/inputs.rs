//! From the paths on the command line to the files to check, in order, each once.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use countersign_house::{EntryKind, HostError, Trouble, knows};
use countersign_source::Diagnostic;
use ignore::{Walk, WalkBuilder};

use crate::disk;

/// The ignore file of the program's own.
const IGNORE_FILE: &str = ".countersignignore";

/// What is looked for in folders, and may be named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Documents, to check.
    #[default]
    Documents,
    /// Rules, to lay out.
    Rules,
}

impl Wanted {
    /// Does the name say that it is one?
    fn is(self, name: &str) -> bool {
        match self {
            Self::Documents => knows(name),
            Self::Rules => name.ends_with(".rules"),
        }
    }
}

/// Something to read.
#[derive(Debug)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File {
        /// Where it is.
        path: PathBuf,
        /// What the user knows it as.
        name: String,
        /// Did the user name it, or was it found in a folder?
        by_name: bool,
    },
}

/// The files of some paths. Folders are walked while the files are checked, so that memory does not grow with them
/// but by the names of the files that were seen.
#[derive(Default)]
pub(crate) struct Inputs {
    wanted: Wanted,
    paths: std::vec::IntoIter<String>,
    walk: Option<Folder>,
    seen: HashSet<PathBuf>,
    stdin_seen: bool,
}

/// A folder that is being walked.
struct Folder {
    walk: Walk,
    name: String,
    /// Files that are read, and files that are not.
    known: usize,
    unknown: usize,
}

impl Inputs {
    pub(crate) fn new(wanted: Wanted, paths: Vec<String>) -> Self {
        Self { wanted, paths: paths.into_iter(), ..Self::default() }
    }

    fn path(&mut self, name: String) -> Option<Result<Source, Diagnostic>> {
        if name == "-" {
            return (!std::mem::replace(&mut self.stdin_seen, true)).then_some(Ok(Source::Stdin));
        }
        let path = PathBuf::from(&name);
        match disk::kind(&path, &name) {
            Err(error) => Some(Err(error.diagnostic())),
            Ok(EntryKind::Folder) => {
                self.walk = Some(Folder { walk: walk(&path), name, known: 0, unknown: 0 });
                None
            }
            Ok(EntryKind::File) if !self.wanted.is(&name) => Some(Err(unknown_extension(self.wanted, &name))),
            Ok(EntryKind::File | EntryKind::Other) => self.file(path, name, true),
        }
    }

    /// The file, if it was not seen before.
    fn file(&mut self, path: PathBuf, name: String, by_name: bool) -> Option<Result<Source, Diagnostic>> {
        self.seen.insert(disk::identity(&path)).then_some(Ok(Source::File { path, name, by_name }))
    }

    /// The next entry of the folder that is being walked; `None` where the entry is nothing to check.
    fn entry(
        &mut self,
        folder: &mut Folder,
        entry: Result<ignore::DirEntry, ignore::Error>,
    ) -> Option<Result<Source, Diagnostic>> {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return walk_error(self.wanted, &folder.name, &error).map(Err),
        };
        if let Some(error) = entry.error() {
            return Some(Err(bad_ignore_file(&entry.path().to_string_lossy(), error)));
        }
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            return None;
        }
        let name = entry.path().to_string_lossy().into_owned();
        if !self.wanted.is(&name) {
            folder.unknown += 1;
            return None;
        }
        folder.known += 1;
        self.file(entry.into_path(), name, false)
    }
}

impl Iterator for Inputs {
    type Item = Result<Source, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = if let Some(mut folder) = self.walk.take() {
                match folder.walk.next() {
                    Some(entry) => {
                        let next = self.entry(&mut folder, entry);
                        self.walk = Some(folder);
                        next
                    }
                    None if folder.known == 0 => Some(Err(empty_folder(self.wanted, &folder))),
                    None => None,
                }
            } else {
                let path = self.paths.next()?;
                self.path(path)
            };
            if next.is_some() {
                return next;
            }
        }
    }
}

/// Walks a folder in the order of names. Ignore files of the folder and of those around it count; what only this
/// machine or this user ignores does not, since the same input is to give the same result everywhere.
fn walk(folder: &Path) -> Walk {
    WalkBuilder::new(folder)
        .hidden(true)
        .ignore(false)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .add_custom_ignore_filename(IGNORE_FILE)
        .follow_links(true)
        .sort_by_file_name(Ord::cmp)
        .build()
}

/// What is to be said about an entry that cannot be walked; nothing about a link back into the folder, whose files
/// are all reached without it, or about a link to nowhere that would not be read anyway.
fn walk_error(wanted: Wanted, folder: &str, error: &ignore::Error) -> Option<Diagnostic> {
    let path = path_of(error).map_or_else(|| folder.to_owned(), |path| path.to_string_lossy().into_owned());
    if is_loop(error) {
        return None;
    }
    let found = match error.io_error() {
        Some(io) => disk::trouble(&path, io),
        None => HostError { path: path.clone(), trouble: Trouble::System("it cannot be walked".to_owned()) },
    };
    (found.trouble != Trouble::NotFound || wanted.is(&path)).then(|| found.diagnostic())
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn unknown_extension(wanted: Wanted, name: &str) -> Diagnostic {
    if wanted == Wanted::Rules {
        return Diagnostic::error("rules/none", format!("`{name}` is no `.rules` file"))
            .help("rules are written in files whose name ends in `.rules`");
    }
    Diagnostic::error("input/extension", format!("`{name}` has none of the extensions that are read"))
        .help("name a .yaml, .yml, .json, .ndjson, .jsonl or .md file, or pipe it in: `- --stdin-filename NAME.yaml`")
}

fn empty_folder(wanted: Wanted, folder: &Folder) -> Diagnostic {
    if wanted == Wanted::Rules {
        return Diagnostic::error("rules/none", format!("there is no `.rules` file in `{}`", folder.name)).help(format!(
            "name the folder of a pack, or one of its files; hidden ones, and those that .gitignore or {IGNORE_FILE} name, are left out"
        ));
    }
    let message = match folder.unknown {
        0 => format!("there is nothing to check in `{}`", folder.name),
        1 => format!("there is nothing to check in `{}`: its one file has another extension", folder.name),
        more => format!("there is nothing to check in `{}`: its {more} files have other extensions", folder.name),
    };
    Diagnostic::error("input/empty-folder", message).help(format!(
        "put .yaml, .yml, .json, .ndjson, .jsonl or .md files there; hidden ones, and those that .gitignore or {IGNORE_FILE} name, are left out"
    ))
}

fn bad_ignore_file(entry: &str, error: &ignore::Error) -> Diagnostic {
    Diagnostic::error("input/ignore-file", format!("an ignore file at `{entry}` cannot be understood: {error}"))
        .help("mend the pattern, or take it out")
}
