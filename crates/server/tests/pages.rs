//! What protects people's browsers, route by route: headers, methods, whose page asks, the cookie, and which files there are.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::process::Command;

use common::staff::{Browser, vault};
use common::{ANN, DESK, Server, token};
use serde_json::{Value, json};

/// Headers that every answer has, and that nothing of ours may weaken.
const PROTECTION: [&str; 7] = [
    "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; \
     require-trusted-types-for 'script'; trusted-types curtain; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options: nosniff",
    "referrer-policy: no-referrer",
    "cross-origin-opener-policy: same-origin",
    "cross-origin-embedder-policy: require-corp",
    "cross-origin-resource-policy: same-origin",
    "permissions-policy: camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), \
     geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self), \
     browsing-topics=(), interest-cohort=()",
];

/// What an answer must never say: who may read it from elsewhere, and which program of which version answers.
const UNSAID: [&str; 5] =
    ["access-control-allow-", "server: ", "x-powered-by: ", "location: ", "content-security-policy-report-only: "];

/// All paths that the server routes to a handler of its own, with the method that it takes.
fn routes() -> Vec<(String, &'static str)> {
    let source = include_str!("../src/routes/mod.rs");
    let route = |rest: &str| {
        let (path, handler) = rest.split_once("\", ").unwrap();
        let method = ["post", "get", "any"].into_iter().find(|method| handler.starts_with(method)).unwrap();
        (path.replace("{*rest}", "none"), method)
    };
    source.split(".route(\"").skip(1).map(route).collect()
}

fn posts() -> Vec<String> {
    routes().into_iter().filter(|(_, method)| *method == "post").map(|(path, _)| path).collect()
}

/// The lines of an answer's head in lower case, and its body.
fn parts(answer: &str) -> (Vec<String>, &str) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().map(str::to_lowercase).collect(), body)
}

fn header<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn every_answer_to_every_method_carries_what_protects_it() {
    let local = Server::start("pages-headers");
    let public = Server::start_vacant("pages-headers-tls", &["--url", "https://clinic.example"]);
    let paths = routes().into_iter().map(|(path, _)| path);
    let pages = [
        "/",
        "/v/abc",
        "/d/abc",
        "/s/abc",
        "/sign-in",
        "/account",
        "/practice",
        "/assets/none.js",
        "/favicon.ico",
        "/%00",
    ];
    let paths: Vec<String> = paths.chain(pages.map(str::to_owned)).collect();
    assert!(paths.len() > 20, "{paths:?}");
    for (server, by_tls) in [(&local, false), (&public, true)] {
        for path in &paths {
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
                let (status, answer) = server.http(&format!("{method} {path} HTTP/1.1"), "");
                let (head, body) = parts(&answer);
                let named = format!("{method} {path} ({status}):\n{answer}");
                for wanted in PROTECTION {
                    assert!(head.iter().any(|line| line == wanted), "no '{wanted}' in {named}");
                }
                assert!(!head.iter().any(|line| UNSAID.iter().any(|no| line.starts_with(no))), "{named}");
                let strict = header(&head, "strict-transport-security");
                assert_eq!(strict, by_tls.then_some("max-age=63072000; includesubdomains"), "{named}");
                assert_eq!(header(&head, "set-cookie"), None, "{named}");
                let caching = header(&head, "cache-control").unwrap();
                let page = status == 200 && (method == "HEAD" || body.contains("<!doctype html>"));
                assert!(caching == "no-store" || page && caching == "no-cache", "{named}");
                let text = header(&head, "content-type").is_some_and(|kind| {
                    ["application/json", "text/plain; charset=utf-8", "text/html; charset=utf-8"].contains(&kind)
                });
                assert!(body.is_empty() || text, "{named}");
            }
        }
    }
}

