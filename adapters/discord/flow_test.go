package discord_test

import (
	"errors"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// sends sends a message to a channel, and returns how it was refused.
func (l *line) sends(room *discordtest.Room, text string) *bot.SendError {
	l.t.Helper()
	_, err := l.Send(l.t.Context(), bot.ChatRef{Platform: discord.Platform, ID: room.ID().String()}, saying(text).Messages[0])
	var refused *bot.SendError
	if err != nil && !errors.As(err, &refused) {
		l.t.Fatalf("sending fails with %T %v", err, err)
	}
	return refused
}

// TestGlobalLimit is D16: nothing leaves on any route until it is over, but the
// answers to interactions do.
func TestGlobalLimit(t *testing.T) {
	t.Parallel() // most of it is waiting
	w := newWorld(t, discordtest.Options{})
	other := w.news.Guild().AddTextChannel("other")
	l := w.online(t, discord.Options{})
	const hold = 10 * time.Second
	w.Fail(discordtest.SendRoute, 0, discordtest.FloodingAll(hold))
	began, stood := time.Now(), w.Stood()
	if err := l.sends(w.news, "one"); err == nil || err.Kind != bot.RetryAfter || !err.Global || err.RetryAfter < hold {
		t.Fatalf("got %+v", err)
	}
	before := w.Calls("")
	for range 20 {
		if err := l.sends(other, "two"); err == nil || err.Kind != bot.RetryAfter || !err.Global || err.RetryAfter > hold {
			t.Fatalf("got %+v", err)
		}
	}
	if n := w.Calls("") - before; n > 0 {
		t.Errorf("%d requests leave meanwhile", n)
	}
	w.asks(t, "three")
	if time.Since(began)-(w.Stood()-stood) > hold {
		t.Error("the answer to an interaction came only afterwards")
	}
	eventually(t, "it is over", func() bool { return l.sends(other, "four") == nil })
}

// TestOtherLimits is D17.
func TestOtherLimits(t *testing.T) {
	t.Run("Shared", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		other := w.news.Guild().AddTextChannel("other")
		l := w.online(t, discord.Options{})
		w.Fail(discordtest.SendRoute, 0, discordtest.Shared(500*time.Millisecond))
		if err := l.sends(w.news, "one"); err == nil || err.Kind != bot.RetryAfter || err.Global || err.RetryAfter <= 0 {
			t.Fatalf("got %+v", err)
		}
		if err := l.sends(other, "two"); err != nil {
			t.Errorf("another channel: %v", err)
		}
		if n := w.Invalid(); n > 0 {
			t.Errorf("%d requests count as invalid", n)
		}
	})
	t.Run("Cloudflare", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		l := w.online(t, discord.Options{})
		w.Fail(discordtest.SendRoute, 0, discordtest.Cloudflare(10*time.Second))
		if err := l.sends(w.news, "one"); err == nil || err.Kind != bot.RetryAfter || !err.Global || err.RetryAfter < 5*time.Minute {
			t.Fatalf("got %+v", err)
		}
		before := w.Calls("")
		if err := l.sends(w.news, "two"); err == nil || err.Kind != bot.RetryAfter {
			t.Errorf("got %+v", err)
		}
		if n := w.Calls("") - before; n > 0 || !w.Connected() {
			t.Errorf("%d requests leave, connected %v", n, w.Connected())
		}
	})
	t.Run("BadGateway", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		l := w.online(t, discord.Options{})
		w.Fail(discordtest.SendRoute, 0, discordtest.BadGateway())
		if err := l.sends(w.news, "one"); err == nil || err.Kind != bot.Uncertain {
			t.Errorf("got %+v", err)
		}
		if n := w.Calls(discordtest.SendRoute); n != 1 {
			t.Errorf("it is tried %d times", n)
		}
	})
}
