package discord_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// A watchedInbox counts what is stored, and stores nothing while it is told to
// wait or to fail.
type watchedInbox struct {
	bot.Inbox
	writes, events atomic.Int64
	broken         atomic.Bool
	wait           chan struct{}
}

func (i *watchedInbox) CreateInboxEvents(ctx context.Context, p bot.Platform, events []bot.InboxEvent) ([]bot.InboxEvent, error) {
	i.writes.Add(1)
	for _, e := range events {
		if !strings.HasPrefix(e.Key, "joined:") { // as the bot has, lately
			i.events.Add(1)
		}
	}
	if i.wait != nil {
		<-i.wait
	}
	if i.broken.Load() {
		return nil, errors.New("no space left on device")
	}
	return i.Inbox.CreateInboxEvents(ctx, p, events)
}

func TestEventsAreStoredTogether(t *testing.T) {
	store := newStore(t)
	inbox := &watchedInbox{Inbox: store, wait: make(chan struct{})}
	w := newWorld(t, discordtest.Options{})
	l := w.online(t, discord.Options{Inbox: inbox, Budget: store})
	var want []string
	for n := range 100 {
		w.ann.Slash(w.news, fmt.Sprint("/latest topic:t", n))
		want = append(want, fmt.Sprint("/latest t", n))
	}
	// While the first is being stored the others gather, however long that takes.
	eventually(t, "all have come", func() bool { return inbox.writes.Load() > 0 && int(inbox.events.Load())+l.Waiting() >= 100 })
	close(inbox.wait)
	l.hears(want...)
	if writes := inbox.writes.Load(); writes > 3 || inbox.events.Load() != 100 {
		t.Errorf("%d events are stored in %d transactions", inbox.events.Load(), writes)
	}
}

func TestAnswersWithoutAStore(t *testing.T) {
	store := newStore(t)
	inbox := &watchedInbox{Inbox: store}
	inbox.broken.Store(true)
	w := newWorld(t, discordtest.Options{})
	l := w.online(t, discord.Options{Inbox: inbox, Budget: store})
	w.asks(t, "one")
	l.logs("events of discord could not be stored")
	inbox.broken.Store(false)
	w.asks(t, "two")
	l.hears("/latest one", "/latest two")
}

// TestWhatAProcessLeaves ends a process between a question and its answer; the
// next one answers.
func TestWhatAProcessLeaves(t *testing.T) {
	store := newStore(t)
	w := newWorld(t, discordtest.Options{})
	begun := make(chan struct{}, 2)
	first := openWith(t, w.Server, discord.Options{Inbox: store, Budget: store}, func(ctx context.Context, c bot.Command) (bot.Reply, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return bot.Reply{}, ctx.Err()
	})
	w.connected(t, 1)
	eventually(t, "the commands are there", func() bool { return len(w.Commands()) > 0 })
	use := w.ann.Slash(w.news, "/latest topic:one")
	w.ann.Say(w.ann.Private(), "two")
	<-begun
	<-begun
	first.hangUp()
	if left, err := store.FindInboxEvents(t.Context(), discord.Platform); err != nil || len(left) != 2 {
		t.Fatalf("%d events are left, %v", len(left), err)
	}
	if _, err := store.CreateInboxEvents(t.Context(), discord.Platform, []bot.InboxEvent{{Key: "odd", Lane: "x", Payload: []byte("<html>"), At: time.Now()}}); err != nil {
		t.Fatal(err)
	}
	second := open(t, w.Server, discord.Options{Inbox: store, Budget: store})
	second.hears("/latest one", "two")
	second.logs("stored events of discord cannot be read")
	if post, ok := use.WaitFor(within); !ok || !strings.Contains(post.Text, "one") {
		t.Errorf("the question has the answer %v %+v", ok, post)
	}
	if posts := w.ann.Private().WaitPosts(1, within); len(posts) != 1 || !strings.Contains(posts[0].Text, "re two") {
		t.Errorf("the message has the answer %+v", posts)
	}
	eventually(t, "nothing is left", func() bool {
		left, err := store.FindInboxEvents(t.Context(), discord.Platform)
		return err == nil && len(left) == 0
	})
}

// TestWhatIsTooMuchIsAnsweredLater has somebody write more than waits in memory
// while the first has no answer yet.
func TestWhatIsTooMuchIsAnsweredLater(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{Limits: &noLimits}, discord.Options{})
	release := s.held("first", saying("re first"))
	s.says("more", bot.Reply{}) // to which there is nothing to say
	room := s.ann.Private()
	s.ann.Say(room, "first")
	const more = 2100
	for range more {
		s.ann.Say(room, "more")
	}
	s.ann.Say(room, "last")
	s.line.logs("what is too much waits in the store")
	release()
	eventually(t, "all is heard", func() bool { return s.heard() == more+2 })
	posts := room.WaitPosts(2, within)
	if len(posts) != 2 || !strings.Contains(posts[0].Text, "re first") || !strings.Contains(posts[1].Text, "re last") {
		t.Errorf("there are %d answers", len(posts))
	}
}