#[test]
fn only_files_whose_name_changes_with_their_content_are_cached() {
    let server = Server::start("pages-caching");
    let (_, page) = server.http("GET / HTTP/1.1", "");
    // A server that was built without its client has none.
    let assets: Vec<&str> = page.split('"').filter(|word| word.starts_with("/assets/")).collect();
    assert_eq!(assets.is_empty(), page.contains("built without its client"), "{page}");
    for asset in assets {
        let (status, answer) = server.http(&format!("GET {asset} HTTP/1.1"), "");
        let (head, _) = parts(&answer);
        assert_eq!((status, header(&head, "cache-control")), (200, Some("public, max-age=31536000, immutable")));
    }
    // What is personal is not, whoever asks.
    let body = json!({"token": token(ANN)}).to_string();
    let json = "Content-Type: application/json";
    let (status, answer) = server.http(&format!("POST /api/invitation HTTP/1.1\r\n{json}"), &body);
    assert_eq!((status, header(&parts(&answer).0, "cache-control")), (200, Some("no-store")));
    let body = json!({"token": token(DESK)}).to_string();
    let (status, answer) = server.http(&format!("POST /api/desk HTTP/1.1\r\n{json}"), &body);
    assert_eq!((status, header(&parts(&answer).0, "cache-control")), (200, Some("no-store")));
}

#[test]
fn a_route_takes_its_method_and_no_other() {
    let server = Server::start("pages-methods");
    for (path, method) in routes() {
        for other in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"] {
            let (status, answer) = server.http(&format!("{other} {path} HTTP/1.1"), "");
            let own = match method {
                "get" => matches!(other, "GET" | "HEAD"),
                "post" => other == "POST",
                // Nothing is there, or no connection was asked for.
                _ => {
                    assert!(matches!(status, 400 | 404 | 405), "{other} {path}: {answer}");
                    continue;
                }
            };
            assert_eq!(status == 405, !own, "{other} {path}: {answer}");
        }
    }
    // TRACE would show a page the cookie that it cannot read.
    let (status, answer) = server.http("TRACE / HTTP/1.1\r\nCookie: __Host-session=x", "");
    assert_eq!((status, answer.contains("__Host-session")), (405, false));
}

#[test]
fn no_page_of_another_site_acts_in_the_name_of_someone_signed_in() {
    let server = Server::start_vacant("pages-csrf", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let cookie = format!("Cookie: __Host-session={}", ilse.cookie.clone().unwrap());
    let own = format!("Origin: http://{}", server.address);
    let kind = "Content-Type: application/json";
    let ask = |path: &str, headers: &[&str]| {
        let head = [&[format!("POST {path} HTTP/1.1").as_str(), cookie.as_str()], headers].concat().join("\r\n");
        let (status, answer) = server.http(&head, "{\"everywhere\":true}");
        (status, serde_json::from_str::<Value>(parts(&answer).1).unwrap_or_default()["code"].clone())
    };
    let host = &server.address;
    let strangers = [
        "Origin: https://evil.example".to_owned(),
        "Origin: null".to_owned(),
        "Origin: ".to_owned(),
        format!("Origin: {host}"),
        format!("Origin: http://evil.{host}"),
        format!("Origin: http://{host}.evil.example"),
        "Origin: http://127.0.0.1:1".to_owned(),
        // A browser says where a request comes from; one that brings a cookie and does not say is none of ours.
        "X-Nothing: said".to_owned(),
    ];
    for path in posts() {
        for stranger in &strangers {
            assert_eq!(ask(&path, &[kind, stranger]), (403, json!("notAllowed")), "{path} from {stranger}");
        }
        // What a form can send without being asked first is not understood, whoever sends it.
        for form in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
            let form = format!("Content-Type: {form}");
            assert_eq!(ask(&path, &[&form, &own]).0, 400, "{path} with {form}");
        }
        assert_eq!(ask(&path, &[&own]).0, 400, "{path} without a type");
    }
    // Nobody may ask from elsewhere whether they may ask.
    let (status, answer) = server.http(
        "OPTIONS /api/sign-out HTTP/1.1\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST",
        "",
    );
    assert_eq!((status, answer.to_lowercase().contains("access-control")), (403, false));
    assert_eq!(ilse.get("/api/account").0, 200, "nothing of it was done");

    let connect = |origin: Option<&str>| server.upgrade_with(origin, ilse.cookie.as_deref());
    assert_eq!(connect(Some("https://evil.example")), 403);
    assert_eq!(connect(None), 403, "a page says where it comes from");
    assert_eq!(connect(Some(&format!("http://{}", server.address))), 101);
    assert_eq!(server.upgrade_with(None, None), 101, "a program that has nobody's cookie");
}

