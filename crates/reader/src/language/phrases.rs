//! Which words make a phrase?
//!
//! Noun phrases are read by rules on parts of speech, definiteness and agreement; where the form leaves
//! it open (`قصفت الطائرات طرابلس`, `الرئيس بشار`) the arcs decide, if the sentence has been parsed.

use std::ops::Range;

use super::{Analysis, Definite, Gender, Number, Part, Pos, Relation, Word};

/// A noun phrase without its prepositional phrases, relative clause and coordinated phrases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounPhrase {
    /// The first noun (`رئيس` in رئيس الوزراء الليبي); of a counted phrase, what is counted (`مدنيين` in
    /// خمسة مدنيين).
    pub head: u32,
    pub words: Range<u32>,
    /// The numerals before the head.
    pub numerals: Range<u32>,
    /// The nouns of the idafa after the head, in order: `وزير خارجية ليبيا` has two.
    pub genitives: Vec<u32>,
    pub adjectives: Vec<u32>,
    /// The words of a name that follows its title or its first word.
    pub names: Vec<u32>,
    /// A pronoun attached to the last noun of the idafa.
    pub possessor: Option<u32>,
    pub definite: bool,
    /// A demonstrative before the head.
    pub demonstrative: Option<u32>,
    /// The relative pronoun after the phrase.
    pub relative: Option<u32>,
    /// `من` after the phrase, where it says of what the head is a part (عدد من المدنيين).
    pub partitive: Option<u32>,
}

/// A preposition with its noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrepositionalPhrase {
    /// `في`; of several in a row (من قبل) the first.
    pub preposition: u32,
    /// All prepositions.
    pub prepositions: Range<u32>,
    pub object: NounPhrase,
}

impl PrepositionalPhrase {
    pub fn words(&self) -> Range<u32> {
        self.preposition..self.object.words.end
    }
}

/// Words that a phrase can run over before the reader gives up.
const LONGEST: u32 = 24;

/// The longest phrase that begins with this word; none if no noun phrase begins here.
pub fn noun_phrase_from(analysis: &Analysis<'_>, start: u32) -> Option<NounPhrase> {
    Growth::new(analysis, start)?.grow()
}

/// The longest phrase that holds this word.
pub fn noun_phrase_at(analysis: &Analysis<'_>, word: u32) -> Option<NounPhrase> {
    let sentence = &analysis.sentences[analysis.sentence_of(word as usize)];
    let first = sentence.start.max(word.saturating_sub(LONGEST));
    // Phrases do not overlap, so the next one begins where the last one ended.
    let mut at = first;
    while at <= word {
        match noun_phrase_from(analysis, at) {
            Some(phrase) if phrase.words.contains(&word) => return Some(phrase),
            Some(phrase) => at = phrase.words.end,
            None => at += 1,
        }
    }
    None
}

/// All noun phrases that begin in a range of words, in order, none inside another.
pub fn noun_phrases(analysis: &Analysis<'_>, range: Range<u32>) -> Vec<NounPhrase> {
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match noun_phrase_from(analysis, at) {
            Some(phrase) => {
                at = phrase.words.end;
                out.push(phrase);
            }
            None => at += 1,
        }
    }
    out
}

/// The phrases coordinated with this one, itself first: `الجيش والشرطة و"حماس"`.
pub fn conjuncts(analysis: &Analysis<'_>, phrase: &NounPhrase) -> Vec<NounPhrase> {
    let mut out = vec![phrase.clone()];
    while let Some(next) = next_conjunct(analysis, &out) {
        out.push(next);
        if out.len() == 12 {
            break;
        }
    }
    out
}

