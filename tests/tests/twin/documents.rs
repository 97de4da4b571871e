//! Documents for the schema of the programs: what is known, missing, null, blank, unknown in three spellings, or unfit.

use super::dice::Dice;
use super::paper::Written;
use super::programs::Ty;

/// How a document is filled.
#[derive(Clone, Copy)]
struct Habit {
    /// Of twelve values, how many are left out.
    missing: usize,
    /// And how many are unknown.
    unknown: usize,
    /// Is there something that does not fit?
    sloppy: bool,
}

pub(crate) fn document(dice: &mut Dice) -> Written {
    let habit =
        Habit { missing: *dice.pick(&[0, 1, 2, 4]), unknown: *dice.pick(&[0, 0, 1, 2, 4]), sloppy: dice.chance(1, 4) };
    let mut entries = singles(dice, habit, false);
    push(dice, habit, &mut entries, "owner", |dice| Written::Map(owner(dice, habit)));
    push(dice, habit, &mut entries, "items", |dice| {
        let count = if habit.sloppy { dice.roll(4) } else { 1 + dice.roll(3) };
        list(dice, habit, count, |dice, at| Written::Map(thing(dice, habit, at)))
    });
    push(dice, habit, &mut entries, "names", |dice| {
        let count = dice.roll(4);
        list(dice, habit, count, |dice, _| single(dice, habit, Ty::Text))
    });
    push(dice, habit, &mut entries, "sizes", |dice| {
        let count = dice.roll(4);
        list(dice, habit, count, |dice, _| single(dice, habit, Ty::Number))
    });
    push(dice, habit, &mut entries, "levels", |dice| {
        let count = dice.roll(3);
        list(dice, habit, count, |dice, _| single(dice, habit, Ty::Level))
    });
    push(dice, habit, &mut entries, "chosen", |dice| reference(dice, habit));
    push(dice, habit, &mut entries, "cites", |dice| {
        let count = dice.roll(3);
        list(dice, habit, count, |dice, _| reference(dice, habit))
    });
    if dice.chance(9, 10) {
        entries.push(("prepared_at".to_owned(), value(dice, Ty::Instant)));
    }
    push(dice, habit, &mut entries, "choice", |dice| Written::word(*dice.pick(&["watch", "call", "cut", "wait"])));
    if habit.sloppy && dice.chance(1, 6) {
        entries.push(("colour".to_owned(), Written::word("red")));
    }
    Written::Map(entries)
}

/// What the data file holds; data is known.
pub(crate) fn crews(dice: &mut Dice) -> Written {
    let count = 1 + dice.roll(3);
    let crews = (0..count).map(|at| {
        let mut entries = vec![("nick".to_owned(), Written::text(["a", "ab", "x-1"][at]))];
        if dice.chance(2, 3) {
            entries.push(("rank".to_owned(), Written::word(*dice.pick(Ty::Level.literals()))));
        }
        if dice.chance(2, 3) {
            entries.push(("quota".to_owned(), Written::word(*dice.pick(Ty::Number.literals()))));
        }
        Written::Map(entries)
    });
    Written::List(crews.collect())
}

fn push(
    dice: &mut Dice,
    habit: Habit,
    entries: &mut Vec<(String, Written)>,
    name: &str,
    known: impl FnOnce(&mut Dice) -> Written,
) {
    let rolled = dice.roll(12);
    let value = if rolled < habit.missing {
        match dice.roll(4) {
            0 => Written::Null,
            1 => Written::Blank,
            _ => return,
        }
    } else if rolled < habit.missing + habit.unknown {
        unknown(dice)
    } else if habit.sloppy && dice.chance(1, 10) {
        dice.pick(&[Written::word("so-so"), Written::text("12"), Written::List(Vec::new()), Written::Map(Vec::new())])
            .clone()
    } else {
        known(dice)
    };
    entries.push((name.to_owned(), value));
}

fn unknown(dice: &mut Dice) -> Written {
    let why = || Some("nobody has looked".to_owned());
    match dice.roll(3) {
        0 => Written::Unknown { why: why(), tag: true },
        1 => Written::Unknown { why: why(), tag: false },
        _ => Written::Unknown { why: None, tag: false },
    }
}

fn list(dice: &mut Dice, habit: Habit, count: usize, mut item: impl FnMut(&mut Dice, usize) -> Written) -> Written {
    let mut items = Vec::new();
    for at in 0..count {
        items.push(if dice.roll(24) < habit.unknown {
            Written::Unknown { why: Some("not yet".to_owned()), tag: true }
        } else if habit.sloppy && dice.chance(1, 12) {
            Written::Null
        } else {
            item(dice, at)
        });
    }
    Written::List(items)
}

fn single(dice: &mut Dice, habit: Habit, ty: Ty) -> Written {
    let mut entries = Vec::new();
    push(dice, Habit { missing: 0, ..habit }, &mut entries, "", |dice| value(dice, ty));
    entries.remove(0).1
}

fn value(dice: &mut Dice, ty: Ty) -> Written {
    let literal = *dice.pick(ty.literals());
    match literal.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(text) => Written::text(text),
        None => Written::word(literal),
    }
}

fn reference(dice: &mut Dice, habit: Habit) -> Written {
    let most = if habit.sloppy { 4 } else { 1 };
    Written::text(format!("T{}", 1 + dice.roll(most)))
}

fn singles(dice: &mut Dice, habit: Habit, of_item: bool) -> Vec<(String, Written)> {
    let mut fields = vec![
        ("level", Ty::Level),
        ("team", Ty::Team),
        ("size", Ty::Number),
        ("note", Ty::Text),
        ("took", Ty::Duration),
        ("day", Ty::Date),
        ("at", Ty::Instant),
        ("flag", Ty::Condition),
    ];
    if !of_item {
        fields.extend([("other", Ty::Team), ("most", Ty::Number), ("name", Ty::Text), ("until", Ty::Instant)]);
    }
    let mut entries = Vec::new();
    for (name, ty) in fields {
        push(dice, habit, &mut entries, name, |dice| value(dice, ty));
    }
    push(dice, habit, &mut entries, "tag", |dice| Written::text(*dice.pick(&["a", "ab", "xyz"])));
    entries
}

fn owner(dice: &mut Dice, habit: Habit) -> Vec<(String, Written)> {
    let mut entries = Vec::new();
    for (name, ty) in [("team", Ty::Team), ("level", Ty::Level), ("contact", Ty::Text), ("since", Ty::Instant)] {
        push(dice, habit, &mut entries, name, |dice| value(dice, ty));
    }
    entries
}

fn thing(dice: &mut Dice, habit: Habit, at: usize) -> Vec<(String, Written)> {
    let mut entries = Vec::new();
    let key = if habit.sloppy && dice.chance(1, 6) { 1 } else { at + 1 };
    match dice.roll(24) < habit.unknown {
        true => entries.push(("id".to_owned(), Written::Unknown { why: Some("not yet".to_owned()), tag: true })),
        false => entries.push(("id".to_owned(), Written::text(format!("T{key}")))),
    }
    entries.extend(singles(dice, habit, true));
    push(dice, habit, &mut entries, "owner", |dice| Written::Map(owner(dice, habit)));
    push(dice, habit, &mut entries, "marks", |dice| {
        let count = dice.roll(3);
        list(dice, habit, count, |dice, _| single(dice, habit, Ty::Text))
    });
    push(dice, habit, &mut entries, "after", |dice| {
        let count = dice.roll(3);
        list(dice, habit, count, |dice, _| reference(dice, habit))
    });
    push(dice, habit, &mut entries, "link", |dice| reference(dice, habit));
    entries
}
