-- What links and answers mean.

-- +goose Up

-- Links into the private chat, by keys that cannot be guessed.
CREATE TABLE links (
	key      TEXT PRIMARY KEY,
	platform TEXT NOT NULL, -- with chat: where the link was made
	chat     TEXT NOT NULL,
	data     TEXT NOT NULL,
	created  INTEGER NOT NULL -- or last asked for, up to a day behind
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX links_by_data ON links (platform, chat, data);
CREATE INDEX links_by_created ON links (created);

-- What people were asked back, until they answer or it is too late.
CREATE TABLE questions (
	platform TEXT NOT NULL,
	chat     TEXT NOT NULL,
	person   TEXT NOT NULL,
	command  TEXT NOT NULL,
	asked    INTEGER NOT NULL,
	PRIMARY KEY (platform, chat, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX questions_by_asked ON questions (asked);
