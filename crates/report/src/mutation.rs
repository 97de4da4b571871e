//! `rules mutate`: the changes to the rules that no test notices, and how many were noticed.

use countersign_house::{Mutation, percent};

use crate::coverage::bar;
use crate::ink::{Ink, Paint};
use crate::places::Places;
use crate::snippet::Message;
use crate::view::ViewLabel;
use crate::{Format, Style, json, plural};

/// What came of changing the rules.
#[must_use]
pub fn rules_mutated(format: Format, style: Style, mutation: &Mutation) -> String {
    match format {
        Format::Human => human(style, mutation),
        Format::Concise => concise(style, mutation),
        Format::Json => json::mutation::mutated(mutation),
    }
}

fn human(style: Style, mutation: &Mutation) -> String {
    let mut ink = Ink::new(style.color);
    let mut places = Places::default();
    for change in &mutation.unnoticed {
        let label = ViewLabel { span: change.place, message: change.id.clone(), primary: true };
        let message = Message {
            word: "unnoticed",
            paint: Paint::Warn,
            code: change.kind.word().to_owned(),
            sentence: change.sentence(),
            labels: vec![label],
            notes: vec![("would notice", change.hint.clone())],
        };
        message.write(&mut ink, &mutation.files, &mut places, style.width);
    }
    let widest = mutation.packs.iter().map(|pack| pack.name.chars().count()).max().unwrap_or(0).max(5);
    for pack in &mutation.packs {
        bar(&mut ink, &pack.name, widest, (pack.noticed, pack.made));
    }
    total(&mut ink, mutation);
    ink.finish()
}

fn concise(style: Style, mutation: &Mutation) -> String {
    let mut ink = Ink::new(style.color);
    let mut places = Places::default();
    for change in &mutation.unnoticed {
        let at = places.position(&mutation.files, change.place);
        ink.text(&format!("{}:{}:{}: ", mutation.files.name(change.place.file), at.line, at.column));
        ink.painted(Paint::Warn, change.kind.word()).text(&format!(": {}: {}", change.id, change.sentence())).end();
    }
    total(&mut ink, mutation);
    ink.finish()
}

fn total(ink: &mut Ink, mutation: &Mutation) {
    let (noticed, made) = mutation.counts();
    ink.text(&format!(
        "{} to the rules: {noticed} noticed by {}, {} not ({} %)",
        plural(made, "change"),
        plural(mutation.tests, "test"),
        made.saturating_sub(noticed),
        percent(noticed, made)
    ));
    ink.end();
}
