-- Marked visits: opened with a reason only, and each opening is kept.

ALTER TABLE visit ADD COLUMN marked BIGINT NOT NULL DEFAULT 0; -- 1: the person must not be recognisable in lists, and opening it needs a reason

-- purpose: telling the officer, and one day the patient, who opened a marked visit, and why
-- legal basis: GDPR art. 9(2)(h), with art. 32 and NEN 7513
-- retention: practice.retention_days after the end of its visit; the audit log has the same longer
CREATE TABLE visit_access (
    id TEXT PRIMARY KEY, -- identifier
    visit TEXT NOT NULL REFERENCES visit (visit) ON DELETE CASCADE, -- which visit
    staff TEXT NOT NULL REFERENCES staff (staff), -- who opened it
    role TEXT NOT NULL, -- in which role
    reason TEXT NOT NULL, -- why: treatment, patientAsked, emergency, administration
    at BIGINT NOT NULL, -- when, Unix milliseconds
    seen_at BIGINT -- when an officer said that they had looked at it, Unix milliseconds; none before
);

CREATE INDEX visit_access_visit ON visit_access (visit);
CREATE INDEX visit_access_at ON visit_access (at);
