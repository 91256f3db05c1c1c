//! Which records are of one place, and which names are slips?

use std::collections::{HashMap, HashSet};

use waqai::recognise::{Country, NewPlace, PlaceKind, key};

use super::Build;

impl Build {
    /// A second name that is the first name of another unit of the country is a slip of the sources.
    pub(super) fn drop_false_names(&mut self) {
        let class = |k: PlaceKind| if settled(k) { None } else { Some(k) };
        let mut first: HashMap<(Country, Option<PlaceKind>, String), usize> = HashMap::new();
        for (i, e) in self.places.iter().enumerate() {
            let at = (e.place.country, class(e.place.kind), key(&e.place.name_ar));
            let other = first.get(&at).copied();
            if other.is_none_or(|o| self.places[o].place.population < e.place.population) {
                first.insert(at, i);
            }
        }
        for i in 0..self.places.len() {
            let (p, names) = (self.places[i].place.clone(), self.places[i].names.clone());
            let own = key(&p.name_ar);
            for n in names.iter().filter(|n| **n != own) {
                let Some(&o) = first.get(&(p.country, class(p.kind), n.clone())) else { continue };
                let q = &self.places[o].place;
                if o != i && (p.kind == PlaceKind::Admin1 || q.population > p.population) && km(&p, q) > 12.0
                {
                    self.places[i].names.remove(n);
                }
            }
        }
    }

    /// Joins records of one settlement: same country and name, under 12 km apart.
    pub(super) fn merge(&mut self) {
        let mut seen: HashMap<(Country, String), Vec<usize>> = HashMap::new();
        let mut drop = HashSet::new();
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|&i| (!self.places[i].trusted, std::cmp::Reverse(self.places[i].place.population)));
        for i in order {
            let p = self.places[i].place.clone();
            if matches!(p.kind, PlaceKind::Country | PlaceKind::Region) {
                continue;
            }
            let twin = self.places[i].names.iter().find_map(|n| {
                seen.get(&(p.country, n.clone()))?.iter().copied().find(|&j| {
                    let q = &self.places[j].place;
                    let same = settled(q.kind) && settled(p.kind)
                        || q.kind == p.kind
                        || self.places[j].trusted && !settled(q.kind);
                    same && km(&p, q) < if self.places[j].trusted && !settled(q.kind) { 60.0 } else { 12.0 }
                })
            });
            if let Some(j) = twin {
                let names = std::mem::take(&mut self.places[i].names);
                self.places[j].names.extend(names);
                if self.places[j].region.is_empty() {
                    self.places[j].region = std::mem::take(&mut self.places[i].region);
                }
                drop.insert(i);
                continue;
            }
            for n in &self.places[i].names {
                seen.entry((p.country, n.clone())).or_default().push(i);
            }
        }
        // Whatever pointed at a dropped record no longer names a place of its own.
        let mut new = vec![usize::MAX; self.places.len()];
        let mut kept = Vec::new();
        for (i, e) in std::mem::take(&mut self.places).into_iter().enumerate() {
            if !drop.contains(&i) {
                new[i] = kept.len();
                kept.push(e);
            }
        }
        self.places = kept;
        #[expect(clippy::iter_over_hash_type, reason = "each is changed by itself")]
        for at in self.by_id.values_mut() {
            *at = new.get(*at).copied().unwrap_or(usize::MAX);
        }
        self.demonyms.values_mut().for_each(|s| *s = s.iter().map(|&i| new[i]).collect());
    }

    /// A unit that is called after its seat in Arabic is so in English.
    pub(super) fn name_units(&mut self) {
        let mut seats: HashMap<(Country, String), String> = HashMap::new();
        for e in &self.places {
            if matches!(e.place.kind, PlaceKind::City | PlaceKind::Town) {
                seats
                    .entry((e.place.country, key(&e.place.name_ar)))
                    .or_insert_with(|| e.place.name_en.clone());
            }
        }
        for e in &mut self.places {
            if matches!(e.place.kind, PlaceKind::Admin1 | PlaceKind::Admin2)
                && let Some(name) = seats.get(&(e.place.country, key(&e.place.name_ar)))
            {
                e.place.name_en.clone_from(name);
            }
        }
    }
}

/// Is it a settlement?
pub(super) fn settled(k: PlaceKind) -> bool {
    matches!(k, PlaceKind::City | PlaceKind::Town | PlaceKind::Village | PlaceKind::Neighbourhood)
}

pub(super) fn km(a: &NewPlace, b: &NewPlace) -> f64 {
    let x = (a.lon - b.lon) * f64::midpoint(a.lat, b.lat).to_radians().cos();
    111.2 * x.hypot(a.lat - b.lat)
}
