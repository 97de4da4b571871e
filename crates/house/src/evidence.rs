//! Evidence at hand: the files that documents give digests of, read through the host and compared.
//!
//! A location comes from whoever wrote the document. It is only ever taken as names of folders and a file below the
//! folder of evidence; anything else (a way up, a place of its own, a drive) is no path there, and the host follows no
//! links on the way.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use countersign_compiler::program::{KindId, Program};
use countersign_document::{NodeId, Tree};
use countersign_evaluator::{self as evaluator, Verified, claims};
use countersign_source::Diagnostic;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{EntryKind, Host, Trouble};

/// The most bytes that are read of one file of evidence.
pub const EVIDENCE_BYTES: u64 = 16 << 30;

/// The digest of a file, or why there is none.
type Hashed = Result<Arc<str>, Arc<str>>;

/// A folder of evidence, and what has been found in it so far.
pub struct Evidence<'h> {
    host: &'h dyn Host,
    folder: String,
    /// What each file has come to, so that no document can have one file read again and again.
    known: RefCell<HashMap<(String, Algorithm), Hashed>>,
}

impl fmt::Debug for Evidence<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Evidence").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// What came of the digests of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFacts {
    /// How many are those of their files.
    pub same: usize,
    /// How many are not.
    pub different: usize,
    /// Those that could not be checked: the path of the digest, and why.
    pub unseen: Vec<(Arc<str>, Arc<str>)>,
}

/// The digests that are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl<'h> Evidence<'h> {
    /// The evidence in a folder.
    ///
    /// # Errors
    ///
    /// Where there is no such folder.
    pub fn new(host: &'h dyn Host, folder: &str) -> Result<Self, Diagnostic> {
        match host.kind(folder) {
            Ok(EntryKind::Folder) => Ok(Self { host, folder: folder.to_owned(), known: RefCell::default() }),
            Ok(_) => Err(Diagnostic::error("usage/evidence", format!("`{folder}` is no folder"))
                .help("name the folder that holds the files of evidence")),
            Err(error) => Err(error.diagnostic()),
        }
    }

    /// Looks at the files that a document gives digests of.
    pub(crate) fn look(
        &self,
        program: &Program,
        tree: &Tree,
        kind: KindId,
        root: NodeId,
    ) -> (evaluator::Evidence, EvidenceFacts) {
        let mut facts = EvidenceFacts::default();
        let seen = claims(program, tree, kind, root)
            .into_iter()
            .map(|claim| {
                let verified = self.verify(&claim.claimed, claim.location.as_deref());
                match &verified {
                    Verified::Same => facts.same += 1,
                    Verified::Different(_) => facts.different += 1,
                    Verified::Unseen(why) => facts.unseen.push((claim.path, Arc::clone(why))),
                }
                (claim.digest, verified)
            })
            .collect();
        (seen, facts)
    }

    fn verify(&self, claimed: &str, location: Option<&str>) -> Verified {
        let (algorithm, wanted) = match form(claimed) {
            Ok(form) => form,
            Err(why) => return Verified::Unseen(Arc::from(why)),
        };
        let Some(location) = location else {
            return Verified::Unseen(Arc::from("nothing says where its file is"));
        };
        let Some(names) = names(location) else {
            return Verified::Unseen(Arc::from("its file has no place in the folder of evidence"));
        };
        let key = (names.join("/"), algorithm);
        let known = self.known.borrow().get(&key).cloned();
        let found = known.unwrap_or_else(|| {
            let found = self.hash(&names, algorithm);
            self.known.borrow_mut().insert(key, found.clone());
            found
        });
        match found {
            Ok(found) if *found == *wanted => Verified::Same,
            Ok(found) => Verified::Different(Arc::from(format!("{}:{found}", algorithm.name()))),
            Err(why) => Verified::Unseen(why),
        }
    }

    /// The digest of a file, or why there is none.
    fn hash(&self, names: &[&str], algorithm: Algorithm) -> Result<Arc<str>, Arc<str>> {
        let digest = match algorithm {
            Algorithm::Sha256 => self.hash_by::<Sha256>(names),
            Algorithm::Sha384 => self.hash_by::<Sha384>(names),
            Algorithm::Sha512 => self.hash_by::<Sha512>(names),
        };
        digest.map(Arc::from).map_err(|trouble| {
            Arc::from(match trouble {
                Trouble::NotFound | Trouble::IsFile => "its file is not in the folder of evidence".to_owned(),
                Trouble::Loop => "the way to its file goes through a link, and links are not followed".to_owned(),
                Trouble::IsFolder | Trouble::IsOther => "what stands at its place is no file".to_owned(),
                Trouble::TooLong(_) => "its file is longer than what is read of one".to_owned(),
                Trouble::Denied => "its file may not be read".to_owned(),
                Trouble::System(words) | Trouble::Unwritable(words) => format!("its file cannot be read: {words}"),
            })
        })
    }

    fn hash_by<D: Digest>(&self, names: &[&str]) -> Result<String, Trouble> {
        let mut hasher = D::new();
        self.host
            .stream(&self.folder, names, EVIDENCE_BYTES, &mut |bytes| hasher.update(bytes))
            .map_err(|error| error.trouble)?;
        let mut hex = String::new();
        for byte in hasher.finalize() {
            for half in [byte >> 4, byte & 15] {
                hex.extend(char::from_digit(u32::from(half), 16));
            }
        }
        Ok(hex)
    }
}

