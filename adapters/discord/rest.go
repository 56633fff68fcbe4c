package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"wirebrief/bot"
)

const (
	// maxAnswer bounds an answer in bytes: a hundred commands with all their
	// translations are less.
	maxAnswer   = 16 << 20
	dialTimeout = 10 * time.Second
	// maxIdle is how many connections are kept: as many as answers are on
	// their way at once in busy times. With fewer, one is closed and another
	// opened for every few answers then, which takes as long as the answer.
	maxIdle  = 256
	idleTime = 45 * time.Second
	// userAgent is of the form that Discord requires.
	userAgent = "DiscordBot (https://github.com/bwmarrin/discordgo, v" + discordgo.VERSION + ") wirebrief"
)

// A request is one that is made to Discord.
type request struct {
	method string
	// path is below the address of the API, "/channels/123/messages", with
	// its query.
	path string
	// route is path without ids and tokens, for errors and logs; path itself
	// by default.
	route string
	// body goes as JSON, nil for none; with files it is one part of several.
	body  any
	files []bot.File
	// own tells that the path holds what authorises it, as with the answers
	// to interactions: the token does not go along, and the limits for all
	// requests of the bot do not hold.
	own bool
	// chat is the one whose messages wait if the answer tells that no more may
	// go; zero for none.
	chat bot.ChatRef
	// limit is the time for it, Options.Timeout by default.
	limit time.Duration
}

// name is what errors and logs call a request.
func (r request) name() string { return r.method + " " + cmp.Or(r.route, r.path) }

// secret is what authorises a request that does so itself, "" for the others: it
// stands behind an id in the path.
func (r request) secret() string {
	if parts := strings.Split(r.path, "/"); r.own && len(parts) > 3 {
		return parts[3]
	}
	return ""
}

// call makes a request once and decodes what it brings into result, unless that
// is nil. Every error is a *failure. What the answer tells about limits is kept
// in mind, see limits.go.
func (a *Adapter) call(ctx context.Context, r request, result any) error {
	x, f := a.client.do(ctx, r)
	if f == nil && result != nil && json.Unmarshal(x.body, result) != nil {
		// The words of the error may be those of a message.
		f = &failure{Status: x.status, Message: "in an unknown form", sent: true}
	}
	if x != nil {
		a.heed(r, x, f)
	}
	if f == nil {
		return nil
	}
	f.route = r.name()
	return f
}

// A client makes requests to Discord. It may be used by several goroutines;
// close it when it is not used any more.
//
// The requests are those of the library, by RequestWithLockedBucket alone, with
// a bucket that is thrown away: those that it keeps grow with each interaction,
// hold up the wrong requests, and sleep without hearing the context. It is told
// that each was a success, for it retries what must not be sent twice, and
// loses the status of answers in HTML; the exchange keeps what really came.
type client struct {
	token, base string
	timeout     time.Duration
	gate        *gate
	transport   *http.Transport
	// asBot and asNobody make requests with and without the token.
	asBot, asNobody *discordgo.Session
}

func newClient(o Options) *client {
	dialer := net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}
	return &client{
		token: o.Token, base: o.BaseURL, timeout: o.Timeout, gate: newGate(),
		transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, TLSHandshakeTimeout: dialTimeout,
			// One connection for each request at a time: with HTTP/2 one that
			// hangs would hold up all.
			MaxIdleConns: maxIdle, MaxIdleConnsPerHost: maxIdle, IdleConnTimeout: idleTime,
		},
		asBot: requester("Bot " + o.Token), asNobody: requester(""),
	}
}

// requester is a session of the library that makes requests.
func requester(token string) *discordgo.Session {
	return &discordgo.Session{Token: token, UserAgent: userAgent, LogLevel: silent}
}

// silent is below all levels of the library, whose log goes elsewhere and may
// show the token.
const silent = -1

// close ends idle connections.
func (c *client) close() { c.transport.CloseIdleConnections() }

