//! How does the tagger learn?

use std::collections::HashMap;

use waqai::language::analyse::{make_form, place};
use waqai::language::clusters::Clusters;
use waqai::language::model::ModelWriter;
use waqai::language::tagger::{
    CLITIC_TAGS, Choice, Neighbours, Sequence, Tagger, allowed_tags, fixed, pieces,
};
use waqai::language::tagger_forms::{Form, Split, TAGS, Tag};
use waqai::language::{Analysis, Language, Lexicon};
use waqai::text::TokenKind;

use super::perceptron::{Dice, Perceptron, quantise};
use super::treebank::Tree;

const WORD_BITS: u32 = 17;
const CLITIC_BITS: u32 = 13;
/// Models fitted in different orders, whose weights are added: they err in different places.
const RUNS: u64 = 10;
const EPOCHS: usize = 8;
const SCALE: f32 = 32.0;
/// By how much the right choice has to win.
const MARGIN: f32 = 8.0;
/// From how many occurrences on a tag is open to words whose readings lack it.
const ALLOWED_FROM: u32 = 2;

/// And at least one in so many.
const ALLOWED_SHARE: u32 = 100;

/// A sentence to learn from.
struct Lesson {
    tokens: Vec<u32>,
    gold: Vec<Option<Choice>>,
}

pub fn fit(lexicon: &Lexicon, clusters: &Clusters, trees: &[&Tree]) -> Vec<u8> {
    let (mut forms, mut lessons) = lessons(lexicon, clusters, trees);
    let allowed = allowed(&forms, &lessons);
    for s in forms.iter_mut().flat_map(|f| &mut f.segments) {
        s.allowed = allowed_tags(&allowed, s);
    }
    let mut words = vec![[0.0; TAGS]; 1 << WORD_BITS];
    let mut clitics = vec![[0.0; TAGS]; 1 << CLITIC_BITS];
    for run in 0..RUNS {
        let mut run_words = Perceptron::new(WORD_BITS);
        let mut run_clitics = Perceptron::new(CLITIC_BITS);
        let mut dice = Dice(20_170 + run);
        for _ in 0..EPOCHS {
            dice.shuffle(&mut lessons);
            for lesson in &lessons {
                learn(&mut run_words, &mut run_clitics, &forms, lesson);
            }
        }
        run_words.add_averages(&mut words);
        run_clitics.add_averages(&mut clitics);
    }
    let mut w = ModelWriter::default();
    let scale = SCALE / RUNS as f32;
    Tagger::write(&mut w, &allowed, &quantise(&words, scale), &quantise(&clitics, scale));
    w.finish()
}

fn learn(words: &mut Perceptron<TAGS>, clitics: &mut Perceptron<TAGS>, forms: &[Form], lesson: &Lesson) {
    let glances: Vec<_> = lesson.tokens.iter().map(|id| forms[*id as usize].glance()).collect();
    let sequence = Sequence { forms, tokens: &lesson.tokens, glances: &glances };
    let mut around = Neighbours::default();
    for i in 0..sequence.len() {
        let form = sequence.at(i);
        if let Some(tag) = fixed(form) {
            around.pass(&form.segments[0], tag);
            continue;
        }
        words.step += 1.0;
        clitics.step += 1.0;
        let gold = lesson.gold[i];
        around.look(&glances[i + 1..]);
        let mut best = (f32::NEG_INFINITY, 0, 0);
        let mut rival = best;
        for (n, s) in form.segments.iter().enumerate() {
            let mut scores = [0.0; TAGS];
            words.add(&s.features, &mut scores);
            words.add(&around.features(s), &mut scores);
            for (t, score) in scores.iter().enumerate() {
                let right = gold.is_some_and(|g| usize::from(g.segment) == n && usize::from(g.tag.0) == t);
                if s.allowed & (1 << t) != 0 || right {
                    if *score > best.0 {
                        best = (*score, n, t);
                    }
                    let harder = if right { *score - MARGIN } else { *score };
                    if harder > rival.0 {
                        rival = (harder, n, t);
                    }
                }
            }
        }
        if let Some(gold) = gold {
            let right = (usize::from(gold.segment), usize::from(gold.tag.0));
            if (rival.1, rival.2) != right {
                for (n, t, by) in [(right.0, right.1, 1.0), (rival.1, rival.2, -1.0)] {
                    let s = &form.segments[n];
                    words.update(&s.features, t, by);
                    words.update(&around.features(s), t, by);
                }
            }
            let s = &form.segments[right.0];
            for k in 0..usize::from(s.split.n_proclitics) {
                let f = around.clitic_features(s, k, gold.tag);
                let mut scores = [0.0; TAGS];
                clitics.add(&f, &mut scores);
                let right = usize::from(gold.clitics[k].0);
                scores[right] -= MARGIN;
                let rival = CLITIC_TAGS
                    .map(|t| usize::from(t.0))
                    .into_iter()
                    .max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
                let rival = rival.unwrap_or(right);
                if rival != right {
                    clitics.update(&f, right, 1.0);
                    clitics.update(&f, rival, -1.0);
                }
            }
        }
        around.pass(&form.segments[best.1], Tag(best.2 as u8));
    }
}

