//! The command line: arguments in, text and an exit code out, and the one place of the program that reads files.
//!
//! Exit codes: 0, ready or open; 1, not ready (as `--fail-on` has it), or a rule test that fails; 2, something could
//! not be checked. The worst one wins, and one bad file never hides the others. Results go to standard output, errors
//! to standard error.

mod arguments;
mod beside;
mod check;
mod config;
mod coverage;
mod decide;
mod diff;
mod disk;
mod doc;
mod document;
mod explain;
mod fmt;
mod form;
mod houses;
mod inputs;
mod lint;
mod mutate;
mod new;
mod output;
mod progress;
mod render;
mod rules;
mod test;

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};

use crate::arguments::{Arguments, Command, ConfigCommand, RulesCommand};
use crate::output::Output;

/// A run is short, and what takes longest in it is to be given memory page by page.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ends; the order is from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// All is well, or open.
    Fine = 0,
    /// Something was found.
    Found = 1,
    /// Something could not be checked.
    Broken = 2,
}

fn main() -> ExitCode {
    let mut arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let mut output = Output::new(arguments.color.choice());
    if let Command::Rules(command) = &mut arguments.command
        && let Some(paths) = command.paths().filter(|paths| paths.is_empty())
    {
        match rules::of_the_house(&mut output) {
            Some(found) => *paths = found,
            None => return ExitCode::from(Exit::Broken as u8),
        }
    }
    let exit = match &arguments.command {
        Command::Check(options) => check::run(options, &mut output),
        Command::Rules(RulesCommand::Check(options)) => rules::check(options, &mut output),
        Command::Rules(RulesCommand::Test(options)) => test::run(options, &mut output),
        Command::Rules(RulesCommand::Coverage(options)) => coverage::run(options, &mut output),
        Command::Rules(RulesCommand::Mutate(options)) => mutate::run(options, &mut output),
        Command::Rules(RulesCommand::Lint(options)) => lint::run(options, &mut output),
        Command::Decide(options) => decide::run(options, &mut output),
        Command::New(options) => form::run(options, &mut output),
        Command::Explain(options) => explain::run(options, &mut output),
        Command::Render(options) => render::run(options, &mut output),
        Command::Rules(RulesCommand::Examples(options)) => explain::examples(options, &mut output),
        Command::Rules(RulesCommand::Diff(options)) => diff::run(options, &mut output),
        Command::Rules(RulesCommand::New(options)) => new::run(options, &mut output),
        Command::Rules(RulesCommand::Doc(options)) => doc::run(options, &mut output),
        Command::Rules(RulesCommand::List(options)) => rules::list(options, &mut output),
        Command::Config(ConfigCommand::Show(options)) => config::show(options, &mut output),
        Command::Rules(RulesCommand::Fmt(options)) => fmt::run(options, &mut output),
        Command::Schema { name } => schema(name.as_deref(), &mut output),
    };
    let exit = if output.finish() { exit } else { Exit::Broken };
    ExitCode::from(exit as u8)
}

/// Help and version go to standard output and are no error; everything else is clap's message, made visible.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe is no error.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let mut text = countersign_report::visible_lines(&error.render().to_string());
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && error.kind() == ErrorKind::InvalidSubcommand
        && is_of_rules(word)
        && let Some((first, rest)) = text.split_once('\n')
    {
        text = format!("{first}\n\n  tip: it is a command of `rules`: `countersign rules {word}`\n{rest}");
    }
    Output::new(anstream::ColorChoice::Never).error(&text);
    ExitCode::from(Exit::Broken as u8)
}

/// Is there a command of `rules` that is called so?
fn is_of_rules(word: &str) -> bool {
    Arguments::command()
        .find_subcommand("rules")
        .is_some_and(|rules| rules.get_subcommands().any(|command| command.get_name() == word))
}

fn schema(name: Option<&str>, output: &mut Output) -> Exit {
    match countersign_report::SCHEMAS.iter().find(|schema| Some(schema.name) == name) {
        Some(schema) => output.text(schema.text),
        None => {
            for schema in countersign_report::SCHEMAS {
                output.text(&format!("{:<14} {}\n", schema.name, schema.describes()));
            }
        }
    }
    Exit::Fine
}
