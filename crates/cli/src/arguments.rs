//! What the command line understands.

use anstream::ColorChoice;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use clap::{Args, Parser, Subcommand, ValueEnum};
use countersign_house::{FailOn, LINTS, Lint};
use countersign_report::{Format, SCHEMAS, TestFormat};

/// Checks cloud-incident handoffs against the rules of the house.
///
/// A handoff is checked before it is sent: what it still lacks, where, and why the house wants it. Nothing is ever
/// executed, sent or changed.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "\
Examples:
  countersign check handoff.yaml             check one handoff
  countersign check handoffs/ --rules house/ check a folder, with the rules of the house
  countersign rules test house/              run the tests of the house's rules

Exit codes:
  0  ready, or open    1  not ready (see --fail-on)    2  something could not be checked")]
pub(crate) struct Arguments {
    /// When to use colour; NO_COLOR and CLICOLOR_FORCE are heeded by `auto`.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check handoffs: files, folders, or `-` for standard input
    #[command(after_help = "\
Examples:
  countersign check handoff.yaml
  countersign check handoffs/ other.json --rules house/
  generate | countersign check - --stdin-filename handoff.yaml
  countersign check handoffs/ --format json > result.json

Folders are searched for .yaml, .yml, .json, .ndjson and .jsonl files; hidden ones, and those that
.gitignore or .countersignignore name, are left out.

Exit codes:
  0  ready, or open    1  not ready (see --fail-on)    2  something could not be checked")]
    Check(CheckOptions),
    /// Say why a handoff came out as it did, and what would have to change; or what a rule or an error code is about
    #[command(after_help = "\
Examples:
  countersign explain handoff.yaml                          the rules that fail or are open
  countersign explain handoff.yaml --rule approver-named    one rule, whatever it came to
  countersign explain approval/approver-named               what a rule is about
  countersign explain E0102                                 what an error is about
  countersign explain schema/required                       what a check of the schema is about

A path that exists is a document; everything else is the name of a rule, a code, a lint or a check.

Exit codes:
  0  explained    2  there is no such document or name, or it could not be judged")]
    Explain(ExplainOptions),
    /// Check, test, lint or list rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Print the JSON Schema of an output of `--format json`; without a name, list them
    Schema {
        /// Which one
        #[arg(value_parser = PossibleValuesParser::new(SCHEMAS.iter().map(|schema| schema.name)))]
        name: Option<String>,
    },
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Compile rules, and say what is wrong with them
    #[command(after_help = "\
Examples:
  countersign rules check house/
  countersign rules check               the shipped rules

Exit codes:
  0  they compile    2  they do not")]
    Check(RulesOptions),
    /// Run the tests that stand in rules files
    #[command(after_help = "\
Examples:
  countersign rules test house/
  countersign rules test house/ --filter approver
  countersign rules test house/ --filter \"house: *production*\"
  countersign rules test house/ --format junit > tests.xml
  countersign rules test                the tests of the shipped rules

Of a test that fails are shown what was expected, what came out, the clauses of the rule, and the
document as the test changes it.

Exit codes:
  0  all passed    1  some failed    2  some could not be run, or there are none")]
    Test(TestOptions),
    /// Say what compiles and is most likely not meant: conditions that are always true, rules that clash, …
    #[command(after_help = "\
Examples:
  countersign rules lint house/
  countersign rules lint house/ --corpus archive/    rules that applied to none of these, too
  countersign rules lint --list                      the lints there are

A line `allow LINT because \"…\"` above an item switches a lint off for it.

Exit codes:
  0  nothing was found    1  something was found    2  something could not be read")]
    Lint(LintArguments),
    /// Make the smallest documents for which a rule passes, and for which it fails
    #[command(after_help = "\
Examples:
  countersign rules examples approver-named
  countersign rules examples house/owner-has-accepted --rules house/

Exit codes:
  0  both were found    1  one was not    2  there is no such rule")]
    Examples(ExamplesOptions),
    /// List packs and their rules
    #[command(after_help = "\
Examples:
  countersign rules list
  countersign rules list house/ --format json")]
    List(RulesOptions),
}

