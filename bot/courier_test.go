package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
	"wirebrief/bot/text"
)

// A delivering is a Courier with all it works on.
type delivering struct {
	ledger   *ledger
	adapters []bot.ChatAdapter
	o        bot.CourierOptions
	log      lineLog
	told     []string
	// refused are the chats of which somebody was told.
	refused []string
	render  func(context.Context, bot.Delivery) (bot.Message, error)
}

func newDelivering(adapters ...bot.ChatAdapter) *delivering {
	d := &delivering{ledger: newLedger(), adapters: adapters, render: inWords}
	var mu sync.Mutex
	d.o = bot.CourierOptions{
		Random: func() float64 { return 0.5 },
		Logger: slog.New(slog.NewTextHandler(&d.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Tell: func(_ context.Context, about bot.Platform, n bot.Notice) {
			mu.Lock()
			defer mu.Unlock()
			data := text.Data{}
			for k, v := range n.Data {
				data[k] = v
			}
			d.told = append(d.told, string(about)+": "+text.For("").T(text.ID(n.Key), data))
		},
		Refused: func(_ context.Context, chat bot.ChatRef, stopped bool) {
			mu.Lock()
			defer mu.Unlock()
			d.refused = append(d.refused, fmt.Sprintf("%s stopped=%t", chat.ID, stopped))
		},
	}
	return d
}

// inWords says the key of a delivery.
func inWords(_ context.Context, d bot.Delivery) (bot.Message, error) {
	return bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "words of " + d.Key, Bold: true}}}}}, nil
}

// run delivers for so long, and then checks that it ends.
func (d *delivering) run(t *testing.T, long time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- bot.NewCourier(d.ledger, d.adapters, d.render, d.o).Run(ctx) }()
	time.Sleep(long)
	cancel()
	begin := time.Now()
	if err := <-ended; err != nil || time.Since(begin) > 10*time.Second {
		t.Errorf("ended with %v after %v", err, time.Since(begin))
	}
	d.quiet(t)
}

// quiet checks that the log holds no words of a message.
func (d *delivering) quiet(t *testing.T) {
	t.Helper()
	if n := d.log.count("words of"); n > 0 {
		t.Errorf("%d lines of the log hold the words of a message:\n%s", n, d.log.lines)
	}
}

// twoKinds are the platforms of the fault tests: without and with keys.
func twoKinds(t *testing.T, test func(t *testing.T, p *platform, a bot.ChatAdapter)) {
	for _, kind := range []string{"plain", "keyed"} {
		t.Run(kind, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform(bot.Platform(kind))
				pace := bot.Pace{PerSecond: 30, Burst: 1, Chat: time.Second, Group: 20}
				a := plainAdapter{p, pace}
				p.strict = pace
				if kind == "plain" {
					test(t, p, &editingAdapter{a})
					return
				}
				p.life = 2 * time.Minute
				test(t, p, &keyedAdapter{a})
			})
		})
	}
}

func sendError(kind bot.SendKind) *bot.SendError {
	return &bot.SendError{Kind: kind, Message: kind.String() + " it is"}
}

// A faultCase is what becomes of a delivery to one chat, while others go on.
type faultCase struct {
	faults []fault
	kind   bot.DeliveryKind
	// arrives is how often the message arrives at a platform without keys, and
	// with keys.
	arrives [2]int
	// state and class in the end, for each kind of platform.
	state [2]bot.DeliveryState
	class [2]string
	// least is when it arrives at the earliest, within is by when all is over.
	least, within time.Duration
	stopped       string
	strikes       int
	plain         bool
}

// twice is the same for both kinds of platform.
func twice[T any](v T) [2]T { return [2]T{v, v} }

