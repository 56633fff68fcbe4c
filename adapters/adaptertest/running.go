package adaptertest

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/bot"
)

// runEndsWithContext lets Run work twice and checks what is left of it.
func runEndsWithContext(t *testing.T, h Harness) {
	before := goleak.IgnoreCurrent()
	s := start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) { return reply("re " + c.Text), nil })
	h.Say(t, "hello")
	waitFor(t, h, 0, "re hello")
	s.stop(t)

	again := start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) { return reply("again " + c.Text), nil })
	h.Say(t, "hello")
	waitFor(t, h, 0, "re hello", "again hello")
	again.stop(t)
	leavesNothing(t, h, before)
}

// leavesNothing checks that no goroutine is left that was not there before.
func leavesNothing(t *testing.T, h Harness, before goleak.Option) {
	t.Helper()
	if c, ok := h.(io.Closer); ok {
		if err := c.Close(); err != nil {
			t.Errorf("close the harness: %v", err)
		}
	}
	var left error
	// On a busy machine some goroutines take longer than goleak waits by itself.
	if !eventually(h, func() bool { left = goleak.Find(before); return left == nil }) {
		t.Errorf("Run left something behind: %v", left)
	}
}

// runEndsDuringHandler checks that a handler hears the end of the context and
// that Run waits for it.
func runEndsDuringHandler(t *testing.T, h Harness) {
	busy, done := make(chan struct{}), make(chan struct{})
	s := start(t, h, func(ctx context.Context, _ bot.Command) (bot.Reply, error) {
		close(busy)
		defer close(done)
		<-ctx.Done()
		time.Sleep(20 * time.Millisecond) // whoever does not wait returns before
		return bot.Reply{}, ctx.Err()
	})
	h.Say(t, "a long question")
	s.arrived(t, 1)
	<-busy
	s.stop(t)
	select {
	case <-done:
	default:
		t.Error("Run returned while its handler was at work")
	}
}

// sendsMixWithEvents sends from many sides while events are answered: every
// message is shown once, in one piece.
func sendsMixWithEvents(t *testing.T, h Harness) {
	start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) {
		return bot.Reply{Messages: []bot.Message{pair(c.Text)}}, nil
	})
	const senders, each, questions = 4, 5, 10
	var group sync.WaitGroup
	var names []string
	for i := range senders {
		for j := range each {
			names = append(names, fmt.Sprintf("sent%d-%d", i, j))
		}
		group.Go(func() {
			for j := range each {
				if _, err := h.Adapter().Send(context.Background(), h.Traits().Chat, pair(fmt.Sprintf("sent%d-%d", i, j))); err != nil {
					t.Errorf("Send: %v", err)
				}
			}
		})
	}
	for i := range questions {
		names = append(names, fmt.Sprintf("asked%d", i))
		h.Say(t, fmt.Sprintf("asked%d", i))
	}
	group.Wait()
	var posts []Post
	eventually(h, func() bool { posts = h.Shown(t); return len(posts) >= len(names) })
	if len(posts) != len(names) {
		t.Errorf("%d messages are %d posts", len(names), len(posts))
	}
	for _, name := range names {
		if n := countWhole(posts, name); n != 1 {
			t.Errorf("%s is shown %d times in one piece, want once", name, n)
		}
	}
}

// pair is a message that shows whether another one came in between.
func pair(name string) bot.Message {
	return say("begin "+name+".", strings.Repeat("filling ", 20), "end "+name+".")
}

func countWhole(posts []Post, name string) int {
	n := 0
	for _, p := range posts {
		begin, end := strings.Index(p.Text, "begin "+name+"."), strings.Index(p.Text, "end "+name+".")
		if begin >= 0 && end > begin && strings.Count(p.Text, "begin ") == 1 && strings.Count(p.Text, "end ") == 1 {
			n++
		}
	}
	return n
}
