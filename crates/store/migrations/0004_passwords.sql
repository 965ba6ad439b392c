-- Passwords of staff, the devices that signed in with one, fresh proofs, and the practice's root key in several hands.

-- purpose: signing staff in by a password that the server never learns
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: while employed; gone at once when access ends, or when its owner removes it
CREATE TABLE password (
    staff TEXT PRIMARY KEY REFERENCES staff (staff) ON DELETE CASCADE, -- whose
    user_name TEXT NOT NULL, -- what its owner types beside it, as they typed it first
    folded_name TEXT NOT NULL UNIQUE, -- the same as it is compared: normalised, in small letters
    record BLOB NOT NULL, -- OPAQUE's registration record, RFC 9807 section 5.1; it can be tried against guesses only together with password_setup
    totp_secret BLOB, -- secret of the app whose codes are asked for as well, 20 bytes; none without one
    totp_step BIGINT, -- number of the 30 seconds whose code was taken last: each is taken once
    made_at BIGINT NOT NULL, -- when it was set, Unix milliseconds
    used_at BIGINT -- when it was last used, Unix milliseconds
);

-- purpose: the server's half of every password, without which none of them works any more
-- legal basis: none needed; it holds no personal data
-- retention: as long as the practice exists
CREATE TABLE password_setup (
    id INTEGER PRIMARY KEY CHECK (id = 1), -- one row
    setup BLOB NOT NULL -- OPAQUE's seed and the server's key pair
);

-- purpose: not locking staff out on devices of their own while others try to guess their password
-- legal basis: GDPR art. 6(1)(b), employment
-- retention: 90 days after it was last used; gone at once when access ends, or when the password changes
CREATE TABLE known_device (
    hash BLOB NOT NULL, -- SHA-256 of the cookie's token
    staff TEXT NOT NULL REFERENCES staff (staff) ON DELETE CASCADE, -- who signed in with their password there
    made_at BIGINT NOT NULL, -- when they first did, Unix milliseconds
    used_at BIGINT NOT NULL, -- when they last did, Unix milliseconds
    PRIMARY KEY (hash, staff)
);

CREATE INDEX known_device_staff ON known_device (staff);

-- When the session's owner last showed who they are, Unix milliseconds.
ALTER TABLE session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;

-- The practice's root private key, sealed to this administrator by the one who certified them; the server cannot open it. Gone at once when access ends.
ALTER TABLE staff ADD COLUMN sealed_root BLOB;
