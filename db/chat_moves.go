package db

import (
	"wirebrief/bot"
)

// moveChat gives a chat its new name, with all it has. If the new one is there
// already, because somebody spoke there before the platform told, the two
// become one: settings are those of the chat that follows something, of the old
// one if both do.
func (t tx) moveChat(chat int64, to bot.ChatRef) error {
	other, err := t.findChat(to)
	if err != nil || other == chat {
		return err
	}
	if other != 0 {
		if err := t.mergeChat(other, chat); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE OR REPLACE grants SET platform = ?1, ref = ?2 WHERE kind = 'chat'
			AND (platform, ref) = (SELECT platform, ref FROM chats WHERE id = ?3)`,
		`UPDATE chats SET platform = ?, ref = ? WHERE id = ?`,
		`UPDATE deliveries SET platform = ?1 WHERE chat = ?3 AND platform <> ?1`,
	} {
		if _, err := t.exec(query, to.Platform, to.ID, chat); err != nil {
			return err
		}
	}
	return t.plan(chat, true)
}

// mergeChat moves all that a chat has into another and deletes it.
func (t tx) mergeChat(from, into int64) error {
	has, err := t.follows(from)
	if err != nil {
		return err
	}
	keeps, err := t.follows(into)
	if err != nil {
		return err
	}
	if has && !keeps {
		s, err := t.settings(from)
		if err != nil {
			return err
		}
		if err := t.writeSettings(into, &s); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE chats SET seen_seq = max(seen_seq, (SELECT seen_seq FROM chats WHERE id = ?1)),
			last_digest = nullif(max(coalesce(last_digest, 0), coalesce((SELECT last_digest FROM chats WHERE id = ?1), 0)), 0),
			kind = max(kind, (SELECT kind FROM chats WHERE id = ?1)), stopped = '', strikes = 0 WHERE id = ?2`,
		`UPDATE OR IGNORE subscriptions SET chat = ?2 WHERE chat = ?1`,
		`UPDATE OR IGNORE digests SET chat = ?2 WHERE chat = ?1`,
		`UPDATE OR IGNORE shown SET chat = ?2 WHERE chat = ?1`,
		`UPDATE deliveries SET chat = ?2 WHERE chat = ?1`,
		`UPDATE changes SET chat = ?2 WHERE chat = ?1`,
		`DELETE FROM chats WHERE id = ?1`,
	} {
		if _, err := t.exec(query, from, into); err != nil {
			return err
		}
	}
	return nil
}
