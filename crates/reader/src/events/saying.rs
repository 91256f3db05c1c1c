//! Where does a sentence say that somebody says something, and which words are the content?

use std::ops::Range;

use super::links;
use super::scene::Scene;
use super::speakers::{self, Speaker};
use crate::codebook::{Attribution, Function, Saying, Spoken};
use crate::language::{Definite, Derived, Part, Pos, Voice};

/// A word of saying.
pub(super) struct Cue<'b> {
    pub word: usize,
    pub saying: &'b Saying,
    pub spoken: Spoken,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub words: Range<usize>,
    /// ما تقول إنه تهديد: a phrase, not a report.
    pub short: bool,
    /// A verbal noun, not a clause.
    pub declared: bool,
}

/// Content opens at most this many words after its word of saying.
const REACH: usize = 60;
/// Fewer tokens between quotation marks are a name or a word, not speech.
const SPEECH: usize = 4;
/// A headline names its speaker within so many words.
const HEADLINE: usize = 14;

/// The word of saying that a word is; `opened`: right after حسبما or وفقا لما, where a verb must stand.
pub(super) fn cue<'b>(scene: &Scene<'b>, w: usize, opened: bool) -> Option<Cue<'b>> {
    let word = &scene.analysis.words[w];
    let sayings = &scene.book.cues.sayings;
    let found = |saying, spoken| Some(Cue { word: w, saying, spoken });
    // «لما نقله موقع», «كان قد طالب»: not the nouns نقل and طالب.
    let done = || w > scene.words.start && scene.function(w - 1).is(Function::PERHAPS);
    if word.pos != Pos::Verb && (opened || done()) {
        let r = word.readings.start as usize..word.readings.end as usize;
        let verbs = scene.analysis.readings[r].iter().filter(|r| r.pos == Pos::Verb && !r.guessed);
        let saying = verbs.filter_map(|r| sayings.of(r.lemma)).find(|s| s.1 == Spoken::Verb);
        return saying.and_then(|(saying, spoken)| found(saying, spoken));
    }
    match word.pos {
        Pos::Verb => {
            let (saying, spoken) = sayings.of(word.lemma)?;
            // يدعى, اتهم بـ: the one spoken of is the subject. Without vowels a verb with an object is active.
            let passive = saying.stance
                && word.features.voice == Some(Voice::Passive)
                && links::of_verb(scene, w).object.is_none();
            if spoken == Spoken::Verb && !passive { found(saying, spoken) } else { None }
        }
        Pos::Adj | Pos::Noun | Pos::Adv => match sayings.of(word.lemma)? {
            (saying, Spoken::Participle) if is_adverbial(scene, w) => found(saying, Spoken::Participle),
            (saying, Spoken::Noun) => found(saying, Spoken::Noun),
            _ => None,
        },
        _ => None,
    }
}

/// مضيفا, مؤكدة: indefinite, and either an accusative to be seen or the first word after a mark.
fn is_adverbial(scene: &Scene<'_>, w: usize) -> bool {
    let form = scene.analysis.form(w);
    if scene.has_article(w) || scene.analysis.words[w].features.definite == Some(Definite::Definite) {
        return false;
    }
    if form.ends_with('ا') {
        return true;
    }
    let before = w == scene.words.start || matches!(scene.pos(w - 1), Pos::Punct | Pos::Cconj);
    // قائلة إنها, مؤكدة أن.
    let after = w + 1 < scene.words.end
        && (scene.function(w + 1).is(Function::THAT) || matches!(scene.analysis.form(w + 1), ":"));
    (before || after)
        && (form.ends_with('ة') || form.ends_with('ه') || form.ends_with("ات") || form.ends_with("ين"))
}

/// لم تعلن, لا يذكر.
pub(super) fn negated(scene: &Scene<'_>, verb: usize) -> bool {
    verb > scene.words.start
        && scene.function(verb - 1).is(Function::NEGATIVE)
        && scene.folded(verb - 1) != "ما"
}

