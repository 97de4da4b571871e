//! How long checks take, from process start: a table to read on a machine that does nothing else, and no test.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::cargo;

/// How often each command is run.
const TIMES: usize = 60;

/// How many handoffs the folder holds.
const HANDOFFS: usize = 1000;

/// Builds the program as it is shipped, and measures it.
pub(crate) fn bench() -> Result<(), String> {
    let program = cargo::build_release()?;
    let folder = cargo::target().join("bench");
    let handoffs = prepare(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let one = "rules/handoff/public-bucket.yaml";
    cargo::say(&format!("the shortest and the middle of {TIMES} runs"));
    let start = measure("the program starts, and checks nothing", &program, &["--version"], TIMES)?;
    let check = measure("one handoff, shipped packs", &program, &["check", one], TIMES)?;
    let house = measure(
        "one handoff, shipped packs and one more",
        &program,
        &["check", one, "--rules", "fixtures/bench/house.rules"],
        TIMES,
    )?;
    let many = measure(&format!("{HANDOFFS} handoffs, shipped packs"), &program, &["check", &handoffs], 5)?;
    let each = many.saturating_sub(check).as_secs_f64() / (HANDOFFS - 1) as f64;
    println!();
    println!("{:>9.2} times a bare start: one handoff", check.as_secs_f64() / start.as_secs_f64());
    println!("{:>9.2} times as long with a pack of the house", house.as_secs_f64() / check.as_secs_f64());
    println!("{:>9.2} ms for each further handoff, {:.3} of the first", each * 1e3, each / check.as_secs_f64());
    Ok(())
}

/// Writes the folder of handoffs: one that is shipped, each time with a name of its own.
fn prepare(folder: &Path) -> std::io::Result<String> {
    let handoffs = folder.join("handoffs");
    fs::create_dir_all(&handoffs)?;
    let text = fs::read_to_string(cargo::root().join("rules/handoff/public-bucket.yaml"))?;
    for number in 0..HANDOFFS {
        let text = text.replacen("id: IR-2026-0412", &format!("id: IR-2026-{number:04}"), 1);
        fs::write(handoffs.join(format!("{number:04}.yaml")), text)?;
    }
    Ok(handoffs.display().to_string())
}

/// Runs a command so many times, prints how long it took, and answers with the shortest time.
fn measure(what: &str, program: &Path, arguments: &[&str], times: usize) -> Result<Duration, String> {
    let mut taken = Vec::new();
    for _ in 0..times {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(cargo::root()).stdout(Stdio::null()).stderr(Stdio::null());
        let before = Instant::now();
        let status = command.status().map_err(|error| format!("`{}` cannot be run: {error}", program.display()))?;
        taken.push(before.elapsed());
        if status.code() == Some(2) {
            return Err(format!("`countersign {}` could not check everything", arguments.join(" ")));
        }
    }
    taken.sort();
    let (Some(shortest), Some(middle)) = (taken.first(), taken.get(taken.len() / 2)) else {
        return Err("nothing was measured".to_owned());
    };
    println!("{:>9.2} ms {:>9.2} ms  {what}", shortest.as_secs_f64() * 1e3, middle.as_secs_f64() * 1e3);
    Ok(*shortest)
}
