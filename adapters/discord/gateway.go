package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
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
