//! Someone in a visit: from the link through the waiting room into the group and the call (`docs/protocol.md` §2–§5). What they do with what they are sent is not decided here.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use seal::{Bytes, Card, Change, Crypto, Guest, InvitationClaim, OpenFrameError, RootKey, SpokenCode};
use visit::ids::{Opaque, SeatId};
use visit::wire::{ClientMessage, Credential, InvitationInfo, Person as InRoster, Role, ServerMessage, Slot};

use crate::clock::now_ms;
use crate::convert;
use crate::door::{self, Link};
use crate::media::{Happened, Media, Packet};
use crate::signalling::Signalling;

/// What a person notices.
pub enum Noticed {
    /// Media may flow.
    Connected,
    /// The server said something: who is here, or whose keys are new, may have changed.
    Told,
    /// A packet, still sealed.
    Packet(Packet),
    /// It is over, and why.
    Over(&'static str),
}

/// A guest with a native client. No `Debug`: it holds keys.
pub struct Person {
    guest: Guest,
    signalling: Signalling,
    media: Media,
    name: String,
    roster: Vec<InRoster>,
    slots: HashMap<String, Slot>,
    generation: Option<u32>,
}

impl Person {
    /// Opens the link, checks who invites, and enters the waiting room under a name.
    ///
    /// # Errors
    /// The link does not hold, or the server refuses.
    pub async fn arrive(link: &str, name: &str) -> Result<Self> {
        let link = Link::read(link, 'v')?;
        let token = link.wire_token()?;
        let info: InvitationInfo = door::ask(&link.authority, "/api/invitation", token.clone()).await?;
        let mut guest = Guest::new(Arc::new(Crypto::new()?), &link.token, &link.fragment)?;
        let claim = InvitationClaim {
            root_key: RootKey::new(info.practice.root_key.as_bytes())?,
            host: convert::certificate(&info.host),
            visit: convert::id(info.visit.as_str())?,
            seat: convert::id(info.seat.as_str())?,
            role: convert::role(info.role),
        };
        guest.check(claim, now_ms())?;

        let (signalling, _) = Signalling::open(&link.authority, Credential::Invitation { token }).await?;
        let (media, sdp) = Media::offer(info.capacity)?;
        signalling.send(ClientMessage::Offer { sdp }).await?;
        let card = Card { name: name.to_owned(), alone: None, headphones: None, camera: false };
        let arrive = ClientMessage::Arrive {
            consent_version: info.practice.consent.version,
            card: Opaque::new(guest.seal_card(&card)?),
            key_package: convert::key_package(guest.key_package()?),
        };
        signalling.send(arrive).await?;
        let name = name.to_owned();
        Ok(Self { guest, signalling, media, name, roster: Vec::new(), slots: HashMap::new(), generation: None })
    }

    /// Waits until there is something to notice.
    ///
    /// # Errors
    /// The server broke the protocol, or is gone.
    pub async fn next(&mut self) -> Result<Noticed> {
        tokio::select! {
            message = self.signalling.next() => self.told(message.context("the server is gone")?).await,
            happened = self.media.next() => Ok(match happened? {
                Happened::Connected => Noticed::Connected,
                Happened::Packet(packet) => Noticed::Packet(packet),
                Happened::Closed => Noticed::Over("the relay closed the connection"),
            }),
        }
    }

    /// Opens a frame of a slot with the keys of the person whom the slot shows.
    ///
    /// # Errors
    /// [`OpenFrameError::Early`] if nobody is known to be in the slot yet, or their key is not known yet; else the frame is not to be played.
    pub fn open(&mut self, mid: &str, frame: &[u8]) -> Result<Vec<u8>, OpenFrameError> {
        let slot = self.slots.get(mid).ok_or(OpenFrameError::Early)?;
        let seat = slot.seat.as_ref().ok_or(OpenFrameError::Early)?;
        let client = self.guest.client().map_err(|_| OpenFrameError::Early)?;
        client.open_frame(seat.as_str(), convert::kind(slot.kind), frame, now_ms())
    }

    /// Whom and what a slot shows.
    pub fn slot(&self, mid: &str) -> Option<&Slot> {
        self.slots.get(mid)
    }