// TestWhatIsOfNoUse has the gateway say much that concerns nobody, and much that
// makes no sense.
func TestWhatIsOfNoUse(t *testing.T) {
	store := newStore(t)
	inbox := &watchedInbox{Inbox: store}
	w := newWorld(t, discordtest.Options{})
	l := w.online(t, discord.Options{Inbox: inbox, Budget: store})
	for _, payload := range []string{
		`{"id":"5","channel_id":"6","guild_id":"7","author":{"id":"8"},"content":"said in a guild"}`,
		`{"id":"5","channel_id":"6","author":{"id":"8","bot":true},"content":"said by a bot"}`,
		`{"id":"5","channel_id":"6"}`, `{"id":"7","unavailable":true}`, `{"id":"7","joined_at":"2020-01-01T00:00:00Z"}`,
		`null`, `[]`, `7`, `"words"`, `{}`, `{"id":-1}`, `{"id":"x","type":"y"}`, `{"id":{}}`,
	} {
		for _, kind := range []string{"MESSAGE_CREATE", "GUILD_CREATE", "TYPING_START", "THREAD_UPDATE", "GUILD_MEMBERS_CHUNK", ""} {
			w.Dispatch(kind, json.RawMessage(payload))
		}
	}
	w.Dispatch("GUILD_DELETE", json.RawMessage(`{"id":"7","unavailable":true}`))
	w.asks(t, "one")
	l.hears("/latest one")
	if n := inbox.events.Load(); n != 1 {
		t.Errorf("%d events are stored", n)
	}
	if n := len(w.Identifies()) + len(w.Resumes()); n != 1 {
		t.Errorf("there were %d connections", n)
	}
}

// TestNonsenseDoesNoHarm has the gateway tell kinds that are heard, in forms
// that they do not have.
func TestNonsenseDoesNoHarm(t *testing.T) {
	w := newWorld(t, discordtest.Options{})
	l := w.online(t, discord.Options{})
	for i, payload := range []string{
		`null`, `[]`, `7`, `"words"`, `{}`, `{"id":"%d"}`, `{"id":"%d","type":2}`, `{"id":"%d","type":4,"data":null}`, `{"id":"%d","type":3,"data":{"custom_id":"w:x"}}`,
		`{"id":"%d","type":5,"token":"t","data":{"custom_id":"","components":[{"type":99,"components":[null]}]}}`, `{"id":"%d","type":99,"token":"t"}`,
		`{"id":"%d","type":2,"token":"t","data":{"name":"latest","options":[{"name":"topic","type":99,"value":[1]}]}}`,
	} {
		for _, kind := range []string{"INTERACTION_CREATE", "CHANNEL_DELETE", "THREAD_DELETE", "GUILD_DELETE"} {
			if strings.Contains(payload, "%d") {
				payload = fmt.Sprintf(payload, i+1)
			}
			w.Dispatch(kind, json.RawMessage(payload))
		}
	}
	w.asks(t, "one")
	if strings.Contains(l.journal.String(), "panic") {
		t.Errorf("it panics:\n%s", l.journal)
	}
	if n := w.Connections(); n != 1 {
		t.Errorf("there were %d connections", n)
	}
}

// TestCompletions asks for choices at each key.
func TestCompletions(t *testing.T) {
	store := newStore(t)
	inbox := &watchedInbox{Inbox: store}
	slow := &slowDesk{release: make(chan struct{})}
	w := newWorld(t, discordtest.Options{})
	l := w.online(t, discord.Options{Inbox: inbox, Budget: store, Desk: slow})
	// More than may be made at once, and none of them ends.
	for n := range 400 {
		w.ann.Complete(w.news, "latest", "topic", fmt.Sprint("k", n))
	}
	eventually(t, "as many as may be are being made", func() bool { return slow.begun.Load() >= 256 })
	w.asks(t, "one") // meanwhile others have their answers
	if n := slow.begun.Load(); n > 256 {
		t.Errorf("%d lists are made at once", n)
	}
	close(slow.release)
	eventually(t, "the others are answered", func() bool { return l.Completing() == 0 })
	if names, ok := w.ann.Complete(w.news, "latest", "topic", "last").WaitChoices(); !ok || len(names) != 1 || names[0] != "chosen for last" {
		t.Errorf("choices %v %q", ok, names)
	}
	if n := inbox.events.Load(); n != 1 {
		t.Errorf("%d events are stored", n)
	}
}

// A slowDesk completes nothing before it is released.
type slowDesk struct {
	quietDesk
	begun   atomic.Int64
	release chan struct{}
}

func (d *slowDesk) Complete(ctx context.Context, c bot.Completion) ([]bot.Choice, error) {
	d.begun.Add(1)
	select {
	case <-d.release:
	case <-ctx.Done():
	}
	return d.quietDesk.Complete(ctx, c)
}

// TestPanicsCostOneAnswer has the bot fail in the worst manner.
func TestPanicsCostOneAnswer(t *testing.T) {
	w := newWorld(t, discordtest.Options{})
	var once sync.Once
	l := openWith(t, w.Server, discord.Options{}, func(_ context.Context, c bot.Command) (bot.Reply, error) {
		once.Do(func() { panic("secret words of " + c.Text) })
		return saying("re " + strings.TrimPrefix(c.Text, "/")), nil
	})
	w.connected(t, 1)
	eventually(t, "the commands are there", func() bool { return len(w.Commands()) > 0 })
	w.ann.Slash(w.news, "/latest topic:hidden")
	l.logs("panic while an event was answered")
	w.asks(t, "two")
	if strings.Contains(l.journal.String(), "secret words") {
		t.Error("what somebody wrote is in the log")
	}
}
