//! How many people does a phrase name?

use std::ops::Range;

use super::arguments::{self, Filler};
use super::scene::{Chunk, Scene};
use super::tolls::{Said, TollDraft};
use super::triggers::Trigger;
use crate::Bound;
use crate::codebook::{Form, Toll};
use crate::language::{Definite, Derived, Gender, Number, Part, Pos};
use crate::recognise::NumberMention;
use crate::recognise::numbers::Counts;

/// The number of those that a trigger is done to.
pub(super) fn of_targets(scene: &Scene<'_>, trigger: &Trigger, targets: &[Filler]) -> Option<TollDraft> {
    let here = |f: &&Filler| !matches!(f.how, "pronoun" | "dropped subject" | "coordination");
    let held = scene.book.pattern(trigger.pattern).gives.toll == Some(Toll::Detained);
    let said = targets.iter().filter(here).find_map(|f| together(scene, f.head, &f.words, held));
    let casualty = scene.book.pattern(trigger.pattern).gives.casualty;
    // مقتل 16 منهم: right behind the word they are those who died; further off, or where a number was told before, a
    // part of them.
    let first =
        |w: usize| !(scene.words.start..w).any(|w| number(scene, w).is_some_and(NumberMention::of_people));
    let near = |f: &&Filler| {
        !casualty || (trigger.word..trigger.word + 5).contains(&f.words.start) && first(trigger.word)
    };
    let said = said.or_else(|| targets.iter().filter(here).filter(near).find_map(|f| of_them(scene, f)));
    let mut draft = said
        .or_else(|| own(scene, trigger.word))
        .or_else(|| of_all(scene, trigger.word))
        .or_else(|| meant(scene, trigger, targets))?;
    with_others(scene, trigger, &mut draft);
    if !agrees(scene, trigger, &mut draft) {
        return None;
    }
    Some(draft)
}

/// فلان وفلان اعتقلا: a verb after its subject, and a pronoun, say whether they are two or many.
fn agrees(scene: &Scene<'_>, trigger: &Trigger, draft: &mut TollDraft) -> bool {
    let gives = &scene.book.pattern(trigger.pattern).gives;
    let links = &trigger.links;
    let at = match links.pronoun {
        Some(p) => p,
        None if trigger.form == Form::Verb && (links.passive || gives.casualty) => trigger.word,
        None => return true,
    };
    if draft.said != Said::Counted || draft.words.start > at {
        return true;
    }
    match scene.features(at).number {
        Some(Number::Dual) => {
            draft.n = 2;
            true
        }
        Some(Number::Plural) => draft.n > 1,
        _ => true,
    }
}

/// The number of the victims nearest to a trigger, among those that weighing found.
pub(super) fn of_weighed(
    scene: &Scene<'_>,
    word: usize,
    toll: Toll,
    targets: &[Filler],
) -> Option<TollDraft> {
    let mut near: Vec<&Filler> =
        targets.iter().filter(|f| scene.words.contains(&f.words.start) && !f.words.contains(&word)).collect();
    near.sort_by_key(|f| f.words.start.abs_diff(word));
    near.into_iter().find_map(|f| together(scene, f.head, &f.words, toll == Toll::Detained))
}

/// اعتقال العشرات منهم: so many of those named before.
fn of_them(scene: &Scene<'_>, f: &Filler) -> Option<TollDraft> {
    let chunk = scene.chunk(f.words.start)?;
    let n = number(scene, f.words.start)?;
    let part = chunk.prep.is_some_and(|g| scene.is_among(g.word));
    let usable = n.part_of && !part && !n.joined && !n.ordinal && !n.implied && n.of_people();
    usable.then(|| draft_of(scene, n))
}

/// قتل كل من كانوا فيها وعددهم 224
fn of_all(scene: &Scene<'_>, word: usize) -> Option<TollDraft> {
    let end = (word + 14).min(scene.words.end);
    let tally = (word..end)
        .find(|w| scene.enclitic(*w).is_some() && scene.book.cues.tally.matches(scene.analysis, *w))?;
    figure(scene, tally + 2..(tally + 5).min(scene.words.end))
}

