//! The JSON of `rules mutate`.

use countersign_house::Mutation;
use serde::Serialize;

use super::coverage::{JsonShare, share};
use super::{JsonPlace, Mirror, VERSION, line};

#[derive(Debug, Serialize)]
struct JsonMutation {
    version: u32,
    packs: Vec<JsonPack>,
    unnoticed: Vec<JsonChange>,
    work: JsonWork,
}

#[derive(Debug, Serialize)]
struct JsonPack {
    name: String,
    share: JsonShare,
}

#[derive(Debug, Serialize)]
struct JsonChange {
    id: String,
    change: &'static str,
    message: String,
    help: String,
    before: String,
    after: Option<String>,
    tests: usize,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonWork {
    share: JsonShare,
    tests: usize,
}

/// What came of changing the rules.
pub(crate) fn mutated(mutation: &Mutation) -> String {
    let mut mirror = Mirror::default();
    let packs = mutation
        .packs
        .iter()
        .map(|pack| JsonPack { name: pack.name.to_string(), share: share((pack.noticed, pack.made)) })
        .collect();
    let unnoticed = mutation
        .unnoticed
        .iter()
        .map(|change| JsonChange {
            id: change.id.clone(),
            change: change.kind.word(),
            message: change.sentence(),
            help: change.hint.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
            tests: change.tests,
            place: mirror.span(&mutation.files, change.place, None),
        })
        .collect();
    let work = JsonWork { share: share(mutation.counts()), tests: mutation.tests };
    let mut text = line(&JsonMutation { version: VERSION, packs, unnoticed, work });
    text.push('\n');
    text
}
