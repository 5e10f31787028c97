-- Times are whole seconds since 1970 UTC; days are ISO 8601 text. Every table is STRICT.

CREATE TABLE series (
    id          INTEGER PRIMARY KEY,
    slug        TEXT    NOT NULL UNIQUE,
    title       TEXT    NOT NULL,
    summary     TEXT    NOT NULL DEFAULT '',    -- report markup
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE module (
    id            INTEGER PRIMARY KEY,
    series_id     INTEGER NOT NULL REFERENCES series (id) ON DELETE RESTRICT,
    slug          TEXT    NOT NULL UNIQUE,
    number        TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    held_on       TEXT    NOT NULL CHECK (held_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    place         TEXT    NOT NULL DEFAULT '',
    report        TEXT    NOT NULL DEFAULT '',  -- report markup
    published_at  INTEGER,                      -- null: a draft, or withdrawn
    withdrawn_at  INTEGER,                      -- was public once: its address answers 410
    created_at    INTEGER NOT NULL,
    CHECK (published_at IS NULL OR withdrawn_at IS NULL)
) STRICT;
CREATE INDEX module_by_series ON module (series_id, held_on);

CREATE TABLE presentation (
    id            INTEGER PRIMARY KEY,
    module_id     INTEGER NOT NULL REFERENCES module (id) ON DELETE RESTRICT,
    slug          TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    speaker       TEXT    NOT NULL DEFAULT '',
    organisation  TEXT    NOT NULL DEFAULT '',
    position      INTEGER NOT NULL,
    audience      TEXT    NOT NULL CHECK (audience IN ('admitted', 'public')),
    withdrawn_at  INTEGER,
    created_at    INTEGER NOT NULL,
    UNIQUE (module_id, slug)
) STRICT;

-- The newest version is served; older ones stay. The file lies under files/ by its SHA-256.
CREATE TABLE file_version (
    id               INTEGER PRIMARY KEY,
    presentation_id  INTEGER NOT NULL REFERENCES presentation (id) ON DELETE CASCADE,
    number           INTEGER NOT NULL CHECK (number >= 1),
    name             TEXT    NOT NULL,
    media_type       TEXT    NOT NULL,
    size             INTEGER NOT NULL CHECK (size > 0),
    sha256           BLOB    NOT NULL CHECK (length(sha256) = 32),
    crc32            INTEGER NOT NULL CHECK (crc32 BETWEEN 0 AND 4294967295),
    added_at         INTEGER NOT NULL,
    UNIQUE (presentation_id, number)
) STRICT;
CREATE INDEX file_version_by_content ON file_version (sha256);

CREATE TABLE account (
    id            INTEGER PRIMARY KEY,
    email         TEXT    NOT NULL,             -- as written, for sending
    email_key     TEXT    NOT NULL UNIQUE,      -- as compared
    name          TEXT    NOT NULL,
    organisation  TEXT    NOT NULL DEFAULT '',
    language      TEXT    NOT NULL CHECK (language IN ('de', 'en')),
    expires_at    INTEGER,
    revoked_at    INTEGER,
    created_at    INTEGER NOT NULL
) STRICT;

-- One own password at most; initial passwords may be several until one of them is used.
CREATE TABLE credential (
    id             INTEGER PRIMARY KEY,
    account_id     INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind           TEXT    NOT NULL CHECK (kind IN ('initial', 'own')),
    hash           TEXT    NOT NULL,            -- scrypt with its parameters and salt, PHC string format
    hint           BLOB    CHECK (hint IS NULL OR length(hint) = 4),
    expires_at     INTEGER,
    first_used_at  INTEGER,
    created_at     INTEGER NOT NULL,
    CHECK ((kind = 'initial') = (hint IS NOT NULL)),
    CHECK ((kind = 'initial') = (expires_at IS NOT NULL))
) STRICT;
CREATE INDEX credential_by_account ON credential (account_id, kind);
CREATE UNIQUE INDEX credential_own ON credential (account_id) WHERE kind = 'own';

CREATE TABLE admission (
    id          INTEGER PRIMARY KEY,
    account_id  INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    series_id   INTEGER REFERENCES series (id) ON DELETE CASCADE,
    module_id   INTEGER REFERENCES module (id) ON DELETE CASCADE,
    ends_at     INTEGER,
    created_at  INTEGER NOT NULL,
    CHECK ((series_id IS NULL) <> (module_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX admission_to_series ON admission (account_id, series_id) WHERE series_id IS NOT NULL;
CREATE UNIQUE INDEX admission_to_module ON admission (account_id, module_id) WHERE module_id IS NOT NULL;
CREATE INDEX admission_by_series ON admission (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX admission_by_module ON admission (module_id) WHERE module_id IS NOT NULL;

-- Only the SHA-256 of the token is known here.
CREATE TABLE session (
    digest        BLOB    PRIMARY KEY CHECK (length(digest) = 32),
    account_id    INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    credential    TEXT    NOT NULL CHECK (credential IN ('initial', 'own')),
    remembered    INTEGER NOT NULL CHECK (remembered IN (0, 1)),
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER NOT NULL,
    ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_end ON session (ends_at);

-- A mail is a row before it is sent. `sealed` is the whole message, encrypted with the key that lies
-- beside the database, until it was handed over; then it is gone.
CREATE TABLE mail (
    id               TEXT    PRIMARY KEY,
    account_id       INTEGER REFERENCES account (id) ON DELETE CASCADE,
    kind             TEXT    NOT NULL,
    recipient        TEXT    NOT NULL,
    sender           TEXT    NOT NULL,
    subject          TEXT    NOT NULL,
    message_id       TEXT    NOT NULL UNIQUE,
    state            TEXT    NOT NULL CHECK (state IN ('waiting', 'handed-over', 'undeliverable')),
    sealed           BLOB,
    attempts         INTEGER NOT NULL DEFAULT 0,
    next_attempt_at  INTEGER,
    last_error       TEXT,
    created_at       INTEGER NOT NULL,
    handed_over_at   INTEGER,
    CHECK ((state = 'waiting') = (sealed IS NOT NULL)),
    CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
    CHECK ((state = 'handed-over') = (handed_over_at IS NOT NULL))
) STRICT;
CREATE INDEX mail_due ON mail (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX mail_by_account ON mail (account_id);
