-- +goose Up

-- The alerts that a chat was sent lately or is owed: so many an hour it gets.
CREATE INDEX deliveries_alerts ON deliveries (chat, ended) WHERE kind = 'alert' AND edits = '';
-- The edits of a message.
CREATE INDEX deliveries_edits ON deliveries (chat, edits) WHERE edits <> '';
