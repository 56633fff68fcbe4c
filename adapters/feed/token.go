package feed

import (
	"strings"
	"unicode/utf8"
)

// A tokenKind is the kind of a token.
type tokenKind int

const (
	textToken tokenKind = iota
	cdataToken
	openToken
	closeToken
	// otherToken is a comment, instruction or declaration.
	otherToken
)

// A token is a piece of a document that may be broken.
type token struct {
	kind tokenKind
	// start and end are its place in the document.
	start, end int
	// text is that of a textToken as it stands there, or inside a CDATA
	// section.
	text string
	// name of a tag as it stands there, with its prefix; attrs is what
	// follows it, empty tells of a tag such as <br/>.
	name, attrs string
	empty       bool
}

// A scanner cuts a document into tokens. It never fails: what is no markup is
// text. It takes linear time, because no search reads a byte of the document
// more than a fixed number of times.
type scanner struct {
	s  string
	at int
	// found remembers the next place of each thing searched for, so that a
	// missing end is searched for once only.
	found map[string]int
	// opened is the name of the last start tag.
	opened string
	faults *faults
}

func newScanner(s string, f *faults) *scanner {
	return &scanner{s: s, found: map[string]int{}, faults: f}
}

// maxSearches bounds how many different things are searched for: names of
// elements are the document's to invent.
const maxSearches = 100

// find returns the place of what at or after from, or -1. Places asked for
// must not decrease for one what.
func (sc *scanner) find(what string, from int) int {
	if at, ok := sc.found[what]; ok && (at < 0 || at >= from) {
		return at
	} else if !ok && len(sc.found) >= maxSearches {
		return -1
	}
	at := strings.Index(sc.s[from:], what)
	if at >= 0 {
		at += from
	}
	sc.found[what] = at
	return at
}

// next returns the next token, ok is false at the end.
func (sc *scanner) next() (t token, ok bool) {
	if sc.at >= len(sc.s) {
		return token{}, false
	}
	rest := sc.s[sc.at:]
	switch {
	case rest[0] != '<':
		t = sc.plain(0)
	case strings.HasPrefix(rest, "<![CDATA["):
		t = sc.cdata()
	case strings.HasPrefix(rest, "<!--"):
		t = sc.until("-->")
	case strings.HasPrefix(rest, "<?"):
		t = sc.until("?>")
	case strings.HasPrefix(rest, "<!"):
		t = sc.declaration()
	default:
		t = sc.tag()
	}
	sc.at = t.end
	return t, true
}

// plain is text up to the next <, the first skip bytes whatever they are.
func (sc *scanner) plain(skip int) token {
	end := len(sc.s)
	if i := strings.IndexByte(sc.s[sc.at+skip:], '<'); i >= 0 {
		end = sc.at + skip + i
	}
	return token{kind: textToken, start: sc.at, end: end, text: sc.s[sc.at:end]}
}

// until is markup that ends with mark; without it, only its < is text.
func (sc *scanner) until(mark string) token {
	end := sc.find(mark, sc.at+2)
	if end < 0 {
		sc.faults.note(faultLess)
		return sc.plain(1)
	}
	return token{kind: otherToken, start: sc.at, end: end + len(mark)}
}

const (
	cdataStart = "<![CDATA["
	cdataEnd   = "]]>"
)

// cdata is a CDATA section. One that never ends is left to the caller as
// text: its end is that of the element.
func (sc *scanner) cdata() token {
	from := sc.at + len(cdataStart)
	end := sc.find(cdataEnd, from)
	if end < 0 || sc.unendedCDATA(from, end) {
		sc.faults.note(faultCDATA)
		return token{kind: otherToken, start: sc.at, end: from}
	}
	return token{kind: cdataToken, start: sc.at, end: end + len(cdataEnd), text: sc.s[from:end]}
}

// unendedCDATA tells whether the end of a section is that of a later one: the
// element is closed before another section begins.
func (sc *scanner) unendedCDATA(from, end int) bool {
	another := sc.find(cdataStart, from)
	if another < 0 || another > end || sc.opened == "" {
		return false
	}
	closed := sc.find("</"+sc.opened, from)
	return closed >= 0 && closed < another
}

