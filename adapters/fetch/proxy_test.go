package fetch_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/fetch"
)

// proxied returns a client that uses a proxy which does what h does; loopback
// is guarded.
func proxied(t *testing.T, h http.HandlerFunc) *fetch.Client {
	p := serve(t, h)
	return through(t, strings.Replace(p.URL, "://", "://agent:geheim@", 1))
}

func through(t *testing.T, proxy string) *fetch.Client {
	u, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	return newClient(t, fetch.Options{Proxy: u, Allow: []netip.Prefix{netip.MustParsePrefix("10.9.0.0/16")}})
}

func TestProxy(t *testing.T) {
	c := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Method, " ", r.RequestURI, " ", r.Header.Get("Proxy-Authorization"))
	})
	for _, u := range []string{"http://harbour.example/a?b=c", "http://8.8.8.8:8080/", "http://10.9.8.7:25/"} {
		got := get(t, c, fetch.Request{URL: u})
		if want := "GET " + u + " Basic YWdlbnQ6Z2VoZWlt"; string(got.Body) != want {
			t.Errorf("the proxy got %s, want %s", got.Body, want)
		}
	}
	for u, want := range map[string]string{
		"http://127.0.0.1/":               `allow = ["127.0.0.1"]`,
		"http://[::1]/":                   `allow = ["::1"]`,
		"https://10.1.2.3/":               `allow = ["10.1.2.3"]`,
		"http://[::ffff:10.1.2.3]/":       `allow = ["10.1.2.3"]`,
		"http://169.254.169.254/":         `allow = ["169.254.169.254"]`,
		"http://8.8.8.8:22/":              "port 22",
		"http://harbour.example:6379/":    "port 6379",
		"http://harbour.example:99999/":   "valid port",
		"http://localhost/":               "local network",
		"http://LOCALHOST./":              "local network",
		"http://a.localhost/":             "local network",
		"http://printer.local/":           "local network",
		"http://metadata.google.internal": "local network",
		"http://intranet/":                "local network",
		"http://nas.home.arpa/":           "local network",
	} {
		t.Run(u, func(t *testing.T) {
			e := fails(t, c, fetch.Request{URL: u}, fetch.Refused, want)
			if !errors.Is(e, fetch.ErrGuarded) {
				t.Errorf("%v does not wrap ErrGuarded", e)
			}
		})
	}
	t.Run("redirects are judged too", func(t *testing.T) {
		c := proxied(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://localhost/", http.StatusFound)
		})
		fails(t, c, fetch.Request{URL: "http://harbour.example/"}, fetch.Refused, "local network")
	})
}

func TestProxyFaults(t *testing.T) {
	status := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
	}
	for name, test := range map[string]struct {
		c    *fetch.Client
		url  string
		kind fetch.Kind
		want string
	}{
		"wants a password":             {proxied(t, status(407)), "http://harbour.example", fetch.Denied, "the proxy wants a user name"},
		"wants a password for https":   {proxied(t, status(407)), "https://harbour.example", fetch.Unreachable, "the proxy wants a user name"},
		"does not connect":             {proxied(t, status(502)), "https://harbour.example", fetch.Unreachable, "does not connect to the host (status 502)"},
		"is not there":                 {through(t, "http://agent:geheim@127.0.0.1:1"), "http://harbour.example", fetch.Unreachable, "the proxy does not answer"},
		"is not there for https":       {through(t, "http://agent:geheim@127.0.0.1:1"), "https://harbour.example", fetch.Unreachable, "the proxy does not answer"},
		"socks5 is not there":          {through(t, "socks5://agent:geheim@127.0.0.1:1"), "http://harbour.example", fetch.Unreachable, "the proxy does not answer"},
		"of a kind that is not spoken": {through(t, "ftp://agent:geheim@127.0.0.1:1"), "http://harbour.example", fetch.Refused, "the proxy of the configuration cannot be used"},
		"without a host":               {through(t, "http:///"), "http://harbour.example", fetch.Refused, "the proxy of the configuration cannot be used"},
	} {
		t.Run(name, func(t *testing.T) {
			if e := fails(t, test.c, fetch.Request{URL: test.url}, test.kind, test.want); strings.Contains(fmt.Sprintf("%v %+v", e, *e), "geheim") {
				t.Errorf("%v holds the password of the proxy", e)
			}
		})
	}
}

func TestProxyConnect(t *testing.T) {
	s, pool := serveTLS(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "over the proxy") })
	c := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "example.com:443" {
			w.WriteHeader(400)
			return
		}
		there, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		join(here, there)
	})
	c.Trust(pool) // httptest certifies example.com
	if got := get(t, c, fetch.Request{URL: "https://example.com/"}); string(got.Body) != "over the proxy" {
		t.Errorf("got %s", got.Body)
	}
}

// join passes on what either side says until one closes.
func join(a, b net.Conn) {
	go func() { io.Copy(a, b); a.Close() }()
	io.Copy(b, a)
	b.Close()
}

// TestSOCKS speaks as much of RFC 1928 as a test needs.
func TestSOCKS(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host) }))
	t.Cleanup(s.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	asked := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		b := make([]byte, 256)
		io.ReadFull(conn, b[:3]) // version, one method, none
		conn.Write([]byte{5, 0})
		io.ReadFull(conn, b[:5]) // version, connect, reserved, name, length
		n := int(b[4])
		io.ReadFull(conn, b[:n+2])
		asked <- string(b[:n])
		conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
		there, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			return
		}
		join(conn, there)
	}()
	c := through(t, "socks5://"+l.Addr().String())
	if got := get(t, c, fetch.Request{URL: "http://harbour.example/"}); string(got.Body) != "harbour.example" {
		t.Errorf("got %s", got.Body)
	}
	if name := <-asked; name != "harbour.example" {
		t.Errorf("the proxy was asked for %q: names are looked up there", name)
	}
}

// TestSilentSOCKS wants the connection to a proxy that says nothing closed: a
// request that is given up must not leave it behind.
func TestSilentSOCKS(t *testing.T) {
	t.Parallel() // most of it is waiting
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	closed := make(chan error, 1)
	go func() {
		conn, err := l.Accept()
		if err == nil {
			_, err = io.Copy(io.Discard, conn)
			conn.Close()
		}
		closed <- err
	}()
	u, err := url.Parse("socks5://agent:geheim@" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, fetch.Options{Proxy: u, HeaderTimeout: 2 * time.Second}) // enough to connect
	fails(t, c, fetch.Request{URL: "http://harbour.example/"}, fetch.Unreachable, "did not answer within 2s")
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Error("the connection is still open")
	}
}