/// A phrase with which the report goes on by itself; where it ends.
pub(super) fn aside(scene: &Scene<'_>, w: usize) -> Option<usize> {
    let opens = w == scene.words.start || matches!(scene.pos(w - 1), Pos::Punct | Pos::Cconj | Pos::Part);
    if !opens || quoted(scene, w) {
        return None;
    }
    scene.book.cues.sayings.asides.iter().find_map(|p| phrase_at(scene, w, p))
}

/// A phrase before a source, the longest that fits; where it ends.
pub(super) fn attribution<'b>(scene: &Scene<'b>, w: usize) -> Option<(usize, &'b Attribution)> {
    if !scene.function(w).is(Function::ATTRIBUTION) {
        return None;
    }
    let form = scene.folded(w);
    let first = |form: &str| {
        scene
            .book
            .cues
            .sayings
            .phrases_from(form)
            .filter_map(|a| phrase_at(scene, w + 1, &a.words[1..]).map(|end| (end, a)))
            .max_by_key(|(end, _)| *end)
    };
    // ووفقا, which reads as a verb too.
    first(form).or_else(|| first(form.strip_prefix(['و', 'ف'])?))
}

fn phrase_at(scene: &Scene<'_>, word: usize, phrase: &[String]) -> Option<usize> {
    let fits = word + phrase.len() <= scene.words.end
        && phrase.iter().enumerate().all(|(k, f)| scene.folded(word + k) == f.as_str());
    fits.then_some(word + phrase.len())
}

/// وزير الدفاع: قواتنا سيطرت …: the speaker before the colon, and what he says.
pub(super) fn headline(scene: &Scene<'_>) -> Option<(Speaker, Range<usize>)> {
    let start = scene.words.start;
    let end = scene.words.end.min(start + HEADLINE);
    let colon = (start..end).find(|w| scene.analysis.form(*w) == ":")?;
    let i = scene.chunks.iter().position(|c| c.words.start == start)?;
    let chunk = &scene.chunks[i];
    let token = scene.analysis.words[chunk.head].token as usize;
    let somebody = scene.is_person(chunk.head)
        || scene.mentions.actor_at(token).is_some() && scene.mentions.place_at(token).is_none();
    let plain = (start..colon)
        .all(|w| !matches!(scene.pos(w), Pos::Verb | Pos::Aux) && !scene.function(w).is(Function::THAT));
    if !somebody || !plain || colon + 2 >= scene.words.end || chunk.prep.is_some() {
        return None;
    }
    let speaker = speakers::phrase(scene, i, colon, None);
    let content = quote_from(scene, colon + 1).unwrap_or(colon + 1..scene.words.end);
    Some((speaker, colon + 1..content.end))
}

/// Where the report's own level begins, if a word of saying stands there and not inside what somebody else says.
pub(super) fn level(scene: &Scene<'_>, begin: usize, verb: usize) -> Option<usize> {
    if quoted(scene, verb) {
        return None;
    }
    let mut x = begin;
    while x > scene.words.start {
        let w = x - 1;
        let f = scene.function(w);
        if f.is(Function::THAT) || f.is(Function::RELATIVE_ONLY) || matches!(scene.folded(w), "ما" | "مما")
        {
            return None;
        }
        if f.is(Function::SUBORDINATOR) {
            return Some(w);
        }
        match scene.pos(w) {
            Pos::Punct | Pos::Cconj => return Some(x),
            Pos::Verb if !f.is(Function::BE) && scene.part(w) == Part::Stem => return None,
            _ => x = w,
        }
    }
    Some(x)
}

