package config

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// read takes the values out of a file and notes what does not belong there.
func (l *loader) read(f sourceFile) {
	l.file = map[string]value{}
	var sections map[string]toml.Primitive
	md, err := toml.Decode(f.data, &sections)
	if err != nil {
		l.syntax(f, err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		v, line := peek(&md, sections[name])
		known := slices.ContainsFunc(settings, func(s setting) bool { return strings.HasPrefix(s.key, name+".") })
		switch _, isTable := v.(map[string]any); {
		case !known:
			l.fail(line, f.at(line), shownKey(name), "there is no such section"+didYouMean(name, sectionNames()))
		case !isTable:
			l.fail(line, f.at(line), name, "this is a section, not a value: write ["+name+"]")
		default:
			l.section(f, &md, name, sections[name])
		}
	}
}

// section takes the values of one section.
func (l *loader) section(f sourceFile, md *toml.MetaData, section string, table toml.Primitive) {
	var entries map[string]toml.Primitive
	if err := md.PrimitiveDecode(table, &entries); err != nil {
		l.syntax(f, err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		key := section + "." + name
		v, line := peek(md, entries[name])
		s, ok := findSetting(key)
		if !ok {
			l.fail(line, f.at(line), section+"."+shownKey(name), "there is no such key"+didYouMean(name, keyNames(section)))
			continue
		}
		text, what := asText(s, v)
		if what != "" {
			l.fail(line, f.at(line), key, what)
			continue
		}
		l.file[key] = value{text: text, source: f.at(line), line: line, dir: filepath.Dir(f.name)}
	}
}

// syntax notes an error of the parser. Its message may quote the file, and so
// a secret: then only the place is told.
func (l *loader) syntax(f sourceFile, err error) {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		l.problems = append(l.problems, problem{0, f.name + ": not valid TOML"})
		return
	}
	message := parse.Message
	if quotes(message, f.data) {
		message = "something is missing or too much here; strings stand in \"quotes\""
	}
	l.problems = append(l.problems, problem{parse.Position.Line, fmt.Sprintf("%s: not valid TOML: %s", f.at(parse.Position.Line), message)})
}

// quotes tells whether message holds a word of data, other than of comments.
func quotes(message, data string) bool {
	for line := range strings.Lines(data) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, w := range strings.FieldsFunc(line, func(r rune) bool { return r < 0x80 && !isWordByte(byte(r)) }) {
			if len(w) > 3 && strings.Contains(message, w) {
				return true
			}
		}
	}
	return false
}

func isWordByte(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}

// at names a place in the file; line 0 is unknown.
func (f sourceFile) at(line int) string {
	if line == 0 {
		return f.name
	}
	return f.name + ":" + strconv.Itoa(line)
}

// A probe takes any value and fails, because only an error of decoding tells
// the line of a key.
type probe struct{ value any }

var errProbed = errors.New("probed")

// UnmarshalTOML implements toml.Unmarshaler.
func (p *probe) UnmarshalTOML(v any) error {
	p.value = v
	return errProbed
}

// peek returns the value of p and its line, 0 if that is not known.
func peek(md *toml.MetaData, p toml.Primitive) (v any, line int) {
	var got probe
	var parse toml.ParseError
	if err := md.PrimitiveDecode(p, &got); errors.As(err, &parse) {
		line = parse.Position.Line
	}
	return got.value, line
}

// findSetting returns the setting that key belongs to: its own key, or for a
// secret that of the file that holds it.
func findSetting(key string) (s setting, ok bool) {
	for _, s := range settings {
		if s.key == key || s.kind == secret && s.key+fileSuffix == key {
			return s, true
		}
	}
	return setting{}, false
}

// asText returns v as text, or what is wrong with it.
func asText(s setting, v any) (text, what string) {
	switch v := v.(type) {
	case string:
		if s.kind != number {
			return v, ""
		}
	case int64:
		if s.kind == number {
			return strconv.FormatInt(v, 10), ""
		}
	case []any:
		if s.kind == list {
			return listText(v)
		}
	}
	if s.kind == list {
		return "", fmt.Sprintf("this is %s: use a list of texts, [\"one\", \"two\"]", typeName(v))
	}
	if s.kind == number {
		return "", fmt.Sprintf("this is %s: use a whole number from %d to %d, without quotes", typeName(v), s.low, s.high)
	}
	return "", fmt.Sprintf("this is %s: use a text in \"quotes\"", typeName(v))
}

// listText returns a list as text, or what is wrong with it.
func listText(list []any) (text, what string) {
	texts := make([]string, len(list))
	for i, v := range list {
		t, ok := v.(string)
		if !ok {
			return "", fmt.Sprintf("entry %d is %s: use texts in \"quotes\"", i+1, typeName(v))
		}
		texts[i] = t
	}
	return strings.Join(texts, ", "), ""
}

func typeName(v any) string {
	switch v.(type) {
	case string:
		return "a text"
	case int64:
		return "a number"
	case float64:
		return "a decimal number"
	case bool:
		return "true or false"
	case time.Time:
		return "a date"
	case map[string]any:
		return "a section"
	}
	return "a list"
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// shownKey returns a key as errors show it; what does not look like a key may
// be a secret.
func shownKey(name string) string {
	if bareKey.MatchString(name) {
		return name
	}
	return "a quoted key"
}

func sectionNames() []string {
	var names []string
	for _, s := range settings {
		section, _, _ := strings.Cut(s.key, ".")
		names = append(names, section)
	}
	return slices.Compact(names)
}

func keyNames(section string) []string {
	var names []string
	for _, s := range settings {
		name, ok := strings.CutPrefix(s.key, section+".")
		if !ok {
			continue
		}
		names = append(names, name)
		if s.kind == secret {
			names = append(names, name+fileSuffix)
		}
	}
	return names
}
