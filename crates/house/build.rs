//! Lists the files of the shipped packs for the program to carry along, and reads their rules, so that no run has to. Writes
//! only where Cargo says build output goes.
#![expect(clippy::disallowed_methods, reason = "a build script reads the tree that it is built from")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use countersign_parser::{parse, store};
use countersign_source::FileId;

fn main() -> std::io::Result<()> {
    let manifest = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let rules = manifest.join("../../rules");
    println!("cargo::rerun-if-changed={}", rules.display());
    let mut files = Vec::new();
    collect(&rules, "", &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for (name, path) in files {
        let path = path.canonicalize()?;
        let tree = if name.ends_with(".rules") { stored(&std::fs::read_to_string(&path)?) } else { None };
        let tree = tree.map(|bytes| bytes.escape_ascii().to_string());
        let tree = tree.map_or("None".to_owned(), |bytes| format!("Some(b\"{bytes}\")"));
        let path = path.display().to_string();
        let _ = writeln!(list, "    File {{ name: {name:?}, text: include_str!({path:?}), tree: {tree} }},");
    }
    list.push(']');
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("shipped.rs"), list)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if [".rules", ".yaml", ".json", ".md"].iter().any(|extension| name.ends_with(extension)) {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}

/// The tree of a text without mistakes, as bytes. One with mistakes is read again by whoever has to tell them.
fn stored(text: &str) -> Option<Vec<u8>> {
    let parsed = parse(FileId(0), text);
    parsed.errors.is_empty().then(|| store(&parsed.file, text))
}
