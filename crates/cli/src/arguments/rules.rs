//! What the command line understands of `rules …`.

use std::num::NonZeroUsize;

use clap::{Args, Subcommand};
use countersign_house::Lint;
use countersign_report::{BookFormat, CoverageFormat, DiffFormat, Format, TestFormat};

use super::ConfigurationOptions;
use super::formats::{
    book_format_parser, coverage_format_parser, diff_format_parser, format_parser, lint_parser, person_or_program,
    test_format_parser,
};

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
