//! `rules coverage`: bars and what is missing, for people; for programs JSON, and the records that coverage viewers read.

use std::collections::BTreeMap;

use countersign_house::{Coverage, ItemCoverage, ItemSort, Point, PointSort, percent};
use countersign_source::FileId;

use crate::ink::{Ink, Paint};
use crate::places::Places;
use crate::visible::visible;
use crate::{Style, json, plural};

/// How many characters a bar is long.
const BAR: usize = 24;

/// The formats of what tests have covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// Records as `lcov` writes them, for coverage viewers.
    Lcov,
}

impl CoverageFormat {
    /// All of them, with their names as users write them.
    pub const ALL: [(&'static str, Self); 3] = [("human", Self::Human), ("json", Self::Json), ("lcov", Self::Lcov)];

    /// The format of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// What the tests have seen of the rules.
#[must_use]
pub fn rules_covered(format: CoverageFormat, style: Style, coverage: &Coverage) -> String {
    match format {
        CoverageFormat::Human => human(style, coverage),
        CoverageFormat::Json => json::coverage::covered(coverage),
        CoverageFormat::Lcov => lcov(coverage),
    }
}

/// How a point is called.
pub(crate) fn point_word(sort: PointSort) -> &'static str {
    match sort {
        PointSort::Outcome => "outcome",
        PointSort::Require => "require",
        PointSort::Forbid => "forbid",
        PointSort::When => "when",
        PointSort::Where => "where",
        PointSort::Named => "is",
        PointSort::Term => "term",
        PointSort::Each => "each",
        PointSort::Option => "option",
        PointSort::Needs => "needs",
        PointSort::Suits => "suits",
        PointSort::Row => "row",
        PointSort::Until => "until",
    }
}

/// How an item is called.
pub(crate) fn item_word(sort: ItemSort) -> &'static str {
    match sort {
        ItemSort::Rule => "rule",
        ItemSort::Decision => "decision",
        ItemSort::Definition => "definition",
        ItemSort::Table => "table",
        ItemSort::Waiver => "waiver",
    }
}

fn human(style: Style, coverage: &Coverage) -> String {
    let mut ink = Ink::new(style.color);
    let mut places = Places::default();
    let widest = coverage.packs.iter().map(|pack| pack.name.chars().count()).max().unwrap_or(0).max(5);
    for pack in &coverage.packs {
        for item in &pack.items {
            lacking(&mut ink, &mut places, coverage, item);
        }
    }
    for pack in &coverage.packs {
        bar(&mut ink, &pack.name, widest, pack.counts());
    }
    if coverage.packs.len() != 1 {
        bar(&mut ink, "total", widest, coverage.counts());
    }
    let (seen, all) = coverage.counts();
    ink.text(&format!(
        "{} saw {seen} of {} that count: true and false of each condition, each rule and option either way, each row and waiver",
        plural(coverage.passed, "test"),
        plural(all, "way")
    ));
    ink.end();
    ink.finish()
}

/// A name, how much of the whole it is, and in numbers.
pub(crate) fn bar(ink: &mut Ink, name: &str, widest: usize, (seen, all): (usize, usize)) {
    let full = (seen * BAR).checked_div(all).unwrap_or(0);
    let paint = if seen == all {
        Paint::Good
    } else if seen * 2 < all {
        Paint::Bad
    } else {
        Paint::Warn
    };
    ink.painted(Paint::Strong, name).text(&" ".repeat((widest + 2).saturating_sub(name.chars().count())));
    ink.painted(paint, &"█".repeat(full)).painted(Paint::Faint, &"░".repeat(BAR.saturating_sub(full)));
    if all == 0 {
        ink.text("   –    nothing to look at").end();
        return;
    }
    ink.text(&format!(" {:>3} %  {seen} of {all}", percent(seen, all))).end();
}

/// What no test has seen of an item.
fn lacking(ink: &mut Ink, places: &mut Places, coverage: &Coverage, item: &ItemCoverage) {
    let points: Vec<&Point> = item.points.iter().filter(|point| point.missing().next().is_some()).collect();
    if points.is_empty() {
        return;
    }
    ink.painted(Paint::Strong, &item.id).painted(Paint::Faint, &format!(" ({})", item_word(item.sort))).end();
    for point in points {
        let line = places.position(&coverage.files, point.place).line;
        ink.text("  ").painted(Paint::Faint, &format!("{}:{line}", coverage.files.name(point.place.file)));
        ink.text("  ").painted(Paint::Bad, &missing_words(point)).text("  ");
        if point.sort != PointSort::Outcome {
            ink.text(&format!("{} ", point_word(point.sort)));
        }
        ink.text(&point.text).end();
    }
    ink.end();
}

/// `never false`; `never asked` of what no test has come to.
pub(crate) fn missing_words(point: &Point) -> String {
    match point.sort {
        PointSort::Row => return "never asked".to_owned(),
        PointSort::Outcome => {}
        _ if point.untouched() => return "never asked".to_owned(),
        _ => {}
    }
    format!("never {}", point.missing().collect::<Vec<_>>().join(", never "))
}

/// One line of a file, as its record needs it.
#[derive(Default)]
struct Line {
    hits: usize,
    /// Each way of each point that counts, and how often it was gone; none where the point was never come to.
    branches: Vec<(usize, usize, Option<usize>)>,
}

/// What there is to say of one file.
#[derive(Default)]
struct Record {
    /// Rules, definitions and tables: line, id, and how often they were come to.
    items: Vec<(usize, String, usize)>,
    lines: BTreeMap<usize, Line>,
}

/// A record a file: its rules as functions, its clauses as lines, their answers as branches.
fn lcov(coverage: &Coverage) -> String {
    let mut places = Places::default();
    let mut files: BTreeMap<FileId, Record> = BTreeMap::new();
    for item in coverage.packs.iter().flat_map(|pack| &pack.items) {
        let at = places.position(&coverage.files, item.place).line;
        let most = item.points.iter().map(hits).max().unwrap_or(0);
        // A rule and several waivers of it may stand in one file, where a function has a name of its own.
        let name = match item.sort {
            ItemSort::Waiver => format!("waive {}:{at}", item.id),
            _ => item.id.clone(),
        };
        files.entry(item.place.file).or_default().items.push((at, name, most));
        for point in &item.points {
            let number = places.position(&coverage.files, point.place).line;
            let line = files.entry(point.place.file).or_default().lines.entry(number).or_default();
            let count = hits(point);
            line.hits = line.hits.max(count);
            let block = line.branches.last().map_or(0, |(block, ..)| block + 1);
            for (index, branch) in point.branches.iter().filter(|branch| branch.wanted).enumerate() {
                line.branches.push((block, index, (count > 0).then_some(branch.seen)));
            }
        }
    }
    let mut out = String::new();
    for (file, Record { mut items, lines }) in files {
        items.sort();
        out.push_str(&format!("TN:\nSF:{}\n", visible(coverage.files.name(file))));
        for (line, id, _) in &items {
            out.push_str(&format!("FN:{line},{id}\n"));
        }
        for (_, id, hits) in &items {
            out.push_str(&format!("FNDA:{hits},{id}\n"));
        }
        let gone = items.iter().filter(|(.., hits)| *hits > 0).count();
        out.push_str(&format!("FNF:{}\nFNH:{gone}\n", items.len()));
        let (mut all, mut taken) = (0, 0);
        for (number, line) in &lines {
            for (block, index, seen) in &line.branches {
                all += 1;
                taken += usize::from(seen.is_some_and(|seen| seen > 0));
                let seen = seen.map_or_else(|| "-".to_owned(), |seen| seen.to_string());
                out.push_str(&format!("BRDA:{number},{block},{index},{seen}\n"));
            }
        }
        out.push_str(&format!("BRF:{all}\nBRH:{taken}\n"));
        for (number, line) in &lines {
            out.push_str(&format!("DA:{number},{}\n", line.hits));
        }
        let hit = lines.values().filter(|line| line.hits > 0).count();
        out.push_str(&format!("LF:{}\nLH:{hit}\nend_of_record\n", lines.len()));
    }
    out
}

/// How often a point was come to.
fn hits(point: &Point) -> usize {
    point.branches.iter().map(|branch| branch.seen).sum()
}
