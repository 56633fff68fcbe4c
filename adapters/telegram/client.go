package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	// maxAnswer bounds an answer in bytes: 100 updates of the longest messages
	// are a few megabytes.
	maxAnswer = 64 << 20
	// maxDrained is how much of an answer is read behind its value, so that
	// the connection can be used again.
	maxDrained  = 64 << 10
	dialTimeout = 10 * time.Second
	// maxIdle is how many connections are kept: as many as answers are on
	// their way at once in busy times, so that none has to wait until a new
	// connection was made.
	maxIdle  = 256
	idleTime = 45 * time.Second
)

// params are those of a method. A string is sent as it is, numbers and booleans
// as text, an upload as a file, nil not at all, and everything else as JSON.
type params map[string]any

// An upload is a file that goes with a request.
type upload struct {
	name  string
	bytes []byte
}

// A client makes requests to a Bot API server. It may be used by several
// goroutines; close it when it is not used any more.
//
// The requests are those of the library, by MakeRequest and UploadFiles alone,
// for what else it has loses updates, statuses and the token. Each has a BotAPI
// of its own, made without NewBotAPI, which would call getMe: so each can have
// a context, and what the library does not tell of the answer is kept here.
type client struct {
	token, endpoint string
	timeout         time.Duration
	http            *http.Client
}

// newClient returns a client of a server. timeout bounds each request.
func newClient(token, baseURL string, timeout time.Duration) *client {
	dialer := net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}
	return &client{
		token: token, timeout: timeout,
		// The library puts token and method in with Sprintf.
		endpoint: strings.ReplaceAll(strings.TrimRight(baseURL, "/"), "%", "%%") + "/bot%s/%s",
		http: &http.Client{
			Transport: &http.Transport{
				Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, TLSHandshakeTimeout: dialTimeout,
				// One connection for each request at a time: with HTTP/2 one
				// that hangs would hold up all.
				MaxIdleConns: maxIdle, MaxIdleConnsPerHost: maxIdle, IdleConnTimeout: idleTime,
			},
			// The token is in the address, which is nobody else's business.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// close ends idle connections.
func (c *client) close() { c.http.CloseIdleConnections() }

// call makes a request and decodes what it brings into result, unless that is
// nil. Every error is a *failure.
func (c *client) call(ctx context.Context, method string, p params, result any) error {
	return c.callWithin(ctx, c.timeout, method, p, result)
}

// callWithin is call with a time limit of its own.
func (c *client) callWithin(ctx context.Context, limit time.Duration, method string, p params, result any) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errNoAnswer)
	defer cancel()
	values, files, err := encode(p)
	if err != nil {
		return &failure{Description: fmt.Sprintf("prepare %s: %v", method, err), cause: err}
	}
	x := &exchange{ctx: ctx, client: c.http, result: result}
	defer x.free()
	api := tgbotapi.BotAPI{Token: c.token, Client: x}
	api.SetAPIEndpoint(c.endpoint)
	var answer *tgbotapi.APIResponse
	if len(files) > 0 {
		answer, err = api.UploadFiles(method, values, files)
	} else {
		answer, err = api.MakeRequest(method, values)
	}
	if f := c.failed(x, answer, err); f != nil {
		return f
	}
	if result == nil || x.understood {
		return nil
	}
	if err := json.Unmarshal(answer.Result, result); err != nil {
		// The words of the error may be those of a message.
		return &failure{Code: x.status, Description: "in an unknown form to " + method, sent: true}
	}
	return nil
}

// failed returns what went wrong with an exchange, nil if nothing did.
func (c *client) failed(x *exchange, answer *tgbotapi.APIResponse, err error) *failure {
	var refused *tgbotapi.Error
	switch {
	case errors.As(err, &refused) && (refused.Message != "" || answer.ErrorCode != 0):
		// The library keeps no code of answers to uploads; the status is it.
		code := answer.ErrorCode
		if code == 0 {
			code = x.status
		}
		// Whoever stands before the server may answer in its manner, and show
		// what was asked.
		words := conceal(refused.Message, c.token)
		f := &failure{Code: code, Description: words, MovedTo: refused.MigrateToChatID, sent: code >= 500}
		f.RetryAfter = time.Duration(refused.RetryAfter) * time.Second
		return f
	case err == nil && answer.Ok:
		return nil
	case x.status == 0:
		return broken(x.ctx, err, x.sent.Load(), c.token)
	case x.ctx.Err() != nil, errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, new(net.Error)):
		return broken(x.ctx, err, true, c.token) // in the middle of the answer
	default:
		return unread(x.status, "with something that is no answer of the Bot API")
	}
}

