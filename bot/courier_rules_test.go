package bot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
)

// fast is a pace without limits.
var fast = bot.Pace{}

func TestOrderWithinAChatIsKept(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		want := map[string][]string{}
		for i := range 60 {
			chat := fmt.Sprint(i % 6)
			id := d.ledger.owe(bot.Delivery{Chat: p.ref(chat)})
			want[chat] = append(want[chat], fmt.Sprint("words of key-", id))
		}
		for i := range 6 {
			p.fails(fmt.Sprint(i), fault{err: sendError(bot.Transient)}, fault{}, fault{err: sendError(bot.Content)}, fault{err: &bot.SendError{Kind: bot.RetryAfter, RetryAfter: 4 * time.Second}})
		}
		d.run(t, 2*time.Minute)
		for chat, texts := range want {
			if !slices.Equal(p.order[chat], texts) {
				t.Errorf("chat %s got\n%v, want\n%v", chat, p.order[chat], texts)
			}
		}
		if p.refused > 0 {
			t.Errorf("%d requests were too many", p.refused)
		}
	})
}

// TestChatWithoutKeys: in a forum the platform knows no keys, so an alert in
// doubt is not repeated there, and a digest once.
func TestChatWithoutKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform("keyed")
		p.life = 2 * time.Minute
		d := newDelivering(&keyedAdapter{plainAdapter{p, fast}})
		in := func(chat string, kind bot.DeliveryKind) int64 {
			p.fails(chat, repeated(3, fault{err: sendError(bot.Uncertain), accepted: true})...)
			return d.ledger.owe(bot.Delivery{Chat: p.ref(chat), Kind: kind})
		}
		alert, digest := in("forum 1", bot.AlertDelivery), in("forum 2", bot.DigestDelivery)
		known := in("channel", bot.AlertDelivery)
		d.run(t, time.Hour)
		if n := len(p.order["forum 1"]); n != 1 || d.ledger.get(alert).State != bot.DeliveryUncertain {
			t.Errorf("the alert arrived %d times, is %+v", n, d.ledger.get(alert))
		}
		if n := len(p.order["forum 2"]); n != 2 || d.ledger.get(digest).Class != bot.ClassRepeated {
			t.Errorf("the digest arrived %d times, is %+v", n, d.ledger.get(digest))
		}
		if n := len(p.order["channel"]); n != 1 || d.ledger.get(known).State != bot.DeliverySent {
			t.Errorf("where keys are known it arrived %d times, is %+v", n, d.ledger.get(known))
		}
		if d.ledger.claims > 60*60*2+100 {
			t.Errorf("%d claims in an hour", d.ledger.claims)
		}
	})
}

func TestUrgentKindsGoFirst(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		begin, d := time.Now(), newDelivering(a)
		for i := range 3000 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		go func() {
			time.Sleep(20 * time.Second)
			d.ledger.owe(bot.Delivery{Chat: p.ref("alert"), Kind: bot.AlertDelivery})
			d.ledger.owe(bot.Delivery{Chat: p.ref("correction"), Kind: bot.CorrectionDelivery})
		}()
		d.run(t, 30*time.Second)
		for _, chat := range []string{"alert", "correction"} {
			if at := p.byChat[chat]; len(at) != 1 || at[0].Sub(begin) > 22*time.Second {
				t.Errorf("the %s arrived at %v, the beginning was %v", chat, at, begin)
			}
		}
	})
}

// TestStuckMessagesDelayNobody: as many as there may be, up to the share of the
// platform that they take.
func TestStuckMessagesDelayNobody(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		begin, d := time.Now(), newDelivering(a)
		for i := range 4 {
			stuck := fmt.Sprint("stuck", i)
			p.fails(stuck, repeated(9, fault{stuck: true, err: sendError(bot.Uncertain)})...)
			for range 3 {
				d.ledger.owe(bot.Delivery{Chat: p.ref(stuck)})
			}
		}
		for i := range 300 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		d.run(t, 40*time.Second)
		if len(p.times) != 300 || p.times[299].Sub(begin) > 12*time.Second {
			t.Errorf("%d arrived, the last after %v", len(p.times), p.times[len(p.times)-1].Sub(begin))
		}
	})
}

func TestGroupsAreNotInTheWay(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		begin, d := time.Now(), newDelivering(a)
		for i := range 40 * 20 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(fmt.Sprint("group", i%20)), ChatKind: bot.Group})
		}
		for i := range 600 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		d.run(t, 3*time.Minute)
		for i := range 600 {
			if at := p.byChat[fmt.Sprint(i)]; len(at) != 1 || at[0].Sub(begin) > 100*time.Second {
				t.Errorf("a chat got %v", at)
			}
		}
		for i := range 20 {
			for k, text := range p.order[fmt.Sprint("group", i)] {
				if want := fmt.Sprint("words of key-", i+20*k+1); text != want {
					t.Errorf("message %d of group %d is %q, want %q", k, i, text, want)
				}
			}
		}
		if p.refused > 0 || len(p.times) != 1400 {
			t.Errorf("%d arrived, %d were too many", len(p.times), p.refused)
		}
	})
}

