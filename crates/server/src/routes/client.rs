//! The embedded client: its files as they were built, compressed where the browser takes it.

use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

/// Told to whoever opens a server that was built without its client.
const NO_CLIENT: &str = "This server was built without its client. Build it with: cargo xtask demo\n";

/// Addresses of pages …
const PAGES: [&str; 4] = ["/", "/sign-in", "/account", "/practice"];
/// … and how those begin that have a token: a visit's, a desk's, an enrolment's.
const LINKS: [&str; 3] = ["/v/", "/d/", "/s/"];

/// One file of the client; a page for every address that a link may have.
pub(super) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    let is_page = PAGES.contains(&path) || LINKS.iter().any(|link| path.starts_with(link));
    let name = if is_page { "index.html" } else { path.trim_start_matches('/') };
    let brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| accepted.split(',').any(|one| one.trim().split(';').next() == Some("br")));
    let compressed = if brotli { Dist::get(&format!("{name}.br")) } else { None };
    let encoded = compressed.is_some();
    let Some(file) = compressed.or_else(|| Dist::get(name)) else {
        let missing = if is_page { NO_CLIENT } else { "Not found\n" };
        return (StatusCode::NOT_FOUND, missing).into_response();
    };
    let mut response = file.data.into_owned().into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // Files under assets/ carry a hash of their content in their name.
    let caching = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if encoded {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("txt" | "ftl") => "text/plain; charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
