package telegram

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// WebhookPath is where main mounts an Adapter whose updates are pushed.
const WebhookPath = "/telegram/webhook"

// A Webhook is where Telegram pushes updates. The zero value is none.
type Webhook struct {
	// URL is the public address under which ServeHTTP is reached, with its
	// path. Telegram itself takes https only, on the ports 443, 80, 88 and
	// 8443.
	URL string
	// Secret comes with each request, 1 to 256 letters, digits, "_" and "-".
	// By default it is made of the token, so that nobody has to keep it.
	Secret string
}

const (
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	// maxUpdate bounds a pushed update in bytes.
	maxUpdate = 1 << 20
	// webhookConnections is how many updates are pushed at once.
	webhookConnections = 40
)

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

func (w Webhook) check(baseURL string) error {
	if w.URL == "" {
		return nil
	}
	u, err := url.Parse(w.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("the address for the updates of telegram is none: set web.public_url to something like https://news.example.com")
	}
	if strings.TrimRight(baseURL, "/") == DefaultBaseURL && (u.Scheme != "https" || !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port())) {
		return errors.New("telegram pushes updates to https addresses on the ports 443, 80, 88 and 8443 only: change web.public_url, or set telegram.webhook to off")
	}
	if !secretForm.MatchString(w.Secret) {
		return errors.New("the secret for the updates of telegram may have 256 letters, digits, _ and - only")
	}
	return nil
}

// webhookSecret makes a secret of the token that tells nothing about it.
func webhookSecret(token string) string {
	mac := hmac.New(sha256.New, []byte(token))
	io.WriteString(mac, "wirebrief webhook")
	return hex.EncodeToString(mac.Sum(nil))
}

// ServeHTTP takes an update that Telegram pushes: it answers 200 once the update
// is stored, so that Telegram sends again what was not. Whoever does not know
// the secret gets 401 and changes nothing. It works outside Run, too: Run then
// answers what was stored.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if status, text := a.pushed(w, r); status != http.StatusOK {
		if status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "5")
		}
		http.Error(w, text, status)
	}
}

// pushed stores an update and returns the status for it.
func (a *Adapter) pushed(w http.ResponseWriter, r *http.Request) (status int, text string) {
	switch {
	case a.o.Webhook.URL == "":
		return http.StatusNotFound, "not found"
	case subtle.ConstantTimeCompare([]byte(r.Header.Get(secretHeader)), []byte(a.o.Webhook.Secret)) != 1:
		return http.StatusUnauthorized, "this address is for Telegram"
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed, "post updates here"
	case a.isFull():
		return http.StatusServiceUnavailable, "come back in a moment"
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		return http.StatusRequestEntityTooLarge, "an update is shorter"
	}
	if err != nil || !json.Valid(body) {
		return http.StatusBadRequest, "this is no update"
	}
	if _, err := a.take(r.Context(), []json.RawMessage{body}); err != nil {
		a.o.Logger.Error("an update that telegram has pushed was not stored; it will come again", "platform", Platform, "err", err)
		return http.StatusInternalServerError, "not stored"
	}
	return http.StatusOK, ""
}

func (a *Adapter) isFull() bool {
	a.at.RLock()
	defer a.at.RUnlock()
	return a.at.work != nil && a.at.work.Full()
}

// keepWebhook has Telegram push updates until ctx ends or the token is refused,
// and looks now and then whether it does. The webhook stays when the program
// ends: Telegram keeps what it cannot push, and polling removes it.
func (a *Adapter) keepWebhook(ctx context.Context) error {
	// That nothing could be pushed before the start is no wonder.
	p := pusher{a: a, failed: a.o.Now().Unix()}
	t := trouble{a: a}
	for {
		err := p.renew(ctx)
		switch {
		case err == nil:
			t.over()
			err = sleep(ctx, a.waits.check)
		case ctx.Err() == nil && refusesToken(err):
			if err = sleep(ctx, a.waits.first); err == nil {
				err = a.connect(ctx)
			}
		default:
			err = t.wait(ctx, err)
		}
		if err != nil {
			return err
		}
	}
}

// A pusher is what is known about the webhook: whether it was set, and the last
// failure to push that was logged, in seconds.
type pusher struct {
	a      *Adapter
	set    bool
	failed int64
}

// renew sets the webhook unless it is set.
func (p *pusher) renew(ctx context.Context) error {
	own, log := p.a.o.Webhook, p.a.o.Logger
	var info struct {
		URL       string `json:"url"`
		Pending   int    `json:"pending_update_count"`
		ErrorAt   int64  `json:"last_error_date"`
		ErrorText string `json:"last_error_message"`
	}
	if err := p.a.client.call(ctx, "getWebhookInfo", nil, &info); err != nil {
		return err
	}
	if info.URL == own.URL && info.ErrorAt > p.failed {
		log.Warn("telegram could not push updates: is web.public_url reachable from the Internet?", "platform", Platform, "problem", info.ErrorText, "at", time.Unix(info.ErrorAt, 0).UTC(), "waiting", info.Pending)
		p.failed = info.ErrorAt
	}
	if p.set && info.URL == own.URL {
		return nil
	}
	if p.set || info.URL != "" && info.URL != own.URL {
		log.Warn("another program has changed where telegram pushes the messages of this bot; now this program receives them: end the other one, or give it a bot of its own", "platform", Platform)
	}
	err := p.a.client.call(ctx, "setWebhook", params{
		"url": own.URL, "secret_token": own.Secret, "allowed_updates": allowedUpdates, "max_connections": webhookConnections,
	}, nil)
	p.set = p.set || err == nil
	return err
}
