//! `decide`: the options of one document's decisions, side by side.

use countersign_house::DecidedInput;

use crate::Exit;
use crate::arguments::DecideOptions;
use crate::document::Read;
use crate::output::Output;

/// Compares, and prints.
pub(crate) fn run(options: &DecideOptions, output: &mut Output) -> Exit {
    let Some(mut read) = Read::new(&options.document, output) else { return Exit::Broken };
    let Some(checking) = read.checking(output) else { return Exit::Broken };
    let decided = checking.decide();
    let text = countersign_report::decided(options.format, output.style(), &decided);
    output.text(&text);
    let mut exit = Exit::Fine;
    for one in &decided {
        if let DecidedInput::Errors { files, errors } = one {
            output.diagnostics(files, errors);
            exit = Exit::Broken;
        }
    }
    exit
}
