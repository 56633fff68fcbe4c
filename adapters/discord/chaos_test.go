package discord_test

import (
	"context"
	"fmt"
	"os"
	"slices"
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
		sessions, begun := 0, 0
		for patience := time.Now().Add(within); ctx.Err() == nil || heardOf(uses) < 50 && time.Now().Before(patience); time.Sleep(5 * time.Millisecond) {
			if n := len(s.Identifies()); n != sessions { // what was told in an earlier one need not be heard
				sessions, begun = n, len(uses)
			}
			if unanswered(uses[begun:]) < atOnce {
				uses = append(uses, w.ann.Slash(w.news, fmt.Sprint("/latest topic:t", len(uses))))
			}
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

	answered, lost := 0, 0
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
		} else if u.Heard() {
			lost++
		}
	}
	stood := s.Stood()
	t.Logf("%d blows, %d connections, %d identifies, %d resumes; %d of %d questions answered, %d heard and not, %d digests; the machine stood still for %v",
		len(fell), s.Connections(), len(s.Identifies()), len(s.Resumes()), answered, len(uses), lost, sent, stood.Round(time.Millisecond))
	// Whatever is heard is answered in time, but for what wait at once when the
	// machine stands still.
	if lost > answered/20+atOnce*int(stood/time.Second) {
		t.Errorf("%d questions that were heard have no answer, %d have one", lost, answered)
	}
	over := time.Now().Add(-s.Stood())
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
	comesBack(t, s, over)
}

// atOnce is how many questions wait for an answer at once.
const atOnce = 20

// heardOf is how many questions the bot has said it has.
func heardOf(uses []*discordtest.Use) (n int) {
	for _, u := range uses {
		if u.Heard() {
			n++
		}
	}
	return n
}

// unanswered is how many of the last questions the bot may answer yet.
func unanswered(uses []*discordtest.Use) (n int) {
	for _, u := range uses[max(0, len(uses)-100):] {
		if _, done := u.Acknowledged(); !done && !u.Failed() {
			n++
		}
	}
	return n
}

// comesBack fails the test if the bot took longer to come back than its longest
// wait, and what connecting takes on a busy machine that does not stand still. A
// slow disk may cost more than that, but not most of the time. over is when the
// bot was ended, less the standstills: until then it may be on its way back.
func comesBack(t *testing.T, s *discordtest.Server, over time.Time) {
	t.Helper()
	var again []time.Time
	for _, i := range s.Identifies() {
		again = append(again, i.Time.Add(-i.Stood))
	}
	for _, r := range s.Resumes() {
		again = append(again, r.Time.Add(-r.Stood))
	}
	var waits []time.Duration
	for _, c := range s.Closings() {
		end := c.Time.Add(-c.Stood)
		back := over.Sub(end)
		if back < 0 {
			continue // this one is ours
		}
		for _, at := range again {
			if wait := at.Sub(end); wait >= 0 {
				back = min(back, wait)
			}
		}
		if waits = append(waits, back); back > 21*quick+10*time.Second {
			t.Errorf("after %+v the bot took %v to come back", c, back)
		}
	}
	if len(waits) == 0 {
		return // the machine stood still all the time, and nothing fell
	}
	slices.Sort(waits)
	if median := waits[len(waits)/2]; median > 21*quick+time.Second {
		t.Errorf("most of the time the bot took %v or more to come back: %v", median, waits)
	}
}
