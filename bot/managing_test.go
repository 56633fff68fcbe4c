package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// The channels of these tests.
var (
	harbourNews = bot.ChatRef{Platform: "test", ID: "-1001000000001"}
	valleyNews  = bot.ChatRef{Platform: "test", ID: "-1001000000002"}
)

// rights is a RightsChecker that knows who administers what.
type rights struct {
	mu     sync.Mutex
	admins map[string]bool // "user chat"
	err    error
	asked  int
}

func (r *rights) MayChange(_ context.Context, chat bot.ChatRef, user string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	return r.admins[user+" "+chat.ID] && r.err == nil, r.err
}

func (r *rights) set(user string, chat bot.ChatRef, may bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.admins[user+" "+chat.ID] = may
}

// A newsroom is a bot that people talk to in private, whose channels they
// administer.
type newsroom struct {
	t      *testing.T
	store  *db.DB
	bot    *bot.Bot
	clock  *clock
	rights *rights
	access bot.Access
	events int
	// failed is the error of the last answer.
	failed error
}

func newNewsroom(t *testing.T, access bot.Access) *newsroom {
	t.Helper()
	n := &newsroom{t: t, clock: &clock{morning}, rights: &rights{admins: map[string]bool{}}, access: access}
	n.store, _ = newGuarded(t, n.clock, access, nil)
	n.restart()
	return n
}

// restart begins anew with what is stored.
func (n *newsroom) restart() {
	n.t.Helper()
	d := n.store
	digester := bot.NewDigester(d, d, bot.DigesterOptions{Now: n.clock.now})
	n.bot = bot.New(bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Sources: d, Status: d, Settings: d, Pauser: d, Preview: digester, Reports: d,
		AccessStore: d, Access: n.access, Links: d, Questions: d, Chats: d, Rights: n.rights, Managers: d, Now: n.clock.now,
		Limits: bot.Limits{Budget: time.Minute},
	})
}

func private(user string) bot.ChatRef { return bot.ChatRef{Platform: "test", ID: "chat of " + user} }

func (n *newsroom) handle(c bot.Command) bot.Reply {
	n.t.Helper()
	n.events++
	if c.EventID == "" {
		c.EventID = fmt.Sprint("event ", n.events)
	}
	reply, err := n.bot.Handle(n.t.Context(), c)
	n.failed = err
	for _, m := range reply.Messages {
		checkMessage(n.t, m)
	}
	return reply
}

// says is what a user types in private.
func (n *newsroom) says(user, typed string) bot.Reply {
	n.t.Helper()
	return n.handle(bot.Command{Chat: private(user), User: bot.User{ID: user}, Text: typed})
}

// presses is a press of a button of a reply in private.
func (n *newsroom) presses(user string, r bot.Reply, label string) bot.Reply {
	n.t.Helper()
	return n.pressesData(user, button(n.t, r, label).Data)
}

func (n *newsroom) pressesData(user, data string) bot.Reply {
	n.t.Helper()
	return n.handle(bot.Command{Chat: private(user), User: bot.User{ID: user}, Button: data})
}

// added makes the bot post in a channel, of which user becomes administrator.
func (n *newsroom) added(user string, channel bot.ChatRef, name string) bot.Reply {
	n.t.Helper()
	n.rights.set(user, channel, true)
	return n.changes(bot.ChatChange{Change: bot.BotAdded, Chat: channel, Kind: bot.Channel, ChatName: name, User: bot.User{ID: user, Admin: true}})
}

func (n *newsroom) changes(c bot.ChatChange) bot.Reply {
	n.t.Helper()
	n.events++
	c.EventID = fmt.Sprint("change ", n.events)
	reply, err := n.bot.ChatChanged(n.t.Context(), c)
	if err != nil {
		n.t.Fatal(err)
	}
	return reply
}

// begins has user manage the channel Harbour News.
func (n *newsroom) begins(user string) bot.Reply {
	n.t.Helper()
	return n.presses(user, n.added(user, harbourNews, "Harbour News"), "Settings of Harbour News")
}

