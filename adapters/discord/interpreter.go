package discord

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// closeTime bounds the farewell.
const closeTime = time.Second

// An interpreter stands between the gateway and the library, for the time of one
// connection.
type interpreter struct {
	a    *Adapter
	tell steps
	// outer leads to the gateway, inner to the library. speaking guards what is
	// written to outer.
	outer, inner *websocket.Conn
	speaking     sync.Mutex
	// by is until when the bot must be up, since when it is, zero before; beat
	// is the time between two beats. Only listen uses them, and mark, which
	// tells the events of this session from those of others.
	by, since time.Time
	beat      time.Duration
	mark      string

	mu sync.Mutex
	// ticket is kept up to date; resuming tells that it was there from the
	// start.
	ticket   *ticket
	resuming bool
	// waiting tells that a beat was sent and not acknowledged.
	waiting bool
	// end is how the connection ended, once over is set.
	end  ending
	over bool
}

// converse makes one connection to the gateway and stays with it until it ends.
// It is the connect of a supervisor.
func (g *shards) converse(ctx context.Context, shard int, address string, t *ticket, tell steps) ending {
	a := g.a
	i := &interpreter{a: a, tell: tell, ticket: t, resuming: t.session != "", mark: markOf(t.session), by: time.Now().Add(a.waits.opening)}
	var err error
	if i.outer, err = a.dial(ctx, address, i.by); err != nil {
		return ending{err: err}
	}
	defer i.outer.Close()
	libraryEnd, ownEnd := net.Pipe()
	defer ownEnd.Close()
	session, err := g.session(shard, libraryEnd)
	if err != nil {
		return ending{err: err}
	}
	defer g.employ(session, libraryEnd)()
	if i.inner, err = accept(ownEnd, a.waits.abandon); err != nil {
		return ending{err: err}
	}
	// 1000 says that the bot goes; whoever comes next has no ticket.
	farewell := context.AfterFunc(ctx, func() { i.finish(ending{err: ctx.Err()}, websocket.CloseNormalClosure) })
	defer farewell()
	var speaking sync.WaitGroup
	defer speaking.Wait()
	defer ownEnd.Close() // which ends speak
	speaking.Go(i.speak)
	return i.listen(ctx)
}

// finish ends the connection, if it goes on: the first ending holds. A code is
// told to the gateway, unless it is 0.
func (i *interpreter) finish(end ending, code int) {
	i.mu.Lock()
	over := i.over
	if !over {
		i.over, i.end = true, end
	}
	i.mu.Unlock()
	if over {
		return
	}
	if code != 0 {
		i.outer.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(closeTime))
	}
	i.outer.Close()
}

