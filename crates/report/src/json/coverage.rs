//! The JSON of `rules coverage`.

use countersign_house::{Coverage, percent};
use serde::Serialize;

use super::{JsonPlace, Mirror, VERSION, line};
use crate::coverage::{item_word, point_word};

#[derive(Debug, Serialize)]
struct JsonCoverage {
    version: u32,
    packs: Vec<JsonPack>,
    work: JsonWork,
}

#[derive(Debug, Serialize)]
struct JsonPack {
    name: String,
    share: JsonShare,
    items: Vec<JsonItem>,
}

#[derive(Debug, Serialize)]
struct JsonItem {
    id: String,
    sort: &'static str,
    share: JsonShare,
    place: JsonPlace,
    points: Vec<JsonPoint>,
}

#[derive(Debug, Serialize)]
struct JsonPoint {
    sort: &'static str,
    text: String,
    place: JsonPlace,
    branches: Vec<JsonBranch>,
}

#[derive(Debug, Serialize)]
struct JsonBranch {
    name: &'static str,
    seen: usize,
    wanted: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct JsonShare {
    part: usize,
    all: usize,
    percent: usize,
}

#[derive(Debug, Serialize)]
struct JsonWork {
    share: JsonShare,
    passed: usize,
    unmet: usize,
}

/// A share and its percentage.
pub(crate) fn share((part, all): (usize, usize)) -> JsonShare {
    JsonShare { part, all, percent: percent(part, all) }
}

/// What the tests have seen.
pub(crate) fn covered(coverage: &Coverage) -> String {
    let mut mirror = Mirror::default();
    let files = &coverage.files;
    let packs = coverage
        .packs
        .iter()
        .map(|pack| JsonPack {
            name: pack.name.to_string(),
            share: share(pack.counts()),
            items: pack
                .items
                .iter()
                .map(|item| JsonItem {
                    id: item.id.clone(),
                    sort: item_word(item.sort),
                    share: share(item.counts()),
                    place: mirror.span(files, item.place, None),
                    points: item
                        .points
                        .iter()
                        .map(|point| JsonPoint {
                            sort: point_word(point.sort),
                            text: point.text.clone(),
                            place: mirror.span(files, point.place, None),
                            branches: point
                                .branches
                                .iter()
                                .map(|branch| JsonBranch {
                                    name: branch.name,
                                    seen: branch.seen,
                                    wanted: branch.wanted,
                                })
                                .collect(),
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect();
    let work = JsonWork { share: share(coverage.counts()), passed: coverage.passed, unmet: coverage.unmet.len() };
    let mut text = line(&JsonCoverage { version: VERSION, packs, work });
    text.push('\n');
    text
}
