package terminal_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/adapters/terminal"
	"wirebrief/bot"
)

func TestBehaviour(t *testing.T) {
	for name, color := range map[string]bool{"plain": false, "in colour": true} {
		t.Run(name, func(t *testing.T) {
			adaptertest.Exercise(t, func(t *testing.T) adaptertest.Harness { return newHarness(t, color) })
		})
	}
}

// A harness is a terminal made of a pipe to type into and a recorder of what
// is written.
type harness struct {
	adapter *terminal.Adapter
	typed   *os.File
	screen  *screen
}

func newHarness(t *testing.T, color bool) *harness {
	t.Helper()
	in, typed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); typed.Close() })
	s := &screen{}
	return &harness{
		adapter: terminal.New(terminal.Options{In: in, Out: s, Interactive: true, Color: color, Name: "ann"}),
		typed:   typed, screen: s,
	}
}

func (h *harness) Adapter() bot.ChatAdapter { return h.adapter }

func (h *harness) Traits() adaptertest.Traits {
	return adaptertest.Traits{
		Chat: terminal.Chat, Kind: bot.Private, User: bot.User{ID: "local", Name: "ann", Admin: true},
		Lacks: map[adaptertest.Ability]string{
			adaptertest.Repeating: "a line that was typed is read once",
			adaptertest.Secrecy:   "a terminal has no credentials",
		},
	}
}

func (h *harness) Say(t *testing.T, text string) {
	t.Helper()
	if _, err := h.typed.WriteString(text + "\n"); err != nil {
		t.Fatal(err)
	}
}

func (h *harness) Press(t *testing.T, label string) {
	t.Helper()
	posts := h.screen.all()
	for i := len(posts) - 1; i >= 0; i-- {
		for number, l := range posts[i].buttons {
			if l == label {
				h.Say(t, number)
				return
			}
		}
	}
	t.Fatalf("no button %q in %+v", label, posts)
}

func (h *harness) Shown(*testing.T) []adaptertest.Post {
	var posts []adaptertest.Post
	for _, p := range h.screen.all() {
		posts = append(posts, adaptertest.Post{Text: p.text, Buttons: p.labels})
	}
	return posts
}

// Fail causes each kind as a write can fail, and those that no write fails
// with by a writer that knows them.
func (h *harness) Fail(_ *testing.T, kind bot.SendKind) {
	moved := bot.ChatRef{Platform: terminal.Platform, ID: "other"}
	h.screen.fail(map[bot.SendKind]writeError{
		bot.Transient:  {err: syscall.EAGAIN},
		bot.RetryAfter: {err: fmt.Errorf("busy: %w", &bot.SendError{Kind: bot.RetryAfter, RetryAfter: 10 * time.Millisecond, Message: "slow down"})},
		bot.Gone:       {err: &os.PathError{Op: "write", Path: "terminal", Err: syscall.EPIPE}},
		bot.Forbidden:  {err: &os.PathError{Op: "write", Path: "terminal", Err: syscall.EACCES}},
		bot.Migrated:   {err: &bot.SendError{Kind: bot.Migrated, MovedTo: moved, Message: "moved"}},
		bot.Content:    {err: &bot.SendError{Kind: bot.Content, Message: "unprintable"}},
		bot.Auth:       {err: &bot.SendError{Kind: bot.Auth, Message: "who are you"}},
		bot.Conflict:   {err: &bot.SendError{Kind: bot.Conflict, Message: "someone else is here"}},
		bot.Uncertain:  {n: 4, err: syscall.ENOSPC},
	}[kind])
}

// A screen records each Write as one post, and may refuse one.
type screen struct {
	mu    sync.Mutex
	posts []post
	next  writeError
}

type writeError struct {
	n   int
	err error
}

type post struct {
	raw, text string
	labels    []string
	buttons   map[string]string // label by number
}

func (s *screen) fail(e writeError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = e
}

func (s *screen) all() []post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]post(nil), s.posts...)
}

var (
	ownSequences = strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[2m", "", "\x1b[36m", "")
	numbered     = regexp.MustCompile(`(?m)(?:^|\s\s)(\d+) (\S+(?: \S+)*)`)
)

const buttonHint = "(type a number, or another question)"

func (s *screen) Write(b []byte) (int, error) {
	raw := string(b)
	if strings.HasSuffix(raw, "> ") && !strings.HasSuffix(raw, "\n\n> ") && len(raw) < 4 {
		return len(b), nil // the prompt
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.next; e.err != nil {
		s.next = writeError{}
		return e.n, e.err
	}
	text := strings.Trim(ownSequences.Replace(raw), "\n")
	p := post{raw: raw, text: text, buttons: map[string]string{}}
	if i := strings.LastIndex(text, "\n\n"); i >= 0 && strings.HasSuffix(text, buttonHint) {
		for _, m := range numbered.FindAllStringSubmatch(strings.TrimSuffix(text[i:], buttonHint), -1) {
			p.labels = append(p.labels, m[2])
			p.buttons[m[1]] = m[2]
		}
		p.text = text[:i]
	}
	s.posts = append(s.posts, p)
	return len(b), nil
}