impl Algorithm {
    const ALL: [(Self, &'static str, usize); 3] =
        [(Self::Sha256, "sha256", 64), (Self::Sha384, "sha384", 96), (Self::Sha512, "sha512", 128)];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(algorithm, ..)| *algorithm == self).map_or("", |(_, name, _)| name)
    }
}

/// The algorithm of a digest, and its digits in lower case; or why it cannot be checked.
fn form(claimed: &str) -> Result<(Algorithm, String), String> {
    let claimed = claimed.trim();
    let (prefix, digits) = match claimed.split_once([':', '=']) {
        Some((prefix, digits)) => (Some(prefix.trim().to_ascii_lowercase().replace('-', "")), digits.trim()),
        None => (None, claimed),
    };
    let is_hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let broken = matches!(prefix.as_deref(), Some("md5" | "sha1"));
    if broken || prefix.is_none() && is_hex && matches!(digits.len(), 32 | 40) {
        return Err("it is of a kind that can be forged, and is not checked; write one of `sha256:`".to_owned());
    }
    let found = Algorithm::ALL.into_iter().find(|(_, name, length)| match &prefix {
        Some(prefix) => prefix == name,
        None => digits.len() == *length,
    });
    match found {
        Some((algorithm, _, length)) if is_hex && digits.len() == length => {
            Ok((algorithm, digits.to_ascii_lowercase()))
        }
        Some((_, name, length)) => Err(format!("a digest of `{name}:` has {length} digits from 0 to f")),
        None => Err("it is in no form that is checked; write `sha256:` and its 64 digits".to_owned()),
    }
}

/// The names of folders and a file that a location is made of; `None` where it is anything but a path that leads down.
fn names(location: &str) -> Option<Vec<&str>> {
    let location = location.trim();
    if location.is_empty() || location.starts_with('/') || location.contains(['\\', ':', '\0']) {
        return None;
    }
    let names: Vec<&str> = location.split('/').filter(|name| *name != ".").collect();
    let leads_down = |name: &&str| !name.is_empty() && **name != *".." && !name.chars().any(char::is_control);
    (!names.is_empty() && names.iter().all(leads_down)).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_that_leads_down_is_one() {
        for (location, wanted) in [
            ("logs/a.json", Some(vec!["logs", "a.json"])),
            ("./a", Some(vec!["a"])),
            ("../a", None),
            ("logs/../../a", None),
            ("/etc/passwd", None),
            ("C:/a", None),
            ("C:a", None),
            ("\\\\host\\a", None),
            ("a\\..\\b", None),
            ("s3://bucket/key", None),
            ("a//b", None),
            ("a/", None),
            (".", None),
            ("", None),
            ("a\u{0}b", None),
            ("..", None),
        ] {
            assert_eq!(names(location), wanted, "{location}");
        }
    }

    #[test]
    fn a_digest_says_its_kind_by_its_prefix_or_its_length() {
        let digits = |length: usize| "aB".repeat(length / 2);
        for (claimed, wanted) in [
            (format!("sha256:{}", digits(64)), Some(Algorithm::Sha256)),
            (format!("SHA-256: {}", digits(64)), Some(Algorithm::Sha256)),
            (digits(64), Some(Algorithm::Sha256)),
            (digits(96), Some(Algorithm::Sha384)),
            (format!("sha512:{}", digits(128)), Some(Algorithm::Sha512)),
            (format!("sha256:{}", digits(62)), None),
            (format!("sha256:{}", "x".repeat(64)), None),
            (digits(32), None),
            (format!("md5:{}", digits(32)), None),
            (format!("sha1:{}", digits(40)), None),
            (format!("crc:{}", digits(64)), None),
            ("later".to_owned(), None),
        ] {
            let found = form(&claimed);
            assert_eq!(found.as_ref().ok().map(|(algorithm, _)| *algorithm), wanted, "{claimed}: {found:?}");
        }
        assert_eq!(form(&digits(64)).map(|(_, digits)| digits), Ok("ab".repeat(32)));
    }
}
