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
	if err := t.renameChat(chat, to); err != nil {
		return err
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

// renameChat gives the new name to what is stored by the name of a chat, so that
// it can be shown and deleted there. Events of the old name do not come again.
func (t tx) renameChat(chat int64, to bot.ChatRef) error {
	var from bot.ChatRef
	if err := t.row(`SELECT platform, ref FROM chats WHERE id = ?`, chat).Scan(&from.Platform, &from.ID); err != nil {
		return err
	}
	if _, err := t.exec(forgetEvents, from.Platform, from.ID); err != nil {
		return err
	}
	for _, query := range []string{
		`UPDATE phrases SET platform = ?3, chat = ?4 WHERE platform = ?1 AND chat = ?2`,
		`UPDATE OR REPLACE links SET platform = ?3, chat = ?4 WHERE platform = ?1 AND chat = ?2`,
		`UPDATE OR REPLACE questions SET platform = ?3, chat = ?4 WHERE platform = ?1 AND chat = ?2`,
		`UPDATE managers SET chat = ?4 WHERE platform = ?1 AND chat = ?2`,
		`UPDATE OR REPLACE managers SET channel = ?4 WHERE platform = ?1 AND channel = ?2`,
		`UPDATE sources SET platform = ?3, chat = ?4 WHERE platform = ?1 AND chat = ?2`,
		`UPDATE reports SET platform = ?3, chat = ?4 WHERE platform = ?1 AND chat = ?2`,
		`UPDATE chats SET ask_in = ?4 WHERE platform = ?1 AND ask_in = ?2`,
		`UPDATE chats SET within = ?4 WHERE platform = ?1 AND within = ?2`,
		`UPDATE OR IGNORE refusals SET platform = ?3, ref = ?4 WHERE platform = ?1 AND ref = ?2`,
		`DELETE FROM refusals WHERE platform = ?1 AND ref = ?2`,
	} {
		if _, err := t.exec(query, from.Platform, from.ID, to.Platform, to.ID); err != nil {
			return err
		}
	}
	return nil
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
	if _, err := t.exec(sameDigests, from, into, bot.ClassDropped, t.now.UnixMilli()); err != nil {
		return err
	}
	for _, query := range []string{
		// What is new to either is new to both: what one was shown is left out.
		`UPDATE chats SET seen_seq = iif(EXISTS (SELECT 1 FROM subscriptions WHERE chat = ?1 AND paused = 0),
				min(iif(EXISTS (SELECT 1 FROM subscriptions WHERE chat = ?2), seen_seq, 1 << 60), (SELECT seen_seq FROM chats WHERE id = ?1)), seen_seq),
			composed = nullif(max(coalesce(composed, 0), coalesce((SELECT composed FROM chats WHERE id = ?1), 0)), 0),
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

// sameDigests gives up the digests that one chat is owed and the other has, for
// the same day and time: one is enough. What they would have told is new again.
const sameDigests = `UPDATE deliveries SET state = 'failed', class = ?3, problem = 'the chats have become one', ended = ?4
	WHERE state = 'ready' AND chat = ?1 AND id IN (SELECT a.delivery FROM digests a
	JOIN digests b ON b.chat = ?2 AND b.slot = a.slot JOIN deliveries d ON d.id = b.delivery AND d.state <> 'failed' WHERE a.chat = ?1)`
