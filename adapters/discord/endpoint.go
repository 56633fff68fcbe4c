package discord

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxInteraction bounds an interaction in bytes: a form or the message of
	// a button is a few kilobytes.
	maxInteraction = 1 << 20
	// maxAge is how far the time of a request may be from ours, either way: who
	// has seen an old one cannot make it again, and clocks differ.
	maxAge = 5 * time.Minute
	// typePing asks whether there is anybody.
	typePing = 1
)

// ServeHTTP takes an interaction that Discord sends, where the adapter has a
// PublicKey: it answers 202 once it is kept, and the answer itself goes to
// Discord as it does with the gateway. What cannot be kept in time gets 503, so
// that Discord shows to who asked that it failed. What is not signed by Discord,
// or long ago, gets 401 and changes nothing: Discord tries that on purpose.
// Outside Run nothing is taken but Discord's question whether there is anybody.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.key == nil {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "post interactions here", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxInteraction))
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		http.Error(w, "an interaction is shorter", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil || !a.signed(r.Header, body) {
		http.Error(w, "invalid request signature", http.StatusUnauthorized)
		return
	}
	a.serveSigned(w, r, body)
}

// signed reports whether Discord has sent a body, and lately.
func (a *Adapter) signed(h http.Header, body []byte) bool {
	stamp := h.Get("X-Signature-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	if err != nil || len(signature) != ed25519.SignatureSize || !ed25519.Verify(a.key, append([]byte(stamp), body...), signature) {
		return false
	}
	if age := a.o.Now().Sub(time.Unix(seconds, 0)); age.Abs() > maxAge {
		a.tellClock(age)
		return false
	}
	return true
}

// tellClock says that what Discord has signed is of another time: with a wrong
// clock nobody is answered, and nothing else tells why.
func (a *Adapter) tellClock(age time.Duration) {
	if a.clock.due() {
		a.o.Logger.Warn("an interaction that discord has signed is of another time, and was refused: if the clock of this machine is wrong, set it, for all are refused then; else somebody has sent an old one again", "platform", Platform, "age", age.Round(time.Second))
	}
}

// serveSigned takes what Discord has sent.
func (a *Adapter) serveSigned(w http.ResponseWriter, r *http.Request, body []byte) {
	head, err := readAs[struct {
		ID   snowflake `json:"id"`
		Type int       `json:"type"`
	}](body)
	switch {
	case err == nil && head.Type == typePing:
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"type":1}`)
	case err != nil || head.ID == 0:
		http.Error(w, "this is no interaction", http.StatusBadRequest)
	case a.takePush(r.Context(), body) != nil:
		w.Header().Set("Retry-After", "5")
		http.Error(w, "come back in a moment", http.StatusServiceUnavailable)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}
