//! Which events does the report state, with whom, where, when, with what toll, and who says so?
//!
//! 1. `scene`: each sentence that can hold a trigger is cut into phrases and clauses.
//! 2. `triggers`: words, patterns and the conditions around them.
//! 3. `arguments`: the frame's slots become actors and targets.
//! 4. `realis` and `speech`: did it happen, and who says so.
//! 5. `accept`: is it an event that a coder would write down?
//! 6. `parties` and `setting`: for those that are, all phrases are weighed as parties, place and day.
//! 7. `casualties`: deaths told beside the act that caused them become its toll.
//!
//! What leaves is a draft an occurrence, in words of the analysis; `resolve` turns it into names, days and places.

use crate::Models;
use crate::Realis;
use crate::codebook::{Codebook, Form, PatternId, Present, Toll};
use crate::language::{Analysis, Aspect, LemmaId, Person};
use crate::linear::{Keys, Linear};
use crate::recognise::{Mentions, Registry};

mod accept;
mod arguments;
mod between;
mod casualties;
mod circumstances;
mod counting;
mod hosts;
mod links;
mod parties;
mod realis;
mod saying;
mod scene;
mod setting;
mod speakers;
mod speech;
mod tolls;
mod triggers;
mod weighing;

pub use accept::{features, sentence_features};
pub use arguments::Filler;
pub use parties::PartyRow;
pub use setting::SettingRow;
pub use tolls::{Said, TollDraft, Tolls};
pub use triggers::{Refused, Why};
pub use weighing::{Of, Weighing};

use arguments::Memory;
use between::Letters;
use scene::Scene;
use speech::Ear;

/// One occurrence as found, before names, days and places are settled.
#[derive(Clone, Debug)]
pub struct Draft {
    pub sentence: usize,
    /// The trigger, a word of the analysis.
    pub word: usize,
    pub lemma: LemmaId,
    pub pattern: PatternId,
    pub form: Form,
    /// Further words that state it.
    pub also: Vec<usize>,
    pub actors: Vec<Filler>,
    pub targets: Vec<Filler>,
    /// Index into `Mentions::places`.
    pub place: Option<usize>,
    /// Index into `Mentions::dates`.
    pub date: Option<usize>,
    pub tolls: Tolls,
    /// Index into `Mentions::weapons`.
    pub weapon: Option<usize>,
    pub realis: Realis,
    /// The word that made it so.
    pub realis_word: Option<usize>,
    pub speaker: Option<Filler>,
    /// The word of saying.
    pub saying: Option<usize>,
    /// The reading of the trigger: 0 as chosen in context, more the further from it.
    pub tier: u8,
    pub confidence: f32,
    /// Its word stated an event of this kind before in the report.
    pub repeated: bool,
    /// Told as a particular occurrence that took place, not in passing.
    pub reported: bool,
    /// The acceptance model holds it for an event.
    pub holds: bool,
    /// Its own frame tells a toll.
    pub(crate) counted: bool,
    pub(crate) links: links::Links,
    pub(crate) carrier: bool,
    /// An act of its sentence is the one whose toll it tells.
    pub(crate) absorbed: bool,
}

/// The drafts of a report, and what was turned down.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub drafts: Vec<Draft>,
    pub refused: Vec<Refused>,
    /// Drafts that the acceptance model holds for no event.
    pub unlikely: Vec<Draft>,
    /// The drafts as they are judged, where the models ask for them.
    pub judged: Vec<Draft>,
    /// Candidates for parties, where the models ask for them.
    pub rows: Vec<PartyRow>,
    /// Candidates for places and dates, where the models ask for them.
    pub settings: Vec<SettingRow>,
}

