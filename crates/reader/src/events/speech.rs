//! Who says what: which words are whose speech?

use std::ops::Range;

use super::links;
use super::saying::{self, Cue};
use super::scene::Scene;
use super::speakers::{self, Speaker, Subject};
use crate::codebook::Spoken;
use crate::language::{Aspect, Features, Gender, Number, Part, Person, Pos};

/// A stretch of speech and its speaker.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    sentence: usize,
    /// Words of the whole analysis.
    pub words: Range<usize>,
    /// None where nobody in particular says it.
    pub speaker: Option<Speaker>,
    /// The word of saying.
    pub verb: usize,
    /// It stands before the word of saying: «…، بحسب المصدر».
    back: bool,
    /// Its content is an act itself, not a clause: أعلن حالة الطوارئ.
    declared: bool,
}

impl Speech {
    /// أعلن حالة الطوارئ: the act is done by declaring it.
    pub fn declares(&self, word: usize) -> bool {
        self.declared && self.words.contains(&word) && word < self.words.start + DECLARED
    }
}

/// What is declared stands within so many words.
const DECLARED: usize = 5;

/// Gathers the speeches of a report, sentence by sentence, and remembers who spoke.
#[derive(Debug, Default)]
pub(super) struct Ear {
    speeches: Vec<Speech>,
    topics: Vec<Topic>,
}

/// Somebody whom a verb with no subject may mean.
#[derive(Debug)]
struct Topic {
    sentence: usize,
    speaker: Speaker,
    features: Features,
    name: bool,
}

/// A quote runs on over so many sentences.
const LONGEST_QUOTE: usize = 40;

/// A speaker is carried on for this many sentences without being named.
const MEMORY: usize = 4;

impl Ear {
    /// Listens to one sentence.
    pub fn hear(&mut self, scene: &Scene<'_>) {
        let first = self.speeches.len();
        if let Some((speaker, content)) = saying::headline(scene) {
            let verb = content.start - 1;
            self.mark(scene, &speaker, Features::default());
            self.speeches.push(Speech {
                sentence: scene.sentence,
                words: content,
                speaker: Some(speaker),
                verb,
                back: false,
                declared: false,
            });
        }
        let mut clause: Option<(usize, bool)> = None;
        let mut w = scene.words.start;
        while w < scene.words.end {
            if let Some(end) = saying::aside(scene, w) {
                self.cut(first, w, scene);
                w = end;
                continue;
            }
            if let Some((mut end, a)) = saying::attribution(scene, w) {
                let last = scene.words.end - 1;
                // بحسب ما جاء في التقرير
                let within = saying::attribution(scene, end.min(last)).filter(|(_, a)| !a.clause && !a.that);
                if let Some((further, _)) = within.filter(|_| !a.clause && !a.that) {
                    end = further;
                }
                if a.that {
                    self.contained(scene, w, end, first);
                } else if a.clause || scene.folded(end.min(last)) == "ما" {
                    clause = Some((w, a.also));
                } else {
                    self.according_to(scene, w, end, first);
                }
                w = end;
                continue;
            }
            if scene.part(w) == Part::Stem
                && let Some(cue) =
                    saying::cue(scene, w, clause.is_some_and(|(at, also)| !also && w - at <= 4))
            {
                let opened = clause.take().filter(|(at, _)| w - at <= 4);
                let next = match cue.spoken {
                    Spoken::Verb => self.verb(scene, &cue, opened, first),
                    Spoken::Participle => self.participle(scene, &cue, first),
                    Spoken::Noun => self.noun(scene, &cue),
                };
                // What stands between a word of saying and what is said says nothing by itself.
                w = next.unwrap_or(w + 1).max(w + 1);
                continue;
            }
            w += 1;
        }
    }

