//! How does a text become words?

use rustc_hash::FxHashMap;

use super::clusters::Clusters;
use super::model::{ModelError, ModelReader, hash_str};
use super::parser::Parser;
use super::phrases_roles::Roles;
use super::tagger::{Choice, Sequence, Tagger};
use super::tagger_forms::{Form, Glance};
use super::{
    Analysis, Features, Gender, Language, LemmaId, Lexicon, Number, Part, Person, Pos, Reading, Relation,
    Word,
};
use crate::text::{Text, TokenKind};

/// Distinct forms kept before the store is emptied.
const FORMS_KEPT: usize = 1 << 17;

/// Forms met before with their analyses; makes later texts faster and changes no result.
#[derive(Debug, Default)]
pub struct Scratch {
    ids: [Ids; 5],
    forms: Vec<Form>,
    analysis: u32,
    /// How often the store was emptied.
    epoch: u32,
    tokens: Vec<u32>,
    glances: Vec<Glance>,
    choices: Vec<Choice>,
}

/// The numbers of forms by their letters.
#[derive(Debug, Default)]
struct Ids {
    /// Nearly all are short enough to be compared where they lie in the table.
    short: FxHashMap<[u64; 3], u32>,
    long: FxHashMap<Box<str>, u32>,
}

impl Ids {
    /// Up to 23 bytes and their number.
    fn short(letters: &str) -> Option<[u64; 3]> {
        let mut bytes = [0; 24];
        bytes[..23].get_mut(..letters.len())?.copy_from_slice(letters.as_bytes());
        bytes[23] = letters.len() as u8;
        let (words, _) = bytes.as_chunks::<8>();
        Some([0, 1, 2].map(|n| u64::from_le_bytes(words[n])))
    }

    fn get(&self, letters: &str) -> Option<u32> {
        match Ids::short(letters) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(letters).copied(),
        }
    }

    fn insert(&mut self, letters: &str, id: u32) {
        match Ids::short(letters) {
            Some(short) => self.short.insert(short, id),
            None => self.long.insert(letters.into(), id),
        };
    }
}

/// The lemmas of the clitics.
#[derive(Debug, Default)]
pub struct CliticLemmas {
    /// By letter.
    proclitics: Vec<(String, Pos, LemmaId)>,
    pronoun: Option<LemmaId>,
}

impl CliticLemmas {
    fn new(lexicon: &Lexicon) -> CliticLemmas {
        let mut proclitics = Vec::new();
        for letter in ["و", "ف", "ب", "ل", "ك", "س", "أ"] {
            for pos in Pos::ALL {
                if let Some(id) = lexicon.find(letter, Some(pos)).first() {
                    proclitics.push((letter.to_owned(), pos, *id));
                }
            }
        }
        CliticLemmas { proclitics, pronoun: lexicon.find("هو", Some(Pos::Pron)).first().copied() }
    }

    fn proclitic(&self, letters: &str, pos: Pos) -> Option<LemmaId> {
        let same = self.proclitics.iter().filter(|(l, ..)| l == letters);
        let exact = same.clone().find(|(_, p, _)| *p == pos);
        exact.or(same.clone().next()).map(|(.., id)| *id)
    }
}

/// The bytes of the model files.
#[derive(Clone, Copy, Debug)]
pub struct Models<'b> {
    pub clusters: &'b [u8],
    pub tagger: &'b [u8],
    pub parser: &'b [u8],
    pub roles: &'b [u8],
}

impl Language {
    /// The lexicon and the models that the program carries.
    pub fn bundled() -> Language {
        let models = Models {
            clusters: Clusters::BUNDLED,
            tagger: include_bytes!("../../../../data/models/pud/tagger.bin"),
            parser: include_bytes!("../../../../data/models/pud/parser.bin"),
            roles: include_bytes!("../../../../data/models/pud/roles.bin"),
        };
        Language::new(Lexicon::bundled(), &models).expect("the models in the program are whole")
    }

    /// A language from model files.
    pub fn new(lexicon: &'static Lexicon, models: &Models<'_>) -> Result<Language, ModelError> {
        let clusters = Clusters::read(models.clusters)?;
        let tagger = ModelReader::whole(models.tagger, Tagger::read)?;
        let parser = ModelReader::whole(models.parser, Parser::read)?;
        let roles = ModelReader::whole(models.roles, Roles::read)?;
        Ok(Language { lexicon, clusters, tagger, parser, roles, clitics: CliticLemmas::new(lexicon) })
    }

