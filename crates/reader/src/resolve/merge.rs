//! Which mentions are of one event?

use super::Settled;
use super::places::ResolvedPlace;
use crate::Linear;
use crate::Realis;
use crate::codebook::{Codebook, Form, Function, Pattern, Toll};
use crate::events::{Said, Tolls};
use crate::language::{Analysis, Definite, Part, Pos};
use crate::linear::{Keys, Put, yes};
use crate::recognise::PlaceKind;

/// Merges drafts of one occurrence, in the order of the text. The first keeps its place; what others add is added.
pub(super) fn merge(
    drafts: Vec<Settled>,
    analysis: &Analysis<'_>,
    book: &Codebook,
    model: &Linear,
) -> Vec<Settled> {
    let mut out: Vec<Settled> = Vec::new();
    for d in drafts {
        let best = candidates(&out, &d, analysis, book)
            .into_iter()
            .map(|(i, among)| {
                let mut keys = Keys::default();
                pair_features(&out[i], &d, among, analysis, book, &mut keys);
                (i, model.probability(&keys))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let same = |e: &Settled| does(e, &d, book) || is_means(e, &d, analysis, book);
        let best = out.iter().position(same).map_or(best, |i| Some((i, 1.0)));
        match best {
            Some((i, p)) if !model.is_empty() && model.accepts(p) => out[i].take_in(d, book),
            // «الهجوم» with a toll must mean some act; the likeliest will do.
            Some((i, p)) if book.pattern(d.draft.pattern).gives.anaphoric && model.accepts_at(LIKELY, p) => {
                out[i].take_in(d, book);
            }
            // «الحادث» with nothing before it that it could mean is no event by itself.
            _ if book.pattern(d.draft.pattern).gives.anaphoric && !says_more(&d) => {}
            _ => out.push(d),
        }
    }
    join_alike(&mut out, analysis, book);
    out
}

/// الغارة استهدفت المخزن: the verb says what the act before it does.
fn does(early: &Settled, late: &Settled, book: &Codebook) -> bool {
    let subject = late.draft.links.subject.as_ref().filter(|_| late.draft.form == Form::Verb);
    same_kind(early, late, book)
        && early.draft.realis == late.draft.realis
        && early.draft.form != Form::Verb
        && subject.is_some_and(|s| early.draft.words().any(|w| w == s.head))
}

/// استهداف التنظيم بضربات: the means of the act told right before, where it is of one type with it or more exact.
fn is_means(early: &Settled, late: &Settled, analysis: &Analysis<'_>, book: &Codebook) -> bool {
    let by = |w: usize| analysis.words[w].part == Part::Proclitic && analysis.folded(w) == "ب";
    let general =
        book.pattern(early.draft.pattern).gives.generic && violent(early, book) && violent(late, book);
    (same_kind(early, late, book) || general)
        && early.draft.realis == late.draft.realis
        && early.last_sentence == late.draft.sentence
        && late.draft.form != Form::Verb
        && !is_definite(late, analysis)
        && late.draft.word.checked_sub(1).is_some_and(by)
        && (early.last_word..late.draft.word).len() <= MEANS
}

/// The means of an act stands at most so many words after it.
const MEANS: usize = 8;

/// Acts that turn out to be alike once all is known of them: a definite noun, of the same sort, day and place as an act
/// told before, means that act.
fn join_alike(out: &mut Vec<Settled>, analysis: &Analysis<'_>, book: &Codebook) {
    let mut late = 1;
    while late < out.len() {
        let early = (0..late).find(|i| alike(&out[*i], &out[late], analysis, book));
        match early {
            Some(i) => {
                let d = out.remove(late);
                out[i].take_in(d, book);
            }
            None => late += 1,
        }
    }
}

fn alike(early: &Settled, late: &Settled, analysis: &Analysis<'_>, book: &Codebook) -> bool {
    if !same_kind(early, late, book) || !is_definite(late, analysis) {
        return false;
    }
    let kind = |d: &Settled| book.pattern(d.draft.pattern).kind;
    let day = |d: &Settled| d.date.as_ref().filter(|d| d.precision <= 1).map(|d| d.edtf.clone());
    // An actor that was only weighed keeps nothing apart.
    let sure = |d: &Settled| d.actors.iter().any(|(f, _)| f.how != "weighed");
    let apart = |a: &[String], b: &[String]| {
        !a.is_empty() && !b.is_empty() && !shares(a, b) && sure(early) && sure(late)
    };
    let place = match (&early.place, &late.place) {
        (Some(x), Some(y)) => x.id == y.id || contains(x, y) || contains(y, x),
        _ => true,
    };
    let tolls = Toll::ALL.iter().all(|t| match (early.draft.tolls.get(*t), late.draft.tolls.get(*t)) {
        (Some(x), Some(y)) => x.n == y.n,
        _ => true,
    });
    matches!(book.kind(kind(late)).family.as_str(), "violence" | "harm" | "unrest")
        && early.draft.realis == Realis::Actual
        && late.draft.realis == Realis::Actual
        && day(early).is_some()
        && day(early) == day(late)
        && place
        && tolls
        && !apart(&early.actor_keys, &late.actor_keys)
}

/// The part of the threshold that does for a noun that can but take up an act.
const LIKELY: f32 = 0.4;

/// A definite noun that says whom it hit, or how many, tells an act of its own.
fn says_more(d: &Settled) -> bool {
    d.draft.tolls != Tolls::default()
}

/// The events told before that a draft may be a further mention of, and where each stands among them.
pub fn candidates(
    before: &[Settled],
    late: &Settled,
    analysis: &Analysis<'_>,
    book: &Codebook,
) -> Vec<(usize, Among)> {
    let mut out: Vec<usize> = before
        .iter()
        .enumerate()
        .filter(|(_, e)| may_be_one(e, late, analysis, book))
        .map(|(i, _)| i)
        .collect();
    // «الضربات» are those that the report is about, where it tells older ones as well.
    let news = |i: usize| before[i].recent && same_kind(&before[i], late, book);
    if late.date.is_none() && is_definite(late, analysis) && out.iter().any(|i| news(*i)) {
        out.retain(|i| before[*i].date.is_none() || before[*i].recent);
    }
    // «الهجوم» is an act rather than the deaths told beside it.
    let act = |i: usize| book.kind(book.pattern(before[i].draft.pattern).kind).name != "killing";
    if book.pattern(late.draft.pattern).gives.anaphoric && out.iter().any(|i| act(*i)) {
        out.retain(|i| act(*i));
    }
    out.sort_by_key(|i| (std::cmp::Reverse(before[*i].last_word), *i));
    let alike = out.iter().filter(|i| same_kind(&before[**i], late, book)).count();
    out.into_iter().enumerate().map(|(rank, i)| (i, Among { rank, alike })).collect()
}

/// Nothing rules it out that `late` is a further mention of `early`.
fn may_be_one(early: &Settled, late: &Settled, analysis: &Analysis<'_>, book: &Codebook) -> bool {
    let (a, b) = (book.pattern(early.draft.pattern), book.pattern(late.draft.pattern));
    let (ka, kb) = (book.kind(a.kind), book.kind(b.kind));
    if a.kind != b.kind {
        // «الهجوم» can be the bombing told before; two exact types are two events.
        let general =
            b.gives.anaphoric || (b.gives.generic && is_definite(late, analysis)) || a.gives.generic;
        // «الهجوم» is no deployment, whatever else it may be; «العملية» may be.
        let wide = |d: &Settled| book.cues.any_act.matches(analysis, d.draft.word);
        let fits = ka.family == kb.family
            || wide(late)
            || a.gives.generic && wide(early)
            || ka.family != "force" && kb.family != "force";
        // Nor is it an abduction or a burnt house.
        let other = b.gives.anaphoric
            && !wide(late)
            && matches!(ka.name.as_str(), "abduction" | "abuse" | "destruction");
        let general = general && !other && fits && is_act(early, book) && is_act(late, book);
        if !general && !same_dead(early, late, book) {
            return false;
        }
    }
    // قتل 12 جنديا, في حين قتل 38 مسلحا: what one sentence counts apart is apart.
    let figure = |d: &Settled, t| d.draft.tolls.get(t).filter(|t| t.said == Said::Figure).map(|t| t.n);
    let apart = |t| matches!((figure(early, t), figure(late, t)), (Some(x), Some(y)) if x != y);
    if early.draft.sentence == late.draft.sentence && Toll::ALL.into_iter().any(apart) {
        return false;
    }
    // What is planned is not what happened, and what did not happen is not told again as having happened.
    let (x, y) = (early.draft.realis, late.draft.realis);
    if (x == Realis::Planned) != (y == Realis::Planned)
        || matches!(x, Realis::Denied | Realis::General) && y == Realis::Actual
    {
        return false;
    }
    // «وليس غارة»: what something is not is no act told before.
    let negative = |w: usize| book.grammar.of(analysis.folded(w)).is(Function::NEGATIVE);
    if y == Realis::Denied
        && x != Realis::Denied
        && late.draft.form != Form::Verb
        && !is_definite(late, analysis)
        && late.draft.realis_word.is_some_and(negative)
    {
        return false;
    }
    // A day from elsewhere in the sentence does not keep «الهجوم» from its act.
    let borrowed = late.date_far && is_definite(late, analysis);
    if let (Some(x), Some(y), false) = (&early.date, &late.date, borrowed)
        && (x.start > y.end && y.end.is_some() || y.start > x.end && x.end.is_some())
    {
        return false;
    }
    true
}

/// Deaths told apart from the act: in the same number, or of the same people.
fn same_dead(a: &Settled, b: &Settled, book: &Codebook) -> bool {
    let kind = |d: &Settled| book.kind(book.pattern(d.draft.pattern).kind);
    let killing = |d: &Settled| kind(d).name == "killing";
    let act = |d: &Settled| kind(d).family == "violence" && kind(d).name != "killing";
    let named = !a.target_keys.is_empty() && shares(&a.target_keys, &b.target_keys);
    (killing(a) && act(b) || act(a) && killing(b))
        && [Toll::Killed, Toll::Wounded].into_iter().any(|t| {
            let both = (a.draft.tolls.get(t), b.draft.tolls.get(t));
            matches!(both, (Some(x), Some(y)) if x.n == y.n && (x.n > 1 || named))
        })
}

fn is_definite(d: &Settled, analysis: &Analysis<'_>) -> bool {
    d.draft.form != Form::Verb && analysis.words[d.draft.word].features.definite == Some(Definite::Definite)
}

/// The two are of one type.
fn same_kind(a: &Settled, b: &Settled, book: &Codebook) -> bool {
    book.pattern(a.draft.pattern).kind == book.pattern(b.draft.pattern).kind
}

/// Where an event told before stands among all that a mention may be of.
#[derive(Clone, Copy, Debug)]
pub struct Among {
    /// How many of them were mentioned since.
    pub rank: usize,
    /// How many have the mention's type.
    pub alike: usize,
}

/// What speaks for and against two mentions being of one occurrence.
pub fn pair_features(
    early: &Settled,
    late: &Settled,
    Among { rank, alike }: Among,
    analysis: &Analysis<'_>,
    book: &Codebook,
    put: &mut impl Put,
) {
    let (a, b) = (book.pattern(early.draft.pattern), book.pattern(late.draft.pattern));
    let same_kind = a.kind == b.kind;
    put.alone("type", &book.kind(b.kind).name);
    let kind = put.alone("kind", same(same_kind));
    let verb = |d: &Settled| if d.draft.form == Form::Verb { "verb" } else { "noun" };
    let lemma = put.alone("lemma", same(early.draft.lemma == late.draft.lemma));
    let form = put.atom("early_form", verb(early));
    let late_form = put.atom("late_form", verb(late));
    put.put(&[form, late_form]);
    put.put(&[form, late_form, lemma]);
    let is_definite = is_definite(late, analysis);
    let definite = put.alone("definite", yes(is_definite));
    let bare = put.atom("bare", yes(late.actors.is_empty() && late.targets.is_empty()));
    put.put(&[definite, bare]);
    let distance = put.alone(
        "distance",
        match late.draft.sentence - early.last_sentence {
            0 => "0",
            1 => "1",
            2 => "2",
            3..=4 => "3-4",
            5..=8 => "5-8",
            _ => "9+",
        },
    );
    put.put(&[distance, definite]);
    let family = put.atom("family", &book.kind(b.kind).family);
    put.put(&[distance, family]);
    let same_realis = early.draft.realis == late.draft.realis;
    put.alone("realis", same(same_realis));
    if !same_realis {
        let realis = put.atom("early_realis", early.draft.realis.as_str());
        let late_realis = put.atom("late_realis", late.draft.realis.as_str());
        put.put(&[realis, late_realis]);
    }
    let agree = |a: &[String], b: &[String]| match (a.is_empty(), b.is_empty()) {
        (true, true) => "none",
        (true, false) | (false, true) => "one",
        _ => same(shares(a, b)),
    };
    let actors = put.alone("actors", agree(&early.actor_keys, &late.actor_keys));
    let targets = put.alone("targets", agree(&early.target_keys, &late.target_keys));
    put.put(&[actors, targets]);
    let places = match (&early.place, &late.place) {
        (Some(x), Some(y)) if x.id == y.id => "same",
        (Some(x), Some(y)) if contains(x, y) || contains(y, x) => "within",
        (Some(_), Some(_)) => "other",
        (None, None) => "none",
        _ => "one",
    };
    let place = put.alone("place", places);
    let date = put.alone(
        "date",
        match (&early.date, &late.date) {
            (Some(x), Some(y)) if x.edtf == y.edtf => "same",
            (Some(_), Some(_)) => "overlap",
            (None, None) => "none",
            _ => "one",
        },
    );
    put.put(&[place, date]);
    let age = |d: &Settled| d.date.as_ref().map_or("no", |_| if d.recent { "recent" } else { "old" });
    let early_age = put.atom("early_age", age(early));
    let late_age = put.atom("late_age", age(late));
    put.put(&[early_age, late_age]);
    put.put(&[early_age, definite]);
    let is_lead = early.draft.sentence <= 1;
    let lead = put.atom("lead", yes(is_lead));
    if same_kind {
        let alike = put.atom("alike", up_to_three(alike));
        put.put(&[alike, definite]);
        put.put(&[alike, form, late_form, lemma]);
        put.put(&[early_age, lead]);
    }
    for t in Toll::ALL {
        if let (Some(x), Some(y)) = (early.draft.tolls.get(t), late.draft.tolls.get(t)) {
            put.alone("toll", same(x.n == y.n));
            if x.n == y.n && x.n > 2 {
                put.alone("toll", "same, many");
            }
        }
    }
    put.alone("speech", same(early.draft.speaker.is_some() == late.draft.speaker.is_some()));
    if is_lead {
        put.put(&[lead]);
        put.put(&[lead, definite]);
    }
    let rank = put.alone("rank", up_to_three(rank));
    put.put(&[rank, definite]);
    put.put(&[rank, lead]);
    let told = put.alone(
        "told",
        match early.mentions {
            1 => "1",
            2 => "2",
            3..=4 => "3-4",
            _ => "5+",
        },
    );
    put.put(&[told, definite]);
    if is_definite {
        put.put(&[definite, family]);
        put.put(&[definite, kind, rank]);
    }
    // One and several: غارة is hardly الغارات.
    let number = |d: &Settled| analysis.words[d.draft.word].features.number;
    if early.draft.form != Form::Verb
        && late.draft.form != Form::Verb
        && let (Some(x), Some(y)) = (number(early), number(late))
    {
        let number = put.alone("number", same(x == y));
        put.put(&[number, lemma]);
    }
    // هذه الضربة; هذه هي الضربة.
    let mut before = analysis.words[..late.draft.word].iter().rev().filter(|w| w.part == Part::Stem).take(2);
    let this = before
        .find(|w| w.pos != Pos::Pron || w.features.person.is_none())
        .is_some_and(|w| book.grammar.of(analysis.text.folded(w.token as usize)).is(Function::DEMONSTRATIVE));
    if this {
        let this = put.has("this");
        put.put(&[this, rank]);
    }
    let sentence = analysis.sentences[late.draft.sentence].end as usize;
    let mut after = (late.draft.word + 1..sentence.min(late.draft.word + 5))
        .filter(|w| analysis.words[*w].part == Part::Stem);
    if after.clone().any(|w| book.cues.other.matches(analysis, w)) {
        put.has("other");
    }
    if after.any(|w| book.grammar.of(analysis.folded(w)).is(Function::RELATIVE_ONLY)) {
        let described = put.atom("described", "yes");
        put.put(&[described, definite]);
    }
    let sort = |p: &Pattern| match () {
        () if p.gives.casualty => "casualty",
        () if p.gives.generic || p.gives.anaphoric => "general",
        () => "exact",
    };
    let early_sort = put.atom("early_sort", sort(a));
    let late_sort = put.atom("late_sort", sort(b));
    put.put(&[early_sort, late_sort]);
    put.put(&[early_sort, late_sort, rank]);
    if places == "other" {
        let exact = |d: &Settled| d.place.as_ref().is_some_and(|p| p.precision <= 2);
        let exact = put.atom("exact", yes(exact(early) && exact(late)));
        put.put(&[place, exact]);
    }
}

fn same(b: bool) -> &'static str {
    if b { "same" } else { "other" }
}

fn up_to_three(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        _ => "3+",
    }
}

