//! How are codebook files read and checked?

use rustc_hash::{FxHashMap, FxHashSet};
use toml::Spanned;
use toml::de::DeTable;

use super::source::{Source, Table};
use super::{
    Codebook, Cues, EventType, Example, Fault, Form, Function, Gives, Grammar, Lists, Pattern, PatternId,
    Preposition, Role, Scope, Slot, Terms, Toll, TypeId, When,
};
use crate::language::{LemmaId, Lexicon, Pos, Voice};

const FAMILIES: [&str; 8] =
    ["violence", "force", "law", "unrest", "words_against", "cooperation", "governing", "harm"];

/// Reads all files, in whatever order they come, and gathers every fault.
pub(super) fn load<'t>(
    files: impl IntoIterator<Item = (&'t str, &'t str)>,
    lexicon: &Lexicon,
) -> (Codebook, Vec<Fault>) {
    let mut parsed: Vec<(Source<'t>, Spanned<DeTable<'t>>)> = files
        .into_iter()
        .map(|(name, text)| {
            let mut s = Source::new(name, text);
            let t = s.parse();
            (s, t)
        })
        .collect();
    let mut loader = Loader { lexicon, book: Codebook::default(), classes: FxHashMap::default() };
    // Files that others refer to come first.
    let order = |name: &str| match name {
        n if n.starts_with("types/") => 2,
        n if n.starts_with("classes") || n.starts_with("prepositions") => 0,
        _ => 1,
    };
    parsed.sort_by(|a, b| (order(a.0.file), a.0.file).cmp(&(order(b.0.file), b.0.file)));
    let mut class_tables = Vec::new();
    for (source, table) in &mut parsed {
        let top = source.top(table);
        if source.file.starts_with("classes") {
            loader.classes(source, &top, &mut class_tables);
        } else if source.file.starts_with("prepositions") {
            loader.prepositions(source, &top);
        }
    }
    loader.include_classes(&class_tables);
    for (source, table) in &mut parsed {
        let top = source.top(table);
        if source.file.starts_with("types/") {
            loader.kind(source, &top);
        } else if source.file == "cues.toml" {
            loader.book.cues = Cues::load(&loader.lemmas(), &loader.book.prepositions, source, &top);
        } else if source.file == "grammar.toml" {
            loader.book.grammar = Grammar::load(source, &top);
        } else if source.file == "version.toml" {
            loader.book.version = source.need_str(&top, "version");
        }
    }
    let mut faults: Vec<Fault> = parsed.into_iter().flat_map(|(s, _)| s.faults).collect();
    faults.extend(loader.whole());
    faults.sort();
    let mut book = loader.book;
    book.lists = Lists::new(&mut book.patterns);
    for (i, p) in book.patterns.iter().enumerate() {
        for (form, lemma) in &p.lemmas {
            for id in find(lexicon, lemma, *form) {
                book.is_trigger.insert(id);
                let entry = book.triggers.entry(id).or_default();
                if !entry.contains(&(PatternId(i as u16), *form)) {
                    entry.push((PatternId(i as u16), *form));
                }
            }
        }
    }
    for (p, preposition) in book.prepositions.iter().enumerate() {
        for (f, form) in preposition.forms.iter().enumerate() {
            if let Some(first) = form.first() {
                book.first_words.entry(first.as_str().into()).or_default().push((p as u8, f as u8));
                book.grammar.add(first, Function::PREPOSITION);
            }
        }
    }
    for phrase in &book.cues.sayings.phrases {
        if let Some(first) = phrase.words.first() {
            // ووفقا is one word to the tagger.
            for joined in ["", "و", "ف"] {
                book.grammar.add(&format!("{joined}{first}"), Function::ATTRIBUTION);
            }
        }
    }
    (book, faults)
}

/// The lexicon's lemmas for a trigger of a form.
fn find(lexicon: &Lexicon, lemma: &str, form: Form) -> Vec<LemmaId> {
    let poses: &[Pos] = match form {
        Form::Verb => &[Pos::Verb],
        Form::Masdar | Form::Noun => &[Pos::Noun],
        Form::Active | Form::Passive => &[Pos::Noun, Pos::Adj],
    };
    poses.iter().flat_map(|p| lexicon.find(lemma, Some(*p))).collect()
}

