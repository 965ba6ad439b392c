//! A clinician with a native client who lets in everyone who comes (`docs/protocol.md` §4.4). Sends and watches nothing; the guests' side lives in `person`.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use seal::{Bytes, Crypto, Desk, DeskClaim, Id, Place, RootKey};
use visit::ids::{Opaque, SeatId, VisitId};
use visit::wire::{
    ClientMessage, Credential, DeskInfo, DeskVisit, NewInvitation, Role, SeatState, ServerMessage, TaggedKeyPackage,
};

use crate::clock::now_ms;
use crate::convert;
use crate::door::{self, Link};
use crate::media::{Happened, Media};
use crate::signalling::Signalling;

/// Someone to be let in.
struct Waiting {
    seat: SeatId,
    role: Role,
    key_package: TaggedKeyPackage,
}

/// A clinician in a visit's room. No `Debug`: it holds keys.
pub struct Host {
    authority: String,
    desk: Desk,
    signalling: Signalling,
    media: Media,
    visit: VisitId,
    generation: u32,
    /// Seats of the visit, as the server last told.
    listed: BTreeSet<SeatId>,
    /// Those who came.
    known: BTreeSet<SeatId>,
    queue: VecDeque<Waiting>,
    /// Whether media may flow.
    pub connected: bool,
}

impl Host {
    /// Opens the desk and steps into its first visit's room.
    ///
    /// # Errors
    /// The link does not hold, the desk has no visit, or the server refuses.
    pub async fn enter(link: &str) -> Result<Self> {
        let link = Link::read(link, 'd')?;
        let token = link.wire_token()?;
        let info: DeskInfo = door::ask(&link.authority, "/api/desk", token.clone()).await?;
        let mut desk = Desk::new(Arc::new(Crypto::new()?), &link.token, &link.fragment)?;
        let claim = DeskClaim {
            root_key: RootKey::new(info.practice.root_key.as_bytes())?,
            staff: convert::id(info.staff.as_str())?,
            certificate: convert::certificate(&info.certificate),
            vault: info.vault.as_bytes().to_vec(),
        };
        desk.open(claim, now_ms())?;

        let (mut signalling, _) = Signalling::open(&link.authority, Credential::Desk { token }).await?;
        let visit = match signalling.next().await {
            Some(ServerMessage::Desk { visits }) => visits.into_iter().next().context("the desk has no visit")?.visit,
            _ => bail!("the server does not show the desk"),
        };
        signalling.send(ClientMessage::Enter { visit: visit.clone() }).await?;
        let (seat, generation, capacity) = loop {
            match signalling.next().await.context("the server is gone")? {
                ServerMessage::Entered { seat, generation, capacity, .. } => break (seat, generation, capacity),
                ServerMessage::Error { code, .. } => bail!("the server does not let the clinician enter: {code:?}"),
                _ => {}
            }
        };
        let own = convert::id(seat.as_str())?;
        desk.enter(&convert::id(visit.as_str())?, &own, generation, BTreeSet::new(), now_ms())?;
        let (media, sdp) = Media::offer(capacity)?;
        signalling.send(ClientMessage::Offer { sdp }).await?;
        let (listed, known, queue) = (BTreeSet::new(), BTreeSet::new(), VecDeque::new());
        let authority = link.authority;
        Ok(Self { authority, desk, signalling, media, visit, generation, listed, known, queue, connected: false })
    }

    /// Invites one more person; gives the link once the server knows it.
    ///
    /// # Errors
    /// The server is gone.
    pub async fn invite(&mut self) -> Result<String> {
        let visit = convert::id(self.visit.as_str())?;
        let (link, invitation) = self.desk.invite(&visit, seal::Role::Companion)?;
        let seat = SeatId::try_from(invitation.seat.as_str())?;
        let invitation = NewInvitation {
            seat: seat.clone(),
            role: Role::Companion,
            token_hash: Opaque::new(invitation.token_hash.0),
            sealed_secret: Opaque::new(invitation.sealed_secret.0),
        };
        self.signalling.send(ClientMessage::Invite { visit: self.visit.clone(), invitation }).await?;
        while !self.listed.contains(&seat) {
            self.next().await?;
        }
        Ok(format!("http://{}/v/{}#{}", self.authority, link.token, link.fragment))
    }

