package telegram_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// An outbox is an adapter that only sends, to the private chat of one person
// and to a group.
type outbox struct {
	*telegramtest.Server
	adapter *telegram.Adapter
	ann     *telegramtest.Person
	group   *telegramtest.Room
}

// writing returns an outbox. The adapter is connected, so that it knows its name.
func writing(t *testing.T, o telegram.Options) *outbox {
	t.Helper()
	s := newServer(t, telegramtest.Options{Limits: &noLimits})
	b := &outbox{Server: s, ann: s.AddPerson(telegramtest.User{FirstName: "Ann"})}
	o.CallTimeout = cmp.Or(o.CallTimeout, within)
	ctx, stop := context.WithCancel(t.Context())
	ready := make(chan string, 1)
	o.Ready = func(name string) { ready <- name }
	b.adapter = newAdapter(t, s, o)
	ended := make(chan error, 1)
	go func() {
		ended <- b.adapter.Run(ctx, func(context.Context, bot.Command) (bot.Reply, error) { return bot.Reply{}, nil })
	}()
	<-ready
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	b.ann.Start("")
	b.group = s.AddSupergroup("Ellery readers", b.ann)
	b.group.Add(b.ann, s.Bot())
	return b
}

func refOf(r *telegramtest.Room) bot.ChatRef {
	return bot.ChatRef{Platform: telegram.Platform, ID: id(r.ID())}
}

func (b *outbox) send(t *testing.T, r *telegramtest.Room, m bot.Message) bot.MessageRef {
	t.Helper()
	ref, err := b.adapter.Send(t.Context(), refOf(r), m)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// fails sends a message that must fail so.
func (b *outbox) fails(t *testing.T, r *telegramtest.Room, m bot.Message, kind bot.SendKind) *bot.SendError {
	t.Helper()
	_, err := b.adapter.Send(t.Context(), refOf(r), m)
	return isKind(t, err, kind)
}

func isKind(t *testing.T, err error, kind bot.SendKind) *bot.SendError {
	t.Helper()
	var e *bot.SendError
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("it fails with %v, want %v", err, kind)
	}
	return e
}

// passing lets one request pass, for faults of those after it.
var passing = telegramtest.Stalling(time.Nanosecond)

func paragraph(runs ...bot.Run) bot.Block { return bot.Block{Runs: runs} }

// long is a message of so many parts.
func long(parts int) bot.Message {
	m := bot.Message{Preview: "https://wire.example/1", Silent: true, Buttons: [][]bot.Button{{{Label: "Read", URL: "https://wire.example/1"}, {Label: "More", Data: "more"}}}}
	for i := range parts {
		m.Blocks = append(m.Blocks,
			bot.Block{Kind: bot.Headline, Runs: []bot.Run{{Text: fmt.Sprintf("Story %d", i+1)}}},
			paragraph(bot.Run{Text: strings.Repeat("word ", 700)}))
	}
	return m
}

func TestALongMessageIsSentInParts(t *testing.T) {
	b := writing(t, telegram.Options{})
	ref := b.send(t, b.ann.Private(), long(3))
	posts := b.ann.Private().BotPosts()
	if len(posts) != 3 {
		t.Fatalf("it is %d messages", len(posts))
	}
	var ids []string
	for i, p := range posts {
		ids = append(ids, strconv.Itoa(p.ID))
		if want := fmt.Sprintf("(%d/3)", i+1); !strings.HasSuffix(p.Text, want) || !strings.HasPrefix(p.Text, fmt.Sprintf("Story %d\n", i+1)) {
			t.Errorf("part %d reads %.20q … %q", i+1, p.Text, p.Text[len(p.Text)-20:])
		}
		if !p.Silent {
			t.Errorf("part %d makes a sound", i+1)
		}
		if last := i == 2; (len(p.Labels()) == 2) != last || len(p.Labels()) == 1 {
			t.Errorf("part %d has the buttons %q", i+1, p.Labels())
		}
		if first := i == 0; (p.Preview == "https://wire.example/1") != first || p.Preview != "" && !first {
			t.Errorf("part %d shows a preview of %q", i+1, p.Preview)
		}
	}
	if ref.ID != strings.Join(ids, ",") || ref.Chat != refOf(b.ann.Private()) {
		t.Errorf("it is called %v, the parts are %v", ref, ids)
	}
}