var faultCases = map[string]faultCase{
	"nothing":               {within: 5 * time.Second, arrives: twice(1), state: twice(bot.DeliverySent)},
	"429 for the chat":      {faults: []fault{{err: &bot.SendError{Kind: bot.RetryAfter, RetryAfter: 7 * time.Second, Message: "slower"}}}, least: 7 * time.Second, within: 12 * time.Second, arrives: twice(1), state: twice(bot.DeliverySent)},
	"429 without a time":    {faults: repeated(3, fault{err: sendError(bot.RetryAfter)}), least: 3 * time.Second, within: 15 * time.Second, arrives: twice(1), state: twice(bot.DeliverySent)},
	"5xx three times":       {faults: repeated(3, fault{err: sendError(bot.Transient)}), least: 2 * time.Second, within: 15 * time.Second, arrives: twice(1), state: twice(bot.DeliverySent)},
	"5xx for two hours":     {faults: repeated(18, fault{err: sendError(bot.Transient)}), least: time.Hour, within: 4 * time.Hour, arrives: twice(1), state: twice(bot.DeliverySent)},
	"closed before it came": {faults: []fault{{err: sendError(bot.Uncertain)}}, within: 2 * time.Minute, arrives: twice(1), state: twice(bot.DeliverySent)},
	"closed after it came":  {faults: []fault{{err: sendError(bot.Uncertain), accepted: true}}, within: 2 * time.Minute, arrives: [2]int{2, 1}, state: twice(bot.DeliverySent)},
	"timed out after it came": {faults: []fault{{err: sendError(bot.Uncertain), accepted: true, stuck: true}}, within: 3 * time.Minute,
		arrives: [2]int{2, 1}, state: twice(bot.DeliverySent)},
	"closed twice after it came": {faults: repeated(2, fault{err: sendError(bot.Uncertain), accepted: true}), within: time.Hour,
		arrives: [2]int{2, 1}, state: [2]bot.DeliveryState{bot.DeliveryUncertain, bot.DeliverySent}, class: [2]string{bot.ClassRepeated, ""}},
	"closed for longer than keys live": {faults: repeated(50, fault{err: sendError(bot.Uncertain), accepted: true}), within: time.Hour,
		arrives: [2]int{2, 2}, state: twice(bot.DeliveryUncertain), class: twice(bot.ClassRepeated)},
	"uncertain, then 5xx": {faults: []fault{{err: sendError(bot.Uncertain), accepted: true}, {err: sendError(bot.Transient)}, {err: sendError(bot.Transient)}}, within: 10 * time.Minute,
		arrives: [2]int{2, 1}, state: twice(bot.DeliverySent)},
	"an alert closed after it came": {kind: bot.AlertDelivery, faults: []fault{{err: sendError(bot.Uncertain), accepted: true}}, within: time.Hour,
		arrives: twice(1), state: [2]bot.DeliveryState{bot.DeliveryUncertain, bot.DeliverySent}, class: [2]string{bot.ClassUncertain, ""}},
	"an alert closed for longer than keys live": {kind: bot.AlertDelivery, faults: repeated(50, fault{err: sendError(bot.Uncertain)}), within: time.Hour,
		state: twice(bot.DeliveryUncertain), class: twice(bot.ClassUncertain)},
	"an error of another type": {kind: bot.AlertDelivery, faults: []fault{{alien: fmt.Errorf("words of key-1")}}, within: time.Hour,
		arrives: [2]int{0, 1}, state: [2]bot.DeliveryState{bot.DeliveryUncertain, bot.DeliverySent}, class: [2]string{bot.ClassUncertain, ""}},
	"gone":                     {faults: repeated(9, fault{err: sendError(bot.Gone)}), within: time.Hour, state: twice(bot.DeliveryFailed), class: twice("gone"), stopped: "gone"},
	"blocked or kicked":        {faults: repeated(99, fault{err: sendError(bot.Forbidden)}), within: 48 * time.Hour, state: twice(bot.DeliveryFailed), class: twice("forbidden"), stopped: "forbidden", strikes: 10},
	"a false alarm":            {faults: []fault{{err: sendError(bot.Forbidden)}}, least: 5 * time.Minute, within: time.Hour, arrives: twice(1), state: twice(bot.DeliverySent)},
	"a false alarm for hours":  {faults: repeated(6, fault{err: sendError(bot.Forbidden)}), least: 9 * time.Hour, within: 12 * time.Hour, arrives: twice(1), state: twice(bot.DeliverySent)},
	"a false alarm in between": {faults: []fault{{err: sendError(bot.Uncertain), accepted: true}, {err: sendError(bot.Forbidden)}}, within: 12 * time.Hour, arrives: [2]int{2, 2}, state: twice(bot.DeliverySent)},
	"refused as it was":        {faults: []fault{{err: sendError(bot.Content)}}, within: 10 * time.Second, arrives: twice(1), state: twice(bot.DeliverySent), plain: true},
	"refused as plain":         {faults: repeated(2, fault{err: sendError(bot.Content)}), within: time.Hour, state: twice(bot.DeliveryFailed), class: twice("content")},
	"a panic":                  {faults: []fault{{panics: true}}, within: time.Hour, state: twice(bot.DeliveryFailed), class: twice("internal")},
	"migrated to nowhere":      {faults: repeated(2, fault{err: sendError(bot.Migrated)}), within: time.Minute, arrives: twice(1), state: twice(bot.DeliverySent)},
	"a kind nobody knows of":   {kind: bot.NoticeDelivery, faults: []fault{{err: sendError(99)}}, within: time.Hour, arrives: [2]int{0, 1}, state: [2]bot.DeliveryState{bot.DeliveryUncertain, bot.DeliverySent}, class: [2]string{bot.ClassUncertain, ""}},
}

