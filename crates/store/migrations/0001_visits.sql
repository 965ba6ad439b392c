-- purpose: who runs this Curtain, and what people are asked to agree to
-- legal basis: GDPR art. 6(1)(b); it holds no personal data
-- retention: as long as the practice exists
CREATE TABLE practice (
    id INTEGER PRIMARY KEY CHECK (id = 1), -- one row
    name TEXT NOT NULL, -- shown to everyone
    telephone TEXT, -- the number to call when video does not work
    root_key BLOB NOT NULL, -- public half of the practice's root key, Ed25519
    consent_version BIGINT NOT NULL, -- grows with each change of the text
    consent_en TEXT NOT NULL, -- consent text, English
    consent_nl TEXT NOT NULL, -- consent text, Dutch
    retention_days BIGINT NOT NULL -- days until the server forgets that a visit took place
);

-- purpose: signing clinicians in
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: while employed
CREATE TABLE staff (
    staff TEXT PRIMARY KEY, -- identifier
    token_hash BLOB NOT NULL UNIQUE, -- SHA-256 of the desk link's token
    certificate_body BLOB NOT NULL, -- what the root key certifies: name, role, public keys
    certificate_signature BLOB NOT NULL, -- Ed25519
    vault BLOB NOT NULL -- private keys, sealed; the server cannot open it
);

-- purpose: the queue, and that a visit took place
-- legal basis: GDPR art. 9(2)(h), provision of care
-- retention: practice.retention_days after its end
CREATE TABLE visit (
    visit TEXT PRIMARY KEY, -- identifier
    host TEXT NOT NULL REFERENCES staff (staff), -- who holds it
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

-- purpose: recognising an invited person's link, and where they are in the visit
-- legal basis: GDPR art. 9(2)(h), provision of care
-- retention: sealed_secret and session_hash until the end of the visit; the rest practice.retention_days after it
CREATE TABLE seat (
    seat TEXT NOT NULL, -- identifier within the visit
    visit TEXT NOT NULL REFERENCES visit (visit) ON DELETE CASCADE, -- the visit
    position BIGINT NOT NULL, -- order in the visit
    role TEXT NOT NULL, -- clinician, patient, companion
    state TEXT NOT NULL, -- where the person is
    token_hash BLOB UNIQUE, -- SHA-256 of the link's token; none for the clinician
    sealed_secret BLOB, -- the invitation secret, sealed to the clinician; erased at the end
    consent_version BIGINT, -- the consent text agreed to
    session_hash BLOB, -- SHA-256 of the key of the person's session, so that their page, and no other, is known again after a restart; erased at the end
    PRIMARY KEY (visit, seat)
);
