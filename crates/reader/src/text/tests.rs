//! Is a text taken apart as it should be?

use proptest::prelude::*;

use super::chars::{Class, class};
use super::*;

static SHIPPED: std::sync::LazyLock<WordModel> = std::sync::LazyLock::new(WordModel::shipped);

fn read(raw: &str) -> Text {
    Text::new(raw, &WordModel::empty())
}

fn tokens(raw: &str) -> Vec<String> {
    let t = read(raw);
    (0..t.tokens.len()).map(|i| t.clean(i).to_owned()).collect()
}

fn sentences(raw: &str) -> Vec<String> {
    let t = read(raw);
    t.sentences.iter().map(|s| t.span_of(s.tokens.clone()).of(raw).to_owned()).collect()
}

#[test]
fn normalising() {
    let check = |raw: &str, clean: &str, folded: &str| {
        assert_eq!(normalise(raw), clean, "{raw:?}");
        assert_eq!(fold(raw), folded, "{raw:?}");
    };
    check("قُتِلَ", "قتل", "قتل");
    check("الـــقوات", "القوات", "القوات");
    check("أإآٱ ى ة ؤ ئ ء", "أإآا ى ة ؤ ئ ء", "اااا ي ه و ي ء");
    check("كتاب ا\u{653} ا\u{654} و\u{654} ي\u{654}", "كتاب آ أ ؤ ئ", "كتاب ا ا و ي");
    check("ایران کابل", "ايران كابل", "ايران كابل");
    check("\u{FEFB}\u{FEE3}", "لام", "لام");
    check("\u{FDF2}", "الله", "الله");
    check("٣٫٥ ۱۲ ١٬٥٠٠", "3.5 12 1,500", "3.5 12 1,500");
    check("4ر5 و1،2 و1،500", "4.5 و1.2 و1,500", "4.5 و1.2 و1,500");
    check("عامي 2013،2014", "عامي 2013،2014", "عامي 2013،2014");
    check("لـ\u{200F}\"رويترز\u{200F}\"", "ل\"رويترز\"", "ل\"رويترز\"");
    check("قال &#34;نعم&quot;", "قال \"نعم\"", "قال \"نعم\"");
    check("a\u{A0}b\tc\r\nd\re", "a b c \nd\ne", "a b c \nd\ne");
    check("#كذبة_إبريل #tag a_b", " كذبة إبريل #tag a_b", " كذبه ابريل #tag a_b");
    check("پاريس چاد ڤيينا", "پاريس چاد ڤيينا", "باريس جاد فيينا");
}

#[test]
fn taking_apart() {
    let check = |raw: &str, expected: &str| {
        assert_eq!(tokens(raw).join(" | "), expected, "{raw:?}");
    };
    check("قتل 350 مقاتلا.", "قتل | 350 | مقاتلا | .");
    check("و250كلم 15شخصا", "و | 250 | كلم | 15 | شخصا");
    check("1,500 2.5 ٣٫٥ 12/6/2014 10:30 50%", "1,500 | 2.5 | 3.5 | 12/6/2014 | 10:30 | 50 | %");
    check("2014-06-12 و10-15", "2014-06-12 | و | 10 | - | 15");
    check("1500،وقال", "1500 | ، | وقال");
    check("أ.ف.ب قال د. محمد ق.م سي.إن.إن", "أ.ف.ب | قال | د | . | محمد | ق.م | سي.إن.إن");
    check("أ.د.محمد د.علي", "أ.د | . | محمد | د | . | علي");
    check("«نعم»، ‘لا’؛ “كلا”", "« | نعم | » | ، | ‘ | لا | ’ | ؛ | “ | كلا | ”");
    check("لماذا؟! لا... نعم.. ''قال''", "لماذا | ؟! | لا | ... | نعم | .. | '' | قال | ''");
    check("#كذبة_إبريل", "كذبة | إبريل");
    check(
        "انظر https://bbc.com/a?b=1. أو a.b@c.org.",
        "انظر | https://bbc.com/a?b=1 | . | أو | a.b@c.org | .",
    );
    check("قاعدة F16 وU.S. و5km", "قاعدة | F16 | و | U.S | . | و | 5 | km");
    check("لـ\"رويترز\"", "ل | \" | رويترز | \"");
}

