//! A signalling session: numbered messages that survive lost connections (`docs/protocol.md` §4). What they mean is not known here.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;
use tokio::sync::mpsc::UnboundedSender;
use visit::Time;
use visit::ids::{SessionId, StaffId, Token};
use visit::wire::ServerMessage;

use super::marked::Openings;

/// Most bytes kept for a client that does not acknowledge. Lower loses sessions on bad networks while files are sent; higher lets each client hold more memory.
const MAX_OUTBOX_BYTES: usize = 16 * 1024 * 1024;

/// One WebSocket connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ConnectionId(pub(crate) u64);

/// What a connection's writer is told.
pub(crate) enum Outgoing {
    /// Send this text.
    Text(String),
    /// Send what is queued, then close.
    Close,
}

/// The account that a connection is signed in to.
#[derive(Clone)]
pub(crate) struct DeskAccount {
    pub(crate) staff: StaffId,
    /// SHA-256 of the token of the session's cookie: the connection ends with it.
    pub(crate) session: Vec<u8>,
}

/// A connection and the way to its writer.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) id: ConnectionId,
    /// The kind of client at its other end, for the audit log.
    pub(crate) client: audit::Client,
    /// Whose account speaks, where one was asked for.
    pub(crate) account: Option<DeskAccount>,
    pub(crate) out: UnboundedSender<Outgoing>,
}

impl Connection {
    /// Sends a message that is not numbered.
    pub(crate) fn send_uncounted(&self, message: &ServerMessage, ack: u32) {
        self.send_text(0, ack, &json(message));
    }

    fn send_text(&self, seq: u32, ack: u32, body: &str) {
        let text = format!(r#"{{"seq":{seq},"ack":{ack},"body":{body}}}"#);
        // A writer that is gone has its end reported by its reader.
        let _ = self.out.send(Outgoing::Text(text));
    }

    /// Closes it after what was sent.
    pub(crate) fn close(&self) {
        let _ = self.out.send(Outgoing::Close);
    }
}

fn json(message: &impl Serialize) -> String {
    // Our own messages have string keys and finite numbers, so they have a JSON form; an empty object is no message to any client.
    serde_json::to_string(message).unwrap_or_else(|_| "{}".into())
}

/// How a connected client's message fits the numbering.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Incoming {
    /// The next one.
    Next,
    /// Taken before; sent again after a reconnection.
    Again,
    /// One before it is missing: the connection cannot be trusted.
    Gap,
}

/// One client's session.
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) key: Token,
    pub(crate) connection: Option<Connection>,
    /// Since when there is no connection.
    pub(crate) offline_since: Time,
    /// The marked visits it has open.
    pub(crate) openings: Openings,
    /// Whether the page heard the notes that were kept for it.
    pub(crate) notes_told: bool,
    /// The last message of a finished session, kept for a client that was away when it came.
    last: Option<String>,
    outbox: VecDeque<(u32, String)>,
    outbox_bytes: usize,
    sent: u32,
    received: u32,
    /// The last snapshot of each kind, so that only changes travel.
    snapshots: HashMap<&'static str, String>,
}

impl Session {
    pub(crate) fn new(id: SessionId, key: Token, connection: Connection, now: Time) -> Self {
        Self {
            id,
            key,
            openings: Openings::none(&connection),
            connection: Some(connection),
            offline_since: now,
            notes_told: false,
            last: None,
            outbox: VecDeque::new(),
            outbox_bytes: 0,
            sent: 0,
            received: 0,
            snapshots: HashMap::new(),
        }
    }

    /// The highest number received.
    pub(crate) fn received(&self) -> u32 {
        self.received
    }

    /// Sends a numbered message, now or at the next reconnection.
    pub(crate) fn send(&mut self, message: &ServerMessage) {
        if !self.finished() {
            self.queue(json(message));
        }
    }

