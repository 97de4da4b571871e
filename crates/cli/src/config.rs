//! `config show`: what is in force, and where it comes from.

use countersign_house::{EntryKind, OpenOptions, open};
use countersign_report::effective;
use countersign_source::Level;

use crate::Exit;
use crate::arguments::ConfigShowOptions;
use crate::disk::{self, Disk};
use crate::output::Output;

/// Shows every key for what lies at a path.
pub(crate) fn show(options: &ConfigShowOptions, output: &mut Output) -> Exit {
    let path = options.path.as_deref().unwrap_or(".");
    let folder = match disk::kind(path.as_ref(), path) {
        Ok(EntryKind::Folder) => path,
        Ok(_) => path.rsplit_once('/').map_or(".", |(folder, _)| folder),
        Err(error) => {
            output.diagnostics(&countersign_source::Files::new(), &[error.diagnostic()]);
            return Exit::Broken;
        }
    };
    let configuration = options.configuration.found_from(folder);
    let opened =
        open(&Disk, &OpenOptions { rules: options.rules.clone(), tests: false, configuration: configuration.clone() });
    output.diagnostics(&opened.files, &opened.diagnostics);
    let Some(house) = &opened.house else { return Exit::Broken };
    let text = effective(
        options.format,
        output.style(),
        house.files(),
        configuration.as_deref(),
        &house.effective(&options.rules),
    );
    output.text(&text);
    if opened.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) { Exit::Broken } else { Exit::Fine }
}