fn lessons(lexicon: &Lexicon, clusters: &Clusters, trees: &[&Tree]) -> (Vec<Form>, Vec<Lesson>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut ids: HashMap<(TokenKind, String), u32> = HashMap::new();
    let mut lessons = Vec::new();
    for tree in trees {
        for sentence in &tree.text.sentences {
            let mut lesson = Lesson { tokens: Vec::new(), gold: Vec::new() };
            for token in sentence.tokens.clone().map(|t| t as usize) {
                let (kind, clean) = (tree.text.tokens[token].kind, tree.text.clean(token));
                let mut id = *ids.entry((kind, clean.to_owned())).or_insert_with(|| {
                    forms.push(make_form(lexicon, clusters, kind, clean, tree.text.folded(token)));
                    forms.len() as u32 - 1
                });
                let gold = gold_choice(clusters, tree, token, &forms[id as usize]);
                let gold = gold.map(|(choice, own)| {
                    if let Some(own) = own {
                        id = forms.len() as u32;
                        forms.push(own);
                    }
                    choice
                });
                lesson.tokens.push(id);
                lesson.gold.push(gold);
            }
            lessons.push(lesson);
        }
    }
    (forms, lessons)
}

/// The treebank's choice for a token, with a form of its own if no reading makes its cut.
pub fn gold_choice(
    clusters: &Clusters,
    tree: &Tree,
    token: usize,
    form: &Form,
) -> Option<(Choice, Option<Form>)> {
    let (split, tags) = gold_split(tree, token)?;
    let clean = tree.text.clean(token);
    let cut = |s: Split| pieces(s, clean.len()).collect::<Vec<_>>();
    let mut own = None;
    let segment = form.segments.iter().position(|s| cut(s.split) == cut(split)).unwrap_or_else(|| {
        let mut form = form.clone();
        let unread = form.unread_segment(clean, tree.text.folded(token), split, clusters);
        form.segments.push(unread);
        let last = form.segments.len() - 1;
        own = Some(form);
        last
    });
    let stem = usize::from(own.as_ref().unwrap_or(form).segments[segment].split.n_proclitics);
    let mut clitics = [Tag::ADP; 4];
    clitics[..stem].copy_from_slice(&tags[..stem]);
    Some((Choice { segment: segment as u8, tag: tags[stem], clitics }, own))
}

