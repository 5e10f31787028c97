-- The two doors: what somebody typed before its address was confirmed, and what the office decides on.

-- What a person of the office sees: confirmed by a typed code, or come by mail.
CREATE TABLE access_request (
    id            INTEGER PRIMARY KEY,
    reference     TEXT    NOT NULL UNIQUE,       -- A-2026-0143, for people
    door          TEXT    NOT NULL CHECK (door IN ('took-part', 'slides')),
    source        TEXT    NOT NULL CHECK (source IN ('form', 'mail')),
    email         TEXT    NOT NULL,
    email_key     TEXT    NOT NULL,              -- as account.email_key
    name          TEXT    NOT NULL,
    organisation  TEXT    NOT NULL DEFAULT '',
    language      TEXT    NOT NULL CHECK (language IN ('de', 'en')),
    module_id     INTEGER REFERENCES module (id) ON DELETE SET NULL,
    message       TEXT    NOT NULL DEFAULT '',
    message_id    TEXT    UNIQUE,                -- of the mail it came by
    state         TEXT    NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
    created_at    INTEGER NOT NULL,
    announced_at  INTEGER,                       -- since when the office knows of it
    reminded_at   INTEGER,
    noticed_at    INTEGER,                       -- the office was told that it is about to be forgotten
    decided_at    INTEGER,
    CHECK ((state = 'open') = (decided_at IS NULL))
) STRICT;
CREATE INDEX access_request_open ON access_request (created_at) WHERE state = 'open';
CREATE INDEX access_request_by_address ON access_request (email_key);
CREATE INDEX access_request_by_module ON access_request (module_id) WHERE module_id IS NOT NULL;

-- The newest number of each year: a reference is never given twice, though requests are forgotten.
CREATE TABLE access_request_number (
    year    INTEGER PRIMARY KEY,
    newest  INTEGER NOT NULL CHECK (newest >= 1)
) STRICT;

-- What a decision did, so that it can be taken back as long as its mail has not begun to leave.
CREATE TABLE access_decision (
    request_id     INTEGER PRIMARY KEY REFERENCES access_request (id) ON DELETE CASCADE,
    final_at       INTEGER NOT NULL,             -- from here on it stands
    mail_id        TEXT    REFERENCES mail (id) ON DELETE SET NULL,
    account_id     INTEGER REFERENCES account (id) ON DELETE SET NULL,
    made_account   INTEGER NOT NULL CHECK (made_account IN (0, 1)),
    credential_id  INTEGER                       -- the initial password that it made
) STRICT;
CREATE INDEX access_decision_by_mail ON access_decision (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX access_decision_by_account ON access_decision (account_id) WHERE account_id IS NOT NULL;

-- An admission that it gave or made longer, and how it stood before.
CREATE TABLE access_decision_admission (
    request_id    INTEGER NOT NULL REFERENCES access_decision (request_id) ON DELETE CASCADE,
    admission_id  INTEGER NOT NULL,
    was_there     INTEGER NOT NULL CHECK (was_there IN (0, 1)),
    ended_at      INTEGER,                       -- before
    ends_at       INTEGER,                       -- since then
    PRIMARY KEY (request_id, admission_id)
) STRICT, WITHOUT ROWID;

-- Who was answered automatically, so that nobody is twice in a day.
CREATE TABLE automatic_answer (
    email_key   TEXT    PRIMARY KEY,             -- as account.email_key
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_of_answers ON mail (created_at) WHERE kind = 'request-received';

-- Typed into the form, its address not confirmed yet; no person sees it, and after a day it is gone. Once confirmed,
-- only what became of it is left. Where somebody asks from is kept as a keyed tag, which tells nobody where that is.
CREATE TABLE unconfirmed_access_request (
    id             INTEGER PRIMARY KEY,
    email          TEXT    NOT NULL,
    email_key      TEXT    NOT NULL,             -- as account.email_key
    name           TEXT    NOT NULL,
    organisation   TEXT    NOT NULL DEFAULT '',
    language       TEXT    NOT NULL CHECK (language IN ('de', 'en')),
    door           TEXT    NOT NULL CHECK (door IN ('took-part', 'slides')),
    module_id      INTEGER REFERENCES module (id) ON DELETE SET NULL,
    message        TEXT    NOT NULL DEFAULT '',
    network        BLOB    NOT NULL CHECK (length(network) = 16),
    neighbourhood  BLOB    NOT NULL CHECK (length(neighbourhood) = 16),
    is_proven      INTEGER NOT NULL CHECK (is_proven IN (0, 1)),     -- came with a proof of work
    selector       TEXT    UNIQUE,               -- by which its code is found; null until the mail is written
    code_tag       BLOB    CHECK (code_tag IS NULL OR length(code_tag) = 32),
    tries          INTEGER NOT NULL DEFAULT 0,   -- wrong ones
    reference      TEXT,                         -- confirmed: of the request that the office has
    created_at     INTEGER NOT NULL,
    CHECK ((selector IS NULL) = (code_tag IS NULL))
) STRICT;
CREATE INDEX unconfirmed_access_request_by_address ON unconfirmed_access_request (email_key);
CREATE INDEX unconfirmed_access_request_by_age ON unconfirmed_access_request (created_at);
CREATE INDEX unconfirmed_access_request_by_module ON unconfirmed_access_request (module_id)
    WHERE module_id IS NOT NULL;

-- How many codes were typed, right or wrong: one row.
CREATE TABLE code_count (
    tries  INTEGER NOT NULL
) STRICT;
INSERT INTO code_count VALUES (0);

-- Forms that were taken, for two days: none is taken twice.
CREATE TABLE taken_form (
    id        BLOB    PRIMARY KEY CHECK (length(id) = 16),
    content   BLOB    NOT NULL CHECK (length(content) = 32),        -- a keyed tag
    taken_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Mails that somebody had sent by a form, for a day: how many there were to one address, from one network, in all.
CREATE TABLE requested_mail (
    id             INTEGER PRIMARY KEY,
    kind           TEXT    NOT NULL,             -- as mail.kind
    recipient      BLOB    NOT NULL CHECK (length(recipient) = 16),
    network        BLOB    NOT NULL CHECK (length(network) = 16),
    neighbourhood  BLOB    NOT NULL CHECK (length(neighbourhood) = 16),
    created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX requested_mail_by_age ON requested_mail (kind, created_at);
DROP INDEX mail_on_request;
CREATE INDEX mail_with_code ON mail (created_at) WHERE kind = 'access-code';

-- Requests for new credentials know from where they came, so that no network takes the turns of others.
CREATE TABLE credential_request_rebuilt (
    id             INTEGER PRIMARY KEY,
    email_key      TEXT    NOT NULL,
    network        BLOB    NOT NULL CHECK (length(network) = 16),
    neighbourhood  BLOB    NOT NULL CHECK (length(neighbourhood) = 16),
    created_at     INTEGER NOT NULL,
    UNIQUE (email_key, network)
) STRICT;
INSERT INTO credential_request_rebuilt (email_key, network, neighbourhood, created_at)
SELECT email_key, zeroblob(16), zeroblob(16), created_at FROM credential_request ORDER BY id;
DROP TABLE credential_request;
ALTER TABLE credential_request_rebuilt RENAME TO credential_request;
