-- Nothing here alters the tables of articles: a new column in a STRICT table
-- makes SQLite read all its rows, which may take minutes on a large store. What
-- an article gained later stands in a table of its own.

-- +goose Up

CREATE TABLE sources (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	key           TEXT NOT NULL UNIQUE, -- canonical URL without its scheme
	kind          TEXT NOT NULL,
	url           TEXT NOT NULL,
	title         TEXT NOT NULL,
	site          TEXT NOT NULL,
	publisher     TEXT NOT NULL,
	lang          TEXT NOT NULL,
	folder        TEXT NOT NULL, -- JSON array, '' for none
	full_text     TEXT NOT NULL,
	added         INTEGER NOT NULL,
	platform      TEXT NOT NULL, -- with chat: who added it, '' for the operator
	chat          TEXT NOT NULL,
	state         TEXT NOT NULL,
	next          INTEGER NOT NULL,
	nudged        INTEGER, -- when next was last brought forward from outside a poll
	last          INTEGER,
	succeeded     INTEGER,
	changed       INTEGER,
	pace          INTEGER NOT NULL DEFAULT 0, -- milliseconds
	etag          TEXT NOT NULL DEFAULT '',
	modified      TEXT NOT NULL DEFAULT '',
	digest        TEXT NOT NULL DEFAULT '',
	failures      INTEGER NOT NULL DEFAULT 0,
	failing_since INTEGER,
	problem       TEXT NOT NULL DEFAULT '',
	moved_to      TEXT NOT NULL DEFAULT '',
	moves         INTEGER NOT NULL DEFAULT 0,
	hub           TEXT NOT NULL DEFAULT '',
	hub_topic     TEXT NOT NULL DEFAULT '',
	hub_secret    TEXT NOT NULL DEFAULT '',
	hub_until     INTEGER,
	articles       INTEGER NOT NULL DEFAULT 0, -- that it has brought, whether still stored or not
	newest         INTEGER, -- arrival of the last of them
	newest_article INTEGER, -- may be gone
	pruned         INTEGER NOT NULL -- when its items were last looked through for old ones
) STRICT;
CREATE INDEX sources_by_next ON sources (state, next);
CREATE INDEX sources_by_hub ON sources (hub_until) WHERE hub <> '' AND hub_topic <> '';

-- The articles that a source has brought on a day, counted from 1970.
CREATE TABLE source_days (
	source   INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	day      INTEGER NOT NULL,
	articles INTEGER NOT NULL,
	PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;

-- Entries that were taken from a source, one row for each of their keys.
CREATE TABLE source_items (
	source  INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	key     BLOB NOT NULL, -- half a SHA-256, as articles.identity
	article INTEGER REFERENCES articles (id) ON DELETE SET NULL,
	digest  TEXT NOT NULL,
	seen    INTEGER NOT NULL, -- in the source, up to two weeks behind
	PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_items_by_article ON source_items (article) WHERE article IS NOT NULL;

-- Revisions whose text is only the beginning of the report.
CREATE TABLE excerpts (
	revision INTEGER PRIMARY KEY REFERENCES revisions (id) ON DELETE CASCADE
) STRICT;

-- briefing.Fingerprint of the current revision. Articles stored before have
-- none until they are extracted again.
CREATE TABLE fingerprints (
	article     INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
	fingerprint BLOB NOT NULL -- see fingerprints.go
) STRICT;

-- Articles that are copies of another. They are in no index, and count for no
-- publisher: articles.publisher is NULL. The original may be gone.
CREATE TABLE copies (
	article  INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
	original INTEGER NOT NULL,
	arrived  INTEGER NOT NULL -- as in articles
) STRICT;
CREATE INDEX copies_by_arrival ON copies (arrived);

-- +goose StatementBegin
CREATE TRIGGER copies_inserted AFTER INSERT ON copies BEGIN
	UPDATE counters SET value = value - 1 WHERE name = 'articles';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER copies_deleted AFTER DELETE ON copies BEGIN
	UPDATE counters SET value = value + 1 WHERE name = 'articles';
END;
-- +goose StatementEnd
