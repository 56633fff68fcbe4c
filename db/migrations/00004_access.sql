-- Who may use the bot, and how they came in.

-- +goose Up

CREATE TABLE invites (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	code     BLOB NOT NULL UNIQUE, -- SHA-256 of the code, which is stored nowhere
	operator INTEGER NOT NULL,
	note     TEXT NOT NULL,
	uses     INTEGER NOT NULL,
	used     INTEGER NOT NULL DEFAULT 0,
	created  INTEGER NOT NULL,
	expires  INTEGER NOT NULL,
	revoked  INTEGER,
	CHECK (used <= uses)
) STRICT;

-- People and chats that were let in.
CREATE TABLE grants (
	platform TEXT NOT NULL,
	kind     TEXT NOT NULL, -- operator, user or chat
	ref      TEXT NOT NULL, -- opaque id of the user or chat
	chat     TEXT NOT NULL, -- the private chat where a person said a code, '' for none
	name     TEXT NOT NULL, -- of the chat
	invite   INTEGER REFERENCES invites (id),
	giver    TEXT NOT NULL, -- the user who brought the bot into a chat, '' for none
	created  INTEGER NOT NULL,
	PRIMARY KEY (platform, kind, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_invite ON grants (invite) WHERE invite IS NOT NULL;
CREATE INDEX grants_by_chat ON grants (platform, chat) WHERE chat <> '';

-- Groups that were told that they are not let in.
CREATE TABLE refusals (
	platform TEXT NOT NULL,
	ref      TEXT NOT NULL,
	at       INTEGER NOT NULL,
	PRIMARY KEY (platform, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX refusals_by_at ON refusals (at);

-- Each thing that was given or taken back. Nothing here holds a code.
CREATE TABLE access_log (
	id       INTEGER PRIMARY KEY,
	at       INTEGER NOT NULL,
	act      TEXT NOT NULL,
	platform TEXT NOT NULL, -- with kind and ref: what it is about; '' for an invite
	kind     TEXT NOT NULL,
	ref      TEXT NOT NULL,
	invite   INTEGER, -- NULL for none
	actor    TEXT NOT NULL -- the user of that platform who did it, '' for the command line
) STRICT;
CREATE INDEX access_log_by_ref ON access_log (platform, ref);