    /// Cuts a text into words and tags them. Arcs are added by [`Language::parse`].
    pub fn analyse<'a>(&'a self, text: &'a Text, scratch: &mut Scratch) -> Analysis<'a> {
        let mut analysis = Analysis {
            text,
            language: self,
            words: Vec::with_capacity(text.tokens.len() * 5 / 4),
            sentences: Vec::with_capacity(text.sentences.len()),
            readings: Vec::new(),
            guessed_lemmas: Vec::new(),
        };
        scratch.start(self);
        scratch.tokens.clear();
        scratch.glances.clear();
        for token in text.sentences.iter().flat_map(|s| s.tokens.clone()) {
            let id = scratch.form(self, text, token as usize);
            scratch.tokens.push(id);
        }
        // By itself, so that the processor fetches several forms at once.
        scratch.glances.extend(scratch.tokens.iter().map(|id| scratch.forms[*id as usize].glance()));
        let mut choices = std::mem::take(&mut scratch.choices);
        let sequence = Sequence { forms: &scratch.forms, tokens: &scratch.tokens, glances: &scratch.glances };
        let sentences = text.sentences.iter().scan(0, |at, s| {
            let start = *at;
            *at += s.tokens.len();
            Some(start..*at)
        });
        self.tagger.tag(sequence, sentences, &mut choices);
        let mut next = 0;
        for sentence in &text.sentences {
            let start = analysis.words.len() as u32;
            for token in sentence.tokens.clone() {
                let form = &mut scratch.forms[scratch.tokens[next] as usize];
                if form.placed.0 != scratch.analysis {
                    form.placed = (scratch.analysis, place(form, &mut analysis));
                }
                self.add_words(&mut analysis, token, form, form.placed.1, &choices[next]);
                next += 1;
            }
            analysis.sentences.push(start..analysis.words.len() as u32);
        }
        scratch.choices = choices;
        analysis
    }

    /// Adds the words of a token, cut and tagged as chosen; its readings stand at `at`.
    pub fn add_words(
        &self,
        analysis: &mut Analysis<'_>,
        token: u32,
        form: &mut Form,
        at: u32,
        choice: &Choice,
    ) {
        let text = analysis.text;
        let chosen = form.reading_of(usize::from(choice.segment), choice.tag);
        let segment = &form.segments[usize::from(choice.segment)];
        let readings = at..at + form.readings.len() as u32;
        let clean = text.tokens[token as usize].clean.clone();
        let blank = Word {
            token,
            part: Part::Stem,
            span: text.tokens[token as usize].span,
            clean: clean.clone(),
            lemma: LemmaId(LemmaId::GUESSED),
            pos: choice.tag.pos(),
            features: Features::default(),
            guessed: false,
            head: None,
            relation: Relation::None,
            readings,
        };
        let mut start = clean.start;
        for (k, n) in segment.split.proclitics().iter().enumerate() {
            let range = start..start + u32::from(*n);
            let letters = text.clean_at(range.clone());
            let pos = choice.clitics[k].pos();
            let lemma = match self.clitics.proclitic(letters, pos) {
                Some(id) => id,
                None => guess(analysis, letters),
            };
            start = range.end;
            let span = text.span_at(range.clone());
            let word = Word { part: Part::Proclitic, span, clean: range, lemma, pos, ..blank.clone() };
            analysis.words.push(word);
        }
        let end = clean.end - u32::from(segment.split.enclitic);
        let mut stem = Word { clean: start..end, ..blank.clone() };
        if end - start < clean.end - clean.start {
            stem.span = text.span_at(start..end);
        }
        if let Some(n) = chosen {
            let reading = &analysis.readings[at as usize + n];
            stem.lemma = reading.lemma;
            stem.features = reading.features;
            stem.guessed = reading.guessed;
        } else {
            stem.lemma = guess(analysis, text.clean_at(start..end));
            stem.guessed = form.kind == TokenKind::Word;
        }
        analysis.words.push(stem);
        if segment.split.enclitic > 0 {
            let range = end..clean.end;
            let letters = text.clean_at(range.clone());
            let word = Word {
                part: Part::Enclitic,
                span: text.span_at(range.clone()),
                clean: range,
                lemma: match self.clitics.pronoun {
                    Some(id) => id,
                    None => guess(analysis, letters),
                },
                pos: Pos::Pron,
                features: pronoun_features(letters),
                ..blank
            };
            analysis.words.push(word);
        }
    }
}