// TestFaultsOfOneChat: what one chat meets with has the end that it should, and
// others do not notice.
func TestFaultsOfOneChat(t *testing.T) {
	for name, test := range faultCases {
		t.Run(name, func(t *testing.T) {
			twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) { test.check(t, p, a) })
		})
	}
}

func (test faultCase) check(t *testing.T, p *platform, a bot.ChatAdapter) {
	kind := 0
	if p.name == "keyed" {
		kind = 1
	}
	begin := time.Now()
	d := newDelivering(a)
	p.fails("bad", test.faults...)
	id := d.ledger.owe(bot.Delivery{Chat: p.ref("bad"), Kind: test.kind})
	if test.within > 5*time.Hour { // it would look very often
		d.o.Look = 10 * time.Second
	}
	const others = 60
	for i := range others {
		d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
	}
	d.run(t, test.within)
	for i := range others {
		text := fmt.Sprint("words of key-", i+2)
		if n := p.got(fmt.Sprint(i), text); n != 1 {
			t.Errorf("another chat got its message %d times", n)
		} else if at := p.byChat[fmt.Sprint(i)][0].Sub(begin); at > 3*time.Second {
			t.Errorf("another chat got its message after %v", at)
		}
	}
	got := d.ledger.get(id)
	if n := p.got("bad", "words of key-1"); n != test.arrives[kind] || got.State != test.state[kind] || got.Class != test.class[kind] {
		t.Errorf("arrived %d times, is %s of class %q; want %d, %s, %q", n, got.State, got.Class, test.arrives[kind], test.state[kind], test.class[kind])
	}
	if sent := got.State == bot.DeliverySent; sent != (got.Message.ID != "") || !sent && got.Problem == "" {
		t.Errorf("kept as %+v", got)
	}
	if times := p.byChat["bad"]; test.least > 0 && (len(times) == 0 || times[0].Sub(begin) < test.least) {
		t.Errorf("arrived at %v, the beginning was %v", times, begin)
	}
	if chat := d.ledger.chat(p.ref("bad")); chat.stopped != test.stopped || chat.strikes != test.strikes {
		t.Errorf("the chat is %+v", chat)
	}
	if test.arrives[kind] > 0 && p.plain["words of key-1"] != test.plain {
		t.Errorf("arrived as plain text: %v", !test.plain)
	}
	if p.refused > 0 || len(d.told) > 0 {
		t.Errorf("%d requests were too many; the operator heard %q", p.refused, d.told)
	}
}