/// What is said: from أن, a colon, a quote, a verbal noun or a preposition that the word of saying asks for.
pub(super) fn content(scene: &Scene<'_>, cue: usize, after: usize, saying: &Saying) -> Option<Content> {
    let end = scene.words.end.min(cue + REACH);
    let rest = |start: usize| Content { words: start..scene.words.end, short: false, declared: false };
    let deed = |start: usize| Content { declared: true, ..rest(start) };
    let mut relative = false;
    // Where a name between quotation marks ends.
    let mut name_end = 0;
    let mut w = cue + 1;
    while w < end {
        let f = scene.function(w);
        // فجر الأربعاء: no verb, whatever else it may be.
        if scene.mentions.date_at(scene.analysis.words[w].token as usize).is_some() {
            w += 1;
            continue;
        }
        if f.is(Function::THAT) && saying.that && asks(scene, cue, w, saying) {
            let start = w + 1;
            let short = cue > scene.words.start
                && matches!(scene.folded(cue - 1), "ما" | "من")
                && scene.enclitic(w).is_some();
            let mut c = Content { short, ..rest(start) };
            if let Some(q) = quote_from(scene, start) {
                c.words.end = c.words.end.max(q.end);
            }
            return Some(c);
        }
        if scene.analysis.form(w) == ":" && saying.quote {
            let end = quote_from(scene, w + 1).map_or(scene.words.end, |q| q.end);
            return Some(Content { words: w + 1..end, ..rest(w + 1) });
        }
        if scene.is_quote(w) && w >= after {
            if let Some(q) = quote_from(scene, w) {
                if saying.quote {
                    return Some(Content { words: q, ..rest(w) });
                }
                return None;
            }
            // راديو "أف أم": a name.
            name_end = quote_at(scene, w).map_or(name_end, |q| q.end);
            w += 1;
            continue;
        }
        if f.is(Function::RELATIVE_ONLY) {
            relative = true;
        }
        if w >= after
            && let Some(chunk) = scene.chunk(w)
            && chunk.words.start == w
            && !chunk.time
        {
            let slot = chunk.prep.and_then(|g| g.slot);
            let medium = scene.book.cues.sayings.media.matches(scene.analysis, chunk.head);
            match slot {
                Some(slot) if saying.preps.contains(&slot) && !medium => return Some(deed(w)),
                None if saying.object
                    && chunk.prep.is_none()
                    && !chunk.joined
                    && !relative
                    && speakers::is_deed(scene, chunk) =>
                {
                    return Some(deed(w));
                }
                _ => {}
            }
        }
        match scene.pos(w) {
            Pos::Verb
                if scene.part(w) == Part::Stem
                    && !relative
                    && w >= after.max(name_end)
                    && !f.is(Function::BE) =>
            {
                let comma = is_comma(scene, w - 1);
                // أعلن المتحدث، الاثنين، قصف مواقع: after a comma the noun, not the verb.
                if comma && saying.object && may_be_masdar(scene, w) {
                    return Some(deed(w));
                }
                match scene.pos(w - 1) {
                    Pos::Punct | Pos::Cconj => match parenthesis(scene, w).filter(|_| comma) {
                        Some(that) => w = that,
                        None => return None,
                    },
                    // قال مسؤول طلب ألا يسمى إن: it describes him.
                    _ => {
                        relative = true;
                        w += 1;
                    }
                }
                continue;
            }
            Pos::Punct if matches!(scene.analysis.form(w), "." | "؛" | ";") => return None,
            _ => {}
        }
        w += 1;
    }
    None
}

/// إلى أن, بأن are the word's own; بعد أن, قبل أن, إلا أن are not.
fn asks(scene: &Scene<'_>, cue: usize, that: usize, saying: &Saying) -> bool {
    let before = that - 1;
    if before == cue {
        return true;
    }
    let f = scene.function(before);
    if f.is(Function::SUBORDINATOR) || f.is(Function::ADJUNCT) || f.is(Function::NEGATIVE) {
        return false;
    }
    if scene.pos(before) != Pos::Adp && scene.part(before) != Part::Proclitic {
        return true;
    }
    let slot =
        scene.book.prepositions_from(scene.folded(before)).find(|(_, form)| form.len() == 1).map(|(i, _)| i);
    scene.folded(before) == "ب"
        || slot.is_some_and(|i| saying.preps.contains(&crate::codebook::Slot::Prep(i)))
}