    /// Sends something that matters only now: not numbered, and not sent again.
    pub(crate) fn mention(&self, message: &ServerMessage) {
        if let Some(connection) = &self.connection {
            connection.send_uncounted(message, self.received);
        }
    }

    /// Sends a snapshot if it differs from the last one of its kind.
    pub(crate) fn send_snapshot(&mut self, kind: &'static str, message: &ServerMessage) {
        let body = json(message);
        if !self.finished() && self.snapshots.get(kind) != Some(&body) {
            self.snapshots.insert(kind, body.clone());
            self.queue(body);
        }
    }

    /// Has every snapshot sent again: the client's place has changed, and it starts from nothing there.
    pub(crate) fn forget_snapshots(&mut self) {
        self.snapshots.clear();
    }

    /// Replaces what people said and sealed, and was not heard yet, by nothing: the visit is over, and their words go with it.
    /// The numbering stays whole, and snapshots are told anew.
    pub(crate) fn forget_words(&mut self) {
        const WORDS: [&str; 3] = [r#"{"type":"application""#, r#"{"type":"rejoin""#, r#"{"type":"desk""#];
        self.forget_snapshots();
        let nothing = json(&ServerMessage::Quality { seats: Vec::new() });
        for (_, body) in &mut self.outbox {
            if WORDS.iter().any(|words| body.starts_with(words)) {
                self.outbox_bytes = self.outbox_bytes + nothing.len() - body.len();
                body.clone_from(&nothing);
            }
        }
    }

    fn queue(&mut self, body: String) {
        self.sent += 1;
        if let Some(connection) = &self.connection {
            connection.send_text(self.sent, self.received, &body);
        }
        self.outbox_bytes += body.len();
        self.outbox.push_back((self.sent, body));
    }

    /// Sends the last message, not numbered, since everything that waited before it is forgotten.
    pub(crate) fn finish(&mut self, message: &ServerMessage) {
        if self.finished() {
            return;
        }
        self.outbox.clear();
        self.outbox_bytes = 0;
        self.snapshots.clear();
        let body = json(message);
        if let Some(connection) = &self.connection {
            connection.send_text(0, self.received, &body);
        }
        self.last = Some(body);
    }

    /// Whether nothing more is to come.
    pub(crate) fn finished(&self) -> bool {
        self.last.is_some()
    }

    /// Whether the client is too far behind to be served on.
    pub(crate) fn overflown(&self) -> bool {
        self.outbox_bytes > MAX_OUTBOX_BYTES
    }

    /// Forgets what the client has.
    pub(crate) fn acknowledge(&mut self, ack: u32) {
        while self.outbox.front().is_some_and(|(seq, _)| *seq <= ack) {
            if let Some((_, body)) = self.outbox.pop_front() {
                self.outbox_bytes -= body.len();
            }
        }
    }

    /// Counts a message in.
    pub(crate) fn count(&mut self, seq: u32) -> Incoming {
        if seq <= self.received {
            return Incoming::Again;
        }
        if seq > self.received + 1 {
            return Incoming::Gap;
        }
        self.received = seq;
        Incoming::Next
    }

    /// Takes the session up on a new connection; the old one, if any, is closed.
    pub(crate) fn attach(&mut self, connection: Connection, ack: u32, welcome: &ServerMessage) {
        self.acknowledge(ack);
        if self.openings.carry_over(&connection) {
            self.forget_words();
        }
        connection.send_uncounted(welcome, self.received);
        for (seq, body) in &self.outbox {
            connection.send_text(*seq, self.received, body);
        }
        if let Some(body) = &self.last {
            connection.send_text(0, self.received, body);
        }
        if let Some(old) = self.connection.replace(connection) {
            old.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    fn connection(id: u64) -> (Connection, UnboundedReceiver<Outgoing>) {
        let (out, inbox) = unbounded_channel();
        (Connection { id: ConnectionId(id), client: audit::Client::server(), account: None, out }, inbox)
    }

    fn texts(inbox: &mut UnboundedReceiver<Outgoing>) -> Vec<String> {
        let mut texts = Vec::new();
        while let Ok(outgoing) = inbox.try_recv() {
            texts.push(match outgoing {
                Outgoing::Text(text) => text,
                Outgoing::Close => "closed".into(),
            });
        }
        texts
    }

    fn session() -> (Session, UnboundedReceiver<Outgoing>) {
        let (first, inbox) = connection(1);
        (Session::new("s".try_into().unwrap(), Token::new([0; 16]), first, Time(0)), inbox)
    }

    #[test]
    fn what_was_not_acknowledged_is_sent_again_in_order() {
        let (mut session, mut before) = session();
        session.send(&ServerMessage::Taken);
        session.send(&ServerMessage::Removed);
        session.send(&ServerMessage::Moved);
        assert_eq!(texts(&mut before).len(), 3);
        let (second, mut after) = connection(2);
        session.attach(second, 1, &ServerMessage::Pong);
        let sent = texts(&mut after);
        assert_eq!(sent.len(), 3);
        assert!(sent[1].starts_with(r#"{"seq":2,"#) && sent[1].contains("removed"), "{sent:?}");
        assert!(sent[2].starts_with(r#"{"seq":3,"#) && sent[2].contains("moved"), "{sent:?}");
        assert_eq!(texts(&mut before), ["closed"]);
    }

    #[test]
    fn a_message_counts_once() {
        let (mut session, _inbox) = session();
        assert_eq!(session.count(1), Incoming::Next);
        assert_eq!(session.count(1), Incoming::Again);
        assert_eq!(session.count(3), Incoming::Gap);
        assert_eq!(session.count(2), Incoming::Next);
    }

    #[test]
    fn an_unchanged_snapshot_does_not_travel() {
        let (mut session, mut inbox) = session();
        let roster = ServerMessage::Roster { people: Vec::new() };
        session.send_snapshot("roster", &roster);
        session.send_snapshot("roster", &roster);
        assert_eq!(texts(&mut inbox).len(), 1);
    }

    #[test]
    fn words_that_were_not_heard_go_with_the_visit_and_the_numbers_stay() {
        let (mut session, _inbox) = session();
        let message = visit::ids::Opaque::new(b"sealed words".to_vec());
        session.send(&ServerMessage::Application { generation: 1, from: "a".try_into().unwrap(), message });
        let visits = ServerMessage::Desk { visits: Vec::new() };
        session.send_snapshot("desk", &visits);
        session.send(&ServerMessage::Removed);
        session.forget_words();
        session.send_snapshot("desk", &visits);
        let (second, mut after) = connection(2);
        session.attach(second, 0, &ServerMessage::Pong);
        let sent = texts(&mut after);
        assert!(sent[1].starts_with(r#"{"seq":1,"#) && !sent[1].contains("application"), "{sent:?}");
        assert!(sent[2].starts_with(r#"{"seq":2,"#) && !sent[2].contains("desk"), "{sent:?}");
        assert!(sent[3].contains("removed"), "{sent:?}");
        assert!(sent[4].contains("desk"), "told anew: {sent:?}");
        session.acknowledge(4);
        assert_eq!(session.outbox_bytes, 0);
    }

    #[test]
    fn after_the_last_message_nothing_else_is_kept_or_sent() {
        let (mut session, mut inbox) = session();
        session.send(&ServerMessage::Taken);
        session.finish(&ServerMessage::Removed);
        session.send(&ServerMessage::Moved);
        assert_eq!(texts(&mut inbox).len(), 2);
        let (second, mut after) = connection(2);
        session.attach(second, 0, &ServerMessage::Pong);
        let sent = texts(&mut after);
        assert_eq!(sent.len(), 2, "the welcome and the last message: {sent:?}");
        assert!(sent[1].starts_with(r#"{"seq":0,"#) && sent[1].contains("removed"), "{sent:?}");
    }
}