// TestForbiddenChatPauses: what a chat refuses waits, and what comes after it;
// only after a day it is given up.
func TestForbiddenChatPauses(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		d.o.Look = 10 * time.Second
		for range 5 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(1)})
		}
		p.fails("1", repeated(7, fault{err: sendError(bot.Forbidden)})...)
		d.run(t, 10*time.Hour)
		if n := d.ledger.states()[bot.DeliveryReady]; n != 5 || len(p.faults["1"]) != 1 {
			t.Errorf("%d wait after %d attempts", n, 7-len(p.faults["1"]))
		}
		if want := []string{"1 stopped=false"}; !slices.Equal(d.refused, want) {
			t.Errorf("told %q, want %q", d.refused, want)
		}
		d.run(t, 10*time.Hour)
		// A success forgives the refusals.
		if chat := d.ledger.chat(p.ref(1)); chat.strikes != 0 || chat.stopped != "" || len(p.order["1"]) != 5 {
			t.Errorf("forgiven: %+v, arrived %v", chat, p.order["1"])
		}
		p.fails("1", repeated(99, fault{err: sendError(bot.Forbidden)})...)
		for range 3 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(1)})
		}
		d.run(t, 22*time.Hour)
		if chat := d.ledger.chat(p.ref(1)); chat.stopped != "" {
			t.Errorf("stopped within a day: %+v", chat)
		}
		d.run(t, 22*time.Hour)
		if chat := d.ledger.chat(p.ref(1)); chat.strikes != 10 || chat.stopped != "forbidden" || len(p.faults["1"]) != 89 {
			t.Errorf("stopped: %+v after %d attempts", chat, 99-len(p.faults["1"]))
		}
		if want := []string{"1 stopped=false", "1 stopped=false", "1 stopped=true"}; !slices.Equal(d.refused, want) {
			t.Errorf("told %q, want %q", d.refused, want)
		}
		want := map[bot.DeliveryState]int{bot.DeliverySent: 5, bot.DeliveryFailed: 1, bot.DeliveryReady: 2}
		if got := d.ledger.states(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("states %v, want %v", got, want)
		}
	})
}

func TestMigratedChatIsMovedAtOnce(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		for range 3 {
			d.ledger.owe(bot.Delivery{Chat: p.ref("old"), ChatKind: bot.Group})
		}
		p.fails("old", repeated(9, fault{err: &bot.SendError{Kind: bot.Migrated, MovedTo: p.ref("new"), Message: "moved"}})...)
		d.run(t, 30*time.Second)
		if want := "[words of key-1 words of key-2 words of key-3]"; fmt.Sprint(p.order["new"]) != want || len(p.order["old"]) > 0 || len(p.faults["old"]) != 8 {
			t.Errorf("arrived: %v", p.order)
		}
	})
}

func TestPlatformThatAsksToWaitIsObeyed(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		begin, d := time.Now(), newDelivering(a)
		p.fails("", fault{err: &bot.SendError{Kind: bot.RetryAfter, RetryAfter: 20 * time.Second, Global: true, Message: "slower"}})
		for i := range 90 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		d.run(t, time.Minute)
		if got := d.ledger.states()[bot.DeliverySent]; got != 90 || len(p.times) != 90 || p.refused > 0 {
			t.Errorf("%d sent, %d arrived, %d refused", got, len(p.times), p.refused)
		}
		early := 0
		for _, at := range p.times {
			if at.Sub(begin) < 20*time.Second {
				early++
			}
		}
		// Those whose request was on its way already.
		if early > 4 || p.times[89].Sub(begin) > 25*time.Second {
			t.Errorf("%d arrived before the wait was over, the last after %v", early, p.times[89].Sub(begin))
		}
	})
}

