-- How far a mail and its reader got, the office's own wording, requests for new credentials, and what was downloaded.

-- A mail may come back after it was handed over. Rebuilt, because SQLite cannot change a CHECK.
CREATE TABLE mail_rebuilt (
    id                TEXT    PRIMARY KEY,
    account_id        INTEGER REFERENCES account (id) ON DELETE CASCADE,
    kind              TEXT    NOT NULL,
    recipient         TEXT    NOT NULL,
    sender            TEXT    NOT NULL,
    subject           TEXT    NOT NULL,
    message_id        TEXT    NOT NULL UNIQUE,
    state             TEXT    NOT NULL CHECK (state IN ('waiting', 'handed-over', 'undeliverable', 'bounced')),
    sealed            BLOB,
    attempts          INTEGER NOT NULL DEFAULT 0,
    first_attempt_at  INTEGER,                   -- from here on patience is counted
    next_attempt_at   INTEGER,
    status            TEXT,                      -- RFC 3463, of the newest failure
    last_error        TEXT,                      -- the same in words
    created_at        INTEGER NOT NULL,
    handed_over_at    INTEGER,
    bounced_at        INTEGER,
    CHECK ((state = 'waiting') = (sealed IS NOT NULL)),
    CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
    CHECK ((state IN ('handed-over', 'bounced')) = (handed_over_at IS NOT NULL)),
    CHECK ((state = 'bounced') = (bounced_at IS NOT NULL))
) STRICT;
INSERT INTO mail_rebuilt (id, account_id, kind, recipient, sender, subject, message_id, state, sealed, attempts,
    next_attempt_at, last_error, created_at, handed_over_at)
SELECT id, account_id, kind, recipient, sender, subject, message_id, state, sealed, attempts, next_attempt_at,
    last_error, created_at, handed_over_at
FROM mail ORDER BY rowid;
DROP TABLE mail;
ALTER TABLE mail_rebuilt RENAME TO mail;
CREATE INDEX mail_due ON mail (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX mail_by_account ON mail (account_id, created_at);
CREATE INDEX mail_on_request ON mail (created_at) WHERE kind = 'new-credentials';
CREATE INDEX mail_by_hand_over ON mail (handed_over_at) WHERE handed_over_at IS NOT NULL;

-- Since when an account's owner has been in at least once; the sessions of then are gone.
ALTER TABLE account ADD COLUMN first_signed_in_at INTEGER;
UPDATE account SET first_signed_in_at =
    (SELECT min(created_at) FROM session WHERE session.account_id = account.id);
UPDATE account SET first_signed_in_at =
    (SELECT min(coalesce(first_used_at, created_at)) FROM credential
     WHERE credential.account_id = account.id AND (kind = 'own' OR first_used_at IS NOT NULL))
WHERE first_signed_in_at IS NULL;

-- The office's wording of a mail, as it was last found without a fault in the folder of wordings.
CREATE TABLE wording (
    kind        TEXT    NOT NULL,
    language    TEXT    NOT NULL CHECK (language IN ('de', 'en')),
    source      TEXT    NOT NULL,
    adopted_at  INTEGER NOT NULL,
    PRIMARY KEY (kind, language)
) STRICT, WITHOUT ROWID;

-- Somebody asked for new credentials of an address, known or not; gone as soon as it was seen to.
CREATE TABLE credential_request (
    id          INTEGER PRIMARY KEY,
    email_key   TEXT    NOT NULL UNIQUE,         -- as account.email_key
    created_at  INTEGER NOT NULL
) STRICT;

-- What a person has of a file: the union of the octets that were delivered.
CREATE TABLE download (
    account_id       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    file_version_id  INTEGER NOT NULL REFERENCES file_version (id) ON DELETE CASCADE,
    delivered        TEXT    NOT NULL,           -- disjoint ranges in order, 'first-last,first-last'
    begun_at         INTEGER NOT NULL,
    completed_at     INTEGER,                    -- since when the ranges cover the file
    PRIMARY KEY (account_id, file_version_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX download_by_file ON download (file_version_id);
