package bot_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// A forum is a group with topics, each a chat of its own.
type forum struct {
	t     *testing.T
	bot   *bot.Bot
	clock *clock
}

var wholeForum = bot.ChatRef{Platform: "test", ID: "forum"}

// says gives a command in a topic of the forum, "" for the forum itself.
func (f forum) says(topic string, user bot.User, c bot.Command) bot.Reply {
	f.t.Helper()
	c.Chat, c.Kind, c.User = wholeForum, bot.Group, user
	if topic != "" {
		c.Chat, c.Within, c.ChatName = bot.ChatRef{Platform: "test", ID: "forum/" + topic}, wholeForum, topic
	}
	return handle(f.t, f.bot, c)
}

func newForum(t *testing.T, access bot.Access) forum {
	c := &clock{morning}
	d, _ := newGuarded(t, c, access, nil)
	return forum{t, bot.New(bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Settings: d, AccessStore: d, Access: access, Now: c.now,
		Rates: bot.Rates{Group: bot.DefaultRates().Group}, Limits: bot.Limits{Budget: time.Minute},
	}), c}
}

// TestWhereAGroupIsAsked: in one topic alone, if its admins want that.
func TestWhereAGroupIsAsked(t *testing.T) {
	f := newForum(t, bot.Access{})
	text := func(s string) bot.Command { return bot.Command{Text: s} }
	answered := func(topic string, user bot.User, want bool) {
		t.Helper()
		f.clock.t = f.clock.t.Add(2 * time.Hour) // who was told is told again, and no rate is reached
		reply := f.says(topic, user, text("/latest strike"))
		if got := strings.HasPrefix(said(reply), "strike"); got != want {
			t.Errorf("%s in %q: %q", user.ID, topic, said(reply))
		}
		if !want && !reply.ForUser {
			t.Error("all are told that one may not ask")
		}
	}
	if got := said(f.says("news", member, text("/settings where here"))); !strings.HasPrefix(got, "Only admins change") {
		t.Errorf("a member set it: %q", got)
	}
	answered("news", member, true)
	ask := f.says("news", admin, text("/settings where"))
	if got := said(f.says("news", admin, bot.Command{Button: button(t, ask, "Only here").Data})); !strings.Contains(got, "only here") {
		t.Errorf("said %q", got)
	}
	answered("news", member, true)
	for _, elsewhere := range []string{"", "cats"} {
		answered(elsewhere, member, false)
		answered(elsewhere, admin, false)
		if got := said(f.says(elsewhere, admin, text("/topics"))); !strings.HasPrefix(got, "No topics here yet") {
			t.Errorf("an admin sets something up in %q: %q", elsewhere, got)
		}
		if got := said(f.says(elsewhere, admin, text("/settings"))); !strings.Contains(got, "another place of this group, not here") {
			t.Errorf("settings in %q: %s", elsewhere, got)
		}
	}
	moved := f.says("cats", admin, text("/settings where here"))
	answered("news", member, false)
	answered("cats", member, true)
	f.says("cats", admin, bot.Command{Button: button(t, moved, "Undo").Data})
	answered("news", member, true)
	answered("cats", member, false)
	if got := said(f.says("cats", admin, text("/settings where nowhere"))); !strings.HasPrefix(got, "Where in this group") {
		t.Errorf("said %q", got)
	}
	f.says("", admin, text("/settings where anywhere"))
	answered("", member, true)
	answered("cats", member, true)
	if got := said(f.says("cats", bot.User{ID: "x"}, bot.Command{Button: "1w:forum"})); !strings.HasPrefix(got, "Only admins") {
		t.Errorf("a forged button: %q", got)
	}
	private := handle(t, f.bot, bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, User: member, Text: "/settings where here"})
	if !strings.HasPrefix(said(private), "That is a setting for where several") {
		t.Errorf("in private: %q", said(private))
	}
}

