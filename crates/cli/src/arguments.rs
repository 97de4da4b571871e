//! What the command line understands.

use std::num::NonZeroUsize;

use anstream::ColorChoice;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use clap::{Args, Parser, Subcommand, ValueEnum};
use countersign_house::{FailOn, LINTS, Lint};
use countersign_report::{
    BookFormat, CheckFormat, CoverageFormat, DiffFormat, Format, HandoverFormat, SCHEMAS, TestFormat, ViewOutput,
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

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Compile rules, and say what is wrong with them
    #[command(after_help = "\
Examples:
  countersign rules check house/
  countersign rules check house/ --cost --max-cost 100000
  countersign rules check               the rules of countersign.toml, else the shipped ones

Exit codes:
  0  they compile    1  a rule costs more than --max-cost, or `max-cost` of countersign.toml, allows
    2  they do not compile")]
    Check(RulesCheckOptions),
    /// Run the tests that stand in rules files
    #[command(after_help = "\
Examples:
  countersign rules test house/
  countersign rules test house/ --filter approver
  countersign rules test house/ --filter \"house: *production*\"
  countersign rules test house/ --format junit > tests.xml
  countersign rules test                the rules of countersign.toml, else the shipped ones

Of a test that fails are shown what was expected, what came out, the clauses of the rule, and the
document as the test changes it.

Exit codes:
  0  all passed    1  some failed    2  some could not be run, or there are none")]
    Test(TestOptions),
    /// Say which answers of the rules the tests have seen, and which not
    #[command(after_help = "\
Examples:
  countersign rules coverage house/
  countersign rules coverage house/ --filter approver --fail-under 90
  countersign rules coverage house/ --format lcov > coverage.info

What counts: true and false of each condition (of a clause, a `when`, a `where`, each side of an
`and` or `or`), passes and fails of each rule, supported and not supported of each option of a
decision, and each row of a table. Whether something unsaid or unknown was seen is in the JSON, and
does not count. Only tests that pass count.

Exit codes:
  0  fine    1  less than --fail-under, or a test fails    2  some tests could not be run, or there are none")]
    Coverage(CoverageOptions),
    /// Change the rules one by one, and list the changes that no test notices
    #[command(after_help = "\
Examples:
  countersign rules mutate house/
  countersign rules mutate house/ --filter approver-named
  countersign rules mutate house/ --fail-under 90 --format concise

Each change is made alone, in memory, and the tests are asked again: a comparison is another one, a
bound lies one further, a condition, a clause or what an option needs is left out, `require` becomes
`forbid`, a row of a table goes. A change that no test notices is a part of a rule that no test holds in place.

Exit codes:
  0  fine    1  less than --fail-under    2  tests do not pass as the rules are, or there are none")]
    Mutate(MutateOptions),
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
    /// Say which documents of an archive come out otherwise under other rules
    #[command(after_help = "\
Examples:
  countersign rules diff house/ proposal/ --corpus archive/
  countersign rules diff old/ new/ --corpus archive/ --format markdown > comment.md

To hold the rules that you are working on against those of the last commit:
  git worktree add --detach ../before HEAD
  countersign rules diff ../before/house house --corpus archive/

Each side is checked together with the shipped packs. Documents are read one by one.

Exit codes:
  0  no outcome changes    1  some do    2  something could not be checked, or nothing was")]
    Diff(DiffOptions),
    /// Begin a rule: write it with a document and two tests, to go on from
    #[command(after_help = "\
Examples:
  countersign rules new house owner-has-accepted
  countersign rules new change window-named --for ChangeRequest    a document of your own
  countersign rules new house approver-asked --dir rules --use approval

Writes DIR/PACK/RULE.rules and the document RULE.yaml beside it, for a pack that is there or a new one.
A document that no pack knows is declared. No file is overwritten, and what is written compiles and
passes its tests.

Exit codes:
  0  it was written    2  it was not")]
    New(NewOptions),
    /// Write the rule book: all that packs declare, as Markdown or as one page of HTML
    #[command(after_help = "\
Examples:
  countersign rules doc house/ > rules.md
  countersign rules doc house/ --format html --out rules.html
  countersign rules doc --format html --out public/     the shipped rules, as public/rules.html

The page needs no network and nothing beside it. A file that is there is written anew.

Exit codes:
  0  it was written    2  it was not")]
    Doc(DocOptions),
    /// List packs and what they hold: rules, options, settings, tables, waivers, steps, risks, concepts
    #[command(after_help = "\
Examples:
  countersign rules list
  countersign rules list house/ --format json")]
    List(RulesOptions),
    /// Lay rules files out: one layout for all, comments kept, nothing reordered
    #[command(after_help = "\
Examples:
  countersign rules fmt house/          lay out every .rules file below house/
  countersign rules fmt --check .       name the files that would change, and change none
  countersign rules fmt --diff house/   show what would change
  countersign rules fmt - < a.rules     standard input to standard output, for an editor

A file with mistakes is left as it is; its mistakes are told.

Exit codes:
  0  all are laid out    1  with --check or --diff: some would change    2  some have mistakes")]
    Fmt(FormatOptions),
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

impl RulesCommand {
    /// The paths of the packs that are meant, of those commands for which no path means the packs of the configuration, or
    /// else the shipped ones.
    pub(crate) fn paths(&mut self) -> Option<&mut Vec<String>> {
        match self {
            Self::Check(options) => Some(&mut options.rules.paths),
            Self::Test(options) => Some(&mut options.paths),
            Self::Coverage(options) => Some(&mut options.paths),
            Self::Mutate(options) => Some(&mut options.paths),
            Self::Lint(options) => Some(&mut options.paths),
            _ => None,
        }
    }
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
    #[command(flatten)]
    pub(crate) configuration: ConfigurationOptions,
}

/// The arguments of `rules …`.
#[derive(Debug, Args)]
pub(crate) struct RulesOptions {
    /// Rules files, and folders with packs; those of the nearest `countersign.toml` where there is none, else
    /// the shipped packs
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(crate) format: Format,
    /// Say more: name the tests that passed, too
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// The arguments of `rules fmt`.
#[derive(Debug, Args)]
pub(crate) struct FormatOptions {
    /// Rules files, and folders with them; `-` reads standard input and prints
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<String>,
    /// Change no file; name those that would change
    #[arg(long)]
    pub(crate) check: bool,
    /// Change no file; show what would change
    #[arg(long)]
    pub(crate) diff: bool,
    /// The name for what is read from standard input
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
}

/// The arguments of `rules check`.
#[derive(Debug, Args)]
pub(crate) struct RulesCheckOptions {
    #[command(flatten)]
    pub(crate) rules: RulesOptions,
    /// Say of each rule how many steps it takes at most, by the lengths of the lists and texts that it goes through
    #[arg(long)]
    pub(crate) cost: bool,
    /// The most steps that one rule may take for a document with lists of 100 items and texts of 4096 bytes; else what
    /// `max-cost` of the nearest `countersign.toml` above the rules says
    #[arg(long, value_name = "STEPS")]
    pub(crate) max_cost: Option<u64>,
}

/// The arguments of `rules diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffOptions {
    /// The rules as they were: a file, or a folder with packs
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The rules as they are to be: a file, or a folder with packs
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// A folder of documents, or one of them, to hold against both; may be repeated
    #[arg(long, value_name = "DIR", required = true)]
    pub(crate) corpus: Vec<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = diff_format_parser())]
    pub(crate) format: DiffFormat,
    /// The day to judge by, which effective dates and waivers are held against; each document's own where it is not given
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Name every place, not the first few of each change
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// The arguments of `rules new`.
#[derive(Debug, Args)]
pub(crate) struct NewOptions {
    /// The pack that the rule stands in, which is also the name of its folder
    #[arg(value_name = "PACK")]
    pub(crate) pack: String,
    /// The name of the rule
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
    /// The folder that the pack's folder stands in
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: String,
    /// The document that the rule judges; one that no pack knows is declared
    #[arg(long = "for", value_name = "DOCUMENT")]
    pub(crate) document: Option<String>,
    /// A pack whose names the rule uses; may be repeated
    #[arg(long = "use", value_name = "PACK")]
    pub(crate) uses: Vec<String>,
}

