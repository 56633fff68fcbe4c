package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// A mailbox is a chat that gets digests, and asks about them.
type mailbox struct {
	*digestLedger
	*reading
}

func newMailbox(t *testing.T, topics ...string) mailbox {
	l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
	m := mailbox{l, &reading{TB: t, bot: newBot(l.store, l.clock)}}
	for _, topic := range topics {
		l.follow(topic)
	}
	return m
}

// deliver sends what is owed.
func (m mailbox) deliver() {
	m.TB.Helper()
	ctx := m.TB.Context()
	list, err := m.store.ClaimDeliveries(ctx, bot.Claim{Owner: "me", Platform: reader.Platform, Lease: time.Minute, Limit: 10, Alerts: bot.AlertRules{PerHour: 4}})
	if err != nil || len(list) == 0 {
		m.TB.Fatal(list, err)
	}
	for _, d := range list {
		if ok, err := m.store.BeginDelivery(ctx, d.ID, "me", d.Attempt); err != nil || !ok {
			m.TB.Fatal(ok, err)
		}
		end := bot.DeliveryEnd{ID: d.ID, Attempt: d.Attempt, State: bot.DeliverySent, Message: bot.MessageRef{Chat: d.Chat, ID: fmt.Sprint(d.ID)}}
		if err := m.store.EndDeliveries(ctx, "me", []bot.DeliveryEnd{end}); err != nil {
			m.TB.Fatal(err)
		}
	}
}

func (m mailbox) say(c bot.Command) bot.Reply {
	m.TB.Helper()
	c.Chat, c.User = reader, bot.User{ID: "ann"}
	reply, err := m.bot.Handle(m.TB.Context(), c)
	if err != nil {
		m.TB.Fatal(err)
	}
	for _, message := range reply.Messages {
		checkMessage(m.TB, message)
		checkRoom(m.TB, message)
	}
	return reply
}

// TestWhyExplainsTheLastDigest: /why lists what came last, each number tells
// which topic brought the story and by which words, and a digest in which
// nothing was new hides nothing.
func TestWhyExplainsTheLastDigest(t *testing.T) {
	m := newMailbox(t, "ports", "ellery")
	if got := show(m.say(bot.Command{Text: "/why"})); !strings.Contains(got, "Nothing was sent to this chat yet") {
		t.Errorf("before anything was sent: %s", got)
	}
	m.clock.t = eight(3).Add(time.Hour)
	m.arrive(ships("37 grain ships"), 0, 37)
	other := strike
	other.title, other.url = "Dock strike in Port Ellery", "https://wire.example/another"
	m.arrive(other, 0)
	m.clock.t = eight(4)
	m.compose()
	m.deliver()
	m.clock.t = eight(5)
	m.compose()
	m.deliver()
	list := m.say(bot.Command{Text: "/why"})
	if got := show(list); len(lines(got, "# ")) != 2 || !strings.Contains(got, "The last digest here, yesterday") || !strings.Contains(got, "~ ports, ellery\n") && !strings.Contains(got, "~ ellery, ports\n") {
		t.Fatalf("the list is\n%s", got)
	}
	for _, label := range []string{"1", "2"} {
		got := show(m.say(bot.Command{Button: button(t, list, label).Data}))
		if !strings.Contains(got, "You follow ellery: it comes with your digests.") || !strings.Contains(got, "**Ellery**") || !strings.Contains(got, "[Change ellery] [Remove ellery]") {
			t.Errorf("%s is explained as\n%s", label, got)
		}
	}
	number := button(t, bot.Reply{Messages: []bot.Message{*digestWords(t, m)}}, "1").Data
	opened := m.say(bot.Command{Button: number})
	if got := show(m.say(bot.Command{Button: button(t, opened, "Why").Data})); !strings.Contains(got, "Why this story") || !strings.Contains(got, "You follow ellery") {
		t.Errorf("below the opened story it is explained as\n%s", got)
	}
}

