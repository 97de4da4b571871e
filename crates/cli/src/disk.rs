//! The one door to the file system: reads for the house, and for `check`; and writes what `rules fmt` lays out, what
//! `rules new`, `rules doc` and `render` make, and the reports that `--output` names, which is all that the program ever
//! writes.
#![expect(clippy::disallowed_methods, reason = "this is the host that everybody else reads files through")]

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};

use countersign_house::{Entry, EntryKind, FILE_BYTES, Host, HostError, Trouble};

/// The disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk;

impl Host for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        read(Path::new(path), path)
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        let entries = fs::read_dir(folder).map_err(|error| trouble(folder, &error))?;
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| trouble(folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            // A link that leads nowhere is something that is neither file nor folder.
            let kind = fs::metadata(entry.path()).map_or(EntryKind::Other, |metadata| kind_of(&metadata));
            found.push(Entry { name, kind });
        }
        found.sort();
        Ok(found)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, HostError> {
        kind(Path::new(path), path)
    }

    fn stream(&self, folder: &str, names: &[&str], most: u64, take: &mut dyn FnMut(&[u8])) -> Result<(), HostError> {
        let mut path = PathBuf::from(folder);
        let name = format!("{}/{}", folder.trim_end_matches('/'), names.join("/"));
        let refuse = |trouble| Err(HostError { path: name.clone(), trouble });
        let mut found = None;
        for (at, part) in names.iter().enumerate() {
            // A name that the system reads as more than one, or as a way elsewhere, is none.
            if Path::new(part).components().map(|part| part.as_os_str()).ne([OsStr::new(part)]) {
                return refuse(Trouble::NotFound);
            }
            path.push(part);
            let here = fs::symlink_metadata(&path).map_err(|error| trouble(&name, &error))?;
            match (at + 1 == names.len(), kind_of(&here)) {
                _ if here.is_symlink() => return refuse(Trouble::Loop),
                (false, EntryKind::Folder) | (true, EntryKind::File) => {}
                (false, _) => return refuse(Trouble::IsFile),
                (true, EntryKind::Folder) => return refuse(Trouble::IsFolder),
                (true, _) => return refuse(Trouble::IsOther),
            }
            found = Some(here);
        }
        let mut file = File::open(&path).map_err(|error| trouble(&name, &error))?;
        let opened = file.metadata().map_err(|error| trouble(&name, &error))?;
        // What was looked at is what was opened, and it lies where it was looked for.
        let lies_below = fs::canonicalize(&path)
            .and_then(|path| Ok(path.starts_with(fs::canonicalize(folder)?)))
            .map_err(|error| trouble(&name, &error))?;
        if !lies_below || found.is_none_or(|found| !is_same(&found, &opened)) {
            return refuse(Trouble::Loop);
        }
        let (mut piece, mut taken) = (vec![0; 1 << 16], 0u64);
        loop {
            let length = match file.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(trouble(&name, &error)),
            };
            taken = taken.saturating_add(length as u64);
            if taken > most {
                return refuse(Trouble::TooLong(usize::try_from(most).unwrap_or(usize::MAX)));
            }
            take(piece.get(..length).unwrap_or_default());
        }
    }
}

/// Are these the facts of one and the same file?
#[cfg(unix)]
fn is_same(left: &Metadata, right: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (left.dev(), left.ino()) == (right.dev(), right.ino())
}

/// Are these the facts of one and the same file, as far as the system tells?
#[cfg(not(unix))]
fn is_same(left: &Metadata, right: &Metadata) -> bool {
    left.is_file() && right.is_file() && left.len() == right.len()
}

/// What stands under a path that the user knows as `name`.
pub(crate) fn kind(path: &Path, name: &str) -> Result<EntryKind, HostError> {
    fs::metadata(path).map(|metadata| kind_of(&metadata)).map_err(|error| trouble(name, &error))
}

/// The bytes of a file that the user knows as `name`.
pub(crate) fn read(path: &Path, name: &str) -> Result<Vec<u8>, HostError> {
    match kind(path, name)? {
        EntryKind::File => {}
        EntryKind::Folder => return Err(HostError { path: name.to_owned(), trouble: Trouble::IsFolder }),
        // A named pipe may be read, as in `check <(generate)`.
        EntryKind::Other => {}
    }
    let file = File::open(path).map_err(|error| trouble(name, &error))?;
    read_all(file, name)
}

/// The bytes of a stream, up to the limit.
pub(crate) fn read_all(stream: impl Read, name: &str) -> Result<Vec<u8>, HostError> {
    let mut bytes = Vec::new();
    stream.take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| trouble(name, &error))?;
    if bytes.len() > FILE_BYTES {
        return Err(HostError { path: name.to_owned(), trouble: Trouble::TooLong(FILE_BYTES) });
    }
    Ok(bytes)
}

