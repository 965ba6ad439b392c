-- Accounts of patients (docs/protocol.md section 2.10), and the audit log by whom and what it is about.
-- The account itself is a row of staff with the role patient; its rows in vault_key, passkey, password, known_device and session serve the same
-- purposes as those of staff, on GDPR art. 6(1)(b), and stay until its owner deletes the account, or as long as those of staff where that is shorter.

-- purpose: what a patient's account has beside what every account has: whose keys it has, and how the practice reaches its owner
-- legal basis: GDPR art. 6(1)(b) and art. 9(2)(h), provision of care
-- retention: until its owner deletes the account; sign_key, seal_key and key_tag until the clinician's word is there, or the visit is erased
CREATE TABLE patient (
    account TEXT PRIMARY KEY REFERENCES staff (staff) ON DELETE CASCADE, -- whose
    visit TEXT NOT NULL, -- the visit whose link it was made with; the binding names it too, so it may be one that was forgotten
    seat TEXT NOT NULL, -- the seat in it
    clinician TEXT NOT NULL REFERENCES staff (staff), -- who held that visit, to whom contact data is sealed too
    sign_key BLOB, -- the public key they claim, Ed25519
    seal_key BLOB, -- the public key they claim, X-Wing
    key_tag BLOB, -- proof that the link's holder made both
    contact_own BLOB NOT NULL, -- name, e-mail address and telephone number, sealed to the account; the server cannot open it
    contact_clinician BLOB NOT NULL, -- the same, sealed to the clinician; the server cannot open it
    binding_body BLOB, -- the clinician's word for the account's keys; none before
    binding_signature BLOB, -- Ed25519; none before
    made_at BIGINT NOT NULL -- when the account was made, Unix milliseconds
);

CREATE INDEX patient_clinician ON patient (clinician);
CREATE INDEX patient_visit ON patient (visit);

ALTER TABLE seat ADD COLUMN account TEXT REFERENCES staff (staff) ON DELETE SET NULL; -- the account that the person has; none where they have none, or deleted it

CREATE INDEX seat_account ON seat (account);

-- purpose: telling a patient what was done to their account and in their visits, without reading the whole log for each of them
-- legal basis: GDPR art. 6(1)(c), with art. 15
-- retention: that of the content of audit_entry, with which it goes; entries from before this table are not in it, nor was there any account of a patient
CREATE TABLE audit_subject (
    subject TEXT NOT NULL, -- 'account:' or 'visit:' and an identifier
    position BIGINT NOT NULL, -- number of an entry by it or about it
    PRIMARY KEY (subject, position)
);

CREATE INDEX audit_subject_position ON audit_subject (position);