/// The number that stands in a trigger's own phrase, or is told of it: عدد القتلى بلغ عشرين.
fn own(scene: &Scene<'_>, word: usize) -> Option<TollDraft> {
    let chunk = scene.chunk(word)?;
    let draft = figure(scene, chunk.words.clone()).or_else(|| told_later(scene, word))?;
    (draft.said == Said::Vague || counted_with(scene, word).is_none()).then_some(draft)
}

/// لقي مصرعه مع 40 آخرين, قتل مع عدد من رجاله: more than those named.
fn with_others(scene: &Scene<'_>, trigger: &Trigger, draft: &mut TollDraft) {
    let Some(with) = scene.book.preposition("maa").and_then(|m| trigger.links.slot(m)) else { return };
    if draft.to.is_some() || draft.words.start >= with.words.start {
        return;
    }
    let others = with.words.clone().any(|w| scene.book.cues.other.matches(scene.analysis, w));
    match figure(scene, with.words.clone()) {
        Some(more) if others && more.said == Said::Figure && more.to.is_none() => draft.n += more.n,
        Some(more) if others || more.said == Said::Vague => {
            draft.n = draft.n.max(more.n);
            draft.bound = Bound::AtLeast;
        }
        None if scene.book.cues.tally.matches(scene.analysis, with.head) => draft.bound = Bound::AtLeast,
        _ => {}
    }
}

/// The number of a phrase with all that is joined to it: عشرة جنود وثلاثة من العاملين.
fn together(scene: &Scene<'_>, head: usize, words: &Range<usize>, held: bool) -> Option<TollDraft> {
    let mut sum =
        one_phrase(scene, head, words.clone(), held).or_else(|| lives(scene, head, words.clone()))?;
    let Some(mut i) = scene.chunk_index(words.end - 1) else { return Some(sum) };
    let clause = scene.clause(head);
    let mut attached = 0;
    while let Some(next) = scene.chunks.get(i + 1) {
        let gap = scene.chunks[i].words.end..next.words.start;
        if sum.to.is_some() || scene.clause(next.words.start) != clause || !is_plain(scene, gap) {
            break;
        }
        if next.joined {
            if !arguments::joins(scene, head, next.head) || tells_more(scene, next) || next.time {
                break;
            }
            // 88 إرهابيا وتكفيريا: both are counted by the one number.
            if sum.n > 10 && scene.is_tanwin_accusative(next.head) && !scene.has_number(next) {
                break;
            }
            // الصحفي والكاتب فلان: one man of two callings.
            if sum.n == 1 && calling(scene, &scene.chunks[i]) && named(scene, next) {
                break;
            }
            match one_phrase(scene, next.head, next.words.clone(), held) {
                Some(more) if more.to.is_none() && more.said != Said::Vague => {
                    sum.n += more.n;
                    sum.words.end = more.words.end;
                    if more.bound != Bound::Exact {
                        sum.bound = more.bound;
                    }
                }
                // فلان وعدد من رجاله
                _ if scene.book.cues.tally.matches(scene.analysis, next.head) => {
                    sum.bound = Bound::AtLeast;
                    break;
                }
                _ => break,
            }
            attached = 0;
        } else if let Some(g) = next.prep {
            // Parts and other circumstances do not add up; what describes the first may stand between.
            let among = g.slot.is_none();
            if among || attached == 2 {
                break;
            }
            attached += 1;
        } else {
            break;
        }
        i += 1;
    }
    Some(sum)
}

/// حياة نحو مئة شخص: a number with its bound is a phrase of its own, and the genitive of the noun before it.
fn lives(scene: &Scene<'_>, head: usize, words: Range<usize>) -> Option<TollDraft> {
    let bare = words.end == head + 1 && !scene.has_article(head);
    let next = scene.chunk(words.end.min(scene.words.end - 1))?;
    let follows = next.words.start == words.end && next.prep.is_none() && !next.joined;
    if bare && follows && scene.has_number(next) { figure(scene, next.words.clone()) } else { None }
}

/// الصحفي: with ال, and no name behind it.
fn calling(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    scene.analysis.words[chunk.head].features.definite == Some(Definite::Definite)
        && chunk.words.clone().all(|w| matches!(scene.pos(w), Pos::Noun | Pos::Adj))
        && chunk.words.clone().all(|w| !scene.analysis.words[w].guessed)
}

