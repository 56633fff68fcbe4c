package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/net/http/httpguts"
)

// An exchange is one Fetch on its way over all hops.
type exchange struct {
	c     *Client
	r     Request
	limit int64
	// cut keeps the beginning of a body that is too large.
	cut bool
	// left is what is left of the whole time; waiting for the peace of a host
	// takes none of it.
	left time.Duration
	// at is the address of the present hop, without user.
	at   *url.URL
	user *url.Userinfo // sent to at alone
	seen map[string]bool
	// permanent is where permanent redirects have led, as long as there was
	// no other.
	permanent string
	temporary bool
}

// maxLimit keeps sums with a bound on bytes from overflowing.
const maxLimit = 1 << 40

// newExchange checks what can be checked without the network.
func (c *Client) newExchange(r Request) (*exchange, *Error) {
	refused := func(err error) (*exchange, *Error) {
		return nil, &Error{Kind: Refused, URL: showAddress(r.URL), Message: err.Error()}
	}
	u, err := parseAddress(r.URL)
	if err != nil {
		return refused(err)
	}
	if c.o.Proxy != nil {
		if err := checkProxy(c.o.Proxy); err != nil {
			return refused(err)
		}
	}
	e := &exchange{c: c, r: r, limit: r.MaxBytes, left: c.o.Timeout, user: u.User, seen: map[string]bool{}, permanent: r.URL}
	if e.limit <= 0 {
		e.limit = c.o.MaxBytes
	}
	e.limit = min(e.limit, maxLimit)
	u.User = nil
	e.at = u
	return e, nil
}

// run goes from hop to hop to the document.
func (e *exchange) run(ctx context.Context) (Response, *Error) {
	for hops := 1; ; hops++ {
		e.seen[e.at.String()] = true
		response, location, failure := e.hop(ctx)
		if failure != nil || location == "" {
			return response, failure
		}
		if failure := e.redirect(location, response.Status, hops); failure != nil {
			return Response{}, failure
		}
	}
}

// hop asks one host, when its peace allows it. The location is that of a
// redirect, "" if this is the document.
func (e *exchange) hop(ctx context.Context) (response Response, location string, failure *Error) {
	if e.c.o.Proxy != nil {
		if err := e.c.guard.checkProxied(e.at); err != nil {
			return response, "", e.fail(err)
		}
	}
	var spacing time.Duration
	if e.r.Robots {
		if spacing, failure = e.c.robots.check(ctx, e.at); failure != nil {
			return response, "", failure
		}
	}
	release, err := e.c.pace.acquire(ctx, hostKey(e.at), spacing)
	if err != nil {
		return response, "", e.fail(err)
	}
	defer release()
	return e.ask(ctx)
}

// ask makes one request and reads the answer, in the time that is left.
func (e *exchange) ask(ctx context.Context) (response Response, location string, failure *Error) {
	clock, ctx := startClock(ctx, e.c.o.HeaderTimeout, e.left, e.c.o.Timeout)
	defer func() { e.left -= clock.stop() }()
	res, err := e.roundTrip(ctx)
	if err != nil {
		return response, "", e.fail(clock.cause(err))
	}
	defer res.Body.Close()
	clock.headerRead()
	if location, failure := e.judge(res); failure != nil || location != "" {
		return Response{Status: res.StatusCode}, location, failure
	}
	response = e.response(res)
	if response.NotModified {
		return response, "", nil
	}
	if !e.cut && res.ContentLength > e.limit {
		return Response{}, "", e.fail(errTooLarge)
	}
	response.Body, response.Wire, err = readBody(res, e.limit)
	if err != nil && !(e.cut && err == errTooLarge) {
		return Response{}, "", e.failBody(clock.cause(err), res.StatusCode)
	}
	return response, "", nil
}

// roundTrip makes the request. What fails in a TLS handshake has no type of
// its own, so the transport is asked.
func (e *exchange) roundTrip(ctx context.Context) (*http.Response, error) {
	var broken atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) { broken.Store(err != nil) },
	})
	req, err := e.request(ctx)
	if err != nil {
		return nil, err
	}
	res, err := e.c.transport.RoundTrip(req)
	if err != nil && broken.Load() {
		err = &handshakeError{err}
	}
	return res, err
}

func (e *exchange) request(ctx context.Context) (*http.Request, error) {
	method, form := http.MethodGet, ""
	if e.r.Form != nil {
		method, form = http.MethodPost, e.r.Form.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, e.at.String(), strings.NewReader(form))
	if err != nil {
		return nil, err
	}
	if method == http.MethodGet {
		req.Body, req.GetBody, req.ContentLength = nil, nil, 0
		setHeader(req, "If-None-Match", e.r.ETag)
		setHeader(req, "If-Modified-Since", e.r.LastModified)
	} else {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	setHeader(req, "User-Agent", e.c.o.UserAgent)
	setHeader(req, "Accept", cmp.Or(e.r.Accept, "*/*"))
	req.Header.Set("Accept-Encoding", "gzip")
	if e.user != nil {
		password, _ := e.user.Password()
		req.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(e.user.Username()+":"+password)))
	}
	return req, nil
}

// setHeader leaves out what no header may hold: an ETag is whatever a server
// once sent.
func setHeader(req *http.Request, name, value string) {
	if value != "" && httpguts.ValidHeaderFieldValue(value) {
		req.Header.Set(name, value)
	}
}

// response is what the header of an answer tells.
func (e *exchange) response(res *http.Response) Response {
	fresh, _ := freshness(res.Header, time.Now())
	return Response{
		URL: e.at.String(), Permanent: e.permanent, Status: res.StatusCode, Header: res.Header,
		NotModified: res.StatusCode == http.StatusNotModified,
		ETag:        res.Header.Get("ETag"), LastModified: res.Header.Get("Last-Modified"), Fresh: fresh,
	}
}
