//! Staff of a filled practice, by the hundred: they enrol with passkeys, read, and sign in.

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Serialize;
use serde_json::{Value, json};
use visit::ids::Opaque;

use super::authenticator::Passkey;
use super::http::Connection;
use super::{Timing, as_fast_as_it_goes, at_rate, fill};
use crate::clock::now;

/// Requests in a second, and for how many seconds.
const PER_SECOND: f64 = 500.0;
const SECONDS: usize = 30;
/// Connections that reads come by. Fewer make a slow answer hold up others; more cost the machine that also runs the server.
const READERS: usize = 32;
/// One read in so many is a guest's, who opens a link; the others are of colleagues.
const GUEST: usize = 5;
/// Links that guests open.
const LINKS: usize = 500;
/// Browsers that sign in side by side.
const BROWSERS: usize = 8;
/// How often somebody signs in.
const SIGN_INS: usize = 2_000;

/// What was measured.
#[derive(Serialize)]
pub struct Measured {
    reads: Timing,
    sign_ins: Timing,
}

/// A colleague's browser and passkey, signed in.
struct Colleague {
    passkey: Passkey,
    session: String,
}

/// Enrols the colleagues who are invited, then measures what they do. `origin` is where the server says that it is.
///
/// # Errors
/// The server refuses, or is gone.
pub fn measure(authority: &str, origin: &str, visits: u32, accounts: u32) -> Result<Measured> {
    let mut door = Connection::open(authority)?;
    let enrol = |number| enrol(&mut door, origin, number).with_context(|| format!("colleague {number}"));
    let colleagues = (0..accounts).map(enrol).collect::<Result<Vec<_>>>()?;
    Ok(Measured { reads: reads(authority, &colleagues, visits)?, sign_ins: sign_ins(authority, colleagues)? })
}

fn enrol(door: &mut Connection, origin: &str, number: u32) -> Result<Colleague> {
    let token = fill::colleague(number);
    let name = format!("Colleague {number}");
    let made = door.post("/api/enrolment/passkey", &json!({"token": token, "name": name}))?.json()?;
    let mut passkey = Passkey::new(&name, origin);
    let credential = passkey.create(&made["options"]);
    let bytes = |byte: u8, length: usize| Opaque::new(vec![byte; length]);
    let wrapped = |which: &str| json!({"authenticator": which, "wrapped": bytes(7, 1_200)});
    let mut recovery_key = bytes(0, 28).as_bytes().to_vec();
    recovery_key.extend(number.to_be_bytes());
    let keys = json!({"signKey": bytes(3, 32), "sealKey": bytes(4, 1_216), "tag": bytes(5, 32)});
    let enrolment = json!({
        "token": token,
        "who": {"type": "colleague", "keys": keys},
        "vault": {"vault": bytes(6, 8_000), "keys": [wrapped("passkey"), wrapped("recovery")]},
        "passkey": {"name": "A telephone", "credential": credential},
        "recoveryKey": Opaque::new(recovery_key),
    });
    let session = door.post("/api/enrolment/finish", &enrolment)?.session.context("no session began")?;
    Ok(Colleague { passkey, session })
}

fn reads(authority: &str, colleagues: &[Colleague], visits: u32) -> Result<Timing> {
    let links: Vec<Value> =
        fill::to_come(visits).take(LINKS).map(|visit| json!({"token": fill::guest(visit)})).collect();
    let mut readers = (0..READERS).map(|_| Connection::open(authority)).collect::<Result<Vec<_>>>()?;
    let count = PER_SECOND as usize * SECONDS;
    at_rate(&mut readers, count, PER_SECOND, |reader, number| {
        if number % GUEST == 0 {
            let link = links.get(number / GUEST % links.len().max(1)).context("no visit is to come")?;
            reader.post("/api/invitation", link)?;
        } else {
            let colleague = colleagues.get(number % colleagues.len().max(1)).context("nobody enrolled")?;
            reader.get("/api/account", &colleague.session)?;
        }
        Ok(())
    })
}

fn sign_ins(authority: &str, colleagues: Vec<Colleague>) -> Result<Timing> {
    let mut browsers = Vec::new();
    let each = colleagues.len().div_ceil(BROWSERS).max(1);
    let mut passkeys = colleagues.into_iter().map(|colleague| colleague.passkey).peekable();
    while passkeys.peek().is_some() {
        let own: Vec<Passkey> = passkeys.by_ref().take(each).collect();
        browsers.push((Connection::open(authority)?, own));
    }
    as_fast_as_it_goes(&mut browsers, SIGN_INS, |(connection, own), number| {
        let turn = number / BROWSERS % own.len().max(1);
        sign_in(connection, own.get_mut(turn).context("nobody enrolled")?)
    })
}

/// Signs in; how long the server took, without the authenticator.
fn sign_in(connection: &mut Connection, passkey: &mut Passkey) -> Result<Duration> {
    let begin = now();
    let begun = connection.post("/api/sign-in", &json!({}))?.json()?;
    let asked = now().duration_since(begin);
    let credential = passkey.get(&begun["options"]);
    let begin = now();
    connection
        .post("/api/sign-in/finish", &json!({"ceremony": begun["ceremony"], "credential": credential}))?
        .session
        .context("no session began")?;
    Ok(asked + now().duration_since(begin))
}
