package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"wirebrief/adapters/fetch"
)

func TestGuardedAddresses(t *testing.T) {
	c := fetch.New(fetch.Options{})
	for name, list := range map[string][]string{
		"this network":       {"0.0.0.0", "0.1.2.3", "::"},
		"loopback":           {"127.0.0.1", "127.255.0.9", "::1"},
		"private":            {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"},
		"link-local":         {"169.254.169.254", "fe80::1", "fe80::1%eth0"},
		"carrier-grade NAT":  {"100.64.0.1", "100.127.255.255"},
		"multicast":          {"224.0.0.1", "239.255.255.250", "ff02::1"},
		"reserved":           {"240.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "5f00::1", "4000::1"},
		"documentation":      {"192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1"},
		"unique local":       {"fc00::1", "fd12:3456:789a::1", "fec0::1"},
		"IPv4-mapped":        {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe"},
		"IPv4-compatible":    {"::127.0.0.1", "::10.0.0.1"},
		"NAT64":              {"64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"},
		"6to4 and Teredo":    {"2002:7f00:1::", "2002:808:808::1", "2001:0:808:808::1"},
		"metadata of clouds": {"fd00:ec2::254", "168.63.129.16", "64:ff9b::168.63.129.16", "169.254.170.2", "100.100.100.200"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, a := range list {
				err := c.CheckDialled(netip.AddrPortFrom(netip.MustParseAddr(a), 80))
				if !errors.Is(err, fetch.ErrGuarded) {
					t.Errorf("%s is dialled: %v", a, err)
				}
			}
		})
	}
	t.Run("public addresses are dialled", func(t *testing.T) {
		for _, a := range []string{"8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"} {
			if err := c.CheckDialled(netip.AddrPortFrom(netip.MustParseAddr(a), 443)); err != nil {
				t.Errorf("%s: %v", a, err)
			}
		}
	})
}

func TestGuardedPorts(t *testing.T) {
	c := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("9.9.9.9/32")}})
	public := netip.MustParseAddr("8.8.8.8")
	for _, port := range []uint16{80, 443, 1024, 3000, 8000, 8080, 8443, 65535} {
		if err := c.CheckDialled(netip.AddrPortFrom(public, port)); err != nil {
			t.Errorf("port %d: %v", port, err)
		}
	}
	for _, port := range []uint16{0, 1, 22, 25, 53, 81, 110, 445, 1023, 1433, 2375, 3306, 5432, 6379, 9200, 11211, 27017} {
		if err := c.CheckDialled(netip.AddrPortFrom(public, port)); !errors.Is(err, fetch.ErrGuarded) {
			t.Errorf("port %d is dialled: %v", port, err)
		}
		if err := c.CheckDialled(netip.AddrPortFrom(netip.MustParseAddr("9.9.9.9"), port)); err != nil {
			t.Errorf("port %d of an open address: %v", port, err)
		}
		if err := c.CheckDialled(netip.AddrPortFrom(netip.MustParseAddr("64:ff9b::8.8.8.8"), port)); err == nil {
			t.Errorf("port %d is dialled through NAT64", port)
		}
	}
}

// TestRefusalPrintsLine gives the printed network back to ParseAllow, as the
// operator would.
func TestRefusalPrintsLine(t *testing.T) {
	for _, a := range []string{"10.1.2.3", "169.254.169.254", "::1", "fd00::7", "::ffff:192.168.0.4", "64:ff9b::10.0.0.1", "8.8.8.8", "fe80::3%eth0"} {
		ap := netip.AddrPortFrom(netip.MustParseAddr(a), 25)
		err := fetch.New(fetch.Options{}).CheckDialled(ap)
		if err == nil {
			t.Fatalf("%s is dialled", a)
		}
		_, rest, found := strings.Cut(err.Error(), `under [fetch] in the configuration: allow = ["`)
		word, _, closed := strings.Cut(rest, `"]`)
		if !found || !closed {
			t.Fatalf("%s: %q has no line for the configuration", a, err)
		}
		allow, err := fetch.ParseAllow([]string{word})
		if err != nil || !allow[0].IsSingleIP() {
			t.Fatalf("%s: the line has %q: %v, %v", a, word, allow, err)
		}
		if err := fetch.New(fetch.Options{Allow: allow}).CheckDialled(ap); err != nil {
			t.Errorf("%s is still refused with its own line: %v", a, err)
		}
	}
}

