//! Who says what: which words are whose speech?

use std::ops::Range;

use super::links;
use super::scene::Scene;
use crate::codebook::Function;
use crate::language::{Part, Pos};
use crate::text::Quote;

/// A stretch of speech and its speaker.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    /// Words of the whole analysis.
    pub words: Range<usize>,
    pub speaker: Option<Speaker>,
    /// The word of saying.
    pub verb: usize,
}

/// The words that name a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    pub head: usize,
    pub words: Range<usize>,
}

/// Gathers the speeches of a report, sentence by sentence, and remembers who spoke last.
#[derive(Debug, Default)]
pub(super) struct Ear {
    pub speeches: Vec<Speech>,
    last: Option<(usize, Speaker)>,
}

/// A speaker is carried on for this many sentences without being named.
const MEMORY: usize = 3;

impl Ear {
    /// Listens to one sentence.
    pub fn hear(&mut self, scene: &Scene<'_>) {
        let cues = &scene.book.cues;
        for w in scene.words.clone() {
            if scene.part(w) != Part::Stem {
                continue;
            }
            if scene.pos(w) == Pos::Verb && cues.report_verbs.matches(scene.analysis, w) {
                self.verb(scene, w);
            } else if cues.report_nouns.holds(scene.analysis.words[w].lemma)
                || cues.report_phrases.iter().any(|p| phrase_at(scene, w, p).is_some())
            {
                self.according_to(scene, w);
            }
        }
    }

    fn verb(&mut self, scene: &Scene<'_>, verb: usize) {
        let l = links::of_verb(scene, verb);
        let named = l
            .subject
            .as_ref()
            .filter(|s| s.how != "svo" || s.head < verb)
            .map(|s| Speaker { head: s.head, words: s.words.clone() });
        let speaker = match named {
            Some(s) => Some(s),
            None => self.carried(scene.sentence),
        };
        let Some(content) = content(scene, verb, speaker.as_ref()) else { return };
        if let Some(s) = &speaker {
            self.last = Some((scene.sentence, s.clone()));
        }
        self.speeches.push(Speech { words: content, speaker, verb });
    }

    /// بحسب …, نقلا عن …, وفقا ل …: what stands before in the sentence is so said.
    fn according_to(&mut self, scene: &Scene<'_>, cue: usize) {
        let Some(chunk) = scene.chunks.iter().find(|c| {
            c.words.start > cue && c.words.start <= cue + 4
                || (c.words.contains(&(cue + 1)) && c.words.start <= cue)
        }) else {
            return;
        };
        let start = chunk.words.start.max(cue + 1);
        if start >= chunk.words.end {
            return;
        }
        let head = if chunk.head >= start { chunk.head } else { start };
        let speaker = Speaker { head, words: start..chunk.full.end };
        self.last = Some((scene.sentence, speaker.clone()));
        let words = if cue <= scene.words.start + 2 { scene.words.clone() } else { scene.words.start..cue };
        self.speeches.push(Speech { words, speaker: Some(speaker), verb: cue });
    }

    fn carried(&self, sentence: usize) -> Option<Speaker> {
        self.last.as_ref().filter(|(at, _)| sentence - at <= MEMORY).map(|(_, s)| s.clone())
    }

    /// Quotes that run on over sentences keep their speaker.
    pub fn run_on(&mut self, quotes: &[Quote], word_of_token: impl Fn(u32) -> usize) {
        for q in quotes {
            let words = word_of_token(q.tokens.start)..word_of_token(q.tokens.end);
            for s in &mut self.speeches {
                let opens_here = s.words.start <= words.start + 1 && words.start < s.words.end;
                if opens_here && words.end > s.words.end {
                    s.words.end = words.end;
                }
            }
        }
    }

    /// The nearest speech that a word is in.
    pub fn of(&self, word: usize) -> Option<&Speech> {
        self.speeches
            .iter()
            .filter(|s| s.words.contains(&word) && s.verb != word)
            .filter(|s| s.speaker.as_ref().is_none_or(|p| !p.words.contains(&word)))
            .min_by_key(|s| s.words.len())
    }
}

/// The words of a phrase such as `نقلا عن` from a word on; where it ends.
fn phrase_at(scene: &Scene<'_>, word: usize, phrase: &[String]) -> Option<usize> {
    let fits = word + phrase.len() <= scene.words.end
        && phrase.iter().enumerate().all(|(k, f)| scene.folded(word + k) == f.as_str());
    fits.then_some(word + phrase.len())
}

/// What is said: from أن, a colon or a quote to the end of the sentence or the next saying; where the verb comes
/// last, what stands before it.
fn content(scene: &Scene<'_>, verb: usize, speaker: Option<&Speaker>) -> Option<Range<usize>> {
    let end = end_of_speech(scene, verb);
    let after =
        speaker.filter(|s| s.words.start > verb && s.words.end <= end).map_or(verb + 1, |s| s.words.end);
    for w in verb + 1..end {
        let opens = scene.function(w).is(Function::THAT)
            || (scene.pos(w) == Pos::Punct && matches!(scene.analysis.form(w), ":"))
            || (scene.is_quote(w) && w >= after);
        if opens {
            return Some(w + 1..end);
        }
    }
    // قتل عشرة في انفجار, كما قالت الشرطة.
    let closes = after + 2 >= end || scene.analysis.form(after.min(end - 1)) == ".";
    if closes && verb > scene.words.start + 3 {
        return Some(scene.words.start..verb);
    }
    // أعلن الجيش مقتل ثلاثة جنود.
    (after < end).then_some(after..end)
}

fn end_of_speech(scene: &Scene<'_>, verb: usize) -> usize {
    let mut quoted = false;
    for w in verb + 1..scene.words.end {
        if scene.is_quote(w) {
            quoted = !quoted;
        }
        let next_saying = !quoted
            && scene.pos(w) == Pos::Verb
            && scene.book.cues.report_verbs.matches(scene.analysis, w)
            && w > verb + 3
            && scene.pos(w - 1) == Pos::Cconj;
        if next_saying {
            return w - 1;
        }
    }
    scene.words.end
}
