package telegramtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

// T15, T25
func TestBlocked(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	ana.Block()
	got := b.drain()
	if len(got) != 1 || got[0].MyChatMember == nil || got[0].MyChatMember.New.Status != "kicked" || got[0].MyChatMember.Chat.ID != ana.ID() {
		t.Fatalf("updates %+v, want that the bot was kicked", got)
	}
	b.bad(403, "Forbidden: bot was blocked by the user", "sendMessage", "chat_id", ana.ID(), "text", "a")
	if r := b.upload("sendPhoto", "photo", "a.png", []byte("x"), "chat_id", ana.ID()); r.Status != 403 || r.Code != 403 {
		t.Errorf("a photo for a blocker: %+v", r)
	}
	ana.Unblock()
	if got := b.drain(); len(got) != 1 || got[0].MyChatMember.New.Status != "member" || got[0].MyChatMember.Old.Status != "kicked" {
		t.Errorf("updates %+v, want that the bot is a member again", got)
	}
	b.send(ana.Private(), "back")
	ana.Block()
	ana.Start("again")
	if got := b.drain(); len(got) != 3 || got[2].Message.Text != "/start again" {
		t.Errorf("updates %+v, want blocked, unblocked, /start", got)
	}
}

// T16
func TestForbidden(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	room := func(kind string) *telegramtest.Room {
		switch kind {
		case telegramtest.Group:
			return b.AddGroup(kind, ana)
		case telegramtest.Supergroup:
			return b.AddSupergroup(kind, ana)
		}
		return b.AddChannel(kind, ana)
	}
	refuses := func(r *telegramtest.Room, want string) {
		t.Helper()
		b.bad(403, "Forbidden: "+want, "sendMessage", "chat_id", r.ID(), "text", "a")
	}
	for _, kind := range []string{telegramtest.Group, telegramtest.Supergroup, telegramtest.Channel} {
		r := room(kind)
		refuses(r, "bot is not a member of the "+kind+" chat")
		r.Promote(ana, b.Bot(), telegramtest.AllRights())
		b.send(r, "hello")
		r.Kick(ana, b.Bot())
		refuses(r, "bot was kicked from the "+kind+" chat")
	}
	gone := b.friend("Gone")
	gone.Deactivate()
	refuses(gone.Private(), "user is deactivated")
	refuses(b.AddPerson(telegramtest.User{FirstName: "Stranger"}).Private(), "bot can't initiate conversation with a user")
	refuses(b.AddPerson(telegramtest.User{FirstName: "Robot", IsBot: true}).Private(), "the bot can't send messages to the bot")
	deleted := room(telegramtest.Group)
	deleted.Add(ana, b.Bot())
	deleted.Delete()
	refuses(deleted, "the group chat was deleted")
	b.bad(400, "Bad Request: chat not found", "sendMessage", "chat_id", 12345, "text", "a")
	b.bad(400, "Bad Request: chat not found", "sendMessage", "chat_id", "@nobody", "text", "a")
}

// T17
func TestUpgrade(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	group := b.AddGroup("Dockers", ana)
	group.Add(ana, b.Bot())
	b.forget()
	super := group.Upgrade(ana)
	got := b.drain()
	if len(got) != 2 || got[0].Message.MigrateToChatID != super.ID() || got[0].Message.Chat.ID != group.ID() ||
		got[1].Message.MigrateFromChatID != group.ID() || got[1].Message.Chat.ID != super.ID() {
		t.Errorf("updates %+v, want both service messages", got)
	}
	r := b.bad(400, "Bad Request: group chat was upgraded to a supergroup chat", "sendMessage", "chat_id", group.ID(), "text", "a")
	if r.Parameters.MigrateTo != super.ID() {
		t.Errorf("migrate_to_chat_id is %d, want %d", r.Parameters.MigrateTo, super.ID())
	}
	b.send(super, "moved")
}