/// The arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// Files and folders to check; `-` reads standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// A rules file, or a folder with packs, to check with beside the shipped packs; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(crate) format: Format,
    /// What makes the exit code 1: a document that is not ready; also warnings; also open documents; or nothing
    #[arg(long, value_name = "WHAT", value_enum, default_value = "error")]
    pub(crate) fail_on: FailOnWord,
    /// The name for what is read from standard input; its extension says the format
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
    /// Say of each rule that did not apply why
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Print only what needs attention
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// A document (`-` reads one from standard input), or the name of a rule, a code, a lint or a check
    #[arg(value_name = "WHAT")]
    pub(crate) what: String,
    /// Explain this rule, whatever it came to
    #[arg(long, value_name = "RULE")]
    pub(crate) rule: Option<String>,
    /// A rules file, or a folder with packs, beside the shipped packs; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = person_or_program())]
    pub(crate) format: Format,
    /// The name for what is read from standard input; its extension says the format
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
}

/// The arguments of `rules examples`.
#[derive(Debug, Args)]
pub(crate) struct ExamplesOptions {
    /// The rule: `pack/rule`, or a name that one rule alone has
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
    /// A rules file, or a folder with packs, beside the shipped packs; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = person_or_program())]
    pub(crate) format: Format,
}

/// The arguments of `rules …`.
#[derive(Debug, Args)]
pub(crate) struct RulesOptions {
    /// Rules files, and folders with packs; the shipped packs where there is none
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(crate) format: Format,
    /// Say more: name the tests that passed, too
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// The arguments of `rules lint`.
#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    /// Rules files, and folders with packs; the shipped packs where there is none
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(crate) format: Format,
    /// A folder of documents, or one of them: rules that apply to none are found, too; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(crate) corpus: Vec<String>,
    /// Look for this lint alone; may be repeated
    #[arg(long, value_name = "LINT", value_parser = lint_parser(), hide_possible_values = true)]
    pub(crate) select: Vec<Lint>,
    /// Do not look for this lint; may be repeated
    #[arg(long, value_name = "LINT", value_parser = lint_parser(), hide_possible_values = true)]
    pub(crate) ignore: Vec<Lint>,
    /// List the lints, and look at no rules
    #[arg(long)]
    pub(crate) list: bool,
    /// End with 0 even where something was found
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Say which parts of the rules the lints could not see through
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// The arguments of `rules test`.
#[derive(Debug, Args)]
pub(crate) struct TestOptions {
    /// Rules files, and folders with packs; the shipped packs where there is none
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Only tests whose "pack: title", or a rule that they expect something of, has this in it; `*` and `?` stand for
    /// any text and any character
    #[arg(long, value_name = "PATTERN")]
    pub(crate) filter: Option<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = test_format_parser())]
    pub(crate) format: TestFormat,
    /// Say more: name the tests that passed, too
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    pub(crate) fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

/// What makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnWord {
    /// A document that is not ready
    Error,
    /// Also a warning
    Warning,
    /// Also a document that is open
    Open,
    /// Nothing that is found
    Never,
}

impl FailOnWord {
    pub(crate) fn meant(self) -> FailOn {
        match self {
            Self::Error => FailOn::Error,
            Self::Warning => FailOn::Warning,
            Self::Open => FailOn::Open,
            Self::Never => FailOn::Never,
        }
    }
}

/// Reads the name of a format; the names are the report's.
fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(|(name, _)| name))
        .map(|name| Format::of_name(&name).unwrap_or(Format::Human))
}

/// Reads the id of a lint.
fn lint_parser() -> impl clap::builder::TypedValueParser<Value = Lint> {
    PossibleValuesParser::new(LINTS.iter().map(|facts| facts.id))
        .map(|id| Lint::of_id(&id).unwrap_or(Lint::UnusedAllow))
}

fn test_format_parser() -> impl clap::builder::TypedValueParser<Value = TestFormat> {
    PossibleValuesParser::new(TestFormat::ALL.map(|(name, _)| name))
        .map(|name| TestFormat::of_name(&name).unwrap_or(TestFormat::Human))
}

/// Reads the name of a format, of those for a person and for a program.
fn person_or_program() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["human", "json"]).map(|name| Format::of_name(&name).unwrap_or(Format::Human))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        super::Arguments::command().debug_assert();
    }
}
