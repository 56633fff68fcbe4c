-- Times are integer milliseconds UTC. Released migrations are never edited:
-- what comes later goes into a file with the next number.

-- +goose Up

-- "wbrf": tells our files from those of other programs.
PRAGMA application_id = 2002940518;

-- Numbers that only grow and are never given twice, even after deletion.
CREATE TABLE counters (
	name  TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('arrived', 0), ('revision', 0), ('articles', 0);

CREATE TABLE publishers (
	id       INTEGER PRIMARY KEY,
	name     TEXT NOT NULL UNIQUE,
	articles INTEGER NOT NULL DEFAULT 0, -- kept by the triggers below
	newest   INTEGER NOT NULL DEFAULT 0  -- arrival of the newest article
) STRICT;

CREATE TABLE articles (
	id          INTEGER PRIMARY KEY, -- grows with time, see ids.go; never moved
	identity    BLOB NOT NULL UNIQUE, -- half a SHA-256 of briefing.Identity
	arrived_seq INTEGER NOT NULL UNIQUE,
	arrived     INTEGER NOT NULL,
	at          INTEGER NOT NULL, -- publication, arrival where that is unknown or later
	revision    INTEGER NOT NULL REFERENCES revisions (id) DEFERRABLE INITIALLY DEFERRED,
	rules       INTEGER NOT NULL, -- that made the extraction and the index row
	publisher   INTEGER REFERENCES publishers (id),
	story       INTEGER,
	backlog     INTEGER NOT NULL,
	processed   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX articles_by_at ON articles (at);
CREATE INDEX articles_by_arrival ON articles (arrived);
CREATE INDEX articles_by_rules ON articles (rules);
CREATE INDEX articles_unprocessed ON articles (arrived_seq) WHERE processed = 0;

-- A revision outlives its article as long as something names it.
CREATE TABLE revisions (
	id        INTEGER PRIMARY KEY,
	article   INTEGER REFERENCES articles (id) ON DELETE SET NULL,
	number    INTEGER NOT NULL, -- from 1 within the article
	created   INTEGER NOT NULL,
	rules     INTEGER NOT NULL,
	supported INTEGER NOT NULL,
	published INTEGER,
	updated   INTEGER,
	publisher INTEGER REFERENCES publishers (id),
	lang      TEXT NOT NULL,
	url       TEXT NOT NULL,
	source    TEXT NOT NULL,
	guid      TEXT NOT NULL,
	path      TEXT NOT NULL,
	title     TEXT NOT NULL,
	byline    TEXT NOT NULL,
	speakers  TEXT NOT NULL, -- JSON array, '' for none
	names     TEXT NOT NULL, -- JSON array, '' for none
	content   BLOB NOT NULL, -- hash of title and cleaned text
	received  BLOB NOT NULL, -- hash of the article as it came
	text      TEXT NOT NULL, -- cleaned; every span points into it
	as_came   BLOB,          -- the article before cleaning, see received.go; NULL if it is the same
	UNIQUE (article, number)
) STRICT;

-- The words of quotes, figures and denials are not stored again: they are
-- text[start:finish] of the revision.
CREATE TABLE quotes (
	revision      INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
	number        INTEGER NOT NULL,
	start         INTEGER NOT NULL,
	finish        INTEGER NOT NULL,
	parts         TEXT, -- JSON [[start,finish],...]; NULL if the only part is the whole
	speaker       TEXT NOT NULL,
	speaker_start INTEGER NOT NULL,
	speaker_end   INTEGER NOT NULL,
	role          TEXT NOT NULL,
	cue           TEXT NOT NULL,
	clause_start  INTEGER NOT NULL,
	clause_end    INTEGER NOT NULL,
	partial       INTEGER NOT NULL,
	confidence    REAL NOT NULL,
	PRIMARY KEY (revision, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE figures (
	revision     INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
	number       INTEGER NOT NULL,
	start        INTEGER NOT NULL,
	finish       INTEGER NOT NULL,
	value        REAL NOT NULL,
	high         REAL, -- NULL if it equals value
	unit         TEXT NOT NULL,
	qualifier    TEXT NOT NULL,
	counts       TEXT NOT NULL,
	direction    TEXT NOT NULL,
	rate         TEXT NOT NULL,
	as_of        TEXT NOT NULL,
	source       TEXT NOT NULL,
	clause_start INTEGER NOT NULL,
	clause_end   INTEGER NOT NULL,
	casualty     INTEGER NOT NULL,
	confidence   REAL NOT NULL,
	PRIMARY KEY (revision, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE denials (
	revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
	number   INTEGER NOT NULL,
	start    INTEGER NOT NULL,
	finish   INTEGER NOT NULL,
	PRIMARY KEY (revision, number)
) STRICT, WITHOUT ROWID;

-- Keys of the current revisions; rowid is articles.id. The index holds no
-- text, so a row is replaced by deleting it and writing all columns again.
CREATE VIRTUAL TABLE article_index USING fts5 (
	title, lead, body, meta,
	content = '', contentless_delete = 1, tokenize = 'ascii', detail = full
);

-- What may be suggested to readers; kept small, see names.go.
CREATE TABLE names (
	name TEXT PRIMARY KEY,
	seen INTEGER NOT NULL -- arrived_seq of the newest article with it
) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_seen ON names (seen);

CREATE TABLE chats (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	platform TEXT NOT NULL,
	ref      TEXT NOT NULL, -- opaque id of the platform
	created  INTEGER NOT NULL,
	UNIQUE (platform, ref)
) STRICT;

-- Topics are shared by chats.
CREATE TABLE topics (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	key     TEXT NOT NULL UNIQUE, -- Topic.Key
	name    TEXT NOT NULL, -- Topic.Name
	rules   INTEGER NOT NULL, -- that made the key
	created INTEGER NOT NULL
) STRICT;

CREATE TABLE subscriptions (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	chat    INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
	topic   INTEGER NOT NULL REFERENCES topics (id),
	typed   TEXT NOT NULL, -- the topic as this chat typed it
	mode    TEXT NOT NULL,
	created INTEGER NOT NULL,
	UNIQUE (chat, topic)
) STRICT;
CREATE INDEX subscriptions_by_topic ON subscriptions (topic);

-- Effects of platform events, so that a repeated event changes nothing.
CREATE TABLE events (
	platform TEXT NOT NULL,
	key      TEXT NOT NULL,
	act      TEXT NOT NULL, -- what it did and to what: one event may do several things
	at       INTEGER NOT NULL,
	result   TEXT NOT NULL, -- JSON
	PRIMARY KEY (platform, key, act)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_at ON events (at);

-- Who changed what in a chat, and when.
CREATE TABLE changes (
	id     INTEGER PRIMARY KEY,
	chat   INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
	at     INTEGER NOT NULL,
	user   TEXT NOT NULL, -- opaque id of the platform
	act    TEXT NOT NULL,
	detail TEXT NOT NULL
) STRICT;
CREATE INDEX changes_by_chat ON changes (chat, at);

-- Texts too long for a button.
CREATE TABLE phrases (
	key     TEXT PRIMARY KEY,
	text    TEXT NOT NULL,
	created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- At most one row: the process that groups, matches and delivers.
CREATE TABLE service_lease (
	id      INTEGER PRIMARY KEY CHECK (id = 1),
	owner   TEXT NOT NULL,
	ttl     INTEGER NOT NULL,
	expires INTEGER NOT NULL
) STRICT;

-- Totals are kept by triggers, so that no way of deleting can forget them.
-- +goose StatementBegin
CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
	UPDATE counters SET value = value + 1 WHERE name = 'articles';
	UPDATE publishers SET articles = articles + 1, newest = max(newest, new.arrived) WHERE id = new.publisher;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
	UPDATE counters SET value = value - 1 WHERE name = 'articles';
	UPDATE publishers SET articles = articles - 1 WHERE id = old.publisher;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER articles_moved AFTER UPDATE OF publisher ON articles WHEN old.publisher IS NOT new.publisher BEGIN
	UPDATE publishers SET articles = articles - 1 WHERE id = old.publisher;
	UPDATE publishers SET articles = articles + 1, newest = max(newest, new.arrived) WHERE id = new.publisher;
END;
-- +goose StatementEnd
