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

-- Typed into the form, its address not confirmed yet; no person sees it.
CREATE TABLE unconfirmed_access_request (
    id            INTEGER PRIMARY KEY,
    email         TEXT    NOT NULL,
    email_key     TEXT    NOT NULL,              -- as account.email_key
    name          TEXT    NOT NULL,
    organisation  TEXT    NOT NULL DEFAULT '',
    language      TEXT    NOT NULL CHECK (language IN ('de', 'en')),
    door          TEXT    NOT NULL CHECK (door IN ('took-part', 'slides')),
    module_id     INTEGER REFERENCES module (id) ON DELETE SET NULL,
    message       TEXT    NOT NULL DEFAULT '',
    code_digest   BLOB    NOT NULL CHECK (length(code_digest) = 32),
    tries         INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX unconfirmed_access_request_by_address ON unconfirmed_access_request (email_key);
CREATE INDEX unconfirmed_access_request_by_age ON unconfirmed_access_request (created_at);
