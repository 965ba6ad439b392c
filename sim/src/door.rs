//! A link, and asking the server what is behind it (`docs/protocol.md` §1, §4.1). Plain HTTP on a test's machine only.

use anyhow::{Context as _, Result, bail};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use visit::ids::Token;
use visit::wire::LinkRequest;

/// Longest answer read, in bytes: a practice's texts are far below.
const MAX_ANSWER_BYTES: u64 = 1024 * 1024;

/// The parts of a link. No `Debug`: it carries the secret.
pub struct Link {
    /// Host and port.
    pub authority: String,
    /// The path's token.
    pub token: String,
    /// The part that never reaches the server.
    pub fragment: String,
}

impl Link {
    /// Takes an `http://…/v/…#…` link (`door` 'v') or a desk's (`door` 'd') apart; whether its check holds is for `seal` to say.
    ///
    /// # Errors
    /// It is not of that form.
    pub fn read(text: &str, door: char) -> Result<Self> {
        let rest = text.strip_prefix("http://").context("the link does not begin with http://")?;
        let (address, fragment) = rest.split_once('#').context("the link has no fragment")?;
        let (authority, path) = address.split_once('/').context("the link has no path")?;
        let token = path
            .strip_prefix(door)
            .and_then(|rest| rest.strip_prefix('/'))
            .context("the link leads to another door")?;
        Ok(Self { authority: authority.to_owned(), token: token.to_owned(), fragment: fragment.to_owned() })
    }

    /// The token as it travels.
    ///
    /// # Errors
    /// It is none.
    pub fn wire_token(&self) -> Result<Token> {
        Ok(Token::try_from(self.token.clone())?)
    }
}

/// Asks what is behind a token: `POST` of it to `path`.
///
/// # Errors
/// The server is not there, refuses, or answers something else.
pub async fn ask<T: DeserializeOwned>(authority: &str, path: &str, token: Token) -> Result<T> {
    let body = serde_json::to_string(&LinkRequest { token })?;
    let mut stream = TcpStream::connect(authority).await.context("the server is not there")?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(MAX_ANSWER_BYTES).read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").context("the server did not answer")?;
    let status = head.split(' ').nth(1).unwrap_or_default();
    if status != "200" {
        bail!("the server answered {status}: {body}");
    }
    serde_json::from_str(body).context("the server's answer is not what it should be")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_taken_apart() {
        let link = Link::read("http://127.0.0.1:8080/v/abc#def", 'v').unwrap();
        assert_eq!(
            (link.authority.as_str(), link.token.as_str(), link.fragment.as_str()),
            ("127.0.0.1:8080", "abc", "def")
        );
        for wrong in ["", "http://a/v/b", "http://a/d/b#c", "https://a/v/b#c", "http://a#c"] {
            assert!(Link::read(wrong, 'v').is_err(), "{wrong}");
        }
    }
}