    /// A finite verb of saying; where to listen on.
    fn verb(
        &mut self,
        scene: &Scene<'_>,
        cue: &Cue<'_>,
        opened: Option<(usize, bool)>,
        first: usize,
    ) -> Option<usize> {
        let (verb, saying) = (cue.word, cue.saying);
        let features = links::verb_features(scene, verb);
        let spoken_of = features.person.is_none_or(|p| p == Person::Third);
        if !spoken_of || saying::negated(scene, verb) {
            return None;
        }
        let subject = speakers::subject(scene, verb, Some(saying));
        let relative = matches!(subject, Subject::Antecedent(_)) || saying::describes(scene, verb);
        let named = match subject {
            Subject::Named(s) | Subject::Antecedent(s) => Some(s),
            Subject::Dropped => None,
        };
        let after = named.as_ref().filter(|s| s.words.start > verb).map_or(verb + 1, |s| s.words.end);
        let content =
            saying::content(scene, verb, after, saying).or_else(|| saying::carried(scene, after, saying));
        if let Some((from, also)) = opened
            && (!also || content.is_none() && !saying.stance)
        {
            let speaker = named.or_else(|| self.carried(scene, verb, features))?;
            self.mark(scene, &speaker, features);
            self.trailing(scene, from, verb, after, speaker, first);
            return Some(after);
        }
        let begin = named.as_ref().filter(|s| s.words.start < verb).map_or(verb, |s| s.words.start);
        let level = saying::level(scene, begin, verb).filter(|_| !relative);
        let short = content.as_ref().is_some_and(|c| c.short);
        let speaker = match named {
            // يعتبر دليلا, inside what somebody says, is his.
            None if saying.impersonal && impersonal(features, scene, verb) => {
                level?;
                None
            }
            None => Some(self.carried(scene, verb, features).filter(|_| level.is_some() || short)?),
            named => named,
        };
        // عملية كشفت عن جرائم, inside what somebody says: a thing says nothing.
        if level.is_none() && speaker.as_ref().is_some_and(|s| !speakers::can_speak(scene, s.head)) {
            return None;
        }
        if let Some(at) = level {
            self.cut(first, at, scene);
            if let Some(s) = &speaker {
                self.mark(scene, s, features);
            }
        }
        let Some(content) = content else {
            // قتل عشرة في انفجار, قالت الشرطة.
            if !saying.stance
                && saying.quote
                && level.is_some()
                && let Some(s) =
                    speaker.filter(|s| s.words.start > verb && saying::closes(scene, s.words.end))
                && let Some(words) = saying::before(scene, verb)
            {
                self.speeches.push(Speech {
                    sentence: scene.sentence,
                    words,
                    speaker: Some(s),
                    verb,
                    back: true,
                    declared: false,
                });
            }
            return None;
        };
        let cited = saying::cited(scene, after, content.words.start, saying);
        if let Some(c) = cited.as_ref().filter(|_| level.is_some()) {
            self.mark(scene, c, Features::default());
        }
        let mut words = content.words;
        if relative || short {
            words.end = saying::clause_end(scene, words.start);
        }
        // What somebody is accused of ends with its clause; then the report goes on.
        if saying.stance {
            words.end = saying::charge_end(scene, words.start).min(words.end);
        }
        let start = words.start;
        let declared = content.declared && saying.declares;
        self.speeches.push(Speech {
            sentence: scene.sentence,
            words,
            speaker: cited.or(speaker),
            verb,
            back: false,
            declared,
        });
        Some(start)
    }

    /// مضيفا أن, مشيرة إلى: the subject of the main verb goes on.
    fn participle(&mut self, scene: &Scene<'_>, cue: &Cue<'_>, first: usize) -> Option<usize> {
        let content = saying::content(scene, cue.word, cue.word + 1, cue.saying);
        let words = match content {
            Some(c) => c.words,
            None if cue.saying.stance => cue.word + 1..scene.words.end,
            None => return None,
        };
        let features = scene.analysis.words[cue.word].features;
        let of = Features { gender: features.gender, number: features.number, ..Features::default() };
        let said = self.speeches[first..]
            .iter()
            .rev()
            .find_map(|s| s.speaker.clone().filter(|p| !s.back && fits(scene, of, p)));
        let main = || {
            saying::main_verbs(scene, cue.word).find_map(|v| match speakers::subject(scene, v, None) {
                Subject::Named(s) => fits(scene, of, &s).then_some(s),
                _ => None,
            })
        };
        // رد عليه بيريز قائلا: the name right before it.
        let beside = || {
            let i = scene.chunks.iter().rposition(|c| c.words.end <= cue.word)?;
            let c = &scene.chunks[i];
            let somebody = (scene.pos(c.head) == Pos::Propn || scene.is_person(c.head))
                && saying::cue(scene, c.head, false).is_none();
            (c.words.end == cue.word && c.prep.is_none() && somebody)
                .then(|| Speaker { head: c.head, words: c.words.clone() })
        };
        let speaker = said.or_else(main).or_else(beside).or_else(|| self.carried(scene, cue.word, of))?;
        self.cut(first, cue.word, scene);
        let start = words.start;
        self.speeches.push(Speech {
            sentence: scene.sentence,
            words,
            speaker: Some(speaker),
            verb: cue.word,
            back: false,
            declared: false,
        });
        Some(start)
    }

    /// إعلان الوزير عن, قوله إن.
    fn noun(&mut self, scene: &Scene<'_>, cue: &Cue<'_>) -> Option<usize> {
        let l = links::of_nominal(scene, cue.word);
        // تحذير المراكب من: those who are warned say nothing.
        let g = l.genitive.as_ref().filter(|g| speakers::can_speak(scene, g.head))?;
        let whole = speakers::phrase(scene, scene.chunk_index(g.head)?, scene.words.end, None);
        let speaker = Speaker { head: g.head, words: g.words.start..whole.words.end };
        let content = saying::content(scene, cue.word, speaker.words.end, cue.saying)?;
        if content.words.start > speaker.words.end + 4 {
            return None;
        }
        let start = content.words.start;
        self.speeches.push(Speech {
            sentence: scene.sentence,
            words: content.words,
            speaker: Some(speaker),
            verb: cue.word,
            back: false,
            declared: false,
        });
        Some(start)
    }

