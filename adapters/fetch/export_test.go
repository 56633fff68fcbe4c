package fetch

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/netip"
	"time"
)

// For the tests of package fetch_test.

// Trust adds the certificates that a Client believes.
func (c *Client) Trust(pool *x509.CertPool) { c.transport.TLSClientConfig.RootCAs = pool }

// Transport returns what is under a Client.
func (c *Client) Transport() *http.Transport { return c.transport }

// RobotsKept is for how many origins rules are kept, and how large they are.
func (c *Client) RobotsKept() (origins, memory int) {
	c.robots.mu.Lock()
	defer c.robots.mu.Unlock()
	return c.robots.recent.Len(), c.robots.memory
}

// ExpireRobots ends the validity of all rules that are kept.
func (c *Client) ExpireRobots() {
	c.robots.mu.Lock()
	defer c.robots.mu.Unlock()
	for at := c.robots.recent.Front(); at != nil; at = at.Next() {
		at.Value.(*robotsEntry).until = time.Time{}
	}
}

// CheckDialled is the guard for one address and port.
func (c *Client) CheckDialled(ap netip.AddrPort) error { return c.guard.check(ap) }

// RobotsAllows tells what a robots.txt says to agent about an address.
func RobotsAllows(body, agent, address string) (bool, time.Duration) {
	u, err := parseAddress(address)
	if err != nil {
		panic(err)
	}
	rules := parseRobots([]byte(body), agent)
	return rules.allows(u), rules.delay
}

// RobotsLifetime is for how long a robots.txt is kept.
func RobotsLifetime(h http.Header, now time.Time) time.Duration { return robotsLifetime(h, now) }

// The pure parts.
var (
	RetryAfter  = retryAfter
	Freshness   = freshness
	ShowAddress = showAddress
	ReadBody    = readBody
)

// Normalise returns an address as it is asked for.
func Normalise(raw string) (string, error) {
	u, err := parseAddress(raw)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// A Pacer is the pacer alone.
type Pacer = pacer

// NewPacer returns one.
func NewPacer(spacing time.Duration, atOnce int) *Pacer { return newPacer(spacing, atOnce) }

// Acquire is acquire.
func (p *pacer) Acquire(ctx context.Context, host string, spacing time.Duration) (func(), error) {
	return p.acquire(ctx, host, spacing)
}

// Remembered is how many hosts it knows.
func (p *pacer) Remembered() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.hosts)
}
