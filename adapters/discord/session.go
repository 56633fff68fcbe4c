package discord

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The library's connection is not made to the gateway, but to the interpreter
// of interpreter.go, through a pipe in memory: what the gateway may say at the
// wrong moment makes the library stand still for ever (an order to reconnect, or
// the answer to a beat, while it opens), or ends the process from a goroutine of its own (a request
// for a beat while it closes), or identifies the bot ten times a second (an
// invalid session). So the interpreter keeps these from it and does what they
// call for itself. What is left to the library is what it does well: to open a
// conversation, and to send beats.

// intents are what the bot hears of: the guilds with their channels, and
// messages that are sent to itself. Interactions come in any case.
const intents = discordgo.IntentGuilds | discordgo.IntentDirectMessages

// A pipeGateway answers the library's one request, which asks for the address
// of the gateway.
type pipeGateway struct{}

// RoundTrip implements http.RoundTripper.
func (pipeGateway) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"url":"ws://gateway.invalid/"}`)),
	}, nil
}

// session is the library's connection at one end of a pipe.
func (g *shards) session(shard int, pipe net.Conn) (*discordgo.Session, error) {
	s, err := discordgo.New(g.a.o.Token)
	if err != nil {
		return nil, err
	}
	s.Client = &http.Client{Transport: pipeGateway{}}
	s.Dialer = &websocket.Dialer{
		NetDialContext: func(context.Context, string, string) (net.Conn, error) { return pipe, nil },
	}
	s.Identify.Intents = intents
	s.ShardID, s.ShardCount = shard, g.count
	s.Compress, s.StateEnabled, s.SyncEvents = false, false, true
	s.ShouldReconnectOnError, s.ShouldRetryOnRateLimit, s.MaxRestRetries = false, false, 0
	s.LogLevel = silent
	return s, nil
}

// employ has the library open a conversation through a pipe. The function that
// it returns ends it; it waits for nothing: the library takes a second to
// close, and Run waits for that in the end.
func (g *shards) employ(s *discordgo.Session, pipe net.Conn) (end func()) {
	a, opened := g.a, make(chan struct{})
	g.library.Go(func() {
		defer close(opened)
		defer a.survive("the library opened a connection")
		failed := true
		defer func() {
			if failed {
				pipe.Close()
			}
		}()
		failed = s.Open() != nil
	})
	return func() {
		pipe.Close()
		g.library.Go(func() {
			timer := time.NewTimer(a.waits.abandon)
			defer timer.Stop()
			select {
			case <-opened:
				s.Close()
			case <-timer.C:
				a.o.Logger.Error("the library for discord hangs; it is left alone, and a new connection is made", "platform", Platform)
			}
		})
	}
}

// accept is the other side of the library's handshake.
func accept(pipe net.Conn, within time.Duration) (*websocket.Conn, error) {
	pipe.SetDeadline(time.Now().Add(within))
	defer pipe.SetDeadline(time.Time{})
	buffered := bufio.NewReadWriter(bufio.NewReader(pipe), bufio.NewWriter(pipe))
	r, err := http.ReadRequest(buffered.Reader)
	if err != nil {
		return nil, errors.New("the library for discord asks for no connection")
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	return upgrader.Upgrade(&hijacked{conn: pipe, buffered: buffered, header: http.Header{}}, r, nil)
}

// hijacked is the http.ResponseWriter of a connection that is no server's.
type hijacked struct {
	conn     net.Conn
	buffered *bufio.ReadWriter
	header   http.Header
}

// Header implements http.ResponseWriter.
func (h *hijacked) Header() http.Header { return h.header }

// WriteHeader implements http.ResponseWriter. Only a failed handshake has one,
// which its error tells.
func (h *hijacked) WriteHeader(int) {}

// Write implements http.ResponseWriter, see WriteHeader.
func (h *hijacked) Write(p []byte) (int, error) { return len(p), nil }

// Hijack implements http.Hijacker.
func (h *hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) { return h.conn, h.buffered, nil }
