//! What the command line understands.

mod formats;
mod rules;

use std::num::NonZeroUsize;

use anstream::ColorChoice;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use countersign_house::FailOn;
use countersign_report::{CheckFormat, Format, HandoverFormat, SCHEMAS};

use formats::{
    check_format_parser, format_parser, handover_format_parser, output_parser, person_or_program, view_format_parser,
};
pub(crate) use rules::{
    CoverageOptions, DiffOptions, DocOptions, ExamplesOptions, FormatOptions, LintArguments, MutateOptions, NewOptions,
    RulesCheckOptions, RulesCommand, RulesOptions, TestOptions,
};

/// Checks cloud-incident handoffs against the rules of the house.
///
/// A handoff is checked before it is sent: what it still lacks, where, and why the house wants it. No handoff is
/// ever changed, and nothing is executed or sent.
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
  countersign check handoff.yaml --as-of 2026-10-01
  countersign check handoff.yaml --previous handoff-of-monday.yaml
  countersign check handoff.yaml --evidence evidence/
  generate | countersign check - --stdin-filename handoff.yaml
  countersign check handoffs/ --format json > result.json
  countersign check handoffs/ --format github --output sarif=result.sarif --output markdown=summary.md

Folders are searched for .yaml, .yml, .json, .ndjson and .jsonl files, and for .md files whose front
matter says `kind:`; hidden ones, and those that .gitignore or .countersignignore name, are left out.

Exit codes:
  0  ready, or open    1  not ready (see --fail-on)    2  something could not be checked")]
    Check(CheckOptions),
    /// Say why a handoff came out as it did, and what would have to change; or what a rule or an error code is about
    #[command(after_help = "\
Examples:
  countersign explain handoff.yaml                          the rules that fail, are open or waived
  countersign explain handoff.yaml --rule approver-named    one rule, whatever it came to
  countersign explain handoff.yaml --as-of 2026-10-01       as `check` with the same options judges it
  countersign explain approval/approver-named               what a rule is about
  countersign explain E0102                                 what an error is about
  countersign explain schema/required                       what a check of the schema is about

A path that exists is a document; everything else is the name of a rule, a code, a lint, a check or a
concept.

Exit codes:
  0  explained    2  there is no such document or name, or it could not be judged")]
    Explain(ExplainOptions),
    /// Compare the options of a handoff: which are supported, who has to approve them, what would settle what is open
    #[command(after_help = "\
Examples:
  countersign decide handoff.yaml
  countersign decide handoff.yaml --format markdown > options.md
  countersign decide - --stdin-filename handoff.json < handoff.json

For each option: is it supported, what it needs and has not, who has to say yes to it, and, where that
is not known yet, what it comes to with each value that it may turn out to be. Then what the analyst
chose, what the rules suggest, and where the boundary runs. Nothing is approved or carried out.

Exit codes:
  0  compared    2  it could not be judged, or no pack has a decision about such a document")]
    Decide(DecideOptions),
    /// Begin a document: print one to fill in, with what each field is for and which rules ask for it
    #[command(after_help = "\
Examples:
  countersign new > handoff.yaml
  countersign new handoff -o IR-2026-0412.yaml
  countersign new shared                the matrix of customer and provider
  countersign new --rules house/        with the fields and rules of the house
  countersign new --list                the kinds of documents there are

What is always wanted stands without `# ` in front. Everything else is a comment: what a field is for,
its words where it has a fixed choice, and when which rule asks for it. No file is overwritten.

Exit codes:
  0  it was written    2  there is no such kind, or it could not be written")]
    New(FormOptions),
    /// Show a handoff: as a ticket, a page, a case, an export, by the templates of the packs
    #[command(after_help = "\
Examples:
  countersign render --list                            the views there are
  countersign render ticket handoff.yaml               the ticket, in Markdown
  countersign render ticket handoff.yaml --format txt  the same as plain text
  countersign render ticket handoff.yaml -o ticket.html
  countersign render ticket handoff.yaml --draft       though it is not ready; it is marked as a draft

A view of a house, in the folder `views` of its pack, takes the place of the shipped one of its name.
docs/views.md says how one is written.

Exit codes:
  0  rendered    1  refused: it is not ready    2  it could not be checked, or the view not be made")]
    Render(RenderOptions),
    /// Check, test, lint or list rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Show the configuration that is in force
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the JSON Schema of an output of `--format json`, or of `countersign.toml`; without a name, list them
    Schema {
        /// Which one
        #[arg(value_parser = PossibleValuesParser::new(SCHEMAS.iter().map(|schema| schema.name)))]
        name: Option<String>,
    },
}