/// The second place lies in the first, which is a country or a first-level unit.
fn contains(a: &ResolvedPlace, b: &ResolvedPlace) -> bool {
    if a.country != b.country {
        return false;
    }
    match a.kind {
        PlaceKind::Country => true,
        PlaceKind::Admin1 => b.admin1.as_deref() == Some(a.name_en.as_str()),
        _ => false,
    }
}

fn is_act(d: &Settled, book: &Codebook) -> bool {
    matches!(
        book.kind(book.pattern(d.draft.pattern).kind).family.as_str(),
        "violence" | "force" | "unrest" | "harm"
    )
}

fn violent(d: &Settled, book: &Codebook) -> bool {
    book.kind(book.pattern(d.draft.pattern).kind).family == "violence"
}

fn shares(a: &[String], b: &[String]) -> bool {
    a.iter().any(|x| b.contains(x))
}

impl Settled {
    /// Takes in a further mention. The exact type wins over the general; what the later mention adds is kept.
    pub fn take_in(&mut self, mut late: Settled, book: &Codebook) {
        let (a, b) = (book.pattern(self.draft.pattern), book.pattern(late.draft.pattern));
        let killing = |p: &Pattern| book.kind(p.kind).name == "killing";
        let vague = |p: &Pattern| p.gives.generic || p.gives.anaphoric || killing(p);
        if a.kind != b.kind && vague(a) && !vague(b) {
            std::mem::swap(&mut self.draft.pattern, &mut late.draft.pattern);
        }
        if self.actors.is_empty() {
            self.actors = late.actors;
            self.actor_keys = late.actor_keys;
        }
        if self.targets.is_empty() {
            self.targets = late.targets;
            self.target_keys = late.target_keys;
        }
        let finer = match (&self.place, &late.place) {
            (None, Some(_)) => true,
            (Some(x), Some(y)) => contains(x, y) && x.id != y.id,
            _ => false,
        };
        if finer {
            self.place = late.place;
            self.place_mention = late.place_mention;
        }
        if self.date.is_none() {
            self.date = late.date;
            self.draft.date = late.draft.date;
        }
        self.last_sentence = self.last_sentence.max(late.last_sentence);
        self.last_word = self.last_word.max(late.last_word);
        self.mentions += late.mentions;
        self.draft.take_in(late.draft);
    }
}
