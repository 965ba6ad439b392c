//! A real server in a process of its own, and clients that speak the wire protocol to it, well or badly.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::disallowed_methods, reason = "a test is an edge: it waits for a real process")]
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of this")]

pub mod authenticator;
pub mod log;
pub mod password;
pub mod patient;
pub mod staff;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use audit::{Addition, LogKey};
use serde_json::{Value, json};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use store::{Key, Store, StoredVisit};
use tokio_tungstenite::tungstenite::stream::MaybeTlsStream;
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Error, Message, WebSocket, connect};

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub const DESK: [u8; 16] = [0xd0; 16];
pub const ANN: [u8; 16] = [0xa1; 16];
pub const BOB: [u8; 16] = [0xb2; 16];

pub fn b64(bytes: &[u8]) -> String {
    String::from(visit::ids::Opaque::new(bytes.to_vec()))
}

/// A token as links carry it.
pub fn token(bytes: [u8; 16]) -> String {
    b64(&bytes)
}

pub fn hash(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    b64(&sha2::Sha256::digest(bytes))
}

/// Bytes that are easily found again wherever they should not be.
pub fn marker(what: &str) -> String {
    b64(format!("MARKER-{what}-MARKER").as_bytes())
}

/// One clinician, one visit, two people invited.
pub fn practice(starts_at_ms: u64) -> Value {
    let invitation = |seat: &str, token: [u8; 16]| json!({"seat": seat, "role": "patient", "tokenHash": hash(&token), "sealedSecret": marker("sealed-secret")});
    json!({
        "practice": {"name": "De Linde", "telephone": null, "rootKey": b64(&[1; 32]),
                     "consent": {"version": 3, "en": "Yes", "nl": "Ja"}},
        "staff": [{"staff": "dr", "tokenHash": hash(&DESK),
                   "certificate": {"body": b64(b"{}"), "signature": b64(&[2; 64])}, "vault": b64(&[3; 80])}],
        "visits": [{"visit": "visit-one", "host": "dr", "hostSeat": "host", "startsAt": starts_at_ms, "minutes": 20,
                    "sensitive": false, "capacity": 3, "invitations": [invitation("ann", ANN), invitation("bob", BOB)]}]
    })
}

pub fn now_ms() -> u64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

