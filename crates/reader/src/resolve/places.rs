//! Which place on earth does each mention mean?
//!
//! A name alone is seldom enough (طرابلس in Libya or Lebanon, البصرة the city or the governorate): the
//! report is read as a whole. Countries that it names or whose adjectives it uses, the word before the
//! name, the administrative unit named beside it, population and nearness to other places each weigh in.

use rustc_hash::FxHashMap;

use crate::recognise::{
    Candidate, Country, Gazetteer, PlaceId, PlaceKind, PlaceMention, PlaceRecord, TypeKind, Without,
    romanized,
};
use crate::text::Text;

/// A mention's place on earth.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedPlace {
    /// None where the gazetteer has no such place and only its country is known.
    pub place: Option<PlaceId>,
    /// `gn:2210554`, `wof:421199027`, `iso:LY`, `waqai:eastern-ghouta`.
    pub id: String,
    pub name_en: String,
    pub name_ar: String,
    pub country: Country,
    pub admin1: Option<String>,
    pub lat: f64,
    pub lon: f64,
    pub kind: PlaceKind,
    /// UCDP's `where_prec`: 1 town, 2 near it, 3 second-level unit, 4 first-level unit, 5 fuzzy area, 6 country,
    /// 7 waters of no country.
    pub precision: u8,
    pub why: String,
}

/// The place of each mention; none where it names no place, or where two remain and nothing decides.
pub fn places(text: &Text, mentions: &[PlaceMention], gazetteer: &Gazetteer) -> Vec<Option<ResolvedPlace>> {
    let mut report = Report::read(mentions, gazetteer);
    let mut scored: Vec<Vec<Scored<'_>>> =
        mentions.iter().map(|m| report.scored(m, mentions, gazetteer)).collect();
    let first: Vec<Option<Choice>> =
        mentions.iter().zip(&mut scored).map(|(m, s)| report.choose(text, m, s, gazetteer)).collect();
    report.settle(&first, gazetteer);
    let mut out: Vec<Option<ResolvedPlace>> = Vec::with_capacity(mentions.len());
    for (m, scored) in mentions.iter().zip(&mut scored) {
        let place = match m.without {
            Some(Without::Anaphor(kind)) => {
                report.antecedent(kind, &out, mentions, gazetteer).map(|mut p| {
                    if m.direction && p.precision == 1 {
                        p.precision = 2;
                    }
                    p
                })
            }
            Some(Without::Unknown(_)) => report.unknown(text, m, gazetteer),
            None => report.choose(text, m, scored, gazetteer).map(|c| resolved(m, &c, gazetteer)),
        };
        out.push(place);
    }
    out
}

/// The countries that the report is about, the one it speaks of most first, with their share of all that
/// speaks for a country.
pub fn countries(mentions: &[PlaceMention], gazetteer: &Gazetteer) -> Vec<(Country, f32)> {
    Report::read(mentions, gazetteer).countries
}

struct Choice {
    place: PlaceId,
    why: &'static str,
    coarse: bool,
}

/// A place that a name may stand for, and what speaks for it.
struct Scored<'g> {
    score: f32,
    place: PlaceId,
    record: PlaceRecord<'g>,
    why: &'static str,
}

/// What the report as a whole says.
struct Report<'g> {
    countries: Vec<(Country, f32)>,
    /// Settlements and units that were certain at first reading.
    anchors: Vec<(PlaceId, PlaceRecord<'g>)>,
}