/// The arguments of `rules doc`.
#[derive(Debug, Args)]
pub(crate) struct DocOptions {
    /// Rules files, and folders with packs; the shipped packs where there is none
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "markdown", value_parser = book_format_parser())]
    pub(crate) format: BookFormat,
    /// The file to write, or the folder to write it into; standard output where this is not given
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<String>,
}

/// The arguments of `rules lint`.
#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    /// Rules files, and folders with packs; those of the nearest `countersign.toml` where there is none, else
    /// the shipped packs
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
    /// Rules files, and folders with packs; those of the nearest `countersign.toml` where there is none, else
    /// the shipped packs
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

/// The arguments of `rules coverage`.
#[derive(Debug, Args)]
pub(crate) struct CoverageOptions {
    /// Rules files, and folders with packs; those of the nearest `countersign.toml` where there is none, else
    /// the shipped packs
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Only rules, definitions and tables whose `pack/name` has this in it; `*` and `?` stand for any text and any
    /// character
    #[arg(long, value_name = "PATTERN")]
    pub(crate) filter: Option<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = coverage_format_parser())]
    pub(crate) format: CoverageFormat,
    /// End with 1 where less than this is covered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) fail_under: Option<u8>,
}

/// The arguments of `rules mutate`.
#[derive(Debug, Args)]
pub(crate) struct MutateOptions {
    /// Rules files, and folders with packs; those of the nearest `countersign.toml` where there is none, else
    /// the shipped packs
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Only rules, definitions, tables and settings whose `pack/name` has this in it; `*` and `?` stand for any text and
    /// any character
    #[arg(long, value_name = "PATTERN")]
    pub(crate) filter: Option<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(crate) format: Format,
    /// End with 1 where fewer changes than this are noticed
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) fail_under: Option<u8>,
    /// How many threads to use; as many as there are processors where this is not given
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
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

