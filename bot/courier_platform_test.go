package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"wirebrief/bot"
)

// A platform is a chat network in memory: the truth about what has arrived. It
// enforces its pace as strictly as it is told to.
type platform struct {
	name bot.Platform
	// latency is how long a request takes to arrive, and its answer to come
	// back.
	latency func() time.Duration
	// strict is the pace that it enforces, if PerSecond is not 0: in no second
	// more, in each group in no minute more, and in each chat the time between.
	strict bot.Pace
	life   time.Duration

	mu sync.Mutex
	// faults are what happens to the next requests of a chat, and of any chat.
	faults map[string][]fault
	all    []fault
	// arrived counts what each chat has got, by text, and order has the texts.
	arrived map[string]map[string]int
	order   map[string][]string
	keys    map[string]keyed
	edited  map[string]string
	plain   map[string]bool
	times   []time.Time
	byChat  map[string][]time.Time
	refused int
	flying  int
	most    int
}

type keyed struct {
	ref bot.MessageRef
	at  time.Time
}

// A fault is one request that goes wrong.
type fault struct {
	err *bot.SendError
	// accepted tells that the message arrives all the same; stuck that no
	// answer comes; panics that the adapter does.
	accepted, stuck, panics bool
	// alien is an error of another type.
	alien error
}

func newPlatform(name bot.Platform) *platform {
	return &platform{
		name: name, latency: func() time.Duration { return 10 * time.Millisecond },
		faults: map[string][]fault{}, arrived: map[string]map[string]int{}, order: map[string][]string{}, keys: map[string]keyed{},
		edited: map[string]string{}, plain: map[string]bool{}, byChat: map[string][]time.Time{},
	}
}

func (p *platform) ref(id any) bot.ChatRef { return bot.ChatRef{Platform: p.name, ID: fmt.Sprint(id)} }

// fails has the next requests of a chat go wrong, or those of any for "".
func (p *platform) fails(chat string, faults ...fault) {
	if chat == "" {
		p.all = append(p.all, faults...)
		return
	}
	p.faults[chat] = append(p.faults[chat], faults...)
}

// repeated are n equal faults.
func repeated(n int, f fault) []fault { return slices.Repeat([]fault{f}, n) }

func (p *platform) next(chat string) (f fault) {
	if len(p.faults[chat]) > 0 {
		f, p.faults[chat] = p.faults[chat][0], p.faults[chat][1:]
	} else if len(p.all) > 0 {
		f, p.all = p.all[0], p.all[1:]
	}
	return f
}

// post is a request: the way of a message through the platform.
func (p *platform) post(ctx context.Context, to bot.ChatRef, m bot.Message, key string, accept func(textOf string) bot.MessageRef) (bot.MessageRef, error) {
	p.mu.Lock()
	p.flying++
	p.most = max(p.most, p.flying)
	f := p.next(to.ID)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.flying--
		p.mu.Unlock()
	}()
	time.Sleep(p.latency())
	if f.panics {
		panic("the words of a message")
	}
	ref, err := p.take(to, m, key, f, accept)
	if f.stuck {
		<-ctx.Done()
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Uncertain, Message: "no answer"}
	}
	time.Sleep(p.latency())
	return ref, err
}

// take is what happens at the platform.
func (p *platform) take(to bot.ChatRef, m bot.Message, key string, f fault, accept func(string) bot.MessageRef) (bot.MessageRef, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if limited := p.limits(to.ID, now); limited != nil {
		p.refused++
		return bot.MessageRef{}, limited
	}
	if (f != fault{}) && !f.accepted {
		return bot.MessageRef{}, f.error()
	}
	p.times = append(p.times, now)
	p.byChat[to.ID] = append(p.byChat[to.ID], now)
	var ref bot.MessageRef
	if k, ok := p.keys[key]; ok && key != "" && now.Sub(k.at) <= p.life {
		ref = k.ref
	} else {
		text := m.Blocks[0].Runs[0].Text
		ref = accept(text)
		p.keys[key] = keyed{ref, now}
		p.plain[text] = !m.Blocks[0].Runs[0].Bold
	}
	if (f != fault{}) {
		return bot.MessageRef{}, f.error()
	}
	return ref, nil
}

func (f fault) error() error {
	if f.err != nil {
		return f.err
	}
	return f.alien
}

// limits enforces the strict pace.
func (p *platform) limits(chat string, now time.Time) error {
	s := p.strict
	last := p.byChat[chat]
	switch {
	case s.PerSecond > 0 && within(p.times, now, time.Second) >= int(s.PerSecond):
		return &bot.SendError{Kind: bot.RetryAfter, RetryAfter: time.Second, Global: true, Message: "too many requests"}
	case len(last) > 0 && now.Sub(last[len(last)-1]) < s.Chat, s.Group > 0 && within(last, now, time.Minute) >= s.Group:
		return &bot.SendError{Kind: bot.RetryAfter, RetryAfter: 3 * time.Second, Message: "too many requests in this chat"}
	}
	return nil
}

// within counts the times of the span before now.
func within(times []time.Time, now time.Time, span time.Duration) int {
	n := 0
	for i := len(times) - 1; i >= 0 && now.Sub(times[i]) < span; i-- {
		n++
	}
	return n
}

// got returns how often a text has arrived in a chat.
func (p *platform) got(chat, text string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.arrived[chat][text]
}

// A plainAdapter sends and edits; it knows no keys.
type plainAdapter struct {
	*platform
	pace bot.Pace
}

func (a *plainAdapter) Platform() bot.Platform { return a.name }
func (a *plainAdapter) Pace() bot.Pace         { return a.pace }
func (a *plainAdapter) Run(ctx context.Context, _ bot.Handler) error {
	<-ctx.Done()
	return nil
}

func (a *plainAdapter) Send(ctx context.Context, to bot.ChatRef, m bot.Message) (bot.MessageRef, error) {
	return a.post(ctx, to, m, "", func(text string) bot.MessageRef { return a.accept(to, text) })
}

// accept shows a message in a chat.
func (p *platform) accept(to bot.ChatRef, text string) bot.MessageRef {
	if p.arrived[to.ID] == nil {
		p.arrived[to.ID] = map[string]int{}
	}
	p.arrived[to.ID][text]++
	p.order[to.ID] = append(p.order[to.ID], text)
	return bot.MessageRef{Chat: to, ID: fmt.Sprint("m", len(p.order[to.ID]))}
}

// An editingAdapter can edit, too.
type editingAdapter struct{ plainAdapter }

func (a *editingAdapter) Edit(ctx context.Context, ref bot.MessageRef, m bot.Message) (bot.MessageRef, error) {
	return a.post(ctx, ref.Chat, m, "", func(text string) bot.MessageRef {
		a.edited[ref.ID] = text
		return ref
	})
}

// A keyedAdapter sends once for each key, as long as the platform knows it.
type keyedAdapter struct{ plainAdapter }

func (a *keyedAdapter) KeyLife(to bot.ChatRef) time.Duration {
	if strings.HasPrefix(to.ID, "forum") {
		return 0
	}
	return a.life
}

func (a *keyedAdapter) SendKeyed(ctx context.Context, to bot.ChatRef, m bot.Message, key string) (bot.MessageRef, error) {
	return a.post(ctx, to, m, key, func(text string) bot.MessageRef { return a.accept(to, text) })
}
