package telegram

import (
	"errors"
	"testing"
	"time"

	"wirebrief/bot"
)

// The texts are those of the server, after its "Bad Request: " and so on.
func TestEveryRefusalHasItsClass(t *testing.T) {
	const group, user = -100200, 42
	for _, tt := range []struct {
		f    failure
		chat int64
		want bot.SendKind
	}{
		{failure{Code: 403, Description: "Forbidden: bot was blocked by the user"}, user, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: user is deactivated"}, user, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot can't initiate conversation with a user"}, user, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot was kicked from the group chat"}, group, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot was kicked from the supergroup chat"}, group, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot was kicked from the channel chat"}, group, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot is not a member of the group chat"}, group, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot is not a member of the supergroup chat"}, group, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot is not a member of the channel chat"}, group, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: the group chat was deleted"}, group, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: the bot can't send messages to the bot"}, user, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: bot can't send messages to bots"}, user, bot.Gone},
		{failure{Code: 403, Description: "Forbidden: something new"}, user, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: chat not found"}, user, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: private chat not found"}, user, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MovedTo: -100300}, group, bot.Migrated},
		{failure{Code: 400, Description: "Bad Request: not enough rights to send text messages to the chat"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: not enough rights to send documents to the chat"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: have no write access to the chat"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: CHAT_WRITE_FORBIDDEN"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: CHAT_RESTRICTED"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: TOPIC_CLOSED"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: need administrator rights in the channel chat"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: CHAT_ADMIN_REQUIRED"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"}, group, bot.Forbidden},
		{failure{Code: 400, Description: "Bad Request: can't parse entities: Unsupported start tag \"3\" at byte offset 7"}, user, bot.Content},
		{failure{Code: 400, Description: "Bad Request: message is too long"}, user, bot.Content},
		{failure{Code: 400, Description: "Bad Request: message text is empty"}, user, bot.Content},
		{failure{Code: 400, Description: "Bad Request: reply markup is too long"}, user, bot.Content},
		{failure{Code: 400, Description: "Bad Request: message to edit not found"}, user, bot.Gone},
		{failure{Code: 400, Description: "Bad Request: message can't be edited"}, user, bot.Content},
		{failure{Code: 400, Description: "Bad Request: wrong HTTP URL specified"}, user, bot.Content},
		{failure{Code: 401, Description: "Unauthorized"}, user, bot.Auth},
		{failure{Code: 401, Description: "Unauthorized: invalid token specified"}, user, bot.Auth},
		{failure{Code: 404, Description: "Not Found"}, user, bot.Auth},
		{failure{Code: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}, user, bot.Conflict},
		{failure{Code: 413, Description: "Request Entity Too Large"}, user, bot.Content},
		{failure{Code: 429, Description: "Too Many Requests: retry after 7", RetryAfter: 7 * time.Second}, user, bot.RetryAfter},
		{failure{Code: 500, Description: "Internal Server Error", sent: true}, user, bot.Uncertain},
		{failure{Code: 502, Description: "with something that is no answer", sent: true}, user, bot.Uncertain},
		{failure{Code: 502, Description: "with something that is no answer"}, user, bot.Transient},
		{failure{Description: "connection reset", sent: true}, user, bot.Uncertain},
		{failure{Description: "connection refused"}, user, bot.Transient},
	} {
		t.Run(tt.f.Description, func(t *testing.T) {
			a := &Adapter{o: Options{Now: time.Now}}
			got := a.sendError(place{chat: tt.chat}, &tt.f)
			if got.Kind != tt.want {
				t.Errorf("got %v, want %v", got.Kind, tt.want)
			}
			if got.Kind == bot.RetryAfter && got.RetryAfter != 7*time.Second {
				t.Errorf("it is to wait %v", got.RetryAfter)
			}
			if got.Kind == bot.Migrated && got.MovedTo.ID != "-100300" {
				t.Errorf("it moved to %v", got.MovedTo)
			}
		})
	}
}

func TestUnknownErrorsAreTransient(t *testing.T) {
	a := &Adapter{o: Options{Now: time.Now}}
	if got := a.sendError(place{chat: 1}, errors.New("x")); got.Kind != bot.Transient {
		t.Errorf("got %v", got.Kind)
	}
}

func TestTwoFloodedChatsHoldAll(t *testing.T) {
	now := time.Unix(0, 0)
	a := &Adapter{o: Options{Now: func() time.Time { return now }}}
	flood := func(p place) bool { return a.sendError(p, &failure{Code: 429, RetryAfter: time.Second}).Global }
	if first, again := flood(place{chat: 1}), flood(place{chat: 1}); first || again {
		t.Error("one chat holds all")
	}
	if now = now.Add(4 * time.Second); !flood(place{chat: 2}) {
		t.Error("two chats within seconds do not hold all")
	}
	a.sendError(place{chat: 5}, &failure{Code: 429, RetryAfter: time.Minute})
	now = now.Add(4 * time.Second)
	if e := a.sendError(place{chat: 6}, &failure{Code: 429, RetryAfter: time.Second}); !e.Global || e.RetryAfter != 56*time.Second {
		t.Errorf("two chats are to wait for the longer of their times, not %v", e.RetryAfter)
	}
	if now = now.Add(6 * time.Second); flood(place{chat: 3}) {
		t.Error("two chats with some seconds between hold all")
	}
	if now = now.Add(6 * time.Second); flood(place{chat: -4, thread: 1}) || flood(place{chat: -4, thread: 2}) {
		t.Error("two topics of one group hold all")
	}
}

func TestALostTopicMovesAtItsSecondTime(t *testing.T) {
	a := &Adapter{o: Options{Now: time.Now}}
	topic := place{chat: -100200, thread: 7}
	lost := &failure{Code: 400, Description: "Bad Request: message thread not found"}
	if got := a.sendError(topic, lost); got.Kind != bot.Transient {
		t.Errorf("the first time it is %v", got.Kind)
	}
	a.lost.found(topic)
	lost.Description = "Bad Request: TOPIC_DELETED"
	if got := a.sendError(topic, lost); got.Kind != bot.Transient {
		t.Errorf("after a success it is %v", got.Kind)
	}
	if got := a.sendError(topic, lost); got.Kind != bot.Migrated || got.MovedTo.ID != "-100200" {
		t.Errorf("the second time it is %v to %v", got.Kind, got.MovedTo)
	}
}
