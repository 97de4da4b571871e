//! Cargo and the program that it builds, run from the top of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// `cargo`, in the top folder.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Says what comes next.
pub(crate) fn say(what: &str) {
    println!("== {what}");
}

/// Runs a command; the sentence is for when it fails.
pub(crate) fn run(command: &mut Command, sentence: &str) -> Result<(), String> {
    let status = command
        .current_dir(root())
        .status()
        .map_err(|error| format!("`{}` cannot be run: {error}", command.get_program().to_string_lossy()))?;
    if status.success() { Ok(()) } else { Err(sentence.to_owned()) }
}

/// Builds the program, and answers with its path.
pub(crate) fn build() -> Result<PathBuf, String> {
    say("the program");
    run(cargo().args(["build", "--quiet", "--package", "countersign-cli"]), "the program does not build")?;
    Ok(program("debug"))
}

/// The same, as it is shipped.
pub(crate) fn build_release() -> Result<PathBuf, String> {
    say("the program, as it is shipped");
    run(cargo().args(["build", "--quiet", "--release", "--package", "countersign-cli"]), "the program does not build")?;
    Ok(program("release"))
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn program(profile: &str) -> PathBuf {
    target().join(profile).join(format!("countersign{}", std::env::consts::EXE_SUFFIX))
}
