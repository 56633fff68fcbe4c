package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// A Schema is the machine-readable description of Discord's API: all routes
// with what they take and give. It finds what a request or an answer has that
// the description does not allow; fields that it does not name are not allowed
// either. It may be used by many at once.
type Schema struct {
	// Version is that of the API, "10".
	Version string
	// routes are in the order in which they are tried, by number of segments.
	routes map[int][]*route
	shapes map[string]*shape
}

// A route is one address of the API with all that can be done there.
type route struct {
	template string
	segments []string
	// operations are by method.
	operations map[string]*operation
}

// An operation is one method of one route.
type operation struct {
	// name is "POST /channels/{channel_id}/messages".
	name  string
	query map[string]parameter
	// body is nil where nothing is taken.
	body         *shape
	bodyRequired bool
	// answers are by status, "200" or "4XX"; a nil shape is an empty answer.
	answers map[string]*shape
}

// A parameter stands behind the question mark of an address.
type parameter struct {
	shape    *shape
	required bool
}

// loaded holds one function for each file, which reads it when first called:
// that takes half a second.
var loaded sync.Map

// LoadSchema reads the description from an OpenAPI 3.1 file as Discord
// publishes it, discord-openapi.json, once in the life of the process. The
// error names the file.
func LoadSchema(file string) (*Schema, error) {
	read, _ := loaded.LoadOrStore(file, sync.OnceValues(func() (*Schema, error) {
		s, err := readSchema(file)
		if err != nil {
			return nil, fmt.Errorf("%s is no description of Discord's API: %w", file, err)
		}
		return s, nil
	}))
	return read.(func() (*Schema, error))()
}

// CheckRequest returns a sentence for each violation of the description by a
// request to target, such as "/api/v10/channels/12/messages?limit=1"; the host
// and the version may be left out. body is JSON, or a form with files.
func (s *Schema) CheckRequest(method, target, contentType string, body []byte) []string {
	o, query, err := s.find(method, target)
	if err != nil {
		return []string{err.Error()}
	}
	c, at := &check{}, &spot{name: o.name}
	c.parameters(at, o, query)
	body = c.payload(at, contentType, body)
	switch {
	case len(c.violations) > 0 && body == nil: // told already
	case len(body) == 0:
		if o.bodyRequired {
			c.fail(at, "there is no body")
		}
	case o.body == nil:
		c.fail(at, "a body is sent where none is taken")
	default:
		c.json(at, o.body, body)
	}
	return c.violations
}

// CheckAnswer returns a sentence for each violation of the description by the
// answer to a request, of which method and target are as in CheckRequest.
// Nothing is described of answers from status 500 on.
func (s *Schema) CheckAnswer(method, target string, status int, body []byte) []string {
	o, _, err := s.find(method, target)
	if err != nil {
		return []string{err.Error()}
	}
	if status >= 500 {
		return nil
	}
	name := fmt.Sprintf("answer %d of %s", status, o.name)
	c, at := &check{}, &spot{name: name}
	described, known := o.answers[fmt.Sprint(status)]
	if !known {
		described, known = o.answers[fmt.Sprintf("%dXX", status/100)]
	}
	switch {
	case !known:
		c.fail(at, "only %s are described", strings.Join(slices.Sorted(maps.Keys(o.answers)), ", "))
	case described == nil && len(body) > 0:
		c.fail(at, "it has a body, which should be empty")
	case described != nil:
		c.json(at, described, body)
	}
	return c.violations
}

// CheckObject returns a sentence for each violation of a component of the
// description, such as "MessageResponse", by JSON that went some other way: the
// gateway is not described, but much of what goes over it has the same form.
func (s *Schema) CheckObject(component string, text []byte) []string {
	described := s.shapes[component]
	if described == nil {
		return []string{fmt.Sprintf("%s: there is no such component", component)}
	}
	c := &check{}
	c.json(&spot{name: component}, described, text)
	return c.violations
}

// find returns what is described of a request, and its parameters.
func (s *Schema) find(method, target string) (*operation, url.Values, error) {
	u, err := url.Parse(target)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: the address cannot be read", method)
	}
	path := withoutVersion(u.EscapedPath())
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for _, r := range s.routes[len(segments)] {
		if !r.matches(segments) {
			continue
		}
		o := r.operations[method]
		if o == nil {
			return nil, nil, fmt.Errorf("%s %s: there is no such method there", method, r.template)
		}
		return o, u.Query(), nil
	}
	return nil, nil, fmt.Errorf("%s %s: there is no such route", method, path)
}

// withoutVersion takes /api/v10 off a path.
func withoutVersion(path string) string {
	rest, ok := strings.CutPrefix(path, "/api")
	if !ok {
		return path
	}
	if version, after, found := strings.Cut(strings.TrimPrefix(rest, "/"), "/"); found && strings.HasPrefix(version, "v") {
		return "/" + after
	}
	return rest
}

func (r *route) matches(segments []string) bool {
	for i, want := range r.segments {
		if want != segments[i] && !(isVariable(want) && segments[i] != "") {
			return false
		}
	}
	return true
}

func isVariable(segment string) bool { return strings.HasPrefix(segment, "{") }

// compareRoutes puts routes that name a segment before those that leave it
// open: messages/@original before messages/{message_id}.
func compareRoutes(a, b *route) int {
	for i := range a.segments {
		switch x, y := isVariable(a.segments[i]), isVariable(b.segments[i]); {
		case x && !y:
			return 1
		case y && !x:
			return -1
		}
	}
	return strings.Compare(a.template, b.template)
}

// decoded reads one JSON value, numbers as they are written.
func decoded(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the value")
	}
	return value, nil
}
