package discordtest_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"wirebrief/adapters/discord/discordtest"
)

// within is how long a test waits for what should happen at once.
const within = time.Minute

// A line is a connection to the gateway without any library.
type line struct {
	t    *testing.T
	s    *discordtest.Server
	conn *websocket.Conn
	// session and seq are what READY and events told.
	session string
	seq     int64
	// packed counts events that came compressed.
	packed int
}

// An event is one of the gateway.
type event struct {
	Op int
	T  string
	S  *int64
	D  json.RawMessage
}

// startGateway starts a server without rate limits whose beats are fast and
// whose shards need not wait to identify.
func startGateway(t *testing.T, o discordtest.GatewayOptions) *discordtest.Server {
	t.Helper()
	if o.Beat == 0 {
		o.Beat = time.Second
	}
	if o.IdentifyPause == 0 {
		o.IdentifyPause = time.Nanosecond
	}
	return discordtest.Start(t, discordtest.Options{Gateway: o, Limits: &discordtest.Limits{}, Schema: description(t)})
}

// description is Discord's own of the REST API, nil if the environment names
// no folder that has it: then nothing is held against it.
func description(t *testing.T) *discordtest.Schema {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Log("WIREBRIEF_TESTDATA is not set: requests are not held against the description of the API")
		return nil
	}
	schema, err := discordtest.LoadSchema(filepath.Join(folder, "specs", "discord-openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// dial connects, without reading Hello.
func dial(t *testing.T, s *discordtest.Server, address string) *line {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetReadDeadline(time.Now().Add(within))
	return &line{t: t, s: s, conn: conn}
}

// connect connects and reads Hello.
func connect(t *testing.T, s *discordtest.Server) *line {
	t.Helper()
	l := dial(t, s, s.GatewayURL()+"?v=10&encoding=json")
	l.want(10, "")
	return l
}

// login connects and identifies with intents.
func login(t *testing.T, s *discordtest.Server, intents discordtest.Intents) *line {
	t.Helper()
	l := connect(t, s)
	l.identify(map[string]any{"intents": intents})
	l.ready()
	return l
}

// identify sends op 2 with the token, unless fields say otherwise.
func (l *line) identify(fields map[string]any) {
	l.t.Helper()
	d := map[string]any{"token": l.s.Token(), "properties": map[string]string{"os": "linux"}}
	for name, value := range fields {
		d[name] = value
	}
	l.send(2, d)
}

// resume sends op 6 on a new connection, for the session of l.
func (l *line) resume(seq int64) *line {
	l.t.Helper()
	n := dial(l.t, l.s, l.s.ResumeURL()+"?v=10&encoding=json")
	n.want(10, "")
	n.session = l.session
	n.send(6, map[string]any{"token": l.s.Token(), "session_id": l.session, "seq": seq})
	return n
}

func (l *line) send(op int, d any) {
	l.t.Helper()
	if err := l.conn.WriteJSON(map[string]any{"op": op, "d": d}); err != nil {
		l.t.Fatal(err)
	}
}

// read reads one event.
func (l *line) read() (e event, err error) {
	kind, message, err := l.conn.ReadMessage()
	if err != nil {
		return e, err
	}
	if kind == websocket.BinaryMessage {
		l.packed++
		z, err := zlib.NewReader(bytes.NewReader(message))
		if err != nil {
			return e, err
		}
		if message, err = io.ReadAll(z); err != nil {
			return e, err
		}
	}
	if err := json.Unmarshal(message, &e); err != nil {
		return e, err
	}
	if e.S != nil {
		l.seq = *e.S
	}
	return e, nil
}

// want reads the next event and checks what it is.
func (l *line) want(op int, name string) event {
	l.t.Helper()
	e, err := l.read()
	if err != nil {
		l.t.Fatalf("waiting for op %d %s: %v", op, name, err)
	}
	if e.Op != op || e.T != name {
		l.t.Fatalf("got op %d %s %s, want op %d %s", e.Op, e.T, e.D, op, name)
	}
	return e
}

// wantEvent reads until an event of a name comes.
func (l *line) wantEvent(name string) event {
	l.t.Helper()
	for {
		e, err := l.read()
		if err != nil {
			l.t.Fatalf("waiting for %s: %v", name, err)
		}
		if e.T == name {
			return e
		}
	}
}

// nothing checks that nothing but answers to heartbeats comes: that of one sent
// now is the next.
func (l *line) nothing() {
	l.t.Helper()
	l.send(1, l.seq)
	l.want(11, "")
}

// ready reads READY and remembers the session.
func (l *line) ready() {
	l.t.Helper()
	var ready struct {
		SessionID string `json:"session_id"`
	}
	unmarshal(l.t, l.want(0, "READY").D, &ready)
	l.session = ready.SessionID
}

// wantClose reads until the connection is closed and checks the code.
func (l *line) wantClose(code int) {
	l.t.Helper()
	for {
		_, err := l.read()
		if err == nil {
			continue
		}
		var closed *websocket.CloseError
		if !errors.As(err, &closed) && code == websocket.CloseAbnormalClosure {
			return // a broken connection has no code at all
		}
		if closed == nil || closed.Code != code {
			l.t.Fatalf("the connection ended with %v, want code %d", err, code)
		}
		return
	}
}

// hangUp closes the connection with a code and waits until the gateway knows.
func (l *line) hangUp(code int) {
	l.t.Helper()
	before := len(l.s.Closings())
	if err := l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(within)); err != nil {
		l.t.Fatal(err)
	}
	if !l.s.Wait(within, func() bool { return len(l.s.Closings()) > before }) {
		l.t.Fatal("the gateway has not noticed the close")
	}
}

func unmarshal(t *testing.T, body []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
}

// rest calls the API with JSON and returns what it answers, which must be a
// success.
func rest(t testing.TB, s *discordtest.Server, method, path string, body any) []byte {
	t.Helper()
	status, answer := restStatus(t, s, method, path, body)
	if status >= 300 {
		t.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	return answer
}

// restStatus is rest for any answer.
func restStatus(t testing.TB, s *discordtest.Server, method, path string, body any) (status int, answer []byte) {
	t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if body == nil {
		sent = nil
	}
	r, err := http.NewRequest(method, s.URL()+path, bytes.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	r.Close = true // no connection shall outlive the test
	r.Header.Set("Authorization", "Bot "+s.Token())
	r.Header.Set("User-Agent", "DiscordBot (https://news.example, 1.0)")
	r.Header.Set("Content-Type", "application/json")
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if answer, err = io.ReadAll(a.Body); err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, answer
}
