package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// readSchema reads an OpenAPI file and turns it into shapes. kin-openapi finds
// and resolves what the file says, but it compiles a schema of version 3.1 anew
// for each value that it checks (40 ms for a message), and it lets unknown
// fields pass; shapes are made once.
func readSchema(file string) (*Schema, error) {
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return nil, err
	}
	if doc.Paths.Len() == 0 || doc.Components == nil || len(doc.Components.Schemas) == 0 {
		return nil, errors.New("it names no paths or no components")
	}
	m := &shaping{made: map[*openapi3.Schema]*shape{}}
	s := &Schema{Version: doc.Info.Version, routes: map[int][]*route{}, shapes: map[string]*shape{}}
	for name, ref := range doc.Components.Schemas {
		s.shapes[name] = m.shape(ref)
	}
	s.amend()
	for template, item := range doc.Paths.Map() {
		r := m.route(template, item)
		s.routes[len(r.segments)] = append(s.routes[len(r.segments)], r)
	}
	for _, routes := range s.routes {
		slices.SortFunc(routes, compareRoutes)
	}
	return s, errors.Join(m.errs...)
}

// amend changes what the description says otherwise than the pages for
// developers, which are the contract.
func (s *Schema) amend() {
	// "permissions are ... serialised as strings", as a JSON number may lose
	// digits of them; the description has an integer for this one.
	for _, name := range []string{"ApplicationCommandCreateRequest", "ApplicationCommandUpdateRequest", "ApplicationCommandPatchRequestPartial"} {
		if described := s.shapes[name]; described != nil && described.properties["default_member_permissions"] != nil {
			described.properties["default_member_permissions"] = &shape{
				types: []string{openapi3.TypeString, openapi3.TypeNull}, length: bounds{1, 20}, pattern: regexp.MustCompile(`^[0-9]+$`),
			}
		}
	}
	// What is wrong with a field has a word for a code, "BASE_TYPE_MAX_LENGTH".
	if inner := s.shapes["InnerErrors"]; inner != nil && inner.properties["_errors"] != nil {
		word := &shape{types: []string{openapi3.TypeString}, length: unbounded}
		inner.properties["_errors"].items = &shape{
			types: []string{openapi3.TypeObject}, properties: map[string]*shape{"code": word, "message": word}, required: []string{"code", "message"}, size: unbounded,
		}
	}
	// "Returns a channel, with a nested message object": a post of a forum.
	if begun, message := s.shapes["CreatedThreadResponse"], s.shapes["MessageResponse"]; begun != nil && message != nil {
		begun.property("message", message)
	}
	// The code of an answer to too many requests is optional.
	if limited := s.shapes["RatelimitedResponse"]; limited != nil {
		limited.required = slices.DeleteFunc(limited.required, func(name string) bool { return name == "code" })
	}
}

// A shaping makes shapes, one for each schema of the file.
type shaping struct {
	made map[*openapi3.Schema]*shape
	errs []error
}

func (m *shaping) route(template string, item *openapi3.PathItem) *route {
	r := &route{template: template, segments: strings.Split(strings.Trim(template, "/"), "/"), operations: map[string]*operation{}}
	for method, described := range item.Operations() {
		o := &operation{name: method + " " + template, query: map[string]parameter{}, answers: map[string]*shape{}}
		for _, p := range slices.Concat(item.Parameters, described.Parameters) {
			if p.Value.In == openapi3.ParameterInQuery {
				o.query[p.Value.Name] = parameter{m.shape(p.Value.Schema), p.Value.Required}
			}
		}
		if body := described.RequestBody; body != nil {
			o.body, o.bodyRequired = m.content(body.Value.Content), body.Value.Required
		}
		for status, answer := range described.Responses.Map() {
			o.answers[status] = m.content(answer.Value.Content)
		}
		r.operations[method] = o
	}
	return r
}

// content is the shape of what is sent as JSON; as a form, where only that is
// described, its fields are those of the JSON beside the files.
func (m *shaping) content(c openapi3.Content) *shape {
	for _, kind := range slices.Concat([]string{"application/json"}, slices.Sorted(maps.Keys(c))) {
		if described := c[kind]; described != nil && described.Schema != nil {
			return m.shape(described.Schema)
		}
	}
	return nil
}

func (m *shaping) shapes(refs openapi3.SchemaRefs) (out []*shape) {
	for _, ref := range refs {
		out = append(out, m.shape(ref))
	}
	return out
}

func (m *shaping) shape(ref *openapi3.SchemaRef) *shape {
	if ref == nil || ref.Value == nil {
		return nil
	}
	if made := m.made[ref.Value]; made != nil {
		return made
	}
	d := ref.Value
	s := &shape{name: ref.Ref[strings.LastIndex(ref.Ref, "/")+1:]}
	m.made[d] = s // before what is in it, which may be of the same shape
	if d.Type != nil {
		s.types = d.Type.Slice()
	}
	s.format, s.unique = d.Format, d.UniqueItems
	s.min, s.max = d.Min, d.Max
	s.length = bounds{d.MinLength, limit(d.MaxLength)}
	s.items, s.count = m.shape(d.Items), bounds{d.MinItems, limit(d.MaxItems)}
	s.size = bounds{d.MinProps, limit(d.MaxProps)}
	s.required = slices.Clone(d.Required)
	if d.Pattern != "" {
		s.pattern = m.pattern(d.Pattern)
	}
	for _, value := range d.Enum {
		s.values = append(s.values, m.constant(value))
	}
	if d.Const != nil {
		s.values = append(s.values, m.constant(d.Const))
	}
	m.fields(s, d)
	m.choices(s, slices.Concat(d.OneOf, d.AnyOf))
	return s
}

// fields fills in what is said of an object, with what it shares with others.
func (m *shaping) fields(s *shape, d *openapi3.Schema) {
	for name, property := range d.Properties {
		s.property(name, m.shape(property))
	}
	for _, part := range m.shapes(d.AllOf) {
		s.all = append(s.all, part)
		s.required = append(s.required, part.required...)
		for name, property := range part.properties {
			s.property(name, property)
		}
	}
	if len(s.properties) > 0 { // they are checked here, all at once
		s.all = nil
	}
	switch more := d.AdditionalProperties; {
	case more.Schema != nil:
		s.others = m.shape(more.Schema)
	case more.Has != nil:
		s.open = *more.Has
	default:
		s.open = len(s.properties) == 0
	}
}

// choices fills in alternatives. Where each is one value, these are what is
// allowed.
func (m *shaping) choices(s *shape, refs openapi3.SchemaRefs) {
	alternatives := m.shapes(refs)
	for _, a := range alternatives {
		if len(a.values) != 1 {
			s.choices = alternatives
			return
		}
	}
	for _, a := range alternatives {
		s.values = append(s.values, a.values...)
	}
}

func (m *shaping) pattern(text string) *regexp.Regexp {
	p, err := regexp.Compile(text)
	if err != nil {
		m.errs = append(m.errs, fmt.Errorf("the pattern %q: %w", text, err))
	}
	return p
}

// constant is a value of the file in the form that decoded gives values.
func (m *shaping) constant(value any) any {
	text, err := json.Marshal(value)
	if err == nil {
		value, err = decoded(text)
	}
	if err != nil {
		m.errs = append(m.errs, fmt.Errorf("the value %v: %w", value, err))
	}
	return value
}

// limit is an upper bound, none if the file has none.
func limit(given *uint64) uint64 {
	if given == nil {
		return math.MaxUint64
	}
	return *given
}
