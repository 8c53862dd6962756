//! Connections that end at any moment: no create is processed twice, and errors tell what was sent.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use runtime::exports::{Client, Error, Response, Sent};
use tokio::task::JoinSet;

use crate::support::{Server, Step, Thing, builder, create_thing};

/// What becomes of a request. All but the first end the connection.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Answered,
    /// The connection ends once this much of the request was read; what follows is not.
    CutRequest(usize, End),
    /// The connection ends once the request was read and this much of its answer written.
    CutAnswer(usize, End),
}

#[derive(Clone, Copy, Debug)]
enum End {
    Close,
    Reset,
}

use End::{Close, Reset};
use Fate::{Answered, CutAnswer, CutRequest};

const ANSWER: &str = "HTTP/1.1 201 Created\r\ncontent-length: 12\r\n\r\n{\"name\":\"a\"}";
const HEAD_LENGTH: usize = ANSWER.len() - 12;

/// Far longer than an answer takes, and what an attempt costs whose request hyper loses, which happens
/// where threads are many and processors few. A request goes to the task of its connection through a
/// channel of tokio, which counts it first and stores it then. If the connection ends between the
/// two, its side of the channel goes and finds nothing to hand back; the request is stored after that
/// and lies there for as long as its sender, which is the call that waits for an answer
/// (hyperium/hyper#4122). The timeout frees it: nothing was sent, so that the next attempt is safe.
const LIMIT: Duration = Duration::from_secs(2);

/// The requests of a connection, one after the other.
fn script(fates: &[Fate]) -> Vec<Step> {
    let cut = |first: Step, bytes: usize, end| {
        let end = if matches!(end, Reset) { vec![Step::Reset] } else { vec![] };
        [first, Step::send(&ANSWER[..bytes])].into_iter().chain(end)
    };
    let steps = fates.iter().flat_map(|fate| match *fate {
        Answered => vec![Step::Read, Step::send(ANSWER)],
        CutRequest(bytes, end) => cut(Step::Take(bytes), 0, end).collect(),
        CutAnswer(bytes, end) => cut(Step::Read, bytes, end).collect(),
    });
    steps.collect()
}

/// How long a request is: all creates here have names of the same length.
async fn request_length() -> usize {
    let server = Server::start(vec![script(&[Answered])]);
    create_thing(&builder(&server.url()).build().unwrap(), "000").await.unwrap();
    let request = server.request();
    request.head.len() + 4 + request.body.len()
}

/// How often the server has read a create of this name whole.
fn processed(server: &Server, name: &str) -> usize {
    let body = format!("{{\"name\":\"{name}\"}}").into_bytes();
    server.received().iter().filter(|request| request.body == body).count()
}

/// Checks what always holds of a create that has ended.
fn check(server: &Server, name: &str, result: &Result<Response<Thing>, Error>) {
    let processed = processed(server, name);
    assert!(processed <= 1, "{name} was processed {processed} times: {result:?}");
    match result {
        Ok(_) => assert_eq!(processed, 1),
        Err(error) => match error.was_sent() {
            Sent::No => assert_eq!(processed, 0, "{error:?}"),
            Sent::Maybe => {}
            Sent::Yes => assert_eq!(processed, 1, "{error:?}"),
        },
    }
}

#[tokio::test]
async fn a_cut_at_any_byte_is_told_as_it_was() {
    let length = request_length().await;
    let requests = (1..length).map(|bytes| [CutRequest(bytes, Close), CutRequest(bytes, Reset)]);
    let answers = (0..ANSWER.len()).map(|bytes| [CutAnswer(bytes, Close), CutAnswer(bytes, Reset)]);
    let cuts: Vec<Fate> = requests.chain(answers).flatten().collect();
    // Each on a new connection, and on one that has served before.
    let scripts = cuts.iter().flat_map(|cut| [script(&[*cut]), script(&[Answered, *cut])]);
    let server = Server::start(scripts.collect());
    let client = builder(&server.url()).build().unwrap();
    let mut number = 0;
    for cut in cuts {
        for is_answered in [false, true, false] {
            number += 1;
            let name = format!("{number:03x}");
            let result = create_thing(&client, &name).send().await;
            check(&server, &name, &result);
            let Err(error) = result else {
                assert!(is_answered, "{cut:?}");
                continue;
            };
            let expected = match cut {
                CutAnswer(bytes, Close) if bytes >= HEAD_LENGTH => Sent::Yes,
                CutAnswer(..) if error.was_sent() == Sent::Yes => Sent::Yes,
                _ => Sent::Maybe,
            };
            assert!(!is_answered, "{cut:?}: {error:?}");
            assert_eq!((error.was_sent(), error.attempts()), (expected, 1), "{cut:?}: {error:?}");
        }
    }
    assert_eq!(server.received().len(), number - 4 * (length - 1));
}