fn guess(analysis: &mut Analysis<'_>, letters: &str) -> LemmaId {
    analysis.guessed_lemmas.push(letters.into());
    LemmaId(LemmaId::GUESSED + analysis.guessed_lemmas.len() as u32 - 1)
}

/// Who an attached pronoun stands for.
fn pronoun_features(letters: &str) -> Features {
    let (person, gender, number) = match letters {
        "ه" => (Person::Third, Some(Gender::Masculine), Number::Singular),
        "ها" => (Person::Third, Some(Gender::Feminine), Number::Singular),
        "هم" => (Person::Third, Some(Gender::Masculine), Number::Plural),
        "هن" => (Person::Third, Some(Gender::Feminine), Number::Plural),
        "هما" => (Person::Third, None, Number::Dual),
        "نا" => (Person::First, None, Number::Plural),
        "ي" | "ني" => (Person::First, None, Number::Singular),
        "كم" => (Person::Second, Some(Gender::Masculine), Number::Plural),
        "كن" => (Person::Second, Some(Gender::Feminine), Number::Plural),
        "كما" => (Person::Second, None, Number::Dual),
        "ك" => (Person::Second, None, Number::Singular),
        _ => return Features::default(),
    };
    Features { person: Some(person), gender, number: Some(number), ..Features::default() }
}

impl Scratch {
    fn start(&mut self, _language: &Language) {
        self.analysis = self.analysis.wrapping_add(1);
        if self.forms.len() > FORMS_KEPT || self.analysis == 0 {
            *self = Scratch { analysis: 1, epoch: self.epoch.wrapping_add(1), ..Scratch::default() };
        }
    }

    /// The number of each token's form in the text analysed last; it stays that form's while the second value does.
    pub fn forms(&self) -> (&[u32], u32) {
        (&self.tokens, self.epoch)
    }

    /// The form of a token, made at its first occurrence.
    fn form(&mut self, language: &Language, text: &Text, token: usize) -> u32 {
        let (kind, clean) = (text.tokens[token].kind, text.clean(token));
        if let Some(id) = self.ids[kind as usize].get(clean) {
            return id;
        }
        let mut form = make_form(language.lexicon, &language.clusters, kind, clean, text.folded(token));
        language.tagger.prepare(&mut form);
        let id = self.forms.len() as u32;
        self.forms.push(form);
        self.ids[kind as usize].insert(clean, id);
        id
    }
}

/// Puts a form's readings into an analysis.
pub fn place(form: &Form, analysis: &mut Analysis<'_>) -> u32 {
    let at = analysis.readings.len() as u32;
    if form.guessed_lemmas.is_empty() {
        analysis.readings.extend_from_slice(&form.readings);
        return at;
    }
    let base = analysis.guessed_lemmas.len() as u32;
    analysis.guessed_lemmas.extend(form.guessed_lemmas.iter().cloned());
    analysis.readings.extend(form.readings.iter().map(|r| {
        let shift = if r.lemma.is_guess() { base } else { 0 };
        Reading { lemma: LemmaId(r.lemma.0 + shift), ..r.clone() }
    }));
    at
}

/// Reads a token by the lexicon.
pub fn make_form(lexicon: &Lexicon, clusters: &Clusters, kind: TokenKind, clean: &str, folded: &str) -> Form {
    let mut readings = Vec::new();
    if kind == TokenKind::Word {
        lexicon.analyse(clean, folded, &mut readings);
    }
    let lemma_hash = |r: &Reading| {
        if r.lemma.is_guess() {
            hash_str(&lexicon.guessed_lemma(r.lemma, clean))
        } else {
            hash_str(lexicon.text(r.lemma))
        }
    };
    let mut form = Form::new(kind, clean, folded, readings, clusters, lemma_hash);
    for r in &mut form.readings {
        if r.lemma.is_guess() {
            form.guessed_lemmas.push(lexicon.guessed_lemma(r.lemma, clean).into());
            r.lemma = LemmaId(LemmaId::GUESSED + form.guessed_lemmas.len() as u32 - 1);
        }
    }
    form
}
