//! The `where` of waivers: whether it can cover anything, and whether it leaves anything out.

use crate::program::{PackId, Program, Subject};

use super::Remark;
use super::conditions::look_at_waiver;
use super::model::model;
use super::reading::Reader;

/// Looks at the waivers of these packs, each beside the rule that it waives.
pub(super) fn look<'p>(program: &'p Program, packs: &[PackId], reader: &mut Reader<'p>, remarks: &mut Vec<Remark>) {
    for waiver in program.waivers.iter().filter(|waiver| packs.contains(&waiver.pack)) {
        if let (Subject::Rule(rule), Some(condition)) = (waiver.subject, &waiver.condition) {
            let model = model(rule, &program[rule], reader);
            look_at_waiver(reader, &model, condition, remarks);
        }
    }
}