/// A parenthesis between a speaker and what he says has at most so many words.
const PARENTHESIS: usize = 14;

fn is_comma(scene: &Scene<'_>, w: usize) -> bool {
    matches!(scene.analysis.form(w), "،" | ",")
}

/// أعلن الوزير، دان سميث، أن: where أن stands, if a short parenthesis that goes on at a word is all there is before it.
fn parenthesis(scene: &Scene<'_>, w: usize) -> Option<usize> {
    let close = (w + 1..scene.words.end.min(w + PARENTHESIS)).find(|x| is_comma(scene, *x))?;
    (close + 1 < scene.words.end && scene.function(close + 1).is(Function::THAT)).then_some(close + 1)
}

pub(super) fn may_be_masdar(scene: &Scene<'_>, w: usize) -> bool {
    let word = &scene.analysis.words[w];
    scene.analysis.readings[word.readings.start as usize..word.readings.end as usize]
        .iter()
        .any(|r| !r.guessed && r.features.derived == Some(Derived::Masdar))
}

/// The words of a quote of some length whose mark stands at or right after a word.
fn quote_from(scene: &Scene<'_>, w: usize) -> Option<Range<usize>> {
    quote_at(scene, w).filter(|q| {
        let token = |w: usize| scene.analysis.words.get(w).map_or(u32::MAX, |x| x.token);
        (token(q.end) - token(q.start)) as usize >= SPEECH
    })
}

fn quote_at(scene: &Scene<'_>, w: usize) -> Option<Range<usize>> {
    if w >= scene.words.end || !scene.is_quote(w) {
        return None;
    }
    let text = scene.analysis.text;
    let mut token = scene.analysis.words[w].token + 1;
    if w + 1 < scene.words.end && scene.is_quote(w + 1) {
        token += 1;
    }
    let i = text.quotes.partition_point(|q| q.tokens.start < token);
    let quote = text.quotes.get(i).filter(|q| q.tokens.start == token)?;
    let end = scene.analysis.words.partition_point(|x| x.token < quote.tokens.end);
    Some(w + 1..end)
}

/// In a quote of some length.
fn quoted(scene: &Scene<'_>, w: usize) -> bool {
    let token = scene.analysis.words[w].token as usize;
    scene.analysis.text.quote_of(token).is_some_and(|q| q.tokens.len() >= SPEECH)
}

/// Nothing of weight follows in the clause.
pub(super) fn closes(scene: &Scene<'_>, after: usize) -> bool {
    (after..scene.words.end)
        .take_while(|w| !matches!(scene.analysis.form(*w), "،" | "." | ","))
        .all(|w| scene.pos(w) != Pos::Verb && !scene.function(w).is(Function::THAT))
}

/// Where what is said begins, if أن or a colon follows a word within a few words.
pub(super) fn that_after(scene: &Scene<'_>, from: usize) -> Option<usize> {
    let opens = |w: &usize| scene.function(*w).is(Function::THAT) || scene.analysis.form(*w) == ":";
    (from..scene.words.end.min(from + 4)).find(opens).map(|w| w + 1)
}

/// The words before an attribution that it can be of, if it does not open its sentence.
pub(super) fn before(scene: &Scene<'_>, from: usize) -> Option<Range<usize>> {
    let start = scene.words.start;
    let content = |w: usize| {
        scene.part(w) == Part::Stem && matches!(scene.pos(w), Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj)
    };
    (start..from).any(content).then_some(start..from)
}

/// Who is cited after عن or على لسان, between a verb of carrying words and the words.
pub(super) fn cited(scene: &Scene<'_>, from: usize, to: usize, saying: &Saying) -> Option<Speaker> {
    let to = to.min(scene.words.end);
    let at = (from..to).find_map(|w| saying.transmits.iter().find_map(|p| phrase_at(scene, w, p)))?;
    cited_at(scene, at).filter(|s| s.words.end <= to + 1)
}

