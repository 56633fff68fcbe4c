package telegramtest_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

const oneButton = `{"inline_keyboard":[[{"text":"Follow","callback_data":"v1|follow"},{"text":"Read","url":"https://example.com/a"}]]}`

// T20
func TestPress(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	m := b.send(ana.Private(), "a story", "reply_markup", oneButton)
	press := ana.Press(ana.Private(), "Follow")
	got := b.drain()
	if len(got) != 1 || got[0].Callback == nil || got[0].Callback.Data != "v1|follow" || got[0].Callback.From.ID != ana.ID() ||
		got[0].Callback.Message.MessageID != m.MessageID || got[0].Callback.Message.Text != "a story" || got[0].Callback.ChatInstance == "" {
		t.Fatalf("updates %+v, want the press", got)
	}
	id := got[0].Callback.ID
	if press.Answered() || press.ID() != id {
		t.Errorf("the press %s of %s is answered: %v", press.ID(), id, press.Answered())
	}
	good[bool](b, "answerCallbackQuery", "callback_query_id", id, "text", "Followed", "show_alert", true)
	if n, ok := press.Wait(); !ok || n != (telegramtest.Notice{Text: "Followed", Alert: true}) {
		t.Errorf("shown %+v, %v", n, ok)
	}
	late := "Bad Request: query is too old and response timeout expired or query ID is invalid"
	b.bad(400, late, "answerCallbackQuery", "callback_query_id", id)
	b.bad(400, late, "answerCallbackQuery", "callback_query_id", "5")

	press = ana.Press(ana.Private(), "Follow")
	b.Advance(31 * time.Second)
	b.bad(400, late, "answerCallbackQuery", "callback_query_id", press.ID())
	if n, ok := press.WaitFor(10 * time.Millisecond); ok {
		t.Errorf("an answer that came late shows %+v", n)
	}
	if n, ok := ana.Press(ana.Private(), "Read").Wait(); !ok || n.URL != "https://example.com/a" {
		t.Errorf("a link opens %+v, %v", n, ok)
	}
}

func TestNoticeIsChecked(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	b.send(ana.Private(), "a", "reply_markup", oneButton)
	b.bad(400, "Bad Request: MESSAGE_TOO_LONG", "answerCallbackQuery", "callback_query_id", ana.Press(ana.Private(), "Follow").ID(), "text", strings.Repeat("a", 201))
	b.bad(400, "Bad Request: URL_INVALID", "answerCallbackQuery", "callback_query_id", ana.Press(ana.Private(), "Follow").ID(), "url", "https://example.com/")
	press := ana.Press(ana.Private(), "Follow")
	good[bool](b, "answerCallbackQuery", "callback_query_id", press.ID(), "url", "https://t.me/wirebrief_test_bot?start=follow_7")
	b.forget()
	n, _ := press.Wait()
	if !ana.Follow(n.URL) || ana.Follow("https://example.com/") {
		t.Errorf("the client follows %q wrongly", n.URL)
	}
	if got := b.drain(); len(got) != 1 || got[0].Message.Text != "/start follow_7" {
		t.Errorf("updates %+v, want /start with the payload", got)
	}
}

// T21, T22
func TestPressesThatAreNotAsTheySeem(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana, ben := b.friend("Ana"), b.friend("Ben")
	group := b.AddSupergroup("Dockers", ana, ben)
	group.Promote(ana, b.Bot(), telegramtest.AllRights())
	m := b.send(group, "settings", "reply_markup", oneButton)
	b.forget()

	ben.Press(group, "Follow")
	if got := b.drain(); len(got) != 1 || got[0].Callback.From.ID != ben.ID() || got[0].Callback.Message.Chat.ID != group.ID() {
		t.Errorf("updates %+v, want the press of a member", got)
	}
	if got := good[member](b, "getChatMember", "chat_id", group.ID(), "user_id", ben.ID()).Status; got != "member" {
		t.Errorf("who pressed is %q", got)
	}
	group.Forget(m.MessageID)
	ana.PressOn(group, m.MessageID, "Follow")
	if got := b.drain(); len(got) != 1 || got[0].Callback.Message.Date != 0 || got[0].Callback.Message.Text != "" || got[0].Callback.Message.MessageID != m.MessageID {
		t.Errorf("updates %+v, want an inaccessible message", got)
	}
	ben.PressForged(group, m.MessageID, "v9|become|admin")
	if got := b.drain(); len(got) != 1 || got[0].Callback.Data != "v9|become|admin" {
		t.Errorf("updates %+v, want the forged data", got)
	}
}

func TestFollowTo(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	group := b.AddSupergroup("Dockers", ana)
	ana.FollowTo(group, "x1")
	got := b.drain()
	if len(got) != 3 || got[2].Message.Text != "/start@wirebrief_test_bot x1" {
		t.Errorf("updates %+v, want added and /start", got)
	}
}
