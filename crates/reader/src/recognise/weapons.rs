//! Which weapons does a text name?

use std::ops::Range;

use super::terms::{Lexed, Sense, Terms};
use super::times::TimesError;
use crate::Span;

/// Words that name a weapon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeaponMention {
    pub tokens: Range<u32>,
    pub span: Span,
    /// The weapon's id in `data/codebook/weapons.toml`.
    pub id: Box<str>,
}

/// Ids and names of the weapons, in the order of the list.
#[derive(Debug, Default)]
pub(crate) struct WeaponData {
    weapons: Vec<(Box<str>, Box<str>)>,
}

impl WeaponData {
    pub fn name(&self, id: &str) -> Option<&str> {
        self.weapons.iter().find(|(i, _)| &**i == id).map(|(_, name)| &**name)
    }
}

/// Every weapon of a text, the longest name at each place.
pub(crate) fn weapons(lx: &Lexed<'_>, data: &WeaponData) -> Vec<WeaponMention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lx.len() {
        if lx.toks[at].words == 0 {
            at += 1;
            continue;
        }
        let weapon = lx.find(at, |s| if let Sense::Weapon(w) = s { Some(*w) } else { None });
        let end = lx.next(at);
        if lx.has(at, Sense::Skip) {
            at = end;
        } else if let Some(weapon) = weapon {
            let id = data.weapons[weapon as usize].0.clone();
            found.push(WeaponMention { tokens: at as u32..end as u32, span: lx.span(at, end), id });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// Reads the list and adds its words to `terms`.
pub(crate) fn read(source: &str, terms: &mut Terms) -> Result<WeaponData, TimesError> {
    let fault = |problem: String| TimesError::File { file: "weapons.toml", problem };
    let table: toml::Table = source.parse().map_err(|e: toml::de::Error| fault(e.to_string()))?;
    let weapons = table
        .get("weapon")
        .and_then(toml::Value::as_table)
        .ok_or_else(|| fault("no [weapon.…] tables".into()))?;
    let mut data = WeaponData::default();
    for (id, weapon) in weapons {
        let name = weapon
            .get("name")
            .and_then(toml::Value::as_str)
            .ok_or_else(|| fault(format!("{id} has no name")))?;
        let sense = Sense::Weapon(data.weapons.len() as u16);
        data.weapons.push((id.as_str().into(), name.into()));
        for form in weapon.get("forms").and_then(toml::Value::as_array).into_iter().flatten() {
            let form = form.as_str().ok_or_else(|| fault(format!("{id}: a form is a string")))?;
            terms.add(form, sense);
        }
    }
    Ok(data)
}
