package discord_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// listening is a world whose interactions come as requests.
func listening(t testing.TB, answer bot.Handler) (*world, *line) {
	t.Helper()
	return listeningWith(t, discord.Options{}, answer)
}

func listeningWith(t testing.TB, o discord.Options, answer bot.Handler) (*world, *line) {
	t.Helper()
	w := newWorld(t, discordtest.Options{})
	o.PublicKey = w.PublicKey()
	l := openWith(t, w.Server, o, answer)
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	l.logs("connected to discord")
	eventually(t, "the commands are there", func() bool { return len(w.Commands()) > 0 })
	if err := w.SetEndpoint(server.URL + discord.InteractionsPath); err != nil {
		t.Fatal(err)
	}
	return w, l
}

// TestEndpoint has interactions come as requests, with no gateway.
func TestEndpoint(t *testing.T) {
	w, l := listening(t, nil)
	w.asks(t, "one")
	l.hears("/latest one")
	if names, ok := w.ann.Complete(w.news, "latest", "topic", "kara").WaitChoices(); !ok || len(names) != 1 || names[0] != "chosen for kara" {
		t.Errorf("choices %v %q", ok, names)
	}
	eventually(t, "both have the answer of the endpoint", func() bool { return len(w.EndpointAnswers()) == 2 })
	for _, a := range w.EndpointAnswers() {
		if a.Status != http.StatusAccepted || len(a.Body) > 0 {
			t.Errorf("the endpoint answers %+v", a)
		}
	}
	if w.Connections() > 0 {
		t.Error("there is a connection to the gateway")
	}
	l.hangUp()
	use := w.ann.Slash(w.news, "/latest topic:two")
	eventually(t, "it is refused", func() bool { return w.status(use) == http.StatusServiceUnavailable })
}

// TestEndpointTrustsNobody is D25.
func TestEndpointTrustsNobody(t *testing.T) {
	w, l := listening(t, nil)
	command := []byte(`{"id":"7000000000000000001","application_id":"1","type":2,"token":"t","data":{"id":"1","name":"latest","type":1}}`)
	tests := map[string]struct {
		knock discordtest.Knock
		want  int
	}{
		"Ping":           {discordtest.Knock{Ping: true}, 200},
		"SlowClock":      {discordtest.Knock{Ping: true, Age: -time.Minute}, 200},
		"FastClock":      {discordtest.Knock{Ping: true, Age: time.Minute}, 200},
		"PingOld":        {discordtest.Knock{Ping: true, Age: 10 * time.Minute}, 401},
		"BadSignature":   {discordtest.Knock{Body: command, BadSignature: true}, 401},
		"NoSignature":    {discordtest.Knock{Body: command, NoSignature: true}, 401},
		"EmptySignature": {discordtest.Knock{Body: command, OddSignature: " "}, 401},
		"ShortSignature": {discordtest.Knock{Body: command, OddSignature: "0a0b"}, 401},
		"OddSignature":   {discordtest.Knock{Body: command, OddSignature: strings.Repeat("z", 128)}, 401},
		"Altered":        {discordtest.Knock{Body: command, Altered: true}, 401},
		"Old":            {discordtest.Knock{Body: command, Age: 6 * time.Minute}, 401},
		"FromTheFuture":  {discordtest.Knock{Body: command, Age: -6 * time.Minute}, 401},
		"TooLong":        {discordtest.Knock{Body: bytes.Repeat([]byte(" "), 2<<20)}, 413},
		"NotJSON":        {discordtest.Knock{Body: []byte("<html>")}, 400},
		"NoID":           {discordtest.Knock{Body: []byte(`{"type":2}`)}, 400},
		"Null":           {discordtest.Knock{Body: []byte(`null`)}, 400},
		"List":           {discordtest.Knock{Body: []byte(`[]`)}, 400},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := w.Knock(tt.knock)
			if a.Err != nil || a.Status != tt.want {
				t.Errorf("got %d %q %v", a.Status, a.Body, a.Err)
			}
			if tt.knock.Ping && tt.want == 200 && (string(a.Body) != `{"type":1}` || a.ContentType != "application/json") {
				t.Errorf("got %q as %s", a.Body, a.ContentType)
			}
		})
	}
	if got := l.texts(); len(got) > 0 {
		t.Errorf("it does %q", got)
	}
	// Of three that Discord has signed and that are of another time.
	if n := strings.Count(l.journal.String(), "if the clock of this machine is wrong, set it"); n != 1 {
		t.Errorf("it says %d times that the clock may be wrong", n)
	}
	t.Run("Get", func(t *testing.T) {
		r := httptest.NewRecorder()
		l.ServeHTTP(r, httptest.NewRequest(http.MethodGet, discord.InteractionsPath, nil))
		if r.Code != http.StatusMethodNotAllowed || r.Header().Get("Allow") != http.MethodPost {
			t.Errorf("got %d", r.Code)
		}
	})
	t.Run("WithTheGateway", func(t *testing.T) {
		w := newWorld(t, discordtest.Options{})
		l := w.online(t, discord.Options{})
		r := httptest.NewRecorder()
		l.ServeHTTP(r, httptest.NewRequest(http.MethodPost, discord.InteractionsPath, strings.NewReader("{}")))
		if r.Code != http.StatusNotFound {
			t.Errorf("got %d", r.Code)
		}
	})
}

// TestEndpointTakesEachOnce sends one interaction again and again.
func TestEndpointTakesEachOnce(t *testing.T) {
	w, l := listening(t, nil)
	u := w.ann.Slash(w.news, "/latest topic:one")
	u.WaitFor(within)
	body := fmt.Appendf(nil, `{"id":"%d","application_id":"%d","type":2,"token":"%s","channel_id":"%d","data":{"id":"1","name":"latest","type":1}}`, u.ID(), w.ApplicationID(), u.Token(), w.news.ID())
	for range 3 {
		if a := w.Knock(discordtest.Knock{Body: body}); a.Status != http.StatusAccepted {
			t.Errorf("got %d", a.Status)
		}
	}
	w.asks(t, "two")
	l.hears("/latest one", "/latest two")
}

func TestEndpointTokenIsRefused(t *testing.T) {
	w, l := listening(t, func(context.Context, bot.Command) (bot.Reply, error) { return bot.Reply{}, nil })
	w.Revoke()
	l.Send(t.Context(), bot.ChatRef{Platform: discord.Platform, ID: w.news.ID().String()}, saying("x").Messages[0])
	l.isRefused("get a new one from the Bot page")
}
