package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
)

// heardOperators notes what operators were told, and on which platform they were not.
type heardOperators struct {
	list []string
	n    int
	err  error
}

func (o *heardOperators) TellOperators(_ context.Context, n bot.Notice, except bot.Platform) (int, error) {
	o.list = append(o.list, fmt.Sprint(n.Key, " ", n.Data, " ", except))
	return o.n, o.err
}

func TestOperatorsHearOfSources(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &heardOperators{n: 1}
		var log lineLog
		line := bot.NewOperatorLine(o, slog.New(slog.NewTextHandler(&log, nil)))
		fail := func(n int) {
			for i := range n {
				line.Source(t.Context(), bot.Source{Title: fmt.Sprint("Wire\u202e ", i, strings.Repeat("x", 300))}, "it is gone")
			}
		}
		fail(40)
		if len(o.list) != 6 || !strings.HasPrefix(o.list[0], "courier.source map[Problem:it is gone Title:Wire 0xx") || len(o.list[0]) > 250 || !strings.HasPrefix(o.list[5], "courier.sources ") {
			t.Errorf("told %q", o.list)
		}
		time.Sleep(25 * time.Hour)
		fail(1)
		if len(o.list) != 7 || !strings.HasPrefix(o.list[6], "courier.source map") {
			t.Errorf("a day later told %q", o.list[6:])
		}
	})
}

// TestOperatorsHearOfMistakes presses what a reader presses who has found one.
func TestOperatorsHearOfMistakes(t *testing.T) {
	o := &heardOperators{n: 1}
	_, b := newDesk(t, &clock{morning}, func(opts *bot.Options) {
		opts.Operators = bot.NewOperatorLine(o, slog.New(slog.DiscardHandler))
	})
	reply := sends(t, b, "/latest strike")
	for i, label := range []string{"In context", "Report a mistake", "Something else"} {
		reply = handle(t, b, bot.Command{EventID: fmt.Sprint(i), Chat: annsChat, User: annUser, Button: button(t, reply, label).Data})
	}
	if len(o.list) != 1 || !strings.HasPrefix(o.list[0], "courier.reported-other map[Title:"+strike.title) {
		t.Errorf("told %q", o.list)
	}
	for i := range 20 {
		b := bot.NewOperatorLine(o, slog.New(slog.DiscardHandler))
		for range i {
			b.Reported(t.Context(), bot.Report{Title: "One\u202e", Words: strings.Repeat("x", 900)})
		}
		if want := min(i, 11); len(o.list) != want+1 {
			t.Fatalf("%d mistakes are told %d times, want %d", i, len(o.list)-1, want)
		}
		o.list = o.list[:1]
	}
}

func TestNobodyToTell(t *testing.T) {
	for name, o := range map[string]*heardOperators{"no operator who could be told": {}, "disk full": {err: errors.New("disk full")}} {
		var log lineLog
		line := bot.NewOperatorLine(o, slog.New(slog.NewTextHandler(&log, nil)))
		line.Platform(t.Context(), "telegram", bot.Notice{Key: "courier.auth"})
		line.Deaf(t.Context(), "discord")
		if log.count(name) != 2 || !strings.HasSuffix(o.list[0], " telegram") || !strings.HasSuffix(o.list[1], " discord") {
			t.Errorf("%s: told %q, the log %s", name, o.list, log.lines)
		}
	}
}