// T18
func TestMayNotPost(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	group := b.AddSupergroup("Dockers", ana)
	group.Add(ana, b.Bot())
	group.Restrict(ana, b.Bot(), telegramtest.Permissions{CanSendDocuments: true})
	b.bad(400, "Bad Request: not enough rights to send text messages to the chat", "sendMessage", "chat_id", group.ID(), "text", "a")
	if r := b.upload("sendDocument", "document", "a.txt", []byte("x"), "chat_id", group.ID()); !r.OK {
		t.Errorf("documents are allowed, but: %+v", r)
	}
	group.Demote(ana, b.Bot())
	group.SetClosed(true)
	b.bad(400, "Bad Request: not enough rights to send text messages to the chat", "sendMessage", "chat_id", group.ID(), "text", "a")
	group.Promote(ana, b.Bot(), telegramtest.AllRights())
	b.send(group, "as administrator")

	channel := b.AddChannel("Port news", ana)
	channel.Promote(ana, b.Bot(), telegramtest.Rights{CanManageChat: true})
	b.bad(400, "Bad Request: need administrator rights in the channel chat", "sendMessage", "chat_id", channel.ID(), "text", "a")

	b.Fail("sendMessage", group.ID(), telegramtest.Refusing(400, "Bad Request: not enough rights to send text messages to the chat"))
	b.bad(400, "Bad Request: not enough rights to send text messages to the chat", "sendMessage", "chat_id", group.ID(), "text", "false alarm")
	b.send(group, "after the false alarm")
}

// T19
func TestTopics(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	forum := b.AddForum("Dockers", ana)
	forum.Add(ana, b.Bot())
	topic := forum.AddTopic(ana, "Grain")
	m := b.send(forum, "in grain", "message_thread_id", topic)
	if m.MessageThreadID != topic || !m.IsTopicMessage || !m.Chat.IsForum {
		t.Errorf("the message is %+v", m)
	}
	if m := b.send(forum, "in general"); m.MessageThreadID != 0 || m.IsTopicMessage {
		t.Errorf("in General: %+v", m)
	}
	for _, id := range []int{1, 9999} {
		b.bad(400, "Bad Request: message thread not found", "sendMessage", "chat_id", forum.ID(), "text", "a", "message_thread_id", id)
	}
	forum.CloseTopic(ana, topic)
	b.bad(400, "Bad Request: TOPIC_CLOSED", "sendMessage", "chat_id", forum.ID(), "text", "a", "message_thread_id", topic)
	forum.ReopenTopic(ana, topic)
	b.forget()
	asked := ana.SayIn(forum, topic, "/latest@wirebrief_test_bot")
	ana.Reply(forum, m.MessageID, "grain")
	got := b.drain()
	if len(got) != 2 || got[0].Message.MessageThreadID != topic || !got[0].Message.IsTopicMessage || got[1].Message.MessageThreadID != topic {
		t.Errorf("updates %+v, want both in topic %d", got, topic)
	}
	if posts := forum.Posts(); posts[len(posts)-1].Topic != topic || posts[len(posts)-1].ReplyTo != m.MessageID || asked.MessageThreadID != topic {
		t.Errorf("the last post is %+v", posts[len(posts)-1])
	}
	forum.DeleteTopic(topic)
	b.bad(400, "Bad Request: message thread not found", "sendMessage", "chat_id", forum.ID(), "text", "a", "message_thread_id", topic)

	plain := b.AddSupergroup("No forum", ana)
	plain.Promote(ana, b.Bot(), telegramtest.AllRights())
	said := ana.Say(plain, "a")
	b.forget()
	ana.Reply(plain, said.MessageID, "b")
	if got := b.drain(); len(got) != 1 || got[0].Message.MessageThreadID == 0 || got[0].Message.IsTopicMessage {
		t.Errorf("a reply outside of a forum is %+v, want a thread that is no topic", got)
	}
}

