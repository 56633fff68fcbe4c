package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

// A step is what somebody does in a dialogue: they press a button, or say
// something.
type step struct{ press, say string }

// dialogue sets all that can be set, some of it twice and some of it back.
var dialogue = []step{
	{say: "/subscribe"}, {say: "ellery"}, {say: "/subscribe karabakh weekly"}, {press: "Alert me at once"}, {press: "Undo"},
	{say: "/timezone"}, {say: town.name}, {say: "/digest 08:00 and 19:00"}, {say: "/quiet 22:00-07:00"}, {say: "/subscribe lorne"},
	{say: "/unsubscribe karabakh"}, {say: "/subscribe karabakh weekly"}, {press: "Undo"}, {press: "Undo"}, {say: "/settings nothing skip"}, {say: "/language reading en tr"},
	{say: "/pause"}, {say: "/latest"}, {press: "1"}, {press: "In context"},
}

// do does a step.
func (g *guest) do(t testing.TB, s step) {
	t.Helper()
	if s.press == "" {
		g.Say(g.room, s.say)
		return
	}
	g.Press(g.room, s.press)
}

// settings are all settings of a chat in words, with what else they have left in
// the store.
func (g *guest) settings() string {
	g.p.t.Helper()
	var words []string
	for _, ask := range []string{"/settings", "/topics"} {
		g.read += g.settle()
		g.Say(g.room, ask)
		words = append(words, g.next().Text)
	}
	for _, table := range []string{"chats", "subscriptions", "changes"} {
		words = append(words, table+": "+g.p.query(`SELECT count(*) FROM ` + table)[0])
	}
	return strings.Join(words, "\n")
}

// TestTelegramRestarts kills the service between any two steps of a dialogue, and
// in the middle of each: afterwards the settings are those of a dialogue that
// nothing has disturbed. Each time the updates before come again.
func TestTelegramRestarts(t *testing.T) {
	t.Parallel()
	want := playDialogue(t, func(p *telegramProgram, g *guest, _ int) { p.settle() })
	t.Run("BetweenSteps", func(t *testing.T) {
		t.Parallel() // it waits for programs that begin, most of the time
		got := playDialogue(t, func(p *telegramProgram, g *guest, i int) {
			p.settle()
			p.end(os.Kill)
			sent := p.Sent()
			p.Unconfirm(i%10 + 1)
			p.start()
			p.settle()
			if again := p.Sent() - sent; again > 0 {
				t.Errorf("after step %d %d messages were sent again", i, again)
			}
		})
		compareSettings(t, got, want)
	})
	t.Run("WithinSteps", func(t *testing.T) {
		t.Parallel()
		var room *telegramtest.Room
		got := playDialogue(t, func(p *telegramProgram, g *guest, i int) {
			room = g.room
			time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
			p.end(os.Kill)
			p.Unconfirm(i % 3)
			p.start()
			p.settle()
		})
		if compareSettings(t, got, want); t.Failed() {
			t.Logf("the dialogue was\n%s", shownPosts(room.Posts()))
		}
	})
}

func compareSettings(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("the settings are\n%s\nwithout kills they are\n%s", got, want)
	}
}

// playDialogue plays the dialogue, with something after each step, and returns
// the settings in the end.
func playDialogue(t *testing.T, after func(p *telegramProgram, g *guest, i int)) string {
	t.Helper()
	p := newTelegramProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	p.storeNews()
	p.start()
	ana := p.guest("Ana")
	ana.Start("")
	after(p, ana, 0)
	for i, s := range dialogue {
		ana.do(t, s)
		after(p, ana, i+1)
	}
	settings := ana.settings()
	p.stop()
	checkIntegrity(t, p.file)
	return clockless(settings)
}

// clockless is text without the time of day, which passes.
func clockless(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if zone, _, ok := strings.Cut(line, ", where it is"); ok {
			line = zone
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestTelegramAnswersWhatWasStored kills the service after it has confirmed an
// update, and before it could answer.
func TestTelegramAnswersWhatWasStored(t *testing.T) {
	t.Parallel()
	p := newTelegramProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	p.storeNews()
	p.start()
	ana := p.guest("Ana")
	ana.Start("")
	ana.expect("Name a topic, or take one.")
	ana.settle()
	p.Fail("sendMessage", ana.room.ID(), telegramtest.Fault{Times: -1, Stall: time.Minute, HangUp: true})
	tried := p.Calls("sendMessage")
	ana.Say(ana.room, "/subscribe ellery")
	p.eventually("updates that are not confirmed, or answered", 0, func() int {
		if p.Calls("sendMessage") == tried {
			return 1
		}
		return p.Pending()
	})
	p.end(os.Kill)
	p.ClearFaults()
	if n := ana.settleCount(); n != 0 {
		t.Fatalf("%d messages came through", n)
	}
	p.start()
	ana.expect("Following ellery")
	ana.expect("The latest, as a sample:")
	if n, got := ana.settle(), p.following(); n != 0 || len(got) != 1 {
		t.Errorf("%d more messages; following %q", n, got)
	}
	p.stop()
}

// settleCount is how many messages have come that nobody expected.
func (g *guest) settleCount() int { return len(g.room.BotPosts()) - g.read }

// TestTelegramWebhook has updates pushed, with a restart in between, and then
// polls again.
func TestTelegramWebhook(t *testing.T) {
	t.Parallel()
	address := freeAddress(t)
	p := newTelegramProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open", "WIREBRIEF_TELEGRAM_WEBHOOK=on",
		"WIREBRIEF_WEB_LISTEN="+address, "WIREBRIEF_WEB_PUBLIC_URL=http://"+address)
	p.storeNews()
	p.start()
	ana := p.guest("Ana")
	ana.Start("")
	ana.expect("Name a topic, or take one.")
	ana.ask("/subscribe ellery", "Following ellery")
	ana.expect("The latest, as a sample:")
	ana.settle()
	for secret, want := range map[string]int{"": 401, "guess": 401} {
		status, err := p.PostForged(secret, []byte(`{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":`+fmt.Sprint(ana.room.ID())+`,"type":"private"},"from":{"id":`+fmt.Sprint(ana.ID())+`,"first_name":"Ana"},"text":"/unsubscribe ellery"}}`))
		if err != nil || status != want {
			t.Errorf("the secret %q is answered %d, %v", secret, status, err)
		}
	}
	p.end(os.Kill)
	ana.Say(ana.room, "/latest ellery") // while nobody is there
	time.Sleep(300 * time.Millisecond)
	p.start()
	ana.expect("ellery")
	if got := p.following(); len(got) != 1 || ana.settle() != 0 {
		t.Errorf("following %q", got)
	}
	if n := p.Calls("getUpdates"); n != 0 {
		t.Errorf("polled %d times", n)
	}
	p.stop()

	p.env = append(p.env, "WIREBRIEF_TELEGRAM_WEBHOOK=off")
	p.start()
	ana.ask("/topics", "ellery")
	p.stop()
}
