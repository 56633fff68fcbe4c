package discord_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// quick is how long an adapter waits here where it would wait for seconds.
const quick = 10 * time.Millisecond

// within is how long a test waits for what should happen.
const within = time.Minute

// noLimits are those of a server that never asks to wait.
var noLimits discordtest.Limits

// newServer starts a Discord that checks what is said to it.
func newServer(t testing.TB, o discordtest.Options) *discordtest.Server {
	t.Helper()
	if s := schema(t); s != nil {
		o.Schema = s
	}
	return discordtest.Start(t, o)
}

// schema is the description of the API, nil if there is no folder with it.
func schema(t testing.TB) *discordtest.Schema {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Log("WIREBRIEF_TESTDATA is not set: requests are not checked against the description of the API")
		return nil
	}
	s, err := discordtest.LoadSchema(filepath.Join(folder, "specs", "discord-openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A journal takes a log, of several goroutines.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// A quietDesk has nothing to offer, and records what it hears.
type quietDesk struct{ changes chan bot.ChatChange }

func (d quietDesk) ChatChanged(_ context.Context, c bot.ChatChange) (bot.Reply, error) {
	if d.changes != nil {
		d.changes <- c
	}
	return bot.Reply{}, nil
}

func (quietDesk) Offer(context.Context, bot.Inquiry) (bot.Offers, error) { return bot.Offers{}, nil }

func (quietDesk) Complete(_ context.Context, c bot.Completion) ([]bot.Choice, error) {
	return []bot.Choice{{Label: "chosen for " + c.Typed, Value: c.Typed}}, nil
}

func (quietDesk) LinkKey(_ context.Context, chat bot.ChatRef, data string) (string, error) {
	return fmt.Sprintf("key-%s-%s", chat.ID, data), nil
}

// A line is an adapter that runs, with what it heard.
type line struct {
	*discord.Adapter
	t       testing.TB
	journal *journal
	stop    context.CancelFunc
	ended   chan error
	once    sync.Once

	mu    sync.Mutex
	heard []bot.Command
}

// open runs an adapter until the end of the test or hangUp. Its log is searched
// for the token then.
func open(t testing.TB, s *discordtest.Server, o discord.Options, tune ...func(*discord.Adapter)) *line {
	t.Helper()
	return openWith(t, s, o, nil, tune...)
}

// openWith is open with answers of one's own; by default each text is answered
// by itself.
func openWith(t testing.TB, s *discordtest.Server, o discord.Options, answer bot.Handler, tune ...func(*discord.Adapter)) *line {
	t.Helper()
	l := &line{t: t, journal: &journal{}, ended: make(chan error, 1)}
	if o.Token == "" {
		o.Token = s.Token()
	}
	if o.BaseURL == "" {
		o.BaseURL = s.URL()
	}
	if o.Inbox == nil || o.Budget == nil {
		store := newStore(t)
		if o.Inbox == nil {
			o.Inbox = store
		}
		if o.Budget == nil {
			o.Budget = store
		}
	}
	if o.Desk == nil {
		o.Desk = quietDesk{}
	}
	if o.Pacing == nil {
		o.Pacing = bot.NewPacing(bot.Pace{})
	}
	o.Logger = slog.New(slog.NewTextHandler(l.journal, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a, err := discord.New(o)
	if err != nil {
		t.Fatal(err)
	}
	a.SetWaits(quick)
	for _, change := range tune {
		change(a)
	}
	l.Adapter = a
	ctx, stop := context.WithCancel(t.Context())
	l.stop = stop
	go func() {
		l.ended <- a.Run(ctx, func(ctx context.Context, c bot.Command) (bot.Reply, error) {
			l.mu.Lock()
			l.heard = append(l.heard, c)
			l.mu.Unlock()
			if answer != nil {
				return answer(ctx, c)
			}
			return saying("re " + strings.TrimPrefix(c.Text, "/")), nil
		})
	}()
	t.Cleanup(func() {
		l.hangUp()
		secret := o.Token[strings.LastIndexByte(o.Token, '.')+1:]
		if log := l.journal.String(); strings.Contains(log, secret) {
			t.Errorf("the token is in the log: %s", strings.ReplaceAll(log, secret, "SECRET"))
		}
	})
	return l
}

// saying is a reply of one paragraph.
func saying(text string) bot.Reply {
	return bot.Reply{Messages: []bot.Message{{Blocks: []bot.Block{{Runs: []bot.Run{{Text: text}}}}}}}
}

// hangUp ends the context and waits for the end of Run, which returns nil.
func (l *line) hangUp() {
	l.t.Helper()
	l.once.Do(func() {
		l.stop()
		if err := l.ends(); err != nil {
			l.t.Errorf("Run returned %v, want nil", err)
		}
	})
}

// ends waits for the end of Run and returns what that did.
func (l *line) ends() error {
	l.t.Helper()
	select {
	case err := <-l.ended:
		return err
	case <-time.After(within):
		l.t.Fatalf("Run did not end within %v; its log:\n%s", within, l.journal)
		return nil
	}
}

// isRefused waits for Run to end because Discord refuses the bot, with these
// words.
func (l *line) isRefused(words string) {
	l.t.Helper()
	l.once.Do(func() {
		if err := l.ends(); err == nil || !strings.Contains(err.Error(), bot.ErrRefused.Error()) || !strings.Contains(err.Error(), words) {
			l.t.Errorf("Run returned %v, want %q", err, words)
		}
	})
}

// texts are those of the commands heard so far.
func (l *line) texts() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var texts []string
	for _, c := range l.heard {
		texts = append(texts, c.Text)
	}
	return texts
}

// hears waits until exactly these texts were heard, each once, in any order.
func (l *line) hears(want ...string) {
	l.t.Helper()
	eventually(l.t, fmt.Sprintf("hears %q", want), func() bool { return len(l.texts()) >= len(want) })
	got := l.texts()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		l.t.Errorf("heard %q, want %q", got, want)
	}
}

// logs waits until the log holds words.
func (l *line) logs(words string) {
	l.t.Helper()
	eventually(l.t, "logs "+words, func() bool { return strings.Contains(l.journal.String(), words) })
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it does not come true within %v: %s", within, what)
		}
	}
}
