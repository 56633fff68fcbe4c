package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/net/proxy"
)

// What an open connection may cost. Ten thousand hosts are asked every few
// minutes each: a connection is worth keeping for the next hop only.
const (
	maxIdle        = 64
	idleTimeout    = 5 * time.Second
	maxHeaderBytes = 256 << 10
	connBuffer     = 2 << 10
	streamBuffer   = 256 << 10
	// dialGrace is how much longer than a request the making of its connection
	// may go on, unseen: the request is to end by its own time-out.
	dialGrace = time.Second
)

// newTransport returns the transport of a Client: it follows nothing,
// decompresses nothing and reads no proxy from the environment.
func newTransport(o Options, g *guard) *http.Transport {
	t := &http.Transport{
		DialContext:            dialer(o, g),
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    o.HeaderTimeout + dialGrace,
		DisableCompression:     true,
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		ReadBufferSize:         connBuffer,
		WriteBufferSize:        connBuffer,
		ForceAttemptHTTP2:      true,
		HTTP2: &http.HTTP2Config{
			MaxReceiveBufferPerStream:     streamBuffer,
			MaxReceiveBufferPerConnection: 2 * streamBuffer,
		},
	}
	if o.Proxy != nil && !isSOCKS(o.Proxy) {
		t.Proxy = http.ProxyURL(o.Proxy)
		t.OnProxyConnectResponse = checkProxyAnswer
	}
	return t
}

// dialer returns what makes connections. With a proxy all of them lead there,
// where the operator wants them to.
func dialer(o Options, g *guard) dialFunc {
	d := &net.Dialer{Timeout: o.HeaderTimeout + dialGrace}
	var dial dialFunc = d.DialContext
	if o.Dial != nil {
		dial = o.Dial
	}
	if o.Proxy != nil && isSOCKS(o.Proxy) {
		return socksDialer(o, dial)
	}
	if o.Proxy != nil {
		return dial
	}
	d.Control = g.control
	if o.Dial == nil {
		return d.DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if err := g.checkConn(conn); err != nil {
			conn.Close()
			return nil, err
		}
		return conn, nil
	}
}

func isSOCKS(u *url.URL) bool { return u.Scheme == "socks5" || u.Scheme == "socks5h" }

// A dialFunc makes connections, as net.Dialer.DialContext does.
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// DialContext implements proxy.ContextDialer.
func (f dialFunc) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return f(ctx, network, address)
}

// Dial implements proxy.Dialer, which asks for it and does not use it.
func (f dialFunc) Dial(network, address string) (net.Conn, error) {
	return f(context.Background(), network, address)
}

// socksDialer returns what connects through a SOCKS proxy. That of
// http.Transport waits for ever for a proxy that says nothing, with a
// goroutine and a file for each request that was given up long ago.
func socksDialer(o Options, dial dialFunc) dialFunc {
	var auth *proxy.Auth
	if o.Proxy.User != nil {
		password, _ := o.Proxy.User.Password()
		auth = &proxy.Auth{User: o.Proxy.User.Username(), Password: password}
	}
	address := net.JoinHostPort(o.Proxy.Hostname(), cmp.Or(o.Proxy.Port(), "1080"))
	return func(ctx context.Context, network, target string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, o.HeaderTimeout+dialGrace)
		defer cancel()
		through, err := proxy.SOCKS5(network, address, auth, dial)
		if err != nil {
			return nil, fmt.Errorf("prepare the proxy: %w", err)
		}
		return through.(proxy.ContextDialer).DialContext(ctx, network, target)
	}
}

// A proxyError tells with which status a proxy refused to connect.
type proxyError struct{ status int }

func (e *proxyError) Error() string { return fmt.Sprintf("proxy answers with status %d", e.status) }

func checkProxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
	if res.StatusCode != http.StatusOK {
		return &proxyError{res.StatusCode}
	}
	return nil
}

// checkProxy refuses what is no proxy; the text holds none of its secrets.
func checkProxy(proxy *url.URL) error {
	if !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme) || proxy.Hostname() == "" {
		return errors.New("the proxy of the configuration cannot be used: write it as http://host:port, https://host:port or socks5://host:port")
	}
	return nil
}