/// الكاتب فلان
fn named(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    let head = &scene.analysis.words[chunk.head];
    head.features.definite == Some(Definite::Definite)
        && head.pos != Pos::Propn
        && (chunk.head + 1..(chunk.words.end + 2).min(scene.words.end))
            .any(|w| scene.pos(w) == Pos::Propn || scene.analysis.words[w].guessed)
}

/// Nothing but conjunctions, prepositions, quotes and commas.
fn is_plain(scene: &Scene<'_>, mut gap: Range<usize>) -> bool {
    gap.all(|w| {
        matches!(scene.pos(w), Pos::Cconj | Pos::Adp)
            || scene.is_quote(w)
            || matches!(scene.analysis.form(w), "،" | "," | "(" | ")")
    })
}

/// 13 قتيلا و94 جريحا, مقتل 3 وجرح 10: another toll begins.
fn tells_more(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    is_victim_noun(scene, chunk.head)
        || chunk.words.clone().filter(|w| scene.part(*w) == Part::Stem).any(|w| {
            let r = &scene.analysis.words[w].readings;
            let readings = &scene.analysis.readings[r.start as usize..r.end as usize];
            let gives =
                |l| scene.book.triggers(l).iter().any(|(p, _)| scene.book.pattern(*p).gives.toll.is_some());
            scene.pos(w) != Pos::Propn && readings.iter().any(|r| !r.guessed && gives(r.lemma))
        })
}

fn is_victim_noun(scene: &Scene<'_>, word: usize) -> bool {
    scene.book.cues.victims.iter().any(|(t, _)| t.matches(scene.analysis, word))
}

/// The number of one phrase: a figure, a dual, one person. Who is `held` can be nobody but people.
fn one_phrase(scene: &Scene<'_>, at: usize, words: Range<usize>, held: bool) -> Option<TollDraft> {
    let other = words.clone().any(|w| scene.book.cues.other.matches(scene.analysis, w));
    if let Some(d) = figure(scene, words.clone()) {
        return Some(d);
    }
    let cues = &scene.book.cues;
    let head = &scene.analysis.words[at];
    let token = head.token as usize;
    let said = if other { Said::More } else { Said::Counted };
    let n_of = |n| Some(TollDraft { n, to: None, bound: Bound::Exact, words: words.clone(), said });
    // أحد الحراس, أحدهم
    if words.clone().any(|w| number(scene, w).is_some_and(is_one_of))
        || cues.one_of.matches(scene.analysis, at)
    {
        return n_of(1);
    }
    if is_of_some(scene, at) {
        return None;
    }
    let person = cues.people.matches(scene.analysis, at)
        || cues.person.matches(scene.analysis, at)
        // مقتل فلسطيني: somebody of that people.
        || scene.mentions.place_at(token).is_some_and(|p| scene.mentions.places[p].demonym);
    // أحد مساعديه
    let one_of = |w: usize| scene.words.contains(&w) && cues.one_of.matches(scene.analysis, w);
    if person && words.start.checked_sub(1).is_some_and(one_of) {
        return n_of(1);
    }
    let collective = cues.collective.matches(scene.analysis, at) || cues.tally.matches(scene.analysis, at);
    match (head.pos, head.features.number) {
        // المدنيين and مسلحي الحركة are spelled as duals, and hardly ever are they.
        (Pos::Noun | Pos::Adj, Some(Number::Dual))
            if scene.analysis.form(at).ends_with('ي')
                || head.features.definite == Some(Definite::Definite)
                    && !scene.analysis.form(at).ends_with("ان") =>
        {
            None
        }
        (Pos::Noun | Pos::Adj, Some(Number::Dual)) if !collective => n_of(2),
        // قتل ضابطا شرطة: the alif before a genitive is the dual's.
        (Pos::Noun, _)
            if person
                && !scene.is_tanwin_accusative(at)
                && scene.analysis.form(at).ends_with('ا')
                && at + 1 < words.end
                && scene.pos(at + 1) == Pos::Noun =>
        {
            n_of(2)
        }
        // مقتل جندي: one; مقتل الجنود and مقتل جنود say no number.
        (Pos::Noun | Pos::Adj, Some(Number::Singular)) if person && !collective => n_of(1),
        // تعرض ثالث لإصابة
        (Pos::Noun | Pos::Adj | Pos::Num, _)
            if number(scene, at).is_some_and(|n| n.ordinal && n.counted.is_none())
                && head.features.definite != Some(Definite::Definite) =>
        {
            n_of(1)
        }
        // اعتقال مدبر الهجوم: a doer, by the word's very form.
        (Pos::Noun, Some(Number::Singular)) if held && !collective && by_form(scene, at) => n_of(1),
        _ if actor(scene, at).is_some() => {
            if actor(scene, at) == Some(true) {
                n_of(1)
            } else {
                None
            }
        }
        (Pos::Propn, _) if scene.mentions.place_at(token).is_none() => n_of(1),
        // A word that no list holds is somebody's name: اعتقلت الشرطة الساعدي.
        (Pos::Noun | Pos::Adj, _) if head.guessed && scene.mentions.place_at(token).is_none() => n_of(1),
        _ => None,
    }
}

