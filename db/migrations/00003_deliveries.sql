-- Tables of chats and topics are small, so these may gain columns; those of
-- articles may not, see 00002.

-- +goose Up

-- What chats have set, see settings.go. next_slot is NULL until the next
-- digest was worked out for the first time.
ALTER TABLE chats ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN digests TEXT NOT NULL DEFAULT '[[480,127]]'; -- JSON [[minute,days],...]
ALTER TABLE chats ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN quiet_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN quiet_hold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN paused_until INTEGER;
ALTER TABLE chats ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN reading TEXT NOT NULL DEFAULT ''; -- JSON array, '' for none
ALTER TABLE chats ADD COLUMN say_nothing TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN asking TEXT NOT NULL DEFAULT 'all';
ALTER TABLE chats ADD COLUMN stopped TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN strikes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN next_digest INTEGER;
ALTER TABLE chats ADD COLUMN next_slot TEXT;
ALTER TABLE chats ADD COLUMN last_digest INTEGER;
ALTER TABLE chats ADD COLUMN seen_seq INTEGER NOT NULL DEFAULT 0; -- arrival up to which it was shown what is new
UPDATE chats SET seen_seq = (SELECT value FROM counters WHERE name = 'arrived');
CREATE INDEX chats_by_next ON chats (next_digest) WHERE next_digest IS NOT NULL;
CREATE INDEX chats_unplanned ON chats (id) WHERE next_slot IS NULL;

ALTER TABLE subscriptions ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN from_seq INTEGER NOT NULL DEFAULT 0; -- last arrival before it was followed
UPDATE topics SET from_seq = (SELECT value FROM counters WHERE name = 'arrived');

-- topics grows with every change to what is followed, matched with every
-- article that is matched, and alerted is up to where alerts have looked.
INSERT INTO counters (name, value) VALUES ('topics', 1), ('matched', 0), ('alerted', 0);

-- Articles that match topics. Topics that nobody follows any more keep theirs
-- until they are old: ids of topics are never given twice.
CREATE TABLE matches (
	topic   INTEGER NOT NULL,
	seq     INTEGER NOT NULL, -- arrived_seq of the article
	article INTEGER NOT NULL,
	rank    INTEGER NOT NULL,
	matched INTEGER NOT NULL, -- the order in which articles were matched
	PRIMARY KEY (topic, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_by_seq ON matches (seq);
CREATE INDEX matches_by_order ON matches (matched);

-- What chats are owed.
CREATE TABLE deliveries (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	chat         INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
	platform     TEXT NOT NULL, -- of the chat
	kind         TEXT NOT NULL,
	priority     INTEGER NOT NULL, -- of the kind, the most urgent is 0
	key          TEXT NOT NULL, -- 125 random bits: unique without an index, which would be dear
	silent       INTEGER NOT NULL,
	plain        INTEGER NOT NULL DEFAULT 0,
	edits_chat   TEXT NOT NULL DEFAULT '', -- with edits: the message that it changes
	edits        TEXT NOT NULL DEFAULT '',
	due          INTEGER NOT NULL,
	expires      INTEGER,
	state        TEXT NOT NULL DEFAULT 'ready',
	doubtful     INTEGER NOT NULL DEFAULT 0, -- it was uncertain when it was claimed
	repeated     INTEGER NOT NULL DEFAULT 0, -- it is claimed to be sent once more
	owner        TEXT NOT NULL DEFAULT '',
	attempt      INTEGER NOT NULL DEFAULT 0,
	lease        INTEGER, -- until when it is the owner's
	first        INTEGER, -- when the first request was made
	message_chat TEXT NOT NULL DEFAULT '', -- with message: what was sent
	message      TEXT NOT NULL DEFAULT '',
	class        TEXT NOT NULL DEFAULT '',
	problem      TEXT NOT NULL DEFAULT '',
	created      INTEGER NOT NULL,
	ended        INTEGER, -- when it was sent or given up
	content      BLOB NOT NULL -- see bot.EncodeContent; last, for it is long
) STRICT;
CREATE INDEX deliveries_by_chat ON deliveries (chat, kind, due);
CREATE INDEX deliveries_by_state ON deliveries (state, created);
-- What there is to do is little beside what is done, which these leave out.
CREATE INDEX deliveries_ready ON deliveries (platform, priority, due, id, chat, state) WHERE state = 'ready';
CREATE INDEX deliveries_waiting ON deliveries (chat, priority, id) WHERE state = 'ready';
CREATE INDEX deliveries_taken ON deliveries (platform, chat, state) WHERE state IN ('claimed', 'sending');
CREATE INDEX deliveries_uncertain ON deliveries (platform, first) WHERE state = 'uncertain';

-- One row for each digest: a chat has at most one at a slot.
CREATE TABLE digests (
	chat     INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
	slot     TEXT NOT NULL, -- see bot.Slot
	delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE, -- has what it says
	PRIMARY KEY (chat, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX digests_by_delivery ON digests (delivery);

-- What chats were shown, and below the revisions that a delivery names, which
-- stay as long as it does. There are many of these rows to a digest, so they go
-- with their delivery by a trigger: a reference would look it up for each.
CREATE TABLE shown (
	chat     INTEGER NOT NULL,
	story    INTEGER NOT NULL,
	delivery INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	kind     TEXT NOT NULL, -- digest, alert, again, folded, folded again: see shown.go
	figures  TEXT NOT NULL, -- JSON [[revision,number],...], '' for none
	PRIMARY KEY (chat, story, delivery)
) STRICT, WITHOUT ROWID;
CREATE INDEX shown_by_delivery ON shown (delivery);

CREATE TABLE pins (
	revision INTEGER NOT NULL,
	delivery INTEGER NOT NULL,
	PRIMARY KEY (revision, delivery)
) STRICT, WITHOUT ROWID;
CREATE INDEX pins_by_delivery ON pins (delivery);

-- +goose StatementBegin
CREATE TRIGGER deliveries_deleted AFTER DELETE ON deliveries BEGIN
	DELETE FROM shown WHERE delivery = old.id;
	DELETE FROM pins WHERE delivery = old.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER articles_unmatched AFTER DELETE ON articles BEGIN
	DELETE FROM matches WHERE seq = old.arrived_seq;
END;
-- +goose StatementEnd

-- Every way of changing what is followed shows in the counter.
-- +goose StatementBegin
CREATE TRIGGER topics_inserted AFTER INSERT ON topics BEGIN
	UPDATE counters SET value = value + 1 WHERE name = 'topics';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER topics_deleted AFTER DELETE ON topics BEGIN
	UPDATE counters SET value = value + 1 WHERE name = 'topics';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER subscriptions_inserted AFTER INSERT ON subscriptions WHEN new.mode = 'instant' BEGIN
	UPDATE counters SET value = value + 1 WHERE name = 'topics';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER subscriptions_deleted AFTER DELETE ON subscriptions WHEN old.mode = 'instant' BEGIN
	UPDATE counters SET value = value + 1 WHERE name = 'topics';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER subscriptions_updated AFTER UPDATE OF mode, paused ON subscriptions
WHEN (old.mode = 'instant' AND old.paused = 0) <> (new.mode = 'instant' AND new.paused = 0) BEGIN
	UPDATE counters SET value = value + 1 WHERE name = 'topics';
END;
-- +goose StatementEnd
