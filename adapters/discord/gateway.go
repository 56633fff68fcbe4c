package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// The kinds of message on the gateway.
const (
	opDispatch    = 0
	opBeat        = 1
	opIdentify    = 2
	opResume      = 6
	opReconnect   = 7
	opInvalid     = 9
	opHello       = 10
	opAcknowledge = 11
)

const (
	// closeToResume is the code with which a connection is closed that is to
	// go on: 1000 and 1001 end its session.
	closeToResume = 4000
	// maxMessage bounds a message of the gateway in bytes.
	maxMessage = 64 << 20
	// leastBeat is the shortest time between beats that is believed.
	leastBeat = 10 * time.Millisecond
)

// A gatewayMessage is one message of the gateway.
type gatewayMessage struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// readGatewayMessage reads one. Most of it is what an event tells, which is not
// decoded but where it is of use; it is not yet known to be JSON.
func readGatewayMessage(raw []byte) (gatewayMessage, error) {
	var m gatewayMessage
	plain := true
	number := func(b []byte) (n int64) {
		if string(b) != "null" {
			var err error
			n, err = strconv.ParseInt(string(b), 10, 64)
			plain = plain && err == nil
		}
		return n
	}
	ok := eachField(raw, func(key, value []byte) {
		switch string(key) {
		case "op":
			m.Op = int(number(value))
		case "s":
			m.Seq = number(value)
		case "d":
			m.Data = value
		case "t":
			if string(value) != "null" {
				name, err := strconv.Unquote(string(value))
				m.Type, plain = name, plain && err == nil
			}
		}
	})
	if ok && plain {
		return m, nil
	}
	return readAs[gatewayMessage](raw)
}

// dial reaches the gateway until a time.
func (a *Adapter) dial(ctx context.Context, address string, by time.Time) (*websocket.Conn, error) {
	target, err := a.gatewayURL(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithDeadlineCause(ctx, by, errNoAnswer)
	defer cancel()
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: dialTimeout}
	conn, answer, err := dialer.DialContext(ctx, target, http.Header{"User-Agent": {userAgent}})
	if err != nil {
		f := broken(ctx, err, false, a.o.Token)
		f.route = "the gateway"
		if answer != nil {
			f.Status, f.RetryAfter = answer.StatusCode, seconds(answer.Header.Get("Retry-After"))
		}
		return nil, f
	}
	conn.SetReadLimit(maxMessage)
	return conn, nil
}

// gatewayURL completes the address of a gateway. The token goes there, so it
// must be as safe as that of the API.
func (a *Adapter) gatewayURL(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "wss" && (u.Scheme != "ws" || !strings.HasPrefix(a.o.BaseURL, "http://")) {
		return "", &failure{Message: "its address is no wss:// address", route: "the gateway"}
	}
	u.Path = cmp.Or(u.Path, "/")
	u.RawQuery = "v=10&encoding=json"
	return u.String(), nil
}
