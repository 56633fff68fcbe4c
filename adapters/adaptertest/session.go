package adaptertest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
)

// An answer is the handler of a trial.
type answer func(context.Context, bot.Command) (bot.Reply, error)

// nothing answers with an empty reply.
func nothing(context.Context, bot.Command) (bot.Reply, error) { return bot.Reply{}, nil }

// A session is a running adapter that records what arrives.
type session struct {
	h      Harness
	cancel context.CancelFunc
	ended  chan error
	once   sync.Once
	err    error

	mu       sync.Mutex
	commands []bot.Command
}

// start runs the adapter until stop or the end of the test.
func start(t *testing.T, h Harness, a answer) *session {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &session{h: h, cancel: cancel, ended: make(chan error, 1)}
	go func() {
		s.ended <- h.Adapter().Run(ctx, func(ctx context.Context, c bot.Command) (bot.Reply, error) {
			s.mu.Lock()
			s.commands = append(s.commands, c)
			s.mu.Unlock()
			return a(ctx, c)
		})
	}()
	t.Cleanup(func() { s.stop(t) })
	return s
}

// stop ends the context and checks that Run returns nil soon.
func (s *session) stop(t *testing.T) {
	t.Helper()
	s.once.Do(func() {
		s.cancel()
		select {
		case s.err = <-s.ended:
			if s.err != nil {
				t.Errorf("Run returned %v after its context ended, want nil", s.err)
			}
		case <-time.After(patience(s.h)):
			t.Errorf("Run did not return within %v after its context ended", patience(s.h))
		}
	})
}

// arrived waits for n commands and returns all there are.
func (s *session) arrived(t *testing.T, n int) []bot.Command {
	t.Helper()
	var got []bot.Command
	ok := eventually(s.h, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		got = append(got[:0], s.commands...)
		return len(got) >= n
	})
	if !ok {
		t.Fatalf("%d commands arrived, want %d: %+v", len(got), n, got)
	}
	return got
}

func patience(h Harness) time.Duration {
	if p := h.Traits().Patience; p > 0 {
		return p
	}
	return time.Minute
}

// eventually tells whether cond holds before patience ends.
func eventually(h Harness, cond func() bool) bool {
	for end := time.Now().Add(patience(h)); ; time.Sleep(2 * time.Millisecond) {
		if cond() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// waitFor waits until the words of all texts are shown in order, in posts
// after the first skip ones, and returns these posts.
func waitFor(t *testing.T, h Harness, skip int, texts ...string) []Post {
	t.Helper()
	var posts []Post
	var lost string
	ok := eventually(h, func() bool {
		posts = h.Shown(t)
		posts = posts[min(skip, len(posts)):]
		lost = missing(posts, texts...)
		return lost == ""
	})
	if !ok {
		t.Fatalf("%s; shown:\n%s", lost, dump(posts))
	}
	return posts
}

// dump shows the last posts, shortened.
func dump(posts []Post) string {
	var b strings.Builder
	const most = 4
	if n := len(posts) - most; n > 0 {
		fmt.Fprintf(&b, "(%d posts before)\n", n)
		posts = posts[n:]
	}
	for _, p := range posts {
		fmt.Fprintf(&b, "buttons %q, links %q, mentions %q\n%.1000q\n", p.Buttons, p.Links, p.Mentions, p.Text)
	}
	return b.String()
}

// send sends m to the chat and fails the test if that fails.
func send(t *testing.T, h Harness, m bot.Message) bot.MessageRef {
	t.Helper()
	ref, err := h.Adapter().Send(context.Background(), h.Traits().Chat, m)
	if err != nil {
		t.Fatalf("Send: %v", err)
	}
	return ref
}

// say is a message of plain paragraphs.
func say(texts ...string) bot.Message {
	var m bot.Message
	for _, text := range texts {
		m.Blocks = append(m.Blocks, bot.Block{Runs: []bot.Run{{Text: text}}})
	}
	return m
}

// reply answers with messages of one paragraph each.
func reply(texts ...string) bot.Reply {
	var r bot.Reply
	for _, text := range texts {
		r.Messages = append(r.Messages, say(text))
	}
	return r
}
