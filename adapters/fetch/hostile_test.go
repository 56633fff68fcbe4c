package fetch_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wirebrief/adapters/fetch"
)

// speak starts a server that reads a request and then does what say does. It
// ends with the test, which closes its connections.
func speak(t testing.TB, say func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[conn] = true
			mu.Unlock()
			all.Go(func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					say(conn)
				}
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for conn := range open {
			conn.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	return "http://" + l.Addr().String()
}

// saying answers each request with that text, and closes.
func saying(t testing.TB, text string) string {
	return speak(t, func(c net.Conn) { io.WriteString(c, text) })
}

// until the other side has closed the connection.
func until(c net.Conn) { io.Copy(io.Discard, c) }

// These have time-outs for servers that are slow on purpose, with the header or
// with what follows it. The other time-out is one that no machine reaches.
var (
	quickHeader = fetch.Options{HeaderTimeout: 250 * time.Millisecond, Timeout: time.Minute, MaxBytes: 1 << 20}
	quickBody   = fetch.Options{HeaderTimeout: time.Minute, Timeout: 600 * time.Millisecond, MaxBytes: 1 << 20}
)

// in fails the test if f takes longer than d.
func in(t *testing.T, d time.Duration, f func()) {
	t.Helper()
	start := time.Now()
	f()
	if took := time.Since(start); took > d {
		t.Errorf("took %v, want at most %v", took, d)
	}
}

func drip(c net.Conn, s string) {
	for {
		if _, err := io.WriteString(c, s); err != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestSlowServers(t *testing.T) {
	for name, test := range map[string]struct {
		o    fetch.Options
		say  func(net.Conn)
		want string
	}{
		"no answer":   {quickHeader, until, "did not answer within 250ms"},
		"slow header": {quickHeader, func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\n"); drip(c, "X-A: b\r\n") }, "did not answer within 250ms"},
		"endless 1xx": {quickHeader, func(c net.Conn) { drip(c, "HTTP/1.1 103 Early Hints\r\n\r\n") }, "the host did not answer within"},
		"drip body":   {quickBody, func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n"); drip(c, "x") }, "was not there within 600ms"},
		"drip chunks": {quickBody, func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
			drip(c, "1\r\nx\r\n")
		}, "was not there within 600ms"},
		"silent body": {quickBody, func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"); until(c) }, "was not there within 600ms"},
		"silent trailer": {quickBody, func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ")
			until(c)
		}, "was not there within 600ms"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := speak(t, test.say)
			in(t, 50*time.Second, func() {
				e := fails(t, newClient(t, test.o), fetch.Request{URL: u}, fetch.Unreachable, test.want)
				if !errors.Is(e, context.DeadlineExceeded) {
					t.Errorf("%v is no time-out to errors.Is", e)
				}
			})
		})
	}
}

// TestTimeoutCountsAllHops has hops each of which is quick enough alone.
func TestTimeoutCountsAllHops(t *testing.T) {
	n := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(90 * time.Millisecond)
		n++
		http.Redirect(w, r, fmt.Sprintf("/%d", n), http.StatusFound)
	})
	c := newClient(t, fetch.Options{Timeout: 600 * time.Millisecond})
	fails(t, c, fetch.Request{URL: s.URL}, fetch.Unreachable, "was not there within 600ms")
}

func TestHostileAnswers(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\n"
	for name, test := range map[string]struct {
		say  string
		kind fetch.Kind
		want string
	}{
		"garbage status line":   {"I am no web server\r\n\r\n", fetch.Garbled, "breaks the rules of HTTP"},
		"status of letters":     {"HTTP/1.1 abc OK\r\n\r\n", fetch.Garbled, "breaks the rules"},
		"status 1000":           {"HTTP/1.1 1000 OK\r\n\r\n", fetch.Garbled, "breaks the rules"},
		"version of letters":    {"HTTP/x.7 200 OK\r\n\r\n", fetch.Garbled, "breaks the rules"},
		"header without colon":  {head + "nonsense\r\n\r\n", fetch.Garbled, "breaks the rules"},
		"two lengths":           {head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", fetch.Garbled, "breaks the rules"},
		"negative length":       {head + "Content-Length: -1\r\n\r\nab", fetch.Garbled, "breaks the rules"},
		"length too long":       {head + "Content-Length: 50\r\n\r\nab", fetch.Garbled, "cut off"},
		"cut chunk":             {head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", fetch.Garbled, "cut off"},
		"no last chunk":         {head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", fetch.Garbled, "cut off"},
		"chunk size of letters": {head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab", fetch.Garbled, "breaks the rules"},
		"unknown transfer":      {head + "Transfer-Encoding: folded\r\n\r\nab", fetch.Garbled, "breaks the rules"},
		"huge header line":      {head + "X: " + strings.Repeat("x", 600<<10) + "\r\n\r\n", fetch.Garbled, "header is too large"},
		"many header lines":     {head + strings.Repeat("X-A: b\r\n", 80000) + "\r\n", fetch.Garbled, "header is too large"},
		"closes at once":        {"", fetch.Unreachable, "closed the connection"},
		"closes in the header":  {head + "X: ", fetch.Unreachable, "closed the connection"},
		"protocol switched":     {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", fetch.Garbled, "status 101"},
		"declared beyond bound": {head + "Content-Length: 9999999999\r\n\r\n", fetch.TooLarge, "1024 KiB"},
		"length beyond int64":   {head + "Content-Length: 99999999999999999999999\r\n\r\n", fetch.Garbled, "breaks the rules"},
	} {
		t.Run(name, func(t *testing.T) {
			fails(t, newClient(t, fetch.Options{MaxBytes: 1 << 20}), fetch.Request{URL: saying(t, test.say)}, test.kind, test.want)
		})
	}
	t.Run("length too short", func(t *testing.T) {
		u := saying(t, head+"Content-Length: 2\r\nConnection: close\r\n\r\nab and more that nobody asked for")
		if got := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: u}); string(got.Body) != "ab" {
			t.Errorf("got %q", got.Body)
		}
	})
	t.Run("endless body", func(t *testing.T) {
		sent := 0
		u := speak(t, func(c net.Conn) {
			io.WriteString(c, head+"\r\n")
			for block := make([]byte, 64<<10); ; {
				n, err := c.Write(block)
				if sent += n; err != nil {
					return
				}
			}
		})
		in(t, time.Minute, func() {
			fails(t, newClient(t, fetch.Options{MaxBytes: 1 << 20}), fetch.Request{URL: u}, fetch.TooLarge, "1024 KiB")
		})
	})
	t.Run("reset in the body", func(t *testing.T) {
		u := speak(t, func(c net.Conn) {
			io.WriteString(c, head+"Content-Length: 500\r\n\r\nab")
			time.Sleep(20 * time.Millisecond)
			c.(*net.TCPConn).SetLinger(0)
		})
		fails(t, newClient(t, fetch.Options{}), fetch.Request{URL: u}, fetch.Unreachable, "closed the connection")
	})
	t.Run("a body with 304 is not read", func(t *testing.T) {
		u := saying(t, "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\nConnection: close\r\n\r\nab")
		if got := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: u, ETag: "x"}); !got.NotModified || got.Body != nil {
			t.Errorf("got %+v", got)
		}
	})
}

func TestUnreachable(t *testing.T) {
	s := serve(t, moving)
	// Nobody can listen on a port from which a connection goes.
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := newClient(t, fetch.Options{})
	e := fails(t, c, fetch.Request{URL: "http://" + conn.LocalAddr().String()}, fetch.Unreachable, "refuses the connection: nothing listens on port")
	if e.Unwrap() != nil {
		t.Errorf("unwraps to %v", e.Unwrap())
	}
}

// TestConnectFaults has connections fail in ways that no test can bring about
// on every machine.
func TestConnectFaults(t *testing.T) {
	const secret = "geheim"
	for want, err := range map[string]error{
		"no host of this name":           &net.DNSError{Err: "no such host " + secret, IsNotFound: true},
		"could not be looked up":         &net.DNSError{Err: secret, IsTimeout: true},
		"there is no way to the host":    &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)},
		"check the network":              &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ENETUNREACH)},
		"too many files open":            &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EMFILE)},
		"the host does not answer":       &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded},
		"the connection to the host":     &net.OpError{Op: "dial", Err: errors.New(secret)},
		"closed the connection":          &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)},
		"the host refuses the":           &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)},
		"does not reach the host: check": &net.OpError{Op: "socks connect", Err: errors.New(secret)},
	} {
		t.Run(want, func(t *testing.T) {
			c := newClient(t, fetch.Options{Dial: func(context.Context, string, string) (net.Conn, error) { return nil, err }})
			if e := fails(t, c, fetch.Request{URL: "http://harbour.example"}, fetch.Unreachable, want); strings.Contains(e.Error(), secret) {
				t.Errorf("%v holds the text of its cause", e)
			}
		})
	}
}