func TestGuardInFetch(t *testing.T) {
	called := false
	s := serve(t, func(http.ResponseWriter, *http.Request) { called = true })
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	closed := newClient(t, fetch.Options{Allow: []netip.Prefix{}})
	for name, address := range map[string]string{
		"address":                      "http://127.0.0.1:" + port,
		"name that resolves to it":     "http://localhost:" + port,
		"in capitals":                  "http://LocalHost:" + port,
		"mapped address":               "http://[::ffff:127.0.0.1]:" + port,
		"any address":                  "http://0.0.0.0:" + port,
		"the same in IPv6":             "http://[::]:" + port,
		"behind a user":                "http://news.example@127.0.0.1:" + port,
		"metadata service":             "http://169.254.169.254/latest/meta-data/",
		"https":                        "https://127.0.0.1:" + port,
		"loopback on a port of no web": "http://127.0.0.1:25",
	} {
		t.Run(name, func(t *testing.T) {
			e := fails(t, closed, fetch.Request{URL: address}, fetch.Refused, `under [fetch] in the configuration: allow = ["`)
			if !errors.Is(e, fetch.ErrGuarded) {
				t.Errorf("%v does not wrap ErrGuarded", e)
			}
		})
	}
	for _, address := range []string{"http://2130706433:" + port, "http://0x7f.1:" + port, "http://127.1:" + port, "http://0177.0.0.1:" + port} {
		t.Run("number "+address, func(t *testing.T) {
			fails(t, closed, fetch.Request{URL: address}, fetch.Refused, "written as a number")
		})
	}
	if called {
		t.Error("a guarded server was reached")
	}
	t.Run("opened by the operator", func(t *testing.T) {
		allow, err := fetch.ParseAllow([]string{"127.0.0.1", "::1"})
		if err != nil {
			t.Fatal(err)
		}
		get(t, newClient(t, fetch.Options{Allow: allow}), fetch.Request{URL: "http://localhost:" + port})
	})
}

// TestDialHook checks that Options.Dial does not get around the guard.
func TestDialHook(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.Host)) })
	var asked string
	hook := func(ctx context.Context, network, address string) (net.Conn, error) {
		asked = address
		return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
	}
	got := get(t, newClient(t, fetch.Options{Dial: hook}), fetch.Request{URL: "http://harbour.example/"})
	if string(got.Body) != "harbour.example" || asked != "harbour.example:80" {
		t.Errorf("host %q, dialled %q", got.Body, asked)
	}
	fails(t, newClient(t, fetch.Options{Dial: hook, Allow: []netip.Prefix{}}), fetch.Request{URL: "http://harbour.example/"}, fetch.Refused, `allow = ["127.0.0.1"]`)
	pipe := func(context.Context, string, string) (net.Conn, error) { c, _ := net.Pipe(); return c, nil }
	fails(t, newClient(t, fetch.Options{Dial: pipe}), fetch.Request{URL: "http://harbour.example/"}, fetch.Refused, "no internet address")
	broken := func(context.Context, string, string) (net.Conn, error) { return nil, &net.DNSError{IsNotFound: true} }
	fails(t, newClient(t, fetch.Options{Dial: broken}), fetch.Request{URL: "http://harbour.example/"}, fetch.Unreachable, "no host of this name")
}

// A movedConn says that it leads elsewhere.
type movedConn struct {
	net.Conn
	remote net.Addr
}

func (c movedConn) RemoteAddr() net.Addr { return c.remote }

// TestRebinding has a name that leads to an open address first and to a
// guarded one afterwards: each connection is checked by itself.
func TestRebinding(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") })
	dials := 0
	hook := func(ctx context.Context, network, _ string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
		if dials++; dials > 1 && err == nil {
			conn = movedConn{conn, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2), Port: 80}}
		}
		return conn, err
	}
	c := newClient(t, fetch.Options{Dial: hook, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	get(t, c, fetch.Request{URL: "http://rebind.example/"})
	fails(t, c, fetch.Request{URL: "http://rebind.example/"}, fetch.Refused, `allow = ["127.0.0.2"]`)
}

func TestParseAllow(t *testing.T) {
	got, err := fetch.ParseAllow([]string{"10.1.2.3", " 192.168.1.0/24 ", "fd00::/8", "::1", "::ffff:10.0.0.1", "::ffff:10.0.0.0/104"})
	var words []string
	for _, p := range got {
		words = append(words, p.String())
	}
	if want := "10.1.2.3/32 192.168.1.0/24 fd00::/8 ::1/128 10.0.0.1/32 10.0.0.0/8"; err != nil || strings.Join(words, " ") != want {
		t.Errorf("got %v, %v; want %s", words, err, want)
	}
	if got, err := fetch.ParseAllow(nil); err != nil || len(got) != 0 {
		t.Errorf("nothing gives %v, %v", got, err)
	}
	for word, want := range map[string]string{
		"":               "no address such as",
		"intranet":       `allow "intranet": it is no address`,
		"10.0.0.0/33":    "no network such as",
		"192.168.1.7/24": "write 192.168.1.0/24",
		"10.1.2.3:80":    "no address",
	} {
		if _, err := fetch.ParseAllow([]string{"::1", word}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", word, err, want)
		}
	}
}