fn next_conjunct(analysis: &Analysis<'_>, so_far: &[NounPhrase]) -> Option<NounPhrase> {
    let last = so_far.last()?;
    let words = &analysis.words;
    let mut at = last.words.end as usize;
    let comma = words.get(at).is_some_and(|w| is_comma(analysis, w));
    at += usize::from(comma);
    let joined = words.get(at).is_some_and(|w| w.pos == Pos::Cconj);
    at += usize::from(joined);
    if !joined && (!comma || so_far.len() < 2) {
        return None;
    }
    let sentence = &analysis.sentences[analysis.sentence_of(last.head as usize)];
    if at >= sentence.end as usize {
        return None;
    }
    let next = noun_phrase_from(analysis, at as u32)?;
    let head = &words[next.head as usize];
    let by_arc = head.relation == Relation::Conj
        && head.head.is_some_and(|h| so_far.iter().any(|p| p.words.contains(&h)));
    let verb_follows = words.get(next.words.end as usize).is_some_and(|w| w.pos == Pos::Verb);
    let proper = |p: &NounPhrase| words[p.head as usize].pos == Pos::Propn;
    let alike = next.definite == last.definite && (!comma || proper(&next) == proper(last));
    (by_arc || (alike && joined && !verb_follows) || (alike && proper(&next) && proper(last))).then_some(next)
}

/// The prepositional phrases that begin in a range of words, in order.
pub fn prepositional_phrases(analysis: &Analysis<'_>, range: Range<u32>) -> Vec<PrepositionalPhrase> {
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match prepositional_phrase_from(analysis, at) {
            Some(phrase) => {
                // Inside the phrase others may begin, but not inside a run of prepositions.
                at = phrase.prepositions.end;
                out.push(phrase);
            }
            None => at += 1,
        }
    }
    out
}

/// The prepositional phrase that begins with this word.
pub fn prepositional_phrase_from(analysis: &Analysis<'_>, start: u32) -> Option<PrepositionalPhrase> {
    let words = &analysis.words;
    let sentence = &analysis.sentences[analysis.sentence_of(start as usize)];
    let run = (start..sentence.end).take_while(|i| words[*i as usize].pos == Pos::Adp).take(3).count() as u32;
    if run == 0 {
        return None;
    }
    let object = noun_phrase_from(analysis, start + run)?;
    Some(PrepositionalPhrase { preposition: start, prepositions: start..start + run, object })
}

/// With ال, a name, or closed by an attached pronoun.
pub fn is_definite(analysis: &Analysis<'_>, word: u32) -> bool {
    let w = &analysis.words[word as usize];
    w.pos == Pos::Propn || has_article(analysis, word)
}

/// Whether ال stands before the noun, also in للسلطة.
pub fn has_article(analysis: &Analysis<'_>, word: u32) -> bool {
    let w = &analysis.words[word as usize];
    if w.features.definite == Some(Definite::Definite) {
        return true;
    }
    let form = analysis.folded(word as usize);
    let letters = form.len() / 2;
    let after_l = || {
        let before = word.checked_sub(1).map(|b| &analysis.words[b as usize]);
        before.is_some_and(|b| b.token == w.token && analysis.folded(word as usize - 1) == "ل")
    };
    (letters > 3 && form.starts_with("ال")) || (letters > 2 && form.starts_with('ل') && after_l())
}

fn is_comma(analysis: &Analysis<'_>, w: &Word) -> bool {
    w.pos == Pos::Punct && matches!(analysis.text.clean_at(w.clean.clone()), "," | "،")
}

fn is_quote(analysis: &Analysis<'_>, w: &Word) -> bool {
    w.pos == Pos::Punct
        && matches!(analysis.text.clean_at(w.clean.clone()), "\"" | "«" | "»" | "“" | "”" | "'" | "‘" | "’")
}

/// Whether the pronoun begins a relative clause (الذي، التي، الذين).
pub fn is_relative(analysis: &Analysis<'_>, word: u32) -> bool {
    let w = &analysis.words[word as usize];
    let f = analysis.folded(word as usize);
    matches!(w.pos, Pos::Pron | Pos::Sconj | Pos::Det)
        && w.part == Part::Stem
        && (f.starts_with("الذ")
            || f.starts_with("الت")
            || f.starts_with("اللذ")
            || f.starts_with("اللت")
            || f.starts_with("اللوا")
            || f.starts_with("اللائ"))
}

/// A phrase that grows word by word.
struct Growth<'a> {
    analysis: &'a Analysis<'a>,
    /// The phrase must end here at the latest.
    limit: u32,
    at: u32,
    phrase: NounPhrase,
    has_head: bool,
    /// The last noun waits for a genitive.
    open: bool,
    last: u32,
}