func TestSendingUsesWhatIsAllowed(t *testing.T) {
	for _, allowed := range []bot.Pace{{PerSecond: 30, Burst: 1, Chat: time.Second}, {PerSecond: 50, Burst: 1}} {
		t.Run(fmt.Sprint(allowed.PerSecond), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform("x")
				p.strict = allowed
				p.latency = func() time.Duration { return 40*time.Millisecond + rand.N(10*time.Millisecond) }
				d := newDelivering(&plainAdapter{p, allowed})
				d.ledger.slow = 8 * time.Millisecond
				for i := range int(allowed.PerSecond) * 64 { // more than can go out
					d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
				}
				d.run(t, time.Minute)
				share := float64(len(p.times)) / 60 / allowed.PerSecond
				t.Logf("%d messages in 60 s: %.1f %% of what is allowed; %d were too many", len(p.times), 100*share, p.refused)
				if share < 0.95 || p.refused > 0 {
					t.Error("that is too few, or too many")
				}
			})
		})
	}
}

func TestEditsChangeWhatWasSent(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		ref := func(id string) bot.MessageRef { return bot.MessageRef{Chat: p.ref(1), ID: id} }
		p.fails("1",
			fault{},
			fault{err: sendError(bot.Gone)},
			fault{err: sendError(bot.Forbidden)},
			fault{err: sendError(bot.Uncertain), accepted: true}, fault{})
		var ids []int64
		for _, id := range []string{"m7", "m8", "m9", "m10"} {
			ids = append(ids, d.ledger.owe(bot.Delivery{Chat: p.ref(1), Kind: bot.CorrectionDelivery, Edits: ref(id)}))
		}
		d.run(t, 5*time.Minute)
		if p.name == "keyed" { // which cannot edit
			for _, id := range ids {
				if got := d.ledger.get(id); got.State != bot.DeliveryFailed || got.Class != "cannot-edit" {
					t.Errorf("became %+v", got)
				}
			}
		} else {
			want := []string{"sent ", "failed gone", "failed forbidden", "sent "}
			for i, id := range ids {
				if got := d.ledger.get(id); fmt.Sprint(got.State, " ", got.Class) != want[i] {
					t.Errorf("delivery %d became %s %s, want %s", id, got.State, got.Class, want[i])
				}
			}
			if got := d.ledger.get(ids[0]); got.Message != ref("m7") || p.edited["m7"] == "" || p.edited["m10"] == "" {
				t.Errorf("edited %v, kept as %+v", p.edited, got)
			}
		}
		if chat := d.ledger.chat(p.ref(1)); *chat != (chatState{}) || d.log.count("level=WARN") > 0 || len(p.order["1"]) > 0 {
			t.Errorf("the chat is %+v, got %v, the log %s", chat, p.order, d.log.lines)
		}
	})
}

func TestWordsThatCannotBeFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform("x")
		d := newDelivering(&plainAdapter{p, fast})
		tries := map[string]int{}
		var mu sync.Mutex
		d.render = func(ctx context.Context, v bot.Delivery) (bot.Message, error) {
			mu.Lock()
			tries[v.Key]++
			n := tries[v.Key]
			mu.Unlock()
			switch {
			case v.Key == "gone":
				return bot.Message{}, fmt.Errorf("load revision 7: %w", bot.ErrNotFound)
			case v.Key == "panics":
				panic("words of a message")
			case v.Key == "crashes":
				var none []int
				return bot.Message{}, errors.New(fmt.Sprint(none[n]))
			case v.Key == "busy" && n < 4:
				return bot.Message{}, errors.New("database is locked")
			}
			return inWords(ctx, v)
		}
		want := map[string]string{"gone": "failed content", "panics": "failed internal", "crashes": "failed internal", "busy": "sent ", "well": "sent "}
		ids := map[string]int64{}
		for key := range want {
			ids[key] = d.ledger.owe(bot.Delivery{Chat: p.ref(key), Key: key})
		}
		d.run(t, time.Minute)
		for key, id := range ids {
			if got := d.ledger.get(id); fmt.Sprint(got.State, " ", got.Class) != want[key] {
				t.Errorf("%s became %+v", key, got)
			}
		}
		if d.log.count("index out of range") == 0 || d.log.count("panic=") != 2 {
			t.Errorf("log: %s", d.log.lines)
		}
	})
}

