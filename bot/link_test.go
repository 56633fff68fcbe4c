package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// newDesk returns a bot with all that belongs to links, questions and pages, on
// a store with news.
func newDesk(t testing.TB, c *clock, more func(*bot.Options)) (*db.DB, *bot.Bot) {
	t.Helper()
	d := newStore(t, c)
	store(t, d, news...)
	o := bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Settings: d, Pauser: d, Reports: d, Sources: d, AccessStore: d,
		Links: d, Questions: d, Chats: d, Addresses: d, Now: c.now, Limits: bot.Limits{Budget: time.Minute},
	}
	if more != nil {
		more(&o)
	}
	return d, bot.New(o)
}

var (
	annsChat  = bot.ChatRef{Platform: "test", ID: "1"}
	someGroup = bot.ChatRef{Platform: "test", ID: "-5"}
	annUser   = bot.User{ID: "ann"}
)

// follows says "/start KEY" of a link in ann's private chat.
func follows(t *testing.T, b *bot.Bot, key string) bot.Reply {
	t.Helper()
	return handle(t, b, bot.Command{EventID: "start " + key, Chat: annsChat, User: annUser, Text: "/start " + key})
}

func linkTo(t testing.TB, b *bot.Bot, data string) string {
	t.Helper()
	key, err := b.LinkKey(t.Context(), someGroup, data)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// idOf returns the article that is stored under an address.
func idOf(t testing.TB, d *db.DB, url string) (id, revision int64) {
	t.Helper()
	a, err := d.FindArticle(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return a.ID, a.Revision
}

func TestKeysOfLinks(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	shape := regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)
	first := linkTo(t, b, "1f1:grain")
	if !shape.MatchString(first) || strings.Contains(first, "grain") {
		t.Errorf("a key is %q", first)
	}
	if linkTo(t, b, "1f1:grain") != first || linkTo(t, b, "1f1:ports") == first {
		t.Error("a key does not stand for its data")
	}
	if _, err := bot.New(bot.Options{}).LinkKey(t.Context(), someGroup, "1f1:grain"); err == nil {
		t.Error("a link was made that nothing keeps")
	}
}

func TestLinksShowWhatTheirButtonShows(t *testing.T) {
	d, b := newDesk(t, &clock{morning}, nil)
	id, revision := idOf(t, d, strike.url)
	tests := map[string]struct{ data, want, button string }{
		"the latest":           {"1a:strike", strike.title, "In context"},
		"a page":               {"1l1.......:karabakh", "karabakh", "Previous"},
		"a story":              {"1o" + base36(id), strike.title, "In context"},
		"a story as sent":      {"1v" + base36(revision), strike.title, "In context"},
		"in context":           {"1c" + base36(revision), "In context", "Read"},
		"more quotes":          {"1q" + base36(revision), "More from this report", ""},
		"the rest of a digest": {"1n" + base36(id), strike.title, "1"},
		"a command that asks":  {"1s:/latest strike", strike.title, "In context"},
		"a topic":              {"1f1:grain exports", "Follow grain exports here", "Follow grain exports"},
		"a weekly topic":       {"1f2:grain", "Follow grain here", "Follow grain"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			reply := follows(t, b, linkTo(t, b, test.data))
			if !strings.Contains(said(reply), test.want) {
				t.Errorf("said %q, want %q", said(reply), test.want)
			}
			if reply.Replace || reply.ForUser {
				t.Error("it is an answer to a press")
			}
			if test.button != "" {
				button(t, reply, test.button)
			}
		})
	}
}

// hostileLinks are data that anybody can make a link of, by pressing a button
// that they forged.
func hostileLinks() []string {
	said := []string{
		"/subscribe spam", "subscribe spam", "follow spam", "spam", "/unsubscribe strike", "unsubscribe strike", "/digest off", "digest off",
		"/digest 03:00", "quiet 22-7", "/timezone Baku", "timezone Baku", "pause", "/pause", "stop", "/delete_my_data", "forget", "/mydata",
		"/sources add wire.example", "sources add wire.example", "/sources remove wire.example", "/language reading tr", "/settings nothing say",
		"/latest x\n/subscribe spam", "/start /subscribe spam", "/start k_x", "/help", "/topics", "", "/", "08:00", "Yerevan", "https://wire.example/spam",
	}
	var all []string
	for _, s := range said {
		all = append(all, "1s:"+s, "1f1.1.1:"+s)
	}
	for action := '0'; action <= '~'; action++ {
		for _, rest := range []string{"1", "1.1:strike", ":strike", ":" + someGroup.ID} {
			all = append(all, "1"+string(action)+rest)
		}
	}
	return append(all, "", "1", "2s:/subscribe spam", "\x00", "1\xff", "1s#nokey", "1ozzzzzzzzzzz.zzz.zz", strings.Repeat("1s:", 100))
}