    /// The role of someone in the call.
    pub fn role_of(&self, seat: &SeatId) -> Option<Role> {
        self.roster.iter().find(|person| &person.seat == seat).map(|person| person.role)
    }

    /// The spoken code, once everyone in the group has opened their part of it.
    pub fn code(&mut self) -> Option<String> {
        match self.guest.client().ok()?.code() {
            SpokenCode::Ready { digits } => Some(digits),
            _ => None,
        }
    }

    /// Asks for a key frame of a slot.
    pub fn want_key_frame(&mut self, mid: &str) {
        self.media.want_key_frame(mid);
    }

    /// Leaves the visit.
    ///
    /// # Errors
    /// The server is gone before it heard.
    pub async fn leave(mut self) -> Result<()> {
        self.signalling.send(ClientMessage::Leave).await?;
        while let Some(message) = self.signalling.next().await {
            if matches!(message, ServerMessage::Ended { .. }) {
                break;
            }
        }
        Ok(())
    }

    async fn told(&mut self, message: ServerMessage) -> Result<Noticed> {
        match message {
            ServerMessage::Admitted { generation, welcome } => {
                let change = self.guest.join(generation, &convert::welcome(&welcome), now_ms())?;
                self.generation = Some(generation);
                self.pass_on(change.send.clone()).await?;
                self.introduce().await?;
            }
            ServerMessage::Answer { sdp } => self.media.answer(&sdp).await?,
            ServerMessage::Roster { people } => {
                let seats =
                    people.iter().map(|person| convert::id(person.seat.as_str())).collect::<Result<BTreeSet<_>>>()?;
                self.guest.client()?.present(seats);
                self.roster = people;
            }
            ServerMessage::Slots { slots } => self.slots.extend(slots.into_iter().map(|slot| (slot.mid.clone(), slot))),
            ServerMessage::Commit { generation, epoch, commit, .. } => {
                let taken = self.guest.client()?.commit(generation, epoch, commit.as_bytes(), now_ms());
                self.changed(taken).await?;
            }
            ServerMessage::Application { generation, message, .. } => {
                // A message that does not open is passed over, as the protocol asks.
                if let Ok(opened) = self.guest.client()?.open_message(generation, message.as_bytes()) {
                    self.pass_on(opened.send).await?;
                }
            }
            ServerMessage::Regroup { .. } => self.rejoin().await?,
            ServerMessage::Ended { .. } => return Ok(Noticed::Over("the visit has ended")),
            ServerMessage::Refused { .. } => return Ok(Noticed::Over("refused")),
            ServerMessage::Removed => return Ok(Noticed::Over("removed")),
            ServerMessage::Moved => return Ok(Noticed::Over("the seat went to another")),
            ServerMessage::Error { code, fatal: true, .. } => bail!("the server ends it: {code:?}"),
            _ => {}
        }
        Ok(Noticed::Told)
    }

    async fn changed(&mut self, taken: Result<Change, seal::Error>) -> Result<()> {
        match taken {
            Ok(change) => {
                let someone_is_new = !change.added.is_empty();
                self.pass_on(change.send).await?;
                if someone_is_new {
                    self.introduce().await?;
                }
                Ok(())
            }
            // About a group or an epoch that is over.
            Err(seal::Error::Stale | seal::Error::NoGroup) => Ok(()),
            Err(_) => self.rejoin().await,
        }
    }

    async fn rejoin(&mut self) -> Result<()> {
        let key_package = convert::key_package(self.guest.key_package()?);
        self.signalling.send(ClientMessage::Rejoin { key_package }).await
    }

    /// Says the name to everyone, and that nothing is on.
    async fn introduce(&mut self) -> Result<()> {
        let hello = serde_json::json!({ "type": "hello", "name": self.name });
        let tracks = serde_json::json!({ "type": "tracks", "microphone": false, "camera": false, "screen": false });
        for said in [hello, tracks] {
            let sealed = self.guest.client()?.seal_message(&said.to_string())?;
            self.pass_on(vec![sealed.message]).await?;
        }
        Ok(())
    }

    async fn pass_on(&mut self, messages: Vec<Bytes>) -> Result<()> {
        let Some(generation) = self.generation else { return Ok(()) };
        for message in messages {
            let message = convert::opaque(message);
            self.signalling.send(ClientMessage::Application { generation, message }).await?;
        }
        Ok(())
    }
}
