//! Does the bundled lexicon read words as a grammar of Arabic says?

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::language::{Aspect, Definite, Number, Person, Reading, Voice};
use crate::text::normalise;

fn readings(word: &str) -> Vec<Reading> {
    let clean = normalise(word);
    let mut out = Vec::new();
    Lexicon::bundled().analyse(&clean, &fold(&clean), &mut out);
    out
}

/// `و+ب+مدينت+ه NOUN مدينة`
fn show(word: &str, r: &Reading) -> String {
    let clean = normalise(word);
    let lexicon = Lexicon::bundled();
    let mut parts = Vec::new();
    let mut at = 0;
    for &len in &r.proclitics[..r.n_proclitics as usize] {
        parts.push(&clean[at..at + len as usize]);
        at += len as usize;
    }
    let end = clean.len() - r.enclitic as usize;
    parts.push(&clean[at..end]);
    if r.enclitic > 0 {
        parts.push(&clean[end..]);
    }
    let lemma = if r.guessed {
        lexicon.guessed_lemma(r.lemma, &clean)
    } else {
        spelling::bare(lexicon.lemma(r.lemma).text)
    };
    format!("{} {} {lemma}", parts.join("+"), r.pos.as_str())
}

fn check(cases: &[(&str, &str)]) {
    for (word, expected) in cases {
        let found: Vec<String> = readings(word).iter().map(|r| show(word, r)).collect();
        assert!(found.iter().any(|f| f == expected), "{word}: no {expected} among {found:#?}");
    }
}

/// The likeliest reading before context.
fn check_first(cases: &[(&str, &str)]) {
    for (word, expected) in cases {
        let all = readings(word);
        assert_eq!(show(word, &all[0]), *expected, "{word}");
    }
}

#[test]
fn clitics_before_the_word() {
    check_first(&[
        ("وقال", "و+قال VERB قال"),
        ("فإن", "ف+إن PART إن"),
        ("للسلطة", "ل+لسلطة NOUN سلطة"),
        ("وللحكومة", "و+ل+لحكومة NOUN حكومة"),
        ("بالسلاح", "ب+السلاح NOUN سلاح"),
        ("سيعلن", "س+يعلن VERB أعلن"),
        ("وسيقتل", "و+س+يقتل VERB قتل"),
        ("وزير", "وزير NOUN وزير"),
        ("بغداد", "بغداد PROPN بغداد"),
        ("ليبيا", "ليبيا PROPN ليبيا"),
    ]);
    check(&[("أتعلم", "أ+تعلم VERB علم"), ("كرئيس", "ك+رئيس NOUN رئيس")]);
}

#[test]
fn clitics_after_the_word() {
    check_first(&[
        ("إنه", "إن+ه PART إن"),
        ("لأنهم", "ل+أن+هم SCONJ أن"),
        ("بينها", "بين+ها ADP بين"),
        ("عليهم", "علي+هم ADP على"),
        ("قتلته", "قتلت+ه VERB قتل"),
        ("مدينته", "مدينت+ه NOUN مدينة"),
        ("مستواه", "مستوا+ه NOUN مستوى"),
    ]);
    check(&[
        ("أصدقاؤه", "أصدقاؤ+ه NOUN صديق"),
        ("أصدقائه", "أصدقائ+ه NOUN صديق"),
        ("أصدقاءه", "أصدقاء+ه NOUN صديق"),
        ("مقاتليه", "مقاتلي+ه NOUN مقاتل"),
        ("هاجموها", "هاجمو+ها VERB هاجم"),
        ("قتلوهم", "قتلو+هم VERB قتل"),
    ]);
}

#[test]
fn nouns_and_adjectives_inflect() {
    check(&[
        ("مقاتلو", "مقاتلو NOUN مقاتل"),
        ("مقاتلين", "مقاتلين NOUN مقاتل"),
        ("مقاتلا", "مقاتلا NOUN مقاتل"),
        ("عنصري", "عنصري NOUN عنصر"),
        ("هجمات", "هجمات NOUN هجوم"),
        ("قتلى", "قتلى NOUN قتيل"),
        ("المدنيون", "المدنيون NOUN مدني"),
        ("مسلحون", "مسلحون ADJ مسلح"),
        ("قاض", "قاض NOUN قاضي"),
    ]);
}

#[test]
fn letters_that_writers_drop_are_forgiven() {
    check_first(&[
        ("الى", "الى ADP إلى"),
        ("المدينه", "المدينه NOUN مدينة"),
        ("اعلن", "اعلن VERB أعلن"),
        ("اطلاق", "اطلاق NOUN إطلاق"),
    ]);
    let exact = readings("أن")[0].lemma;
    assert_eq!(spelling::bare(Lexicon::bundled().lemma(exact).text), "أن", "أن is not إن");
}

#[test]
fn verbs_have_both_voices() {
    let check = |word: &str, lemma: &str, voice: Voice| {
        let found = readings(word).into_iter().find(|r| {
            !r.guessed
                && r.features.voice == Some(voice)
                && spelling::bare(Lexicon::bundled().lemma(r.lemma).text) == lemma
        });
        found.unwrap_or_else(|| panic!("{word} is {voice:?} of {lemma}"))
    };
    for (word, lemma) in [("قتل", "قتل"), ("يقتل", "قتل"), ("أصيب", "أصاب"), ("قيل", "قال"), ("يقال", "قال")]
    {
        check(word, lemma, Voice::Passive);
    }
    check("عثر", "عثر", Voice::Passive);
    let r = check("سيهاجمون", "هاجم", Voice::Active);
    assert!(r.features.future);
    assert_eq!(r.features.person, Some(Person::Third));
    assert_eq!(r.features.number, Some(Number::Plural));
    assert_eq!(r.features.aspect, Some(Aspect::Imperfect));
}

