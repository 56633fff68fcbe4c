package telegram_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

func TestEdits(t *testing.T) {
	words := func(s string) bot.Message { return said(s).Messages[0] }
	texts := func(r *telegramtest.Room) string {
		var all []string
		for _, p := range r.BotPosts() {
			all = append(all, p.Text[:min(len(p.Text), 7)])
		}
		return strings.Join(all, "|")
	}
	for name, tt := range map[string]struct {
		before, after bot.Message
		// meddle happens in between.
		meddle func(b *outbox, ref bot.MessageRef)
		kind   bot.SendKind // 0 for success
		want   string
		edits  int
	}{
		"Other":      {before: words("one"), after: words("two"), want: "two", edits: 1},
		"Same":       {before: words("one"), after: words("one"), want: "one", edits: 1},
		"FewerParts": {before: long(3), after: words("short"), want: "short", edits: 1},
		"MoreParts":  {before: words("one"), after: long(2), want: "Story 1|Story 2", edits: 1},
		"SameParts":  {before: long(2), after: long(2), want: "Story 1|Story 2", edits: 2},
		"FewerPartsTooLate": {
			before: long(3), after: words("short"), want: "short|…|…", edits: 3,
			meddle: func(b *outbox, _ bot.MessageRef) { b.Advance(49 * time.Hour) },
		},
		"FewerPartsDeletedBefore": {
			before: long(3), after: words("short"), want: "short", edits: 1,
			meddle: func(b *outbox, ref bot.MessageRef) {
				last, _ := strconv.Atoi(ref.ID[strings.LastIndex(ref.ID, ",")+1:])
				b.ann.Private().DeletePost(last)
			},
		},
		"FewerPartsFlood": {
			before: long(2), after: words("short"), want: "short|Story 2", edits: 1, kind: bot.RetryAfter,
			meddle: func(b *outbox, _ bot.MessageRef) { b.Fail("deleteMessage", 0, telegramtest.Flooding(7)) },
		},
		"Deleted": {
			before: words("one"), after: words("two"), kind: bot.Gone, edits: 1,
			meddle: func(b *outbox, ref bot.MessageRef) {
				only, _ := strconv.Atoi(ref.ID)
				b.ann.Private().DeletePost(only)
			},
		},
		"Blocked": {
			before: words("one"), after: words("two"), kind: bot.Gone, want: "one", edits: 1,
			meddle: func(b *outbox, _ bot.MessageRef) { b.ann.Block() },
		},
		"CannotBeEdited": {
			before: words("one"), after: words("two"), kind: bot.Content, want: "one", edits: 1,
			meddle: func(b *outbox, _ bot.MessageRef) {
				b.Fail("editMessageText", 0, telegramtest.Refusing(400, "Bad Request: message can't be edited"))
			},
		},
		"Flood": {
			before: words("one"), after: words("two"), kind: bot.RetryAfter, want: "one", edits: 1,
			meddle: func(b *outbox, _ bot.MessageRef) { b.Fail("editMessageText", 0, telegramtest.Flooding(7)) },
		},
		// An edit that is made twice does no harm, so it is never uncertain.
		"AnswerLost": {
			before: words("one"), after: words("two"), kind: bot.Transient, want: "two", edits: 1,
			meddle: func(b *outbox, _ bot.MessageRef) { b.Fail("editMessageText", 0, telegramtest.LostAnswer()) },
		},
		"Markup": {
			before: words("one"), after: words("<two>"), want: "<two>", edits: 2,
			meddle: func(b *outbox, _ bot.MessageRef) {
				b.Fail("editMessageText", 0, telegramtest.Refusing(400, refusedMarkup))
			},
		},
		"Nothing": {before: words("one"), after: bot.Message{}, kind: bot.Content, want: "one"},
	} {
		t.Run(name, func(t *testing.T) {
			b := writing(t, telegram.Options{})
			ref := b.send(t, b.ann.Private(), tt.before)
			if tt.meddle != nil {
				tt.meddle(b, ref)
			}
			_, err := b.adapter.Edit(t.Context(), ref, tt.after)
			if tt.kind != 0 {
				isKind(t, err, tt.kind)
			} else if err != nil {
				t.Error(err)
			}
			if got := texts(b.ann.Private()); got != tt.want || b.Calls("editMessageText") != tt.edits {
				t.Errorf("after %d edits the chat reads %q, want %q", b.Calls("editMessageText"), got, tt.want)
			}
		})
	}
}

