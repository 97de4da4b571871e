//! The program as users meet it: what it prints where, and how it ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A handoff that the shipped packs find ready.
const READY: &str = "fixtures/handoffs/public-bucket.yaml";

/// What a run printed, and how it ended; the scratch folder's name is taken out.
struct Ran {
    out: String,
    err: String,
    code: i32,
}

impl Ran {
    /// Input and output together, for snapshots.
    fn transcript(&self, command: &str) -> String {
        format!(
            "$ {command}\n-- exit code {}\n-- standard output\n{}-- standard error\n{}",
            self.code, self.out, self.err
        )
    }
}

/// Runs the program in a folder, with standard input.
fn run_in<S: AsRef<OsStr>>(folder: &Path, arguments: &[S], input: &str, environment: &[(&str, &str)]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code().unwrap() }
}

fn run(arguments: &str) -> Ran {
    run_in(&root(), &arguments.split_whitespace().collect::<Vec<_>>(), "", &[])
}

/// The top of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder of its own, empty.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn ready() -> String {
    fs::read_to_string(root().join(READY)).unwrap()
}

#[test]
fn a_ready_handoff_ends_well() {
    let ran = run(&format!("check {READY}"));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("✓ ready"), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn two_runs_print_the_same_bytes() {
    for format in ["human", "concise", "json"] {
        let command = format!("check fixtures/handoffs --verbose --format {format}");
        let (one, other) = (run(&command), run(&command));
        assert_eq!(one.transcript(&command), other.transcript(&command));
    }
}

#[test]
fn nothing_to_check_is_an_error_with_a_sentence() {
    let folder = scratch("nothing");
    fs::create_dir(folder.join("empty")).unwrap();
    fs::create_dir(folder.join("others")).unwrap();
    fs::write(folder.join("others/notes.txt"), "# notes\n").unwrap();
    fs::write(folder.join("notes.txt"), "# notes\n").unwrap();
    fs::write(folder.join("empty.yaml"), "").unwrap();
    let mut transcript = String::new();
    for command in [
        "check",
        "check empty",
        "check others",
        "check notes.txt",
        "check missing.yaml",
        "check empty.yaml",
        "check - --stdin-filename x.txt",
        "check empty.yaml --stdin-filename x.yaml",
        "rules check empty",
        "rules test missing",
    ] {
        let ran = run_in(&folder, &command.split_whitespace().collect::<Vec<_>>(), "", &[]);
        assert_eq!(ran.code, 2, "{command}: {}{}", ran.out, ran.err);
        assert!(!ran.err.is_empty(), "{command} says nothing");
        transcript.push_str(&ran.transcript(command));
        transcript.push('\n');
    }
    insta::assert_snapshot!(transcript);
}

#[test]
fn one_bad_file_never_hides_the_others() {
    let folder = scratch("bad_file");
    fs::write(folder.join("a.yaml"), ready()).unwrap();
    fs::write(folder.join("b.yaml"), "kind: handoff\nid: [\n").unwrap();
    fs::write(folder.join("c.yaml"), ready()).unwrap();
    fs::write(folder.join("d.yaml"), b"kind: \xff\xfe\n").unwrap();
    let ran = run_in(&folder, &["check", "."], "", &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("a.yaml: handoff") && ran.out.contains("c.yaml: handoff"), "{}", ran.out);
    assert!(ran.err.contains("b.yaml") && ran.err.contains("d.yaml"), "{}", ran.err);
}

#[test]
fn a_file_is_checked_once_however_often_it_is_named() {
    let folder = scratch("once");
    fs::write(folder.join("a.yaml"), ready()).unwrap();
    let ran = run_in(&folder, &["check", "a.yaml", "./a.yaml", ".", "--format", "concise"], "", &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.matches("✓ ready").count(), 1, "{}", ran.out);
}

#[test]
fn folders_are_walked_in_order_and_ignore_files_are_heeded() {
    let folder = scratch("walk");
    for name in ["b.yaml", "a/z.yml", "a/b.json.md", "c.json", ".hidden.yaml", "skip/x.yaml", "drafts/y.yaml"] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, if name.ends_with("json") { "{}".to_owned() } else { ready() }).unwrap();
    }
    fs::write(folder.join(".countersignignore"), "skip/\nc.json\n").unwrap();
    fs::write(folder.join(".gitignore"), "drafts/\n").unwrap();
    fs::create_dir(folder.join(".git")).unwrap();
    let ran = run_in(&folder, &["check", ".", "--format", "concise"], "", &[]);
    let names: Vec<&str> = ran.out.lines().filter_map(|line| line.split_once(": ✓").map(|(name, _)| name)).collect();
    assert_eq!(names, ["./a/z.yml", "./b.yaml"], "{}{}", ran.out, ran.err);
}