func TestRefusedTokenHaltsThePlatformAlone(t *testing.T) {
	for kind, words := range map[bot.SendKind]string{bot.Auth: "refuses my token", bot.Conflict: "Another copy"} {
		t.Run(kind.String(), func(t *testing.T) {
			twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
				begin, other := time.Now(), newPlatform("other")
				d := newDelivering(a, &plainAdapter{other, bot.Pace{PerSecond: 30, Burst: 1}})
				p.fails("", repeated(30, fault{err: sendError(kind)})...)
				for i := range 100 {
					d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
					d.ledger.owe(bot.Delivery{Chat: other.ref(i)})
				}
				d.run(t, 9*time.Minute)
				if n := 30 - len(p.all); n > 1 || len(p.times) > 0 || len(other.times) != 100 || other.times[99].Sub(begin) > 5*time.Second {
					t.Errorf("%d requests were refused, %d messages arrived here and %d there", n, len(p.times), len(other.times))
				}
				if got := d.ledger.states()[bot.DeliveryReady]; got != 100 {
					t.Errorf("%d are ready", got)
				}
				if len(d.told) != 1 || !strings.Contains(d.told[0], words) || d.log.count("level=ERROR") != 1 {
					t.Errorf("the operator heard %q, the log %s", d.told, d.log.lines)
				}
				p.all = p.all[:1]
				d.run(t, 20*time.Minute)
				if got := d.ledger.states()[bot.DeliverySent]; got != 200 || len(p.times) != 100 {
					t.Errorf("%d were sent, %d arrived", got, len(p.times))
				}
				if len(d.told) != 3 || !strings.Contains(d.told[2], "takes messages again") {
					t.Errorf("the operator heard %q", d.told)
				}
			})
		})
	}
}

// TestAnswersFromBeforeTheTokenWasRefused: what was on its way arrives, and the
// platform is halted all the same.
func TestAnswersFromBeforeTheTokenWasRefused(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		var n atomic.Int64
		p.latency = func() time.Duration { return time.Duration(1+n.Add(1)%7) * 100 * time.Millisecond }
		for i := range 100 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
			if i > 20 && i%2 == 0 {
				p.fails(fmt.Sprint(i), fault{err: sendError(bot.Auth)})
			}
		}
		d.run(t, 5*time.Minute)
		if len(d.told) != 1 || d.log.count("refuses the token") != 1 || d.log.count("takes messages again") != 0 || len(p.times) < 20 {
			t.Errorf("%d arrived, the operator heard %q, the log %s", len(p.times), d.told, d.log.lines)
		}
	})
}

func TestPlatformThatIsDownIsLeftAlone(t *testing.T) {
	twoKinds(t, func(t *testing.T, p *platform, a bot.ChatAdapter) {
		d := newDelivering(a)
		for i := range 300 {
			d.ledger.owe(bot.Delivery{Chat: p.ref(i)})
		}
		p.fails("", repeated(1000, fault{err: sendError(bot.Transient)})...)
		d.run(t, 10*time.Minute)
		if tried := 1000 - len(p.all); tried > 40 {
			t.Errorf("%d requests in 10 minutes to a platform that is down", tried)
		}
		if d.log.count("does not answer") != 1 {
			t.Errorf("log: %s", d.log.lines)
		}
		p.all = nil
		begin := time.Now()
		d.run(t, 16*time.Minute)
		if got := d.ledger.states()[bot.DeliverySent]; got != 300 || len(p.times) != 300 {
			t.Errorf("%d were sent, %d arrived", got, len(p.times))
		}
		if at := p.times[280].Sub(begin); at > 30*time.Second {
			t.Errorf("most had to wait for %v", at)
		}
	})
}
