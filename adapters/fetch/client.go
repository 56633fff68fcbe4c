package fetch

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// ErrGuarded is wrapped by the Error of an address that leads into a network
// which Options.Allow does not open.
var ErrGuarded = errors.New("address in a guarded network")

// Options steer a Client. The zero value is what the service uses.
type Options struct {
	// UserAgent is the whole header of that name, "wirebrief" if empty. Its
	// first word, up to a slash, is what robots.txt calls this program.
	UserAgent string
	// Allow opens private networks to requests, on every port.
	Allow []netip.Prefix
	// Proxy, http, https or socks5, sends every request through it; names
	// are then resolved there, and the guard sees literal addresses only.
	Proxy *url.URL
	// HeaderTimeout bounds each hop until its header is read, 10 s if zero;
	// Timeout the whole exchange with all hops, 60 s if zero. Getting a
	// robots.txt has the same bounds once more.
	HeaderTimeout, Timeout time.Duration
	// MaxBytes bounds a body as transferred and as decompressed; 8 MiB if
	// zero. A header has its own bound of 256 KiB.
	MaxBytes int64
	// Spacing is the least time between the starts of two requests to one
	// host and port, 500 ms if zero, none if negative; each hop is a request.
	// PerHost is how many may be under way there at once, 2 if zero.
	Spacing time.Duration
	PerHost int
	// Dial replaces how a checked connection is made, for tests with many
	// host names on loopback: it gets the network and "host:port" as asked
	// for, and the guard checks the remote address of the connection.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// The bounds where Options says nothing.
const (
	defaultHeaderTimeout = 10 * time.Second
	defaultTimeout       = 60 * time.Second
	defaultMaxBytes      = 8 << 20
	defaultSpacing       = 500 * time.Millisecond
	defaultPerHost       = 2
	defaultUserAgent     = "wirebrief"
)

// withDefaults fills in what is zero.
func (o Options) withDefaults() Options {
	o.UserAgent = cmp.Or(o.UserAgent, defaultUserAgent)
	o.HeaderTimeout = cmp.Or(o.HeaderTimeout, defaultHeaderTimeout)
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.MaxBytes = cmp.Or(o.MaxBytes, defaultMaxBytes)
	o.Spacing = cmp.Or(o.Spacing, defaultSpacing)
	o.PerHost = max(cmp.Or(o.PerHost, defaultPerHost), 1)
	return o
}

// A Client fetches documents. Any number of goroutines may use it.
type Client struct {
	o         Options
	guard     *guard
	pace      *pacer
	robots    *robotsCache
	transport *http.Transport
}

// New returns a Client. It does no I/O.
func New(o Options) *Client {
	o = o.withDefaults()
	c := &Client{o: o, guard: newGuard(o.Allow), pace: newPacer(o.Spacing, o.PerHost)}
	c.robots = newRobotsCache(productToken(o.UserAgent), c.fetchRobots)
	c.transport = newTransport(o, c.guard)
	return c
}

// Fetch gets one document. Every error is an *Error. It waits as long as the
// peace of the host demands, which counts for none of the time-outs: whoever
// has no time to wait ends ctx.
func (c *Client) Fetch(ctx context.Context, r Request) (Response, error) {
	e, failure := c.newExchange(r)
	if failure == nil {
		var response Response
		if response, failure = e.run(ctx); failure == nil {
			return response, nil
		}
	}
	return Response{}, failure
}

// Close ends idle connections.
func (c *Client) Close() { c.transport.CloseIdleConnections() }