/// عدد من المشتبه بهم: some of them, none knows how many.
fn is_of_some(scene: &Scene<'_>, at: usize) -> bool {
    let Some(g) = scene.chunk(at).and_then(|c| c.prep) else { return false };
    scene.folded(g.word) == "من"
        && scene.stem_before(g.word).is_some_and(|w| scene.book.cues.tally.matches(scene.analysis, w))
}

/// مدبر, عالم, محتجز: a participle, which names who does or is done to, unless it stands where a place does.
fn by_form(scene: &Scene<'_>, at: usize) -> bool {
    let w = &scene.analysis.words[at];
    matches!(w.features.derived, Some(Derived::Active | Derived::Passive))
        && scene.mentions.place_at(w.token as usize).is_none()
        && actor(scene, at) != Some(false)
}

/// Is a known actor named here, and is it one person?
fn actor(scene: &Scene<'_>, word: usize) -> Option<bool> {
    let token = scene.analysis.words[word].token as usize;
    scene.mentions.actor_at(token).map(|a| scene.mentions.actors[a].person)
}

/// Whom a pronoun or a left out subject means: one, two, or the number said of them before.
fn meant(scene: &Scene<'_>, trigger: &Trigger, targets: &[Filler]) -> Option<TollDraft> {
    let antecedent = targets.iter().find(|f| matches!(f.how, "pronoun" | "dropped subject"));
    if let Some(f) = antecedent
        && scene.words.contains(&f.words.start)
        && f.words.end + 8 > trigger.word
        && let Some(d) = figure(scene, f.words.clone())
    {
        return Some(d);
    }
    let links = &trigger.links;
    let at = match links.pronoun {
        Some(p) => p,
        // جنديان قتلا
        None if links.object.is_none()
            && scene.book.pattern(trigger.pattern).gives.casualty
            && two(scene, trigger.word) =>
        {
            trigger.word
        }
        // كما اعتقل عام 2009
        None if links.passive
            && links.dropped
            && links.subject.is_none()
            && !runs_on(scene, trigger.word) =>
        {
            trigger.word
        }
        None => return None,
    };
    let features = scene.features(at);
    let one = |n| {
        let words = at..at + 1;
        Some(TollDraft { n, to: None, bound: Bound::Exact, words, said: Said::Counted })
    };
    match (features.number, features.gender) {
        (Some(Number::Dual), _) => one(2),
        (Some(Number::Singular), Some(Gender::Masculine)) => one(1),
        _ => None,
    }
}

/// قتلا: a verb of dying that says itself of how many.
fn two(scene: &Scene<'_>, word: usize) -> bool {
    scene.pos(word) == Pos::Verb && scene.features(word).number == Some(Number::Dual)
}

/// قتل وأصيب 40: the victims are told after the next verb.
fn runs_on(scene: &Scene<'_>, word: usize) -> bool {
    word + 1 >= scene.words.end || scene.pos(word + 1) == Pos::Cconj
}

