package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"wirebrief/bot"
)

// A went is a message that was let go.
type went struct {
	at   time.Time
	chat int
}

// paced lets n messages to so many chats go, as they come, in a bubble of time,
// and returns when each went. answered is how long the platform takes.
func paced(t *testing.T, pace bot.Pace, n, chats int, group bool, gap, answered time.Duration) []went {
	var all []went
	synctest.Test(t, func(t *testing.T) {
		p := bot.NewPacing(pace)
		var mu sync.Mutex
		var waiting sync.WaitGroup
		for i := range n {
			waiting.Go(func() {
				chat := bot.ChatRef{Platform: "x", ID: fmt.Sprint(i % chats)}
				if err := p.Wait(t.Context(), chat, group, bot.Priority(i%4)); err != nil {
					t.Error(err)
				}
				mu.Lock()
				all = append(all, went{time.Now(), i % chats})
				mu.Unlock()
				if answered > 0 {
					time.Sleep(answered)
					p.Done(chat)
				}
			})
			if gap > 0 && i%7 == 0 {
				time.Sleep(gap)
			}
		}
		waiting.Wait()
	})
	return all
}

// tooMany describes the first span of time in which more went than allowed.
func tooMany(all []went, pace bot.Pace, group bool) string {
	byChat := map[int][]time.Time{}
	for i, last := range all {
		for j := i; j >= 0; j-- {
			span, n := last.at.Sub(all[j].at), i-j+1
			if limit := float64(max(pace.Burst, 1)) + pace.PerSecond*span.Seconds(); pace.PerSecond > 0 && float64(n) > limit+1e-6 {
				return fmt.Sprintf("%d messages in %v, %.2f are allowed", n, span, limit)
			}
		}
		list := byChat[last.chat]
		if k := len(list); k > 0 && last.at.Sub(list[k-1]) < pace.Chat {
			return fmt.Sprintf("two messages to one chat in %v", last.at.Sub(list[k-1]))
		}
		if k := len(list) - pace.Group; group && pace.Group > 0 && k >= 0 && last.at.Sub(list[k]) < time.Minute {
			return fmt.Sprintf("%d messages to a group in %v", pace.Group+1, last.at.Sub(list[k]))
		}
		byChat[last.chat] = append(list, last.at)
	}
	return ""
}

func TestPacingNeverExceedsItsPace(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		pace := bot.Pace{
			PerSecond: rapid.SampledFrom([]float64{0, 0.5, 1, 7, 29.5, 30, 50}).Draw(r, "per second"),
			Burst:     rapid.IntRange(0, 40).Draw(r, "burst"),
			Chat:      time.Duration(rapid.SampledFrom([]int{0, 1, 300, 1000, 1100}).Draw(r, "chat")) * time.Millisecond,
			Group:     rapid.IntRange(0, 20).Draw(r, "group"),
		}
		n, chats := rapid.IntRange(1, 120).Draw(r, "messages"), rapid.IntRange(1, 30).Draw(r, "chats")
		group := rapid.Bool().Draw(r, "in a group")
		gap := time.Duration(rapid.IntRange(0, 2000).Draw(r, "gap")) * time.Millisecond
		answered := time.Duration(rapid.IntRange(0, 500).Draw(r, "answered")) * time.Millisecond
		all := paced(t, pace, n, chats, group, gap, answered)
		if len(all) != n {
			r.Fatalf("%d of %d messages went", len(all), n)
		}
		if trouble := tooMany(all, pace, group); trouble != "" {
			r.Fatal(trouble)
		}
	})
}

func TestPacingUsesWhatIsAllowed(t *testing.T) {
	for name, test := range map[string]struct {
		pace    bot.Pace
		chats   int
		group   bool
		allowed float64 // a second
		n       int
	}{
		"all":        {bot.Pace{PerSecond: 30, Burst: 1, Chat: time.Second}, 400, false, 30, 1800},
		"burst":      {bot.Pace{PerSecond: 50, Burst: 20, Chat: time.Second}, 400, false, 50, 3000},
		"one chat":   {bot.Pace{PerSecond: 30, Burst: 1, Chat: time.Second}, 1, false, 1, 100},
		"one group":  {bot.Pace{PerSecond: 30, Burst: 1, Chat: time.Second, Group: 20}, 1, true, 20. / 60, 200},
		"few groups": {bot.Pace{PerSecond: 30, Burst: 1, Chat: time.Second, Group: 20}, 12, true, 4, 1200},
	} {
		t.Run(name, func(t *testing.T) {
			n := test.n
			all := paced(t, test.pace, n, test.chats, test.group, 0, 0)
			if trouble := tooMany(all, test.pace, test.group); trouble != "" {
				t.Error(trouble)
			}
			span := all[len(all)-1].at.Sub(all[0].at).Seconds()
			share := float64(n-1) / span / test.allowed
			t.Logf("%d messages in %.1f s: %.1f %% of what is allowed", n, span, 100*share)
			if share < 0.95 {
				t.Errorf("only %.1f %% of what is allowed", 100*share)
			}
		})
	}
}

func TestPacingLetsTheUrgentGoFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := bot.NewPacing(bot.Pace{PerSecond: 1, Burst: 1})
		var mu sync.Mutex
		var order []bot.Priority
		var group sync.WaitGroup
		for i, priority := range []bot.Priority{bot.Unhurried, bot.Unhurried, bot.Soon, bot.Urgent, bot.Interactive, -3, 99} {
			group.Go(func() {
				if err := p.Wait(t.Context(), bot.ChatRef{ID: fmt.Sprint(i)}, false, priority); err != nil {
					t.Error(err)
				}
				mu.Lock()
				order = append(order, priority)
				mu.Unlock()
			})
			synctest.Wait()
		}
		group.Wait()
		if want := "[3 0 -3 1 2 3 99]"; fmt.Sprint(order) != want {
			t.Errorf("order %v, want %v", order, want)
		}
	})
}

func TestPacingHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, begin := bot.NewPacing(bot.Pace{}), time.Now()
		one, two := bot.ChatRef{ID: "1"}, bot.ChatRef{ID: "2"}
		after := func(chat bot.ChatRef, want time.Duration) {
			t.Helper()
			if err := p.Wait(t.Context(), chat, false, bot.Soon); err != nil || time.Since(begin) != want {
				t.Errorf("chat %s after %v, %v; want %v", chat.ID, time.Since(begin), err, want)
			}
		}
		p.Hold(one, 3*time.Second)
		after(two, 0)
		after(one, 3*time.Second)
		p.HoldAll(2 * time.Second)
		p.HoldAll(time.Second)
		after(two, 5*time.Second)
		p.HoldAll(1 << 62)
		after(one, 5*time.Second+24*time.Hour)
	})
}

// TestPacingOfAWhole: topics of one group share what the group may have.
func TestPacingOfAWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whole := func(c bot.ChatRef) bot.ChatRef { c.ID, _, _ = strings.Cut(c.ID, "/"); return c }
		p, begin := bot.NewPacing(bot.Pace{Chat: time.Second, Group: 2, Whole: whole}), time.Now()
		for i, want := range []time.Duration{0, time.Second, time.Minute} {
			chat := bot.ChatRef{ID: fmt.Sprint("g/", i)}
			if err := p.Wait(t.Context(), chat, true, bot.Soon); err != nil || time.Since(begin) != want {
				t.Errorf("topic %d after %v, %v; want %v", i, time.Since(begin), err, want)
			}
		}
		p.Hold(bot.ChatRef{ID: "g/9"}, time.Hour)
		if err := p.Wait(t.Context(), bot.ChatRef{ID: "g/1"}, true, bot.Soon); err != nil || time.Since(begin) != time.Hour+time.Minute {
			t.Errorf("after %v, %v", time.Since(begin), err)
		}
	})
}

func TestPacingHearsTheContext(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	synctest.Test(t, func(t *testing.T) {
		p, chat := bot.NewPacing(bot.Pace{Chat: time.Minute}), bot.ChatRef{ID: "1"}
		if err := p.Wait(t.Context(), chat, false, bot.Soon); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		if err := p.Wait(ctx, chat, false, bot.Soon); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != time.Second {
			t.Errorf("got %v after %v", err, time.Since(begin))
		}
		if err := p.Wait(ctx, chat, false, bot.Soon); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with an ended context: %v", err)
		}
		// Who gave up has not used up the turn of another.
		if err := p.Wait(t.Context(), chat, false, bot.Soon); err != nil || time.Since(begin) != time.Minute {
			t.Errorf("got %v after %v", err, time.Since(begin))
		}
	})
}

func BenchmarkPacing(b *testing.B) {
	p := bot.NewPacing(bot.Pace{Chat: time.Nanosecond})
	chats := make([]bot.ChatRef, 4096)
	for i := range chats {
		chats[i] = bot.ChatRef{Platform: "x", ID: fmt.Sprint(i)}
	}
	for i := 0; b.Loop(); i++ {
		if err := p.Wait(b.Context(), chats[i%len(chats)], false, bot.Unhurried); err != nil {
			b.Fatal(err)
		}
	}
}
