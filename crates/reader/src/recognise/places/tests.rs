//! Are places found where texts name them?

use super::*;
use crate::text::WordModel;

fn check(input: &str, expected: &[&str]) {
    let text = Text::new(input, &WordModel::empty());
    let gazetteer = Gazetteer::bundled();
    let found: Vec<String> = places(&text, Beginnings::default(), &gazetteer)
        .iter()
        .map(|m| {
            let country = m.candidates.first().map_or(Country::NONE, |c| gazetteer.place(c.place).country);
            let mut s = format!("{} {}", m.span.of(text.raw()), country.as_str());
            if let Some(w) = m.without {
                s.push_str(if matches!(w, Without::Anaphor(_)) { " before" } else { " unknown" });
            }
            for (flag, on) in [
                ("demonym", m.demonym),
                ("institution", m.institution),
                ("metonym", m.metonym),
                ("near", m.direction),
            ] {
                if on {
                    s.push(' ');
                    s.push_str(flag);
                }
            }
            s
        })
        .collect();
    assert_eq!(found, expected, "{input}");
}

#[test]
fn names() {
    check("قصفت الطائرات مواقع في سرت", &["سرت LY"]);
    check("وصل إلى الولايات المتحدة الأمريكية", &["الولايات المتحدة الأمريكية US"]);
    check("في محافظتي صعدة وحجة", &["محافظتي صعدة YE", "حجة YE"]);
    check("غارات على الغوطة الشرقية", &["الغوطة الشرقية SY"]);
    check("اشتباكات بطرابلس", &["طرابلس LY"]);
    check("السفر للسودان", &["للسودان SD"]);
    check("شمال حلب", &["حلب SY near"]);
}

#[test]
fn not_places() {
    check("اجتمع في قاعة واجادوجو", &["واجادوجو BF institution"]);
    check("أعلنت واشنطن", &["واشنطن US metonym"]);
    check("القوات السعودية", &["السعودية SA demonym"]);
    check("طائرات أمريكية", &["أمريكية US demonym"]);
    check("نشر صور القتلى", &[]);
    check("كان بعد ذلك", &[]);
}

#[test]
fn without_candidates() {
    check("قتل ثلاثة في المدينة", &["المدينة XX before"]);
    check("في قرية زنبعوط", &["قرية زنبعوط XX unknown"]);
    check("شهدت البلاد احتجاجات", &[]);
    check("احتجاجات في البلاد", &["البلاد XX before"]);
    check("قتل في قرية صغيرة", &[]);
}
