//! How the names of formats, and what else has a list of names, are read; the names are those of the reports.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use countersign_house::{LINTS, Lint};
use countersign_report::{
    BookFormat, CheckFormat, CoverageFormat, DiffFormat, Format, HandoverFormat, TestFormat, ViewOutput,
};

/// Reads the name of a format; the names are the report's.
pub(super) fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(|(name, _)| name))
        .map(|name| Format::of_name(&name).unwrap_or(Format::Human))
}

pub(super) fn check_format_parser() -> impl clap::builder::TypedValueParser<Value = CheckFormat> {
    PossibleValuesParser::new(CheckFormat::ALL.map(|(name, _)| name))
        .map(|name| CheckFormat::of_name(&name).unwrap_or(CheckFormat::Human))
}

/// Reads a format and the file that it goes to.
pub(super) fn output_parser(text: &str) -> Result<(CheckFormat, String), String> {
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

pub(super) fn book_format_parser() -> impl clap::builder::TypedValueParser<Value = BookFormat> {
    PossibleValuesParser::new(BookFormat::ALL.map(|(name, _)| name))
        .map(|name| BookFormat::of_name(&name).unwrap_or(BookFormat::Markdown))
}

pub(super) fn diff_format_parser() -> impl clap::builder::TypedValueParser<Value = DiffFormat> {
    PossibleValuesParser::new(DiffFormat::ALL.map(|(name, _)| name))
        .map(|name| DiffFormat::of_name(&name).unwrap_or(DiffFormat::Human))
}

pub(super) fn coverage_format_parser() -> impl clap::builder::TypedValueParser<Value = CoverageFormat> {
    PossibleValuesParser::new(CoverageFormat::ALL.map(|(name, _)| name))
        .map(|name| CoverageFormat::of_name(&name).unwrap_or(CoverageFormat::Human))
}

pub(super) fn handover_format_parser() -> impl clap::builder::TypedValueParser<Value = HandoverFormat> {
    PossibleValuesParser::new(HandoverFormat::ALL.map(|(name, _)| name))
        .map(|name| HandoverFormat::of_name(&name).unwrap_or(HandoverFormat::Human))
}

/// Reads the id of a lint.
pub(super) fn lint_parser() -> impl clap::builder::TypedValueParser<Value = Lint> {
    PossibleValuesParser::new(LINTS.iter().map(|facts| facts.id))
        .map(|id| Lint::of_id(&id).unwrap_or(Lint::UnusedAllow))
}

pub(super) fn test_format_parser() -> impl clap::builder::TypedValueParser<Value = TestFormat> {
    PossibleValuesParser::new(TestFormat::ALL.map(|(name, _)| name))
        .map(|name| TestFormat::of_name(&name).unwrap_or(TestFormat::Human))
}

/// Reads what a view is to be written as, or how the list of views is.
pub(super) fn view_format_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(ViewOutput::ALL.map(|(name, _)| name).into_iter().chain(["human"]))
}

/// Reads the name of a format, of those for a person and for a program.
pub(super) fn person_or_program() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["human", "json"]).map(|name| Format::of_name(&name).unwrap_or(Format::Human))
}