/// A connection with some requests.
fn random_connection(random: &mut fastrand::Rng, length: usize) -> Vec<Fate> {
    let answered = random.usize(..3);
    let end = if random.bool() { Close } else { Reset };
    let cut = match random.usize(..6) {
        // As soon as it is accepted, or while it waits in the pool.
        0 | 1 => CutRequest(0, end),
        2 => CutRequest(random.usize(1..length), end),
        3 => CutAnswer(0, end),
        4 => CutAnswer(random.usize(1..ANSWER.len()), end),
        _ => CutAnswer(ANSWER.len(), end),
    };
    [vec![Answered; answered], vec![cut]].concat()
}

/// Creates one thing after the other; how often each outcome was seen: success at once, success
/// later, not sent, maybe sent, answered.
async fn create_some(server: &Server, client: &Client, names: &[String]) -> [usize; 5] {
    let mut outcomes = [0; 5];
    for name in names {
        let taken = server.taken();
        let result = create_thing(client, name).send().await;
        check(server, name, &result);
        outcomes[match result {
            Ok(response) if response.attempts() == 1 => 0,
            Ok(_) => 1,
            Err(error) => match error.was_sent() {
                Sent::No => {
                    assert_eq!(server.taken(), taken, "{error:?}");
                    2
                }
                Sent::Maybe => 3,
                Sent::Yes => 4,
            },
        }] += 1;
    }
    outcomes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_schedule_creates_twice() {
    let length = request_length().await;
    let mut schedules = JoinSet::new();
    for seed in 0..30 {
        schedules.spawn(async move {
            let mut random = fastrand::Rng::with_seed(seed);
            let connections: Vec<_> =
                (0..300).map(|_| random_connection(&mut random, length)).collect();
            println!("{seed}: {connections:?}");
            let server = Server::start(connections.iter().map(|fates| script(fates)).collect());
            let attempts = random.u32(1..=3);
            let client = builder(&server.url()).max_attempts(attempts).attempt_timeout(LIMIT);
            let client = client.build().unwrap();
            let names: Vec<_> = (0..100).map(|number| format!("{number:03}")).collect();
            create_some(&server, &client, &names).await
        });
    }
    let mut outcomes = [0; 5];
    while let Some(some) = schedules.join_next().await {
        let some = some.unwrap();
        (0..5).for_each(|index| outcomes[index] += some[index]);
    }
    println!("{outcomes:?}");
    assert!(outcomes.iter().all(|count| *count > 0), "{outcomes:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_connection_that_ends_while_a_create_is_written_creates_once() {
    const ROUNDS: usize = 500;
    let (open, scripts): (Vec<_>, Vec<_>) = (0..=2 * ROUNDS)
        .map(|_| {
            let (open, gate) = channel();
            let shutdown = Step::ShutdownAt(gate);
            (open, vec![Step::Read, Step::send(ANSWER), shutdown, Step::Read])
        })
        .unzip();
    let server = Server::start(scripts);
    let client = builder(&server.url()).attempt_timeout(LIMIT).build().unwrap();
    let (mut is_connected, mut ended) = (false, 0);
    for round in 0..ROUNDS {
        if !is_connected {
            create_thing(&client, "first").await.unwrap();
        }
        let gate = open[server.connections() - 1].clone();
        let closing = thread::spawn(move || {
            (0..fastrand::u32(..40)).for_each(|_| thread::yield_now());
            gate.send(()).is_ok()
        });
        (0..fastrand::u32(..40)).for_each(|_| thread::yield_now());
        let name = round.to_string();
        let result = create_thing(&client, &name).send().await;
        check(&server, &name, &result);
        is_connected = result.is_ok();
        ended += usize::from(closing.join().unwrap());
    }
    // The newest connection can be one that the client opened beside another and has closed since.
    assert!(ended > ROUNDS / 2, "{ended}");
}
