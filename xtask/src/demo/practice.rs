//! The demonstration practice, made as an administrator's device makes one: the server is given public and sealed things only.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use seal::practice::{Invitation, LinkText, NewStaff, Practice as Keys};
use seal::{Crypto, Id, Place, Role};
use visit::ids::{Opaque, SeatId, StaffId, VisitId};
use visit::wire::{
    Certificate, ConsentText, NewInvitation, PracticeInfo, PracticeSetup, Role as WireRole, StaffSetup, VisitSetup,
};

const CONSENT_EN: &str = "We would like to see you by video instead of in the practice.\n\n\
Picture, sound and messages are sealed on your device, and only the people in the visit can open them. \
Nothing is recorded, by us or by anyone we work with.\n\n\
You may stop at any moment, and you can always come to the practice instead: it changes nothing about your care.\n\n\
Do you agree to this visit by video?";

const CONSENT_NL: &str = "Wij spreken u graag via video in plaats van in de praktijk.\n\n\
Beeld, geluid en berichten worden op uw toestel verzegeld; alleen de mensen in het gesprek kunnen ze openen. \
Er wordt niets opgenomen, niet door ons en niet door iemand met wie wij werken.\n\n\
U kunt op elk moment stoppen, en u kunt altijd gewoon naar de praktijk komen: voor uw zorg maakt dat niets uit.\n\n\
Gaat u akkoord met dit gesprek via video?";

/// How long the clinician's certificate holds, in milliseconds.
const CERTIFICATE_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// How far the visits of the day are apart, in milliseconds.
const SLOT_MS: u64 = 30 * 60 * 1000;

/// A link without its host. No `Debug`: it lets whoever reads it in.
pub(crate) struct Link {
    door: char,
    text: LinkText,
}

impl Link {
    /// The whole link.
    pub(crate) fn at(&self, url: &str) -> String {
        format!("{url}/{}/{}#{}", self.door, self.text.token, self.text.fragment)
    }
}

/// A practice and the links into it.
pub(crate) struct Practice {
    pub(crate) setup: PracticeSetup,
    pub(crate) clinician: Link,
    pub(crate) patient: Link,
    pub(crate) companion: Link,
}

/// What making visits needs.
struct Maker {
    crypto: Crypto,
    keys: Keys,
    clinician: NewStaff,
    staff: StaffId,
}

impl Practice {
    /// Makes keys, certificate, three visits (the first one now, for up to `capacity` people) and their invitations.
    ///
    /// # Errors
    /// There is no randomness.
    pub(crate) fn new(capacity: u8) -> Result<Self> {
        let crypto = Crypto::new()?;
        let keys = Keys::generate(&crypto)?;
        let now_ms = now_ms();
        let staff = id()?;
        let clinician = keys.add_clinician(&crypto, &staff, "Dr. Noor Visser", now_ms + CERTIFICATE_MS)?;
        let maker = Maker { crypto, keys, clinician, staff: StaffId::try_from(staff.as_str())? };

        let (first, mut links) = maker.visit(now_ms, capacity, &[Role::Patient, Role::Companion])?;
        let (second, _) = maker.visit(now_ms + SLOT_MS, 2, &[Role::Patient])?;
        let (third, _) = maker.visit(now_ms + 2 * SLOT_MS, 4, &[Role::Patient, Role::Companion])?;
        let companion = links.pop().context("the first visit has a companion")?;
        let patient = links.pop().context("the first visit has a patient")?;

        let NewStaff { token_hash, certificate, vault, link, .. } = maker.clinician;
        let setup = PracticeSetup {
            practice: PracticeInfo {
                name: "Praktijk De Linde".to_owned(),
                telephone: Some("088 000 00 00".to_owned()),
                root_key: Opaque::new(maker.keys.root_key().as_bytes().to_vec()),
                consent: ConsentText { version: 1, en: CONSENT_EN.to_owned(), nl: CONSENT_NL.to_owned() },
            },
            staff: vec![StaffSetup {
                staff: maker.staff,
                token_hash: Opaque::new(token_hash.to_vec()),
                certificate: Certificate {
                    body: Opaque::new(certificate.body.0),
                    signature: Opaque::new(certificate.signature.0),
                },
                vault: Opaque::new(vault),
            }],
            visits: vec![first, second, third],
        };
        Ok(Self { setup, clinician: Link { door: 'd', text: link }, patient, companion })
    }
}

impl Maker {
    /// One visit, and a link per role.
    fn visit(&self, starts_at_ms: u64, capacity: u8, roles: &[Role]) -> Result<(VisitSetup, Vec<Link>)> {
        let visit = id()?;
        let mut links = Vec::new();
        let mut invitations = Vec::new();
        for &role in roles {
            let seat = id()?;
            let place = Place { visit: &visit, seat: &seat, role };
            let (text, invitation) = self.keys.invite(&self.crypto, place, &self.clinician)?;
            links.push(Link { door: 'v', text });
            invitations.push(on_the_wire(invitation)?);
        }
        let setup = VisitSetup {
            visit: VisitId::try_from(visit.as_str())?,
            host: self.staff.clone(),
            host_seat: SeatId::try_from(id()?.as_str())?,
            starts_at: starts_at_ms as f64,
            minutes: 20,
            sensitive: false,
            capacity,
            invitations,
        };
        Ok((setup, links))
    }
}

fn on_the_wire(invitation: Invitation) -> Result<NewInvitation> {
    let role = match invitation.role {
        Role::Patient => WireRole::Patient,
        Role::Companion => WireRole::Companion,
        Role::Clinician => anyhow::bail!("nobody is invited as a clinician"),
    };
    Ok(NewInvitation {
        seat: SeatId::try_from(invitation.seat.as_str())?,
        role,
        token_hash: Opaque::new(invitation.token_hash.0),
        sealed_secret: Opaque::new(invitation.sealed_secret.0),
    })
}

/// A fresh identifier: 96 random bits.
fn id() -> Result<Id> {
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("there is no randomness: {error}"))?;
    Ok(Id::try_from(seal::b64(&bytes))?)
}

#[expect(clippy::disallowed_methods, reason = "this is the edge: a device that makes visits knows what time it is")]
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_given_no_secret() {
        let practice = Practice::new(6).unwrap();
        let given = serde_json::to_string(&practice.setup).unwrap();
        for link in [&practice.clinician, &practice.patient, &practice.companion] {
            assert!(!given.contains(&link.text.token));
            assert!(!given.contains(&link.text.fragment));
            assert!(!given.contains(&link.text.fragment[..20]), "the secret is the fragment's beginning");
        }
        let back: PracticeSetup = serde_json::from_str(&given).unwrap();
        assert_eq!(back.visits.len(), 3);
        assert_eq!(back.visits[0].invitations.len(), 2);
    }

    #[test]
    fn links_lead_to_their_doors() {
        let practice = Practice::new(6).unwrap();
        let url = "http://localhost:8080";
        assert!(practice.clinician.at(url).starts_with("http://localhost:8080/d/"));
        assert!(practice.patient.at(url).starts_with("http://localhost:8080/v/"));
        assert_eq!(practice.patient.text.token.len(), 22);
        assert_eq!(practice.patient.text.fragment.len(), 48);
    }
}
