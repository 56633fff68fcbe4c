package telegramtest

import (
	"net/url"
	"strconv"
	"strings"
)

// reserved are the characters that MarkdownV2 keeps for itself.
const reserved = "_*[]()~`>#+-=|{}.!\n"

// markdownNames are how the server calls the entities in its complaints.
var markdownNames = map[string]string{
	"bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough", "spoiler": "Spoiler",
	"code": "Code", "pre": "Pre", "text_link": "TextUrl", "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote",
}

// A markdownMark is a mark that is open.
type markdownMark struct {
	kind, language string
	// at is where it began in bytes of the text, offset in UTF-16 code units
	// of the plain text, begin in bytes of it.
	at, offset, begin int
}

// unfinished is the complaint about a mark that nothing closes.
func (m markdownMark) unfinished() error {
	name := markdownNames[m.kind]
	if m.language != "" {
		name = "PreCode"
	}
	return complain("Can't find end of %s entity at byte offset %d", name, m.at)
}

// A markdownText is a text in the mode MarkdownV2.
type markdownText struct {
	markup
	open []markdownMark
	// quoted tells that a quote is open, lineStart that nothing has come yet
	// in this line.
	quoted, lineStart bool
}

// parseMarkdown returns the plain text and the entities of a text in the mode
// MarkdownV2, or what is wrong with it in the words of the server.
func parseMarkdown(text string) (string, []Entity, error) {
	m := &markdownText{markup: markup{in: text}, lineStart: true}
	for m.pos < len(m.in) {
		if err := m.next(); err != nil {
			return "", nil, err
		}
	}
	if m.quoted {
		m.endText()
	}
	if len(m.open) > 0 {
		return "", nil, m.top().unfinished()
	}
	plain, entities := m.finished()
	return plain, entities, nil
}

// top is the innermost open mark, the zero mark if there is none.
func (m *markdownText) top() markdownMark {
	if len(m.open) == 0 {
		return markdownMark{}
	}
	return m.open[len(m.open)-1]
}

// pop closes the innermost mark.
func (m *markdownText) pop() (mark markdownMark) {
	mark = m.top()
	m.open = m.open[:len(m.open)-1]
	return mark
}

// next takes a character, an escaped one or a mark.
func (m *markdownText) next() error {
	c := m.in[m.pos]
	if c == '\\' && escapable(m.at(m.pos+1)) {
		m.pos++
		m.character()
		return nil
	}
	kept := reserved
	if kind := m.top().kind; kind == "code" || kind == "pre" {
		kept = "`"
	}
	if strings.IndexByte(kept, c) < 0 {
		m.character()
		return nil
	}
	if m.closes(c) {
		return m.close(c)
	}
	return m.begin(c)
}

// escapable tells what a backslash can stand before.
func escapable(c byte) bool { return 0 < c && c <= 126 }

// character takes a byte of plain text.
func (m *markdownText) character() {
	if c := m.in[m.pos]; c != '\r' && unitsOf(c) > 0 {
		m.lineStart = c == '\n'
	}
	m.take()
}

// closes reports whether c ends the innermost mark, or the quote and what is
// open in it.
func (m *markdownText) closes(c byte) bool {
	if len(m.open) == 0 {
		return false
	}
	if m.quoted && c == '\n' && m.at(m.pos+1) != '>' {
		return true
	}
	switch m.top().kind {
	case "bold":
		return c == '*'
	case "italic":
		return c == '_' && !m.has("__")
	case "underline":
		return m.has("__")
	case "strikethrough":
		return c == '~'
	case "spoiler":
		return m.has("||")
	case "code":
		return c == '`'
	case "pre":
		return m.has("```")
	case "text_link", "custom_emoji":
		return c == ']'
	default:
		return false
	}
}

// begin takes a mark that begins something.
func (m *markdownText) begin(c byte) error {
	mark := markdownMark{at: m.pos}
	switch {
	case c == '\n':
		m.character()
		return nil
	case c == '>' && m.lineStart:
		m.pos++
		if m.quoted {
			return nil // the quote goes on in this line
		}
		m.quoted, mark.kind = true, "blockquote"
	case m.has("```"):
		m.pos += 3
		mark.kind, mark.language = "pre", m.language()
	default:
		marks := []struct{ mark, kind string }{
			{"__", "underline"}, {"_", "italic"}, {"*", "bold"}, {"~", "strikethrough"}, {"||", "spoiler"}, {"[", "text_link"},
			{"![", "custom_emoji"}, {"`", "code"},
		}
		for _, known := range marks {
			if mark.kind == "" && m.has(known.mark) {
				mark.kind = known.kind
				m.pos += len(known.mark)
			}
		}
	}
	if mark.kind == "" {
		return complain(`Character '%c' is reserved and must be escaped with the preceding '\'`, c)
	}
	mark.offset, mark.begin = m.units, len(m.out)
	m.open = append(m.open, mark)
	return nil
}