/// Which configuration is used.
#[derive(Debug, Args)]
pub(crate) struct ConfigurationOptions {
    /// The configuration to use, in the place of the nearest `countersign.toml` upward from each file
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<String>,
    /// Use no configuration
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// What to do with configurations.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show every key with its value, and where that comes from
    #[command(after_help = "\
Examples:
  countersign config show                     what holds for files in this folder
  countersign config show handoffs/           what holds for those in another one
  countersign config show --format json")]
    Show(ConfigShowOptions),
}

/// The arguments of `config show`.
#[derive(Debug, Args)]
pub(crate) struct ConfigShowOptions {
    /// A file or folder to show it for; the folder that you are in where there is none
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// A rules file, or a folder with packs, as for `check`; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationOptions,
}

/// What is given along with the documents that are judged.
#[derive(Debug, Args)]
pub(crate) struct BesideOptions {
    /// The day to judge by, as in 2026-04-12; else the day in each document's own `prepared_at` counts
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// The earlier revision of the one handoff that is checked, for rules about what has changed
    #[arg(long, value_name = "OLD")]
    pub(crate) previous: Option<String>,
    /// The folder with the files that handoffs give digests of; they are read, compared, and never changed
    #[arg(long, value_name = "DIR")]
    pub(crate) evidence: Option<String>,
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
    #[command(flatten)]
    pub(crate) beside: BesideOptions,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = check_format_parser())]
    pub(crate) format: CheckFormat,
    /// Write a report to a file as well, as in `sarif=result.sarif`; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output_parser)]
    pub(crate) output: Vec<(CheckFormat, String)>,
    /// What makes the exit code 1: a document that is not ready; also warnings; also open documents; or nothing
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) fail_on: Option<FailOnWord>,
    /// The name for what is read from standard input; its extension says the format
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
    /// Say of each rule that did not apply why
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Print only what needs attention
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationOptions,
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
    #[command(flatten)]
    pub(crate) beside: BesideOptions,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = person_or_program())]
    pub(crate) format: Format,
    /// The name for what is read from standard input; its extension says the format
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationOptions,
}

/// The arguments of `render`.
#[derive(Debug, Args)]
pub(crate) struct RenderOptions {
    /// The view: `ticket`, or `PACK/ticket`
    #[arg(value_name = "VIEW", required_unless_present = "list")]
    pub(crate) view: Option<String>,
    /// The handoff; `-` reads standard input
    #[arg(value_name = "HANDOFF", required_unless_present = "list")]
    pub(crate) path: Option<String>,
    /// List the views there are
    #[arg(long, conflicts_with_all = ["view", "path", "output", "draft"])]
    pub(crate) list: bool,
    /// What to write: one of the formats of the view, else what the name behind `-o` ends in, else the first of them; with
    /// `--list`, `human` or `json`
    #[arg(long, value_name = "FORMAT", value_parser = view_format_parser())]
    pub(crate) format: Option<String>,
    /// The file to write; standard output where this is not given
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<String>,
    /// Make the view of a handoff that is not ready, too, marked as a draft
    #[arg(long)]
    pub(crate) draft: bool,
    /// Which document of a file that holds several, from 1; all where it is not given
    #[arg(long, value_name = "N")]
    pub(crate) document: Option<NonZeroUsize>,
    /// A rules file, or a folder with packs, beside the shipped packs; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<String>,
    #[command(flatten)]
    pub(crate) beside: BesideOptions,
    /// The name for what is read from standard input; its extension says the format
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationOptions,
}

/// One document, and how it is judged.
#[derive(Debug, Args)]
pub(crate) struct DocumentOptions {
    /// The document; `-` reads standard input
    #[arg(value_name = "HANDOFF")]
    pub(crate) path: String,
    /// A rules file, or a folder with packs, beside the shipped packs; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<String>,
    #[command(flatten)]
    pub(crate) beside: BesideOptions,
    /// The name for what is read from standard input; its extension says the format
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationOptions,
}

/// The arguments of `decide`.
#[derive(Debug, Args)]
pub(crate) struct DecideOptions {
    #[command(flatten)]
    pub(crate) document: DocumentOptions,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = handover_format_parser())]
    pub(crate) format: HandoverFormat,
}

/// The arguments of `new`.
#[derive(Debug, Args)]
pub(crate) struct FormOptions {
    /// The kind of document, as `kind:` spells it; the default one where it is not named
    #[arg(value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// A rules file, or a folder with packs, beside the shipped packs; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<String>,
    /// The file to write, which must not be there yet; standard output where this is not given
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<String>,
    /// List the kinds, and print no document
    #[arg(long, conflicts_with_all = ["kind", "output"])]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationOptions,
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        super::Arguments::command().debug_assert();
    }
}