/// The analysis that the treebank gives a sentence; none where our tokens cut across its words.
pub fn gold_analysis<'a>(language: &'a Language, tree: &'a Tree) -> Option<Analysis<'a>> {
    let text = &tree.text;
    let mut analysis = Analysis {
        text,
        language,
        words: Vec::new(),
        sentences: Vec::new(),
        readings: Vec::new(),
        guessed_lemmas: Vec::new(),
    };
    for token in 0..text.tokens.len() {
        let form = make_form(
            language.lexicon,
            &language.clusters,
            text.tokens[token].kind,
            text.clean(token),
            text.folded(token),
        );
        let (choice, own) = gold_choice(&language.clusters, tree, token, &form)?;
        let mut form = own.unwrap_or(form);
        let at = place(&form, &mut analysis);
        language.add_words(&mut analysis, token as u32, &mut form, at, &choice);
    }
    analysis.sentences.push(0..analysis.words.len() as u32);
    (analysis.words.len() == tree.words.len()).then_some(analysis)
}

/// How the treebank cuts and tags a token; none where its words are not parts of the token.
fn gold_split(tree: &Tree, token: usize) -> Option<(Split, Vec<Tag>)> {
    let t = &tree.text.tokens[token];
    let span = t.span.range();
    let words: Vec<_> =
        tree.words.iter().filter(|w| w.span.start < span.end && span.start < w.span.end).collect();
    let (first, last) = (words.first()?, words.last()?);
    if first.span.start != span.start || last.span.end != span.end || words.len() > 5 {
        return None;
    }
    let tags: Vec<Tag> = words.iter().map(|w| Tag::new(w.pos, w.voice)).collect();
    // Where each word starts in the clean view.
    let clean = t.clean.clone();
    let mut starts = Vec::new();
    for w in &words {
        let at = clean.clone().find(|c| {
            tree.text.clean_at(clean.clone()).is_char_boundary((c - clean.start) as usize)
                && tree.text.span_at(*c..clean.end).start() as usize == w.span.start
        })?;
        starts.push((at - clean.start) as usize);
    }
    starts.push((clean.end - clean.start) as usize);
    let lengths: Vec<u8> = starts.windows(2).map(|p| (p[1] - p[0]) as u8).collect();
    let enclitic = lengths.len() > 1 && *tags.last()? == Tag::PRON && lengths[lengths.len() - 1] <= 6;
    let n = lengths.len() - 1 - usize::from(enclitic);
    let mut split = Split { n_proclitics: n as u8, ..Split::default() };
    split.proclitics[..n].copy_from_slice(&lengths[..n]);
    if enclitic {
        split.enclitic = *lengths.last()?;
    }
    Some((split, tags))
}

fn allowed(forms: &[Form], lessons: &[Lesson]) -> [[u32; TAGS]; 2] {
    // Words with a reading of each tag, and those of them whose gold tag no reading has.
    let mut all = [[0_u32; TAGS]; 2];
    let mut seen = [[[0_u32; TAGS]; TAGS]; 2];
    for lesson in lessons {
        for (id, gold) in lesson.tokens.iter().zip(&lesson.gold) {
            let Some(gold) = gold else { continue };
            let s = &forms[*id as usize].segments[usize::from(gold.segment)];
            let (all, other) = (&mut all[usize::from(s.guessed)], &mut seen[usize::from(s.guessed)]);
            for t in (0..TAGS).filter(|t| s.lexicon & (1 << t) != 0) {
                all[t] += 1;
                if s.lexicon & gold.tag.bit() == 0 {
                    other[t][usize::from(gold.tag.0)] += 1;
                }
            }
        }
    }
    std::array::from_fn(|guessed| {
        std::array::from_fn(|t| {
            let row = &seen[guessed][t];
            let often = |g: &usize| row[*g] >= ALLOWED_FROM && row[*g] * ALLOWED_SHARE >= all[guessed][t];
            let set = (0..TAGS).filter(often).fold(0, |m, g| m | 1 << g);
            // إن is a letter of a name (سي إن إن) twice in the treebank; in news it hardly ever is.
            let closed = Tag(t as u8).is_closed();
            if closed { set & !Tag::PROPN.bit() } else { set }
        })
    })
}
