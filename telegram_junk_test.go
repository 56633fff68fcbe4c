package main

import (
	"fmt"
	"slices"
	"strings"

	"wirebrief/adapters/telegram/telegramtest"
)

// forged is data that no button of ours has; near ones only where anything may
// happen.
func (c *crowd) forged(post telegramtest.Post, near bool) string {
	if near && len(post.Buttons) > 0 && post.Buttons[0][0].CallbackData != "" {
		data := []byte(post.Buttons[0][0].CallbackData)
		data[c.r.IntN(len(data))] ^= byte(1 << c.r.IntN(7))
		return strings.ToValidUTF8(string(data[:1+c.r.IntN(len(data))]), "?")
	}
	return pick(c.r, []string{"v0|follow|1", "\x00", "-1", "{}", strings.Repeat("9", 64), "1|1|1|1", "ы🙂", "v99|x"})
}

// junk are updates that Telegram does not send, or that are of no use to the bot.
func (c *crowd) junk() {
	person := c.people[0].ID()
	body := pick(c.r, []string{
		`{}`, `{"message":null}`, `{"message":[]}`, `{"message":{}}`, `{"message":{"chat":{}}}`, `{"message":"text"}`, `{"edited_message":{"text":"/subscribe x"}}`,
		`{"message":{"message_id":1,"date":1,"chat":{"id":1e99,"type":"private"},"text":"x"}}`, `{"callback_query":{}}`, `{"callback_query":{"id":"1","from":{"id":1},"data":"x"}}`,
		`{"callback_query":{"id":"2","from":{"id":1},"inline_message_id":"x","data":"x"}}`, `{"my_chat_member":{}}`, `{"inline_query":{}}`, `{"poll":{"id":"1"}}`,
		`{"message":{"message_id":-1,"date":-1,"from":{"id":0},"chat":{"id":0,"type":"unheard-of"},"text":"/start","entities":[{"type":"url","offset":-5,"length":99999}]}}`,
		fmt.Sprintf(`{"message":{"message_id":9,"date":1,"from":{"id":%d,"first_name":"x"},"chat":{"id":%d,"type":"private"},"forward_origin":{},"text":"x","entities":[{"type":"url","offset":2147483647,"length":2147483647}]}}`, person, person),
		fmt.Sprintf(`{"my_chat_member":{"chat":{"id":%d,"type":"private"},"from":{"id":%[1]d},"date":1,"old_chat_member":{"status":"?"},"new_chat_member":{"status":""}}}`, person),
		`{"message":{"message_id":1,"from":{"id":5,"first_name":"x"},"chat":{"id":5,"type":"private"},"migrate_to_chat_id":5,"text":"x"}}`, `{"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`,
	})
	if _, err := c.p.Inject([]byte(body)); err != nil {
		c.p.t.Fatalf("%v in %s", err, body)
	}
}

// comeAndGo changes what the bot may do in a chat.
func (c *crowd) comeAndGo() {
	room := pick(c.r, append(slices.Clone(c.wild), c.channels...))
	owner := c.owned[room]
	for _, m := range room.Members() {
		if m.User.ID == c.p.Bot().ID() {
			room.Kick(owner, c.p.Bot())
			return
		}
	}
	if slices.Contains(c.channels, room) {
		room.Promote(owner, c.p.Bot(), telegramtest.Rights{CanPost: true})
		return
	}
	room.Add(owner, c.p.Bot())
}
