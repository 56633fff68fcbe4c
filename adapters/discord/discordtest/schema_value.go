package discordtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A shape is what a value may be.
type shape struct {
	// name is that of the component, "" for what has none.
	name string
	// types are those of JSON; any if there are none.
	types []string
	// values are the only ones allowed, if there are any.
	values []any
	// properties are the fields of an object.
	properties map[string]*shape
	required   []string
	// others is the shape of fields that are not named, and open allows them
	// whatever they are.
	others *shape
	open   bool
	// items is the shape of what an array holds.
	items *shape
	// length counts characters, count items, size fields.
	length, count, size bounds
	min, max            *float64
	unique              bool
	pattern             *regexp.Regexp
	format              string
	// all must hold besides, and at least one of choices. That it be only one,
	// as the description has it, nothing depends on.
	all, choices []*shape
}

// bounds are a least and a greatest number.
type bounds struct{ least, most uint64 }

// unbounded is any number.
var unbounded = bounds{0, math.MaxUint64}

func (s *shape) property(name string, p *shape) {
	if s.properties == nil {
		s.properties = map[string]*shape{}
	}
	s.properties[name] = p
}

// A check gathers violations.
type check struct {
	violations []string
}

// A spot is where a value stands: a field or an item of what it is below, or the
// root, which names what is checked. Most values are as they should be, so its
// words are put together only for what is not.
type spot struct {
	below *spot
	name  string
	item  int // from 1 on, 0 for a field
}

func (at *spot) String() string {
	switch up := at.below; {
	case up == nil:
		return at.name
	case at.item > 0:
		return up.String() + "[" + strconv.Itoa(at.item-1) + "]"
	case up.below == nil:
		return up.name + ": " + at.name
	default:
		return up.String() + "." + at.name
	}
}

func (c *check) fail(at *spot, format string, args ...any) {
	c.violations = append(c.violations, at.String()+": "+fmt.Sprintf(format, args...))
}

// json checks a text.
func (c *check) json(at *spot, s *shape, text []byte) {
	value, err := decoded(text)
	if err != nil {
		c.fail(at, "it is no JSON: %v", err)
		return
	}
	c.value(at, s, value)
}

// parameters checks what stands behind the question mark.
func (c *check) parameters(at *spot, o *operation, query url.Values) {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		p, known := o.query[name]
		if !known {
			c.fail(at, "unknown parameter %q", name)
			continue
		}
		var value any = query.Get(name)
		if !slices.Contains(p.shape.types, "string") { // then it is written as in JSON
			if v, err := decoded([]byte(query.Get(name))); err == nil {
				value = v
			}
		}
		c.value(&spot{below: at, name: name}, p.shape, value)
	}
	for name, p := range o.query {
		if p.required && !query.Has(name) {
			c.fail(at, "required parameter %q is missing", name)
		}
	}
}

// value checks a value, which decoded has read.
func (c *check) value(at *spot, s *shape, value any) {
	if len(s.types) > 0 && !slices.ContainsFunc(s.types, func(t string) bool { return isType(t, value) }) {
		c.fail(at, "%s is not %s", brief(value), strings.Join(s.types, " or "))
		return
	}
	if len(s.values) > 0 && !slices.ContainsFunc(s.values, func(v any) bool { return equal(v, value) }) {
		c.fail(at, "%s is none of the values allowed", brief(value))
		return
	}
	switch v := value.(type) {
	case string:
		c.text(at, s, v)
	case json.Number:
		c.number(at, s, v)
	case []any:
		c.array(at, s, v)
	case map[string]any:
		c.object(at, s, v)
	}
	for _, part := range s.all {
		c.value(at, part, value)
	}
	c.choose(at, s.choices, value)
}

// choose checks that a value is one of several things, and tells of the one
// that it is most like.
func (c *check) choose(at *spot, choices []*shape, value any) {
	var nearest []string
	for _, s := range choices {
		if !s.maybe(value) {
			continue
		}
		tried := &check{}
		tried.value(at, s, value)
		if len(tried.violations) == 0 {
			return
		}
		if nearest == nil || len(tried.violations) < len(nearest) {
			nearest = tried.violations
		}
	}
	if nearest == nil && len(choices) > 0 {
		c.fail(at, "%s is nothing that is described", brief(value))
	}
	c.violations = append(c.violations, nearest...)
}

