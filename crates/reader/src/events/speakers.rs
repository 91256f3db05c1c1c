//! Who is it that speaks: which phrase is the subject of a word of saying, and how far does its name run?

use std::ops::Range;

use super::links;
use super::saying;
use super::scene::{Chunk, Scene};
use crate::codebook::{Function, Saying, Spoken};
use crate::language::{Derived, Features, Gender, Number, Part, Person, Pos};

/// The words that name a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    pub head: usize,
    pub words: Range<usize>,
}

/// How a verb of saying stands to its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Named(Speaker),
    /// The phrase before a relative pronoun.
    Antecedent(Speaker),
    Dropped,
}

/// A subject stands at most this many words after its verb.
const REACH: usize = 16;
/// A name runs over at most so many phrases.
const PHRASES: usize = 6;

/// The subject of a verb. What a verb of saying has for content is not taken for one.
pub(super) fn subject(scene: &Scene<'_>, verb: usize, saying: Option<&Saying>) -> Subject {
    let features = links::verb_features(scene, verb);
    let before = before(scene, verb, features);
    // مؤتمر بوتسدام يؤكد …: nothing but particles between a phrase and its verb.
    if let Subject::Named(s) = &before
        && (s.words.end..verb).all(|w| matches!(scene.pos(w), Pos::Part | Pos::Adv))
    {
        return before;
    }
    after(scene, verb, features, saying).map_or(before, Subject::Named)
}

fn after(scene: &Scene<'_>, verb: usize, features: Features, saying: Option<&Saying>) -> Option<Speaker> {
    let mut w = verb + 1;
    let end = scene.words.end.min(verb + REACH);
    while w < end {
        let f = scene.function(w);
        if f.is(Function::THAT) || f.is(Function::RELATIVE_ONLY) || f.is(Function::SUBORDINATOR) {
            return None;
        }
        // أعلنت مساء الثلاثاء الوزارة
        if scene.mentions.date_at(scene.analysis.words[w].token as usize).is_some() {
            w += 1;
            continue;
        }
        if let Some(i) = scene.chunk_index(w) {
            let chunk = &scene.chunks[i];
            if chunk.words.start < w {
                w = chunk.words.end.max(w + 1);
                continue;
            }
            if let Some(g) = chunk.prep {
                let content = saying.is_some_and(|s| g.slot.is_some_and(|slot| s.preps.contains(&slot)));
                if content && !scene.book.cues.sayings.media.matches(scene.analysis, chunk.head) {
                    return None;
                }
                w = chunk.words.end;
                continue;
            }
            let adverb = chunk.words.len() == 1
                && scene.pos(chunk.head) != Pos::Propn
                && scene.analysis.form(chunk.head).ends_with('ا');
            if adverb && (scene.is_tanwin_accusative(chunk.head) || scene.pos(chunk.head) == Pos::Adv) {
                w = chunk.words.end;
                continue;
            }
            // مقابلة مع بي بي سي: a name cut in two.
            let named = |w: usize| scene.pos(w) == Pos::Propn || scene.analysis.words[w].guessed;
            let runs_on = w > verb + 1
                && named(chunk.head)
                && scene.chunk(w - 1).is_some_and(|c| c.prep.is_some() && named(c.words.end - 1));
            if runs_on {
                w = chunk.words.end;
                continue;
            }
            // أعلنت مكتب التحقيقات: whoever stands right after a word of saying says it, agreement or not.
            let beside = saying.is_some() && w == verb + 1 && can_speak(scene, chunk.head);
            let fits = !chunk.joined
                && (beside || links::agrees(scene, features, chunk))
                && !saying.is_some_and(|s| s.object && is_content(scene, chunk));
            return fits.then(|| phrase(scene, i, scene.words.end, saying));
        }
        match scene.pos(w) {
            Pos::Verb if scene.part(w) == Part::Stem => return None,
            Pos::Punct if scene.analysis.form(w) == ":" => return None,
            Pos::Cconj => return None,
            _ => {}
        }
        w += 1;
    }
    None
}

