package telegram_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// quick is how long an adapter waits here after a failure, at first.
const quick = 10 * time.Millisecond

// within is how long a test waits for what should happen.
const within = time.Minute

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

// A line is an adapter that runs, with what it heard.
type line struct {
	*telegram.Adapter
	t       *testing.T
	journal *journal
	stop    context.CancelFunc
	ended   chan error
	once    sync.Once

	mu    sync.Mutex
	heard []bot.Command
}

// open runs an adapter until the end of the test or hangUp. Its log is searched
// for the token then.
func open(t *testing.T, s *telegramtest.Server, o telegram.Options) *line {
	t.Helper()
	return openWith(t, s, o, nil)
}

// openWith is open with answers of one's own; by default each text is answered
// by itself.
func openWith(t *testing.T, s *telegramtest.Server, o telegram.Options, answer func(context.Context, bot.Command) (bot.Reply, error)) *line {
	t.Helper()
	l := &line{t: t, journal: &journal{}, ended: make(chan error, 1)}
	if o.Token == "" {
		o.Token = s.Token()
	}
	if o.BaseURL == "" {
		o.BaseURL = s.URL()
	}
	if o.Inbox == nil {
		o.Inbox = newStore(t)
	}
	if o.Desk == nil {
		o.Desk = desk{}
	}
	o.Pacing = bot.NewPacing(bot.Pace{})
	o.Logger = slog.New(slog.NewTextHandler(l.journal, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a, err := telegram.New(o)
	if err != nil {
		t.Fatal(err)
	}
	a.SetWaits(quick)
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
		secret := strings.SplitN(o.Token, ":", 2)[1]
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
		l.t.Fatalf("Run did not end within %v", within)
		return nil
	}
}

// isRefused waits for Run to end because the token is refused.
func (l *line) isRefused() {
	l.t.Helper()
	l.once.Do(func() {
		if err := l.ends(); err == nil || !strings.Contains(err.Error(), "the credentials are refused: get a new token from @BotFather") || !strings.Contains(err.Error(), "401 Unauthorized") {
			l.t.Errorf("Run returned %v", err)
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

// hears waits until exactly these texts were heard, each once and in order.
func (l *line) hears(want ...string) {
	l.t.Helper()
	eventually(l.t, fmt.Sprintf("hears %q", want), func() bool { return len(l.texts()) >= len(want) })
	if got := l.texts(); !slices.Equal(got, want) {
		l.t.Errorf("heard %q, want %q", got, want)
	}
}

// logs waits until the log holds words.
func (l *line) logs(words string) {
	l.t.Helper()
	eventually(l.t, "logs "+words, func() bool { return strings.Contains(l.journal.String(), words) })
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it does not come true within %v: %s", within, what)
		}
	}
}

// answered waits until these posts of the bot stand in a chat, in this order.
func answered(t *testing.T, r *telegramtest.Room, want ...string) {
	t.Helper()
	var got []string
	for _, p := range r.WaitPosts(len(want), within) {
		got = append(got, p.Text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("posts %q, want %q", got, want)
	}
}

// someone is a person who has started the bot, which has not heard of it.
func someone(s *telegramtest.Server, name string) *telegramtest.Person {
	p := s.AddPerson(telegramtest.User{FirstName: name})
	p.Start("")
	s.SetNextUpdate(812_345_701)
	return p
}

func freeServer(t *testing.T) *telegramtest.Server {
	return newServer(t, telegramtest.Options{Limits: &noLimits})
}
