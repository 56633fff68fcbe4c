package bot_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"wirebrief/bot"
)

// A ledger is a DeliveryStore in memory, by the letter of its contract, with
// the time of the bubble it is used in.
type ledger struct {
	mu      sync.Mutex
	rows    []*entry
	open    []*entry // those of rows that may be claimed yet
	chats   map[bot.ChatRef]*chatState
	claims  int
	last    bot.Claim
	commits int
	// fail, if not nil, is asked before each call.
	fail func(call string) error
	// slow is how long a BeginDelivery takes.
	slow time.Duration
}

type entry struct {
	bot.Delivery
	owner string
	until time.Time
}

type chatState struct {
	stopped string
	strikes int
}

// errLedger is a failure of a ledger.
type errLedger string

func (e errLedger) Error() string { return string(e) }

func newLedger() *ledger { return &ledger{chats: map[bot.ChatRef]*chatState{}} }

// owe adds a delivery that is due now.
func (l *ledger) owe(d bot.Delivery) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	d.ID = int64(len(l.rows) + 1)
	d.State = bot.DeliveryReady
	d.Kind = cmp.Or(d.Kind, bot.DigestDelivery)
	d.Key = cmp.Or(d.Key, fmt.Sprint("key-", d.ID))
	if d.Due.IsZero() {
		d.Due = time.Now()
	}
	e := &entry{Delivery: d}
	l.rows, l.open = append(l.rows, e), append(l.open, e)
	return d.ID
}

func (l *ledger) chat(ref bot.ChatRef) *chatState {
	if l.chats[ref] == nil {
		l.chats[ref] = &chatState{}
	}
	return l.chats[ref]
}

// get returns a delivery as it stands.
func (l *ledger) get(id int64) bot.Delivery {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rows[id-1].Delivery
}

// states counts deliveries by state.
func (l *ledger) states() map[bot.DeliveryState]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := map[bot.DeliveryState]int{}
	for _, e := range l.rows {
		n[e.State]++
	}
	return n
}

func (l *ledger) failing(call string) error {
	if l.fail == nil {
		return nil
	}
	return l.fail(call)
}

func (l *ledger) ClaimDeliveries(ctx context.Context, c bot.Claim) ([]bot.Delivery, error) {
	if err := cmp.Or(ctx.Err(), l.failing("claim")); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.claims, l.last = l.claims+1, c
	now := time.Now()
	best := l.best(c, now)
	list := make([]*entry, 0, len(best))
	for _, e := range best {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(urgency(a.Kind), urgency(b.Kind)), cmp.Compare(a.ID, b.ID))
	})
	var out []bot.Delivery
	for _, e := range list[:min(len(list), c.Limit)] {
		if e.State == bot.DeliveryUncertain && e.Edits == (bot.MessageRef{}) && (c.KeySince.IsZero() || e.First.Before(c.KeySince)) {
			e.Class = bot.ClassRepeated
		}
		e.State, e.owner, e.until = bot.DeliveryClaimed, c.Owner, now.Add(c.Lease)
		e.Attempt++
		e.Strikes = l.chat(e.Chat).strikes
		out = append(out, e.Delivery)
	}
	return out, nil
}

// best are the most urgent deliveries of the chats that may be claimed.
func (l *ledger) best(c bot.Claim, now time.Time) map[bot.ChatRef]*entry {
	busy, waiting, best := map[bot.ChatRef]bool{}, map[bot.ChatRef]int{}, map[bot.ChatRef]*entry{}
	l.open = slices.DeleteFunc(l.open, func(e *entry) bool { return e.State == bot.DeliverySent || e.State == bot.DeliveryFailed })
	for _, e := range l.open {
		if e.Chat.Platform != c.Platform {
			continue
		}
		e.expire(c, now)
		if e.State == bot.DeliveryClaimed || e.State == bot.DeliverySending {
			busy[e.Chat] = true
		}
		if e.State == bot.DeliveryReady && !e.First.IsZero() && e.Due.After(now) { // it is to be tried again later
			if most, ok := waiting[e.Chat]; !ok || urgency(e.Kind) < most {
				waiting[e.Chat] = urgency(e.Kind)
			}
		}
	}
	for _, e := range l.open {
		if e.Chat.Platform != c.Platform || busy[e.Chat] || e.Due.After(now) || !e.claimable(c) || l.chat(e.Chat).stopped != "" {
			continue
		}
		if most, ok := waiting[e.Chat]; ok && e.State == bot.DeliveryReady && most <= urgency(e.Kind) {
			continue // behind what is as urgent
		}
		if b := best[e.Chat]; b == nil || urgency(e.Kind) < urgency(b.Kind) {
			best[e.Chat] = e
		}
	}
	return best
}