#[test]
fn definiteness_as_the_form_shows_it() {
    for (word, definite) in [
        ("القوات", Some(Definite::Definite)),
        ("لسلطة", None),
        ("للسلطة", Some(Definite::Definite)),
        ("مقاتلون", Some(Definite::Indefinite)),
        ("مقاتلو", Some(Definite::Construct)),
        ("مدينتهم", Some(Definite::Definite)),
    ] {
        let found = readings(word);
        assert!(
            found.iter().any(|r| r.pos == Pos::Noun && r.features.definite == definite),
            "{word}: {found:?}"
        );
    }
}

#[test]
fn unknown_words_are_guessed() {
    check_first(&[("تسوغاندر", "تسوغاندر PROPN تسوغاندر")]);
    check(&[("والزبرجلات", "و+الزبرجلات NOUN زبرجلة"), ("المتبزرجون", "المتبزرجون NOUN متبزرج")]);
    assert!(readings("تسوغاندر").iter().all(|r| r.guessed));
}

#[test]
fn lemmas_are_found_by_either_spelling() {
    let lexicon = Lexicon::bundled();
    let check = |text: &str, pos: Pos, expected: &str| {
        let found = lexicon.find(text, Some(pos));
        let first = found.first().unwrap_or_else(|| panic!("no {text}"));
        assert_eq!(spelling::bare(lexicon.lemma(*first).text), expected, "{text}");
        assert_eq!(lexicon.lemma(*first).pos, pos);
    };
    check("قَتَلَ", Pos::Verb, "قتل");
    check("اِسْتَهْدَفَ", Pos::Verb, "استهدف");
    check("استهدف", Pos::Verb, "استهدف");
    check("أَطْلَقَ", Pos::Verb, "أطلق");
    check("إِطْلَاق", Pos::Noun, "إطلاق");
    check("اِنفِجَار", Pos::Noun, "انفجار");
    check("مُقاتِل", Pos::Noun, "مقاتل");
    assert_ne!(lexicon.find("قَتَلَ", Some(Pos::Verb)), lexicon.find("قَتَّلَ", Some(Pos::Verb)));
    assert!(lexicon.find("لاشيءكهذا", None).is_empty());
}

#[test]
fn nouns_know_their_verbs() {
    let lexicon = Lexicon::bundled();
    for (noun, verb) in [
        ("إِطْلَاق", "أَطْلَق"),
        ("قَصْف", "قَصَف"),
        ("اِعْتِقَال", "ٱِعْتَقَل"),
        ("تَفْجِير", "فَجَّر"),
        ("اِنْفِجَار", "ٱِنْفَجَر"),
        ("مُهَاجِم", "هَاجَم"),
        ("قَتْل", "قَتَل"),
    ] {
        let nouns = lexicon.find(noun, Some(Pos::Noun));
        let made =
            nouns.iter().find_map(|&n| lexicon.verb_of(n)).unwrap_or_else(|| panic!("{noun}: no verb"));
        assert_eq!(spelling::key(lexicon.lemma(made).text), spelling::key(verb), "{noun}");
        assert!(lexicon.derived_of(made).iter().any(|n| nouns.contains(n)), "{verb} does not lead back");
    }
    assert!(lexicon.lemma(lexicon.find("قَتَل", Some(Pos::Verb))[0]).transitive);
}

#[test]
fn every_form_leads_back_to_its_lemma() {
    let lexicon = Lexicon::bundled();
    let common = |pos: Pos| {
        let mut all: Vec<LemmaId> =
            (0..lexicon.len() as u32).map(LemmaId).filter(|&l| lexicon.lemma(l).pos == pos).collect();
        all.sort_by_key(|&l| (std::cmp::Reverse(lexicon.frequency(l)), l));
        all.into_iter().step_by(17).take(100)
    };
    let mut out = Vec::new();
    let mut forms = 0;
    for lemma in common(Pos::Verb).chain(common(Pos::Noun)) {
        for form in lexicon.forms(lemma) {
            out.clear();
            lexicon.analyse(&form, &fold(&form), &mut out);
            assert!(out.iter().any(|r| r.lemma == lemma), "{form} of {}", lexicon.lemma(lemma).text);
            forms += 1;
        }
    }
    assert!(forms > 4000, "only {forms} forms");
}

#[test]
fn other_files_are_turned_down() {
    let open = |bytes: &'static [u8]| Lexicon::open(Cow::Borrowed(bytes)).err();
    assert_eq!(open(b""), Some(FormatError::Magic));
    assert_eq!(open(b"WAQAILEX\x07\0\0\0"), Some(FormatError::Version(7)));
    assert_eq!(open(b"WAQAILEX\x02\0\0\0\0\0"), Some(FormatError::Damaged));
}

proptest! {
    #[test]
    fn any_letters_have_a_reading(word in "[\u{621}-\u{64A}a-z0-9،.\u{10000}]{1,30}") {
        let clean = normalise(&word);
        let mut out = Vec::new();
        Lexicon::bundled().analyse(&clean, &fold(&clean), &mut out);
        prop_assert!(!out.is_empty());
        for r in &out {
            let before: usize = r.proclitics[..r.n_proclitics as usize].iter().map(|&l| l as usize).sum();
            let end = clean.len() - r.enclitic as usize;
            prop_assert!(before < end && clean.is_char_boundary(before) && clean.is_char_boundary(end));
            if r.guessed {
                prop_assert!(!Lexicon::bundled().guessed_lemma(r.lemma, &clean).is_empty());
            }
        }
    }
}
