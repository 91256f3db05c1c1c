//! Which places does the program know? Compiles the open gazetteers into `data/compiled/places.bin`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use waqai::recognise::{Country, GazetteerBuilder, NameFlags, NewPlace, PlaceKind, key};

mod news;
mod spellings;
mod tables;
mod twins;

use news::News;
use spellings::{adjective_forms, bare, plain, skeleton, spellings, trim_unit};
use tables::{Row, blocks, has, id_of, lines, split, table};

/// Countries whose small places are kept: the Arab world, its neighbours, the Sahel.
const NEAR: &str =
    "LY SY IQ YE PS IL LB EG SD SS TN DZ MA EH SO DJ ER SA AE QA KW BH OM JO TR IR AF ML NE TD BF MR KM";
/// Of these every settlement with an Arabic name is kept, for few of them carry a population.
const WHOLE: &str = "LY SD SS TD NE ML MR BF DJ ER EH SO TN PS IL QA KW BH LB";
const ARAB: &str = "LY SY IQ YE PS LB EG SD TN DZ MA EH SO DJ SA AE QA KW BH OM JO MR";

/// Reads `shared` (the open data) and `data` (ours) and writes the compiled file.
pub fn compile(shared: &Path, data: &Path) -> Result<()> {
    let (mut sorts, mut before) = (HashSet::new(), HashSet::new());
    for l in lines(&data.join("places/types.tsv"))? {
        match l.split('\t').collect::<Vec<_>>()[..] {
            ["institution" | "person", ..] => {}
            [kind, .., word] => {
                before.insert(key(word));
                if matches!(kind, "town" | "village" | "admin1" | "admin2") {
                    sorts.insert(key(word));
                }
            }
            _ => {}
        }
    }
    let mut b =
        Build { news: News::read(&shared.join("lexicon"), &before)?, sorts, before, ..Build::default() };
    for file in ["nouns.tsv", "triggers_book1.tsv", "triggers_book2.tsv"] {
        for r in table(&data.join("lexicon").join(file))? {
            let forms = std::iter::once(r["lemma"].clone()).chain(split(&r["plurals"]));
            b.news.nouns.extend(forms.map(|f| key(&f)).filter(|k| k.chars().count() > 1));
        }
    }
    let open = shared.join("gazetteer");
    b.common = lines(&data.join("places/common.tsv"))?.into_iter().map(|l| key(&l)).collect();
    for l in lines(&data.join("places/english.tsv"))? {
        if let [country, from, to] = l.split('\t').collect::<Vec<_>>()[..] {
            b.english.insert((country.to_owned(), skeleton(from)), to.to_owned());
        }
    }
    b.countries(&open, data)?;
    b.areas(data)?;
    b.admin(&open)?;
    b.settlements(&open)?;
    b.aliases(&open)?;
    b.capitals();
    let (bytes, report) = b.finish()?;
    let out = data.join("compiled/places.bin");
    std::fs::create_dir_all(out.parent().context("a folder")?)?;
    std::fs::write(&out, &bytes)?;
    println!("{report}, {} bytes", bytes.len());
    Ok(())
}

#[derive(Default)]
struct Build {
    places: Vec<Entry>,
    by_id: HashMap<String, usize>,
    english: HashMap<(String, String), String>,
    common: HashSet<String>,
    /// Words for sorts of places (محافظة, مدينة …).
    sorts: HashSet<String>,
    /// Words that stand before places, which are no names themselves.
    before: HashSet<String>,
    news: News,
    demonyms: BTreeMap<String, BTreeSet<usize>>,
    /// Country and a name of its capital.
    capitals: Vec<(Country, String)>,
}

struct Entry {
    place: NewPlace,
    names: BTreeSet<String>,
    /// Ours, so that no guard against common words is needed beyond the list.
    trusted: bool,
    region: String,
}

impl Build {
    fn add(&mut self, place: NewPlace, names: impl IntoIterator<Item = String>, trusted: bool, region: &str) {
        let names: BTreeSet<String> =
            names.into_iter().flat_map(|n| spellings(&n, place.country, &self.sorts)).collect();
        if names.is_empty() {
            return;
        }
        let at = *self.by_id.entry(place.id.clone()).or_insert_with(|| {
            self.places.push(Entry { place, names: BTreeSet::new(), trusted, region: region.to_owned() });
            self.places.len() - 1
        });
        let before = &self.before;
        self.places[at].names.extend(names.into_iter().filter(|n| !before.contains(n)));
    }