struct Loader<'l> {
    lexicon: &'l Lexicon,
    book: Codebook,
    classes: FxHashMap<String, Vec<LemmaId>>,
}

/// Turns lemmas and class names into ids.
pub(super) struct LemmaReader<'l> {
    lexicon: &'l Lexicon,
    classes: &'l FxHashMap<String, Vec<LemmaId>>,
}

impl LemmaReader<'_> {
    /// Any of the lemmas and classes in the list `key`.
    pub fn terms<'t>(&self, s: &mut Source<'t>, t: &Table<'_, 't>, key: &str) -> Option<Terms> {
        if !t.has(key) {
            return None;
        }
        let listed = s.list(t, key);
        let mut ids = Vec::new();
        let (mut place, mut actor, mut number, mut name) = (false, false, false, false);
        for (item, at) in listed {
            match item.strip_prefix('@') {
                Some("place") => place = true,
                Some("actor") => actor = true,
                Some("number") => number = true,
                Some("name") => name = true,
                Some(class) => match self.classes.get(class) {
                    Some(c) => ids.extend(c),
                    None => s.fault(at, format!("no class `{class}` in classes.toml")),
                },
                None => ids.extend(self.ids(s, &item, at, None)),
            }
        }
        let mut terms = Terms::new(ids);
        (terms.place, terms.actor, terms.number, terms.name) = (place, actor, number, name);
        // A list of which the lexicon knows nothing holds of no word, which is not the same as no list.
        Some(terms)
    }

    /// The members of a class that the reader itself asks for.
    pub fn class(&self, s: &mut Source<'_>, name: &str) -> Terms {
        if !self.classes.contains_key(name) {
            s.fault(0, format!("the reader needs a class `{name}`"));
        }
        Terms::new(self.classes.get(name).cloned().unwrap_or_default())
    }

    /// The ids of all lemmas in the list `key`.
    pub fn ids_of<'t>(
        &self,
        s: &mut Source<'t>,
        t: &Table<'_, 't>,
        key: &str,
        pos: Option<Pos>,
    ) -> Vec<LemmaId> {
        let listed = s.list(t, key);
        listed.into_iter().flat_map(|(lemma, at)| self.ids(s, &lemma, at, pos)).collect()
    }

    pub fn ids(&self, s: &mut Source<'_>, lemma: &str, at: usize, pos: Option<Pos>) -> Vec<LemmaId> {
        let mut ids = self.lexicon.find(lemma, pos);
        if pos == Some(Pos::Adj) {
            ids.extend(self.lexicon.find(lemma, Some(Pos::Noun)));
        }
        if ids.is_empty() {
            s.fault(at, unknown(lemma, pos));
        }
        ids
    }
}

fn unknown(lemma: &str, pos: Option<Pos>) -> String {
    let what = match pos {
        Some(Pos::Verb) => "verb",
        Some(Pos::Noun) => "noun",
        _ => "lemma",
    };
    format!("the lexicon knows no {what} {lemma}: mend its vowels or add it to data/lexicon")
}