/// A recognised number of people among these words; a mere size (عدة) only where nothing better is.
pub(super) fn figure(scene: &Scene<'_>, words: Range<usize>) -> Option<TollDraft> {
    if let Some(d) = bracketed(scene, words.start) {
        return Some(d);
    }
    let mut vague = None;
    let mut seen = None;
    for w in words {
        let token = scene.analysis.words[w].token as usize;
        let Some(i) = scene.mentions.number_at(token) else { continue };
        if seen == Some(i) {
            continue;
        }
        seen = Some(i);
        let n = &scene.mentions.numbers[i];
        let usable = !n.ordinal
            && !n.part_of
            && !n.implied
            && n.of_people()
            && scene.mentions.date_at(token).is_none();
        if !usable {
            continue;
        }
        let draft = draft_of(scene, n);
        if n.vague && n.n <= 3 {
            vague = vague.or(Some(draft));
        } else {
            return Some(draft);
        }
    }
    vague
}

/// (14) شخصا: the number stands in brackets before its noun.
fn bracketed(scene: &Scene<'_>, noun: usize) -> Option<TollDraft> {
    let n = &scene.mentions.numbers[scene.bracketed(noun)?];
    (n.counts == Counts::People && !n.ordinal && !n.part_of && !n.implied).then(|| draft_of(scene, n))
}

fn draft_of(scene: &Scene<'_>, n: &NumberMention) -> TollDraft {
    let find = |t: u32| scene.analysis.words.partition_point(|w| w.token < t);
    let said = match () {
        () if n.vague => Said::Vague,
        () if n.counts_itself() => Said::Counted,
        () => Said::Figure,
    };
    TollDraft { n: n.n, to: n.to, bound: n.bound, words: find(n.tokens.start)..find(n.tokens.end), said }
}

fn number<'a>(scene: &'a Scene<'_>, word: usize) -> Option<&'a NumberMention> {
    let token = scene.analysis.words[word].token as usize;
    scene.mentions.number_at(token).map(|i| &scene.mentions.numbers[i])
}

/// أحد الجنود
fn is_one_of(n: &NumberMention) -> bool {
    n.implied && !n.part_of && n.counts == Counts::People && !n.counts_itself()
}

/// عدد القتلى بلغ عشرين, ارتفاع حصيلة الضحايا من عشرة إلى عشرين: the number follows its noun.
fn told_later(scene: &Scene<'_>, word: usize) -> Option<TollDraft> {
    const REACH: usize = 16;
    let chunk = scene.chunk(word)?;
    let counts = chunk.words.clone().any(|w| scene.book.cues.tally.matches(scene.analysis, w));
    if !counts {
        return None;
    }
    let end = (chunk.words.end + REACH).min(scene.words.end);
    let to = scene.book.preposition("ila");
    let mut best: Option<TollDraft> = None;
    let mut w = chunk.words.end;
    while w < end {
        if is_victim_noun(scene, w) && number(scene, w).is_none() && scene.part(w) == Part::Stem {
            break;
        }
        if let Some(n) = number(scene, w) {
            let usable = !n.ordinal && !n.part_of && !n.implied && n.of_people();
            let dated = scene.mentions.date_at(scene.analysis.words[w].token as usize).is_some();
            if usable && !dated {
                let mut draft = draft_of(scene, n);
                let rises =
                    scene.chunk(w).is_some_and(|c| c.prep.is_some_and(|g| g.slot.is_some() && g.slot == to));
                if let Some(high) = draft.to {
                    (draft.n, draft.to, draft.bound) = (high, None, Bound::Exact);
                    draft.said = Said::Updated;
                    return Some(draft);
                }
                if rises {
                    draft.said = Said::Updated;
                    return Some(draft);
                }
                best = best.or(Some(draft));
            }
            w = scene.analysis.words.partition_point(|x| x.token < n.tokens.end).max(w + 1);
            continue;
        }
        w += 1;
    }
    best
}

/// A noun that counts victims, and how many.
pub(super) struct Victims {
    pub word: usize,
    pub toll: Toll,
    pub draft: TollDraft,
    /// عدد القتلى: the whole, which adds to nothing.
    pub whole: bool,
}

