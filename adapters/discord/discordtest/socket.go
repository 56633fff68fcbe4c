package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// A socket is one connection of the bot. Two goroutines are its own: one reads
// and is that of the HTTP request, one writes. Its fields are guarded by
// Server.mu but for conn.
type socket struct {
	s      *Server
	conn   *websocket.Conn
	number int
	// resume tells that it came to the address of READY.
	resume  bool
	version int
	out     []frame
	wake    chan struct{}
	// done is closed when nothing is read any more.
	done    chan struct{}
	session *session
	// silent tells that nothing is sent any more, without a close.
	silent bool
	// closing tells that a close was sent or the connection was cut.
	closing bool
	opened  time.Time
	// beat is when the bot last sent its heartbeat, or was told to.
	beat time.Time
	// received are the times of events within gatewayWindow.
	received []time.Time
}

// A frame is something to write: a text, compressed text, or a close.
type frame struct {
	kind int
	body []byte
	// cut ends the connection without a close.
	cut bool
}

const (
	// writeTime bounds each write.
	writeTime = 10 * time.Second
	// closeTime is how long a close waits for that of the bot.
	closeTime = 10 * time.Second
	// maxRead bounds what is read at all; what is longer than maxGatewayBytes is
	// answered with a close.
	maxRead = 1 << 20
	// compressFrom is the length from which events are compressed if the bot
	// asked for it.
	compressFrom = 512
)

// serveGateway takes a connection, and returns when it has ended.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request, resume bool) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer conn.Close()
	conn.SetReadLimit(maxRead)
	k := s.addSocket(conn, resume)
	if k == nil {
		return
	}
	defer s.working.Done()
	written := make(chan struct{})
	go func() { defer close(written); k.write() }() // ends with done
	s.openSocket(k, r)
	err = k.read()
	close(k.done)
	<-written
	s.removeSocket(k, err)
}

// addSocket notes a connection; nil if the server has ended.
func (s *Server) addSocket(conn *websocket.Conn, resume bool) *socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &s.gateway
	if g.closed {
		return nil
	}
	g.connections++
	now := time.Now()
	k := &socket{s: s, conn: conn, number: g.connections, resume: resume, wake: make(chan struct{}, 1), done: make(chan struct{}), opened: now, beat: now}
	g.sockets = append(g.sockets, k)
	s.working.Add(1)
	s.touch()
	return k
}

// openSocket greets a connection, unless something else was ordered.
func (s *Server) openSocket(k *socket, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	switch query.Get("v") {
	case "9":
		k.version = 9
	case "10", "":
		k.version = 10
	default:
		k.close(CloseInvalidVersion)
		return
	}
	if e := query.Get("encoding"); e != "" && e != "json" || query.Get("compress") != "" {
		s.violateLocked("the gateway ", "was asked for "+r.URL.RawQuery+", but speaks uncompressed JSON only")
		k.close(CloseDecode)
		return
	}
	if s.takePlague(AtConnect, k) {
		return
	}
	k.hello()
}

func (k *socket) hello() {
	k.op(opHello, map[string]any{"heartbeat_interval": k.s.gateway.o.Beat.Milliseconds(), "_trace": []string{}})
}

// removeSocket forgets a connection and notes how it ended.
func (s *Server) removeSocket(k *socket, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &s.gateway
	g.sockets = slices.DeleteFunc(g.sockets, func(other *socket) bool { return other == k })
	code := websocket.CloseAbnormalClosure
	if closed := (*websocket.CloseError)(nil); errors.As(err, &closed) {
		code = closed.Code
	}
	if !k.closing {
		s.noteClosing(k, Closing{Code: code, ByBot: true})
	}
	if k.session != nil && k.session.socket == k {
		k.session.left(!endsSession(code))
	}
	s.touch()
}

// op sends an operation that is no event.
func (k *socket) op(op int, d any) {
	body, err := json.Marshal(map[string]any{"op": op, "d": d, "s": nil, "t": nil})
	if err != nil {
		k.s.violateLocked("", "an operation of the gateway cannot be written: "+err.Error())
		return
	}
	k.send(body, false)
}

// send sends text.
func (k *socket) send(body []byte, compress bool) {
	f := frame{kind: websocket.TextMessage, body: body}
	if compress && len(body) >= compressFrom {
		f = frame{kind: websocket.BinaryMessage, body: deflate(body)}
	}
	k.put(f)
}

