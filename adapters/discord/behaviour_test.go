package discord_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

func TestBehaviour(t *testing.T) {
	adaptertest.Exercise(t, func(t *testing.T) adaptertest.Harness { return newHarness(t) })
}

// A harness is the direct messages of one person.
type harness struct {
	server  *discordtest.Server
	adapter *discord.Adapter
	person  *discordtest.Person
	room    *discordtest.Room
}

func newHarness(t *testing.T) *harness {
	if !strings.Contains(t.Name(), "/RunEnds") { // where goroutines are counted
		t.Parallel() // the library takes a second to end a connection
	}
	h := &harness{server: newServer(t, discordtest.Options{Limits: &noLimits})}
	store := newStore(t)
	a, err := discord.New(discord.Options{
		Token: h.server.Token(), BaseURL: h.server.URL(), Inbox: store, Budget: store, Desk: quietDesk{},
		Pacing: bot.NewPacing(bot.Pace{}), Timeout: within,
	})
	if err != nil {
		t.Fatal(err)
	}
	a.SetWaits(quick)
	if strings.HasSuffix(t.Name(), "RunEndsWithItsContext") {
		a.WaitForLibrary() // what is left then is looked at
	}
	h.adapter = a
	h.person = h.server.AddPerson(discordtest.User{Username: "ann", GlobalName: "Ann"})
	h.server.AddGuild("Readers", h.person)
	h.room = h.person.Private()
	return h
}

func (h *harness) Adapter() bot.ChatAdapter { return h.adapter }

func (h *harness) Close() error {
	h.server.Close()
	return nil
}

func (h *harness) Secret() string { return h.server.Token() }

func (h *harness) Traits() adaptertest.Traits {
	return adaptertest.Traits{
		SmallPrint: true,
		Chat:       refOf(h.room),
		User:       bot.User{ID: h.person.ID().String(), Name: "Ann"},
		Lacks:      map[adaptertest.Ability]string{adaptertest.Repeating: "an event that is told twice is known in the inbox, and answered once"},
		CannotFail: map[bot.SendKind]string{bot.Migrated: "nothing gets another id", bot.Conflict: "several connections may use one token"},
		PostLimit:  6000,
	}
}

func (h *harness) Say(t *testing.T, text string) {
	t.Helper()
	// Before there is a connection nobody would hear it: Discord keeps nothing
	// for who is not there.
	h.server.Wait(within, h.server.Connected)
	h.person.Say(h.room, text)
}

func (h *harness) Press(t *testing.T, label string) {
	t.Helper()
	for _, p := range slices.Backward(h.room.BotPosts()) {
		for _, row := range p.Buttons {
			if slices.ContainsFunc(row, func(c discordtest.Component) bool { return c.Label == label }) {
				h.person.Press(p, label)
				return
			}
		}
	}
	t.Fatalf("there is no button %q", label)
}

func (h *harness) Shown(t *testing.T) []adaptertest.Post {
	t.Helper()
	var all []adaptertest.Post
	for _, p := range h.room.BotPosts() {
		post := adaptertest.Post{Text: p.Text}
		for _, row := range p.Buttons {
			for _, c := range row {
				post.Buttons = append(post.Buttons, c.Label)
			}
		}
		for _, l := range p.Live {
			switch l.Kind {
			case discordtest.LinkNode:
				post.Links = append(post.Links, l.Target)
			case discordtest.UserNode, discordtest.RoleNode, discordtest.ChannelNode, discordtest.EveryoneNode, discordtest.CommandNode:
				post.Mentions = append(post.Mentions, l.Text)
			}
		}
		if p.MentionsEveryone {
			post.Mentions = append(post.Mentions, "@everyone")
		}
		all = append(all, post)
	}
	return all
}

// refusals are what makes the next message fail as each kind does.
var refusals = map[bot.SendKind]discordtest.Fault{
	bot.Transient:  discordtest.Refusing(40004),
	bot.RetryAfter: discordtest.Flooding(time.Second),
	bot.Gone:       discordtest.Refusing(10003),
	bot.Forbidden:  discordtest.Refusing(50001),
	bot.Content:    discordtest.Refusing(200000),
	bot.Auth:       discordtest.Refusing(50014),
	bot.Uncertain:  {HangUp: true},
}

func (h *harness) Fail(t *testing.T, kind bot.SendKind) {
	t.Helper()
	f, ok := refusals[kind]
	if !ok {
		t.Fatalf("the harness knows no failure of kind %v", kind)
	}
	h.server.Fail(discordtest.SendRoute, h.room.ID(), f)
}
