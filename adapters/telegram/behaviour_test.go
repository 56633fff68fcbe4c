package telegram_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

func TestBehaviour(t *testing.T) {
	adaptertest.Exercise(t, func(t *testing.T) adaptertest.Harness { return newHarness(t) })
}

// noLimits is a server that takes any number of messages.
var noLimits = telegramtest.Limits{}

// newServer starts a server whose requests and answers are checked where the
// description of the API is at hand.
func newServer(t testing.TB, o telegramtest.Options) *telegramtest.Server {
	t.Helper()
	o.Schema = schema(t)
	return telegramtest.Start(t, o)
}

// schema is the description of the API, nil if there is no folder with it.
func schema(t testing.TB) *telegramtest.Schema {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Log("WIREBRIEF_TESTDATA is not set: requests are not checked against the description of the API")
		return nil
	}
	s, err := telegramtest.LoadSchema(filepath.Join(folder, "specs", "telegram-api.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newStore is an empty store.
func newStore(t testing.TB) *db.DB { return dbtest.Open(t, db.Options{}) }

// A desk has nothing to offer, and records what it hears.
type desk struct{ changes chan bot.ChatChange }

func (d desk) ChatChanged(_ context.Context, c bot.ChatChange) (bot.Reply, error) {
	if d.changes != nil {
		d.changes <- c
	}
	return bot.Reply{}, nil
}

func (desk) Offer(context.Context, bot.Inquiry) (bot.Offers, error) { return bot.Offers{}, nil }

func (desk) Complete(context.Context, bot.Completion) ([]bot.Choice, error) { return nil, nil }

func (desk) LinkKey(_ context.Context, chat bot.ChatRef, data string) (string, error) {
	return "key-of-" + strconv.Itoa(len(chat.ID)+len(data)), nil
}

// newAdapter connects an adapter that is not slowed down to a server.
func newAdapter(t testing.TB, s *telegramtest.Server, o telegram.Options) *telegram.Adapter {
	t.Helper()
	o.Token, o.BaseURL = s.Token(), s.URL()
	if o.Inbox == nil {
		o.Inbox = newStore(t)
	}
	if o.Desk == nil {
		o.Desk = desk{}
	}
	if o.Pacing == nil {
		o.Pacing = bot.NewPacing(bot.Pace{})
	}
	a, err := telegram.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A harness is the private chat of one person.
type harness struct {
	server  *telegramtest.Server
	adapter *telegram.Adapter
	person  *telegramtest.Person
	room    *telegramtest.Room
}

func newHarness(t *testing.T) *harness {
	h := &harness{server: newServer(t, telegramtest.Options{Limits: &noLimits})}
	h.adapter = newAdapter(t, h.server, telegram.Options{PollTimeout: 2 * time.Second, CallTimeout: within})
	h.person = h.server.AddPerson(telegramtest.User{FirstName: "Ann"})
	h.room = h.person.Private()
	h.person.Start("")
	h.server.SetNextUpdate(900) // forgets that
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
		Chat:      bot.ChatRef{Platform: telegram.Platform, ID: strconv.FormatInt(h.room.ID(), 10)},
		User:      bot.User{ID: strconv.FormatInt(h.person.ID(), 10), Name: "Ann"},
		Lacks:     map[adaptertest.Ability]string{adaptertest.Repeating: "an update that is told twice is known in the inbox, and answered once"},
		PostLimit: 4096,
	}
}

func (h *harness) Say(t *testing.T, text string) {
	t.Helper()
	h.person.Say(h.room, text)
}

func (h *harness) Press(t *testing.T, label string) {
	t.Helper()
	h.person.Press(h.room, label)
}

func (h *harness) Shown(t *testing.T) []adaptertest.Post {
	t.Helper()
	var all []adaptertest.Post
	for _, p := range h.room.BotPosts() {
		all = append(all, adaptertest.Post{Text: p.Text, Buttons: p.Labels(), Links: p.Links(), Mentions: p.Marked("mention")})
	}
	return all
}

// refusals are what makes the next message fail as each kind does.
var refusals = map[bot.SendKind]telegramtest.Fault{
	bot.Transient:  {Status: 407},
	bot.RetryAfter: {Refuse: &telegramtest.Refusal{Code: 429, Description: "Too Many Requests: retry after 1", RetryAfter: 1}},
	bot.Gone:       telegramtest.Refusing(403, "Forbidden: bot was blocked by the user"),
	bot.Forbidden:  telegramtest.Refusing(400, "Bad Request: not enough rights to send text messages to the chat"),
	bot.Migrated:   {Refuse: &telegramtest.Refusal{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -1001}},
	bot.Content:    telegramtest.Refusing(400, "Bad Request: message is too long"),
	bot.Auth:       telegramtest.Refusing(401, "Unauthorized"),
	bot.Conflict:   telegramtest.Refusing(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
	bot.Uncertain:  {HangUp: true},
}

func (h *harness) Fail(t *testing.T, kind bot.SendKind) {
	t.Helper()
	f, ok := refusals[kind]
	if !ok {
		t.Fatalf("the harness knows no failure of kind %v", kind)
	}
	h.server.Fail("sendMessage", h.room.ID(), f)
}
