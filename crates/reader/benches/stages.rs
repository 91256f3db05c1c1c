//! How long does each stage take on the invented reports?

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use waqai::recognise::{self, Beginnings, Mentions, Times};
use waqai::{Models, Reader, Report, events, resolve};

const REPORT: &str = include_str!("../../../examples/taiz.txt");

fn stages(c: &mut Criterion) {
    let (reader, times, models) = (Reader::bundled(), Times::bundled(), Models::bundled());
    let report = Report { date: "2031-03-12".parse().ok(), text: REPORT.to_owned(), ..Report::default() };
    let mut scratch = reader.scratch();
    let text = reader.text(REPORT);
    let mentions = |begins: Beginnings<'_>| {
        let named = times.find(&text, begins);
        Mentions::new(
            &text,
            recognise::places(&text, begins, reader.world().gazetteer),
            recognise::actors(&text, begins, reader.world().registry),
            named.dates,
            named.numbers,
            named.weapons,
        )
    };
    let known = mentions(Beginnings::default());

    let mut group = c.benchmark_group("stages");
    group.throughput(Throughput::Bytes(REPORT.len() as u64));
    group.bench_function("text", |b| b.iter(|| black_box(reader.text(REPORT).tokens.len())));
    group
        .bench_function("analyse", |b| b.iter(|| black_box(reader.analyse(&mut scratch, &text).words.len())));
    group.bench_function("recognise", |b| {
        reader.analyse(&mut scratch, &text);
        b.iter(|| black_box(mentions(reader.beginnings(&mut scratch, &text)).places.len()));
    });
    group.bench_function("events", |b| {
        b.iter_batched(
            || reader.analyse(&mut reader.scratch(), &text),
            |analysis| {
                events::find(&analysis, &known, reader.world().registry, reader.codebook(), &models)
                    .drafts
                    .len()
            },
            criterion::BatchSize::SmallInput,
        );
    });
    group.bench_function("resolve", |b| {
        let analysis = reader.analyse(&mut reader.scratch(), &text);
        let found = events::find(&analysis, &known, reader.world().registry, reader.codebook(), &models);
        b.iter(|| {
            resolve::settle(&analysis, &known, reader.world(), report.date, found.clone()).events.len()
        });
    });
    group.bench_function("whole", |b| {
        b.iter(|| {
            let reading = reader.read_with(&mut scratch, &report);
            assert!(!reading.events.is_empty(), "the report tells of events");
            reading
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
