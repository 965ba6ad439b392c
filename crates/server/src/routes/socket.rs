//! `/ws`: one WebSocket, its reader and its writer. Messages are parsed here and understood in `clinic`.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use visit::wire::{ClientMessage, ErrorCategory, ErrorCode, FromClient, MAX_MESSAGE_BYTES, PROTOCOL, ServerMessage};

use super::App;
use super::pace::Pace;
use crate::clinic::{Command, Connection, ConnectionId, Outgoing};
use crate::edge;

/// A connection that does not introduce itself by then is closed.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// A connection that is silent for so long is closed; clients ping every 5 seconds.
const SILENT_FOR: Duration = Duration::from_secs(30);
/// A message that cannot be handed to the network by then means that nobody reads.
const WRITE_WITHIN: Duration = Duration::from_secs(20);

/// Opens a connection, if the page that asks is ours.
pub(super) async fn open(State(app): State<App>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    if !same_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let client = super::client_of(&headers);
    upgrade
        .max_message_size(MAX_MESSAGE_BYTES)
        .max_frame_size(MAX_MESSAGE_BYTES)
        .on_upgrade(move |socket| serve(app, client, socket))
        .into_response()
}

/// A page of another origin must not talk to us in a visitor's name (RFC 6455 §10.2). Programs send no `Origin`.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(ORIGIN), text(HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, of)| of == host),
        (Some(_), None) => false,
    }
}

async fn serve(app: App, client: audit::Client, socket: WebSocket) {
    let id = ConnectionId(app.connections.fetch_add(1, Ordering::Relaxed) + 1);
    let (sink, mut stream) = socket.split();
    let (out, inbox) = unbounded_channel();
    let connection = Connection { id, client, out };
    let writer = tokio::spawn(write(sink, inbox));
    if greet(&app, &connection, &mut stream).await {
        read(&app, &connection, &mut stream, writer).await;
        let _ = app.clinic.send(Command::Closed { connection: id });
    } else {
        connection.close();
        let _ = writer.await;
    }
}

fn complain(connection: &Connection, code: ErrorCode, fatal: bool) {
    connection.send_uncounted(&ServerMessage::Error { code, category: ErrorCategory::Client, about: 0, fatal }, 0);
}

/// Waits for `hello`; false if there was none.
async fn greet(app: &App, connection: &Connection, stream: &mut SplitStream<WebSocket>) -> bool {
    let text = match tokio::time::timeout(HELLO_WITHIN, next(stream)).await {
        Ok(Next::Text(text)) => text,
        Ok(Next::TooLarge) => {
            complain(connection, ErrorCode::TooLarge, true);
            return false;
        }
        Ok(Next::End) | Err(_) => return false,
    };
    let hello = match serde_json::from_str::<FromClient>(&text) {
        Ok(FromClient { ack, body: ClientMessage::Hello { protocol: PROTOCOL, credential, resume }, .. }) => {
            Command::Hello { connection: connection.clone(), ack, credential, resume }
        }
        Ok(FromClient { body: ClientMessage::Hello { .. }, .. }) => {
            complain(connection, ErrorCode::WrongProtocol, true);
            return false;
        }
        _ => {
            complain(connection, ErrorCode::Malformed, true);
            return false;
        }
    };
    app.clinic.send(hello).is_ok()
}

/// What comes next on a connection.
enum Next {
    Text(String),
    /// More than [`MAX_MESSAGE_BYTES`]: what follows cannot be read any more.
    TooLarge,
    End,
}

async fn next(stream: &mut SplitStream<WebSocket>) -> Next {
    while let Some(message) = stream.next().await {
        match message {
            Ok(Message::Text(text)) => return Next::Text(text.as_str().to_owned()),
            Ok(Message::Binary(_)) => return Next::Text(String::new()),
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Close(_)) => return Next::End,
            Err(error) => {
                let too_large = matches!(error.into_inner().downcast_ref(), Some(tungstenite::Error::Capacity(_)));
                return if too_large { Next::TooLarge } else { Next::End };
            }
        }
    }
    Next::End
}

async fn read(
    app: &App,
    connection: &Connection,
    stream: &mut SplitStream<WebSocket>,
    mut writer: tokio::task::JoinHandle<()>,
) {
    let mut pace = Pace::new(edge::instant());
    let mut warned = false;
    loop {
        let came = tokio::select! {
            came = tokio::time::timeout(SILENT_FOR, next(stream)) => came,
            // The clinic closed it.
            _ = &mut writer => return,
        };
        let text = match came {
            Ok(Next::Text(text)) => text,
            Ok(Next::TooLarge) => {
                complain(connection, ErrorCode::TooLarge, true);
                connection.close();
                let _ = writer.await;
                return;
            }
            Ok(Next::End) | Err(_) => {
                writer.abort();
                return;
            }
        };
        match serde_json::from_str::<FromClient>(&text) {
            Ok(message) => {
                if app.clinic.send(Command::Message { connection: connection.id, message }).is_err() {
                    return;
                }
            }
            // Answered at once; a client that knows the protocol does not send such a thing, so nothing of a person's is lost.
            Err(_) => complain(connection, ErrorCode::Malformed, false),
        }
        let wait = pace.count(edge::instant(), text.len());
        if !wait.is_zero() {
            if !warned {
                complain(connection, ErrorCode::TooMany, false);
            }
            warned = true;
            tokio::time::sleep(wait).await;
        }
    }
}

async fn write(mut sink: SplitSink<WebSocket, Message>, mut inbox: UnboundedReceiver<Outgoing>) {
    while let Some(Outgoing::Text(text)) = inbox.recv().await {
        let sent = tokio::time::timeout(WRITE_WITHIN, sink.send(Message::Text(text.into()))).await;
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
    let _ = tokio::time::timeout(WRITE_WITHIN, sink.close()).await;
}