    fn english(&self, country: &str, name: &str) -> String {
        self.english.get(&(country.to_owned(), skeleton(name))).cloned().unwrap_or_else(|| plain(name))
    }

    fn countries(&mut self, open: &Path, data: &Path) -> Result<()> {
        let facts: HashMap<String, Row> = table(&open.join("geonames_countries.tsv"))?
            .into_iter()
            .map(|r| (r["iso2"].clone(), r))
            .collect();
        let mut points: HashMap<String, (f64, f64)> = HashMap::new();
        for r in table(&open.join("ne_admin0.tsv"))? {
            if let (Ok(lat), Ok(lon)) = (r["lat"].parse(), r["lon"].parse()) {
                points.entry(r["iso_a2"].clone()).or_insert((lat, lon));
            }
        }
        for (code, point) in
            [("FR", (46.6, 2.5)), ("NO", (61.4, 9.1)), ("XK", (42.6, 20.9)), ("EH", (24.5, -13.7))]
        {
            points.entry(code.into()).or_insert(point);
        }
        let cldr = table(&open.join("cldr_territories.tsv"))?;
        let ours = blocks(&data.join("actors/countries.tsv"))?;
        let mut done = HashSet::new();
        for block in &ours {
            let [code, name, ..] = &block.head[..] else { bail!("countries.tsv: {:?}", block.head) };
            done.insert(code.clone());
            let of = |k: &str| {
                let mut v = vec![];
                for l in &block.lines {
                    if l[0] == k {
                        v.push(l[1].clone());
                    }
                }
                v
            };
            let mut names = of("name");
            for r in cldr.iter().filter(|r| r["code"] == *code && code != "HK") {
                names.push(r["name_ar"].clone());
            }
            let first = names[0].clone();
            let (lat, lon) = points.get(code).copied().unwrap_or_default();
            let population = facts.get(code).and_then(|f| f["population"].parse().ok()).unwrap_or(0);
            let id = format!("iso:{code}");
            self.add(
                NewPlace {
                    name_en: name.clone(),
                    name_ar: first,
                    country: Country::parse(code).context("alpha-2")?,
                    admin1: None,
                    lat,
                    lon,
                    kind: PlaceKind::Country,
                    population,
                    capital: false,
                    id: id.clone(),
                },
                names,
                true,
                "",
            );
            let at = self.by_id[&id];
            let country = self.places[at].place.country;
            self.capitals.extend(of("capital").iter().map(|c| (country, key(c))));
            for adj in of("adj") {
                for form in adjective_forms(&adj) {
                    self.demonyms.entry(key(&form)).or_default().insert(at);
                }
            }
            for people in of("people") {
                for form in [people.clone(), format!("ال{people}")] {
                    self.demonyms.entry(key(&form)).or_default().insert(at);
                }
            }
        }
        for r in cldr.iter().filter(|r| r["kind"] == "territory" && r["code"].len() == 2) {
            let code = &r["code"];
            let (Some(country), Some(&(lat, lon))) = (Country::parse(code), points.get(code)) else {
                continue;
            };
            if done.contains(code) || r["name_ar"].is_empty() {
                continue;
            }
            let names = std::iter::once(r["name_ar"].clone()).chain(split(&r["alt_ar"]));
            let population = facts.get(code).and_then(|f| f["population"].parse().ok()).unwrap_or(0);
            let place = NewPlace {
                name_en: plain(&r["name_en"]),
                name_ar: r["name_ar"].clone(),
                country,
                admin1: None,
                lat,
                lon,
                kind: PlaceKind::Country,
                population,
                capital: false,
                id: format!("iso:{code}"),
            };
            self.add(place, names.collect::<Vec<_>>(), true, "");
        }
        Ok(())
    }

