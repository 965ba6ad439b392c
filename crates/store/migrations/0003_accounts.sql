-- Accounts of staff: who works here, their passkeys, invitations and sessions. A desk link, which demonstrations have, is split off.
-- A column that must not be empty cannot become one that may be in SQLite, so staff and what refers to it are copied, and take the old names at the end.

-- purpose: who works here, what they may do, and their sealed keys
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: while employed; vault, keys and passkeys go at once when access ends, the row practice.retention_days later, once no visit refers to it
CREATE TABLE staff_next (
    staff TEXT PRIMARY KEY, -- identifier; that of an account is the user handle of its passkeys
    name TEXT NOT NULL, -- shown to colleagues
    roles TEXT NOT NULL, -- what they may do, roles separated by spaces
    state TEXT NOT NULL, -- invited, enrolled, active, left
    certificate_body BLOB, -- what the root key certifies: name, roles, public keys; none before
    certificate_signature BLOB, -- Ed25519; none before
    sign_key BLOB, -- the public key they claim, Ed25519; while enrolled only
    seal_key BLOB, -- the public key they claim, X-Wing; while enrolled only
    key_tag BLOB, -- proof that the link's holder made both; while enrolled only
    vault BLOB, -- the account's private keys, sealed; the server cannot open it
    recovery_key BLOB UNIQUE, -- public key of the recovery code, Ed25519, by which its account is found
    left_at BIGINT -- when their access was ended, Unix milliseconds
);

INSERT INTO staff_next (staff, name, roles, state, certificate_body, certificate_signature)
SELECT staff, staff, 'clinician', 'active', certificate_body, certificate_signature FROM staff;

-- purpose: opening a desk of a demonstration without an account
-- legal basis: none needed; demonstrations have no personal data
-- retention: as long as the demonstration
CREATE TABLE desk_link (
    staff TEXT PRIMARY KEY REFERENCES staff_next (staff) ON DELETE CASCADE, -- whose desk
    token_hash BLOB NOT NULL UNIQUE, -- SHA-256 of the link's token
    vault BLOB NOT NULL -- private keys, sealed under the link's secret; the server cannot open it
);

INSERT INTO desk_link (staff, token_hash, vault)
SELECT staff, token_hash, vault FROM staff;

-- purpose: opening an account's vault with any of its owner's authenticators
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: while employed; gone at once when access ends
CREATE TABLE vault_key (
    staff TEXT NOT NULL REFERENCES staff_next (staff) ON DELETE CASCADE, -- whose vault
    authenticator TEXT NOT NULL, -- which authenticator
    position BIGINT NOT NULL, -- order in which they were added
    wrapped BLOB NOT NULL, -- the vault's key, wrapped under the authenticator's secret; the server cannot open it
    PRIMARY KEY (staff, authenticator)
);

-- purpose: signing staff in
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: while employed; gone at once when access ends
CREATE TABLE passkey (
    credential_id BLOB PRIMARY KEY, -- what the authenticator calls it
    staff TEXT NOT NULL REFERENCES staff_next (staff) ON DELETE CASCADE, -- whose
    name TEXT NOT NULL, -- what its owner calls it
    verifier TEXT NOT NULL, -- its public key and counter, JSON
    made_at BIGINT NOT NULL, -- when it was made, Unix milliseconds
    used_at BIGINT -- when it was last used, Unix milliseconds
);

-- purpose: letting an invited colleague enrol, and the inviter check who did
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: until the link expires, or, once it was used, until the colleague is certified
CREATE TABLE staff_invitation (
    staff TEXT PRIMARY KEY REFERENCES staff_next (staff) ON DELETE CASCADE, -- who is invited
    token_hash BLOB NOT NULL UNIQUE, -- SHA-256 of the link's token
    inviter TEXT NOT NULL REFERENCES staff_next (staff), -- who invited
    sealed_secret BLOB NOT NULL, -- the link's secret, sealed to the inviter; the server cannot open it
    expires_at BIGINT NOT NULL -- until when the link can be used, Unix milliseconds
);

-- purpose: knowing who is signed in
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: until sign-out, 15 minutes without a sign of life, or 12 hours
CREATE TABLE session (
    hash BLOB PRIMARY KEY, -- SHA-256 of the cookie's token
    staff TEXT NOT NULL REFERENCES staff_next (staff) ON DELETE CASCADE, -- who is signed in
    began_at BIGINT NOT NULL, -- when they signed in, Unix milliseconds
    seen_at BIGINT NOT NULL, -- last sign of life, Unix milliseconds
    client TEXT NOT NULL -- kind of browser, such as 'Firefox on Android'
);

-- purpose: the queue, and that a visit took place
-- legal basis: GDPR art. 9(2)(h), provision of care
-- retention: practice.retention_days after its end
CREATE TABLE visit_next (
    visit TEXT PRIMARY KEY, -- identifier
    host TEXT NOT NULL REFERENCES staff_next (staff), -- who holds it
    host_seat TEXT NOT NULL, -- the host's seat
    starts_at BIGINT NOT NULL, -- planned start, Unix milliseconds
    minutes BIGINT NOT NULL, -- planned length
    sensitive BIGINT NOT NULL, -- 1: neutral wording outside the call
    capacity BIGINT NOT NULL, -- most people it may hold
    state TEXT NOT NULL, -- where it is
    generation BIGINT NOT NULL, -- number of its current MLS group
    began_at BIGINT, -- first admission, Unix milliseconds
    ended_at BIGINT -- end, Unix milliseconds
);

INSERT INTO visit_next SELECT visit, host, host_seat, starts_at, minutes, sensitive, capacity, state, generation, began_at, ended_at FROM visit;

-- purpose: recognising an invited person's link, and where they are in the visit
-- legal basis: GDPR art. 9(2)(h), provision of care
-- retention: sealed_secret and session_hash until the end of the visit; the rest practice.retention_days after it
CREATE TABLE seat_next (
    seat TEXT NOT NULL, -- identifier within the visit
    visit TEXT NOT NULL REFERENCES visit_next (visit) ON DELETE CASCADE, -- the visit
    position BIGINT NOT NULL, -- order in the visit
    role TEXT NOT NULL, -- clinician, patient, companion
    state TEXT NOT NULL, -- where the person is
    token_hash BLOB UNIQUE, -- SHA-256 of the link's token; none for the clinician
    sealed_secret BLOB, -- the invitation secret, sealed to the clinician; erased at the end
    consent_version BIGINT, -- the consent text agreed to
    session_hash BLOB, -- SHA-256 of the key of the person's session, so that their page, and no other, is known again after a restart; erased at the end
    PRIMARY KEY (visit, seat)
);

INSERT INTO seat_next SELECT seat, visit, position, role, state, token_hash, sealed_secret, consent_version, session_hash FROM seat;

DROP TABLE seat;
DROP TABLE visit;
DROP TABLE staff;
ALTER TABLE staff_next RENAME TO staff;
ALTER TABLE visit_next RENAME TO visit;
ALTER TABLE seat_next RENAME TO seat;
CREATE INDEX passkey_staff ON passkey (staff);
CREATE INDEX session_staff ON session (staff);
CREATE INDEX visit_host ON visit (host);
