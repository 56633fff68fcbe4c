-- +goose Up

-- Articles that an operator took back: they are not stored again.
CREATE TABLE withdrawals (
	article   INTEGER PRIMARY KEY, -- the id it had; not given again, see ids.go
	seq       INTEGER NOT NULL UNIQUE, -- among the numbers of revisions
	identity  BLOB NOT NULL UNIQUE, -- as in articles
	title     TEXT NOT NULL,
	publisher TEXT NOT NULL,
	url       TEXT NOT NULL,
	reason    TEXT NOT NULL,
	at        INTEGER NOT NULL
) STRICT;
CREATE INDEX withdrawals_by_at ON withdrawals (at);

-- The revisions that they had, whether their text was kept or not.
CREATE TABLE withdrawn_revisions (
	revision INTEGER PRIMARY KEY,
	article  INTEGER NOT NULL REFERENCES withdrawals (article)
) STRICT;
CREATE INDEX withdrawn_revisions_by_article ON withdrawn_revisions (article);

-- Corrections of what was sent; now is 0 for a withdrawal. follow is the message
-- of its own that was sent because the original could not be edited.
CREATE TABLE corrections (
	original INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
	was      INTEGER NOT NULL, -- with now: revisions
	now      INTEGER NOT NULL,
	delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
	follow   INTEGER REFERENCES deliveries (id) ON DELETE SET NULL,
	PRIMARY KEY (original, was, now)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX corrections_by_delivery ON corrections (delivery);
CREATE INDEX corrections_by_follow ON corrections (follow) WHERE follow IS NOT NULL;

-- Up to where changes were looked at, for the first time and again.
INSERT INTO counters (name, value) SELECT 'corrected', value FROM counters WHERE name = 'revision';
INSERT INTO counters (name, value) SELECT 'corrected again', value FROM counters WHERE name = 'revision';

-- Mistakes that readers have reported. What they point at is kept as words,
-- too: the revision may be gone when somebody looks.
CREATE TABLE reports (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	at        INTEGER NOT NULL,
	platform  TEXT NOT NULL, -- with chat and user: who reported it
	chat      TEXT NOT NULL,
	user      TEXT NOT NULL,
	article   INTEGER NOT NULL, -- 0 if it was not stored any more
	revision  INTEGER NOT NULL,
	kind      TEXT NOT NULL, -- quote, figure or report
	start     INTEGER NOT NULL, -- in the text of the revision
	finish    INTEGER NOT NULL,
	words     TEXT NOT NULL,
	title     TEXT NOT NULL,
	publisher TEXT NOT NULL,
	url       TEXT NOT NULL,
	exported  INTEGER -- when, NULL for not yet
) STRICT;
CREATE INDEX reports_by_chat ON reports (platform, chat, at);
CREATE INDEX reports_by_user ON reports (platform, user, at);