// TestAGroupIsCalledAsItsPeopleCallIt: what is a group to some is a server to
// others.
func TestAGroupIsCalledAsItsPeopleCallIt(t *testing.T) {
	f := newForum(t, bot.Access{})
	for community, word := range map[bot.Community]string{bot.AGroup: "group", bot.AServer: "server"} {
		ask := f.says("news", admin, bot.Command{Text: "/settings where", Community: community})
		if got := said(ask); !strings.HasPrefix(got, "Where in this "+word+" may") {
			t.Errorf("it asks %q", got)
		}
		button(t, ask, "Anywhere in this "+word)
		f.says("news", admin, bot.Command{Text: "/settings where here", Community: community})
		for who, want := range map[string]string{"/latest strike": "This " + word + " asks me in another place", "/settings": "another place of this " + word} {
			f.clock.t = f.clock.t.Add(2 * time.Hour)
			if got := said(f.says("cats", admin, bot.Command{Text: who, Community: community})); !strings.Contains(got, want) {
				t.Errorf("%s: %q", who, got)
			}
		}
	}
}

// TestAForumIsAskedInItsPosts: a forum of which one says that it alone is asked
// is not silenced by that, and other places are.
func TestAForumIsAskedInItsPosts(t *testing.T) {
	f := newForum(t, bot.Access{})
	asked := func(topic string, forum bot.ChatRef, want bool) {
		t.Helper()
		f.clock.t = f.clock.t.Add(2 * time.Hour)
		reply := f.says(topic, member, bot.Command{Text: "/latest strike", Forum: forum})
		if got := strings.HasPrefix(said(reply), "strike"); got != want {
			t.Errorf("in %q: %q", topic, said(reply))
		}
	}
	board, other := bot.ChatRef{Platform: "test", ID: "forum/board"}, bot.ChatRef{Platform: "test", ID: "forum/other"}
	f.says("board", admin, bot.Command{Text: "/settings where here", Elsewhere: true})
	asked("post of the board", board, true)
	asked("post of another", other, false)
	asked("news", bot.ChatRef{}, false)
	if got := said(f.says("post of the board", admin, bot.Command{Text: "/settings", Forum: board})); !strings.Contains(got, "only here") {
		t.Errorf("settings in a post: %s", got)
	}
}

// TestTopicsOfAForumAreOnePlace: who may ask, who was let in and how much is
// asked hold for all of it; what is followed is a topic's own.
func TestTopicsOfAForumAreOnePlace(t *testing.T) {
	t.Run("who may ask", func(t *testing.T) {
		f := newForum(t, bot.Access{})
		f.says("news", admin, bot.Command{Text: "/settings ask nobody"})
		if got := said(f.says("cats", member, bot.Command{Text: "/latest strike"})); !strings.HasPrefix(got, "Nobody asks me here") {
			t.Errorf("said %q", got)
		}
		f.says("news", admin, bot.Command{Text: "/subscribe strike"})
		if got := said(f.says("cats", admin, bot.Command{Text: "/topics"})); !strings.HasPrefix(got, "No topics here yet") {
			t.Errorf("said %q", got)
		}
	})
	t.Run("how much", func(t *testing.T) {
		f := newForum(t, bot.Access{})
		for i := range 6 {
			f.says([]string{"news", "cats"}[i%2], member, bot.Command{Text: "/latest"})
		}
		if got := said(f.says("dogs", member, bot.Command{Text: "/latest"})); !strings.HasPrefix(got, "This group has asked a lot") {
			t.Errorf("said %q", got)
		}
	})
	t.Run("who was let in", func(t *testing.T) {
		f := newForum(t, bot.Access{Mode: bot.AccessListed, Listed: []string{"test:forum"}})
		if got := said(f.says("news", member, bot.Command{Text: "/latest strike"})); !strings.HasPrefix(got, "strike") {
			t.Errorf("said %q", got)
		}
	})
}
