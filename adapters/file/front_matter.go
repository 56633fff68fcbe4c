package file

import (
	"fmt"
	"strconv"
	"strings"
)

// cutFrontMatter parts the front matter from the body of a Markdown text:
// simple YAML between two lines "---" or simple TOML between two lines "+++".
// Keys are lower case. A text without it is all body. Front matter that is not
// closed is an error that says where to close it: nobody can tell its last key
// from the first line of the text.
func cutFrontMatter(text string) (meta map[string]string, body string, err error) {
	first, rest, ok := strings.Cut(text, "\n")
	fence := strings.TrimRight(first, " \t")
	if !ok || fence != "---" && fence != "+++" {
		return nil, text, nil
	}
	unclosed := rest
	var lines []string
	for line := range strings.Lines(rest) {
		rest = rest[len(line):]
		line = strings.TrimRight(line, " \t\n")
		if line == fence || fence == "---" && line == "..." {
			return readKeys(lines, fence == "+++"), rest, nil
		}
		// Front matter is short; what is not is a text that begins with a
		// ruled line.
		if lines = append(lines, line); len(lines) > 200 {
			break
		}
	}
	if n := leadingKeys(unclosed, fence == "+++"); n > 0 {
		return nil, "", fmt.Errorf("front matter is not closed; put a line %q under its last key (line %d or below)", fence, n+1)
	}
	return nil, text, nil
}

// leadingKeys counts the lines at the start of s that are keys.
func leadingKeys(s string, toml bool) int {
	n := 0
	for line := range strings.Lines(s) {
		if !isKey(strings.TrimRight(line, " \t\n"), toml) {
			break
		}
		n++
	}
	return n
}

// isKey tells "key: value", or "key = value" in TOML, from a line of text: the
// key is one word in small letters.
func isKey(line string, toml bool) bool {
	mark := ":"
	if toml {
		mark = "="
	}
	key, v, ok := strings.Cut(line, mark)
	if toml {
		key = strings.TrimRight(key, " ")
	}
	return ok && key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_-") == "" && (toml || v == "" || v[0] == ' ')
}

// readKeys reads "key: value" or, in TOML, "key = value". The items of a list
// are joined with commas, the lines of a block with spaces.
func readKeys(lines []string, toml bool) map[string]string {
	meta := map[string]string{}
	mark := ":"
	if toml {
		mark = "="
	}
	last := ""
	for _, line := range lines {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		if item, ok := strings.CutPrefix(trimmed, "- "); ok && last != "" && !toml {
			meta[last] = join(meta[last], ", ", value(item))
			continue
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" && !toml {
			meta[last] = join(meta[last], " ", value(trimmed))
			continue
		}
		key, v, ok := strings.Cut(trimmed, mark)
		if !ok {
			continue
		}
		last = strings.ToLower(strings.Trim(strings.TrimSpace(key), `"'`))
		meta[last] = value(strings.TrimSpace(v))
	}
	return meta
}

func join(a, sep, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}

// value reads one value: quoted, a list in brackets, a block mark, or plain
// up to a comment.
func value(v string) string {
	switch {
	case v == "|" || v == ">" || v == "|-" || v == ">-":
		return ""
	case strings.HasPrefix(v, `"`):
		if end := closingQuote(v); end > 0 {
			if s, err := strconv.Unquote(v[:end+1]); err == nil {
				return s
			}
			return v[1:end]
		}
	case strings.HasPrefix(v, "'"):
		// YAML doubles the quote inside; the last one closes.
		if end := strings.LastIndexByte(v, '\''); end > 0 {
			return strings.ReplaceAll(v[1:end], "''", "'")
		}
	case strings.HasPrefix(v, "[") && strings.HasSuffix(v, "]"):
		var items []string
		for item := range strings.SplitSeq(v[1:len(v)-1], ",") {
			if item = value(strings.TrimSpace(item)); item != "" {
				items = append(items, item)
			}
		}
		return strings.Join(items, ", ")
	}
	if i := strings.Index(v, " #"); i >= 0 {
		v = v[:i]
	}
	return strings.TrimSpace(v)
}

// closingQuote returns the place of the double quote that closes the one at
// the start of v, or -1.
func closingQuote(v string) int {
	for i := 1; i < len(v); i++ {
		switch v[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
