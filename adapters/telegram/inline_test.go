package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// A market is a desk that makes offers.
type market struct {
	desk
	offer func(bot.Inquiry) (bot.Offers, error)
}

func (m market) Offer(_ context.Context, q bot.Inquiry) (bot.Offers, error) { return m.offer(q) }

// offering starts an adapter whose offers are made by offer.
func offering(t *testing.T, offer func(bot.Inquiry) (bot.Offers, error)) *outbox {
	t.Helper()
	b := &outbox{Server: newServer(t, telegramtest.Options{Limits: &noLimits})}
	b.ann = b.AddPerson(telegramtest.User{FirstName: "Ann", LastName: "Weaver"})
	b.group = b.AddSupergroup("Without the bot", b.ann)
	l := open(t, b.Server, telegram.Options{Desk: market{offer: offer}})
	l.logs("connected")
	return b
}

func (b *outbox) typed(t *testing.T, query string) telegramtest.InlineAnswer {
	t.Helper()
	a, ok := b.ann.Type(b.group, query).Wait()
	if !ok {
		t.Fatalf("there are no results for %q", query)
	}
	return a
}

func offer(n int) bot.Offer {
	return bot.Offer{
		ID: fmt.Sprint(n), Title: fmt.Sprintf("Story\n<%d>", n), Description: "Example Wire · 3 h", URL: "https://wire.example/1",
		Message: bot.Message{
			Preview: "https://wire.example/1",
			Blocks:  []bot.Block{{Kind: bot.Headline, Runs: []bot.Run{{Text: fmt.Sprintf("Story <%d>", n), URL: "https://wire.example/1"}}}, paragraph(bot.Run{Text: "3 hours ago", Time: time.Unix(1793937600, 0)})},
			Buttons: [][]bot.Button{{{Label: "Read", URL: "https://wire.example/1"}, {Label: "Local", URL: "http://localhost/"}, {Label: "Follow ports", Data: "f", Private: true}}},
		},
	}
}

func TestOffersAreShown(t *testing.T) {
	asked := make(chan bot.Inquiry, 10)
	b := offering(t, func(q bot.Inquiry) (bot.Offers, error) {
		asked <- q
		if q.Page == "p2" {
			return bot.Offers{Offers: []bot.Offer{offer(3)}, Life: time.Minute}, nil
		}
		return bot.Offers{Offers: []bot.Offer{offer(1), offer(2)}, Next: "p2", Life: 90 * time.Second, Personal: true}, nil
	})
	typing := b.ann.Type(b.group, "ports")
	a, ok := typing.Wait()
	if !ok || len(a.Results) != 2 || a.CacheTime != 90 || !a.IsPersonal || a.NextOffset != "p2" || a.Button != nil {
		t.Fatalf("got %+v", a)
	}
	if r := a.Results[0]; r.ID != "1" || r.Title != "Story <1>" || r.Description != "Example Wire · 3 h" || r.URL != "https://wire.example/1" {
		t.Errorf("the first result is %+v", r)
	}
	if q := <-asked; q.Platform != telegram.Platform || q.User != (bot.User{ID: id(b.ann.ID()), Name: "Ann Weaver"}) || q.Text != "ports" || q.Page != "" || q.Limit < 1 || q.Limit > 50 {
		t.Errorf("asked for %+v", q)
	}
	if a, ok := typing.More(b.group).Wait(); !ok || len(a.Results) != 1 || a.NextOffset != "" || a.IsPersonal {
		t.Errorf("the next page is %+v", a)
	}
	if q := <-asked; q.Page != "p2" || q.Text != "ports" {
		t.Errorf("asked for %+v", q)
	}
	typing.Choose(b.group, 1)
	posts := b.group.Posts()
	p := posts[len(posts)-1]
	if p.Text != "Story <2>\n\n3 hours ago" || p.Via == "" || len(p.Links()) != 1 || p.Preview != "https://wire.example/1" || len(p.Marked("date_time")) != 1 {
		t.Errorf("the chat reads %+v", p)
	}
	follow, _ := p.Button("Follow ports")
	if len(p.Labels()) != 2 || !strings.HasPrefix(follow.URL, "https://t.me/wirebrief_test_bot?start=key-of-") {
		t.Errorf("the buttons are %+v", p.Buttons)
	}
}

func TestOffersOfOddKinds(t *testing.T) {
	notice := strings.Repeat("Nothing found. ", 10)
	long := offer(1)
	long.Title, long.Description = strings.Repeat("long title ", 50), ""
	for range 40 {
		long.Message.Blocks = append(long.Message.Blocks, paragraph(bot.Run{Text: strings.Repeat("word ", 100)}))
	}
	nothing := offer(2)
	nothing.Message.Blocks = nil
	b := offering(t, func(q bot.Inquiry) (bot.Offers, error) {
		switch q.Text {
		case "stranger":
			return bot.Offers{Notice: notice, NoticeKey: "k_hello", Personal: true}, nil
		case "trouble":
			return bot.Offers{Notice: "Something went wrong."}, errors.New("the disk is full")
		case "long":
			return bot.Offers{Offers: []bot.Offer{long, nothing}}, nil
		}
		return bot.Offers{}, nil
	})
	if a := b.typed(t, "nothing"); len(a.Results) != 0 || a.CacheTime != 0 || a.Button != nil {
		t.Errorf("nothing is %+v", a)
	}
	if a := b.typed(t, "stranger"); a.Button == nil || a.Button.StartParameter != "k_hello" || !strings.HasPrefix(a.Button.Text, "Nothing found.") || len([]rune(a.Button.Text)) > 64 || !a.IsPersonal {
		t.Errorf("a notice is %+v", a)
	}
	if a := b.typed(t, "trouble"); len(a.Results) != 0 || a.CacheTime != 0 {
		t.Errorf("trouble is %+v", a)
	}
	a := b.typed(t, "long")
	if len(a.Results) != 1 || !strings.HasSuffix(a.Results[0].Title, "…") || !strings.HasSuffix(a.Results[0].Content.MessageText, "\n\n…") {
		t.Errorf("an offer with more than one message holds is %+v", a)
	}
}

func TestOffersSurviveRefusals(t *testing.T) {
	b := offering(t, func(bot.Inquiry) (bot.Offers, error) { return bot.Offers{Offers: []bot.Offer{offer(1)}}, nil })
	b.Fail("answerInlineQuery", 0, telegramtest.Refusing(400, "Bad Request: can't parse inline query result: can't parse entities: Unsupported start tag \"3\" at byte offset 7"))
	if a := b.typed(t, "ports"); a.Results[0].Content.ParseMode != "" || a.Results[0].Content.MessageText != "Story <1>\n\n3 hours ago" {
		t.Errorf("got %+v", a)
	}
	// Too late is nobody's fault.
	b.Fail("answerInlineQuery", 0, telegramtest.Refusing(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"))
	b.ann.Type(b.group, "too late")
	b.Wait(within, func() bool { return len(b.Refused()) == 2 })
	if a := b.typed(t, "in time"); len(a.Results) != 1 || b.Calls("answerInlineQuery") != 4 {
		t.Errorf("after %d answers got %+v", b.Calls("answerInlineQuery"), a)
	}
}
