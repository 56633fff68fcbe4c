package telegram

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"wirebrief/bot"
)

// A yesMan is a server that takes everything, and counts what it was asked.
type yesMan struct {
	t     *testing.T
	calls int
}

// RoundTrip implements http.RoundTripper.
func (y *yesMan) RoundTrip(r *http.Request) (*http.Response, error) {
	y.calls++
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if err := r.ParseForm(); err != nil {
		y.t.Errorf("%s: %v", method, err)
	}
	for name, values := range r.PostForm {
		if !utf8.ValidString(values[0]) {
			y.t.Errorf("%s: %s is no UTF-8: %q", method, name, values[0])
		}
	}
	result := `true`
	switch method {
	case "sendMessage":
		result = `{"message_id":7}`
	case "getChatAdministrators":
		result = `[{"status":"creator","user":{"id":1}}]`
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"ok":true,"result":` + result + `}`))}, nil
}

// A fakeDesk has something to say to everything.
type fakeDesk struct{ t *testing.T }

func (d fakeDesk) ChatChanged(_ context.Context, c bot.ChatChange) (bot.Reply, error) {
	if c.EventID == "" || c.Chat.Platform != Platform || c.Chat.ID == "" {
		d.t.Errorf("a change of %+v", c)
	}
	return bot.Reply{Messages: []bot.Message{repeating("changed " + c.ChatName)}, ForUser: c.Kind == bot.Channel}, nil
}

func (d fakeDesk) Offer(_ context.Context, q bot.Inquiry) (bot.Offers, error) {
	return bot.Offers{Offers: []bot.Offer{{ID: "1", Title: q.Text, Message: repeating(q.Text)}}, Notice: "x", NoticeKey: "k"}, nil
}

func (fakeDesk) Complete(context.Context, bot.Completion) ([]bot.Choice, error) { return nil, nil }

func (fakeDesk) LinkKey(context.Context, bot.ChatRef, string) (string, error) { return "key", nil }

// repeating is a message that repeats what somebody said, with a button.
func repeating(s string) bot.Message {
	return bot.Message{
		Blocks:  []bot.Block{{Kind: bot.Paragraph, Runs: []bot.Run{{Text: "said: "}, {Text: s}}}},
		Buttons: [][]bot.Button{{{Label: "More", Data: "1|more|2"}}},
	}
}

// FuzzHandle has updates of any kind and form answered. None makes the adapter
// panic, none makes it answer without end, and what the bot hears has a chat and
// an id by which a repeat is known.
func FuzzHandle(f *testing.F) {
	for _, seed := range updateSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		server := &yesMan{t: t}
		a, err := New(Options{Token: "1:x", Inbox: shelf{}, Desk: fakeDesk{t}, Pacing: bot.NewPacing(bot.Pace{})})
		if err != nil {
			t.Fatal(err)
		}
		a.client.http.Transport = server
		a.me.Store(&me{id: 42, name: "wirebrief_test_bot"})
		ev, _, err := read(raw)
		if err != nil {
			return
		}
		// Errors are for the log: the bot may not write to the chat, say.
		_ = a.handle(t.Context(), func(_ context.Context, c bot.Command) (bot.Reply, error) {
			if c.EventID == "" || c.Chat.Platform != Platform || c.Chat.ID == "" {
				t.Errorf("heard %+v", c)
			}
			if c.User.Admin && c.Kind == bot.Private {
				t.Errorf("an administrator of a private chat: %+v", c)
			}
			return bot.Reply{Messages: []bot.Message{repeating(c.Text + c.Button)}, Notice: c.Button, Replace: c.Button != ""}, nil
		}, ev.Value)
		if server.calls > 50 {
			t.Errorf("%d requests for one update", server.calls)
		}
		if again, _, err := read(raw); err != nil || again.Key != ev.Key || again.Lane != ev.Lane {
			t.Errorf("read again it is %q in %q, not %q in %q (%v)", again.Key, again.Lane, ev.Key, ev.Lane, err)
		}
	})
}

// updateSeeds are updates of every kind that is asked for, and some that are not.
var updateSeeds = []string{
	`{"update_id":1,"message":{"message_id":5,"date":1700000000,"from":{"id":7,"is_bot":false,"first_name":"Ana"},"chat":{"id":7,"type":"private","first_name":"Ana"},"text":"/latest ellery","entities":[{"type":"bot_command","offset":0,"length":7}]}}`,
	`{"update_id":2,"message":{"message_id":6,"message_thread_id":3,"is_topic_message":true,"date":1,"from":{"id":1,"first_name":"Boris"},"chat":{"id":-1001,"type":"supergroup","title":"Newsroom","is_forum":true},"text":"/subscribe@wirebrief_test_bot grain"}}`,
	`{"update_id":3,"message":{"message_id":6,"date":1,"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-5,"type":"group","title":"G"},"chat":{"id":-5,"type":"group","title":"G"},"text":"/topics@wirebrief_test_bot"}}`,
	`{"update_id":4,"message":{"message_id":8,"date":1,"from":{"id":7,"first_name":"Ana"},"chat":{"id":7,"type":"private"},"forward_origin":{"type":"channel","date":1,"chat":{"id":-1009,"type":"channel","title":"Wire"},"message_id":3},"caption":"🙂 see example.com","caption_entities":[{"type":"url","offset":7,"length":11}],"photo":[{"file_id":"x"}]}}`,
	`{"update_id":5,"message":{"message_id":9,"date":1,"from":{"id":9,"first_name":"x"},"chat":{"id":-5,"type":"group","title":"G"},"migrate_to_chat_id":-1005}}`,
	`{"update_id":6,"message":{"message_id":1,"date":1,"from":{"id":9,"first_name":"x"},"chat":{"id":-1005,"type":"supergroup","title":"G"},"migrate_from_chat_id":-5}}`,
	`{"update_id":7,"channel_post":{"message_id":2,"date":1,"sender_chat":{"id":-1007,"type":"channel","title":"C"},"chat":{"id":-1007,"type":"channel","title":"C"},"text":"/latest"}}`,
	`{"update_id":8,"callback_query":{"id":"77","from":{"id":1,"first_name":"Ana"},"chat_instance":"1","message":{"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"text":"x"},"data":"1|ask|ellery"}}`,
	`{"update_id":9,"callback_query":{"id":"78","from":{"id":2,"first_name":"Ana"},"chat_instance":"1","message":{"message_id":5,"date":0,"chat":{"id":-5,"type":"group","title":"G"}},"data":"1|open|2"}}`,
	`{"update_id":10,"callback_query":{"id":"79","from":{"id":2,"first_name":"Ana"},"chat_instance":"1","inline_message_id":"abc","data":"x"}}`,
	`{"update_id":11,"my_chat_member":{"chat":{"id":7,"type":"private"},"from":{"id":7,"first_name":"Ana"},"date":1,"old_chat_member":{"status":"member","user":{"id":42}},"new_chat_member":{"status":"kicked","user":{"id":42},"until_date":0}}}`,
	`{"update_id":12,"my_chat_member":{"chat":{"id":-1007,"type":"channel","title":"C"},"from":{"id":7,"first_name":"Ana"},"date":1,"old_chat_member":{"status":"left","user":{"id":42}},"new_chat_member":{"status":"administrator","can_post_messages":true,"user":{"id":42}}}}`,
	`{"update_id":13,"inline_query":{"id":"80","from":{"id":7,"first_name":"Ana"},"query":"karabakh","offset":"","chat_type":"sender"}}`,
	`{"update_id":14,"edited_message":{"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"text":"/unsubscribe ellery"}}`,
	`{"update_id":15,"poll":{"id":"1"}}`, `{"update_id":16,"message":null}`, `{"update_id":17,"message":{"chat":{}}}`, `{"update_id":18,"callback_query":{}}`,
	`{"update_id":19,"my_chat_member":{}}`, `{"update_id":20,"inline_query":{}}`, `{"update_id":-1}`, `[]`, `{"update_id":1e3}`, "",
}

func TestUpdateSeedsAreJSON(t *testing.T) {
	for _, seed := range updateSeeds {
		if seed != "" && !json.Valid([]byte(seed)) {
			t.Errorf("no JSON: %s", seed)
		}
	}
}