func (e *entry) expire(c bot.Claim, now time.Time) {
	if e.until.After(now) && !(c.Sole && e.owner != c.Owner) {
		return
	}
	switch e.State {
	case bot.DeliveryClaimed:
		e.State, e.owner = bot.DeliveryReady, ""
	case bot.DeliverySending:
		e.State, e.owner = bot.DeliveryUncertain, ""
		if e.Class != bot.ClassRepeated {
			e.Class = bot.ClassUncertain
		}
	}
}

func (e *entry) claimable(c bot.Claim) bool {
	if e.State != bot.DeliveryUncertain {
		return e.State == bot.DeliveryReady
	}
	return e.Edits != (bot.MessageRef{}) || !c.KeySince.IsZero() && !e.First.Before(c.KeySince) ||
		e.Class == bot.ClassUncertain && slices.Contains(c.Repeat, e.Kind)
}

func urgency(k bot.DeliveryKind) int {
	return slices.Index([]bot.DeliveryKind{bot.AlertDelivery, bot.CorrectionDelivery, bot.NoticeDelivery, bot.DigestDelivery}, k)
}

func (l *ledger) BeginDelivery(ctx context.Context, id int64, owner string, attempt int) (bool, error) {
	if err := cmp.Or(ctx.Err(), l.failing("begin")); err != nil {
		return false, err
	}
	if l.slow > 0 {
		time.Sleep(l.slow)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.rows[id-1]
	if e.owner != owner || e.Attempt != attempt || e.State != bot.DeliveryClaimed {
		return false, nil
	}
	e.State = bot.DeliverySending
	if e.First.IsZero() {
		e.First = time.Now()
	}
	return true, nil
}

func (l *ledger) EndDeliveries(ctx context.Context, owner string, ends []bot.DeliveryEnd) error {
	if err := cmp.Or(ctx.Err(), l.failing("end")); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.commits++
	for _, end := range ends {
		e := l.rows[end.ID-1]
		if e.owner != owner || e.Attempt != end.Attempt {
			continue
		}
		e.State, e.Due, e.owner = end.State, end.Due, ""
		e.Message, e.Class, e.Problem, e.Plain = end.Message, end.Class, end.Problem, end.Plain
		l.judge(e, end)
	}
	return nil
}

// judge applies what an end means for the chat.
func (l *ledger) judge(e *entry, end bot.DeliveryEnd) {
	chat := l.chat(e.Chat)
	if end.Strike {
		chat.strikes++
	}
	if end.State == bot.DeliverySent {
		chat.strikes = 0
	}
	chat.stopped = cmp.Or(end.Stop, chat.stopped)
	if end.MovedTo == (bot.ChatRef{}) {
		return
	}
	l.chats[end.MovedTo] = chat
	from := e.Chat
	delete(l.chats, from)
	for _, other := range l.rows {
		if other.Chat == from {
			other.Chat = end.MovedTo
		}
	}
}

func (l *ledger) ReleaseDeliveries(ctx context.Context, owner string) error {
	if err := cmp.Or(ctx.Err(), l.failing("release")); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.rows {
		if e.owner == owner && e.State == bot.DeliveryClaimed {
			e.State, e.owner = bot.DeliveryReady, ""
		}
	}
	return nil
}
