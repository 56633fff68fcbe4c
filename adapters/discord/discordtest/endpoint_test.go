package discordtest_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"wirebrief/adapters/discord/discordtest"
)

// A desk is an interactions endpoint: answer is what it answers to everything
// that is signed and no PING.
type desk struct {
	*httptest.Server
	got    chan discordtest.Interaction
	answer atomic.Pointer[func(w http.ResponseWriter)]
	// careless answers also what is not signed.
	careless bool
}

// newDesk starts an endpoint that checks signatures as discordgo does.
func newDesk(t *testing.T, s *discordtest.Server) *desk {
	key, err := hex.DecodeString(s.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{got: make(chan discordtest.Interaction, 10)}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !discordgo.VerifyInteraction(r, ed25519.PublicKey(key)) && !d.careless {
			http.Error(w, "invalid request signature", http.StatusUnauthorized)
			return
		}
		var i discordtest.Interaction
		if body, err := io.ReadAll(r.Body); err != nil || json.Unmarshal(body, &i) != nil {
			http.Error(w, "no interaction", http.StatusBadRequest)
			return
		}
		if i.Type == discordtest.PingInteraction {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"type":1}`)
			return
		}
		d.got <- i
		(*d.answer.Load())(w)
	}))
	t.Cleanup(d.Close)
	return d
}

func (d *desk) answers(status int, body string) {
	answer := func(w http.ResponseWriter) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
	d.answer.Store(&answer)
}

func TestEndpoint(t *testing.T) {
	t.Run("AnswersInline", func(t *testing.T) {
		p := play(t)
		d := newDesk(t, p.Server)
		if err := p.SetEndpoint(d.URL); err != nil {
			t.Fatal(err)
		}
		d.answers(200, `{"type":4,"data":{"content":"By HTTP","flags":64}}`)
		use := p.ben.Slash(p.room, "/latest topic:rain")
		if i := <-d.got; i.ID != use.ID() || i.Data.Name != "latest" || i.Member.User.ID != p.ben.ID() {
			t.Errorf("the interaction is %+v", i)
		}
		if post, ok := use.Wait(); !ok || post.Content != "By HTTP" || post.EphemeralFor != p.ben {
			t.Errorf("the post is %+v", post)
		}
		p.nothing()
	})
	t.Run("AnswersByCallback", func(t *testing.T) {
		p := play(t)
		d := newDesk(t, p.Server)
		if err := p.SetEndpoint(d.URL); err != nil {
			t.Fatal(err)
		}
		d.answers(202, "")
		use := p.ben.Slash(p.room, "/latest")
		p.answer(<-d.got, 4, object{"content": "By callback"})
		if post, ok := use.Wait(); !ok || post.Content != "By callback" {
			t.Errorf("the post is %+v", post)
		}
		p.Server.Wait(within, func() bool { return len(p.EndpointAnswers()) == 1 })
		if got := p.EndpointAnswers(); len(got) != 1 || got[0].Status != 202 || got[0].Interaction != use.ID() {
			t.Errorf("EndpointAnswers are %+v", got)
		}
	})
	t.Run("AnswersNonsense", func(t *testing.T) {
		p := unwatched(t)
		d := newDesk(t, p.Server)
		if err := p.SetEndpoint(d.URL); err != nil {
			t.Fatal(err)
		}
		d.answers(200, `{"type":77}`)
		p.ben.Slash(p.room, "/latest")
		<-d.got
		if !p.Server.Wait(within, func() bool { return len(p.Violations()) == 1 }) {
			t.Errorf("violations are %q", p.Violations())
		}
	})
	t.Run("BackToTheGateway", func(t *testing.T) {
		p := play(t)
		if err := p.SetEndpoint(newDesk(t, p.Server).URL); err != nil {
			t.Fatal(err)
		}
		if err := p.SetEndpoint(""); err != nil {
			t.Fatal(err)
		}
		p.ben.Slash(p.room, "/latest")
		p.interaction()
	})
	t.Run("CarelessIsNotTaken", func(t *testing.T) {
		p := play(t)
		d := newDesk(t, p.Server)
		d.careless = true
		if err := p.SetEndpoint(d.URL); err == nil || !strings.Contains(err.Error(), "must be 401") {
			t.Errorf("the error is %v", err)
		}
		p.ben.Slash(p.room, "/latest")
		p.interaction()
	})
	t.Run("WithoutPongIsNotTaken", func(t *testing.T) {
		p := play(t)
		d := httptest.NewServer(http.NotFoundHandler())
		defer d.Close()
		if err := p.SetEndpoint(d.URL); err == nil || !strings.Contains(err.Error(), "must be a PONG") {
			t.Errorf("the error is %v", err)
		}
		if a := p.Knock(discordtest.Knock{Ping: true}); a.Err == nil {
			t.Errorf("nobody is there to knock at, but the answer is %+v", a)
		}
	})
	t.Run("SilentIsNotTaken", func(t *testing.T) {
		p := play(t)
		d := httptest.NewServer(http.NotFoundHandler())
		d.Close()
		if err := p.SetEndpoint(d.URL); err == nil {
			t.Error("nobody is there, and that is no error")
		}
	})
}

func TestKnock(t *testing.T) {
	p := play(t)
	d := newDesk(t, p.Server)
	if err := p.SetEndpoint(d.URL); err != nil {
		t.Fatal(err)
	}
	d.answers(202, "")
	body := []byte(fmt.Sprintf(`{"id":"1","type":2,"token":"t","application_id":"%v"}`, p.ApplicationID()))
	tests := map[string]struct {
		knock  discordtest.Knock
		status int
	}{
		"Ping":         {discordtest.Knock{Ping: true}, 200},
		"Proper":       {discordtest.Knock{Body: body}, 202},
		"BadSignature": {discordtest.Knock{Body: body, BadSignature: true}, 401},
		"NoSignature":  {discordtest.Knock{Body: body, NoSignature: true}, 401},
		"OddSignature": {discordtest.Knock{Body: body, OddSignature: "zz"}, 401},
		"AlteredBody":  {discordtest.Knock{Body: body, Altered: true}, 401},
		// discordgo looks at no time: that is up to the bot.
		"Old": {discordtest.Knock{Body: body, Age: time.Hour}, 202},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if a := p.Knock(test.knock); a.Err != nil || a.Status != test.status {
				t.Errorf("the answer is %+v, want %d", a, test.status)
			}
		})
	}
}
