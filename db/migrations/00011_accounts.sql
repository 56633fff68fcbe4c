-- The bot's own accounts.

-- +goose Up

-- Under which name the bot was last connected to each platform: links to it are
-- made beside the running service, too.
CREATE TABLE accounts (
	platform TEXT PRIMARY KEY,
	name     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
