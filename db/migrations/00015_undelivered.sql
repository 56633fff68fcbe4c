-- What a digest that never arrived would have told is news again, see
-- db/undelivered.go.

-- +goose Up

-- When a digest was composed for the chat last, with or without words.
ALTER TABLE chats ADD COLUMN composed INTEGER;
UPDATE chats SET composed = iif(kind = 0, last_digest, unixepoch() * 1000) WHERE last_digest IS NOT NULL;

-- What these were of the chat before the digest.
ALTER TABLE digests ADD COLUMN seen_before INTEGER;
ALTER TABLE digests ADD COLUMN last_before INTEGER;
ALTER TABLE digests ADD COLUMN composed_before INTEGER;

UPDATE shown SET kind = 'undelivered' WHERE kind = 'digest' AND delivery IN (SELECT id FROM deliveries WHERE kind = 'digest' AND state = 'failed');

-- +goose StatementBegin
-- What is in doubt and given up may have arrived.
CREATE TRIGGER digest_failed AFTER UPDATE OF state ON deliveries WHEN new.kind = 'digest' AND new.state = 'failed' AND old.state NOT IN ('failed', 'uncertain') BEGIN
	UPDATE shown SET kind = 'undelivered' WHERE delivery = new.id;
	UPDATE chats SET
		seen_seq = min(seen_seq, coalesce((SELECT seen_before FROM digests WHERE delivery = new.id), seen_seq)),
		composed = min(composed, coalesce((SELECT composed_before FROM digests WHERE delivery = new.id), composed)),
		last_digest = iif(EXISTS (SELECT 1 FROM digests g JOIN deliveries d ON d.id = g.delivery WHERE g.chat = new.chat AND g.delivery > new.id AND d.state <> 'failed'),
			last_digest, (SELECT last_before FROM digests WHERE delivery = new.id))
		WHERE id = new.chat AND EXISTS (SELECT 1 FROM digests WHERE delivery = new.id AND seen_before IS NOT NULL);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER digest_owed_again AFTER UPDATE OF state ON deliveries WHEN new.kind = 'digest' AND old.state = 'failed' AND new.state <> 'failed' BEGIN
	UPDATE shown SET kind = 'digest' WHERE delivery = new.id;
END;
-- +goose StatementEnd
