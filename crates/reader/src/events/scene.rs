//! What is beside what in a sentence: phrases, their prepositions, clauses?

use std::ops::Range;

use crate::codebook::{Codebook, Function, Slot};
use crate::language::{Analysis, Definite, Derived, Features, Gender, LemmaId, Number, Part, Pos, Reading};
use crate::recognise::{Mentions, Registry};

/// One sentence, cut into noun phrases and clauses.
pub(super) struct Scene<'a> {
    pub analysis: &'a Analysis<'a>,
    pub book: &'a Codebook,
    pub mentions: &'a Mentions,
    pub registry: &'a Registry,
    /// Index of the sentence.
    pub sentence: usize,
    pub words: Range<usize>,
    pub chunks: Vec<Chunk>,
    // Per word of the sentence.
    chunk_at: Vec<u32>,
    clause_at: Vec<u32>,
    clauses: Vec<Range<usize>>,
    functions: Vec<Function>,
    /// Words that the tagger took for nouns and that stand where a verb does.
    verbs: Vec<usize>,
}

/// A noun phrase without what hangs on it by preposition: head, genitives, adjectives, names.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub head: usize,
    pub words: Range<usize>,
    /// With what follows by a preposition and belongs to it (`قوات متحالفة مع السراج`).
    pub full: Range<usize>,
    pub prep: Option<Governor>,
    /// Joined by a conjunction to the phrase before.
    pub joined: bool,
    /// Names a time.
    pub time: bool,
}

/// The preposition before a phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Governor {
    /// Its slot, where frames have a name for it.
    pub slot: Option<Slot>,
    pub word: usize,
}

const NONE: u32 = u32::MAX;

