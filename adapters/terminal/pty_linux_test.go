package terminal_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
)

// A console is a pseudo-terminal: the test holds the keyboard and the screen.
type console struct {
	master *os.File
	slave  *os.File

	mu     sync.Mutex
	screen strings.Builder
}

// newConsole opens a pseudo-terminal (pty(7)); blocking is the mode that
// standard input is in.
func newConsole(t *testing.T, blocking bool) *console {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatalf("a pseudo-terminal is needed: %v", err)
	}
	c := &console{master: master}
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if c.slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	if blocking {
		c.slave.Fd()
	}
	c.resize(t, 60)
	read := make(chan struct{})
	go func() {
		defer close(read)
		io.Copy(c, master) // ends with an error when the last end is closed
	}()
	t.Cleanup(func() { c.slave.Close(); <-read; master.Close() })
	return c
}

func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.screen.Write(p)
}

func (c *console) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.screen.String()
}

func (c *console) resize(t *testing.T, columns uint16) {
	t.Helper()
	if err := unix.IoctlSetWinsize(int(c.master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}); err != nil {
		t.Fatal(err)
	}
}

func (c *console) keys(t *testing.T, keys string) {
	t.Helper()
	if _, err := c.master.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

// waitFor waits until text has been written n times.
func (c *console) waitFor(t *testing.T, text string, n int) {
	t.Helper()
	for end := time.Now().Add(time.Minute); strings.Count(c.text(), text) < n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q is not on the screen %d times:\n%q", text, n, c.text())
		}
	}
}

func (c *console) mode(t *testing.T) unix.Termios {
	t.Helper()
	mode, err := unix.IoctlGetTermios(int(c.master.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return *mode
}

// A run is a chat on a console.
type run struct {
	*console
	adapter *terminal.Adapter
	cancel  context.CancelFunc
	ended   chan error
	before  unix.Termios
	got     chan bot.Command
}

func startOnConsole(t *testing.T, blocking bool, env map[string]string) *run {
	t.Helper()
	r := &run{console: newConsole(t, blocking), ended: make(chan error, 1), got: make(chan bot.Command, 100)}
	r.before = r.mode(t)
	o := terminal.ForFiles(r.slave, r.slave, func(name string) string { return env[name] })
	if !o.Interactive || o.Width() != 60 {
		t.Fatalf("not seen as a terminal of 60 columns: %+v", o)
	}
	r.adapter = terminal.New(o)
	var ctx context.Context
	ctx, r.cancel = context.WithCancel(t.Context())
	go func() {
		r.ended <- r.adapter.Run(ctx, func(_ context.Context, c bot.Command) (bot.Reply, error) {
			r.got <- c
			return bot.Reply{Messages: []bot.Message{story}}, nil
		})
	}()
	r.waitFor(t, "> ", 1)
	return r
}

// ends checks that Run ended well and left the terminal as it was.
func (r *run) ends(t *testing.T) {
	t.Helper()
	select {
	case err := <-r.ended:
		if err != nil {
			t.Errorf("Run returned %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Run did not end")
	}
	if after := r.mode(t); after != r.before {
		t.Errorf("the terminal is left as %+v, want %+v", after, r.before)
	}
}

func TestTerminalIsGivenBack(t *testing.T) {
	ways := map[string]func(t *testing.T, r *run){
		"ControlD":       func(t *testing.T, r *run) { r.keys(t, "\x04") },
		"ControlC":       func(t *testing.T, r *run) { r.keys(t, "half a line\x03") },
		"Quit":           func(t *testing.T, r *run) { r.keys(t, "quit\r") },
		"ContextEnds":    func(_ *testing.T, r *run) { r.cancel() },
		"ContextInALine": func(t *testing.T, r *run) { r.keys(t, "half"); r.waitFor(t, "half", 1); r.cancel() },
	}
	for name, leave := range ways {
		for _, blocking := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, blocking %v", name, blocking), func(t *testing.T) {
				r := startOnConsole(t, blocking, nil)
				if r.mode(t).Lflag&unix.ICANON != 0 {
					t.Error("the terminal is not raw at the prompt")
				}
				leave(t, r)
				r.ends(t)
			})
		}
	}
}

