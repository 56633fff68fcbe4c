package telegramtest

import (
	"bytes"
	"cmp"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// A webhook is the address at which updates are posted.
type webhook struct {
	url, secret string
	certificate bool
	connections int
	set         time.Time
	failedAt    time.Time
	failure     string
	// generation tells deliveries of an older webhook from those of this one.
	generation int
	inFlight   int
}

// secretHeader is where the secret of a webhook stands.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token"

const (
	webhookTimeout  = 60 * time.Second
	maxWebhookPause = time.Minute
	maxRetryAfter   = time.Hour
)

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

// setWebhook takes updates to an address, or back to getUpdates if that is
// empty.
func (s *Server) setWebhook(c *Call) (any, error) {
	now := s.now()
	if now.Sub(s.webhook.set) < time.Second && c.Values["url"] != "" {
		return nil, tooMany(time.Second)
	}
	address, secret := c.Values["url"], c.Values["secret_token"]
	switch {
	case address != "" && !webhookURL(address):
		return nil, badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	case len(secret) > 256:
		return nil, badRequest("secret token is too long")
	case !secretToken.MatchString(secret):
		return nil, badRequest("secret token contains unallowed characters")
	}
	s.queue.setAllowed(c)
	if c.truth("drop_pending_updates") {
		s.queue.waiting = nil
	}
	_, certificate := c.Files["certificate"]
	s.webhook = webhook{
		url: address, secret: secret, certificate: certificate, set: now, connections: int(c.within("max_connections", 40, 1, 100)),
		generation: s.webhook.generation + 1,
	}
	for _, u := range s.queue.waiting {
		u.busy = false
	}
	if address != "" {
		generation := s.webhook.generation
		s.working.Go(func() { s.postUpdates(generation) })
	}
	return true, nil
}

// webhookURL allows https, and http on loopback, which a server of one's own
// may be told to allow.
func webhookURL(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

func (s *Server) deleteWebhook(c *Call) (any, error) {
	if c.truth("drop_pending_updates") {
		s.queue.waiting = nil
	}
	s.webhook = webhook{generation: s.webhook.generation + 1}
	for _, u := range s.queue.waiting {
		u.busy = false
	}
	return true, nil
}

func (s *Server) getWebhookInfo(*Call) (any, error) {
	info := map[string]any{"url": s.webhook.url, "has_custom_certificate": s.webhook.certificate, "pending_update_count": len(s.queue.waiting)}
	if s.webhook.url != "" {
		info["max_connections"] = s.webhook.connections
	}
	if len(s.queue.allowed) > 0 {
		info["allowed_updates"] = s.queue.allowed
	}
	if s.webhook.failure != "" {
		info["last_error_date"], info["last_error_message"] = s.webhook.failedAt.Unix(), s.webhook.failure
	}
	return info, nil
}

// postUpdates posts updates until the webhook is another or the server ends.
func (s *Server) postUpdates(generation int) {
	client := &http.Client{
		Timeout:       webhookTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     s.o.WebhookTransport,
	}
	if client.Transport == nil {
		client.Transport = &http.Transport{MaxIdleConnsPerHost: 100}
	}
	defer client.CloseIdleConnections()
	for {
		s.mu.Lock()
		if s.webhook.generation != generation || s.ctx.Err() != nil {
			s.mu.Unlock()
			return
		}
		changed, w := s.changed, s.webhook
		due, wait := s.due()
		for _, u := range due {
			u.busy = true
			s.webhook.inFlight++
			s.working.Go(func() { s.deliverUpdate(client, w, u) })
		}
		s.mu.Unlock()
		timer := time.NewTimer(wait)
		select {
		case <-changed:
		case <-timer.C:
		case <-s.ctx.Done():
		}
		timer.Stop()
	}
}

// due are the updates that can be posted now: not before those of the same
// chat that came earlier, and no more than there may be connections. wait is
// when to look again if nothing changes.
func (s *Server) due() (due []*queued, wait time.Duration) {
	s.expire()
	now, held := time.Now(), map[int64]bool{}
	wait = time.Minute
	for _, u := range s.queue.waiting {
		if len(due)+s.webhook.inFlight >= s.webhook.connections {
			break
		}
		switch {
		case held[u.order] || u.busy:
		case u.later.After(now):
			wait = min(wait, u.later.Sub(now))
		default:
			due = append(due, u)
		}
		held[u.order] = held[u.order] || u.order != 0
	}
	return due, wait
}

// deliverUpdate posts one update. What is not answered with 2xx is posted again later.
func (s *Server) deliverUpdate(client *http.Client, w webhook, u *queued) {
	after, failure := s.postOnce(client, w, u.body)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if s.webhook.generation != w.generation {
		return
	}
	u.busy = false
	s.webhook.inFlight--
	if failure == "" {
		s.queue.waiting = slices.DeleteFunc(s.queue.waiting, func(o *queued) bool { return o == u })
		s.queue.left(u)
		return
	}
	s.webhook.failedAt, s.webhook.failure = s.now(), failure
	pause := min(maxWebhookPause, s.o.WebhookRetry<<min(u.retries, 20))
	u.retries++
	u.later = time.Now().Add(cmp.Or(after, pause))
}

// postOnce posts a body. If that is no success it returns why, in the words of
// getWebhookInfo, and what the answer asks to wait.
func (s *Server) postOnce(client *http.Client, w webhook, body []byte) (after time.Duration, failure string) {
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, w.url, bytes.NewReader(body))
	if err != nil {
		return 0, "Invalid URL"
	}
	r.Header.Set("Content-Type", "application/json")
	if w.secret != "" {
		r.Header.Set(secretHeader, w.secret)
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, "Connection failed"
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20)) // so that the connection can be used again
	if answer.StatusCode/100 == 2 {
		return 0, ""
	}
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	after = min(maxRetryAfter, time.Duration(max(0, seconds))*time.Second)
	return after, "Wrong response from the webhook: " + answer.Status
}

// PostForged posts body to the webhook with another secret (none if empty), as
// an attacker does, and returns the status of the answer.
func (s *Server) PostForged(secret string, body []byte) (status int, err error) {
	s.mu.Lock()
	address := s.webhook.url
	s.mu.Unlock()
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	if secret != "" {
		r.Header.Set(secretHeader, secret)
	}
	transport := s.o.WebhookTransport
	if transport == nil {
		transport = &http.Transport{DisableKeepAlives: true}
	}
	answer, err := transport.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}
