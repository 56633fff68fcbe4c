package discordtest

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The bounds of a request and of a file in it, in bytes.
const (
	maxBody = 25 << 20
	maxFile = 10 << 20
)

// A Call is a request that the bot made.
type Call struct {
	// Route is the method and the template of the path, such as SendRoute.
	Route  string
	Method string
	// Path is that of the request, without the version.
	Path  string
	Query url.Values
	// Channel is the channel of the path, 0 if there is none.
	Channel ID
	// Body is the JSON; with files that of payload_json.
	Body json.RawMessage
	// Files are those that came with it, in the order of their numbers.
	Files []File
	// Authorized tells whether there was an Authorization header.
	Authorized bool
	Time       time.Time

	values      map[string]string
	target      string
	contentType string
	raw         []byte
}

// A File is one that was sent. Number is the n of files[n].
type File struct {
	Number      int
	Name, MIME  string
	Description string
	Content     []byte
}

// variables are the names in the templates of paths.
var variables = []string{"channel", "message", "guild", "application", "command", "interaction", "token"}

// readCall reads a request. The Call is there also with an error.
func readCall(r *http.Request) (*Call, error) {
	c := &Call{Route: r.Pattern, Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), values: map[string]string{},
		Authorized: r.Header.Get("Authorization") != "", contentType: r.Header.Get("Content-Type")}
	c.target = r.URL.RequestURI()
	for _, name := range variables {
		if value := r.PathValue(name); value != "" {
			c.values[name] = value
		}
	}
	c.Channel = c.id("channel")
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return c, Refuse(40005)
	}
	c.raw = body
	kind, params, _ := mime.ParseMediaType(c.contentType)
	switch {
	case kind == "multipart/form-data":
		err = c.readForm(multipart.NewReader(strings.NewReader(string(body)), params["boundary"]))
	case len(body) > 0 && kind != "application/json":
		err = Refuse(50109)
	default:
		c.Body = body
	}
	if err == nil && len(c.Body) > 0 && !json.Valid(c.Body) {
		err = Refuse(50109)
	}
	return c, err
}

// readForm reads the parts of a multipart form: payload_json and files[n].
func (c *Call) readForm(form *multipart.Reader) error {
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return Refuse(50109)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return Refuse(50109)
		}
		name := part.FormName()
		if name == "payload_json" {
			c.Body = content
			continue
		}
		number, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(name, "files["), "]"))
		if err != nil {
			number = len(c.Files)
		}
		if len(content) > maxFile {
			return Refuse(40005)
		}
		c.Files = append(c.Files, File{Number: number, Name: part.FileName(), MIME: part.Header.Get("Content-Type"), Content: content})
	}
}

// id is a snowflake of the path.
func (c *Call) id(name string) ID { return ParseID(c.values[name]) }

// own reports whether the request needs no token and does not count for the
// limit of all: callbacks and webhooks.
func (c *Call) own() bool { return c.hasPrefix("/interactions/") || c.hasPrefix("/webhooks/") }

// major is what of the path a rate limit is for.
func (c *Call) major() string {
	for _, name := range []string{"channel", "guild"} {
		if c.values[name] != "" {
			return c.values[name]
		}
	}
	return c.values["token"]
}

// decode reads the JSON of the request into a struct. What does not fit is a
// form error, as far as it is known where.
func (c *Call) decode(into any) error {
	if len(c.Body) == 0 {
		return nil
	}
	return decodeForm(c.Body, into)
}

func decodeForm(body []byte, into any) error {
	err := json.Unmarshal(body, into)
	if err == nil {
		return nil
	}
	var e FieldErrors
	path := []any{}
	if typed, ok := err.(*json.UnmarshalTypeError); ok {
		for _, step := range strings.Split(typed.Field, ".") {
			path = append(path, step)
		}
	}
	e.add(path, "MODEL_TYPE_CONVERT", "%v", err)
	return e.refusal()
}
