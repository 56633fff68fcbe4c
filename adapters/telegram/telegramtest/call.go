package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody bounds a request in bytes: the biggest upload and its form.
const maxBody = 51 << 20

// A Call is a request that the bot made.
type Call struct {
	Method string
	// Values are the parameters as sent; nested ones are JSON text, and files
	// "attach://" and their name in Files.
	Values map[string]string
	Files  map[string]File
	Time   time.Time
}

// errBody is the answer to a request that cannot be read.
var errBody = errors.New("can't parse request")

// readCall takes the parameters from query, form, multipart form or JSON, as
// the API allows all of them.
func readCall(method string, r *http.Request) (*Call, error) {
	c := &Call{Method: method, Values: map[string]string{}, Files: map[string]File{}}
	for name, values := range r.URL.Query() {
		c.Values[name] = values[0]
	}
	if r.Method != http.MethodPost {
		return c, nil
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return c, c.readJSON(r.Body)
	case "multipart/form-data":
		return c, c.readMultipart(r)
	}
	if err := r.ParseForm(); err != nil {
		return nil, errBody
	}
	for name, values := range r.PostForm {
		c.Values[name] = values[0]
	}
	return c, nil
}

// readJSON reads an object: strings are values as they are, everything else is
// the value's JSON text.
func (c *Call) readJSON(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return errBody
	}
	if len(body) == 0 {
		return nil
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		return errBody
	}
	for name, value := range raw {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		if string(value) != "null" {
			c.Values[name] = text
		}
	}
	return nil
}

func (c *Call) readMultipart(r *http.Request) error {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return errBody
	}
	defer r.MultipartForm.RemoveAll()
	for name, values := range r.MultipartForm.Value {
		c.Values[name] = values[0]
	}
	for name, headers := range r.MultipartForm.File {
		file, err := headers[0].Open()
		if err != nil {
			return errBody
		}
		content, err := io.ReadAll(file)
		file.Close()
		if err != nil {
			return errBody
		}
		c.Values[name] = "attach://" + name
		c.Files[name] = File{Name: headers[0].Filename, MIME: headers[0].Header.Get("Content-Type"), Content: content}
	}
	return nil
}

// number is an integer parameter, 0 if there is none or it is no number: the
// server takes no offence.
func (c *Call) number(name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(c.Values[name]), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// within is a number held between two bounds, with a value if there is none.
func (c *Call) within(name string, absent, low, high int64) int64 {
	if c.Values[name] == "" {
		return absent
	}
	return max(low, min(high, c.number(name)))
}

// truth is a boolean parameter.
func (c *Call) truth(name string) bool {
	switch strings.ToLower(strings.TrimSpace(c.Values[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// object decodes a parameter that is JSON text; given is false if there is
// none. telegram-bot-api sends "null" for what it was not given.
func (c *Call) object(name, what string, value any) (given bool, err error) {
	text := strings.TrimSpace(c.Values[name])
	if text == "" || text == "null" {
		return false, nil
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		return false, badRequest("can't parse %s JSON object", what)
	}
	return true, nil
}

// A Refusal is an answer of the API that is not ok.
type Refusal struct {
	Method string
	// Chat is the chat_id as sent, empty if the method has none.
	Chat        string
	Code        int
	Description string
	RetryAfter  int
	MigrateTo   int64
	// Ordered tells that a Fault was the cause, see Server.Fail.
	Ordered bool
	Time    time.Time
}

// Error describes the refusal.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s is refused with %d %s", r.Method, r.Code, r.Description)
}

func refused(code int, prefix, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Description: prefix + fmt.Sprintf(format, args...)}
}

func badRequest(format string, args ...any) *Refusal {
	return refused(http.StatusBadRequest, "Bad Request: ", format, args...)
}

func forbidden(format string, args ...any) *Refusal {
	return refused(http.StatusForbidden, "Forbidden: ", format, args...)
}

func conflict(format string, args ...any) *Refusal {
	return refused(http.StatusConflict, "Conflict: ", format, args...)
}

// tooMany asks to wait, for whole seconds and at least one.
func tooMany(wait time.Duration) *Refusal {
	seconds := max(1, int((wait+time.Second-1)/time.Second))
	r := refused(http.StatusTooManyRequests, "Too Many Requests: ", "retry after %d", seconds)
	r.RetryAfter = seconds
	return r
}
