package discordtest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// The routes that the server knows, as Calls, Fail and Limits name them.
const (
	GatewayRoute        = "GET /gateway"
	GatewayBotRoute     = "GET /gateway/bot"
	MeRoute             = "GET /users/@me"
	ApplicationRoute    = "GET /applications/@me"
	OAuthRoute          = "GET /oauth2/applications/@me"
	OpenRoute           = "POST /users/@me/channels"
	ChannelRoute        = "GET /channels/{channel}"
	EditChannelRoute    = "PATCH /channels/{channel}"
	MessagesRoute       = "GET /channels/{channel}/messages"
	SendRoute           = "POST /channels/{channel}/messages"
	MessageRoute        = "GET /channels/{channel}/messages/{message}"
	EditRoute           = "PATCH /channels/{channel}/messages/{message}"
	DeleteRoute         = "DELETE /channels/{channel}/messages/{message}"
	CrosspostRoute      = "POST /channels/{channel}/messages/{message}/crosspost"
	MessageThreadRoute  = "POST /channels/{channel}/messages/{message}/threads"
	ThreadRoute         = "POST /channels/{channel}/threads"
	TypingRoute         = "POST /channels/{channel}/typing"
	GuildChannelsRoute  = "GET /guilds/{guild}/channels"
	GetCommandsRoute    = "GET /applications/{application}/commands"
	PutCommandsRoute    = "PUT /applications/{application}/commands"
	CreateCommandRoute  = "POST /applications/{application}/commands"
	DeleteCommandRoute  = "DELETE /applications/{application}/commands/{command}"
	CallbackRoute       = "POST /interactions/{interaction}/{token}/callback"
	FollowUpRoute       = "POST /webhooks/{application}/{token}"
	OriginalRoute       = "GET /webhooks/{application}/{token}/messages/@original"
	EditOriginalRoute   = "PATCH /webhooks/{application}/{token}/messages/@original"
	DeleteOriginalRoute = "DELETE /webhooks/{application}/{token}/messages/@original"
	FollowedUpRoute     = "GET /webhooks/{application}/{token}/messages/{message}"
	EditFollowUpRoute   = "PATCH /webhooks/{application}/{token}/messages/{message}"
	DeleteFollowUpRoute = "DELETE /webhooks/{application}/{token}/messages/{message}"
)

// A handler answers one route. It is called with mu held. A nil result is
// answered 204, a created one 201, others 200.
type handler func(s *Server, c *Call) (result any, err error)

// created is a result that is answered 201.
type created struct{ value any }

// handlers are those of all routes.
var handlers = map[string]handler{
	GatewayRoute:        func(s *Server, _ *Call) (any, error) { return s.gatewayInfo(false), nil },
	GatewayBotRoute:     func(s *Server, _ *Call) (any, error) { return s.gatewayInfo(true), nil },
	MeRoute:             (*Server).getMe,
	ApplicationRoute:    (*Server).getApplication,
	OAuthRoute:          (*Server).getApplication,
	OpenRoute:           (*Server).openPrivate,
	ChannelRoute:        (*Server).getChannel,
	EditChannelRoute:    (*Server).editChannel,
	MessagesRoute:       (*Server).getMessages,
	SendRoute:           (*Server).sendMessage,
	MessageRoute:        (*Server).getMessage,
	EditRoute:           (*Server).editMessage,
	DeleteRoute:         (*Server).deleteMessage,
	CrosspostRoute:      (*Server).crosspost,
	MessageThreadRoute:  (*Server).startMessageThread,
	ThreadRoute:         (*Server).startThread,
	TypingRoute:         (*Server).showTyping,
	GuildChannelsRoute:  (*Server).getGuildChannels,
	GetCommandsRoute:    (*Server).getCommands,
	PutCommandsRoute:    (*Server).putCommands,
	CreateCommandRoute:  (*Server).createCommand,
	DeleteCommandRoute:  (*Server).deleteCommand,
	CallbackRoute:       (*Server).callBack,
	FollowUpRoute:       (*Server).followUp,
	OriginalRoute:       (*Server).getOwn,
	EditOriginalRoute:   (*Server).editOwn,
	DeleteOriginalRoute: (*Server).deleteOwn,
	FollowedUpRoute:     (*Server).getOwn,
	EditFollowUpRoute:   (*Server).editOwn,
	DeleteFollowUpRoute: (*Server).deleteOwn,
}

// routes builds the table of routes.
func (s *Server) routes() {
	s.api = http.NewServeMux()
	for pattern, h := range handlers {
		s.api.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serveRoute(w, r, h) })
	}
	s.api.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusNotFound
		if s.known(r) {
			status = http.StatusMethodNotAllowed
		}
		s.refuse(w, &Call{Route: r.Method + " " + r.URL.Path}, general(status))
	})
	s.mux.HandleFunc("GET /attachments/{channel}/{id}/{name}", s.serveFile)
}

// known reports whether there is a route of the same path with another method.
func (s *Server) known(r *http.Request) bool {
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := s.api.Handler(other); pattern != "/" {
			return true
		}
	}
	return false
}

// anAgent is what the header User-Agent of a bot looks like.
var anAgent = regexp.MustCompile(`^DiscordBot \(\S+, ?\S+\)`)

// versioned is what comes before the paths of routes.
var versioned = regexp.MustCompile(`^/api/v(9|10)(/.*)$`)

// serveAPI answers everything below /api/.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	at := versioned.FindStringSubmatch(r.URL.Path)
	if at == nil {
		s.refuse(w, &Call{Route: r.Method + " " + r.URL.Path}, Refuse(50041))
		return
	}
	inner := r.Clone(r.Context())
	inner.URL.Path, inner.URL.RawPath = at[2], ""
	s.api.ServeHTTP(w, inner)
}