// T26
func TestFaults(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	send := []any{"chat_id", ana.ID(), "text", "a"}
	t.Run("BadGateway", func(t *testing.T) {
		b.Fail("sendMessage", 0, telegramtest.BadGateway())
		a, err := b.client.PostForm(b.URL()+"/bot"+b.Token()+"/sendMessage", params(send).values())
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close()
		if a.StatusCode != http.StatusBadGateway || a.Header.Get("Content-Type") != "text/html" {
			t.Errorf("answer %s %s", a.Status, a.Header)
		}
		if n := len(ana.Private().BotPosts()); n != 0 {
			t.Errorf("%d messages were stored", n)
		}
	})
	t.Run("AnswerLost", func(t *testing.T) {
		b.Fail("sendMessage", ana.ID(), telegramtest.LostAnswer())
		if r, err := b.try("sendMessage", send...); err == nil {
			t.Errorf("answer %+v", r)
		}
		if n := len(ana.Private().BotPosts()); n != 1 {
			t.Errorf("%d messages were stored, want 1", n)
		}
	})
	t.Run("Stall", func(t *testing.T) {
		b.Fail("", 0, telegramtest.Stalling(300*time.Millisecond))
		began := time.Now()
		good[map[string]any](b, "getMe")
		if took := time.Since(began); took < 300*time.Millisecond {
			t.Errorf("the answer came after %v", took)
		}
	})
	t.Run("OnlyWhomItIsFor", func(t *testing.T) {
		b.Fail("sendMessage", ana.ID()+1, telegramtest.Flooding(7))
		b.Fail("getChat", 0, telegramtest.Flooding(7))
		b.send(ana.Private(), "through")
		r := b.bad(429, "Too Many Requests: retry after 7", "getChat", "chat_id", ana.ID())
		if r.Parameters.RetryAfter != 7 || b.TooMany() != 0 {
			t.Errorf("refused with %+v; %d refusals counted that were not ordered", r, b.TooMany())
		}
		b.ClearFaults()
	})
	t.Run("Always", func(t *testing.T) {
		b.Fail("getMe", 0, telegramtest.Fault{Times: -1, Refuse: &telegramtest.Refusal{Code: 500, Description: "Internal Server Error"}})
		for range 3 {
			b.bad(500, "Internal Server Error", "getMe")
		}
		b.ClearFaults()
		good[map[string]any](b, "getMe")
	})
}

func TestReport(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{})
	b.call("sendMessage", "chat_id", 5, "text", "a")
	got := b.Refused()
	if len(got) != 1 || got[0].Method != "sendMessage" || got[0].Chat != "5" || got[0].Code != 400 {
		t.Errorf("refused %+v", got)
	}
	if calls := b.LastCalls("sendMessage"); b.Calls("sendMessage") != 1 || len(calls) != 1 || calls[0].Values["text"] != "a" || calls[0].Time.IsZero() {
		t.Errorf("calls %+v", calls)
	}
}

// What no client can do is told, not passed over.
func TestImpossibleActsAreViolations(t *testing.T) {
	s, err := telegramtest.New(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ana, ben := s.AddPerson(telegramtest.User{FirstName: "Ana"}), s.AddPerson(telegramtest.User{FirstName: "Ben"})
	group := s.AddGroup("Dockers", ana)
	acts := map[string]func(){
		"not a member":             func() { ben.Say(group, "let me in") },
		"somebody else":            func() { ben.Say(ana.Private(), "hello") },
		"no such button":           func() { ana.Press(group, "Go") },
		"there is none":            func() { ana.Reply(group, 99, "what") },
		"have blocked":             func() { ana.Block(); ana.Say(ana.Private(), "a") },
		"has no topic":             func() { group.CloseTopic(ana, 5) },
		"it is not theirs":         func() { ben.Edit(group, ana.Say(group, "a").MessageID, "b") },
		"no button":                func() { ana.ShareChat(group, "Choose", group) },
		"not an administrator":     func() { group.SetAnonymous(ben, true) },
		"who is in a private chat": func() { ana.Private().Add(ana, ben) },
	}
	for want, act := range acts {
		t.Run(want, func(t *testing.T) {
			before := len(s.Violations())
			act()
			if got := s.Violations()[before:]; len(got) != 1 || !strings.Contains(got[0], want) {
				t.Errorf("violations %q, want one with %q", got, want)
			}
		})
	}
}