impl<'a> Growth<'a> {
    fn new(analysis: &'a Analysis<'a>, start: u32) -> Option<Growth<'a>> {
        analysis.words.get(start as usize)?;
        let sentence = &analysis.sentences[analysis.sentence_of(start as usize)];
        let phrase = NounPhrase {
            head: start,
            words: start..start,
            numerals: start..start,
            genitives: Vec::new(),
            adjectives: Vec::new(),
            names: Vec::new(),
            possessor: None,
            definite: false,
            demonstrative: None,
            relative: None,
            partitive: None,
        };
        let limit = sentence.end.min(start.saturating_add(LONGEST));
        Some(Growth { analysis, limit, at: start, phrase, has_head: false, open: false, last: start })
    }

    fn word(&self, i: u32) -> Option<&'a Word> {
        (i < self.limit).then(|| &self.analysis.words[i as usize])
    }

    fn grow(mut self) -> Option<NounPhrase> {
        while let Some(w) = self.word(self.at) {
            if w.part == Part::Proclitic || !self.take(w) {
                break;
            }
        }
        if !self.has_head {
            // A number or a demonstrative by itself.
            if self.phrase.words.is_empty() {
                return None;
            }
            self.phrase.head = self.phrase.words.end - 1;
        }
        let end = self.phrase.words.end;
        if let Some(w) = self.word(end) {
            if is_relative(self.analysis, end) {
                self.phrase.relative = Some(end);
            } else if w.pos == Pos::Adp && w.part == Part::Stem && self.analysis.folded(end as usize) == "من"
            {
                self.phrase.partitive = (!self.phrase.definite).then_some(end);
            }
        }
        Some(self.phrase)
    }

    /// Takes the word at `at` into the phrase, or says that the phrase has ended.
    fn take(&mut self, w: &Word) -> bool {
        let empty = self.phrase.words.is_empty();
        match w.pos {
            Pos::Pron if w.part == Part::Enclitic => {
                if empty {
                    // The pronoun is the whole phrase (منه، قتلته).
                    self.phrase.words.end = self.at + 1;
                    self.phrase.head = self.at;
                    self.phrase.definite = true;
                    self.has_head = true;
                    return false;
                }
                self.phrase.possessor = Some(self.at);
                self.phrase.definite = true;
                self.open = false;
                self.push()
            }
            Pos::Pron => {
                if is_relative(self.analysis, self.at) || !empty {
                    return false;
                }
                // هذا الهجوم is one phrase, هو or هذا alone another.
                let demonstrative = self.word(self.at + 1).is_some_and(|next| {
                    matches!(next.pos, Pos::Noun | Pos::Adj | Pos::Propn | Pos::Num)
                        && next.part == Part::Stem
                        && has_article(self.analysis, self.at + 1)
                });
                self.phrase.definite = true;
                if demonstrative {
                    self.phrase.demonstrative = Some(self.at);
                } else {
                    self.has_head = true;
                    self.phrase.head = self.at;
                }
                self.push() && demonstrative
            }
            Pos::Num => self.number(),
            Pos::Det | Pos::Noun => self.noun(),
            Pos::Propn => self.name(w),
            Pos::Adj => self.adjective(w),
            Pos::Sym => {
                self.phrase.numerals.end == self.at
                    && self.phrase.numerals.start < self.at
                    && self.push_numeral()
            }
            Pos::Part => {
                // غير شرعي
                let negated = self.analysis.folded(self.at as usize) == "غير"
                    && self.word(self.at + 1).is_some_and(|n| n.pos == Pos::Adj && n.part == Part::Stem);
                if negated && self.has_head {
                    self.phrase.adjectives.push(self.at + 1);
                    self.at += 1;
                    return self.push();
                }
                false
            }
            Pos::Punct => self.quoted(w),
            _ => false,
        }
    }

    fn push(&mut self) -> bool {
        self.phrase.words.end = self.at + 1;
        self.at += 1;
        true
    }

    fn push_numeral(&mut self) -> bool {
        if self.phrase.numerals.is_empty() {
            self.phrase.numerals = self.at..self.at;
        }
        self.phrase.numerals.end = self.at + 1;
        self.push()
    }

    fn number(&mut self) -> bool {
        if !self.has_head {
            return self.push_numeral();
        }
        // عام 2014، الساعة 10، مقتل 5 أشخاص
        let digits = self.analysis.form(self.at as usize).starts_with(|c: char| c.is_ascii_digit());
        if self.open || (digits && self.at == self.last + 1) || self.hangs_here() {
            self.phrase.genitives.push(self.at);
            self.last = self.at;
            // مقتل 5 أشخاص: the counted noun follows.
            self.open = true;
            return self.push();
        }
        false
    }

    fn become_head(&mut self) -> bool {
        self.has_head = true;
        self.phrase.head = self.at;
        self.last = self.at;
        self.open = self.is_open();
        self.phrase.definite |= is_definite(self.analysis, self.at);
        self.push()
    }

    fn genitive(&mut self) -> bool {
        self.phrase.genitives.push(self.at);
        self.phrase.definite |= is_definite(self.analysis, self.at);
        self.last = self.at;
        self.open = self.is_open();
        self.push()
    }

    /// Whether the noun can be the first part of an idafa.
    fn is_open(&self) -> bool {
        let w = &self.analysis.words[self.at as usize];
        if is_definite(self.analysis, self.at) {
            // A name or a noun with its article takes no genitive.
            return false;
        }
        match w.features.definite {
            Some(Definite::Construct) => true,
            Some(Definite::Indefinite) => false,
            _ => {
                // شخصين، مسلحون and مدنيا keep what a genitive would take off.
                let long = matches!(w.features.number, Some(Number::Dual | Number::Plural));
                let form = self.analysis.folded(self.at as usize);
                let full = form.ends_with("ين") || form.ends_with("ون") || form.ends_with("ان");
                !(long && full)
            }
        }
    }

    fn noun(&mut self) -> bool {
        if !self.has_head {
            return self.become_head();
        }
        let article = has_article(self.analysis, self.at);
        let adjacent = self.at == self.last + 1;
        if self.open && adjacent {
            // مدير مكتب وزير: each bare noun waits for the next.
            return self.genitive();
        }
        // An adjective stands between: قوات خاصة تابعة; or two definite nouns in a row: الجيش المتظاهرين.
        if article && self.phrase.definite && self.hangs_here() {
            self.phrase.names.push(self.at);
            self.last = self.at;
            self.open = false;
            return self.push();
        }
        false
    }

    fn name(&mut self, w: &Word) -> bool {
        if !self.has_head {
            return self.become_head();
        }
        if self.open && self.at == self.last + 1 {
            return self.genitive();
        }
        let last = &self.analysis.words[self.phrase.words.end as usize - 1];
        let unparsed = w.relation == Relation::None;
        let follows_name = last.pos == Pos::Propn;
        let argument = matches!(
            w.relation,
            Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Obl | Relation::Root
        ) && !w.head.is_some_and(|h| self.phrase.words.contains(&h));
        let title = {
            let head = &self.analysis.words[self.phrase.head as usize];
            head.features.number != Some(Number::Plural) && head.features.gender != Some(Gender::Feminine)
        };
        if self.hangs_here() || (follows_name && !argument) || (unparsed && title) {
            self.phrase.names.push(self.at);
            self.last = self.at;
            return self.push();
        }
        false
    }

    fn adjective(&mut self, w: &Word) -> bool {
        if !self.has_head {
            // كبار المسؤولين، المسلحين
            return self.become_head();
        }
        let article = has_article(self.analysis, self.at);
        if self.open && article && self.at == self.last + 1 && w.features.gender.is_some() {
            // مقتل المسلحين: an adjective used as a noun.
            return self.genitive();
        }
        if article == self.phrase.definite || (!article && self.open && self.phrase.genitives.is_empty()) {
            self.phrase.adjectives.push(self.at);
            // عناصر مسلحة ... takes no genitive any more.
            self.open = false;
            return self.push();
        }
        false
    }

    /// `حركة "حماس"`, `ما يسمى "الدولة الإسلامية"`: a quoted name belongs to the noun before it.
    fn quoted(&mut self, w: &Word) -> bool {
        if !self.has_head || !is_quote(self.analysis, w) {
            return false;
        }
        let inside = (self.at + 1..self.limit.min(self.at + 8))
            .take_while(|i| {
                let w = &self.analysis.words[*i as usize];
                !is_quote(self.analysis, w)
                    && matches!(
                        w.pos,
                        Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Adp | Pos::Cconj | Pos::X
                    )
            })
            .count() as u32;
        let close = self.at + 1 + inside;
        if inside == 0 || !self.word(close).is_some_and(|w| is_quote(self.analysis, w)) {
            return false;
        }
        let nouns = (self.at + 1..close)
            .filter(|i| !matches!(self.analysis.words[*i as usize].pos, Pos::Adp | Pos::Cconj));
        self.phrase.names.extend(nouns);
        self.phrase.definite = true;
        self.open = false;
        self.at = close;
        self.last = close;
        self.push()
    }

    /// Whether the arcs hang the word at `at` on the phrase.
    fn hangs_here(&self) -> bool {
        let w = &self.analysis.words[self.at as usize];
        w.head.is_some_and(|h| self.phrase.words.contains(&h))
            && matches!(
                w.relation,
                Relation::Appos | Relation::Flat | Relation::Nmod | Relation::Nummod | Relation::Amod
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, Scratch};
    use crate::text::{Text, WordModel};

    /// The phrases of a text, each as its words joined, and whether the sentences were parsed.
    fn check(raw: &str, expected: &[&str]) {
        let language = Language::bundled();
        let words = WordModel::empty();
        let text = Text::new(raw, &words);
        let mut analysis = language.analyse(&text, &mut Scratch::default());
        for sentence in 0..analysis.sentences.len() {
            language.parse(&mut analysis, &[sentence]);
        }
        let all = 0..analysis.words.len() as u32;
        let show = |r: &Range<u32>| {
            let first = analysis.words[r.start as usize].span;
            first.cover(analysis.words[r.end as usize - 1].span).of(raw).to_owned()
        };
        let found: Vec<String> = noun_phrases(&analysis, all).iter().map(|p| show(&p.words)).collect();
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn a_noun_phrase_takes_its_genitives_adjectives_and_numerals() {
        check("قصفت طائرات أمريكية مدينة سرت.", &["طائرات أمريكية", "مدينة سرت"]);
        check("وصل وزير الخارجية الأمريكي إلى القاهرة.", &["وزير الخارجية الأمريكي", "القاهرة"]);
        check("قتل الجيش خمسة مسلحين في مدينة حلب.", &["الجيش", "خمسة مسلحين", "مدينة حلب"]);
        check("استهدف الهجوم مقر قيادة الشرطة.", &["الهجوم", "مقر قيادة الشرطة"]);
        check("أعلنت الحكومة هذا القرار.", &["الحكومة", "هذا القرار"]);
    }

    #[test]
    fn coordination_is_a_list() {
        let language = Language::bundled();
        let words = WordModel::empty();
        let text = Text::new("هاجم الجيش والشرطة والحرس مقر الحزب.", &words);
        let mut analysis = language.analyse(&text, &mut Scratch::default());
        language.parse(&mut analysis, &[0]);
        let army = noun_phrase_from(&analysis, 1).unwrap();
        let list = conjuncts(&analysis, &army);
        let forms: Vec<&str> = list.iter().map(|p| analysis.form(p.head as usize)).collect();
        assert_eq!(forms, ["الجيش", "الشرطة", "الحرس"]);
    }

    #[test]
    fn any_word_of_a_phrase_finds_it() {
        let language = Language::bundled();
        let words = WordModel::empty();
        let text = Text::new("اعتقلت قوات الأمن المصرية عشرات المتظاهرين في القاهرة.", &words);
        let analysis = language.analyse(&text, &mut Scratch::default());
        for word in 0..analysis.words.len() as u32 {
            if let Some(phrase) = noun_phrase_at(&analysis, word) {
                assert!(phrase.words.contains(&word) && phrase.words.contains(&phrase.head));
            }
        }
    }
}
