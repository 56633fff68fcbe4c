package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// troubles are what stands between the bot and its server, one after the other.
// All that can, shows the token. Those that end everything come last, see
// TestTelegramTokenIsNotShown; here they spare the request that asks whether the
// token is refused indeed.
var troubles = append(slices.Clip(proxyTroubles),
	refuses(500, "Internal Server Error: at "), refuses(429, "Too Many Requests: retry after 1, "), refuses(400, "Bad Request: not known: "),
	refuses(409, "Conflict: somebody else uses "), sparing("/getMe", refuses(401, "Unauthorized: ")), sparing("/getMe", refuses(404, "Not Found: ")),
)

// sparing is a trouble that requests with such an end of their path do not meet:
// the server errs there.
func sparing(end string, trouble http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, end) {
			refuses(500, "Internal Server Error: at ")(w, r)
			return
		}
		trouble(w, r)
	}
}

// refuses answers as the Bot API does, and shows the token.
func refuses(code int, why string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"ok":false,"error_code":%d,"description":%q,"parameters":{"retry_after":1}}`, code, why+r.URL.Path)
	}
}

// TestTelegramTokenIsNotShown runs the service through all that can go wrong
// with a connection, each with every kind of request. That the token shows up
// nowhere is looked at by newTelegramProgram.
func TestTelegramTokenIsNotShown(t *testing.T) {
	t.Parallel()
	p := newTelegramProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	p.storeNews()
	front := newSpoiler(t, p.URL())
	for _, dead := range []string{"http://127.0.0.1:1", "http://no-such-host.invalid", "https" + front.URL[len("http"):]} {
		p.env = append(p.env, "WIREBRIEF_TELEGRAM_BASE_URL="+dead)
		p.log.waitForMore(t, "telegram does not answer", p.start)
		p.stop()
	}
	p.env = append(p.env, "WIREBRIEF_TELEGRAM_BASE_URL="+front.URL)
	p.start()
	ana := p.guest("Ana")
	ana.Start("")
	ana.expect("Name a topic, or take one.")
	ana.ask("/subscribe ellery", "Following ellery")
	do := func(int) {
		ana.Say(ana.room, "/latest")
		ana.Type(ana.room, "ellery")
		ana.PressForged(ana.room, 1, "x")
	}
	front.spoil(2, troubles...)
	front.spoils(t, 2*len(troubles), do)
	edit(t, p.file, `UPDATE chats SET next_digest = ?`, time.Now().UnixMilli())
	front.spoils(t, len(troubles), do) // now of digests, too
	p.stop()
	for _, refused := range []http.HandlerFunc{refuses(401, "Unauthorized: "), refuses(404, "Not Found: ")} {
		front.spoil(1, refused)
		p.log.waitForMore(t, "a platform refuses the bot", p.start)
		p.stop()
	}
}