// TestALinkChangesNothing tries every action there is, and whatever a forged
// button says, in a chat that follows something and was asked something.
func TestALinkChangesNothing(t *testing.T) {
	c := &clock{morning}
	checks := 0
	d, b := newDesk(t, c, func(o *bot.Options) {
		o.SourceChecks = sourceChecker(func() { checks++ })
		o.Limits.ChatSources = 5
	})
	handle(t, b, bot.Command{EventID: "a", Chat: annsChat, User: annUser, Text: "/subscribe strike"})
	state := func() string {
		t.Helper()
		data, err := d.ExportChat(t.Context(), annsChat)
		if err != nil {
			t.Fatal(err)
		}
		sources, err := d.FindSources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		// What is left of events is what they did; words behind buttons change
		// nothing.
		data = regexp.MustCompile(`(?s)"(recent_events|words_behind_buttons|questions)": \[.*?\],\n  "`).ReplaceAll(data, []byte(`"`))
		return fmt.Sprint(string(data), len(sources))
	}
	before := state()
	for _, data := range hostileLinks() {
		// An open question is not to be answered by a link.
		handle(t, b, bot.Command{EventID: "ask" + data, Chat: annsChat, User: annUser, Text: "/subscribe"})
		reply, err := b.Handle(t.Context(), bot.Command{EventID: "l" + data, Chat: annsChat, User: annUser, Text: "/start " + linkTo(t, b, data)})
		if err != nil {
			t.Errorf("%q: %v", data, err)
		}
		if len(reply.Messages) == 0 {
			t.Errorf("%q: no answer", data)
		}
		for _, m := range reply.Messages {
			checkMessage(t, m)
		}
		if after := state(); after != before {
			t.Fatalf("%q changed\n%s\ninto\n%s", data, before, after)
		}
	}
	if checks > 0 {
		t.Errorf("a link made this machine look at %d addresses", checks)
	}
}

// sourceChecker counts what it is asked.
type sourceChecker func()

func (f sourceChecker) CheckSource(context.Context, string) ([]bot.CheckedSource, error) {
	f()
	return nil, nil
}

func TestALinkIsFollowedWithOnePress(t *testing.T) {
	d, b := newDesk(t, &clock{morning}, nil)
	reply := follows(t, b, linkTo(t, b, "1f2.1.1:grain")) // as a forged Undo: paused at once
	list := func() []bot.Subscription {
		t.Helper()
		list, err := d.FindSubscriptions(t.Context(), annsChat)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if got := list(); len(got) > 0 {
		t.Fatalf("follows %v before the press", got)
	}
	done := handle(t, b, bot.Command{EventID: "p", Chat: annsChat, User: annUser, Button: button(t, reply, "Follow grain").Data})
	if !strings.HasPrefix(said(done), "Following grain, once a week") {
		t.Errorf("said %q", said(done))
	}
	if got := list(); len(got) != 1 || got[0].Paused || got[0].Mode != bot.Weekly {
		t.Errorf("follows %+v", got)
	}
	again := follows(t, b, linkTo(t, b, "1f1:grain"))
	if !strings.HasPrefix(said(again), "You follow grain here already") {
		t.Errorf("said %q", said(again))
	}
	button(t, again, "My topics")
}

func TestLinksThatLeadNowhere(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	for _, key := range []string{"k_", "k_aaaaaaaaaaaaaaaaaaaa", "k_' OR 1=1 --", "k_" + strings.Repeat("x", 900), "k_\u202etxt", "k_%00", "k_a b c"} {
		if got := said(follows(t, b, key)); got != "That link does not work any more.\n" {
			t.Errorf("%q: said %q", key, got)
		}
	}
	if got := said(follows(t, b, "k_hello")); !strings.HasPrefix(got, "I send short news briefings") {
		t.Errorf("said %q", got)
	}
	if got := said(follows(t, b, linkTo(t, b, "1s:/digest 08:00"))); !strings.Contains(got, "Type it there: /digest") {
		t.Errorf("said %q", got)
	}
}

func TestAStrangerWithALinkIsAStranger(t *testing.T) {
	for _, mode := range []bot.AccessMode{bot.AccessInvite, bot.AccessListed} {
		t.Run(string(mode), func(t *testing.T) {
			d, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Access.Mode = mode })
			want := map[bot.AccessMode]string{bot.AccessInvite: "This bot is by invitation.", bot.AccessListed: "This bot is for the people"}[mode]
			keys := []string{linkTo(t, b, "1a:strike"), linkTo(t, b, "1f1:strike"), "k_hello", "k_nothing"}
			for i, key := range keys {
				user := bot.User{ID: fmt.Sprint("stranger", i)}
				chat := bot.ChatRef{Platform: "test", ID: user.ID}
				reply := handle(t, b, bot.Command{EventID: key, Chat: chat, User: user, Text: "/start " + key})
				if !strings.HasPrefix(said(reply), want) {
					t.Errorf("%s: said %q", key, said(reply))
				}
				s, err := d.FindStanding(t.Context(), chat, user.ID)
				if err != nil || s != (bot.Standing{}) {
					t.Errorf("%s: %+v, %v", key, s, err)
				}
			}
		})
	}
}

