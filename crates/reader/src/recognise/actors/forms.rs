//! Which written forms does a noun or an adjective have?

/// Is a form one, two or many?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Count {
    One,
    Two,
    Many,
}

/// Masculine, feminine, dual and sound plurals of an adjective, each word without ال and each with it.
pub fn adjective_forms(adjective: &str) -> Vec<(String, Count)> {
    let words: Vec<&str> = adjective.split(' ').collect();
    let mut out = Vec::new();
    for (ending, count) in [
        ("", Count::One),
        ("ة", Count::One),
        ("ا", Count::One),
        ("ان", Count::Two),
        ("تين", Count::Two),
        ("تان", Count::Two),
        ("ين", Count::Many),
        ("ون", Count::Many),
        ("ات", Count::Many),
    ] {
        let plain: Vec<String> = words.iter().map(|w| format!("{w}{ending}")).collect();
        out.push((plain.join(" "), count));
        if words.len() > 1 {
            out.push((plain.iter().map(|w| format!("ال{w}")).collect::<Vec<_>>().join(" "), count));
        }
    }
    if let [first, last] = words[..] {
        // جنوب أفريقي: only its last word is declined.
        for (ending, count) in [("", Count::One), ("ة", Count::One), ("ين", Count::Many), ("ون", Count::Many)]
        {
            out.push((format!("{first} {last}{ending}"), count));
            out.push((format!("ال{first} {last}{ending}"), count));
            out.push((format!("ال{first} ال{last}{ending}"), count));
        }
    }
    out
}

/// Forms of a noun from its singular and its plurals: case endings, duals, the construct state.
pub fn noun_forms(singular: &str, plurals: &[&str]) -> Vec<(String, Count)> {
    let mut out = vec![(singular.to_owned(), Count::One)];
    if let Some(stem) = singular.strip_suffix('ة') {
        for ending in ["تان", "تين", "تا", "تي"] {
            out.push((format!("{stem}{ending}"), Count::Two));
        }
    } else if !singular.contains(' ') && !singular.ends_with('ى') {
        out.push((format!("{singular}ا"), Count::One));
        out.push((format!("{singular}ان"), Count::Two));
        out.push((format!("{singular}ين"), Count::Many));
    }
    for plural in plurals {
        out.push(((*plural).to_owned(), Count::Many));
        if let Some(stem) = plural.strip_suffix("ون") {
            for ending in ["ين", "و", "ي"] {
                out.push((format!("{stem}{ending}"), Count::Many));
            }
        } else if !plural.ends_with('ا') && !plural.ends_with("ات") && !plural.contains(' ') {
            out.push((format!("{plural}ا"), Count::Many));
        }
    }
    if let [first, second] = singular.split(' ').collect::<Vec<_>>()[..]
        && !second.starts_with("ال")
    {
        // قوات مسلحة: with an adjective both take ال, in a genitive the second alone.
        out.push((format!("ال{first} ال{second}"), Count::One));
        out.push((format!("{first} ال{second}"), Count::One));
    }
    for plural in plurals {
        if let [first, second] = plural.split(' ').collect::<Vec<_>>()[..]
            && !second.starts_with("ال")
        {
            out.push((format!("ال{first} ال{second}"), Count::Many));
            out.push((format!("{first} ال{second}"), Count::Many));
        }
    }
    out
}