func TestWhatIsTooLateIsNotSent(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		begin, d := time.Now(), newDelivering(a)
		late := d.ledger.owe(bot.Delivery{Chat: p.ref("late"), Expires: begin.Add(-time.Second)})
		tried := d.ledger.owe(bot.Delivery{Chat: p.ref("tried"), Expires: begin.Add(30 * time.Second)})
		p.fails("tried", repeated(99, fault{err: sendError(bot.Transient)})...)
		perhaps := d.ledger.owe(bot.Delivery{Chat: p.ref("perhaps"), Expires: begin.Add(30 * time.Second)})
		p.fails("perhaps", repeated(99, fault{err: sendError(bot.Uncertain)})...)
		well := d.ledger.owe(bot.Delivery{Chat: p.ref("well"), Expires: begin.Add(30 * time.Second)})
		d.run(t, 10*time.Minute)
		for id, want := range map[int64]string{late: "failed expired", tried: "failed expired", perhaps: "uncertain repeated", well: "sent "} {
			if got := d.ledger.get(id); fmt.Sprint(got.State, " ", got.Class) != want {
				t.Errorf("became %s of class %s, want %s", got.State, got.Class, want)
			}
		}
		if len(p.order["late"])+len(p.order["tried"]) > 0 || d.ledger.claims > 10*60*12 {
			t.Errorf("sent %v; %d claims", p.order, d.ledger.claims)
		}
	})
}

func TestSharedPlatformLeavesOthersTheirs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform("x")
		d := newDelivering(&plainAdapter{p, fast})
		d.ledger.owe(bot.Delivery{Chat: p.ref(1)})
		claimed, err := d.ledger.ClaimDeliveries(t.Context(), bot.Claim{Owner: "another", Platform: "x", Lease: time.Minute, Limit: 9})
		if err != nil || len(claimed) != 1 {
			t.Fatal(claimed, err)
		}
		d.o.Shared = true
		d.run(t, 50*time.Second)
		if len(p.times) != 0 {
			t.Error("what another has claimed was sent")
		}
		d.run(t, 20*time.Second)
		if len(p.times) != 1 || d.ledger.last.Holder != "" {
			t.Errorf("%d arrived after its lease, claimed by %+v", len(p.times), d.ledger.last)
		}
	})
}

func TestAnswersShareThePace(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		pacing := bot.NewPacing(a.(bot.Pacer).Pace())
		d.o.Pacings = map[bot.Platform]*bot.Pacing{p.name: pacing}
		for i := range 600 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		var slowest time.Duration
		go func() {
			for i := range 50 {
				time.Sleep(200 * time.Millisecond)
				begin, chat := time.Now(), p.ref(fmt.Sprint("asker", i))
				if err := pacing.Wait(t.Context(), chat, false, bot.Interactive); err != nil {
					return
				}
				slowest = max(slowest, time.Since(begin))
				if _, err := a.Send(t.Context(), chat, bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "an answer"}}}}}); err != nil {
					t.Error(err)
				}
				pacing.Done(chat)
			}
		}()
		d.run(t, 30*time.Second)
		if len(p.times) != 650 || p.refused > 0 || slowest > 100*time.Millisecond {
			t.Errorf("%d arrived, %d were too many, the slowest answer waited for %v", len(p.times), p.refused, slowest)
		}
	})
}

func TestOnceDeliversWhatIsDue(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		for range 3 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(1)})
		}
		d.ledger.owe(bot.Delivery{Chat: p.ref(2)})
		d.ledger.owe(bot.Delivery{Chat: p.ref(3), Due: time.Now().Add(time.Hour)})
		p.fails("2", fault{err: &bot.SendError{Kind: bot.RetryAfter, RetryAfter: time.Hour}})
		begin := time.Now()
		if err := bot.NewCourier(d.ledger, d.adapters, d.render, d.o).Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := len(p.order["1"]); got != 3 || len(p.times) != 3 || time.Since(begin) > 10*time.Second {
			t.Errorf("%v arrived in %v", p.order, time.Since(begin))
		}
	})
}

func TestWakeLooksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform("x")
		d := newDelivering(&plainAdapter{p, fast})
		d.o.Look = time.Hour
		ctx, cancel := context.WithCancel(t.Context())
		c := bot.NewCourier(d.ledger, d.adapters, d.render, d.o)
		ended := make(chan error)
		go func() { ended <- c.Run(ctx) }()
		time.Sleep(time.Minute)
		d.ledger.owe(bot.Delivery{Chat: p.ref(1)})
		c.Wake()
		time.Sleep(time.Second)
		synctest.Wait()
		if len(p.times) != 1 {
			t.Errorf("%d arrived", len(p.times))
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