func TestEditsChangeButtonsAndPreview(t *testing.T) {
	b := writing(t, telegram.Options{})
	ref := b.send(t, b.ann.Private(), long(2))
	m := long(2)
	m.Buttons, m.Preview = [][]bot.Button{{{Label: "Undo", Data: "u"}}}, ""
	if _, err := b.adapter.Edit(t.Context(), ref, m); err != nil {
		t.Fatal(err)
	}
	posts := b.ann.Private().BotPosts()
	if posts[0].Preview != "" || len(posts[0].Labels()) != 0 || len(posts[1].Labels()) != 1 || posts[1].Labels()[0] != "Undo" {
		t.Errorf("the chat reads %+v", posts)
	}
	m.Buttons = nil
	if _, err := b.adapter.Edit(t.Context(), ref, m); err != nil || len(b.ann.Private().BotPosts()[1].Labels()) != 0 {
		t.Errorf("the buttons stay: %v", err)
	}
}

// TestAMessageGrowsAndShrinks: each edit knows the parts that the one before has
// left.
func TestAMessageGrowsAndShrinks(t *testing.T) {
	b := writing(t, telegram.Options{})
	ref := b.send(t, b.ann.Private(), long(1))
	for _, n := range []int{2, 3, 3, 1, 2} {
		now, err := b.adapter.Edit(t.Context(), ref, long(n))
		if err != nil {
			t.Fatal(err)
		}
		ref = now
		if posts := b.ann.Private().BotPosts(); len(posts) != n {
			t.Errorf("%d parts are there, want %d", len(posts), n)
		}
	}
}

func TestWhatIsNoMessageIsNotEdited(t *testing.T) {
	b := writing(t, telegram.Options{})
	for _, ref := range []bot.MessageRef{{}, {Chat: refOf(b.group), ID: "x"}, {Chat: refOf(b.group)}, {Chat: bot.ChatRef{Platform: "terminal", ID: "1"}, ID: "1"}, {Chat: refOf(b.group), ID: "99"}} {
		_, err := b.adapter.Edit(t.Context(), ref, said("x").Messages[0])
		isKind(t, err, bot.Gone)
	}
	if n := b.Calls("editMessageText"); n != 1 {
		t.Errorf("%d requests were made", n)
	}
}

// TestAnEditThatBreaksOffGoesOnWhereItWas: what it has added is not added again,
// and what it has taken away is no trouble.
func TestAnEditThatBreaksOffGoesOnWhereItWas(t *testing.T) {
	for name, tt := range map[string]struct {
		before, after bot.Message
		method        string
	}{
		"adding":   {before: long(1), after: long(4), method: "sendMessage"},
		"removing": {before: long(4), after: long(1), method: "deleteMessage"},
	} {
		t.Run(name, func(t *testing.T) {
			b := writing(t, telegram.Options{})
			ref := b.send(t, b.ann.Private(), tt.before)
			b.Fail(tt.method, 0, telegramtest.Stalling(0)) // the first one is done
			b.Fail(tt.method, 0, telegramtest.BadGateway())
			ref, err := b.adapter.Edit(t.Context(), ref, tt.after)
			isKind(t, err, bot.Transient)
			if ref, err = b.adapter.Edit(t.Context(), ref, tt.after); err != nil {
				t.Fatal(err)
			}
			posts := b.ann.Private().BotPosts()
			var ids []string
			for _, p := range posts {
				ids = append(ids, strconv.Itoa(p.ID))
			}
			if ref.ID != strings.Join(ids, ",") || len(posts) != len(tt.after.Blocks)/2 {
				t.Errorf("the message is %q, the chat has %q", ref.ID, ids)
			}
		})
	}
}

// TestAPageThatBreaksOffIsNotSaidTwice: the same where it takes the place of
// another.
func TestAPageThatBreaksOffIsNotSaidTwice(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	page := bot.Reply{Replace: true, Messages: []bot.Message{long(3)}, Sent: func(err error) { ended <- err }}
	s, g := pressing(t, map[string]bot.Reply{"next": page})
	s.Fail("sendMessage", g.ID(), telegramtest.Stalling(0))
	s.Fail("sendMessage", g.ID(), telegramtest.BadGateway())
	s.ann.Press(g, "next").Wait()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if posts := g.BotPosts(); len(posts) != 3 {
		t.Errorf("the group has %d messages, want the 3 of the page", len(posts))
	}
}
