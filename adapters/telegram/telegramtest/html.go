package telegramtest

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlTags are the tags of the HTML mode; all others are refused.
var htmlTags = []string{
	"a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "tg-emoji", "tg-time", "span", "pre", "code",
	"blockquote",
}

// htmlEntities are the entities of the tags that have no argument.
var htmlEntities = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}

// An htmlTag is a tag that is open.
type htmlTag struct {
	name string
	// argument is the value of the one attribute that counts for the tag.
	argument string
	unix     int64
	// offset is where it began in UTF-16 code units of the plain text, begin
	// in bytes.
	offset, begin int
}

// An htmlText is a text in the HTML mode.
type htmlText struct {
	markup
	open []htmlTag
	// halves tells that a character reference named half of a surrogate pair.
	halves bool
}

// parseHTML returns the plain text and the entities of a text in the HTML
// mode, or what is wrong with it in the words of the server.
func parseHTML(text string) (string, []Entity, error) {
	if strings.IndexByte(text, 0) >= 0 {
		return "", nil, complain("Text must not contain null bytes")
	}
	h := &htmlText{markup: markup{in: text}}
	for h.pos < len(h.in) {
		var err error
		switch {
		case h.has("</"):
			err = h.endTag()
		case h.has("<"):
			err = h.startTag()
		case h.has("&") && h.reference():
		default:
			h.take()
		}
		if err != nil {
			return "", nil, err
		}
	}
	if len(h.open) > 0 {
		return "", nil, complain(`Can't find end tag corresponding to start tag "%s"`, h.open[len(h.open)-1].name)
	}
	if h.halves {
		return "", nil, complain("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	for i := range h.entities {
		if h.entities[i].Type == "code" {
			h.entities[i].Language = "" // only the code of a pre has one
		}
	}
	plain, entities := h.finished()
	return plain, entities, nil
}

// reference takes a character reference; false if there is none that the
// server knows, so that the & stands for itself.
func (h *htmlText) reference() bool {
	r, n := decodeReference(h.in[h.pos:])
	if n == 0 {
		return false
	}
	h.halves = h.halves || 0xD800 <= r && r <= 0xDFFF
	h.out = utf8.AppendRune(h.out, r)
	h.units++
	if r > 0xFFFF {
		h.units++
	}
	h.pos += n
	return true
}

// decodeReference returns the character of the reference that s begins with
// and its length, 0 if it is none of &lt; &gt; &amp; &quot; &#NN; &#xNN; whose
// semicolon may be missing.
func decodeReference(s string) (r rune, n int) {
	n = 1
	if strings.HasPrefix(s, "&#") {
		base, digits := 10, "0123456789"
		if n = 2; strings.HasPrefix(s, "&#x") {
			base, digits, n = 16, "0123456789abcdefABCDEF", 3
		}
		end := n + len(s[n:]) - len(strings.TrimLeft(s[n:], digits))
		code, err := strconv.ParseUint(s[n:end], base, 32)
		if err != nil || code == 0 || code >= 0x10FFFF || end >= 10 {
			return 0, 0
		}
		r, n = rune(code), end
	} else {
		for n < len(s) && isLetter(s[n]) {
			n++
		}
		names := map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}
		if r = names[s[1:n]]; r == 0 {
			return 0, 0
		}
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	return r, n
}

// skip passes over blanks.
func (h *htmlText) skip() {
	for h.pos < len(h.in) && isSpace(h.in[h.pos]) {
		h.pos++
	}
}

// until passes over everything before a blank or one of the bytes of stop.
func (h *htmlText) until(stop string) {
	for !isSpace(h.at(h.pos)) && strings.IndexByte(stop, h.at(h.pos)) < 0 {
		h.pos++
	}
}

// startTag takes <name attributes>.
func (h *htmlText) startTag() error {
	begin := h.pos
	h.pos++
	h.until(">")
	if h.pos == len(h.in) {
		return complain("Unclosed start tag at byte offset %d", begin)
	}
	tag := htmlTag{name: asciiLower(h.in[begin+1 : h.pos]), offset: h.units, begin: len(h.out)}
	if !slices.Contains(htmlTags, tag.name) {
		return complain(`Unsupported start tag "%s" at byte offset %d`, tag.name, begin)
	}
	for h.skip(); !h.has(">"); h.skip() {
		name, value, err := h.attribute(tag.name, begin)
		if err != nil {
			return err
		}
		tag.set(name, value)
	}
	h.pos++
	if tag.name == "span" && tag.argument != "spoiler" {
		return complain(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	h.open = append(h.open, tag)
	return nil
}

// attribute takes name=value, name="value" or a name alone.
func (h *htmlText) attribute(tag string, begin int) (name, value string, err error) {
	start := h.pos
	h.until(`=>/"'`)
	name = h.in[start:h.pos]
	if name == "" {
		return "", "", complain(`Empty attribute name in the tag "%s" at byte offset %d`, tag, begin)
	}
	h.skip()
	if h.has("=") {
		h.pos++
		h.skip()
	} else if h.pos < len(h.in) {
		return name, "", nil
	}
	if h.pos == len(h.in) {
		return "", "", complain(`Unclosed start tag "%s" at byte offset %d`, tag, begin)
	}
	if h.has(`"`) || h.has("'") {
		value = h.literal()
	} else if value, err = h.token(); err != nil {
		return "", "", err
	}
	if h.pos == len(h.in) {
		return "", "", complain("Unclosed start tag at byte offset %d", begin)
	}
	return name, value, nil
}

// literal takes a value in quotes.
func (h *htmlText) literal() string {
	end := h.in[h.pos]
	h.pos++
	var value []byte
	for h.pos < len(h.in) && h.in[h.pos] != end {
		if h.in[h.pos] == '&' {
			if r, n := decodeReference(h.in[h.pos:]); n > 0 {
				value = utf8.AppendRune(value, r)
				h.pos += n
				continue
			}
		}
		value = append(value, h.in[h.pos])
		h.pos++
	}
	if h.pos < len(h.in) {
		h.pos++
	}
	return string(value)
}

// token takes a value without quotes: letters, digits, periods and hyphens.
func (h *htmlText) token() (string, error) {
	start := h.pos
	for c := h.at(h.pos); isLetter(c) || isDigit(c) || c == '.' || c == '-'; c = h.at(h.pos) {
		h.pos++
	}
	if c := h.at(h.pos); !isSpace(c) && c != '>' {
		return "", complain("Unexpected end of name token at byte offset %d", start)
	}
	return asciiLower(h.in[start:h.pos]), nil
}

// set keeps an attribute if it counts for the tag.
func (t *htmlTag) set(name, value string) {
	switch t.name + " " + name {
	case "a href", "tg-emoji emoji-id", "tg-time format":
		t.argument = value
	case "blockquote expandable":
		t.argument = "expandable"
	case "code class":
		if language, ok := strings.CutPrefix(value, "language-"); ok {
			t.argument = language
		}
	case "span class":
		if class, ok := strings.CutPrefix(value, "tg-"); ok {
			t.argument = class
		}
	case "tg-time unix":
		t.unix, _ = strconv.ParseInt(value, 10, 32) // what is no number is no time
	}
}

// endTag takes </name>, or </> which closes whatever is open.
func (h *htmlText) endTag() error {
	begin := h.pos
	if len(h.open) == 0 {
		return complain("Unexpected end tag at byte offset %d", begin)
	}
	h.pos += 2
	h.until(">")
	found := asciiLower(h.in[begin+2 : h.pos])
	h.skip()
	if !h.has(">") {
		return complain("Unclosed end tag at byte offset %d", begin)
	}
	h.pos++
	tag := h.open[len(h.open)-1]
	if found != "" && found != tag.name {
		return complain(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, begin, tag.name, found)
	}
	h.open = h.open[:len(h.open)-1]
	if h.units == tag.offset {
		return nil // an empty element means nothing
	}
	return h.element(tag)
}

// element notes the entity of a tag that has been closed.
func (h *htmlText) element(tag htmlTag) error {
	switch tag.name {
	case "a":
		target := tag.argument
		if target == "" {
			target = string(h.out[tag.begin:])
		}
		if e, ok := linkEntity(target); ok {
			h.add(e, tag.offset)
		}
	case "tg-emoji":
		if id, err := strconv.ParseInt(tag.argument, 10, 64); err != nil || id == 0 {
			return complain("Invalid custom emoji identifier specified")
		}
		h.add(Entity{Type: "custom_emoji", CustomEmojiID: tag.argument}, tag.offset)
	case "tg-time":
		format, err := dateTimeFormat(tag.argument)
		if err != nil {
			return err
		}
		if tag.unix > 0 {
			h.add(Entity{Type: "date_time", UnixTime: tag.unix, DateTimeFormat: format}, tag.offset)
		}
	case "pre", "code":
		h.code(tag)
	case "blockquote":
		kind := "blockquote"
		if tag.argument != "" {
			kind = "expandable_blockquote"
		}
		h.add(Entity{Type: kind}, tag.offset)
	default:
		h.add(Entity{Type: htmlEntities[tag.name]}, tag.offset)
	}
	return nil
}

// code notes pre or code. A pre that is wholly one code, or the other way
// round, is one pre in the language of the code.
func (h *htmlText) code(tag htmlTag) {
	if n := len(h.entities); n > 0 {
		last := &h.entities[n-1]
		same := last.Offset == tag.offset && last.end() == h.units
		switch {
		case same && tag.name == "pre" && last.Type == "code" && last.Language != "":
			last.Type = "pre"
			return
		case same && tag.name == "code" && last.Type == "pre" && tag.argument != "":
			last.Language = tag.argument
			return
		}
	}
	h.add(Entity{Type: tag.name, Language: tag.argument}, tag.offset)
}

// dateTimeFormat returns the format of a date_time entity as the server gives
// it back: "r" alone, or w, d or D and t or T in this order.
func dateTimeFormat(format string) (string, error) {
	if format == "r" || format == "R" {
		return "r", nil
	}
	if strings.Trim(format, "wWdDtT") != "" {
		return "", complain("Invalid date format used")
	}
	var out string
	for _, part := range []string{"wW", "dD", "tT"} {
		if i := strings.IndexAny(format, part); i >= 0 {
			out += format[i : i+1]
		}
	}
	return strings.ReplaceAll(out, "W", "w"), nil
}
