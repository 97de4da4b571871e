//! `rules fmt` as users meet it: what is written, what is left alone, and how it ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CARELESS: &str = "pack house for Handoff\nuse handoff\nrule r \"A title\" { require title is present }\n";
const CAREFUL: &str =
    "pack house for Handoff\n\nuse handoff\n\nrule r \"A title\" {\n    require title is present\n}\n";
const BROKEN: &str = "pack house for Handoff\nrule r \"A title\" { requier title }\n";

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layout").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Exit code, standard output and standard error of `rules fmt …`.
fn fmt(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .args(["rules", "fmt"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn files_are_laid_out_in_place_and_mistakes_are_left_as_they_are() {
    let folder =
        folder("place", &[("a.rules", CARELESS), ("b/c.rules", CAREFUL), ("b/d.rules", BROKEN), ("e.md", "x")]);
    let (code, out, err) = fmt(&folder, &["."], "");
    assert_eq!(code, 2);
    assert_eq!(
        out,
        "✓ formatted ./a.rules\n3 files: 1 formatted, 1 already formatted, 1 with mistakes, left as it is\n"
    );
    assert!(err.contains("E0031") && err.contains("./b/d.rules:2:20"), "{err}");
    assert_eq!(read(&folder, "a.rules"), CAREFUL);
    assert_eq!(read(&folder, "b/d.rules"), BROKEN);
    assert_eq!(names(&folder), ["a.rules", "b", "e.md"]);
    fs::remove_file(folder.join("b/d.rules")).unwrap();
    assert_eq!(fmt(&folder, &["."], ""), (0, "2 files: 2 already formatted\n".to_owned(), String::new()));
}

#[test]
fn check_and_diff_write_nothing() {
    let folder = folder("check", &[("a.rules", CARELESS), ("b.rules", CAREFUL)]);
    let (code, out, _) = fmt(&folder, &["--check", "."], "");
    assert_eq!(
        (code, out.as_str()),
        (1, "✗ would format ./a.rules\n2 files: 1 would be formatted, 1 already formatted\n")
    );
    let (code, out, _) = fmt(&folder, &["--diff", "a.rules"], "");
    assert_eq!(code, 1);
    assert!(out.starts_with("--- a.rules\n+++ a.rules (formatted)\n@@ -1,3 +1,7 @@\n pack house"), "{out}");
    assert!(out.contains("\n+    require title is present\n"), "{out}");
    assert_eq!(read(&folder, "a.rules"), CARELESS);
    assert_eq!(fmt(&folder, &["--check", "--diff", "b.rules"], "").0, 0);
}

#[test]
fn standard_input_is_laid_out_to_standard_output() {
    let folder = folder("stdin", &[]);
    assert_eq!(fmt(&folder, &["-"], CARELESS), (0, CAREFUL.to_owned(), String::new()));
    let windows = CARELESS.replace('\n', "\r\n");
    assert_eq!(fmt(&folder, &["-"], &windows), (0, CAREFUL.replace('\n', "\r\n"), String::new()));
    let (code, out, err) = fmt(&folder, &["-", "--stdin-filename", "x.rules"], BROKEN);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("x.rules:2:20"), "{err}");
    // What an escape in a comment is for the next program to say.
    let escaped = format!("{CAREFUL}// \u{1b}[2J\n");
    assert_eq!(fmt(&folder, &["-"], &escaped).1, escaped);
    assert_eq!(fmt(&folder, &["--check", "-"], CARELESS).0, 1);
}

#[test]
fn ignored_and_hidden_files_are_left_out() {
    let files =
        [("a.rules", CARELESS), (".b.rules", CARELESS), ("old/c.rules", CARELESS), (".countersignignore", "old/\n")];
    let folder = folder("ignored", &files);
    assert_eq!(fmt(&folder, &["--check", "."], "").1.matches("would format").count(), 1);
    assert_eq!(fmt(&folder, &["--check", "old/c.rules"], "").0, 1, "what is named is not ignored");
}

#[test]
fn what_cannot_be_laid_out_is_an_error_with_a_sentence() {
    let folder = folder("errors", &[("notes.md", "x"), ("empty/notes.md", "x"), ("bytes.rules", "x")]);
    fs::write(folder.join("bytes.rules"), b"pack a for B // \xff\n").unwrap();
    for (arguments, hint) in [
        (&["missing.rules"][..], "there is no file or folder `missing.rules`"),
        (&["notes.md"], "`notes.md` is no `.rules` file"),
        (&["empty"], "there is no `.rules` file in `empty`"),
        (&["bytes.rules"], "bytes.rules"),
        (&[], "<PATH>..."),
    ] {
        let (code, _, err) = fmt(&folder, arguments, "");
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains(hint), "{arguments:?}: {err}");
    }
    assert_eq!(fs::read(folder.join("bytes.rules")).unwrap(), b"pack a for B // \xff\n");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn permissions_and_links_stay() {
        let folder = folder("permissions", &[("a.rules", CARELESS), ("real/b.rules", CARELESS)]);
        fs::set_permissions(folder.join("a.rules"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real/b.rules", folder.join("b.rules")).unwrap();
        assert_eq!(fmt(&folder, &["a.rules", "b.rules"], "").0, 0);
        assert_eq!(fs::metadata(folder.join("a.rules")).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(folder.join("b.rules")).unwrap().is_symlink());
        assert_eq!(read(&folder, "real/b.rules"), CAREFUL);
        assert_eq!(names(&folder), ["a.rules", "b.rules", "real"]);
    }

    #[test]
    fn what_may_only_be_read_is_not_written() {
        let folder = folder("read-only", &[("a.rules", CARELESS), ("b.rules", CARELESS)]);
        fs::set_permissions(folder.join("a.rules"), fs::Permissions::from_mode(0o444)).unwrap();
        let (code, out, err) = fmt(&folder, &["."], "");
        assert_eq!(code, 2);
        assert!(err.contains("`./a.rules` cannot be written: it may only be read"), "{err}");
        assert!(out.contains("formatted ./b.rules"), "{out}");
        assert_eq!(read(&folder, "a.rules"), CARELESS);
    }
}