impl<'g> Report<'g> {
    fn read(mentions: &[PlaceMention], gazetteer: &'g Gazetteer) -> Report<'g> {
        let mut weights: FxHashMap<Country, f32> = FxHashMap::default();
        let all = mentions.len().max(1) as f32;
        for (i, m) in mentions.iter().enumerate() {
            if m.weak || m.institution {
                continue;
            }
            let certain = m.candidates.iter().filter(|c| !c.common).collect::<Vec<_>>();
            let Some(&&first) = certain.first() else { continue };
            let p = gazetteer.place(first.place);
            let same = certain.iter().all(|c| gazetteer.place(c.place).country == p.country);
            let weight = match (p.kind, m.demonym) {
                (PlaceKind::Country, false) if m.metonym => 0.6,
                (PlaceKind::Country, false) => 1.0,
                (_, true) => 0.7,
                _ if same => 1.0,
                _ if p.population > 1_000_000 => 0.4,
                _ => continue,
            };
            if p.country != Country::NONE {
                // A report says early where it is.
                *weights.entry(p.country).or_default() += weight * (1.5 - i as f32 / all);
            }
        }
        let mut countries: Vec<(Country, f32)> = weights.into_iter().collect();
        countries.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let total: f32 = countries.iter().map(|c| c.1).sum();
        for c in &mut countries {
            c.1 /= total.max(1.0);
        }
        Report { countries, anchors: Vec::new() }
    }

    fn settle(&mut self, first: &[Option<Choice>], gazetteer: &'g Gazetteer) {
        for c in first.iter().flatten() {
            let p = gazetteer.place(c.place);
            if p.kind != PlaceKind::Country && !self.anchors.iter().any(|a| a.0 == c.place) {
                self.anchors.push((c.place, p));
            }
        }
    }

    /// The place named before that المدينة or البلاد means.
    fn antecedent(
        &self,
        kind: TypeKind,
        before: &[Option<ResolvedPlace>],
        mentions: &[PlaceMention],
        gazetteer: &Gazetteer,
    ) -> Option<ResolvedPlace> {
        let country = || gazetteer.country(self.countries.first()?.0);
        let named = |p: PlaceId, why: &str| {
            let choice = Choice { place: p, why: "", coarse: false };
            ResolvedPlace { why: why.to_owned(), ..record(&choice, false, gazetteer) }
        };
        match kind {
            TypeKind::Country => {
                return country().map(|c| named(c, "the country that the report speaks of most"));
            }
            TypeKind::Seat => {
                let capital = gazetteer.capital(self.countries.first()?.0)?;
                return Some(named(capital, "the capital of the country that the report speaks of most"));
            }
            _ => {}
        }
        let earlier = || {
            before
                .iter()
                .zip(mentions)
                .rev()
                .filter(|(_, m)| !m.metonym && !m.demonym)
                .filter_map(|(p, _)| p.as_ref())
        };
        let settled = |k: PlaceKind| matches!(k, PlaceKind::City | PlaceKind::Town | PlaceKind::Village);
        let fits = |p: &ResolvedPlace| match kind {
            TypeKind::Town | TypeKind::Village => settled(p.kind),
            TypeKind::Admin1 => p.kind == PlaceKind::Admin1,
            TypeKind::Admin2 => p.kind == PlaceKind::Admin2,
            TypeKind::Area => !matches!(p.kind, PlaceKind::Country | PlaceKind::Region),
            TypeKind::Neighbourhood => p.kind == PlaceKind::Neighbourhood,
            TypeKind::Camp => p.kind == PlaceKind::Camp,
            TypeKind::Base => p.kind == PlaceKind::Base,
            TypeKind::Airport => p.kind == PlaceKind::Airport,
            TypeKind::Crossing => p.kind == PlaceKind::Crossing,
            _ => false,
        };
        if let Some(p) = earlier().find(|p| fits(p)) {
            return Some(ResolvedPlace {
                why: "the last place of this sort named before".to_owned(),
                ..p.clone()
            });
        }
        // المحافظة after a town alone is the town's.
        if kind == TypeKind::Admin1 {
            let unit = earlier().find_map(|p| gazetteer.place(p.place?).admin1)?;
            return Some(named(unit, "the unit of the last town named before"));
        }
        None
    }

    /// A place that the gazetteer lacks lies in the country that the report speaks of most.
    fn unknown(&self, text: &Text, m: &PlaceMention, gazetteer: &Gazetteer) -> Option<ResolvedPlace> {
        let &(code, share) = self.countries.first()?;
        if share < 0.3 {
            return None;
        }
        let country = gazetteer.place(gazetteer.country(code)?);
        let folded: Vec<&str> = m.name.clone().map(|t| text.folded(t as usize)).collect();
        let clean: Vec<&str> = m.name.clone().map(|t| text.clean(t as usize)).collect();
        Some(ResolvedPlace {
            place: None,
            id: country.stable_id(),
            name_en: romanized(&folded),
            name_ar: clean.join(" "),
            country: code,
            admin1: None,
            lat: country.lat,
            lon: country.lon,
            kind: PlaceKind::Village,
            precision: 6,
            why: "not in the gazetteer; the country is the one that the report speaks of most".to_owned(),
        })
    }

    fn share(&self, country: Country) -> f32 {
        self.countries.iter().find(|c| c.0 == country).map_or(0.0, |c| c.1)
    }

    fn choose(
        &self,
        text: &Text,
        m: &PlaceMention,
        scored: &mut [Scored<'_>],
        gazetteer: &Gazetteer,
    ) -> Option<Choice> {
        if m.institution {
            return None;
        }
        if m.demonym {
            return demonym(text, m, gazetteer);
        }
        for s in &mut *scored {
            if self.is_near_anchor(m, &s.record) {
                s.score += 1.0;
            }
        }
        scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        let (best, others) = scored.split_first()?;
        let p = &best.record;
        if best.score < 3.0 {
            return None;
        }
        if others.iter().any(|s| s.record.country != p.country && best.score - s.score < 0.4) {
            return None;
        }
        // Two villages of one name in one country: only their country is sure.
        let coarse = others.iter().any(|s| {
            let q = &s.record;
            q.country == p.country && best.score - s.score < 0.3 && q.kind == p.kind && far(p, q)
        });
        Some(Choice { place: best.place, why: best.why, coarse })
    }

    /// The places that a mention may mean, with all that speaks for each but its nearness to anchors.
    fn scored(&self, m: &PlaceMention, all: &[PlaceMention], gazetteer: &'g Gazetteer) -> Vec<Scored<'g>> {
        if m.institution || m.demonym {
            return Vec::new();
        }
        let near = beside(m, all, gazetteer);
        m.candidates.iter().map(|c| self.score(m, *c, near, gazetteer)).collect()
    }

    fn score(
        &self,
        m: &PlaceMention,
        c: Candidate,
        near: Option<Country>,
        gazetteer: &'g Gazetteer,
    ) -> Scored<'g> {
        let p = gazetteer.place(c.place);
        let mut score = match p.kind {
            PlaceKind::Country => 8.0,
            PlaceKind::Region | PlaceKind::Water => 6.0,
            PlaceKind::Area => 5.0,
            PlaceKind::Admin1 => 4.0,
            PlaceKind::Admin2 => 1.6,
            _ => (p.population.max(10) as f32).log10() - 1.0,
        };
        let mut why =
            if p.kind == PlaceKind::Country { "a country's name" } else { "the largest place of this name" };
        if p.capital {
            score += 1.5;
        }
        if c.common {
            score -= 1.0;
        }
        let share = self.share(p.country);
        if share > 0.0 {
            score += 1.5 + 3.0 * share;
            why = "in a country that the report speaks of";
        } else if p.country != Country::NONE && p.population < 1_000_000 && p.kind != PlaceKind::Country {
            score -= if self.countries.is_empty() { 0.0 } else { 1.0 };
        }
        if near == Some(p.country) {
            score += 2.0;
            why = "in the country named beside it";
        }
        if let Some(w) = m.type_word {
            let fit = w.kind.fits(p.kind);
            score += 2.0 * fit as f32;
            if fit == 2 {
                why = "fits the word before the name";
            }
        }
        Scored { score, place: c.place, record: p, why }
    }

    fn is_near_anchor(&self, m: &PlaceMention, p: &PlaceRecord<'_>) -> bool {
        self.anchors.iter().any(|(a, q)| {
            q.country == p.country
                && !m.candidates.iter().any(|c| c.place == *a)
                && (p.admin1 == Some(*a) || p.admin1.is_some() && p.admin1 == q.admin1 || !far(p, q))
        })
    }
}

/// The country named within a few words: طرابلس في ليبيا، الموصل العراقية.
fn beside(m: &PlaceMention, all: &[PlaceMention], gazetteer: &Gazetteer) -> Option<Country> {
    all.iter()
        .filter(|o| o.tokens.start >= m.tokens.end && o.tokens.start <= m.tokens.end + 3)
        .chain(
            all.iter()
                .filter(|o| o.demonym && o.tokens.end + 2 > m.tokens.start && o.tokens.end <= m.tokens.start),
        )
        .find_map(|o| {
            let p = gazetteer.place(o.candidates.first()?.place);
            (p.kind == PlaceKind::Country).then_some(p.country)
        })
}

/// العاصمة الأفغانية is Kabul, الأراضي السعودية is Saudi Arabia; other adjectives name no place.
fn demonym(text: &Text, m: &PlaceMention, gazetteer: &Gazetteer) -> Option<Choice> {
    let candidate = *m.candidates.first()?;
    let before = (m.tokens.start as usize).checked_sub(1)?;
    let word = gazetteer.words().under_clitics(text.folded(before))?;
    let place = match word.kind {
        TypeKind::Seat => gazetteer.capital(gazetteer.place(candidate.place).country)?,
        TypeKind::Land => candidate.place,
        _ => return None,
    };
    Some(Choice { place, why: "the country's adjective after a word for land or capital", coarse: false })
}

fn far(a: &PlaceRecord<'_>, b: &PlaceRecord<'_>) -> bool {
    let x = (a.lon - b.lon) * f64::midpoint(a.lat, b.lat).to_radians().cos();
    111.2 * x.hypot(a.lat - b.lat) > 60.0
}

fn resolved(m: &PlaceMention, choice: &Choice, gazetteer: &Gazetteer) -> ResolvedPlace {
    record(choice, m.direction, gazetteer)
}

fn record(choice: &Choice, direction: bool, gazetteer: &Gazetteer) -> ResolvedPlace {
    let p = gazetteer.place(choice.place);
    let precision = match p.kind {
        PlaceKind::Country => 6,
        PlaceKind::Admin1 => 4,
        PlaceKind::Admin2 => 3,
        PlaceKind::Region | PlaceKind::Water if p.country == Country::NONE => 7,
        PlaceKind::Area | PlaceKind::Region | PlaceKind::Water => 5,
        _ if choice.coarse => 6,
        _ if direction => 2,
        _ => 1,
    };
    let admin1 = match p.kind {
        PlaceKind::Admin1 => Some(p.name_en().to_owned()),
        _ => p.admin1.map(|a| gazetteer.place(a).name_en().to_owned()),
    };
    let why = if choice.coarse { "one of several of this name in the country" } else { choice.why };
    ResolvedPlace {
        place: Some(choice.place),
        id: p.stable_id(),
        name_en: p.name_en().to_owned(),
        name_ar: p.name_ar().to_owned(),
        country: p.country,
        admin1,
        lat: p.lat,
        lon: p.lon,
        kind: p.kind,
        precision,
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::WordModel;

    fn check(input: &str, expected: &[&str]) {
        let text = Text::new(input, &WordModel::empty());
        let gazetteer = Gazetteer::bundled();
        let mentions = crate::recognise::places(&text, crate::recognise::Beginnings::default(), &gazetteer);
        let found: Vec<String> = places(&text, &mentions, &gazetteer)
            .into_iter()
            .flatten()
            .map(|p| format!("{} {} {}", p.name_en, p.country.as_str(), p.precision))
            .collect();
        assert_eq!(found, expected, "{input}");
    }

    #[test]
    fn whole_report() {
        check("قتل ثلاثة في طرابلس. وقالت الحكومة الليبية إن", &["Tripoli LY 1"]);
        check("قتل ثلاثة في طرابلس شمال لبنان", &["Tripoli LB 1", "Lebanon LB 6"]);
        check("في محافظة البصرة العراقية", &["Basra IQ 4"]);
        check("في مدينة البصرة العراقية", &["Basra IQ 1"]);
        check("وصل إلى العاصمة الأفغانية", &["Kabul AF 1"]);
        check("دخل الأراضي السعودية", &["Saudi Arabia SA 6"]);
        check("قصف الغوطة الشرقية في سوريا", &["Eastern Ghouta SY 5", "Syria SY 6"]);
        check("اشتباكات في تعز اليمنية. وقتل ثلاثة في المدينة", &["Taiz YE 1", "Taiz YE 1"]);
        check("دخل الجيش السوري قرية زنبعوط", &["Zanabut SY 6"]);
        check("اجتمع في قاعة واجادوجو بسرت", &["Sirte LY 1"]);
    }
}
