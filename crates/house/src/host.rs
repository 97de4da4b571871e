//! How the house reaches files: through somebody who has a file system, or plays one.

use countersign_source::Diagnostic;

/// The most bytes that are read from one file; a longer one is an error that names this limit.
pub const FILE_BYTES: usize = 64 << 20;

/// The extensions that documents are read from.
const EXTENSIONS: [&str; 7] = ["yaml", "yml", "json", "ndjson", "jsonl", "md", "markdown"];

/// Reads for the house. Paths are texts as the user gave them, with `/` between folder and entry.
pub trait Host {
    /// The bytes of a file, at most [`FILE_BYTES`] of them.
    ///
    /// # Errors
    ///
    /// Where there is no such file, or it cannot be read, or is too long.
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError>;

    /// What lies directly in a folder, sorted by name; hidden entries are left out.
    ///
    /// # Errors
    ///
    /// Where there is no such folder, or it cannot be read.
    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError>;

    /// Is it a file or a folder? Symbolic links are followed.
    ///
    /// # Errors
    ///
    /// Where there is nothing of that name, or it cannot be looked at.
    fn kind(&self, path: &str) -> Result<EntryKind, HostError>;

    /// The bytes of a file that another file names. A pipe or a device is none: whoever asked for the other file would wait
    /// for it.
    ///
    /// # Errors
    ///
    /// Where there is no such file, or it cannot be read, or is too long.
    fn read_named(&self, path: &str) -> Result<Vec<u8>, HostError> {
        match self.kind(path) {
            Ok(EntryKind::Other) => Err(HostError { path: path.to_owned(), trouble: Trouble::IsOther }),
            _ => self.read(path),
        }
    }

    /// Hands out the bytes of a file below a folder, piece by piece, at most so many. `names` are the names of folders and
    /// of the file itself, none of which leads up or away. Whoever has links follows none of them on the way.
    ///
    /// # Errors
    ///
    /// Where there is no such file, a link is on the way ([`Trouble::Loop`]), or it cannot be read, or is too long.
    fn stream(&self, folder: &str, names: &[&str], most: u64, take: &mut dyn FnMut(&[u8])) -> Result<(), HostError> {
        let path = format!("{}/{}", folder.trim_end_matches('/'), names.join("/"));
        let bytes = self.read(&path)?;
        if bytes.len() as u64 > most {
            return Err(HostError { path, trouble: Trouble::TooLong(usize::try_from(most).unwrap_or(usize::MAX)) });
        }
        take(&bytes);
        Ok(())
    }
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder's.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// What stands under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Something that is neither: a socket, a device, a pipe.
    Other,
}

/// Why a host could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    /// The path as it was asked for.
    pub path: String,
    /// What is the matter.
    pub trouble: Trouble,
}

/// What is the matter with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is nothing of that name.
    NotFound,
    /// It may not be read.
    Denied,
    /// A file was wanted, and it is a folder.
    IsFolder,
    /// A folder was wanted, and it is a file.
    IsFile,
    /// It is neither a file nor a folder.
    IsOther,
    /// It is longer than this many bytes.
    TooLong(usize),
    /// It leads back into itself.
    Loop,
    /// It was read, and cannot be written, in the system's words.
    Unwritable(String),
    /// Anything else, in the system's words.
    System(String),
}

impl HostError {
    /// Puts it into words.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let path = &self.path;
        let (code, message, help) = match &self.trouble {
            Trouble::NotFound => (
                "input/not-found",
                format!("there is no file or folder `{path}`"),
                "check the spelling, and the folder that you are in",
            ),
            Trouble::Denied => {
                ("input/unreadable", format!("`{path}` may not be read"), "ask for permission to read it")
            }
            Trouble::IsFolder => {
                ("input/unreadable", format!("`{path}` is a folder, and a file is wanted"), "name a file in it")
            }
            Trouble::IsFile => (
                "input/unreadable",
                format!("`{path}` is a file, and a folder is wanted"),
                "name the folder that holds it",
            ),
            Trouble::IsOther => {
                ("input/unreadable", format!("`{path}` is neither a file nor a folder"), "name a file or a folder")
            }
            Trouble::TooLong(most) => (
                "input/too-long",
                format!("`{path}` is longer than the {most} bytes that are read of one file"),
                "split it into several files",
            ),
            Trouble::Loop => {
                ("input/unreadable", format!("`{path}` is a link that leads back into itself"), "remove the link")
            }
            Trouble::Unwritable(words) => (
                "input/unwritable",
                format!("`{path}` cannot be written: {words}"),
                "it is left as it was; mend that, and run the command again",
            ),
            Trouble::System(words) => (
                "input/unreadable",
                format!("`{path}` cannot be read: {words}"),
                "mend that, and run the command again",
            ),
        };
        Diagnostic::error(code, message).help(help)
    }
}

/// Does the name have an extension that documents are read from?
#[must_use]
pub fn knows(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::knows;

    #[test]
    fn only_the_last_extension_counts() {
        for (name, known) in [
            ("a.yaml", true),
            ("a.YML", true),
            ("x/a.b.json", true),
            ("a.md", true),
            ("a.Markdown", true),
            ("a.txt", false),
            ("x.yaml/a", false),
            (".yaml", false),
        ] {
            assert_eq!(knows(name), known, "{name}");
        }
    }
}
