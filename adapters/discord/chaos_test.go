package discord_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/adaptertest"
	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// soaked is how long chaos lasts: a few seconds, or what WIREBRIEF_SOAK says.
func soaked(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("WIREBRIEF_SOAK")
	if text == "" {
		return 4 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		t.Fatalf("WIREBRIEF_SOAK=%q is no duration such as 5m", text)
	}
	return d
}

// TestChaos lets everything befall the gateway that may, at random, while
// people ask and digests go out. The bot comes back each time, within its
// budget; nothing that it acknowledged is lost, and no delivery is.
func TestChaos(t *testing.T) {
	duration, seed := soaked(t), adaptertest.Seed(t)
	t.Logf("%v of chaos", duration)
	store := newStore(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := discordtest.New(discordtest.Options{Limits: &noLimits, Gateway: discordtest.GatewayOptions{
		Beat: 50 * time.Millisecond, IdentifyPause: quick, Sessions: 100_000,
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := &world{Server: s}
	w.people()
	l := w.online(t, discord.Options{Inbox: store, Budget: store}, (*discord.Adapter).WaitForLibrary)

	var uses []*discordtest.Use
	var sent int
	var busy sync.WaitGroup
	ctx, stop := context.WithTimeout(t.Context(), duration)
	defer stop()
	busy.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			uses = append(uses, w.ann.Slash(w.news, fmt.Sprint("/latest topic:t", n)))
			time.Sleep(5 * time.Millisecond)
		}
	})
	busy.Go(func() {
		news := bot.ChatRef{Platform: discord.Platform, ID: w.news.ID().String()}
		for n := 0; ctx.Err() == nil; n++ {
			if _, err := l.SendKeyed(t.Context(), news, saying(fmt.Sprint("digest ", n)).Messages[0], fmt.Sprint("key ", n)); err != nil {
				t.Errorf("digest %d: %v", n, err)
			}
			sent++
			time.Sleep(20 * time.Millisecond)
		}
	})
	end := s.Chaos(seed, 300*time.Millisecond, discordtest.EverydayBlows())
	busy.Wait()
	fell := end()
	eventually(t, "it is back", func() bool { return s.Connected() })
	w.asks(t, "calm again")

	answered := 0
	for _, u := range uses {
		_, acknowledged := u.Acknowledged()
		patience := time.Millisecond
		if acknowledged {
			patience = within
		}
		if post, ok := u.WaitFor(patience); ok && post.ID != 0 {
			answered++
		} else if acknowledged {
			t.Errorf("%v was acknowledged and has no answer", u)
		}
	}
	t.Logf("%d blows, %d connections, %d identifies, %d resumes; %d of %d questions answered, %d digests", len(fell), s.Connections(), len(s.Identifies()), len(s.Resumes()), answered, len(uses), sent)
	if answered < len(uses)/8 { // most are; on a busy machine fewer
		t.Errorf("only %d of %d questions have an answer", answered, len(uses))
	}
	l.hangUp()
	if left, err := store.FindInboxEvents(t.Context(), discord.Platform); err != nil || len(left) > 0 {
		t.Errorf("%d events are left without an answer, %v", len(left), err)
	}
	if s.TokenReset() {
		t.Error("the bot has lost its token")
	}
	for _, i := range s.Identifies() {
		if i.TooSoon {
			t.Errorf("the bot identified itself sooner than it may: %+v", i)
		}
	}
	comesBack(t, s)
}

// comesBack fails the test if the bot took longer to come back than its longest
// wait, and what a busy machine adds to that.
func comesBack(t *testing.T, s *discordtest.Server) {
	t.Helper()
	var again []time.Time
	for _, i := range s.Identifies() {
		again = append(again, i.Time)
	}
	for _, r := range s.Resumes() {
		again = append(again, r.Time)
	}
	ends := s.Closings()
	for _, c := range ends[:len(ends)-1] { // the last is ours
		back := time.Duration(-1)
		for _, at := range again {
			if wait := at.Sub(c.Time); wait >= 0 && (back < 0 || wait < back) {
				back = wait
			}
		}
		if longest := 16*quick + 5*quick + 30*time.Second; back < 0 || back > longest {
			t.Errorf("after %+v the bot took %v to come back", c, back)
		}
	}
}