// follows fails the test unless a chat follows just these topics.
func (n *newsroom) follows(chat bot.ChatRef, topics ...string) {
	n.t.Helper()
	list, err := n.store.FindSubscriptions(n.t.Context(), chat)
	if err != nil {
		n.t.Fatal(err)
	}
	got := []string{}
	for _, s := range list {
		got = append(got, s.Topic.String())
	}
	slices.Sort(got)
	slices.Sort(topics)
	if !slices.Equal(got, topics) {
		n.t.Errorf("%s follows %q, want %q", chat.ID, got, topics)
	}
}

func (n *newsroom) settings(chat bot.ChatRef) bot.Settings {
	n.t.Helper()
	s, err := n.store.FindSettings(n.t.Context(), chat)
	if err != nil {
		n.t.Fatal(err)
	}
	return s
}

// hasButton reports whether a reply has a button of that label.
func hasButton(r bot.Reply, label string) bool {
	for _, m := range r.Messages {
		for _, row := range m.Buttons {
			if slices.ContainsFunc(row, func(b bot.Button) bool { return b.Label == label }) {
				return true
			}
		}
	}
	return false
}

const forHarbour = "For Harbour News:\n"

func TestChannelIsManagedInPrivate(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	told := n.added("ann", harbourNews, "Harbour News")
	if !told.ForUser || said(told) != "I can post in Harbour News now.\n" {
		t.Fatalf("told %s", show(told))
	}
	begun := n.presses("ann", told, "Settings of Harbour News")
	if !strings.HasPrefix(said(begun), forHarbour) || !strings.Contains(said(begun), "30 minutes") || strings.Contains(said(begun), "Only admins") {
		t.Errorf("begun: %s", show(begun))
	}
	for _, label := range []string{"Who may ask", "My data"} {
		if hasButton(begun, label) {
			t.Errorf("a channel has the button %q", label)
		}
	}
	done := n.says("ann", "/subscribe lorne")
	if !strings.HasPrefix(said(done), forHarbour) || !strings.Contains(said(done), "sample") || len(done.Messages) != 2 {
		t.Errorf("followed: %s", show(done))
	}
	n.follows(harbourNews, "lorne")
	n.follows(private("ann"))
	if s := n.settings(harbourNews); s.Kind != bot.Channel || s.Name != "Harbour News" || s.NextDigest.IsZero() {
		t.Errorf("the channel is %+v", s)
	}
	if s := n.settings(private("ann")); s.Kind != bot.Private || !s.NextDigest.IsZero() {
		t.Errorf("the private chat is %+v", s)
	}
	end := n.presses("ann", done, "Done with Harbour News")
	if !strings.HasPrefix(said(end), "Done with Harbour News.") {
		t.Errorf("ended: %s", show(end))
	}
	if own := n.says("ann", "/subscribe grain"); strings.HasPrefix(said(own), "For ") {
		t.Errorf("own: %s", show(own))
	}
	n.follows(harbourNews, "lorne")
	n.follows(private("ann"), "grain")
	if again := n.presses("ann", done, "Done with Harbour News"); !strings.Contains(said(again), "over already") {
		t.Errorf("ended twice: %s", show(again))
	}
}

// TestManagedCommands: what is about settings is for the channel, all else is
// for the private chat.
func TestManagedCommands(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.begins("ann")
	for _, typed := range []string{
		"/subscribe lorne", "subscribe port ellery", "/topics", "/unsubscribe lorne", "/digest 07:30", "/digest", "/digest now", "/timezone yerevan",
		"/quiet 22-7", "/pause 2 days", "/resume", "/language reading en", "/settings", "/settings quiet 23-6", "/settings ask all", "digest off", "/digest 9:00",
	} {
		t.Run(typed, func(t *testing.T) {
			n := *n
			n.t = t
			reply := n.says("ann", typed)
			if !strings.HasPrefix(said(reply), forHarbour) || n.failed != nil || !hasButton(reply, "Done with Harbour News") || reply.ForUser {
				t.Errorf("%s, %v", show(reply), n.failed)
			}
			*n.clock = clock{n.clock.t.Add(29 * time.Minute)} // each use counts
		})
		n.events += 100
	}
	s := n.settings(harbourNews)
	if s.Zone != "Asia/Yerevan" || s.Quiet.From != 23*60 || len(s.Digests) != 1 || s.Digests[0].Minute != 9*60 || len(s.Reading) != 1 {
		t.Errorf("set: %+v", s)
	}
	if s := n.settings(private("ann")); s.Zone != "" || len(s.Reading) > 0 || s.Digests[0].Minute != 8*60 {
		t.Errorf("the private chat: %+v", s)
	}
	for _, typed := range []string{"/latest lorne", "lorne", "/help", "/start", "/privacy", "/mydata", "/delete_my_data", "/status", "/sources", "/nonsense"} {
		if reply := n.says("ann", typed); strings.HasPrefix(said(reply), "For ") || len(reply.Messages) == 0 {
			t.Errorf("%s: %s", typed, show(reply))
		}
	}
}

