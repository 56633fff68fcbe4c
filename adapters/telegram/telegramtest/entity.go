package telegramtest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Entity is a stretch of text with a meaning, as the API describes it.
type Entity struct {
	Type string `json:"type"`
	// Offset and Length are in UTF-16 code units.
	Offset int `json:"offset"`
	Length int `json:"length"`
	// URL is set for text_link only.
	URL string `json:"url,omitempty"`
	// User is set for text_mention only. The parser knows no more of it than
	// the id.
	User *User `json:"user,omitempty"`
	// Language is set for pre only.
	Language string `json:"language,omitempty"`
	// CustomEmojiID is set for custom_emoji only.
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
	// UnixTime, in seconds, and DateTimeFormat are set for date_time only.
	UnixTime       int64  `json:"unix_time,omitempty"`
	DateTimeFormat string `json:"date_time_format,omitempty"`
}

// end is the offset behind the entity.
func (e Entity) end() int { return e.Offset + e.Length }

// The kinds of entity that differ in how they may lie in each other. The
// names are those of the MessageEntity page of the API.
var (
	// styles may hold and cross everything but code; where they cross others
	// they are cut.
	styles = []string{"bold", "italic", "underline", "strikethrough", "spoiler"}
	quotes = []string{"blockquote", "expandable_blockquote"}
	codes  = []string{"pre", "code"}
)

func (e Entity) isStyle() bool { return slices.Contains(styles, e.Type) }
func (e Entity) isQuote() bool { return slices.Contains(quotes, e.Type) }
func (e Entity) isCode() bool  { return slices.Contains(codes, e.Type) }

// rank orders entities of the same stretch, the outer ones first, as the
// server lists them.
func (e Entity) rank() int {
	switch {
	case e.isQuote():
		return 0
	case e.isCode():
		return 1 + slices.Index(codes, e.Type)
	case e.isStyle():
		return 10 + slices.Index(styles, e.Type)
	default:
		return 5
	}
}

// sortEntities puts entities in the order of their beginnings, the longer
// first.
func sortEntities(entities []Entity) {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(a.Offset-b.Offset, b.Length-a.Length, a.rank()-b.rank())
	})
}

var (
	errNotUTF8 = errors.New("strings must be encoded in UTF-8")
	errEmpty   = errors.New("text must be non-empty")
	errMode    = errors.New("unsupported parse_mode")
)

// A complaint is what the server finds wrong with a text, in its own words,
// which begin with a capital.
type complaint string

// Error returns the words.
func (c complaint) Error() string { return string(c) }

func complain(format string, args ...any) error { return complaint(fmt.Sprintf(format, args...)) }

// parseText parses text in a parse mode ("", "HTML", "MarkdownV2" or the old
// "Markdown") to plain text and entities, as the server does: tidied, trimmed,
// with the entities that the server finds by itself and without those above
// its limit of 100. The error is the description after "Bad Request: ". How
// long a text may be is for the caller to check, in code points of plain.
func parseText(text, mode string) (plain string, entities []Entity, err error) {
	if !utf8.ValidString(text) {
		return "", nil, errNotUTF8
	}
	switch asciiLower(mode) {
	case "":
		plain = text
	case "html":
		plain, entities, err = parseHTML(text)
	case "markdownv2":
		plain, entities, err = parseMarkdown(text)
	case "markdown":
		plain, entities, err = parseOldMarkdown(text)
	default:
		return "", nil, errMode
	}
	if err != nil {
		return "", nil, fmt.Errorf("can't parse entities: %w", err)
	}
	return tidyText(plain, entities)
}

// A markup is a text that is being freed of its markup. Bytes are taken from
// in at pos; plain text and entities come out.
type markup struct {
	in       string
	pos      int
	out      []byte
	units    int // the length of out in UTF-16 code units
	entities []Entity
}

// at returns the byte at i, 0 behind the end.
func (m *markup) at(i int) byte {
	if i < len(m.in) {
		return m.in[i]
	}
	return 0
}

// has reports whether s comes next.
func (m *markup) has(s string) bool {
	return m.pos < len(m.in) && strings.HasPrefix(m.in[m.pos:], s)
}

// take copies the next byte to the plain text.
func (m *markup) take() {
	c := m.in[m.pos]
	m.out = append(m.out, c)
	m.units += unitsOf(c)
	m.pos++
}

// add notes an entity from offset to where the plain text now ends.
func (m *markup) add(e Entity, offset int) {
	e.Offset, e.Length = offset, m.units-offset
	m.entities = append(m.entities, e)
}

// finished returns what came out.
func (m *markup) finished() (string, []Entity) {
	sortEntities(m.entities)
	return string(m.out), m.entities
}

// unitsOf is how many UTF-16 code units a character has, told of its first
// byte; 0 for the other bytes of a character.
func unitsOf(c byte) int {
	switch {
	case c&0xC0 == 0x80:
		return 0
	case c >= 0xF0:
		return 2
	default:
		return 1
	}
}

// utf16Length is the length of s in UTF-16 code units.
func utf16Length(s string) (n int) {
	for i := range len(s) {
		n += unitsOf(s[i])
	}
	return n
}

// isSpace tells blanks as the server does, to which the end of the text is
// one.
func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == 0
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isNameByte tells the bytes of user names and commands.
func isNameByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' }

// asciiLower lowers ASCII letters only, so that lengths stay.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
