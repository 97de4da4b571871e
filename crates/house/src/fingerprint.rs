//! What makes a finding the same finding in the next run: its rule, its document, and the path and the words that it is
//! about. No line has a part in it, so that what stands above may grow or go.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::{CheckedDocument, Finding};

/// How many bytes of the digest are kept.
const BYTES: usize = 16;

impl CheckedDocument {
    /// The fingerprint of each finding, in the order of the findings: 32 hexadecimal digits. No two findings of a document
    /// share one: what is alike in everything is told apart by its order.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        let mut seen: HashMap<[u8; BYTES], u32> = HashMap::new();
        let alike: Vec<[u8; BYTES]> = self.findings.iter().map(|finding| self.likeness(finding)).collect();
        alike
            .into_iter()
            .map(|likeness| {
                let before = seen.entry(likeness).or_default();
                let number = *before;
                *before += 1;
                let digest = if number == 0 { likeness } else { digest(&[&likeness, &number.to_be_bytes()]) };
                digest.iter().map(|byte| format!("{byte:02x}")).collect()
            })
            .collect()
    }

    fn likeness(&self, finding: &Finding) -> [u8; BYTES] {
        let name = self.files.name(self.file).replace('\\', "/");
        let name = name.trim_start_matches("./");
        let index = if self.one_of_many { self.index.to_string() } else { String::new() };
        let place = finding.places.first();
        let path = place.map(|place| without_numbers(&place.path)).unwrap_or_default();
        // What is missing is pointed at by what stands above it, which is not what the finding is about.
        let words = place.filter(|place| !place.missing).map(|place| self.files.slice(place.span)).unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        digest(&[finding.rule.as_bytes(), name.as_bytes(), index.as_bytes(), path.as_bytes(), words.as_bytes()])
    }
}

/// A path without the positions of items, which move when others come or go.
fn without_numbers(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        out.push('[');
        rest = behind.trim_start_matches(|char: char| char.is_ascii_digit());
    }
    out.push_str(rest);
    out
}

/// The beginning of the digest of some parts, each kept apart from the next by its length.
fn digest(parts: &[&[u8]]) -> [u8; BYTES] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let mut out = [0; BYTES];
    for (to, from) in out.iter_mut().zip(hasher.finalize()) {
        *to = from;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::without_numbers;

    #[test]
    fn the_position_of_an_item_has_no_part_in_a_path() {
        assert_eq!(without_numbers("evidence[12].at"), "evidence[].at");
        assert_eq!(without_numbers("a[1][2]"), "a[][]");
        assert_eq!(without_numbers("evidence[E1].at"), "evidence[E1].at");
        assert_eq!(without_numbers("plain"), "plain");
    }
}
