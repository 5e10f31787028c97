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