// listen hears the gateway until the connection ends.
func (i *interpreter) listen(ctx context.Context) ending {
	reached := false
	var read bytes.Buffer
	for {
		i.outer.SetReadDeadline(i.deadline())
		err := i.read(&read)
		if err == nil {
			reached = true
			err = i.heard(ctx, read.Bytes())
		}
		if err != nil {
			i.finish(i.lost(err), closeToResume)
			break
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	end := i.end
	end.reached = reached
	if !i.since.IsZero() {
		end.upFor = time.Since(i.since)
	}
	return end
}

// largeMessage is the size in bytes from which the memory of a message is not
// used for the next one.
const largeMessage = 64 << 10

// read reads the next message of the gateway.
func (i *interpreter) read(into *bytes.Buffer) error {
	if into.Reset(); into.Cap() > largeMessage {
		*into = bytes.Buffer{}
	}
	_, r, err := i.outer.NextReader()
	if err == nil {
		_, err = into.ReadFrom(r)
	}
	return err
}

// deadline is when the gateway must have said something.
func (i *interpreter) deadline() time.Time {
	if i.since.IsZero() {
		return i.by
	}
	return time.Now().Add(2*i.beat + i.a.waits.grace)
}

// lost is the ending of a connection that broke.
func (i *interpreter) lost(err error) ending {
	var closed *websocket.CloseError
	var ended *endedError
	switch {
	case errors.As(err, &ended):
		return ended.ending
	case errors.As(err, &closed):
		// The words of the gateway are of no use beyond its code.
		return ending{code: closed.Code, err: fmt.Errorf("the gateway closes with %d", closed.Code)}
	case errors.As(err, new(net.Error)) && i.since.IsZero():
		return ending{err: errors.New("the gateway does not let the bot in in time")}
	}
	return ending{err: redacted(err, i.a.o.Token)}
}

// An endedError tells that the connection is to end, and how.
type endedError struct{ ending }

// Error implements error.
func (e *endedError) Error() string { return e.err.Error() }

// heard deals with one message of the gateway. An error ends the connection.
func (i *interpreter) heard(ctx context.Context, raw []byte) error {
	m, err := readGatewayMessage(raw)
	if err != nil {
		return errNoMessage
	}
	switch m.Op {
	case opHello:
		return i.hello(m, raw)
	case opDispatch:
		return i.told(ctx, m)
	case opBeat:
		return i.send(opBeat, i.seq())
	case opAcknowledge:
		return i.acknowledged(raw)
	case opReconnect:
		return &endedError{ending{asked: true, err: errors.New("the gateway asks to connect again")}}
	case opInvalid:
		resumable, _ := readAs[bool](m.Data)
		return &endedError{ending{invalid: true, lost: !resumable, err: errors.New("the gateway does not know the session")}}
	}
	return nil // what else there may be is of no use
}

var errNoMessage = errors.New("the gateway said something that is no message")

// hello begins the conversation.
func (i *interpreter) hello(m gatewayMessage, raw []byte) error {
	d, err := readAs[struct {
		Beat int64 `json:"heartbeat_interval"` // in milliseconds
	}](m.Data)
	if err != nil || time.Duration(d.Beat)*time.Millisecond < leastBeat || i.beat != 0 {
		return errors.New("the gateway greets in an unknown manner")
	}
	i.beat = time.Duration(d.Beat) * time.Millisecond
	return i.pass(raw)
}

// acknowledged notes the answer to a beat. The library does not bear one while
// it opens.
func (i *interpreter) acknowledged(raw []byte) error {
	i.mu.Lock()
	i.waiting = false
	i.mu.Unlock()
	if i.since.IsZero() {
		return nil
	}
	return i.pass(raw)
}

// told deals with an event. Its number is noted once it was taken: an event that
// was not is told again to whoever goes on.
func (i *interpreter) told(ctx context.Context, m gatewayMessage) error {
	var err error
	switch m.Type {
	case "READY":
		err = i.begin(m)
	case "RESUMED":
		err = i.isUp(m, true)
	default:
		err = i.receive(ctx, m)
	}
	if err != nil {
		return err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ticket.seq = max(i.ticket.seq, m.Seq)
	return nil
}

// begin notes the ticket of a new session.
func (i *interpreter) begin(m gatewayMessage) error {
	d, err := readAs[struct {
		Session string `json:"session_id"`
		URL     string `json:"resume_gateway_url"`
	}](m.Data)
	if err != nil || d.Session == "" || !i.since.IsZero() {
		return errors.New("the gateway begins a session in an unknown manner")
	}
	i.mu.Lock()
	*i.ticket = ticket{session: d.Session, url: d.URL, seq: m.Seq}
	i.mu.Unlock()
	i.mark = markOf(d.Session)
	// The library needs to know no more than that it may send beats.
	m.Data, _ = json.Marshal(map[string]any{"v": 10, "session_id": d.Session})
	return i.isUp(m, false)
}

// markOf stands for a session, and does not tell which.
func markOf(session string) string {
	sum := sha256.Sum256([]byte(session))
	return hex.EncodeToString(sum[:6])
}

// isUp tells the library and the supervisor that the bot is heard.
func (i *interpreter) isUp(m gatewayMessage, resumed bool) error {
	i.since = time.Now()
	i.tell.up(resumed)
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return i.pass(raw)
}

// receive hands an event on. Whatever happens there, the connection stands.
func (i *interpreter) receive(ctx context.Context, m gatewayMessage) error {
	defer i.a.survive("an event was received")
	return i.a.receive(ctx, m.Type, m.Data, fmt.Sprintf("%s:%d", i.mark, m.Seq))
}

// speak passes on what the library says, until the pipe ends.
func (i *interpreter) speak() {
	for {
		_, raw, err := i.inner.ReadMessage()
		if err != nil {
			i.finish(ending{err: errors.New("the library for discord ended the connection")}, closeToResume)
			return
		}
		if err := i.said(raw); err != nil {
			i.finish(i.lost(err), closeToResume)
			return
		}
	}
}

// said deals with one message of the library: where there is a ticket it does
// not identify itself but goes on with that.
func (i *interpreter) said(raw []byte) error {
	m, err := readAs[gatewayMessage](raw)
	if err != nil {
		return errors.New("the library for discord said something that is no message")
	}
	switch {
	case m.Op == opIdentify && i.resuming:
		i.mu.Lock()
		resume := map[string]any{"token": i.a.o.Token, "session_id": i.ticket.session, "seq": i.ticket.seq}
		i.mu.Unlock()
		return i.send(opResume, resume)
	case m.Op == opIdentify:
		return i.identify(m.Data)
	case m.Op == opBeat:
		return i.sendBeat()
	}
	return nil
}

// identify passes on how the bot identifies itself. The names that the library
// has for its properties are no longer those of Discord.
func (i *interpreter) identify(raw json.RawMessage) error {
	d, err := readAs[map[string]any](raw)
	if err != nil {
		return errors.New("the library for discord identifies the bot in an unknown manner")
	}
	d["properties"] = map[string]string{"os": runtime.GOOS, "browser": "wirebrief", "device": "wirebrief"}
	err = i.send(opIdentify, d)
	i.tell.identified()
	return err
}

// sendBeat sends a beat, unless the one before had no answer: then nobody is
// there.
func (i *interpreter) sendBeat() error {
	i.mu.Lock()
	dead := i.waiting
	i.waiting = true
	i.mu.Unlock()
	if dead {
		return errors.New("the gateway does not answer beats")
	}
	return i.send(opBeat, i.seq())
}

// seq is the number of the last event as beats tell it, null before the first.
func (i *interpreter) seq() *int64 {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.ticket.seq == 0 {
		return nil
	}
	seq := i.ticket.seq
	return &seq
}

// send says something to the gateway.
func (i *interpreter) send(op int, data any) error {
	raw, err := json.Marshal(map[string]any{"op": op, "d": data})
	if err != nil {
		return err
	}
	i.speaking.Lock()
	defer i.speaking.Unlock()
	i.outer.SetWriteDeadline(time.Now().Add(dialTimeout))
	return i.outer.WriteMessage(websocket.TextMessage, raw)
}

// pass hands a message of the gateway on to the library.
func (i *interpreter) pass(raw []byte) error {
	i.inner.SetWriteDeadline(time.Now().Add(i.a.waits.abandon))
	if i.inner.WriteMessage(websocket.TextMessage, raw) != nil {
		return errors.New("the library for discord does not listen")
	}
	return nil
}