/// مقتل ثلاثة, سيطرته, وصول الوفد: what is said and not who says it.
fn is_content(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    let word = &scene.analysis.words[chunk.head];
    let cues = &scene.book.cues;
    let masdar = word.features.derived == Some(Derived::Masdar);
    // فخامة الرئيس
    let somebody = |w: usize| {
        scene.mentions.actor_at(scene.analysis.words[w].token as usize).is_some() || scene.is_person(w)
    };
    if chunk.words.clone().take(2).any(somebody)
        || cues.agent.matches(scene.analysis, chunk.head)
        || cues.sayings.media.matches(scene.analysis, chunk.head)
        || cues.sayings.records.matches(scene.analysis, chunk.head)
        || scene.has_article(chunk.head)
    {
        return false;
    }
    scene.is_tanwin_accusative(chunk.head) || masdar || !scene.book.triggers(word.lemma).is_empty()
}

/// What can be said to have happened: a verbal noun, a trigger, a number of people.
pub(super) fn is_deed(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    scene.has_number(chunk)
        || !scene.has_article(chunk.head) && saying::may_be_masdar(scene, chunk.head)
        || chunk.words.clone().any(|w| {
            let word = &scene.analysis.words[w];
            word.part == Part::Stem
                && (word.features.derived == Some(Derived::Masdar)
                    || !scene.book.triggers(word.lemma).is_empty())
        })
}

fn before(scene: &Scene<'_>, verb: usize, features: Features) -> Subject {
    let mut x = verb;
    while x > scene.words.start {
        let f = scene.function(x - 1);
        if f.is(Function::RELATIVE_ONLY) {
            let bare =
                scene.chunks.iter().any(|c| c.words.start >= x && c.words.end <= verb && c.prep.is_none());
            let i = scene.chunks.partition_point(|c| c.words.end < x);
            return match scene.chunks[..i].iter().rposition(|c| c.words.end < x) {
                Some(i) if !bare => Subject::Antecedent(phrase(scene, head_phrase(scene, i), x - 1, None)),
                _ => Subject::Dropped,
            };
        }
        if f.is(Function::THAT) || f.is(Function::SUBORDINATOR) || f.is(Function::BE) {
            break;
        }
        let stem = scene.part(x - 1) == Part::Stem;
        match scene.pos(x - 1) {
            Pos::Verb | Pos::Aux if stem => {
                // What follows another verb is that verb's.
                return Subject::Dropped;
            }
            Pos::Punct if matches!(scene.analysis.form(x - 1), ":" | "؛" | ";" | "." | "-") => break,
            Pos::Cconj if scene.chunk(x).is_none_or(|c| !c.joined) => break,
            _ => {}
        }
        x -= 1;
    }
    let first = scene.chunks.partition_point(|c| c.words.start < x);
    for (i, c) in scene.chunks.iter().enumerate().skip(first) {
        if c.words.end > verb {
            break;
        }
        // لكن and إلا are no prepositions.
        let prep = c.prep.is_some_and(|g| i > first || !scene.function(g.word).is(Function::SUBORDINATOR));
        if prep || c.time || (c.joined && i > first) {
            continue;
        }
        return if links::agrees_strictly(scene, features, c) {
            Subject::Named(phrase(scene, i, verb, None))
        } else {
            Subject::Dropped
        };
    }
    Subject::Dropped
}

/// المتحدث باسم الجيش: from a phrase in its name back to the one that the name begins with.
fn head_phrase(scene: &Scene<'_>, mut i: usize) -> usize {
    let mut steps = 0;
    while i > 0 && steps < 3 {
        let (c, p) = (&scene.chunks[i], &scene.chunks[i - 1]);
        let hangs = match c.prep {
            Some(g) => g.word == p.words.end && joins(scene, p.head, i),
            None => false,
        };
        if !hangs {
            break;
        }
        i -= 1;
        steps += 1;
    }
    i
}

