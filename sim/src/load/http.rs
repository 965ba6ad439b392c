//! One connection of HTTP that is kept, and what is asked over it. It waits for each answer; who measures has several.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// Longest answer read, in bytes.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// A connection, and the cookie that came over it.
pub(super) struct Connection {
    authority: String,
    stream: BufReader<TcpStream>,
}

/// What was answered with 200.
pub(super) struct Answer {
    /// The session that it began, as a cookie.
    pub(super) session: Option<String>,
    body: Vec<u8>,
}

impl Connection {
    pub(super) fn open(authority: &str) -> Result<Connection> {
        let stream = TcpStream::connect(authority).context("the server is not there")?;
        stream.set_nodelay(true)?;
        Ok(Connection { authority: authority.to_owned(), stream: BufReader::new(stream) })
    }

    pub(super) fn get(&mut self, path: &str, session: &str) -> Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {session}\r\n\r\n", self.authority))
    }

    pub(super) fn post(&mut self, path: &str, body: &Value) -> Result<Answer> {
        let body = body.to_string();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.authority,
            body.len()
        ))
    }

    fn ask(&mut self, request: &str) -> Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let (mut length, mut session) = (0, None);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name {
                "content-length" => length = value.parse()?,
                "set-cookie" if value.starts_with("__Host-session=") => {
                    session = value.split(';').next().map(str::to_owned);
                }
                _ => {}
            }
        }
        if length > MAX_ANSWER_BYTES {
            bail!("the server's answer is too long");
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        if status.split(' ').nth(1) != Some("200") {
            bail!("'{}' was answered '{status}': {}", request.lines().next().unwrap_or_default(), text(&body));
        }
        Ok(Answer { session, body })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server ended the connection");
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Answer {
    pub(super) fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).with_context(|| format!("not JSON: {}", text(&self.body)))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
