package db

import (
	"cmp"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"wirebrief/bot"
)

// subscriptionsOf returns all subscriptions of a chat in one text, for there are
// many: how many there are, and of each the topic, its number, when it was made,
// its mode, and the topic as typed behind its length in bytes.
const subscriptionsOf = `SELECT j.value, (SELECT count(*) || ' ' || group_concat(s.topic || ' ' || s.id || ' ' || s.created || ' ' || s.mode || ' '
	|| length(CAST(s.typed AS BLOB)) || ' ' || s.typed, '') FROM subscriptions s WHERE s.chat = j.value AND s.paused = 0) FROM json_each(?) j`

// fillSubscriptions reads what due chats follow, the oldest first; ids are their
// rows.
func (d *DB) fillSubscriptions(t tx, ids []int64, list []bot.DueChat) error {
	byID := make(map[int64]*bot.DueChat, len(ids))
	for i, id := range ids {
		byID[id] = &list[i]
	}
	var chat int64
	var packed sql.NullString
	dest := []any{&chat, &packed}
	return t.each(func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil || !packed.Valid {
			return err
		}
		if err := d.unpackSubscriptions(packed.String, byID[chat]); err != nil {
			return fmt.Errorf("subscriptions of chat %s: %w", byID[chat].Chat.ID, err)
		}
		return nil
	}, subscriptionsOf, encodeIDs(ids))
}

// unpackSubscriptions reads the text of subscriptionsOf.
func (d *DB) unpackSubscriptions(packed string, due *bot.DueChat) error {
	p := packedText{rest: packed}
	n := p.number()
	due.Subscriptions, due.Topics = make([]bot.Subscription, 0, n), make([]int64, 0, n)
	for p.rest != "" && p.err == nil {
		topic := p.number()
		r := subscribed{ID: p.number(), Created: p.number(), Mode: bot.Mode(p.word())}
		r.Typed = p.text(p.number())
		if p.err != nil {
			break
		}
		s, err := r.subscription(due.Chat, d.typed.parse)
		if err != nil {
			return err
		}
		due.Subscriptions, due.Topics = append(due.Subscriptions, s), append(due.Topics, topic)
		// Rows mostly come in this order.
		for at := len(due.Topics) - 1; at > 0 && due.Subscriptions[at-1].ID > due.Subscriptions[at].ID; at-- {
			due.Subscriptions[at-1], due.Subscriptions[at] = due.Subscriptions[at], due.Subscriptions[at-1]
			due.Topics[at-1], due.Topics[at] = due.Topics[at], due.Topics[at-1]
		}
	}
	return p.err
}

// A packedText is read from the front; err is the first thing that is wrong.
type packedText struct {
	rest string
	err  error
}

// word reads up to a blank, and number a number.
func (p *packedText) word() string {
	word, rest, _ := strings.Cut(p.rest, " ")
	p.rest = rest
	return word
}

func (p *packedText) number() int64 {
	n, err := strconv.ParseInt(p.word(), 10, 64)
	p.err = cmp.Or(p.err, err)
	return n
}

// text reads so many bytes.
func (p *packedText) text(n int64) (text string) {
	if p.err != nil || n < 0 || n > int64(len(p.rest)) {
		p.err = cmp.Or(p.err, ErrBroken)
		return ""
	}
	text, p.rest = p.rest[:n], p.rest[n:]
	return text
}
