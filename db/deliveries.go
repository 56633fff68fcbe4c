package db

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"time"

	"wirebrief/bot"
)

// priorities of the kinds of delivery; the most urgent is 0.
var priorities = map[bot.DeliveryKind]int{
	bot.AlertDelivery: 0, bot.CorrectionDelivery: 1, bot.NoticeDelivery: 1, bot.DigestDelivery: leastUrgent,
}

const leastUrgent = 2

// keyLength makes keys of 125 bits that every platform takes.
const keyLength = 25

// A newDelivery is what a chat is to be sent.
type newDelivery struct {
	chat     int64
	platform bot.Platform
	kind     bot.DeliveryKind
	content  []byte // see bot.EncodeContent
	silent   bool
	edits    bot.MessageRef
	due      time.Time
	expires  time.Time
}

// createDelivery notes that a chat is owed a message. The caller pins the
// revisions that it names.
func (t tx) createDelivery(n newDelivery) (id int64, err error) {
	priority, ok := priorities[n.kind]
	if !ok {
		return 0, fmt.Errorf("delivery of kind %q, which is not known", n.kind)
	}
	err = t.row(`INSERT INTO deliveries (chat, platform, kind, priority, key, content, silent, edits_chat, edits, due, expires, created)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		n.chat, n.platform, n.kind, priority, rand.Text()[:keyLength], n.content, n.silent, n.edits.Chat.ID, n.edits.ID,
		n.due.UnixMilli(), millis(n.expires), t.now.UnixMilli()).Scan(&id)
	return id, err
}

// deliveryColumns are what scanDelivery reads, from deliveries as d and chats
// as c.
const deliveryColumns = `d.id, c.platform, c.ref, c.kind, c.strikes, d.kind, d.key, d.content, d.silent, d.edits_chat, d.edits, d.plain, d.due, d.expires,
	d.state, d.attempt, d.first, d.ended, d.message_chat, d.message, d.class, d.problem`

func scanDelivery(rows *sql.Rows, more ...any) (d bot.Delivery, err error) {
	var content []byte
	var due, expires, first, ended sql.NullInt64
	dest := append([]any{&d.ID, &d.Chat.Platform, &d.Chat.ID, &d.ChatKind, &d.Strikes, &d.Kind, &d.Key, &content, &d.Silent, &d.Edits.Chat.ID, &d.Edits.ID,
		&d.Plain, &due, &expires, &d.State, &d.Attempt, &first, &ended, &d.Message.Chat.ID, &d.Message.ID, &d.Class, &d.Problem}, more...)
	if err := rows.Scan(dest...); err != nil {
		return d, err
	}
	d.Due, d.Expires, d.First, d.Ended = instant(due), instant(expires), instant(first), instant(ended)
	for _, ref := range []*bot.MessageRef{&d.Edits, &d.Message} {
		if ref.ID != "" {
			ref.Chat.Platform = d.Chat.Platform
		}
	}
	if d.Content, err = bot.DecodeContent(d.Kind, content); err != nil {
		return d, fmt.Errorf("delivery %d: %w: %w", d.ID, err, ErrBroken)
	}
	return d, nil
}