func TestManagingEndsByItself(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.begins("ann")
	n.clock.t = n.clock.t.Add(29 * time.Minute)
	n.says("ann", "/topics")
	n.clock.t = n.clock.t.Add(29 * time.Minute)
	n.restart()
	n.says("ann", "/subscribe lorne")
	n.clock.t = n.clock.t.Add(30 * time.Minute)
	n.says("ann", "/subscribe grain")
	n.follows(harbourNews, "lorne")
	n.follows(private("ann"), "grain")
}

// TestAnswersAreForWhatWasAsked: an answer to a question about the channel is
// for the channel, and to one about the private chat for that.
func TestAnswersAreForWhatWasAsked(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	begun := n.begins("ann")
	t.Run("of a channel", func(t *testing.T) {
		if asked := n.presses("ann", begun, "Follow a topic"); !strings.HasPrefix(said(asked), forHarbour) {
			t.Errorf("asked: %s", show(asked))
		}
		if reply := n.says("ann", "lorne"); !strings.HasPrefix(said(reply), forHarbour) {
			t.Errorf("answered: %s", show(reply))
		}
		n.follows(harbourNews, "lorne")
	})
	t.Run("of a channel that is not managed now", func(t *testing.T) {
		n.presses("ann", begun, "Done with Harbour News")
		n.presses("ann", begun, "Follow a topic")
		n.restart()
		n.says("ann", "grain")
		n.follows(harbourNews, "lorne", "grain")
	})
	t.Run("of the private chat", func(t *testing.T) {
		n.says("ann", "/subscribe")
		n.says("ann", "ports")
		n.follows(private("ann"), "ports")
	})
	t.Run("of the private chat while a channel is managed", func(t *testing.T) {
		own := n.says("ann", "/settings")
		n.presses("ann", own, "Settings of Harbour News")
		n.presses("ann", own, "Follow a topic")
		n.says("ann", "tides")
		n.presses("ann", begun, "Done with Harbour News")
		n.follows(private("ann"), "ports", "tides")
	})
	t.Run("of none after a press that begins or ends managing", func(t *testing.T) {
		n.says("ann", "/subscribe")
		n.pressesData("ann", "1b:"+harbourNews.ID)
		n.says("ann", "wheat")
		n.says("ann", "/subscribe")
		n.presses("ann", begun, "Done with Harbour News")
		n.says("ann", "wheat")
		n.follows(harbourNews, "lorne", "grain")
		n.follows(private("ann"), "ports", "tides")
	})
}

func TestRightsAreAskedEachTime(t *testing.T) {
	tests := map[string]struct {
		lose   func(n *newsroom)
		say    string
		failed bool
		offers bool
	}{
		"no administrator any more": {func(n *newsroom) { n.rights.set("ann", harbourNews, false) }, "Only admins of a channel change what comes there.\n", false, false},
		"not to be found out":       {func(n *newsroom) { n.rights.err = errors.New("no network") }, "I couldn't check your rights just now. Try again in a moment.\n", true, true},
		"the bot is gone from it": {func(n *newsroom) {
			n.changes(bot.ChatChange{Change: bot.BotRemoved, Chat: harbourNews, Kind: bot.Channel, User: bot.User{ID: "ann"}})
			n.rights.err = errors.New("chat not found")
		}, "I can't post in that channel any more. Make me an admin there who may post messages, then try again.\n", false, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
			begun := n.begins("ann")
			reply := n.says("ann", "/subscribe lorne")
			test.lose(n)
			before := fmt.Sprintf("%+v", n.settings(harbourNews))
			for i, answer := range []bot.Reply{
				n.says("ann", "/quiet 22-7"), n.presses("ann", reply, "Undo"), n.pressesData("ann", "1b:"+harbourNews.ID),
				n.presses("ann", begun, "Pause"),
			} {
				// After the first refusal nothing is managed, so typing is for the private chat.
				if said(answer) != test.say || (n.failed != nil) != test.failed {
					t.Errorf("answer %d: %s, %v", i, show(answer), n.failed)
				}
			}
			if after := fmt.Sprintf("%+v", n.settings(harbourNews)); after != before {
				t.Errorf("was %s\nis %s", before, after)
			}
			n.follows(harbourNews, "lorne")
			n.rights.err = nil
			n.clock.t = n.clock.t.Add(time.Hour)
			if offers := hasButton(n.says("ann", "/settings"), "Settings of Harbour News"); offers != test.offers {
				t.Errorf("offered: %v", offers)
			}
		})
	}
}

