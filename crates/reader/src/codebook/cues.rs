//! Which words steer without being triggers: saying, carrying, planning, denying?

use super::load::LemmaReader;
use super::source::{Source, Table};
use super::{Preposition, Role, Sayings, Slot, Terms, Toll};
use crate::Realis;
use crate::language::Pos;

/// The cue words of `cues.toml`, and the classes that the reader itself asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cues {
    /// Verbs of saying: what follows is their subject's speech.
    pub report_verbs: Terms,
    pub sayings: Sayings,
    pub light: Vec<Light>,
    /// Verbs that link an act to its toll: أسفر عن.
    pub causal: Terms,
    /// Verbs that begin, go on with or end an event.
    pub aspect: Terms,
    /// Light and aspectual verbs: a cue looks through them.
    pub transparent: Terms,
    pub realis: Vec<RealisCue>,
    /// The words of all of these.
    pub decides: Terms,
    /// Verbs and nouns whose complement has ل, so that this ل states no purpose.
    pub takes_li: Terms,
    /// People of any kind, and of offices.
    pub people: Terms,
    pub person: Terms,
    /// Who can be killed: people and victims.
    pub victim: Terms,
    /// Nouns that are victims, with the toll that they count.
    pub victims: Vec<(Terms, Toll)>,
    /// آخر: others than those named.
    pub other: Terms,
    /// أحد: one of several.
    pub one_of: Terms,
    /// عدد, حصيلة: nouns that count what their genitive names.
    pub tally: Terms,
    /// عملية, حادث: nouns for any act at all.
    pub any_act: Terms,
    /// أعدم: to put to death.
    pub executes: Terms,
    /// متهم, منفذ: who is said to have done an act.
    pub answerable: Terms,
    /// آخر of آخرها: some of those spoken of.
    pub one_of_them: Terms,
    /// سقط, سقوط: to fall as a victim.
    pub falls: Terms,
    /// Singular nouns for many.
    pub collective: Terms,
    /// What can act with force.
    pub agent: Terms,
}

/// A verb that carries an event noun.
#[derive(Clone, Debug, PartialEq)]
pub struct Light {
    pub id: String,
    pub lemmas: Terms,
    /// The role that each slot of the verb has in the noun's event.
    pub roles: Vec<(Slot, Role)>,
}

/// A word that decides what its complement is.
#[derive(Clone, Debug, PartialEq)]
pub struct RealisCue {
    pub id: String,
    pub lemmas: Terms,
    pub gives: Realis,
    /// Only its very complement, not what hangs on that.
    pub near: bool,
    /// An outer cue decides where there is one, and its verb in the past tells what came to be.
    pub weak: bool,
    /// As an adjective after a noun it says this of the noun.
    pub describes: bool,
}

impl Cues {
    pub(super) fn load<'t>(
        lemmas: &LemmaReader<'_>,
        prepositions: &[Preposition],
        s: &mut Source<'t>,
        top: &Table<'_, 't>,
    ) -> Cues {
        let mut cues = Cues {
            people: lemmas.class(s, "people"),
            person: lemmas.class(s, "person"),
            victim: lemmas.class(s, "killable"),
            other: lemmas.class(s, "other"),
            one_of: lemmas.class(s, "one_of"),
            tally: lemmas.class(s, "tally"),
            any_act: lemmas.class(s, "any_act"),
            executes: lemmas.class(s, "executes"),
            answerable: lemmas.class(s, "answerable"),
            one_of_them: lemmas.class(s, "one_of_them"),
            falls: lemmas.class(s, "falls"),
            collective: lemmas.class(s, "collective"),
            agent: lemmas.class(s, "agent"),
            takes_li: lemmas.class(s, "takes_li"),
            ..Cues::default()
        };
        for (class, toll) in [
            ("victim_killed", Toll::Killed),
            ("victim_wounded", Toll::Wounded),
            ("victim_detained", Toll::Detained),
            ("victim_displaced", Toll::Displaced),
        ] {
            cues.victims.push((lemmas.class(s, class), toll));
        }
        cues.sayings = Sayings::load(lemmas, prepositions, s, top);
        cues.report_verbs = cues.sayings.verbs();
        for t in s.tables(top, "light") {
            let id = describe(s, &t);
            let ids = lemmas.ids_of(s, &t, "verb", Some(Pos::Verb));
            let mut roles = Vec::new();
            if let Some(f) = s.table(&t, "roles") {
                for (name, at, value) in f.entries() {
                    let slot = match name {
                        "subject" => Some(Slot::Subject),
                        "object" => Some(Slot::Object),
                        _ => prepositions.iter().position(|p| p.name == name).map(|i| Slot::Prep(i as u8)),
                    };
                    let role = value.get_ref().as_str().and_then(Role::parse);
                    match (slot, role) {
                        (Some(slot), Some(role)) => roles.push((slot, role)),
                        _ => s.fault(at, "roles are SLOT = ROLE"),
                    }
                }
            }
            s.close(&t);
            cues.light.push(Light { id, lemmas: Terms::new(ids), roles });
        }
        for (key, into) in [("causal", &mut cues.causal), ("aspect", &mut cues.aspect)] {
            let mut ids = Vec::new();
            for t in s.tables(top, key) {
                describe(s, &t);
                ids.extend(lemmas.ids_of(s, &t, "verb", Some(Pos::Verb)));
                ids.extend(lemmas.ids_of(s, &t, "noun", Some(Pos::Noun)));
                s.close(&t);
            }
            *into = Terms::new(ids);
        }
        let light = cues.light.iter().map(|l| &l.lemmas);
        cues.transparent = Terms::union(light.chain([&cues.aspect]));
        for t in s.tables(top, "realis") {
            let id = describe(s, &t);
            let mut ids = lemmas.ids_of(s, &t, "verb", Some(Pos::Verb));
            ids.extend(lemmas.ids_of(s, &t, "noun", Some(Pos::Noun)));
            ids.extend(lemmas.ids_of(s, &t, "adjective", None));
            ids.extend(lemmas.ids_of(s, &t, "particle", None));
            let gives = s.need_str(&t, "gives");
            let near = s.bool(&t, "near").unwrap_or_default();
            let weak = s.bool(&t, "weak").unwrap_or_default();
            let describes = t.has("adjective");
            match Realis::parse(&gives) {
                Some(gives) => {
                    cues.realis.push(RealisCue { id, lemmas: Terms::new(ids), gives, near, weak, describes });
                }
                None => s.fault(t.at(), format!("no realis `{gives}`")),
            }
            s.close(&t);
        }
        cues.decides = Terms::union(cues.realis.iter().map(|c| &c.lemmas));
        s.close(top);
        cues
    }
}

/// Every cue has an id and says why it is there.
fn describe<'t>(s: &mut Source<'t>, t: &Table<'_, 't>) -> String {
    s.need_str(t, "why");
    s.need_str(t, "id")
}

impl Role {
    pub fn parse(s: &str) -> Option<Role> {
        Some(match s {
            "actor" => Role::Actor,
            "target" => Role::Target,
            "place" => Role::Place,
            "weapon" => Role::Weapon,
            "content" => Role::Content,
            "none" => Role::None,
            "auto" => Role::Auto,
            _ => return None,
        })
    }
}
