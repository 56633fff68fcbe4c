package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// A deafPlatform loses its connection whenever it listens.
type deafPlatform struct {
	testPlatform
	runs []time.Time
}

func (p *deafPlatform) Run(context.Context, bot.Handler) error {
	p.runs = append(p.runs, time.Now())
	return errors.New("the token was refused")
}

// A toldList notes what operators were told.
type toldList []string

func (l *toldList) TellOperators(_ context.Context, n bot.Notice, except bot.Platform) (int, error) {
	*l = append(*l, fmt.Sprint(n.Key, " except ", except))
	return 1, nil
}

// TestPlatformThatIsNotHeard: it is tried again and again, the operator hears of
// it once, and the service goes on.
func TestPlatformThatIsNotHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log safeBuffer
		var told toldList
		logger := slog.New(slog.NewTextHandler(&log, nil))
		s := &service{logger: logger, operators: bot.NewOperatorLine(&told, logger)}
		deaf := &deafPlatform{testPlatform: testPlatform{name: "deaf"}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		begin := time.Now()
		loops := s.answering([]bot.ChatAdapter{deaf, &testPlatform{name: "well"}}, nil)
		if err := together(ctx, loops...); err != nil || time.Since(begin) < time.Hour {
			t.Errorf("ended with %v after %v", err, time.Since(begin))
		}
		if n := len(deaf.runs); n < 8 || n > 15 {
			t.Errorf("listened %d times in an hour", n)
		}
		if fmt.Sprint(told) != "[courier.deaf except deaf]" || !strings.Contains(log.String(), "the token was refused") {
			t.Errorf("the operator heard %q, the log %s", told, &log)
		}
	})
}

// A barredPlatform is refused for good.
type barredPlatform struct {
	testPlatform
	runs int
}

func (p *barredPlatform) Run(context.Context, bot.Handler) error {
	p.runs++
	return fmt.Errorf("barred: %w", bot.ErrRefused)
}

// TestPlatformThatRefusesTheBot: it is not asked again, and the service goes on.
func TestPlatformThatRefusesTheBot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log safeBuffer
		var told toldList
		logger := slog.New(slog.NewTextHandler(&log, nil))
		s := &service{logger: logger, operators: bot.NewOperatorLine(&told, logger)}
		barred := &barredPlatform{testPlatform: testPlatform{name: "barred"}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		begin := time.Now()
		if err := together(ctx, s.answering([]bot.ChatAdapter{barred, &testPlatform{name: "well"}}, nil)...); err != nil || time.Since(begin) < time.Hour {
			t.Errorf("ended with %v after %v", err, time.Since(begin))
		}
		if barred.runs != 1 || fmt.Sprint(told) != "[courier.refused except barred]" {
			t.Errorf("listened %d times; the operator heard %q", barred.runs, told)
		}
	})
}

// A refusingPlatform refuses the token.
type refusingPlatform struct{ testPlatform }

func (p *refusingPlatform) Send(context.Context, bot.ChatRef, bot.Message) (bot.MessageRef, error) {
	return bot.MessageRef{}, &bot.SendError{Kind: bot.Auth, Message: "unauthorized"}
}

// TestOperatorHearsThatATokenIsRefused: on the platform that works, in private.
func TestOperatorHearsThatATokenIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "news.db")
	oweDigests(t, file, 6)
	becomeOperator(t, file, "plain")
	becomeOperator(t, file, "keyed")
	server := newPlatformServer()
	defer server.Close()
	adapters := testPlatforms(server.URL)
	withPlatforms(t, &refusingPlatform{*adapters[0].(*testPlatform)}, adapters[1])
	log, stop := startService(t, file)
	words := func() string {
		server.mu.Lock()
		defer server.mu.Unlock()
		return strings.Join(server.said["/keyed/operator"], "\n")
	}
	for deadline := time.Now().Add(waitAnswer); words() == "" && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if got := words(); !strings.HasPrefix(got, "plain refuses my token") || strings.Contains(got, "{{") {
		t.Errorf("the operator heard %q", got)
	}
	log.waitFor(t, "a platform refuses the token")
	if status := stop(); status != statusDone {
		t.Errorf("ended with %d:\n%s", status, log)
	}
}

// becomeOperator makes the person of the private chat "operator" one.
func becomeOperator(t *testing.T, file string, p bot.Platform) {
	t.Helper()
	store, err := db.Open(t.Context(), file, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	_, hash := bot.NewCode()
	if _, err := store.CreateInvite(t.Context(), bot.Invite{Code: hash, Operator: true, Uses: 1, Expires: time.Now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	ev := bot.Event{Platform: p, UserID: "op", Key: "1", At: time.Now()}
	if _, used, err := store.RedeemCode(t.Context(), ev, bot.Redemption{Code: hash, Chat: bot.ChatRef{Platform: p, ID: "operator"}}); err != nil || !used {
		t.Fatal(used, err)
	}
}