// maybe reports whether a value is of a type of s, and the type that it says
// to be: nearly all alternatives are told apart by a field of that name.
func (s *shape) maybe(value any) bool {
	if len(s.types) > 0 && !slices.ContainsFunc(s.types, func(t string) bool { return isType(t, value) }) {
		return false
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return true
	}
	kind, described := fields["type"], s.properties["type"]
	if kind == nil || described == nil || len(described.values) == 0 {
		return true
	}
	return slices.ContainsFunc(described.values, func(v any) bool { return equal(v, kind) })
}

func (c *check) text(at *spot, s *shape, v string) {
	n := uint64(utf8.RuneCountInString(v))
	switch {
	case n < s.length.least:
		c.fail(at, "it has %d characters, at least %d", n, s.length.least)
	case n > s.length.most:
		c.fail(at, "it has %d characters, at most %d", n, s.length.most)
	case s.pattern != nil && !s.pattern.MatchString(v):
		c.fail(at, "%s is not as %s", brief(v), s.pattern)
	case !hasFormat(s.format, v):
		c.fail(at, "%s is no %s", brief(v), s.format)
	}
}

// hasFormat reports whether a text is of a format; what it does not know, all
// are.
func hasFormat(format, v string) bool {
	switch format {
	case "date-time":
		_, err := time.Parse(time.RFC3339, v)
		return err == nil
	case "uri":
		u, err := url.Parse(v)
		return err == nil && u.Scheme != ""
	case "snowflake":
		_, err := strconv.ParseUint(v, 10, 64)
		return err == nil
	}
	return true
}

func (c *check) number(at *spot, s *shape, v json.Number) {
	n, err := v.Float64()
	switch {
	case err != nil:
		c.fail(at, "%s is too large", v)
	case s.min != nil && n < *s.min, s.max != nil && n > *s.max:
		c.fail(at, "%s is out of bounds", v)
	case s.format == "int32" && (n < math.MinInt32 || n > math.MaxInt32):
		c.fail(at, "%s has more than 32 bits", v)
	}
}

func (c *check) array(at *spot, s *shape, v []any) {
	switch n := uint64(len(v)); {
	case n < s.count.least:
		c.fail(at, "it has %d items, at least %d", n, s.count.least)
	case n > s.count.most:
		c.fail(at, "it has %d items, at most %d", n, s.count.most)
	}
	for i, item := range v {
		if s.items != nil {
			c.value(&spot{below: at, item: i + 1}, s.items, item)
		}
		if s.unique && slices.ContainsFunc(v[:i], func(o any) bool { return equal(o, item) }) {
			c.fail(at, "%s is there twice", brief(item))
		}
	}
}

func (c *check) object(at *spot, s *shape, v map[string]any) {
	switch n := uint64(len(v)); {
	case n < s.size.least:
		c.fail(at, "it has %d fields, at least %d", n, s.size.least)
	case n > s.size.most:
		c.fail(at, "it has %d fields, at most %d", n, s.size.most)
	}
	for _, name := range s.required {
		if _, given := v[name]; !given {
			c.fail(at, "required field %q is missing", name)
		}
	}
	// A shape of alternatives alone says nothing of fields itself.
	closed := !s.open && len(s.choices) == 0 && len(s.all) == 0
	before := len(c.violations)
	for name, field := range v {
		described := s.properties[name]
		if described == nil {
			described = s.others
		}
		switch {
		case described != nil:
			c.value(&spot{below: at, name: name}, described, field)
		case closed:
			c.fail(at, "unknown field %q", name)
		}
	}
	slices.Sort(c.violations[before:]) // fields come in any order
}

// isType reports whether a value is of a type of JSON.
func isType(name string, value any) bool {
	switch v := value.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case json.Number:
		n, err := v.Float64()
		return name == "number" || name == "integer" && err == nil && n == math.Trunc(n)
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return false
}

// equal reports whether two values of JSON are the same.
func equal(a, b any) bool {
	switch x := a.(type) {
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, equal)
	case map[string]any:
		y, ok := b.(map[string]any)
		return ok && maps.EqualFunc(x, y, equal)
	case json.Number:
		y, ok := b.(json.Number)
		if !ok || x == y {
			return ok
		}
		m, err1 := x.Float64()
		n, err2 := y.Float64()
		return err1 == nil && err2 == nil && m == n
	}
	return a == b
}

// brief is a value for a sentence: texts may be long, or what people wrote.
func brief(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		if len(v) > 40 {
			return "the text"
		}
		return strconv.Quote(v)
	case []any:
		return "the array"
	case map[string]any:
		return "the object"
	default:
		return fmt.Sprint(v)
	}
}
