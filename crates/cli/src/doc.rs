//! `rules doc`: the rule book, on standard output or in a file.

use std::path::Path;

use countersign_house::{EntryKind, House};
use countersign_report::rules_book;
use countersign_source::Files;

use crate::Exit;
use crate::arguments::DocOptions;
use crate::disk::{self, Disk};
use crate::output::Output;
use crate::rules::{which, with_house};

/// Writes the book of the packs that the options name.
pub(crate) fn run(options: &DocOptions, output: &mut Output) -> Exit {
    with_house(&options.paths, output, |house, output| written(house, options, output))
}

fn written(house: &House, options: &DocOptions, output: &mut Output) -> Exit {
    let book = house.book(&Disk, which(&options.paths));
    let text = rules_book(options.format, &book);
    let Some(out) = &options.out else {
        output.bytes(text.as_bytes());
        return Exit::Fine;
    };
    let is_folder = out.ends_with('/') || disk::kind(Path::new(out), out) == Ok(EntryKind::Folder);
    let name =
        if is_folder { format!("{}/{}", out.trim_end_matches('/'), options.format.file_name()) } else { out.clone() };
    match disk::put(Path::new(&name), &name, text.as_bytes()) {
        Ok(()) => {
            output.text(&countersign_report::visible_lines(&format!("wrote {name}\n")));
            Exit::Fine
        }
        Err(error) => {
            output.diagnostics(&Files::new(), &[error.diagnostic()]);
            Exit::Broken
        }
    }
}