// declaration is <!DOCTYPE …>, with all that it defines.
func (sc *scanner) declaration() token {
	end := sc.find(">", sc.at)
	inside := sc.find("[", sc.at)
	if inside >= 0 && inside < end {
		sc.faults.note(faultDoctype)
		if last := sc.find("]>", inside); last >= 0 {
			end = last + 1
		} else if last := sc.find("]", inside); last >= 0 {
			end = sc.find(">", last)
		}
	}
	if end < 0 {
		return sc.plain(1)
	}
	return token{kind: otherToken, start: sc.at, end: end + 1}
}

// tag is a start or end tag, or text if the < begins neither.
func (sc *scanner) tag() token {
	t := token{kind: openToken, start: sc.at}
	from := sc.at + 1
	if from < len(sc.s) && sc.s[from] == '/' {
		t.kind = closeToken
		from++
	}
	end := from
	for end < len(sc.s) && isNameByte(sc.s[end]) {
		end++
	}
	close, sound := sc.tagEnd(end)
	if end == from || !isNameStart(sc.s[from]) || close < 0 || !isTagBreak(sc.s[end]) {
		sc.faults.note(faultLess)
		return sc.plain(1)
	}
	if !sound {
		sc.faults.note(faultTags)
	}
	t.name, t.end = sc.s[from:end], close+1
	t.attrs = sc.s[end:close]
	if cut, ok := strings.CutSuffix(t.attrs, "/"); ok {
		t.attrs, t.empty = cut, true
	}
	if t.kind == openToken {
		sc.opened = t.name
	}
	return t
}

// tagEnd returns the place of the > that ends the tag, -1 if another < comes
// first. Where a quotation mark is missing it is the first >.
func (sc *scanner) tagEnd(from int) (end int, sound bool) {
	first, quote, last := -1, byte(0), byte(0)
	for i := from; i < len(sc.s); i++ {
		c := sc.s[i]
		switch {
		case c == '>' && quote == 0:
			return i, true
		case c == '>' && first < 0:
			first = i
		case c == '<':
			return first, false
		case c == quote:
			quote = 0
		case quote == 0 && last == '=' && (c == '"' || c == '\''):
			quote = c // only after = does a quotation mark begin a value
		}
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			last = c
		}
	}
	return first, false
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func isNameByte(c byte) bool {
	return isNameStart(c) || c >= '0' && c <= '9' || c == ':' || c == '-' || c == '.'
}

func isTagBreak(c byte) bool {
	return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r'
}

// local returns the name of a tag without its prefix, in lower case.
func local(name string) string {
	return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
}

// prefix returns the prefix of a name, in lower case, or "".
func prefix(name string) string {
	i := strings.LastIndexByte(name, ':')
	return strings.ToLower(name[:max(i, 0)])
}

// An attr is an attribute of a tag.
type attr struct{ name, value string }

// maxAttrs bounds the attributes read of a tag.
const maxAttrs = 64

// attributes reads what follows the name of a tag; values may lack their
// quotation marks. Of one name the first counts.
func attributes(s string) []attr {
	var out []attr
	for len(out) < maxAttrs {
		s = strings.TrimLeft(s, " \t\r\n/")
		end := strings.IndexAny(s, "= \t\r\n")
		if end < 0 {
			return out
		}
		name := s[:end]
		s = strings.TrimLeft(s[end:], " \t\r\n")
		if s == "" || s[0] != '=' {
			continue // without a value
		}
		s = strings.TrimLeft(s[1:], " \t\r\n")
		var value string
		if s != "" && (s[0] == '"' || s[0] == '\'') {
			var closed bool
			if value, s, closed = strings.Cut(s[1:], s[:1]); !closed {
				value, s, _ = strings.Cut(value, " ")
			}
		} else {
			end := strings.IndexAny(s, " \t\r\n")
			if end < 0 {
				end = len(s)
			}
			value, s = s[:end], s[end:]
		}
		if validName(name) && !hasAttr(out, name) {
			out = append(out, attr{name, unescape(value, nil)})
		}
	}
	return out
}

// validName tells a name that every parser of XML takes; those beyond ASCII
// are none of ours.
func validName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) || s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return s != "" && isNameStart(s[0]) && s[len(s)-1] != ':' && strings.Count(s, ":") <= 1
}

func hasAttr(list []attr, name string) bool {
	for _, a := range list {
		if a.name == name {
			return true
		}
	}
	return false
}

// attribute returns one attribute by its name, in any case, or "".
func attribute(s, name string) string {
	for _, a := range attributes(s) {
		if strings.EqualFold(a.name, name) {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
}
