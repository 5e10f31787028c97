-- Pictures of reports, and when a member was here before.

-- A picture of a module's report; its file lies under files/ by its SHA-256, as those of presentations do.
CREATE TABLE picture (
    id         INTEGER PRIMARY KEY,
    module_id  INTEGER NOT NULL REFERENCES module (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,                -- as the report and the address name it: saal.jpg
    alt        TEXT    CHECK (alt <> ''),       -- what it shows, in words; null: it only decorates
    width      INTEGER NOT NULL CHECK (width > 0),
    height     INTEGER NOT NULL CHECK (height > 0),
    size       INTEGER NOT NULL CHECK (size > 0),
    sha256     BLOB    NOT NULL CHECK (length(sha256) = 32),
    crc32      INTEGER NOT NULL CHECK (crc32 BETWEEN 0 AND 4294967295),
    added_at   INTEGER NOT NULL,
    UNIQUE (module_id, name)
) STRICT;
CREATE INDEX picture_by_content ON picture (sha256);

-- The last request of a member, to the accuracy of some minutes, and the last one of the visit before this one: what
-- came since then is new to them. No more than these two moments is kept.
ALTER TABLE account ADD COLUMN last_seen_at INTEGER;
ALTER TABLE account ADD COLUMN previous_visit_at INTEGER;
UPDATE account SET last_seen_at =
    (SELECT max(last_used_at) FROM session WHERE session.account_id = account.id);
