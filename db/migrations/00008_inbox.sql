-- Events as their platforms told them, until they are answered.

-- +goose Up

CREATE TABLE inbox (
	seq      INTEGER PRIMARY KEY, -- the order in which they came
	platform TEXT NOT NULL,
	key      TEXT NOT NULL,
	lane     TEXT NOT NULL, -- '' once it is answered
	at       INTEGER NOT NULL, -- when it was stored
	came     INTEGER NOT NULL,
	tries    INTEGER NOT NULL DEFAULT 0, -- attempts to answer it anew, after the first
	payload  BLOB, -- NULL once it is answered
	UNIQUE (platform, key)
) STRICT;
CREATE INDEX inbox_by_at ON inbox (at);
CREATE INDEX inbox_waiting ON inbox (platform, seq) WHERE payload IS NOT NULL;