func TestALinkInAGroupIsAGreeting(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	reply := handle(t, b, bot.Command{EventID: "1", Chat: someGroup, Kind: bot.Group, User: annUser, Text: "/start " + linkTo(t, b, "1f1:strike")})
	if !strings.HasPrefix(said(reply), "I send short news briefings") {
		t.Errorf("said %q", said(reply))
	}
}

func TestLinksGoWithTheirChat(t *testing.T) {
	d, b := newDesk(t, &clock{morning}, nil)
	key := linkTo(t, b, "1a:strike")
	asked := handle(t, b, bot.Command{EventID: "1", Chat: someGroup, Kind: bot.Group, User: admin, Text: "/delete_my_data"})
	data, err := d.ExportChat(t.Context(), someGroup)
	if err != nil || !bytes.Contains(data, []byte("1a:strike")) {
		t.Errorf("/mydata does not tell of links: %s, %v", data, err)
	}
	handle(t, b, bot.Command{EventID: "2", Chat: someGroup, Kind: bot.Group, User: admin, Button: button(t, asked, "Delete everything").Data})
	if got := said(follows(t, b, key)); got != "That link does not work any more.\n" {
		t.Errorf("said %q", got)
	}
	if _, err := d.FindLink(t.Context(), strings.TrimPrefix(key, "k_")); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("the link is there: %v", err)
	}
}

// TestSettingsPressedInAGroupAreAnsweredThere: a link into a private chat would
// lead away from what was set.
func TestSettingsPressedInAGroupAreAnsweredThere(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	press := func(user bot.User, data string) bot.Reply {
		t.Helper()
		return handle(t, b, bot.Command{EventID: user.ID + data, Chat: someGroup, Kind: bot.Group, User: user, Button: data})
	}
	if reply := press(admin, "1s:/digest 09:00"); !reply.ForUser || !reply.Here {
		t.Errorf("%+v", reply)
	}
	if reply := press(admin, "1s:/latest strike"); !reply.ForUser || reply.Here {
		t.Errorf("%+v", reply)
	}
	if reply := press(admin, "1s:/mydata"); !reply.ForUser || reply.Here {
		t.Error("what is stored about a group is shown to all in it")
	}
	if reply := press(annUser, "1s:/topics"); !reply.ForUser || reply.Here {
		t.Errorf("a member makes the bot talk in the group: %+v", reply)
	}
	if reply := press(annUser, "1s:/digest 09:00"); reply.Notice == "" || reply.Here {
		t.Errorf("%+v", reply)
	}
}

// TestUnsubscribeThatComesAgain: the answer to a repeated event is that of its
// first time, though nothing is left to remove.
func TestUnsubscribeThatComesAgain(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	sends(t, b, "/subscribe strike")
	c := bot.Command{EventID: "again", Chat: annsChat, User: annUser, Text: "/unsubscribe strike"}
	first := said(handle(t, b, c))
	if again := said(handle(t, b, c)); again != first || !strings.Contains(first, "strike") {
		t.Errorf("said %q, then %q", first, again)
	}
	c.EventID = "another"
	if other := said(handle(t, b, c)); other == first {
		t.Errorf("another event removes nothing and says %q", other)
	}
}