/// Where a server keeps the key of a data directory, unless told otherwise.
pub fn key_file(data_dir: &Path) -> PathBuf {
    let mut name = data_dir.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

/// The key of a data directory.
pub fn key_of(data_dir: &Path) -> Key {
    Key::from_hexadecimal(&std::fs::read_to_string(key_file(data_dir)).unwrap()).unwrap()
}

/// A running `curtain`.
pub struct Server {
    pub child: Child,
    pub address: String,
    pub data_dir: PathBuf,
    /// Where its pages are, as it says.
    pub url: String,
    /// The token of its set-up link, if it printed one.
    pub setup: Option<String>,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Starts with the practice above, in a new data directory.
    pub fn start(name: &str) -> Server {
        Self::spawn(fresh(name), Some(practice(now_ms())), Arc::default(), &[])
    }

    /// Starts with a practice of one's own, in a new data directory.
    pub fn start_with(name: &str, practice: Value, more: &[&str]) -> Server {
        Self::spawn(fresh(name), Some(practice), Arc::default(), more)
    }

    /// Starts without a practice, in a new data directory.
    pub fn start_vacant(name: &str, more: &[&str]) -> Server {
        Self::spawn(fresh(name), None, Arc::default(), more)
    }

    /// Starts without a practice, in a file system of its own of so many bytes, which others see under `/proc` only.
    pub fn start_vacant_within(name: &str, bytes: usize) -> Server {
        let data_dir = fresh(name);
        std::fs::create_dir_all(&data_dir).unwrap();
        let mount = format!(r#"mount -t tmpfs -o size={bytes} tmpfs "$0" && exec "$@""#);
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &mount]).arg(&data_dir);
        command.arg(env!("CARGO_BIN_EXE_curtain"));
        Self::spawn_by(command, data_dir, None, Arc::default(), &[], |_| true)
    }

    fn spawn(data_dir: PathBuf, setup: Option<Value>, log: Arc<Mutex<String>>, more: &[&str]) -> Server {
        let command = Command::new(env!("CARGO_BIN_EXE_curtain"));
        // Whether there is a practice, its database knows.
        Self::spawn_by(command, data_dir, setup, log, more, Self::is_vacant)
    }

    fn spawn_by(
        mut command: Command,
        data_dir: PathBuf,
        setup: Option<Value>,
        log: Arc<Mutex<String>>,
        more: &[&str],
        is_vacant: impl FnOnce(&Server) -> bool,
    ) -> Server {
        command.args(if setup.is_some() { &["demo", "--setup", "-"][..] } else { &["serve"] });
        command.args(["--listen", "127.0.0.1:0", "--media", "127.0.0.1:0", "--data-dir"]).arg(&data_dir);
        command.args(more);
        // As talkative as it can be, so that what must not be logged has every chance to be.
        command.env("CURTAIN_LOG", "trace");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(setup.unwrap_or_default().to_string().as_bytes()).unwrap();
        drop(stdin);
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let copy = Arc::clone(&log);
        std::thread::spawn(move || {
            let mut line = Vec::new();
            while stderr.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                copy.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        });
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line} {}", log.lock().unwrap()));
        let word = |key: &str| ready[key].as_str().unwrap().to_owned();
        let (address, url) = (word("listen"), word("url"));
        let mut server = Server { child, address, data_dir, url, setup: None, log };
        // Whoever is vacant prints one more line.
        if is_vacant(&server) {
            line.clear();
            out.read_line(&mut line).unwrap();
            let link = line.strip_prefix("setup: ").unwrap().trim_end().strip_prefix(&server.url).unwrap();
            server.setup = Some(link.strip_prefix("/s/").unwrap().to_owned());
        }
        server
    }

    fn is_vacant(&self) -> bool {
        let read = async {
            let store = Store::open_to_read(&self.data_dir, &key_of(&self.data_dir)).await.unwrap();
            store.practice().await.unwrap().is_none()
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(read)
    }

    /// Kills it without warning, and starts it again on what it left.
    pub fn crash_and_restart(mut self) -> Server {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let server = Self::spawn(self.data_dir.clone(), None, Arc::clone(&self.log), &[]);
        // The new one has the directory now.
        self.data_dir = PathBuf::new();
        server
    }

    /// The same, with its visit in the database changed between the two.
    pub fn crash_and_restart_after(mut self, change: impl FnOnce(&mut StoredVisit)) -> Server {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let change = async {
            let store = Store::open(&self.data_dir, &key_of(&self.data_dir)).await.unwrap();
            let mut visit = store.visits().await.unwrap().remove(0);
            change(&mut visit);
            let key = LogKey::from_seed(&[1; 32]).unwrap();
            store.save_visit(&visit, &Addition { key: &key, entries: &[] }).await.unwrap();
            store.close().await.unwrap();
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(change);
        self.crash_and_restart()
    }

    /// Everything it logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Whether any file of its has these bytes.
    pub fn disk_has(&self, needle: &[u8]) -> bool {
        std::fs::read_dir(&self.data_dir).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    }

    /// How many sealed invitation secrets its database holds, for whoever has the key.
    pub fn secrets_kept(&self) -> usize {
        let read = async {
            let store = Store::open_to_read(&self.data_dir, &key_of(&self.data_dir)).await.unwrap();
            let visits = store.visits().await.unwrap();
            let seats = visits.iter().flat_map(|visit| &visit.seats);
            seats.filter(|seat| seat.sealed_secret.is_some()).count()
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(read)
    }

    /// Waits for something to become true.
    pub fn until(&self, what: &str, condition: impl Fn(&Server) -> bool) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while !condition(self) {
            assert!(std::time::Instant::now() < deadline, "waited in vain: {what}\n{}", self.log());
            std::thread::yield_now();
        }
    }

    /// One HTTP request; the status and the whole answer.
    pub fn http(&self, head: &str, body: &str) -> (u16, String) {
        let (status, answer) = self.try_http(head, body).unwrap();
        (status.unwrap(), answer)
    }

    /// The same, where the server may be gone before its answer has a status.
    pub fn try_http(&self, head: &str, body: &str) -> std::io::Result<(Option<u16>, String)> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let length = body.len();
        let host = &self.address;
        write!(stream, "{head}\r\nHost: {host}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        Ok((answer.split(' ').nth(1).map(|status| status.parse().unwrap()), answer))
    }

    /// Asks what is behind a link.
    pub fn ask(&self, path: &str, body: &str) -> (u16, Value) {
        let (status, answer) = self.http(&format!("POST {path} HTTP/1.1\r\nContent-Type: application/json"), body);
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    /// The status that a page of this origin gets when it opens a connection.
    pub fn upgrade_from(&self, origin: &str) -> u16 {
        self.upgrade_with(Some(origin), None)
    }

    /// The same, with the cookie of a session, or without an origin, as programs do.
    pub fn upgrade_with(&self, origin: Option<&str>, cookie: Option<&str>) -> u16 {
        let mut request = ClientRequestBuilder::new(format!("ws://{}/ws", self.address).parse().unwrap());
        if let Some(origin) = origin {
            request = request.with_header("Origin", origin);
        }
        if let Some(cookie) = cookie {
            request = request.with_header("Cookie", format!("__Host-session={cookie}"));
        }
        match connect(request) {
            Ok((_, response)) => response.status().as_u16(),
            Err(Error::Http(response)) => response.status().as_u16(),
            Err(error) => panic!("{error}"),
        }
    }

    /// Kills it, does to its database what whoever has the key can do, and starts it again.
    pub fn crash_and_restart_with(mut self, statements: &[&'static str]) -> Server {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        sql(&self.data_dir, statements);
        self.crash_and_restart()
    }

    pub fn client(&self) -> Client {
        self.client_with(None)
    }

    /// A connection that brings the cookie of a session along.
    pub fn client_with(&self, cookie: Option<&str>) -> Client {
        let mut request = ClientRequestBuilder::new(format!("ws://{}/ws", self.address).parse().unwrap());
        if let Some(cookie) = cookie {
            request = request.with_header("Cookie", format!("__Host-session={cookie}"));
            request = request.with_header("Origin", format!("http://{}", self.address));
        }
        let (socket, _) = connect(request).unwrap();
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
        }
        Client { socket, seq: 0, ack: 0 }
    }

    /// A guest who said hello.
    pub fn guest(&self, token: [u8; 16]) -> (Client, Value) {
        self.hello("invitation", token, Value::Null)
    }

    /// The clinician, at the desk.
    pub fn desk(&self) -> Client {
        self.hello("desk", DESK, Value::Null).0
    }

    pub fn hello(&self, kind: &str, bytes: [u8; 16], resume: Value) -> (Client, Value) {
        let mut client = self.client();
        client.raw(&json!({"seq": 0, "ack": 0, "body": hello(kind, &token(bytes), resume)}).to_string());
        let answer = client.next();
        (client, answer)
    }
}

/// An empty place of a test's own.
fn fresh(name: &str) -> PathBuf {
    let data_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&data_dir);
    data_dir
}

/// Runs SQL on a database, as whoever has its key can, also while a server has it open.
pub fn sql(data_dir: &Path, statements: &[&'static str]) {
    let key = std::fs::read_to_string(key_file(data_dir)).unwrap();
    let options = SqliteConnectOptions::new().filename(data_dir.join("curtain.db"));
    let options = options.pragma("key", format!("\"x'{}'\"", key.trim())).pragma("cipher_compatibility", "4");
    let run = async {
        let mut connection = options.connect().await.unwrap();
        for statement in statements {
            sqlx::query(*statement).execute(&mut connection).await.unwrap();
        }
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run);
}

pub fn hello(kind: &str, token: &str, resume: Value) -> Value {
    json!({"type": "hello", "protocol": 1, "credential": {"type": kind, "token": token}, "resume": resume})
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if self.data_dir.is_dir() {
            let _ = std::fs::remove_dir_all(&self.data_dir);
            let _ = std::fs::remove_file(key_file(&self.data_dir));
        }
    }
}

/// One end of a signalling connection.
pub struct Client {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    pub seq: u32,
    pub ack: u32,
}

impl Client {
    pub fn raw(&mut self, text: &str) {
        self.socket.send(Message::text(text)).unwrap();
    }

    /// Sends a numbered message.
    pub fn say(&mut self, body: Value) {
        self.seq += 1;
        let text = json!({"seq": self.seq, "ack": self.ack, "body": body}).to_string();
        self.raw(&text);
    }

    /// The next message, or null at the end of the connection.
    pub fn next(&mut self) -> Value {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    let envelope: Value = serde_json::from_str(&text).unwrap();
                    self.ack = self.ack.max(u32::try_from(envelope["seq"].as_u64().unwrap()).unwrap());
                    return envelope["body"].clone();
                }
                Ok(_) => {}
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("nothing came")
                }
                Err(_) => return Value::Null,
            }
        }
    }

    /// The next message of a type; others are passed over.
    pub fn wait(&mut self, kind: &str) -> Value {
        loop {
            let body = self.next();
            assert!(!body.is_null(), "the connection ended before '{kind}' came");
            if body["type"] == kind {
                return body;
            }
        }
    }

    /// The same, for what takes longer than anything else here.
    pub fn wait_patiently(&mut self, kind: &str) -> Value {
        if let MaybeTlsStream::Plain(stream) = self.socket.get_ref() {
            stream.set_read_timeout(Some(3 * PATIENCE)).unwrap();
        }
        self.wait(kind)
    }

    /// The next snapshot that fulfils a condition.
    pub fn wait_for(&mut self, kind: &str, condition: impl Fn(&Value) -> bool) -> Value {
        loop {
            let body = self.wait(kind);
            if condition(&body) {
                return body;
            }
        }
    }

    pub fn arrive(&mut self) {
        self.say(json!({"type": "arrive", "consentVersion": 3, "card": marker("card"),
                        "keyPackage": {"keyPackage": marker("key-package"), "tag": b64(&[5; 32])}}));
        self.wait("waiting");
    }

    pub fn enter(&mut self) -> u64 {
        self.say(json!({"type": "enter", "visit": "visit-one"}));
        self.wait("entered")["generation"].as_u64().unwrap()
    }

    pub fn admit(&mut self, seat: &str, generation: u64, epoch: u64) {
        self.say(json!({"type": "admit", "seat": seat,
                        "commit": {"generation": generation, "epoch": epoch, "commit": marker("commit")},
                        "welcome": {"welcome": marker("welcome"), "creator": b64(&[6; 32]), "tag": b64(&[7; 32])}}));
    }

    /// Ends the connection without a word.
    pub fn vanish(self) {
        drop(self);
    }
}