#[test]
fn standard_input_has_the_name_that_it_is_given() {
    let ran = run_in(&root(), &["check", "-", "--stdin-filename", "x.yaml", "--format", "concise"], &ready(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("x.yaml:"), "{}", ran.out);
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let colored = |arguments: &[&str], environment: &[(&str, &str)]| {
        run_in(&root(), arguments, "", environment).out.contains('\u{1b}')
    };
    assert!(!colored(&["check", READY], &[]));
    assert!(colored(&["check", READY, "--color", "always"], &[]));
    assert!(colored(&["check", READY, "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(colored(&["check", READY], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["check", READY, "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .args(["check", READY, "--format", "json"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn usage_errors_end_in_2_and_are_visible() {
    for (arguments, hint) in [
        (vec!["chekc", "x.yaml"], "check"),
        (vec!["check", "x.yaml", "--fail-on", "sometimes"], "warning"),
        (vec!["check", "--no\u{1b}[2Jsuch", "x.yaml"], "unexpected argument"),
        (vec!["rules"], "Usage"),
    ] {
        let ran = run_in(&root(), &arguments, "", &[]);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(hint), "{arguments:?}: {}", ran.err);
        assert!(!ran.err.contains('\u{1b}'));
    }
}

#[test]
fn help_and_version_are_results() {
    for arguments in ["--help", "--version", "check --help", "rules test --help", "schema check"] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments}");
        assert!(!ran.out.is_empty());
    }
}

#[test]
fn the_exit_code_is_as_fail_on_has_it() {
    let folder = scratch("fail_on");
    fs::write(folder.join("not-ready.yaml"), ready().replace("  approver: account-owner\n", "")).unwrap();
    fs::write(folder.join("open.yaml"), ready().replace("environment: production", "environment: unknown")).unwrap();
    for (file, on, code) in [
        ("not-ready.yaml", "error", 1),
        ("not-ready.yaml", "never", 0),
        ("open.yaml", "error", 0),
        ("open.yaml", "open", 1),
        ("open.yaml", "never", 0),
    ] {
        let ran = run_in(&folder, &["check", file, "--fail-on", on], "", &[]);
        assert_eq!(ran.code, code, "{file} with --fail-on {on}:\n{}{}", ran.out, ran.err);
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn links_in_circles_and_to_nowhere_do_no_harm() {
        let folder = scratch("links");
        fs::write(folder.join("a.yaml"), ready()).unwrap();
        symlink(".", folder.join("again")).unwrap();
        symlink("round.yaml", folder.join("round.yaml")).unwrap();
        symlink("nowhere", folder.join("gone.txt")).unwrap();
        let ran = run_in(&folder, &["check", ".", "--format", "concise"], "", &[]);
        assert_eq!(ran.out.matches("✓ ready").count(), 1, "{}{}", ran.out, ran.err);
        assert_eq!(ran.code, 2, "a link that cannot be read and looks like a handoff is an error: {}", ran.err);
        assert!(ran.err.contains("round.yaml") && !ran.err.contains("gone.txt"), "{}", ran.err);
    }

    #[test]
    fn what_may_not_be_read_is_an_error_and_the_rest_is_checked() {
        let folder = scratch("denied");
        fs::write(folder.join("a.yaml"), ready()).unwrap();
        fs::write(folder.join("b.yaml"), ready()).unwrap();
        fs::set_permissions(folder.join("b.yaml"), fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(folder.join("b.yaml")).is_ok() {
            // Whoever may read everything cannot see this.
            return;
        }
        let ran = run_in(&folder, &["check", "."], "", &[]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("may not be read") && ran.out.contains("a.yaml"), "{}{}", ran.out, ran.err);
    }

    #[test]
    fn a_name_full_of_orders_is_shown_and_not_obeyed() {
        let folder = scratch("names");
        fs::write(folder.join("x\u{1b}[2J\u{202e}.yaml"), ready()).unwrap();
        fs::write(folder.join("y\n.yaml"), "a: [").unwrap();
        for format in ["human", "concise", "json"] {
            let ran = run_in(&folder, &["check", ".", "--format", format], "", &[]);
            let all = format!("{}{}", ran.out, ran.err);
            assert!(all.contains("␛[2J⟨U+202E⟩") || all.contains("\\u001b[2J\\u202e"), "{all}");
            assert!(!all.contains('\u{1b}') && !all.contains('\u{202e}') && !all.contains("y\n.yaml"), "{all}");
        }
    }
}

#[test]
fn evidence_is_only_what_lies_in_its_folder() {
    let folder = scratch("evidence");
    fs::create_dir_all(folder.join("evidence/logs")).unwrap();
    fs::write(folder.join("evidence/logs/a.txt"), "hello\n").unwrap();
    fs::write(folder.join("outside.txt"), "hello\n").unwrap();
    fs::write(
        folder.join("rules.rules"),
        "pack p for Case\nrecord File {\n key at: text\n digest?: digest of at\n}\ndocument Case { files: list<File>, digest?: digest of place, place?: text }\n\
         rule r \"A title\" {\n for each f in files\n require f.at is present\n}\n",
    )
    .unwrap();
    let right = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.join("outside.txt"), folder.join("evidence/link.txt")).unwrap();
        std::os::unix::fs::symlink(&folder, folder.join("evidence/folder")).unwrap();
    }
    let places =
        ["logs/a.txt", "../outside.txt", "link.txt", "folder/outside.txt", "logs", "nowhere.txt", "/etc/hosts"];
    let items: Vec<String> = places.iter().map(|at| format!("- {{at: \"{at}\", digest: \"{right}\"}}\n")).collect();
    fs::write(folder.join("case.yaml"), format!("kind: case\ndigest: {right}\nfiles:\n{}", items.concat())).unwrap();
    let arguments = ["check", "case.yaml", "--rules", "rules.rules", "--evidence", "evidence", "--format", "json"];
    let ran = run_in(&folder, &arguments, "", &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("\"same\":1,\"different\":0"), "{}", ran.out);
    for at in &places[1..] {
        assert!(ran.out.contains(&format!("\"path\":\"files[{at}].digest\"")), "{at}: {}", ran.out);
    }
    assert!(ran.out.contains("nothing says where its file is"), "{}", ran.out);
    let absent = run_in(&folder, &["check", "case.yaml", "--rules", "rules.rules", "--evidence", "nowhere"], "", &[]);
    assert_eq!(absent.code, 2, "{}", absent.err);
}

#[test]
#[cfg(unix)]
fn nobody_waits_for_what_a_rules_file_names() {
    let folder = scratch("devices");
    for name in ["data.yaml", "given.yaml"] {
        let made = Command::new("mkfifo").arg(folder.join(format!("pipe-{name}"))).status();
        assert!(made.is_ok_and(|status| status.success()), "no pipe for {name}");
    }
    fs::write(
        folder.join("rules.rules"),
        "pack p for Case\ndocument Case { name?: text }\ndata names: list<text> from \"pipe-data.yaml\"\n\
         rule r \"A title\" {\n require name in names\n}\n",
    )
    .unwrap();
    let data = run_in(&folder, &["rules", "check", "rules.rules"], "", &[]);
    assert_eq!(data.code, 2, "{}", data.err);
    assert!(data.err.contains("pipe-data.yaml` is neither"), "{}", data.err);
    fs::write(
        folder.join("rules.rules"),
        "pack p for Case\ndocument Case { name?: text }\nrule r \"A title\" {\n require name is present\n}\n\
         test \"a pipe\" {\n given \"pipe-given.yaml\"\n expect r fails\n}\n",
    )
    .unwrap();
    let given = run_in(&folder, &["rules", "test", "rules.rules"], "", &[]);
    assert_eq!(given.code, 2, "{}{}", given.out, given.err);
    assert!(format!("{}{}", given.out, given.err).contains("pipe-given.yaml` is neither"), "{}", given.out);
}

#[test]
fn an_earlier_revision_has_to_be_one_of_the_same() {
    let folder = scratch("previous");
    fs::write(
        folder.join("rules.rules"),
        "pack p for Case\ndocument Case { size: number }\ndocument Other { size: number }\n\
         rule r \"It grows\" {\n when previous is present\n require size > previous.size\n}\n",
    )
    .unwrap();
    for (name, text) in [
        ("one.yaml", "kind: case\nsize: 1\n"),
        ("two.yaml", "kind: case\nsize: 2\n"),
        ("both.yaml", "kind: case\nsize: 1\n---\nkind: case\nsize: 3\n"),
        ("other.yaml", "kind: other\nsize: 1\n"),
        ("broken.yaml", "kind: [case\n"),
        ("twice.yaml", "kind: case\nsize: 1\nsize: 2\n"),
        ("unfit.yaml", "kind: case\nsize: large\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    for (new, old, code, said) in [
        ("two.yaml", "one.yaml", 0, "1 passed"),
        ("one.yaml", "two.yaml", 1, "previous.size"),
        ("both.yaml", "both.yaml", 1, "2 not ready"),
        ("both.yaml", "one.yaml", 2, "holds one document, and what is checked holds 2 documents"),
        ("two.yaml", "other.yaml", 2, "the earlier revision is a `other`, and this is a `case`"),
        ("two.yaml", "broken.yaml", 2, "broken.yaml"),
        ("two.yaml", "twice.yaml", 2, "twice.yaml"),
        ("two.yaml", "unfit.yaml", 0, "`previous.size` does not fit"),
        ("two.yaml", "nowhere.yaml", 2, "there is no file or folder `nowhere.yaml`"),
        ("two.yaml", "rules.rules", 2, "names no handoff's file"),
        (".", "one.yaml", 2, "`--previous` goes with one file"),
    ] {
        let ran = run_in(&folder, &["check", new, "--rules", "rules.rules", "--previous", old], "", &[]);
        let all = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, code, "{new} after {old}: {all}");
        assert!(all.contains(said), "{new} after {old}: {all}");
    }
}

#[test]
fn a_new_document_overwrites_nothing() {
    let folder = scratch("new-document");
    let first = run_in(&folder, &["new", "-o", "one.yaml"], "", &[]);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", first.out);
    let before = fs::read_to_string(folder.join("one.yaml")).unwrap();
    let again = run_in(&folder, &["new", "-o", "one.yaml"], "", &[]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("`one.yaml`") && again.err.contains("nothing is overwritten"), "{}", again.err);
    assert_eq!(fs::read_to_string(folder.join("one.yaml")).unwrap(), before);
    let checked = run_in(&folder, &["check", "one.yaml"], "", &[]);
    assert_eq!(checked.code, 1, "{}", checked.err);
}

#[test]
fn options_are_compared_from_standard_input() {
    let text = fs::read_to_string(root().join("fixtures/handoffs/azure/crypto-mining.json")).unwrap();
    let ran = run_in(&root(), &["decide", "-", "--stdin-filename", "piped.json"], &text, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("boundary") && ran.out.contains("nothing was approved or carried out"), "{}", ran.out);
    for arguments in ["decide fixtures", "decide none.yaml", "decide - --stdin-filename piped"] {
        assert_eq!(run(arguments).code, 2, "{arguments}");
    }
}