#[test]
fn cutting_sentences() {
    let check = |raw: &str, expected: &[&str]| assert_eq!(sentences(raw), expected, "{raw:?}");
    check("قتل خمسة في غزة.وقال شهود إنهم مدنيون.", &["قتل خمسة في غزة.", "وقال شهود إنهم مدنيون."]);
    check("قال د. محمد علي ذلك. وأضاف أ.ف.ب. أن", &["قال د. محمد علي ذلك.", "وأضاف أ.ف.ب. أن"]);
    check("عام 1436هـ. وقال", &["عام 1436هـ.", "وقال"]);
    check("قالت العربية.نت اليوم. انتهى", &["قالت العربية.نت اليوم.", "انتهى"]);
    check("قال \"لن نعود.\" وأضاف", &["قال \"لن نعود.\"", "وأضاف"]);
    check("قال \"لن نعود.\"، وأضاف", &["قال \"لن نعود.\"، وأضاف"]);
    check("كتاب \"دي. سي.\" ممتع", &["كتاب \"دي. سي.\"", "ممتع"]);
    check(
        "قال \"إن قواتنا لن تعود إلى هناك أبدا. نحن باقون هنا إلى آخر يوم\" ثم خرج",
        &["قال \"إن قواتنا لن تعود إلى هناك أبدا.", "نحن باقون هنا إلى آخر يوم\" ثم خرج"],
    );
    check("مصر.. مقتل خمسة", &["مصر.. مقتل خمسة"]);
    check("هل قتل؟ نعم! انتهى", &["هل قتل؟", "نعم!", "انتهى"]);
    check("عنوان بلا نقطة\nنص أول. نص ثان", &["عنوان بلا نقطة", "نص أول.", "نص ثان"]);
    check("1. قتل رجل\n2. جرح آخر", &["1. قتل رجل", "2. جرح آخر"]);
    check("• قتل رجل • جرح آخر", &["• قتل رجل", "• جرح آخر"]);
    check("غيبوبة (توفي.) ثم", &["غيبوبة (توفي.)", "ثم"]);
    check("", &[]);
}

#[test]
fn joining_wrapped_lines() {
    let wrapped = "مات 17 رجلا على\nالاقل غرقا وأنقذ 30 آخرون في\nحادث وقع قرب جزيرة\nأثناء رحلة لهواة الصيد على الشاطئ\nالجنوبي يوم السبت.\nوقال أحد السكان إن\nالقتال بدأ في المساء\n\nوازداد شدة في الصباح";
    let t = Text::new(wrapped, &SHIPPED);
    let found: Vec<usize> = t.sentences.iter().map(|s| s.tokens.len()).collect();
    assert_eq!(found, [24, 8, 4]);
    // Headlines one below the other stay apart.
    let headlines = "مقتل خمسة في غارة على غزة\n".repeat(8);
    assert_eq!(Text::new(&headlines, &SHIPPED).sentences.len(), 8);
}

#[test]
fn breaking_what_runs_on() {
    let raw = "كلمة وكلمات كثيرة، ".repeat(300);
    let t = read(&raw);
    assert!(t.sentences.iter().all(|s| s.tokens.len() <= 160));
    assert!(t.sentences[..t.sentences.len() - 1].iter().all(|s| t.clean(s.tokens.end as usize - 1) == "،"));
}

#[test]
fn finding_headers() {
    let check = |raw: &str, expected: &str| {
        let t = read(raw);
        let found = t.header.clone().map_or("", |h| t.span_of(h).of(raw));
        assert_eq!(found, expected, "{raw:?}");
        if let Some(h) = &t.header {
            assert!(t.sentences.iter().any(|s| s.tokens.end == h.end), "a header is a sentence: {raw:?}");
        }
    };
    check("سرت (ليبيا) (رويترز) - قصفت طائرات", "سرت (ليبيا) (رويترز) -");
    check("بغداد/ وكالات: قتل خمسة", "بغداد/ وكالات:");
    check("دمشق 12 كانون الثاني (سانا) قال مصدر عسكري", "دمشق 12 كانون الثاني (سانا)");
    check("دبي، الإمارات العربية المتحدة (CNN) -- قال", "دبي، الإمارات العربية المتحدة (CNN) --");
    check("سبق- القنفذة: وصل مساء اليوم", "سبق- القنفذة:");
    check("(CNN)-- تحدث وزير", "(CNN)--");
    check("عين اليوم – غزة\n استشهد أربعة", "عين اليوم – غزة");
    check("مراد الوهمي\nراديو النهار - غزة\nاعلنت وزارة", "راديو النهار - غزة");
    check("عنوان الخبر\nعمان 3 تشرين الأول/أكتوبر (بترا) -- قال", "عمان 3 تشرين الأول/أكتوبر (بترا) --");
    check("قتل خمسة مدنيين (بينهم طفل) في غارة على سرت.", "");
    check("نفذت مقاتلات ليل الأحد/ الاثنين سلسلة ضربات على أربعة مخازن", "");
    check("ذكر اتحاد عمال الميناء - النقابة ان خمسة بحارة", "");
    check("قال مسؤول في الجيش لـ(المدينة): إن قيادة", "");
}

