package discord

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wirebrief/bot"
)

// joiner is put into text that Discord would make live by itself and in which
// a backslash does not help everywhere: WORD JOINER shows nothing, allows no
// line break, and is a part of no name and no address.
const joiner = '\u2060'

// lineEnds are the ways to end a line.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// clean makes text fit for display: line by line what bot.Plain makes of it.
func clean(s string) string {
	if strings.Contains(s, "\r") || strings.Contains(s, "\u2028") || strings.Contains(s, "\u2029") {
		s = lineEnds.Replace(s)
	}
	if !strings.Contains(s, "\n") {
		return bot.Plain(s)
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = bot.Plain(l)
	}
	return strings.Join(lines, "\n")
}

// oneLine is clean text without line ends and without space at its ends.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// Where in its line a character stands, as far as it matters to what it may
// mark up.
type position int

const (
	// atStart: only white space stands before it.
	atStart position = iota
	// inNumber: only a number does, which may be that of a list.
	inNumber
	// inside is everywhere else.
	inside
)

const (
	// live is what marks up wherever it stands.
	live = "\\*_~`|<>[]"
	// liveAtStart is what does so only at the start of a line.
	liveAtStart = "#-+"
)

// escape is the one way in which text gets into markdown. s is clean; at is
// where its first character stands, and after is the text that follows it.
//
// What may mark up gets a backslash. Names that ring for everybody and
// addresses are broken by a joiner instead: the server looks for them before
// anybody takes backslashes out, and where it shows text as it is, see inert.
func escape(s string, at position, after string) string {
	var b strings.Builder
	done := 0
	for i := range len(s) {
		c := s[i]
		was := at
		switch {
		case c == '\n':
			at = atStart
		case c == ' ':
			if at == inNumber {
				at = inside
			}
		case '0' <= c && c <= '9' && at != inside:
			at = inNumber
		default:
			at = inside
		}
		if c >= utf8.RuneSelf || isAlphanumeric(c) || c <= ' ' {
			continue
		}
		if marksUp(c, was, s[i+1:], after) {
			b.WriteString(s[done:i])
			b.WriteByte('\\')
			done = i
		}
		if comesLive(s[:i], c, s[i+1:], after) {
			b.WriteString(s[done : i+1])
			b.WriteRune(joiner)
			done = i + 1
		}
	}
	if b.Len() == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// inert is clean text for where Discord knows no markdown, and a backslash
// would be seen: it only breaks addresses and names that ring.
func inert(s string) string {
	var b strings.Builder
	done := 0
	for i := range len(s) {
		if strings.IndexByte("@:.", s[i]) >= 0 && comesLive(s[:i], s[i], s[i+1:], "") {
			b.WriteString(s[done : i+1])
			b.WriteRune(joiner)
			done = i + 1
		}
	}
	b.WriteString(s[done:])
	return b.String()
}

// marksUp reports whether c may be markdown, at a position and before a rest.
func marksUp(c byte, at position, rest, after string) bool {
	switch {
	case strings.IndexByte(live, c) >= 0:
		return true
	case c == ':':
		return shortcode.MatchString(joined(rest, after))
	case c == '.' || c == ')':
		return at == inNumber
	}
	return at == atStart && strings.IndexByte(liveAtStart, c) >= 0
}

// shortcode is what follows the colon that begins the name of an emoji.
var shortcode = regexp.MustCompile(`^[A-Za-z0-9_+-]{1,64}:`)

// comesLive reports whether c, between two texts, begins or holds together what
// the server looks for in all it is sent.
func comesLive(before string, c byte, rest, after string) bool {
	switch c {
	case '@':
		rest = strings.ToLower(joined(rest, after))
		return strings.HasPrefix(rest, "everyone") || strings.HasPrefix(rest, "here")
	case ':':
		return strings.HasPrefix(joined(rest, after), "/")
	case '.': // invitations are looked for even without a scheme
		rest = joined(rest, after)
		return rest != "" && isAlphanumeric(rest[0]) && invites.MatchString(before[max(0, len(before)-10):])
	}
	return false
}

// invites are the names of hosts of which bare addresses are live.
var invites = regexp.MustCompile(`(?i)discord(app)?$`)

// headBytes is how much of a text can matter to what stands before it.
const headBytes = 70

// joined is the beginning of a text that two others make.
func joined(s, after string) string {
	if len(s) >= headBytes || after == "" {
		return s[:min(len(s), headBytes)]
	}
	return s + after[:min(len(after), headBytes)]
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// webURL returns u as it may stand in a link, "" if it is none that Discord
// takes: it refuses a whole message for one address.
func webURL(u string, longest int) string {
	parsed, err := url.Parse(u)
	if err != nil || !slices.Contains([]string{"http", "https"}, strings.ToLower(parsed.Scheme)) || parsed.User != nil {
		return ""
	}
	host, port := parsed.Hostname(), parsed.Port()
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535) || strings.HasSuffix(parsed.Host, ":") {
		return ""
	}
	if !hostForm.MatchString(host) || strings.Contains(host, "..") {
		return ""
	}
	if strings.ContainsFunc(u, isOdd) {
		u = percent(u)
	}
	if units(target(u)) > longest {
		return ""
	}
	return u
}

// percent is an address of which nothing isOdd.
func percent(u string) string {
	var b strings.Builder
	for _, r := range u {
		if !isOdd(r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// isOdd tells what may not stand in an address as it is.
func isOdd(r rune) bool {
	return r <= ' ' || strings.ContainsRune("<>\"\\`|{}[]", r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) || r == utf8.RuneError
}

// hostForm is that of a host of which Discord takes addresses: of at least two
// parts, and no address of numbers in brackets.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9_~%\x{c0}-\x{10ffff}-][A-Za-z0-9._~%\x{c0}-\x{10ffff}-]*\.[A-Za-z0-9_~%\x{c0}-\x{10ffff}-]+$`)

const (
	// linkUnits is how long the address of a link may be. Discord takes 2,048;
	// one of more than this would fill a message by itself.
	linkUnits = 1000
	// buttonUnits is how long that of a button may be.
	buttonUnits = 512
)

// target is an address as it stands between the parentheses of a link: there
// it may hold pairs of them, and not pairs in pairs.
func target(u string) string {
	depth := 0
	for i := range len(u) {
		switch u[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 || depth > 1 {
			break
		}
	}
	if depth != 0 {
		u = strings.NewReplacer("(", "%28", ")", "%29").Replace(u)
	}
	return u
}

// timestamp is a time as each reader's Discord tells it, in their own words and
// zone.
func timestamp(t time.Time) string { return "<t:" + strconv.FormatInt(t.Unix(), 10) + ":R>" }

// units is the length of s in UTF-16 code units, which is never less than what
// Discord counts.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Len(r)
	}
	return n
}

func utf16Len(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}
