-- Who administers which channel, and from where.

-- +goose Up

-- A row says no more than that somebody could once change what comes to a
-- channel: whether they still may is asked of the platform each time.
CREATE TABLE managers (
	platform TEXT NOT NULL,
	person   TEXT NOT NULL,
	channel  TEXT NOT NULL,
	chat     TEXT NOT NULL, -- the private chat they manage it from, '' for none yet
	added    INTEGER NOT NULL,
	used     INTEGER, -- when they last did; NULL if what they type there is not for the channel
	PRIMARY KEY (platform, person, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX managers_by_chat ON managers (platform, chat) WHERE chat <> '';
CREATE INDEX managers_by_channel ON managers (platform, channel);