#[test]
fn pairing_quotes() {
    let check = |raw: &str, expected: &[&str]| {
        let t = read(raw);
        let found: Vec<&str> = t.quotes.iter().map(|q| t.span_of(q.tokens.clone()).of(raw)).collect();
        assert_eq!(found, expected, "{raw:?}");
    };
    check("قال \"نعم\" ثم \"لا\".", &["نعم", "لا"]);
    check("قال و\"نعم\" لـ\"رويترز\"", &["نعم", "رويترز"]);
    check("قال «نعم “كلا” ثم» ذهب", &["نعم “كلا” ثم", "كلا"]);
    check("قال ”نعم“ ثم »لا«", &["نعم", "لا"]);
    check("قال \"نعم ثم ذهب\nوقال \"لا\" ثم", &["لا"]);
    check("قال: \"نبدأ.\nثم ننتهي.\" وخرج", &["نبدأ.\nثم ننتهي."]);
    check("قال \"\"نعم\"\" ثم", &["نعم"]);
    check("صحيفة 'الغارديان' قالت", &["الغارديان"]);
    check("ذا'كرة", &[]);
    check("كلمة\" ثم", &[]);
    let t = read("قال «نعم “كلا” ثم “لا”» ذهب");
    let quoted = |i: usize| t.quote_of(i).map(|q| q.tokens.len());
    let lens: Vec<usize> = (1..12).map(|i| quoted(i).unwrap_or(0)).collect();
    assert_eq!(lens, [0, 8, 8, 1, 8, 8, 8, 1, 8, 0, 0]);
}

#[test]
fn splitting_what_ran_together() {
    let words = WordModel::shipped();
    let check = |raw: &str, expected: &str| {
        let t = Text::new(raw, &words);
        let found: Vec<String> = t
            .repairs
            .iter()
            .map(|r| r.tokens.clone().map(|i| t.clean(i as usize)).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(found.join(" | "), expected, "{raw:?}");
        assert_eq!(
            t.tokens.iter().filter(|t| t.repaired).count(),
            t.repairs.iter().map(|r| r.tokens.len()).sum()
        );
    };
    check("أقرت الولاياتالمتحدةالأمريكية بذلك", "الولايات المتحدة الأمريكية");
    check("من الأممالمتحدة للمساعدة", "الأمم المتحدة");
    check("خارج سورياالعراق لكنه", "سوريا العراق");
    check("على متن الطائرة يومأمس الاثنين", "يوم أمس");
    check("قال وزيرالخارجية السوري", "وزير الخارجية");
    check("القوةالجوية في مدينةالفلوجة", "القوة الجوية | مدينة الفلوجة");
    check("قتل فيبغداد عنطريق الخطأ", "في بغداد | عن طريق");
    check("قتل خمسة مدنيينً\u{200F}، وقالإن ذلك", "وقال إن");
    check("خبرًاعاجلا", "خبرا عاجلا");
    // A name that could be cut, a word with clitics, a spelling, a dual.
    check("جانتار وكارابيتيان وباشينيان وواجادوجو وأوسوتانكورن", "");
    check("وبإشرافهم وسيستخدمونها واللاإنساني", "");
    check("عبدالله وأبوظبي ومنهاتن وكوالالمبور", "");
    check("يذكران أن شاهدين يشربان", "");
    check(&"ا".repeat(5000), "");
    // Where many spaces are surely lost, a less sure one counts.
    let lost = "قررت الحكومةالليبية مع الأممالمتحدة وقف تنظيمالدولة ";
    assert!(!Text::new("قال", &words).damaged && Text::new(lost, &words).damaged);
}

#[test]
fn counting_words() {
    let words = WordModel::shipped();
    assert!(words.count("على") > 100 * words.count("علي").min(1));
    assert_eq!(words.count("قصفغزة"), 0);
    assert!(words.count_folded("الاسلاميه") >= words.count("الإسلامية"));
    assert!(words.pair("الولايات", "المتحده") > 10_000);
    let model = |bytes: &[u8]| WordModel::open(bytes).map(|m| m.count("قصف"));
    let bytes = compile_words(&[("قصف".into(), 300), ("غارة".into(), 7)], &[]);
    assert!(model(&bytes).is_ok_and(|n| n.abs_diff(300) <= 3));
    assert_eq!(model(&bytes[..bytes.len() - 1]), Err(WordModelError::Length));
    assert_eq!(model(b"waqai words\n\x09\0\0\0"), Err(WordModelError::Version(9)));
    assert_eq!(model(b"nothing"), Err(WordModelError::NoModel));
}

#[test]
fn code_points() {
    let raw = "قال 😀 نعم ".repeat(60);
    let points = CodePoints::new(&raw);
    let (mut chars, mut units) = (0, 0);
    for (byte, c) in raw.char_indices() {
        assert_eq!(points.of(byte as u32), chars);
        assert_eq!(points.utf16(byte as u32), units);
        assert_eq!(points.byte(chars), byte as u32);
        chars += 1;
        units += c.len_utf16() as u32;
    }
    assert_eq!(points.of(raw.len() as u32), chars);
    assert_eq!(points.byte(chars), raw.len() as u32);
    assert_eq!(CodePoints::new("").of(0), 0);
}

/// Text of the kind that breaks things: marks, ligatures, digits, quotes, stops and letters in any order.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ابتةىيوأئ]{1,6}",
        3 => "[ .،؟!\n\t\"'«»“”()]",
        1 => "[0-9٠-٩۰-۹]{1,4}",
        1 => "[٫٬،ر.,:/-]",
        1 => "[ًٌٍَُِّْٰـ\u{200F}\u{200B}\u{202B}]",
        1 => "[\u{FE80}-\u{FEFC}\u{FB50}-\u{FBB1}\u{FDF0}-\u{FDFC}]",
        1 => "(#|_|@|&#34;|&quot;|&|www\\.a|a@b\\.c|\r\n)",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|v| v.concat())
}

