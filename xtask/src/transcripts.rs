//! Transcripts: files in `fixtures/transcripts/` that hold commands and what they print.
//!
//! A line that begins with `$ ` is a command; what follows up to the next one is its output, standard output first,
//! then standard error, without empty lines at the end, then the exit code where it is not 0. Lines that begin with `# ` are for readers. Commands begin
//! with `countersign` and are run from the top of the repository, without a shell: words are parted by blanks, and a
//! last word `< FILE` is standard input. In the pages of `docs/`, blocks of the language `console` that begin with such a
//! command are transcripts, too.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cargo;
use crate::fixtures::{shown, stale, walk};

/// Runs every transcript, and writes what comes out.
pub(crate) fn write(program: &Path) -> Result<(), String> {
    for path in all()? {
        let (old, new) = run(program, &path)?;
        if old != new {
            println!("wrote {}", shown(&path));
            fs::write(&path, new).map_err(|error| format!("{} cannot be written: {error}", shown(&path)))?;
        }
    }
    Ok(())
}

/// Runs every transcript, and compares.
pub(crate) fn check(program: &Path) -> Result<(), String> {
    cargo::say("the transcripts");
    let mut fresh = 0;
    for path in all()? {
        let (old, new) = run(program, &path)?;
        if old != new {
            let line = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count() + 1;
            return Err(format!("{} (it differs from line {line} on)", stale(&path)));
        }
        fresh += 1;
    }
    println!("{fresh} transcripts are fresh");
    Ok(())
}

fn all() -> Result<Vec<PathBuf>, String> {
    let folder = cargo::root().join("fixtures").join("transcripts");
    let mut found = Vec::new();
    if folder.is_dir() {
        walk(&folder, "txt", &mut found)?;
    }
    walk(&cargo::root().join("docs"), "md", &mut found)?;
    Ok(found)
}

/// A transcript as it is, and as it would be.
fn run(program: &Path, path: &Path) -> Result<(String, String), String> {
    let old = fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", shown(path)))?;
    let new = if path.extension().is_some_and(|extension| extension == "md") {
        page(program, path, &old)?
    } else {
        anew(program, path, &old)?
    };
    Ok((old, new))
}

/// A page of the docs: its `console` blocks that begin with a command are transcripts, everything else stays.
fn page(program: &Path, path: &Path, old: &str) -> Result<String, String> {
    let mut new = String::new();
    // The lines of the block that is being read.
    let mut block: Option<String> = None;
    for line in old.lines() {
        match &mut block {
            Some(inside) if line == "```" => {
                let is_transcript = inside.starts_with("$ ");
                new.push_str(&if is_transcript { anew(program, path, inside)? } else { std::mem::take(inside) });
                new.push_str("```\n");
                block = None;
            }
            Some(inside) => {
                inside.push_str(line);
                inside.push('\n');
            }
            None => {
                new.push_str(line);
                new.push('\n');
                block = (line == "```console").then(String::new);
            }
        }
    }
    match block {
        None => Ok(new),
        Some(_) => Err(format!("{} has a block that does not end", shown(path))),
    }
}

/// The commands of a transcript, each with what it prints now.
fn anew(program: &Path, path: &Path, old: &str) -> Result<String, String> {
    let mut new = String::new();
    let mut after_output = false;
    for line in old.lines() {
        let command = line.strip_prefix("$ ");
        if command.is_none() && !line.starts_with("# ") {
            continue;
        }
        if after_output {
            new.push('\n');
        }
        new.push_str(line);
        new.push('\n');
        if let Some(command) = command {
            let text = output(program, command).map_err(|sentence| format!("{}: {sentence}", shown(path)))?;
            new.push_str(&text);
        }
        after_output = command.is_some();
    }
    Ok(new)
}

fn output(program: &Path, command: &str) -> Result<String, String> {
    let (command, input) = match command.split_once(" < ") {
        Some((command, file)) => {
            let path = cargo::root().join(file.trim());
            let file = File::open(&path).map_err(|error| format!("{} cannot be read: {error}", shown(&path)))?;
            (command, Stdio::from(file))
        }
        None => (command, Stdio::null()),
    };
    let mut words = command.split_whitespace();
    if words.next() != Some("countersign") {
        return Err(format!("`{command}` does not begin with `countersign`"));
    }
    let out = Command::new(program)
        .args(words)
        .current_dir(cargo::root())
        .stdin(input)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .map_err(|error| format!("`{command}` cannot be run: {error}"))?;
    let mut text = String::from_utf8_lossy(&out.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&out.stderr));
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    if !out.status.success() {
        text.push_str(&match out.status.code() {
            Some(code) => format!("exit code {code}\n"),
            None => "ended by a signal\n".to_owned(),
        });
    }
    Ok(text)
}