/// نقلت الوكالة عن مسؤولين تأكيدهم مقتل اثنين: what is carried is a verbal noun right after who is cited.
pub(super) fn carried(scene: &Scene<'_>, after: usize, saying: &Saying) -> Option<Content> {
    let end = scene.words.end;
    let start = cited(scene, after, end.min(after + PARENTHESIS), saying)?.words.end;
    let chunk = scene.chunk(start.min(end - 1)).filter(|c| c.words.start == start && c.prep.is_none())?;
    speakers::is_deed(scene, chunk).then_some(Content { words: start..end, short: false, declared: false })
}

/// بيان نشرته الوكالة: a verb with a pronoun right after a noun describes that noun.
pub(super) fn describes(scene: &Scene<'_>, verb: usize) -> bool {
    verb > scene.words.start
        && scene.enclitic(verb).is_some()
        && matches!(scene.pos(verb - 1), Pos::Noun | Pos::Adj | Pos::Propn)
}

/// The source that is named from a word on. Figures, a statement, words: whose they are.
pub(super) fn cited_at(scene: &Scene<'_>, from: usize) -> Option<Speaker> {
    if from < scene.words.end && scene.part(from) == Part::Enclitic {
        return None;
    }
    let i = scene.chunks.iter().position(|c| c.words.end > from && c.words.start <= from + 3)?;
    let chunk = &scene.chunks[i];
    let start = chunk.words.start.max(from);
    let head = if chunk.head >= start { chunk.head } else { start };
    if scene.book.cues.sayings.norms.matches(scene.analysis, head) {
        return None;
    }
    let whole = speakers::phrase(scene, i, scene.words.end, None);
    if scene.book.cues.sayings.records.matches(scene.analysis, head) {
        if scene.enclitic(head).is_some() {
            return None;
        }
        let genitive =
            (head + 1..chunk.words.end).find(|w| scene.pos(*w).is_nominal() && scene.part(*w) == Part::Stem);
        if let Some(g) = genitive {
            return Some(Speaker { head: g, words: g..whole.words.end });
        }
        if let Some(next) = scene.chunks.get(i + 1)
            && next
                .prep
                .is_some_and(|g| g.word == chunk.words.end && matches!(scene.folded(g.word), "ل" | "عن"))
        {
            return Some(speakers::phrase(scene, i + 1, scene.words.end, None));
        }
        // حصيلة أعدتها الوكالة.
        let verb = chunk.words.end;
        if verb < scene.words.end
            && scene.pos(verb) == Pos::Verb
            && describes(scene, verb)
            && let speakers::Subject::Named(s) = speakers::subject(scene, verb, None)
        {
            return Some(s);
        }
    }
    Some(Speaker { head, words: start..whole.words.end })
}

/// Where a charge, threat or warning ends that begins at a word.
pub(super) fn charge_end(scene: &Scene<'_>, start: usize) -> usize {
    (start + 1..scene.words.end)
        .find(|w| {
            let joined = w + 1 < scene.words.end && scene.pos(w + 1) == Pos::Cconj;
            let f = scene.function(*w);
            let opens = scene.clause(*w) != scene.clause(w - 1);
            opens && !f.is(Function::THAT) && !f.is(Function::RELATIVE_ONLY) || is_comma(scene, *w) && !joined
        })
        .unwrap_or(scene.words.end)
}

pub(super) fn clause_end(scene: &Scene<'_>, start: usize) -> usize {
    (start + 1..scene.words.end)
        .find(|w| matches!(scene.analysis.form(*w), "،" | "," | "؛" | "." | ":"))
        .unwrap_or(scene.words.end)
}

/// The finite verbs before a word that are not in a clause of أن or الذي, last first.
pub(super) fn main_verbs<'s>(scene: &'s Scene<'_>, before: usize) -> impl Iterator<Item = usize> + 's {
    (scene.words.start..before).rev().filter(|w| {
        scene.pos(*w) == Pos::Verb && scene.part(*w) == Part::Stem && level(scene, *w, *w).is_some()
    })
}
