//! The retention, executed once an hour, unless the clock cannot be believed: what was erased by a clock that had jumped is gone for good.

use ::audit::{Act, Addition, Record};
use store::{Forgotten, StoreError};
use visit::{Span, Time};

use super::room::Room;
use super::{Clinic, audit};

/// How often it is executed. Lower asks the database more often; higher keeps things that much longer.
const EVERY: Span = Span::minutes(60);
/// The clock is believed if the log has an entry from between so long ago …
const KNOWN_FROM: Span = Span::minutes(7 * DAY);
/// … and so long ago: time passed while the server was looking. Lower believes a wrong clock sooner; higher keeps things longer after a holiday.
const KNOWN_TO: Span = Span::minutes(DAY);
const DAY: u64 = 24 * 60;

impl Clinic {
    /// Forgets what its retention says.
    pub(super) async fn execute_retention(&mut self, now: Time) {
        if now.since(self.swept_at) < EVERY {
            return;
        }
        self.swept_at = now;
        match self.believes_clock(now).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                return tracing::error!(%error, "the retention could not be executed; it is tried again in an hour");
            }
        }
        self.forget_records(now).await;
        let limit = Time(now.0.saturating_sub(self.log_retention.0));
        let told = |before| audit::by_server(now, Act::DropContents, Record::Entries { before });
        if let Err(error) = self.store.drop_audit_contents(limit, &self.log_key, told).await {
            tracing::error!(%error, "the audit log's retention could not be executed; it is tried again in an hour");
        }
    }

    async fn forget_records(&mut self, now: Time) {
        let told = |forgotten: &Forgotten| {
            let record = match forgotten {
                Forgotten::Visit(visit) => Record::Visit(visit.clone()),
                Forgotten::Staff(staff) => Record::Account(staff.clone()),
            };
            audit::by_server(now, Act::Forget, record)
        };
        match self.store.sweep(now, self.retention_days, &self.log_key, told).await {
            Ok(forgotten) => {
                for one in forgotten {
                    match one {
                        Forgotten::Visit(visit) => {
                            let room = self.rooms.remove(&visit);
                            for hash in room.iter().flat_map(Room::token_hashes) {
                                self.tokens.remove(hash);
                            }
                        }
                        Forgotten::Staff(staff) => {
                            self.certificates.remove(&staff);
                        }
                    }
                }
            }
            Err(error) => tracing::error!(%error, "the retention could not be executed; it is tried again in an hour"),
        }
    }

    /// Whether the log shows that it became this late bit by bit. After a silence of days, the server says so in the log and waits for a day.
    async fn believes_clock(&self, now: Time) -> Result<bool, StoreError> {
        let ago = |span: Span| Time(now.0.saturating_sub(span.0));
        let (from, to) = (ago(KNOWN_FROM), ago(KNOWN_TO));
        // A log of less than a day has nothing that is old enough to be erased.
        let young = !self.store.has_audit_entry(Time(0), to).await?;
        if young || self.store.has_audit_entry(from, to).await? {
            return Ok(true);
        }
        if !self.store.has_audit_entry(to, Time(now.0 + 1)).await? {
            let entries = [audit::by_server(now, Act::DoubtClock, Record::Practice)];
            self.store.record(&Addition { key: &self.log_key, entries: &entries }).await?;
        }
        tracing::warn!(
            "the clock is days ahead of the audit log: nothing is erased until the server has seen a day pass; see that the clock is right"
        );
        Ok(false)
    }
}
