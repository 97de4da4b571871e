//! `check` as the workflow commands of GitHub Actions, which mark the lines of a change.
//!
//! Properties and messages are escaped as the toolkit of the actions does it: `%`, line ends, and in properties `:` and
//! `,`. Columns count characters. What is waived is not mentioned, since nobody has to look at it.

use countersign_house::{CheckedDocument, Totals};
use countersign_source::{Diagnostic, Files, Level};

use crate::remarks::{Remark, Remarks, Weight};
use crate::visible::visible;
use crate::{CheckReport, visible_lines};

/// Writes a command a finding.
#[derive(Debug, Default)]
pub(crate) struct Github {
    remarks: Remarks,
    errors: String,
}

impl CheckReport for Github {
    fn document(&mut self, document: &CheckedDocument) -> String {
        self.remarks.of_document(document).iter().map(command).collect()
    }

    fn errors(&mut self, files: &Files, errors: &[Diagnostic]) {
        for error in errors {
            self.errors.push_str(&command(&self.remarks.of_diagnostic(files, error)));
        }
    }

    fn end(&mut self, _: &Totals) -> String {
        std::mem::take(&mut self.errors)
    }
}

fn command(remark: &Remark) -> String {
    let word = match remark.weight {
        Weight::Found(Level::Error) => "error",
        Weight::Found(Level::Warning) => "warning",
        Weight::Found(Level::Note) | Weight::Open => "notice",
        Weight::Waived => return String::new(),
    };
    let mut properties = Vec::new();
    if let Some(file) = &remark.file {
        properties.push(format!("file={}", property(file)));
    }
    if let Some(extent) = remark.extent {
        properties.push(format!("line={},endLine={}", extent.start.line, extent.end.line));
        // Columns are heeded only where they are in one line.
        if extent.start.line == extent.end.line {
            properties.push(format!("col={},endColumn={}", extent.start.column, extent.end.column));
        }
    }
    properties.push(format!("title={}", property(&remark.code)));
    format!("::{word} {}::{}\n", properties.join(","), data(&remark.text()))
}

fn data(text: &str) -> String {
    visible_lines(text).replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    visible(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_in_a_text_ends_it_or_begins_another_command() {
        assert_eq!(data("100 %\n::error::x"), "100 %25%0A::error::x");
        assert_eq!(data("a\r\nb"), "a␍%0Ab");
        assert_eq!(property("a:b,c\n%0A"), "a%3Ab%2Cc␊%250A");
    }
}
