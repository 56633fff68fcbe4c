package adaptertest_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/bot"
)

const (
	memoryLimit  = 2000
	memorySecret = "77:memory-token"
)

var memoryChat = bot.ChatRef{Platform: "memory", ID: "17"}

// memory is an adapter, its platform and its harness in one, correct unless it
// has a flaw: one of those that TestTheSuiteFindsFlaws lists.
type memory struct {
	flaw   string
	events chan bot.Command

	mu    sync.Mutex
	said  int
	last  bot.Command
	posts []adaptertest.Post
	data  map[string]string // of the newest button of a label
	next  bot.SendKind
	stuck error
}

func newMemory(flaw string) *memory {
	return &memory{flaw: flaw, events: make(chan bot.Command, 1000), data: map[string]string{}}
}

func (m *memory) has(flaw string) bool { return m.flaw == flaw }

// The harness.

func (m *memory) Adapter() bot.ChatAdapter { return m }

func (m *memory) Traits() adaptertest.Traits {
	traits := adaptertest.Traits{
		Chat: memoryChat, Kind: bot.Group, User: bot.User{ID: "9", Name: "Ann", Admin: true},
		CannotFail: map[bot.SendKind]string{bot.Conflict: "memory has one user"}, PostLimit: memoryLimit,
	}
	if m.flaw != "" {
		traits.Patience = 150 * time.Millisecond
	}
	switch m.flaw {
	case "declares and has":
		traits.Lacks = map[adaptertest.Ability]string{adaptertest.Pressing: "buttons are too hard"}
	case "kind without reason":
		traits.CannotFail[bot.Auth] = ""
	}
	return traits
}

func (m *memory) Say(_ *testing.T, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.has("untrimmed") {
		text = strings.TrimSpace(text)
	}
	m.arrive(bot.Command{Text: text})
}

// arrive queues an event; m.mu is held.
func (m *memory) arrive(c bot.Command) {
	m.said++
	c.EventID = strconv.Itoa(m.said)
	c.Chat, c.Kind, c.User = memoryChat, bot.Group, bot.User{ID: "9", Name: "Ann", Admin: true}
	switch m.flaw {
	case "one event id":
		c.EventID = "1"
	case "no event id":
		c.EventID = ""
	case "nobody is admin":
		c.User.Admin = false
	case "all is private":
		c.Kind = bot.Private
	}
	m.last = c
	m.events <- c
}

func (m *memory) Press(t *testing.T, label string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.data[label]
	if !ok {
		t.Fatalf("no button %q", label)
	}
	switch m.flaw {
	case "button as text":
		m.arrive(bot.Command{Text: data})
	case "short data":
		m.arrive(bot.Command{Button: data[:min(len(data), 32)]})
	default:
		m.arrive(bot.Command{Button: data})
	}
}

func (m *memory) Repeat(*testing.T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.has("new id for a repeat") {
		m.arrive(m.last)
		return
	}
	m.events <- m.last
}

func (m *memory) Shown(*testing.T) []adaptertest.Post {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.posts)
}

func (m *memory) Fail(_ *testing.T, kind bot.SendKind) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next = kind
}

func (m *memory) Secret() string { return memorySecret }

// The adapter.

func (m *memory) Platform() bot.Platform {
	if m.has("other platform") {
		return "memoria"
	}
	return memoryChat.Platform
}

func (m *memory) Run(ctx context.Context, h bot.Handler) error {
	if m.has("leaks a goroutine") {
		go func() { <-m.events }()
	}
	for {
		select {
		case <-ctx.Done():
			switch m.flaw {
			case "run does not end":
				time.Sleep(time.Minute)
			case "run returns the context's error":
				return ctx.Err()
			}
			return nil
		case c := <-m.events:
			if m.has("events swap") && c.EventID == "1" {
				second := <-m.events
				m.events <- c
				c = second
			}
			if m.has("leaves its handler") {
				// It hears of no end, and so is at work whenever Run returns.
				go m.answer(context.WithoutCancel(ctx), h, c)
				continue
			}
			if err := m.answer(ctx, h, c); err != nil {
				return err
			}
		}
	}
}

