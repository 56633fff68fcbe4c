package telegramtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// A Schema is the machine-readable description of the Bot API: all methods
// and types with their fields. It finds what a request or an answer has that
// the description does not allow. It may be used by many at once.
type Schema struct {
	// Version is that of the API, "Bot API 10.1".
	Version string
	methods map[string]*definition
	types   map[string]*definition
}

// A definition describes a method or a type.
type definition struct {
	Name        string   `json:"name"`
	Description []string `json:"description"`
	Returns     []string `json:"returns"`
	Subtypes    []string `json:"subtypes"`
	Fields      []*field `json:"fields"`

	byName map[string]*field
	// besides is nil, or names the fields that do not count where exactly one
	// of the others must be there.
	besides []string
}

// A field is a parameter of a method or a field of a type.
type field struct {
	Name        string   `json:"name"`
	Types       []string `json:"types"`
	Required    bool     `json:"required"`
	Description string   `json:"description"`

	limits limits
}

// LoadSchema reads the description from a JSON file as the project
// telegram-bot-api-spec publishes it: methods and types by name, each with its
// fields. The error names the file.
func LoadSchema(file string) (*Schema, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the description of the Bot API: %w", err)
	}
	var raw struct {
		Version string
		Methods map[string]*definition
		Types   map[string]*definition
	}
	if err := json.Unmarshal(content, &raw); err != nil {
		return nil, fmt.Errorf("%s is no description of the Bot API: %w", file, err)
	}
	if len(raw.Methods) == 0 || len(raw.Types) == 0 {
		return nil, fmt.Errorf("%s is no description of the Bot API: it names no methods or no types", file)
	}
	s := &Schema{Version: raw.Version, methods: raw.Methods, types: raw.Types}
	for _, definitions := range []map[string]*definition{s.methods, s.types} {
		for _, d := range definitions {
			d.index()
		}
	}
	return s, nil
}

// index reads out of the descriptions what can be checked.
func (d *definition) index() {
	d.byName = map[string]*field{}
	for _, f := range d.Fields {
		f.limits = limitsOf(f)
		d.byName[f.Name] = f
	}
	for _, sentence := range d.Description {
		if m := exactlyOne.FindStringSubmatch(sentence); m != nil {
			d.besides = fieldName.FindAllString(m[1], -1)
		}
	}
}

// CheckRequest returns a sentence for each violation of the description by a
// request. Values are as sent, nested ones as JSON text; an uploaded file is
// "attach" with anything behind it.
func (s *Schema) CheckRequest(method string, values map[string]string) []string {
	d, known := s.methods[method]
	if !known {
		return []string{fmt.Sprintf("%s: there is no such method", method)}
	}
	c := &check{schema: s, request: true}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		f, known := d.byName[name]
		switch {
		case known:
			c.parameter(method, f, values)
		case !isAttached(name, values):
			c.fail(method, "unknown field %q", name)
		}
	}
	for _, f := range d.Fields {
		if _, given := values[f.Name]; f.Required && !given {
			c.fail(method, "required field %q is missing", f.Name)
		}
	}
	return c.violations
}

// isAttached reports whether name is an uploaded file that another value
// refers to.
func isAttached(name string, values map[string]string) bool {
	if !strings.HasPrefix(values[name], "attach") {
		return false
	}
	for other, value := range values {
		if other != name && strings.Contains(value, "attach://"+name) {
			return true
		}
	}
	return false
}

// CheckAnswer returns a sentence for each violation of the description by the
// result of a method.
func (s *Schema) CheckAnswer(method string, result json.RawMessage) []string {
	d, known := s.methods[method]
	if !known {
		return []string{fmt.Sprintf("%s: there is no such method", method)}
	}
	return s.checkJSON("answer of "+method, d.Returns, result)
}

// CheckUpdate returns a sentence for each violation of the description by an
// update.
func (s *Schema) CheckUpdate(update json.RawMessage) []string {
	violations := s.checkJSON("update", []string{"Update"}, update)
	var fields map[string]json.RawMessage
	if json.Unmarshal(update, &fields) == nil && len(fields) != 2 {
		violations = append(violations, fmt.Sprintf("update: it has %d fields, not update_id and one other", len(fields)))
	}
	return violations
}

func (s *Schema) checkJSON(path string, types []string, text json.RawMessage) []string {
	c := &check{schema: s}
	value, err := decoded(text)
	if err != nil {
		return []string{fmt.Sprintf("%s is no JSON: %v", path, err)}
	}
	c.value(path, types, value)
	return c.violations
}