    /// Waits until something happened, and does what is to be done about it. May be dropped while it waits.
    ///
    /// # Errors
    /// The server broke the protocol, or is gone.
    pub async fn next(&mut self) -> Result<()> {
        tokio::select! {
            message = self.signalling.next() => self.told(message.context("the server is gone")?).await,
            happened = self.media.next() => match happened? {
                Happened::Connected => {
                    self.connected = true;
                    Ok(())
                }
                Happened::Packet(_) => Ok(()),
                Happened::Closed => bail!("the relay closed the clinician's connection"),
            },
        }
    }

    async fn told(&mut self, message: ServerMessage) -> Result<()> {
        match message {
            ServerMessage::Desk { visits } => {
                let ours = visits.into_iter().find(|visit| visit.visit == self.visit);
                ours.map_or(Ok(()), |visit| self.look_at(visit))?;
                self.admit_next().await
            }
            ServerMessage::Answer { sdp } => self.media.answer(&sdp).await,
            ServerMessage::Roster { people } => {
                let seats: Result<BTreeSet<Id>> =
                    people.iter().map(|person| convert::id(person.seat.as_str())).collect();
                self.desk.client()?.present(seats?);
                Ok(())
            }
            ServerMessage::CommitAccepted { generation, epoch } => {
                let change = self.desk.client()?.accepted(generation, epoch, now_ms())?;
                self.pass_on(change.send).await?;
                self.admit_next().await
            }
            ServerMessage::Application { generation, message, .. } => {
                // A message that does not open is passed over, as the protocol asks.
                match self.desk.client()?.open_message(generation, message.as_bytes()) {
                    Ok(opened) => self.pass_on(opened.send).await,
                    Err(_) => Ok(()),
                }
            }
            ServerMessage::CommitStale { .. } | ServerMessage::Commit { .. } => bail!("someone else changed the group"),
            ServerMessage::Error { code, .. } => bail!("the server refuses: {code:?}"),
            ServerMessage::Ended { .. } => bail!("the visit has ended"),
            _ => Ok(()),
        }
    }

    /// Notes who came, once each.
    fn look_at(&mut self, visit: DeskVisit) -> Result<()> {
        let id = convert::id(visit.visit.as_str())?;
        self.listed = visit.seats.iter().map(|seat| seat.seat.clone()).collect();
        for seat in visit.seats.into_iter().filter(|seat| seat.state == SeatState::Arrived) {
            let (Some(key_package), Some(secret)) = (seat.key_package, seat.sealed_secret) else { continue };
            if !self.known.insert(seat.seat.clone()) {
                continue;
            }
            let place = Place { visit: &id, seat: &convert::id(seat.seat.as_str())?, role: convert::role(seat.role) };
            self.desk.open_secret(place, secret.as_bytes(), now_ms())?;
            self.queue.push_back(Waiting { seat: seat.seat, role: seat.role, key_package });
        }
        Ok(())
    }

    /// Lets the next one in, unless a commit is under way.
    async fn admit_next(&mut self) -> Result<()> {
        if self.desk.client()?.is_busy() {
            return Ok(());
        }
        let Some(Waiting { seat, role, key_package }) = self.queue.pop_front() else { return Ok(()) };
        let own_name = convert::id(seat.as_str())?;
        let (commit, welcome) = self.desk.admit(&own_name, convert::role(role), &convert::tagged(&key_package))?;
        let (commit, welcome) = (convert::commit(commit), convert::tagged_welcome(welcome));
        self.signalling.send(ClientMessage::Admit { seat, commit, welcome }).await
    }

    async fn pass_on(&mut self, messages: Vec<Bytes>) -> Result<()> {
        for message in messages {
            let message = ClientMessage::Application { generation: self.generation, message: convert::opaque(message) };
            self.signalling.send(message).await?;
        }
        Ok(())
    }
}
