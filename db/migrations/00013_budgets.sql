-- What platforms allow only so often.

-- +goose Up

-- When something was done of which a platform allows only so much in a time,
-- such as connecting: over restarts, too.
CREATE TABLE budgets (
	platform TEXT NOT NULL,
	what     TEXT NOT NULL,
	at       INTEGER NOT NULL,
	number   INTEGER NOT NULL, -- in a millisecond, from 0
	PRIMARY KEY (platform, what, at, number)
) STRICT, WITHOUT ROWID;