func (m *memory) answer(ctx context.Context, h bot.Handler, c bot.Command) error {
	reply, err := h(ctx, c)
	if err != nil {
		switch m.flaw {
		case "stops at an error of the handler":
			return nil
		case "no reply after an error":
			return nil
		case "shows the error":
			reply.Messages = append(reply.Messages, bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: err.Error()}}}}})
		}
	}
	if m.has("replies backwards") {
		slices.Reverse(reply.Messages)
	}
	if m.has("drops replacements") && reply.Replace {
		return nil
	}
	var failure error
	for _, msg := range reply.Messages {
		if _, err := m.Send(ctx, c.Chat, msg); err != nil && m.has("stops at a failed reply") {
			<-ctx.Done()
			return nil
		} else if err != nil {
			failure = err
		}
	}
	if !m.has("keeps what became of it") {
		reply.Ended(failure)
	}
	return nil
}

func (m *memory) Send(ctx context.Context, to bot.ChatRef, msg bot.Message) (bot.MessageRef, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.refuse(ctx, to); err != nil {
		return bot.MessageRef{}, err
	}
	posts := m.render(msg)
	if len(posts) == 0 && !m.has("sends empty messages") {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Content, Message: "empty"}
	}
	m.posts = append(m.posts, posts...)
	if m.has("doubles") {
		m.posts = append(m.posts, posts...)
	}
	for _, b := range slices.Concat(msg.Buttons...) {
		m.data[clean(b.Label)] = b.Data
	}
	if m.has("one reference") {
		return bot.MessageRef{Chat: to, ID: "1"}, nil
	}
	return bot.MessageRef{Chat: to, ID: strconv.Itoa(len(m.posts))}, nil
}

// refuse returns why nothing is sent.
func (m *memory) refuse(ctx context.Context, to bot.ChatRef) error {
	if m.stuck != nil {
		return m.stuck
	}
	if ctx.Err() != nil && !m.has("ignores the context") {
		return &bot.SendError{Kind: bot.Transient, Message: "cancelled"}
	}
	if to != memoryChat {
		if m.has("unknown chats pass later") {
			return &bot.SendError{Kind: bot.Transient, Message: "who"}
		}
		return &bot.SendError{Kind: bot.Gone, Message: "no such chat"}
	}
	kind := m.next
	m.next = 0
	if kind == 0 {
		return nil
	}
	return m.failure(kind)
}

func (m *memory) failure(kind bot.SendKind) error {
	e := &bot.SendError{Kind: kind, Message: "the platform said " + kind.String()}
	switch kind {
	case bot.RetryAfter:
		e.RetryAfter = time.Millisecond
	case bot.Migrated:
		e.MovedTo = bot.ChatRef{Platform: memoryChat.Platform, ID: "18"}
	}
	switch m.flaw {
	case "foreign errors":
		return errors.New("502 bad gateway")
	case "one kind for all":
		e.Kind = bot.Transient
	case "no time to wait":
		e.RetryAfter = 0
	case "moved nowhere":
		e.MovedTo = bot.ChatRef{}
	case "error with secret":
		e.Message += " to /bot" + memorySecret + "/sendMessage"
	case "wrapped secret":
		return fmt.Errorf("send: %w", errors.Join(e, &url.Error{Op: "Post", URL: "/bot" + memorySecret, Err: errors.New("refused")}))
	case "stuck after a failure":
		m.stuck = e
	case "failures pass":
		return nil
	case "silent errors":
		e.Message = ""
	}
	return e
}

func (m *memory) Edit(_ context.Context, ref bot.MessageRef, msg bot.Message) (bot.MessageRef, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := strconv.Atoi(ref.ID)
	if err != nil || n < 1 || n > len(m.posts) {
		return ref, &bot.SendError{Kind: bot.Gone, Message: "no such message"}
	}
	if m.has("edits by appending") {
		m.posts = append(m.posts, m.render(msg)...)
		return ref, nil
	}
	m.posts[n-1] = m.render(msg)[0]
	return ref, nil
}

var (
	_ adaptertest.Harness      = (*memory)(nil)
	_ adaptertest.Presser      = (*memory)(nil)
	_ adaptertest.Repeater     = (*memory)(nil)
	_ adaptertest.Failer       = (*memory)(nil)
	_ adaptertest.SecretKeeper = (*memory)(nil)
	_ bot.Editor               = (*memory)(nil)
)
