package discord_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

func TestAForumGetsAPostForEachMessage(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	ref := b.send(t, b.forum, story("Dock strike enters second week"))
	other := b.send(t, b.forum, long(3))
	posts := b.forum.Threads()
	if len(posts) != 2 || len(posts[0].BotPosts()) != 1 || len(posts[1].BotPosts()) != 3 {
		t.Fatalf("there are %d posts", len(posts))
	}
	if posts[0].Name() != "Dock strike enters second week" || posts[1].Name() != "Stories" {
		t.Errorf("they are called %q and %q", posts[0].Name(), posts[1].Name())
	}
	if tags := posts[0].Tags(); !slices.Equal(tags, []string{"ports"}) {
		t.Errorf("the tags are %q", tags)
	}
	id := posts[0].ID().String()
	if ref.ID != id+":"+id || ref.Chat != refOf(b.forum) {
		t.Errorf("the message is called %+v, its thread %s", ref, id)
	}
	if n := strings.Count(other.ID, ","); n != 2 {
		t.Errorf("the long one is called %s", other.ID)
	}
	if n := b.Calls(discordtest.ChannelRoute); n != 1 {
		t.Errorf("the forum was looked at %d times", n)
	}
}

func TestAForumThatRequiresTags(t *testing.T) {
	t.Run("FirstOfThem", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.forum.RequireTags(true)
		m := story("Dock strike")
		m.Topic = "harbours"
		b.send(t, b.forum, m)
		if tags := b.forum.Threads()[0].Tags(); !slices.Equal(tags, []string{"ports"}) || len(b.Refused()) != 0 {
			t.Errorf("the tags are %q after %d refusals", tags, len(b.Refused()))
		}
	})
	t.Run("NotRequiredThen", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		m := story("Dock strike")
		m.Topic = ""
		b.send(t, b.forum, m)
		b.forum.RequireTags(true)
		b.send(t, b.forum, m)
		posts := b.forum.Threads()
		if len(posts) != 2 || len(posts[0].Tags()) != 0 || len(posts[1].Tags()) != 1 {
			t.Errorf("there are %d posts", len(posts))
		}
	})
	t.Run("WithoutAny", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		bare := b.guild.AddForum("bare")
		bare.RequireTags(true)
		b.fails(t, bare, story("Dock strike"), bot.Forbidden)
		if n := b.Calls(discordtest.ThreadRoute); n > 2 {
			t.Errorf("%d requests were made", n)
		}
	})
}

func TestAForumRefuses(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	t.Run("Embeds", func(t *testing.T) {
		b.forum.Deny(b.Bot(), discordtest.EmbedLinks)
		b.send(t, b.forum, story("Dock strike"))
		post := b.forum.Threads()[0]
		if p := post.BotPosts(); len(p) != 1 || len(p[0].Embeds) != 0 || !strings.Contains(p[0].Text, "Dock strike") {
			t.Errorf("the post reads %+v", p)
		}
		b.forum.Allow(b.Bot(), discordtest.EmbedLinks)
	})
	t.Run("EmbedsOfALongOne", func(t *testing.T) {
		b.forum.Deny(b.Bot(), discordtest.EmbedLinks)
		b.send(t, b.forum, long(2))
		posts := b.forum.Threads()
		last := posts[len(posts)-1]
		if p := last.BotPosts(); len(posts) != 2 || len(p) < 4 || last.Name() != "Stories" {
			t.Errorf("%d posts, the last of %d messages", len(posts), len(p))
		}
		b.forum.Allow(b.Bot(), discordtest.EmbedLinks)
	})
	t.Run("AnswerLost", func(t *testing.T) {
		before := len(b.forum.Threads())
		b.Fail(discordtest.ThreadRoute, 0, discordtest.StoredBadGateway())
		_, err := b.adapter.SendKeyed(t.Context(), refOf(b.forum), story("Dock strike"), "key")
		isKind(t, err, bot.Uncertain)
		if n := len(b.forum.Threads()) - before; n != 1 {
			t.Errorf("%d posts were made", n)
		}
	})
	t.Run("Everything", func(t *testing.T) {
		b.forum.Deny(b.Bot(), discordtest.SendMessages)
		b.fails(t, b.forum, talk("to nobody"), bot.Forbidden)
		b.forum.Delete()
		b.fails(t, b.forum, talk("to nobody"), bot.Gone)
	})
}

