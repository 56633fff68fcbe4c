package telegramtest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// A handler answers one method. It is called with mu held.
type handler func(s *Server, c *Call) (result any, err error)

// methods are those that the server knows, besides getUpdates, which waits and
// is answered apart.
func methods() map[string]handler {
	return map[string]handler{
		"getMe":                           (*Server).getMe,
		"setWebhook":                      (*Server).setWebhook,
		"deleteWebhook":                   (*Server).deleteWebhook,
		"getWebhookInfo":                  (*Server).getWebhookInfo,
		"sendMessage":                     (*Server).sendMessage,
		"sendDocument":                    (*Server).sendDocument,
		"sendPhoto":                       (*Server).sendPhoto,
		"sendChatAction":                  (*Server).sendChatAction,
		"editMessageText":                 (*Server).editMessageText,
		"editMessageReplyMarkup":          (*Server).editMessageReplyMarkup,
		"deleteMessage":                   (*Server).deleteMessage,
		"answerCallbackQuery":             (*Server).answerCallbackQuery,
		"answerInlineQuery":               (*Server).answerInlineQuery,
		"getChat":                         (*Server).getChat,
		"getChatMember":                   (*Server).getChatMember,
		"getChatAdministrators":           (*Server).getChatAdministrators,
		"getChatMemberCount":              (*Server).getChatMemberCount,
		"leaveChat":                       (*Server).leaveChat,
		"getFile":                         (*Server).getFile,
		"setMyCommands":                   (*Server).setMyCommands,
		"getMyCommands":                   (*Server).getMyCommands,
		"deleteMyCommands":                (*Server).deleteMyCommands,
		"setMyName":                       (*Server).setMyName,
		"getMyName":                       (*Server).getMyName,
		"setMyDescription":                (*Server).setMyDescription,
		"getMyDescription":                (*Server).getMyDescription,
		"setMyShortDescription":           (*Server).setMyShortDescription,
		"getMyShortDescription":           (*Server).getMyShortDescription,
		"setMyDefaultAdministratorRights": (*Server).setMyDefaultAdministratorRights,
		"getMyDefaultAdministratorRights": (*Server).getMyDefaultAdministratorRights,
	}
}

// getUpdatesName is the one method that is no handler.
const getUpdatesName = "getUpdates"

// find returns the method by its name in any case, as the server does.
func (s *Server) find(name string) (proper string, h handler, ok bool) {
	if strings.EqualFold(name, getUpdatesName) {
		return getUpdatesName, nil, true
	}
	if h, ok := s.methods[name]; ok {
		return name, h, true
	}
	for proper, h := range s.methods {
		if strings.EqualFold(proper, name) {
			return proper, h, true
		}
	}
	return name, nil, false
}

// ServeHTTP answers the API under /bot<TOKEN>/, files under /file/bot<TOKEN>/,
// and what was mounted by Handle.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, rest)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	if !ok {
		s.mux.ServeHTTP(w, r)
		return
	}
	token, name, _ := strings.Cut(rest, "/")
	name, h, known := s.find(name)
	if refusal := s.admit(token, name, known); refusal != nil {
		s.refuse(w, &Call{Method: name}, refusal)
		return
	}
	c, err := readCall(name, r)
	if err != nil {
		s.refuse(w, &Call{Method: name}, badRequest("%v", err))
		return
	}
	s.note(c)
	f := s.takeFault(c)
	if f != nil && !f.After && s.spoil(w, r, c, f) {
		return
	}
	result, err := s.do(r, c, h)
	if f != nil && f.After && s.spoil(w, r, c, f) {
		return
	}
	var refusal *Refusal
	if errors.As(err, &refusal) {
		s.refuse(w, c, refusal)
		return
	}
	s.succeed(w, c, result)
}

// do runs the method and returns what it answers, as JSON.
func (s *Server) do(r *http.Request, c *Call, h handler) (json.RawMessage, error) {
	if h == nil {
		return s.getUpdates(r.Context(), c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	result, err := h(s, c)
	if err != nil {
		return nil, err
	}
	s.touch()
	return json.Marshal(result)
}

// admit checks the token and whether there is such a method, in this order.
func (s *Server) admit(token, name string, known bool) *Refusal {
	s.mu.Lock()
	revoked := s.revoked
	s.mu.Unlock()
	switch _, err := botID(token); {
	case name == "":
		return refused(http.StatusNotFound, "", "Not Found")
	case err != nil || len(token) > 80:
		return refused(http.StatusUnauthorized, "Unauthorized: ", "invalid token specified")
	case token != s.o.Token || revoked:
		return refused(http.StatusUnauthorized, "", "Unauthorized")
	case !known:
		return refused(http.StatusNotFound, "Not Found: ", "method not found")
	}
	return nil
}

// answer is the body of an answer that is not ok.
type answer struct {
	OK          bool        `json:"ok"`
	Code        int         `json:"error_code"`
	Description string      `json:"description"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

type parameters struct {
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
	RetryAfter int   `json:"retry_after,omitempty"`
}

func (s *Server) succeed(w http.ResponseWriter, c *Call, result json.RawMessage) {
	// Updates were checked when they were made, but for those of Inject.
	if s.o.Schema != nil && c.Method != "getUpdates" {
		s.violate(c.Method+" answered: ", s.o.Schema.CheckAnswer(c.Method, result))
	}
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"ok":true,"result":`) // a client that has gone needs no answer
	w.Write(result)
	io.WriteString(w, "}")
}

func (s *Server) refuse(w http.ResponseWriter, c *Call, r *Refusal) {
	noted := *r
	noted.Method, noted.Chat = c.Method, c.Values["chat_id"]
	s.mu.Lock()
	noted.Time = s.now()
	s.report.refused = append(s.report.refused, noted)
	s.touch()
	s.mu.Unlock()
	a := answer{Code: r.Code, Description: r.Description}
	if r.MigrateTo != 0 || r.RetryAfter != 0 {
		a.Parameters = &parameters{MigrateTo: r.MigrateTo, RetryAfter: r.RetryAfter}
	}
	write(w, r.Code, a)
}

func write(w http.ResponseWriter, status int, a answer) {
	body, err := json.Marshal(a)
	if err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body) // a client that has gone needs no answer
}