// digestWords are the words of the last digest with stories.
func digestWords(t *testing.T, m mailbox) *bot.Message {
	t.Helper()
	for _, d := range m.digests() {
		if len(d.Stories) == 0 {
			continue
		}
		r := bot.NewRenderer(m.store, bot.RendererOptions{Now: m.clock.now, Settings: m.store})
		words, err := r.Message(t.Context(), bot.Delivery{Chat: reader, Kind: bot.DigestDelivery, Content: d})
		if err != nil {
			t.Fatal(err)
		}
		return &words
	}
	t.Fatal("there is no digest with stories")
	return nil
}

func TestWhyWhenItIsNotSoAnyMore(t *testing.T) {
	m := newMailbox(t, "ellery")
	m.clock.t = eight(3).Add(time.Hour)
	stored := m.arrive(ships("37 grain ships"), 0, 37)
	m.clock.t = eight(4)
	m.compose()
	m.deliver()
	if got := show(m.say(bot.Command{Text: "/why"})); !strings.Contains(got, "In the headline: Ships wait outside Port **Ellery**") {
		t.Errorf("one story is explained at once, as\n%s", got)
	}
	show(m.say(bot.Command{Text: "/unsubscribe ellery"}))
	show(m.say(bot.Command{Text: "/subscribe lorne"}))
	if got := show(m.say(bot.Command{Text: "/why"})); !strings.Contains(got, "None of the topics you follow matches this report now") {
		t.Errorf("after the topic was removed: %s", got)
	}
	if _, err := m.store.WithdrawArticle(t.Context(), stored.Article, "it was invented"); err != nil {
		t.Fatal(err)
	}
	if got := show(m.say(bot.Command{Text: "/why"})); strings.Contains(got, "internal") || !strings.Contains(got, "Why this story") && !strings.Contains(got, "it was invented") {
		t.Errorf("after it was withdrawn: %s", got)
	}
	for _, data := range []string{"1h1.zzzz", "1h", "1hz.1", "1h0.1:" + strings.Repeat("\"", 30), "1h0.1:OR"} {
		if reply := m.say(bot.Command{Button: data}); len(reply.Messages) == 0 {
			t.Errorf("%s is answered by silence", data)
		}
	}
}

// TestWhyInAnotherReport: the story came by the words of another report.
func TestWhyInAnotherReport(t *testing.T) {
	other := sample{
		publisher: "Sample Gazette", lang: "en", age: 3 * time.Hour, story: 1, title: "Ships wait as the strike in Artsakh Street goes on",
		url: "https://gazette.example/ships", text: "Ships waited on Friday.",
	}
	r := read(t, other, strike)
	r.ask("/subscribe karabakh")
	r.ask("/latest crane")
	r.press("In context")
	why := r.press("Why")
	if !strings.Contains(why, "You asked for crane.") || strings.Contains(why, "karabakh") {
		t.Errorf("asked for, it is explained as\n%s", why)
	}
	r.ask("/latest")
	r.press("1")
	r.press("In context")
	revision := ""
	for _, b := range r.buttons {
		if b.Label == "Why" {
			revision = strings.TrimPrefix(b.Data, "1h.")
		}
	}
	got := show(r.handle(bot.Command{Button: "1h1." + revision}))
	if !strings.Contains(got, "Another report of the same story brought it, by Sample Gazette") || !strings.Contains(got, "artsakh is another name for karabakh") {
		t.Errorf("sent, it is explained as\n%s", got)
	}
}

// TestWhyInAGroupIsANotice: what the group follows is told to the presser alone
// and over the chat, in one short sentence.
func TestWhyInAGroupIsANotice(t *testing.T) {
	r := read(t, strike)
	r.kind = bot.Group
	r.ask("/why strike")
	r.ask("/latest strike")
	r.press("In context")
	for _, b := range r.buttons {
		if b.Label != "Why" {
			continue
		}
		reply := r.handle(bot.Command{Button: b.Data})
		if !reply.ForUser || reply.Notice != "You asked for strike. In the headline: “strike”" {
			t.Errorf("the notice is %q", reply.Notice)
		}
		return
	}
	t.Error("there is no button Why")
}