func TestPostsAreCalledByWhatTheyTell(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	for _, tt := range []struct {
		m    bot.Message
		want string
	}{
		{talk("Nothing new on ports."), "Nothing new on ports."},
		{story("A headline \n of " + strings.Repeat("words ", 30)), "A headline of words words words"},
		{bot.Message{Blocks: []bot.Block{{Kind: bot.Header, Runs: []bot.Run{{Text: "ports"}}, Spare: true}, {Runs: []bot.Run{{Text: "before"}}}, {Kind: bot.Headline, Runs: []bot.Run{{Text: "The headline"}}}}}, "The headline"},
	} {
		b.send(t, b.forum, tt.m)
		posts := b.forum.Threads()
		if name := posts[len(posts)-1].Name(); !strings.HasPrefix(name, tt.want) || len([]rune(name)) > 100 {
			t.Errorf("it is called %q", name)
		}
	}
}

func TestAnnouncementsArePublished(t *testing.T) {
	t.Run("IfWanted", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{Crosspost: true})
		b.send(t, b.news, long(2))
		b.send(t, b.channel, talk("not there"))
		b.send(t, b.channel, talk("nor there"))
		for i, p := range b.news.BotPosts() {
			if !p.Crossposted {
				t.Errorf("part %d is not published", i+1)
			}
		}
		if published, looked := b.Calls(discordtest.CrosspostRoute), b.Calls(discordtest.ChannelRoute); published != 2 || looked != 2 {
			t.Errorf("%d requests to publish, %d to look", published, looked)
		}
	})
	t.Run("NotOtherwise", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.send(t, b.news, talk("stays"))
		if b.Calls(discordtest.CrosspostRoute) != 0 {
			t.Error("it was published")
		}
	})
	t.Run("SentAllTheSame", func(t *testing.T) {
		now := time.Now()
		pacing := bot.NewPacing(bot.Pace{})
		b := sendingTo(t, discordtest.Options{}, discord.Options{Crosspost: true, Pacing: pacing, Now: func() time.Time { return now }})
		b.Fail(discordtest.CrosspostRoute, 0, discordtest.Flooding(time.Hour))
		b.send(t, b.news, talk("one"))
		if err := pacing.Wait(t.Context(), refOf(b.news), true, bot.Unhurried); err != nil { // nor does anything wait for it
			t.Fatal(err)
		}
		b.send(t, b.news, talk("two"))
		now = now.Add(61 * time.Minute)
		b.send(t, b.news, talk("three"))
		posts := b.news.BotPosts()
		if len(posts) != 3 || posts[0].Crossposted || posts[1].Crossposted || !posts[2].Crossposted || b.Calls(discordtest.CrosspostRoute) != 2 {
			t.Errorf("%d messages, %d requests to publish", len(posts), b.Calls(discordtest.CrosspostRoute))
		}
	})
}

func TestDirectMessagesAreOpened(t *testing.T) {
	now := time.Now()
	b := sendingTo(t, discordtest.Options{}, discord.Options{Now: func() time.Time { return now }})
	id := b.ann.ID().String()
	ref, err := b.adapter.PrivateChat(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := b.adapter.PrivateChat(t.Context(), id); err != nil || again != ref || b.Calls(discordtest.OpenRoute) != 1 {
		t.Errorf("the second time it is %v, %v, after %d requests", again, err, b.Calls(discordtest.OpenRoute))
	}
	if _, err := b.adapter.Send(t.Context(), ref, talk("hello")); err != nil || len(b.ann.Private().BotPosts()) != 1 || ref != refOf(b.ann.Private()) {
		t.Errorf("it is %v: %v", ref, err)
	}
	t.Run("NoUser", func(t *testing.T) {
		for _, user := range []string{"", "x", "0", "123"} {
			_, err := b.adapter.PrivateChat(t.Context(), user)
			isKind(t, err, bot.Gone)
		}
	})
	t.Run("TooFast", func(t *testing.T) {
		bob, eve := b.AddPerson(discordtest.User{Username: "bob"}), b.AddPerson(discordtest.User{Username: "eve"})
		b.guild.Add(bob, eve)
		b.Fail(discordtest.OpenRoute, 0, discordtest.Refusing(40003))
		before := b.Calls(discordtest.OpenRoute)
		_, err := b.adapter.PrivateChat(t.Context(), bob.ID().String())
		if e := isKind(t, err, bot.RetryAfter); e.RetryAfter < time.Minute || e.Global {
			t.Errorf("it is to wait %v", e.RetryAfter)
		}
		_, err = b.adapter.PrivateChat(t.Context(), eve.ID().String())
		isKind(t, err, bot.RetryAfter)
		if _, err := b.adapter.PrivateChat(t.Context(), id); err != nil {
			t.Errorf("what is open is closed: %v", err)
		}
		if n := b.Calls(discordtest.OpenRoute) - before; n != 1 {
			t.Errorf("%d requests were made", n)
		}
		now = now.Add(61 * time.Second)
		if _, err := b.adapter.PrivateChat(t.Context(), eve.ID().String()); err != nil {
			t.Error(err)
		}
	})
}
