package telegram_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// scraps are what random texts are made of: words, and what may go wrong in
// HTML, in lengths, or because Telegram makes something of it.
var scraps = []string{
	"ports", "the union", "1,400", "“No crane moves”", "<b>", "</b>", "<", "&amp;", "&", "\"", "'", "<3", "</a>", "&#x1f600;", "字", "👍🏽", "e\u0301", "\U0001d11e",
	"@", "@ana_varga", "#", "#strike", "\u00b7tag", "$", "$ELRY", "1INCH", "/", "/stop", "//", ":", "https:", "https://wire.example/a?b=c", "wire.example", ".", "com", ".рф",
	"भारत", ".भारत", "192", ".0", ".2", ".1", "192.0.2.1", "t.me/x", "ana", "ana@port.example", "-", "_", "~", "xn--p1ai", "tg://resolve?domain=x",
	"\n", "\r\n", "\u2028", "\u202e", "\u200b", "\u2060", "\u00a0", "\t", "\x00", "\xff", "\ufffd", "\u2800", "*", "`", "||", ">", "•", "(1/2)",
}

// scribble makes a random text of words that can be found again.
func scribble(r *rand.Rand, n int) string {
	var b strings.Builder
	for range r.IntN(n + 1) {
		b.WriteString(scraps[r.IntN(len(scraps))])
		if r.IntN(3) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// random makes any message, and the marks that must be found in it, in order.
func random(r *rand.Rand) (m bot.Message, marks []string) {
	size := []int{3, 30, 300}[r.IntN(3)]
	for range 1 + r.IntN(size/3+3) {
		b := bot.Block{Kind: bot.BlockKind(r.IntN(int(bot.Line) + 1)), Right: scribble(r, 2), Spare: r.IntN(10) == 0}
		for range 1 + r.IntN(4) {
			run := bot.Run{Text: scribble(r, size), Bold: r.IntN(3) == 0, Command: r.IntN(9) == 0}
			if !b.Spare {
				mark := fmt.Sprintf("M%dM", len(marks))
				marks, run.Text = append(marks, mark), run.Text+mark
			}
			if r.IntN(3) == 0 {
				run.URL = []string{"https://wire.example/1", "javascript:1", "https://wire.example/" + strings.Repeat("a&\"", 300), "http://localhost/\"><b>"}[r.IntN(4)]
			}
			if r.IntN(5) == 0 {
				run.Time = time.Unix(r.Int64N(1<<33)-1<<30, 0)
			}
			b.Runs = append(b.Runs, run)
		}
		m.Blocks = append(m.Blocks, b)
	}
	for range r.IntN(4) {
		m.Buttons = append(m.Buttons, []bot.Button{{Label: scribble(r, 20), Data: scribble(r, 5)}, {Label: "a", URL: scribble(r, 3)}, {Label: "b", URL: "https://" + scribble(r, 2), Private: true}})
	}
	if r.IntN(3) == 0 {
		m.Preview, m.Ask = "https://wire.example/"+scribble(r, 2), scribble(r, 30)
	}
	return m, marks
}

// TestRandomMessagesAreSent sends messages of any kind to a server that is as
// strict as Telegram: none is refused, nothing is lost, nothing comes live.
func TestRandomMessagesAreSent(t *testing.T) {
	b := writing(t, telegram.Options{})
	const messages = 60
	before := b.Calls("sendMessage")
	sent := 0
	seed := adaptertest.Seed(t)
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range messages {
		m, marks := random(r)
		room := b.ann.Private()
		if r.IntN(2) == 0 {
			room = b.group
		}
		skip := len(room.BotPosts())
		if len(marks) == 0 {
			continue // perhaps nothing can be seen of it
		}
		if _, err := b.adapter.Send(t.Context(), refOf(room), m); err != nil {
			t.Fatalf("seed %d, message %d: %v", seed, i, err)
		}
		var text strings.Builder
		for _, p := range room.BotPosts()[skip:] {
			sent++
			text.WriteString(p.Text)
			if got := liveIn(p, m); len(got) > 0 {
				t.Errorf("seed %d, message %d: %q came live in %q", seed, i, got, p.Text)
			}
		}
		rest := text.String()
		for _, mark := range marks {
			at := strings.Index(rest, mark)
			if at < 0 {
				t.Fatalf("seed %d, message %d: %s is lost or out of order", seed, i, mark)
			}
			rest = rest[at+len(mark):]
		}
	}
	if n := b.Calls("sendMessage") - before; n != sent || len(b.Refused()) != 0 {
		t.Errorf("seed %d: %d requests for %d messages; refused: %+v", seed, n, sent, b.Refused())
	}
	t.Logf("%d messages in %d parts", messages, sent)
}

// TestAQuestionWithoutAHintIsAsked asks with a hint of which nothing can be seen.
func TestAQuestionWithoutAHintIsAsked(t *testing.T) {
	b := writing(t, telegram.Options{})
	b.send(t, b.ann.Private(), bot.Message{Blocks: []bot.Block{paragraph(bot.Run{Text: "Which topic?"})}, Ask: " \u200b\n"})
	p := b.ann.Private().BotPosts()[0]
	if markup := b.LastCalls("sendMessage")[0].Values["reply_markup"]; !p.ForceReply || strings.Contains(markup, "placeholder") {
		t.Errorf("asked for a reply: %t, with %s", p.ForceReply, markup)
	}
}

// liveIn is what Telegram has made of the text of a post by itself, but for
// commands that the message asks for.
func liveIn(p telegramtest.Post, m bot.Message) (all []string) {
	for _, kind := range []string{"mention", "hashtag", "cashtag", "url", "email", "phone_number"} {
		all = append(all, p.Marked(kind)...)
	}
	commands := 0
	for _, b := range m.Blocks {
		for _, r := range b.Runs {
			if r.Command {
				commands++
			}
		}
	}
	if got := p.Marked("bot_command"); len(got) > commands {
		all = append(all, got...)
	}
	return all
}

// TestNothingComesLiveOverRuns puts the parts of what is live into runs of
// different looks.
func TestNothingComesLiveOverRuns(t *testing.T) {
	b := writing(t, telegram.Options{})
	live := []string{"@ana_varga", "#strike", "#\u00b7strike", "$ELRY", "$1INCH", "/stop", "https://wire.example/a", "wire.example", "evil.рф", "bad.भारत", "💰.com", "192.0.2.1", "1.2.3.4/x", "ana@port.example", "t.me/ana", "tg://resolve?domain=x", "wire.xn--p1ai"}
	for _, s := range live {
		runes := []rune(s)
		for cut := range runes {
			m := bot.Message{Blocks: []bot.Block{
				paragraph(bot.Run{Text: "see " + string(runes[:cut])}, bot.Run{Text: string(runes[cut:]), Bold: true}, bot.Run{Text: " now"}),
				{Kind: bot.Item, Runs: []bot.Run{{Text: string(runes[:cut])}, {Text: string(runes[cut:])}}},
			}}
			b.send(t, b.ann.Private(), m)
		}
	}
	for _, p := range b.ann.Private().BotPosts() {
		if got := liveIn(p, bot.Message{}); len(got) > 0 {
			t.Errorf("%q came live in %q", got, p.Text)
		}
	}
}
