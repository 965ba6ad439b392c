//! One signalling session over one connection: numbering, acknowledging, pings (`docs/protocol.md` §4.2). A lost connection ends it; what messages mean is `person`'s matter.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use visit::wire::{ClientMessage, Credential, FromClient, FromServer, PROTOCOL, SeatState, ServerMessage};

/// As the protocol asks.
const PING_INTERVAL: Duration = Duration::from_secs(5);

/// Messages that may wait on either side; a person in a call causes a few a second.
const QUEUE: usize = 256;

/// A session under way.
pub struct Signalling {
    to_server: mpsc::Sender<ClientMessage>,
    from_server: mpsc::Receiver<ServerMessage>,
}

struct Connection {
    socket: WebSocketStream<TcpStream>,
    sent: u32,
    received: u32,
}

impl Signalling {
    /// Says hello and waits for the welcome; gives the seat's state as the server has it.
    ///
    /// # Errors
    /// The server is not there, or does not welcome.
    pub async fn open(authority: &str, credential: Credential) -> Result<(Self, Option<SeatState>)> {
        let stream = TcpStream::connect(authority).await.context("the server is not there")?;
        stream.set_nodelay(true)?;
        let (socket, _) = tokio_tungstenite::client_async(format!("ws://{authority}/ws"), stream).await?;
        let mut connection = Connection { socket, sent: 0, received: 0 };
        connection.write(0, ClientMessage::Hello { protocol: PROTOCOL, credential, resume: None }).await?;
        let state = match connection.read().await? {
            Some(ServerMessage::Welcome { state, .. }) => state,
            Some(ServerMessage::Error { code, .. }) => bail!("the server does not welcome: {code:?}"),
            Some(ServerMessage::Taken) => bail!("the seat is taken"),
            _ => bail!("the server does not welcome"),
        };
        let (to_server, outgoing) = mpsc::channel(QUEUE);
        let (incoming, from_server) = mpsc::channel(QUEUE);
        tokio::spawn(connection.run(outgoing, incoming));
        Ok((Self { to_server, from_server }, state))
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The connection is gone.
    pub async fn send(&self, message: ClientMessage) -> Result<()> {
        self.to_server.send(message).await.map_err(|_| anyhow::anyhow!("the signalling connection is gone"))
    }

    /// The next message; nothing once the connection is gone. May be dropped while it waits.
    pub async fn next(&mut self) -> Option<ServerMessage> {
        self.from_server.recv().await
    }
}

impl Connection {
    /// Carries messages until either side is gone.
    async fn run(mut self, mut outgoing: mpsc::Receiver<ClientMessage>, incoming: mpsc::Sender<ServerMessage>) {
        let mut pings = tokio::time::interval(PING_INTERVAL);
        loop {
            let went_well = tokio::select! {
                message = outgoing.recv() => match message {
                    Some(message) => {
                        self.sent += 1;
                        self.write(self.sent, message).await.is_ok()
                    }
                    None => false,
                },
                _ = pings.tick() => self.write(0, ClientMessage::Ping).await.is_ok(),
                read = self.read() => match read {
                    Ok(Some(ServerMessage::Pong)) => true,
                    Ok(Some(message)) => incoming.send(message).await.is_ok(),
                    _ => false,
                },
            };
            if !went_well {
                // Whoever waits for the next message learns it by the channel's end.
                let _ = self.socket.close(None).await;
                return;
            }
        }
    }

    async fn write(&mut self, seq: u32, body: ClientMessage) -> Result<()> {
        let envelope = FromClient { seq, ack: self.received, body };
        Ok(self.socket.send(Message::text(serde_json::to_string(&envelope)?)).await?)
    }

    async fn read(&mut self) -> Result<Option<ServerMessage>> {
        while let Some(message) = self.socket.next().await {
            if let Message::Text(text) = message? {
                let FromServer { seq, body, .. } = serde_json::from_str(text.as_str())?;
                self.received = self.received.max(seq);
                return Ok(Some(body));
            }
        }
        Ok(None)
    }
}
