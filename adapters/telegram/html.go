package telegram

import (
	"html"
	"math"
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

// joiner is put into text that Telegram would make live by itself: WORD JOINER
// shows nothing, allows no line break, and is a part of no name, tag, command
// or address.
const joiner = '\u2060'

// escape is the one way in which text gets into HTML. What it returns may also
// stand in an attribute with double quotes.
func escape(s string) string { return html.EscapeString(s) }

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

// inert keeps Telegram from finding names, tags, commands and addresses in
// text: each is broken by a joiner. before is the character that stands before
// s, 0 for none, and after the text that follows it, in which nothing is
// changed.
func inert(before rune, s, after string) string {
	var b strings.Builder
	done := 0
	for i := range len(s) {
		if strings.IndexByte("@#$/.:", s[i]) < 0 {
			continue
		}
		rest := s[i+1:]
		if len(rest) < headRunes*utf8.UTFMax {
			rest += after
		}
		last, n := utf8.DecodeLastRuneInString(s[:i])
		if n == 0 {
			last = before
		}
		if comesLive(last, rune(s[i]), rest) {
			b.WriteString(s[done : i+1])
			b.WriteRune(joiner)
			done = i + 1
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// comesLive reports whether r, between a character and the rest of a text, may
// begin or hold together something live. A joiner too many shows nothing; the
// common cases, "3.5", "U.S." and "and/or", are left alone so that they can be
// copied as they are.
func comesLive(before, r rune, rest string) bool {
	after, n := utf8.DecodeRuneInString(rest)
	if n == 0 {
		return false
	}
	switch r {
	case '@':
		return isWord(after)
	case '#': // tags may begin with a dot in the middle or a joiner, too
		return after != '#' && after != joiner && !unicode.IsSpace(after)
	case '$': // the one tag that begins with a digit is that of a currency
		return unicode.IsUpper(after) || strings.HasPrefix(rest, "1INCH")
	case '/':
		return isWord(after) && !isWord(before)
	case ':':
		return after == '/'
	case '.': // the shortest ends of addresses have two letters
		next, _ := utf8.DecodeRuneInString(rest[n:])
		return inHost(before) && unicode.IsLetter(after) && (unicode.In(next, unicode.L, unicode.M) || next == '-') ||
			unicode.IsDigit(before) && quadRest.MatchString(rest)
	}
	return false
}

// quadRest is what follows the first full stop of an address of four numbers.
var quadRest = regexp.MustCompile(`^\d{1,3}\.\d{1,3}\.\d{1,3}`)

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// inHost tells what the name of a host can hold; beyond Latin that is almost
// everything.
func inHost(r rune) bool {
	if r < 0xc0 {
		return r < 0x80 && isWord(r) || r == '-' || r == '~'
	}
	return r != joiner && !unicode.Is(unicode.Z, r)
}

// A mark is how a stretch of text looks.
type mark struct {
	bold bool
	url  string    // only http and https
	time time.Time // zero for none
	// asWritten tells that the time stays in the words it is told in; whoever
	// touches them sees when it was. Else it is told anew each time it is read.
	asWritten bool
}

// isTime tells whether the mark is shown as a time. A link cannot be one, too:
// Telegram would keep only one of the two.
func (m mark) isTime() bool {
	return m.url == "" && m.time.Unix() > 0 && m.time.Unix() <= math.MaxInt32
}

// entities is how many of those it makes whose number is limited.
func (m mark) entities() int {
	n := 0
	for _, marked := range []bool{m.bold, m.url != "", m.isTime()} {
		if marked {
			n++
		}
	}
	return n
}

// A span is text in one mark, clean and inert, and not escaped.
type span struct {
	text string
	mark
}

// spans are the runs of a block as they are shown. What may come live is looked
// for in all of them together: that a name is half bold makes it no less live.
func spans(runs []bot.Run, bold bool) []span {
	all := make([]span, 0, len(runs))
	commands := make([]bool, 0, len(runs))
	for _, r := range runs {
		if s := clean(r.Text); s != "" {
			all = append(all, span{s, mark{bold: bold || r.Bold, url: webURL(r.URL), time: r.Time}})
			commands = append(commands, r.Command)
		}
	}
	after := ""
	for i := len(all) - 1; i >= 0; i-- {
		before := rune(0)
		if i > 0 {
			before, _ = utf8.DecodeLastRuneInString(all[i-1].text)
		}
		s := all[i].text
		if commands[i] && strings.HasPrefix(s, "/") && !isWord(before) {
			all[i].text = "/" + inert('/', s[1:], after)
		} else {
			all[i].text = inert(before, s, after)
		}
		after = head(all[i].text) + head(after)
	}
	return trimSpans(all)
}

// headRunes is how many characters of a text can matter to what stands before it:
// the rest of an address of four numbers.
const headRunes = 12

// head is as much of the beginning of s as can matter to what stands before it.
func head(s string) string {
	for i, n := 0, 0; i < len(s); n++ {
		if n == headRunes {
			return s[:i]
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s
}

// trimSpans takes white space off both ends.
func trimSpans(all []span) []span {
	for len(all) > 0 {
		if all[0].text = strings.TrimLeft(all[0].text, " \n"); all[0].text != "" {
			break
		}
		all = all[1:]
	}
	for n := len(all); n > 0; n = len(all) {
		if all[n-1].text = strings.TrimRight(all[n-1].text, " \n"); all[n-1].text != "" {
			break
		}
		all = all[:n-1]
	}
	return all
}

// webURL returns u as it may stand in a link, "" if it is none of the web.
func webURL(u string) string {
	parsed, err := url.Parse(u)
	if err != nil || parsed.Host == "" || !slices.Contains([]string{"http", "https"}, strings.ToLower(parsed.Scheme)) {
		return ""
	}
	odd := func(r rune) bool {
		return r <= ' ' || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
	}
	if !strings.ContainsFunc(u, odd) {
		return u
	}
	if u = parsed.String(); strings.ContainsFunc(u, odd) {
		return "" // the oddity is in the host
	}
	return u
}

// buttonURL is webURL for a button. A link in text that Telegram cannot use is
// text, but for a button of that kind it refuses the whole message.
func buttonURL(u string) string {
	parsed, err := url.Parse(u)
	if u = webURL(u); err != nil || u == "" || len(u) > maxButtonURL {
		return ""
	}
	host, port := parsed.Hostname(), parsed.Port()
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535) || strings.HasSuffix(parsed.Host, ":") {
		return ""
	}
	if !hostForm.MatchString(host) || strings.Contains(host, "..") {
		return ""
	}
	return u
}

// maxButtonURL is which addresses are too long for a button; Telegram does not
// say it, and browsers take no longer ones.
const maxButtonURL = 2048

// hostForm is that of a host of which Telegram takes addresses: of at least two
// parts, and no address of numbers in brackets.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9_~%\x{c0}-\x{10ffff}-][A-Za-z0-9._~%\x{c0}-\x{10ffff}-]*\.[A-Za-z0-9_~%\x{c0}-\x{10ffff}-]+$`)

// writeHTML writes spans with their tags. Times are left as words if plainTimes
// is set.
func writeHTML(b *strings.Builder, all []span, plainTimes bool) {
	for _, s := range all {
		var open, closing string
		if s.url != "" {
			open, closing = `<a href="`+escape(s.url)+`">`, "</a>"
		}
		if s.bold {
			open, closing = open+"<b>", "</b>"+closing
		}
		if s.isTime() && !plainTimes {
			open += `<tg-time unix="` + strconv.FormatInt(s.time.Unix(), 10) + `"`
			if !s.asWritten {
				open += ` format="r"`
			}
			open += ">"
			closing = "</tg-time>" + closing
		}
		b.WriteString(open)
		b.WriteString(escape(s.text))
		b.WriteString(closing)
	}
}

// units is the length of s in UTF-16 code units, by which Telegram counts where
// it counts most.
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
