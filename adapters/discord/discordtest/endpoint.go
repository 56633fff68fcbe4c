package discordtest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// endpoint is the address to which interactions are posted instead of the
// gateway.
type endpoint struct {
	url    string
	client *http.Client
	seen   []EndpointAnswer
}

// The headers by which a request of Discord is known.
const (
	SignatureHeader = "X-Signature-Ed25519"
	TimestampHeader = "X-Signature-Timestamp"
)

// maxEndpointAnswer bounds what is read of an answer of the endpoint.
const maxEndpointAnswer = 25 << 20

// An EndpointAnswer is what the bot's endpoint answered to an interaction.
type EndpointAnswer struct {
	Interaction ID
	Status      int
	ContentType string
	Body        []byte
	// Err is why there was no answer.
	Err error
}

// SetEndpoint takes interactions to an address of the bot, or back to the
// gateway if it is empty. As Discord does, it first sends a PING, and one whose
// signature is wrong: the error tells what the endpoint answered instead of
// what it must.
func (s *Server) SetEndpoint(url string) error {
	s.mu.Lock()
	s.endpoint.url = url
	s.mu.Unlock()
	if url == "" {
		return nil
	}
	err := errors.Join(s.checkPing(), s.checkForged())
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.endpoint.url = ""
	}
	return err
}

func (s *Server) checkPing() error {
	a := s.Knock(Knock{Ping: true})
	var pong callbackForm
	switch {
	case a.Err != nil:
		return fmt.Errorf("ping the interactions endpoint: %w", a.Err)
	case a.Status != http.StatusOK || json.Unmarshal(a.Body, &pong) != nil || pong.Type != AnswerPong:
		return fmt.Errorf("the interactions endpoint answers PING with %d %q: it must be a PONG", a.Status, a.Body)
	case a.ContentType == "":
		return errors.New("the interactions endpoint answers PING without a Content-Type")
	}
	return nil
}

func (s *Server) checkForged() error {
	a := s.Knock(Knock{Ping: true, BadSignature: true})
	switch {
	case a.Err != nil:
		return fmt.Errorf("ping the interactions endpoint: %w", a.Err)
	case a.Status != http.StatusUnauthorized:
		return fmt.Errorf("the interactions endpoint answers a request with a wrong signature with %d: it must be 401", a.Status)
	}
	return nil
}

// A Knock is a request to the endpoint that a test orders. Without more it is a
// proper one.
type Knock struct {
	// Ping sends a PING; otherwise Body is sent, as it stands.
	Ping bool
	Body []byte
	// BadSignature signs something else, NoSignature leaves the headers out,
	// OddSignature sends what is no signature at all.
	BadSignature, NoSignature bool
	OddSignature              string
	// Altered changes the body after it was signed.
	Altered bool
	// Age is how old the timestamp is; in the future if it is negative.
	Age time.Duration
}

// Knock makes a request to the endpoint and returns what it answered.
func (s *Server) Knock(k Knock) EndpointAnswer {
	s.mu.Lock()
	url, now := s.endpoint.url, s.now()
	if k.Ping {
		i := Interaction{ID: s.newID(), ApplicationID: s.app, Type: PingInteraction, Token: newInteractionToken(), Version: 1,
			Entitlements: []struct{}{}, User: new(s.bot.user), AuthorizingIntegrationOwners: map[string]ID{}}
		k.Body, _ = json.Marshal(i) // a struct of texts and numbers can be written
	}
	s.mu.Unlock()
	if url == "" {
		return EndpointAnswer{Err: errors.New("there is no interactions endpoint: see SetEndpoint")}
	}
	return s.knock(url, k, now)
}

func (s *Server) knock(url string, k Knock, now time.Time) EndpointAnswer {
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, url, nil)
	if err != nil {
		return EndpointAnswer{Err: err}
	}
	s.sign(r, k, now)
	body := bytes.Clone(k.Body)
	if k.Altered {
		body = append(body, ' ')
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	answer, err := s.endpoint.client.Do(r)
	if err != nil {
		return EndpointAnswer{Err: err}
	}
	defer answer.Body.Close()
	a := EndpointAnswer{Status: answer.StatusCode, ContentType: answer.Header.Get("Content-Type")}
	a.Body, a.Err = io.ReadAll(io.LimitReader(answer.Body, maxEndpointAnswer))
	return a
}

// sign sets the headers of a request.
func (s *Server) sign(r *http.Request, k Knock, now time.Time) {
	if k.NoSignature {
		return
	}
	at := strconv.FormatInt(now.Add(-k.Age).Unix(), 10)
	signed := append([]byte(at), k.Body...)
	if k.BadSignature {
		signed = append(signed, '!')
	}
	signature := hex.EncodeToString(ed25519.Sign(s.key, signed))
	if k.OddSignature != "" {
		signature = k.OddSignature
	}
	r.Header.Set(SignatureHeader, signature)
	r.Header.Set(TimestampHeader, at)
}

// EndpointAnswers are those to the interactions of people, oldest first. Only
// the last 10,000 or so are kept.
func (s *Server) EndpointAnswers() []EndpointAnswer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.endpoint.seen)
}

// postInteraction posts an interaction to the endpoint. It is called with mu
// held; the answer comes later.
func (s *Server) postInteraction(i *interaction, body []byte) {
	if s.gateway.closed {
		return
	}
	url, now := s.endpoint.url, s.now()
	s.working.Go(func() {
		a := s.knock(url, Knock{Body: body}, now)
		a.Interaction = i.id
		s.takeEndpointAnswer(i, a)
	})
}

// takeEndpointAnswer takes the answer that stands in that of the endpoint. With
// 202 and no body it comes by a callback, with an error never.
func (s *Server) takeEndpointAnswer(i *interaction, a EndpointAnswer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if len(s.endpoint.seen) >= 2*maxCalls {
		s.endpoint.seen = slices.Clone(s.endpoint.seen[maxCalls:])
	}
	s.endpoint.seen = append(s.endpoint.seen, a)
	i.refused = a.Err != nil || a.Status/100 != 2
	if a.Status != http.StatusOK || a.Err != nil || i.answered != 0 || i.late() {
		return
	}
	var f callbackForm
	err := json.Unmarshal(a.Body, &f)
	if err == nil {
		_, err = s.take(i, &f, &Call{})
	}
	if err != nil {
		s.violateLocked("the interactions endpoint answered with what is no answer: ", err.Error())
	}
}