// TestSettingsOfferChannels: to whoever made the bot post there or managed it.
func TestSettingsOfferChannels(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.added("ann", harbourNews, "Harbour News")
	n.added("ann", valleyNews, "Valley News")
	reply := n.says("ann", "/settings")
	if strings.HasPrefix(said(reply), "For ") || !hasButton(reply, "Settings of Valley News") {
		t.Errorf("%s", show(reply))
	}
	n.presses("ann", reply, "Settings of Harbour News")
	if reply := n.says("ann", "/settings"); !strings.HasPrefix(said(reply), forHarbour) || hasButton(reply, "Settings of Valley News") {
		t.Errorf("while one is managed: %s", show(reply))
	}
	if reply := n.says("bob", "/settings"); hasButton(reply, "Settings of Harbour News") {
		t.Errorf("somebody else: %s", show(reply))
	}
	n.presses("ann", n.says("ann", "/delete_my_data"), "Delete everything")
	if reply := n.says("ann", "/settings"); strings.HasPrefix(said(reply), "For ") || hasButton(reply, "Settings of Harbour News") {
		t.Errorf("after all was deleted: %s", show(reply))
	}
}

// TestStartOffersChannels: whoever adds the bot before they start it cannot be
// told in private.
func TestStartOffersChannels(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.added("ann", harbourNews, "Harbour News")
	if reply := n.presses("ann", n.says("ann", "/start"), "Settings of Harbour News"); !strings.HasPrefix(said(reply), forHarbour) {
		t.Errorf("begun: %s", show(reply))
	}
}

// TestSeveralCommands: several commands of one message, all for the channel.
func TestSeveralCommands(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.begins("ann")
	reply := n.says("ann", "/subscribe lorne\n/quiet 22-7\n/subscribe grain")
	n.follows(harbourNews, "lorne", "grain")
	if s := n.settings(harbourNews); s.Quiet.IsZero() || strings.Count(said(reply), forHarbour) != 3 {
		t.Errorf("%s", show(reply))
	}
}

// TestPreviewIsShownInPrivate: /digest now shows the channel's digest, whose
// buttons stay with it.
func TestPreviewIsShownInPrivate(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.begins("ann")
	n.says("ann", "/subscribe lorne")
	n.clock.t = n.clock.t.Add(time.Minute)
	late := strike
	late.age, late.title = -time.Minute, "Lorne rises again"
	store(t, n.store, late)
	reply := n.says("ann", "/digest now")
	if !strings.HasPrefix(said(reply), forHarbour) || !hasButton(reply, "Settings") {
		t.Fatalf("%s", show(reply))
	}
	n.presses("ann", reply, "Done with Harbour News")
	if reply := n.presses("ann", reply, "Settings"); !strings.HasPrefix(said(reply), forHarbour) {
		t.Errorf("its settings: %s", show(reply))
	}
}

// TestWithoutManaging: a bot that cannot ask who administers what leaves it out.
func TestWithoutManaging(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	d := n.store
	n.bot = bot.New(bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Settings: d, Chats: d, Managers: d, Now: n.clock.now,
	})
	told := n.added("ann", harbourNews, "Harbour News")
	if said(told) != "I can post in Harbour News now.\n" || len(told.Messages[0].Buttons) > 0 {
		t.Errorf("told %s", show(told))
	}
	for _, data := range []string{"1b:" + harbourNews.ID, "1y" + harbourNews.ID + "!f1:lorne"} {
		if reply := n.pressesData("ann", data); !strings.Contains(said(reply), "button") || n.failed != nil {
			t.Errorf("%s: %s, %v", data, show(reply), n.failed)
		}
	}
	n.follows(harbourNews)
}
