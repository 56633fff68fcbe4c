package discord_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// edit changes a message and returns what it is called then.
func (b *outbox) edit(t *testing.T, ref bot.MessageRef, m bot.Message) bot.MessageRef {
	t.Helper()
	now, err := b.adapter.Edit(t.Context(), ref, m)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func TestAMessageIsEdited(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	for name, room := range map[string]*discordtest.Room{"Channel": b.channel, "Direct": b.ann.Private(), "Forum": b.forum} {
		t.Run(name, func(t *testing.T) {
			ref := b.send(t, room, story("Dock strike"))
			if room == b.forum {
				room = room.Threads()[0]
			}
			b.edit(t, ref, talk("It is over."))
			if p := room.BotPosts()[0]; p.Text != "It is over." || len(p.Embeds) != 0 || len(p.Labels()) != 0 || !p.Edited {
				t.Errorf("it reads %q with %d embeds and %q", p.Text, len(p.Embeds), p.Labels())
			}
			b.edit(t, ref, story("Dock strike ends"))
			if p := room.BotPosts(); len(p) != 1 || p[0].Content != "" || p[0].Embeds[0].Title != "Dock strike ends" || len(p[0].Labels()) != 2 {
				t.Errorf("it reads %+v", p)
			}
			b.edit(t, ref, story("Dock strike ends"))
		})
	}
}

func TestPartsAreEvenedOut(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	ref := b.send(t, b.channel, long(3))
	b.edit(t, ref, long(2))
	posts := b.channel.BotPosts()
	if len(posts) != 2 || posts[1].Embeds[0].Footer.Text != "2/2" || len(posts[1].Labels()) != 2 || len(posts[0].Labels()) != 0 {
		t.Errorf("%d parts are left", len(posts))
	}
	b.edit(t, ref, long(2)) // the third is gone already
	ref = b.send(t, b.channel, talk("short"))
	ref = b.edit(t, ref, long(2))
	if posts := b.channel.BotPosts(); len(posts) != 4 || !strings.HasPrefix(posts[3].Embeds[0].Description, "**Story 2**") {
		t.Errorf("%d parts are there", len(posts))
	}
	for _, n := range []int{3, 2, 3} {
		ref = b.edit(t, ref, long(n))
		if posts := b.channel.BotPosts(); len(posts) != 2+n {
			t.Errorf("%d parts are there, want %d", len(posts)-2, n)
		}
	}
}

func TestAnEditFails(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	ref := b.send(t, b.channel, story("Dock strike"))
	fails := func(t *testing.T, ref bot.MessageRef, kind bot.SendKind) {
		t.Helper()
		_, err := b.adapter.Edit(t.Context(), ref, story("Dock strike ends"))
		isKind(t, err, kind)
	}
	t.Run("NoMessage", func(t *testing.T) {
		for _, id := range []string{"", "x", "0", "1,x", "1:", ":1", "x:1", "99"} {
			fails(t, bot.MessageRef{Chat: ref.Chat, ID: id}, bot.Gone)
		}
		fails(t, bot.MessageRef{Chat: bot.ChatRef{Platform: discord.Platform, ID: "no"}, ID: ref.ID}, bot.Gone)
	})
	t.Run("NoText", func(t *testing.T) {
		_, err := b.adapter.Edit(t.Context(), ref, bot.Message{})
		isKind(t, err, bot.Content)
	})
	t.Run("EmbedsNotAllowed", func(t *testing.T) {
		b.channel.Deny(b.Bot(), discordtest.EmbedLinks)
		b.edit(t, ref, story("Dock strike ends"))
		if p := b.channel.BotPosts()[0]; len(p.Embeds) != 0 || !strings.Contains(p.Text, "Dock strike ends") {
			t.Errorf("it reads %q", p.Text)
		}
		b.channel.Allow(b.Bot(), discordtest.EmbedLinks)
	})
	t.Run("AnswerLost", func(t *testing.T) {
		b.Fail(discordtest.EditRoute, 0, discordtest.StoredBadGateway())
		fails(t, ref, bot.Transient)
	})
	t.Run("TooManyOfAnOldOne", func(t *testing.T) {
		refusal := discordtest.Refuse(30046)
		refusal.RetryAfter = time.Hour
		b.Fail(discordtest.EditRoute, 0, discordtest.Fault{Refuse: refusal})
		fails(t, ref, bot.Gone)
	})
	t.Run("NotForAnHour", func(t *testing.T) {
		b.Fail(discordtest.EditRoute, 0, discordtest.Flooding(time.Hour))
		fails(t, ref, bot.Gone)
		b.Fail(discordtest.EditRoute, 0, discordtest.Flooding(2*time.Second))
		fails(t, ref, bot.RetryAfter)
		b.send(t, b.channel, talk("what is new does not wait"))
	})
}

func TestFilesGoAlong(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	m := talk("What is stored about you:")
	m.Files = []bot.File{{Name: "../my data\n.json", Bytes: []byte(`{"a":1}`)}, {Name: "b.txt", Bytes: []byte("two")}}
	ref := b.send(t, b.channel, m)
	p := b.channel.BotPosts()[0]
	if len(p.Files) != 2 || p.Files[0].Name != "my data .json" || string(p.Files[0].Content) != `{"a":1}` || string(p.Files[1].Content) != "two" {
		t.Fatalf("the files are %+v", p.Files)
	}
	b.edit(t, ref, talk("Done."))
	if p := b.channel.BotPosts()[0]; len(p.Message.Attachments) != 2 || p.Text != "Done." {
		t.Errorf("after an edit there are %d files", len(p.Message.Attachments))
	}
	m.Blocks = nil
	b.send(t, b.channel, m)
	many := bot.Message{Files: make([]bot.File, 12)}
	b.send(t, b.forum, many)
	if posts := b.forum.Threads()[0].BotPosts(); len(posts) != 2 || len(posts[0].Files) != 10 || len(posts[1].Files) != 2 {
		t.Errorf("12 files are %d messages", len(posts))
	}
}

// TestAnEditThatBreaksOffGoesOnWhereItWas: what it has added is not added again,
// and what it has taken away is no trouble.
func TestAnEditThatBreaksOffGoesOnWhereItWas(t *testing.T) {
	for name, tt := range map[string]struct {
		before, after int
		route         string
	}{
		"adding":   {before: 1, after: 4, route: discordtest.SendRoute},
		"removing": {before: 4, after: 1, route: discordtest.DeleteRoute},
	} {
		t.Run(name, func(t *testing.T) {
			b := sendingTo(t, discordtest.Options{}, discord.Options{})
			ref := b.send(t, b.channel, long(tt.before))
			b.Fail(tt.route, 0, discordtest.Stalling(0)) // the first one is done
			b.Fail(tt.route, 0, discordtest.BadGateway())
			ref, err := b.adapter.Edit(t.Context(), ref, long(tt.after))
			isKind(t, err, bot.Transient)
			ref = b.edit(t, ref, long(tt.after))
			if posts := b.channel.BotPosts(); len(posts) != tt.after || strings.Count(ref.ID, ",") != tt.after-1 {
				t.Errorf("the message is %q, the channel has %d", ref.ID, len(posts))
			}
		})
	}
}