func TestAPartInTheMiddleFails(t *testing.T) {
	t.Run("Flood", func(t *testing.T) {
		t.Parallel()
		b := writing(t, telegram.Options{})
		b.Fail("sendMessage", 0, passing)
		b.Fail("sendMessage", 0, telegramtest.Flooding(1))
		b.send(t, b.ann.Private(), long(3))
		calls := b.LastCalls("sendMessage")
		if len(calls) != 4 || calls[2].Time.Sub(calls[1].Time) < time.Second || calls[2].Values["text"] != calls[1].Values["text"] {
			t.Errorf("%d requests, the third %v after the second", len(calls), calls[2].Time.Sub(calls[1].Time))
		}
		if n := len(b.ann.Private().BotPosts()); n != 3 {
			t.Errorf("%d parts arrived", n)
		}
	})
	t.Run("LongFlood", func(t *testing.T) {
		pacing := bot.NewPacing(bot.Pace{})
		b := writing(t, telegram.Options{Pacing: pacing})
		b.Fail("sendMessage", 0, passing)
		b.Fail("sendMessage", 0, telegramtest.Flooding(300))
		b.fails(t, b.ann.Private(), long(3), bot.Uncertain)
		if n := b.Calls("sendMessage"); n != 2 {
			t.Errorf("it was asked to wait and made %d requests", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if pacing.Wait(ctx, refOf(b.ann.Private()), false, bot.Interactive) == nil {
			t.Error("others do not wait")
		}
		if err := pacing.Wait(t.Context(), refOf(b.group), true, bot.Interactive); err != nil {
			t.Error(err)
		}
	})
	t.Run("Blocked", func(t *testing.T) {
		b := writing(t, telegram.Options{})
		b.Fail("sendMessage", 0, passing)
		b.Fail("sendMessage", 0, telegramtest.Refusing(403, "Forbidden: bot was blocked by the user"))
		if e := b.fails(t, b.ann.Private(), long(3), bot.Uncertain); !strings.Contains(e.Message, "blocked") {
			t.Errorf("the error says %q", e.Message)
		}
		if n := b.Calls("sendMessage"); n != 2 {
			t.Errorf("%d requests were made", n)
		}
	})
	t.Run("AnswerLost", func(t *testing.T) {
		b := writing(t, telegram.Options{})
		b.Fail("sendMessage", 0, passing)
		b.Fail("sendMessage", 0, telegramtest.LostAnswer())
		b.fails(t, b.ann.Private(), long(3), bot.Uncertain)
		if n := len(b.ann.Private().BotPosts()); n != 2 {
			t.Errorf("%d parts arrived, want none twice", n)
		}
	})
}

func TestNoLinkIsLost(t *testing.T) {
	b := writing(t, telegram.Options{})
	var m bot.Message
	for i := range 130 {
		m.Blocks = append(m.Blocks, bot.Block{Kind: bot.Line, Runs: []bot.Run{
			{Text: "a", URL: fmt.Sprintf("https://wire.example/%d", 2*i)}, {Text: " and "}, {Text: "b", Bold: true, URL: fmt.Sprintf("https://wire.example/%d", 2*i+1)},
		}})
	}
	b.send(t, b.ann.Private(), m)
	var links []string
	for _, p := range b.ann.Private().BotPosts() {
		links = append(links, p.Links()...)
	}
	for i, link := range links {
		if link != fmt.Sprintf("https://wire.example/%d", i) {
			t.Fatalf("link %d is %s", i, link)
		}
	}
	if len(links) != 260 {
		t.Errorf("%d of 260 links arrived", len(links))
	}
}

const refusedMarkup = `Bad Request: can't parse entities: Unsupported start tag "3" at byte offset 7`

func TestNoMessageIsLostForItsMarkup(t *testing.T) {
	at := time.Date(2026, 11, 6, 4, 0, 0, 0, time.UTC)
	plain := bot.Message{Blocks: []bot.Block{paragraph(bot.Run{Text: "1 < 2 & "}, bot.Run{Text: "bold", Bold: true})}}
	timed := bot.Message{Blocks: []bot.Block{paragraph(bot.Run{Text: "bold", Bold: true}, bot.Run{Text: " 3 hours ago", Time: at})}}
	t.Run("PlainOnce", func(t *testing.T) {
		b := writing(t, telegram.Options{})
		b.Fail("sendMessage", 0, telegramtest.Refusing(400, refusedMarkup))
		b.send(t, b.ann.Private(), plain)
		b.send(t, b.ann.Private(), plain)
		posts := b.ann.Private().BotPosts()
		if posts[0].Text != "1 < 2 & bold" || len(posts[0].Entities) != 0 || posts[1].Text != posts[0].Text || len(posts[1].Marked("bold")) != 1 || b.Calls("sendMessage") != 3 {
			t.Errorf("after %d requests the chat reads %+v", b.Calls("sendMessage"), posts)
		}
	})
	t.Run("NotMoreThanOnce", func(t *testing.T) {
		b := writing(t, telegram.Options{})
		b.Fail("sendMessage", 0, telegramtest.Fault{Times: -1, Refuse: &telegramtest.Refusal{Code: 400, Description: refusedMarkup}})
		b.fails(t, b.ann.Private(), plain, bot.Content)
		if n := b.Calls("sendMessage"); n != 2 {
			t.Errorf("%d requests were made", n)
		}
	})
	t.Run("BehindTheParser", func(t *testing.T) {
		b := writing(t, telegram.Options{})
		b.Fail("sendMessage", 0, telegramtest.Refusing(400, "Bad Request: ENTITIES_TOO_LONG"))
		b.send(t, b.ann.Private(), plain)
		if p := b.ann.Private().BotPosts(); p[0].Text != "1 < 2 & bold" {
			t.Errorf("the chat reads %+v", p)
		}
	})
	t.Run("WithoutTimes", func(t *testing.T) {
		b := writing(t, telegram.Options{})
		b.send(t, b.ann.Private(), timed)
		b.Fail("sendMessage", 0, telegramtest.Refusing(400, `Bad Request: can't parse entities: Unsupported start tag "tg-time" at byte offset 11`))
		b.send(t, b.ann.Private(), timed)
		b.send(t, b.ann.Private(), timed)
		for i, p := range b.ann.Private().BotPosts() {
			if times := p.Marked("date_time"); p.Text != "bold 3 hours ago" || len(p.Marked("bold")) != 1 || (len(times) == 1) != (i == 0) {
				t.Errorf("message %d reads %q with the entities %+v", i, p.Text, p.Entities)
			}
		}
		if n := b.Calls("sendMessage"); n != 4 {
			t.Errorf("%d requests were made: it is to remember what the server does not know", n)
		}
	})
	t.Run("WithoutAddresses", func(t *testing.T) {
		b := writing(t, telegram.Options{})
		m := long(1)
		b.Fail("sendMessage", 0, telegramtest.Refusing(400, "Bad Request: BUTTON_URL_INVALID"))
		b.send(t, b.ann.Private(), m)
		m.Buttons = m.Buttons[:1:1]
		m.Buttons[0] = m.Buttons[0][:1]
		b.Fail("sendMessage", 0, telegramtest.Refusing(400, "Bad Request: inline keyboard button URL 'https://wire.example/1' is invalid: Wrong HTTP URL"))
		b.send(t, b.ann.Private(), m)
		posts := b.ann.Private().BotPosts()
		if len(posts) != 2 || len(posts[0].Labels()) != 1 || posts[0].Labels()[0] != "More" || len(posts[1].Labels()) != 0 {
			t.Errorf("the chat reads %+v", posts)
		}
	})
}

func TestALinkThatIsATimeStaysALink(t *testing.T) {
	b := writing(t, telegram.Options{})
	b.send(t, b.ann.Private(), bot.Message{Blocks: []bot.Block{paragraph(bot.Run{Text: "yesterday", URL: "https://wire.example/1", Time: time.Unix(1793937600, 0)})}})
	if p := b.ann.Private().BotPosts()[0]; len(p.Links()) != 1 {
		t.Errorf("it has the entities %+v", p.Entities)
	}
}

func TestButtonsAreMadeOfWhatTelegramTakes(t *testing.T) {
	b := writing(t, telegram.Options{})
	m := said("Menu").Messages[0]
	m.Buttons = [][]bot.Button{
		{{Label: "Local", URL: "http://localhost/1"}, {Label: "Script", URL: "javascript:alert(1)"}, {Label: "Mail", URL: "mailto:a@port.example"}},
		{{Label: "Port", URL: "https://wire.example:99999/"}, {Label: "Six", URL: "https://[::1]/"}, {Label: "Dots", URL: "https://wire..example/"}, {Label: "End", URL: "https://wire.example./"}},
		{{Label: "Long", Data: strings.Repeat("x", 65)}, {Label: " \n\u200b ", Data: "blank"}, {Label: "Bytes", Data: "\xff"}, {Label: "Other", URL: "tg://user?id=1"}},
		{{Label: "Long address", URL: "https://wire.example/" + strings.Repeat("a", 3000)}, {Label: "Nothing"}},
		{{Label: "Web", URL: "https://wire.example/a b?c=d&e=“f”"}, {Label: "Cyrillic", URL: "https://пример.рф/ё"}, {Label: "Numbers", URL: "http://192.0.2.1:8080/"}},
		{{Label: "two\nlines", Data: strings.Repeat("y", 64)}, {Label: strings.Repeat("wide ", 30), Data: "wide"}, {Label: "Here", Data: "f", Private: true}},
	}
	b.send(t, b.ann.Private(), m)
	b.send(t, b.group, m)
	want := []string{"Web", "Cyrillic", "Numbers", "two lines", strings.TrimSpace(strings.Repeat("wide ", 12)) + "…", "Here"}
	for name, r := range map[string]*telegramtest.Room{"private": b.ann.Private(), "group": b.group} {
		p := r.BotPosts()[0]
		if got := p.Labels(); strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s: the buttons are %q, want %q", name, got, want)
		}
		here, _ := p.Button("Here")
		if name == "private" && (here.CallbackData != "f" || here.URL != "") || name == "group" && (here.CallbackData != "" || !strings.HasPrefix(here.URL, "https://t.me/wirebrief_test_bot?start=key-of-")) {
			t.Errorf("%s: the private button is %+v", name, here)
		}
	}
}

func TestKeyboardsFitAPhone(t *testing.T) {
	b := writing(t, telegram.Options{})
	rowsOf := func(n, wide int) [][]bot.Button {
		var rows [][]bot.Button
		for i := range n {
			if i%wide == 0 {
				rows = append(rows, nil)
			}
			last := &rows[len(rows)-1]
			*last = append(*last, bot.Button{Label: strconv.Itoa(i), Data: strconv.Itoa(i)})
		}
		return rows
	}
	for name, tt := range map[string]struct{ n, wide, rows int }{
		"OneInEach": {24, 1, 8}, "TwoInEach": {24, 2, 8}, "AllInOne": {7, 7, 2}, "AsTheyAre": {8, 1, 8}, "Four": {4, 4, 1}, "TooMany": {130, 1, 34},
	} {
		t.Run(name, func(t *testing.T) {
			m := said("Menu").Messages[0]
			m.Buttons = rowsOf(tt.n, tt.wide)
			b.send(t, b.ann.Private(), m)
			posts := b.ann.Private().BotPosts()
			p := posts[len(posts)-1]
			for i, label := range p.Labels() {
				if label != strconv.Itoa(i) {
					t.Fatalf("the order is %q", p.Labels())
				}
			}
			if len(p.Labels()) != min(tt.n, 100) || len(p.Buttons) != tt.rows {
				t.Errorf("%d buttons stand in %d rows", len(p.Labels()), len(p.Buttons))
			}
			for _, row := range p.Buttons {
				if len(row) > 5 {
					t.Errorf("%d stand in a row", len(row))
				}
			}
		})
	}
}

func TestAQuestionOpensTheField(t *testing.T) {
	b := writing(t, telegram.Options{})
	m := said("Which topic?").Messages[0]
	m.Ask = "a topic, such as\nports " + strings.Repeat("or ships ", 20)
	b.send(t, b.ann.Private(), m)
	b.send(t, b.group, m)
	for i, r := range []*telegramtest.Room{b.ann.Private(), b.group} {
		p := r.BotPosts()[0]
		if !p.ForceReply || !strings.HasPrefix(p.Placeholder, "a topic, such as ports or") || len([]rune(p.Placeholder)) > 64 {
			t.Errorf("got %v, %q", p.ForceReply, p.Placeholder)
		}
		// In a private chat nobody is named or replied to, whom "selective" asks for.
		if selective := strings.Contains(b.LastCalls("sendMessage")[i].Values["reply_markup"], `"selective":true`); selective != (i == 1) {
			t.Errorf("chat %d: selective is %v", i, selective)
		}
	}
	m.Buttons = [][]bot.Button{{{Label: "ports", Data: "p"}}}
	ref := b.send(t, b.ann.Private(), m)
	if p := b.ann.Private().BotPosts()[1]; p.ForceReply || len(p.Labels()) != 1 {
		t.Errorf("with buttons: %+v", p)
	}
	m.Buttons = nil
	if _, err := b.adapter.Edit(t.Context(), ref, m); err != nil {
		t.Errorf("a question in place of another message: %v", err)
	}
}