impl<'a> Scene<'a> {
    pub fn new(
        analysis: &'a Analysis<'a>,
        book: &'a Codebook,
        mentions: &'a Mentions,
        registry: &'a Registry,
        sentence: usize,
    ) -> Scene<'a> {
        let r = &analysis.sentences[sentence];
        let words = r.start as usize..r.end as usize;
        let n = words.len();
        let functions = words.clone().map(|w| book.grammar.of(analysis.folded(w))).collect();
        let mut scene = Scene {
            analysis,
            book,
            mentions,
            registry,
            sentence,
            words,
            chunks: Vec::new(),
            chunk_at: vec![NONE; n],
            clause_at: vec![0; n],
            clauses: Vec::new(),
            functions,
            verbs: Vec::new(),
        };
        scene.verbs = scene.words.clone().filter(|w| scene.stands_as_verb(*w)).collect();
        scene.find_chunks();
        scene.find_clauses();
        scene
    }

    pub fn pos(&self, word: usize) -> Pos {
        if self.verbs.contains(&word) { Pos::Verb } else { self.analysis.words[word].pos }
    }

    /// The lemma of the word as what it stands for.
    pub fn lemma(&self, word: usize) -> LemmaId {
        self.as_verb(word).map_or(self.analysis.words[word].lemma, |r| r.lemma)
    }

    /// The features of the word as what it stands for.
    pub fn features(&self, word: usize) -> Features {
        self.as_verb(word).map_or(self.analysis.words[word].features, |r| r.features)
    }

    fn as_verb(&self, word: usize) -> Option<&Reading> {
        if !self.verbs.contains(&word) {
            return None;
        }
        let w = &self.analysis.words[word];
        let readings = w.readings.start as usize..w.readings.end as usize;
        self.analysis.readings[readings].iter().find(|r| r.pos == Pos::Verb)
    }

    /// فيما قتل ثلاثة, الذي قصف المدينة: a noun of doing by the tagger, right behind a word that a verb follows.
    fn stands_as_verb(&self, word: usize) -> bool {
        let w = &self.analysis.words[word];
        word > self.words.start
            && self.function(word - 1).is(Function::BEFORE_VERB)
            && w.pos == Pos::Noun
            && w.part == Part::Stem
            && w.features.derived == Some(Derived::Masdar)
            && w.features.definite != Some(Definite::Definite)
            && {
                let readings = w.readings.start as usize..w.readings.end as usize;
                self.analysis.readings[readings]
                    .iter()
                    .any(|r| r.pos == Pos::Verb && !r.guessed && r.n_proclitics == 0 && r.enclitic == 0)
            }
    }

    pub fn part(&self, word: usize) -> Part {
        self.analysis.words[word].part
    }

    pub fn function(&self, word: usize) -> Function {
        self.functions[word - self.words.start]
    }

    pub fn folded(&self, word: usize) -> &str {
        self.analysis.folded(word)
    }

    pub fn clause(&self, word: usize) -> u32 {
        self.clause_at[word - self.words.start]
    }

    pub fn chunk(&self, word: usize) -> Option<&Chunk> {
        let i = self.chunk_at[word - self.words.start];
        (i != NONE).then(|| &self.chunks[i as usize])
    }

    pub fn chunk_index(&self, word: usize) -> Option<usize> {
        let i = self.chunk_at[word - self.words.start];
        (i != NONE).then_some(i as usize)
    }

    /// The words of the clause that a word is in; a clause is one run.
    pub fn clause_range(&self, word: usize) -> Range<usize> {
        self.clauses[self.clause(word) as usize].clone()
    }

    /// The stem before, clitics and punctuation apart.
    pub fn stem_before(&self, word: usize) -> Option<usize> {
        (self.words.start..word).rev().find(|w| self.part(*w) == Part::Stem && self.pos(*w) != Pos::Punct)
    }

    pub fn stem_after(&self, word: usize) -> Option<usize> {
        (word + 1..self.words.end).find(|w| self.part(*w) == Part::Stem && self.pos(*w) != Pos::Punct)
    }

    /// The proclitic words of the token that a stem is in.
    pub fn proclitics(&self, stem: usize) -> Range<usize> {
        let token = self.analysis.words[stem].token;
        let mut start = stem;
        while start > self.words.start
            && self.analysis.words[start - 1].token == token
            && self.part(start - 1) == Part::Proclitic
        {
            start -= 1;
        }
        start..stem
    }

    /// The enclitic pronoun on a stem.
    pub fn enclitic(&self, stem: usize) -> Option<usize> {
        let next = stem + 1;
        (next < self.words.end
            && self.part(next) == Part::Enclitic
            && self.analysis.words[next].token == self.analysis.words[stem].token)
            .then_some(next)
    }

    fn is_nominal(&self, w: usize) -> bool {
        self.part(w) == Part::Stem && self.nominal_pos(w).is_some()
    }

    /// Noun, name, adjective or numeral; an accusative that the tagger took for an adverb is what its reading says.
    fn nominal_pos(&self, w: usize) -> Option<Pos> {
        match self.pos(w) {
            p @ (Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num) => Some(p),
            Pos::Adv if self.analysis.form(w).ends_with('ا') => {
                let r = &self.analysis.words[w].readings;
                self.analysis.readings[r.start as usize..r.end as usize]
                    .iter()
                    .filter(|r| !r.guessed)
                    .map(|r| r.pos)
                    .find(|p| matches!(p, Pos::Noun | Pos::Adj))
            }
            _ => None,
        }
    }

    /// With ال.
    pub fn has_article(&self, w: usize) -> bool {
        let word = &self.analysis.words[w];
        word.features.definite == Some(Definite::Definite)
            || (word.guessed && self.folded(w).starts_with("ال"))
    }

    /// وزارة: a word of the lexicon that the tagger took for a name, since it is part of one.
    fn is_noun_too(&self, w: usize) -> bool {
        let word = &self.analysis.words[w];
        let r = word.readings.start as usize..word.readings.end as usize;
        let token = word.token as usize;
        word.pos == Pos::Propn
            && !word.guessed
            && self.mentions.place_at(token).is_none()
            && self.mentions.actor_at(token).is_none()
            && self.analysis.readings[r].first().is_some_and(|r| !r.guessed && r.pos == Pos::Noun)
    }

    /// A noun that can open an idafa: no article, no pronoun, no tanwin to be seen.
    fn can_govern(&self, w: usize) -> bool {
        let word = &self.analysis.words[w];
        (word.pos == Pos::Noun
            || (word.pos == Pos::Adj && !self.has_article(w))
            || word.pos == Pos::Num
            || self.is_noun_too(w))
            && !self.has_article(w)
            && self.enclitic(w).is_none()
            && !self.is_tanwin_accusative(w)
            // مسلحون, جنديين keep their ن only where nothing follows in idafa.
            && !(self.folded(w).ends_with('ن') && matches!(word.features.number, Some(Number::Plural | Number::Dual))
                && word.features.gender == Some(Gender::Masculine)
                && ["ون", "ين", "ان"].iter().any(|e| self.folded(w).ends_with(e))
                && word.features.definite == Some(Definite::Indefinite))
    }

    fn find_chunks(&mut self) {
        let mut w = self.words.start;
        let mut prep: Option<Governor> = None;
        let mut joined = false;
        while w < self.words.end {
            // نحو before a number is no preposition.
            let token = self.analysis.words[w].token as usize;
            let in_number = self.mentions.number_at(token).is_some() && self.part(w) == Part::Stem;
            if !in_number && let Some((slot, end)) = self.preposition(w) {
                prep = Some(Governor { slot, word: w });
                w = end;
                continue;
            }
            // و15 is a conjunction and a number.
            let conjunction = self.pos(w) == Pos::Cconj;
            if !conjunction && let Some(chunk) = self.chunk_from(w, prep, joined) {
                let end = chunk.words.end;
                let i = self.chunks.len() as u32;
                for at in chunk.words.clone() {
                    self.chunk_at[at - self.words.start] = i;
                }
                self.chunks.push(chunk);
                prep = None;
                joined = false;
                w = end;
                continue;
            }
            match self.pos(w) {
                Pos::Cconj => {
                    // A second phrase under the same preposition keeps it.
                    joined = true;
                    prep = None;
                    if w > self.words.start
                        && let Some(before) = self.chunk(w - 1)
                        && before.words.end == w
                    {
                        prep = before.prep;
                    }
                }
                Pos::Punct if joined || prep.is_some() => {}
                _ => {
                    prep = None;
                    joined = false;
                }
            }
            w += 1;
        }
        self.extend_chunks();
    }

    /// A preposition of the codebook, or any other, that starts here; where it ends.
    fn preposition(&self, w: usize) -> Option<(Option<Slot>, usize)> {
        let f = self.function(w);
        if f.is(Function::THAT) || f.is(Function::RELATIVE_ONLY) {
            return None;
        }
        // بينهم طفلان: a part of those named before, nobody's subject or object.
        if self.is_among(w) {
            return Some((None, w + 2));
        }
        // غربي بغداد: where, not whom.
        let next = w + 1;
        if f.is(Function::DIRECTION)
            && self.enclitic(w).is_none()
            && next < self.words.end
            && (self.has_article(next)
                || matches!(self.pos(next), Pos::Propn | Pos::Noun)
                // جنوب شرقي البلاد
                || self.function(next).is(Function::DIRECTION))
        {
            return Some((self.book.preposition("fi"), next));
        }
        let mut best: Option<(Option<Slot>, usize)> = None;
        let forms = f.is(Function::PREPOSITION).then(|| self.book.prepositions_from(self.folded(w)));
        for (i, form) in forms.into_iter().flatten() {
            let fits = w + form.len() <= self.words.end
                && form.iter().enumerate().all(|(k, f)| self.folded(w + k) == f.as_str());
            if fits && best.is_none_or(|(_, end)| end < w + form.len()) {
                best = Some((Some(Slot::Prep(i)), w + form.len()));
            }
        }
        match best {
            // One letter is a preposition only where the analysis split it off as one.
            Some((_, end)) if end == w + 1 && !matches!(self.pos(w), Pos::Adp | Pos::Adv | Pos::Part) => {
                if self.part(w) == Part::Proclitic || self.pos(w).is_nominal() {
                    None
                } else {
                    best
                }
            }
            Some(_) => best,
            None if self.pos(w) == Pos::Adp => Some((None, w + 1)),
            None => None,
        }
    }

    /// بينهم
    pub fn is_among(&self, w: usize) -> bool {
        let token = self.analysis.words[w].token as usize;
        self.enclitic(w).is_some()
            && self.book.grammar.of(self.analysis.text.folded(token)).is(Function::AMONG)
    }

    fn chunk_from(&self, start: usize, prep: Option<Governor>, joined: bool) -> Option<Chunk> {
        let mut w = start;
        while w < self.words.end && self.function(w).is(Function::DEMONSTRATIVE) {
            w += 1;
        }
        // A number with what it counts.
        let token = |w: usize| self.analysis.words[w].token as usize;
        if w < self.words.end
            && let Some(n) = self.mentions.number_at(token(w))
            && !self.mentions.numbers[n].counts_itself()
        {
            let end = self.mentions.numbers[n].tokens.end as usize;
            let mut after = w;
            while after < self.words.end && token(after) < end {
                after += 1;
            }
            let mut next = after;
            if next < self.words.end && self.folded(next) == "من" && next + 1 < self.words.end {
                next += 1;
            }
            if next < self.words.end && self.is_nominal(next) {
                w = next;
            } else if after > w {
                return Some(Chunk {
                    head: after - 1,
                    words: start..after,
                    full: start..after,
                    prep,
                    joined,
                    time: self.mentions.date_at(token(start)).is_some(),
                });
            }
        }
        if w >= self.words.end || !self.is_nominal(w) || self.function(w).is(Function::THAT) {
            return None;
        }
        let head = w;
        let mut last = w;
        let mut end = w + 1;
        let time = self.mentions.date_at(token(head)).is_some();
        let actor_end =
            self.mentions.actor_at(token(head)).map(|a| self.mentions.actors[a].tokens.end as usize);
        loop {
            if let Some(e) = self.enclitic(last) {
                end = end.max(e + 1);
            }
            let mut next = end;
            // Quoted names: تنظيم "الدولة الإسلامية".
            while next < self.words.end && next == end && self.is_quote(next) {
                next += 1;
            }
            if next >= self.words.end
                || self.part(next) == Part::Enclitic
                || self.function(next).is(Function::LISTED)
            {
                break;
            }
            if actor_end.is_some_and(|e| token(next) < e) {
                last = next;
                end = next + 1;
                continue;
            }
            if self.mentions.date_at(token(next)).is_some() != time {
                break;
            }
            // One actor's name does not run on into another's.
            let (here, there) = (self.mentions.actor_at(token(last)), self.mentions.actor_at(token(next)));
            if here.is_some() && there.is_some() && here != there {
                break;
            }
            let extends = match self.nominal_pos(next).unwrap_or(self.pos(next)) {
                Pos::Adj => {
                    self.part(next) == Part::Stem
                        // قتل مسلحون ضابطا: an accusative is no adjective of a nominative.
                        && !(self.is_tanwin_accusative(next) && self.folded(last).ends_with("ون"))
                        && (self.has_article(next)
                            == (self.has_article(last) || self.pos(last) == Pos::Propn)
                            || self.is_definite(head)
                            || !self.has_article(next)
                            // مقتل القيادي: a noun in idafa that looks like an adjective.
                            || (last == head && self.can_govern(last) && self.pos(last) == Pos::Noun))
                        && (!self.has_article(last) || self.has_article(next))
                }
                Pos::Noun | Pos::Num => {
                    self.part(next) == Part::Stem
                        && ((self.can_govern(last)
                            && (last == head || self.pos(last) != Pos::Adj)
                            && (!self.is_tanwin_accusative(next) || self.pos(last) == Pos::Num))
                            || (self.pos(last) == Pos::Noun && time)
                            || (self.is_nisba_like(next)
                                && self.has_article(next)
                                && self.has_article(last)
                                && !self.is_people_of_one(last, next)))
                }
                Pos::Propn => {
                    let place = self.mentions.place_at(token(next)).is_some();
                    self.part(next) == Part::Stem
                        && (self.can_govern(last)
                            || self.pos(last) == Pos::Propn && !place
                            || !place
                                && self.mentions.actor_at(token(next)).is_none_or(|_| self.is_person(head))
                            || self.is_person(head))
                }
                _ => false,
            };
            if !extends {
                break;
            }
            last = next;
            end = next + 1;
            if next > head + 1 && self.is_quote(next - 1) && end < self.words.end && self.is_quote(end) {
                end += 1;
            }
        }
        Some(Chunk { head, words: start..end, full: start..end, prep, joined, time })
    }

    /// Indefinite with the alif of the accusative.
    pub fn is_tanwin_accusative(&self, w: usize) -> bool {
        let word = &self.analysis.words[w];
        word.features.definite == Some(Definite::Indefinite) && self.analysis.form(w).ends_with('ا')
    }

    /// Opens with a number of its own (not the one that lies in a dual).
    pub fn has_number(&self, chunk: &Chunk) -> bool {
        let token = self.analysis.words[chunk.words.start].token as usize;
        self.mentions.number_at(token).is_some_and(|n| !self.mentions.numbers[n].counts_itself())
            || self.bracketed(chunk.words.start).is_some()
    }

    /// (14) شخصا: the number in brackets that counts this noun.
    pub fn bracketed(&self, noun: usize) -> Option<usize> {
        let close = noun.checked_sub(1).filter(|w| self.words.start < *w && self.analysis.form(*w) == ")")?;
        let n = self.mentions.number_at(self.analysis.words[close - 1].token as usize)?;
        (self.mentions.numbers[n].counted == Some(self.analysis.words[noun].token)).then_some(n)
    }

    fn is_definite(&self, head: usize) -> bool {
        self.has_article(head) || self.enclitic(head).is_some()
    }

    /// An adjective that the tagger took for a noun: it has an adjective's reading.
    fn is_nisba_like(&self, w: usize) -> bool {
        let r = &self.analysis.words[w].readings;
        self.analysis.readings[r.start as usize..r.end as usize].iter().any(|r| r.pos == Pos::Adj)
    }

    /// الوزارة المسلحين: a plural of people is no adjective of a singular.
    fn is_people_of_one(&self, noun: usize, next: usize) -> bool {
        let f = |w: usize| self.analysis.words[w].features;
        f(next).number == Some(Number::Plural)
            && f(next).gender == Some(Gender::Masculine)
            && f(noun).number == Some(Number::Singular)
            && self.part(noun) == Part::Stem
    }

    /// A word for a person's office or calling.
    pub fn is_person(&self, w: usize) -> bool {
        self.book.cues.person.matches(self.analysis, w)
    }

    pub fn is_quote(&self, w: usize) -> bool {
        matches!(self.analysis.form(w), "\"" | "«" | "»" | "“" | "”" | "'" | "‘" | "’" | "''")
    }

    /// Lets a phrase that ends in a participle, or an indefinite one before من, take the phrase after it.
    fn extend_chunks(&mut self) {
        for i in 0..self.chunks.len() {
            let c = &self.chunks[i];
            let Some(next) = self.chunks.get(i + 1) else { break };
            let Some(g) = next.prep else { continue };
            if g.word != c.words.end || next.time {
                continue;
            }
            let last = c.words.end - 1;
            let in_name =
                self.mentions.actor_at(self.analysis.words[c.words.end - 1].token as usize).is_some();
            let participle = !in_name
                && self.analysis.words[last].features.derived.is_some_and(|d| d != Derived::Masdar)
                && (last != c.head || self.pos(last) == Pos::Adj);
            let of = self.folded(g.word) == "من"
                && !self.has_article(c.head)
                && c.words.len() <= 3
                && (self.is_person(c.head)
                    || self.book.cues.transparent.matches(self.analysis, c.head)
                    || self.has_number(c));
            if participle || of {
                self.chunks[i].full = c.words.start..next.words.end;
            }
        }
    }

    fn find_clauses(&mut self) {
        let mut start = self.words.start;
        for w in self.words.clone() {
            if w > start && self.opens_clause(w) {
                self.clauses.push(start..w);
                start = w;
            }
            self.clause_at[w - self.words.start] = self.clauses.len() as u32;
        }
        self.clauses.push(start..self.words.end);
    }

    fn opens_clause(&self, w: usize) -> bool {
        let f = self.function(w);
        if f.is(Function::RELATIVE_ONLY) || f.is(Function::SUBORDINATOR) {
            return true;
        }
        match self.pos(w) {
            // و + verb, or و + قد / كان / لم + verb.
            Pos::Cconj => {
                let next = w + 1;
                next < self.words.end && self.leads_verb(next)
            }
            Pos::Punct if self.closes_quote(w) => false,
            Pos::Punct => {
                let next = w + 1;
                if self.analysis.form(w) == ":" {
                    return true;
                }
                let next =
                    if next < self.words.end && self.pos(next) == Pos::Cconj { next + 1 } else { next };
                next < self.words.end && self.leads_verb(next)
            }
            _ => false,
        }
    }

    /// عشرة، بينهم "ثلاثة أطفال" قتلوا: what ends a quotation opens nothing.
    fn closes_quote(&self, w: usize) -> bool {
        match self.analysis.form(w) {
            "»" | "”" => true,
            "\"" => (self.words.start..w).filter(|x| self.analysis.form(*x) == "\"").count() % 2 == 1,
            _ => false,
        }
    }

    /// A verb, or particles that a verb follows.
    fn leads_verb(&self, w: usize) -> bool {
        for at in w..(w + 3).min(self.words.end) {
            match self.pos(at) {
                Pos::Verb | Pos::Aux => return true,
                Pos::Part | Pos::Adv | Pos::Sconj => {}
                _ if self.function(at).is(Function::BE) => return true,
                _ => return false,
            }
        }
        false
    }
}