/// Tolls said by nouns that are victims in themselves: سقط 20 قتيلا و30 جريحا.
pub(super) fn victims(scene: &Scene<'_>) -> Vec<Victims> {
    let mut out = Vec::new();
    for w in scene.words.clone() {
        if scene.part(w) != Part::Stem || !matches!(scene.pos(w), Pos::Noun | Pos::Adj) {
            continue;
        }
        let lemma = scene.analysis.words[w].lemma;
        let Some((_, toll)) = scene.book.cues.victims.iter().find(|(t, _)| t.holds(lemma)) else { continue };
        let Some(chunk) = scene.chunk(w) else { continue };
        let draft = figure(scene, chunk.words.clone())
            .or_else(|| told_later(scene, w))
            .or_else(|| fell(scene, w))
            .or_else(|| single_victim(scene, w, chunk));
        // عشرات القتلى والجرحى: dozens of each; 20 قتيلا وجريحا: none knows how many of each.
        if let (Some((n, t)), Some(d)) = (counted_with(scene, w), &draft) {
            match d.said {
                Said::Vague => {
                    out.push(Victims { word: n, toll: t, draft: d.clone(), whole: false });
                }
                _ => continue,
            }
        }
        if let Some(draft) = draft {
            let whole = chunk.words.clone().any(|w| scene.book.cues.tally.matches(scene.analysis, w));
            out.push(Victims { word: w, toll: *toll, draft, whole });
        }
    }
    out
}

/// 20 قتيلا وجريحا: victims of another sort that the same number counts.
fn counted_with(scene: &Scene<'_>, w: usize) -> Option<(usize, Toll)> {
    let chunk = scene.chunk(w)?;
    let toll_of = |w: usize| {
        let lemma = scene.analysis.words[w].lemma;
        scene.book.cues.victims.iter().find(|(t, _)| t.holds(lemma)).map(|(_, t)| *t)
    };
    let toll = toll_of(w)?;
    let next = (chunk.words.end..(chunk.words.end + 2).min(scene.words.end))
        .find(|w| scene.part(*w) == Part::Stem)?;
    let joined = scene.proclitics(next).any(|p| scene.pos(p) == Pos::Cconj) && scene.enclitic(w).is_none();
    let uncounted = scene.chunk(next).is_some_and(|c| figure(scene, c.words.clone()).is_none());
    toll_of(next).filter(|t| *t != toll && joined && uncounted).map(|t| (next, t))
}

/// راح ضحيته 15 جنديا وثلاثة عمال: the victims follow the noun with its pronoun.
fn fell(scene: &Scene<'_>, w: usize) -> Option<TollDraft> {
    let pronoun = scene.enclitic(w)?;
    let next = scene.chunk(pronoun + 1).filter(|c| c.prep.is_none() && c.words.start <= pronoun + 1)?;
    together(scene, next.head, &next.words, false)
}

/// سقط قتيل, خلف جريحين: a bare noun; ضحية التفجير and النائب القتيل count nobody.
fn single_victim(scene: &Scene<'_>, w: usize, chunk: &Chunk) -> Option<TollDraft> {
    let features = scene.analysis.words[w].features;
    // سقوط قتيل
    let falls = chunk.head + 1 == w && scene.book.cues.falls.matches(scene.analysis, chunk.head);
    let bare = (chunk.head == w || falls)
        && features.definite != Some(Definite::Definite)
        && scene.enclitic(w).is_none()
        && !(w + 1..chunk.words.end).any(|x| scene.pos(x) != Pos::Adj)
        // بين قتيل وجريح
        && chunk.prep.is_none_or(|g| g.slot.is_some() && g.slot != scene.book.preposition("bayna"));
    let form = scene.analysis.form(w);
    let n = match features.number {
        // مصابي الحادث is no dual.
        Some(Number::Dual) if features.definite != Some(Definite::Definite) && !form.ends_with('ي') => 2,
        Some(Number::Singular) if bare => 1,
        _ => return None,
    };
    let left = scene.words.start.max(chunk.words.start.saturating_sub(6))..chunk.words.start;
    let told = left.rev().any(|x| {
        scene.book.cues.causal.matches(scene.analysis, x) || scene.book.cues.falls.matches(scene.analysis, x)
    });
    (n == 2 || told || falls).then(|| TollDraft {
        n,
        to: None,
        bound: Bound::Exact,
        words: w..w + 1,
        said: Said::Counted,
    })
}
