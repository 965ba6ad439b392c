-- The audit log: its entries and its signed checkpoints. See docs/operate/audit.md.

-- purpose: who did what to which record, when; that nothing of it was changed can be shown
-- legal basis: GDPR art. 6(1)(c), with NEN 7513 and 45 CFR 164.312(b)
-- retention: at and body for the retention of the log (default 5 years); position and leaf as long as the log, since later entries cannot be verified without them
CREATE TABLE audit_entry (
    position BIGINT PRIMARY KEY, -- number of the entry, from 0 without gaps
    at BIGINT, -- when, Unix milliseconds; none once body was dropped
    leaf BLOB NOT NULL, -- SHA-256 of body as a leaf of the tree, RFC 6962 section 2.1
    body BLOB -- the entry: identifiers only, one line of JSON; none once it was dropped
);

CREATE INDEX audit_entry_at ON audit_entry (at);

-- purpose: showing that entries were not changed, dropped or moved
-- legal basis: GDPR art. 6(1)(c), with NEN 7513 and 45 CFR 164.312(b); it holds no personal data
-- retention: as long as the log
CREATE TABLE audit_checkpoint (
    day BIGINT PRIMARY KEY, -- the day of its last entry, counted from 1970-01-01 UTC; a day has one, which grows with it
    size BIGINT NOT NULL, -- how many entries it covers
    edge BLOB NOT NULL, -- right edge of the tree over them, from which the log goes on
    note TEXT NOT NULL -- the signed checkpoint, C2SP tlog-checkpoint in a C2SP signed note
);
