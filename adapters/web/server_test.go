package web_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/web"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start runs s until the test ends and returns its address and how to stop it.
func start(t *testing.T, s *web.Server) (base string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.Open(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	var err error
	stopped := false
	stop = func() error {
		if !stopped {
			cancel()
			err = <-done
			stopped = true
		}
		return err
	}
	t.Cleanup(func() {
		stop()
		http.DefaultClient.CloseIdleConnections()
	})
	return "http://" + s.Addr(), stop
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

func TestServer(t *testing.T) {
	var log bytes.Buffer
	s := web.New(web.Options{Listen: "127.0.0.1:0", MaxBody: 1000, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if s.Addr() != "" {
		t.Errorf("it has the address %q before it listens", s.Addr())
	}
	s.Handle("/hello/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
			return
		}
		fmt.Fprintf(w, "hello %s %d", r.URL.Path, len(b))
	}))
	s.Handle("/panic", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a mistake") }))
	base, stop := start(t, s)
	t.Run("Healthy", func(t *testing.T) {
		if code, body := get(t, base+"/healthz"); code != 200 || body != "ok\n" {
			t.Errorf("got %d %q", code, body)
		}
	})
	t.Run("Mounted", func(t *testing.T) {
		if code, body := get(t, base+"/hello/7"); code != 200 || body != "hello /hello/7 0" {
			t.Errorf("got %d %q", code, body)
		}
	})
	t.Run("NothingElse", func(t *testing.T) {
		if code, _ := get(t, base+"/"); code != 404 {
			t.Errorf("got %d", code)
		}
	})
	t.Run("LongBodyIsRefused", func(t *testing.T) {
		resp, err := http.Post(base+"/hello/", "text/plain", strings.NewReader(strings.Repeat("x", 2000)))
		if err != nil || resp.StatusCode != 413 {
			t.Fatalf("got %v, %v", resp, err)
		}
		resp.Body.Close()
	})
	t.Run("LongHeaderIsRefused", func(t *testing.T) {
		conn, err := net.Dial("tcp", s.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		// In one piece: the server closes half a second after it has read
		// enough, and what is written then takes the answer with it.
		if _, err := fmt.Fprintf(conn, "GET /healthz HTTP/1.1\r\nHost: local\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 24<<10)); err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || resp.StatusCode != 431 {
			t.Fatalf("got %v, %v", resp, err)
		}
		resp.Body.Close()
	})
	t.Run("PanicTakesItsOwnRequestOnly", func(t *testing.T) {
		if code, body := get(t, base+"/panic"); code != 500 || strings.Contains(body, "mistake") || !strings.Contains(log.String(), "a mistake") {
			t.Errorf("got %d %q; log %s", code, body, log.String())
		}
		if code, _ := get(t, base+"/healthz"); code != 200 {
			t.Errorf("got %d afterwards", code)
		}
	})
	t.Run("EndsWithItsContext", func(t *testing.T) {
		if err := stop(); err != nil {
			t.Errorf("got %v", err)
		}
		if _, err := http.Get(base + "/healthz"); err == nil {
			t.Error("it still answers")
		}
	})
}

func TestServerLetsRequestsEnd(t *testing.T) {
	s := web.New(web.Options{Listen: "127.0.0.1:0"})
	began := make(chan bool)
	s.Handle("/slow", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(began)
		time.Sleep(200 * time.Millisecond)
		io.WriteString(w, "done")
	}))
	base, stop := start(t, s)
	answer := make(chan string, 1)
	go func() {
		resp, err := http.Get(base + "/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		answer <- string(b)
	}()
	<-began
	if err := stop(); err != nil {
		t.Error(err)
	}
	if got := <-answer; got != "done" {
		t.Errorf("got %q", got)
	}
}

func TestListenErrorsNameTheRemedy(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	tests := map[string]struct{ listen, words string }{
		"Taken":     {taken.Addr().String(), "another program has that port"},
		"NotOurs":   {"192.0.2.1:8080", "this machine has no such address"},
		"NoPort":    {"127.0.0.1", "web.listen is host:port"},
		"WrongPort": {"127.0.0.1:99999999", "listen at"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := web.New(web.Options{Listen: tt.listen}).Run(context.Background())
			if err == nil || !strings.Contains(err.Error(), tt.words) || !strings.Contains(err.Error(), tt.listen) {
				t.Errorf("got %v, want %q", err, tt.words)
			}
		})
	}
}

func TestSlowHeaderIsGivenUp(t *testing.T) {
	if testing.Short() {
		t.Skip("takes as long as the time-out")
	}
	s := web.New(web.Options{Listen: "127.0.0.1:0"})
	base, _ := start(t, s)
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /healthz HTTP/1.1\r\nX-Slow: ")
	conn.SetReadDeadline(time.Now().Add(time.Minute))
	if _, err := io.ReadAll(conn); err != nil && !errors.Is(err, net.ErrClosed) && strings.Contains(err.Error(), "timeout") {
		t.Errorf("the connection is still open after a minute: %v", err)
	}
}
