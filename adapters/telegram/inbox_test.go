package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// A trapdoor is an inbox that a test lets fail, or at which it ends the
// program.
type trapdoor struct {
	bot.Inbox
	create func(fresh []bot.InboxEvent) error
	end    func(keys []string) error
}

func (d *trapdoor) CreateInboxEvents(ctx context.Context, p bot.Platform, events []bot.InboxEvent) ([]bot.InboxEvent, error) {
	fresh, err := d.Inbox.CreateInboxEvents(ctx, p, events)
	if err == nil && d.create != nil {
		err = d.create(fresh)
	}
	return fresh, err
}

func (d *trapdoor) EndInboxEvents(ctx context.Context, p bot.Platform, keys []string) error {
	if d.end != nil {
		if err := d.end(keys); err != nil {
			return err
		}
	}
	return d.Inbox.EndInboxEvents(ctx, p, keys)
}

var errKilled = errors.New("the program was killed")

// TestKilledBetweenStoreAndConfirm ends the program when updates are stored and
// Telegram does not know it yet: they are told again, and answered once.
func TestKilledBetweenStoreAndConfirm(t *testing.T) {
	s, store := freeServer(t), newStore(t)
	ann, ben := someone(s, "Ann"), someone(s, "Ben")
	ann.Say(ann.Private(), "one")
	ben.Say(ben.Private(), "uno")
	ann.Say(ann.Private(), "two")
	stored := make(chan struct{}, 100)
	killed := open(t, s, telegram.Options{Inbox: &trapdoor{Inbox: store, create: func([]bot.InboxEvent) error { stored <- struct{}{}; return errKilled }}})
	<-stored
	killed.hangUp()
	if s.Pending() != 3 || len(killed.texts()) != 0 {
		t.Fatalf("%d updates are not confirmed, %q were heard", s.Pending(), killed.texts())
	}
	l := open(t, s, telegram.Options{Inbox: store})
	ann.Say(ann.Private(), "three")
	answered(t, ann.Private(), "re one", "re two", "re three")
	answered(t, ben.Private(), "re uno")
	if !s.WaitConfirmed(within) {
		t.Error("the updates are not confirmed")
	}
	l.hangUp()
	if got := l.texts(); len(got) != 4 {
		t.Errorf("heard %q", got)
	}
	if left, err := store.FindInboxEvents(t.Context(), telegram.Platform); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestKilledBeforeTheAnswerIsNoted answers twice, with the same id, so that the
// effect is one.
func TestKilledBeforeTheAnswerIsNoted(t *testing.T) {
	s, store := freeServer(t), newStore(t)
	ann := someone(s, "Ann")
	ann.Say(ann.Private(), "one")
	killed := open(t, s, telegram.Options{Inbox: &trapdoor{Inbox: store, end: func([]string) error { return errKilled }}})
	killed.hears("one")
	killed.hangUp()
	l := open(t, s, telegram.Options{Inbox: store})
	l.hears("one")
	if first, again := killed.heard[0], l.heard[0]; first.EventID == "" || first.EventID != again.EventID {
		t.Errorf("it came as %+v and as %+v", first, again)
	}
}

// TestKilledInAHandler ends the program while it works on an answer; what was
// waiting behind it waits, too.
func TestKilledInAHandler(t *testing.T) {
	s, store := freeServer(t), newStore(t)
	ann := someone(s, "Ann")
	for _, text := range []string{"one", "two", "three"} {
		ann.Say(ann.Private(), text)
	}
	killed := openWith(t, s, telegram.Options{Inbox: store}, func(ctx context.Context, c bot.Command) (bot.Reply, error) {
		if c.Text == "one" {
			return saying("re one"), nil
		}
		<-ctx.Done()
		return bot.Reply{}, ctx.Err()
	})
	killed.hears("one", "two")
	if !s.WaitConfirmed(within) {
		t.Error("the updates are not confirmed")
	}
	killed.hangUp()
	l := open(t, s, telegram.Options{Inbox: store})
	ann.Say(ann.Private(), "four")
	l.hears("two", "three", "four")
	answered(t, ann.Private(), "re one", "re two", "re three", "re four")
}

// TestToldAgain has the server tell updates again whose confirmation it has
// lost, as it does after a crash of its own.
func TestToldAgain(t *testing.T) {
	s := freeServer(t)
	ann := someone(s, "Ann")
	l := open(t, s, telegram.Options{})
	ann.Say(ann.Private(), "one")
	l.hears("one")
	if !s.WaitConfirmed(within) {
		t.Fatal("the update is not confirmed")
	}
	s.SetNextUpdate(812_345_701) // the same id: told again
	ann.Say(ann.Private(), "one again")
	ann.Say(ann.Private(), "two")
	l.hears("one", "two")
	if !s.WaitConfirmed(within) {
		t.Error("the updates are not confirmed")
	}
}

// TestIdsMayJump lets ids begin anew below and above.
func TestIdsMayJump(t *testing.T) {
	s := freeServer(t)
	ann := someone(s, "Ann")
	l := open(t, s, telegram.Options{})
	var want, posts []string
	for i, next := range []int64{900_000_000, 17, 2_000_000_000_000, 40} {
		s.SetNextUpdate(next)
		for j := range 2 {
			text := fmt.Sprintf("%d-%d", i, j)
			want, posts = append(want, text), append(posts, "re "+text)
			ann.Say(ann.Private(), text)
		}
		l.hears(want...)
		if !s.WaitConfirmed(within) {
			t.Fatalf("after %d the updates are not confirmed", next)
		}
	}
	answered(t, ann.Private(), posts...)
}

// TestUnknownUpdatesBlockNothing sends what no bot expects.
func TestUnknownUpdatesBlockNothing(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Options{Limits: &noLimits}) // nonsense is not checked
	ann := someone(s, "Ann")
	const words = "words-of-somebody"
	for _, body := range []string{
		`{}`, `{"message":"` + words + `"}`, `{"message":{"chat":{"id":"` + words + `"}}}`, `{"message":null}`, `{"poll":{"id":"` + words + `"}}`,
		`{"callback_query":{"data":"` + words + `"}}`, `{"inline_query":[]}`, `{"message":{}}`, `{"my_chat_member":{}}`, `{"channel_post":{"text":"` + words + `"}}`,
	} {
		if _, err := s.Inject([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	ann.Say(ann.Private(), "hello")
	l := open(t, s, telegram.Options{})
	l.hears("hello")
	answered(t, ann.Private(), "re hello")
	if !s.WaitConfirmed(within) {
		t.Error("the updates are not confirmed")
	}
	l.hangUp()
	if strings.Contains(l.journal.String(), words) || strings.Contains(l.journal.String(), "panic") {
		t.Errorf("the log:\n%s", l.journal)
	}
}

// TestNothingIsConfirmedUnstored lets the store fail for a while.
func TestNothingIsConfirmedUnstored(t *testing.T) {
	s := freeServer(t)
	ann := someone(s, "Ann")
	var failing atomic.Bool
	failing.Store(true)
	ann.Say(ann.Private(), "one")
	inbox := &trapdoor{Inbox: refusing{newStore(t), &failing}}
	l := open(t, s, telegram.Options{Inbox: inbox})
	l.logs("could not be stored")
	if s.Pending() != 1 || len(l.texts()) != 0 {
		t.Errorf("%d pending, heard %q", s.Pending(), l.texts())
	}
	failing.Store(false)
	l.hears("one")
	if !s.WaitConfirmed(within) {
		t.Error("the update is not confirmed")
	}
}

// refusing is an inbox that takes nothing while it fails.
type refusing struct {
	bot.Inbox
	failing *atomic.Bool
}

func (r refusing) CreateInboxEvents(ctx context.Context, p bot.Platform, events []bot.InboxEvent) ([]bot.InboxEvent, error) {
	if r.failing.Load() {
		return nil, errors.New("the disk is full")
	}
	return r.Inbox.CreateInboxEvents(ctx, p, events)
}

// TestLeftoversAreAnsweredFirst finds updates that a process before has left,
// and some that nobody can read.
func TestLeftoversAreAnsweredFirst(t *testing.T) {
	s, store := freeServer(t), newStore(t)
	ann := someone(s, "Ann")
	said := func(id int, text string) bot.InboxEvent {
		body := fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"},"from":{"id":%[3]d,"first_name":"Ann"},"text":%[4]q}}`,
			id, id, ann.ID(), text)
		return bot.InboxEvent{Key: fmt.Sprint(id), Lane: fmt.Sprint(ann.ID()), Payload: []byte(body)}
	}
	left := []bot.InboxEvent{said(9, "first"), {Key: "10", Lane: "x", Payload: []byte("words of somebody")}, said(3, "second")}
	if _, err := store.CreateInboxEvents(t.Context(), telegram.Platform, left); err != nil {
		t.Fatal(err)
	}
	ann.Say(ann.Private(), "third")
	l := open(t, s, telegram.Options{Inbox: store})
	l.hears("first", "second", "third")
	answered(t, ann.Private(), "re first", "re second", "re third")
	// The end may come between the last answer and what Telegram says to it.
	eventually(t, "all is noted", func() bool {
		left, err := store.FindInboxEvents(t.Context(), telegram.Platform)
		return err == nil && len(left) == 0
	})
	l.hangUp()
	if log := l.journal.String(); !strings.Contains(log, "count=2") || !strings.Contains(log, "cannot be read") || strings.Contains(log, "words of") {
		t.Errorf("the log:\n%s", log)
	}
}

// TestWhatEndsTheProgramIsGivenUp leaves an update again and again.
func TestWhatEndsTheProgramIsGivenUp(t *testing.T) {
	s, store := freeServer(t), newStore(t)
	ann := someone(s, "Ann")
	ann.Say(ann.Private(), "poison")
	starts := 0
	for ; starts < 5; starts++ {
		l := openWith(t, s, telegram.Options{Inbox: store}, func(ctx context.Context, c bot.Command) (bot.Reply, error) {
			<-ctx.Done() // as if it had ended the process
			return bot.Reply{}, ctx.Err()
		})
		eventually(t, "it is tried or given up", func() bool { return len(l.texts()) == 1 || strings.Contains(l.journal.String(), "is given up") })
		l.hangUp()
		if len(l.texts()) == 0 {
			break
		}
	}
	if starts != 3 {
		t.Errorf("it was given up after %d attempts, want 3", starts)
	}
	l := open(t, s, telegram.Options{Inbox: store})
	ann.Say(ann.Private(), "water")
	l.hears("water")
}

// TestAnUnreadableInbox ends Run with an error: without what was left nothing
// may be answered.
func TestAnUnreadableInbox(t *testing.T) {
	s := freeServer(t)
	store := newStore(t)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	a := newAdapter(t, s, telegram.Options{Inbox: store})
	if err := a.Run(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "look for telegram updates without an answer") {
		t.Errorf("got %v", err)
	}
	if s.Calls("getUpdates") > 0 {
		t.Error("it polls nevertheless")
	}
}

// TestStopsWhileAnAnswerIsOnItsWay ends the program while Telegram takes an
// answer: it is waited for, and not given again at the next start.
func TestStopsWhileAnAnswerIsOnItsWay(t *testing.T) {
	s, store := freeServer(t), newStore(t)
	ann := someone(s, "Ann")
	l := open(t, s, telegram.Options{Inbox: store})
	s.Fail("sendMessage", 0, telegramtest.Fault{After: true, Stall: 300 * time.Millisecond})
	ann.Say(ann.Private(), "one")
	answered(t, ann.Private(), "re one")
	l.hangUp()
	if left, err := store.FindInboxEvents(t.Context(), telegram.Platform); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
