//! `/ws`: one WebSocket, its reader and its writer. Messages are parsed here and understood in `clinic`.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use visit::wire::{
    ClientMessage, Credential, ErrorCategory, ErrorCode, FromClient, MAX_MESSAGE_BYTES, PROTOCOL, ServerMessage,
};

use super::pace::Pace;
use super::{App, origin};
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
    if !origin::is_own(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let client = super::client_of(&headers);
    upgrade
        .max_message_size(MAX_MESSAGE_BYTES)
        .max_frame_size(MAX_MESSAGE_BYTES)
        .on_upgrade(move |socket| serve(app, client, headers, socket))
        .into_response()
}

async fn serve(app: App, client: audit::Client, headers: HeaderMap, socket: WebSocket) {
    let id = ConnectionId(app.connections.fetch_add(1, Ordering::Relaxed) + 1);
    let (sink, mut stream) = socket.split();
    let (out, inbox) = unbounded_channel();
    let connection = Connection { id, client, account: None, out };
    let writer = tokio::spawn(write(sink, inbox));
    if greet(&app, &connection, &headers, &mut stream).await {
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
async fn greet(app: &App, connection: &Connection, headers: &HeaderMap, stream: &mut SplitStream<WebSocket>) -> bool {
    let text = match tokio::time::timeout(HELLO_WITHIN, next(stream)).await {
        Ok(Next::Text(text)) => text,
        Ok(Next::TooLarge) => {
            complain(connection, ErrorCode::TooLarge, true);
            return false;
        }
        Ok(Next::End) | Err(_) => return false,
    };
    let (ack, credential, resume) = match serde_json::from_str::<FromClient>(&text) {
        Ok(FromClient { ack, body: ClientMessage::Hello { protocol: PROTOCOL, credential, resume }, .. }) => {
            (ack, credential, resume)
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
    let by_account = matches!(credential, Credential::Account);
    let send = |account| {
        let connection = Connection { account, ..connection.clone() };
        app.clinic.send(Command::Hello { connection, ack, credential, resume }).is_ok()
    };
    if !by_account {
        return send(None);
    }
    // The cookie came with the request that opened the connection.
    match app.accounts.to_desk(headers, |account| send(Some(account))).await {
        Ok(sent) => sent,
        Err(code) => {
            complain(connection, code, true);
            false
        }
    }
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