func TestLinesAreEditedAndRemembered(t *testing.T) {
	r := startOnConsole(t, true, nil)
	r.keys(t, "hello wrld\x1b[D\x1b[D\x1b[Do\r")
	if got := (<-r.got).Text; got != "hello world" {
		t.Errorf("edited: got %q", got)
	}
	r.waitFor(t, "> ", 2)
	r.keys(t, "\x1b[A again\r")
	if got := (<-r.got).Text; got != "hello world again" {
		t.Errorf("from the history: got %q", got)
	}
	r.waitFor(t, "> ", 3)
	r.keys(t, "2\r")
	if got := <-r.got; got.Button != "f:1" {
		t.Errorf("pressed: got %+v", got)
	}
	r.waitFor(t, "> ", 4)
	r.keys(t, "Карабах 埃勒里 e\u0301\r")
	if got := (<-r.got).Text; got != "Карабах 埃勒里 e\u0301" {
		t.Errorf("typed: got %q", got)
	}
	r.waitFor(t, "> ", 5)
	r.keys(t, "\x04")
	r.ends(t)
	if !strings.Contains(r.text(), "\x1b[1mAna Varga\x1b[0m") {
		t.Errorf("no bold type on a terminal:\n%q", r.text())
	}
}

func TestStrangeKeysDoNoHarm(t *testing.T) {
	r := startOnConsole(t, true, nil)
	r.keys(t, "\x1b["+strings.Repeat("1;", 200))
	r.waitFor(t, "That input could not be understood", 1)
	r.waitFor(t, "> ", 2)
	r.keys(t, "\x15a\xff\xfe\ufffdb\r")
	if got := (<-r.got).Text; got != "a???b" {
		t.Errorf("got %q", got)
	}
	r.waitFor(t, "> ", 3)
	r.keys(t, strings.Repeat("x", 5000)+"\r")
	r.waitFor(t, "more than 4,096", 1)
	r.waitFor(t, "> ", 4)
	r.keys(t, "\x04")
	r.ends(t)
}

func TestMessagesDoNotDisturbTyping(t *testing.T) {
	r := startOnConsole(t, false, map[string]string{"NO_COLOR": "1"})
	r.keys(t, "half a ques")
	r.waitFor(t, "half a ques", 1)
	if _, err := r.adapter.Send(t.Context(), terminal.Chat, bot.Message{Blocks: []bot.Block{block(bot.Headline, text("An alert"))}}); err != nil {
		t.Fatal(err)
	}
	r.waitFor(t, "An alert\r\n> half a ques", 1)
	r.keys(t, "tion\r")
	if got := (<-r.got).Text; got != "half a question" {
		t.Errorf("got %q", got)
	}
	r.waitFor(t, "\r\n> ", 2)
	r.keys(t, "\x04")
	r.ends(t)
	if strings.Contains(r.text(), "\x1b[1m") {
		t.Error("bold type in spite of NO_COLOR")
	}
}

func TestTheNewWidthHoldsAfterResizing(t *testing.T) {
	r := startOnConsole(t, true, map[string]string{"TERM": "dumb"})
	r.keys(t, "one\r")
	r.waitFor(t, "since Monday\r\n", 1)
	r.waitFor(t, "question)\r\n> ", 1)
	r.resize(t, 40)
	if err := syscall.Kill(os.Getpid(), syscall.SIGWINCH); err != nil {
		t.Fatal(err)
	}
	r.keys(t, "two\r")
	r.waitFor(t, "since\r\nMonday\r\n", 1)
	r.waitFor(t, "question)\r\n> ", 2)
	r.keys(t, "\x04")
	r.ends(t)
	if strings.Contains(r.text(), "\x1b[1m") {
		t.Error("bold type on a dumb terminal")
	}
}