    /// بحسب …, نقلا عن …, وفقا ل …: what stands before in the sentence is so said.
    fn according_to(&mut self, scene: &Scene<'_>, from: usize, end: usize, first: usize) {
        let Some(speaker) = saying::cited_at(scene, end) else {
            // على حد قوله.
            return;
        };
        // «…، وفقا لما ذكرته صحيفة نقلا عن محام»: the paper is the one who says it.
        let chained = self.speeches[first..].iter().any(|s| s.back && from > s.verb && from - s.verb < 16);
        let inside = self.speeches[first..].iter().any(|s| s.words.start == end && !s.back);
        if chained || inside {
            return;
        }
        self.mark(scene, &speaker, Features::default());
        let after = speaker.words.end;
        self.trailing(scene, from, from, after, speaker, first);
    }

    /// جاء في البيان أن.
    fn contained(&mut self, scene: &Scene<'_>, from: usize, end: usize, first: usize) {
        let Some(speaker) = saying::cited_at(scene, end) else { return };
        let Some(start) = saying::that_after(scene, speaker.words.end) else { return };
        self.mark(scene, &speaker, Features::default());
        self.cut(first, from, scene);
        self.speeches.push(Speech {
            sentence: scene.sentence,
            words: start..scene.words.end,
            speaker: Some(speaker),
            verb: from,
            back: false,
            declared: false,
        });
    }

    /// An attribution that opens at `from`: at the head of a sentence it is of what follows, else of what stands before.
    fn trailing(
        &mut self,
        scene: &Scene<'_>,
        from: usize,
        verb: usize,
        after: usize,
        speaker: Speaker,
        first: usize,
    ) {
        let before = saying::before(scene, from);
        let back = before.is_some();
        if !back {
            self.cut(first, from, scene);
        }
        let words = before.unwrap_or(after.min(scene.words.end)..scene.words.end);
        self.speeches.push(Speech {
            sentence: scene.sentence,
            words,
            speaker: Some(speaker),
            verb,
            back,
            declared: false,
        });
    }

    /// The report itself, or another speaker, goes on from here.
    fn cut(&mut self, first: usize, at: usize, scene: &Scene<'_>) {
        for s in &mut self.speeches[first..] {
            if !s.back && s.words.start < at && s.words.end > at && s.words.end <= scene.words.end {
                s.words.end = at;
            }
        }
    }

    fn mark(&mut self, scene: &Scene<'_>, speaker: &Speaker, verb: Features) {
        let mut features = scene.analysis.words[speaker.head].features;
        // A verb before it shows the gender that the noun's form may hide.
        if let Some(g) = verb.gender
            && features.gender != Some(g)
        {
            features.gender = Some(g);
            features.number = features.number.filter(|n| g == Gender::Feminine || *n != Number::Plural);
        }
        self.topics.push(Topic {
            sentence: scene.sentence,
            speaker: speaker.clone(),
            features,
            name: scene.pos(speaker.head) == Pos::Propn,
        });
    }

    /// Who acts or spoke last before a word and can be the subject of such a verb.
    fn carried(&self, scene: &Scene<'_>, before: usize, of: Features) -> Option<Speaker> {
        let said = self
            .topics
            .iter()
            .rev()
            .take_while(|t| scene.sentence - t.sentence <= MEMORY)
            .find(|t| speakers::may_be_subject(of, t.features, t.name));
        // الحكومة حملت المتمردين المسؤولية، وأكدت أن: who acts in the clause before.
        let acts = || {
            saying::main_verbs(scene, before).find_map(|v| match speakers::subject(scene, v, None) {
                Subject::Named(s) => {
                    (speakers::can_speak(scene, s.head) && fits(scene, of, &s) && s.words.end <= before)
                        .then_some(s)
                }
                _ => None,
            })
        };
        match said {
            Some(t) if t.sentence == scene.sentence => Some(t.speaker.clone()),
            said => acts().or_else(|| said.map(|t| t.speaker.clone())),
        }
    }

    /// The nearest speech that a word of a sentence is in.
    pub fn of(&self, word: usize, sentence: usize) -> Option<&Speech> {
        // Speeches come in the order of their sentences; a quote does not run on for long.
        let end = self.speeches.partition_point(|s| s.sentence <= sentence);
        let near =
            || self.speeches[..end].iter().rev().take_while(|s| s.sentence + LONGEST_QUOTE >= sentence);
        let here = || {
            near()
                .filter(|s| s.words.contains(&word) && s.verb != word)
                .filter(|s| s.speaker.as_ref().is_none_or(|p| !p.words.contains(&word)))
        };
        here()
            .filter(|s| !s.back)
            .max_by_key(|s| (s.words.start, s.verb))
            .or_else(|| here().filter(|s| s.back).min_by_key(|s| (s.words.len(), s.verb)))
    }
}

fn fits(scene: &Scene<'_>, of: Features, speaker: &Speaker) -> bool {
    let word = &scene.analysis.words[speaker.head];
    speakers::may_be_subject(of, word.features, word.pos == Pos::Propn)
}

/// يذكر أن: no subject, and no woman or group can be meant.
fn impersonal(f: Features, scene: &Scene<'_>, verb: usize) -> bool {
    f.aspect == Some(Aspect::Imperfect)
        && f.gender != Some(Gender::Feminine)
        && f.number != Some(Number::Plural)
        && scene.enclitic(verb).is_none()
}