    fn areas(&mut self, data: &Path) -> Result<()> {
        for block in blocks(&data.join("places/areas.tsv"))? {
            let [slug, name, country, kind, lat, lon] = &block.head[..] else {
                bail!("areas.tsv: {:?}", block.head)
            };
            let names: Vec<String> = block.lines.iter().map(|l| l[0].clone()).collect();
            let place = NewPlace {
                name_en: name.clone(),
                name_ar: names.first().cloned().with_context(|| format!("areas.tsv: {slug} has no name"))?,
                country: Country::parse(country).context("alpha-2")?,
                admin1: None,
                lat: lat.parse()?,
                lon: lon.parse()?,
                kind: PlaceKind::parse(kind).with_context(|| format!("areas.tsv: {kind}"))?,
                population: 0,
                capital: false,
                id: format!("waqai:{slug}"),
            };
            self.add(place, names, true, "");
        }
        Ok(())
    }

    fn admin(&mut self, open: &Path) -> Result<()> {
        for r in table(&open.join("wof_admin.tsv"))? {
            let kind = match r["placetype"].as_str() {
                "region" | "macroregion" => PlaceKind::Admin1,
                "county" | "localadmin" => PlaceKind::Admin2,
                _ => continue,
            };
            if r["name_ar"].is_empty() || kind == PlaceKind::Admin2 && !has(NEAR, &r["country"]) {
                continue;
            }
            let id = id_of(&r["geonames_id"], &r["wof_id"]);
            let region = if kind == PlaceKind::Admin1 { String::new() } else { r["region_id"].clone() };
            self.by_id.insert(format!("region:{}", r["wof_id"]), usize::MAX);
            let Some(country) = Country::parse(&r["country"]) else { continue };
            let english = self.english(&r["country"], trim_unit(&r["name_en"]));
            let place = NewPlace {
                name_en: trim_unit(&english).to_owned(),
                name_ar: bare(&r["name_ar"], &self.sorts),
                country,
                admin1: None,
                lat: r["lat"].parse().unwrap_or_default(),
                lon: r["lon"].parse().unwrap_or_default(),
                kind,
                population: r["population"].parse::<f64>().unwrap_or_default() as u32,
                capital: false,
                id: id.clone(),
            };
            let names: Vec<_> = std::iter::once(r["name_ar"].clone()).chain(split(&r["alt_ar"])).collect();
            self.add(place, names, false, &region);
            let at = self.by_id.get(&id).copied().unwrap_or(usize::MAX);
            self.by_id.insert(format!("region:{}", r["wof_id"]), at);
            if !r["fips"].is_empty() && kind == PlaceKind::Admin1 {
                let code = r["fips"].chars().skip(2).collect::<String>();
                self.by_id.insert(format!("admin1:{}.{code}", r["country"]), at);
            }
        }
        for r in table(&open.join("ne_admin1_50m.tsv"))? {
            let Some(country) = Country::parse(&r["iso_a2"]) else { continue };
            if r["name_ar"].is_empty() || r["wikidata"].is_empty() {
                continue;
            }
            let place = NewPlace {
                name_en: plain(&r["name_en"]),
                name_ar: bare(&r["name_ar"], &self.sorts),
                country,
                admin1: None,
                lat: r["lat"].parse().unwrap_or_default(),
                lon: r["lon"].parse().unwrap_or_default(),
                kind: PlaceKind::Admin1,
                population: 0,
                capital: false,
                id: if r["geonames_id"].is_empty() {
                    format!("wd:{}", r["wikidata"])
                } else {
                    format!("gn:{}", r["geonames_id"])
                },
            };
            self.add(place, [r["name_ar"].clone()], false, "");
        }
        Ok(())
    }

