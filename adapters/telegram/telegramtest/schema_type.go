package telegramtest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A check collects the violations of one request or answer.
type check struct {
	schema *Schema
	// request tells that it is one: there null stands for what is not given.
	request    bool
	violations []string
}

func (c *check) fail(path, format string, args ...any) {
	c.violations = append(c.violations, path+": "+fmt.Sprintf(format, args...))
}

// decoded reads one JSON value; numbers stay as written.
func decoded(text json.RawMessage) (value any, err error) {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows its end")
	}
	return value, nil
}

// parameter checks a value of a request in the form it is sent in.
func (c *check) parameter(method string, f *field, values map[string]string) {
	path, text := method+"."+f.Name, values[f.Name]
	switch {
	case !utf8.ValidString(text):
		c.fail(path, "it is not UTF-8")
	case slices.Contains(f.Types, "InputFile") && strings.HasPrefix(text, "attach"):
	case slices.Contains(f.Types, "String"):
		c.limit(path, f, text, func(name string) string { return values[name] })
	case slices.Contains(f.Types, "Integer"):
		if n, err := strconv.ParseInt(text, 10, 64); err != nil {
			c.fail(path, "it is no integer")
		} else {
			c.limit(path, f, n, nil)
		}
	case slices.Contains(f.Types, "Float"):
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			c.fail(path, "it is no number")
		}
	case slices.Contains(f.Types, "Boolean"):
		if !slices.Contains([]string{"true", "false", "1", "0"}, strings.ToLower(text)) {
			c.fail(path, "it is neither true nor false")
		}
	default:
		c.nested(path, f, text)
	}
}

// nested checks a parameter that is JSON text.
func (c *check) nested(path string, f *field, text string) {
	value, err := decoded(json.RawMessage(text))
	switch {
	case err != nil:
		c.fail(path, "it is no JSON")
	case value != nil: // null is sent for what is not given
		c.value(path, f.Types, value)
		c.limit(path, f, value, nil)
	case f.Required:
		c.fail(path, "it is required and null")
	}
}

// value checks a value against the types it may have: it must fit one. What
// is told are the violations of the one it fits best.
func (c *check) value(path string, types []string, value any) {
	var best []string
	types = c.expanded(types)
	fitting := slices.DeleteFunc(slices.Clone(types), func(name string) bool { return !c.mayBe(name, value) })
	if len(fitting) == 0 {
		c.fail(path, "it is none of %s", strings.Join(types, ", "))
		return
	}
	for i, name := range fitting {
		one := &check{schema: c.schema, request: c.request}
		one.single(path, name, value)
		if i == 0 || len(one.violations) < len(best) {
			best = one.violations
		}
		if len(best) == 0 {
			return
		}
	}
	c.violations = append(c.violations, best...)
}

// mayBe reports whether the fields that tell the types of a union apart allow
// a value to be of a type.
func (c *check) mayBe(name string, value any) bool {
	object, ok := value.(map[string]any)
	d := c.schema.types[name]
	if !ok || d == nil {
		return true
	}
	for _, f := range d.Fields {
		if f.Required && slices.Contains(f.Types, "String") && len(f.limits.values) == 1 && object[f.Name] != f.limits.values[0] {
			return false
		}
	}
	return true
}

// expanded puts the subtypes in the place of types that have some.
func (c *check) expanded(types []string) (out []string) {
	for _, name := range types {
		if d := c.schema.types[name]; d != nil && len(d.Subtypes) > 0 {
			out = append(out, d.Subtypes...)
		} else {
			out = append(out, name)
		}
	}
	return out
}

// single checks a value against one type.
func (c *check) single(path, name string, value any) {
	if element, ok := strings.CutPrefix(name, "Array of "); ok {
		list, ok := value.([]any)
		if !ok {
			c.fail(path, "it is no array")
		}
		for i, v := range list {
			c.value(fmt.Sprintf("%s[%d]", path, i), []string{element}, v)
		}
		return
	}
	ok := true
	switch name {
	case "String", "InputFile":
		_, ok = value.(string)
	case "Boolean":
		_, ok = value.(bool)
	case "Float":
		_, ok = value.(json.Number)
	case "Integer":
		var number json.Number
		if number, ok = value.(json.Number); ok {
			_, err := number.Int64()
			ok = err == nil
		}
	default:
		c.object(path, name, value)
	}
	if !ok {
		c.fail(path, "it is no %s", name)
	}
}

// object checks a value against a type that has fields.
func (c *check) object(path, name string, value any) {
	d, known := c.schema.types[name]
	if !known {
		c.fail(path, "the description has no type %s", name)
		return
	}
	fields, ok := value.(map[string]any)
	if !ok {
		c.fail(path, "it is no %s", name)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		f, known := d.byName[key]
		switch {
		case !known:
			c.fail(path, "%s has no field %q", name, key)
		case fields[key] == nil && c.request && !f.Required:
		default:
			c.value(path+"."+key, f.Types, fields[key])
			c.limit(path+"."+key, f, fields[key], func(other string) string { text, _ := fields[other].(string); return text })
		}
	}
	for _, f := range d.Fields {
		if _, given := fields[f.Name]; f.Required && !given {
			c.fail(path, "%s requires the field %q", name, f.Name)
		}
	}
	c.exactlyOne(path, d, fields)
}

// exactlyOne checks the rule of buttons: one field says what a press does.
func (c *check) exactlyOne(path string, d *definition, fields map[string]any) {
	if d.besides == nil {
		return
	}
	count := 0
	for key, value := range fields {
		if value != nil && d.byName[key] != nil && !slices.Contains(d.besides, key) {
			count++
		}
	}
	if count != 1 {
		c.fail(path, "%s has %d fields that say what it does, not exactly one", d.Name, count)
	}
}
