package discord

import (
	"context"
	"errors"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestAPushThatPanicsIsRefused: it is not kept, so it must not be taken.
func TestAPushThatPanicsIsRefused(t *testing.T) {
	a := offline(t, &briefInbox{kept: map[string]bot.InboxEvent{}}, answering(204, ""))
	ctx, stop := context.WithCancel(t.Context())
	end, err := a.open(ctx, func(context.Context, bot.Command) (bot.Reply, error) { return bot.Reply{}, nil })
	if err != nil {
		t.Fatal(err)
	}
	now := a.o.Now
	a.o.Now = func() time.Time { panic("no time") }
	if err := a.takePush(ctx, asked(1)); !errors.Is(err, errPanicked) {
		t.Errorf("got %v", err)
	}
	a.o.Now = now
	if err := a.takePush(ctx, asked(2)); err != nil {
		t.Errorf("the next one: %v", err)
	}
	stop()
	end()
}

// TestNobodyIsToldAfterLong: what was stored when nobody could wait any more is
// not answered as if somebody did.
func TestNobodyIsToldAfterLong(t *testing.T) {
	a := offline(t, &briefInbox{}, answering(204, ""))
	now := time.Now()
	a.o.Now = func() time.Time { return now }
	for waited, over := range map[time.Duration]bool{3900 * time.Millisecond: false, 4 * time.Second: true} {
		k := a.newAnswer(t.Context(), &interaction{ID: 1}, false)
		k.since = now.Add(-waited)
		k.begin()
		k.mu.Lock()
		if got := k.state == lost && k.timer == nil; got != over {
			t.Errorf("after %v nobody waits: %v", waited, got)
		}
		k.mu.Unlock()
	}
}
