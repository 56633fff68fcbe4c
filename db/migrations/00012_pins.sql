-- Revisions that deliveries name.

-- +goose Up

-- The digests of one minute name nearly all revisions of a day, a few each:
-- sorted by revision alone their rows would be all over the table. So they are
-- sorted within blocks of deliveries that follow each other, see db/pins.go.
DROP TRIGGER deliveries_deleted;
CREATE TABLE blocked_pins (
	block    INTEGER NOT NULL, -- delivery >> 12
	revision INTEGER NOT NULL,
	delivery INTEGER NOT NULL,
	PRIMARY KEY (block, revision, delivery)
) STRICT, WITHOUT ROWID;
INSERT INTO blocked_pins (block, revision, delivery) SELECT delivery >> 12, revision, delivery FROM pins ORDER BY 1, 2, 3;
DROP TABLE pins;
ALTER TABLE blocked_pins RENAME TO pins;
CREATE INDEX pins_by_delivery ON pins (delivery);

-- The blocks that pins may have.
CREATE TABLE pin_blocks (block INTEGER PRIMARY KEY) STRICT;
INSERT INTO pin_blocks (block) SELECT DISTINCT block FROM pins;

-- +goose StatementBegin
CREATE TRIGGER deliveries_deleted AFTER DELETE ON deliveries BEGIN
	DELETE FROM shown WHERE delivery = old.id;
	DELETE FROM pins WHERE delivery = old.id;
END;
-- +goose StatementEnd
