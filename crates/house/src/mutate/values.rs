//! Changes to values: the next one up or down, and how they are written.

use countersign_compiler::program::{Literal, MemberIndex, Program, SettingId, member_in_rules};
use countersign_compiler::scalar::{Duration, Number, UNITS};

use super::ChangeKind;
use super::change::{Maker, Swap, Words};

const DAY: i64 = 86_400_000;

/// The next value up or down: a number by one, a length of time by its unit, a day by one, a point in time by a minute,
/// a member by its place. None where there is no next one, and for texts and lists.
pub(super) fn next(program: &Program, literal: &Literal, up: bool) -> Option<Literal> {
    let sign = if up { 1 } else { -1 };
    Some(match literal {
        Literal::Boolean(value) => Literal::Boolean(!value),
        Literal::Number(value) => {
            let one = Number::whole(1).0;
            let next = if up { value.0.checked_add(one) } else { value.0.checked_sub(one) };
            Literal::Number(Number(next?))
        }
        Literal::Duration(value) => {
            let long = value.milliseconds();
            let unit = UNITS.iter().map(|(_, unit)| *unit).find(|unit| long % unit == 0).unwrap_or(1000);
            Literal::Duration(Duration::from_milliseconds(long.checked_add(sign * unit)?))
        }
        Literal::Date(value) => Literal::Date(value.plus(Duration::from_milliseconds(sign * DAY))?),
        Literal::Instant(value) => Literal::Instant(value.plus(Duration::from_milliseconds(sign * 60_000))?),
        Literal::Member(id, member) => {
            let next = if up { member.0.checked_add(1)? } else { member.0.checked_sub(1)? };
            program[*id].members.get(next as usize)?;
            Literal::Member(*id, MemberIndex(next))
        }
        Literal::Text(_) | Literal::List(_) => return None,
    })
}

/// The next value up, or else the next one down.
pub(super) fn neighbour(program: &Program, literal: &Literal) -> Option<Literal> {
    next(program, literal, true).or_else(|| next(program, literal, false))
}

/// A value as rules write it.
pub(super) fn shown(program: &Program, literal: &Literal) -> String {
    match literal {
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(value) => value.to_string(),
        Literal::Text(value) => format!("\"{value}\""),
        Literal::Duration(value) => value.in_one_unit(),
        Literal::Date(value) => value.to_string(),
        Literal::Instant(value) => value.to_string(),
        Literal::Member(id, member) => {
            program[*id].members.get(member.0 as usize).map_or_else(String::new, |member| member_in_rules(member))
        }
        Literal::List(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(program, item)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

impl Maker<'_> {
    pub(super) fn setting(&mut self, id: SettingId) {
        let setting = &self.program[id];
        for up in [true, false] {
            let Some(value) = next(self.program, &setting.value, up) else { continue };
            // A yes-or-no has one other value only.
            if !up && matches!(value, Literal::Boolean(_)) {
                continue;
            }
            let words = Words {
                kind: ChangeKind::Setting,
                place: setting.span,
                before: format!("{} = {}", setting.name, shown(self.program, &setting.value)),
                after: Some(format!("{} = {}", setting.name, shown(self.program, &value))),
                hint: format!("a test at the bound, without `with setting {}`", setting.name),
            };
            self.make(Swap::Value(value), None, words);
        }
    }
}
