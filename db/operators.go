package db

import (
	"context"
	"database/sql"
	"time"

	"wirebrief/bot"
)

// noticeLife is how long those who may mend something want to know.
const noticeLife = 24 * time.Hour

// TellOperators implements bot.OperatorTeller.
func (d *DB) TellOperators(ctx context.Context, n bot.Notice, except bot.Platform) (told int, err error) {
	err = d.update(ctx, "tell the operators from", func(t tx) error {
		told = 0
		chats, err := t.operatorChats(except)
		if err != nil {
			return err
		}
		for _, ref := range chats {
			if err := t.owe(ref, n); err != nil {
				return err
			}
			told++
		}
		return nil
	})
	return told, err
}

// operatorChats are the private chats of the operators that take messages.
func (t tx) operatorChats(except bot.Platform) (chats []bot.ChatRef, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var ref bot.ChatRef
		err := rows.Scan(&ref.Platform, &ref.ID)
		chats = append(chats, ref)
		return err
	}, `SELECT DISTINCT g.platform, g.chat FROM grants g LEFT JOIN chats c ON c.platform = g.platform AND c.ref = g.chat
		WHERE g.kind = ? AND g.chat <> '' AND g.platform <> ? AND coalesce(c.stopped, '') = '' ORDER BY 1, 2`, bot.OperatorGrant, except)
	return chats, err
}

// owe owes a notice to a chat.
func (t tx) owe(ref bot.ChatRef, n bot.Notice) error {
	chat, err := t.chat(ref)
	if err != nil {
		return err
	}
	n.Chat = ref
	content, err := bot.EncodeContent(&n)
	if err != nil {
		return err
	}
	_, err = t.createDelivery(newDelivery{chat: chat, platform: ref.Platform, kind: bot.NoticeDelivery, content: content,
		due: t.now, expires: t.now.Add(noticeLife)})
	return err
}