// serveRoute reads a request, and has it checked, counted, spoiled or done.
func (s *Server) serveRoute(w http.ResponseWriter, r *http.Request, h handler) {
	c, err := readCall(r)
	if err != nil {
		s.refuse(w, c, asRefusal(err))
		return
	}
	if s.o.Schema != nil {
		s.violate(c.Route+": ", s.o.Schema.CheckRequest(r.Method, c.target, c.contentType, c.raw))
	}
	f, err := s.admit(w, r, c)
	if err != nil {
		s.refuse(w, c, asRefusal(err))
		return
	}
	if f != nil && !f.After && s.spoil(w, r, c, f) {
		return
	}
	status, body, err := s.do(c, h)
	if f != nil && f.After && s.spoil(w, r, c, f) {
		return
	}
	if err != nil {
		s.refuse(w, c, asRefusal(err))
		return
	}
	s.succeed(w, c, status, body)
}

// admit notes a request, checks who makes it and how often, and returns the
// fault that was ordered for it. An ordered fault goes before the limits, which
// do not count it.
func (s *Server) admit(w http.ResponseWriter, r *http.Request, c *Call) (*Fault, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note(c)
	if f := s.takeFault(c); f != nil && !f.After {
		return f, nil
	} else if err := s.admitted(r, c); err != nil {
		return nil, err
	} else {
		return f, s.meter(w.Header(), c)
	}
}

// admitted checks the User-Agent and the token. It is called with mu held.
func (s *Server) admitted(r *http.Request, c *Call) error {
	if !anAgent.MatchString(r.UserAgent()) {
		return Refuse(40333)
	}
	if c.own() || c.Route == GatewayRoute {
		return nil
	}
	if r.Header.Get("Authorization") != "Bot "+s.o.Token || s.revoked {
		return general(http.StatusUnauthorized)
	}
	return nil
}

// do runs the handler and writes its result as JSON.
func (s *Server) do(c *Call, h handler) (status int, body []byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	result, err := h(s, c)
	if err != nil {
		return 0, nil, err
	}
	s.touch()
	status = http.StatusOK
	if made, ok := result.(created); ok {
		status, result = http.StatusCreated, made.value
	}
	if result == nil {
		return http.StatusNoContent, nil, nil
	}
	body, err = json.Marshal(result)
	return status, body, err
}

func (s *Server) succeed(w http.ResponseWriter, c *Call, status int, body []byte) {
	if s.o.Schema != nil {
		s.violate(c.Route+" answered: ", s.o.Schema.CheckAnswer(c.Method, c.target, status, body))
	}
	s.heads(w)
	if body != nil {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	w.Write(body) // a client that has gone needs no answer
}

// heads sets the headers that tell that an answer is of the API itself.
func (s *Server) heads(w http.ResponseWriter) { w.Header().Set("Via", "1.1 google") }

// asRefusal is what an error is answered with. One that is none of the API is
// a defect of this package.
func asRefusal(err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	return &Refusal{Status: http.StatusInternalServerError, Message: err.Error()}
}

// refuse answers with a refusal and notes it.
func (s *Server) refuse(w http.ResponseWriter, c *Call, r *Refusal) {
	noted := *r
	noted.Route, noted.Channel = c.Route, c.Channel
	s.mu.Lock()
	noted.Time = s.now()
	if len(s.report.refused) >= 2*maxCalls {
		s.report.refused = append([]Refusal(nil), s.report.refused[maxCalls:]...)
	}
	s.report.refused = append(s.report.refused, noted)
	s.countInvalid(r)
	s.touch()
	s.mu.Unlock()
	if r.RetryAfter > 0 {
		r.retryHeaders(w.Header())
	}
	if r.HTML {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.WriteHeader(r.Status)
		io.WriteString(w, r.Message) // a client that has gone needs no answer
		return
	}
	s.heads(w)
	body, err := json.Marshal(r.body())
	if err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	if s.o.Schema != nil && c.target != "" {
		s.violate(c.Route+" refused: ", s.o.Schema.CheckAnswer(c.Method, c.target, r.Status, body))
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.Status)
	w.Write(body) // a client that has gone needs no answer
}

// retryHeaders tell how long to wait, and for whom that holds.
func (r *Refusal) retryHeaders(h http.Header) {
	h.Set("Retry-After", wholeSeconds(r.RetryAfter))
	switch {
	case r.HTML:
	case r.Global:
		h.Set("X-RateLimit-Global", "true")
	case r.Scope != "":
		h.Set("X-RateLimit-Scope", r.Scope)
		if h.Get("X-RateLimit-Bucket") == "" {
			h.Set("X-RateLimit-Bucket", bucketName(r.Route))
			h.Set("X-RateLimit-Limit", "5")
			h.Set("X-RateLimit-Remaining", "0")
			h.Set("X-RateLimit-Reset-After", seconds(r.RetryAfter))
			h.Set("X-RateLimit-Reset", seconds(time.Since(time.UnixMilli(0))+r.RetryAfter))
		}
	}
}

// body is the answer as the API writes it.
func (r *Refusal) body() map[string]any {
	b := map[string]any{"message": r.Message}
	if r.Status == http.StatusTooManyRequests && r.RetryAfter > 0 {
		b["retry_after"] = json.Number(seconds(r.RetryAfter))
		b["global"] = r.Global
		if r.Code != 0 {
			b["code"] = r.Code
		}
		return b
	}
	b["code"] = r.Code
	if len(r.Errors) > 0 {
		b["errors"] = r.Errors.tree()
	}
	return b
}

// hasPrefix reports whether a route begins with a method and path.
func (c *Call) hasPrefix(path string) bool {
	_, rest, _ := strings.Cut(c.Route, " ")
	return strings.HasPrefix(rest, path)
}