/// Finds the events of an analysed report.
pub fn find(
    analysis: &Analysis<'_>,
    mentions: &Mentions,
    registry: &Registry,
    book: &Codebook,
    models: &Models,
) -> Found {
    let mut found = Found::default();
    let mut memory = Memory::default();
    let mut ear = Ear::default();
    let mut may = Vec::new();
    let mut present = Present::default();
    // Sentences with drafts, and where these begin.
    let mut scenes: Vec<(Scene<'_>, usize)> = Vec::new();
    for sentence in 0..analysis.sentences.len() {
        let r = analysis.sentences[sentence].clone();
        let mut words = r.start as usize..r.end as usize;
        may.clear();
        may.extend(words.clone().filter(|w| triggers::may_trigger(analysis, book, *w)));
        if may.is_empty() && !words.any(|w| book.cues.report_verbs.holds(analysis.words[w].lemma)) {
            continue;
        }
        let scene = Scene::new(analysis, book, mentions, registry, sentence);
        ear.hear(&scene);
        let from = found.drafts.len();
        triggers::note(&scene, &mut present);
        for word in &may {
            let Some(trigger) = triggers::at(&scene, &present, *word, &mut found.refused) else { continue };
            let draft = draft(&scene, trigger, &mut memory);
            found.drafts.push(draft);
        }
        if found.drafts.len() > from {
            scenes.push((scene, from));
        }
    }
    for d in &mut found.drafts {
        if let Some(s) = ear.of(d.word, d.sentence) {
            d.saying = Some(s.verb);
            d.speaker =
                s.speaker.as_ref().map(|p| Filler { head: p.head, words: p.words.clone(), how: "speech" });
        }
    }
    let mut said = rustc_hash::FxHashSet::default();
    for d in &mut found.drafts {
        d.repeated = !said.insert((d.lemma, book.pattern(d.pattern).kind));
    }
    let features: Vec<Keys> = found
        .drafts
        .iter()
        .map(|d| {
            let mut keys = Keys::default();
            features(analysis, book, mentions, d, &mut keys);
            keys
        })
        .collect();
    for (d, keys) in found.drafts.iter_mut().zip(&features) {
        if !models.acceptance.is_empty() {
            d.confidence = models.acceptance.probability(keys);
        }
        d.holds = models.acceptance.accepts(d.confidence);
    }
    if models.collect {
        found.judged.clone_from(&found.drafts);
    }
    judge_reported(analysis, book, mentions, &mut found.drafts, &features, &models.reported);
    let mut statements = Vec::new();
    for (i, (scene, from)) in scenes.iter().enumerate() {
        let to = scenes.get(i + 1).map_or(found.drafts.len(), |s| s.1);
        let here = &mut found.drafts[*from..to];
        if models.collect || here.iter().any(|d| casualties::matters(book, d)) {
            let letters = Letters::new(scene);
            if models.collect {
                found.rows.append(&mut parties::rows(scene, &letters, here));
            }
            parties::choose(scene, &letters, here, &models.parties);
            if models.collect {
                found.settings.append(&mut setting::rows(scene, &letters, here));
            }
            setting::choose(scene, &letters, here, &models.setting);
        }
        for d in 0..here.len() {
            count_again(scene, here, d);
        }
        casualties::gather(scene, &mut found.drafts[..to], *from, &mut statements);
    }
    for d in found.drafts.iter_mut().filter(|d| d.speaker.is_some()) {
        if ear.of(d.word, d.sentence).is_some_and(|s| performs(analysis, book, d, s)) {
            d.speaker = None;
            d.saying = None;
        }
    }
    let gone = casualties::settle(book, &mut found.drafts, &statements);
    for (d, gone) in std::mem::take(&mut found.drafts).into_iter().zip(gone) {
        match (gone, d.holds) {
            (true, _) => {}
            (false, true) => found.drafts.push(d),
            // Deaths in a figure that no act took in.
            (false, false)
                if casualties::stands_alone(book, &d)
                    && models.acceptance.accepts_at(ALONE, d.confidence) =>
            {
                found.drafts.push(d);
            }
            (false, false) => found.unlikely.push(d),
        }
    }
    found
}

/// The part of the threshold that does for deaths told in figures.
const ALONE: f32 = 0.5;

/// «نطالب», أعلن حالة الطوارئ, «حماس تتحمل المسؤولية»: who says it does it by saying so.
fn performs(analysis: &Analysis<'_>, book: &Codebook, d: &Draft, speech: &speech::Speech) -> bool {
    let f = analysis.words[d.word].features;
    let kind = book.kind(book.pattern(d.pattern).kind);
    let against = kind.family == "words_against";
    let words = against || kind.name == "support";
    let first_person =
        d.form == Form::Verb && f.person == Some(Person::First) && f.aspect == Some(Aspect::Imperfect);
    let speaker = |a: &Filler| {
        speech.speaker.as_ref().is_some_and(|s| s.words.start < a.words.end && a.words.start < s.words.end)
    };
    let own = d.actors.iter().all(speaker);
    against && first_person
        || own && (kind.name == "accuse" || words && !d.actors.is_empty())
        || own && speech.declares(d.word) && book.cues.sayings.declared.contains(&kind.name)
}

/// Marks the drafts of sentences that tell a particular act.
fn judge_reported(
    analysis: &Analysis<'_>,
    book: &Codebook,
    mentions: &Mentions,
    drafts: &mut [Draft],
    features: &[Keys],
    model: &Linear,
) {
    for d in drafts.iter_mut() {
        d.reported = d.realis == Realis::Actual;
    }
    if model.is_empty() {
        return;
    }
    for group in groups(book, drafts) {
        let plover = &book.kind(book.pattern(drafts[group[0]].pattern).kind).plover;
        // Types that nobody judged sentences of are taken at their word.
        if !model.knows(plover) || !group.iter().any(|i| drafts[*i].holds) {
            continue;
        }
        let of: Vec<(&Draft, &Keys)> = group.iter().map(|i| (&drafts[*i], &features[*i])).collect();
        let mut keys = Keys::default();
        sentence_features(analysis, book, mentions, &of, &mut keys);
        if !model.accepts_as(plover, model.probability(&keys)) {
            for i in group {
                drafts[i].reported = false;
            }
        }
    }
}

/// The actual drafts of each sentence, by PLOVER type.
pub fn groups(book: &Codebook, drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for (i, d) in drafts.iter().enumerate().filter(|(_, d)| d.realis == Realis::Actual && !d.absorbed) {
        let plover = |d: &Draft| &book.kind(book.pattern(d.pattern).kind).plover;
        let same = |g: &&mut Vec<usize>| {
            g.first().is_some_and(|f| drafts[*f].sentence == d.sentence && plover(&drafts[*f]) == plover(d))
        };
        match out.iter_mut().find(same) {
            Some(g) => g.push(i),
            None => out.push(vec![i]),
        }
    }
    out
}

fn draft(scene: &Scene<'_>, trigger: triggers::Trigger, memory: &mut Memory) -> Draft {
    let pattern = scene.book.pattern(trigger.pattern);
    let parties = arguments::parties(scene, &trigger, memory);
    let (mut realis, realis_word) = realis::of(scene, trigger.word, trigger.form);
    // لن يقبل is a refusal, سننتقم a threat: the negation or the future is the pattern's own.
    if let Some(r) = pattern.gives.realis
        && (realis == Realis::Actual
            || r == Realis::Actual && matches!(realis, Realis::Denied | Realis::Planned))
    {
        realis = r;
    }
    let mut tolls = Tolls::default();
    if let Some(t) = told(scene.book, trigger.pattern, trigger.lemma, trigger.form)
        && realis != Realis::Denied
        && let Some(c) = counting::of_targets(scene, &trigger, &parties.targets)
        && countable(t, realis, &c)
    {
        tolls.put(t, c);
    }
    Draft {
        sentence: scene.sentence,
        word: trigger.word,
        lemma: trigger.lemma,
        pattern: trigger.pattern,
        form: trigger.form,
        also: Vec::new(),
        place: circumstances::place(scene, &trigger, &parties),
        date: circumstances::date(scene, trigger.word),
        weapon: circumstances::weapon(scene, &trigger),
        actors: parties.actors,
        targets: parties.targets,
        counted: !tolls.is_empty(),
        tolls,
        realis,
        realis_word,
        speaker: None,
        saying: None,
        tier: trigger.tier,
        repeated: false,
        reported: true,
        links: trigger.links,
        holds: true,
        carrier: trigger.carrier,
        absorbed: false,
        confidence: pattern.gives.weight,
    }
}

/// The toll that a trigger tells: by its pattern, or, as in الهجوم قتل خمسة, by its verb.
fn told(book: &Codebook, pattern: PatternId, lemma: LemmaId, form: Form) -> Option<Toll> {
    let p = book.pattern(pattern);
    p.gives.toll.or_else(|| {
        let by_verb = |(p, f): &(PatternId, Form)| {
            let gives = &book.pattern(*p).gives;
            if *f == form && gives.casualty { gives.toll } else { None }
        };
        let violent = book.kind(p.kind).family == "violence";
        if violent { book.triggers(lemma).iter().find_map(by_verb) } else { None }
    })
}

/// توعد بقتل جندي, قد يعتقل الصحفي: nobody yet, whom one may name; a number is said of them all the same. Who flees is
/// named as a people or a place more often than as one person.
fn countable(of: Toll, realis: Realis, toll: &TollDraft) -> bool {
    realis == Realis::Actual && of != Toll::Displaced || matches!(toll.said, Said::Figure | Said::Vague)
}

/// Counts the victims that were found only by weighing. What is held for no event may still tell the toll of one, by a
/// number that no other tells.
fn count_again(scene: &Scene<'_>, here: &mut [Draft], which: usize) {
    let d = &here[which];
    let Some(t) = told(scene.book, d.pattern, d.lemma, d.form) else { return };
    if d.realis == Realis::Denied
        || d.tolls.get(t).is_some()
        || !d.holds && !casualties::is_casualty(scene.book, d)
    {
        return;
    }
    let Some(c) = counting::of_weighed(scene, d.word, t, &d.targets) else { return };
    let taken = |o: &Draft| Toll::ALL.iter().any(|t| o.tolls.get(*t).is_some_and(|t| t.words == c.words));
    if d.holds && countable(t, d.realis, &c) || c.said == Said::Figure && !here.iter().any(taken) {
        here[which].tolls.put(t, c);
    }
}

impl Draft {
    /// All words that state it.
    pub fn words(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.word).chain(self.also.iter().copied())
    }

    /// Another mention of the same occurrence: what it adds is kept, what it repeats is not.
    pub fn take_in(&mut self, other: Draft) {
        self.also.push(other.word);
        self.also.extend(other.also);
        if self.actors.is_empty() {
            self.actors = other.actors;
        }
        if self.targets.is_empty() {
            self.targets = other.targets;
        }
        self.place = self.place.or(other.place);
        self.date = self.date.or(other.date);
        self.weapon = self.weapon.or(other.weapon);
        self.tolls.take_in(&other.tolls);
        self.reported |= other.reported;
        self.confidence = self.confidence.max(other.confidence);
    }
}

impl Toll {
    pub const ALL: [Toll; 4] = [Toll::Killed, Toll::Wounded, Toll::Detained, Toll::Displaced];
}
