//! How are many things worked on at once and handed on in their order?

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Works on the items with `threads` threads and gives the results in the order of the items.
///
/// Never more than a few items a thread are under way, whatever one of them costs. Each thread keeps what `start` made
/// from item to item. `work` must not panic. Dropping the iterator leaves the rest undone.
pub fn ordered<I, S, O>(
    items: impl Iterator<Item = I> + Send + 'static,
    threads: usize,
    start: impl Fn() -> S + Send + Sync + 'static,
    work: impl Fn(&mut S, I) -> O + Send + Sync + 'static,
) -> impl Iterator<Item = O>
where
    I: Send + 'static,
    O: Send + 'static,
{
    let threads = threads.max(1);
    let (jobs, taken) = sync_channel::<(I, SyncSender<O>)>(threads);
    let (order, results) = sync_channel::<Receiver<O>>(threads * 4);
    thread::spawn(move || {
        for item in items {
            let (done, result) = sync_channel(1);
            // The place in the order first: what is not asked for any more is not begun.
            if order.send(result).is_err() || jobs.send((item, done)).is_err() {
                return;
            }
        }
    });
    let (taken, tools) = (Arc::new(Mutex::new(taken)), Arc::new((start, work)));
    for _ in 0..threads {
        let (taken, tools) = (Arc::clone(&taken), Arc::clone(&tools));
        thread::spawn(move || {
            let mut state = tools.0();
            loop {
                let job = taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((item, done)) = job else { return };
                // Nobody may be waiting any more, which is no fault.
                let _ = done.send(tools.1(&mut state, item));
            }
        });
    }
    results.into_iter().map(|r| r.recv().expect("work that may panic guards itself"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let work = |(): &mut (), i: u64| {
                thread::sleep(std::time::Duration::from_micros((i * 7919) % 300));
                i * i
            };
            let got: Vec<u64> = ordered(0..200, threads, || (), work).collect();
            assert_eq!(got, (0..200).map(|i| i * i).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_endless_input_may_be_left() {
        let got: Vec<u64> = ordered(0.., 3, || 0, |_, i: u64| i).take(5).collect();
        assert_eq!(got, [0, 1, 2, 3, 4]);
    }
}