// language takes the language behind ``` and the one line break before the
// code.
func (m *markup) language() (language string) {
	end := m.pos
	for !isSpace(m.at(end)) && m.at(end) != '`' {
		end++
	}
	if end > m.pos && end < len(m.in) && m.in[end] != '`' {
		language = m.in[m.pos:end]
		m.pos = end
	}
	for _, lineBreak := range []string{"\r\n", "\n\r", "\r", "\n"} {
		if m.has(lineBreak) {
			m.pos += len(lineBreak)
			break
		}
	}
	return language
}

// close takes the mark that ends the innermost entity.
func (m *markdownText) close(c byte) error {
	if c == '\n' && m.quoted {
		return m.endQuote()
	}
	mark := m.pop()
	e := Entity{Type: mark.kind, Language: mark.language}
	known := m.units > mark.offset
	switch mark.kind {
	case "underline", "spoiler":
		m.pos += 2
	case "pre":
		m.pos += 3
	case "text_link":
		target := string(m.out[mark.begin:])
		if m.pos++; m.has("(") {
			var err error
			if target, err = m.target(); err != nil {
				return err
			}
		}
		var usable bool
		e, usable = linkEntity(target)
		known = known && usable
	case "custom_emoji":
		var err error
		if e, err = m.object(); err != nil {
			return err
		}
	default:
		m.pos++
	}
	if known {
		m.add(e, mark.offset)
	}
	return nil
}

// endQuote takes the line break behind a quote. An empty spoiler at its end
// makes it expandable.
func (m *markdownText) endQuote() error {
	kind := "blockquote"
	if mark := m.top(); mark.kind == "spoiler" && strings.TrimRight(m.in[mark.at:m.pos], "\r") == "||" {
		m.pop()
		kind = "expandable_blockquote"
	}
	if m.top().kind != "blockquote" {
		return m.top().unfinished()
	}
	mark := m.pop()
	m.quoted = false
	m.character()
	m.add(Entity{Type: kind}, mark.offset)
	return nil
}

// endText closes a quote that the text ends in.
func (m *markdownText) endText() {
	kind := "blockquote"
	if mark := m.top(); mark.kind == "spoiler" && mark.at == len(m.in)-2 {
		m.pop()
		kind = "expandable_blockquote"
	}
	if m.top().kind != "blockquote" {
		return // what is open in the quote is complained about
	}
	if mark := m.pop(); m.units > mark.offset {
		m.add(Entity{Type: kind}, mark.offset)
	}
}

// target takes (url).
func (m *markdownText) target() (string, error) {
	m.pos++
	start := m.pos
	var target []byte
	for m.pos < len(m.in) && m.in[m.pos] != ')' {
		if m.in[m.pos] == '\\' && escapable(m.at(m.pos+1)) {
			m.pos++
		}
		target = append(target, m.in[m.pos])
		m.pos++
	}
	if m.pos == len(m.in) {
		return "", complain("Can't find end of a URL at byte offset %d", start)
	}
	m.pos++
	return string(target), nil
}

// object takes ](tg://emoji?id=…) or ](tg://time?unix=…&format=…).
func (m *markdownText) object() (Entity, error) {
	if m.pos++; !m.has("(") {
		return Entity{}, complain("The entity must contain a tg://emoji or tg://time URL")
	}
	target, err := m.target()
	if err != nil {
		return Entity{}, err
	}
	invalid := complain("Invalid tg://emoji or tg://time URL specified")
	address, err := url.Parse(target)
	if err != nil || address.Scheme != "tg" {
		return Entity{}, invalid
	}
	query := address.Query()
	number := func(key string) (int64, bool) {
		n, err := strconv.ParseInt(query.Get(key), 10, 64)
		return n, err == nil && n > 0 && strconv.FormatInt(n, 10) == query.Get(key)
	}
	if _, ok := number("id"); ok && address.Host == "emoji" {
		return Entity{Type: "custom_emoji", CustomEmojiID: query.Get("id")}, nil
	}
	unix, ok := number("unix")
	if !ok || address.Host != "time" {
		return Entity{}, invalid
	}
	format, err := dateTimeFormat(query.Get("format"))
	return Entity{Type: "date_time", UnixTime: unix, DateTimeFormat: format}, err
}