// do makes a request. x is nil if none was made.
func (c *client) do(ctx context.Context, r request) (x *exchange, f *failure) {
	kind, body, err := r.encode()
	if err != nil {
		return nil, &failure{Message: "it cannot be written as JSON", cause: err}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, cmp.Or(r.limit, c.timeout), errNoAnswer)
	defer cancel()
	if f := c.gate.pass(ctx, r.own); f != nil {
		return nil, f
	}
	session := c.asBot
	if r.own {
		session = c.asNobody
	}
	x = &exchange{ctx: ctx, transport: c.transport}
	bucket := new(discordgo.Bucket)
	bucket.Lock() // the library unlocks it
	_, err = session.RequestWithLockedBucket(r.method, c.base+r.path, kind, body, bucket, 0,
		discordgo.WithClient(&http.Client{Transport: x}), discordgo.WithContext(ctx),
		discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	if f = c.failed(x, err); f != nil {
		f.route = r.name()
		f.conceal(r.secret())
	}
	c.gate.note(r.own, x, f)
	return x, f
}

// encode writes the body of a request, with its type.
func (r request) encode() (kind string, body []byte, err error) {
	const plain = "application/json"
	switch {
	case len(r.files) > 0:
		files := make([]*discordgo.File, len(r.files))
		for i, file := range r.files {
			files[i] = &discordgo.File{Name: file.Name, Reader: bytes.NewReader(file.Bytes)}
		}
		return discordgo.MultipartBodyWithJSON(r.body, files)
	case r.body == nil:
		return plain, nil, nil
	}
	body, err = json.Marshal(flat(r.body))
	return plain, body, err
}

// An exchange is one request with its answer. It is the transport that the
// library is given for it.
type exchange struct {
	ctx       context.Context
	transport http.RoundTripper
	// sent tells that at least the header went out.
	sent atomic.Bool
	// status, header and body are those of the answer; status is 0 without
	// one.
	status int
	header http.Header
	body   []byte
	// unread is why the body could not be read to its end.
	unread error
}

// RoundTrip implements http.RoundTripper. The answer that it returns says only
// that there was one.
func (x *exchange) RoundTrip(r *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{
		// A second attempt is made only if nothing went out in the first.
		GetConn:      func(string) { x.sent.Store(false) },
		WroteHeaders: func() { x.sent.Store(true) },
	}
	answer, err := x.transport.RoundTrip(r.WithContext(httptrace.WithClientTrace(x.ctx, trace)))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	x.status, x.header = answer.StatusCode, answer.Header
	x.body, x.unread = io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if x.unread == nil && len(x.body) > maxAnswer {
		x.unread = errors.New("the answer is too long")
	}
	return &http.Response{StatusCode: http.StatusNoContent, Status: "204 No Content", Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// failed returns what went wrong with an exchange, nil if nothing did.
func (c *client) failed(x *exchange, err error) *failure {
	switch {
	case x.status == 0:
		return broken(x.ctx, unlocated(err), x.sent.Load(), c.token)
	case x.unread != nil:
		f := broken(x.ctx, x.unread, true, c.token) // in the middle of the answer
		f.limit = limitOf(x.header)
		return f
	case x.status < 300:
		return nil
	}
	f := x.refusal(c.token)
	f.limit = limitOf(x.header)
	return f
}

// unlocated takes the address off an error: what authorises the answers to
// interactions is in it.
func unlocated(err error) error {
	var located *url.Error
	switch {
	case err == nil:
		return errors.New("no answer")
	case errors.As(err, &located):
		return located.Err
	}
	return err
}

// refusal is the failure of an answer with a status that is none of success.
func (x *exchange) refusal(token string) *failure {
	var told answerBody
	if json.Unmarshal(x.body, &told) != nil || told.Message == "" && told.Code == 0 {
		return x.foreign()
	}
	f := &failure{Status: x.status, Code: told.Code, Message: told.Message, Errors: told.Errors, sent: x.status >= 500}
	f.conceal(token)
	if x.status == http.StatusTooManyRequests {
		scope := x.header.Get("X-RateLimit-Scope")
		f.RetryAfter = cmp.Or(ofSeconds(told.RetryAfter), seconds(x.header.Get("Retry-After")), time.Second)
		f.Global = told.Global || scope == "global" || x.header.Get("X-RateLimit-Global") == "true"
		f.Shared = scope == "shared"
	}
	return f
}

// blocked is how long nothing is sent after an answer of whoever stands before
// Discord that there was too much: asking sooner makes it longer.
const blocked = 5 * time.Minute

// foreign is the failure of an answer that is none of Discord's API. Whoever
// stands before it knows nothing about channels and tokens.
func (x *exchange) foreign() *failure {
	f := &failure{Status: x.status, Message: "with something that is no answer of its API", sent: x.status >= 500, foreign: true}
	switch {
	case x.status == http.StatusTooManyRequests:
		f.Global, f.RetryAfter = true, max(seconds(x.header.Get("Retry-After")), blocked)
	case x.status < 500:
		f.Status = http.StatusBadGateway
		f.Message += fmt.Sprintf(" (its status is %d; is discord.base_url right?)", x.status)
	}
	return f
}