// TestConnectionsAreBounded asks many hosts: few connections are kept.
func TestConnectionsAreBounded(t *testing.T) {
	var mu sync.Mutex
	open, most := 0, 0
	add := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		open += n
		most = max(most, open)
	}
	s := serve(t, func(http.ResponseWriter, *http.Request) {})
	c := newClient(t, fetch.Options{Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
		if err != nil {
			return nil, err
		}
		add(1)
		return &countedConn{conn, sync.OnceFunc(func() { add(-1) })}, nil
	}})
	for i := range 400 {
		get(t, c, fetch.Request{URL: fmt.Sprintf("http://host%d.example/", i)})
	}
	mu.Lock()
	defer mu.Unlock()
	if most > 80 {
		t.Errorf("%d connections were open at once", most)
	}
}

// A countedConn tells when it is closed.
type countedConn struct {
	net.Conn
	closed func()
}

func (c *countedConn) Close() error {
	defer c.closed()
	return c.Conn.Close()
}

func TestContext(t *testing.T) {
	u := speak(t, until)
	c := newClient(t, fetch.Options{})
	t.Run("ended by the caller", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(context.Background())
		time.AfterFunc(30*time.Millisecond, func() { cancel(errors.New("a cause of the caller")) })
		_, err := c.Fetch(ctx, fetch.Request{URL: u})
		if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "given up") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("deadline of the caller", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		defer cancel()
		_, err := c.Fetch(ctx, fetch.Request{URL: u})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no time left") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("ended before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		for _, robots := range []bool{false, true} {
			if _, err := c.Fetch(ctx, fetch.Request{URL: u, Robots: robots}); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}
	})
}