/// Puts other bytes into a file that was read, whole or not at all: they are written beside it and take its place, with its
/// permissions, once they are on the disk. A file that is no longer what was read is left alone. Of a link, what it leads
/// to is written.
pub(crate) fn replace(path: &Path, name: &str, old: &[u8], new: &[u8]) -> Result<(), HostError> {
    let unwritable = |words: String| HostError { path: name.to_owned(), trouble: Trouble::Unwritable(words) };
    let system = |error: io::Error| unwritable(error.kind().to_string());
    let path = fs::canonicalize(path).map_err(system)?;
    let permissions = fs::metadata(&path).map_err(system)?.permissions();
    if permissions.readonly() {
        return Err(unwritable("it may only be read".to_owned()));
    }
    let stem = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{stem}.{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside).map_err(system)?;
    let written = file
        .write_all(new)
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all())
        .map_err(system)
        .and_then(|()| match fs::read(&path) {
            Ok(now) if now == old => fs::rename(&beside, &path).map_err(system),
            Ok(_) => Err(unwritable("it was changed in the meantime".to_owned())),
            Err(error) => Err(system(error)),
        });
    if written.is_err() {
        // What cannot be removed either is named for what it is.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// What is said of a file that is there, where a new one was to be written.
pub(crate) fn there_already() -> Trouble {
    Trouble::Unwritable("it is there already, and nothing is overwritten".to_owned())
}

/// Writes a file that was not there before, and the folders that it stands in.
pub(crate) fn create(path: &Path, name: &str, bytes: &[u8]) -> Result<(), HostError> {
    let unwritable = |error: io::Error| HostError {
        path: name.to_owned(),
        trouble: match error.kind() {
            ErrorKind::AlreadyExists => there_already(),
            kind => Trouble::Unwritable(kind.to_string()),
        },
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(unwritable)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(unwritable)
}

/// Writes a file, whether or not it was there, and the folders that it stands in. What stood there is replaced whole or not
/// at all.
pub(crate) fn put(path: &Path, name: &str, bytes: &[u8]) -> Result<(), HostError> {
    match fs::read(path) {
        Ok(old) if old == bytes => Ok(()),
        Ok(old) => replace(path, name, &old, bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => create(path, name, bytes),
        Err(error) => Err(trouble(name, &error)),
    }
}

/// A file that is written piece by piece. What stood there is replaced once all of it is written; a thing that is no file,
/// such as a pipe, is written to as it is.
pub(crate) struct Growing {
    file: BufWriter<File>,
    name: String,
    /// Where the pieces go until they are all there, and where they go then.
    moves: Option<(PathBuf, PathBuf)>,
}

impl Growing {
    /// Begins a file; its folder has to be there.
    pub(crate) fn begin(name: &str) -> Result<Self, HostError> {
        let unwritable = |error: io::Error| unwritable(name, &error);
        let (file, moves) = match fs::canonicalize(name) {
            Ok(path) if !path.is_file() => (OpenOptions::new().write(true).open(&path).map_err(unwritable)?, None),
            found => {
                let path = found.unwrap_or_else(|_| PathBuf::from(name));
                let stem = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let beside = path.with_file_name(format!(".{stem}.{}.tmp", std::process::id()));
                let file = OpenOptions::new().write(true).create_new(true).open(&beside).map_err(unwritable)?;
                (file, Some((beside, path)))
            }
        };
        Ok(Self { file: BufWriter::new(file), name: name.to_owned(), moves })
    }

    /// Adds a piece.
    pub(crate) fn add(&mut self, text: &str) -> Result<(), HostError> {
        self.file.write_all(text.as_bytes()).map_err(|error| unwritable(&self.name, &error))
    }

    /// Puts all of it where it belongs.
    pub(crate) fn finish(mut self) -> Result<(), HostError> {
        let moves = self.moves.take();
        let written = self.file.flush().and_then(|()| match &moves {
            Some((beside, path)) => {
                if let Ok(there) = fs::metadata(path) {
                    fs::set_permissions(beside, there.permissions())?;
                }
                fs::rename(beside, path)
            }
            None => Ok(()),
        });
        if let (Err(_), Some((beside, _))) = (&written, &moves) {
            // What cannot be removed either is named for what it is.
            let _ = fs::remove_file(beside);
        }
        written.map_err(|error| unwritable(&self.name, &error))
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.moves {
            let _ = fs::remove_file(beside);
        }
    }
}

fn unwritable(name: &str, error: &io::Error) -> HostError {
    HostError { path: name.to_owned(), trouble: Trouble::Unwritable(error.kind().to_string()) }
}

/// The nearest file of this name in a folder or in one that it lies in, as a path from where the user stands.
pub(crate) fn upward(folder: &str, name: &str) -> Option<String> {
    let start = tidied(Path::new(folder))?;
    let here = std::env::current_dir().ok()?;
    start.ancestors().find(|above| above.join(name).is_file()).map(|above| {
        let found = if let Ok(below) = above.strip_prefix(&here) {
            below.join(name)
        } else if let Ok(up) = here.strip_prefix(above) {
            up.components().map(|_| Path::new("..")).chain([Path::new(name)]).collect()
        } else {
            above.join(name)
        };
        found.to_string_lossy().replace('\\', "/")
    })
}

/// The path from a folder to something that lies within it.
pub(crate) fn within(path: &Path, folder: &Path) -> Option<PathBuf> {
    let (path, folder) = (tidied(path)?, tidied(folder)?);
    path.strip_prefix(folder).ok().map(Path::to_owned)
}

/// An absolute path without `..` in it.
fn tidied(path: &Path) -> Option<PathBuf> {
    let mut tidy = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            std::path::Component::ParentDir => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    Some(tidy)
}

/// What is the same for all paths to one file.
pub(crate) fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// What the system said about a path, as facts.
pub(crate) fn trouble(name: &str, error: &io::Error) -> HostError {
    let trouble = match error.kind() {
        ErrorKind::NotFound => Trouble::NotFound,
        ErrorKind::PermissionDenied => Trouble::Denied,
        ErrorKind::IsADirectory => Trouble::IsFolder,
        ErrorKind::NotADirectory => Trouble::IsFile,
        _ if is_loop(error) => Trouble::Loop,
        kind => Trouble::System(kind.to_string()),
    };
    HostError { path: name.to_owned(), trouble }
}

/// Too many links; the standard library has no stable name for it.
fn is_loop(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(40 | 62))
}

fn kind_of(metadata: &Metadata) -> EntryKind {
    if metadata.is_file() {
        EntryKind::File
    } else if metadata.is_dir() {
        EntryKind::Folder
    } else {
        EntryKind::Other
    }
}
