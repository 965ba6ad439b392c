//! Staff of a filled practice, by the hundred: they enrol with passkeys, read, and sign in.

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Serialize;
use serde_json::{Value, json};
use visit::ids::Opaque;

use super::clients::authenticator::Passkey;
use super::clients::password::{Setting, Typing};
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
/// How often somebody signs in with a passkey.
const SIGN_INS: usize = 2_000;
/// How often with a password, whose beginning the server always answers after 100 ms.
const BY_PASSWORD: usize = 800;
/// Everyone's.
const PASSWORD: &str = "correct horse battery staple";

/// What was measured.
#[derive(Serialize)]
pub struct Measured {
    reads: Timing,
    sign_ins: Timing,
    by_password: Timing,
}

/// A colleague who is signed in, with what they sign in with.
struct Colleague {
    passkey: Passkey,
    user_name: String,
    session: String,
}

/// Some colleagues, one after the other, at one browser.
type Browser = (Connection, Vec<Colleague>);

/// Enrols the colleagues who are invited, then measures what they do. `origin` is where the server says that it is.
///
/// # Errors
/// The server refuses, or is gone.
pub fn measure(authority: &str, origin: &str, visits: u32, accounts: u32) -> Result<Measured> {
    let mut door = Connection::open(authority)?;
    let enrol = |number| enrol(&mut door, origin, number).with_context(|| format!("colleague {number}"));
    let colleagues = (0..accounts).map(enrol).collect::<Result<Vec<_>>>()?;
    let reads = reads(authority, &colleagues, visits)?;
    let mut browsers = browsers(authority, colleagues)?;
    let by_passkey = sign_ins(&mut browsers, SIGN_INS, sign_in)?;
    let by_password = sign_ins(&mut browsers, BY_PASSWORD, |connection, own| by_password(connection, own, origin))?;
    Ok(Measured { reads, sign_ins: by_passkey, by_password })
}

fn enrol(door: &mut Connection, origin: &str, number: u32) -> Result<Colleague> {
    let token = fill::colleague(number);
    let name = format!("Colleague {number}");
    let made = door.post("/api/enrolment/passkey", &json!({"token": token, "name": name}))?.json()?;
    let mut passkey = Passkey::new(&name, origin);
    let credential = passkey.create(&made["options"]);
    let setting = Setting::begin(PASSWORD);
    let answer = door.post("/api/enrolment/password", &json!({"token": token, "request": setting.request}))?.json()?;
    let user_name = format!("colleague{number}");
    let password = json!({"userName": user_name, "record": setting.finish(&answer).0, "totp": null});
    let bytes = |byte: u8, length: usize| Opaque::new(vec![byte; length]);
    let wrapped = |which: &str| json!({"authenticator": which, "wrapped": bytes(7, 1_200)});
    let mut recovery_key = bytes(0, 28).as_bytes().to_vec();
    recovery_key.extend(number.to_be_bytes());
    let keys = json!({"signKey": bytes(3, 32), "sealKey": bytes(4, 1_216), "tag": bytes(5, 32)});
    let enrolment = json!({
        "token": token,
        "who": {"type": "colleague", "keys": keys},
        "vault": {"vault": bytes(6, 8_000), "keys": [wrapped("passkey"), wrapped("password"), wrapped("recovery")]},
        "passkey": {"name": "A telephone", "credential": credential},
        "password": password,
        "recoveryKey": Opaque::new(recovery_key),
    });
    let session = door.post("/api/enrolment/finish", &enrolment)?.session.context("no session began")?;
    Ok(Colleague { passkey, user_name, session })
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

fn browsers(authority: &str, colleagues: Vec<Colleague>) -> Result<Vec<Browser>> {
    let each = colleagues.len().div_ceil(BROWSERS).max(1);
    let mut colleagues = colleagues.into_iter().peekable();
    let mut browsers = Vec::new();
    while colleagues.peek().is_some() {
        browsers.push((Connection::open(authority)?, colleagues.by_ref().take(each).collect()));
    }
    Ok(browsers)
}

fn sign_ins(
    browsers: &mut [Browser],
    count: usize,
    sign_in: impl Fn(&mut Connection, &mut Colleague) -> Result<Duration> + Sync,
) -> Result<Timing> {
    as_fast_as_it_goes(browsers, count, |(connection, own), number| {
        let turn = number / BROWSERS % own.len().max(1);
        sign_in(connection, own.get_mut(turn).context("nobody enrolled")?)
    })
}

/// Signs in; how long the server took, without the authenticator.
fn sign_in(connection: &mut Connection, colleague: &mut Colleague) -> Result<Duration> {
    let begin = now();
    let begun = connection.post("/api/sign-in", &json!({}))?.json()?;
    let asked = now().duration_since(begin);
    let credential = colleague.passkey.get(&begun["options"]);
    let begin = now();
    connection
        .post("/api/sign-in/finish", &json!({"ceremony": begun["ceremony"], "credential": credential}))?
        .session
        .context("no session began")?;
    Ok(asked + now().duration_since(begin))
}

/// The same with a password, without the client's half of OPAQUE.
fn by_password(connection: &mut Connection, colleague: &mut Colleague, origin: &str) -> Result<Duration> {
    let typing = Typing::begin(PASSWORD);
    let request = json!({"userName": colleague.user_name, "request": typing.request});
    let begin = now();
    let begun = connection.post("/api/sign-in/password", &request)?.json()?;
    let asked = now().duration_since(begin);
    let (finalization, _) = typing.finish(&begun, origin).context("the server does not know the password")?;
    let finish = json!({"ceremony": begun["ceremony"], "finalization": finalization, "code": null});
    let begin = now();
    connection.post("/api/sign-in/password/finish", &finish)?.session.context("no session began")?;
    Ok(asked + now().duration_since(begin))
}
