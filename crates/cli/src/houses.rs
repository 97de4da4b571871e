//! Which configuration a file is checked by, and the houses that come of them: each is opened once.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_house::{CONFIGURATION_FILE, ConfigurationProblem, Evidence, House, OpenOptions, Waivers, open};
use countersign_source::{Diagnostic, Files, Report as _};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::arguments::ConfigurationOptions;
use crate::disk::{self, Disk};

/// A configuration and what it opened; no house where something is wrong with it.
pub(crate) struct Opening {
    /// The house, where everything compiled.
    pub(crate) house: Option<House>,
    /// What is to be said, until it has been said.
    pub(crate) said: Option<(Arc<Files>, Vec<Diagnostic>)>,
    /// What became of its waivers so far.
    pub(crate) waivers: Waivers,
    /// The evidence that the configuration names.
    pub(crate) evidence: Option<Evidence<'static>>,
    /// The files that a walk leaves out.
    exclude: Gitignore,
    /// The folder of the configuration.
    folder: String,
    /// The files that the packs read, which are no documents.
    read: HashSet<PathBuf>,
}

impl Opening {
    /// Is a file that was found in a folder left out: by the configuration, or because it is data of the packs?
    pub(crate) fn leaves_out(&self, path: &Path) -> bool {
        if self.read.contains(&disk::identity(path)) {
            return true;
        }
        let below = disk::within(path, Path::new(&self.folder));
        below.is_some_and(|path| self.exclude.matched_path_or_any_parents(path, false).is_ignore())
    }
}

/// All houses of a run.
pub(crate) struct Houses<'o> {
    options: &'o ConfigurationOptions,
    rules: &'o [String],
    /// The configuration that was found for each folder.
    folders: BTreeMap<String, Option<String>>,
    opened: BTreeMap<Option<String>, Opening>,
}

impl<'o> Houses<'o> {
    pub(crate) fn new(options: &'o ConfigurationOptions, rules: &'o [String]) -> Self {
        Self { options, rules, folders: BTreeMap::new(), opened: BTreeMap::new() }
    }

    /// The house for a file (or what is piped in under this name).
    pub(crate) fn of(&mut self, name: &str) -> &mut Opening {
        let configuration = self.configuration(name);
        let (rules, key) = (self.rules, configuration.clone());
        self.opened.entry(key).or_insert_with(|| opening(configuration, rules))
    }

    /// All houses that were opened, and what became of their waivers.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&House, &Waivers)> {
        self.opened.values().filter_map(|opening| Some((opening.house.as_ref()?, &opening.waivers)))
    }

    fn configuration(&mut self, name: &str) -> Option<String> {
        let folder = name.rsplit_once('/').map_or(".", |(folder, _)| if folder.is_empty() { "/" } else { folder });
        let options = self.options;
        self.folders.entry(folder.to_owned()).or_insert_with(|| options.found_from(folder)).clone()
    }
}

impl ConfigurationOptions {
    /// The configuration for what lies in a folder: the one that was named, else the nearest one upward.
    pub(crate) fn found_from(&self, folder: &str) -> Option<String> {
        match &self.config {
            _ if self.no_config => None,
            Some(named) => Some(named.clone()),
            None => disk::upward(folder, CONFIGURATION_FILE),
        }
    }
}

fn opening(configuration: Option<String>, rules: &[String]) -> Opening {
    let folder = configuration
        .as_deref()
        .and_then(|path| path.rsplit_once('/'))
        .map_or_else(|| ".".to_owned(), |(folder, _)| folder.to_owned());
    let mut opened = open(&Disk, &OpenOptions { rules: rules.to_vec(), tests: false, configuration });
    let mut exclude = GitignoreBuilder::new("");
    let patterns = opened.house.as_ref().and_then(House::configuration).map(|found| found.exclude.clone());
    for pattern in patterns.unwrap_or_default() {
        if let Err(error) = exclude.add_line(None, &pattern.value) {
            let words = error.to_string();
            let why = words.rsplit(": ").next().unwrap_or_default().to_owned();
            let (pattern, span) = (pattern.value.clone(), pattern.span);
            opened.diagnostics.push(ConfigurationProblem::Pattern { pattern, why, span }.report());
            opened.house = None;
        }
    }
    let folder_of_evidence =
        opened.house.as_ref().and_then(House::configuration).and_then(|found| found.evidence.clone());
    let evidence = folder_of_evidence.and_then(|said| match Evidence::new(&Disk, &said.value) {
        Ok(evidence) => Some(evidence),
        Err(error) => {
            opened.diagnostics.push(error.at(said.span, "named here"));
            opened.house = None;
            None
        }
    });
    let read = opened.files.iter().map(|(_, file)| disk::identity(Path::new(file.name()))).collect();
    Opening {
        house: opened.house,
        evidence,
        said: Some((opened.files, opened.diagnostics)),
        waivers: Waivers::default(),
        exclude: exclude.build().unwrap_or_else(|_| Gitignore::empty()),
        folder,
        read,
    }
}
