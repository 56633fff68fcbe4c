package terminal_test

import (
	"context"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
)

// TestRunIsInterruptedWhileItReads covers each way to wait for input: read
// deadlines, select, and a goroutine that reads.
func TestRunIsInterruptedWhileItReads(t *testing.T) {
	sources := map[string]func(t *testing.T) (in io.Reader, typed io.WriteCloser){
		"Pipe": func(t *testing.T) (io.Reader, io.WriteCloser) {
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { r.Close() })
			return r, w
		},
		"PipeInBlockingMode": func(t *testing.T) (io.Reader, io.WriteCloser) {
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { r.Close() })
			r.Fd() // takes it out of non-blocking mode, as standard input is
			return r, w
		},
		"Connection":  func(*testing.T) (io.Reader, io.WriteCloser) { return net.Pipe() },
		"OtherReader": func(*testing.T) (io.Reader, io.WriteCloser) { return io.Pipe() },
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
			in, typed := source(t)
			defer typed.Close() // before goroutines are counted
			runAndCancel(t, in, typed)
			if name != "OtherReader" { // its abandoned Read takes the next line
				runAndCancel(t, in, typed)
			}
		})
	}
}

func runAndCancel(t *testing.T, in io.Reader, typed io.Writer) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	arrived, ended := make(chan string, 1), make(chan error, 1)
	a := terminal.New(terminal.Options{In: in})
	go func() {
		ended <- a.Run(ctx, func(_ context.Context, c bot.Command) (bot.Reply, error) {
			arrived <- c.Text
			return bot.Reply{}, nil
		})
	}()
	if _, err := io.Copy(typed, strings.NewReader("hello\n")); err != nil {
		t.Fatal(err)
	}
	if got := <-arrived; got != "hello" {
		t.Errorf("got %q", got)
	}
	time.Sleep(10 * time.Millisecond) // so that it waits for the next line
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run returned %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Run did not end")
	}
}
