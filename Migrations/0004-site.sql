-- In which languages things are written, when a report was last changed, and the texts of the office's pages.

-- Language tags (BCP 47), such as de or en.
ALTER TABLE series ADD COLUMN language TEXT NOT NULL DEFAULT 'de';
ALTER TABLE module ADD COLUMN language TEXT NOT NULL DEFAULT 'de';
ALTER TABLE presentation ADD COLUMN language TEXT NOT NULL DEFAULT 'de';

-- When title, number, day, place, report or language last changed; null: never since the module was added.
ALTER TABLE module ADD COLUMN changed_at INTEGER;

-- The texts of imprint, privacy, accessibility and contact, as they were last found without a fault.
CREATE TABLE office_page (
    kind        TEXT    NOT NULL CHECK (kind IN ('imprint', 'privacy', 'accessibility', 'contact')),
    language    TEXT    NOT NULL CHECK (language IN ('de', 'en')),
    source      TEXT    NOT NULL,
    adopted_at  INTEGER NOT NULL,
    PRIMARY KEY (kind, language)
) STRICT, WITHOUT ROWID;