fn hold(raw: &str, words: &WordModel) {
    let t = Text::new(raw, words);
    // Clean and folded agree, and normalising again changes no letter.
    assert_eq!(t.clean.len(), t.folded.len());
    assert_eq!(t.clean, normalise(raw));
    let letters = |s: &str| s.chars().filter(|c| class(*c) == Class::Arabic).collect::<String>();
    // Between digits ر and a comma become a decimal sign; elsewhere a letter stays one.
    if !raw.contains(char::is_numeric) {
        assert_eq!(letters(&fold(&t.clean)), letters(&t.folded), "{raw:?}");
    }
    // Tokens stand in order, at characters' borders, and agree with the map.
    let (mut raw_end, mut clean_end) = (0, 0);
    for token in &t.tokens {
        assert!(token.span.start() >= raw_end && token.span.end() > token.span.start(), "{raw:?} {token:?}");
        assert!(token.clean.start >= clean_end && token.clean.end > token.clean.start);
        assert!(raw.get(token.span.range()).is_some(), "{raw:?} {token:?}");
        assert!(t.clean.get(token.clean.start as usize..token.clean.end as usize).is_some());
        assert_eq!(t.span_at(token.clean.clone()), token.span);
        let again = normalise(token.span.of(raw));
        let clean = t.clean_at(token.clean.clone());
        if token.kind == TokenKind::Word {
            assert_eq!(letters(&again), letters(clean), "{raw:?} {token:?}");
        }
        // Nothing but white space and what was dropped lies between tokens.
        let gap = &t.clean[clean_end as usize..token.clean.start as usize];
        assert!(gap.chars().all(|c| class(c) == Class::Space), "{raw:?} {gap:?}");
        let gap = normalise(&raw[raw_end as usize..token.span.start() as usize]);
        assert!(gap.chars().all(|c| class(c) == Class::Space || c == '#' || c == '_'), "{raw:?} {gap:?}");
        (raw_end, clean_end) = (token.span.end(), token.clean.end);
    }
    // Sentences partition the tokens.
    let mut next = 0;
    for s in &t.sentences {
        assert_eq!(s.tokens.start, next);
        assert!(s.tokens.end > next);
        next = s.tokens.end;
    }
    assert_eq!(next as usize, t.tokens.len());
    for q in &t.quotes {
        assert!(q.tokens.start < q.tokens.end && (q.tokens.end as usize) < t.tokens.len());
    }
    for i in 0..t.tokens.len() {
        assert_eq!(t.token_at(t.tokens[i].span.start()), Some(i));
        assert!(t.sentences[t.sentence_of(i)].tokens.contains(&(i as u32)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_holds(raw in odd_text()) {
        hold(&raw, &WordModel::empty());
    }

    #[test]
    fn repaired_text_holds(words in proptest::collection::vec("[ ]|قال|الأمم|المتحدة|في|مدينة|سرت|يوم|أ|و|ﻻ|\u{64B}", 0..40)) {
        hold(&words.concat(), &SHIPPED);
    }

    #[test]
    fn any_bytes_hold(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        hold(&String::from_utf8_lossy(&bytes), &WordModel::empty());
    }
}