func deflate(body []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(body) // a Buffer takes all
	z.Close()
	return b.Bytes()
}

// put queues a frame, unless nothing is sent any more.
func (k *socket) put(f frame) {
	if k.closing || k.silent && !f.cut && f.kind != websocket.CloseMessage {
		return
	}
	k.out = append(k.out, f)
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// close ends the connection with a code.
func (k *socket) close(code int) {
	if k.closing {
		return
	}
	k.put(frame{kind: websocket.CloseMessage, body: websocket.FormatCloseMessage(code, closeReasons[code])})
	k.leave(Closing{Code: code}, !endsSession(code))
}

// cut ends the connection without a word.
func (k *socket) cut() {
	if k.closing {
		return
	}
	k.put(frame{cut: true})
	k.leave(Closing{Code: websocket.CloseAbnormalClosure}, true)
}

func (k *socket) leave(c Closing, resumable bool) {
	k.closing = true
	k.s.noteClosing(k, c)
	if k.session != nil && k.session.socket == k {
		k.session.left(resumable)
	}
}

// closeReasons are the words of a close.
var closeReasons = map[int]string{
	CloseUnknown: "Unknown error.", CloseUnknownOpcode: "Unknown opcode.", CloseDecode: "Error while decoding payload.",
	CloseNotAuthenticated: "Not authenticated.", CloseWrongToken: "Authentication failed.", CloseAlreadyIdentified: "Already authenticated.",
	CloseInvalidSequence: "Invalid seq.", CloseRateLimited: "You are being rate limited.", CloseSessionTimedOut: "Session timed out.",
	CloseInvalidShard: "Invalid shard.", CloseShardingRequired: "Sharding required.", CloseInvalidVersion: "Invalid API version.",
	CloseInvalidIntents: "Invalid intent(s).", CloseDisallowedIntents: "Disallowed intent(s).",
}

// write writes what is queued, and watches over what must come in time.
func (k *socket) write() {
	timer := time.NewTimer(k.s.watch(k))
	defer timer.Stop()
	for {
		select {
		case <-k.done:
			return
		case <-k.wake:
		case <-timer.C:
			timer.Reset(k.s.watch(k))
		}
		for _, f := range k.take() {
			if !k.writeFrame(f) {
				return
			}
		}
	}
}

func (k *socket) take() []frame {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	out := k.out
	k.out = nil
	return out
}

// writeFrame reports whether more can be written. A broken connection is
// noticed by the reader.
func (k *socket) writeFrame(f frame) bool {
	switch {
	case f.cut:
		if tcp, ok := k.conn.NetConn().(*net.TCPConn); ok {
			tcp.SetLinger(0) // the bot shall see a broken connection, not an end
		}
		k.conn.Close()
		return false
	case f.kind == websocket.CloseMessage:
		k.conn.WriteControl(f.kind, f.body, time.Now().Add(writeTime))
		k.conn.SetReadDeadline(time.Now().Add(closeTime))
		return false
	}
	k.conn.SetWriteDeadline(time.Now().Add(writeTime))
	return k.conn.WriteMessage(f.kind, f.body) == nil
}

// watch closes a connection that has not identified in time, or whose
// heartbeats have not come for two intervals, and returns when to look again.
func (s *Server) watch(k *socket) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, o := time.Now(), s.gateway.o
	patience := max(2*o.Beat, o.Beat+o.BeatGrace)
	switch {
	case k.silent || k.closing:
		return time.Hour // nothing more is to be said
	case k.session == nil && now.Sub(k.opened) >= o.IdentifyWithin:
		k.close(CloseNotAuthenticated)
	case now.Sub(k.beat) >= patience:
		k.close(CloseSessionTimedOut)
	}
	next := k.beat.Add(patience)
	if k.session == nil {
		next = minTime(next, k.opened.Add(o.IdentifyWithin))
	}
	return max(next.Sub(now), time.Millisecond)
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// read reads what the bot sends, until the connection ends.
func (k *socket) read() error {
	for {
		_, message, err := k.conn.ReadMessage()
		if err != nil {
			return err
		}
		k.s.receive(k, message)
	}
}
