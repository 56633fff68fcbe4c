-- Smaller blocks of pins.

-- +goose Up

-- What is saved at once names nearly every revision of a block: with fewer
-- deliveries to a block it writes to fewer pages, see db/pins.go.
DROP TRIGGER deliveries_deleted;
CREATE TABLE blocked_pins (
	block    INTEGER NOT NULL, -- delivery >> 10
	revision INTEGER NOT NULL,
	delivery INTEGER NOT NULL,
	PRIMARY KEY (block, revision, delivery)
) STRICT, WITHOUT ROWID;
INSERT INTO blocked_pins (block, revision, delivery) SELECT delivery >> 10, revision, delivery FROM pins ORDER BY 1, 2, 3;
DROP TABLE pins;
ALTER TABLE blocked_pins RENAME TO pins;
CREATE INDEX pins_by_delivery ON pins (delivery);
DELETE FROM pin_blocks;
INSERT INTO pin_blocks (block) SELECT DISTINCT block FROM pins;

-- +goose StatementBegin
CREATE TRIGGER deliveries_deleted AFTER DELETE ON deliveries BEGIN
	DELETE FROM shown WHERE delivery = old.id;
	DELETE FROM pins WHERE delivery = old.id;
END;
-- +goose StatementEnd
