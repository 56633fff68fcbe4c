package discord_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// A stalling inbox keeps nothing before it is released.
func stalling(inbox bot.Inbox) (i *watchedInbox, release func()) {
	i = &watchedInbox{Inbox: inbox, wait: make(chan struct{})}
	return i, func() { close(i.wait) }
}

// status is what the endpoint answered to a use, 0 if it did not yet.
func (w *world) status(u *discordtest.Use) int {
	all := w.EndpointAnswers()
	k := slices.IndexFunc(all, func(a discordtest.EndpointAnswer) bool { return a.Interaction == u.ID() })
	if k < 0 {
		return 0
	}
	return all[k].Status
}

// TestNothingIsAcknowledgedBeforeItIsKept has the store stall for longer than an
// interaction waits for its answer, or for word that it comes later.
func TestNothingIsAcknowledgedBeforeItIsKept(t *testing.T) {
	t.Parallel()
	t.Run("ByTheGateway", func(t *testing.T) {
		t.Parallel()
		store := newStore(t)
		inbox, release := stalling(store)
		w := newWorld(t, discordtest.Options{AnswerTime: within})
		l := w.online(t, discord.Options{Inbox: inbox, Budget: store, Now: standing()})
		use := w.ann.Slash(w.news, "/latest topic:one")
		time.Sleep(2200 * time.Millisecond)
		if n := w.Calls(discordtest.CallbackRoute); n > 0 || len(l.texts()) > 0 {
			t.Errorf("there are %d answers, and it does %q", n, l.texts())
		}
		release()
		if !use.WaitAcknowledged() {
			t.Error("what was kept is not answered")
		}
		l.hears("/latest one")
	})
	t.Run("ByPush", func(t *testing.T) {
		t.Parallel()
		store := newStore(t)
		inbox, release := stalling(store)
		w, l := listeningWith(t, discord.Options{Inbox: inbox, Budget: store}, nil)
		use := w.ann.Slash(w.news, "/latest topic:one")
		eventually(t, "it is being stored", func() bool { return inbox.events.Load() == 1 })
		time.Sleep(300 * time.Millisecond)
		if got := w.status(use); got == http.StatusAccepted || len(l.texts()) > 0 {
			t.Errorf("it is answered %d, and it does %q", got, l.texts())
		}
		release()
		eventually(t, "it is acknowledged", func() bool { return w.status(use) != 0 })
		if got, stood := w.status(use), w.Stood(); got == http.StatusServiceUnavailable && stood > time.Second {
			t.Logf("the machine stood still for %v", stood) // longer than the request may wait
		} else if _, ok := use.WaitFor(within); !ok || got != http.StatusAccepted {
			t.Errorf("it is answered %d, %v", got, ok)
		}
	})
}

// TestAStalledStoreRefusesPushes: Discord waits three seconds. What waited behind
// the stall is not done later, and what was being written is done once.
func TestAStalledStoreRefusesPushes(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	inbox, release := stalling(store)
	w, l := listeningWith(t, discord.Options{Inbox: inbox, Budget: store}, nil)
	first := w.ann.Slash(w.news, "/latest topic:one")
	eventually(t, "it is being stored", func() bool { return inbox.events.Load() == 1 })
	second := w.ann.Slash(w.news, "/latest topic:two")
	for _, use := range []*discordtest.Use{first, second} {
		eventually(t, "it is refused", func() bool { return w.status(use) == http.StatusServiceUnavailable && use.Failed() })
	}
	if names, ok := w.ann.Complete(w.news, "latest", "topic", "kara").WaitChoices(); !ok || len(names) != 1 {
		t.Errorf("meanwhile it has the choices %v %q", ok, names)
	}
	release()
	w.asks(t, "three")
	l.hears("/latest one", "/latest three")
	if n := inbox.events.Load(); n != 2 {
		t.Errorf("%d events are stored", n)
	}
	if first.Answer() != 0 || second.Answer() != 0 {
		t.Error("what failed is answered")
	}
}

// TestABrokenStoreRefusesPushes: over the gateway they are answered, see
// TestAnswersWithoutAStore.
func TestABrokenStoreRefusesPushes(t *testing.T) {
	store := newStore(t)
	inbox := &watchedInbox{Inbox: store}
	inbox.broken.Store(true)
	w, l := listeningWith(t, discord.Options{Inbox: inbox, Budget: store}, nil)
	use := w.ann.Slash(w.news, "/latest topic:one")
	eventually(t, "it is refused", func() bool { return w.status(use) == http.StatusServiceUnavailable })
	l.logs("events of discord could not be stored")
	inbox.broken.Store(false)
	w.asks(t, "two")
	l.hears("/latest two")
}