    fn settlements(&mut self, open: &Path) -> Result<()> {
        let mut usual: HashMap<String, Row> = HashMap::new();
        for r in table(&open.join("ne_populated_places.tsv"))? {
            if !r["geonames_id"].is_empty() && !r["name_en"].is_empty() {
                usual.insert(r["geonames_id"].clone(), r);
            }
        }
        let capitals: HashMap<String, String> = table(&open.join("geonames_countries.tsv"))?
            .into_iter()
            .map(|r| (r["iso2"].clone(), plain(&r["capital_en"])))
            .collect();
        for r in table(&open.join("geonames_places.tsv"))? {
            let near = has(NEAR, &r["country"]);
            let population: u32 = r["population"].parse::<f64>().unwrap_or_default() as u32;
            let ne = usual.get(&r["geonames_id"]);
            let english = ne.map_or_else(|| plain(&r["name"]), |n| plain(&n["name_en"]));
            let is_capital = ne.is_some_and(|n| n["feature_class"] == "Admin-0 capital")
                || capitals.get(&r["country"]).is_some_and(|c| *c == plain(&r["name"]) || *c == english);
            if r["name_ar"].is_empty()
                || !near && population < 100_000 && !is_capital
                || near && population < 1_500 && !is_capital
            {
                continue;
            }
            let Some(country) = Country::parse(&r["country"]) else { continue };
            let place = NewPlace {
                name_en: self.english(&r["country"], &english),
                name_ar: bare(&r["name_ar"], &self.sorts),
                country,
                admin1: None,
                lat: r["lat"].parse()?,
                lon: r["lon"].parse()?,
                kind: if population >= 100_000 || is_capital { PlaceKind::City } else { PlaceKind::Town },
                population,
                capital: is_capital,
                id: format!("gn:{}", r["geonames_id"]),
            };
            let alternatives: Vec<String> = split(&r["alt_ar"]).collect();
            let names: Vec<_> = std::iter::once(r["name_ar"].clone()).chain(alternatives).collect();
            self.add(place, names, false, &format!("admin1:{}.{}", r["country"], r["admin1_code"]));
        }
        // World towns whose Arabic name a list of names has, and no gazetteer: by their English name, if it is one town's.
        let mut arabic: HashMap<String, String> = HashMap::new();
        for r in table(&open.join("arwikicats_names_en_ar.tsv"))? {
            arabic.entry(r["name_en_lower"].clone()).or_insert_with(|| r["name_ar"].clone());
        }
        let mut towns: Vec<&Row> = usual.values().collect();
        towns.sort_by_key(|r| {
            (std::cmp::Reverse(r["pop_max"].parse::<u32>().unwrap_or(0)), r["geonames_id"].clone())
        });
        let mut done = HashSet::new();
        for r in towns {
            let (english, population) = (plain(&r["name_en"]), r["pop_max"].parse::<u32>().unwrap_or(0));
            let (Some(country), Some(name)) =
                (Country::parse(&r["iso_a2"]), arabic.get(&english.to_lowercase()))
            else {
                continue;
            };
            let id = format!("gn:{}", r["geonames_id"]);
            if !done.insert(english.clone()) || self.by_id.contains_key(&id) || population < 20_000 {
                continue;
            }
            let place = NewPlace {
                name_en: english,
                name_ar: bare(name, &self.sorts),
                country,
                admin1: None,
                lat: r["lat"].parse()?,
                lon: r["lon"].parse()?,
                kind: if population >= 100_000 { PlaceKind::City } else { PlaceKind::Town },
                population,
                capital: false,
                id,
            };
            self.add(place, [name.clone()], false, "");
        }
        for r in table(&open.join("wof_places.tsv"))? {
            let population: u32 = r["population"].parse::<f64>().unwrap_or_default() as u32;
            let known =
                !r["geonames_id"].is_empty() && self.by_id.contains_key(&format!("gn:{}", r["geonames_id"]));
            let near = has(NEAR, &r["country"]);
            let keep = known
                || near && population >= 1_500
                || population >= 100_000
                || has(WHOLE, &r["country"]) && !(r["country"] == "YE" && population > 0);
            if !keep || r["name_ar"].is_empty() || r["placetype"] == "campus" || r["placetype"] == "microhood"
            {
                continue;
            }
            let Some(country) = Country::parse(&r["country"]) else { continue };
            let id = id_of(&r["geonames_id"], &r["wof_id"]);
            let english =
                usual.get(&r["geonames_id"]).map_or_else(|| plain(&r["name_en"]), |n| plain(&n["name_en"]));
            let place = NewPlace {
                name_en: self.english(&r["country"], &english),
                name_ar: bare(&r["name_ar"], &self.sorts),
                country,
                admin1: None,
                lat: r["lat"].parse().unwrap_or_default(),
                lon: r["lon"].parse().unwrap_or_default(),
                kind: if r["placetype"] == "neighbourhood" {
                    PlaceKind::Neighbourhood
                } else if population >= 100_000 {
                    PlaceKind::City
                } else if population >= 1_500 {
                    PlaceKind::Town
                } else {
                    PlaceKind::Village
                },
                population,
                capital: false,
                id: id.clone(),
            };
            // The same town under another record: same name and country, a few kilometres away.
            let names: Vec<_> = std::iter::once(r["name_ar"].clone()).chain(split(&r["alt_ar"])).collect();
            self.add(place, names, false, &format!("region:{}", r["region_id"]));
            if let Some(&at) = self.by_id.get(&id) {
                self.by_id.insert(format!("wof:{}", r["wof_id"]), at);
            }
        }
        Ok(())
    }