#[test]
fn a_session_is_named_by_the_server_alone_and_anew_at_each_sign_in() {
    let server = Server::start_vacant("pages-fixation", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let mut names = vec![ilse.cookie.clone().unwrap()];
    // Planted by someone who hopes that it will be signed in with.
    let planted = token([7; 16]);
    ilse.cookie = Some(planted.clone());
    assert_eq!(ilse.get("/api/account").0, 401);
    for _ in 0..3 {
        assert_eq!(ilse.sign_in().0, 200);
        names.push(ilse.cookie.clone().unwrap());
    }
    assert_eq!(ilse.sign_in_with_code(&server.url.clone()).0, 200);
    names.push(ilse.cookie.clone().unwrap());
    assert!(!names.contains(&planted));
    assert!(names.iter().all(|name| name.len() == 22), "128 bits: {names:?}");
    let different: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!(different.len(), names.len(), "{names:?}");
    let last = names.pop().unwrap();
    for old in names.into_iter().chain([planted]) {
        ilse.cookie = Some(old);
        assert_eq!(ilse.get("/api/account").0, 401);
    }
    ilse.cookie = Some(last.clone());
    let (status, account) = ilse.get("/api/account");
    assert_eq!(status, 200);
    assert!(!account.to_string().contains(&last), "a page never reads its session's name");
}

#[test]
fn a_stolen_cookie_opens_nothing_sealed_stands_in_the_log_and_is_ended_from_anywhere() {
    let server = Server::start_vacant("pages-stolen", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let stolen = ilse.cookie.clone().unwrap();
    let thief = |method: &str, path: &str| {
        let agent = "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1";
        let head = format!("{method} {path} HTTP/1.1\r\n{agent}\r\nCookie: __Host-session={stolen}");
        let (status, answer) = server.http(&head, "");
        (status, parts(&answer).1.to_owned())
    };
    // It works elsewhere, and gives what the server has of the account: a vault that it cannot open.
    let (status, account) = thief("GET", "/api/account");
    assert_eq!(status, 200);
    assert_eq!(serde_json::from_str::<Value>(&account).unwrap()["vault"], vault());
    assert_eq!(thief("GET", "/api/staff").0, 200);
    // The log says that the account was used from a device that its owner may not have.
    let mut export = Command::new(env!("CARGO_BIN_EXE_curtain"));
    let log = export.args(["audit", "export", "--data-dir"]).arg(&server.data_dir).output().unwrap();
    let log = String::from_utf8(log.stdout).unwrap();
    let there: Vec<&str> = log.lines().filter(|line| line.contains("Safari on iOS")).collect();
    assert_eq!(there.len(), 2, "{log}");
    for (line, act) in there.iter().zip(["readAccount", "readStaff"]) {
        assert!(line.contains(act) && line.contains(&ilse.account), "{line}");
    }
    // Its owner ends it from wherever they sign in next.
    ilse.cookie = None;
    assert_eq!(ilse.sign_in().0, 200);
    let (_, account) = ilse.get("/api/account");
    assert_eq!(account["sessions"].as_array().unwrap().len(), 2, "the list names the one that was stolen");
    assert_eq!(ilse.post("/api/sign-out", json!({"everywhere": true})).0, 204);
    assert_eq!((thief("GET", "/api/account").0, thief("GET", "/api/staff").0), (401, 401));
}

#[test]
fn nothing_is_served_but_the_clients_own_files() {
    let server = Server::start("pages-files");
    for path in [
        "/assets",
        "/assets/",
        "/v",
        "/index",
        "/.git/config",
        "/.env",
        "/curtain.db",
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/openapi.json",
        "/metrics",
        "/debug",
        "/api",
        "/api/",
    ] {
        let (status, answer) = server.http(&format!("GET {path} HTTP/1.1"), "");
        assert_eq!(status, 404, "{path}: {answer}");
        let said = parts(&answer).1;
        assert!(["Not found\n", "{\"code\":\"notFound\"}"].contains(&said), "{path}: {said}");
    }
}
