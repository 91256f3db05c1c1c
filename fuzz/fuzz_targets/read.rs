//! Is there any input that does not give a reading?

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use waqai::{Reader, Report};
use waqai_cli::wire::Line;

static READER: LazyLock<Reader> = LazyLock::new(Reader::bundled);

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let report = Report { date: "2031-03-12".parse().ok(), text, ..Report::default() };
    let reading = READER.read(&report);
    for e in &reading.events {
        assert!(report.text.get(e.trigger.range()).is_some(), "a trigger points at words");
    }
    let line = Line::new(&report, &reading, READER.codebook_version());
    serde_json::to_string(&line).expect("a reading can be written");
});