/// The whole name that begins with a phrase: title, office, name, apposition. What the saying asks for is no part of it.
pub(super) fn phrase(scene: &Scene<'_>, first: usize, limit: usize, saying: Option<&Saying>) -> Speaker {
    let chunk = &scene.chunks[first];
    let head = chunk.head;
    // أوضح سالم قائلا: the participle is no name.
    if let Some(w) = (head + 1..chunk.words.end)
        .find(|w| saying::cue(scene, *w, false).is_some_and(|c| c.spoken == Spoken::Participle))
    {
        return Speaker { head, words: chunk.words.start..w };
    }
    let mut end = chunk.words.end;
    let mut appositions = 0;
    for i in first + 1..(first + PHRASES).min(scene.chunks.len()) {
        let next = &scene.chunks[i];
        if next.words.end > limit || next.time || next.joined || scene.is_tanwin_accusative(next.head) {
            break;
        }
        let gap = end..next.words.start;
        let marks = gap.clone().all(|w| scene.pos(w) == Pos::Punct);
        let quotes = gap.clone().all(|w| scene.is_quote(w));
        let named = scene.pos(next.head) == Pos::Propn;
        let known = |w: usize| scene.mentions.actor_at(scene.analysis.words[w].token as usize);
        let other =
            known(next.head).is_some() && known(end - 1).is_some() && known(end - 1) != known(next.head);
        let person = scene.is_person(next.head);
        // الوزير السفير محمد, but not المحافظ المسلحين.
        let titled = next.words.clone().any(|w| scene.pos(w) == Pos::Propn);
        let goes_on = match next.prep {
            // وزير الدفاع خالد العطية, but not النظام السوري إسرائيل.
            None if gap.is_empty() => {
                let bare = scene.is_person(head) || scene.pos(head) == Pos::Propn;
                !is_content(scene, next)
                    && ((named && bare && !other)
                        || person && bare && titled
                        || (scene.has_article(next.head)
                            && scene.pos(end - 1) == Pos::Noun
                            && !scene.has_article(end - 1)))
            }
            None if quotes => (named || scene.pos(next.head) == Pos::Adj || person) && !other,
            None if marks => {
                appositions += 1;
                let comma = gap.clone().any(|w| matches!(scene.analysis.form(w), "،" | ","));
                comma && gap.len() == 1 && appositions <= 2 && (named && !other || person)
            }
            None => false,
            Some(g) => {
                let asked = saying.is_some_and(|s| g.slot.is_some_and(|slot| s.preps.contains(&slot)));
                g.word == end && joins(scene, head, i) && (!asked || scene.folded(next.head) == "اسم")
            }
        };
        if !goes_on {
            break;
        }
        end = next.words.end;
    }
    Speaker { head, words: chunk.words.start..end }
}

/// باسم الجيش, في وزارة الدفاع, للقوات المسلحة: a phrase with a preposition that belongs to the name before it.
fn joins(scene: &Scene<'_>, head: usize, i: usize) -> bool {
    let next = &scene.chunks[i];
    let Some(g) = next.prep else { return false };
    let name = scene.folded(next.head) == "اسم";
    let medium = scene.book.cues.sayings.media.matches(scene.analysis, next.head);
    if name {
        return true;
    }
    if medium || next.time || is_content(scene, next) {
        return false;
    }
    let person = scene.is_person(head);
    match scene.folded(g.word) {
        "في" | "ب" | "لدي" => true,
        "ل" => scene.pos(next.head) != Pos::Propn && (person || scene.has_article(next.head)),
        "من" => person && !scene.has_article(head),
        "عن" | "علي" | "الي" => person && scene.pos(head) != Pos::Propn,
        _ => false,
    }
}

/// People, parties, the press, papers: who and what can say something.
pub(super) fn can_speak(scene: &Scene<'_>, head: usize) -> bool {
    let cues = &scene.book.cues;
    let word = &scene.analysis.words[head];
    word.pos == Pos::Propn
        || word.guessed
        || scene.is_person(head)
        || cues.agent.matches(scene.analysis, head)
        || cues.people.matches(scene.analysis, head)
        || cues.sayings.media.matches(scene.analysis, head)
        || cues.sayings.records.matches(scene.analysis, head)
        || scene.mentions.actor_at(word.token as usize).is_some()
}

/// Can a verb or participle of this gender and number have that phrase for its subject?
pub(super) fn may_be_subject(of: Features, head: Features, name: bool) -> bool {
    if of.person.is_some_and(|p| p != Person::Third) {
        return false;
    }
    if name {
        return of.number != Some(Number::Plural) || head.number == Some(Number::Plural);
    }
    match (of.number, of.gender, head.number, head.gender) {
        (Some(Number::Plural), _, n, _) => n == Some(Number::Plural),
        (_, Some(Gender::Feminine), Some(Number::Plural), _) => true,
        (_, Some(Gender::Masculine), Some(Number::Plural), _) => false,
        (_, Some(a), _, Some(b)) => a == b,
        _ => true,
    }
}
