-- Whose the words are that a chat has typed, where a group may be asked, and
-- topics that can be followed again.

-- +goose Up

-- Nobody knew whose a phrase was, so they go: the few buttons that name one say
-- that they do not work any more.
PRAGMA secure_delete = ON;
DELETE FROM phrases;
DROP TABLE phrases;

-- Texts too long for a button.
CREATE TABLE phrases (
	key      TEXT PRIMARY KEY,
	platform TEXT NOT NULL, -- with chat: where the button was made
	chat     TEXT NOT NULL,
	text     TEXT NOT NULL,
	created  INTEGER NOT NULL -- or last asked for, up to a day behind
) STRICT, WITHOUT ROWID;
CREATE INDEX phrases_by_chat ON phrases (platform, chat);
CREATE INDEX phrases_by_created ON phrases (created);

ALTER TABLE chats ADD COLUMN within TEXT NOT NULL DEFAULT ''; -- the group that it is a topic or thread of
ALTER TABLE chats ADD COLUMN ask_in TEXT NOT NULL DEFAULT ''; -- of a group: the only chat in it where it may be asked
ALTER TABLE topics ADD COLUMN abandoned INTEGER; -- when its last follower left, NULL as long as it has one
CREATE INDEX topics_abandoned ON topics (abandoned) WHERE abandoned IS NOT NULL;
CREATE INDEX chats_by_within ON chats (platform, within) WHERE within <> '';