fn check_format_parser() -> impl clap::builder::TypedValueParser<Value = CheckFormat> {
    PossibleValuesParser::new(CheckFormat::ALL.map(|(name, _)| name))
        .map(|name| CheckFormat::of_name(&name).unwrap_or(CheckFormat::Human))
}

/// Reads a format and the file that it goes to.
fn output_parser(text: &str) -> Result<(CheckFormat, String), String> {
    let Some((name, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
        return Err("write a format and a file, as in `sarif=result.sarif`".to_owned());
    };
    match CheckFormat::of_name(name) {
        Some(format) => Ok((format, file.to_owned())),
        None => {
            let names = CheckFormat::ALL.map(|(name, _)| name);
            let nearest = countersign_source::nearest(name, names).map(|name| format!("; did you mean `{name}`?"));
            Err(format!(
                "there is no format `{name}`{}",
                nearest.unwrap_or_else(|| format!(": write one of {}", names.join(", ")))
            ))
        }
    }
}

fn book_format_parser() -> impl clap::builder::TypedValueParser<Value = BookFormat> {
    PossibleValuesParser::new(BookFormat::ALL.map(|(name, _)| name))
        .map(|name| BookFormat::of_name(&name).unwrap_or(BookFormat::Markdown))
}

fn diff_format_parser() -> impl clap::builder::TypedValueParser<Value = DiffFormat> {
    PossibleValuesParser::new(DiffFormat::ALL.map(|(name, _)| name))
        .map(|name| DiffFormat::of_name(&name).unwrap_or(DiffFormat::Human))
}

fn coverage_format_parser() -> impl clap::builder::TypedValueParser<Value = CoverageFormat> {
    PossibleValuesParser::new(CoverageFormat::ALL.map(|(name, _)| name))
        .map(|name| CoverageFormat::of_name(&name).unwrap_or(CoverageFormat::Human))
}

fn handover_format_parser() -> impl clap::builder::TypedValueParser<Value = HandoverFormat> {
    PossibleValuesParser::new(HandoverFormat::ALL.map(|(name, _)| name))
        .map(|name| HandoverFormat::of_name(&name).unwrap_or(HandoverFormat::Human))
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

/// Reads what a view is to be written as, or how the list of views is.
fn view_format_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(ViewOutput::ALL.map(|(name, _)| name).into_iter().chain(["human"]))
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