// An exchange is one request with its answer. It is the library's HTTPClient.
type exchange struct {
	ctx    context.Context
	client *http.Client
	// sent tells that at least the header went out, status is that of the
	// answer, 0 without one.
	sent   atomic.Bool
	status int
	// result is what the answer brings, nil if that does not matter, and
	// understood tells that it is decoded already.
	result     any
	understood bool
	// read is the answer as it came.
	read *bytes.Buffer
}

// Do implements tgbotapi.HTTPClient. Its errors do not hold the address, in
// which the token is.
func (x *exchange) Do(r *http.Request) (*http.Response, error) {
	if r.ContentLength <= 0 && r.Body != nil { // an upload, which is in memory anyway
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.ContentLength, r.Body = int64(len(body)), io.NopCloser(bytes.NewReader(body))
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	}
	trace := &httptrace.ClientTrace{
		// A second attempt is made only if nothing went out in the first.
		GetConn:      func(string) { x.sent.Store(false) },
		WroteHeaders: func() { x.sent.Store(true) },
	}
	answer, err := x.client.Do(r.WithContext(httptrace.WithClientTrace(x.ctx, trace)))
	if err != nil {
		var located *url.Error
		if errors.As(err, &located) {
			err = located.Err
		}
		return nil, err
	}
	x.status = answer.StatusCode
	answer.Body = &drained{body: answer.Body, left: maxAnswer}
	x.understand(answer)
	return answer, nil
}

// understand decodes the answer to a request that was carried out, and leaves to
// the library no more than that it was: it would read all of it twice more, and
// half of what an answer costs is that. Every other answer it gets as it came.
func (x *exchange) understand(answer *http.Response) {
	if answer.StatusCode != http.StatusOK {
		return
	}
	x.read = buffers.Get().(*bytes.Buffer)
	x.read.Reset()
	_, err := x.read.ReadFrom(answer.Body)
	known := struct {
		OK     bool `json:"ok"`
		Result any  `json:"result"`
	}{Result: x.result}
	if x.result == nil {
		known.Result = new(nothing)
	}
	raw := x.read.Bytes()
	if err == nil && bytes.Contains(raw, []byte(`"result"`)) && json.Unmarshal(raw, &known) == nil && known.OK {
		x.understood, raw = true, []byte(`{"ok":true}`)
	}
	answer.Body = again{io.MultiReader(bytes.NewReader(raw), broke{err}), answer.Body}
}

// free gives back what the answer was read into.
func (x *exchange) free() {
	if x.read != nil && x.read.Cap() <= maxBuffer {
		buffers.Put(x.read)
	}
	x.read = nil
}

// buffers are what answers are read into, none longer than maxBuffer.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxBuffer = 1 << 20

// nothing is decoded from anything.
type nothing struct{}

// UnmarshalJSON implements json.Unmarshaler.
func (*nothing) UnmarshalJSON([]byte) error { return nil }

// again is a body that was read before, to be read again and closed.
type again struct {
	io.Reader
	io.Closer
}

// broke is the end of what could be read, with the reason if it is not the end
// of all.
type broke struct{ err error }

// Read implements io.Reader.
func (b broke) Read([]byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return 0, io.EOF
}

// drained reads a bounded body, and when it is closed what little is left.
type drained struct {
	body io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (d *drained) Read(p []byte) (int, error) {
	if d.left <= 0 {
		return 0, errors.New("the answer is too long")
	}
	n, err := d.body.Read(p[:min(int64(len(p)), d.left)])
	d.left -= int64(n)
	return n, err
}

// Close implements io.Closer.
func (d *drained) Close() error {
	io.CopyN(io.Discard, d.body, maxDrained) // what fails ends the connection, no more
	return d.body.Close()
}

// encode turns params into what the library takes.
func encode(p params) (tgbotapi.Params, []tgbotapi.RequestFile, error) {
	values := make(tgbotapi.Params, len(p))
	var files []tgbotapi.RequestFile
	for name, v := range p {
		switch v := v.(type) {
		case nil:
		case upload:
			files = append(files, tgbotapi.RequestFile{Name: name, Data: tgbotapi.FileBytes{Name: v.name, Bytes: v.bytes}})
		case string:
			values[name] = v
		case bool:
			values[name] = strconv.FormatBool(v)
		case int:
			values[name] = strconv.Itoa(v)
		case int64:
			values[name] = strconv.FormatInt(v, 10)
		default:
			text, err := json.Marshal(v)
			if err != nil {
				return nil, nil, fmt.Errorf("write %s as JSON: %w", name, err)
			}
			values[name] = string(text)
		}
	}
	return values, files, nil
}