impl Loader<'_> {
    fn lemmas(&self) -> LemmaReader<'_> {
        LemmaReader { lexicon: self.lexicon, classes: &self.classes }
    }

    fn prepositions<'t>(&mut self, s: &mut Source<'t>, top: &Table<'_, 't>) {
        let Some(t) = s.table(top, "prepositions") else { return };
        for (name, at, value) in t.entries() {
            let Some(items) = value.get_ref().as_array() else {
                s.fault(at, "a preposition is a list of its forms");
                continue;
            };
            let mut forms = Vec::new();
            for item in items {
                match item.get_ref().as_str() {
                    Some(form) => forms.push(form.split_whitespace().map(crate::text::fold).collect()),
                    None => s.fault(item.span().start, "a form is text"),
                }
            }
            self.book.prepositions.push(Preposition { name: name.to_owned(), forms });
        }
    }

    fn classes<'t>(
        &mut self,
        s: &mut Source<'t>,
        top: &Table<'_, 't>,
        includes: &mut Vec<(String, Vec<String>)>,
    ) {
        let Some(all) = s.table(top, "class") else { return };
        for (name, at, value) in all.entries() {
            let Some(table) = value.get_ref().as_table() else {
                s.fault(at, "a class is a table");
                continue;
            };
            let t = Table::sub(table, value.span());
            s.need_str(&t, "why");
            let mut ids = Vec::new();
            for (key, poses) in [
                ("nouns", &[Pos::Noun, Pos::Propn][..]),
                ("adjectives", &[Pos::Adj, Pos::Noun]),
                ("verbs", &[Pos::Verb]),
                ("particles", &[]),
            ] {
                for (lemma, at) in s.list(&t, key) {
                    let mut found: Vec<LemmaId> =
                        poses.iter().flat_map(|p| self.lexicon.find(&lemma, Some(*p))).collect();
                    if found.is_empty() {
                        found = self.lexicon.find(&lemma, None);
                    }
                    if found.is_empty() {
                        s.fault(at, unknown(&lemma, poses.first().copied()));
                    }
                    ids.extend(found);
                }
            }
            includes.push((name.to_owned(), s.list(&t, "includes").into_iter().map(|i| i.0).collect()));
            s.close(&t);
            self.classes.entry(name.to_owned()).or_default().extend(ids);
        }
    }

    /// Adds the classes that a class includes; a ring of inclusions ends by itself.
    fn include_classes(&mut self, includes: &[(String, Vec<String>)]) {
        for _ in 0..4 {
            for (name, inner) in includes {
                let extra: Vec<LemmaId> =
                    inner.iter().filter_map(|i| self.classes.get(i)).flatten().copied().collect();
                let own = self.classes.entry(name.clone()).or_default();
                own.extend(extra);
                own.sort_unstable();
                own.dedup();
            }
        }
    }

    fn kind<'t>(&mut self, s: &mut Source<'t>, top: &Table<'_, 't>) {
        let name = s.need_str(top, "type");
        if format!("types/{name}.toml") != s.file {
            s.fault(0, format!("type `{name}` must live in types/{name}.toml"));
        }
        let none_if_empty = |v: String| (!v.is_empty()).then_some(v);
        let kind = EventType {
            family: s.need_str(top, "family"),
            since: s.need_str(top, "since"),
            title_en: s.need_str(top, "title_en"),
            title_ar: s.need_str(top, "title_ar"),
            definition: s.need_str(top, "definition"),
            not: s.str(top, "not").unwrap_or_default(),
            plover: s.need_str(top, "plover"),
            mode: none_if_empty(s.need_str(top, "mode")),
            cameo: s.need_str(top, "cameo"),
            acled: none_if_empty(s.need_str(top, "acled")),
            ucdp: s.bool(top, "ucdp").unwrap_or_default(),
            symmetric: s.bool(top, "symmetric").unwrap_or_default(),
            name,
        };
        if !FAMILIES.contains(&kind.family.as_str()) {
            s.fault(0, format!("family `{}` is none of {}", kind.family, FAMILIES.join(" ")));
        }
        let id = TypeId(self.book.types.len() as u8);
        let symmetric = kind.symmetric;
        self.book.types.push(kind);
        for t in s.tables(top, "pattern") {
            let p = self.pattern(s, &t, id, symmetric);
            self.book.patterns.push(p);
        }
        s.close(top);
    }

    fn pattern<'t>(&self, s: &mut Source<'t>, t: &Table<'_, 't>, kind: TypeId, symmetric: bool) -> Pattern {
        let id = s.need_str(t, "id");
        let line = s.line(t.at());
        let mut lemmas = Vec::new();
        for (key, form) in [
            ("verb", Form::Verb),
            ("masdar", Form::Masdar),
            ("noun", Form::Noun),
            ("active", Form::Active),
            ("passive", Form::Passive),
        ] {
            for (lemma, at) in s.list(t, key) {
                if find(self.lexicon, &lemma, form).is_empty() {
                    let pos = if form == Form::Verb { Pos::Verb } else { Pos::Noun };
                    s.fault(at, unknown(&lemma, Some(pos)));
                }
                lemmas.push((form, lemma));
            }
        }
        if lemmas.is_empty() {
            s.fault(t.at(), format!("pattern `{id}` has no trigger lemma"));
        }
        let frame = self.frame(s, t, symmetric);
        let when = s.table(t, "when").map_or_else(When::default, |w| self.when(s, &w));
        let gives = self.gives(s, t);
        let fires = Self::examples(s, t, "fires");
        let silent = Self::examples(s, t, "silent");
        for (list, what) in [(&fires, "fires"), (&silent, "silent")] {
            if list.is_empty() {
                s.fault(t.at(), format!("pattern `{id}` has no `{what}` example"));
            }
        }
        let p = Pattern {
            since: s.need_str(t, "since"),
            why: s.need_str(t, "why"),
            file: s.file.to_owned(),
            id,
            kind,
            line,
            lemmas,
            frame,
            when,
            gives,
            fires,
            silent,
        };
        s.close(t);
        p
    }

    fn slot(&self, s: &mut Source<'_>, name: &str, at: usize) -> Option<Slot> {
        match name {
            "subject" => Some(Slot::Subject),
            "object" => Some(Slot::Object),
            "genitive" => Some(Slot::Genitive),
            _ => {
                let slot = self.book.preposition(name);
                if slot.is_none() {
                    s.fault(at, format!("no slot or preposition `{name}`"));
                }
                slot
            }
        }
    }

    fn frame<'t>(&self, s: &mut Source<'t>, t: &Table<'_, 't>, symmetric: bool) -> Vec<(Slot, Role)> {
        let mut frame = Vec::new();
        if let Some(f) = s.table(t, "frame") {
            for (name, at, value) in f.entries() {
                let Some(slot) = self.slot(s, name, at) else { continue };
                match value.get_ref().as_str().and_then(Role::parse) {
                    Some(role) => frame.push((slot, role)),
                    None => s.fault(at, "a role is one of actor target place weapon content none auto"),
                }
            }
        }
        let (subject, object) =
            if symmetric { (Role::Actor, Role::Actor) } else { (Role::Actor, Role::Target) };
        let mut defaults = vec![(Slot::Subject, subject), (Slot::Object, object)];
        defaults.push((Slot::Genitive, if symmetric { Role::Actor } else { Role::Auto }));
        for (name, role) in [("min_qibal", Role::Actor), ("ala_yad", Role::Actor), ("fi", Role::Place)] {
            defaults.extend(self.book.preposition(name).map(|p| (p, role)));
        }
        if symmetric {
            for name in ["bayna", "maa"] {
                defaults.extend(self.book.preposition(name).map(|p| (p, Role::Actor)));
            }
        }
        for (slot, role) in defaults {
            if !frame.iter().any(|f| f.0 == slot) {
                frame.push((slot, role));
            }
        }
        frame
    }

    fn when<'t>(&self, s: &mut Source<'t>, w: &Table<'_, 't>) -> When {
        let lemmas = self.lemmas();
        let mut when = When::default();
        for (key, into) in [("needs", &mut when.needs), ("not_with_prep", &mut when.not_with)] {
            for (name, at) in s.list(w, key) {
                into.extend(self.slot(s, &name, at));
            }
        }
        for (key, scope, wanted) in [
            ("phrase", Scope::Phrase, true),
            ("clause", Scope::Clause, true),
            ("sentence", Scope::Sentence, true),
            ("before", Scope::Before, true),
            ("after", Scope::After, true),
            ("not_phrase", Scope::Phrase, false),
            ("not_clause", Scope::Clause, false),
            ("not_sentence", Scope::Sentence, false),
            ("not_before", Scope::Before, false),
            ("not_after", Scope::After, false),
        ] {
            when.around.extend(lemmas.terms(s, w, key).map(|t| (scope, t, wanted)));
        }
        match s.str(w, "voice").as_deref() {
            None => {}
            Some("active") => when.voice = Some(Voice::Active),
            Some("passive") => when.voice = Some(Voice::Passive),
            Some(_) => s.fault(w.at(), "voice is \"active\" or \"passive\""),
        }
        when.definite = s.bool(w, "definite");
        when.future = s.bool(w, "future").unwrap_or_default();
        // What is left names slots.
        let known = [
            "needs",
            "not_with_prep",
            "phrase",
            "clause",
            "sentence",
            "before",
            "after",
            "not_phrase",
            "not_clause",
            "not_sentence",
            "not_before",
            "not_after",
            "voice",
            "definite",
            "future",
        ];
        for (key, at, _) in w.entries() {
            if known.contains(&key) {
                continue;
            }
            let (name, wanted) = key.strip_prefix("not_").map_or((key, true), |k| (k, false));
            let Some(slot) = self.slot(s, name, at) else { continue };
            if let Some(terms) = lemmas.terms(s, w, key) {
                when.slots.push((slot, terms, wanted));
            }
        }
        when
    }

    fn gives<'t>(&self, s: &mut Source<'t>, t: &Table<'_, 't>) -> Gives {
        let mut gives = Gives {
            toll: None,
            casualty: false,
            weapon: None,
            mode: None,
            realis: None,
            generic: false,
            anaphoric: false,
            weight: 0.8,
        };
        let Some(g) = s.table(t, "gives") else { return gives };
        gives.toll = match s.str(&g, "toll").as_deref() {
            None => None,
            Some("killed") => Some(Toll::Killed),
            Some("wounded") => Some(Toll::Wounded),
            Some("detained") => Some(Toll::Detained),
            Some("displaced") => Some(Toll::Displaced),
            Some(other) => {
                s.fault(g.at(), format!("toll `{other}` is none of killed wounded detained displaced"));
                None
            }
        };
        gives.casualty = s.bool(&g, "casualty").unwrap_or_default();
        gives.weapon = s.str(&g, "weapon");
        gives.mode = s.str(&g, "mode");
        if let Some(r) = s.str(&g, "realis") {
            gives.realis = crate::Realis::parse(&r);
            if gives.realis.is_none() {
                s.fault(g.at(), format!("no realis `{r}`"));
            }
        }
        gives.generic = s.bool(&g, "generic").unwrap_or_default();
        gives.anaphoric = s.bool(&g, "anaphoric").unwrap_or_default();
        gives.weight = s.float(&g, "weight").unwrap_or(0.8);
        s.close(&g);
        gives
    }

    fn examples<'t>(s: &mut Source<'t>, t: &Table<'_, 't>, key: &str) -> Vec<Example> {
        let mut out = Vec::new();
        for e in s.tables(t, key) {
            let line = s.line(e.at());
            out.push(Example {
                line,
                text: s.need_str(&e, "text"),
                trigger: s.str(&e, "trigger"),
                actors: s.list(&e, "actors").into_iter().map(|x| x.0).collect(),
                targets: s.list(&e, "targets").into_iter().map(|x| x.0).collect(),
                place: s.str(&e, "place"),
            });
            s.close(&e);
        }
        out
    }

    /// Faults that show only when all files are read.
    fn whole(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for p in &self.book.patterns {
            let mut fault = |message| faults.push(Fault { file: p.file.clone(), line: p.line, message });
            if !seen.insert(&p.id) {
                fault(format!("pattern id `{}` is used twice", p.id));
            }
            let kind = &self.book.kind(p.kind).name;
            if p.id.split('.').next() != Some(kind) {
                fault(format!("pattern id `{}` must start with `{kind}.`", p.id));
            }
        }
        if self.book.types.is_empty() {
            faults.push(Fault { file: "types/".into(), line: 0, message: "no event type".into() });
        }
        faults
    }
}
