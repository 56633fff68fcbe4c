package discordtest_test

import (
	"net/http"
	"slices"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

// path is that of a channel.
func path(r *discordtest.Room) string { return "/channels/" + r.ID().String() }

// D21
func TestForum(t *testing.T) {
	b := start(t, discordtest.Options{})
	forum := b.guild.AddForum("briefings", "grain", "ports")
	tag := forum.Channel().AvailableTags[0].ID.String()
	post := func(more string) string {
		return `{"name":"Grain today","message":{"content":"**Up**","embeds":[{"title":"T"}],"allowed_mentions":{"parse":[]}}` + more + `}`
	}

	b.bad(400, 50008, "POST", messages(forum), `{"content":"a"}`)
	t.Run("Post", func(t *testing.T) {
		a := b.call("POST", path(forum)+"/threads", post(`,"applied_tags":["`+tag+`"]`))
		if a.Status != 201 {
			t.Fatalf("answer %d %s", a.Status, a.Body)
		}
		threads := forum.Threads()
		if len(threads) != 1 || threads[0].Name() != "Grain today" || !slices.Equal(threads[0].Tags(), []string{"grain"}) || threads[0].Parent() != forum {
			t.Fatalf("the posts are %+v", threads)
		}
		p := b.last(threads[0])
		if p.ID != threads[0].ID() || p.Text != "Up\nT" {
			t.Errorf("the post has id %v in thread %v and says %q", p.ID, threads[0].ID(), p.Text)
		}
		b.send(threads[0], "more")
		if c := threads[0].Channel(); *c.MessageCount != 1 || *c.TotalSent != 2 || c.OwnerID != b.ApplicationID() {
			t.Errorf("the thread is %+v", c)
		}
		good[discordtest.Message](b, "PATCH", message(threads[0], p.ID), `{"content":"Down"}`)
	})
	t.Run("TagRequired", func(t *testing.T) {
		forum.RequireTags(true)
		b.bad(400, 40067, "POST", path(forum)+"/threads", post(""))
		b.call("POST", path(forum)+"/threads", post(`,"applied_tags":["`+tag+`"]`))
		forum.RequireTags(false)
		if n := len(forum.Threads()); n != 2 {
			t.Errorf("%d posts, want 2", n)
		}
	})
	t.Run("UnknownTag", func(t *testing.T) {
		if a := b.bad(400, 50035, "POST", path(forum)+"/threads", post(`,"applied_tags":["5"]`)); !a.hasError("applied_tags.0", "INVALID_TAG") {
			t.Errorf("errors %s", a.Errors)
		}
	})
	t.Run("NeedsSendingOnly", func(t *testing.T) {
		forum.Deny(b.Bot(), discordtest.CreatePublicThreads|discordtest.SendMessagesInThreads)
		if a := b.call("POST", path(forum)+"/threads", post("")); a.Status != 201 {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
		b.bad(403, 50013, "POST", messages(forum.Threads()[0]), `{"content":"a"}`)
		forum.Deny(b.Bot(), discordtest.EmbedLinks)
		b.bad(403, 50013, "POST", path(forum)+"/threads", post(""))
		forum.Deny(b.Bot(), discordtest.SendMessages)
		b.bad(403, 50013, "POST", path(forum)+"/threads", post(""))
	})
}

func TestForumForm(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	forum := b.guild.AddForum("briefings")
	for name, c := range map[string]struct{ body, path, code string }{
		"NoName":   {`{"message":{"content":"a"}}`, "name", "BASE_TYPE_REQUIRED"},
		"LongName": {`{"name":"` + long(101) + `","message":{"content":"a"}}`, "name", "BASE_TYPE_BAD_LENGTH"},
		"NoText":   {`{"name":"a"}`, "message", "BASE_TYPE_REQUIRED"},
		"LongText": {`{"name":"a","message":{"content":"` + long(2001) + `"}}`, "message.content", "BASE_TYPE_MAX_LENGTH"},
		"Archive":  {`{"name":"a","auto_archive_duration":5,"message":{"content":"a"}}`, "auto_archive_duration", "BASE_TYPE_CHOICES"},
		"SixTags":  {`{"name":"a","applied_tags":[1,2,3,4,5,6],"message":{"content":"a"}}`, "applied_tags", "BASE_TYPE_MAX_LENGTH"},
	} {
		t.Run(name, func(t *testing.T) {
			if a := b.bad(400, 50035, "POST", path(forum)+"/threads", c.body); !a.hasError(c.path, c.code) {
				t.Errorf("errors %s, want %s at %s", a.Errors, c.code, c.path)
			}
		})
	}
	b.bad(400, 50006, "POST", path(forum)+"/threads", `{"name":"a","message":{"content":" "}}`)
	if n := len(forum.Threads()); n != 0 {
		t.Errorf("%d posts were made", n)
	}
}

// D21
func TestThreads(t *testing.T) {
	b := start(t, discordtest.Options{})
	thread := b.news.AddThread("grain", b.ana)
	b.send(thread, "a")
	t.Run("OtherRight", func(t *testing.T) {
		b.news.Deny(b.Bot(), discordtest.SendMessages)
		b.send(thread, "b")
		b.news.Deny(b.Bot(), discordtest.SendMessagesInThreads)
		b.bad(403, 50013, "POST", messages(thread), `{"content":"a"}`)
		b.news.Deny(b.Bot(), 0)
	})
	t.Run("SendingBringsBack", func(t *testing.T) {
		m := b.send(thread, "c")
		thread.Archive()
		b.bad(400, 50083, "PATCH", message(thread, m.ID), `{"content":"d"}`)
		b.bad(400, 50083, "DELETE", message(thread, m.ID), nil)
		b.send(thread, "d")
		if thread.Archived() {
			t.Error("it is still put away")
		}
	})
	t.Run("Locked", func(t *testing.T) {
		thread.Lock()
		b.bad(400, 160005, "POST", messages(thread), `{"content":"a"}`)
		b.bad(403, 50013, "PATCH", path(thread), `{"archived":false}`)
		b.guild.Grant(b.Bot(), discordtest.BotPermissions|discordtest.ManageThreads)
		b.send(thread, "e")
		b.guild.Grant(b.Bot(), discordtest.BotPermissions)
		thread.Unlock()
	})
	t.Run("BroughtBackByHand", func(t *testing.T) {
		thread.Archive()
		b.bad(400, 50083, "PATCH", path(thread), `{"name":"other"}`)
		if got := good[discordtest.Channel](b, "PATCH", path(thread), `{"archived":false}`); got.Metadata.Archived {
			t.Errorf("the thread is %+v", got)
		}
		b.bad(403, 50013, "PATCH", path(thread), `{"name":"other"}`)
		b.bad(403, 50013, "PATCH", path(b.news), `{"name":"other"}`)
		b.bad(400, 50024, "PATCH", path(b.ana.Private()), `{"name":"other"}`)
	})
	t.Run("Begun", func(t *testing.T) {
		b.news.Deny(b.Bot(), 0)
		if a := b.call("POST", path(b.news)+"/threads", `{"name":"public","type":11}`); a.Status != 201 {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
		b.call("POST", path(b.news)+"/threads", `{"name":"private by default"}`)
		threads := b.news.Threads()
		if len(threads) != 3 || threads[1].Channel().Type != discordtest.PublicThread || threads[2].Channel().Type != discordtest.PrivateThread {
			t.Errorf("the threads are %+v", threads)
		}
		got := good[discordtest.Channel](b, "PATCH", path(threads[1]), `{"name":"own","archived":true}`)
		if got.Name != "own" || !got.Metadata.Archived {
			t.Errorf("its own thread is %+v", got)
		}
		b.bad(400, 50024, "POST", path(thread)+"/threads", `{"name":"a","type":11}`)
	})
	t.Run("AtMessage", func(t *testing.T) {
		m := b.send(b.news, "about this")
		at := message(b.news, m.ID) + "/threads"
		a := b.call("POST", at, `{"name":"talk"}`)
		if threads := b.news.Threads(); a.Status != 201 || threads[3].ID() != m.ID {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
		b.send(b.news.Threads()[3], "in it")
		if got := good[discordtest.Message](b, "GET", message(b.news, m.ID), nil); got.Thread == nil || got.Thread.Name != "talk" {
			t.Errorf("the message is %+v", got)
		}
		b.bad(400, 160004, "POST", at, `{"name":"talk"}`)
		b.news.Deny(b.Bot(), discordtest.CreatePublicThreads)
		b.bad(403, 50013, "POST", path(b.news)+"/threads", `{"name":"a","type":11}`)
		b.bad(403, 50013, "POST", message(b.news, b.send(b.news, "a").ID)+"/threads", `{"name":"a"}`)
	})
	t.Run("OfAnnouncements", func(t *testing.T) {
		if c := b.guild.AddNews("wire").AddThread("t", b.ana).Channel(); c.Type != discordtest.AnnouncementThread {
			t.Errorf("its type is %d", c.Type)
		}
	})
}

// What roles and overwrites allow, in the order in which they count.
func TestPermissions(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	ben := b.AddPerson(discordtest.User{Username: "ben"})
	stranger := b.AddPerson(discordtest.User{Username: "stranger"})
	b.guild.Add(ben)
	role := b.guild.AddRole("Readers", discordtest.ManageChannels)
	may := func(p *discordtest.Person, want discordtest.Permissions) {
		t.Helper()
		if got := b.news.May(p); got != want {
			t.Errorf("%s may %b, want %b", p.Name(), got, want)
		}
	}
	may(ben, discordtest.EverybodyPermissions)
	may(b.ana, discordtest.AllPermissions)
	may(stranger, 0)
	b.guild.Give(ben, role)
	may(ben, discordtest.EverybodyPermissions|discordtest.ManageChannels)
	b.news.Overwrite(b.guild.ID(), 0, discordtest.SendMessages)
	may(ben, discordtest.EverybodyPermissions&^discordtest.SendMessages|discordtest.ManageChannels)
	may(b.ana, discordtest.AllPermissions)
	b.news.Overwrite(role.ID(), discordtest.SendMessages, discordtest.EmbedLinks)
	may(ben, discordtest.EverybodyPermissions&^discordtest.EmbedLinks|discordtest.ManageChannels)
	b.news.Allow(ben, discordtest.EmbedLinks)
	may(ben, discordtest.EverybodyPermissions|discordtest.ManageChannels)
	b.news.Deny(ben, discordtest.ViewChannel)
	may(ben, 0)
	b.guild.SetEverybody(discordtest.ViewChannel)
	b.guild.Grant(ben, discordtest.Administrator)
	may(ben, discordtest.AllPermissions)
	if got := b.news.Channel().Overwrites; len(got) != 3 || got[0].ID != b.guild.ID() || got[0].Type != 0 || got[2].ID != ben.ID() || got[2].Type != 1 {
		t.Errorf("the overwrites are %+v", got)
	}
}

// The gateway hears of what the bot and others do to threads and channels.
func TestGatewayHears(t *testing.T) {
	s := startGateway(t, discordtest.GatewayOptions{})
	b := &bench{Server: s, t: t, client: &http.Client{Transport: &http.Transport{}}}
	defer b.client.CloseIdleConnections()
	guild := s.AddGuild("Harbour", s.AddPerson(discordtest.User{}))
	room := guild.AddTextChannel("news")
	l := login(t, s, discordtest.IntentGuilds|discordtest.IntentGuildMessages)
	l.wantEvent("GUILD_CREATE")
	b.call("POST", path(room)+"/threads", `{"name":"talk","type":11}`)
	thread := room.Threads()[0]
	l.wantEvent("THREAD_CREATE")
	m := b.send(thread, "a")
	l.wantEvent("MESSAGE_CREATE")
	good[discordtest.Message](b, "PATCH", message(thread, m.ID), `{"content":"b"}`)
	l.wantEvent("MESSAGE_UPDATE")
	thread.Archive()
	l.wantEvent("THREAD_UPDATE")
	b.send(thread, "back")
	l.wantEvent("THREAD_UPDATE")
	l.wantEvent("MESSAGE_CREATE")
	guild.AddForum("posts")
	l.wantEvent("CHANNEL_CREATE")
}