    fn aliases(&mut self, open: &Path) -> Result<()> {
        for r in table(&open.join("curated_aliases.tsv"))? {
            if let Some(&at) = self.by_id.get(&format!("{}:{}", r["id_source"], r["id"])) {
                let e = &mut self.places[at];
                if at != usize::MAX {
                    e.names.extend(spellings(&r["alias_ar"], e.place.country, &self.sorts));
                }
            }
        }
        // Jerusalem: where Arabic reports of events in its east put it; two states claim it.
        for e in &mut self.places {
            if e.place.name_en == "Jerusalem"
                && e.place.country.as_str() == "IL"
                && e.place.kind != PlaceKind::Admin1
            {
                e.place.country = Country(*b"PS");
                e.names.insert(key("القدس"));
                e.trusted = true;
            }
        }
        Ok(())
    }

    /// Gives each capital the names that we know it by.
    fn capitals(&mut self) {
        let taken: HashSet<(Country, String)> =
            self.places.iter().flat_map(|e| e.names.iter().map(|n| (e.place.country, n.clone()))).collect();
        for (country, name) in std::mem::take(&mut self.capitals) {
            if let Some(e) = self.places.iter_mut().find(|e| e.place.capital && e.place.country == country)
                && !taken.contains(&(country, name.clone()))
            {
                e.names.insert(name);
            }
        }
        self.places.iter_mut().filter(|e| e.place.capital).for_each(|e| e.trusted = true);
    }

    fn finish(mut self) -> Result<(Vec<u8>, String)> {
        self.drop_false_names();
        self.merge();
        self.name_units();
        let mut b = GazetteerBuilder::default();
        let order = self.places.len();
        let region_of: Vec<Option<usize>> = (0..order).map(|i| self.region_of(i)).collect();
        let mut names: BTreeMap<String, Vec<(u32, NameFlags)>> = BTreeMap::new();
        let mut commons = 0;
        for (i, e) in self.places.iter().enumerate() {
            let admin1 = region_of[i].filter(|&r| r != i).map(|r| r as u32);
            let n = b.place(&NewPlace { admin1, ..e.place.clone() });
            for name in &e.names {
                let listed = self.common.contains(name);
                let word = !e.trusted
                    && !name.contains(' ')
                    && !e.place.capital
                    && e.place.population < 300_000
                    && !(e.place.kind == PlaceKind::Admin1 && has(ARAB, e.place.country.as_str()))
                    && self.news.is_word(name, e.place.population);
                let noun = !e.place.capital
                    && !name.contains(' ')
                    && e.place.kind != PlaceKind::Country
                    && !e.place.id.starts_with("waqai:")
                    && self.news.is_noun(name);
                commons += u32::from(listed || word || noun);
                let flags = NameFlags { common: listed || word || noun, demonym: false, noun };
                names.entry(name.clone()).or_default().push((n, flags));
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "names are sorted")]
        for (word, count) in &self.news.words {
            if *count >= 60
                && word.chars().count() > 2
                && self.news.typed.get(word).copied().unwrap_or(0) < count / 2
            {
                names.entry(word.clone()).or_default();
            }
        }
        for (name, states) in &self.demonyms {
            for &s in states {
                let flags = NameFlags { demonym: true, ..NameFlags::default() };
                names.entry(name.clone()).or_default().push((s as u32, flags));
            }
        }
        for list in names.values_mut() {
            list.sort_by_key(|&(p, f)| {
                (f.demonym, f.common, std::cmp::Reverse(self.places[p as usize].place.population), p)
            });
            list.dedup_by_key(|x| (x.0, x.1.demonym));
            list.truncate(24);
        }
        let report = format!("{order} places, {} names, {commons} common", names.len());
        Ok((b.finish(&names)?, report))
    }

    fn region_of(&self, i: usize) -> Option<usize> {
        let e = &self.places[i];
        if e.region.is_empty() {
            return None;
        }
        let key = if e.region.contains(':') { e.region.clone() } else { format!("region:{}", e.region) };
        self.by_id.get(&key).copied().filter(|&r| r < self.places.len())
    }
}
